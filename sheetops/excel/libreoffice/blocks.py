"""Blocks of cells, read and written in a few large steps.

LibreOffice knows numbers, texts, blanks and errors. Days, moments and yes or no are numbers whose format says so: when
reading, the formats are asked for by area and not by cell; when writing, formats are set by runs of cells.
"""

import datetime as dt
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from sheetops.excel.libreoffice import serials
from sheetops.excel.libreoffice.address import Area, area_of
from sheetops.excel.libreoffice.cellerrors import error_codes
from sheetops.excel.libreoffice.formulas import from_office
from sheetops.excel.libreoffice.grid import Grid
from sheetops.excel.libreoffice.numberformats import Shows

CELLS = 50_000
"""Cells in one step: LibreOffice's bridge slows down on larger messages (measured; 20,000 to 100,000 are equal)."""

DAY = "dd/mm/yyyy"
MOMENT = "dd/mm/yyyy hh:mm:ss"
TIME = "hh:mm:ss"

_NOTES = 8  # com.sun.star.sheet.CellFlags.ANNOTATION
_ANY_RESULT = 1 | 2 | 4  # com.sun.star.sheet.FormulaResult
_MOMENTS = (dt.datetime, dt.date, dt.time, dt.timedelta, np.datetime64)

Rows = Sequence[Sequence[Any]]
Mask = npt.NDArray[np.bool_]


def read(grid: Grid, area: Area) -> Rows:
    """Return an area's values, row by row.

    float, str ("" is blank), bool, datetime by the cell's format, or `CellError`.
    """
    with _no_collection():
        rows = [row for part in _parts(area) for row in part.on(grid.sheet).getDataArray()]
        special = [(shows, where) for shows, where in _formatted(grid, area) if shows in _READERS]
        if special or any(None in row for row in rows):
            rows = [list(row) for row in rows]
            _put_errors(rows, grid, area)
            for shows, where in special:
                _put_special(rows, area, where, _READERS[shows](grid.epoch))
    return rows


_READERS: dict[Shows, Callable[[dt.datetime], Callable[[float], Any]]] = {
    Shows.MOMENT: serials.reader,
    Shows.YES_NO: lambda epoch: bool,
}


def formulas(grid: Grid, area: Area) -> Rows:
    """Return an area's formulas in Excel's writing, and for other cells what one would type, row by row.

    A text that begins like a formula has an apostrophe before it.
    """
    entries = area.on(grid.sheet).getFormulaArray()
    real: Mask = np.zeros((area.rows, area.columns), dtype=bool)
    for address in area.on(grid.sheet).queryFormulaCells(_ANY_RESULT).getRangeAddresses():
        real[_slices(area_of(address), area)] = True
    return tuple(
        tuple(_entry(entry, bool(formula)) for entry, formula in zip(row, flags, strict=True))
        for row, flags in zip(entries, real, strict=True)
    )


def _entry(entry: str, formula: bool) -> str:
    if formula:
        array = entry.startswith("{") and entry.endswith("}")
        return from_office(entry[1:-1] if array else entry)
    if entry.startswith("="):
        return "'" + entry
    # LibreOffice marks a text that looks like a number with an apostrophe; Excel does not.
    return entry[1:] if entry.startswith("'") else entry


def _slices(part: Area, area: Area) -> tuple[slice, slice]:
    """Return where a part lies within an area, counted from 0."""
    rows = slice(part.row - area.row, part.last_row - area.row + 1)
    return rows, slice(part.column - area.column, part.last_column - area.column + 1)


def write(grid: Grid, area: Area, values: Rows) -> None:
    """Write values of an area's shape, row by row; texts stay texts, whatever they look like.

    None and "" clear a cell. A day or moment gets a format that shows it as such, unless the cell has a number format
    that someone chose; yes or no gets its format always, for it is nothing but a number without. LibreOfficeError when
    the sheet is protected.
    """
    grid.check_open([area])
    with _no_collection():
        columns, moments, answers = _prepared(values, grid.epoch)
        kept = _chosen_formats(grid, area)
        rows = list(zip(*columns, strict=True))
        for part in _parts(area):
            _put(part, grid.sheet, tuple(rows[part.row - area.row : part.last_row - area.row + 1]))
        for code, mask in moments.items():
            _format(grid, area, mask & ~kept, grid.formats.key(code))
        if answers is not None:
            _format(grid, area, answers, grid.formats.boolean)


# ------------------------------------------------------------------------------------------------------ reading


