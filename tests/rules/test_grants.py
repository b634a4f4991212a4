"""Grants: the most an application can get (worked cases I1 to I4), where each stands, and when it is chased."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from sheetops.rules.grants import LIMITS, MEANINGS, GrantTerms, judge_grants

Sheet = Callable[..., pd.DataFrame]
Day = dt.date

COLUMNS = "account scheme applied_on amount decided_on outcome"
NOTHING = pd.Series(dtype="datetime64[s]")
LEDGER = "entry account kind date amount currency"
NONE_CAME = "2 | I1 | A9 | invoice | 2024-01-01 | 1.00 | AUD"


def judged(
    sheet: Sheet,
    table: str,
    as_of: str = "2026-06-30",
    ledger: str = NONE_CAME,
    told: pd.Series = NOTHING,
    chase_days: int = 28,
    **facts: Any,
) -> pd.DataFrame:
    """Judge applications; every one owes 820.00 and has the cap of 650.00 in 24 months unless ``facts`` say else."""
    usual = {"cap": 650_00, "window_months": 24, "netted": True, "use_limit": pd.NA, "debt": 820_00, "utility": "water"}
    rows = sheet("Grants", table, COLUMNS, currency="AUD").assign(**usual | {"currency": "AUD"} | facts)
    return judge_grants(rows, sheet("Ledger", ledger, LEDGER), told, GrantTerms(Day.fromisoformat(as_of), chase_days))


def most(sheet: Sheet, table: str, **facts: Any) -> tuple[int, str]:
    row = judged(sheet, table, **facts).iloc[-1]
    return int(row["most"]), row["limit"]


ONE = "2 | A1 | URGS water | 2026-06-01 | | |"
EARLIER = "2 | A1 | URGS water | {0} | 400 | 2025-01-20 | granted\n3 | A1 | URGS water | 2026-06-01 | | |"


def test_i1_the_lesser_of_cap_and_debt(sheet: Sheet) -> None:
    assert most(sheet, ONE) == (650_00, "cap")
    assert most(sheet, ONE, debt=649_99) == (649_99, "debt")
    assert most(sheet, ONE, debt=650_00) == (650_00, "cap")
    assert most(sheet, ONE, debt=0) == (0, "debt")


def test_i2_netted_or_a_single_grant_by_switch(sheet: Sheet) -> None:
    """400 eighteen months ago: 250 are left of the cap; where one grant is given in two years, nothing."""
    assert most(sheet, EARLIER.format("2024-12-01")) == (250_00, "earlier")
    assert most(sheet, EARLIER.format("2024-12-01"), netted=False) == (0, "window")


@pytest.mark.parametrize(
    ("applied", "expected"), [("2024-06-02", (250_00, "earlier")), ("2024-06-01", (650_00, "cap"))]
)
def test_the_period_rolls_back_from_the_application(sheet: Sheet, applied: str, expected: tuple[int, str]) -> None:
    """Applied for on 1 June 2026: what was applied for on 1 June 2024 is two years old and counts no more."""
    assert most(sheet, EARLIER.format(applied)) == expected


def test_i3_a_single_source_has_the_higher_cap(sheet: Sheet) -> None:
    assert most(sheet, ONE, cap=1300_00, debt=2000_00) == (1300_00, "cap")


def test_i4_the_older_rule(sheet: Sheet) -> None:
    """At most 500 and at most six months' use, once in two years; old applications have the caps of their day."""
    older = {"cap": 500_00, "netted": False, "use_limit": 320_00}
    assert most(sheet, ONE, **older) == (320_00, "use")
    assert most(sheet, ONE, **older | {"use_limit": 600_00}) == (500_00, "cap")
    assert most(sheet, EARLIER.format("2024-12-01"), **older) == (0, "window")
    two = judged(sheet, EARLIER.format("2024-12-01"), cap=[500_00, 650_00])
    assert two["most"].tolist() == [500_00, 250_00]


def test_other_utilities_accounts_and_declined_ones_take_nothing(sheet: Sheet) -> None:
    table = EARLIER.format("2025-12-01")
    assert most(sheet, table, utility=["gas", "water"]) == (650_00, "cap")
    assert most(sheet, table.replace("2 | A1", "2 | A2")) == (650_00, "cap")
    assert most(sheet, table.replace("granted", "declined")) == (650_00, "cap")
    assert most(sheet, table.replace("400 | 2025-01-20 | granted", "400 | |")) == (650_00, "cap")


