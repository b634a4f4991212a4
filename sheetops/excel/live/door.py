"""The workbook whose button was pressed, in Excel or in LibreOffice."""

import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlparse
from urllib.request import url2pathname

import xlwings as xw

from sheetops.errors import BookError


def caller() -> xw.Book:
    """Return the workbook whose button started this Python; BookError when nothing says which.

    Excel says it through xlwings. LibreOffice's macro says it with ``--document``, and with ``--program`` and
    ``--profile`` which LibreOffice it is.
    """
    document = told("document")
    if document:
        return _in_libreoffice(document)
    try:
        return xw.Book.caller()
    except Exception as wrong:
        raise BookError(
            "No workbook asked for this. It is what the buttons of a workbook call: open renewals.xlsm or arrears.xlsm "
            "and press a button there, or use the command line (sheetops --help)."
        ) from wrong


def calling_app() -> xw.App:
    """Return the program whose button started this Python, whether or not the workbook is still open there."""
    return _libreoffice() if told("document") else xw.Book.caller().app


def opened_in(app: xw.App, workbook: Path) -> xw.Book | None:
    """Return the open workbook of a file, None when it is not open in that program or the program is gone."""
    with suppress(Exception):
        for book in app.books:
            with suppress(Exception):  # xlwings cannot say where a workbook from the web is
                if Path(book.fullname) == workbook:
                    return book
    return None


def told(name: str) -> str:
    """Return what the command that started this Python was told by ``--name=``, "" when it was not."""
    return next((arg.partition("=")[2] for arg in sys.argv if arg.startswith(f"--{name}=")), "")


def _libreoffice() -> xw.App:
    from sheetops.excel.libreoffice import use_libreoffice  # only those who have LibreOffice need it

    folder, settings = told("program"), told("profile")
    program = next((file for file in _programs(_path(folder)) if file.is_file()), None) if folder else None
    profile = _path(settings).parent if settings else None
    return use_libreoffice(running=True, program=program, profile=profile)


def _in_libreoffice(document: str) -> xw.Book:
    for book in _libreoffice().books:
        if str(book.api.getURL()) == document:
            return book
    raise BookError(
        f"LibreOffice has {unquote(document.rpartition('/')[2])} no longer open. Open it and press the button again."
    )


def _path(url: str) -> Path:
    parsed = urlparse(url)
    return Path(url2pathname(parsed.path)) if parsed.scheme == "file" else Path(url)


def _programs(folder: Path) -> tuple[Path, ...]:
    return folder / "soffice.exe", folder / "soffice", folder.parent / "MacOS" / "soffice"
