"""Ageing: the boundaries as sheetops defines them, and buckets that prove themselves against the ledger."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from sheetops.rules.ageing import age, age_control, age_totals, ageing_bucket, bucket_labels
from sheetops.rules.allocation import allocate, balances

Sheet = Callable[..., pd.DataFrame]
DAY = dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (-1, "not_due"),
        (0, "not_due"),
        (1, "1-30"),
        (29, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, "over 90"),
        (120, "over 90"),
        (121, "over 90"),
    ],
)
def test_4b_upper_bounds_are_inclusive_and_due_today_is_not_overdue(days: int, bucket: str) -> None:
    assert ageing_bucket([days]).tolist() == [bucket]


def test_4b_a_desk_sets_its_own_bounds() -> None:
    assert bucket_labels((7, 14)) == ("not_due", "1-7", "8-14", "over 14")
    assert ageing_bucket([0, 1, 7, 8, 14, 15], (7, 14)).tolist() == [
        "not_due",
        "1-7",
        "1-7",
        "8-14",
        "8-14",
        "over 14",
    ]
    assert bucket_labels((30,)) == ("not_due", "1-30", "over 30")


@pytest.mark.parametrize(
    ("due", "days"), [("2026-07-01", -1), ("2026-06-30", 0), ("2026-06-29", 1), ("2026-05-31", 30), ("2026-05-30", 31)]
)
def test_days_overdue_are_the_day_less_the_due_day(sheet: Sheet, due: str, days: int) -> None:
    ledger = sheet(
        "Ledger",
        f"""
        row | entry | account | kind    | date       | due_date | amount
        2   | INV-1 | A1      | invoice | 2026-01-01 | {due}    | 100.00
        """,
    )
    assert allocate(ledger, DAY).items["days_overdue"].tolist() == [days]


def test_an_account_by_age_with_its_credit_and_dispute(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | due_date   | amount | currency | disputed | applies_to
        2   | INV-1 | A1      | invoice | 2026-01-01 | 2026-07-01 | 10.00  | NZD      |          |
        3   | INV-2 | A1      | invoice | 2026-01-01 | 2026-06-30 | 1.00   | NZD      |          |
        4   | INV-3 | A1      | invoice | 2026-01-01 | 2026-06-29 | 20.00  | NZD      | yes      |
        5   | INV-4 | A1      | invoice | 2026-01-01 | 2026-05-30 | 40.00  | NZD      |          |
        6   | INV-5 | A1      | invoice | 2026-01-01 | 2026-04-30 | 80.00  | NZD      |          |
        7   | INV-6 | A1      | invoice | 2026-01-01 | 2026-03-31 | 160.00 | NZD      | yes      |
        8   | INV-7 | A1      | invoice | 2026-01-01 | 2026-06-01 | 5.00   | AUD      |          |
        9   | RC-1  | A2      | receipt | 2026-01-01 |            | 7.00   | NZD      |          |
        10  | INV-8 | A3      | invoice | 2026-01-01 | 2026-02-01 | 7.00   | NZD      |          |
        11  | RC-2  | A3      | receipt | 2026-01-01 |            | 7.00   | NZD      |          |
        """,
    )
    allocation = allocate(ledger, DAY)
    aged = age(allocation.items, allocation.credits)
    columns = ["account", "currency", *bucket_labels(), "unallocated", "total", "disputed"]
    assert list(aged.columns) == columns
    assert aged.to_numpy().tolist() == [
        ["A1", "AUD", 0, 500, 0, 0, 0, 0, 500, 0],
        ["A1", "NZD", 1100, 2000, 4000, 8000, 16_000, 0, 31_100, 18_000],
        ["A2", "NZD", 0, 0, 0, 0, 0, -700, -700, 0],
    ]
    totals = age_totals(aged, balances(ledger, DAY))
    assert totals[["account", "currency", "total"]].to_numpy().tolist() == [
        ["Total", "AUD", 500],
        ["Proof", "AUD", 500],
        ["Total", "NZD", 30_400],
        ["Proof", "NZD", 30_400],
    ]
    assert totals["name"].tolist() == ["All accounts", "Ledger balance: agrees"] * 2
    assert totals.loc[totals["account"] == "Total", "disputed"].tolist() == [0, 18_000]


def test_a_proof_that_fails_says_so(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | amount | currency
        2   | INV-1 | A1      | invoice | 2026-01-01 | 10.00  | NZD
        """,
    )
    allocation = allocate(ledger, DAY)
    aged, wrong = age(allocation.items, allocation.credits), balances(ledger, DAY) - 1
    assert "Ledger balance: DIFFERS" in age_totals(aged, wrong)["name"].tolist()
    assert [total.balances for total in age_control(aged, wrong)] == [False]


def test_d8_only_what_is_overdue_counts_as_arrears(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | due_date   | amount
        2   | INV-1 | A1      | invoice | 2026-06-01 | 2026-06-25 | 500.00
        3   | INV-2 | A1      | invoice | 2026-06-01 | 2026-07-30 | 1000.00
        """,
    )
    allocation = allocate(ledger, DAY)
    row = age(allocation.items, allocation.credits).iloc[0]
    assert (row["not_due"], row["1-30"], row["total"]) == (100_000, 50_000, 150_000)


def test_nothing_open_gives_no_row_but_every_column(sheet: Sheet) -> None:
    ledger = sheet("Ledger", "", "entry account kind date amount")
    allocation = allocate(ledger, DAY)
    aged = age(allocation.items, allocation.credits)
    assert len(aged) == 0
    assert list(aged.columns) == ["account", "currency", *bucket_labels(), "unallocated", "total", "disputed"]
    assert age_totals(aged, balances(ledger, DAY)).empty


def test_a_ledger_that_is_all_paid_still_balances(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | amount | currency
        2   | INV-1 | A1      | invoice | 2026-01-01 | 10.00  | NZD
        3   | RC-1  | A1      | receipt | 2026-01-02 | 10.00  | NZD
        """,
    )
    allocation = allocate(ledger, DAY)
    controls = age_control(age(allocation.items, allocation.credits), balances(ledger, DAY))
    assert [(total.currency, total.left, total.right) for total in controls] == [("NZD", 0, 0)]
