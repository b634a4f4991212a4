"""Statements: what is brought forward, what moved in the period, and a balance after every line."""

import datetime as dt
from collections.abc import Callable

import pandas as pd

from sheetops.rules.movement import Period
from sheetops.rules.statements import statement_lines, statement_sums

Sheet = Callable[..., pd.DataFrame]
JUNE = Period(dt.date(2026, 6, 1), dt.date(2026, 6, 30))
LEDGER = """
row | entry | account | kind       | date       | amount | currency
2   | I-1   | A1      | invoice    | 2026-05-31 | 100.00 | NZD
3   | I-2   | A1      | invoice    | 2026-06-30 | 50.00  | NZD
4   | R-1   | A1      | receipt    | 2026-06-01 | 130.00 | NZD
5   | I-3   | A1      | invoice    | 2026-07-01 | 70.00  | NZD
6   | J-1   | A1      | adjustment | 2026-06-10 | -5.00  | NZD
7   | I-4   | A1      | invoice    | 2026-06-10 | 8.00   | AUD
8   | I-5   | A2      | invoice    | 2026-04-01 | 20.00  | NZD
9   | R-5   | A2      | receipt    | 2026-04-02 | 20.00  | NZD
10  | I-6   | A3      | invoice    | 2026-04-01 | 20.00  | NZD
11  | I-7   | A4      | invoice    | 2026-06-05 | 9.00   | NZD
12  | R-7   | A4      | receipt    | 2026-06-05 | 9.00   | NZD
"""


def test_sums_by_account_and_currency_and_who_has_nothing_to_state(sheet: Sheet) -> None:
    sums = statement_sums(sheet("Ledger", LEDGER), JUNE)
    assert {key: list(row.values()) for key, row in sums.to_dict("index").items()} == {
        ("A1", "AUD"): [0, 800, 0, 800],
        ("A1", "NZD"): [10_000, 5_000, 13_500, 1_500],
        ("A3", "NZD"): [2_000, 0, 0, 2_000],  # nothing moved, but something is owed
        ("A4", "NZD"): [0, 900, 900, 0],  # nothing is owed, but something moved
    }
    assert (sums["opening"] + sums["charged"] - sums["paid"] == sums["closing"]).all()


def test_lines_run_from_opening_to_closing(sheet: Sheet) -> None:
    ledger = sheet("Ledger", LEDGER)
    lines = statement_lines(ledger, JUNE, statement_sums(ledger, JUNE))
    assert lines[["entry", "debit", "credit", "balance"]].to_numpy().tolist() == [
        ["I-4", 800, 0, 800],
        ["R-1", 0, 13_000, -3_000],
        ["J-1", 0, 500, -3_500],
        ["I-2", 5_000, 0, 1_500],
        ["I-7", 900, 0, 900],
        ["R-7", 0, 900, 0],
    ]
