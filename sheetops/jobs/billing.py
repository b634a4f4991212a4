"""What is to be invoiced on a desk's day, from requests and from renewals, and what stands against the rest."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from sheetops import money
from sheetops.checking import findings_of
from sheetops.jobs.approving import approving_of, in_currency, refusals
from sheetops.jobs.desk import Desk, accounts_of
from sheetops.jobs.issuing import Answer
from sheetops.jobs.numbered import Numbered, answer_faults
from sheetops.jobs.prices import price_sheets, pricing_terms
from sheetops.jobs.renewals import SHEETS_READ as RENEWAL_SHEETS
from sheetops.jobs.subjects import each_of, subjects
from sheetops.model import Fault, Finding, Frame, Severity
from sheetops.rules.credits import entered
from sheetops.rules.invoicing import invoice_requests, renewal_lines, renewals_to_invoice, with_tax
from sheetops.rules.pricing import true_ups
from sheetops.rules.renewals import own_currency

SHEETS_READ = (*RENEWAL_SHEETS, "Requests", "Authority")

_REFUSED = {
    "no_amount": ("amount", "Request {request} is for an invoice and names no amount. Fill it in, tax included."),
}
_NO_FEE = "The next term of {licence} cannot be invoiced, because the fee of {whose} is not known: {why}."
_NOTHING = (
    "The next term of {licence} comes to {net} before tax: there is nothing to invoice. If the customer is to be "
    "credited, ask for a credit note on the sheet Requests."
)
_BILL = ("key", "account", "name", "currency", "type", "licence", "period_start", "period_end", "reason", "row")
_LINE = ("key", "licence", "kind", "description", "net", "tax_rate", "tax")


class Bills(NamedTuple):
    """What one source comes to.

    ``bills`` has a row for each invoice that is due, ``lines`` theirs (by ``key``, money in minor units, before tax);
    ``faults`` stand against others of ``sheet``, ``column`` is where a bill's own would stand; ``done`` are in the
    Ledger already; all of them together are ``asked``.
    """

    bills: Frame
    lines: Frame
    sheet: str
    column: str
    faults: list[Fault]
    done: int
    asked: int


def findings_on(desk: Desk, what: Numbered, part: Bills, answers: Mapping[str, Answer]) -> Iterator[Finding]:
    """Yield what stands against invoices of a source; ``answers`` are what became of each bill, by its key."""
    if part.sheet not in desk.checked:
        return
    faults = list(part.faults)
    for bill in part.bills.to_dict("records"):
        asker = f"{part.column} {bill[part.column] if part.column in bill else bill['key']}"
        faults += answer_faults(what, asker, int(bill["row"]), part.column, answers[bill["key"]])
    yield from findings_of(desk.checked[part.sheet], faults, "invoice_refused", Severity.WARNING)


def tax_rates(desk: Desk, rows: Frame) -> pd.Series:
    """Return the tax of rows that have an account, in basis points, by the setting tax_rate."""
    return (desk.policy.each("tax_rate", subjects(desk, rows)) * 100).astype("int64")


# -------------------------------------------------------------------------------------------------- requests


def requested(desk: Desk, given: Mapping[str, str]) -> Bills:
    """Return what approved requests are to be invoiced."""
    requests, too_fine = in_currency(desk, "invoice", _currency(desk))
    asked = invoice_requests(requests, desk.frames["Ledger"], desk.as_of, given, approving_of(desk))
    bills = asked[asked["refused"] == ""]
    rate = tax_rates(desk, bills)
    tax = money.tax_within(bills["gross"], rate)
    bills = bills.assign(
        key=bills["request"], tax_rate=rate, tax=tax, net=bills["gross"] - tax, name=_names(desk, bills), type=""
    )
    blank = pd.Series(pd.NaT, index=bills.index, dtype="datetime64[s]")
    bills = bills.assign(row=bills.index, period_start=blank, period_end=blank)
    lines = bills.assign(kind="request", description=bills["reason"])
    faults = [*too_fine, *refusals(desk, asked, _REFUSED, "invoice")]
    done = int((asked["refused"] == "done").sum())
    return Bills(
        bills[list(_BILL)], lines[list(_LINE)], "Requests", "request", faults, done, len(asked) + len(too_fine)
    )


def _currency(desk: Desk) -> pd.Series:
    """Return the one currency that each request's account is billed in; without one, the desk's own."""
    ledger = desk.frames["Ledger"]
    debits = ledger[~ledger["kind"].isin(["receipt", "credit_note", "write_off"])]
    return own_currency(desk.frames["Requests"]["account"], debits, desk.policy.reading().currency)


def _names(desk: Desk, rows: Frame) -> pd.Series:
    known = accounts_of(desk).drop_duplicates("account").set_index("account")["name"]
    return rows["account"].map(known).fillna("")


# -------------------------------------------------------------------------------------------------- renewals


def renewing(desk: Desk, rows: Frame, given: Mapping[str, str]) -> Bills:
    """Return what next terms are to be invoiced, accepted or about to begin by themselves; ``rows`` is the pipeline."""
    licences, ledger = desk.frames["Licences"], desk.frames["Ledger"]
    rows = rows.assign(tax_rate=rows["tax_rate"].fillna(tax_rates(desk, rows)).astype("int64"))
    wanted = renewals_to_invoice(rows, ledger, desk.as_of, each_of(desk, "auto_renew_days", rows))
    key = _key(rows)
    done = wanted & entered(key, ledger, "invoice", given)
    wanted &= ~done
    settled = true_ups(rows, licences, price_sheets(desk), pricing_terms(desk))
    lines = renewal_lines(rows, wanted, settled)
    refused = _refusals(rows, lines)
    good = wanted & ~wanted.index.isin(refused)
    due = rows[good]
    spans = {"period_start": due["next_start"], "period_end": due["next_end"]}
    bills = due.assign(key=key[good], reason=_reason(due), row=due.index, **spans)
    lines = lines[lines["at"].isin(bills.index)]
    lines = lines.assign(key=lines["at"].map(key), tax=pd.Series(pd.NA, index=lines.index, dtype="Int64"))
    faults = [Fault(int(row), "fee", said) for row, said in refused.items()]
    asked = int(wanted.sum() + done.sum())
    return Bills(bills[list(_BILL)], lines[list(_LINE)], "Licences", "licence", faults, int(done.sum()), asked)


def _key(rows: Frame) -> pd.Series:
    return rows["licence"] + " " + rows["next_start"].dt.strftime("%Y-%m-%d")


def _reason(rows: Frame) -> pd.Series:
    what = rows["type"].where(rows["type"] != "", "Licence")
    days = (rows[name].dt.strftime("%d/%m/%Y") for name in ("next_start", "next_end"))
    return what + " " + next(days) + " to " + next(days)


def _refusals(rows: Frame, lines: Frame) -> dict[int, str]:
    """Return why renewals cannot be invoiced, by the row of their licence."""
    told: dict[int, str] = {}
    reasons = rows.drop_duplicates("licence").set_index("licence")[["fee_reason", "gap_reason"]]
    for line in lines[lines["net"].isna()].itertuples():
        why = reasons.at[line.licence, "gap_reason" if line.kind == "gap" else "fee_reason"]
        said = _NO_FEE.format(licence=rows.at[line.at, "licence"], whose=line.licence, why=why)
        told.setdefault(int(line.at), said)
    known = lines[~lines["at"].isin(told)].rename(columns={"at": "key"})
    sums = with_tax(known.assign(tax=pd.Series(pd.NA, index=known.index, dtype="Int64")))["net"]
    for at, least in sums.groupby("key").min().items():
        if least <= 0:
            own = rows.loc[at]
            told[int(at)] = _NOTHING.format(licence=own["licence"], net=money.text(int(least), own["currency"]))
    return told
