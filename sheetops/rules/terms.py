"""Licence terms: counted from their anchor, never from the last term's end.

A term covers its first and its last day. A licence counted monthly from 31 January ends its terms on the day before
28 (29) February, 31 March, 30 April ...; one counted yearly from 29 February 2024 comes back to 29 February in 2028.
"""

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame


def next_terms(start: pd.Series, end: pd.Series, anchor: pd.Series) -> Frame:
    """Return the term that follows each licence's: next_start, next_end (last day covered), next_months.

    The next term is as long as this one in whole months (a year when there is no start); a licence whose term is no
    whole number of months gets one of as many days, and its next_months is NA. ``anchor`` is blank where the term
    is counted from its start.
    """
    begin = end + pd.Timedelta(days=1)
    first = start.fillna(_yearly(begin))
    counted_from = anchor.fillna(first)
    done = _terms_done(counted_from, begin)
    length = pd.Series(clock.months_between(first, begin), index=end.index)
    regular = _boundary(counted_from, done).eq(begin) & (length > 0)
    by_month = _boundary(counted_from, done + length)
    by_days = begin + (begin - first)
    following = by_month.where(regular, by_days) - pd.Timedelta(days=1)
    months = length.astype("Int64").where(regular)
    return pd.DataFrame({"next_start": begin, "next_end": following, "next_months": months})


def whole_months(first: pd.Series, last: pd.Series, anchor: pd.Series) -> pd.Series:
    """Return how many whole months each term is, counted from its anchor (blank: its start); NA for no whole one."""
    counted_from = anchor.fillna(first)
    stop = last + pd.Timedelta(days=1)
    done = pd.Series(clock.months_between(counted_from, first), index=first.index)
    length = pd.Series(clock.months_between(first, stop), index=first.index)
    whole = _boundary(counted_from, done).eq(first) & _boundary(counted_from, done + length).eq(stop) & (length > 0)
    return length.astype("Int64").where(whole)


STARTS = {
    "exact": "on the day itself",
    "nearest_first": "on the first day of the month nearest to it; of two as near the earlier",
}
"""On which day a term begins that follows no other (OneMusic: the first of the month nearest the commencement)."""


def commencing(days: pd.Series, how: pd.Series) -> pd.Series:
    """Return the day on which a term begins whose use begins on each day; ``how`` is, row by row, one of `STARTS`."""
    month = _days(clock.month_end(clock.add_months(days, -1)), days.index) + pd.Timedelta(days=1)
    following = _days(clock.month_end(days), days.index) + pd.Timedelta(days=1)
    nearest = month.where((days - month) <= (following - days), following)
    return nearest.where(days.notna() & (how == "nearest_first"), days).astype("datetime64[s]")


def reinstated_terms(term: Frame, accepted_on: pd.Series, how: pd.Series) -> Frame:
    """Return new terms for licences that come back after a gap: next_start, next_end, next_months, gap_start, gap_end.

    ``term`` is what `next_terms` said. The new term begins when the customer accepted (see `commencing`), never before
    the day after the end, and is as long as the one that it replaces; the gap before it is blank where there is none.
    """
    begin = commencing(accepted_on, how)
    begin = begin.where(begin > term["next_start"], term["next_start"])
    months = term["next_months"].fillna(0).astype("int64")
    by_month = _days(clock.add_months(begin, months.to_numpy()), begin.index)
    stop = by_month.where(term["next_months"].notna(), begin + (term["next_end"] - term["next_start"]) + _ONE)
    gap = begin > term["next_start"]
    return pd.DataFrame(
        {
            "next_start": begin,
            "next_end": stop - _ONE,
            "next_months": term["next_months"],
            "gap_start": term["next_start"].where(gap),
            "gap_end": (begin - _ONE).where(gap),
        }
    )


_ONE = pd.Timedelta(days=1)


def _yearly(begin: pd.Series) -> pd.Series:
    return _days(clock.add_months(begin, np.full(len(begin), -12)), begin.index)


def _terms_done(anchor: pd.Series, begin: pd.Series) -> pd.Series:
    return pd.Series(clock.months_between(anchor, begin), index=begin.index)


def _boundary(anchor: pd.Series, months: pd.Series) -> pd.Series:
    return _days(clock.add_months(anchor, months.to_numpy()), anchor.index)


def _days(values: clock.Days, index: pd.Index) -> pd.Series:
    return pd.Series(values.astype("datetime64[s]"), index=index)
