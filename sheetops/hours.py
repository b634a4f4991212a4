"""The business clock: open hours of a calendar between moments, and the moment at which so many of them are used up.

A moment is local wall time of the calendar's zone, ``datetime64[s]`` without a zone; a duration is whole seconds of
open time. Inside, everything is reckoned in UTC seconds, so that a day of changed clocks has the length it has: a wall
time that never was (clocks forward) counts as that much later, one that was twice (clocks back) as the first.
Intervals are half-open: the minute of closing is no open minute.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops.errors import PolicyError

Seconds: TypeAlias = npt.NDArray[np.int64]
Moments: TypeAlias = npt.NDArray[np.datetime64]
Span: TypeAlias = tuple[int, int]
"""Minutes of a day from its midnight: opening and closing, 1440 at most."""

HORIZON = 400
"""Days without one open minute after which a calendar counts as one that never opens."""

_DAY = 86_400
_NAT = np.iinfo(np.int64).min


@dataclass(frozen=True)
class Hours:
    """A calendar's opening times.

    ``weekly`` holds the spans of each weekday (0 is Monday); ``days`` those of single days, which go before them: none
    for a closed day. ``region`` is a country or a part of it, such as NZ or NZ-AUK, whose public holidays (as the
    package holidays knows them) are closed unless ``days`` says otherwise; "" for none. ``zone`` is an IANA name.
    """

    name: str
    zone: str
    weekly: Mapping[int, tuple[Span, ...]]
    days: Mapping[dt.date, tuple[Span, ...]] = field(default_factory=dict)
    region: str = ""


class Openings(NamedTuple):
    """Open intervals of a calendar in UTC seconds, in order and apart: begins, ends, open seconds before each."""

    begins: Seconds
    ends: Seconds
    before: Seconds

    def place(self, at: Seconds) -> Seconds:
        """Return the open seconds before each moment."""
        if not len(self.begins):
            return np.zeros(len(at), dtype=np.int64)
        which = np.maximum(np.searchsorted(self.begins, at, side="right") - 1, 0)
        return self.before[which] + np.clip(at - self.begins[which], 0, self.ends[which] - self.begins[which])

    @property
    def total(self) -> int:
        """All open seconds."""
        return int(self.before[-1] + self.ends[-1] - self.begins[-1]) if len(self.begins) else 0


# ------------------------------------------------------------------------------------------------ what is asked


def open_seconds(hours: Hours, begins: npt.ArrayLike, ends: npt.ArrayLike) -> Seconds:
    """Return the open seconds from each first moment to the last, negative when it lies before; both must be there."""
    first, last = np.broadcast_arrays(utc_seconds(hours.zone, begins), utc_seconds(hours.zone, ends))
    if not first.size:
        return np.zeros(0, dtype=np.int64)
    there = openings(hours, min(first.min(), last.min()), max(first.max(), last.max()))
    return there.place(last) - there.place(first)


def after_open(hours: Hours, begins: npt.ArrayLike, seconds: npt.ArrayLike) -> Moments:
    """Return the moment at which so much open time has passed since each first moment; a missing one stays missing.

    What ends with the day ends at closing time; no time at all from a closed moment ends at the next opening; less than
    none counts back. PolicyError when the calendar has no open time within `HORIZON` days of where it is wanted.
    """
    at, wanted = np.broadcast_arrays(utc_seconds(hours.zone, begins), np.asarray(seconds, dtype=np.int64))
    known = at != _NAT
    found = np.full(at.shape, _NAT, dtype=np.int64)
    if known.any():
        found[known] = _reached(hours, at[known], wanted[known])
    return wall_moments(hours.zone, found)


def open_days_after(hours: Hours, moments: npt.ArrayLike, number: int) -> Moments:
    """Return each moment moved to the n-th day after its own that has any open time, at the same time of day.

    This is one reading of a limit in business days; the other, n times the hours of a day, is `after_open`.
    """
    at = np.asarray(moments, dtype="datetime64[s]")
    if not at.size or number == 0:
        return at
    day = at.astype("datetime64[D]")
    reach = number * 7 + HORIZON
    every = np.arange(day.min(), day.max() + reach, dtype="datetime64[D]")
    spans = _local(hours, every)
    days = np.unique(spans["day"].to_numpy())
    which = np.searchsorted(days, day, side="right") + number - 1
    if not len(days) or which.max() >= len(days):
        raise never_opens(hours, day.max().item())
    return days[which].astype("datetime64[s]") + (at - day.astype("datetime64[s]"))


def opens(hours: Hours, day: dt.date) -> bool:
    """Whether a calendar has any open time within `HORIZON` days from a day on."""
    every = np.arange(np.datetime64(day, "D"), np.datetime64(day, "D") + HORIZON)
    return not _local(hours, every).empty


def never_opens(hours: Hours, day: dt.date) -> PolicyError:
    """Return what is said of a calendar that has no open time where some is wanted."""
    return PolicyError(
        f"The calendar {hours.name} has no open time within {HORIZON} days after {day:%d/%m/%Y}. Give it a row for "
        "each weekday on the sheet Calendar, and look for closed days on Holidays that should not be there."
    )


# ------------------------------------------------------------------------------------------------ open intervals


def openings(hours: Hours, first: int, last: int) -> Openings:
    """Return a calendar's open intervals that lie in or touch the days of two moments in UTC seconds, ends included."""
    days = np.arange(first // _DAY - 2, last // _DAY + 3).astype("datetime64[D]")
    spans = _local(hours, days)
    midnight = spans["day"].to_numpy().astype("datetime64[s]")
    begins = utc_seconds(hours.zone, midnight + spans["open"].to_numpy() * np.timedelta64(60, "s"))
    ends = utc_seconds(hours.zone, midnight + spans["close"].to_numpy() * np.timedelta64(60, "s"))
    return _apart(begins, ends)


def _apart(begins: Seconds, ends: Seconds) -> Openings:
    """Return intervals in order, those that meet or overlap made one, empty ones left out (clocks forward)."""
    real = ends > begins
    order = np.argsort(begins[real], kind="stable")
    first, last = begins[real][order], np.maximum.accumulate(ends[real][order])
    if not len(first):
        return Openings(first, last, first)
    fresh = np.concatenate([[True], first[1:] > last[:-1]])
    starts, stops = first[fresh], last[np.concatenate([fresh[1:], [True]])]
    before = np.concatenate([[0], np.cumsum(stops - starts)[:-1]]).astype(np.int64)
    return Openings(starts, stops, before)


def _local(hours: Hours, days: npt.NDArray[np.datetime64]) -> pd.DataFrame:
    """Return the open spans of days, in wall time: day, open, close (minutes)."""
    single = _single_days(hours, days)
    usual = days[~np.isin(days, np.array(list(single), dtype="datetime64[D]"))]
    weekday = (usual.astype(np.int64) + 3) % 7
    parts = [
        pd.DataFrame({"day": usual[weekday == number], "open": begin, "close": end})
        for number, spans in hours.weekly.items()
        for begin, end in spans
    ]
    own = [(np.datetime64(day, "D"), *span) for day, spans in single.items() for span in spans]
    if own:
        parts.append(pd.DataFrame(own, columns=["day", "open", "close"]))
    if not parts:
        return pd.DataFrame({"day": days[:0], "open": np.zeros(0, np.int64), "close": np.zeros(0, np.int64)})
    return pd.concat(parts, ignore_index=True).astype({"day": "datetime64[s]"})


def _single_days(hours: Hours, days: npt.NDArray[np.datetime64]) -> dict[dt.date, tuple[Span, ...]]:
    first, last = days.min().item(), days.max().item()
    closed = public_holidays(hours.region, first.year, last.year) if hours.region else ()
    both = dict.fromkeys(closed, ()) | dict(hours.days)
    return {day: spans for day, spans in both.items() if first <= day <= last}


@lru_cache(maxsize=64)
def public_holidays(region: str, first: int, last: int) -> tuple[dt.date, ...]:
    """Return the public holidays of a country or a part of it (NZ, NZ-AUK) in some years; ValueError for none known."""
    import holidays  # a third of a second, for desks that ask for it

    country, _, part = region.upper().partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=range(first, last + 1))
    except NotImplementedError as wrong:
        raise ValueError(f"{region} is no country or region whose holidays are known") from wrong
    return tuple(sorted(found))


