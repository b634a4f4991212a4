"""Reviews of what is on hold: both sides of the day, what nobody is to look at, and disputes without a hold."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from sheetops.rules.allocation import allocate
from sheetops.rules.reviewing import disputed_entries, holds_by_reason, open_now, owed_by_hold, reviewed

DAY = dt.date(2026, 6, 30)
HEAD = "row | account | entry | reason | from | until | owner | review_on\n"
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount | currency | disputed
2   | I-1   | A1      | invoice | 2026-05-01 | 2026-06-01 | 100.00 | NZD      |
3   | I-2   | A1      | invoice | 2026-05-01 | 2026-06-01 | 50.00  | AUD      |
4   | I-3   | A2      | invoice | 2026-05-01 | 2026-06-01 | 70.00  | NZD      | yes
5   | I-4   | A3      | invoice | 2026-05-01 | 2026-06-01 | 80.00  | NZD      | yes
"""


def status(sheet: Any, line: str, days: int = 30) -> str:
    held = reviewed(open_now(sheet("Holds", HEAD + f"2 | A1 | | asked | {line}"), DAY), DAY, days)
    return str(held["status"].squeeze())


@pytest.mark.parametrize(
    ("line", "days", "expected"),
    [
        ("2026-06-01 | | Tom | 2026-07-01", 30, "in order"),
        ("2026-06-01 | | Tom | 2026-06-30", 30, "review due"),
        ("2026-06-01 | | Tom | 2026-06-29", 30, "review overdue"),
        ("2026-06-01 | | Tom |", 30, "in order"),  # 1 July by the setting
        ("2026-05-31 | | Tom |", 30, "review due"),
        ("2026-05-30 | | Tom |", 30, "review overdue"),
        ("2026-05-01 | | Tom |", 0, "no review date"),
        ("           | | Tom |", 30, "no review date"),
        ("           | | Tom | 2026-06-29", 30, "review overdue"),
    ],
)
def test_status(sheet: Any, line: str, days: int, expected: str) -> None:
    assert status(sheet, line, days) == expected


def test_only_what_holds_on_the_day_is_reviewed(sheet: Any) -> None:
    holds = sheet(
        "Holds",
        HEAD + "2 | A1 | | over | 2026-05-01 | 2026-06-29 | |\n3 | A1 | | last day | 2026-05-01 | 2026-06-30 | |\n"
        "4 | A1 | | first day | 2026-06-30 | | |\n5 | A1 | | to come | 2026-07-01 | | |",
    )
    assert open_now(holds, DAY)["reason"].tolist() == ["last day", "first day"]


def test_the_explanation_says_since_when_why_and_what_is_missing(sheet: Any) -> None:
    held = reviewed(sheet("Holds", HEAD + "2 | A1 | | meter test | 2026-05-20 | | |"), DAY, 30)
    assert held["explanation"].squeeze() == (
        "On hold since 20/05/2026 (41 days), with no end: meter test. Its review was due on 19/06/2026 by the setting "
        "hold_review_days, 11 days ago: lift it, or set a new day and say why. Nobody is named to look after it."
    )


def test_what_is_open_stands_by_its_currency_and_nothing_is_lost(sheet: Any) -> None:
    items = allocate(sheet("Ledger", LEDGER), DAY).items
    holds = sheet(
        "Holds",
        HEAD + "2 | A1 | | meter test | 2026-06-01 | | Tom |\n3 | | I-4 | roll | 2026-06-01 | | Tom |\n"
        "4 | A9 | | roll | 2026-06-01 | | Tom |",
    )
    rows = owed_by_hold(reviewed(holds, DAY, 30), items)
    assert rows[["hold", "currency", "outstanding"]].to_numpy().tolist() == [
        [0, "AUD", 5000], [0, "NZD", 10000], [1, "NZD", 8000], [2, "", 0],
    ]  # fmt: skip
    reasons = holds_by_reason(rows.assign(held_for=rows["reason"], late=False))
    assert reasons[["held_for", "currency", "outstanding"]].to_numpy().tolist() == [
        ["meter test", "NZD", 10000], ["roll", "NZD", 8000], ["meter test", "AUD", 5000], ["roll", "", 0],
    ]  # fmt: skip


def test_a_disputed_entry_without_a_hold_shows_and_takes_its_owner_from_the_task(sheet: Any) -> None:
    items = allocate(sheet("Ledger", LEDGER), DAY).items
    holds = sheet("Holds", HEAD + "2 | | I-4 | disputed | 2026-06-01 | | Tom | 2026-07-05")
    tasks = sheet(
        "Tasks",
        "row | task | account | type | received_at | status | owner | due_at\n"
        "2 | T-1 | A2 | dispute | 2026-05-10 | closed | Tom | 2026-06-05\n"
        "3 | T-2 | A2 | dispute | 2026-06-10 | open | Mere | 2026-06-25\n"
        "4 | T-3 | A2 | dispute | 2026-07-01 | open | Jules | 2026-07-25",
    )
    row = reviewed(disputed_entries(items, holds, tasks, DAY).assign(note=""), DAY, 30).squeeze()
    assert (row["entry"], row["reason"], row["owner"], row["status"]) == (
        "I-3", "disputed, task T-2", "Mere", "review overdue"
    )  # fmt: skip
    alone = reviewed(disputed_entries(items, holds, tasks[:0], DAY).assign(note=""), DAY, 30).squeeze()
    assert (alone["reason"], alone["owner"], alone["status"]) == ("disputed", "", "no review date")
    assert pd.isna(alone["days_held"])
