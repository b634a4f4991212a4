"""Credit notes: for an entry or a part of it, never above what is left, with exactly the original's tax."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops import money
from sheetops.rules.credits import credit_notes, credit_requests

Sheet = Callable[..., pd.DataFrame]
Grid = Callable[..., pd.DataFrame]
DAY = dt.date(2026, 6, 30)
LEDGER = """
row | entry | account | kind        | date       | amount | tax_rate | applies_to
2   | INV-1 | A1      | invoice     | 2026-01-01 | 115.00 | 15%      |
3   | INV-2 | A1      | invoice     | 2026-07-01 | 115.00 | 15%      |
4   | INV-3 | A2      | invoice     | 2026-01-01 | 100.00 |          |
5   | RC-1  | A2      | receipt     | 2026-02-01 | 100.00 |          | INV-3
6   | INV-4 | A3      | invoice     | 2026-01-01 | 50.00  | 15%      |
7   | CN-1  | A3      | credit_note | 2026-02-01 | 20.00  |          | INV-4
8   | CN-2  | A3      | credit_note | 2026-07-01 | 5.00   |          | INV-4
"""
COLUMNS = "request kind account entry amount reason requested_by approved_by approved_on"


def _asked(sheet: Sheet, requests: str) -> pd.DataFrame:
    return credit_requests(sheet("Requests", requests, COLUMNS), sheet("Ledger", LEDGER), DAY)


def _one(sheet: Sheet, account: str, entry: str, amount: str, approval: str = "Mo | 2026-06-30") -> dict[str, Any]:
    line = f"2 | R-1 | credit_note | {account} | {entry} | {amount} | goodwill | Al | {approval}"
    return dict(_asked(sheet, line).iloc[0])


@pytest.mark.parametrize(
    ("amount", "gross", "refused"),
    [("", 11_500, ""), ("115.00", 11_500, ""), ("115.01", 11_501, "above_left"), ("0.01", 1, "")],
)
def test_up_to_what_is_left_and_not_a_cent_more(sheet: Sheet, amount: str, gross: int, refused: str) -> None:
    row = _one(sheet, "A1", "INV-1", amount)
    assert (row["gross"], row["left"], row["refused"]) == (gross, 11_500, refused)


@pytest.mark.parametrize(
    ("amount", "gross", "refused"), [("", 3000, ""), ("30.00", 3000, ""), ("30.01", 3001, "above_left")]
)
def test_what_was_credited_up_to_the_day_is_gone(sheet: Sheet, amount: str, gross: int, refused: str) -> None:
    row = _one(sheet, "A3", "INV-4", amount)
    assert (row["before"], row["left"], row["gross"], row["refused"]) == (2000, 3000, gross, refused)


def test_a_paid_entry_can_still_be_credited(sheet: Sheet) -> None:
    assert _one(sheet, "A2", "INV-3", "")["refused"] == ""


@pytest.mark.parametrize(
    ("account", "entry", "approval", "refused"),
    [
        ("A1", "", "Mo | 2026-06-30", "no_entry"),
        ("A1", "INV-9", "Mo | 2026-06-30", "entry_unknown"),
        ("A1", "INV-2", "Mo | 2026-06-30", "entry_unknown"),  # of tomorrow
        ("A2", "RC-1", "Mo | 2026-06-30", "entry_unknown"),  # a receipt
        ("A2", "INV-1", "Mo | 2026-06-30", "other_account"),
        ("A1", "INV-1", " | ", "unapproved"),
        ("A1", "INV-1", " | 2026-06-30", "unapproved"),
        ("A1", "INV-1", "Mo | ", "approved_later"),
        ("A1", "INV-1", "Mo | 2026-07-01", "approved_later"),
        ("A1", "INV-1", "Mo | 2026-06-30", ""),
    ],
)
def test_what_stands_against_a_request(sheet: Sheet, account: str, entry: str, approval: str, refused: str) -> None:
    assert _one(sheet, account, entry, "10.00", approval)["refused"] == refused


def test_requests_for_one_entry_are_met_in_turn_until_nothing_is_left(sheet: Sheet) -> None:
    asked = _asked(
        sheet,
        """
        2 | R-1 | credit_note | A1 | INV-1 | 40.00 | part  | Al | Mo | 2026-06-01
        3 | R-2 | credit_note | A1 | INV-1 | 80.00 | more  | Al | Mo | 2026-06-01
        4 | R-3 | credit_note | A1 | INV-1 |       | rest  | Al | Mo | 2026-06-01
        5 | R-4 | credit_note | A1 | INV-1 | 0.01  | again | Al | Mo | 2026-06-01
        6 | R-5 | refund      | A1 | INV-1 | 5.00  | paid  | Al | Mo | 2026-06-01
        """,
    )
    assert asked[["request", "before", "left", "gross", "refused"]].to_numpy().tolist() == [
        ["R-1", 0, 11_500, 4000, ""],
        ["R-2", 4000, 7500, 8000, "above_left"],
        ["R-3", 4000, 7500, 7500, ""],
        ["R-4", 11_500, 0, 1, "nothing_left"],
    ]
    notes = credit_notes(asked, DAY)
    assert list(notes.index) == [2, 4]
    assert notes[["net", "tax", "gross"]].to_numpy().tolist() == [[3478, 522, 4000], [6522, 978, 7500]]
    assert notes["tax"].sum() == int(money.tax_within([11_500], [1500])[0]) == 1500


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 100_000),
    st.sampled_from([0, 500, 700, 1500, 2000, 2300]),
    st.lists(st.one_of(st.none(), st.integers(1, 40_000)), min_size=1, max_size=8),
)
def test_parts_never_exceed_the_entry_and_their_tax_adds_up_to_its_tax(
    grid: Grid, owed: int, rate: int, amounts: list[int | None]
) -> None:
    entry = {"entry": "I", "account": "A", "kind": "invoice", "date": DAY, "amount": owed, "tax_rate": f"{rate / 100}%"}
    requests = [
        {
            "request": f"R{n}",
            "kind": "credit_note",
            "account": "A",
            "entry": "I",
            "amount": amount,
            "reason": "x",
            "requested_by": "Al",
            "approved_by": "Mo",
            "approved_on": DAY,
        }
        for n, amount in enumerate(amounts)
    ]
    asked = credit_requests(grid("Requests", requests), grid("Ledger", [entry]), DAY)
    notes = credit_notes(asked, DAY)
    left = owed
    for amount, refused in zip(amounts, asked["refused"], strict=True):
        wanted = left if amount is None else amount
        assert (refused == "") == (left > 0 and wanted <= left)
        left -= wanted if refused == "" else 0
    assert notes["gross"].sum() == owed - left
    assert notes["tax"].sum() == int(money.tax_within([owed - left], [rate])[0])
    assert (notes["net"] + notes["tax"] == notes["gross"]).all()
    assert (notes["tax"] >= 0).all()


def test_no_requests_give_no_notes(sheet: Sheet) -> None:
    assert credit_notes(_asked(sheet, ""), DAY).empty
