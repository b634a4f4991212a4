"""Interest on late items: simple, on the balance as payments reduce it, exact to the cent however often it is charged.

Decided for the desks: each day after the due date, up to and including the day asked about, costs a day's interest on
what was open when it began (a payment counts from the next day on), at the yearly rate in force on that day, divided by
the day basis. What an item costs in all is rounded once, half up; a charge is that less what was charged before. So a
period may be split anywhere and the charges add up to the same. What was open once goes on being owed interest after it
is paid, and interest is never charged on interest.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.charging import free_at

Exact = npt.NDArray[np.object_]
"""Whole numbers of Python: they do not overflow."""

BASES = ("365", "366", "360", "actual")
"""What a yearly rate is divided by; actual: by the days of the calendar year that the day is in."""

_COMMON = 1_603_080
"""The least number that 365, 366 and 360 divide."""
_DAY = pd.Timedelta(days=1)

Tiers = tuple[tuple[Decimal | None, Decimal], ...]
"""Upper bound in major units (None: no bound) and rate in per cent a year of each part of a balance, from below."""


def stretches(items: Frame, payments: Frame, free: Frame, changes: Frame, as_of: dt.date) -> Frame:
    """Return the stretches of days on which an item's balance, rate and freedom stay the same, item by item.

    ``items`` has due_date and amount (index: Ledger row), ``payments`` row, date and amount, ``free`` row, from, until
    and reason, ``changes`` row and day: further days on which a stretch begins. Returned: row, from and to (both
    inclusive), days, balance (minor units, above zero), free_reason ("" when it costs interest).
    """
    last = pd.Timestamp(as_of).as_unit("s")
    late = items[items["due_date"] < last]
    begin = late["due_date"] + _DAY
    marks = pd.concat(
        [
            pd.DataFrame({"row": late.index, "day": begin.to_numpy()}),
            _marked(payments["row"], payments["date"] + _DAY, payments["amount"]),
            _marked(free["row"], free["from"]),
            _marked(free["row"], free["until"] + _DAY),
            _marked(changes["row"], changes["day"]),
        ],
        ignore_index=True,
    )
    first = begin.reindex(marks["row"]).to_numpy()
    marks = marks[~np.isnat(first)].assign(first=first[~np.isnat(first)])
    marks["day"] = marks["day"].where(marks["day"] > marks["first"], marks["first"])
    marks = marks[marks["day"] <= last]
    part = marks.groupby(["row", "day"], sort=True)["paid"].sum().reset_index()
    part["balance"] = late["amount"].reindex(part["row"]).to_numpy() - part.groupby("row")["paid"].cumsum()
    after = part.groupby("row")["day"].shift(-1).fillna(last + _DAY)
    part = part.assign(to=after - _DAY, days=(after - part["day"]).dt.days.astype("int64"))
    part = part[part["balance"] > 0].rename(columns={"day": "from"}).reset_index(drop=True)
    part["free_reason"] = free_at(free, part["row"], part["from"])
    return part.astype({"balance": "int64"})[["row", "from", "to", "days", "balance", "free_reason"]]


def _marked(rows: pd.Series, days: pd.Series, paid: pd.Series | int = 0) -> Frame:
    marks = pd.DataFrame({"row": rows.to_numpy(), "day": pd.Series(days).to_numpy(), "paid": paid})
    return marks[marks["day"].notna()].astype({"paid": "int64"})


def passed(items: Frame, days: npt.ArrayLike, as_of: dt.date) -> Frame:
    """Return which of some days (sorted) lie in each item's time of being late, as row and day, to begin stretches."""
    late = items[items["due_date"] < pd.Timestamp(as_of)]
    known = np.asarray(days, dtype="datetime64[D]")
    known = known[known <= np.datetime64(as_of, "D")]
    first = np.searchsorted(known, late["due_date"].to_numpy().astype("datetime64[D]"), side="right")
    many = len(known) - first
    places = np.repeat(first - np.r_[0, np.cumsum(many)[:-1]] if len(late) else first, many) + np.arange(many.sum())
    rows = np.repeat(late.index.to_numpy(), many)
    return pd.DataFrame({"row": rows, "day": known[places].astype("datetime64[s]")})


