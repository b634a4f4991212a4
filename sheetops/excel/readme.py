"""The first sheet of the desk's workbook: in plain words, what each sheet is for and what it needs."""

import sys
from collections.abc import Sequence

from xlsxwriter import Workbook

from sheetops.excel import styles
from sheetops.excel.entry import heading
from sheetops.excel.styles import Formats
from sheetops.model import Sheet

NAME = "Read me"
_WIDTHS = (18, 58, 34, 62, 22)
_HEADINGS = ("sheet", "what it is for", "one row is", "columns that every row needs", "what names a row")
_INTRODUCTION = (
    "Fill in the sheets that you use; one without rows is passed over. Each sheet is a table that grows as you type "
    "or paste below its last row.",
    "Columns with a dark heading are needed on every row. All others may stay blank. Point at a heading to read what "
    "belongs there.",
    "The order of columns is free, and columns of your own may stand beside these: they are kept and passed over.",
    "Numbers that name something (accounts, entries, licences) are text here, so that leading zeros stay.",
    "Policy, Stages, Templates and Holidays hold your rules: when reminders go out, what they are called, which days "
    "are holidays. Change them there, with the day from which the change holds.",
)
READ_ONLY = (
    "sheetops reads this workbook and never writes into it. What it works out goes into new workbooks and letters in "
    "the folder that you name."
)
OPEN_BOOK = (
    "sheetops changes nothing on these sheets but colours and notes of its own. What it works out goes on result "
    "sheets, and into letters in the folder that the sheet Start names."
)
"""What sheetops does with the workbook, to end the introduction with."""


def purpose(sheet: Sheet) -> str:
    """Return what a sheet is for, as the module that declares it says it."""
    said = (sys.modules[sheet.row.__module__].__doc__ or "").strip().partition("\n")[0]
    return said.partition(": ")[2] or said


def write_readme(book: Workbook, formats: Formats, sheets: Sequence[Sheet], end: str) -> None:
    """Add the sheet ``Read me``: how to fill the workbook in, then a line a sheet, its name a link.

    ``end`` ends the introduction.
    """
    page = book.add_worksheet(NAME)
    page.set_tab_color(styles.GREY)
    styles.set_for_print(page, NAME)
    page.hide_gridlines(2)
    for place, width in enumerate(_WIDTHS):
        page.set_column(place, place, width)
    page.set_row(0, 32)
    page.write_string(0, 0, "Your desk", formats(bold=True, font_size=20, font_color=styles.INK, valign="vcenter"))
    wrapped = formats(text_wrap=True)
    introduction = (*_INTRODUCTION, end)
    for line, text in enumerate(introduction, start=1):
        page.merge_range(line, 0, line, len(_WIDTHS) - 1, "", wrapped)
        page.write_string(line, 0, text, wrapped)
        page.set_row(line, styles.row_height(styles.lines_of(text, sum(_WIDTHS)), spare=4))
    top = len(introduction) + 2
    page.set_row(top, 24)
    for place, title in enumerate(_HEADINGS):
        page.write_string(top, place, title, formats.heading())
    for line, sheet in enumerate(sheets, start=top + 1):
        cells = _cells(sheet)
        page.write_url(line, 0, f"internal:'{sheet.name}'!A1", formats(font_color=styles.LINK, underline=1), sheet.name)
        for place, text in enumerate(cells, start=1):
            page.write_string(line, place, text, wrapped)
        lines = max(styles.lines_of(text, _WIDTHS[place]) for place, text in enumerate(cells, start=1))
        page.set_row(line, styles.row_height(lines, spare=4))


def _cells(sheet: Sheet) -> tuple[str, str, str, str]:
    what = purpose(sheet)
    row = (sheet.row.__doc__ or "").strip().partition("\n")[0].rstrip(".")
    needed = ", ".join(heading(column) for column in sheet.columns if column.required)
    key = " and ".join(name.replace("_", " ") for name in sheet.key)
    return _sentence(what), row[:1].lower() + row[1:], needed, key or "-"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
