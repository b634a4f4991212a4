"""The calendar: today, days as text, month arithmetic that keeps its anchor, business days.

A day is ``datetime.date`` alone and ``datetime64[s]`` at midnight in columns. Nothing but `today` reads the clock.
"""

import datetime as dt
from collections.abc import Collection

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.datetime64]
Texts = npt.NDArray[np.object_]

FIRST = dt.date(1990, 1, 1)
LAST = dt.date(2100, 12, 31)
"""Days outside FIRST..LAST are taken for mistakes."""


def today() -> dt.date:
    """Return the day on this machine's calendar. Called once a run, by the command line or the button."""
    return dt.datetime.now().astimezone().date()


def text(day: dt.date) -> str:
    """Return a day as the desks write it: ``12/04/2026``, day first."""
    return f"{day:%d/%m/%Y}"


def texts(days: npt.ArrayLike) -> Texts:
    """Return a column of days as text; a missing day gives an empty text."""
    column = np.asarray(days, dtype="datetime64[D]")
    distinct, where = np.unique(column, return_inverse=True)
    written = ["" if np.isnat(day) else text(day.item()) for day in distinct]
    return np.array([*written, ""], dtype=object)[where]


def add_months(days: npt.ArrayLike, months: npt.ArrayLike) -> Days:
    """Return each day moved by whole months; a day that its month lacks becomes the month's last day.

    Count every term from its anchor, never from the last result: 31 January + 1 month is 28 (29) February and + 2
    months is 31 March again; 29 February 2024 + 48 months is 29 February 2028.
    """
    day = np.asarray(days, dtype="datetime64[D]")
    month = day.astype("datetime64[M]")
    moved: Days = month + np.asarray(months, dtype="timedelta64[M]")
    last = month_end(moved)
    wanted: Days = moved.astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    return np.where(wanted < last, wanted, last)


def month_end(days: npt.ArrayLike) -> Days:
    """Return the last day of each day's month."""
    month: Days = np.asarray(days, dtype="datetime64[M]")
    following: Days = (month + np.timedelta64(1, "M")).astype("datetime64[D]")
    return following - np.timedelta64(1, "D")


def months_between(first: npt.ArrayLike, last: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Return how many calendar months lie between the months of two columns of days, whatever the day in them."""
    gap = np.asarray(last, dtype="datetime64[M]") - np.asarray(first, dtype="datetime64[M]")
    return gap.astype(np.int64)


def open_day(day: dt.date, closed: Collection[dt.date] = ()) -> dt.date:
    """Return the day itself, or the next one that is no Saturday, Sunday or closed day."""
    rolled = np.busday_offset(np.datetime64(day, "D"), 0, roll="forward", holidays=_closings(closed))
    return dt.date.fromisoformat(str(rolled))


def business_days_after(days: npt.ArrayLike, number: npt.ArrayLike, closed: Collection[dt.date] = ()) -> Days:
    """Return the n-th business day after each day, which itself never counts; a missing day stays missing.

    Business days are all but Saturdays, Sundays and ``closed`` days. One business day after a Friday, a Saturday and a
    Sunday is the Monday.
    """
    after: Days = np.busday_offset(_whole_days(days), number, roll="backward", holidays=_closings(closed))
    return after


def business_days_between(
    first: npt.ArrayLike, last: npt.ArrayLike, closed: Collection[dt.date] = ()
) -> npt.NDArray[np.int64]:
    """Return how many business days lie after each first day, up to and with the last; 0 when it comes before."""
    one = np.timedelta64(1, "D")
    begins, ends = np.broadcast_arrays(_whole_days(first) + one, _whole_days(last) + one)
    counted = np.busday_count(begins, np.maximum(begins, ends), holidays=_closings(closed))
    return np.asarray(counted, dtype=np.int64)


def _whole_days(days: npt.ArrayLike) -> Days:
    return np.asarray(days, dtype="datetime64[D]")


def _closings(closed: Collection[dt.date]) -> Days:
    return np.array(sorted(closed), dtype="datetime64[D]")


def business_days(days: npt.ArrayLike, steps: npt.ArrayLike, closed: Collection[dt.date] = ()) -> Days:
    """Return each day moved by whole business days (Monday to Friday, not closed), forward or (negative) back.

    The first business day after a Saturday is the Monday, the first before it the Friday. By none a day stays, or moves
    to the next business day.
    """
    start, by, closings = _whole_days(days), np.asarray(steps, dtype=np.int64), _closings(closed)
    after = business_days_after(start, np.maximum(by, 0), closed)
    before: Days = np.busday_offset(start, np.minimum(by, 0), roll="forward", holidays=closings)
    return np.where(by > 0, after, before)
