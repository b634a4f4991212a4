"""The sheets of a workbook that are ours: they carry a name of their own that no copy, rename or sort takes off."""

from collections.abc import Iterator

import xlwings as xw

from sheetops.excel import start

OURS = "sheetops_result"
"""The name that a sheet of ours defines for itself; it goes with the sheet and goes away with it."""
MEMORY = "sheetops.memory"
"""The hidden sheet that remembers the marks."""
_SHARED = {("renewals", "Notices due"): "Renewal notices due", ("letters", "Notices"): "Notices to add"}
"""Where two jobs write, or people keep, a sheet of one name, all stand in one workbook under names of their own."""
_NEVER_DATA = frozenset({MEMORY, start.SHEET.lower(), start.CONFIG_SHEET.lower()})


def is_own(sheet: xw.Sheet) -> bool:
    """Return whether a sheet is one that sheetops writes, not one that people keep."""
    return sheet.name.lower() in _NEVER_DATA or is_result(sheet)


def is_result(sheet: xw.Sheet) -> bool:
    """Return whether a sheet is one of our results."""
    return any(name.name.rpartition("!")[2] == OURS for name in sheet.names)


def result_name(job: str, name: str) -> str:
    """Return the name that a job's result sheet has in an open workbook."""
    return _SHARED.get((job, name), name)


def names_for(name: str) -> Iterator[str]:
    """Yield the names that a result sheet may take, the first that no other sheet has being its own."""
    yield name
    yield f"{name[:16]} (sheetops)"
    number = 3
    while True:
        yield f"{name[:14]} (sheetops {number})"
        number += 1


def result_sheet(book: xw.Book, job: str, name: str) -> xw.Sheet | None:
    """Return the sheet on which a job's result stands in an open workbook, None while there is none."""
    there = {sheet.name.lower(): sheet for sheet in book.sheets}
    for one in names_for(result_name(job, name)):
        sheet = there.get(one.lower())
        if sheet is None or is_result(sheet):
            return sheet
    return None


def take(sheet: xw.Sheet) -> xw.Sheet:
    """Make a sheet that was just added one of ours."""
    quoted = sheet.name.replace("'", "''")
    sheet.names.add(OURS, f"='{quoted}'!$A$1")
    return sheet
