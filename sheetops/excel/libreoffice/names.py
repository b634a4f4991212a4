"""xlwings' Names and Name for LibreOffice: the names that a workbook or one of its sheets defines."""

from typing import Any

from xlwings import base_classes

from sheetops.excel.libreoffice.address import cell_address, quoted
from sheetops.excel.libreoffice.formulas import from_office, to_office
from sheetops.excel.libreoffice.trouble import LibreOfficeError, spoken

Entry = tuple[str, Any, Any]
"""A name as xlwings shows it (``Sheet!Name`` for a sheet's own), LibreOffice's collection, and its entry."""


@spoken
class Names(base_classes.Names):
    """Names: all of a workbook, or those of one sheet when ``sheet`` is given."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._book = book
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """LibreOffice's collection of names."""
        return (self._sheet or self._book).xl.NamedRanges

    def _entries(self) -> list[Entry]:
        sheets = [self._sheet] if self._sheet else list(self._book.sheets)
        found = [] if self._sheet else _entries(self._book.xl.NamedRanges, "")
        for sheet in sheets:
            own = sheet.xl.NamedRanges
            if own.getCount():
                found += _entries(own, f"{quoted(sheet.name)}!")
        return found

    def snapshot(self) -> "list[tuple[str, Name]]":
        """Return every name with its object."""
        return [(shown, Name(self._book, holder, entry, shown)) for shown, holder, entry in self._entries()]

    def __call__(self, name_or_index: int | str) -> "Name":
        """Return a name by itself or by its place, counted from 1; KeyError when there is none."""
        if isinstance(name_or_index, int):
            return self.snapshot()[name_or_index - 1][1]
        for shown, name in self.snapshot():
            if shown.lower() == name_or_index.lower():
                return name
        raise KeyError(name_or_index)

    def contains(self, name_or_index: int | str) -> bool:
        """Return whether there is such a name."""
        return any(shown.lower() == str(name_or_index).lower() for shown, _ in self.snapshot())

    def __len__(self) -> int:
        return len(self._entries())

    def add(self, name: str, refers_to: str) -> "Name":
        """Define a name for what a formula such as ``=Sheet1!$A$1`` refers to."""
        if self.contains(name):
            self(name).delete()
        self.api.addNewByName(name, to_office(refers_to)[1:], cell_address(0, 1, 1), 0)
        return self(f"{quoted(self._sheet.name)}!{name}" if self._sheet else name)


@spoken
class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: Any, holder: Any, entry: Any, shown: str) -> None:
        self._book = book
        self._holder = holder
        self.xl = entry
        self._shown = shown

    @property
    def api(self) -> Any:
        """LibreOffice's named range."""
        return self.xl

    @property
    def name(self) -> str:
        """The name; a sheet's own with the sheet before it."""
        return self._shown

    @name.setter
    def name(self, value: str) -> None:
        self.xl.setName(value)
        self._shown = value

    @property
    def refers_to(self) -> str:
        """What it refers to, as a formula in Excel's writing."""
        return from_office("=" + str(self.xl.getContent()))

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.xl.setContent(to_office(value)[1:])

    @property
    def refers_to_range(self) -> Any:
        """The cells that it refers to; LibreOfficeError when it stands for a value or a formula."""
        cells = self.xl.getReferredCells()
        if cells is None:
            raise LibreOfficeError(f"The name {self._shown} does not stand for cells, but for {self.refers_to}.")
        return self._book.sheets.range_at(cells.getRangeAddress())

    def delete(self) -> None:
        """Take the name away."""
        self._holder.removeByName(self.xl.getName())


def _entries(holder: Any, prefix: str) -> list[Entry]:
    return [(prefix + name, holder, holder.getByName(name)) for name in holder.getElementNames()]
