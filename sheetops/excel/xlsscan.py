"""One pass over the records of an Excel 97 workbook ([MS-XLS]): what the parser does not tell, and whether it is safe.

The format's grid has 65,536 rows and 256 columns, which is never too large to hold.
"""

import io
import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sheetops.errors import BookError
from sheetops.excel.archive import damaged, refused
from sheetops.excel.guard import protected
from sheetops.excel.scan import Place, Scan
from sheetops.excel.xlsbscan import ERROR_CODES

_BEGIN, _END, _SHEET, _PASSWORD, _TEXTS, _EXTENT = 0x0809, 0x000A, 0x0085, 0x002F, 0x00FC, 0x0200
_ROW, _ERROR, _FORMULA = 0x0208, 0x0205, 0x0006
_BIFF8 = 0x0600
_ROWS, _COLUMNS = 65_536, 256
_SMALLEST_TEXT = 3


class Stream(NamedTuple):
    """The records of an .xls workbook: its file's name, its bytes, and where each sheet's records begin, by name."""

    name: str
    data: bytes
    sheets: Mapping[str, int]


def open_stream(name: str, file: bytes) -> Stream:
    """Return the records of an .xls file; BookError when it is encrypted, damaged or lies about its size."""
    data = _workbook_stream(name, file)
    sheets: dict[str, int] = {}
    for kind, at, length in _records(name, data, 0):
        if kind == _BEGIN and data[at : at + 2] != _BIFF8.to_bytes(2, "little"):
            raise BookError(f"{name} was saved by Excel 95 or older. Open it in Excel, save it as .xlsx and use that.")
        if kind == _PASSWORD:
            raise protected(name)
        if kind == _SHEET:
            sheets[_short_text(data[at + 6 : at + length])] = int.from_bytes(data[at : at + 4], "little")
        if kind == _TEXTS and int.from_bytes(data[at + 4 : at + 8], "little") * _SMALLEST_TEXT > len(data):
            raise refused(name, "it says that it holds far more texts than it can")
    for sheet, begin in sheets.items():
        _check_extent(name, sheet, data, begin)
    return Stream(name, data, sheets)


def scan_sheet(stream: Stream, sheet: str) -> Scan:
    """Return error cells and hidden rows of a sheet.

    Formulas that were never calculated are not marked in this format; programs that do not calculate store 0.
    """
    errors: dict[Place, str] = {}
    hidden: set[int] = set()
    data = stream.data
    for kind, at, length in _records(stream.name, data, stream.sheets[sheet]):
        if kind == _ROW and length >= 16 and data[at + 12] & 0x20:
            hidden.add(int.from_bytes(data[at : at + 2], "little") + 1)
        elif kind == _ERROR and length >= 8 and data[at + 7]:
            errors[_place(data, at)] = ERROR_CODES.get(data[at + 6], "#VALUE!")
        elif kind == _FORMULA and length >= 14 and data[at + 12 : at + 14] == b"\xff\xff" and data[at + 6] == 2:
            errors[_place(data, at)] = ERROR_CODES.get(data[at + 8], "#VALUE!")
    return Scan(errors, {}, frozenset(hidden))


def _workbook_stream(name: str, file: bytes) -> bytes:
    import olefile  # only old workbooks need it

    try:
        with olefile.OleFileIO(io.BytesIO(file)) as compound, compound.openstream("Workbook") as stream:
            return bytes(stream.read())
    except (OSError, ValueError, IndexError, struct.error) as fault:
        raise damaged(name, "its inside cannot be read") from fault


def _records(name: str, data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and length of each record from a sheet's (or the workbook's) beginning to its end."""
    depth = 0
    while True:
        if at + 4 > len(data):
            raise damaged(name, "it stops in the middle")
        kind, length = struct.unpack_from("<HH", data, at)
        if at + 4 + length > len(data):
            raise damaged(name, "it stops in the middle")
        yield kind, at + 4, length
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        at += 4 + length


def _check_extent(name: str, sheet: str, data: bytes, begin: int) -> None:
    """The parser sets aside room for the block of cells that a sheet states."""
    for kind, at, length in _records(name, data, begin):
        if kind == _EXTENT and length >= 12:
            _, rows, _, columns = struct.unpack_from("<IIHH", data, at)
            if rows > _ROWS or columns > _COLUMNS:
                raise refused(name, f"its sheet {sheet} says that it has {rows:,} rows and {columns:,} columns")
            return


def _place(data: bytes, at: int) -> Place:
    row, column = struct.unpack_from("<HH", data, at)
    return row + 1, column + 1


def _short_text(data: bytes) -> str:
    length, wide = data[0], data[1] & 1
    return data[2 : 2 + length * 2].decode("utf-16-le") if wide else data[2 : 2 + length].decode("latin-1")
