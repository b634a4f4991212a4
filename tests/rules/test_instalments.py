"""Instalments: worked cases of other systems and of our own, both sides of every edge, and sums that are exact."""

import datetime as dt
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops import money
from sheetops.rules.instalments import LONGEST, REFUSALS, YEARLY, Splitting, schedule, split

Day = dt.date
MONTHLY = "monthly"


def splits(covers: int, wanted: int = 0, each: int = 0, bills: int = 0, **how: Any) -> pd.Series:
    row = pd.DataFrame({"currency": ["NZD"], "covers": [covers], "bills": [bills], "wanted": [wanted], "each": [each]})
    given = {name: {"NZD": value} if name in ("rounding", "least") else value for name, value in how.items()}
    return split(row, Splitting(**given)).iloc[0]


def plan(
    covers: int, wanted: int = 0, each: int = 0, first: str = "2026-01-31", often: str = MONTHLY, **how: Any
) -> pd.DataFrame:
    """Return the instalments of one plan, agreed on the day of the first one unless ``agreed`` says otherwise."""
    agreed = how.pop("agreed", first)
    given = {name: {"NZD": value} if name in ("rounding", "least") else value for name, value in how.items()}
    row = pd.DataFrame(
        {
            "plan": ["P"],
            "account": ["A"],
            "currency": ["NZD"],
            "frequency": [often],
            "agreed_on": pd.to_datetime([agreed]).as_unit("s"),
            "first_due": pd.to_datetime([first]).as_unit("s"),
            "covers": [covers],
            "bills": [0],
            "wanted": [wanted],
            "each": [each],
        }
    )
    return schedule(row.join(split(row, Splitting(**given))), Splitting(**given))


def amounts(covers: int, wanted: int = 0, each: int = 0, **how: Any) -> list[int]:
    return plan(covers, wanted, each, **how)["amount"].tolist()


def days(first: str, count: int, often: str = MONTHLY, **how: Any) -> list[str]:
    return plan(count * 100, count, first=first, often=often, **how)["due_on"].dt.strftime("%Y-%m-%d").tolist()


# ---------------------------------------------------------------------------------------------- how much: worked cases


def test_f1_three_cents_in_two() -> None:
    """0.01 and 0.02. Odoo has 0.02 and 0.01; with us it is the last instalment that takes the remainder."""
    assert amounts(3, 2) == [1, 2]


def test_f3_a_plan_whose_last_instalment_would_be_negative_is_refused() -> None:
    """1,000 with instalments of 700, 500 and the rest would end on -200."""
    assert splits(100_000, wanted=3, each=60_000)["refused"] == "negative"
    assert splits(100_000, wanted=3, each=50_000)["refused"] == "negative"  # nothing is left: zero is refused too
    assert splits(100_000, wanted=3, each=49_999)["refused"] == ""
    assert amounts(100_000, 3, 49_999) == [49_999, 49_999, 2]


def test_f6_rounded_to_whole_units() -> None:
    assert amounts(100_010, 2, rounding=100) == [50_000, 50_010]


def test_f8_plain_rounding_would_lose_a_cent() -> None:
    assert amounts(547, 3) == [182, 182, 183]


def test_f9_thirty_thousand_in_three() -> None:
    assert amounts(3_000_000, 3) == [1_000_000] * 3


def test_f11_a_hundred_in_three() -> None:
    assert amounts(10_000, 3) == [3_333, 3_333, 3_334] == money.largest_remainder(10_000, [1, 1, 1])


def test_the_last_one_takes_all_of_the_remainder() -> None:
    assert amounts(10_000, 7) == [1_428] * 6 + [1_432]


# --------------------------------------------------------------------------------------------------- how much: amounts


@pytest.mark.parametrize(
    ("each", "expected"),
    [
        (25_00, [25_00] * 4),
        (30_00, [30_00, 30_00, 30_00, 10_00]),
        (33_33, [33_33, 33_33, 33_33, 1]),
        (99_99, [99_99, 1]),
        (100_00, [100_00]),
        (100_01, [100_00]),
    ],
)
def test_by_amount_the_last_one_is_what_remains(each: int, expected: list[int]) -> None:
    assert amounts(100_00, each=each) == expected


@pytest.mark.parametrize(("least", "expected"), [(10_00, [30_00] * 3 + [10_00]), (10_01, [30_00, 30_00, 40_00])])
def test_a_last_one_below_the_least_joins_the_one_before(least: int, expected: list[int]) -> None:
    assert amounts(100_00, each=30_00, least=least) == expected


def test_a_single_instalment_may_be_below_the_least() -> None:
    assert amounts(3_00, each=30_00, least=5_00) == [3_00]


@pytest.mark.parametrize(("covers", "wanted", "unit", "refused"), [(1000, 10, 100, ""), (999, 10, 100, "small")])
def test_a_sum_too_small_for_its_unit_is_refused(covers: int, wanted: int, unit: int, refused: str) -> None:
    assert splits(covers, wanted, rounding=unit)["refused"] == refused


