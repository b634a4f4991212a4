"""A test shows the sheet that it judges, typed as one types into Excel; the first column is the Excel row number."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from sheetops.checking import Checked, check_sheet, cross_check
from sheetops.model import CellError, Cells, Finding, Reading, Uncalculated
from sheetops.sheets import SHEETS
from sheetops.sheets.cells.words import EXCEL_ERRORS

AS_OF = dt.date(2026, 6, 30)
READING = Reading(AS_OF, currency="NZD", country="NZ")

Check = Callable[..., dict[str, Checked]]
Found = Callable[..., list[tuple[str, str]]]


def typed(text: str) -> Any:
    """Return what Excel would make of a typed cell: 'text, 12.5, 2026-06-30, TRUE, #N/A; =A1 was never calculated."""
    if text.startswith("'"):
        return text[1:]
    if text in EXCEL_ERRORS:
        return CellError(text)
    if text.startswith("="):
        return Uncalculated(text)
    if text in ("", "TRUE", "FALSE"):
        return {"": None, "TRUE": True, "FALSE": False}[text]
    for kind in (float, dt.date.fromisoformat, dt.datetime.fromisoformat):
        try:
            return kind(text) if len(text) != 8 or kind is float else text
        except ValueError:
            continue
    return text


def cells(sheet: str, table: str, file: str = "desk.xlsx", **more: Any) -> Cells:
    """Return the cells of a table: its first line holds the headings, in row 1; the others say their row."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    rows: list[list[Any]] = []
    for number, *line in lines:
        at = int(number) if number.isdigit() else 1
        rows.extend([] for _ in range(at - 1 - len(rows)))
        rows.append([typed(cell) for cell in line])
    return Cells(file, sheet, rows, **more)


def checked(reading: Reading = READING, **tables: str | Cells) -> dict[str, Checked]:
    """Return sheets after all checks; each is given by its name, as a table or as cells."""
    given = {name: cells(name, table) if isinstance(table, str) else table for name, table in tables.items()}
    return cross_check({name: check_sheet(one, SHEETS[name], reading) for name, one in given.items()}, reading)


def all_findings(sheets: dict[str, Checked]) -> list[Finding]:
    return [finding for one in sheets.values() for finding in one.findings]


@pytest.fixture(scope="session")
def check() -> Check:
    """Check sheets given as tables by their names."""
    return checked


@pytest.fixture(scope="session")
def found() -> Found:
    """Return (cell, check) of every finding on sheets given as tables, or those of one sheet alone by ``on``."""

    def find(on: str = "", **tables: Any) -> list[tuple[str, str]]:
        sheets = checked(**tables)
        return [(f.cell, f.check) for f in all_findings(sheets) if not on or f.sheet == on]

    return find


@pytest.fixture(scope="session")
def one() -> Callable[..., Finding]:
    """Return the one finding on sheets given as tables; there must be no other."""

    def find(reading: Reading = READING, **tables: Any) -> Finding:
        findings = all_findings(checked(reading, **tables))
        assert len(findings) == 1, findings
        return findings[0]

    return find


@pytest.fixture(scope="session")
def grid() -> Callable[..., Cells]:
    """Return the cells of a table of text, typed as in Excel."""
    return cells


@pytest.fixture(scope="session")
def column() -> Callable[..., tuple[list[Any], list[Finding]]]:
    """Return what raw cells in one column of a sheet are read as (good rows), and what is found about them."""

    def read(
        sheet: str, name: str, raws: Sequence[Any], reading: Reading = READING, **others: Any
    ) -> tuple[list[Any], list[Finding]]:
        row = {column.name: "x" for column in SHEETS[sheet].columns if column.required} | others
        heads = [*row, *({name} - set(row))]
        rows = [[raw if head == name else row[head] for head in heads] for raw in raws]
        result = check_sheet(Cells("desk.xlsx", sheet, [heads, *rows]), SHEETS[sheet], reading)
        return result.frame[name].tolist(), list(result.findings)

    return read
