"""Days and times as the numbers that sheets keep them as."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np

DAY_MS = 86_400_000
SECONDS = 86_400
_MIDNIGHT = dt.time()


def reader(epoch: dt.datetime) -> Callable[[float], dt.datetime]:
    """Return the function from a sheet's number of days since ``epoch`` to a moment, to the millisecond.

    A number outside the years 1 to 9999 has no moment: ValueError or OverflowError.
    """
    known: dict[float, dt.datetime] = {}

    def moment(serial: float) -> dt.datetime:
        found = known.get(serial)
        if found is None:
            found = known[serial] = epoch + dt.timedelta(milliseconds=round(serial * DAY_MS))
        return found

    return moment


def writer(epoch: dt.datetime) -> Callable[[Any], float]:
    """Return the function from a day, moment or time of day to a sheet's number of days since ``epoch``.

    A time zone is left off: what the clock there shows is written, as Excel does it.
    """
    first = epoch.date()
    known: dict[Any, float] = {}

    def serial(value: Any) -> float:
        found = known.get(value)
        if found is None:
            found = known[value] = _serial(value, epoch, first)
        return found

    return serial


def _serial(value: Any, epoch: dt.datetime, first: dt.date) -> float:
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[us]").item()
    if isinstance(value, dt.datetime):
        gap = value.replace(tzinfo=None) - epoch
        return gap.days + (gap.seconds + gap.microseconds / 1e6) / SECONDS
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / SECONDS
    return float((value - first).days)


def has_time(value: Any) -> bool:
    """Return whether a value is a moment with a time of day that is not midnight."""
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[us]").item()
    return isinstance(value, dt.datetime) and value.time() != _MIDNIGHT
