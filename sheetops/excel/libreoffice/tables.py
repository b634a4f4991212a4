"""Tables: LibreOffice keeps Excel's tables as named database ranges."""

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from sheetops.excel.libreoffice.address import Area, area_of
from sheetops.excel.libreoffice.filters import AutoFilter
from sheetops.excel.libreoffice.trouble import LibreOfficeError, spoken


@spoken
class Tables(base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: Any) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        """LibreOffice's collection of database ranges, of all sheets."""
        return self.parent.book.xl.DatabaseRanges

    def __iter__(self) -> "Iterator[Table]":
        index, every = self.parent.grid.index, self.api
        entries = [every.getByName(name) for name in every.getElementNames()]
        return iter([Table(self.parent, entry) for entry in entries if entry.getDataArea().Sheet == index])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __call__(self, key: int | str) -> "Table":
        """Return a table by its name or its place, counted from 1; KeyError when there is none."""
        tables = list(self)
        if isinstance(key, int):
            return tables[key - 1]
        for table in tables:
            if table.name.lower() == key.lower():
                return table
        raise KeyError(f"{self.parent.name} has no table {key}.")

    def __contains__(self, key: str) -> bool:
        return key.lower() in (table.name.lower() for table in self)

    def add(
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: bool = True,
        destination: Any = None,
        table_style_name: Any = None,
        name: str | None = None,
    ) -> "Table":
        """Make a range with headings a table; LibreOffice has no table styles, so the style is passed over."""
        if not has_headers:
            raise NotImplementedError
        name = name or self._free_name()
        if self.api.hasByName(name):
            raise LibreOfficeError(f"There is a table {name} already: choose another name.")
        self.api.addNewByName(name, source.impl.area.address(self.parent.grid.index))
        entry = self.api.getByName(name)
        entry.ContainsHeader = True
        entry.AutoFilter = True
        return Table(self.parent, entry)

    def _free_name(self) -> str:
        number = 1
        while self.api.hasByName(f"Table{number}"):
            number += 1
        return f"Table{number}"


@spoken
class Table(base_classes.Table):
    """One table."""

    def __init__(self, sheet: Any, entry: Any) -> None:
        self._sheet = sheet
        self.xl = entry

    @property
    def api(self) -> Any:
        """LibreOffice's database range."""
        return self.xl

    @property
    def parent(self) -> Any:
        """Its sheet."""
        return self._sheet

    @property
    def area(self) -> Area:
        """Where it is, headings included."""
        return area_of(self.xl.getDataArea())

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.xl.getName())

    @name.setter
    def name(self, value: str) -> None:
        self.xl.setName(value)

    @property
    def display_name(self) -> str:
        """Its name."""
        return self.name

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def range(self) -> Any:
        """Its cells, headings and totals included."""
        return self._cells(self.area)

    @property
    def header_row_range(self) -> Any:
        """Its headings, or None when it has none."""
        return self._cells(self.area._replace(rows=1)) if self.show_headers else None

    @property
    def totals_row_range(self) -> Any:
        """Its totals, or None when it has none."""
        last = Area(self.area.last_row, self.area.column, 1, self.area.columns)
        return self._cells(last) if self.show_totals else None

    @property
    def data_body_range(self) -> Any:
        """Its rows without headings and totals, or None when there are none."""
        above = int(self.show_headers)
        rows = self.area.rows - above - int(self.show_totals)
        return self._cells(self.area._replace(row=self.area.row + above, rows=rows)) if rows > 0 else None

    @property
    def insert_row_range(self) -> None:
        """None: LibreOffice keeps no row for what is to come."""
        return

    @property
    def show_headers(self) -> bool:
        """Whether its first row holds headings."""
        return bool(self.xl.ContainsHeader)

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        self.xl.ContainsHeader = bool(value)

    @property
    def show_totals(self) -> bool:
        """Whether its last row holds totals."""
        return bool(self.xl.TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        self.xl.TotalsRow = bool(value)

    @property
    def show_autofilter(self) -> bool:
        """Whether its headings carry filter buttons."""
        return bool(self.xl.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.xl.AutoFilter = bool(value)

    @property
    def autofilter(self) -> AutoFilter:
        """Its filter."""
        return AutoFilter(self.parent.grid, self.area)

    def resize(self, range: Any) -> None:
        """Let it cover another range of its sheet."""
        self.xl.setDataArea(range.impl.area.address(self.parent.grid.index))

    def _cells(self, area: Area) -> Any:
        return self.parent.range(tuple(area))
