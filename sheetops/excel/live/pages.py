"""Result sheets laid out for an open workbook: the grids and Summary that files get, each as one block of values."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from sheetops import money
from sheetops.excel import styles
from sheetops.excel.cells import clean, shortened
from sheetops.excel.front import WIDTHS
from sheetops.excel.grid import Grid, GridColumn
from sheetops.excel.live.places import Block, Place
from sheetops.excel.summary import Amount, Cell
from sheetops.excel.summary import Block as Part
from sheetops.model import Finding, Kind

TEXT = "@"
"""The number format that keeps "001" and "=1+1" what they are: text."""
WRAPPED_ROWS = 5_000
"""Rows up to which long texts wrap: the program works out the height of every wrapped row."""
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001  sheets know no time zones
_IN_NUMBERS = frozenset({*styles.RIGHT, Kind.DAY, Kind.MOMENT})

Fills = dict[str, list[Place]]


@dataclass(frozen=True)
class Page:
    """One sheet of an open workbook, ready to be written.

    ``rows`` is the block from A1 on, headings included; ``formats`` holds the cells of each number format, ``fills``
    those of each fill; ``bold`` and ``alarms`` are rows, ``wrapped`` and ``figures`` columns, ``widths`` the columns'
    widths. ``table`` is how many rows below the headings can be filtered, None for a sheet that is no table. ``links``
    are formulas for cells, by column.
    """

    name: str
    rows: list[list[Any]]
    widths: Sequence[float]
    formats: dict[str, list[Block]]
    fills: Fills = field(default_factory=dict)
    bold: tuple[int, ...] = ()
    alarms: tuple[int, ...] = ()
    wrapped: tuple[int, ...] = ()
    figures: tuple[int, ...] = ()
    table: int | None = None
    links: dict[int, list[str]] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """How many rows it takes."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """How many columns it takes."""
        return len(self.widths)


# ------------------------------------------------------------------------------------------------ results


def grid_pages(grid: Grid, name: str) -> list[Page]:
    """Return the sheets that a grid takes, the first one named ``name``."""
    pages = []
    body = grid.rows - grid.totals
    for number, (_, first, end) in enumerate(grid.pages(), start=1):
        own = name if number == 1 else f"{name[:26]} ({number})"
        columns = [_values(column, first, end) for column in grid.columns]
        bold = tuple(row - first + 2 for row in sorted(grid.bold_rows) if first <= row < end)
        page = Page(
            own,
            [[column.heading for column in grid.columns], *map(list, zip(*columns, strict=True))],
            [column.width for column in grid.columns],
            _formats(grid, first, end),
            bold=bold,
            wrapped=tuple(n for n, column in enumerate(grid.columns, start=1) if column.wraps)
            if end - first <= WRAPPED_ROWS
            else (),
            figures=tuple(n for n, column in enumerate(grid.columns, start=1) if column.kind in styles.RIGHT),
            table=max(0, min(end, body) - first),
        )
        pages.append(page)
    return pages


def _values(column: GridColumn, first: int, end: int) -> list[Any]:
    values = column.values[first:end]
    if column.kind not in (Kind.DAY, Kind.MOMENT):
        return values
    # Moments and not their numbers: a workbook may count its days from 1904.
    known = {value: _EPOCH + dt.timedelta(days=value) for value in set(values) if isinstance(value, float)}
    return [known.get(value, value) for value in values]


def _formats(grid: Grid, first: int, end: int) -> dict[str, list[Block]]:
    formats: dict[str, list[Block]] = {TEXT: [(1, 1, place) for place in range(1, len(grid.columns) + 1)]}
    for place, column in enumerate(grid.columns, start=1):
        for code, (start, stop) in _format_runs(column, first, end):
            formats.setdefault(code, []).append((start - first + 2, stop - first + 1, place))
    return formats


def _format_runs(column: GridColumn, first: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the number formats of a column, each with the rows that it holds for (end not included)."""
    if first == end:
        return
    if column.kind not in _IN_NUMBERS:
        yield TEXT, (first, end)
    elif column.kind is not Kind.MONEY and not column.mixed:
        yield str(styles.NUMBER_FORMATS[column.kind]), (first, end)
    else:
        codes = [_format(column, row) for row in range(first, end)]
        start = first
        for code, same in groupby(codes):
            stop = start + len(list(same))
            yield code, (start, stop)
            start = stop


