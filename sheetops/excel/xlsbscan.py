"""One pass over a binary workbook's sheet ([MS-XLSB]): what the parser does not tell, and whether it is safe."""

import struct
from array import array
from collections.abc import Iterator

import numpy as np

from sheetops.excel.archive import MIB, Archive, damaged, refused
from sheetops.excel.scan import COLUMNS, Place, Scan, check_cell, check_used, merged_area
from sheetops.excel.xlsxparts import relations, sheets_by_name
from sheetops.model import Area

WORKBOOK = "xl/workbook.bin"
_SHARED_TEXTS = "xl/sharedstrings.bin"
_LARGEST = 1_024 * MIB
_ROW, _BLANK, _MERGED, _SHEET, _BEGIN_TEXTS = 0, 1, 176, 156, 159
_CELLS = frozenset(range(1, 12)) | {62}
_ERRORS = frozenset((3, 11))
_SMALLEST_TEXT = 7

ERROR_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""Excel's error values by the byte that binary workbooks keep ([MS-XLS] 2.5.10 BErr)."""


def read_sheets(archive: Archive) -> dict[str, str]:
    """Return each sheet's part by its name, in order."""
    parts = relations(archive, WORKBOOK)
    named = []
    for kind, data in _records(archive, WORKBOOK):
        if kind == _SHEET:
            relation, end = _text(data, 8)
            named.append((_text(data, end)[0], parts.get(relation, "")))
    return sheets_by_name(archive, named)


def check_shared_texts(archive: Archive) -> None:
    """Raise BookError when the part of shared texts says that it holds more of them than it can."""
    if _SHARED_TEXTS not in archive:
        return
    kind, data = next(_records(archive, _SHARED_TEXTS), (0, b""))
    stated = struct.unpack_from("<I", data, 4)[0] if kind == _BEGIN_TEXTS and len(data) >= 8 else 0
    if stated * _SMALLEST_TEXT > archive.size(_SHARED_TEXTS):
        raise refused(archive.name, "it says that it holds far more texts than it can")


def scan_sheet(archive: Archive, sheet: str, part: str) -> Scan:
    """Return error cells, hidden rows and merged cells of a sheet; BookError when it is not safe to parse.

    Formulas that were never calculated are not marked in this format: Excel, which alone writes it, always calculates.
    """
    errors: dict[Place, str] = {}
    hidden: set[int] = set()
    merged: list[Area] = []
    used, row = array("q"), 0
    for kind, data in _records(archive, part):
        if kind in _CELLS:
            column = int.from_bytes(data[:4], "little") + 1
            check_cell(archive.name, sheet, row, column)
            if kind != _BLANK:
                used.append(row * COLUMNS + column - 1)
            if kind in _ERRORS:
                errors[row, column] = ERROR_CODES.get(data[8] if len(data) > 8 else -1, "#VALUE!")
        elif kind == _ROW:
            row = int.from_bytes(data[:4], "little") + 1
            check_cell(archive.name, sheet, row, 1)
            if len(data) > 11 and data[11] & 0x10:
                hidden.add(row)
        elif kind == _MERGED and len(data) >= 16:
            top, bottom, left, right = (one + 1 for one in struct.unpack_from("<4I", data))
            merged.append(merged_area(archive.name, sheet, (top, left, bottom, right)))
    check_used(archive.name, sheet, np.frombuffer(used, np.int64) if used else np.empty(0, np.int64))
    return Scan(errors, {}, frozenset(hidden), tuple(merged))


def _records(archive: Archive, part: str) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the content of each record; both kind and length are written seven bits a byte."""
    data = archive.read(part, _LARGEST)
    at, end = 0, len(data)
    while at < end:
        kind, at = _seven_bits(data, at, 2)
        length, at = _seven_bits(data, at, 4)
        if at + length > end:
            raise damaged(archive.name, f"its part {part} stops in the middle")
        yield kind, data[at : at + length]
        at += length


def _seven_bits(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for number in range(most):
        byte = data[at + number] if at + number < len(data) else 0
        value |= (byte & 0x7F) << 7 * number
        if not byte & 0x80:
            return value, at + number + 1
    return value, at + most


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text preceded by its length in UTF-16 units, and where it ends."""
    length = int.from_bytes(data[at : at + 4], "little")
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace"), end
