"""Filters: xlwings' AutoFilter for LibreOffice, and taking the filters of a sheet off and putting them back."""

import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from xlwings import base_classes
from xlwings.base_classes import empty_autofilter_criteria

from sheetops.excel.libreoffice import serials
from sheetops.excel.libreoffice.address import Area, area_of
from sheetops.excel.libreoffice.bridge import enum, struct
from sheetops.excel.libreoffice.grid import Grid
from sheetops.excel.libreoffice.trouble import spoken

# com.sun.star.sheet.FilterOperator2
_EMPTY, _NOT_EMPTY, _EQUAL, _NOT_EQUAL, _GREATER, _GREATER_EQUAL, _LESS, _LESS_EQUAL = range(8)
_TOP, _TOP_PERCENT, _BOTTOM, _BOTTOM_PERCENT = range(8, 12)
_NUMBER, _TEXT = 0, 1  # com.sun.star.sheet.FilterFieldType
_COMPARISONS = {
    "equal_to": _EQUAL,
    "not_equal_to": _NOT_EQUAL,
    "greater_than": _GREATER,
    "greater_than_or_equal": _GREATER_EQUAL,
    "less_than": _LESS,
    "less_than_or_equal": _LESS_EQUAL,
}


class Filter(NamedTuple):
    """A filter as it stood: its table's name ("" for the sheet's own), where it is, and LibreOffice's criteria."""

    table: str
    area: Area
    fields: tuple[Any, ...]


def filters(grid: Grid) -> tuple[Filter, ...]:
    """Return the filters of a sheet, with or without criteria."""
    return tuple(
        Filter(name, area_of(entry.getDataArea()), _fields(entry)) for name, entry in _entries(grid) if entry.AutoFilter
    )


def lift_filters(grid: Grid) -> tuple[Filter, ...]:
    """Take the filters of a sheet off, so that all of their rows show, and return them for `restore_filters`."""
    there = filters(grid)
    for found in there:
        _show_all(grid, found.area)
        _entry(grid, found).AutoFilter = False
    return there


def restore_filters(grid: Grid, lifted: Sequence[Filter]) -> None:
    """Put filters back that `lift_filters` took off, criteria included."""
    for found in lifted:
        entry = _entry(grid, found)
        entry.AutoFilter = True
        if found.fields:
            _apply(entry, found.fields)


@spoken
class AutoFilter(base_classes.AutoFilter):
    """The filter over a range; fields are columns counted from 1 within it."""

    def __init__(self, grid: Grid, area: Area) -> None:
        self._grid = grid
        self._area = area

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """What each field is filtered by, as xlwings describes it; what LibreOffice alone knows is ``unknown``."""
        found, columns = self._known(), range(self._area.columns)
        return [_described(number + 1, [field for field in found if field.Field == number]) for number in columns]

    def apply_values(self, field: int, values: Sequence[str]) -> None:
        """Show rows with one of these texts or numbers."""
        self._set(field, [_field(field, _EQUAL, values)])

    def apply_comparison(self, field: int, operator: str, value1: Any, value2: Any = None) -> None:
        """Show rows that compare so."""
        if value1 is None:
            self._set(field, [_field(field, _EMPTY if operator == "equal_to" else _NOT_EMPTY, ())])
            return
        first, second = _operand(value1, self._grid), _operand(value2, self._grid)
        if operator == "between":
            found = [_field(field, _GREATER_EQUAL, [first]), _field(field, _LESS_EQUAL, [second])]
        elif operator == "not_between":
            found = [_field(field, _LESS, [first]), _field(field, _GREATER, [second], either=True)]
        else:
            found = [_field(field, _COMPARISONS[operator], [first])]
        self._set(field, found)

    def apply_top_items(self, field: int, count: int) -> None:
        """Show the highest values."""
        self._set(field, [_field(field, _TOP, [count])])

    def apply_bottom_items(self, field: int, count: int) -> None:
        """Show the lowest values."""
        self._set(field, [_field(field, _BOTTOM, [count])])

    def apply_top_percent(self, field: int, percent: float) -> None:
        """Show the highest part."""
        self._set(field, [_field(field, _TOP_PERCENT, [percent])])

    def apply_bottom_percent(self, field: int, percent: float) -> None:
        """Show the lowest part."""
        self._set(field, [_field(field, _BOTTOM_PERCENT, [percent])])

    def clear(self, field: int | None = None) -> None:
        """Show all rows again, as far as one field or any held them back."""
        kept = () if field is None else tuple(known for known in self._known() if known.Field != field - 1)
        if kept:
            _apply(self._entry, kept)
        else:
            _show_all(self._grid, self._area)

    @property
    def _entry(self) -> Any:
        entries = list(_entries(self._grid))
        here = next((name for name, entry in entries if area_of(entry.getDataArea()) == self._area), "")
        return _entry(self._grid, Filter(here, self._area, ()))

    def _known(self) -> tuple[Any, ...]:
        there = [found.fields for found in filters(self._grid) if found.area == self._area]
        return there[0] if there else ()

    def _set(self, field: int, found: list[Any]) -> None:
        others = [known for known in self._known() if known.Field != field - 1]
        entry = self._entry
        entry.AutoFilter = True
        _apply(entry, (*others, *found))


