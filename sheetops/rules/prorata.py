"""Parts of a period: how much of a month's or a year's fee a shorter term comes to.

Worked cases: Kill Bill's billing dates (23 days of 31 are 0.7419 by actual days, 0.7333 by 30-day months).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetops import clock

BASES = {
    "actual": "days covered over the days of the period that begins with them",
    "365": "days covered over 365",
    "30": "days covered, each month counted as 30 days and the year as 360",
}
"""How a part of a period is counted; whole months are always so many twelfths of a year."""

_DAY = np.timedelta64(1, "D")


class Share(NamedTuple):
    """How many times a period's fee each term comes to, as fractions of whole numbers."""

    of: np.ndarray
    whole: np.ndarray


def share(first: pd.Series, last: pd.Series, months: pd.Series, period: pd.Series, basis: str) -> Share:
    """Return the share of its period that each term is.

    ``first`` and ``last`` are the days covered, both inclusive; ``months`` how many whole months that is, NA where it
    is no whole number; ``period`` the months of the period that the fee is for (12 or 1); ``basis`` one of `BASES`.
    """
    begin, stop = _days(first), _days(last) + _DAY
    length = period.to_numpy(dtype=np.int64)
    of, whole = {"actual": _actual, "365": _of_365, "30": _of_360}[basis](begin, stop, length)
    known = months.notna().to_numpy()
    return Share(np.where(known, months.fillna(0).to_numpy(dtype=np.int64), of), np.where(known, length, whole))


def _actual(begin: np.ndarray, stop: np.ndarray, length: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole periods, and the days left over those of the period that they begin."""
    periods = clock.months_between(begin, stop) // length
    periods -= clock.add_months(begin, periods * length) > stop
    from_ = clock.add_months(begin, periods * length)
    days = (clock.add_months(begin, (periods + 1) * length) - from_) // _DAY
    return periods * days + (stop - from_) // _DAY, days


def _of_365(begin: np.ndarray, stop: np.ndarray, length: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return (stop - begin) // _DAY * (12 // length), np.full(len(begin), 365)


def _of_360(begin: np.ndarray, stop: np.ndarray, length: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    days = 30 * clock.months_between(begin, stop) + _day_of_month(stop) - _day_of_month(begin)
    return days, 30 * length


def _day_of_month(days: np.ndarray) -> np.ndarray:
    """Return the day of the month, the 31st counted as the 30th."""
    month = days.astype("datetime64[M]").astype("datetime64[D]")
    return np.minimum((days - month) // _DAY + 1, 30)


def _days(column: pd.Series) -> np.ndarray:
    return column.to_numpy().astype("datetime64[D]")
