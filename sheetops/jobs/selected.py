"""The account that a press is about: the one typed on Start, else that of the row which is selected."""

from typing import Any

import xlwings as xw

from sheetops.excel import start
from sheetops.excel.live.front import Front
from sheetops.excel.live.values import plain_rows
from sheetops.sheets import SHEETS
from sheetops.sheets.cells.words import fold, shown, tidy

_FIRST_ROWS = 20
"""The rows among which headings are looked for."""


def account_asked(front: Front, book: xw.Book) -> str:
    """Return the account that is typed on Start, else that of the selected row of another sheet; "" for neither."""
    return front.text("account") if front.has("account") and front.text("account") else _selected(book)


def _selected(book: xw.Book) -> str:
    try:
        chosen = book.selection
        if chosen is None or chosen.sheet.name == start.SHEET:
            return ""
        rows = _headings(chosen.sheet)
    except Exception:  # a chart or a button is selected, or another workbook is in front: nobody named an account
        return ""
    for number, cells in enumerate(rows, start=1):
        names = [fold(shown(cell)) for cell in cells]
        found = next((name for name in _NAMES if name in names), None)
        if found and chosen.row > number:
            value = chosen.sheet.range((chosen.row, names.index(found) + 1)).options(err_to_str=True).value
            return tidy(shown(plain_rows([[value]])[0][0]))
    return ""


def _headings(sheet: xw.Sheet) -> list[list[Any]]:
    width = sheet.used_range.last_cell.column
    return plain_rows(sheet.range((1, 1), (_FIRST_ROWS, width)).options(ndim=2, err_to_str=True).value)


def _names() -> tuple[str, ...]:
    column = next(one for one in SHEETS["Customers"].columns if one.name == "account")
    return tuple(dict.fromkeys(fold(name) for name in (column.name, *column.synonyms)))


_NAMES = _names()
"""What a column of accounts is called, folded, the plainest first."""
