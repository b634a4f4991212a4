"""A test shows the sheet that it judges: a table of text, its first column the Excel row number."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from sheetops.check import check_sheet
from sheetops.model import Cells, Reading, Severity
from sheetops.sheets import SHEETS

Sheet = Callable[..., pd.DataFrame]


def _cells(name: str, table: str, columns: str) -> Cells:
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines() if line.strip()]
    if columns:
        lines.insert(0, ["row", *columns.split()])
    heading, *body = lines
    rows: list[list[str]] = [heading[1:]]
    for number, *cells in body:
        rows.extend([] for _ in range(int(number) - 1 - len(rows)))
        rows.append(cells)
    return Cells("desk.xlsx", name, [list(row) for row in rows])


def typed(name: str, table: str, columns: str = "", currency: str = "") -> pd.DataFrame:
    """Return the typed frame of a sheet from a text table; every row of it must be good.

    The first line holds the headings, or ``columns`` does (for a table of no rows).
    """
    cells = _cells(name, table, columns)
    checked = check_sheet(cells, SHEETS[name], Reading(dt.date(2026, 6, 30), currency=currency))
    wrong = [finding for finding in checked.findings if finding.severity is Severity.ERROR]
    assert not wrong, wrong
    return checked.frame


@pytest.fixture(scope="session")
def sheet() -> Sheet:
    """Return `typed`: a sheet's typed frame from a text table."""
    return typed
