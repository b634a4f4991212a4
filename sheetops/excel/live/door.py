"""The workbook whose button was pressed, in Excel or in LibreOffice."""

import sys
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
    document = _told("document")
    if document:
        return _in_libreoffice(document)
    try:
        return xw.Book.caller()
    except Exception as wrong:
        raise BookError(
            "No workbook asked for this. It is what the buttons of a workbook call: open renewals.xlsm or arrears.xlsm "
            "and press a button there, or use the command line (sheetops --help)."
        ) from wrong


def _told(name: str) -> str:
    return next((arg.partition("=")[2] for arg in sys.argv if arg.startswith(f"--{name}=")), "")


def _in_libreoffice(document: str) -> xw.Book:
    from sheetops.excel.libreoffice import use_libreoffice  # only those who have LibreOffice need it

    folder, settings = _told("program"), _told("profile")
    program = next((file for file in _programs(_path(folder)) if file.is_file()), None) if folder else None
    profile = _path(settings).parent if settings else None
    app = use_libreoffice(running=True, program=program, profile=profile)
    for book in app.books:
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