def year_starts(items: Frame, as_of: dt.date) -> Frame:
    """Return each 1 January in the time that an item was late, as row and day: for the day basis ``actual``."""
    first = items["due_date"].min() if len(items) else pd.Timestamp(as_of)
    years = np.arange(min(first.year, as_of.year), as_of.year + 1) - 1970
    return passed(items, years.astype("datetime64[Y]").astype("datetime64[D]"), as_of)


def yearly_cost(balance: pd.Series, rate: pd.Series, tiers: pd.Series, unit: pd.Series) -> Exact:
    """Return what each balance costs in a year, in millionths of a minor unit.

    ``rate`` is in per cent (Decimal), ``tiers`` (`Tiers`, () for none) are added to it for the parts of the balance
    that they name, ``unit`` is how many minor units one major unit has.
    """
    codes, distinct = pd.factorize(pd.Series(list(zip(tiers, unit, strict=True)), dtype=object))
    base = _parts(rate) * balance.to_numpy(dtype=object)
    for number, (steps, minor) in enumerate(distinct):
        here = codes == number
        base[here] += _by_tier(balance.to_numpy(dtype=object)[here], steps, int(minor))
    return base


def _parts(rate: pd.Series) -> Exact:
    codes, distinct = pd.factorize(rate)
    return np.array([*map(money.percent_parts, distinct), 0], dtype=object)[codes]


def _by_tier(balance: Exact, tiers: Tiers, minor: int) -> Exact:
    cost, below = balance * 0, 0
    for bound, rate in tiers:
        top = np.minimum(balance, int(bound * minor)) if bound is not None else balance
        cost = cost + np.maximum(top - below, 0) * money.percent_parts(rate)
        below = int(bound * minor) if bound is not None else below
    return cost


def accrued(part: Frame, yearly: Exact, basis: pd.Series, cap: pd.Series) -> Frame:
    """Return stretches with what each adds to the rounded interest of its item: amount, and sum up to its end.

    ``part`` is what `stretches` returned, ``yearly`` what each costs in a year, ``basis`` one of BASES for each row,
    ``cap`` the most that an item's interest may come to (minor units by row, -1 for no cap). Of what is free nothing
    adds up.
    """
    year = part["from"].dt.is_leap_year.map({True: 366, False: 365})
    divisor = basis.map({"365": 365, "366": 366, "360": 360}).fillna(year).astype("int64")
    share = (_COMMON // divisor).to_numpy(dtype=object)
    costs = yearly * part["days"].to_numpy(dtype=object) * share * (part["free_reason"] == "").to_numpy()
    whole = pd.Series(costs, index=part.index, dtype=object)
    up_to = np.array(_running(whole.to_numpy(), part["row"].to_numpy()), dtype=object)
    unit = money.MILLION * _COMMON
    total = ((2 * up_to + unit) // (2 * unit)).astype(np.int64) if len(part) else np.zeros(0, dtype=np.int64)
    limit = cap.to_numpy(dtype=np.int64)
    total = np.where((limit >= 0) & (total > limit), limit, total)
    sums = pd.Series(total, index=part.index)
    before = sums.groupby(part["row"]).shift(fill_value=0)
    return part.assign(amount=sums - before, total=sums)


def _running(costs: Exact, rows: npt.NDArray[np.int64]) -> Sequence[int]:
    """Return running sums that begin anew with each row's stretches; rows stand together."""
    if not len(costs):
        return []
    sums = np.cumsum(costs)
    starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
    before = np.repeat(np.array([0, *sums[starts[1:] - 1]], dtype=object), np.diff(np.r_[starts, len(costs)]))
    running: Sequence[int] = (sums - before).tolist()
    return running
