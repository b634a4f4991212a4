"""The faulty rows of a sheet, copied into problems.xlsx with the bad cells coloured and noted."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from sheetops.excel import styles
from sheetops.excel.cells import clean, put, shortened, units
from sheetops.excel.grid import LAST_ROWS, Cut, Grid, GridColumn
from sheetops.excel.marks import Mark, Place, marks, place_of
from sheetops.excel.pages import set_heights, start_page
from sheetops.excel.styles import Formats
from sheetops.model import Cells, Finding, Kind, cell_name

ROW_HEADING = "row"


@dataclass(frozen=True, slots=True)
class FaultyRows:
    """The rows of one sheet that findings are about, as they stand there.

    ``headings`` and ``columns`` (Excel column numbers, A is 1) are of the same length; ``rows`` holds by Excel row
    number a value a column, as in `sheetops.model.Cells`.
    """

    sheet: str
    headings: tuple[str, ...]
    columns: tuple[int, ...]
    rows: Mapping[int, Sequence[Any]]
    file: str = ""


def faulty_rows(cells: Cells, header_row: int, findings: Iterable[Finding]) -> FaultyRows:
    """Return the rows of a sheet that findings are about, in order; ``header_row`` is the Excel row of its headings.

    Columns without a heading, a finding or a value in these rows are left out.
    """
    here = [
        finding for finding in findings if (finding.file, finding.sheet) == (cells.file, cells.sheet) and finding.row
    ]
    wanted = sorted({finding.row for finding in here} - set(range(header_row + 1)))
    bad = {place_of(finding)[1] for finding in here}
    rows = {row: cells.rows[row - 1] if row <= len(cells.rows) else [] for row in wanted}
    heads = cells.rows[header_row - 1] if 0 < header_row <= len(cells.rows) else []
    width = max([len(heads), *bad, *map(len, rows.values())])
    lines = [heads, *rows.values()]
    columns = [n for n in range(1, width + 1) if n in bad or any(not _blank(_at(line, n)) for line in lines)]
    return FaultyRows(
        cells.sheet,
        tuple(_heading(_at(heads, number), number) for number in columns),
        tuple(columns),
        {row: [_at(line, number) for number in columns] for row, line in rows.items()},
        cells.file,
    )


def _at(line: Sequence[Any], number: int) -> Any:
    return line[number - 1] if number <= len(line) else None


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _heading(value: Any, number: int) -> str:
    return f"(column {cell_name(1, number)[:-1]})" if _blank(value) else str(value)


def faulty_grid(faulty: FaultyRows, name: str) -> Grid:
    """Return the layout of a faulty sheet: the Excel row number, then every original column."""
    numbers = list(faulty.rows)
    texts = [["" if value is None else str(value) for value in values] for values in faulty.rows.values()]
    cuts = tuple(
        Cut(row, faulty.headings[place], units(text))
        for row, line in enumerate(texts)
        for place, text in enumerate(line)
        if shortened(text) != text
    )
    columns = [GridColumn(ROW_HEADING, Kind.WHOLE, numbers, widest=8)]
    for place, heading in enumerate(faulty.headings):
        widest = max((len(line[place]) for line in texts), default=0)
        values = [line[place] for line in texts]
        columns.append(GridColumn(shortened(clean(heading)), Kind.TEXT, values, widest=widest))
    return Grid(name, tuple(columns), len(numbers), cuts=cuts)


def write_faulty(
    book: Workbook, formats: Formats, faulty: FaultyRows, grid: Grid, findings: Iterable[Finding], title: str
) -> None:
    """Add the worksheets of a faulty sheet: its rows, the bad cells filled by severity and noted."""
    all_marks = marks(findings)
    lines = list(faulty.rows.items())
    for name, first, end in grid.pages():
        sheet = book.add_worksheet(name)
        sheet.set_tab_color(styles.ALARM)
        start_page(sheet, formats, grid, title, end - first, freeze=1)
        set_heights(sheet, grid, first, end)
        for line, (row, values) in enumerate(lines[first:end], start=1):
            _write_row(sheet, formats, line, row, values, faulty.columns, all_marks)


def _write_row(
    sheet: Worksheet,
    formats: Formats,
    line: int,
    row: int,
    values: Sequence[Any],
    columns: Sequence[int],
    all_marks: Mapping[Place, Mark],
) -> None:
    for place, (number, value) in enumerate(zip((0, *columns), (row, *values), strict=True)):
        mark = all_marks.get((row, number))
        looks = _looks(mark, number) | _side(value)
        if mark or not _blank(value):
            put(sheet, line, place, value, lambda style, looks=looks: formats(num_format=style, **looks))  # type: ignore[misc]
        if mark and mark.text:
            note(sheet, line, place, mark.text)


def _side(value: Any) -> dict[str, Any]:
    # What stands on the left is text: a number or a day among text shows at a glance, and the other way round.
    return styles.FIGURES if isinstance(value, (int, float, dt.date)) and not isinstance(value, bool) else {}


def _looks(mark: Mark | None, number: int) -> dict[str, Any]:
    base: dict[str, Any] = {"text_wrap": True} if number else {"font_color": styles.GREY}
    if mark is None:
        return base
    fill, ink = styles.FILL[mark.severity], styles.TYPE[mark.severity]
    return {**base, "bg_color": fill, "font_color": ink, "border": 1, "border_color": styles.LINE}


def note(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Put a note on a cell (row and column from 0), in a box that is tall enough for it."""
    said = shortened(clean(text))
    lines = sum(1 + len(part) // 46 for part in said.split("\n"))
    options = {"author": "sheetops", "width": 300, "height": min(24 + 17 * lines, 400), "font_size": 9}
    sheet.write_comment(row, column, said, options)


def copies(faulty: FaultyRows, grid: Grid) -> Callable[[Place], str | None]:
    """Return what gives, for a cell of the sheet, a link within the workbook to its copy; None when it has none."""
    lines = {row: line for line, row in enumerate(faulty.rows)}
    places = {column: place for place, column in enumerate((0, *faulty.columns), start=1)}
    pages = [name.replace("'", "''") for name, _, _ in grid.pages()]

    def link(cell: Place) -> str | None:
        row, column = cell
        if row not in lines or column not in places:
            return None
        page, line = divmod(lines[row], LAST_ROWS)
        return f"internal:'{pages[page]}'!{cell_name(line + 2, places[column])}"

    return link
