"""Checking: every sheet of a book, cell by cell, with the cure."""

import datetime as dt
from collections import Counter
from pathlib import Path

from sheetops.checking import find_sheet
from sheetops.errors import BookError, OutputError
from sheetops.excel.mark import mark_copy
from sheetops.excel.write import write_problems
from sheetops.jobs.desk import Desk, What, as_book, open_desk
from sheetops.jobs.results import result_file, run_of
from sheetops.model import Book, Outcome, Progress, Run, Severity, Total, silent
from sheetops.sheets import SHEETS

SETTINGS_USED = ("currency", "country", "date_order", "decimal_mark")


def check(
    what: What,
    *,
    as_of: dt.date,
    sheet: str | None = None,
    out: Path | None = None,
    mark: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Check a book's sheets and, with ``out``, write ``problems.xlsx`` into that folder.

    ``sheet`` checks one sheet alone. ``mark`` also writes a copy of the book with the bad cells filled and noted; an
    OutputError says what stands against it (and problems.xlsx is there all the same).
    """
    book = as_book(what)
    desk = open_desk(book, as_of, wanted_sheets(book, sheet), progress=progress)
    if out is None:
        return Outcome(check_run(desk), None, Path())
    outcome = checked_into(desk, out)
    if mark:
        _mark(what, outcome.run, out)
    return outcome


def checked_into(desk: Desk, out: Path) -> Outcome:
    """Write ``problems.xlsx`` of a desk that was read into a folder."""
    run = check_run(desk)
    workbook = result_file(desk, out, "problems")
    write_problems(run, tuple(desk.checked.values()), workbook)
    return Outcome(run, workbook, out)


def wanted_sheets(book: Book, sheet: str | None) -> tuple[str, ...]:
    """Return which of the sheets that sheetops knows are to be checked; BookError when the book has none of them."""
    known = {name: find_sheet(book, one) for name, one in SHEETS.items()}
    there = tuple(name for name, found in known.items() if found)
    if sheet is None:
        wanted = there
    else:
        wanted = tuple(name for name in there if sheet.casefold() in (name.casefold(), str(known[name]).casefold()))
    if not wanted:
        named = f"no sheet {sheet}" if sheet else "none of the sheets that sheetops knows"
        raise BookError(
            f"{book.name} has {named}. Its sheets are: {', '.join(book.sheets)}. "
            f"Rename the sheet that you mean to one of: {', '.join(SHEETS)}."
        )
    return wanted


def check_run(desk: Desk) -> Run:
    """Return the check run of a desk that was read."""
    severities = Counter(finding.severity for finding in desk.findings)
    read = sum(one.rows for one in desk.checked.values())
    good = sum(len(one.frame) for one in desk.checked.values())
    return run_of(
        desk,
        "check",
        {},
        settings=SETTINGS_USED,
        counts={
            "sheets": len(desk.checked),
            "rows": read,
            **{f"{severity.value}s": severities[severity] for severity in Severity},
            **{f"rows in {one.cells.sheet}": one.rows for one in desk.checked.values()},
        },
        totals=(Total("Good rows and rows left out against rows read", "", good + _left(desk), read),),
    )


def _left(desk: Desk) -> int:
    return sum(left.rows for left in desk.left_out)


def _mark(what: What, run: Run, out: Path) -> None:
    if not isinstance(what, str | Path):
        raise OutputError("A marked copy can be made of one workbook at a time. Name one workbook with --mark.")
    source = Path(what)
    mark_copy(source, run.findings, out / f"{source.stem} marked{source.suffix}")
