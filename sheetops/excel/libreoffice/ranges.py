"""xlwings' Range for LibreOffice: a block of cells, or several at once (``A1:B2,D5``).

The members are kept by subject: values and formulas here, looks in `looks`, rows and columns in `layout`, notes in
`notes`, and where a range is in `places`.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sheetops.excel.libreoffice import blocks, serials
from sheetops.excel.libreoffice.address import Area, area_of
from sheetops.excel.libreoffice.bridge import enum
from sheetops.excel.libreoffice.filters import AutoFilter
from sheetops.excel.libreoffice.formulas import from_office, to_office
from sheetops.excel.libreoffice.layout import Layout
from sheetops.excel.libreoffice.links import Links
from sheetops.excel.libreoffice.looks import Looks
from sheetops.excel.libreoffice.notes import Noted
from sheetops.excel.libreoffice.trouble import LibreOfficeError, spoken

_CONTENT = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: VALUE, DATETIME, STRING, FORMULA
_NOTES = 8
_FORMATS = 32 | 64 | 256  # HARDATTR, STYLES, EDITATTR
_BLANK = ("", None)


@spoken
class Range(Looks, Layout, Links, Noted):
    """Cells of one sheet. Values, formulas and addresses are those of the first area, as in Excel."""

    @classmethod
    def of_addresses(cls, sheet: Any, addresses: Any) -> "Range":
        """Return the cells of LibreOffice's range addresses."""
        return cls(sheet, tuple(area_of(address) for address in addresses))

    @property
    def raw_value(self) -> Any:
        """The values: one for a single cell, else rows. None or "" is blank, an error is a `CellError`."""
        if self.empty:
            return None
        rows = blocks.read(self.grid, self.area)
        if self.area.rows == self.area.columns == 1:
            return None if rows[0][0] == "" else rows[0][0]
        return rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if not self.empty:
            for area in self.areas if not isinstance(data, list | tuple) else self.areas[:1]:
                blocks.write(self.grid, area, _shaped(data, area))

    @property
    def max_cells_per_read(self) -> None:
        """None: large blocks are read in steps here."""
        return

    @property
    def max_cells_per_write(self) -> None:
        """None: large blocks are written in steps here."""
        return

    @property
    def formula(self) -> Any:
        """The formulas in Excel's writing, and what one would type for other cells.

        A text that looks like a formula has an apostrophe before it, so that it is never taken for one.
        """
        rows = blocks.formulas(self.grid, self.area)
        return rows[0][0] if self.area.rows == self.area.columns == 1 else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        self.change()
        for area in self.areas:
            if isinstance(value, str) and value.startswith("=") and area.rows * area.columns > 1:
                self._fill(area, to_office(value))
            else:
                serial = serials.writer(self.grid.epoch)
                rows = tuple(tuple(_entry(entry, serial) for entry in row) for row in _shaped(value, area))
                area.on(self.sheet.xl).setFormulaArray(rows)

    formula2 = formula

    @property
    def formula_array(self) -> str:
        """The array formula of the whole range, or ""."""
        text = str(self.area.on(self.sheet.xl).getArrayFormula())
        return from_office(text.removeprefix("{").removesuffix("}"))

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.change()
        self.area.on(self.sheet.xl).setArrayFormula(to_office(value))

    @property
    def has_array(self) -> bool:
        """Whether the whole range is one array formula."""
        return bool(self.area.on(self.sheet.xl).getArrayFormula())

    def clear_contents(self) -> None:
        """Take away values and formulas; formats and notes stay."""
        if not self.empty:
            self.change().clearContents(_CONTENT)

    def clear_formats(self) -> None:
        """Take away formats; values and notes stay."""
        if not self.empty:
            self.change().clearContents(_FORMATS)

    def clear(self) -> None:
        """Take away values, formulas, formats and notes."""
        if not self.empty:
            self.change().clearContents(_CONTENT | _NOTES | _FORMATS)

    @property
    def table(self) -> Any:
        """The table that the range belongs to, or None."""
        for table in self.sheet.tables:
            if table.area.contains(self.area.row, self.area.column):
                return table
        return None

    @property
    def autofilter(self) -> AutoFilter:
        """The filter over the range."""
        return AutoFilter(self.grid, self.area)

    def _fill(self, area: Area, formula: str) -> None:
        """Write one formula into all cells, its relative references moving along, as Excel does."""
        area.on(self.sheet.xl).getCellByPosition(0, 0).setFormula(formula)
        _fill(area._replace(columns=1).on(self.sheet.xl), "TO_BOTTOM")
        _fill(area.on(self.sheet.xl), "TO_RIGHT")


def _fill(cells: Any, direction: str) -> None:
    days = enum("sheet.FillDateMode", "FILL_DATE_DAY")
    cells.fillSeries(enum("sheet.FillDirection", direction), enum("sheet.FillMode", "SIMPLE"), days, 1, 1e308)


def _shaped(data: Any, area: Area) -> Any:
    """Return data as rows of the area's shape; one value fills the area."""
    if not isinstance(data, list | tuple):
        return [[data] * area.columns] * area.rows
    rows = data if data and isinstance(data[0], list | tuple) else [data]
    if len(rows) != area.rows or any(len(row) != area.columns for row in rows):
        raise LibreOfficeError(
            f"{len(rows)} rows of {len(rows[0])} values do not fit a range of {area.rows} rows and {area.columns} "
            "columns."
        )
    return rows


def _entry(value: Any, serial: Callable[[Any], float]) -> str:
    if value in _BLANK:
        return ""
    if isinstance(value, str):
        return to_office(value)
    if isinstance(value, bool):
        return "=TRUE()" if value else "=FALSE()"
    return repr(serial(value) if isinstance(value, dt.date | dt.time | dt.timedelta) else float(value))
