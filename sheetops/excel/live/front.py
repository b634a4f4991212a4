"""The sheet Start of an open workbook: what the user asks for there, and what is answered."""

from collections.abc import Sequence
from typing import Any

import xlwings as xw

from sheetops.errors import BookError
from sheetops.excel.live.values import plain_rows
from sheetops.excel.start import NAMES, Outcome, receipt

LONGEST = 32_000
"""Characters of one answer: a cell holds little more."""
_KNOWN = {name.name: name for name in NAMES}

Lines = Sequence[Sequence[object]]


class Front:
    """Start's named cells. BookError when one of them is gone: the workbook cannot be worked with then."""

    def __init__(self, book: xw.Book) -> None:
        self._book = book
        self._cells: dict[str, xw.Range] = {}
        self._names = {name.name: name for name in book.names}

    def has(self, name: str) -> bool:
        """Whether the workbook has a named cell: one that was made by an earlier sheetops may lack it."""
        return name in self._names

    def value(self, name: str) -> Any:
        """Return what stands in a named cell, as `sheetops.model.Cells` has it; None when it is blank."""
        value = plain_rows([[self._at(name).options(err_to_str=True).value]])[0][0]
        return None if value == "" else value

    def text(self, name: str) -> str:
        """Return what stands in a named cell as trimmed text, "" when it is blank."""
        value = self.value(name)
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return "" if value is None else str(value).strip()

    def write(self, name: str, text: str) -> None:
        """Write a text into a named cell."""
        self._at(name).value = text[:LONGEST]

    def clear(self, name: str) -> None:
        """Empty a named cell or area."""
        self._area(name).clear_contents()

    def list_lines(self, name: str, lines: Lines) -> None:
        """Write lines of three cells into a named area, as many as it has room for; the rest of it is emptied."""
        cells = self._area(name)
        height, width = cells.shape
        rows = [[*line, *[None] * width][:width] for line in [*lines, *[()] * height][:height]]
        cells.value = rows

    def list_links(self, links: Sequence[tuple[str, str]]) -> None:
        """Write formulas that are links, each with where it leads in the last column, into ``links``."""
        cells = self._area("links")
        cells.clear_contents()
        height = min(len(links), cells.shape[0])
        if height:
            corner = cells[0, 0]
            corner.resize(height, 1).formula = [[formula] for formula, _ in links[:height]]
            corner.offset(0, 2).resize(height, 1).value = [[where] for _, where in links[:height]]

    def answer(self, outcome: Outcome) -> None:
        """Write the receipt of the press, which must be the last thing that is written."""
        self.write("receipt", receipt(self.text("nonce"), outcome))

    def _at(self, name: str) -> xw.Range:
        return self._area(name)[0, 0]

    def _area(self, name: str) -> xw.Range:
        if name not in self._cells:
            try:
                self._cells[name] = self._names[name].refers_to_range
            except Exception as wrong:
                meant = _KNOWN[name]
                raise BookError(
                    f"The cell {name} of the sheet {meant.sheet} is gone ({meant.meaning.rstrip('.')}): somebody "
                    "deleted it, or the sheet. Take a new workbook (sheetops init) and copy your sheets into it."
                ) from wrong
        return self._cells[name]