def _parts(area: Area) -> Iterator[Area]:
    step = max(1, CELLS // area.columns)
    for row in range(area.row, area.last_row + 1, step):
        yield Area(row, area.column, min(step, area.last_row + 1 - row), area.columns)


def _formatted(grid: Grid, area: Area) -> Iterator[tuple[Shows, list[Area]]]:
    """Give each group of cells that are formatted alike: what it shows a number as, and where it is."""
    for group in grid.groups([area]):
        yield grid.formats.shows(group.NumberFormat), [area_of(address) for address in group.getRangeAddresses()]


def _put_special(rows: list[Any], area: Area, where: list[Area], value_of: Any) -> None:
    for part in where:
        lines, columns = _slices(part, area)
        for row in rows[lines]:
            for column in range(columns.start, columns.stop):
                if type(row[column]) is float:
                    row[column] = _value(row[column], value_of)


def _value(number: float, value_of: Any) -> Any:
    try:
        return value_of(number)
    except (ValueError, OverflowError):
        return number


def _put_errors(rows: list[Any], grid: Grid, area: Area) -> None:
    missing = [(i, j) for i, row in enumerate(rows) if None in row for j, value in enumerate(row) if value is None]
    if missing:
        codes = error_codes(grid.sheet, area, missing)
        for i, j in missing:
            rows[i][j] = codes[i, j]


# ------------------------------------------------------------------------------------------------------ writing


def _prepared(values: Rows, epoch: dt.datetime) -> tuple[list[Any], dict[str, Mask], Mask | None]:
    """Return the columns as LibreOffice takes them, where moments of each format are, and where yes or no is."""
    columns = list(zip(*values, strict=True))
    serial = serials.writer(epoch)
    moments: dict[str, Mask] = {}
    answers: Mask | None = None
    shape = (len(values), len(columns))
    for j, column in enumerate(columns):
        kinds = set(map(type, column))
        if kinds <= {float, str}:
            continue
        if any(issubclass(kind, _MOMENTS) for kind in kinds):
            _mark_moments(column, j, moments, shape)
        if any(issubclass(kind, bool | np.bool_) for kind in kinds):
            answers = np.zeros(shape, dtype=bool) if answers is None else answers
            answers[:, j] = [isinstance(value, bool | np.bool_) for value in column]
        columns[j] = tuple(_plain(value, serial) for value in column)
    return columns, moments, answers


def _mark_moments(column: Sequence[Any], j: int, moments: dict[str, Mask], shape: tuple[int, int]) -> None:
    for i, value in enumerate(column):
        if isinstance(value, _MOMENTS):
            code = _code(value)
            if code not in moments:
                moments[code] = np.zeros(shape, dtype=bool)
            moments[code][i, j] = True


def _code(value: Any) -> str:
    if isinstance(value, dt.time):
        return TIME
    if isinstance(value, dt.timedelta):
        return "[h]:mm:ss"
    return MOMENT if serials.has_time(value) else DAY


def _plain(value: Any, serial: Any) -> float | str:
    kind = type(value)
    if kind is str or kind is float:
        return value
    if value is None:
        return ""
    if isinstance(value, _MOMENTS):
        return float(serial(value))
    return str(value) if isinstance(value, str) else float(value)


def _chosen_formats(grid: Grid, area: Area) -> Mask:
    """Return where a number format was chosen by someone; take off the formats that show TRUE and FALSE."""
    kept: Mask = np.zeros((area.rows, area.columns), dtype=bool)
    for shows, where in list(_formatted(grid, area)):
        if shows is Shows.YES_NO:
            grid.cells(where).NumberFormat = grid.formats.key("General")
        elif shows in (Shows.MOMENT, Shows.NUMBER):
            for part in where:
                kept[_slices(part, area)] = True
    return kept


def _put(part: Area, sheet: Any, rows: tuple[Any, ...]) -> None:
    """Write one step; around cells that carry notes, because LibreOffice throws the notes of a written block away."""
    cells = part.on(sheet)
    noted = sorted(_noted(cells))
    if not noted:
        cells.setDataArray(rows)
        return
    done = part.row
    for row in sorted({row for row, _ in noted}):
        _put_plain(sheet, part, rows, Area(done, part.column, row - done, part.columns))
        _put_around(sheet, part, rows, row, [column for noted_row, column in noted if noted_row == row])
        done = row + 1
    _put_plain(sheet, part, rows, Area(done, part.column, part.last_row + 1 - done, part.columns))


def _noted(cells: Any) -> Iterator[tuple[int, int]]:
    for address in cells.queryContentCells(_NOTES).getRangeAddresses():
        area = area_of(address)
        for row in range(area.row, area.last_row + 1):
            yield from ((row, column) for column in range(area.column, area.last_column + 1))


def _put_plain(sheet: Any, part: Area, rows: tuple[Any, ...], area: Area) -> None:
    if area.rows and area.columns:
        columns = slice(area.column - part.column, area.last_column - part.column + 1)
        lines = rows[area.row - part.row : area.last_row - part.row + 1]
        area.on(sheet).setDataArray(tuple(tuple(line[columns]) for line in lines))


def _put_around(sheet: Any, part: Area, rows: tuple[Any, ...], row: int, noted: list[int]) -> None:
    start = part.column
    for column in noted:
        _put_plain(sheet, part, rows, Area(row, start, 1, column - start))
        _put_one(sheet.getCellByPosition(column - 1, row - 1), rows[row - part.row][column - part.column])
        start = column + 1
    _put_plain(sheet, part, rows, Area(row, start, 1, part.last_column + 1 - start))


def _put_one(cell: Any, value: Any) -> None:
    if isinstance(value, float):
        cell.setValue(value)
    else:
        cell.setString(value)


def _format(grid: Grid, area: Area, mask: Mask, key: int) -> None:
    runs = [
        Area(area.row + first, area.column + column, end - first, 1)
        for column in np.flatnonzero(mask.any(axis=0)).tolist()
        for first, end in _runs(mask[:, column])
    ]
    if runs:
        grid.cells(runs).NumberFormat = key


def _runs(mask: Mask) -> list[tuple[int, int]]:
    """Return where each run of set places starts and ends (the place after its last)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.view(np.int8), [0]))))
    return [(int(first), int(end)) for first, end in edges.reshape(-1, 2)]


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for garbage while millions of cells are made: it finds none and takes as long again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
