"""Building what comes with sheetops again from its sources: the workbooks of a new desk and the letters."""

from pathlib import Path

from sheetops.excel.catalogue import WORKBOOKS, Workbook
from sheetops.jobs.presets import PRESETS, Preset
from sheetops.jobs.workbooks import preset_file, write_desk, write_preset, write_workbook
from sheetops.word.stationery import build_letters


def rebuild(top: Path) -> tuple[Path, ...]:
    """Build the workbooks and the letters into the checkout at ``top``; return the files.

    The macros that start Python are those of the xlwings that is installed.
    """
    letters = build_letters(top / "letters")
    desk = top / "workbooks" / "desk.xlsx"
    write_desk(desk)
    presets = tuple(_preset(top / "workbooks" / preset_file(preset), preset) for preset in PRESETS.values())
    return (desk, *(_built(top / "workbooks" / workbook.file, workbook) for workbook in WORKBOOKS), *presets, *letters)


def _preset(path: Path, preset: Preset) -> Path:
    write_preset(path, preset)
    return path


def _built(path: Path, workbook: Workbook) -> Path:
    write_workbook(path, workbook)
    return path
