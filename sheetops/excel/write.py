"""Result workbooks: Summary, Problems, and what the job worked out, one sheet a result."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from sheetops.checking import Checked
from sheetops.excel.book import new_workbook, sheet_name
from sheetops.excel.charts import write_charts
from sheetops.excel.faulty import FaultyRows, copies, faulty_grid, faulty_rows, write_faulty
from sheetops.excel.front import write_front
from sheetops.excel.grid import Grid, lay_out
from sheetops.excel.pages import write_grid
from sheetops.excel.problems import problems_grid, to_books, to_copies, write_problems_sheet
from sheetops.excel.styles import Formats
from sheetops.excel.summary import alarms, blocks, headline
from sheetops.model import Column, Finding, Frame, Result, Run
from sheetops.sheets.results import RESULTS


def write_run(run: Run, path: Path, *, books: Sequence[Path] = ()) -> None:
    """Write a job's result workbook: Summary, Problems, Charts if there are any, then the run's frames in order.

    Amounts stand in major units with their currency's decimals, days as dates, keys as text. ``books`` are the files
    that the run read: the cells in Problems open them. The file is there whole or not at all: OutputError when it
    cannot be written. ValueError when a frame is no known result sheet or lacks one of its columns.
    """
    title = headline(run)
    grids = [lay_out(frame, run.results.get(name) or _result(name)) for name, frame in run.frames.items()]
    found = problems_grid(run.findings)
    with new_workbook(path, title, run.as_of, cells=_cells([found, *grids])) as book:
        formats = Formats(book)
        write_front(book, formats, title, alarms(run), blocks(run, [found, *grids]))
        write_problems_sheet(book, formats, run.findings, found, to_books(books, path), title)
        if run.charts:
            write_charts(book, run.charts, grids)
        for grid in grids:
            write_grid(book, formats, grid, title, run.coloured.get(grid.name))


def write_tables(tables: Mapping[str, tuple[Frame, Result]], path: Path, title: str, day: dt.date) -> None:
    """Write tables as a plain workbook for somebody else, one sheet each and nothing of ours; OutputError as above."""
    grids = [lay_out(frame, replace(result, name=name)) for name, (frame, result) in tables.items()]
    with new_workbook(path, title, day, cells=_cells(grids)) as book:
        formats = Formats(book)
        for grid in grids:
            write_grid(book, formats, grid, title)


def write_list(
    frame: Frame, columns: Sequence[Column], currency: pd.Series, path: Path, title: str, day: dt.date
) -> None:
    """Write one list as a plain workbook for somebody else: a sheet with ``columns`` and nothing of ours.

    ``frame`` has money in minor units of ``currency``, row by row. OutputError as in `write_run`.
    """
    money = frame if "currency" in frame else frame.assign(currency=currency.to_numpy(dtype=object))
    grid = lay_out(money, Result(sheet_name(title, set()), tuple(columns)))
    shown = replace(grid, columns=tuple(column for column in grid.columns if column.heading in frame))
    with new_workbook(path, title, day, cells=_cells([shown])) as book:
        write_grid(book, Formats(book), shown, title)


def write_problems(run: Run, faulty: Sequence[Checked], path: Path) -> None:
    """Write problems.xlsx: Summary, Problems, and each faulty sheet's rows with the bad cells coloured and noted.

    ``faulty`` are the checked sheets; those without findings on a row get no copy. A cell in Problems opens its copy.
    Each copied sheet starts with the Excel row number and keeps every column of the original. OutputError as in
    `write_run`.
    """
    title = headline(run)
    found = problems_grid(run.findings)
    taken = {"summary", "problems"}
    rows = [faulty_rows(one.cells, one.layout.header_row, run.findings) for one in faulty]
    sheets = [(some, faulty_grid(some, sheet_name(some.sheet, taken))) for some in rows if some.rows]
    links = to_copies({(some.file, some.sheet): copies(some, grid) for some, grid in sheets})
    remarks = [(grid.name, f"Rows with findings of {some.sheet}{_of(some)}.") for some, grid in sheets]
    grids = [found, *(grid for _, grid in sheets)]
    with new_workbook(path, title, run.as_of, cells=_cells(grids)) as book:
        formats = Formats(book)
        write_front(book, formats, title, alarms(run), blocks(run, grids, remarks))
        write_problems_sheet(book, formats, run.findings, found, links, title)
        for some, grid in sheets:
            write_faulty(book, formats, some, grid, _findings(run, some), title)


def _result(name: str) -> Result:
    if name not in RESULTS:
        raise ValueError(f"{name} is not among the result sheets: {', '.join(RESULTS)}")
    return RESULTS[name]


def _of(rows: FaultyRows) -> str:
    return f" in {rows.file}" if rows.file else ""


def _findings(run: Run, rows: FaultyRows) -> list[Finding]:
    return [finding for finding in run.findings if (finding.file, finding.sheet) == (rows.file, rows.sheet)]


def _cells(grids: Sequence[Grid]) -> int:
    return sum(grid.rows * len(grid.columns) for grid in grids)
