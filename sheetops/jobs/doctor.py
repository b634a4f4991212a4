"""What is installed on this computer and what is missing, in plain words, with what to do about it."""

import os
import platform
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from sheetops import resources
from sheetops.errors import SheetopsError
from sheetops.jobs.standing import templates

FLOOR = {(3, 11): (3, 11, 10), (3, 12): (3, 12, 5)}
"""By Python line: the first release without the known faults in zip files and e-mail headers."""
EXPAT_FLOOR = (2, 6, 0)
"""The first expat that cannot be slowed down without end by a crafted file (CVE-2023-52425)."""
SQLITE_FLOOR = (3, 37, 0)
"""The first SQLite with STRICT tables, which the register of issued documents needs."""


class State(StrEnum):
    """How a thing is: fine, worth a note, or missing so that something will not work."""

    FINE = "fine"
    NOTE = "note"
    MISSING = "missing"


class Probe(NamedTuple):
    """One thing that was looked at: what it is, how it is, what was seen, and what to do."""

    what: str
    state: State
    seen: str
    cure: str = ""


def doctor(folder: Path) -> list[Probe]:
    """Return what was found on this computer; ``folder`` is where the desk's results are to go.

    Nothing is started and nothing outside ``folder`` is written. Excel is looked up where Windows and macOS keep it;
    these two look-ups have not been tried on a real machine yet.
    """
    sheets, office = excel(), _libreoffice()
    return [_python(), _libraries(), *_packages(), sheets, office, *_neither(sheets, office), _fonts(), _workbook(),
    _letters(folder), _writable(folder)]  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ Python


def _python() -> Probe:
    seen = f"{platform.python_version()} ({sys.executable})"
    if sys.version_info[:3] < FLOOR.get(sys.version_info[:2], (0,)):
        return Probe(
            "Python",
            State.NOTE,
            seen,
            "This release has known faults in zip files and e-mail headers; update it when you can.",
        )
    return Probe("Python", State.FINE, seen)


def _libraries() -> Probe:
    seen = f"SQLite {sqlite3.sqlite_version}, expat {'.'.join(map(str, expat.version_info))}"
    if sqlite3.sqlite_version_info < SQLITE_FLOOR or expat.version_info < EXPAT_FLOOR:
        return Probe(
            "Built into Python",
            State.NOTE,
            seen,
            "They are older than sheetops likes; a newer Python brings newer ones.",
        )
    return Probe("Built into Python", State.FINE, seen)


_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)\s*(?:>=\s*(?P<least>[0-9.]+))?")


def packages() -> list[tuple[str, str]]:
    """Return sheetops and each package that it needs, with its version; "" for one that is missing."""
    return [(name, _version(name)) for name in ("sheetops", *_needed())]


def _packages() -> Iterator[Probe]:
    versions = {name: _version(name) for name in _needed()}
    wrong = {name: least for name, least in _needed().items() if _parts(versions[name]) < _parts(least)}
    good = ", ".join(f"{name} {version}" for name, version in versions.items() if name not in wrong)
    yield Probe("Packages", State.FINE, good or "none")
    for name, least in wrong.items():
        yield Probe(
            name,
            State.MISSING,
            versions[name] or "not installed",
            f'Type: {Path(sys.executable).name} -m pip install "{name}>={least}"',
        )


def _needed() -> dict[str, str]:
    try:
        lines = metadata.requires("sheetops") or []
    except metadata.PackageNotFoundError:
        return {}
    found = (_REQUIREMENT.match(line) for line in lines if "extra ==" not in line)
    return {match["name"]: match["least"] or "0" for match in found if match}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d+", version)[:3])


# ------------------------------------------------------------------------------------------------------- spreadsheets


def excel() -> Probe:
    """Return whether Excel is on this computer; it is looked up and not started."""
    if sys.platform not in {"win32", "darwin"}:
        return Probe("Excel", State.NOTE, "does not exist for this system", "The workbooks open in LibreOffice.")
    place = _excel_on_windows() if sys.platform == "win32" else _excel_on_mac()
    if place:
        return Probe("Excel", State.FINE, f"{place} (looked up, not started)")
    return Probe("Excel", State.NOTE, "not found", "Install Microsoft 365, or use LibreOffice.")


