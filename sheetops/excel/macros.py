"""The macros of a workbook with buttons, from their texts: ours, and those that start Python."""

from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from sheetops import resources
from sheetops.errors import SheetopsError
from sheetops.excel.catalogue import Workbook
from sheetops.excel.vba import CODE_PAGE, vba_project


class Program(StrEnum):
    """The spreadsheet program that a workbook is for: its macros start Python in that program's way."""

    EXCEL = "excel"
    LIBREOFFICE = "libreoffice"


SHARED = "Sheetops"
"""The module that every workbook has; the module with its Subs is named for the workbook."""


def modules(workbook: Workbook, program: Program) -> dict[str, str]:
    """Return the source of each module, by name: the workbook's own, the shared one, and the one with RunPython.

    For Excel the last is the module of the xlwings that is installed, so that both are of one version; LibreOffice
    cannot compile that and gets a small one of ours. SheetopsError when a text is missing.
    """
    own = {name: _text(resources.macros() / f"{name}.bas") for name in (workbook.module, SHARED)}
    if program is Program.EXCEL:
        return own | {"xlwings": _text(_xlwings() / "xlwings.bas")}
    return own | {"LibreOffice": _text(resources.macros() / "libreoffice" / "LibreOffice.bas")}


def classes(program: Program) -> dict[str, str]:
    """Return the source of each class module, by name: xlwings needs one where Excel runs on a Mac."""
    return {"Dictionary": _text(_xlwings() / "addin" / "Dictionary.cls")} if program is Program.EXCEL else {}


def project(workbook: Workbook, program: Program, sheets: int) -> bytes:
    """Return the VBA project of a workbook with so many sheets, whose code names are Sheet1, Sheet2 ..."""
    documents = ("ThisWorkbook", *(code_name(number) for number in range(sheets)))
    return vba_project(modules(workbook, program), documents, classes(program))


def code_name(number: int) -> str:
    """Return the name that macros know a sheet by, counted from 0 here."""
    return f"Sheet{number + 1}"


def _xlwings() -> Path:
    found = find_spec("xlwings")  # importing it takes a third of a second
    if found is None or found.origin is None:
        raise SheetopsError("xlwings is not installed. Install sheetops again: pip install --force-reinstall sheetops")
    return Path(found.origin).parent


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode(CODE_PAGE)
    except OSError as wrong:
        raise SheetopsError(f"{path} cannot be read ({wrong.strerror}). Install sheetops and xlwings again.") from wrong
