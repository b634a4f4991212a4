"""Explain: one account's whole story on a day, every figure and rule with its reason, on a sheet and as a Word page."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from rapidfuzz import fuzz, process

from sheetops import clock
from sheetops.errors import BookError
from sheetops.jobs import arrears, renewals
from sheetops.jobs.changed import change_totals, changes
from sheetops.jobs.desk import Desk, What, accounts_of, as_book, files_of, open_desk
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.story import LEDGER, story
from sheetops.jobs.storypages import write_pages
from sheetops.jobs.worked import SHEETS_READ, Worked, work_out
from sheetops.model import Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.allocation import balances
from sheetops.sheets.checks.nearest import nearest

FOLDER = "explained"
"""The folder below the output folder that takes the Word pages."""
SETTINGS_USED = tuple(dict.fromkeys((*arrears.SETTINGS_USED, *renewals.SETTINGS_USED)))
DEFINITIONS = {
    "stops it": "of all that keeps a notice back on this day, the gravest: the reason that Arrears shows",
    "would stop it too": "this would keep the notice back as well if the graver reason were not there",
    "turn": "credits are used up in five turns, and within each the oldest due debt is paid first",
    "balance": "what the ledger says after the entry: debits less credits of the currency",
    "met, not met": "a condition before a restriction or a referral; what the settings switch off is not listed",
}
_OFFERED = 3


def explain(
    what: What,
    account: str,
    *,
    as_of: dt.date,
    compare: dt.date | None = None,
    out: Path | str | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Tell an account's story as of a day; with ``out``, write ``explain.xlsx`` and a Word page in ``out/explained``.

    The run's frame is Account story; with ``compare``, another day, also What changed between the two. Nothing is
    needed but a sheet that knows the account, which may be named by its number or by its customer's name. BookError
    when no sheet knows it: the nearest ones are named then.
    """
    book = as_book(what)
    days = (as_of,) if compare is None else (as_of, compare)
    # A day of its own decides which rows of the policy are valid, and so how each sheet is read.
    desks = [open_desk(book, day, SHEETS_READ, progress=progress, files=files_of(what)) for day in days]
    progress("Explaining", 0, 1)
    run = explain_run(desks[0], account, Path(out) if out is not None else None, *desks[1:])
    progress("Explaining", 1, 1)
    return finish(desks[0], run, out, Path(out) / FOLDER if out is not None else None)


def explain_run(desk: Desk, account: str, out: Path | None = None, other: Desk | None = None) -> Run:
    """Return the run that explains an account of a desk; the Word page goes into ``out``, if there is one.

    ``other`` is the same desk on the day to compare with.
    """
    number = known_account(desk, account)
    worked = work_out(desk, number)
    told = story(worked)
    frames, totals = {"Account story": told}, _totals(worked, told)
    if other is not None:
        one, two = _in_order((worked, told), _told(other, number))
        frames["What changed"] = changes(one[1], two[1], one[0], two[0])
        totals += change_totals(one[0], two[0])
    return run_of(
        desk,
        "explain",
        frames,
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts=_counts(worked, frames, other),
        totals=totals,
        documents=write_pages(worked, frames, other.as_of if other else None, out / FOLDER) if out else (),
    )


Explained = tuple[Worked, Frame]


def _told(desk: Desk, account: str) -> Explained:
    worked = work_out(desk, account)
    return worked, story(worked)


def _in_order(one: Explained, two: Explained) -> tuple[Explained, Explained]:
    """Return both days, the earlier first."""
    return (one, two) if one[0].desk.as_of <= two[0].desk.as_of else (two, one)


def known_account(desk: Desk, asked: str) -> str:
    """Return the account that is meant by its number or its customer's name; BookError when it cannot be told."""
    wanted = asked.strip()
    if not wanted:
        raise BookError("No account is named. Say which account is to be explained, by its number or name.")
    people = accounts_of(desk)
    names = dict(zip(people["account"], people["name"], strict=True))
    if wanted in names:
        return wanted
    folded = wanted.casefold()
    found = [one for one, name in names.items() if folded in (one.casefold(), name.casefold())]
    if len(found) == 1:
        return found[0]
    raise BookError(f"No account is called {wanted}{_faulty(desk, wanted)}. {_offer(wanted, names, found)}")


def _faulty(desk: Desk, wanted: str) -> str:
    """Say where an account stands whose rows all have errors."""
    sheets = [name for name in ("Customers", "Ledger") if name in desk.checked and wanted in desk.checked[name].keys]
    return f" (a row of {' and of '.join(sheets)} names it, but has an error: run sheetops check)" if sheets else ""


def _offer(wanted: str, names: dict[str, str], found: Collection[str]) -> str:
    by_number = nearest([wanted], names).get(wanted, ())
    alike = process.extract(wanted, names, scorer=fuzz.WRatio, score_cutoff=70, limit=_OFFERED, processor=str.casefold)
    near = list(dict.fromkeys((*found, *by_number, *(account for _, _, account in alike))))[:_OFFERED]
    if not near:
        return "Look it up in the sheet Customers."
    return f"Did you mean {' or '.join(f'{one} ({names[one]})' if names[one] else one for one in near)}?"


def _totals(worked: Worked, told: Frame) -> tuple[Total, ...]:
    """Hold the entries of the story, and what is open less unused credit, against the ledger, by currency."""
    lines = told[told["part"] == LEDGER]
    shown = lines.groupby("currency")["amount"].sum()
    there = balances(worked.desk.frames["Ledger"], worked.desk.as_of).groupby(level="currency").sum()
    aged = worked.now.aged.groupby("currency")["total"].sum()
    return tuple(
        Total(name, str(code), int(side.get(code, 0)), int(there[code]), money=True)
        for name, side in (("Entries shown against the ledger", shown), ("Ageing against the ledger", aged))
        for code in there.index
    )


def _counts(worked: Worked, frames: dict[str, Frame], other: Desk | None) -> dict[str, int | str]:
    rows = worked.now.accounts
    names = worked.now.customers["name"]
    return {
        "account": worked.account,
        "name": str(names.iloc[0]) if len(names) else "",
        **{f"status {row.currency}".strip(): row.status for row in rows.itertuples()},
        "lines": len(frames["Account story"]),
        **({f"changes against {clock.text(other.as_of)}": len(frames["What changed"])} if other else {}),
    }