def _excel_on_windows() -> str:
    if sys.platform != "win32":
        return ""
    import winreg  # there is none elsewhere

    key = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
        try:
            return winreg.QueryValue(root, key)
        except OSError:
            continue
    return ""


def _excel_on_mac() -> str:
    place = Path("/Applications/Microsoft Excel.app")
    return str(place) if place.is_dir() else ""


def soffice() -> Path | None:
    """Return LibreOffice's program, or None when it is not installed where it usually is."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    usual = [
        Path(os.environ.get(name, "")) / "LibreOffice/program/soffice.exe"
        for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")
    ]
    usual.append(Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"))
    return Path(found) if found else next((place for place in usual if place.is_absolute() and place.is_file()), None)


def _libreoffice() -> Probe:
    place = soffice()
    if place:
        return Probe("LibreOffice", State.FINE, str(place))
    cure = "Only needed for PDF files and where there is no Excel: libreoffice.org, or your package manager."
    return Probe("LibreOffice", State.NOTE, "not found", cure)


def _neither(sheets: Probe, office: Probe) -> Iterator[Probe]:
    if State.FINE not in (sheets.state, office.state):
        cure = "Install Microsoft 365 or LibreOffice: without one of them you cannot open the results."
        yield Probe("A spreadsheet program", State.MISSING, "neither Excel nor LibreOffice", cure)


# ----------------------------------------------------------------------------------------------------------- letters

FONTS = ("calibri", "carlito")
"""The letters' font, or the free one of the same widths that stands in for it."""


def _fonts() -> Probe:
    found = next((path.name for folder in _font_folders() for path in _named(folder, FONTS)), "")
    if found:
        return Probe("Font of the letters", State.FINE, found)
    cure = "Letters will be set in another font and may run to a second page. Install the free font Carlito."
    return Probe("Font of the letters", State.NOTE, "neither Calibri nor Carlito", cure)


def _font_folders() -> Iterator[Path]:
    home = Path.home()
    yield Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
    yield Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts"
    yield from (
        Path("/Library/Fonts"),
        home / "Library/Fonts",
        Path("/Applications/Microsoft Word.app/Contents/Resources/DFonts"),
    )
    yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts")


def _named(folder: Path, names: tuple[str, ...]) -> Iterator[Path]:
    if folder.is_dir():
        files = (path for path in folder.rglob("*") if path.suffix.casefold() in {".ttf", ".otf", ".ttc"})
        yield from (path for path in files if path.name.casefold().startswith(names))


def _workbook() -> Probe:
    try:
        return Probe("Workbook of a new desk", State.FINE, str(resources.desk_workbook()))
    except SheetopsError:
        return Probe("Workbook of a new desk", State.MISSING, "desk.xlsx is not there", "Install sheetops again.")


def _letters(folder: Path) -> Probe:
    """Look at the desk's own letters, and for those that it has not at the ones that come with sheetops."""
    own = folder / "letters"
    try:
        ours = resources.letters()
    except SheetopsError as error:
        return Probe("Letters", State.MISSING, str(error), "Install sheetops again.")
    files = [str(row["file"]) for row in templates()]
    lacking = [file for file in files if not (own / file).is_file()]
    gone = [file for file in lacking if not (ours / file).is_file()]
    if gone:
        return Probe("Letters", State.MISSING, f"{', '.join(gone)} not in {ours}", "Install sheetops again.")
    if lacking and own.is_dir():
        cure = f"The ones that come with sheetops are used. To have them here and change them: sheetops init {folder}"
        return Probe("Letters", State.NOTE, f"{', '.join(lacking)} not in {own}", cure)
    return Probe("Letters", State.FINE, f"all {len(files)} in {ours if lacking else own}")


def _writable(folder: Path) -> Probe:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Probe("Folder for results", State.FINE, f"{folder} can be written to")
    except OSError as wrong:
        cure = "Choose a folder of your own, or ask whoever looks after this computer."
        return Probe("Folder for results", State.MISSING, f"{folder} cannot be written to ({wrong.strerror})", cure)
