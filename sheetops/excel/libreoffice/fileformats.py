"""Which kind of file a workbook is saved as."""

from pathlib import Path

from sheetops.errors import OutputError

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
