"""One sheet of an open document, as everything in this package works with it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sheetops.excel.libreoffice.address import Area
from sheetops.excel.libreoffice.numberformats import NumberFormats


@dataclass(frozen=True, slots=True, repr=False)
class Grid:
    """A sheet, its document, the document's number formats, and the moment that its serial number 0 means."""

    document: Any
    sheet: Any
    formats: NumberFormats
    epoch: dt.datetime

    @property
    def index(self) -> int:
        """The sheet's place in its document, counted from 0."""
        return int(self.sheet.getRangeAddress().Sheet)

    def cells(self, areas: Sequence[Area]) -> Any:
        """Return the cells of one area, or of several at once, as LibreOffice's object."""
        if len(areas) == 1:
            return areas[0].on(self.sheet)
        index = self.index
        several = self.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        several.addRangeAddresses(tuple(area.address(index) for area in areas), False)
        return several

    def cell(self, row: int, column: int) -> Any:
        """Return one cell, counted from 1."""
        return self.sheet.getCellByPosition(column - 1, row - 1)