@pytest.mark.parametrize(("covers", "refused"), [(1, ""), (0, "nothing"), (-5, "nothing")])
def test_there_must_be_something_to_cover(covers: int, refused: str) -> None:
    assert splits(covers, wanted=1)["refused"] == refused


@pytest.mark.parametrize(("wanted", "refused"), [(LONGEST, ""), (LONGEST + 1, "long"), (10**12, "long")])
def test_a_plan_without_end_is_refused(wanted: int, refused: str) -> None:
    assert splits(10**15, wanted)["refused"] == refused


def test_every_refusal_has_its_words() -> None:
    cases = [(0, 1, 0, 0), (5, 9, 0, 0), (100, 3, 60, 0), (100, 0, 10, 10), (10**9, 0, 1, 0)]
    assert {splits(*case)["refused"] for case in cases} == set(REFUSALS)


# ------------------------------------------------------------------------------------------- how much: with new bills


def test_new_bills_are_paid_beside_the_debt() -> None:
    """A debt of 120.00 and bills of 10.00 a month: in twelve months 240.00 are to be paid."""
    found = splits(120_00, wanted=12, bills=10_00)
    assert (found["count"], found["regular"], found["last"], found["sum"]) == (12, 20_00, 20_00, 240_00)


def test_by_amount_only_what_exceeds_the_bills_pays_off_the_debt() -> None:
    """Of 25.00 a month 15.00 pay off the debt: eight months, of which the last needs 15.00 and the bill of 10.00."""
    found = splits(120_00, each=25_00, bills=10_00)
    assert (found["count"], found["regular"], found["last"], found["sum"]) == (8, 25_00, 25_00, 200_00)
    odd = splits(121_00, each=25_00, bills=10_00)
    assert (odd["count"], odd["last"], odd["sum"]) == (9, 11_00, 211_00)


@pytest.mark.parametrize(("each", "refused"), [(10_00, "bills"), (10_01, "long"), (10_11, "")])
def test_an_amount_that_does_not_even_pay_the_bills_is_refused(each: int, refused: str) -> None:
    assert splits(120_00, each=each, bills=10_00)["refused"] == refused


# --------------------------------------------------------------------------------------------------------- which days


def test_h23_monthly_from_31_may() -> None:
    assert days("2012-05-31", 5) == ["2012-05-31", "2012-06-30", "2012-07-31", "2012-08-31", "2012-09-30"]


def test_h9_and_h10_month_ends_come_back() -> None:
    assert days("2023-03-31", 7)[1:] == [
        "2023-04-30",
        "2023-05-31",
        "2023-06-30",
        "2023-07-31",
        "2023-08-31",
        "2023-09-30",
    ]
    assert days("2017-01-30", 4) == ["2017-01-30", "2017-02-28", "2017-03-30", "2017-04-30"]


def test_h11_never_chained_from_the_day_before() -> None:
    assert days("2023-01-31", 3) == ["2023-01-31", "2023-02-28", "2023-03-31"]
    assert days("2024-01-31", 2)[1] == "2024-02-29"


def test_g10_a_month_is_no_thirty_days() -> None:
    assert days("2024-03-15", 4) == ["2024-03-15", "2024-04-15", "2024-05-15", "2024-06-15"]


def test_weekly_and_fortnightly_keep_the_day_of_the_week() -> None:
    assert days("2026-02-20", 3, "weekly") == ["2026-02-20", "2026-02-27", "2026-03-06"]
    assert days("2026-02-20", 3, "fortnightly") == ["2026-02-20", "2026-03-06", "2026-03-20"]


# 2026: Friday 3 and Monday 6 April are Easter's closed days; 1 August is a Saturday.
EASTER = frozenset({Day(2026, 4, 3), Day(2026, 4, 6)})


@pytest.mark.parametrize(
    ("first", "rule", "day"),
    [
        ("2026-07-31", "next", "2026-07-31"),  # a Friday
        ("2026-08-01", "next", "2026-08-03"),
        ("2026-08-02", "next", "2026-08-03"),
        ("2026-08-03", "next", "2026-08-03"),
        ("2026-08-01", "previous", "2026-07-31"),
        ("2026-08-02", "previous", "2026-07-31"),
        ("2026-08-03", "previous", "2026-08-03"),
        ("2026-08-01", "keep", "2026-08-01"),
        ("2026-04-02", "next", "2026-04-02"),
        ("2026-04-03", "next", "2026-04-07"),
        ("2026-04-06", "next", "2026-04-07"),
        ("2026-04-06", "previous", "2026-04-02"),
        ("2026-04-06", "keep", "2026-04-06"),
    ],
)
def test_i5_weekends_and_closed_days(first: str, rule: str, day: str) -> None:
    """Yarra Valley moves an instalment that falls on a weekend to the next business day."""
    assert days(first, 1, weekend=rule, closed=EASTER, agreed="2026-01-01") == [day]


