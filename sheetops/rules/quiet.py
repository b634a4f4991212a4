"""Quiet days: when nothing goes out to customers, why, and the next day on which something may."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.errors import PolicyError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKEND, HOLIDAY, EVE = "weekend", "holiday", "eve"
"""Beside weekdays: Saturday and Sunday, the desk's closed days, and the day before one."""
KINDS = (*WEEKDAYS, WEEKEND, HOLIDAY, EVE)

_FARTHEST = 800


class Period(NamedTuple):
    """A span of days, ends included: two days of one year (2026-12-20), or of every year (12-20)."""

    first: str
    last: str

    def covers(self, day: dt.date) -> bool:
        """Whether a day lies in it; one of every year may run over its end."""
        if len(self.first) == len("12-20"):
            at = f"{day:%m-%d}"
            return self.first <= at <= self.last if self.first <= self.last else at >= self.first or at <= self.last
        return self.first <= f"{day:%Y-%m-%d}" <= self.last

    def __str__(self) -> str:
        """Return it as the setting writes it."""
        return f"{self.first} to {self.last}"


@dataclass(frozen=True)
class Quiet:
    """The days on which nothing goes out: of KINDS, and periods; ``closed`` are the closed days."""

    days: frozenset[str] = frozenset()
    periods: tuple[Period, ...] = ()
    closed: Collection[dt.date] = frozenset()

    def why(self, day: dt.date) -> str:
        """Return why nothing goes out on a day, such as ``a Saturday``; "" when it may."""
        for period in self.periods:
            if period.covers(day):
                return f"in the quiet period {period}"
        if WEEKDAYS[day.weekday()] in self.days or (day.weekday() > 4 and WEEKEND in self.days):
            return f"a {WEEKDAYS[day.weekday()].capitalize()}"
        if HOLIDAY in self.days and day in self.closed:
            return "a closed day"
        if EVE in self.days and day + dt.timedelta(days=1) in self.closed:
            return "the day before a closed day"
        return ""

    def words(self, day: dt.date) -> str:
        """Return why a notice waits on a quiet day, and until when."""
        again = self.next_open(day)
        weekday = WEEKDAYS[again.weekday()].capitalize()
        return f"nothing goes out on {clock.text(day)}, {self.why(day)}; the next day is {weekday} {clock.text(again)}"

    def next_open(self, day: dt.date) -> dt.date:
        """Return the day itself or the next one that is not quiet; PolicyError when there is none for two years."""
        for ahead in range(_FARTHEST):
            if not self.why(later := day + dt.timedelta(days=ahead)):
                return later
        raise PolicyError(
            f"The settings quiet_days and quiet_periods leave no day after {clock.text(day)} on which a notice may go "
            "out. Shorten them in the Policy sheet."
        )

    def moved(self, days: pd.Series) -> pd.Series:
        """Return a column of days, each moved to the next that is not quiet; a missing day stays missing."""
        if not self.days and not self.periods:
            return days
        distinct, where = np.unique(days.to_numpy().astype("datetime64[D]"), return_inverse=True)
        opened = [day if np.isnat(day) else np.datetime64(self.next_open(day.item()), "D") for day in distinct]
        return pd.Series(np.array(opened, dtype="datetime64[s]")[where], index=days.index)
