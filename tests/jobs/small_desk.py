"""A desk written as text in a test: each sheet a table whose first column is the Excel row number."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import xlsxwriter

_TEXT = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def book(**tables: str) -> dict[str, pd.DataFrame]:
    """Return sheets by name as people keep them: every cell a text, blank cells None, rows at their Excel numbers.

    Blank cells at the end of a row may be left out.
    """
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
        rows.extend([""] * len(rows[0]) for _ in range(int(number) - 1 - len(rows)))
        rows.append([*cells, *[""] * (len(rows[0]) - len(cells))])
    return rows


def _frame(table: str) -> pd.DataFrame:
    heading, *body = _lines(table)
    return pd.DataFrame([[cell or None for cell in row] for row in body], columns=heading, dtype=object)


def words_of(document: Path) -> str:
    """Return all text of a Word document, headers and footers included, a line a paragraph."""
    with zipfile.ZipFile(document) as package:
        parts = [package.read(name) for name in package.namelist() if _TEXT.fullmatch(name)]
    paragraphs = [paragraph for part in parts for paragraph in ElementTree.fromstring(part).iter(f"{_W}p")]
    return "\n".join("".join(run.text or "" for run in paragraph.iter(f"{_W}t")) for paragraph in paragraphs)
