"""The workbooks that a desk starts with, with all that belongs in them."""

import datetime as dt
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sheetops import resources
from sheetops.excel.build import build_desk, build_workbook
from sheetops.excel.catalogue import Workbook
from sheetops.excel.interpreter import set_interpreter, settings_for
from sheetops.excel.macros import Program
from sheetops.jobs.presets import Preset, preset_rows
from sheetops.jobs.samples import DAY, OWN, sample_rows
from sheetops.jobs.standing import Row, standing_rows
from sheetops.model import Column, Kind
from sheetops.sheets import SHEETS

_SINCE = dt.date(2026, 1, 1)


def write_desk(path: Path, preset: Preset | None = None) -> None:
    """Write the workbook without buttons, with every sheet and the rules that a new desk starts with."""
    build_desk(path, tuple(SHEETS.values()), rules({}, preset))


_NOTES = (
    Column("source", Kind.TEXT, hint="Where the figure comes from."),
    Column("source_date", Kind.TEXT, hint="Of when that is."),
    Column("note", Kind.TEXT, hint="What to mind."),
)
_NOTED = ("Policy", "Stages", "Holidays")


def preset_file(preset: Preset) -> str:
    """Return the name of a preset's example workbook."""
    return f"preset-{preset.name}.xlsx"


def write_preset(path: Path, preset: Preset) -> None:
    """Write a preset's example workbook: Policy, Stages and Holidays, each figure with its source, date and a note."""
    rows = preset_rows(preset, {}, _SINCE)
    sheets = [replace(SHEETS[name], columns=(*SHEETS[name].columns, *_NOTES)) for name in _NOTED]
    build_desk(path, sheets, {name: rows[name] for name in _NOTED})


def rules(own: Mapping[str, str], preset: Preset | None) -> dict[str, list[Row]]:
    """Return the rows of Policy, Stages, Templates and Holidays that a new desk starts with."""
    if preset is None:
        return standing_rows(own, _SINCE)
    noted = {column.name for column in _NOTES}
    return {
        name: [{column: value for column, value in row.items() if column not in noted} for row in some]
        for name, some in preset_rows(preset, own, _SINCE).items()
    }


def write_workbook(
    path: Path, workbook: Workbook, program: Program = Program.EXCEL, preset: Preset | None = None
) -> None:
    """Write a workbook with buttons (.xlsm), with sample rows and the rules that a new desk starts with."""
    rows = {**sample_rows(), **rules(OWN, preset)}
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


def ready_workbook(workbook: Workbook, program: Program, preset: Preset | None = None) -> bytes:
    """Return a workbook with buttons that knows this Python: .xlsm for Excel, .ods for LibreOffice.

    LibreOffice loses the buttons when it saves an .xlsm, and keeps them in its own format. Raises as `write_workbook`,
    and LibreOfficeError when that program is wanted and not found.
    """
    with tempfile.TemporaryDirectory(prefix="sheetops-") as folder:
        built = Path(folder) / workbook.file
        write_workbook(built, workbook, program, preset)
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