def _reached(hours: Hours, at: Seconds, wanted: Seconds) -> Seconds:
    """Return the UTC second at which the wanted open seconds have passed since each moment."""
    first, last = int(at.min()), int(at.max())
    reach = HORIZON * _DAY
    while True:
        # Doubling finds far ends in few steps; what was reached before stays where it was.
        there = openings(hours, first - (reach if wanted.min() < 0 else 0), last + reach)
        goal = there.place(at) + wanted
        if goal.max() < there.total and (wanted.min() >= 0 or goal.min() >= 0):
            return _moment_of(there, goal, wanted)
        gap = last + reach - (int(there.ends[-1]) if len(there.ends) else last)
        if gap >= HORIZON * _DAY or reach > 200 * HORIZON * _DAY:
            raise never_opens(hours, dt.date(1970, 1, 1) + dt.timedelta(days=(last + reach - gap) // _DAY))
        reach *= 2


def _moment_of(there: Openings, goal: Seconds, wanted: Seconds) -> Seconds:
    # Time that is used up ends within the interval that used it: at its close, not at the next opening.
    later = np.searchsorted(there.before, goal, side="left") - 1
    sooner = np.searchsorted(there.before, goal, side="right") - 1
    which = np.maximum(np.where(wanted > 0, later, sooner), 0)
    return there.begins[which] + goal - there.before[which]


# ------------------------------------------------------------------------------------------------ zones


class _Shifts(NamedTuple):
    """A zone's changes of offset in UTC seconds, and its offsets before the first and after each."""

    at: Seconds
    offsets: Seconds


def utc_seconds(zone: str, moments: npt.ArrayLike) -> Seconds:
    """Return wall times of a zone as UTC seconds; a missing one stays the least number there is."""
    wall = np.asarray(moments, dtype="datetime64[s]").astype(np.int64)
    shifts = _shifts_around(zone, wall)
    # Up to the greater of both offsets the earlier one holds: the first of two like hours, and in a gap a later time.
    until = shifts.at + np.maximum(shifts.offsets[:-1], shifts.offsets[1:])
    found = wall - shifts.offsets[np.searchsorted(until, wall, side="right")]
    return np.where(wall == _NAT, _NAT, found)


def wall_moments(zone: str, seconds: Seconds) -> Moments:
    """Return UTC seconds as wall times of a zone."""
    shifts = _shifts_around(zone, seconds)
    found = seconds + shifts.offsets[np.searchsorted(shifts.at, seconds, side="right")]
    return np.where(seconds == _NAT, _NAT, found).astype("datetime64[s]")


def _shifts_around(zone: str, seconds: Seconds) -> _Shifts:
    known = seconds[seconds != _NAT]
    if not zone or not known.size:
        return _Shifts(np.zeros(0, np.int64), np.zeros(1, np.int64))
    years = known.min() // (366 * _DAY) + 1969, known.max() // (365 * _DAY) + 1971
    # Decades, so that few different questions are asked of the cache below.
    return _shifts(zone, int(years[0]) // 10 * 10, int(years[1]) // 10 * 10 + 10)


@lru_cache(maxsize=64)
def _shifts(zone: str, first: int, last: int) -> _Shifts:
    info = ZoneInfo(zone)

    def offset(at: int) -> int:
        moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=at)
        return int((moment.astimezone(info).utcoffset() or dt.timedelta()).total_seconds())

    begin, end = (int(np.datetime64(f"{year:04}-01-01", "s").astype(np.int64)) for year in (max(first, 1), last))
    days = range(begin, end, _DAY)
    offsets = [offset(day) for day in days]
    changes = [
        _change(offset, day, before)
        for day, before, after in zip(days[:-1], offsets[:-1], offsets[1:], strict=True)
        if before != after
    ]
    held = [before for before, after in pairwise(offsets) if before != after]
    return _Shifts(np.array(changes, dtype=np.int64), np.array([*held, offsets[-1]], dtype=np.int64))


def _change(offset: Any, low: int, before: int) -> int:
    """Return the second within the day after ``low`` from which another offset holds."""
    high = low + _DAY
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset(middle) == before else (low, middle)
    return high