def test_a_moved_day_does_not_move_those_after_it() -> None:
    assert days("2026-08-01", 3, weekend="next") == ["2026-08-03", "2026-09-01", "2026-10-01"]


def test_a_first_instalment_is_never_moved_before_the_agreement() -> None:
    assert days("2026-08-01", 1, weekend="previous", agreed="2026-07-31") == ["2026-07-31"]
    assert days("2026-08-01", 1, weekend="previous", agreed="2026-08-01") == ["2026-08-03"]


def test_two_fall_on_one_day_only_when_the_office_is_closed_between_them() -> None:
    shut = frozenset(Day(2026, 12, 21) + dt.timedelta(days=n) for n in range(19))
    assert days("2026-12-18", 4, "weekly", weekend="next", closed=shut) == [
        "2026-12-18",
        "2027-01-11",
        "2027-01-11",
        "2027-01-11",
    ]


# --------------------------------------------------------------------------------------------------------- always so

COVERS = st.integers(1, 10**7)
COUNT = st.integers(1, 60)
OFTEN = st.sampled_from(list(YEARLY))
FIRST = st.dates(Day(2024, 1, 1), Day(2027, 12, 31)).map(str)
RULE = st.sampled_from(["keep", "next", "previous"])
UNIT = st.sampled_from([1, 5, 100, 500])


@given(COVERS, COUNT, st.integers(0, 10**6), UNIT, st.sampled_from([0, 1, 500]))
def test_a_plan_that_is_not_refused_adds_up_and_no_instalment_is_zero(
    covers: int, wanted: int, each: int, unit: int, least: int
) -> None:
    by_amount = wanted % 2 and each
    given = {"each": each} if by_amount else {"wanted": wanted}
    if splits(covers, **given, rounding=unit, least=least)["refused"]:
        return
    parts = amounts(covers, given.get("wanted", 0), given.get("each", 0), rounding=unit, least=least)
    assert sum(parts) == covers
    assert min(parts) > 0
    assert len(set(parts[:-1])) <= 1
    if by_amount:
        assert all(part == each for part in parts[:-1])
    else:
        assert len(parts) == wanted
        assert wanted == 1 or all(part % unit == 0 for part in parts[:-1])
        assert parts[-1] >= parts[0]


@given(COVERS, st.integers(2, 3))
def test_with_at_most_one_cent_to_share_it_is_the_largest_remainder(covers: int, wanted: int) -> None:
    expected = money.largest_remainder(covers, [1] * wanted)
    if covers % wanted <= 1 and covers >= wanted:
        assert amounts(covers, wanted) == expected


@given(FIRST, COUNT, OFTEN, RULE, st.sets(st.dates(Day(2024, 1, 1), Day(2028, 12, 31)), max_size=20))
def test_days_rise_and_lie_within_reach_of_their_own(
    first: str, count: int, often: str, rule: str, closed: set[Day]
) -> None:
    plain = days(first, count, often)
    moved = days(first, count, often, weekend=rule, closed=frozenset(closed))
    assert plain == sorted(set(plain))
    assert moved == sorted(moved)
    if rule == "keep":
        assert moved == plain
        return
    open_ = [Day.fromisoformat(day) for day in moved]
    assert all(day.weekday() < 5 and day not in closed for day in open_)
    assert all(later >= earlier for earlier, later in pairwise(open_))


@given(st.lists(st.tuples(COVERS, COUNT, OFTEN, FIRST), min_size=1, max_size=6))
def test_plans_do_not_touch_each_other(plans: list[tuple[int, int, str, str]]) -> None:
    frames = [plan(max(covers, count), count, first=first, often=often) for covers, count, often, first in plans]
    rows = pd.DataFrame(
        {
            "plan": [f"P{n}" for n in range(len(plans))],
            "account": "A",
            "currency": "NZD",
            "frequency": [often for _, _, often, _ in plans],
            "agreed_on": pd.to_datetime([first for *_, first in plans]).as_unit("s"),
            "first_due": pd.to_datetime([first for *_, first in plans]).as_unit("s"),
            "covers": [max(covers, count) for covers, count, _, _ in plans],
            "bills": 0,
            "wanted": [count for _, count, _, _ in plans],
            "each": 0,
        }
    )
    together = schedule(rows.join(split(rows, Splitting())), Splitting())
    for number, alone in enumerate(frames):
        mine = together[together["place"] == number].reset_index(drop=True)
        columns = ["instalment", "due_on", "amount"]
        pd.testing.assert_frame_equal(mine[columns], alone[columns])
    assert np.array_equal(together["place"], np.repeat(np.arange(len(plans)), [len(frame) for frame in frames]))
