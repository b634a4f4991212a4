"""Cell addresses in Excel's writing, and the same as LibreOffice counts them."""

import re
from typing import Any, NamedTuple

from sheetops.excel.libreoffice.bridge import struct
from sheetops.excel.libreoffice.trouble import LibreOfficeError

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]*)\Z")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})\Z")
_ROW = re.compile(r"\$?([1-9][0-9]*)\Z")
_PLAIN_NAME = re.compile(r"[^\W\d]\w*\Z")


class Area(NamedTuple):
    """A block of cells by its first row and column, counted from 1, and its numbers of rows and columns."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def last_row(self) -> int:
        """The last row, counted from 1."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The last column, counted from 1."""
        return self.column + self.columns - 1

    def contains(self, row: int, column: int) -> bool:
        """Return whether a cell lies in the block."""
        return self.row <= row <= self.last_row and self.column <= column <= self.last_column

    def on(self, sheet: Any) -> Any:
        """Return the block as a cell range of LibreOffice's sheet."""
        return sheet.getCellRangeByPosition(self.column - 1, self.row - 1, self.last_column - 1, self.last_row - 1)

    def address(self, sheet_index: int) -> Any:
        """Return the block as LibreOffice's range address; sheets are counted from 0."""
        return struct(
            "table.CellRangeAddress",
            Sheet=sheet_index,
            StartColumn=self.column - 1,
            StartRow=self.row - 1,
            EndColumn=self.last_column - 1,
            EndRow=self.last_row - 1,
        )


def area_of(address: Any) -> Area:
    """Return LibreOffice's range address as an area."""
    return Area(
        address.StartRow + 1,
        address.StartColumn + 1,
        address.EndRow - address.StartRow + 1,
        address.EndColumn - address.StartColumn + 1,
    )


def cell_address(sheet_index: int, row: int, column: int) -> Any:
    """Return a cell, counted from 1, as LibreOffice's cell address; sheets are counted from 0."""
    return struct("table.CellAddress", Sheet=sheet_index, Column=column - 1, Row=row - 1)


def between(first: Area, last: Area) -> Area:
    """Return the smallest area that holds both."""
    row, column = min(first.row, last.row), min(first.column, last.column)
    rows = max(first.last_row, last.last_row) - row + 1
    return Area(row, column, rows, max(first.last_column, last.last_column) - column + 1)


def parse(text: str) -> Area | None:
    """Return the area that ``A1``, ``$A$1:C3``, ``A:C`` or ``2:5`` means, or None when it is none of them."""
    first, colon, last = text.strip().partition(":")
    start, end = _part(first), _part(last if colon else first)
    if start is None or end is None or (":" not in text and (start[1] is None or start[0] is None)):
        return None
    if [part is None for part in start] != [part is None for part in end]:
        return None
    rows = sorted((start[0] or 1, end[0] or MAX_ROWS))
    columns = sorted((start[1] or 1, end[1] or MAX_COLUMNS))
    if rows[1] > MAX_ROWS or columns[1] > MAX_COLUMNS:
        return None
    return Area(rows[0], columns[0], rows[1] - rows[0] + 1, columns[1] - columns[0] + 1)


def _part(text: str) -> tuple[int | None, int | None] | None:
    if match := _CELL.match(text):
        return int(match[2]), column_number(match[1])
    if match := _COLUMN.match(text):
        return None, column_number(match[1])
    if match := _ROW.match(text):
        return int(match[1]), None
    return None


def column_number(letters: str) -> int:
    """Return 28 for ``AB``."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return ``AB`` for 28."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def write(area: Area, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """Return an area as Excel writes it: ``$A$1:$C$3``, ``$A:$C`` for whole columns, ``$2:$5`` for whole rows."""
    row, column = "$" * row_absolute, "$" * column_absolute
    first, last = column_letters(area.column), column_letters(area.last_column)
    if area.rows == MAX_ROWS and area.columns < MAX_COLUMNS:
        return f"{column}{first}:{column}{last}"
    if area.columns == MAX_COLUMNS:
        return f"{row}{area.row}:{row}{area.last_row}"
    start = f"{column}{first}{row}{area.row}"
    if area.rows == area.columns == 1:
        return start
    return f"{start}:{column}{last}{row}{area.last_row}"


def quoted(name: str) -> str:
    """Return a sheet's name as a formula needs it: in apostrophes unless it is a plain word."""
    if _PLAIN_NAME.match(name) and not _CELL.match(name):
        return name
    return "'" + name.replace("'", "''") + "'"


def split_sheet(text: str) -> tuple[str, str]:
    """Return sheet name ("" when there is none) and the rest of an address such as ``'My Data'!A1``."""
    sheet, mark, rest = text.strip().rpartition("!")
    if not mark:
        return "", text.strip()
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, rest


def wrong_address(text: object) -> LibreOfficeError:
    """Return the error that says that an address means nothing here."""
    return LibreOfficeError(
        f"{text!r} is not an address or a name in this workbook. Write it like A1, A1:C3, A:C or 2:5, or use a name "
        "that the workbook defines."
    )
