"""A desk written as text in a test: each sheet a table whose first column is the Excel row number."""

from pathlib import Path

import pandas as pd
import xlsxwriter


def book(**tables: str) -> dict[str, pd.DataFrame]:
    """Return sheets by name as people keep them: every cell a text, blank cells None, rows at their Excel numbers."""
    return {name: _frame(table) for name, table in tables.items()}


def workbook(path: Path, **tables: str) -> Path:
    """Write the same desk as a workbook."""
    with xlsxwriter.Workbook(path) as file:
        for name, table in tables.items():
            sheet = file.add_worksheet(name)
            for row, cells in enumerate(_lines(table)):
                sheet.write_row(row, 0, cells)
    return path


def _lines(table: str) -> list[list[str]]:
    heading, *body = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    rows = [heading[1:]]
    for number, *cells in body:
        rows.extend([""] * len(cells) for _ in range(int(number) - 1 - len(rows)))
        rows.append(cells)
    return rows


def _frame(table: str) -> pd.DataFrame:
    heading, *body = _lines(table)
    return pd.DataFrame([[cell or None for cell in row] for row in body], columns=heading, dtype=object)
