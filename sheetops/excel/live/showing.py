"""Result sheets put into an open workbook: made when they are new, refreshed when they are there."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import xlwings as xw

from sheetops.errors import OutputError
from sheetops.excel import styles
from sheetops.excel.grid import lay_out
from sheetops.excel.live.own import is_result, names_for, result_name, take
from sheetops.excel.live.pages import Page, grid_pages, problem_pages, summary_page
from sheetops.excel.live.paper import set_for_print
from sheetops.excel.live.places import addresses, runs
from sheetops.excel.problems import problems_grid
from sheetops.excel.summary import alarms, blocks, headline
from sheetops.model import Progress, Run, silent
from sheetops.sheets.results import RESULTS


def show_run(book: xw.Book, run: Run, progress: Progress = silent) -> tuple[str, ...]:
    """Write Summary, Problems and a run's frames into an open workbook; return the names of the sheets.

    What stands in each is what `sheetops.excel.write.write_run` puts into a file. Only our own result sheets are
    written; one that the user made keeps its name, and ours gets another. A sheet that could not be written whole is
    left empty. OutputError when the workbook lets no sheet be added.
    """
    pages = pages_of(run)
    there = {sheet.name.lower(): sheet for sheet in book.sheets}
    names = []
    for done, page in enumerate(pages):
        progress("Writing results", done, len(pages))
        names.append(_show(book, there, page, headline(run)))
    progress("Writing results", len(pages), len(pages))
    return tuple(names)


def pages_of(run: Run) -> list[Page]:
    """Return a run's sheets as an open workbook gets them: Summary, Problems, then its frames in order.

    KeyError for a frame that is no known result sheet, ValueError for one that does not hold what its columns say.
    """
    grids = [lay_out(frame, run.results.get(name) or RESULTS[name]) for name, frame in run.frames.items()]
    found = problems_grid(run.findings)
    summary = summary_page(headline(run), alarms(run), blocks(run, [found, *grids]))
    results = [page for grid in grids for page in grid_pages(grid, result_name(run.job, grid.name))]
    return [summary, *problem_pages(found, run.findings), *results]


def clear_results(book: xw.Book) -> int:
    """Take our result sheets out of an open workbook, and nothing else; return how many there were."""
    ours = [sheet for sheet in book.sheets if is_result(sheet)]
    for sheet in ours:
        sheet.delete()
    return len(ours)


def _show(book: xw.Book, there: dict[str, xw.Sheet], page: Page, title: str) -> str:
    sheet, new = _sheet(book, there, page.name)
    lifted = _lift(sheet)
    if new:
        _set_up(sheet, page)
    try:
        _empty(sheet)
        _write(sheet, page)
    except BaseException:
        with suppress(Exception):
            sheet.used_range.clear_contents()
        raise
    _look(sheet, page)
    _put_back(sheet, page, lifted)
    set_for_print(sheet, title, new=new, headings=page.table is not None)
    return str(sheet.name)


def _sheet(book: xw.Book, there: dict[str, xw.Sheet], name: str) -> tuple[xw.Sheet, bool]:
    """Return our sheet of a name, and whether it was just made; ``there`` are the sheets by name in small letters."""
    wishes = names_for(name)
    while (wished := next(wishes)).lower() in there:
        if is_result(there[wished.lower()]):
            return there[wished.lower()], False
    before = book.sheets.active
    try:
        made = book.sheets.add(wished, after=book.sheets[len(book.sheets) - 1])
    except Exception as wrong:
        raise OutputError(
            f"{book.name} takes no new sheet for {name}: its structure is protected, or it is read-only or shared. "
            "Unprotect it (Review, Protect Workbook) and press again."
        ) from wrong
    before.activate()
    there[wished.lower()] = made
    return take(made), True


# ------------------------------------------------------------------------------------------------ filters


class Lifted(NamedTuple):
    """What a column of a table was filtered by, under its heading."""

    heading: str
    criteria: Any


def _lift(sheet: xw.Sheet) -> list[Lifted]:
    """Take the filter off a result sheet, so that every row can be written, and return what it was."""
    lifted: list[Lifted] = []
    for table in sheet.tables:
        headings = table.range.rows[0].options(ndim=1).value
        with suppress(Exception):  # a filter that xlwings cannot describe is taken off all the same
            lifted += [
                Lifted(str(headings[one.field - 1]), one)
                for one in table.autofilter.criteria
                if one.type in ("values", "comparison")
            ]
        table.show_autofilter = False
    used = sheet.used_range
    if used.rows.hidden is not False:
        used.rows.hidden = False
    return lifted


def _put_back(sheet: xw.Sheet, page: Page, lifted: Sequence[Lifted]) -> None:
    if page.table is None:
        return
    cells = sheet.range((1, 1), (max(page.table, 1) + 1, page.width))
    tables = list(sheet.tables)
    if tables:
        table = tables[0]
        table.resize(cells)
    else:
        name = "sheetops_" + "".join(one if one.isalnum() else "_" for one in sheet.name)
        table = sheet.tables.add(cells, name=name, table_style_name="TableStyleLight1")
    table.show_autofilter = True
    headings = page.rows[0]
    for heading, one in lifted:
        if heading in headings:
            with suppress(Exception):  # a filter that cannot be put back leaves every row in view
                _apply(table.autofilter, headings.index(heading) + 1, one)


def _apply(found: Any, field: int, one: Any) -> None:
    if one.type == "values":
        found.apply_values(field, one.values)
    else:
        found.apply_comparison(field, one.operator, one.value1, one.value2)


# ------------------------------------------------------------------------------------------------ writing


def _empty(sheet: xw.Sheet) -> None:
    used = sheet.used_range
    used.clear_contents()
    used.clear_formats()


def _write(sheet: xw.Sheet, page: Page) -> None:
    """Write a page's formats, then its values in one block: a cell that is text already keeps a text as it is."""
    for code, areas in page.formats.items():
        for address in addresses(areas):
            sheet.range(address).number_format = code
    sheet.range((1, 1), (page.height, page.width)).value = page.rows
    for column, formulas in page.links.items():
        sheet.range((2, column), (page.height, column)).formula = [[formula] for formula in formulas]


