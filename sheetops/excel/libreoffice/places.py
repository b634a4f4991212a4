"""Where a range is: its addresses, its neighbours, the region around it."""

from typing import Any

from xlwings import base_classes

from sheetops.excel.libreoffice import address
from sheetops.excel.libreoffice.address import Area, area_of
from sheetops.excel.libreoffice.grid import Grid
from sheetops.excel.libreoffice.trouble import LibreOfficeError

# com.sun.star.sheet.CellFlags (VALUE, DATETIME, STRING) of constants and FormulaResult of formulas; LibreOffice keeps
# yes and no as numbers and errors as formulas, so that there are no such constants to ask for.
_KINDS = {None: (1 | 2 | 4, 1 | 2 | 4), "numbers": (1 | 2, 1), "text": (4, 2), "errors": (0, 4)}


class Places(base_classes.Range):
    """A range's place on its sheet."""

    def __init__(self, sheet: Any, areas: tuple[Area, ...], arg1_input: str = "") -> None:
        self._sheet = sheet
        self.areas = areas
        self.arg1_input = arg1_input
        self.options: dict[str, Any] = {}
        self._xl: Any = None

    @property
    def grid(self) -> Grid:
        """The sheet as this package works with it."""
        return self._sheet.grid

    @property
    def area(self) -> Area:
        """The first area."""
        return self.areas[0]

    @property
    def empty(self) -> bool:
        """Whether it holds no cell at all, as a slice such as ``[0:0, :]`` does."""
        return not (self.area.rows and self.area.columns)

    @property
    def xl(self) -> Any:
        """LibreOffice's cells, or None when there are none."""
        if self._xl is None and not self.empty:
            self._xl = self.grid.cells(self.areas)
        return self._xl

    def change(self) -> Any:
        """Return the cells in order to change them; LibreOfficeError when the sheet is protected against that."""
        self.grid.check_open(self.areas)
        return self.xl

    @property
    def api(self) -> Any:
        """LibreOffice's cells, or None when there are none."""
        return self.xl

    @property
    def sheet(self) -> Any:
        """The sheet."""
        return self._sheet

    @property
    def coords(self) -> tuple[Any, int, int, int, int]:
        """The sheet, first row and column, and numbers of rows and columns."""
        return (self._sheet.xl, *self.area)

    @property
    def row(self) -> int:
        """The first row, counted from 1."""
        return self.area.row

    @property
    def column(self) -> int:
        """The first column, counted from 1."""
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return self.area.rows, self.area.columns

    def __len__(self) -> int:
        return sum(area.rows * area.columns for area in self.areas)

    def __call__(self, arg1: Any, arg2: Any = None) -> Any:
        """Return a cell by its place in reading order, or by row and column within the range; all from 1."""
        row, column = (arg1, arg2) if arg2 is not None else divmod(int(arg1) - 1, self.area.columns)
        if arg2 is None:
            row, column = row + 1, column + 1
        if self.area.row + row < 2 or self.area.column + column < 2:
            raise IndexError("Rows and columns are counted from 1.")
        return self._at(Area(self.area.row + row - 1, self.area.column + column - 1, 1, 1))

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """Return the address in Excel's writing; with workbook and sheet when ``external``."""
        text = ",".join(address.write(area, row_absolute, col_absolute) for area in self.areas)
        if not external:
            return text
        place = f"[{self._sheet.book.name}]{self._sheet.name}"
        plain = all(character.isalnum() or character in "[]._" for character in place)
        return f"{place}!{text}" if plain else "'" + place.replace("'", "''") + f"'!{text}"

    @property
    def address(self) -> str:
        """The address, such as ``$A$1:$C$3``."""
        if self.empty:
            corner = address.write(Area(self.area.row, self.area.column, 1, 1))
            return f"{corner}{{{self.area.rows}x{self.area.columns}}}"
        return self.get_address(True, True, False)

    @property
    def rows(self) -> Any:
        """The same cells, row by row."""
        return self

    @property
    def columns(self) -> Any:
        """The same cells, column by column."""
        return self

    @property
    def current_region(self) -> Any:
        """The block around the first cell, bounded by blank rows and columns."""
        cursor = self._sheet.xl.createCursorByRange(Area(self.area.row, self.area.column, 1, 1).on(self._sheet.xl))
        cursor.collapseToCurrentRegion()
        return self._at(area_of(cursor.getRangeAddress()))

    def end(self, direction: Any) -> Any:
        """Return the cell that Ctrl and an arrow key lead to: ``up``, ``down``, ``left`` or ``right``."""
        backwards, upright = direction in ("up", "u", "left", "l"), direction in ("up", "u", "down", "d")
        if not (backwards or upright or direction in ("right", "r")):
            raise ValueError(f"direction is up, down, left or right, not {direction!r}")
        cells = self._line(upright, backwards)
        steps = _steps(cells)
        edge = address.MAX_ROWS if upright else self._sheet.cells.area.columns
        start = self.area.row if upright else self.area.column
        place = max(1, start - steps) if backwards else min(edge, start + steps if steps < len(cells) else edge)
        if backwards and steps >= len(cells):
            place = 1
        return self._at(self._cell_on(place, upright))

    def _cell_on(self, place: int, upright: bool) -> Area:
        return Area(place, self.area.column, 1, 1) if upright else Area(self.area.row, place, 1, 1)

    def _line(self, upright: bool, backwards: bool) -> list[bool]:
        """Return whether each cell from here on is filled, as far as the sheet is used."""
        used = self._sheet.used_range.area
        here = self.area.row if upright else self.area.column
        far = 1 if backwards else max(here, used.last_row if upright else used.last_column)
        line = address.between(self._cell_on(here, upright), self._cell_on(far, upright)).on(self._sheet.xl)
        filled = [entry != "" for row in line.getFormulaArray() for entry in row]
        return filled[::-1] if backwards else filled

    def get_special_cells(self, cell_type: str, value_type: str | None) -> list[Any]:
        """Return the blocks of ``blanks``, ``constants``, ``formulas`` or ``visible`` cells within the range."""
        if value_type not in _KINDS:
            raise NotImplementedError
        constants, results = _KINDS[value_type]
        if cell_type == "blanks":
            found = self._in_use().queryEmptyCells()
        elif cell_type == "visible":
            found = self.xl.queryVisibleCells()
        elif cell_type == "constants":
            found = self.xl.queryContentCells(constants)
        else:
            found = self.xl.queryFormulaCells(results)
        return [self._at(area_of(place)) for place in found.getRangeAddresses()]

    def _in_use(self) -> Any:
        used = self._sheet.used_range.area
        last = Area(min(self.area.last_row, used.last_row), min(self.area.last_column, used.last_column), 1, 1)
        if last.row < self.area.row or last.column < self.area.column:
            raise LibreOfficeError(f"{self.address} lies outside what {self._sheet.name} uses.")
        return address.between(Area(self.area.row, self.area.column, 1, 1), last).on(self._sheet.xl)

    def select(self) -> None:
        """Select the cells."""
        self._sheet.activate()
        self._sheet.book.xl.getCurrentController().select(self.xl)

    @property
    def name(self) -> Any:
        """The name that stands for exactly these cells, or None."""
        for _, name in self._sheet.book.names.snapshot():
            cells = name.xl.getReferredCells()
            if cells is not None and self._is(cells.getRangeAddress()):
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.book.names.add(value, f"={address.quoted(self._sheet.name)}!{self.address}")

    def _is(self, place: Any) -> bool:
        return place.Sheet == self.grid.index and area_of(place) == self.area

    def _at(self, area: Area) -> Any:
        return type(self)(self._sheet, (area,))


def _steps(filled: list[bool]) -> int:
    """Return how many cells Ctrl and an arrow move from the first one; the list's length when nothing stops it."""
    if len(filled) > 1 and filled[0] and filled[1]:
        return next((i for i, full in enumerate(filled) if not full), len(filled)) - 1
    return next((i for i, full in enumerate(filled) if full and i), len(filled))
