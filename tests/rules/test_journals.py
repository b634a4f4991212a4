"""Journals: every entry is a debit and a credit that agree, with the tax of its entry taken out to the cent."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.rules.journals import lines, placed, sources
from sheetops.rules.layouts import LAYOUTS, layout
from sheetops.rules.scope import KINDS

Sheet = Callable[..., pd.DataFrame]
Grid = Callable[..., pd.DataFrame]
ENTRIES = "entry account kind date amount currency tax_rate applies_to"
PAIRS = """
row | kind        | applies_to    | debit | credit | tax_account | cost_centre | valid_from | valid_to
2   | receipt     |               | 1010  | 1100   |             |             |            |
3   | receipt     | currency: AUD | 1020  | 1100   |             |             |            |
4   | credit_note |               | 4000  | 1100   | 2200        | LIC         |            | 2026-05-31
5   | credit_note |               | 4001  | 1100   | 2200        | LIC         | 2026-06-01 |
6   | fee         |               | 1100  | 4300   | 2200        |             |            |
7   | adjustment  |               | 1100  | 6000   |             |             |            |
8   | remittance  |               | 1010  | 1150   |             |             |            |
9   | commission  |               | 6210  | 1150   |             |             |            |
"""
REMITTANCES = "2 | RM-1 | Agents | A1 | 2026-06-03 | 60.00 | 9.00 | 51.00"
REMITTED = "remittance collector account received_on collected commission paid_over"


def _facts(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[["account", "currency"]].reindex(columns=list(KINDS), fill_value="")


def _lines(sheet: Sheet, entries: str, remitted: str = "", pairs: str = PAIRS) -> list[tuple[str, int, str]]:
    rows = sources(sheet("Ledger", entries, ENTRIES), sheet("Remittances", remitted, REMITTED), "NZD")
    put = lines(placed(rows, sheet("Journal accounts", pairs), _facts(rows)))
    return list(zip(put["account_code"], put["amount"], put["source"], strict=True))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("R1 | A1 | receipt | 2026-06-01 | 50.00 | NZD | |", [("1010", 5000), ("1100", -5000)]),
        ("R1 | A1 | receipt | 2026-06-01 | 50.00 | AUD | |", [("1020", 5000), ("1100", -5000)]),
        (
            "C1 | A1 | credit_note | 2026-05-31 | 115.00 | NZD | 15% |",
            [("4000", 10000), ("2200", 1500), ("1100", -11500)],
        ),
        (
            "C1 | A1 | credit_note | 2026-06-01 | 115.00 | NZD | 15% |",
            [("4001", 10000), ("2200", 1500), ("1100", -11500)],
        ),
        ("F1 | A1 | fee | 2026-06-01 | 11.50 | NZD | 15% |", [("1100", 1150), ("2200", -150), ("4300", -1000)]),
        ("F1 | A1 | fee | 2026-06-01 | 10.00 | NZD | |", [("1100", 1000), ("4300", -1000)]),
        ("J1 | A1 | adjustment | 2026-06-01 | 5.00 | NZD | |", [("1100", 500), ("6000", -500)]),
        ("J1 | A1 | adjustment | 2026-06-01 | -5.00 | NZD | |", [("1100", -500), ("6000", 500)]),
    ],
)
def test_each_kind_goes_to_its_accounts_of_the_day(sheet: Sheet, entry: str, expected: list[tuple[str, int]]) -> None:
    assert [(code, amount) for code, amount, _ in _lines(sheet, f"2 | {entry}")] == expected


def test_the_tax_of_a_credit_note_is_that_of_the_invoice_it_names_and_parts_add_up(sheet: Sheet) -> None:
    entries = """
    2 | I1 | A1 | invoice     | 2026-05-01 | 100.00 | NZD | 15% |
    3 | C1 | A1 | credit_note | 2026-06-01 | 33.33  | NZD |     | I1
    4 | C2 | A1 | credit_note | 2026-06-02 | 33.33  | NZD |     | I1
    5 | C3 | A1 | credit_note | 2026-06-03 | 33.34  | NZD |     | I1
    """
    tax = [amount for code, amount, _ in _lines(sheet, entries) if code == "2200"]
    assert (tax, sum(tax)) == ([435, 434, 435], 1304)  # 13.04 is the tax inside 100.00 at 15 %


def test_a_collectors_remittance_clears_what_it_collected(sheet: Sheet) -> None:
    pairs = PAIRS + "10 | receipt | account: A1 | 1150 | 1100 | | | |"
    entry = "2 | R1 | A1 | receipt | 2026-06-02 | 60.00 | NZD | |"
    put = _lines(sheet, entry, REMITTANCES, pairs)
    assert sum(amount for code, amount, _ in put if code == "1150") == 0
    assert [(code, amount) for code, amount, source in put if source == "RM-1"] == [
        ("1010", 5100), ("1150", -5100), ("6210", 900), ("1150", -900),
    ]  # fmt: skip


def test_what_has_no_accounts_is_known(sheet: Sheet) -> None:
    ledger = sheet("Ledger", "2 | W1 | A1 | write_off | 2026-06-01 | 5.00 | NZD | |", ENTRIES)
    rows = sources(ledger, sheet("Remittances", "", REMITTED), "NZD")
    row = placed(rows, sheet("Journal accounts", PAIRS), _facts(rows)).iloc[0]
    assert (row["debit"], row["credit"], bool(row["named"])) == ("", "", False)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["receipt", "credit_note", "fee"]),
            st.integers(1, 10**9),
            st.integers(0, 2500),
            st.sampled_from(["NZD", "AUD"]),
            st.integers(0, 60),
        ),
        max_size=12,
    )
)
def test_any_journal_sums_to_zero_by_currency_and_source(
    grid: Grid, sheet: Sheet, entries: list[tuple[str, int, int, str, int]]
) -> None:
    ledger = grid(
        "Ledger",
        [
            {
                "entry": f"E{number}",
                "account": "A1",
                "kind": kind,
                "date": dt.date(2026, 5, 1) + dt.timedelta(days=days),
                "amount": amount,
                "tax_rate": f"{rate / 100}%",
                "currency": code,
            }
            for number, (kind, amount, rate, code, days) in enumerate(entries)
        ],
    )
    rows = sources(ledger, sheet("Remittances", "", REMITTED), "NZD")
    put = lines(placed(rows, sheet("Journal accounts", PAIRS), _facts(rows)))
    assert not put.groupby("currency")["amount"].sum().any()
    assert not put.groupby("key")["amount"].sum().any()
    assert put.loc[put["amount"] > 0, "amount"].sum() == ledger["amount"].sum()


def test_layouts_are_named_or_ones_own_and_say_what_they_may_hold() -> None:
    assert all(layout(name) for name in LAYOUTS)
    assert layout('Day = date_dmy; account_code; Type = "GJ"') == (
        ("Day", "date_dmy"), ("account_code", "account_code"), ("Type", '"GJ"'),
    )  # fmt: skip
    for wrong in ("Day = datum", "= date", "", "zero"):
        with pytest.raises(ValueError, match="generic, xero, quickbooks, sage50, or columns such as"):
            layout(wrong)
