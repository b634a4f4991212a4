"""One pass over a sheet's XML: whether it is safe to parse, and what it holds that the parser does not tell.

An ordinary file is scanned eight bytes at a time (`xlsxquick`); one that is written in any other way, or looks
strange, is read element by element (`xlsxthorough`), and only that reading judges.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from sheetops.excel.archive import MIB, Archive, damaged
from sheetops.excel.scan import COLUMNS, KNOWN_ERRORS, NO_CELLS, Keys, Place, Scan, check_used, roomy
from sheetops.excel.xlsxquick import Page, scan_page
from sheetops.excel.xlsxthorough import SheetReader

_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_ERROR_CELL = re.compile(
    rb"""(<(?:\w+:)?c\s[^>]*?\bt\s*=\s*["']e["'][^>]*(?<!/)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>)([^<]*)""", re.S
)
_LONGEST_HEAD = 4 * MIB
_LONGEST_CELL = MIB


@dataclass(frozen=True)
class SheetPart:
    """Where a sheet is: its name, its part of the archive, and whether a formula's stored 0 proves nothing there."""

    archive: Archive
    sheet: str
    part: str
    doubtful_zeros: bool = False

    def reader(self) -> SheetReader:
        """Return a new thorough reader for it."""
        return SheetReader(self.archive.name, self.sheet, self.part, self.doubtful_zeros)


def scan_sheet(sheet: SheetPart) -> tuple[Scan, list[str]]:
    """Return what a sheet holds and the relations of its tables; BookError when it is damaged or not safe to parse."""
    return _quick(sheet) or _thorough(sheet)


def negative_numbers(sheet: SheetPart) -> dict[Place, str]:
    """Return the numbers below zero of a sheet as they are written in it."""
    return _read(sheet).negative


def with_known_errors(sheet: SheetPart) -> bytes:
    """Return the workbook with every error value of the sheet that the parser does not know turned into #VALUE!."""
    text = b"".join(sheet.archive.pages(sheet.part))
    return sheet.archive.replaced(sheet.part, _ERROR_CELL.sub(_known_error, text))


def _known_error(cell: re.Match[bytes]) -> bytes:
    return cell[0] if cell[2].decode("utf-8", "replace") in KNOWN_ERRORS else cell[1] + b"#VALUE!"


def _thorough(sheet: SheetPart) -> tuple[Scan, list[str]]:
    reader = _read(sheet)
    reader.check_once()
    check_used(sheet.archive.name, sheet.sheet, reader.used)
    places = (row * COLUMNS + column - 1 for row, column in reader.negative)
    negative = np.fromiter(places, np.int64, len(reader.negative))
    return _scan(
        reader, _Found(reader.errors, reader.uncalculated, sorted(reader.hidden), [negative])
    ), reader.table_relations


def _read(sheet: SheetPart) -> SheetReader:
    reader = sheet.reader()
    for page in sheet.archive.pages(sheet.part):
        reader.feed(page)
    reader.close()
    _check_data_once(sheet, reader)
    return reader


def _check_data_once(sheet: SheetPart, reader: SheetReader) -> None:
    if reader.tables_of_data > 1:
        raise damaged(sheet.archive.name, f"its sheet {sheet.sheet} holds two sets of cells")


@dataclass
class _Found:
    errors: dict[Place, str] = field(default_factory=dict)
    uncalculated: dict[Place, str] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    negative: list[Keys] = field(default_factory=list)
    last: int = -1
    cells: int = 0
    top: int = 0
    left: int = COLUMNS
    right: int = -1

    def add(self, page: Page) -> bool:
        """Take in a page; False when its cells do not follow those before them in reading order."""
        self.errors |= page.errors
        self.uncalculated |= page.uncalculated
        self.hidden += page.hidden
        self.negative.append(page.negative)
        return not len(page.cells) or self._follow(page.cells)

    def _follow(self, cells: Keys) -> bool:
        ordered = int(cells[0]) > self.last and bool((cells[1:] > cells[:-1]).all())
        columns = cells % COLUMNS
        self.top = self.top or int(cells[0]) // COLUMNS
        self.left, self.right = min(self.left, int(columns.min())), max(self.right, int(columns.max()))
        self.last, self.cells = int(cells[-1]), self.cells + len(cells)
        return ordered

    def is_roomy(self) -> bool:
        """Whether the block that the cells lie in is safe to parse, blank but coloured ones counted as used."""
        return not self.cells or roomy(self.cells, self.last // COLUMNS - self.top + 1, self.right - self.left + 1)


def _scan(reader: SheetReader, found: _Found) -> Scan:
    negative = np.concatenate(found.negative) if found.negative else NO_CELLS
    return Scan(found.errors, found.uncalculated, frozenset(found.hidden), tuple(reader.merged), (), negative)


def _quick(sheet: SheetPart) -> tuple[Scan, list[str]] | None:
    """Scan the cells page by page and what surrounds them element by element; None when that proves nothing."""
    reader, found = sheet.reader(), _Found()
    pages = sheet.archive.pages(sheet.part)
    head = _head(pages)
    if head is None:
        return None
    reader.feed(head[0])
    tail = _scan_cells(sheet, head[1], pages, found)
    if tail is None or not found.is_roomy():
        return None
    for page in chain((tail,), pages):
        reader.feed(page)
    reader.close()
    _check_data_once(sheet, reader)
    return _scan(reader, found), reader.table_relations


def _head(pages: Iterator[bytes]) -> tuple[bytes, bytes] | None:
    """What stands before the cells, and the beginning of the cells; None when they do not begin in the usual way."""
    text = b""
    for page in pages:
        text += page
        at = text.find(_OPEN)
        if at >= 0:
            return text[: at + len(_OPEN)], text[at + len(_OPEN) :]
        if len(text) > _LONGEST_HEAD:
            break
    return None


def _scan_cells(sheet: SheetPart, start: bytes, pages: Iterator[bytes], found: _Found) -> bytes | None:
    """Scan up to the end of the cells and return what follows them on the same page."""
    rest = start
    for page in chain((b"",), pages):
        text = rest + page
        end = text.find(_CLOSE)
        cut = end if end >= 0 else max(text.rfind(b"<c "), text.rfind(b"<row"), 0)
        scanned = scan_page(text[:cut], sheet.doubtful_zeros) if cut else None
        if scanned is not None and not found.add(scanned):
            return None
        rest = text[cut:]
        if (cut and scanned is None) or len(rest) > _LONGEST_CELL:
            return None
        if end >= 0:
            return rest
    return None
