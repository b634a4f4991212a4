"""xlwings' Books and Book for LibreOffice: the open workbooks."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from xlwings import base_classes

from sheetops.errors import BookError, OutputError
from sheetops.excel.libreoffice import bridge
from sheetops.excel.libreoffice.fileformats import file_filter, locked_with
from sheetops.excel.libreoffice.names import Names
from sheetops.excel.libreoffice.numberformats import NumberFormats
from sheetops.excel.libreoffice.ranges import Range
from sheetops.excel.libreoffice.sheets import Sheet, Sheets
from sheetops.excel.libreoffice.trouble import is_from_office, spoken

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_RUN_MACROS, _NO_MACROS = 4, 0  # com.sun.star.document.MacroExecMode: ALWAYS_EXECUTE_NO_WARN, NEVER_EXECUTE


@spoken
class Books(base_classes.Books):
    """The workbooks that are open in one LibreOffice, in the order in which it lists them."""

    def __init__(self, app: Any) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        """LibreOffice's list of open documents."""
        return self.app.office.desktop.Components

    @property
    def newest(self) -> "Book | None":
        """The active workbook, or the one that was opened last; None when none is open."""
        books = list(self)
        current = self.app.office.desktop.getCurrentComponent()
        return next((book for book in books if book.xl == current), books[0] if books else None)

    @property
    def active(self) -> "Book":
        """The active workbook; KeyError when none is open."""
        book = self.newest
        if book is None:
            raise KeyError("No workbook is open in LibreOffice.")
        return book

    def __iter__(self) -> Iterator["Book"]:
        documents = self.api.createEnumeration()
        found = []
        while documents.hasMoreElements():
            document = documents.nextElement()
            if hasattr(document, "supportsService") and document.supportsService(_SPREADSHEET):
                found.append(self.app.book(document))
        return iter(found)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __call__(self, name_or_index: int | str) -> "Book":
        """Return a workbook by its name or its place, counted from 1; KeyError when there is none."""
        books = list(self)
        if isinstance(name_or_index, int):
            if 1 <= name_or_index <= len(books):
                return books[name_or_index - 1]
            raise KeyError(name_or_index)
        for book in books:
            if book.name.lower() == name_or_index.lower():
                return book
        raise KeyError(name_or_index)

    def add(self) -> "Book":
        """Open a new empty workbook."""
        return self._load("private:factory/scalc", "a new workbook")

    def open(
        self,
        fullname: str,
        update_links: Any = None,
        read_only: Any = None,
        format: Any = None,
        password: str | None = None,
        *rest: Any,
        **more: Any,
    ) -> "Book":
        """Open a workbook file; BookError when LibreOffice cannot. Links are updated only when asked for.

        Other settings that Excel has for opening mean nothing here and are passed over.
        """
        wanted: dict[str, Any] = {
            "ReadOnly": bool(read_only),
            "UpdateDocMode": 3 if update_links else 0,
            "MacroExecutionMode": _RUN_MACROS if self.app.office.macros else _NO_MACROS,
        }
        if password:
            wanted["Password"] = password
        return self._load(bridge.to_url(Path(fullname).absolute()), fullname, **wanted)

    def _load(self, url: str, what: str, **wanted: Any) -> "Book":
        # Without a screen nothing is seen anyway, and a hidden workbook has no panes that could be frozen.
        hidden = not (self.app.visible or self.app.office.headless)
        desktop = self.app.office.desktop
        try:
            document = desktop.loadComponentFromURL(url, "_blank", 0, bridge.properties(Hidden=hidden, **wanted))
        except Exception as error:
            if not is_from_office(error) or not self.app.office.alive():
                raise
            document = None
        if document is None or not document.supportsService(_SPREADSHEET):
            if document is not None:
                document.close(True)
            raise BookError(_why_not_opened(what))
        return self.app.book(document)


