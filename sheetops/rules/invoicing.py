"""Invoices that are due: from approved requests, and from next terms that were accepted or begin by themselves.

A renewal's invoice has a line for the term, for the gap before it, for what the count of the last term's units leaves
to settle, and the same for each add-on. Tax is worked out once for each rate of an invoice.
"""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules import approvals as approving
from sheetops.rules.approvals import UNBOUND, Approving, approvals
from sheetops.rules.credits import entered
from sheetops.rules.lookup import look_up
from sheetops.rules.turns import standing_against
from sheetops.rules.words import day, say, when

REFUSALS = ("done", "no_amount", *approving.REFUSALS, "above_authority")
"""What may stand against a request's invoice; the first that fits. ``done``: it is in the Ledger already."""

LINES = ("term", "gap", "true-up", "surcharge", "request")
"""The kinds of an invoice's lines."""


def invoice_requests(
    requests: Frame, ledger: Frame, as_of: dt.date, numbers: Mapping[str, str], by: Approving = UNBOUND
) -> Frame:
    """Return every request for an invoice (index: its Requests row) with gross, limit and ``refused`` (of `REFUSALS`).

    ``requests`` have a currency each and their amounts, tax included, in its minor units; ``numbers`` are the invoices'
    numbers that requests were given before, by request; ``by`` is what approvals are held against. Refused is "" where
    an invoice is due; limit is the most that who approved it may approve.
    """
    asked = requests[requests["kind"] == "invoice"]
    asked = asked.assign(gross=asked["amount"].fillna(0).astype("int64"), left=0)
    asked = asked.join(approvals(asked, asked["currency"], as_of, by))
    before = {"done": entered(asked["request"], ledger, "invoice", numbers), "no_amount": asked["gross"] <= 0}
    after = {"above_authority": asked["gross"] > asked["limit"]}
    return asked.assign(refused=standing_against(asked, before, after))


def renewals_to_invoice(row: Frame, ledger: Frame, as_of: dt.date, auto_renew_days: int | pd.Series) -> pd.Series:
    """Return which licences' next terms are to be invoiced: accepted, or near enough to beginning by themselves.

    ``row`` is what `sheetops.rules.renewals.renewals` returned. A term that the Ledger has an invoice for already is
    not: one that names the licence and is dated since the customer accepted (or since auto_renew_days before the end),
    or one that names the licence of the next term.
    """
    opens = row["end"] - pd.to_timedelta(pd.Series(auto_renew_days, index=row.index), unit="D")
    ended = row["status"].isin(["cancelled", "declined"])
    by_itself = row["auto_renew"] & ~ended & ~row["carried_on"] & (opens <= pd.Timestamp(as_of))
    accepted = row["taken_on"].notna() & (row["status"] == "renewed") & ~row["auto_renew"]
    wanted = (row["parent"] == "") & (accepted | by_itself)
    since = row["taken_on"].where(accepted, opens)
    return wanted & ~_billed(row, ledger, since)


def _billed(row: Frame, ledger: Frame, since: pd.Series) -> pd.Series:
    bills = ledger[(ledger["kind"] == "invoice") & (ledger["licence"] != "")]
    last = bills.groupby(bills["licence"].astype(object))["date"].max()
    own = look_up(last, row["licence"]) >= since
    following = row[row["licence"].isin(last.index)]
    taken = pd.MultiIndex.from_frame(following[["account", "type", "start"]])
    return own | pd.MultiIndex.from_frame(row[["account", "type", "next_start"]]).isin(taken)


def renewal_lines(row: Frame, wanted: pd.Series, settled: Frame) -> Frame:
    """Return the lines of the wanted renewals' invoices, in order.

    ``row`` also has fee, fee_reason, tax_rate, gap_fee, gap_reason (before tax) of every licence; ``settled`` is what
    `sheetops.rules.pricing.true_ups` said. Columns: at (the row of the main licence), licence, kind (of `LINES`),
    description, net (Int64, NA where a fee is not known), tax_rate.
    """
    main = row[wanted]
    whose = pd.Series(main.index, index=main["licence"].astype(object))
    whose = whose[~whose.index.duplicated()]
    live = ~row["status"].isin(["cancelled", "declined"])
    add_ons = row[live & row["parent"].isin(whose.index)]
    parts = pd.concat([main.assign(at=main.index), add_ons.assign(at=add_ons["parent"].map(whose))])
    lines = [_terms(parts), _gaps(parts), *_settlements(parts, settled)]
    found = pd.concat(lines, ignore_index=True)
    order = found["licence"].map({licence: place for place, licence in enumerate(parts["licence"])})
    return found.assign(order=order).sort_values(["at", "order"], kind="stable").drop(columns="order")


def _line(part: Frame, kind: str, description: np.ndarray, net: pd.Series) -> Frame:
    return pd.DataFrame(
        {
            "at": part["at"],
            "licence": part["licence"],
            "kind": kind,
            "description": description,
            "net": net.astype("Int64"),
            "tax_rate": part["tax_rate"],
        }
    )


def _terms(part: Frame) -> Frame:
    what = when((part["type"] == "", "Licence"), otherwise=part["type"])
    added = when((part["parent"] == "", ""), otherwise=say(", add-on of ", part["parent"]))
    said = say(what, added, ", ", day(part["next_start"]), " to ", day(part["next_end"]), _how(part["fee_reason"]))
    return _line(part, "term", said, part["fee"])


def _how(reason: pd.Series) -> np.ndarray:
    """Return how a fee came about, behind a semicolon; what only says that it stands on a sheet is no news."""
    counted = ~reason.str.startswith("the fee on the Licences sheet") & (reason != "")
    return when((counted, say("; ", reason.str.replace(r": [\d,.]+$", "", regex=True))))


def _gaps(part: Frame) -> Frame:
    gap = part[part["gap_start"].notna()]
    return _line(gap, "gap", say("Time without a licence, ", gap["gap_reason"]), gap["gap_fee"])


def _settlements(part: Frame, settled: Frame) -> tuple[Frame, Frame]:
    """Return a line for each difference between count and estimate of the ended term, and for a late count."""
    at = part["at"]
    due = settled[settled.index.isin(at.index)]
    due = due.assign(at=at.reindex(due.index), tax_rate=part["tax_rate"].reindex(due.index))
    differs = due[due["difference"].fillna(0) != 0]
    late = due[due["surcharge"].fillna(0) > 0]
    span = say("Settlement for ", day(differs["start"]), " to ", day(differs["end"]), ": ")
    counts = say(differs["actual"], " counted, ", differs["estimate"], " estimated")
    said = say("Surcharge: declared after ", day(late["due_on"]))
    return _line(differs, "true-up", say(span, counts), differs["difference"]), _line(
        late, "surcharge", said, late["surcharge"]
    )


def with_tax(lines: Frame) -> Frame:
    """Return what each invoice comes to at each rate: net, tax, gross (index: key, tax_rate).

    ``lines`` have the invoice's key, tax_rate in basis points, net, and tax where it is known already (NA elsewhere).
    """
    sums = lines.groupby(["key", "tax_rate"])["net"].sum().astype("int64").to_frame()
    rates = sums.index.get_level_values("tax_rate").to_numpy(dtype=np.int64)
    net = sums["net"].to_numpy(dtype=object)
    known = lines.groupby(["key", "tax_rate"])["tax"].sum(min_count=1)
    tax = np.where(known.notna(), known.fillna(0), money.rounded(abs(net) * rates, 10_000) * np.where(net < 0, -1, 1))
    return sums.assign(tax=tax.astype(np.int64), gross=sums["net"] + tax.astype(np.int64))
