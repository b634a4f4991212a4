"""Who pays whom: worked cases, the order of payment, and both sides of every edge."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from sheetops.rules.allocation import allocate, allocated_by, balances

Sheet = Callable[..., pd.DataFrame]
DAY = dt.date(2026, 6, 30)
COLUMNS = "entry kind account date due_date amount applies_to"


def _open(ledger: pd.DataFrame, as_of: dt.date = DAY, **settings: object) -> dict[str, int]:
    items = allocate(ledger, as_of, **settings).items
    return {e: o for e, o in zip(items["entry"], items["outstanding"], strict=True) if o}


def _spare(ledger: pd.DataFrame, as_of: dt.date = DAY, **settings: object) -> dict[str, int]:
    credit = allocate(ledger, as_of, **settings).credits
    return {e: u for e, u in zip(credit["entry"], credit["unallocated"], strict=True) if u}


# ------------------------------------------------------------------------------------------------------ worked cases


def test_c1_a_receipt_for_an_invoice_of_three_instalments_pays_the_oldest_first(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry   | account | kind    | date       | due_date   | amount | invoice | applies_to
        2   | INV-1/1 | A1      | invoice | 2026-01-01 | 2026-01-31 | 50.00  | INV-1   |
        3   | INV-1/2 | A1      | invoice | 2026-01-01 | 2026-03-02 | 30.00  | INV-1   |
        4   | INV-1/3 | A1      | invoice | 2026-01-01 | 2026-04-01 | 20.00  | INV-1   |
        5   | RC-1    | A1      | receipt | 2026-02-01 |            | 60.00  |         | INV-1
        """,
    )
    allocation = allocate(ledger, DAY)
    rows = allocation.items[["amount", "allocated", "outstanding"]]
    assert rows.to_numpy().tolist() == [[5000, 5000, 0], [3000, 1000, 2000], [2000, 0, 2000]]
    assert list(allocation.items.index) == [2, 3, 4]


def test_c1_in_its_own_order_30_50_20_with_40_paid(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry   | account | kind    | date       | due_date   | amount | invoice | applies_to
        2   | INV-1/1 | A1      | invoice | 2026-01-01 | 2026-01-31 | 30.00  | INV-1   |
        3   | INV-1/2 | A1      | invoice | 2026-01-01 | 2026-03-02 | 50.00  | INV-1   |
        4   | INV-1/3 | A1      | invoice | 2026-01-01 | 2026-04-01 | 20.00  | INV-1   |
        5   | RC-1    | A1      | receipt | 2026-02-01 |            | 40.00  |         | INV-1
        """,
    )
    rows = allocate(ledger, DAY).items.query("outstanding > 0")[["amount", "allocated", "outstanding"]]
    assert rows.to_numpy().tolist() == [[5000, 1000, 4000], [2000, 0, 2000]]


def test_c2_a_credit_note_above_what_is_left_settles_it_and_the_rest_stays_a_credit(sheet: Sheet) -> None:
    """The case's own source refuses a part; here a credit pays what is open and no more. The balance is the same."""
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind        | date       | amount | applies_to
        2   | INV-1 | A1      | invoice     | 2026-01-01 | 100.00 |
        3   | RC-1  | A1      | receipt     | 2026-02-01 | 40.00  | INV-1
        4   | CN-1  | A1      | credit_note | 2026-03-01 | 100.00 | INV-1
        """,
    )
    assert _open(ledger) == {}
    assert sum(_spare(ledger).values()) == 4000
    assert balances(ledger, DAY)["A1", ""] == -4000


def test_c5_a_credit_note_that_names_nothing_stands_alone_when_the_desk_keeps_credits_apart(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind        | date       | amount | applies_to
        2   | INV-1 | A1      | invoice     | 2026-01-01 | 100.00 |
        3   | RC-1  | A1      | receipt     | 2026-02-01 | 40.00  | INV-1
        4   | CN-1  | A1      | credit_note | 2026-03-01 | 100.00 |
        """,
    )
    assert _open(ledger, unallocated="keep") == {"INV-1": 6000}
    assert _spare(ledger, unallocated="keep") == {"CN-1": 10_000}
    assert _open(ledger) == {}  # by default it pays the oldest open debit: 60 of it is used
    assert _spare(ledger) == {"CN-1": 4000}