@spoken
class Book(base_classes.Book):
    """An open workbook."""

    def __init__(self, app: Any, document: Any) -> None:
        self._app = app
        self.xl = document
        self.formats = NumberFormats(document)
        day = document.NullDate
        self.epoch = dt.datetime(day.Year, day.Month, day.Day)  # noqa: DTZ001  sheets know no time zones

    @property
    def api(self) -> Any:
        """LibreOffice's document."""
        return self.xl

    @property
    def app(self) -> Any:
        """The LibreOffice that it is open in."""
        return self._app

    @property
    def name(self) -> str:
        """The file's name, or the title of a workbook that was never saved."""
        return Path(self.fullname).name if self.xl.hasLocation() else str(self.xl.getTitle())

    @property
    def fullname(self) -> str:
        """The file's path (a web address as it is), or the title of a workbook that was never saved."""
        return bridge.from_url(self.xl.getURL()) if self.xl.hasLocation() else str(self.xl.getTitle())

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """The names that it defines, those of single sheets included."""
        return Names(self, None)

    @property
    def selection(self) -> Any:
        """The selected cells, or None when something else is selected."""
        selected = self.xl.getCurrentController().getSelection()
        addresses = _addresses(selected)
        if not addresses:
            return None
        return Range.of_addresses(Sheet(self, self.xl.Sheets.getByIndex(addresses[0].Sheet)), addresses)

    def close(self) -> None:
        """Close it without saving."""
        self._app.drop(self)
        self.xl.setModified(False)
        self.xl.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, or save it as ``path``; OutputError when the file cannot be written.

        The ending says the kind of file. A workbook that was never saved goes into the current folder as ``.xlsx``.
        """
        if path is None and not self.xl.hasLocation():
            path = f"{self.name}.xlsx"
        if path is None and not password:
            self._write(Path(self.fullname), self.xl.store)
            return
        target = Path(path or self.fullname).absolute()
        wanted = bridge.properties(FilterName=file_filter(target), Overwrite=True)
        wanted += locked_with(target, password) if password else ()
        self._write(target, lambda: self.xl.storeAsURL(bridge.to_url(target), wanted))

    def to_pdf(self, path: str, quality: Any = None) -> None:
        """Print the visible sheets into a PDF file."""
        target = Path(path).absolute()
        wanted = bridge.properties(FilterName="calc_pdf_Export")
        self._write(target, lambda: self.xl.storeToURL(bridge.to_url(target), wanted))

    def activate(self) -> None:
        """Make it the active workbook."""
        self.xl.getCurrentController().getFrame().activate()

    def json(self) -> None:
        """Not here: that is for another xlwings product."""
        raise NotImplementedError

    def _write(self, target: Path, store: Any) -> None:
        if not target.parent.is_dir():  # LibreOffice would make it, wherever a wrong path leads
            raise OutputError(f"{target} could not be saved: there is no folder {target.parent}. Make it first.")
        try:
            store()
        except Exception as error:
            if not is_from_office(error) or not self._app.office.alive():
                raise
            raise OutputError(
                f"{target} could not be saved. Close the file if it is open elsewhere, look whether the folder exists "
                "and may be written to, or choose another name."
            ) from error


def _why_not_opened(what: str) -> str:
    path = Path(what)
    lock = path.with_name(f".~lock.{path.name}#")
    if lock.exists():
        return (
            f"{what} is open in another LibreOffice. Close it there. If nobody has it open, LibreOffice ended badly "
            f"and left {lock.name} beside it: delete that file and try again."
        )
    return (
        f"LibreOffice could not open {what} as a workbook. Look whether the file is a workbook at all, whether it is "
        "damaged, and whether it has a password that was not given or is wrong."
    )


def _addresses(selected: Any) -> list[Any]:
    for question in ("getRangeAddresses", "getRangeAddress"):
        with suppress(AttributeError):
            found = getattr(selected, question)()
            return list(found) if question.endswith("es") and isinstance(found, tuple) else [found]
    return []
