"""Which kind of file a workbook is saved as, and how it is locked with a password."""

from pathlib import Path
from typing import Any

from sheetops.errors import OutputError
from sheetops.excel.libreoffice.bridge import properties, sequence, struct

# Names of LibreOffice's own filters (its help, "File Conversion Filter Names").
_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".xlt": "MS Excel 97 Vorlage/Template",
    ".ods": "calc8",
    ".ots": "calc8_template",
    ".csv": "Text - txt - csv (StarCalc)",
    ".html": "HTML (StarCalc)",
}


def file_filter(path: Path) -> str:
    """Return the filter that writes a file of this ending; OutputError when LibreOffice cannot write it."""
    suffix = path.suffix.lower()
    if suffix not in _FILTERS:
        raise OutputError(
            f"LibreOffice cannot save {path.name} as a {suffix or 'nameless kind of'} file. "
            f"Choose one of {', '.join(_FILTERS)}."
        )
    return _FILTERS[suffix]


_OFFICE_OPEN = (".xlsx", ".xlsm", ".xltx")
_OWN_OR_OLD = (".ods", ".ots", ".xls", ".xlt")


def locked_with(path: Path, password: str) -> tuple[Any, ...]:
    """Return what makes LibreOffice encrypt a file of this ending; OutputError when such files have no password."""
    suffix = path.suffix.lower()
    if suffix in _OWN_OR_OLD:
        return properties(Password=password)
    if suffix not in _OFFICE_OPEN:
        raise OutputError(f"{path.name} cannot have a password. Choose one of {', '.join(_OFFICE_OPEN + _OWN_OR_OLD)}.")
    # A plain Password is passed over without a word for these, and the file is then open to everybody.
    named = {"OOXPassword": password, "CryptoType": "Standard"}
    values = tuple(struct("beans.NamedValue", Name=name, Value=value) for name, value in named.items())
    return properties(EncryptionData=sequence("beans.NamedValue", values))
