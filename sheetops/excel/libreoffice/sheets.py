"""xlwings' Sheets, Sheet and FreezePanes for LibreOffice."""

import numbers
from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from sheetops.excel.libreoffice import address
from sheetops.excel.libreoffice.address import MAX_COLUMNS, MAX_ROWS, Area, area_of, between
from sheetops.excel.libreoffice.grid import Grid
from sheetops.excel.libreoffice.names import Names
from sheetops.excel.libreoffice.notes import sheet_notes
from sheetops.excel.libreoffice.paper import PageSetup
from sheetops.excel.libreoffice.ranges import Range
from sheetops.excel.libreoffice.tables import Tables
from sheetops.excel.libreoffice.trouble import LibreOfficeError, spoken


@spoken
class Sheets(base_classes.Sheets):
    """The sheets of a workbook, in order."""

    def __init__(self, book: Any) -> None:
        self._book = book

    @property
    def api(self) -> Any:
        """LibreOffice's collection of sheets."""
        return self._book.xl.Sheets

    @property
    def active(self) -> "Sheet":
        """The sheet that is shown."""
        return Sheet(self._book, self._book.xl.getCurrentController().getActiveSheet())

    def __call__(self, name_or_index: int | str) -> "Sheet":
        """Return a sheet by its name or its place, counted from 1; KeyError when there is none."""
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(self):
                raise KeyError(f"{self._book.name} has {len(self)} sheets, and none with the number {name_or_index}.")
            return Sheet(self._book, self.api.getByIndex(name_or_index - 1))
        for name in self.api.getElementNames():
            if name.lower() == str(name_or_index).lower():
                return Sheet(self._book, self.api.getByName(name))
        there = ", ".join(self.api.getElementNames())
        raise KeyError(f"{self._book.name} has no sheet {name_or_index}; it has {there}.")

    def __len__(self) -> int:
        return int(self.api.getCount())

    def __iter__(self) -> Iterator["Sheet"]:
        return iter([Sheet(self._book, self.api.getByIndex(index)) for index in range(len(self))])

    def __contains__(self, name: str) -> bool:
        return name.lower() in (known.lower() for known in self.api.getElementNames())

    def add(self, before: "Sheet | None" = None, after: "Sheet | None" = None, name: str | None = None) -> "Sheet":
        """Add a sheet, by default before the active one, and show it."""
        self.check_open()
        place = before.index - 1 if before else after.index if after else self.active.index - 1
        name = name or self._free_name()
        self.api.insertNewByName(name, place)
        added = Sheet(self._book, self.api.getByName(name))
        added.activate()
        return added

    def check_open(self) -> None:
        """Raise LibreOfficeError when the workbook is protected against changes of its sheets."""
        if self._book.xl.isProtected():
            raise LibreOfficeError(
                f"The structure of {self._book.name} is protected, so its sheets stay as they are. Take the protection "
                "off (Excel: Review, Protect Workbook; LibreOffice: Tools, Protect Spreadsheet Structure)."
            )

    def range_at(self, range_address: Any) -> Range:
        """Return the cells of LibreOffice's range address."""
        sheet = Sheet(self._book, self.api.getByIndex(range_address.Sheet))
        return Range(sheet, (area_of(range_address),))

    def _free_name(self) -> str:
        number = len(self) + 1
        while f"Sheet{number}" in self:
            number += 1
        return f"Sheet{number}"


