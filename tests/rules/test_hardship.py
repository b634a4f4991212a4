"""The hardship register: every status, both sides of every day on which it changes, and what it stops."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops.rules.hardship import MEANINGS, HardshipTerms, hardship_holds, hardship_status
from sheetops.rules.holds import open_holds

Sheet = Callable[..., pd.DataFrame]
Day = dt.date

COLUMNS = "account entered_on evidence evidence_until left_on note reviewed_on"
CARD = "2 | A1 | 2026-01-10 | Pension card | 2026-08-31 | | |"
"""Entered on 10 January: reviewed every 90 days, first on 10 April; evidence asked for from 3 August on."""


def stood(sheet: Sheet, as_of: str, line: str = CARD, **terms: Any) -> pd.DataFrame:
    return hardship_status(sheet("Hardship", line, COLUMNS), HardshipTerms(Day.fromisoformat(as_of), **terms))


def said(sheet: Sheet, as_of: str, line: str = CARD, **terms: Any) -> tuple[str, bool, str]:
    (row,) = stood(sheet, as_of, line, **terms)[["status", "protected", "reason"]].to_numpy().tolist()
    return row[0], row[1], row[2]


@pytest.mark.parametrize(
    ("as_of", "status", "protected", "action", "on"),
    [
        ("2026-01-10", "in hardship", True, "go through their circumstances", "2026-04-10"),
        ("2026-04-09", "in hardship", True, "go through their circumstances", "2026-04-10"),
        ("2026-04-10", "review due", True, "go through their circumstances", "2026-04-10"),
        ("2026-08-31", "review due", True, "go through their circumstances", "2026-08-31"),
        ("2026-09-01", "evidence expired", True, "ask for new evidence", "2026-09-01"),
        ("2026-09-28", "evidence expired", True, "ask for new evidence", "2026-09-28"),
        ("2026-09-29", "evidence expired", False, "ask for new evidence", "2026-09-29"),
    ],
)
def test_the_life_of_a_stay(sheet: Sheet, as_of: str, status: str, protected: bool, action: str, on: str) -> None:
    row = stood(sheet, as_of).iloc[0]
    assert (row["status"], row["protected"]) == (status, protected)
    assert (row["next_action"], row["next_action_on"]) == (action, pd.Timestamp(on))
    assert row["until"] == pd.Timestamp("2026-09-28")  # 28 days of grace after the evidence


def test_nobody_is_in_hardship_before_they_entered(sheet: Sheet) -> None:
    assert stood(sheet, "2026-01-09").empty


@pytest.mark.parametrize(("as_of", "status"), [("2026-02-28", "in hardship"), ("2026-03-01", "left")])
def test_left_from_the_day_of_leaving_on(sheet: Sheet, as_of: str, status: str) -> None:
    line = "2 | A1 | 2026-01-10 | Pension card | | 2026-03-01 | |"
    assert said(sheet, as_of, line)[:2] == (status, status != "left")
    assert stood(sheet, as_of, line)["until"].tolist() == [pd.Timestamp("2026-02-28")]


@pytest.mark.parametrize(("as_of", "protected"), [("2026-01-10", True), ("2026-02-06", True), ("2026-02-07", False)])
def test_without_evidence_for_the_days_of_grace(sheet: Sheet, as_of: str, protected: bool) -> None:
    line = "2 | A1 | 2026-01-10 | | | | |"
    assert said(sheet, as_of, line)[:2] == ("evidence awaited", protected)
    assert said(sheet, as_of, line, evidence_required=False)[:2] == ("in hardship", True)


@pytest.mark.parametrize(("reviewed", "due"), [("2026-04-01", "2026-06-30"), ("2026-04-02", "2026-07-01")])
def test_reviews_are_counted_from_the_last_one(sheet: Sheet, reviewed: str, due: str) -> None:
    row = stood(sheet, "2026-06-30", f"2 | A1 | 2026-01-10 | card | | | | {reviewed}").iloc[0]
    assert row["review_on"] == pd.Timestamp(due)
    assert row["status"] == ("review due" if due == "2026-06-30" else "in hardship")


def test_a_review_to_come_does_not_count_yet_and_none_may_be_wanted(sheet: Sheet) -> None:
    line = "2 | A1 | 2026-01-10 | card | | | | 2026-07-01"
    assert said(sheet, "2026-06-30", line)[0] == "review due"
    assert said(sheet, "2026-06-30", line, review_days=0) == (
        "in hardship", True,
        "In hardship since 10/01/2026 on evidence (card). Notices, fees, restriction and referral stop.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "line", "words"),
    [
        (
            "2026-02-01", CARD,
            "In hardship since 10/01/2026 on evidence (Pension card), which holds to 31/08/2026. Notices, fees, "
            "restriction and referral stop until 28/09/2026. Next review on 10/04/2026.",
        ),
        (
            "2026-05-01", CARD,
            "In hardship since 10/01/2026 on evidence (Pension card), which holds to 31/08/2026. Notices, fees, "
            "restriction and referral stop until 28/09/2026. Review due since 10/04/2026, 90 days after they entered.",
        ),
        (
            "2026-09-10", CARD,
            "In hardship since 10/01/2026; the evidence (Pension card) ran out on 31/08/2026. Notices, fees, "
            "restriction and referral stop until 28/09/2026. Ask for new evidence, or enter the day they left.",
        ),
        (
            "2026-10-10", CARD,
            "In hardship since 10/01/2026; the evidence (Pension card) ran out on 31/08/2026. It protected until "
            "28/09/2026, 28 days more, and does no longer. Ask for new evidence, or enter the day they left.",
        ),
        (
            "2026-01-12", "2 | A1 | 2026-01-10 | | | | |",
            "In hardship since 10/01/2026; evidence is awaited. Notices, fees, restriction and referral stop until "
            "06/02/2026. Ask for it.",
        ),
        (
            "2026-03-12", "2 | A1 | 2026-01-10 | card | | 2026-03-01 | |",
            "In hardship from 10/01/2026, left on 01/03/2026: chased as usual.",
        ),
    ],
)  # fmt: skip
def test_each_status_says_why(sheet: Sheet, as_of: str, line: str, words: str) -> None:
    assert said(sheet, as_of, line)[2] == words


@pytest.mark.parametrize(
    ("stops", "words"),
    [((), "Nothing stops."), (("fees",), "Fees stop."), (("notices", "fees"), "Notices and fees stop.")],
)
def test_what_stops_is_the_desks_choice(sheet: Sheet, stops: tuple[str, ...], words: str) -> None:
    line = "2 | A1 | 2026-01-10 | card | | | |"
    assert words in said(sheet, "2026-02-01", line, stops=stops, review_days=0)[2]


def test_what_it_protects_is_a_hold(sheet: Sheet) -> None:
    holds = hardship_holds(stood(sheet, "2026-09-10"))
    found = open_holds(holds, Day(2026, 9, 10), "account")
    assert found["held"].to_dict() == {
        "A1": "hold (in hardship since 10/01/2026, Pension card, which ran out on 31/08/2026) until 28/09/2026, "
        "its review was due on 10/04/2026"
    }
    assert open_holds(holds, Day(2026, 9, 29), "account").empty


def test_the_statuses_are_those_that_are_explained(sheet: Sheet) -> None:
    rows = (CARD, "2 | A1 | 2026-01-10 | | | | |", "2 | A1 | 2026-01-10 | card | | 2026-03-01 | |")
    days = ("2026-02-01", "2026-05-01", "2026-09-10")
    found = {stood(sheet, day, row)["status"].iloc[0] for day in days for row in rows}
    assert found == set(MEANINGS)


DAYS = st.dates(Day(2026, 1, 1), Day(2026, 3, 31))
STAY = st.tuples(DAYS, st.sampled_from(["", "card"]), st.none() | DAYS, st.none() | DAYS)


@given(stay=STAY, as_of=DAYS, grace=st.integers(0, 40), required=st.booleans())
def test_protected_is_what_the_hold_says_and_what_a_plain_reading_says(
    stay: tuple[Day, str, Day | None, Day | None], as_of: Day, grace: int, required: bool
) -> None:
    entered, evidence, ends, left = stay
    frame = pd.DataFrame(
        {"account": ["A1"], "evidence": [evidence], "note": [""]}
        | {name: pd.to_datetime([day]).as_unit("s") for name, day in
           {"entered_on": entered, "evidence_until": ends, "left_on": left, "reviewed_on": None}.items()}
    )  # fmt: skip
    found = hardship_status(frame, HardshipTerms(as_of, grace_days=grace, evidence_required=required))
    if entered > as_of:
        assert found.empty
        return
    eve = entered - dt.timedelta(days=1)
    proof = eve if required and not evidence else ends
    last = None if proof is None else max(proof, eve) + dt.timedelta(days=grace)
    protected = (left is None or as_of < left) and (last is None or as_of <= last)
    assert found["protected"].tolist() == [protected]
    assert len(open_holds(hardship_holds(found), as_of, "account")) == protected
    assert (found["status"].iloc[0] == "left") == (left is not None and left <= as_of)
