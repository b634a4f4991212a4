"""Whether the buttons in a folder will work: the workbooks, the folder, xlwings, and one press from end to end.

The look-ups on Windows and macOS and the trial in Excel follow the documents of Microsoft and of xlwings; they have not
been run on those systems yet. The trial itself is tested in LibreOffice.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import xlwings as xw

from sheetops.excel import start
from sheetops.excel.catalogue import WORKBOOKS
from sheetops.excel.live.front import Front
from sheetops.excel.macros import SHARED, Program
from sheetops.jobs.asked import is_synced
from sheetops.jobs.doctor import Probe, State, excel
from sheetops.jobs.interpreters import tell_workbooks
from sheetops.jobs.workbooks import ready_workbook

PATIENCE = 60.0
"""Seconds that Excel on a Mac, where RunPython does not wait, is given to answer."""
BLOCKED = (
    "Windows marks files that come from the internet or by e-mail (the Mark of the Web), and Excel blocks the macros "
    "of marked files without asking. Right-click such a file, choose Properties, tick Unblock, and open it again. "
    "Better: make the desk's folder a Trusted Location (File, Options, Trust Center, Trust Center Settings, Trusted "
    "Locations; for a shared drive tick Allow Trusted Locations on my network as well), and Excel runs the macros of "
    "all workbooks in it."
)
"""What stands between a workbook that was sent and its macros, in three sentences and where to click."""


def excel_doctor(folder: Path) -> list[Probe]:
    """Return what was found about the buttons in a folder, after naming this Python in the workbooks there.

    Where there is Excel, a button of a new workbook is pressed in it as a trial.
    """
    probes = [_xlwings(), Probe("Blocked macros", State.NOTE, "how to let Excel run them", BLOCKED)]
    probes += [*_place(folder), *tell_workbooks(folder), *_marked(folder)]
    if excel().state is State.FINE:
        probes.append(_tried_in_excel())
    else:
        probes.append(
            Probe("A button, pressed", State.NOTE, "not tried: there is no Excel here", "Press Help on Start.")
        )
    return probes


def _xlwings(home: Path | None = None) -> Probe:
    version = metadata.version("xlwings")
    scripts = (home or Path.home()) / "Library" / "Application Scripts" / "com.microsoft.Excel"
    if sys.platform == "darwin" and not list(scripts.glob("xlwings*.applescript")):
        return Probe(
            "xlwings", State.MISSING, f"{version}, but Excel may not call it", "Type: xlwings runpython install"
        )
    return Probe("xlwings", State.FINE, version)


def _place(folder: Path) -> Iterator[Probe]:
    """Yield what is wrong with a folder as a place for workbooks with buttons."""
    if ";" in str(folder):
        cure = "Rename the folder: Python cannot be told a name with a semicolon."
        yield Probe("Name of the folder", State.MISSING, f"{folder} holds a semicolon (;)", cure)
    if is_synced(folder):
        cure = "Move the desk into a folder of this computer, or a shared drive: Excel opens it from the web otherwise."
        yield Probe("Place of the folder", State.MISSING, f"{folder} is one that OneDrive copies", cure)
    planted = folder / "xlwings.conf"
    if planted.exists():
        cure = "The workbooks do not read it. Delete it, unless other workbooks here need it."
        yield Probe("xlwings.conf", State.NOTE, f"{planted} is there", cure)


def _marked(folder: Path) -> Iterator[Probe]:
    """Yield the workbooks that carry the Mark of the Web, which Windows keeps in a stream beside the file."""
    for path in sorted(folder.glob("*.xlsm")):
        if path.with_name(f"{path.name}:Zone.Identifier").exists():
            cure = "Right-click it in the Explorer, choose Properties, tick Unblock, and open it again."
            yield Probe(path.name, State.MISSING, "it came from the internet: Excel blocks its macros", cure)


def _tried_in_excel() -> Probe:
    with tempfile.TemporaryDirectory(prefix="sheetops-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / WORKBOOKS[0].file
        path.write_bytes(ready_workbook(WORKBOOKS[0], Program.EXCEL))
        app = xw.App(visible=False, add_book=False)
        try:
            return tried(app, path)
        finally:
            app.quit()


def tried(app: xw.App, path: Path) -> Probe:
    """Return what came of pressing Help on a workbook with buttons, which is opened for it and closed unsaved."""
    book = app.books.open(path)
    try:
        said = _pressed(book)
        answered = Front(book).text("receipt").endswith(f" {start.Outcome.FINE}")
    except Exception as wrong:
        answered, said = False, f"{type(wrong).__name__}: its macros could not be started"
    finally:
        with suppress(Exception):
            book.close()
    if answered:
        return Probe("A button, pressed", State.FINE, "the macro started Python, and Python answered")
    first = next(iter(said.splitlines()), "no answer came")
    return Probe("A button, pressed", State.MISSING, first, BLOCKED)


def _pressed(book: xw.Book) -> str:
    said = str(book.macro(f"{SHARED}.PressQuietly")("show_help") or "")
    front, until = Front(book), time.monotonic() + PATIENCE
    while sys.platform == "darwin" and not front.text("receipt") and time.monotonic() < until:
        time.sleep(0.5)
    return said
