"""Instalments: how a sum is split into parts that add up to it exactly, and on which days they fall due.

Decided for the desks: all parts are alike but the last, which takes the remainder and is never zero or negative. Days
are counted from the first instalment, never from the one before: monthly from 31 January comes back to 31 March.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.words import Texts

DAYS = {"weekly": 7, "fortnightly": 14}
YEARLY = {"weekly": 52, "fortnightly": 26, "monthly": 12}
"""How many instalments a year has; the keys are the frequencies that there are."""

LONGEST = 1_200
"""A plan of more instalments is taken for a mistake: a hundred years of months."""

WEEKENDS = ("keep", "next", "previous")
"""What becomes of an instalment that falls on a Saturday, Sunday or closed day."""

REFUSALS = {
    "nothing": "there is nothing to cover",
    "small": "the sum is too small for so many instalments at the rounding unit",
    "negative": "the instalments before the last one come to more than the sum, which leaves nothing for the last",
    "bills": "each instalment is less than the new bills expected in its time, so the debt would never be paid",
    "long": f"it would take more than {LONGEST:,} instalments",
}
"""Why a sum cannot be split as asked."""


@dataclass(frozen=True)
class Splitting:
    """How a desk splits: rounding unit and least instalment in minor units by currency, weekends, closed days.

    A rounding unit or least instalment that a currency lacks is 1.
    """

    rounding: Mapping[str, int] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)
    weekend: str = "keep"
    closed: frozenset[dt.date] = frozenset()


def split(row: Frame, how: Splitting) -> Frame:
    """Return how each row's sum is split: count, regular, last, sum (minor units) and refused (of REFUSALS, or "").

    ``row`` has currency, covers, bills (new bills expected in the time of one instalment, 0 for none), and the number
    of instalments ``wanted`` or the amount ``each``, 0 for the one that is not given. With a number all but the last
    are rounded down to the unit; with an amount a last one below the least joins the one before; with both the last
    takes what remains. ``sum`` is what is paid in all: covers and the bills expected over the plan's length.
    """
    unit, least = (
        row["currency"].map(of).fillna(1).clip(lower=1).to_numpy(np.int64) for of in (how.rounding, how.least)
    )
    covers, bills, wanted, each = (row[name].to_numpy(np.int64) for name in ("covers", "bills", "wanted", "each"))
    by_amount = wanted == 0
    # Of each instalment only what it exceeds the new bills by pays off the debt.
    free = np.maximum(each - bills, 1)
    count = np.where(by_amount, np.maximum(-(-covers // free), 1), wanted)
    tail = covers - free * (count - 1) + np.where(by_amount, bills, 0)
    count = count - (by_amount & (count > 1) & (tail < least))
    whole = covers + bills * np.minimum(count, LONGEST)
    even = whole // np.maximum(count, 1) // unit * unit
    regular = np.where(each > 0, each, even)
    regular = np.where(count == 1, whole, regular)
    last = whole - regular * (np.minimum(count, LONGEST) - 1)
    conditions = [covers <= 0, (each > 0) & (each <= bills), count > LONGEST, regular <= 0, last <= 0]
    refused = np.select(conditions, ["nothing", "bills", "long", "small", "negative"], "")
    return pd.DataFrame(
        {"count": count, "regular": regular, "last": last, "sum": whole, "refused": refused.astype(object)},
        index=row.index,
    )


def schedule(plans: Frame, how: Splitting) -> Frame:
    """Return every instalment of plans that `split` did not refuse, in order: the contract's Plan schedule.

    ``plans`` has plan, account, currency, agreed_on, first_due, frequency and the columns of `split`. Columns: place
    (of the plan among ``plans``), plan, account, currency, instalment (from 1), due_on, amount (minor units).
    """
    count = plans["count"].to_numpy(np.int64)
    place = np.repeat(np.arange(len(plans)), count)
    number = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    row = plans.iloc[place]
    due = nominal_day(row["first_due"], row["frequency"], number)
    last = number + 1 == row["count"].to_numpy()
    return pd.DataFrame(
        {
            "place": place,
            "plan": row["plan"].to_numpy(dtype=object),
            "account": row["account"].to_numpy(dtype=object),
            "currency": row["currency"].to_numpy(dtype=object),
            "instalment": number + 1,
            "due_on": moved(due, how, row["agreed_on"]).astype("datetime64[s]"),
            "amount": np.where(last, row["last"], row["regular"]).astype(np.int64),
        }
    )


def nominal_day(first: pd.Series, frequency: pd.Series, number: npt.ArrayLike) -> clock.Days:
    """Return the day of the instalment ``number`` (0 is the first), before weekends and holidays are minded."""
    start: clock.Days = first.to_numpy().astype("datetime64[D]")
    step = np.asarray(number, dtype=np.int64)
    length = frequency.map(DAYS).fillna(0).to_numpy(np.int64)
    by_days: clock.Days = start + (length * step).astype("timedelta64[D]")
    monthly = (frequency == "monthly").to_numpy()
    return np.where(monthly, clock.add_months(start, np.where(monthly, step, 0)), by_days)


def moved(days: clock.Days, how: Splitting, earliest: pd.Series) -> clock.Days:
    """Return days moved off weekends and closed days as the desk wants; never before ``earliest``, never the order.

    Two instalments fall on one day only when the office is closed from the one to the other.
    """
    if how.weekend == "keep":
        return days
    closings = closed_days(how.closed)
    forward: clock.Days = np.busday_offset(days, 0, roll="forward", holidays=closings)
    if how.weekend == "next":
        return forward
    back: clock.Days = np.busday_offset(days, 0, roll="backward", holidays=closings)
    return np.where(back < earliest.to_numpy().astype("datetime64[D]"), forward, back)


def closed_days(closed: Collection[dt.date]) -> clock.Days:
    """Return closed days as numpy counts business days with them."""
    return np.array(sorted(closed), dtype="datetime64[D]")


def spoken(frequency: pd.Series) -> Texts:
    """Return how often in words: ``a month``."""
    return frequency.map({"weekly": "a week", "fortnightly": "a fortnight", "monthly": "a month"}).to_numpy(
        dtype=object
    )
