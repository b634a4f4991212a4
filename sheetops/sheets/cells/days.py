"""Cells that hold days, moments and times of day.

A day is a real date, ISO text, or text in the desk's order of day and month. A bare number is never read as a day: it
may be an Excel serial number, a year, or an amount in the wrong column.
"""

import calendar
import datetime as dt
import re
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import ValidationInfo

from sheetops.clock import FIRST, LAST
from sheetops.model import Reading
from sheetops.sheets.cells.words import fold, problem, reading_of, refuse_errors, shown, tidy

_TIME = r"(?:[T ,]+(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(?: ?(?P<half>[ap])\.?m\.?)?)?"
_ISO = re.compile(rf"(?P<y>[0-9]{{4}})([-/.])(?P<m>[0-9]{{1,2}})\2(?P<d>[0-9]{{1,2}}){_TIME}", re.IGNORECASE)
_BASIC = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?P<clock>)(?P<half>)")
_FIGURES = re.compile(
    rf"(?P<a>[0-9]{{1,2}})([-/. ])(?P<b>[0-9]{{1,2}})\2(?P<y>[0-9]{{4}}|[0-9]{{2}}){_TIME}", re.IGNORECASE
)
_NAMED = re.compile(
    rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?[ -]?(?P<name>[^\W\d_]{{3,}})\.?,?[ -]?(?P<y>[0-9]{{4}}){_TIME}",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    rf"(?P<name>[^\W\d_]{{3,}})\.?[ -]?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,?[ -](?P<y>[0-9]{{4}}){_TIME}", re.IGNORECASE
)
_OF_DAY = re.compile(
    r"(?P<h>[0-9]{1,2})[:.](?P<m>[0-9]{2})(?:[:.][0-9]{2})?(?: ?(?P<half>[ap])\.?m\.?)?", re.IGNORECASE
)

_MONTH_NAMES = (
    "january jan styczen stycznia sty|february feb luty lutego lut|march mar marzec marca|"
    "april apr kwiecien kwietnia kwi|may maj maja|june jun czerwiec czerwca cze|july jul lipiec lipca lip|"
    "august aug sierpien sierpnia sie|september sep sept wrzesien wrzesnia wrz|"
    "october oct pazdziernik pazdziernika paz|november nov listopad listopada lis|december dec grudzien grudnia gru"
)
_MONTHS = {name: i for i, names in enumerate(_MONTH_NAMES.split("|"), 1) for name in names.split()}
_SERIAL_ZERO = dt.date(1899, 12, 30)


class _Parts(NamedTuple):
    """Year, month and day as figures stand in a text, real or not, and its time of day."""

    year: int
    month: int
    day: int
    clock: dt.time
    short: bool = False


def read_day(raw: Any, info: ValidationInfo) -> dt.date:
    """Return a day between `clock.FIRST` and `clock.LAST`; a time of day beside it is left out."""
    if type(raw) is dt.date and FIRST <= raw <= LAST:
        return raw
    return _moment(raw, reading_of(info)).date()


def read_moment(raw: Any, info: ValidationInfo) -> dt.datetime:
    """Return a day with its time to the nearest second, midnight when it has none."""
    return _moment(raw, reading_of(info))


