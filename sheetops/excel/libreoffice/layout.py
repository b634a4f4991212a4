"""Rows, columns and merged cells: sizes, hiding, fitting, inserting and deleting."""

from typing import Any

from sheetops.excel.libreoffice.address import MAX_COLUMNS, MAX_ROWS, Area, area_of, cell_address
from sheetops.excel.libreoffice.bridge import enum
from sheetops.excel.libreoffice.places import Places

POINT = 2540 / 72
"""Hundredths of a millimetre in a point."""

_PIXEL = 2540 / 96
_DIGIT, _PADDING = 7, 5
"""Pixels of a digit in Excel's standard font, Calibri 11, and around a column's text (ECMA-376, 18.3.1.13)."""


class Layout(Places):
    """A range's rows and columns."""

    @property
    def column_width(self) -> float | None:
        """Width of the columns in digits of the standard font, as Excel counts it; None when they differ."""
        widths = {column.Width for column in self._columns()}
        return max(0.0, round((widths.pop() / _PIXEL - _PADDING) / _DIGIT, 2)) if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        self._lines("Columns").Width = round((value * _DIGIT + _PADDING) * _PIXEL)

    @property
    def row_height(self) -> float | None:
        """Height of the rows in points; None when they differ."""
        heights = {row.Height for row in self._rows()}
        return round(heights.pop() / POINT, 2) if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        self._lines("Rows").Height = round(value * POINT)

    @property
    def width(self) -> float:
        """Width in points."""
        return float(self.area.on(self.sheet.xl).Size.Width / POINT)

    @property
    def height(self) -> float:
        """Height in points."""
        return float(self.area.on(self.sheet.xl).Size.Height / POINT)

    @property
    def left(self) -> float:
        """Distance from the sheet's left edge in points."""
        return float(self.area.on(self.sheet.xl).Position.X / POINT)

    @property
    def top(self) -> float:
        """Distance from the sheet's top in points."""
        return float(self.area.on(self.sheet.xl).Position.Y / POINT)

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden; None when some are."""
        return _hidden(self.area.rows, self._shown(upright=True))

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self._lines("Rows").IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden; None when some are."""
        return _hidden(self.area.columns, self._shown(upright=False))

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self._lines("Columns").IsVisible = not value

    def autofit(self, axis: str | None = None) -> None:
        """Fit columns (``c``), rows (``r``) or both to what they hold."""
        if axis in (None, "columns", "c"):
            self._lines("Columns").OptimalWidth = True
        if axis in (None, "rows", "r"):
            self._lines("Rows").OptimalHeight = True

    def insert(self, shift: str | None = None, copy_origin: Any = None) -> None:
        """Insert blank cells here and move what is there ``down`` or to the ``right``."""
        self.change()
        mode = enum("sheet.CellInsertMode", "RIGHT" if shift == "right" else "DOWN")
        self.sheet.xl.insertCells(self.area.address(self.grid.index), mode)

    def delete(self, shift: str | None = None) -> None:
        """Take the cells out and move what is below ``up``, or what is right of them to the ``left``."""
        if shift is None:
            shift = "left" if self.area.rows > self.area.columns and self.area.rows != MAX_ROWS else "up"
        if self.area.rows == MAX_ROWS:
            shift = "left"
        self.change()
        mode = enum("sheet.CellDeleteMode", "LEFT" if shift == "left" else "UP")
        self.sheet.xl.removeRange(self.area.address(self.grid.index), mode)

    def copy(self, destination: Any = None) -> None:
        """Copy the cells with their formats to another range of the same workbook."""
        target = self._target(destination)
        target.sheet.xl.copyRange(_corner(target), self.area.address(self.grid.index))

    def move(self, destination: Any) -> None:
        """Move the cells to another place of the same workbook."""
        self.change()
        target = self._target(destination)
        target.sheet.xl.moveRange(_corner(target), self.area.address(self.grid.index))

    @property
    def merge_area(self) -> Any:
        """The merged cells that the first cell belongs to, or that cell."""
        first = Area(self.area.row, self.area.column, 1, 1)
        cursor = self.sheet.xl.createCursorByRange(first.on(self.sheet.xl))
        cursor.collapseToMergedArea()
        return self._at(area_of(cursor.getRangeAddress()))

    @property
    def merge_cells(self) -> bool:
        """Whether any of the cells is merged with another."""
        return bool(self.area.on(self.sheet.xl).getIsMerged()) or self.merge_area.area != Area(*self.area[:2], 1, 1)

    def merge(self, across: bool) -> None:
        """Merge the cells into one, or the cells of each row when ``across``."""
        self.change()
        parts = [Area(row, self.column, 1, self.area.columns) for row in range(self.row, self.area.last_row + 1)]
        for area in parts if across else [self.area]:
            area.on(self.sheet.xl).merge(True)

    def unmerge(self) -> None:
        """Take merged cells apart."""
        self.change()
        self.area.on(self.sheet.xl).merge(False)

    def _lines(self, which: str) -> Any:
        """Return the rows or columns of the first area as one object."""
        return getattr(self.area.on(self.sheet.xl), which)

    def _rows(self) -> list[Any]:
        rows = self._lines("Rows")
        return [rows.getByIndex(place) for place in range(rows.getCount())]

    def _columns(self) -> list[Any]:
        columns = self._lines("Columns")
        return [columns.getByIndex(place) for place in range(columns.getCount())]

    def _shown(self, upright: bool) -> int:
        """Return how many rows (or columns) of the first area are visible."""
        line = Area(self.row, 1, self.area.rows, MAX_COLUMNS) if upright else self.area._replace(row=1, rows=MAX_ROWS)
        places = [area_of(place) for place in line.on(self.sheet.xl).queryVisibleCells().getRangeAddresses()]
        spans = {(area.row, area.rows) if upright else (area.column, area.columns) for area in places}
        return sum(count for _, count in spans)

    def _target(self, destination: Any) -> Any:
        target = getattr(destination, "impl", destination)
        if target is None or target.sheet.book is not self.sheet.book:
            raise NotImplementedError
        target.grid.check_open([target.area._replace(rows=self.area.rows, columns=self.area.columns)])
        return target


def _corner(target: Any) -> Any:
    return cell_address(target.grid.index, target.row, target.column)


def _hidden(lines: int, shown: int) -> bool | None:
    return None if 0 < shown < lines else shown == 0
