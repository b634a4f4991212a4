"""What cells of an open workbook hold, as `sheetops.model.Cells` has it."""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from sheetops.model import CellError

ERRORS = frozenset(
    [
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CONNECT!",
        "#BLOCKED!",
        "#UNKNOWN!",
        "#FIELD!",
        "#CALC!",
        "#PYTHON!",
        "#BUSY!",
        "#EXTERNAL!",
    ]
)
_COM_ERROR = -2146828288
"""What Excel adds to an error's number (2042 is #N/A) when it hands the cell over."""
_NUMBERED = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
    2051: "#PYTHON!",
}
"""Excel's errors by number: those that xlwings does not know it hands on so (Excel gives every number as a float)."""

_MIDNIGHT = dt.time()
_LAST_WITHOUT_DAY = dt.date(1899, 12, 30)
"""The day that a time of day is shown on by programs that know no time without a day."""


def plain_rows(rows: Iterable[Iterable[Any]]) -> list[list[Any]]:
    """Return rows as xlwings gives them with values as `Cells` has them; a text that spells an error is one."""
    return [[_ODD[type(v)](v) if type(v) in _ODD else v for v in row] for row in rows]


def _text(value: str) -> Any:
    return CellError(value) if value[:1] == "#" and value in ERRORS else value


def _moment(value: dt.datetime) -> dt.datetime | dt.date | dt.time:
    if value.date() <= _LAST_WITHOUT_DAY:
        return value.time()
    return value.date() if value.time() == _MIDNIGHT else value.replace(tzinfo=None)


def _whole(value: int) -> Any:
    number = value - _COM_ERROR
    return CellError(_NUMBERED.get(number, "#UNKNOWN!")) if 2000 <= number < 2100 else value


_ODD: dict[type, Callable[[Any], Any]] = {str: _text, dt.datetime: _moment, int: _whole, Decimal: float}
