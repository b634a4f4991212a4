"""Where the workbooks, macros and letters lie that come with sheetops.

In a checkout they stand at the top, where people look for them; a wheel carries them in the package, in ``shipped``.
"""

from pathlib import Path

from sheetops.errors import SheetopsError

_PACKAGE = Path(__file__).resolve().parent


def workbooks() -> Path:
    """Return the folder of the workbooks that a new desk starts with."""
    return _folder("workbooks")


def desk_workbook() -> Path:
    """Return the workbook that a new desk starts with."""
    return _there(workbooks() / "desk.xlsx")


def macros() -> Path:
    """Return the folder of the workbooks' macros, as text."""
    return _folder("macros")


def letters() -> Path:
    """Return the folder of the letters' templates, one folder a language inside it."""
    return _folder("letters")


def checkout() -> Path | None:
    """Return the top of the checkout that this sheetops runs from, or None when it was installed."""
    top = _PACKAGE.parent
    return top if (top / "pyproject.toml").is_file() and (top / "workbooks").is_dir() else None


def _folder(name: str) -> Path:
    shipped = _PACKAGE / "shipped" / name
    return _there(shipped if shipped.is_dir() else _PACKAGE.parent / name)


def _there(path: Path) -> Path:
    if not path.exists():
        raise SheetopsError(f"{path} is missing: it comes with sheetops. Install sheetops again.")
    return path
