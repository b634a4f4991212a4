"""Sample rows taken out of the sheets of an open workbook."""

from collections.abc import Iterable, Mapping

import xlwings as xw

from sheetops.excel.live.book import LiveBook
from sheetops.excel.live.places import addresses, runs
from sheetops.excel.start import SAMPLE_PREFIX, SAMPLE_VALUE
from sheetops.model import Area, Cells


def sample_rows(cells: Cells, header_row: int, column: int) -> list[int]:
    """Return the rows below the headings whose account, in a column, is a sample's."""
    rows = enumerate(cells.rows[header_row:], start=header_row + 1)
    return [row for row, line in rows if len(line) >= column and _is_sample(line[column - 1])]


def _is_sample(value: object) -> bool:
    return isinstance(value, str) and value.strip().upper().startswith(SAMPLE_PREFIX)


def sample_values(cells: Cells, header_row: int, column: int) -> list[tuple[int, int]]:
    """Return row and column of the cells below the headings, in a column, that hold a sample value."""
    lines = enumerate(cells.rows[header_row:], start=header_row + 1)
    filled = ((row, line[column - 1]) for row, line in lines if len(line) >= column)
    return [(row, column) for row, value in filled if isinstance(value, str) and value.startswith(SAMPLE_VALUE)]


def empty_values(live: LiveBook, name: str, values: Iterable[tuple[int, int]]) -> None:
    """Empty cells of a sheet, given by row and column; their rows stay."""
    for address in addresses(runs(values)):
        live.book.sheets[name].range(address).clear_contents()


def remove_rows(live: LiveBook, rows: Mapping[str, Iterable[int]]) -> int:
    """Delete rows by sheet and return how many; a table keeps its first row, emptied, when all of its rows go."""
    removed = 0
    for name, some in rows.items():
        gone = sorted(some)
        removed += len(gone)
        sheet = live.book.sheets[name]
        for table in live.cells(name).tables:
            gone = _without_last_row(sheet, table, gone)
        for first, last, _ in reversed(list(runs((row, 1) for row in gone))):
            sheet.range(f"{first}:{last}").delete("up")
    return removed


def _without_last_row(sheet: xw.Sheet, table: Area, gone: list[int]) -> list[int]:
    """Empty the first row of a table that would lose all of them, and return the rows that are still to go."""
    body = range(table.first_row + 1, table.last_row + 1)
    if not body or not set(body) <= set(gone):
        return gone
    sheet.range((body[0], table.first_column), (body[0], table.last_column)).clear_contents()
    return [row for row in gone if row != body[0]]
