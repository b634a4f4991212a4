"""What keeping a plan earns: worked cases I5, I7 and I8, misses, what is owed, and what the Ledger has."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops.rules.incentives import IncentiveTerms, counted, earned

Day = dt.date
AGREED = "2026-01-05"


def plan(incentive: str, owed: int = 100_000_00) -> pd.DataFrame:
    row = {"place": 0, "plan": "P1", "account": "A1", "currency": "AUD", "incentive": incentive, "owed": owed}
    return pd.DataFrame([row]).assign(agreed_on=pd.to_datetime([AGREED]).as_unit("s"))


def parts(statuses: str, amount: int = 50_00) -> pd.DataFrame:
    """Return monthly instalments on the 10th from January 2026 on: p paid in time, l paid late, m missed, n not due."""
    words = {"p": "paid", "l": "paid late", "m": "missed", "n": "not due"}
    due = pd.Series(pd.date_range("2026-01-10", periods=len(statuses), freq="MS")) + pd.Timedelta(days=9)
    due = pd.Series([pd.Timestamp(2026 + n // 12, n % 12 + 1, 10) for n in range(len(statuses))]).astype(
        "datetime64[s]"
    )
    paid = due.where(pd.Series([one in "pl" for one in statuses]))
    return pd.DataFrame(
        {
            "place": 0, "plan": "P1", "account": "A1", "currency": "AUD", "instalment": range(1, len(statuses) + 1),
            "due_on": due, "amount": amount, "status": [words[one] for one in statuses], "paid_on": paid,
        }
    )  # fmt: skip


ALWAYS = pd.DataFrame(
    {"account": ["A1"], "from": pd.to_datetime(["2020-01-01"]), "until": pd.to_datetime([None]).astype("datetime64[s]")}
)


def came(
    incentive: str, statuses: str, owed: int = 100_000_00, entered: frozenset[str] = frozenset(), **terms: Any
) -> list[tuple[int, int]]:
    found = earned(plan(incentive, owed), parts(statuses), ALWAYS, entered, IncentiveTerms(**terms))
    return list(zip(found["number"], found["amount"], strict=True))


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ("pppp", []),
        ("ppppp", [(5, 50_00)]),
        ("pppppppppp", [(5, 50_00), (10, 50_00)]),
        ("pplppppp", [(8, 50_00)]),  # a late one begins the row anew
        ("ppppmppppp", [(10, 50_00)]),
        ("ppppnn", []),
    ],
)
def test_i5_five_in_a_row_in_time_earn_one(statuses: str, expected: list[tuple[int, int]]) -> None:
    assert came("award", statuses) == expected


@pytest.mark.parametrize(("misses", "expected"), [(0, [(8, 50_00)]), (1, [(6, 50_00)])])
def test_a_miss_that_is_overlooked_does_not_begin_the_row_anew(misses: int, expected: list[tuple[int, int]]) -> None:
    assert came("award", "pplppppp", misses=misses) == expected


def test_i7_one_for_one_in_six_months_then_two() -> None:
    """Agreed on 5 January: the instalment of 10 July is the first of the seventh month."""
    assert came("match", "pppppppp") == [*((n, 50_00) for n in range(1, 7)), (7, 100_00), (8, 100_00)]


def test_matching_ends_with_a_miss_too_many() -> None:
    assert came("match", "pplpp") == [(1, 50_00), (2, 50_00)]
    assert came("match", "pplplp", misses=1) == [(1, 50_00), (2, 50_00), (4, 50_00)]


def test_i8_a_year_kept_is_matched_and_after_two_the_rest_is_cleared() -> None:
    found = earned(plan("restart", 3000_00), parts("p" * 24), ALWAYS, frozenset(), IncentiveTerms())
    assert found[["number", "amount", "clears"]].to_numpy().tolist() == [[1, 600_00, False], [2, 2400_00, True]]
    assert found["earned_on"].tolist() == [pd.Timestamp("2026-12-10"), pd.Timestamp("2027-12-10")]
    assert came("restart", "p" * 11) == []
    assert came("restart", "p" * 23, 3000_00) == [(1, 600_00)]
    assert came("restart", "p" * 15 + "m" + "p" * 8, 3000_00) == [(1, 600_00)]


def test_nothing_is_earned_beyond_what_is_owed() -> None:
    assert came("match", "pppp", owed=120_00) == [(1, 50_00), (2, 50_00), (3, 20_00), (4, 0)]


def test_what_the_ledger_has_is_given_and_takes_no_room() -> None:
    found = earned(plan("match", 50_00), parts("ppp"), ALWAYS, frozenset({"P1-match-1"}), IncentiveTerms())
    assert found[["entry", "given", "amount"]].to_numpy().tolist() == [
        ["P1-match-1", True, 50_00], ["P1-match-2", False, 50_00], ["P1-match-3", False, 0],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "numbers"), [("2026-02-10", "2026-03-10", [2, 3]), ("2026-02-11", None, [3, 4])]
)
def test_only_days_in_hardship_earn(first: str, last: str | None, numbers: list[int]) -> None:
    stay = pd.DataFrame({"account": ["A1"], "from": pd.to_datetime([first]), "until": pd.to_datetime([last])})
    found = earned(plan("match"), parts("pppp"), stay.astype({"until": "datetime64[s]"}), frozenset(), IncentiveTerms())
    assert found["number"].tolist() == numbers


def test_paying_early_earns_nothing_early_and_none_earns_nothing() -> None:
    early = parts("ppppp").assign(paid_on=pd.Timestamp("2026-01-06"))
    found = earned(plan("award"), early, ALWAYS, frozenset(), IncentiveTerms())
    assert found["earned_on"].tolist() == [pd.Timestamp("2026-05-10")]
    assert came("none", "ppppp") == []


def test_why_is_said() -> None:
    found = earned(plan("award"), parts("ppppp"), ALWAYS, frozenset(), IncentiveTerms())
    assert found["why"].tolist() == ["5 instalments in a row paid in time, the last due 10/05/2026: one more is given."]
    found = earned(plan("match"), parts("p"), ALWAYS, frozenset(), IncentiveTerms())
    assert found["why"].tolist() == [
        "The instalment of 50.00 due 10/01/2026 was paid in time, in month 1: 1 for each 1."
    ]


@given(
    statuses=st.text("plm", min_size=1, max_size=30),
    incentive=st.sampled_from(["award", "match", "restart"]),
    owed=st.integers(0, 5_000_00),
    misses=st.integers(0, 3),
)
def test_never_more_than_is_owed_and_a_later_instalment_changes_nothing_earlier(
    statuses: str, incentive: str, owed: int, misses: int
) -> None:
    terms = IncentiveTerms(misses=misses)
    whole = earned(plan(incentive, owed), parts(statuses), ALWAYS, frozenset(), terms)
    assert whole["amount"].sum() <= owed
    assert (whole["amount"] <= whole["earned"]).all()
    fewer = earned(plan(incentive, owed), parts(statuses[:-1]), ALWAYS, frozenset(), terms)
    assert whole["earned"].tolist()[: len(fewer)] == fewer["earned"].tolist()
    if incentive == "award":
        assert len(whole) == _awards(statuses, misses)
    assert len(counted(plan(incentive), parts(statuses), terms)) == len(statuses)


def _awards(statuses: str, misses: int) -> int:
    """Return how many awards a plain walk through the instalments gives."""
    run = given_ = late = 0
    for one in statuses:
        if one == "p":
            run += 1
            given_ += run % 5 == 0
        else:
            late += 1
            run = run if late <= misses else 0
    return given_
