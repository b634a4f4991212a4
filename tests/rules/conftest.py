"""A test shows the sheet that it judges: a table of text, its first column the Excel row number."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from sheetops.checking import check_sheet
from sheetops.model import Cells, Kind, Reading, Severity
from sheetops.sheets import SHEETS

Sheet = Callable[..., pd.DataFrame]
Grid = Callable[[str, Iterable[Mapping[str, Any]]], pd.DataFrame]


def _typed(name: str, rows: list[list[Any]], currency: str = "") -> pd.DataFrame:
    checked = check_sheet(
        Cells("desk.xlsx", name, rows), SHEETS[name], Reading(dt.date(2026, 6, 30), currency=currency)
    )
    wrong = [finding for finding in checked.findings if finding.severity is Severity.ERROR]
    assert not wrong, wrong
    return checked.frame


def _from_table(name: str, table: str, columns: str = "", currency: str = "") -> pd.DataFrame:
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines() if line.strip()]
    heading, *body = [["row", *columns.split()], *lines] if columns else lines
    rows: list[list[Any]] = [heading[1:]]
    for number, *cells in body:
        rows.extend([] for _ in range(int(number) - 1 - len(rows)))
        rows.append(list(cells))
    return _typed(name, rows, currency)


def _from_rows(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    columns = SHEETS[name].columns
    money = {column.name for column in columns if column.kind is Kind.MONEY}
    heading = [column.name for column in columns]
    body = [
        [Decimal(row[key]) / 100 if key in money and row.get(key) is not None else row.get(key) for key in heading]
        for row in rows
    ]
    return _typed(name, [heading, *body])


@pytest.fixture(scope="session")
def sheet() -> Sheet:
    """Return a sheet's typed frame from a text table; every row of it must be good.

    The first line holds the headings, or ``columns`` does.
    """
    return _from_table


@pytest.fixture(scope="session")
def grid() -> Grid:
    """Return a sheet's typed frame from rows by column, amounts in minor units, Excel rows from 2 on."""
    return _from_rows