def test_c6_an_invoice_credited_in_full_is_not_open(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind        | date       | amount | applies_to
        2   | INV-1 | A1      | invoice     | 2026-01-01 | 100.00 |
        3   | CN-1  | A1      | credit_note | 2026-01-05 | 100.00 | INV-1
        """,
    )
    assert (_open(ledger), _spare(ledger)) == ({}, {})


@pytest.mark.parametrize(("received", "open_"), [("99.99", {"INV-1": 1}), ("100.00", {})])
def test_c7_a_cent_that_is_open_is_open(sheet: Sheet, received: str, open_: dict[str, int]) -> None:
    ledger = sheet(
        "Ledger",
        f"""
        row | entry | account | kind    | date       | amount     | applies_to
        2   | INV-1 | A1      | invoice | 2026-01-01 | 100.00     |
        3   | RC-1  | A1      | receipt | 2026-02-01 | {received} | INV-1
        """,
    )
    assert _open(ledger) == open_


def test_c8_a_receipt_without_an_invoice_is_a_credit_balance(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | amount
        2   | RC-1  | A1      | receipt | 2026-02-01 | 1000.00
        """,
    )
    assert (_open(ledger), _spare(ledger)) == ({}, {"RC-1": 100_000})
    assert balances(ledger, DAY)["A1", ""] == -100_000


def test_c14_a_credit_note_for_a_paid_invoice_moved_to_another_leaves_nothing_open(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind        | date       | amount | applies_to
        2   | INV-1 | A1      | invoice     | 2026-01-01 | 100.00 |
        3   | RC-1  | A1      | receipt     | 2026-01-05 | 100.00 | INV-1
        4   | INV-2 | A1      | invoice     | 2026-01-10 | 100.00 |
        5   | CN-1  | A1      | credit_note | 2026-01-12 | 100.00 | INV-2
        """,
    )
    assert (_open(ledger), _spare(ledger)) == ({}, {})


def test_d9_a_fee_is_an_entry_of_its_own_and_leaves_its_invoice_as_it_was(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | amount
        2   | INV-1 | A1      | invoice | 2026-01-01 | 10.00
        3   | FEE-1 | A1      | fee     | 2026-02-01 | 10.00
        """,
    )
    assert _open(ledger) == {"INV-1": 1000, "FEE-1": 1000}
    assert balances(ledger, DAY)["A1", ""] == 2000


def test_f12_three_receipts_against_one_debt_never_pay_more_than_is_open(sheet: Sheet) -> None:
    """5,000 less 100, 230, 100 leaves 4,900, 4,670, 4,570; of a receipt of 300 for a debt of 230, 70 is left."""
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | amount  | applies_to
        2   | INV-1 | A1      | invoice | 2026-01-01 | 5000.00 |
        3   | RC-1  | A1      | receipt | 2026-02-01 | 100.00  | INV-1
        4   | RC-2  | A1      | receipt | 2026-03-01 | 230.00  | INV-1
        5   | RC-3  | A1      | receipt | 2026-04-01 | 100.00  | INV-1
        6   | INV-2 | A2      | invoice | 2026-01-01 | 230.00  |
        7   | RC-4  | A2      | receipt | 2026-03-01 | 300.00  | INV-2
        """,
    )
    after = [_open(ledger, dt.date(2026, month, 1)).get("INV-1") for month in (2, 3, 4)]
    assert after == [490_000, 467_000, 457_000]
    assert _spare(ledger) == {"RC-4": 7000}


# --------------------------------------------------------------------------------------------- where a credit goes


def test_a_credit_goes_to_the_entry_that_it_names_though_an_older_one_is_open(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | due_date   | amount | applies_to
        2   | INV-1 | A1      | invoice | 2026-01-01 | 2026-01-31 | 100.00 |
        3   | INV-2 | A1      | invoice | 2026-03-01 | 2026-03-31 | 100.00 |
        4   | RC-1  | A1      | receipt | 2026-04-01 |            | 130.00 | INV-2
        """,
    )
    assert _open(ledger) == {"INV-1": 7000}  # the rest, 30.00, goes to the oldest
    assert _open(ledger, unallocated="keep") == {"INV-1": 10_000}
    assert _spare(ledger, unallocated="keep") == {"RC-1": 3000}