@spoken
class Sheet(base_classes.Sheet):
    """One sheet."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._book = book
        self.xl = sheet
        self.grid = Grid(book.xl, sheet, book.formats, book.epoch)

    @property
    def api(self) -> Any:
        """LibreOffice's sheet."""
        return self.xl

    @property
    def book(self) -> Any:
        """The workbook."""
        return self._book

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.xl.getName())

    @name.setter
    def name(self, value: str) -> None:
        self._book.sheets.check_open()
        self.xl.setName(value)

    @property
    def names(self) -> Names:
        """The names that it defines for itself."""
        return Names(self._book, self)

    @property
    def index(self) -> int:
        """Its place among the sheets, counted from 1."""
        return self.grid.index + 1

    @property
    def tables(self) -> Tables:
        """Its tables."""
        return Tables(self)

    @property
    def notes(self) -> list[Any]:
        """Its notes."""
        return sheet_notes(self)

    @property
    def comments(self) -> list[Any]:
        """None: LibreOffice shows threaded comments as notes."""
        return []

    @property
    def freeze_panes(self) -> "FreezePanes":
        """Its frozen rows and columns."""
        return FreezePanes(self)

    @property
    def page_setup(self) -> PageSetup:
        """How it is printed."""
        return PageSetup(self)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return cells by address, name, (row, column), (row, column, rows, columns) or two corners."""
        if isinstance(arg1, numbers.Number) and isinstance(arg2, numbers.Number):
            arg1, arg2 = (arg1, arg2), None
        first = self._areas(arg1)
        if arg2 is None:
            return Range(self, first, arg1 if isinstance(arg1, str) else "")
        return Range(self, (between(first[0], self._areas(arg2)[0]),))

    def _areas(self, arg: Any) -> tuple[Area, ...]:
        if isinstance(arg, Range):
            return arg.areas
        if isinstance(arg, tuple):
            if 0 in arg[:2]:
                raise IndexError("Rows and columns are counted from 1.")
            return (Area(*arg) if len(arg) == 4 else Area(arg[0], arg[1], 1, 1),)
        return tuple(self._area(part) for part in _parts(str(arg)))

    def _area(self, text: str) -> Area:
        sheet, cells = address.split_sheet(text)
        if sheet and sheet.lower() != self.name.lower():
            raise LibreOfficeError(f"{text} is on another sheet than {self.name}: ask that sheet for it.")
        return address.parse(cells) or self._named(cells)

    def _named(self, name: str) -> Area:
        for holder in (self.xl.NamedRanges, self._book.xl.NamedRanges):
            if holder.hasByName(name) and holder.getByName(name).getReferredCells():
                return area_of(holder.getByName(name).getReferredCells().getRangeAddress())
        if self._book.xl.DatabaseRanges.hasByName(name):
            return area_of(self._book.xl.DatabaseRanges.getByName(name).getDataArea())
        raise address.wrong_address(name)

    @property
    def cells(self) -> Range:
        """All of its cells."""
        return Range(self, (Area(1, 1, MAX_ROWS, min(MAX_COLUMNS, self.xl.Columns.getCount())),))

    @property
    def used_range(self) -> Range:
        """The smallest block that holds everything on it; A1 when it is empty."""
        cursor = self.xl.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return Range(self, (area_of(cursor.getRangeAddress()),))

    def activate(self) -> None:
        """Show it."""
        self._book.xl.getCurrentController().setActiveSheet(self.xl)

    def select(self) -> None:
        """Show it."""
        self.activate()

    def clear(self) -> None:
        """Take away values, formats and notes."""
        self.cells.clear()

    def clear_contents(self) -> None:
        """Take away values and formulas; formats and notes stay."""
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        """Take away formats; values and notes stay."""
        self.cells.clear_formats()

    def autofit(self, axis: str | None = None) -> None:
        """Fit the columns and rows in use to what they hold."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Take the sheet away; LibreOfficeError for the only one."""
        self._book.sheets.check_open()
        sheets = self._book.xl.Sheets
        if sheets.getCount() == 1:
            raise LibreOfficeError(f"{self.name} is the only sheet of {self._book.name}: a workbook needs one.")
        sheets.removeByName(self.name)

    def copy(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """Copy it before or after a sheet of the same workbook."""
        beside = before or after
        if beside is None or beside.book is not self._book:
            raise NotImplementedError
        sheets = self._book.sheets
        sheets.check_open()
        number = 2
        while f"{self.name} ({number})" in sheets:
            number += 1
        sheets.api.copyByName(self.name, f"{self.name} ({number})", beside.index - (1 if before else 0))

    def move(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """Move it before or after a sheet of the same workbook."""
        place = before.index - 1 if before else after.index if after else 0
        self._book.sheets.check_open()
        self._book.xl.Sheets.moveByName(self.name, place)

    @property
    def visible(self) -> bool:
        """Whether it is shown among the sheets."""
        return bool(self.xl.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self._book.sheets.check_open()
        self.xl.IsVisible = bool(value)

    @property
    def show_gridlines(self) -> bool:
        """Whether grid lines are shown, on all sheets alike."""
        return bool(self._book.xl.getCurrentController().ShowGrid)

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        self._book.xl.getCurrentController().ShowGrid = bool(value)


@spoken
class FreezePanes(base_classes.FreezePanes):
    """Rows and columns of a sheet that stay in view."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Keep everything down to and right to the end of a range in view; ``1:1`` means the first row only."""
        area = self._sheet.range(frozen_range).area
        columns = 0 if area.columns >= MAX_COLUMNS else area.last_column
        self._freeze(columns, 0 if area.rows == MAX_ROWS else area.last_row)

    def unfreeze(self) -> None:
        """Let everything move."""
        self._freeze(0, 0)

    def _freeze(self, columns: int, rows: int) -> None:
        controller = self._sheet.book.xl.getCurrentController()
        window = controller.getFrame().getContainerWindow()
        active, shown = controller.getActiveSheet(), window.isVisible()
        # A window that is not shown has no size, and without one LibreOffice freezes nothing.
        if not shown:
            window.setVisible(True)
        controller.setActiveSheet(self._sheet.xl)
        controller.freezeAtPosition(columns, rows)
        controller.setActiveSheet(active)
        if not shown:
            window.setVisible(False)


def _parts(text: str) -> list[str]:
    """Split ``A1,B2:C3`` at its commas, leaving those in a sheet's quoted name."""
    if "'" in text:
        return [text]
    return text.split(",")
