"""Reading workbooks: one file, or several exports together, as one book of sheets with all that stands in their cells.

`guard` looks at a file before anything else does, `parsed` reads the sheets of workbooks, `csvfile` reads text files.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from sheetops.errors import BookError
from sheetops.excel import csvfile, guard
from sheetops.excel.filekind import FileKind
from sheetops.excel.frames import frames_book
from sheetops.excel.guard import Checked
from sheetops.excel.parsed import Workbook, trimmed
from sheetops.model import Book, Cells

__all__ = ["frames_book", "open_book"]


def open_book(path: Path | str | Sequence[Path | str], *, code_page: str = "cp1252", holds: str = "") -> Book:
    """Return a file, or several exports together, as one book; its sheets are read when they are asked for, and once.

    ``code_page`` is for text files that are not Unicode. The sheet of a text file is named after the file, or is the
    one that ``holds`` says if the book is that file alone. BookError names the file, and says what it really is or what
    is wrong and how to mend it; a sheet whose name two files have cannot be read.
    """
    paths = [path] if isinstance(path, (str, Path)) else path
    books = [_open(one, code_page, holds if len(paths) == 1 else "") for one in paths]
    if not books:
        raise BookError("No workbook was named. Name a workbook or one or more exports.")
    return books[0] if len(books) == 1 else _Together(books)


def _open(path: Path | str, code_page: str, holds: str) -> "_File":
    checked = guard.check(path)
    if checked.kind is FileKind.CSV:
        sheet = holds or checked.path.stem
        return _File(checked, (sheet,), lambda _: _text_cells(checked, sheet, code_page))
    workbook = Workbook(checked)
    if not workbook.sheets:
        raise BookError(f"{checked.name} has no sheet with cells. Open it in Excel and look what is in it.")
    return _File(checked, workbook.sheets, workbook.cells)


def _text_cells(checked: Checked, sheet: str, code_page: str) -> Cells:
    return Cells(checked.name, sheet, trimmed(csvfile.read_csv(checked.name, checked.data, code_page)))


class _File:
    """One file as a book."""

    def __init__(self, checked: Checked, sheets: tuple[str, ...], read: Callable[[str], Cells]) -> None:
        self.checked, self.sheets = checked, sheets
        self._read = read
        self._cells: dict[str, Cells] = {}

    @property
    def name(self) -> str:
        return self.checked.name

    def cells(self, sheet: str) -> Cells:
        if sheet not in self.sheets:
            raise _no_sheet(self.name, sheet, self.sheets)
        if sheet not in self._cells:
            self._cells[sheet] = self._read(sheet)
        return self._cells[sheet]

    def sources(self) -> tuple[tuple[str, str], ...]:
        return ((self.name, self.checked.sha256),)


class _Together:
    """Several files as one book."""

    def __init__(self, books: Sequence[_File]) -> None:
        self._books = books
        self._owners: dict[str, list[_File]] = {}
        same = {sheet.lower(): sheet for book in reversed(books) for sheet in reversed(book.sheets)}
        for book in books:
            for sheet in book.sheets:
                self._owners.setdefault(same[sheet.lower()], []).append(book)

    @property
    def name(self) -> str:
        return ", ".join(book.name for book in self._books)

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(self._owners)

    def cells(self, sheet: str) -> Cells:
        owners = self._owners.get(sheet, [])
        if not owners:
            raise _no_sheet(self.name, sheet, self.sheets)
        if len(owners) > 1:
            raise _in_both(sheet, owners[0], owners[1])
        return owners[0].cells(sheet)

    def sources(self) -> tuple[tuple[str, str], ...]:
        return tuple(source for book in self._books for source in book.sources())


def _in_both(sheet: str, one: _File, other: _File) -> BookError:
    return BookError(
        f"Both {one.checked.path} and {other.checked.path} have a sheet named {sheet}. Leave one of them out, or "
        "rename the sheet (for a text file: the file)."
    )


def _no_sheet(name: str, sheet: str, there: Sequence[str]) -> BookError:
    return BookError(
        f"{name} has no sheet named {sheet!r}; it has {', '.join(there)}. Choose one of them or rename it."
    )
