"""Where LibreOffice is on this machine: its program, and the folder of its Python bridge."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sheetops.excel.libreoffice.trouble import LibreOfficeError

_MAC = Path("/Applications/LibreOffice.app/Contents")
_LINUX = ("/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program", "/opt/libreoffice/program")
_REGISTERED = (r"SOFTWARE\LibreOffice\UNO\InstallPath", r"SOFTWARE\WOW6432Node\LibreOffice\UNO\InstallPath")
_DEBIAN = Path("/usr/lib/python3/dist-packages")


def find_program(wanted: Path | None = None) -> Path:
    """Return the soffice program: the one that is wanted, or the first that is found on this machine.

    Raises LibreOfficeError when there is none.
    """
    candidates = [wanted] if wanted else list(_programs())
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    where = f" at {wanted}" if wanted else ""
    raise LibreOfficeError(
        f"LibreOffice was not found{where}. Install it from libreoffice.org, or say where its soffice program is."
    )


def _programs() -> Iterator[Path]:
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    if on_path:
        yield Path(on_path)
    if sys.platform == "win32":
        yield from _windows_programs()
    yield _MAC / "MacOS" / "soffice"
    yield from (Path(folder) / "soffice" for folder in _LINUX)


def _windows_programs() -> Iterator[Path]:
    for folder in _registered_folders():
        yield folder / "soffice.exe"
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432"):
        if os.environ.get(variable):
            yield Path(os.environ[variable]) / "LibreOffice" / "program" / "soffice.exe"


def _registered_folders() -> list[Path]:
    """Return the program folders that LibreOffice's installer writes into the registry."""
    folders: list[Path] = []
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            for key in _REGISTERED:
                with suppress(OSError):
                    folders.append(Path(winreg.QueryValue(root, key)))
    return folders


def bridge_folders(program: Path) -> tuple[Path, ...]:
    """Return the folders where a LibreOffice's ``uno.py`` may be: its own first, then the system's."""
    own = program.resolve().parent
    return (own, own.parent / "Resources", own.parent / "Frameworks", _DEBIAN)


def bootstrap_file(program: Path) -> Path | None:
    """Return the file that the Python bridge needs to find LibreOffice's parts, if this LibreOffice has it."""
    own = program.resolve().parent
    names = (own / "fundamental.ini", own / "fundamentalrc", own.parent / "Resources" / "fundamentalrc")
    return next((name for name in names if name.is_file()), None)
