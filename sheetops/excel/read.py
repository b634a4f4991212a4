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


def open_book(path: Path | str | Sequence[Path | str], *, code_page: str = "cp1252") -> Book:
    """Return a file, or several exports together, as one book; its sheets are read when they are asked for, and once.

    ``code_page`` is for text files that are not Unicode. The sheet of a text file is named after the file. BookError
    names the file, and says what it really is or what is wrong and how to mend it; sheets of two files must not share a
    name.
    """
    if isinstance(path, (str, Path)):
        return _open(path, code_page)
    books = [_open(one, code_page) for one in path]
    if not books:
        raise BookError("No workbook was named. Name a workbook or one or more exports.")
    return books[0] if len(books) == 1 else _Together(books)


def _open(path: Path | str, code_page: str) -> "_File":
    checked = guard.check(path)
    if checked.kind is FileKind.CSV:
        sheet = checked.path.stem
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
        self._owner: dict[str, _File] = {}
        for book in books:
            for sheet in book.sheets:
                self._add(sheet, book)

    def _add(self, sheet: str, book: _File) -> None:
        for known, owner in self._owner.items():
            if known.lower() == sheet.lower():
                raise BookError(
                    f"Both {owner.checked.path} and {book.checked.path} have a sheet named {sheet}. Leave one "
                    "of them out, or rename the sheet (for a text file: the file)."
                )
        self._owner[sheet] = book

    @property
    def name(self) -> str:
        return ", ".join(book.name for book in self._books)

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(self._owner)

    def cells(self, sheet: str) -> Cells:
        if sheet not in self._owner:
            raise _no_sheet(self.name, sheet, self.sheets)
        return self._owner[sheet].cells(sheet)

    def sources(self) -> tuple[tuple[str, str], ...]:
        return tuple(source for book in self._books for source in book.sources())


def _no_sheet(name: str, sheet: str, there: Sequence[str]) -> BookError:
    return BookError(
        f"{name} has no sheet named {sheet!r}; it has {', '.join(there)}. Choose one of them or rename it."
    )
