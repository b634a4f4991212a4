"""The sheet Problems: every finding, one a row, coloured by severity, its cell a link to where it can be mended."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sheetops.excel import styles
from sheetops.excel.grid import Cut, Grid, GridColumn, number_column, text_column
from sheetops.excel.marks import Place, place_of
from sheetops.excel.pages import Lane, lane, set_heights, start_page, write_rows
from sheetops.excel.styles import Formats
from sheetops.model import Finding, Severity
from sheetops.sheets.results import RESULTS

MOST_LINKS = 65_530
"""Links that Excel allows on one sheet; further cells are named without one."""

Link = Callable[[Finding], str | None]
"""Gives what the cell of a finding opens, in XlsxWriter's words (``internal:...`` or ``external:...``)."""

_NAMES = [column.name for column in RESULTS["Problems"].columns]
_WITH_CELLS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})


def problems_grid(findings: Sequence[Finding]) -> Grid:
    """Return Problems laid out; when the findings are of several files, a last column names the file."""
    names = [*_NAMES, "file"] if len({finding.file for finding in findings}) > 1 else _NAMES
    columns: list[GridColumn] = []
    cuts: list[Cut] = []
    for name in names:
        values = [getattr(finding, name) for finding in findings]
        if name == "row":
            columns.append(number_column(name, values))
            continue
        column, shortenings = text_column(name, [str(value) for value in values])
        columns.append(column)
        cuts += shortenings
    return Grid("Problems", tuple(columns), len(findings), cuts=tuple(cuts))


def write_problems_sheet(
    book: Workbook, formats: Formats, findings: Sequence[Finding], grid: Grid, link: Link, title: str
) -> None:
    """Add the sheet Problems to a workbook (always, even when nothing was found)."""
    for name, first, end in grid.pages():
        sheet = book.add_worksheet(name)
        sheet.set_tab_color(styles.ALARM if findings else styles.LINE)
        start_page(sheet, formats, grid, title, end - first, freeze=0)
        lanes = [_lane(sheet, formats, column, findings, link) for column in grid.columns]
        set_heights(sheet, grid, first, end)
        write_rows(sheet, lanes, first, end)


def _lane(sheet: Worksheet, formats: Formats, column: GridColumn, findings: Sequence[Finding], link: Link) -> Lane:
    plain = lane(sheet, formats, column, len(findings))
    if column.heading == "severity":
        known = {
            severity: formats(bg_color=styles.FILL[severity], font_color=styles.TYPE[severity]) for severity in Severity
        }
        return Lane(plain.write, plain.values, [known[finding.severity] for finding in findings])
    if column.heading == "cell":
        return _links(sheet, formats, plain, findings, link)
    return plain


def _links(sheet: Worksheet, formats: Formats, plain: Lane, findings: Sequence[Finding], link: Link) -> Lane:
    look = formats(font_color=styles.LINK, underline=1)
    left = MOST_LINKS

    def write(row: int, place: int, value: tuple[Finding, str], plainly: Format) -> None:
        nonlocal left
        finding, text = value
        target = link(finding) if left else None
        if target:
            left -= 1
            sheet.write_url(row, place, target, look, text)
        else:
            sheet.write_string(row, place, text, plainly)

    values = [text and (finding, text) for finding, text in zip(findings, plain.values, strict=True)]
    return Lane(write, values, plain.formats)


def to_books(books: Iterable[Path], path: Path) -> Link:
    """Return links from a result workbook at ``path`` to the cells of the books that it is about, by file name."""
    known = {book.name: _way(book, path) for book in books}

    def link(finding: Finding) -> str | None:
        way = known.get(finding.file) or (next(iter(known.values())) if len(known) == 1 and not finding.file else None)
        if not way or not finding.cell:
            return None
        quoted = finding.sheet.replace("'", "''")
        inside = f"#'{quoted}'!{finding.cell}" if Path(way).suffix.lower() in _WITH_CELLS else ""
        return f"external:{way}{inside}"

    return link


def _way(book: Path, path: Path) -> str | None:
    try:
        way = os.path.relpath(book.resolve(), path.resolve().parent)
    except ValueError:  # on Windows, another drive
        way = str(book.resolve())
    return None if set(way) & set("#%") else way


def to_copies(copies: Mapping[tuple[str, str], Callable[[Place], str | None]]) -> Link:
    """Return links to the copied cells; ``copies`` gives them by file and sheet."""

    def link(finding: Finding) -> str | None:
        known = copies.get((finding.file, finding.sheet))
        return known(place_of(finding)) if known else None

    return link
