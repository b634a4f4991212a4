"""What can be asked of an open sheet in LibreOffice, in one step, for which xlwings has no name of its own."""

import xlwings as xw

from sheetops.excel.libreoffice import filters as sheet_filters
from sheetops.excel.libreoffice.address import Area, area_of
from sheetops.excel.libreoffice.filters import Filter


def hidden_rows(sheet: xw.Sheet) -> frozenset[int]:
    """Return the hidden rows among those in use, counted from 1, hidden by hand or by a filter."""
    used = sheet.used_range.impl.area
    column = _first_visible_column(sheet)
    line = Area(1, column, used.last_row, 1).on(sheet.api)
    shown: set[int] = set()
    for place in line.queryVisibleCells().getRangeAddresses():
        shown.update(range(place.StartRow + 1, place.EndRow + 2))
    return frozenset(range(1, used.last_row + 1)) - shown


def _first_visible_column(sheet: xw.Sheet) -> int:
    columns = sheet.api.Columns
    return next((place + 1 for place in range(columns.getCount()) if columns.getByIndex(place).IsVisible), 1)


def merged_areas(sheet: xw.Sheet) -> tuple[Area, ...]:
    """Return the merged cells in use."""
    found = set()
    for group in sheet.impl.grid.groups(sheet.used_range.impl.areas):
        for cells in group:
            if cells.getIsMerged():
                found.update(_merged_in(sheet, area_of(cells.getRangeAddress())))
    return tuple(sorted(found))


def _merged_in(sheet: xw.Sheet, area: Area) -> set[Area]:
    # Neighbours with equal formats come as one group: each of its cells may begin a merged block of its own.
    cells = ((row, column) for row in range(area.row, area.last_row + 1) for column in _columns(area))
    blocks = {sheet.range(cell).impl.merge_area.area for cell in cells}
    return {block for block in blocks if block.rows * block.columns > 1}


def _columns(area: Area) -> range:
    return range(area.column, area.last_column + 1)


def is_protected(sheet: xw.Sheet) -> bool:
    """Return whether the sheet, or the workbook's structure, is protected against changes."""
    return bool(sheet.api.isProtected() or sheet.book.api.isProtected())


def filters(sheet: xw.Sheet) -> tuple[Filter, ...]:
    """Return the filters of a sheet: its tables' and its own."""
    return sheet_filters.filters(sheet.impl.grid)


def lift_filters(sheet: xw.Sheet) -> tuple[Filter, ...]:
    """Take all filters of a sheet off and return them for `restore_filters`."""
    return sheet_filters.lift_filters(sheet.impl.grid)


def restore_filters(sheet: xw.Sheet, lifted: tuple[Filter, ...]) -> None:
    """Put filters back on a sheet."""
    sheet_filters.restore_filters(sheet.impl.grid, lifted)
