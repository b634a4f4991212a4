"""The desk's whole day over one reading of its book: all that is due, from the check to the credit notes."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sheetops.errors import SheetopsError
from sheetops.jobs.arrears import Position, arrears_run, position
from sheetops.jobs.charges import charges_run, charges_something
from sheetops.jobs.check import checked_into, wanted_sheets
from sheetops.jobs.complaints import complaints_run
from sheetops.jobs.credit_notes import FOLDER as CREDIT_NOTES
from sheetops.jobs.credit_notes import make_credit_notes
from sheetops.jobs.desk import Desk, What, as_book, files_of, open_desk
from sheetops.jobs.hardship import hardship_run
from sheetops.jobs.invoices import FOLDER as INVOICES
from sheetops.jobs.invoices import make_invoices, to_invoice
from sheetops.jobs.letters import FOLDER as LETTERS
from sheetops.jobs.letters import make_letters
from sheetops.jobs.plans import finish_plans, plans_run
from sheetops.jobs.promises import promises_run
from sheetops.jobs.referrals import finish_referrals, referrals_run, referring
from sheetops.jobs.renewals import pipeline, renewals_run
from sheetops.jobs.restrictions import restrictions_run
from sheetops.jobs.results import finish
from sheetops.jobs.reviewing import with_review
from sheetops.model import Outcome, Progress, silent


def run_day(
    what: What,
    *,
    as_of: dt.date,
    out: Path | str,
    stale_ok: str = "",
    reviewed: Sequence[Path | str] = (),
    progress: Progress = silent,
) -> list[Outcome]:
    """Do all that a desk does in a day, into one output folder; a part without a sheet to work on is passed over.

    ``stale_ok`` is who answers for a day whose newest receipt is older than the policy allows; ``reviewed`` are the
    workbooks in which a person decided which notices go out, as for `sheetops.jobs.letters.letters`.
    A part that cannot go on raises its error when the parts before it have been written; its text names them.
    """
    book, out = as_book(what), Path(out)
    desk = open_desk(book, as_of, wanted_sheets(book), progress=progress, files=files_of(what))
    desk = with_review(replace(desk, stale_ok=stale_ok), reviewed)
    outcomes: list[Outcome] = []
    try:
        for outcome in _parts(desk, out, progress):
            outcomes.append(outcome)
    except SheetopsError as wrong:
        if not outcomes:
            raise
        made = ", ".join(str(outcome.workbook) for outcome in outcomes)
        raise type(wrong)(f"{wrong}\nThe day is not finished; made before that, and whole: {made}.") from wrong
    return outcomes


def _parts(desk: Desk, out: Path, progress: Progress) -> Iterator[Outcome]:
    yield checked_into(desk, out)
    progress("Working out arrears and renewals", 0, 2)
    now = position(desk)
    if "Ledger" in desk.checked:
        yield finish(desk, arrears_run(desk, now), out)
    progress("Working out arrears and renewals", 1, 2)
    licences = pipeline(desk, now)
    progress("Working out arrears and renewals", 2, 2)
    if "Licences" in desk.checked:
        yield finish(desk, renewals_run(desk, licences), out)
    yield from _kept(desk, now, out)
    yield finish(desk, make_letters(desk, now, licences, out, progress), out, out / LETTERS)
    if to_invoice(desk, licences):
        yield finish(desk, make_invoices(desk, licences, out, progress), out, out / INVOICES)
    if "Requests" in desk.checked:
        yield finish(desk, make_credit_notes(desk, out, progress), out, out / CREDIT_NOTES)


def _kept(desk: Desk, now: Position, out: Path) -> Iterator[Outcome]:
    """Yield what is worked out of the registers that a desk may keep beside its ledger."""
    if {"Ledger", "Promises"} <= set(desk.checked):
        yield finish(desk, promises_run(desk, now), out)
    if {"Ledger", "Plans"} <= set(desk.checked):
        yield finish_plans(desk, plans_run(desk, now), out)
    if "Ledger" in desk.checked and charges_something(desk):
        yield finish(desk, charges_run(desk, now), out)
    if {"Holds", "Tasks"} & set(desk.checked):
        yield finish(desk, complaints_run(desk, now), out)
    if {"Ledger", "Restrictions"} <= set(desk.checked):
        yield finish(desk, restrictions_run(desk, now), out)
    if {"Ledger", "Hardship"} <= set(desk.checked):
        yield finish(desk, hardship_run(desk, now), out)
    if {"Ledger", "Referred"} <= set(desk.checked):
        found = referring(desk, now)
        yield finish_referrals(desk, now, found, referrals_run(desk, now, found), out)
