"""Coverage: attempts and answers apart, members that stay members, and the forecast on both sides of its edge."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops.rules.contacts import contacts_made
from sheetops.rules.coverage import VERDICTS, RemitTerms, by_caller, coverage, covered, forecast, not_contacted

FROZEN = dt.date(2026, 6, 15)
"""A Monday."""

CONTACTS = """
row | account | at               | by   | channel | direction | outcome
2   | A1      | 2026-06-14 10:00 | Tom  | phone   | out       | spoke
3   | A1      | 2026-06-15 00:00 | Tom  | letter  | out       | sent
4   | A2      | 2026-06-16 10:00 | Tom  | phone   | out       | no answer
5   | A2      | 2026-06-18 10:00 | Mere | phone   | out       | spoke
6   | A3      | 2026-06-20 10:00 |      | email   | in        | wrote to us
7   | A9      | 2026-06-16 10:00 | Tom  | phone   | out       | spoke
"""


def members(*rows: dict[str, Any]) -> pd.DataFrame:
    usual = {"caller": "Tom", "segment": "school", "blocked": ""}
    return pd.DataFrame([usual | {"account": f"A{number}"} | row for number, row in enumerate(rows, 1)])


FOUR = members({}, {}, {"caller": "Mere"}, {"caller": "Mere", "blocked": "the customer must not be contacted"})


def terms(as_of: dt.date, deadline: dt.date | None = None) -> RemitTerms:
    return RemitTerms("June", as_of, FROZEN, deadline)


def tried(sheet: Any, as_of: dt.date, rows: pd.DataFrame = FOUR) -> pd.DataFrame:
    return covered(rows, contacts_made(sheet("Contacts", CONTACTS), as_of), terms(as_of))


def test_what_counts_is_from_the_day_of_the_freezing_to_the_day(sheet: Any) -> None:
    row = tried(sheet, dt.date(2026, 6, 30)).set_index("account")
    assert row["attempts"].to_dict() == {"A1": 1, "A2": 2, "A3": 0, "A4": 0}
    assert row["attempted"].to_dict() == {"A1": True, "A2": True, "A3": True, "A4": False}  # A3 came by itself
    assert row["reached"].to_dict() == {"A1": False, "A2": True, "A3": True, "A4": False}  # a letter is no answer
    assert tried(sheet, dt.date(2026, 6, 17)).set_index("account")["reached"].sum() == 0


def test_coverage_and_reach_stand_apart_with_their_denominators(sheet: Any) -> None:
    found = coverage(tried(sheet, dt.date(2026, 6, 22)), terms(dt.date(2026, 6, 22)))
    every = found.iloc[0]
    assert every[["members", "attempted", "coverage", "reached", "reach", "left"]].tolist() == [4, 3, 7500, 2, 5000, 1]
    days = found[found["grouped_by"] == "day"]
    assert days[["group", "attempted", "reached"]].to_numpy().tolist() == [
        ["15/06/2026", 1, 0], ["16/06/2026", 2, 0], ["17/06/2026", 2, 0], ["18/06/2026", 2, 1], ["19/06/2026", 2, 1],
        ["20/06/2026", 3, 2],  # a Saturday, on which somebody wrote
        ["22/06/2026", 3, 2],
    ]  # fmt: skip
    for by in ("caller", "segment"):
        assert found[found["grouped_by"] == by]["members"].sum() == 4


def test_who_was_not_contacted_has_a_reason(sheet: Any) -> None:
    left = not_contacted(tried(sheet, dt.date(2026, 6, 17)))
    assert left.set_index("account")["reason"].to_dict() == {
        "A3": "not tried yet", "A4": "the customer must not be contacted"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "deadline", "status", "needed", "expected"),
    [
        # On Wednesday 17 June two of ten were tried in three business days: two thirds a day, eight are left.
        (dt.date(2026, 6, 17), dt.date(2026, 7, 3), "on track", 1, 10),  # 12 days: 8 come
        (dt.date(2026, 6, 17), dt.date(2026, 7, 2), "behind", 1, 9),  # 11 days: 7 come
        (dt.date(2026, 6, 17), dt.date(2026, 6, 18), "behind", 8, 2),
        (dt.date(2026, 6, 17), dt.date(2026, 6, 17), "behind", 8, 2),  # the last day itself is not over
        (dt.date(2026, 6, 18), dt.date(2026, 6, 17), "over", 8, 2),
        (dt.date(2026, 6, 17), None, "no deadline", 8, 2),
    ],
)
def test_the_forecast(
    sheet: Any, as_of: dt.date, deadline: dt.date | None, status: str, needed: int, expected: int
) -> None:
    ten = members(*[{} for _ in range(10)])
    made = contacts_made(sheet("Contacts", CONTACTS), dt.date(2026, 6, 17))
    row = covered(ten, made, terms(as_of, deadline))
    found = forecast(row[row["account"] != "none"], terms(as_of, deadline)).iloc[0]
    # A9 is among the ten: three were tried.
    assert found["attempted"] == 3
    two = forecast(row.assign(attempted=row["account"].isin(["A1", "A2"])), terms(as_of, deadline)).iloc[0]
    assert (two["status"], two["needed"], two["expected"]) == (status, needed, expected)


def test_who_cannot_be_contacted_is_not_asked_for(sheet: Any) -> None:
    day = dt.date(2026, 6, 22)
    found = forecast(tried(sheet, day), terms(day, dt.date(2026, 6, 23))).set_index("caller")
    assert found.loc["(everybody)", ["left", "cannot", "needed", "expected", "status"]].tolist() == [
        1, 1, 0, 3, "on track",
    ]  # fmt: skip
    assert found.loc["(everybody)", "reason"] == (
        "3 of 4 tried in 6 business days, 0.5 a day; 1 of the 1 left may not or cannot be contacted; the deadline is "
        "23/06/2026. 1 business day left, 0 a day needed; at this pace 3 of 4 by then."
    )
    assert found.loc["Tom", "status"] == "done"


def test_callers_own_members_and_the_work_they_did(sheet: Any) -> None:
    day = dt.date(2026, 6, 22)
    promises = pd.DataFrame(
        {"account": ["A2", "A9"], "by": ["Mere", "Tom"], "made_on": pd.to_datetime(["2026-06-18"] * 2)}
    )
    made = contacts_made(sheet("Contacts", CONTACTS), day)
    found = by_caller(tried(sheet, day), made, promises, terms(day)).set_index("caller")
    assert found.loc["Tom", ["members", "attempted", "reached", "attempts", "promises"]].tolist() == [2, 2, 1, 2, 0]
    assert found.loc["Mere", ["members", "attempted", "reached", "attempts", "promises"]].tolist() == [2, 1, 1, 1, 1]


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from(["Tom", "Mere"]), st.booleans()), min_size=1))
def test_parts_add_up_and_nobody_is_reached_without_being_tried(facts: list[tuple[bool, bool, str, bool]]) -> None:
    row = members(*[{"caller": caller, "blocked": "no number" if stop else ""} for _, _, caller, stop in facts])
    first = [pd.Timestamp("2026-06-16") if tried or answered else pd.NaT for tried, answered, _, _ in facts]
    answer = [pd.Timestamp("2026-06-16") if answered else pd.NaT for _, answered, _, _ in facts]
    row = row.assign(first_on=pd.to_datetime(first), reached_on=pd.to_datetime(answer))
    row = row.assign(attempted=row["first_on"].notna(), reached=row["reached_on"].notna())
    by = terms(dt.date(2026, 6, 19), dt.date(2026, 6, 26))
    found, coming = coverage(row, by), forecast(row, by)
    assert (found["reached"] <= found["attempted"]).all() and (found["attempted"] <= found["members"]).all()
    assert found[found["grouped_by"] == "caller"]["attempted"].sum() == found.iloc[0]["attempted"]
    assert len(not_contacted(row)) == found.iloc[0]["left"] == coming.iloc[0]["left"]
    assert set(coming["status"]) <= set(VERDICTS)
    assert (coming["expected"] >= coming["attempted"]).all() and (coming["expected"] <= coming["members"]).all()
