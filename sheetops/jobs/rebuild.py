"""Building what comes with sheetops again from its sources: the workbook of a new desk and the letters."""

import datetime as dt
from pathlib import Path

from sheetops.excel.build import build_desk
from sheetops.jobs.standing import standing_rows
from sheetops.sheets import SHEETS
from sheetops.word.stationery import build_letters

_SINCE = dt.date(2026, 1, 1)


def rebuild(top: Path) -> tuple[Path, ...]:
    """Build workbooks/desk.xlsx and the letters into the checkout at ``top``; return the files."""
    desk = top / "workbooks" / "desk.xlsx"
    build_desk(desk, tuple(SHEETS.values()), standing_rows({}, _SINCE))
    return (desk, *build_letters(top / "letters"))
