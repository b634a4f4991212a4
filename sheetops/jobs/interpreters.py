"""The workbooks with buttons in a folder, and whether they find Python: seen, and put right."""

import sys
from collections.abc import Iterator
from pathlib import Path

from sheetops.errors import SheetopsError
from sheetops.excel.interpreter import interpreters, set_interpreter, settings_for
from sheetops.jobs.doctor import Probe, State


def tell_workbooks(folder: Path) -> list[Probe]:
    """Write this Python into every workbook with buttons (.xlsm) in a folder that names another, and say what was done.

    Workbooks that are no work of sheetops are passed over; one that is open stays as it is, and the probe says so.
    """
    found = [probe for path in sorted(folder.glob("*.xlsm")) if not path.name.startswith("~$") for probe in _told(path)]
    none = Probe("Buttons", State.NOTE, f"no workbook with buttons in {folder}", f"Type: sheetops init {folder}")
    return found or [none]


def _told(path: Path) -> Iterator[Probe]:
    wanted = settings_for()
    try:
        before = interpreters(path)
    except SheetopsError:
        return
    if all(before[setting] == sys.executable for setting in wanted):
        yield Probe(path.name, State.FINE, f"its buttons start {sys.executable}")
        return
    try:
        set_interpreter(path, sys.executable, wanted)
    except SheetopsError as wrong:
        yield Probe(path.name, State.MISSING, str(wrong), "Close it and type the same again.")
    else:
        yield Probe(path.name, State.FINE, f"its buttons now start {sys.executable} (before: {_said(before)})")


def _said(before: dict[str, str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, before.values()))) or "nothing"