def _look(sheet: xw.Sheet, page: Page) -> None:
    """Give a page its looks."""
    if page.table is not None:
        headings = sheet.range((1, 1), (1, page.width))
        headings.color, headings.font.color, headings.font.bold = styles.INK, "#FFFFFF", True
    for column in page.figures:
        sheet.range((1, column)).horizontal_alignment = "right"
    for colour, places in page.fills.items():
        for address in addresses(runs(places)):
            sheet.range(address).color = colour
    for row in page.bold:
        sheet.range((row, 1), (row, page.width)).font.bold = True
    for row in page.alarms:
        line = sheet.range((row, 1), (row, page.width))
        line.color, line.font.color = styles.ALARM, "#FFFFFF"
    _wrap(sheet, page)


def _wrap(sheet: xw.Sheet, page: Page) -> None:
    """Let long texts wrap, each row as high as its longest."""
    if not page.wrapped or page.height == 1:
        return
    for column in page.wrapped:
        sheet.range((2, column), (page.height, column)).wrap_text = True
    body = sheet.range((2, 1), (page.height, page.width))
    body.vertical_alignment = "top"
    body.rows.autofit()


def _set_up(sheet: xw.Sheet, page: Page) -> None:
    """Set the widths of a new sheet (later they stay as the user has them) and keep its headings in view."""
    for column, width in enumerate(page.widths, start=1):
        sheet.range((1, column)).column_width = width
    if page.table is not None:
        with suppress(Exception):  # needs a window of its own in some programs
            sheet.freeze_panes.freeze_at("1:1")
