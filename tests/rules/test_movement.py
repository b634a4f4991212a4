"""Movement: every entry in its column and month, every row adds up across, every total against the ledger."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.rules.allocation import balances
from sheetops.rules.movement import MOVES, Period, month_movement, months_to, movement, movement_control, with_totals

Sheet = Callable[..., pd.DataFrame]
JUNE = Period(dt.date(2026, 6, 1), dt.date(2026, 6, 30))
LEDGER = """
row | entry | account | kind        | date       | amount | currency
2   | I-1   | A1      | invoice     | 2026-05-31 | 100.00 | NZD
3   | I-2   | A1      | invoice     | 2026-06-01 | 50.00  | NZD
4   | R-1   | A1      | receipt     | 2026-06-30 | 30.00  | NZD
5   | R-2   | A1      | receipt     | 2026-07-01 | 70.00  | NZD
6   | F-1   | A2      | fee         | 2026-06-15 | 5.00   | NZD
7   | N-1   | A2      | interest    | 2026-06-15 | 1.25   | NZD
8   | C-1   | A2      | credit_note | 2026-06-16 | 4.00   | NZD
9   | B-1   | A2      | refund      | 2026-06-17 | 2.00   | NZD
10  | J-1   | A2      | adjustment  | 2026-06-18 | -0.50  | NZD
11  | W-1   | A2      | write_off   | 2026-06-19 | 3.00   | NZD
12  | I-3   | A2      | invoice     | 2026-04-01 | 20.00  | AUD
"""


def moved(ledger: pd.DataFrame, period: Period = JUNE) -> pd.DataFrame:
    return movement(ledger, period, ledger["account"])


def test_each_kind_stands_in_its_column_with_its_sign_and_the_first_and_last_day_belong(sheet: Sheet) -> None:
    rows = moved(sheet("Ledger", LEDGER)).to_dict("index")
    assert {key: [row for row in value.values() if row] for key, value in rows.items()} == {
        ("A1", "NZD"): [10_000, 5_000, -3_000, 12_000],
        ("A2", "AUD"): [2_000, 2_000],
        ("A2", "NZD"): [500, 125, -400, 200, -50, -300, 75],
    }
    assert rows["A2", "NZD"] == {
        "opening": 0,
        "invoiced": 0,
        "fees": 500,
        "interest": 125,
        "receipts": 0,
        "credit_notes": -400,
        "refunds": 200,
        "adjustments": -50,
        "write_offs": -300,
        "closing": 75,
    }


def test_totals_and_proof_stand_under_each_currency(sheet: Sheet) -> None:
    ledger = sheet("Ledger", LEDGER)
    rows = moved(ledger).reset_index().rename(columns={"group": "segment"}).sort_values(["currency", "segment"])
    shown = with_totals(rows, "segment", pd.Series({"AUD": 2_000, "NZD": 12_074}))
    assert shown[["segment", "currency", "closing"]].to_numpy().tolist() == [
        ["A2", "AUD", 2_000],
        ["Total", "AUD", 2_000],
        ["Proof: ledger balance agrees", "AUD", 2_000],
        ["A1", "NZD", 12_000],
        ["A2", "NZD", 75],
        ["Total", "NZD", 12_075],
        ["Proof: ledger balance DIFFERS", "NZD", 12_074],
    ]


def test_months_are_whole_but_for_the_last_and_keep_to_the_calendar() -> None:
    assert [(one.first, one.last) for one in months_to(dt.date(2026, 3, 17), 3)] == [
        (dt.date(2026, 1, 1), dt.date(2026, 1, 31)),
        (dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
        (dt.date(2026, 3, 1), dt.date(2026, 3, 17)),
    ]
    assert [one.days for one in months_to(dt.date(2024, 3, 31), 3)] == [31, 29, 31]
    assert months_to(dt.date(2026, 1, 1), 1) == (Period(dt.date(2026, 1, 1), dt.date(2026, 1, 1)),)


entries = st.lists(
    st.tuples(
        st.sampled_from(["invoice", *MOVES.values()]),
        st.dates(dt.date(2026, 1, 1), dt.date(2026, 7, 15)),
        st.integers(1, 10**9),
        st.sampled_from(["A1", "A2", "A3"]),
        st.sampled_from(["NZD", "AUD"]),
    ),
    max_size=40,
)


@settings(max_examples=30, deadline=None)
@given(entries)
def test_rows_add_up_across_and_one_months_closing_is_the_nexts_opening(some: list[tuple[object, ...]]) -> None:
    ledger = pd.DataFrame(some, columns=["kind", "date", "amount", "account", "currency"])
    ledger = ledger.assign(date=pd.to_datetime(ledger["date"]), amount=ledger["amount"].astype("int64"))
    periods = months_to(dt.date(2026, 7, 7), 6)
    rows = moved(ledger, periods[-1])
    assert (rows[["opening", *MOVES]].sum(axis=1) == rows["closing"]).all()
    assert all(total.balances for total in movement_control(rows, ledger, periods[-1]))
    by_month = month_movement(ledger, periods)
    for _, months in by_month.groupby("currency"):
        assert months["closing"].tolist()[:-1] == months["opening"].tolist()[1:]
    latest = by_month.groupby("currency")["closing"].last().to_dict()
    assert latest == balances(ledger, periods[-1].last).groupby(level="currency").sum().to_dict()
