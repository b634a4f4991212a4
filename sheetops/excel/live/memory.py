"""What is remembered of the marks, in a hidden sheet of the workbook itself: it is there again when the file is."""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

import xlwings as xw

from sheetops.excel.live.own import MEMORY

_HEADINGS = ("sheet", "row", "column", "fill before", "our fill", "our note", "note before", "row's other cells")


class Marked(NamedTuple):
    """A cell that we marked: where it was, its own fill and note, our fill and note, and how to know its row again.

    Fills are ``#rrggbb`` or "" for none; ``twin`` is a fingerprint of the row's cells that carry no mark.
    """

    sheet: str
    row: int
    column: int
    before: str
    fill: str
    note: str
    own_note: str
    twin: str


def recall(book: xw.Book) -> list[Marked]:
    """Return the marks that an open workbook carries."""
    sheet = _sheet(book)
    if sheet is None:
        return []
    rows = sheet.range((1, 1), (sheet.used_range.last_cell.row, len(_HEADINGS))).options(ndim=2).value
    return [_marked(row) for row in rows[1:] if row[0]]


def _marked(row: Sequence[object]) -> Marked:
    name, at, column, *texts = ("" if value is None else value for value in row)
    return Marked(str(name), int(str(at)), int(str(column)), *map(str, texts))


def remember(book: xw.Book, marks: Sequence[Marked]) -> None:
    """Remember these marks in place of all others; without any, the hidden sheet goes away."""
    sheet = _sheet(book)
    if not marks:
        if sheet is not None:
            sheet.delete()
        return
    sheet = sheet or _new_sheet(book)
    sheet.clear_contents()
    block = sheet.range((1, 1), (len(marks) + 1, len(_HEADINGS)))
    block.number_format = "@"
    block.value = [list(_HEADINGS), *([str(part) for part in mark] for mark in marks)]


def _sheet(book: xw.Book) -> xw.Sheet | None:
    return next((sheet for sheet in book.sheets if sheet.name.lower() == MEMORY), None)


def _new_sheet(book: xw.Book) -> xw.Sheet:
    before = book.sheets.active
    sheet = book.sheets.add(MEMORY, after=book.sheets[len(book.sheets) - 1])
    sheet.visible = False
    with suppress(Exception):  # the sheet that was in view may itself be hidden by now
        before.activate()
    return sheet
