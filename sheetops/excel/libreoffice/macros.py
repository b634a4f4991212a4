"""Running the macros that a workbook carries."""

import re
from collections.abc import Iterable
from typing import Any

from sheetops.excel.libreoffice.office import within
from sheetops.excel.libreoffice.trouble import LibreOfficeError, is_from_office, said

_MACRO = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'!|(?P<book>[^'!]+)!)?(?P<name>[\w.]+)\Z")
_LIBRARIES = ("VBAProject", "Standard")


def run(books: Iterable[Any], macro: str, args: tuple[Any, ...], timeout: float = 600.0) -> Any:
    """Run ``'Book.xlsm'!Module1.Name`` (or without the book, in the first book that has it) and return its result."""
    match = _MACRO.match(macro)
    if match is None:
        raise LibreOfficeError(f"{macro} is not a macro's name. Write it like 'Book.xlsm'!Module1.Name.")
    wanted = (match["quoted"] or match["book"] or "").replace("''", "'").lower()
    for book in books:
        url = _url(book.xl, match["name"]) if wanted in ("", book.name.lower()) else ""
        if url:
            return invoke(book, url, args, timeout)
    raise LibreOfficeError(f"No open workbook has a macro {macro}.")


def _url(document: Any, name: str) -> str:
    """Return the address of a macro that a document has, or ""."""
    libraries = document.BasicLibraries
    for library in _LIBRARIES:
        if libraries.hasByName(library):
            libraries.loadLibrary(library)
            for module in libraries.getByName(library).getElementNames():
                found = _in_module(str(libraries.getByName(library).getByName(module)), module, name)
                if found:
                    return f"vnd.sun.star.script:{library}.{found}?language=Basic&location=document"
    return ""


def _in_module(source: str, module: str, name: str) -> str:
    wanted_module, _, wanted = name.rpartition(".")
    if wanted_module and wanted_module.lower() != module.lower():
        return ""
    there = re.search(rf"^\s*(?:Public\s+)?(?:Sub|Function)\s+({re.escape(wanted)})\b", source, re.I | re.M)
    return f"{module}.{there[1]}" if there else ""


def invoke(book: Any, url: str, args: tuple[Any, ...] = (), timeout: float = 600.0) -> Any:
    """Run a workbook's macro by its address and return its result.

    LibreOfficeError when macros are off, when there is no such macro, or when it has not come back after ``timeout``
    seconds: it may then still be running.
    """
    # LibreOffice itself holds back only what would run by itself when a workbook is opened.
    if not book.app.office.macros:
        raise LibreOfficeError(
            f"Macros are off, so {_name(url)} does not run. For a workbook of your own: use_libreoffice(macros=True)."
        )
    outcome: list[Any] = []
    failed: list[BaseException] = []

    def call() -> None:
        try:
            outcome.append(book.xl.getScriptProvider().getScript(url).invoke(args, (), ())[0])
        except Exception as error:
            failed.append(error)

    if not within(timeout, call):
        raise LibreOfficeError(
            f"The macro {_name(url)} has not come back after {timeout:g} seconds. Look whether LibreOffice shows a "
            "question, and close LibreOffice when it does not react any more."
        )
    if failed:
        raise _failure(url, failed[0]) from failed[0]
    return outcome[0]


def _failure(url: str, error: BaseException) -> BaseException:
    if not is_from_office(error):
        return error
    return LibreOfficeError(f"The macro {_name(url)} did not run: {said(error)}")


def _name(url: str) -> str:
    return url.partition(":")[2].partition("?")[0]