def _entries(grid: Grid) -> Iterator[tuple[str, Any]]:
    """Give the table ranges of the sheet by name, the sheet's own one as ""."""
    index, named = grid.index, grid.document.DatabaseRanges
    for name in named.getElementNames():
        if named.getByName(name).getDataArea().Sheet == index:
            yield name, named.getByName(name)
    if _unnamed(grid).hasByTable(index):
        yield "", _unnamed(grid).getByTable(index)


def _unnamed(grid: Grid) -> Any:
    """Return LibreOffice's collection of filters that belong to a sheet and to no table."""
    # The property is there, but not among those that the document lists, so that an attribute is not found.
    return grid.document.getPropertyValue("UnnamedDatabaseRanges")


def _entry(grid: Grid, found: Filter) -> Any:
    """Return the table range of a filter; the sheet's own one is made, or moved to where the filter is."""
    entry = dict(_entries(grid)).get(found.table)
    if entry is None or (not found.table and area_of(entry.getDataArea()) != found.area):
        _unnamed(grid).setByTable(found.area.address(grid.index))
        entry = _unnamed(grid).getByTable(grid.index)
    return entry


def _fields(entry: Any) -> tuple[Any, ...]:
    return tuple(_given_back(field) for field in entry.getFilterDescriptor().getFilterFields3())


def _apply(entry: Any, fields: tuple[Any, ...]) -> None:
    # Not by the cells' own filter(), which keeps one value of several.
    wanted = entry.getFilterDescriptor()
    wanted.ContainsHeader = True
    wanted.setFilterFields3(fields)
    entry.refresh()


def _show_all(grid: Grid, area: Area) -> None:
    # Not by refresh(), which leaves the hidden rows hidden when there is nothing to filter by.
    cells = area.on(grid.sheet)
    cells.filter(cells.createFilterDescriptor(True))


def _field(field: int, operator: int, values: Sequence[Any], either: bool = False) -> Any:
    """Return one criterion; ``either`` joins it to the one before by "or"."""
    return struct(
        "sheet.TableFilterField3",
        Connection=enum("sheet.FilterConnection", "OR" if either else "AND"),
        Field=field - 1,
        Operator=operator,
        Values=tuple(_filter_value(value) for value in values),
    )


def _given_back(field: Any) -> Any:
    """Return a criterion that LibreOffice gave, as it takes it: it does not give the kind of its values."""
    values = [value.NumericValue if value.IsNumeric else value.StringValue for value in field.Values]
    field.Values = tuple(_filter_value(value) for value in values)
    return field


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _filter_value(value: Any) -> Any:
    text = isinstance(value, str)
    made = struct("sheet.FilterFieldValue", IsNumeric=not text, StringValue=value if text else f"{value:g}")
    if not text:
        made.NumericValue = float(value)
    if hasattr(made, "FilterType"):  # since LibreOffice 7.2, where it decides
        made.FilterType = _TEXT if text else _NUMBER
    return made


def _operand(value: Any, grid: Grid) -> Any:
    """Return xlwings' side of a comparison (a text, or a day or moment in ISO writing) as a number if it is one."""
    if isinstance(value, dict):
        kind = datetime if value["type"] == "datetime" else date
        return serials.writer(grid.epoch)(kind.fromisoformat(value["value"]))
    return float(value) if value is not None and _is_number(value) else value


def _described(number: int, found: list[Any]) -> dict[str, Any]:
    described = empty_autofilter_criteria(number, "unknown" if found else "none")
    if len(found) == 1:
        operators = {code: name for name, code in _COMPARISONS.items()}
        values = list(dict.fromkeys(value.StringValue for value in found[0].Values))
        if found[0].Operator == _EQUAL:
            described |= {"type": "values", "values": values}
        elif found[0].Operator in operators:
            described |= {"type": "comparison", "operator": operators[found[0].Operator], "value1": values[0]}
    return described
