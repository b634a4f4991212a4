"""Values on their way into a letter: what is empty, a number, a day, and how each reads without a picture."""

import datetime as dt
import math
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from sheetops.word.errors import ValueFault
from sheetops.word.locales import Locale

_NUMBER = re.compile(r"[-+]?(\d[\d.,\s\u00a0\u202f']*|[.,]\d+)")
_SIGNS = re.compile(r"[\s\u00a0\u202f'%$£€]|^[A-Z]{3}|[A-Z]{3}$|zł")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?")


def is_empty(value: object) -> bool:
    """Whether a value counts as blank: None, empty text, NaN, NaT."""
    return value is None or value == "" or value != value


def to_number(value: object, locale: Locale) -> Decimal | None:
    """Return a value as a Decimal, or None when it is not a number.

    A float is taken at 15 digits, as Excel shows it.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, str):
        return _from_text(value, locale)
    try:
        return _from_machine(value)
    except (TypeError, ValueError, OverflowError, InvalidOperation):
        return None


def _from_machine(value: Any) -> Decimal | None:
    whole = value.__index__() if hasattr(value, "__index__") else None
    if whole is not None:
        return Decimal(whole)
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return None
    number = float(value)
    return Decimal(f"{number:.15g}") if math.isfinite(number) else None


def _from_text(text: str, locale: Locale) -> Decimal | None:
    """Read ``1234.5``, ``1,234.50``, ``(1,234.50)``, ``-5``, ``£12`` or, by the locale, ``1 234,50``.

    None for anything else.
    """
    bare = _SIGNS.sub("", text.strip())
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare[1:-1] if negative else bare
    if not _NUMBER.fullmatch(bare):
        return None
    mark = _decimal_mark(bare, locale)
    digits = bare.replace("," if mark == "." else ".", "").replace(mark, ".")
    try:
        return -Decimal(digits) if negative else Decimal(digits)
    except InvalidOperation:
        return None


def _decimal_mark(digits: str, locale: Locale) -> str:
    """Return which of ``.`` and ``,`` is the decimal mark of some digits.

    The later of both; a lone one that is not the locale's only if it cannot group thousands.
    """
    point, comma = digits.rfind("."), digits.rfind(",")
    if point >= 0 and comma >= 0:
        return "." if point > comma else ","
    other = "," if locale.decimal == "." else "."
    at = max(point, comma)
    groups = re.fullmatch(r"[-+]?\d{1,3}([.,]\d{3})+", digits) is not None
    if at < 0 or digits[at] == locale.decimal or groups or digits.count(other) > 1:
        return locale.decimal
    return other


def to_day(value: object) -> dt.datetime | None:
    """Return a value as a moment: a date, a datetime (pandas' and numpy's too) or ISO text; None for anything else."""
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 (a day has no zone)
    if isinstance(value, str):
        found = _ISO.fullmatch(value.strip())
        return _moment(found) if found else None
    item = getattr(value, "item", None)
    inner = item() if callable(item) else None
    return to_day(inner) if isinstance(inner, dt.date) else None


def _moment(found: re.Match[str]) -> dt.datetime | None:
    try:
        return dt.datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def to_text(value: object, locale: Locale) -> str:
    """Return a value as it reads without a picture; `ValueFault` when it is nothing that can be written."""
    if isinstance(value, str):
        return value
    if is_empty(value):
        return ""
    if isinstance(value, bool):
        return locale.yes if value else locale.no
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, (list, tuple, dict, set)):
        raise ValueFault("holds a list of rows, not one value: its fields belong into a table row")
    return _typed_text(value, locale)


def _typed_text(value: object, locale: Locale) -> str:
    day = to_day(value)
    if day is not None:
        return locale.day(day)
    number = to_number(value, locale)
    if number is None:
        raise ValueFault(
            f"holds {value}, which is neither text nor a number nor a date. If it is a formula or its error, "
            "open the workbook in Excel, mend it and save it"
        )
    return f"{number:f}".replace(".", locale.decimal)
