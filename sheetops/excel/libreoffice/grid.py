"""One sheet of an open document, as everything in this package works with it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sheetops.excel.libreoffice.address import Area
from sheetops.excel.libreoffice.numberformats import NumberFormats
from sheetops.excel.libreoffice.trouble import LibreOfficeError


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

    def groups(self, areas: Sequence[Area]) -> list[Any]:
        """Return the cells in groups that are formatted alike."""
        groups = self.cells(areas).UniqueCellFormatRanges
        return [groups.getByIndex(position) for position in range(groups.getCount())]

    def check_open(self, areas: Sequence[Area]) -> None:
        """Raise LibreOfficeError when the workbook is open for reading only, or cells on a protected sheet are locked.

        LibreOffice itself leaves most changes of locked cells out without a word.
        """
        if self.document.isReadonly():
            raise LibreOfficeError(
                f"{self.document.getTitle()} is open for reading only: it was asked for so, its file is "
                "write-protected, or somebody else has it open. Close it there, or save it under another name, and try "
                "again."
            )
        if self.sheet.isProtected() and any(group.CellProtection.IsLocked for group in self.groups(areas)):
            raise LibreOfficeError(
                f"{self.sheet.getName()} is protected, so its cells cannot be changed. Take the protection off "
                "(Excel: Review, Unprotect Sheet; LibreOffice: Tools, Protect Sheet) and try again."
            )

    def cell(self, row: int, column: int) -> Any:
        """Return one cell, counted from 1."""
        return self.sheet.getCellByPosition(column - 1, row - 1)
