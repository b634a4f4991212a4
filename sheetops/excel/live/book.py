"""An open workbook as a source of sheets, like a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import xlwings as xw

from sheetops.errors import BookError
from sheetops.excel.live.own import is_own, result_sheet
from sheetops.excel.live.values import plain_rows
from sheetops.model import Area, Cells, Progress, silent

ONE_READ = 2_500_000
"""Cells in one read: 100,000 rows of 20 columns come in one piece, a sheet formatted to its very end in several."""
PROBES = 2_000
"""Questions about hidden rows or merged cells after which the rest of a sheet is taken as shown and unmerged."""


class LiveBook:
    """A workbook that is open in Excel or LibreOffice, as a `sheetops.model.Book`.

    Cells are read as they show now, formulas by their results, unsaved changes included. The sheets that sheetops
    itself writes are not among its sheets.
    """

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        self._cells: dict[str, Cells] = {}

    @property
    def name(self) -> str:
        """The file's name, or the window's title of a workbook that was never saved."""
        return str(self.book.name)

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets that people keep, in order."""
        return tuple(sheet.name for sheet in self.book.sheets if not is_own(sheet))

    def cells(self, sheet: str) -> Cells:
        """Return all cells of one sheet, read in one block and once; BookError when there is no such sheet."""
        if sheet not in self._cells:
            if sheet not in self.sheets:
                raise BookError(
                    f"{self.name} has no sheet named {sheet!r}; it has {', '.join(self.sheets)}. Choose one of them or "
                    "rename it."
                )
            self._cells[sheet] = _cells(self.name, self.book.sheets[sheet])
        return self._cells[sheet]

    def result(self, job: str, name: str) -> Cells | None:
        """Return a result sheet of ours with what people wrote on it, as it is now; None while there is none."""
        sheet = result_sheet(self.book, job, name)
        return None if sheet is None else _cells(self.name, sheet)

    def sources(self) -> tuple[tuple[str, str], ...]:
        """Return no files: an open workbook is not what lies on the disk."""
        return ()


@dataclass(frozen=True)
class KeptBook:
    """Sheets of an open workbook as they were, a `sheetops.model.Book` that another process can work on."""

    name: str
    sheets: tuple[str, ...]
    kept: Mapping[str, Cells]
    results: Mapping[tuple[str, str], Cells] = field(default_factory=dict)

    def cells(self, sheet: str) -> Cells:
        """Return all cells of one of the sheets that were kept."""
        return self.kept[sheet]

    def result(self, job: str, name: str) -> Cells | None:
        """Return a result sheet that was kept, by its job and name."""
        return self.results.get((job, name))

    def sources(self) -> tuple[tuple[str, str], ...]:
        """Return no files: an open workbook is not what lies on the disk."""
        return ()


def keep(
    live: LiveBook, names: Iterable[str], progress: Progress = silent, results: Iterable[tuple[str, str]] = ()
) -> KeptBook:
    """Return some sheets of an open workbook as they are now, and those of ``results`` (job and name)."""
    wanted = tuple(dict.fromkeys(names))
    kept = {}
    for done, name in enumerate(wanted):
        progress(f"Reading {name}", done, len(wanted))
        kept[name] = live.cells(name)
    ours = {one: cells for one in results if (cells := live.result(*one)) is not None}
    return KeptBook(live.name, live.sheets, kept, ours)


def _cells(book: str, sheet: xw.Sheet) -> Cells:
    end = sheet.used_range.last_cell
    rows = _trimmed(_read(sheet, end.row, end.column))
    height, width = len(rows), len(rows[0]) if rows else 0
    tables = tuple(_area(table.name, table.range) for table in sheet.tables)
    return Cells(book, sheet.name, rows, _hidden(sheet, height), _merged(sheet, height, width), tables)


def _read(sheet: xw.Sheet, height: int, width: int) -> list[list[Any]]:
    step = max(1, ONE_READ // width)
    rows: list[list[Any]] = []
    for first in range(1, height + 1, step):
        block = sheet.range((first, 1), (min(first + step - 1, height), width))
        rows += plain_rows(block.options(ndim=2, err_to_str=True).value)
    return rows


def _trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Cut the blank rows at the end and the blank columns on the right, as in a file."""
    while rows and all(value is None or value == "" for value in rows[-1]):
        rows.pop()
    width = 0
    for row in rows:
        last = len(row)
        while last > width and (row[last - 1] is None or row[last - 1] == ""):
            last -= 1
        width = max(width, last)
    return [row[:width] for row in rows] if rows and width < len(rows[0]) else rows


def _area(name: str, cells: xw.Range) -> Area:
    end = cells.last_cell
    return Area(name, cells.row, cells.column, end.row, end.column)


def _hidden(sheet: xw.Sheet, height: int) -> frozenset[int]:
    """Return which of the first rows are hidden, asking for blocks and halving those in which only some are."""
    found = _halved(1, height, lambda first, last: sheet.range((first, 1), (last, 1)).rows.hidden)
    return frozenset(row for first, last in found for row in range(first, last + 1))


def _merged(sheet: xw.Sheet, height: int, width: int) -> tuple[Area, ...]:
    """Return the merged cells, asking for blocks and cutting those in two that hold some."""
    found: list[Area] = []
    waiting = [(1, 1, height, width)] if height else []
    for _ in range(PROBES):
        if not waiting:
            break
        top, left, bottom, right = waiting.pop()
        if any(area.first_row <= top and area.last_row >= bottom and _spans(area, left, right) for area in found):
            continue
        block = sheet.range((top, left), (bottom, right))
        if block.merge_cells is False:
            continue
        if (top, left) == (bottom, right):
            found.append(_area("", block.merge_area))
        else:
            waiting += reversed(_cut(top, left, bottom, right))
    return tuple(found)


def _spans(area: Area, left: int, right: int) -> bool:
    return area.first_column <= left and area.last_column >= right


def _cut(top: int, left: int, bottom: int, right: int) -> list[tuple[int, int, int, int]]:
    if bottom > top:
        middle = (top + bottom) // 2
        return [(top, left, middle, right), (middle + 1, left, bottom, right)]
    middle = (left + right) // 2
    return [(top, left, bottom, middle), (top, middle + 1, bottom, right)]


def _halved(first: int, last: int, ask: Callable[[int, int], bool | None]) -> Iterator[tuple[int, int]]:
    """Yield the blocks of rows for which a question is answered yes; None means that some are and some are not."""
    left = PROBES
    waiting = [(first, last)] if first <= last else []
    while waiting and left:
        start, end = waiting.pop()
        left -= 1
        answer = ask(start, end)
        if answer:
            yield start, end
        elif answer is None and start < end:
            middle = (start + end) // 2
            waiting += [(middle + 1, end), (start, middle)]
