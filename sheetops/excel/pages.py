"""Laid-out grids on worksheets: headings that stay, filters, widths, looks by kind, paper."""

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sheetops.excel import styles
from sheetops.excel.cells import put
from sheetops.excel.grid import Grid, GridColumn
from sheetops.excel.styles import Formats
from sheetops.model import Kind, Severity


class Lane(NamedTuple):
    """How one column is written: the call for a cell, each row's value and format, and the rows that stand out."""

    write: Any
    values: Sequence[Any]
    formats: Sequence[Format]
    coloured: frozenset[int] = frozenset()


def write_grid(
    book: Workbook, formats: Formats, grid: Grid, title: str, coloured: Mapping[str, Sequence[int]] | None = None
) -> None:
    """Add a grid's worksheets to a workbook, its rows in order; ``coloured`` are rows (from 0) by heading."""
    marked = coloured or {}
    body = grid.rows - grid.totals
    for name, first, end in grid.pages():
        sheet = book.add_worksheet(name)
        start_page(sheet, formats, grid, title, min(end, body) - first, freeze=1)
        lanes = [
            _coloured(formats, column, lane(sheet, formats, column, grid.rows, grid.bold_rows), marked[column.heading])
            if marked.get(column.heading)
            else lane(sheet, formats, column, grid.rows, grid.bold_rows)
            for column in grid.columns
        ]
        set_heights(sheet, grid, first, end)
        write_rows(sheet, lanes, first, end, grid.bold_rows)


def start_page(sheet: Worksheet, formats: Formats, grid: Grid, title: str, rows: int, *, freeze: int) -> None:
    """Write a grid's headings and set widths, filter (over so many ``rows``), frozen cells and paper."""
    sheet.set_row(0, 24)
    for place, column in enumerate(grid.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, formats.heading(right=column.kind in styles.RIGHT))
    sheet.freeze_panes(1, freeze)
    if grid.columns:
        sheet.autofilter(0, 0, max(rows, 1), len(grid.columns) - 1)
    sheet.repeat_rows(0)
    styles.set_for_print(sheet, title)


def lane(sheet: Worksheet, formats: Formats, column: GridColumn, rows: int, bold: frozenset[int] = frozenset()) -> Lane:
    """Return how a column is written: formats by kind, an amount's by its currency; ``bold`` are rows of totals."""
    plain = _looks(formats, column, rows, {})
    if bold:
        strong = {"bold": True, "top": 1, "top_color": styles.INK, "bg_color": styles.PALE}
        heavy = _looks(formats, column, rows, strong)
        plain = [heavy[row] if row in bold else plain[row] for row in range(rows)]
    return Lane(_writer(sheet, column), column.values, plain)


def _coloured(formats: Formats, column: GridColumn, plain: Lane, rows: Sequence[int]) -> Lane:
    looks = list(plain.formats)
    bright = _looks(formats, column, len(looks), {"bg_color": styles.FILL[Severity.WARNING]})
    for row in rows:
        looks[row] = bright[row]
    return plain._replace(formats=looks, coloured=frozenset(rows))


def _writer(sheet: Worksheet, column: GridColumn) -> Any:
    if column.mixed:
        return lambda row, place, value, look: put(sheet, row, place, value, lambda _: look)
    in_numbers = column.kind in styles.RIGHT or column.kind in (Kind.DAY, Kind.MOMENT)
    return sheet.write_number if in_numbers else sheet.write_string


def _looks(formats: Formats, column: GridColumn, rows: int, extra: dict[str, Any]) -> list[Format]:
    if column.kind is Kind.MONEY:
        known = {
            n: formats(num_format=styles.amount_format(n), **styles.FIGURES, **extra) for n in set(column.decimals)
        }
        return [known[n] for n in column.decimals]
    look = dict(extra)
    look |= styles.side(column.kind)
    if column.wraps:
        look["text_wrap"] = True
    return list(repeat(formats(num_format=styles.NUMBER_FORMATS[column.kind], **look), rows))


def set_heights(sheet: Worksheet, grid: Grid, first: int, end: int) -> None:
    """Make rows of wrapped text as tall as they need: not every program does that when it opens a file."""
    for line, lines in enumerate(grid.lines()[first:end], start=1):
        if lines > 1:
            sheet.set_row(line, styles.row_height(lines))


def write_rows(
    sheet: Worksheet, lanes: Sequence[Lane], first: int, end: int, whole: frozenset[int] = frozenset()
) -> None:
    """Write the rows from ``first`` up to ``end`` below the headings; blanks stay unwritten but in ``whole`` rows."""
    numbered = list(enumerate(lanes))
    for row in range(first, end):
        line = row - first + 1
        for place, (write, values, looks, coloured) in numbered:
            value = values[row]
            if value is not None:
                write(line, place, value, looks[row])
            elif row in whole or row in coloured:
                sheet.write_blank(line, place, None, looks[row])
