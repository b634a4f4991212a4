"""One cell, written as what it is: text from people stays text, and nothing turns into a formula or a link."""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sheetops.excel.styles import DAY, MOMENT

LONGEST = 32_767
"""Characters that Excel holds in a cell (UTF-16 units)."""
EXACT = 10**15
"""Whole numbers from here on lose digits in a cell: Excel keeps fifteen."""

_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")

Paint = Callable[[str], Format]
"""Gives the format of a cell for a number format."""


def clean(text: str) -> str:
    """Return text that XML can carry: what is no character at all shows as a replacement sign."""
    return _UNWRITABLE.sub("\ufffd", text)


def units(text: str) -> int:
    """Return how many of Excel's characters a text has."""
    return len(text) if len(text) <= LONGEST // 2 else len(text.encode("utf-16-le", "replace")) // 2


def shortened(text: str) -> str:
    """Return a text that fits a cell; one that was cut says so at its end, with its full length."""
    length = units(text)
    if length <= LONGEST:
        return text
    remark = f" ... [cut: {length:,} characters, a cell holds {LONGEST:,}]"
    kept = text.encode("utf-16-le", "replace")[: 2 * (LONGEST - len(remark))]
    return kept.decode("utf-16-le", "ignore") + remark


def cleaned(texts: Iterable[str | None]) -> list[str | None]:
    """Return a column of texts as cells hold them: written whole wherever a cell can, "" and None as blank."""
    column = [text or None for text in texts]
    if _UNWRITABLE.search("".join(filter(None, column))):
        column = [text and clean(text) for text in column]
    return column


def put(sheet: Worksheet, row: int, column: int, value: Any, paint: Paint) -> None:
    """Write one value, typed, at a row and column counted from 0; a blank keeps its look.

    None and "" are blank; a str is text; numbers that a cell would round, infinities and NaN, days before 1900 and
    anything else (Excel's error values among them) are written as text, so that what is seen is what was there.
    """
    if value is None or value == "":
        sheet.write_blank(row, column, None, paint("General"))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, paint("General"))
    elif isinstance(value, (int, float, Decimal)):
        _put_number(sheet, row, column, value, paint)
    elif isinstance(value, (dt.date, dt.time, dt.timedelta)):
        _put_time(sheet, row, column, value, paint)
    else:
        sheet.write_string(row, column, shortened(clean(str(value))), paint("General"))


def _put_number(sheet: Worksheet, row: int, column: int, value: float | Decimal, paint: Paint) -> None:
    if _exact(value):
        sheet.write_number(row, column, float(value), paint("General"))
    else:
        sheet.write_string(row, column, str(value), paint("General"))


def _exact(value: float | Decimal) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite() and len(value.normalize().as_tuple().digits) <= 15
    return math.isfinite(value) and (isinstance(value, float) or abs(value) < EXACT)


def _put_time(sheet: Worksheet, row: int, column: int, value: dt.date | dt.time | dt.timedelta, paint: Paint) -> None:
    if isinstance(value, dt.date) and value.year < 1900:
        sheet.write_string(row, column, value.isoformat(), paint("General"))
    elif isinstance(value, dt.timedelta) and value < dt.timedelta(0):
        sheet.write_string(row, column, str(value), paint("General"))
    else:
        sheet.write_datetime(row, column, value, paint(_time_format(value)))


def _time_format(value: dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.timedelta):
        return "[h]:mm:ss"
    if isinstance(value, dt.time):
        return "hh:mm:ss"
    whole_day = not isinstance(value, dt.datetime) or value.time() == dt.time.min
    return DAY if whole_day else MOMENT
