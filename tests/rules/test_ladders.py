"""Ladders: the day on which a stage falls due, by its mode; the worked cases that no other test has."""

import pandas as pd
import pytest

from sheetops.rules.ladders import trigger


@pytest.mark.parametrize(
    ("case", "mode", "days", "anchor", "due"),
    [
        ("D11", "days_before_expiry", 14, "2024-03-31", "2024-03-17"),
        ("G6", "end_of_month_after_due_plus", 30, "2024-04-22", "2024-05-31"),
        ("G6, to the last day", "end_of_month_after_due_plus", 30, "2024-05-01", "2024-05-31"),
        ("G6, a day later", "end_of_month_after_due_plus", 30, "2024-05-02", "2024-06-30"),
        ("E1", "due_plus", 30, "2012-05-31", "2012-06-30"),
    ],
)
def test_the_day_of_a_stage(case: str, mode: str, days: int, anchor: str, due: str) -> None:
    stage = pd.DataFrame({"mode": [mode], "days": [days], "unit": ["days"]})
    never = pd.Series([pd.NaT], dtype="datetime64[s]")
    on = trigger(stage, pd.Series([pd.Timestamp(anchor)]), never)
    assert str(on[0].date()) == due, case
