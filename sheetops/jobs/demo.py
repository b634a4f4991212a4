"""The demonstration: the sample desk, and a whole day's work over it."""

from pathlib import Path
from typing import NamedTuple

from sheetops.excel.build import build_desk
from sheetops.jobs.day import run_day
from sheetops.jobs.new_desk import put_letters
from sheetops.jobs.sample import DAY, sample_rows
from sheetops.model import Outcome, Progress, silent
from sheetops.publish import make_folder
from sheetops.sheets import SHEETS

RESULTS = "results"


class Demo(NamedTuple):
    """What the demonstration left: the desk's workbook, whether it was there before, and each job's outcome."""

    desk: Path
    kept: bool
    outcomes: list[Outcome]


def demo(folder: Path, progress: Progress = silent) -> Demo:
    """Put the sample desk into a folder and do its day, 30 June 2026; the results go into ``results`` there.

    A desk.xlsx that is there already is used as it is: somebody may have mended what the check found.
    """
    make_folder(folder)
    desk = folder / "desk.xlsx"
    kept = desk.exists()
    if not kept:
        progress("Writing the sample desk", 0, 1)
        build_desk(desk, tuple(SHEETS.values()), sample_rows())
        progress("Writing the sample desk", 1, 1)
    put_letters(folder)
    return Demo(desk, kept, run_day(desk, as_of=DAY, out=folder / RESULTS, progress=progress))