def test_an_unknown_scheme_can_get_nothing(sheet: Sheet) -> None:
    assert most(sheet, ONE, utility="") == (0, "unknown")


def test_a_grant_without_its_amount_counts_as_the_most_it_could_be(sheet: Sheet) -> None:
    table = EARLIER.format("2025-12-01").replace("| 400 |", "| |")
    assert most(sheet, table, debt=[300_00, 820_00]) == (350_00, "earlier")


@pytest.mark.parametrize(("amount", "over"), [("650.00", 0), ("650.01", 1)])
def test_what_is_asked_for_above_the_most(sheet: Sheet, amount: str, over: int) -> None:
    row = judged(sheet, f"2 | A1 | URGS water | 2026-06-01 | {amount} | |").iloc[0]
    assert row["over"] == over
    assert row["reason"].endswith("That is 0.01 too much.") == bool(over)


# ------------------------------------------------------------------------------------------------ where they stand

GRANTED = "2 | A1 | URGS water | 2026-05-01 | 300 | 2026-05-20 | granted"
CAME = "2 | R1 | A1 | receipt | {0} | {1} | AUD"


@pytest.mark.parametrize(
    ("as_of", "status", "waiting"),
    [("2026-05-01", "pending", 0), ("2026-05-19", "pending", 18), ("2026-05-20", "granted, awaited", 19)],
)
def test_a_decision_counts_from_its_day_on(sheet: Sheet, as_of: str, status: str, waiting: int) -> None:
    assert judged(sheet, GRANTED, as_of)[["status", "waiting"]].to_numpy().tolist() == [[status, waiting]]
    assert judged(sheet, GRANTED, "2026-04-30").empty


@pytest.mark.parametrize(
    ("came", "amount", "status"),
    [
        ("2026-06-10", "300.00", "granted, received"),
        ("2026-06-10", "299.99", "granted, awaited"),
        ("2026-04-30", "300.00", "granted, awaited"),
        ("2026-07-01", "300.00", "granted, awaited"),
    ],
)
def test_the_money_is_a_credit_of_that_amount_since_the_application(
    sheet: Sheet, came: str, amount: str, status: str
) -> None:
    row = judged(sheet, GRANTED, ledger=CAME.format(came, amount)).iloc[0]
    assert (row["status"], row["received_on"] == pd.Timestamp(came)) == (status, status == "granted, received")


@pytest.mark.parametrize(
    ("table", "as_of", "action", "on"),
    [
        (ONE, "2026-06-28", "ask how the application stands", "2026-06-29"),
        (ONE, "2026-06-29", "ask how the application stands", "2026-06-29"),
        (ONE, "2026-07-09", "ask how the application stands", "2026-07-09"),
        (GRANTED, "2026-06-01", "ask for the money", "2026-06-17"),
    ],
)
def test_the_next_chase(sheet: Sheet, table: str, as_of: str, action: str, on: str) -> None:
    row = judged(sheet, table, as_of).iloc[0]
    assert (row["next_action"], row["next_action_on"]) == (action, pd.Timestamp(on))


def test_a_letter_puts_the_next_chase_off(sheet: Sheet) -> None:
    told = pd.Series({"A1": pd.Timestamp("2026-06-29")}).astype("datetime64[s]")
    assert judged(sheet, ONE, told=told)["next_action_on"].tolist() == [pd.Timestamp("2026-07-27")]
    assert judged(sheet, ONE, chase_days=0)["next_action"].tolist() == [""]


def test_each_status_and_limit_is_explained_and_said(sheet: Sheet) -> None:
    declined = GRANTED.replace("granted", "declined")
    rows = [judged(sheet, one) for one in (ONE, GRANTED, declined)]
    rows.append(judged(sheet, GRANTED, ledger=CAME.format("2026-06-10", "300.00")))
    assert {row["status"].iloc[0] for row in rows} == set(MEANINGS)
    assert {row["limit"].iloc[0] for row in rows} <= set(LIMITS)
    assert rows[0]["reason"].iloc[0] == (
        "Pending for 29 days: URGS water, applied for on 01/06/2026. "
        "The most it can get is 650.00, the cap; nothing was granted in the 24 months before."
    )
    assert (
        rows[2]["reason"]
        .iloc[0]
        .startswith("Declined: 300.00 of URGS water, applied for on 01/05/2026, decided on 20/05/2026 after 19 days.")
    )
    assert (
        judged(sheet, EARLIER.format("2024-12-01"))["reason"]
        .iloc[-1]
        .endswith("The most it can get is 250.00: 650.00 less 400.00 granted in the 24 months before.")
    )
