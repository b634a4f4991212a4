"""Collecting by direct debit: on which day the bank is asked for each instalment that is still to be paid."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.instalments import closed_days

NO_DAY = np.datetime64("NaT", "D")


def collection_days(
    part: Frame, as_of: dt.date, days: Sequence[int], notice_days: int, closed: frozenset[dt.date]
) -> Frame:
    """Return what is still to be paid of instalments with the day on which it is collected: collected_on, to_collect.

    ``part`` has due_on, amount and received. An instalment is collected on the first collection day on or after its
    own; a collection day that falls on a Saturday, Sunday or closed day moves to the next open day. ``days`` are days
    of the month (31 is the last one of a short month), none for any open day. Bank and customer have ``notice_days``
    business days between the day asked about and a collection. Minor units.
    """
    open_ = part[part["received"] < part["amount"]]
    closings = closed_days(closed)
    soonest = np.busday_offset(np.datetime64(as_of, "D"), 0, roll="forward", holidays=closings)
    soonest = np.busday_offset(soonest, notice_days, holidays=closings)
    wanted: clock.Days = np.maximum(open_["due_on"].to_numpy().astype("datetime64[D]"), soonest)
    chosen: clock.Days = _opened(wanted, closings) if not days else _next_of(wanted, days, closings)
    return open_.assign(
        collected_on=chosen.astype("datetime64[s]"), to_collect=(open_["amount"] - open_["received"]).astype("int64")
    )


def _opened(days: clock.Days, closings: clock.Days) -> clock.Days:
    rolled: clock.Days = np.busday_offset(days, 0, roll="forward", holidays=closings)
    return rolled


def _next_of(wanted: clock.Days, days: Sequence[int], closings: clock.Days) -> clock.Days:
    """Return the first collection day, moved to an open day, that is not before the wanted one."""
    month = wanted.astype("datetime64[M]")
    chosen = np.full(len(wanted), NO_DAY)
    # The month before too: its last collection day may have moved into this one.
    for step in (-1, 0, 1, 2):
        first: clock.Days = (month + np.timedelta64(step, "M")).astype("datetime64[D]")
        for number in sorted(days):
            day = _opened(np.minimum(first + np.timedelta64(number - 1, "D"), clock.month_end(first)), closings)
            chosen = np.where(np.isnat(chosen) & (day >= wanted), day, chosen)
    return chosen