def test_without_a_name_the_oldest_due_is_paid_first_whatever_the_order_of_the_rows(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | due_date   | amount
        2   | INV-3 | A1      | invoice | 2026-01-01 | 2026-03-31 | 100.00
        3   | INV-1 | A1      | invoice | 2026-01-03 | 2026-01-31 | 100.00
        4   | INV-2 | A1      | invoice | 2026-01-02 | 2026-02-28 | 100.00
        5   | RC-1  | A1      | receipt | 2026-04-01 |            | 150.00
        """,
    )
    assert _open(ledger) == {"INV-2": 5000, "INV-3": 10_000}


@pytest.mark.parametrize(
    ("order", "open_"),
    [
        (("costs", "interest", "principal"), {"INT-1": 1000, "INV-1": 10_000}),
        (("principal", "interest", "costs"), {"FEE-1": 2000, "INT-1": 1000, "INV-1": 8000}),
        (("interest", "principal", "costs"), {"FEE-1": 2000, "INV-1": 9000}),
    ],
)
def test_on_one_due_day_kinds_are_cleared_in_the_set_order(
    sheet: Sheet, order: tuple[str, ...], open_: dict[str, int]
) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind     | date       | due_date   | amount
        2   | INV-1 | A1      | invoice  | 2026-01-01 | 2026-01-31 | 100.00
        3   | INT-1 | A1      | interest | 2026-01-01 | 2026-01-31 | 10.00
        4   | FEE-1 | A1      | fee      | 2026-01-01 | 2026-01-31 | 20.00
        5   | RC-1  | A1      | receipt  | 2026-04-01 |            | 20.00
        """,
    )
    assert _open(ledger, clear_order=order) == open_


def test_an_older_principal_goes_before_a_younger_fee(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | due_date   | amount
        2   | FEE-1 | A1      | fee     | 2026-01-01 | 2026-02-01 | 20.00
        3   | INV-1 | A1      | invoice | 2026-01-01 | 2026-01-31 | 20.00
        4   | RC-1  | A1      | receipt | 2026-04-01 |            | 20.00
        """,
    )
    assert _open(ledger) == {"FEE-1": 2000}


def test_between_equals_the_entry_decides(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | due_date   | amount
        2   | INV-B | A1      | invoice | 2026-01-01 | 2026-01-31 | 20.00
        3   | INV-A | A1      | invoice | 2026-01-02 | 2026-01-31 | 20.00
        4   | RC-1  | A1      | receipt | 2026-04-01 |            | 20.00
        """,
    )
    assert _open(ledger) == {"INV-B": 2000}


def test_money_never_crosses_from_one_account_or_currency_to_another(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | amount | currency | applies_to
        2   | INV-1 | A1      | invoice | 2026-01-01 | 100.00 | NZD      |
        3   | INV-2 | A1      | invoice | 2026-01-01 | 100.00 | AUD      |
        4   | INV-3 | A2      | invoice | 2026-01-01 | 100.00 | NZD      |
        5   | RC-1  | A1      | receipt | 2026-02-01 | 250.00 | NZD      | INV-2
        6   | RC-2  | A1      | receipt | 2026-02-01 | 10.00  | AUD      | INV-3
        """,
    )
    assert _open(ledger) == {"INV-2": 9000, "INV-3": 10_000}
    assert _spare(ledger) == {"RC-1": 15_000}


def test_write_offs_and_negative_adjustments_are_credits_and_positive_ones_debits(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind       | date       | amount | applies_to
        2   | INV-1 | A1      | invoice    | 2026-01-01 | 100.00 |
        3   | ADJ-1 | A1      | adjustment | 2026-01-02 | -30.00 | INV-1
        4   | WO-1  | A1      | write_off  | 2026-01-03 | 20.00  | INV-1
        5   | ADJ-2 | A1      | adjustment | 2026-01-04 | 5.00   |
        """,
    )
    assert _open(ledger) == {"INV-1": 5000, "ADJ-2": 500}
    assert balances(ledger, DAY)["A1", ""] == 5500


@pytest.mark.parametrize("unallocated", ["oldest_first", "keep"])
def test_a_refund_consumes_unallocated_credit_first(sheet: Sheet, unallocated: str) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | amount | applies_to
        2   | INV-1 | A1      | invoice | 2026-01-01 | 100.00 |
        3   | RC-1  | A1      | receipt | 2026-01-02 | 100.00 | INV-1
        4   | RC-2  | A1      | receipt | 2026-01-03 | 80.00  |
        5   | RF-1  | A1      | refund  | 2026-01-20 | 80.00  |
        """,
    )
    assert _open(ledger, unallocated=unallocated) == {}
    assert _spare(ledger, unallocated=unallocated) == {}


def test_a_refund_of_a_named_payment_opens_again_what_it_had_paid(sheet: Sheet) -> None:
    """A bounced payment: the customer owes the invoice, not the refund."""
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | due_date   | amount | applies_to
        2   | INV-1 | A1      | invoice | 2026-01-01 | 2026-01-31 | 100.00 |
        3   | RC-1  | A1      | receipt | 2026-01-20 |            | 100.00 | INV-1
        4   | RF-1  | A1      | refund  | 2026-01-25 |            | 100.00 | RC-1
        """,
    )
    assert _open(ledger, dt.date(2026, 1, 24)) == {}
    assert _open(ledger) == {"INV-1": 10_000}