def _format(column: GridColumn, row: int) -> str:
    if column.mixed and isinstance(column.values[row], str):
        return TEXT
    money_column = column.kind is Kind.MONEY
    return styles.amount_format(column.decimals[row]) if money_column else str(styles.NUMBER_FORMATS[column.kind])


def problem_pages(grid: Grid, findings: Sequence[Finding]) -> list[Page]:
    """Return the sheets that Problems takes: coloured by severity, each cell a link to where it can be mended."""
    pages = []
    headings = [column.heading for column in grid.columns]
    severity, cell = headings.index("severity") + 1, headings.index("cell") + 1
    for page, (_, first, end) in zip(grid_pages(grid, grid.name), grid.pages(), strict=True):
        fills: Fills = {}
        for row, finding in enumerate(findings[first:end], start=2):
            fills.setdefault(styles.FILL[finding.severity], []).append((row, severity))
        links = {cell: [link_to(one.sheet, one.cell) for one in findings[first:end]]}
        pages.append(_with(page, fills, links))
    return pages


def _with(page: Page, fills: Fills, links: dict[int, list[str]]) -> Page:
    if page.height == 1:
        return page
    # A formula in a cell that is text would be shown and not worked out.
    plain = {TEXT: [block for block in page.formats[TEXT] if block[2] not in links or block[0] == 1]}
    general = {"General": [(2, page.height, column) for column in links]}
    return replace(page, formats=page.formats | plain | general, fills=fills, links=links)


def link_to(sheet: str, cell: str = "A1", text: str = "") -> str:
    """Return a formula that leads to a cell of this workbook; "" for no cell."""
    if not cell:
        return ""
    quoted = sheet.replace("'", "''").replace('"', '""')
    shown = (text or cell).replace('"', '""')
    return f'=HYPERLINK("#\'{quoted}\'!{cell}","{shown}")'


# ------------------------------------------------------------------------------------------------ Summary


def summary_page(title: str, alarms: Sequence[str], blocks: Sequence[Part]) -> Page:
    """Return the Summary, every cell where the file's Summary has it."""
    width = len(WIDTHS)
    rows: list[list[Cell | None]] = [_line(title, width), *(_line(alarm, width) for alarm in alarms)]
    bold = [*range(1, len(rows) + 1)]
    for block in blocks:
        bold.append(len(rows) + 2)
        headings = list(block.headings)
        rows += [_line("", width), _line(block.title, width), headings + [None] * (width - len(headings))]
        bold += [len(rows) + 1 + row for row in sorted(block.bad)]
        rows += [[*row, *[None] * (width - len(row))] for row in block.rows]
    formats: dict[str, list[Block]] = {}
    for row, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells, start=1):
            formats.setdefault(_summary_format(cell), []).append((row, row, column))
    shown = [[_shown(cell) for cell in row] for row in rows]
    red = tuple(range(2, 2 + len(alarms)))
    return Page("Summary", shown, WIDTHS, formats, bold=tuple(bold), alarms=red)


def _line(text: str, width: int) -> list[Cell | None]:
    return [text or None, *[None] * (width - 1)]


def _summary_format(cell: Cell | None) -> str:
    if isinstance(cell, Amount):
        return styles.amount_format(money.decimals(cell.currency))
    return "#,##0" if isinstance(cell, int) else TEXT


def _shown(cell: Cell | None) -> Any:
    if isinstance(cell, Amount):
        return cell.minor / 10 ** money.decimals(cell.currency)
    return shortened(clean(cell)) or None if isinstance(cell, str) else cell