def read_time(raw: Any) -> str:
    """Return a time of day as ``17:00``; ``24:00`` is the end of the day."""
    refuse_errors(raw)
    if isinstance(raw, dt.time):
        return f"{raw:%H:%M}"
    if isinstance(raw, dt.timedelta) and dt.timedelta() <= raw <= dt.timedelta(days=1):
        minutes = round(raw.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(raw, str) and (found := _OF_DAY.fullmatch(tidy(raw))):
        hour = _hour(int(found["h"]), found["half"])
        if (hour < 24 and int(found["m"]) < 60) or (hour, int(found["m"])) == (24, 0):
            return f"{hour:02}:{found['m']}"
    raise problem("time_unreadable", f"{shown(raw)!r} is not a time of day. Write it like 17:00.")


def other_order(text: str, reading: Reading) -> bool:
    """Return whether a text is a day only when day and month are read in the order that the desk does not use."""
    found = _FIGURES.fullmatch(tidy(text))
    if not found:
        return False
    month, day = (found["b"], found["a"]) if reading.date_order == "dmy" else (found["a"], found["b"])
    return int(month) > 12 >= int(day)


def either_order(text: str) -> bool:
    """Return whether a text is a day in both orders, and not the same day."""
    found = _FIGURES.fullmatch(tidy(text))
    return found is not None and max(int(found["a"]), int(found["b"])) <= 12 and int(found["a"]) != int(found["b"])


def written(day: dt.date, reading: Reading) -> str:
    """Return a day as the desk writes it."""
    return f"{day:%d/%m/%Y}" if reading.date_order == "dmy" else f"{day:%m/%d/%Y}"


def _moment(raw: Any, reading: Reading) -> dt.datetime:
    if isinstance(raw, str):
        return _within(_from_text(raw, reading), reading)
    if isinstance(raw, dt.datetime):
        return _within(_to_second(raw, reading), reading)
    if isinstance(raw, dt.date):
        return _within(dt.datetime.combine(raw, dt.time()), reading)
    refuse_errors(raw)
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        raise _serial(float(raw), reading)
    raise _unreadable(shown(raw), reading)


def _to_second(raw: dt.datetime, reading: Reading) -> dt.datetime:
    if raw.tzinfo is not None:
        raise problem("day_unreadable", f"{raw} names a time zone. Write the local day and time.")
    if raw.microsecond >= 500_000 and raw.year < dt.MAXYEAR:
        raw += dt.timedelta(seconds=1)
    return raw.replace(microsecond=0)


def _within(moment: dt.datetime, reading: Reading) -> dt.datetime:
    if FIRST <= moment.date() <= LAST:
        return moment
    text = (
        f"{written(moment, reading)} lies outside {FIRST.year} to {LAST.year} and is taken for a slip. Check the year."
    )
    raise problem("day_out_of_range", text)


def _unreadable(value: str, reading: Reading) -> Exception:
    example = written(dt.date(2026, 12, 31), reading)
    return problem("day_unreadable", f"{value!r} is not a day. Write it like {example} or 2026-12-31.")


def _serial(number: float, reading: Reading) -> Exception:
    """A number may be Excel's count of days whose date format was lost, or a day written as 20260630."""
    value = shown(number)
    day = _day_of_serial(number) or _day_of_figures(value)
    if day is None:
        return problem("day_unreadable", f"{value} is a number, not a day. Type the day.")
    text = f"{value} is a plain number. If it stands for {written(day, reading)}, format the cell as a date."
    return problem("day_as_number", text, written(day, reading))


def _day_of_serial(number: float) -> dt.date | None:
    if not 0 < number < 100_000:
        return None
    day = _SERIAL_ZERO + dt.timedelta(days=int(number))
    return day if FIRST <= day <= LAST else None


def _day_of_figures(value: str) -> dt.date | None:
    found = _BASIC.fullmatch(value)
    try:
        day = dt.date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        return None
    return day if day and FIRST <= day <= LAST else None


def _from_text(raw: str, reading: Reading) -> dt.datetime:
    text = tidy(raw)
    refuse_errors(text)
    parts = _parts(text, reading)
    if parts is None:
        raise _unreadable(text, reading)
    if parts.short:
        raise _short_year(text, parts, reading)
    try:
        return dt.datetime.combine(dt.date(parts.year, parts.month, parts.day), parts.clock)
    except ValueError:
        raise _impossible(text, parts, reading) from None


def _parts(text: str, reading: Reading) -> _Parts | None:
    if found := _ISO.fullmatch(text) or _BASIC.fullmatch(text):
        month, day = int(found["m"]), int(found["d"])
    elif found := _FIGURES.fullmatch(text):
        first, second = int(found["a"]), int(found["b"])
        day, month = (first, second) if reading.date_order == "dmy" else (second, first)
    elif found := _NAMED.fullmatch(text) or _AMERICAN.fullmatch(text):
        month, day = _MONTHS.get(fold(found["name"]), 0), int(found["d"])
        if not month:
            return None
    else:
        return None
    clock = _clock(found["clock"], found["half"])
    return None if clock is None else _Parts(int(found["y"]), month, day, clock, len(found["y"]) == 2)


def _clock(text: str | None, half: str | None) -> dt.time | None:
    if not text:
        return dt.time()
    hour, minute, second = (*text.split(":"), "0")[:3]
    try:
        return dt.time(_hour(int(hour), half), int(minute), int(float(second)))
    except ValueError:
        return None


def _hour(hour: int, half: str | None) -> int:
    """Twelve o'clock is the first hour of each half of the day: 12 am is 0, 12 pm is 12."""
    if not half:
        return hour
    return hour % 12 + (12 if half.lower() == "p" else 0) if 1 <= hour <= 12 else 99


def _short_year(text: str, parts: _Parts, reading: Reading) -> Exception:
    try:
        suggestion = written(dt.date(2000 + parts.year, parts.month, parts.day), reading)
    except ValueError:
        suggestion = ""
    meant = f" Did you mean {suggestion}?" if suggestion else ""
    return problem(
        "year_short", f"{text} gives the year two figures, which may be this century or the last.{meant}", suggestion
    )


def _impossible(text: str, parts: _Parts, reading: Reading) -> Exception:
    day = _nearest_real(parts)
    if day is None:
        return problem("day_impossible", f"{text} is not a day. Check day, month and year.")
    suggestion = written(day, reading)
    return problem("day_impossible", f"{text} is not a day. Did you mean {suggestion}?", suggestion)


def _nearest_real(parts: _Parts) -> dt.date | None:
    if not FIRST.year <= parts.year <= LAST.year:
        return None
    if 1 <= parts.month <= 12 and 28 < parts.day <= 31:
        return dt.date(parts.year, parts.month, calendar.monthrange(parts.year, parts.month)[1])
    if 12 < parts.month <= 31 and 1 <= parts.day <= 12:
        last = calendar.monthrange(parts.year, parts.day)[1]
        return dt.date(parts.year, parts.day, parts.month) if parts.month <= last else None
    return None
