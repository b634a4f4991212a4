"""Quotes side by side, and the days on which the bank collects."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops.rules.collecting import collection_days
from sheetops.rules.instalments import Splitting
from sheetops.rules.owing import of_currency, owed_on
from sheetops.rules.plans import PlanTerms
from sheetops.rules.quoting import quotes

Sheet = Callable[..., pd.DataFrame]
Day = dt.date
TODAY = Day(2026, 6, 30)
NOBODY = pd.Series(dtype=object)


def quoted(
    covers: int, *options: tuple[str, int], bills: int = 0, refused: pd.Series = NOBODY, **terms: Any
) -> pd.DataFrame:
    owed = pd.DataFrame({"account": ["A1"], "currency": ["NZD"], "covers": [covers], "bills": [bills]})
    return quotes(owed, options, PlanTerms(TODAY, **terms), Day(2026, 7, 14), refused)


def test_quotes_stand_side_by_side_in_the_order_asked_for() -> None:
    found = quoted(1000_00, ("monthly", 3), ("fortnightly", 6), ("weekly", 12))
    columns = ["frequency", "instalments", "instalment", "last_instalment", "total", "offer"]
    assert found[columns].to_numpy().tolist() == [
        ["monthly", 3, 333_33, 333_34, 1000_00, True],
        ["fortnightly", 6, 166_66, 166_70, 1000_00, True],
        ["weekly", 12, 83_33, 83_37, 1000_00, True],
    ]
    assert found["last_due"].dt.strftime("%d/%m/%Y").tolist() == ["14/09/2026", "22/09/2026", "29/09/2026"]
    assert found["reason"].tolist() == [
        "3 instalments of 333.33 a month, the last of 333.34, from 14/07/2026 to 14/09/2026.",
        "6 instalments of 166.66 a fortnight, the last of 166.70, from 14/07/2026 to 22/09/2026.",
        "12 instalments of 83.33 a week, the last of 83.37, from 14/07/2026 to 29/09/2026.",
    ]


def test_equal_instalments_are_said_once() -> None:
    assert quoted(300_00, ("monthly", 3))["reason"].tolist() == [
        "3 instalments of 100.00 a month, from 14/07/2026 to 14/09/2026."
    ]


@pytest.mark.parametrize(
    ("covers", "terms", "reason"),
    [
        (2, {}, "the sum is too small for so many instalments at the rounding unit"),
        (
            14_99,
            {"splitting": Splitting(least={"NZD": 5_00})},
            "an instalment would be below the least one of 5.00",
        ),
        (15_00, {"splitting": Splitting(least={"NZD": 5_00})}, ""),
        (300_00, {"max_months": 2}, "it would run longer than 2 months"),
        (300_00, {"max_months": 3}, ""),
        (300_00, {"min_months": 3}, "it would run shorter than 3 months"),
        (300_00, {"min_months": 2}, ""),
    ],
)
def test_what_cannot_be_offered_says_why(covers: int, terms: dict[str, Any], reason: str) -> None:
    """From 30 June the third month's instalment on 14 September lies between two and three months ahead."""
    row = quoted(covers, ("monthly", 3), **terms).iloc[0]
    assert row["offer"] == (reason == "")
    if reason:
        assert row["reason"] == f"Not to be offered: {reason}."


def test_an_account_that_is_offered_no_plan_says_why() -> None:
    refused = pd.Series({"A1": "2 plans broken within 365 days, the last on 21/07/2025"})
    row = quoted(300_00, ("monthly", 3), refused=refused).iloc[0]
    assert not row["offer"]
    assert row["reason"] == "Not to be offered: 2 plans broken within 365 days, the last on 21/07/2025."


def test_new_bills_come_on_top_where_plans_cover_them() -> None:
    row = quoted(120_00, ("monthly", 12), bills=120_00).iloc[0]
    assert (row["instalment"], row["total"]) == (20_00, 240_00)


def test_nobody_to_quote() -> None:
    owed = pd.DataFrame({"account": [], "currency": [], "covers": [], "bills": []}).astype(
        {"account": object, "currency": object, "covers": "int64", "bills": "int64"}
    )
    assert quotes(owed, [("monthly", 3)], PlanTerms(TODAY), Day(2026, 7, 14), NOBODY).empty


# ----------------------------------------------------------------------------------------------------- collection days


def collected(due: str, days: tuple[int, ...] = (), notice: int = 0, closed: frozenset[Day] = frozenset()) -> str:
    part = pd.DataFrame({"due_on": pd.to_datetime([due]).as_unit("s"), "amount": [100], "received": [0]})
    return f"{collection_days(part, TODAY, days, notice, closed)['collected_on'].iloc[0]:%Y-%m-%d}"


PPL = (1, 8, 15, 22)
"""PPL collects on the 1st, 8th, 15th and 22nd, and anew at least seven working days after notice."""


