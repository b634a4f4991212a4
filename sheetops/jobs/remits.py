"""A remit: the accounts that are to be contacted, chosen by a stated rule and frozen on a day."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from sheetops import clock
from sheetops.checking import check_sheet, find_sheet
from sheetops.errors import BookError, OutputError
from sheetops.excel.read import open_book
from sheetops.jobs.arrears import Position, ordered, position
from sheetops.jobs.callcases import NOBODY, RENEWING, arrears_cases
from sheetops.jobs.calls import SHEETS_READ as CALLS_READ
from sheetops.jobs.calls import About
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.renewals import pipeline
from sheetops.jobs.results import finish, result_file, run_of
from sheetops.model import Finding, Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.lookup import look_up
from sheetops.sheets import SHEETS

SHEETS_READ = (*CALLS_READ, "Remit", "Targets")
DEFINITIONS = {
    "remit": "the accounts that the rule chose on the day it was frozen; nothing is added or taken away afterwards",
    "keep it": "copy the sheet Remit into your workbook, or name this file: sheetops contact BOOK --remit FILE",
    "one member": "is one account, however many of its licences are in it",
}


class Rule(NamedTuple):
    """What chooses a remit: renewals or arrears; licences that end within so many days; one segment; one caller."""

    about: About = "renewals"
    within: int | None = None
    segment: str = ""
    caller: str = ""


def freeze(
    what: What,
    *,
    as_of: dt.date,
    remit: str,
    about: About = "renewals",
    within: int | None = None,
    segment: str = "",
    caller: str = "",
    deadline: dt.date | None = None,
    out: Path | str | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Freeze a remit on a day and, with ``out``, write it as ``remit.xlsx`` into that folder.

    ``about`` renewals chooses licences to be renewed, or those that end ``within`` so many days; arrears chooses
    accounts with something overdue. ``segment`` and ``caller`` choose among them. The run's frame is Remit.
    BookError when the book has a remit of that name already or the rule chooses nobody, OutputError when a frozen
    remit lies in the folder: it is never changed.
    """
    rule = Rule(about, within, segment, caller)
    needs = ("Licences",) if rule.about == "renewals" else ("Ledger",)
    desk = open_desk(what, as_of, SHEETS_READ, needs=needs, progress=progress)
    _require_new(desk, remit)
    progress("Choosing accounts", 0, 1)
    run = freeze_run(desk, position(desk), remit, rule, deadline)
    progress("Choosing accounts", 1, 1)
    if out is not None and (there := result_file(desk, Path(out), "remit")).exists():
        raise OutputError(
            f"{there} holds a remit that was frozen before, and a remit is never changed. Choose another folder, or "
            "move that file away."
        )
    return finish(desk, run, out)


def _require_new(desk: Desk, remit: str) -> None:
    old = desk.frames["Remit"]
    same = old[old["remit"].str.casefold() == remit.strip().casefold()]
    if not remit.strip() or len(same):
        when = f"was frozen on {clock.text(same['frozen_on'].iloc[0])} already" if len(same) else "has no name"
        raise BookError(f"The remit {remit} {when}. Choose another name: a remit is never changed.")


def freeze_run(desk: Desk, now: Position, remit: str, rule: Rule, deadline: dt.date | None) -> Run:
    """Return the remit that a rule chooses on a desk's day."""
    chosen, words = _chosen(desk, now, rule)
    if chosen.empty:
        raise BookError(f"There is nobody to contact: {words}. Choose more days, or another segment or caller.")
    last = pd.Timestamp(deadline or desk.as_of + dt.timedelta(days=int(desk.policy.value("remit_days")))).as_unit("s")
    rows = chosen.assign(
        remit=remit.strip(), frozen_on=pd.Timestamp(desk.as_of).as_unit("s"), deadline=last, rule=words
    ).sort_values(["caller", "account", "licence"], kind="stable")
    return run_of(
        desk,
        "remit",
        {"Remit": ordered("Remit", rows)},
        settings=("remit_days",),
        definitions=DEFINITIONS,
        counts={
            "remit": remit.strip(),
            "rule": words,
            "deadline": clock.text(last),
            "members (accounts)": rows["account"].nunique(),
            "rows": len(rows),
            **{f"members of {name}": int(n) for name, n in _members(rows).items()},
        },
        totals=(Total("Members by caller against members", "", int(_members(rows).sum()), rows["account"].nunique()),),
    )


