"""The workbooks that a desk starts with, with all that belongs in them."""

import datetime as dt
import sys
import tempfile
from pathlib import Path

from sheetops import resources
from sheetops.excel.build import build_desk, build_workbook
from sheetops.excel.catalogue import Workbook
from sheetops.excel.interpreter import set_interpreter, settings_for
from sheetops.excel.macros import Program
from sheetops.jobs.samples import DAY, OWN, sample_rows
from sheetops.jobs.standing import standing_rows
from sheetops.sheets import SHEETS

_SINCE = dt.date(2026, 1, 1)


def write_desk(path: Path) -> None:
    """Write the workbook without buttons, with every sheet and the rules that a new desk starts with."""
    build_desk(path, tuple(SHEETS.values()), standing_rows({}, _SINCE))


def write_workbook(path: Path, workbook: Workbook, program: Program = Program.EXCEL) -> None:
    """Write a workbook with buttons (.xlsm), with sample rows and the rules that a new desk starts with."""
    rows = {**sample_rows(), **standing_rows(OWN, _SINCE)}
    build_workbook(
        path,
        workbook,
        [SHEETS[name] for name in workbook.sheets],
        {name: rows[name] for name in workbook.sheets},
        program=program,
        languages=languages(),
        as_of=DAY,
    )


def languages() -> tuple[str, ...]:
    """Return the languages that there are letters in."""
    return tuple(sorted(place.name for place in resources.letters().iterdir() if place.is_dir()))


def ready_workbook(workbook: Workbook, program: Program) -> bytes:
    """Return a workbook with buttons that knows this Python: .xlsm for Excel, .ods for LibreOffice.

    LibreOffice loses the buttons when it saves an .xlsm, and keeps them in its own format. Raises as `write_workbook`,
    and LibreOfficeError when that program is wanted and not found.
    """
    with tempfile.TemporaryDirectory(prefix="sheetops-") as folder:
        built = Path(folder) / workbook.file
        write_workbook(built, workbook, program)
        set_interpreter(built, sys.executable, settings_for())
        return (_as_ods(built) if program is Program.LIBREOFFICE else built).read_bytes()


def _as_ods(built: Path) -> Path:
    from sheetops.excel.libreoffice import use_libreoffice  # a third of a second, for few

    app = use_libreoffice()
    try:
        book = app.books.open(built)
        book.save(built.with_suffix(".ods"))
        book.close()
    finally:
        app.quit()
    return built.with_suffix(".ods")
