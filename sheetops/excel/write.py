"""Result workbooks: Summary, Problems, and what the job worked out, one sheet a result."""

from collections.abc import Sequence
from pathlib import Path

from sheetops.excel.book import new_workbook, sheet_name
from sheetops.excel.faulty import FaultyRows, copied_cells, faulty_grid, write_faulty
from sheetops.excel.front import write_front
from sheetops.excel.grid import Grid, lay_out
from sheetops.excel.marks import place_of
from sheetops.excel.pages import write_grid
from sheetops.excel.problems import problems_grid, to_books, to_copies, write_problems_sheet
from sheetops.excel.styles import Formats
from sheetops.excel.summary import alarms, blocks, headline
from sheetops.model import Finding, Result, Run
from sheetops.sheets.results import RESULTS


def write_run(run: Run, path: Path, *, books: Sequence[Path] = ()) -> None:
    """Write a job's result workbook: Summary, Problems, then the run's frames in order, as WORKBOOKS.md names them.

    Amounts stand in major units with their currency's decimals, days as dates, keys as text. ``books`` are the files
    that the run read: the cells in Problems open them. The file is there whole or not at all: OutputError when it
    cannot be written. ValueError when a frame is no known result sheet or lacks one of its columns.
    """
    title = headline(run)
    grids = [lay_out(frame, _result(name)) for name, frame in run.frames.items()]
    found = problems_grid(run.findings)
    with new_workbook(path, title, run.as_of, cells=_cells([found, *grids])) as book:
        formats = Formats(book)
        write_front(book, formats, title, alarms(run), blocks(run, [found, *grids]))
        write_problems_sheet(book, formats, run.findings, found, to_books(books, path), title)
        for grid in grids:
            write_grid(book, formats, grid, title)


def write_problems(run: Run, faulty: Sequence[FaultyRows], path: Path) -> None:
    """Write problems.xlsx: Summary, Problems, and each faulty sheet's rows with the bad cells coloured and noted.

    A cell in Problems opens its copy. Each copied sheet starts with the Excel row number and keeps every column of the
    original. OutputError as in `write_run`.
    """
    title = headline(run)
    found = problems_grid(run.findings)
    taken = {"summary", "problems"}
    sheets = [(rows, faulty_grid(rows, sheet_name(rows.sheet, taken))) for rows in faulty if rows.rows]
    copies = {(rows.file, rows.sheet): dict(copied_cells(rows, grid)) for rows, grid in sheets}
    grids = [grid for _, grid in sheets]
    remarks = [(grid.name, f"Rows with findings of {rows.sheet}{_of(rows)}.") for rows, grid in sheets]
    with new_workbook(path, title, run.as_of, cells=_cells([found, *grids])) as book:
        formats = Formats(book)
        write_front(book, formats, title, alarms(run), blocks(run, [found, *grids], remarks))
        write_problems_sheet(book, formats, run.findings, found, to_copies(copies, place_of), title)
        for rows, grid in sheets:
            write_faulty(book, formats, rows, grid, _findings(run, rows), title)


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