@pytest.mark.parametrize(
    ("due", "days", "notice", "on"),
    [
        ("2026-07-15", (), 0, "2026-07-15"),
        ("2026-07-18", (), 0, "2026-07-20"),  # a Saturday
        ("2026-06-01", (), 0, "2026-06-30"),  # missed: as soon as may be
        ("2026-06-01", (), 1, "2026-07-01"),
        ("2026-07-08", PPL, 0, "2026-07-08"),
        ("2026-07-09", PPL, 0, "2026-07-15"),
        ("2026-07-23", PPL, 0, "2026-08-03"),  # 1 August is a Saturday
        ("2026-08-02", PPL, 0, "2026-08-03"),  # the collection of the 1st, moved
        ("2026-08-04", PPL, 0, "2026-08-10"),  # 8 August is a Saturday
        ("2026-06-01", PPL, 7, "2026-07-15"),  # seven working days after 30 June: 9 July
        ("2026-06-01", PPL, 6, "2026-07-08"),
        ("2026-12-31", (31,), 0, "2026-12-31"),
        ("2027-02-01", (31,), 0, "2027-02-01"),  # 31 January 2027 is a Sunday: its collection moved
        ("2027-02-02", (31,), 0, "2027-03-01"),  # and so is 28 February
    ],
)
def test_the_bank_collects_on_the_next_of_its_days(due: str, days: tuple[int, ...], notice: int, on: str) -> None:
    assert collected(due, days, notice) == on


def test_closed_days_are_minded() -> None:
    shut = frozenset({Day(2026, 7, 15)})
    assert collected("2026-07-10", PPL, 0, shut) == "2026-07-16"
    assert collected("2026-06-01", (), 1, frozenset({Day(2026, 7, 1)})) == "2026-07-02"


def test_only_what_is_still_open_is_collected() -> None:
    part = pd.DataFrame(
        {
            "due_on": pd.to_datetime(["2026-07-15"] * 3).as_unit("s"),
            "amount": [100, 100, 100],
            "received": [100, 30, 0],
        }
    )
    assert collection_days(part, TODAY, (), 0, frozenset())["to_collect"].tolist() == [70, 100]


@given(
    st.dates(Day(2026, 1, 1), Day(2027, 12, 31)),
    st.lists(st.integers(1, 31), max_size=4),
    st.integers(0, 10),
    st.frozensets(st.dates(Day(2026, 6, 1), Day(2028, 3, 1)), max_size=15),
)
def test_a_collection_is_never_too_early_and_never_on_a_closed_day(
    due: Day, days: list[int], notice: int, closed: frozenset[Day]
) -> None:
    on = Day.fromisoformat(collected(str(due), tuple(days), notice, closed))
    assert on >= max(due, TODAY)
    assert on.weekday() < 5 and on not in closed
    open_ = [TODAY + dt.timedelta(days=n) for n in range(1, (on - TODAY).days + 1)]
    assert len([day for day in open_ if day.weekday() < 5 and day not in closed]) >= notice - (TODAY in closed)


# ------------------------------------------------------------------------------------------------ what was owed once

LEDGER = """
row | entry | account | kind    | date       | due_date   | amount | applies_to | currency
2   | I-1   | A1      | invoice | 2026-01-01 | 2026-02-01 | 100.00 |            | NZD
3   | I-2   | A1      | invoice | 2026-01-20 | 2026-03-01 | 50.00  |            | NZD
4   | R-1   | A1      | receipt | 2026-02-10 |            | 30.00  |            | NZD
5   | I-3   | A1      | invoice | 2026-01-01 | 2026-02-01 | 7.00   |            | AUD
6   | I-1   | A2      | invoice | 2026-01-01 | 2026-02-01 | 9.00   |            | NZD
"""


@pytest.mark.parametrize(
    ("day", "outstanding", "arrears"),
    [
        ("2025-12-31", 0, 0),
        ("2026-01-01", 100_00, 0),
        ("2026-02-01", 150_00, 0),  # due today is not overdue
        ("2026-02-02", 150_00, 100_00),
        ("2026-02-10", 150_00, 100_00),  # a receipt of the day itself counts for what was agreed on it
        ("2026-02-11", 120_00, 70_00),
        ("2026-03-02", 120_00, 120_00),
    ],
)
def test_what_an_account_owed_on_a_day(sheet: Sheet, day: str, outstanding: int, arrears: int) -> None:
    asked = pd.DataFrame({"account": ["A1", "A2"], "day": pd.to_datetime([day, day]).as_unit("s")}, index=[7, 9])
    owed = owed_on(sheet("Ledger", LEDGER), asked)
    own = of_currency(owed, pd.Series(["NZD", "NZD"], index=[7, 9]))
    assert own.loc[7].tolist() == [outstanding, arrears]
    assert own.loc[9, "outstanding"] == (9_00 if day > "2025" and outstanding else 0)
