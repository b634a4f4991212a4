"""Licence terms: counted from their anchor, never from the last term's end.

A term covers its first and its last day. A licence counted monthly from 31 January ends its terms on the day before
28 (29) February, 31 March, 30 April ...; one counted yearly from 29 February 2024 comes back to 29 February in 2028.
"""

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame


def next_terms(start: pd.Series, end: pd.Series, anchor: pd.Series) -> Frame:
    """Return the term that follows each licence's: next_start, next_end (last day covered).

    The next term is as long as this one in whole months (a year when there is no start); a licence whose term is no
    whole number of months gets one of as many days. ``anchor`` is blank where the term is counted from its start.
    """
    begin = end + pd.Timedelta(days=1)
    first = start.fillna(_yearly(begin))
    counted_from = anchor.fillna(first)
    done = _terms_done(counted_from, begin)
    length = pd.Series(clock.months_between(first, begin), index=end.index)
    regular = _boundary(counted_from, done).eq(begin) & (length > 0)
    by_month = _boundary(counted_from, done + length)
    by_days = begin + (begin - first)
    return pd.DataFrame({"next_start": begin, "next_end": by_month.where(regular, by_days) - pd.Timedelta(days=1)})


def _yearly(begin: pd.Series) -> pd.Series:
    return _days(clock.add_months(begin, np.full(len(begin), -12)), begin.index)


def _terms_done(anchor: pd.Series, begin: pd.Series) -> pd.Series:
    return pd.Series(clock.months_between(anchor, begin), index=begin.index)


def _boundary(anchor: pd.Series, months: pd.Series) -> pd.Series:
    return _days(clock.add_months(anchor, months.to_numpy()), anchor.index)


def _days(values: clock.Days, index: pd.Index) -> pd.Series:
    return pd.Series(values.astype("datetime64[s]"), index=index)
