"""The charges desk: fees for notices, interest on what is late, surcharges; and the rows that book them."""

import datetime as dt
from pathlib import Path

import pandas as pd

from sheetops.jobs.accruing import RATES, interest_charges, over_charged
from sheetops.jobs.agreements import PLAN_SETTINGS
from sheetops.jobs.arrears import SHEETS_READ, Position, ordered, position
from sheetops.jobs.charging import fee_charges, surcharge_charges
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.subjects import subjects
from sheetops.model import Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.charging import charged_before, paid_on, unused

SETTINGS_USED = (
    *("charge_fees", "fee_per", "fees_free_during", "exchange_rate", "charge_back_days"),
    *("interest_base_rate", "interest_margin", "interest_tiers", "interest_day_basis", "interest_on"),
    *("interest_after_days", "interest_cap", "interest_minimum", "interest_free_during"),
    *("surcharge_rate", "surcharge_after_days", "surcharge_of", "surcharge_free_during", "terms_days"),
    *PLAN_SETTINGS,
)
DEFINITIONS = {
    "fee": "the fee of the stage in force on the day of the notice, once a letter (or an item, fee_per); a share such "
    "as 2% is taken of what was open of it at the end of that day",
    "interest": "simple: each day after the due date, up to and including the day asked about, costs a day's interest "
    "on what was open when it began; a payment counts from the next day on",
    "rate": "interest_base_rate and interest_margin of that day, and interest_tiers for parts of a balance",
    "rounding": "what an item costs in all is rounded once, half up; a charge is that less what the Ledger holds "
    "already, so that charging more often costs nobody more",
    "paid items": "interest that ran until an item was paid goes on being due after that",
    "surcharge": "on an invoice of which anything was open at the end of the day surcharge_after_days after it was due",
    "charged before": "rows of the Ledger whose entry or reference is a charge's number, and rows of kind interest or "
    "fee that name the entry in applies_to",
    "free": "shown with the amount 0 and the reason; it is not charged later",
}
LEDGER_KIND = {"fee": "fee", "interest": "interest", "surcharge": "invoice"}


def charges(what: What, *, as_of: dt.date, out: Path | str | None = None, progress: Progress = silent) -> Outcome:
    """Work out what is to be charged as of a day and, with ``out``, write ``charges.xlsx`` into that folder.

    Ledger is needed. The run's frames are Charges (each fee, stretch of interest and surcharge that the Ledger does
    not hold yet, money in minor units) and Ledger rows (what to add to the Ledger, with its columns).
    """
    desk = open_desk(what, as_of, SHEETS_READ, needs=("Ledger",), progress=progress)
    progress("Working out charges", 0, 1)
    run = charges_run(desk, position(desk))
    progress("Working out charges", 1, 1)
    return finish(desk, run, out)


def charges_something(desk: Desk) -> bool:
    """Return whether the desk's policy charges anything at all, on any day."""
    stages, ever = desk.frames["Stages"], desk.policy.ever
    rates = [rate for name in (*RATES, "surcharge_rate") for rate in ever(name)]
    return bool((stages["fee"] != "").any() or any(rates))


def charges_run(desk: Desk, now: Position) -> Run:
    """Return the charges run of a desk whose position is known."""
    payments = paid_on(now.allocation.links, now.allocation.credits)
    before = charged_before(desk.frames["Ledger"], desk.as_of)
    fees, unknown = fee_charges(desk, now, payments, before)
    interest = interest_charges(desk, now, payments, before)
    surcharges = surcharge_charges(desk, now, payments, before)
    rows = _together(fees, interest.charges, surcharges)
    book = ledger_rows(desk, now, rows)
    return run_of(
        desk,
        "charges",
        {"Charges": ordered("Charges", rows), "Ledger rows": ordered("Ledger rows", book)},
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            **{f"{kind} rows": int((rows["kind"] == kind).sum()) for kind in LEDGER_KIND},
            "of these free": int((rows["free_reason"] != "").sum()),
            "rows to add to the Ledger": len(book),
            "items whose interest is below interest_minimum": interest.waiting,
        },
        totals=(
            *_by_currency("Charges against the rows to add to the Ledger", rows, book),
            *interest.totals,
        ),
        findings=(*unknown, *over_charged(desk, interest.too_much)),
    )


def _together(*parts: Frame) -> Frame:
    some = [one for one in parts if len(one)] or [parts[0]]
    rows = pd.concat(some, ignore_index=True)
    kinds = dict.fromkeys(("from", "to"), "datetime64[s]") | dict.fromkeys(("days", "base", "amount"), "int64")
    return rows.astype(kinds).sort_values(["account", "entry", "kind", "from"], kind="stable").reset_index(drop=True)


def _by_currency(name: str, left: Frame, right: Frame) -> tuple[Total, ...]:
    return tuple(
        Total(name, code, _sum(left, code), _sum(right, code), money=True)
        for code in sorted({*left["currency"], *right["currency"]})
    )


def _sum(rows: Frame, code: str) -> int:
    return int(rows.loc[rows["currency"] == code, "amount"].sum())


def ledger_rows(desk: Desk, now: Position, rows: Frame) -> Frame:
    """Return what is to be added to the Ledger, one row a charge, with its columns."""
    by = ["account", "entry", "kind", "number", "currency"]
    some = rows[rows["number"] != ""].astype(dict.fromkeys(by, object))
    book = some.groupby(by, sort=False).agg(
        amount=("amount", "sum"), told=("told", "first"), licence=("licence", "first")
    )
    book = book.reset_index()
    book = book[book["amount"] > 0].reset_index(drop=True)
    today = pd.Timestamp(desk.as_of).as_unit("s")
    taken = {*desk.frames["Ledger"]["entry"], *desk.frames["Ledger"]["reference"]}
    number = unused(book["number"], taken)
    terms = desk.policy.each("terms_days", subjects(desk, book.drop(columns="entry")))
    named = book.rename(columns={"entry": "applies_to", "told": "description"}).drop(columns="number")
    full = named.assign(
        entry=number,
        reference=number,
        kind=named["kind"].map(LEDGER_KIND),
        date=today,
        due_date=(today + pd.to_timedelta(terms, unit="D")).astype("datetime64[s]"),
        disputed=False,
        tax_rate=pd.array([pd.NA] * len(book), dtype="Int64"),
        invoice="",
        ladder="",
    )
    return full.astype({"date": "datetime64[s]", "amount": "int64"})
