"""The desk's workbooks, built from the sheet models: one table a sheet, with headings, drop-downs and notes."""

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from sheetops import money
from sheetops.excel import catalogue, macros, styles
from sheetops.excel.book import new_workbook
from sheetops.excel.cells import clean, put, shortened
from sheetops.excel.entry import NO, YES, explanation, heading, number_format, validation
from sheetops.excel.faulty import note
from sheetops.excel.macros import Program
from sheetops.excel.pinned import write_pinned
from sheetops.excel.readme import OPEN_BOOK, READ_ONLY, write_readme
from sheetops.excel.startsheet import write_start
from sheetops.excel.styles import Formats
from sheetops.model import CellError, Column, Kind, Sheet, Uncalculated

_MADE = dt.date(2026, 1, 1)
"""Stands in the file as the day of its making, so that the same sheets and rows give the same bytes."""
_LAST_ROW = 1_048_575
_RULES = frozenset({"Policy", "Stages", "Templates", "Holidays"})

Row = Mapping[str, object]


def build_desk(path: Path, sheets: Sequence[Sheet], rows: Mapping[str, Sequence[Row]] | None = None) -> None:
    """Write the desk's workbook (.xlsx): ``Read me``, then a table for each sheet with the rows given for it.

    ``rows`` holds rows by sheet name, each by column name. Values are written as what they are: numbers and Decimals
    (amounts in major units, rates as fractions), days, moments, text; keys as text; True and False as yes and no in a
    yes/no column; `CellError` and `Uncalculated` as what they stand for in Excel. Any column takes any value, as desks
    have it. ValueError for a row of a sheet, or a value of a column, that is not among ``sheets``; OutputError when the
    file cannot be written. Equal arguments give equal bytes.
    """
    given = rows or {}
    _require_known(sheets, given)
    with new_workbook(path, "Desk", _MADE) as book:
        formats = Formats(book)
        write_readme(book, formats, sheets, READ_ONLY)
        for sheet in sheets:
            _add_sheet(book, formats, sheet, given.get(sheet.name, ()))


def build_workbook(
    path: Path,
    workbook: catalogue.Workbook,
    sheets: Sequence[Sheet],
    rows: Mapping[str, Sequence[Row]],
    *,
    program: Program = Program.EXCEL,
    languages: Sequence[str] = ("en",),
    as_of: dt.date | None = None,
) -> None:
    """Write a workbook with buttons (.xlsm): ``Start``, ``Read me``, a table for each sheet, xlwings' settings, macros.

    ``sheets`` are those of the workbook, in its order, and ``rows`` as in `build_desk`; ``languages`` are those that
    there are letters in; ``as_of`` stands on Start as the day to work for. The Python program is not in it yet: see
    `sheetops.excel.interpreter`. Raises as `build_desk`, and SheetopsError when a macro's text is missing. Equal
    arguments, and an equal xlwings, give equal bytes.
    """
    _require_known(sheets, rows)
    with new_workbook(path, workbook.title, _MADE) as book:
        formats = Formats(book)
        write_start(book, formats, workbook, languages, as_of)
        write_readme(book, formats, sheets, OPEN_BOOK)
        for sheet in sheets:
            _add_sheet(book, formats, sheet, rows.get(sheet.name, ()))
        write_pinned(book, formats)
        _add_macros(book, workbook, program)


def _add_macros(book: Workbook, workbook: catalogue.Workbook, program: Program) -> None:
    pages = book.worksheets()
    book.add_vba_project(io.BytesIO(macros.project(workbook, program, len(pages))), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    for number, page in enumerate(pages):
        page.set_vba_name(macros.code_name(number))


def _require_known(sheets: Sequence[Sheet], rows: Mapping[str, Sequence[Row]]) -> None:
    columns = {sheet.name: {column.name for column in sheet.columns} for sheet in sheets}
    for name, some in rows.items():
        if name not in columns:
            raise ValueError(f"there is no sheet {name} among {', '.join(columns)}")
        strange = {column for row in some for column in row} - columns[name]
        if strange:
            raise ValueError(f"{name} has no column {', '.join(sorted(strange))}")


def _add_sheet(book: Workbook, formats: Formats, sheet: Sheet, rows: Sequence[Row]) -> None:
    page = book.add_worksheet(sheet.name)
    page.set_tab_color(styles.ALARM if sheet.name in _RULES else styles.INK)
    _add_table(page, formats, sheet, len(rows))
    for place, column in enumerate(sheet.columns):
        _set_column(page, formats, place, column, [row.get(column.name) for row in rows])
    for line, row in enumerate(rows, start=1):
        decimals = money.decimals(str(row.get("currency") or ""))
        for place, column in enumerate(sheet.columns):
            _put(page, formats, line, place, column, row.get(column.name), decimals)
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    styles.set_for_print(page, "Desk")


def _add_table(page: Worksheet, formats: Formats, sheet: Sheet, rows: int) -> None:
    columns = [{"header": heading(column), "header_format": _heading_look(formats, column)} for column in sheet.columns]
    name = re.sub(r"\W+", "_", sheet.name)
    options = {"name": name, "columns": columns, "style": "Table Style Light 15"}
    page.add_table(0, 0, max(rows, 1), len(columns) - 1, options)
    page.set_row(0, 24)
    for place, column in enumerate(sheet.columns):
        note(page, 0, place, explanation(column))


def _heading_look(formats: Formats, column: Column) -> Any:
    right = column.kind in styles.RIGHT
    return (
        formats.heading(right=right)
        if column.required
        else formats.heading(right=right, fill=styles.PALE, ink=styles.INK)
    )


def _set_column(page: Worksheet, formats: Formats, place: int, column: Column, values: Sequence[object]) -> None:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    usual = 11 if column.kind in (Kind.DAY, Kind.MONEY) else 16 if column.kind is Kind.MOMENT else 8
    width = styles.column_width(min(max(longest, usual, len(heading(column)) + 4), 45))
    page.set_column(place, place, width, _look(formats, column, number_format(column.kind)))
    rule = validation(column)
    if rule:
        page.data_validation(1, place, _LAST_ROW, place, rule)


def _look(formats: Formats, column: Column, style: str | int) -> Any:
    return formats(num_format=style, **styles.side(column.kind))


def _put(
    page: Worksheet, formats: Formats, line: int, place: int, column: Column, value: object, decimals: int
) -> None:
    style = number_format(column.kind, decimals)
    look = _look(formats, column, style)
    if isinstance(value, CellError):
        page.write_formula(line, place, f"={value.code}", look, value.code)
    elif isinstance(value, Uncalculated):
        page.write_formula(line, place, value.formula, look, "")
    elif isinstance(value, bool) and column.kind is Kind.YES_NO:
        page.write_string(line, place, YES if value else NO, look)
    elif column.kind is Kind.KEY and type(value) is int:
        page.write_string(line, place, str(value), look)
    elif isinstance(value, str) and value:
        page.write_string(line, place, shortened(clean(value)), look)
    elif value is not None:
        put(page, line, place, value, lambda own: _look(formats, column, style if own == "General" else own))
