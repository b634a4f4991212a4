"""One pass over an OpenDocument spreadsheet's content: what the parser does not tell, and whether it is safe.

A row or a cell may say how often it is repeated, so a small file can stand for a sheet without end.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sheetops.errors import BookError
from sheetops.excel import safexml
from sheetops.excel.archive import Archive
from sheetops.excel.scan import COLUMNS, ROWS, Place, Scan, check_cell, check_used, merged_area
from sheetops.model import Area

CONTENT = "content.xml"
_MOST_REPEATED = 1_000_000
"""Filled cells that repetition may add to a file."""


@dataclass
class _Sheet:
    name: str
    errors: dict[Place, str] = field(default_factory=dict)
    uncalculated: dict[Place, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    used: "array[int]" = field(default_factory=lambda: array("q"))


def scan_sheets(archive: Archive) -> dict[str, Scan]:
    """Return what each sheet of the file holds, by name, in order; BookError when one is not safe to parse."""
    content = _Content(archive)
    for page in archive.pages(CONTENT):
        content.xml.feed(page)
    content.xml.close()
    return {sheet.name: _scan(archive, sheet) for sheet in content.sheets}


def _scan(archive: Archive, sheet: _Sheet) -> Scan:
    used = np.frombuffer(sheet.used, np.int64) if sheet.used else np.empty(0, np.int64)
    check_used(archive.name, sheet.name, used)
    return Scan(sheet.errors, sheet.uncalculated, frozenset(sheet.hidden), tuple(sheet.merged))


class _Content:
    """Follows the tables, rows and cells of the content; a table inside a cell is refused."""

    def __init__(self, archive: Archive) -> None:
        self._file = archive.name
        self.xml = safexml.Reader(archive.name, CONTENT, self._begin)
        self.xml.parser.EndElementHandler = self._end
        self.sheets: list[_Sheet] = []
        self._row = self._column = self._rows = 0
        self._cell: Mapping[str, str] | None = None
        self._text: list[str] = []
        self._filled: list[tuple[int, int]] = []
        self._repeated = 0

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            self._begin_table(attributes)
        elif name == "table-row":
            self._row, self._column = self._row + self._rows, 0
            self._rows = self._times(attributes.get("number-rows-repeated", "1"))
            self._filled = []
            if attributes.get("visibility") in ("collapse", "filter") and self._rows < ROWS // 2:
                self.sheets[-1].hidden.update(range(self._row, self._row + self._rows))
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._text = attributes, []
            self.xml.parser.CharacterDataHandler = self._text.append

    def _begin_table(self, attributes: Mapping[str, str]) -> None:
        if self._cell is not None:
            raise BookError(f"{self._file} holds a table inside a cell. Save it as .xlsx in the program that made it.")
        self.sheets.append(_Sheet(attributes.get("name", "")))
        self._row, self._rows = 1, 0

    def _end(self, name: str) -> None:
        name = safexml.local(name)
        if name in ("table-cell", "covered-table-cell") and self._cell is not None:
            self.xml.parser.CharacterDataHandler = None
            self._end_cell(self._cell, "".join(self._text).strip())
            self._cell = None
        elif name == "table-row":
            self._end_row()

    def _end_cell(self, cell: Mapping[str, str], text: str) -> None:
        times = self._times(cell.get("number-columns-repeated", "1"))
        first, self._column = self._column + 1, self._column + times
        self._merge(first, cell)
        if text or "value-type" in cell or "formula" in cell:
            check_cell(self._file, self.sheets[-1].name, self._row + self._rows - 1, self._column)
            self._filled.append((first, times))
            self._mark(first, times, cell, text)

    def _mark(self, first: int, times: int, cell: Mapping[str, str], text: str) -> None:
        sheet = self.sheets[-1]
        is_error = text.startswith("#") and cell.get("value-type") in (None, "string", "error") and "formula" in cell
        lacking = (
            "formula" in cell and "value-type" not in cell and not text and cell["formula"].rpartition("=")[2] != '""'
        )
        for column in range(first, first + times) if is_error or lacking else ():
            for row in range(self._row, self._row + min(self._rows, _MOST_REPEATED)):
                if is_error:
                    sheet.errors[row, column] = text
                else:
                    sheet.uncalculated[row, column] = "=" + cell["formula"].partition("=")[2]

    def _end_row(self) -> None:
        """Note the corners of each run of filled cells, and count what repetition makes of them."""
        cells = sum(times for _, times in self._filled)
        self._repeated += cells * self._rows - len(self._filled)
        if self._repeated > _MOST_REPEATED:
            raise BookError(
                f"{self._file}, sheet {self.sheets[-1].name}: from row {self._row} on, filled cells are repeated to "
                "the end of the sheet. Delete the rows and columns behind the table, save and try again."
            )
        for row in range(self._row, self._row + self._rows) if self._filled else ():
            for first, times in self._filled:
                self.sheets[-1].used.extend(range(row * COLUMNS + first - 1, row * COLUMNS + first - 1 + times))

    def _merge(self, first: int, cell: Mapping[str, str]) -> None:
        down = self._times(cell.get("number-rows-spanned", "1"))
        across = self._times(cell.get("number-columns-spanned", "1"))
        if down > 1 or across > 1:
            corners = (self._row, first, self._row + down - 1, first + across - 1)
            self.sheets[-1].merged.append(merged_area(self._file, self.sheets[-1].name, corners))

    def _times(self, text: str) -> int:
        if text.isascii() and text.isdigit() and 0 < len(text) < 9 and int(text) > 0:
            return int(text)
        raise BookError(f"{self._file} repeats a cell {text[:20]!r} times. Save it anew in the program that made it.")
