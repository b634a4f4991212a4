"""The sheets of a workbook that are ours: they carry a name of their own that no copy, rename or sort takes off."""

import xlwings as xw

from sheetops.excel import start

OURS = "sheetops_result"
"""The name that a sheet of ours defines for itself; it goes with the sheet and goes away with it."""
MEMORY = "sheetops.memory"
"""The hidden sheet that remembers the marks."""
_NEVER_DATA = frozenset({MEMORY, start.SHEET.lower(), start.CONFIG_SHEET.lower()})


def is_own(sheet: xw.Sheet) -> bool:
    """Return whether a sheet is one that sheetops writes, not one that people keep."""
    return sheet.name.lower() in _NEVER_DATA or is_result(sheet)


def is_result(sheet: xw.Sheet) -> bool:
    """Return whether a sheet is one of our results."""
    return any(name.name.rpartition("!")[2] == OURS for name in sheet.names)


def take(sheet: xw.Sheet) -> xw.Sheet:
    """Make a sheet that was just added one of ours."""
    quoted = sheet.name.replace("'", "''")
    sheet.names.add(OURS, f"='{quoted}'!$A$1")
    return sheet
