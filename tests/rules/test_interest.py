"""Interest: exact, whatever the day on which it is split, and never more for being charged more often."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops import money
from sheetops.rules.interest import accrued, passed, stretches, year_starts, yearly_cost

DUE = dt.date(2023, 11, 20)
LENGTH = 500


def _days(numbers: list[int]) -> pd.Series:
    days = [np.datetime64(DUE) + np.timedelta64(number, "D") for number in numbers]
    return pd.Series(np.array(days, dtype="datetime64[s]"), dtype="datetime64[s]")


def _total(
    until: int,
    amount: int,
    payments: list[tuple[int, int]],
    free: list[tuple[int, int]],
    rate: Decimal,
    basis: str = "365",
    splits: tuple[int, ...] = (),
) -> pd.DataFrame:
    """Return the stretches of one item, payments as (day after the due day, amount), free times as (first, last)."""
    as_of = DUE + dt.timedelta(days=until)
    items = pd.DataFrame({"due_date": _days([0]).to_numpy(), "amount": [amount]}, index=[7])
    known = [(day, paid) for day, paid in payments if day <= until]
    paid = pd.DataFrame({"row": 7, "date": _days([d for d, _ in known]), "amount": [a for _, a in known]})
    times = {"from": _days([first for first, _ in free]), "until": _days([last for _, last in free])}
    stops = pd.DataFrame({"row": 7, "reason": "free"} | times, index=range(len(free)))
    changes = pd.concat([passed(items, _days(sorted(splits)), as_of), year_starts(items, as_of)], ignore_index=True)
    part = stretches(items, paid.astype({"row": "int64", "amount": "int64"}), stops, changes, as_of)
    rates, tiers = pd.Series([rate] * len(part), dtype=object), pd.Series([()] * len(part), dtype=object)
    yearly = yearly_cost(part["balance"], rates, tiers, pd.Series(100, index=part.index))
    bases, cap = pd.Series(basis, index=part.index, dtype=object), pd.Series(-1, index=part.index)
    return accrued(part, yearly, bases, cap)


def _by_hand(
    until: int, amount: int, payments: list[tuple[int, int]], free: list[tuple[int, int]], rate: Decimal
) -> int:
    """Count it day by day, as one would with pen and paper: each day on what was open when it began."""
    cost = Fraction(0)
    for day in range(1, until + 1):
        if not any(first <= day <= last for first, last in free):
            left = amount - sum(paid for when, paid in payments if when < day)
            cost += Fraction(left) * Fraction(rate) / 100 / 365
    return int((2 * cost + 1) // 2)


PAYMENTS = st.lists(st.tuples(st.integers(-20, LENGTH), st.integers(1, 30_000)), max_size=4)
TIMES = st.lists(st.tuples(st.integers(1, LENGTH), st.integers(0, 60)).map(lambda t: (t[0], t[0] + t[1])), max_size=2)
RATES = st.integers(0, 400_000).map(lambda number: Decimal(number) / 10_000)


@settings(max_examples=60, deadline=None)
@given(st.integers(120_000, 10**9), PAYMENTS, TIMES, RATES, st.integers(1, LENGTH))
def test_it_is_what_one_counts_by_hand(
    amount: int, payments: list[tuple[int, int]], free: list[tuple[int, int]], rate: Decimal, until: int
) -> None:
    part = _total(until, amount, payments, free, rate)
    assert part["amount"].sum() == _by_hand(until, amount, payments, free, rate)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(120_000, 10**9),
    PAYMENTS,
    TIMES,
    RATES,
    st.sampled_from(["365", "366", "360", "actual"]),
    st.lists(st.integers(2, LENGTH), min_size=1, max_size=5),
)
def test_a_period_may_be_split_anywhere(
    amount: int,
    payments: list[tuple[int, int]],
    free: list[tuple[int, int]],
    rate: Decimal,
    basis: str,
    splits: list[int],
) -> None:
    """Charged on each of the days, less what was charged before, it comes to what it costs charged once."""
    whole = _total(LENGTH, amount, payments, free, rate, basis)
    parted = _total(LENGTH, amount, payments, free, rate, basis, tuple(splits))
    assert parted["amount"].sum() == whole["amount"].sum()
    charged = 0
    for day in sorted({*splits, LENGTH}):
        so_far = int(_total(day, amount, payments, free, rate, basis)["amount"].sum())
        assert so_far >= charged  # a later day never makes an earlier charge too much
        charged = so_far
    assert charged == whole["amount"].sum()


def test_very_large_sums_do_not_overflow() -> None:
    part = _total(LENGTH, money.LIMIT, [], [], Decimal(1000))
    assert part["amount"].sum() == (2 * money.LIMIT * 10 * LENGTH + 365) // (2 * 365)


def test_nothing_is_late_on_its_due_day_and_one_day_after_it_is() -> None:
    assert _total(0, 100_000, [], [], Decimal(10)).empty
    assert _total(1, 100_000, [], [], Decimal(10))["amount"].tolist() == [27]
    assert _total(1, 100_000, [(0, 100_000)], [], Decimal(10)).empty
    assert _total(2, 100_000, [(1, 100_000)], [], Decimal(10))["days"].tolist() == [1]
