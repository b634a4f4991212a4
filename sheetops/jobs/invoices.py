"""Invoices: one for each approved request and each next term that a customer accepted, numbered, with Ledger rows."""

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from sheetops.jobs.addressing import day, major
from sheetops.jobs.arrears import ordered, position
from sheetops.jobs.billing import SHEETS_READ, Bills, findings_on, renewing, requested
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.issuing import Answer, office
from sheetops.jobs.numbered import Numbered, answer_columns, make_numbered
from sheetops.jobs.prices import PRICE_SETTINGS
from sheetops.jobs.renewals import pipeline
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.subjects import subjects
from sheetops.model import Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.invoicing import with_tax

INVOICE = Numbered("invoice", "invoice", "invoice", "invoices")
FOLDER = INVOICE.folder
SETTINGS_USED = ("invoice_number", "invoice_title", "tax_rate", "terms_days", "auto_renew_days", *PRICE_SETTINGS)
DEFINITIONS = {
    "request": "kind invoice, approved by somebody and on a day up to this one; its amount includes the tax",
    "renewal": "a next term that the customer accepted (accepted_on), or of a licence that renews by itself within "
    "auto_renew_days; fees are before tax",
    "in the Ledger already": "its number is an entry, an entry's invoice or reference; a renewal also when an invoice "
    "names the licence of the next term, or this one and is dated since it was accepted",
    "tax": "once for each rate of an invoice, rounded half up; the rate of the tariff, else the setting tax_rate",
}


def invoices(what: What, *, as_of: dt.date, out: Path | str, progress: Progress = silent) -> Outcome:
    """Make the invoices of approved requests and accepted renewals into ``out/invoices``; write ``invoices.xlsx``.

    A request or next term has one invoice under one number, registered (see `sheetops.jobs.issuing.office`): a second
    run gives the same. What cannot be invoiced is a finding. The run's frames are Invoices, Invoice lines and Ledger
    rows (to copy into the Ledger). PolicyError when the Policy lacks what an invoice must show.
    """
    desk = open_desk(what, as_of, SHEETS_READ, progress=progress)
    out = Path(out)
    progress("Looking for what is to be invoiced", 0, 1)
    rows = pipeline(desk, position(desk))
    progress("Looking for what is to be invoiced", 1, 1)
    return finish(desk, make_invoices(desk, rows, out, progress), out, out / FOLDER)


def to_invoice(desk: Desk, rows: Frame) -> int:
    """Return how many requests and renewals call for an invoice, those made before and those refused too."""
    return requested(desk, {}).asked + renewing(desk, rows, {}).asked


def make_invoices(desk: Desk, rows: Frame, out: Path, progress: Progress = silent) -> Run:
    """Make the invoices of a desk that was read, ``rows`` being its licences as worked out, and return the run."""
    with office(desk, out) as at:
        given = INVOICE.given(at)
        parts = (requested(desk, given), renewing(desk, rows, given))
        lines = pd.concat([part.lines for part in parts], ignore_index=True)
        bills = _summed(desk, pd.concat([part.bills for part in parts], ignore_index=True), lines)
        made = make_numbered(at, INVOICE, bills, partial(_fields, lines), out, progress)
    bills = _answered(bills, made)
    return _run(desk, parts, bills, lines, made)


def _summed(desk: Desk, bills: Frame, lines: Frame) -> Frame:
    """Return the bills with net, tax and gross, today's date, and the days in which they are to be paid (terms)."""
    sums = with_tax(lines).groupby("key")[["net", "tax", "gross"]].sum().reindex(bills["key"]).set_axis(bills.index)
    days = desk.policy.each("terms_days", subjects(desk, bills)).astype("int64")
    money = {name: sums[name].astype("int64") for name in sums}
    return bills.assign(**money, date=pd.Timestamp(desk.as_of).as_unit("s"), terms=pd.to_timedelta(days, unit="D"))


def _answered(bills: Frame, made: list[Answer]) -> Frame:
    """Return the bills with what became of them: number, date, due_date, document."""
    told = [answer_columns(one, date) for one, date in zip(made, bills["date"], strict=True)]
    columns = pd.DataFrame(told, columns=["number", "date", "document"], index=bills.index)
    kinds = {"number": "str", "document": "str", "date": "datetime64[s]"}
    columns = columns.astype(kinds)
    due = (columns["date"] + bills["terms"]).astype("datetime64[s]")
    return bills.drop(columns="date").join(columns).assign(due_date=due, template=INVOICE.template)


def _fields(lines: Frame, _customer: dict[str, Any], bill: dict[str, Any], _number: str, on: dt.date) -> dict[str, Any]:
    own = lines[lines["key"] == bill["key"]]
    return {name: major(bill[name], bill["currency"]) for name in ("net", "tax", "gross")} | {
        "invoice_date": on,
        "pay_by": on + bill["terms"].to_pytimedelta(),
        "licence": bill["licence"],
        "period_start": day(bill["period_start"]),
        "period_end": day(bill["period_end"]),
        "tax_rate": ", ".join(_rate(rate) for rate in dict.fromkeys(own["tax_rate"])),
        "lines": [
            {
                "line_licence": line["licence"],
                "line_description": line["description"],
                "line_tax": _rate(line["tax_rate"]),
                "line_amount": major(line["net"], bill["currency"]),
            }
            for line in own.to_dict("records")
        ],
    }


def _rate(rate: int) -> str:
    return f"{rate / 100:g} %"


def ledger_rows(bills: Frame, lines: Frame) -> Frame:
    """Return the Ledger rows of invoices: one each, or one for each rate of tax, as instalments of one invoice."""
    sums = with_tax(lines).reset_index()
    rows = sums.merge(bills.drop(columns=["net", "tax", "gross"]), on="key").sort_values(["number", "tax_rate"])
    several = rows.duplicated("key", keep=False)
    part = (rows.groupby("key").cumcount() + 1).astype("str")
    return rows.assign(
        entry=rows["number"].where(~several, rows["number"] + "-" + part),
        invoice=rows["number"].where(several, ""),
        kind="invoice",
        amount=rows["gross"],
        description=rows["reason"],
        disputed=False,
        **dict.fromkeys(("applies_to", "ladder", "reference"), ""),
    )


def _run(desk: Desk, parts: tuple[Bills, ...], bills: Frame, lines: Frame, made: list[Answer]) -> Run:
    documents = tuple(one.document for one in made if one.document)
    named = lines.merge(bills[["key", "number", "currency"]], on="key")
    there = bills[bills["document"] != ""]
    rows = ledger_rows(there, lines)
    answers = dict(zip(bills["key"], made, strict=True))
    found = [finding for part in parts for finding in findings_on(desk, INVOICE, part, answers)]
    refused, done = sum(len(part.faults) for part in parts), sum(part.done for part in parts)
    asked = sum(part.asked for part in parts)
    billed, owed = there.groupby("currency")["gross"].sum(), rows.groupby("currency")["amount"].sum()
    return run_of(
        desk,
        "invoices",
        {
            "Invoices": ordered("Invoices", bills),
            "Invoice lines": ordered("Invoice lines", named),
            "Ledger rows": ordered("Ledger rows", rows),
        },
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            "requests and renewals": asked,
            "invoices made": len(documents),
            "in the Ledger already": done,
            "refused": refused,
            "failed": len(bills) - len(documents),
        },
        totals=(
            Total("Made, done, refused and failed against asked", "", len(bills) + done + refused, asked),
            *(
                Total("Ledger rows against invoices", str(code), int(owed[code]), int(billed[code]), money=True)
                for code in billed.index
            ),
        ),
        findings=tuple(found),
        documents=documents,
    )