def _members(rows: Frame) -> pd.Series:
    return rows.drop_duplicates("account")["caller"].value_counts().sort_index()


def _chosen(desk: Desk, now: Position, rule: Rule) -> tuple[Frame, str]:
    """Return the rows that a rule chooses (account, licence, caller, segment) and the rule in words."""
    if rule.about == "arrears":
        rows, words = arrears_cases(desk, now), f"accounts with something overdue on {clock.text(desk.as_of)}"
        rows = rows.assign(licence="")
    else:
        rows, words = _licences(desk, now, rule)
    if rule.segment:
        rows, words = rows[_same(rows["segment"], rule.segment)], f"{words}, segment {rule.segment}"
    if rule.caller:
        rows, words = rows[_same(rows["caller"], rule.caller)], f"{words}, caller {rule.caller}"
    return rows[["account", "licence", "caller", "segment"]], words


def _same(column: pd.Series, wanted: str) -> pd.Series:
    return column.str.casefold() == wanted.strip().casefold()


def _licences(desk: Desk, now: Position, rule: Rule) -> tuple[Frame, str]:
    every = pipeline(desk, now)
    if rule.within is None:
        found = every[every["status"].isin(RENEWING)]
        words = f"licences to be renewed on {clock.text(desk.as_of)} (due to lapsed)"
    else:
        open_ = ~every["status"].isin(["cancelled", "declined", "renewed"])
        found = every[open_ & every["days_to_expiry"].between(0, rule.within)]
        words = f"licences that end within {rule.within} days of {clock.text(desk.as_of)}"
    people = now.customers.drop_duplicates("account")
    known = look_up(people.set_index(people["account"].astype(object))[["owner", "segment"]], found["account"])
    owner = known["owner"].astype(object).fillna("")
    return found.assign(
        caller=owner.where(owner != "", NOBODY), segment=known["segment"].astype(object).fillna("")
    ), words


def remit_of(desk: Desk, remit: str | None) -> Frame:
    """Return the rows of the remit that is named, or of the newest one frozen by the day; BookError when there is none.

    ``remit`` is the name of one on the sheet Remit, or a file with such a sheet.
    """
    rows = desk.frames["Remit"]
    by_now = rows[rows["frozen_on"] <= pd.Timestamp(desk.as_of)]
    if remit:
        by_now = by_now[_same(by_now["remit"], remit)]
    if by_now.empty:
        there = ", ".join(f"{name} ({clock.text(day)})" for name, day in _names(rows)) or "none"
        wanted = f"{remit} " if remit else ""
        raise BookError(
            f"There is no remit {wanted}frozen by {clock.text(desk.as_of)}. Remits of this book: {there}. "
            "Freeze one: sheetops contact BOOK --freeze --remit NAME"
        )
    newest = by_now.sort_values("frozen_on", kind="stable")["remit"].iloc[-1]
    return by_now[by_now["remit"] == newest]


def _names(rows: Frame) -> Sequence[tuple[str, pd.Timestamp]]:
    first = rows.drop_duplicates("remit")
    return list(zip(first["remit"], first["frozen_on"], strict=True))


def with_remit_file(desk: Desk, file: Path) -> tuple[Frame, tuple[Finding, ...]]:
    """Return the remit of a file (as --freeze wrote it) and what is wrong with it; BookError when it has none."""
    book = open_book(file)
    name = find_sheet(book, SHEETS["Remit"])
    if name is None:
        raise BookError(f"{file} has no sheet Remit. Name the file that sheetops contact --freeze wrote.")
    checked = check_sheet(book.cells(name), SHEETS["Remit"], desk.policy.reading())
    return checked.frame, checked.findings
