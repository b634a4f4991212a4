"""Checking: every sheet of a book, cell by cell, with the cure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sheetops.checking import find_sheet
from sheetops.errors import BookError, OutputError
from sheetops.excel.mark import mark_copy
from sheetops.excel.write import write_problems
from sheetops.jobs.desk import Desk, What, as_book, files_of, open_desk
from sheetops.jobs.results import result_file, run_of
from sheetops.model import Book, Outcome, Progress, Run, Severity, Total, silent
from sheetops.sheets import SHEETS
from sheetops.sheets.cells.words import fold

SETTINGS_USED = ("currency", "country", "date_order", "decimal_mark")


def check(
    what: What,
    *,
    as_of: dt.date,
    sheet: str | None = None,
    out: Path | str | None = None,
    mark: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Check a book's sheets and, with ``out``, write ``problems.xlsx`` into that folder.

    ``sheet`` lists what is wrong with one sheet alone, compared with the others all the same; of a single text file it
    says what the file holds. ``mark`` also writes a copy of the book with the bad cells filled and noted; an
    OutputError says what stands against it (and problems.xlsx is there all the same).
    """
    book = as_book(what, holds=_meant(sheet, SHEETS))
    desk = open_desk(book, as_of, wanted_sheets(book), progress=progress, files=files_of(what))
    if sheet is not None:
        desk = _alone(desk, sheet, book)
    if out is None:
        return Outcome(check_run(desk), None, Path())
    out = Path(out)
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


def wanted_sheets(book: Book) -> tuple[str, ...]:
    """Return which of the sheets that sheetops knows a book has; BookError when it has none of them."""
    wanted = tuple(name for name, sheet in SHEETS.items() if find_sheet(book, sheet))
    if not wanted:
        raise _no_sheet(book, "none of the sheets that sheetops knows")
    return wanted


def _meant(sheet: str | None, names: Iterable[str]) -> str:
    """Return which of some names a person means, "" when none of them."""
    return next((name for name in names if sheet and fold(name) == fold(sheet)), "")


def _alone(desk: Desk, sheet: str, book: Book) -> Desk:
    """Return a desk with the findings of one sheet, which goes by its own name or by the one that its book gives it."""
    names = {one.cells.sheet: name for name, one in desk.checked.items()} | {name: name for name in desk.checked}
    meant = _meant(sheet, names)
    if not meant:
        raise _no_sheet(book, f"no sheet {sheet}")
    one = desk.checked[names[meant]]
    return replace(desk, checked={names[meant]: one}, findings=one.findings, left_out=one.left_out)


def _no_sheet(book: Book, has: str) -> BookError:
    return BookError(
        f"{book.name} has {has}. Its sheets are: {', '.join(book.sheets)}. "
        f"Rename the sheet that you mean to one of: {', '.join(SHEETS)}. "
        "For a single text file, --sheet says which of them it holds."
    )


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
        raise OutputError(
            "A marked copy can be made of one workbook at a time, and several were named: problems.xlsx lists what is "
            "wrong in all of them. Name one workbook with --mark."
        )
    source = Path(what)
    mark_copy(source, run.findings, out / f"{source.stem} marked{source.suffix}")