def test_a_refund_beyond_all_credit_is_owed(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | amount
        2   | RC-1  | A1      | receipt | 2026-01-02 | 80.00
        3   | RF-1  | A1      | refund  | 2026-01-20 | 80.01
        """,
    )
    assert _open(ledger) == {"RF-1": 1}


# ------------------------------------------------------------------------------------------------------ as of a day


@pytest.mark.parametrize(
    ("as_of", "open_", "future"),
    [
        (dt.date(2026, 1, 9), {}, []),
        (dt.date(2026, 1, 10), {"INV-1": 10_000}, [10_000]),
        (dt.date(2026, 2, 9), {"INV-1": 10_000}, [10_000]),
        (dt.date(2026, 2, 10), {"INV-1": 4000}, [4000]),
        (dt.date(2026, 3, 10), {}, [0]),
    ],
)
def test_entries_of_later_days_do_not_exist_but_later_receipts_are_shown(
    sheet: Sheet, as_of: dt.date, open_: dict[str, int], future: list[int]
) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | amount | applies_to
        2   | INV-1 | A1      | invoice | 2026-01-10 | 100.00 |
        3   | RC-1  | A1      | receipt | 2026-02-10 | 60.00  | INV-1
        4   | RC-2  | A1      | receipt | 2026-03-10 | 70.00  | INV-1
        """,
    )
    assert _open(ledger, as_of) == open_
    assert allocate(ledger, as_of).items["future_receipts"].tolist() == future


def test_a_later_credit_note_is_no_receipt_and_not_shown(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind        | date       | amount | applies_to
        2   | INV-1 | A1      | invoice     | 2026-01-10 | 100.00 |
        3   | CN-1  | A1      | credit_note | 2026-02-10 | 60.00  | INV-1
        """,
    )
    assert allocate(ledger, dt.date(2026, 1, 31)).items["future_receipts"].tolist() == [0]


@pytest.mark.parametrize(("terms", "days"), [(30, 1), (31, 0), (14, 17)])
def test_a_debit_without_a_due_date_is_due_after_the_terms(sheet: Sheet, terms: int, days: int) -> None:
    """G1: net 30 from 1 January is 31 January."""
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | amount
        2   | INV-1 | A1      | invoice | 2022-01-01 | 100.00
        """,
    )
    assert allocate(ledger, dt.date(2022, 2, 1), terms_days=terms).items["days_overdue"].tolist() == [days]


@pytest.mark.parametrize(
    ("day", "due"), [("2022-01-01", "2022-01-31"), ("2022-01-15", "2022-02-14"), ("2022-01-31", "2022-03-02")]
)
def test_g1_net_30(sheet: Sheet, day: str, due: str) -> None:
    ledger = sheet("Ledger", f"2 | INV-1 | invoice | A1 | {day} | | 100.00 |", COLUMNS)
    assert allocate(ledger, DAY).items["due_date"].tolist() == [pd.Timestamp(due)]


def test_what_paid_an_item_is_said(sheet: Sheet) -> None:
    ledger = sheet(
        "Ledger",
        """
        row | entry | account | kind    | date       | amount  | currency | applies_to
        2   | INV-1 | A1      | invoice | 2026-01-01 | 1100.00 | NZD      |
        3   | RC-17 | A1      | receipt | 2026-02-01 | 40.00   | NZD      | INV-1
        4   | RC-21 | A1      | receipt | 2026-03-01 | 12.50   | NZD      |
        5   | INV-2 | A2      | invoice | 2026-01-01 | 100     | JPY      |
        6   | RC-22 | A2      | receipt | 2026-01-01 | 30      | JPY      |
        7   | INV-3 | A3      | invoice | 2026-01-01 | 1.00    | NZD      |
        """,
    )
    said = allocated_by(allocate(ledger, DAY))
    assert said.to_dict() == {2: "RC-17 40.00; RC-21 12.50", 5: "RC-22 30", 7: ""}


def test_a_ledger_without_rows_gives_results_without_rows(sheet: Sheet) -> None:
    allocation = allocate(sheet("Ledger", "", COLUMNS), DAY)
    assert [len(part) for part in allocation] == [0, 0, 0]
    assert {"allocated", "outstanding", "future_receipts", "days_overdue"} <= set(allocation.items.columns)
    assert allocated_by(allocation).empty
    assert balances(sheet("Ledger", "", COLUMNS), DAY).empty
