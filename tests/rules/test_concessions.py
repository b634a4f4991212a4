"""Concessions: which bills, how much of them, the yearly cap, and none given twice."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from sheetops.rules.concessions import ConcessionTerms, concessions

Sheet = Callable[..., pd.DataFrame]

STAY = "account entered_on evidence evidence_until left_on"
LEDGER = "entry account kind date amount currency reference"
BILLS = """
2 | B1 | A1 | invoice | 2025-03-01 | 100.00 | AUD |
3 | B2 | A1 | invoice | 2025-03-02 | 100.01 | AUD |
4 | B3 | A1 | invoice | 2026-06-30 | 80.00  | AUD |
5 | B4 | A1 | invoice | 2026-07-01 | 60.00  | AUD |
6 | F1 | A1 | fee     | 2026-06-30 | 10.00  | AUD |
7 | B5 | A2 | invoice | 2026-06-30 | 90.00  | AUD |
"""


def conceded(
    sheet: Sheet, stay: str, ledger: str = BILLS, as_of: str = "2026-12-31", rate: int = 50, cap: int = 0, **terms: Any
) -> pd.DataFrame:
    stays = sheet("Hardship", stay, STAY).assign(rate=rate, cap=cap)
    by = ConcessionTerms(dt.date.fromisoformat(as_of), **terms)
    return concessions(stays, sheet("Ledger", ledger, LEDGER), by)


def test_half_of_each_bill_from_twelve_months_before_they_entered(sheet: Sheet) -> None:
    """Entered on 2 March 2026: the bill of 2 March 2025 is the first; a fee is no bill, A2 has no evidence."""
    found = conceded(sheet, "2 | A1 | 2026-03-02 | card | |")
    assert found[["bill", "amount"]].to_numpy().tolist() == [["B2", 50_01], ["B3", 40_00], ["B4", 30_00]]
    assert found["entry"].tolist() == ["CONC-B2", "CONC-B3", "CONC-B4"]
    assert found["reason"].iloc[1] == (
        "50 % of 80.00 billed on 30/06/2026, on evidence (card), bills from 02/03/2025 on."
    )


@pytest.mark.parametrize(
    ("stay", "as_of", "bills"),
    [
        ("2 | A1 | 2026-03-02 | card | 2026-06-30 |", "2026-12-31", ["B2", "B3"]),
        ("2 | A1 | 2026-03-02 | card | 2026-06-29 |", "2026-12-31", ["B2"]),
        ("2 | A1 | 2026-03-02 | card | | 2026-07-01", "2026-12-31", ["B2", "B3"]),
        ("2 | A1 | 2026-03-02 | card | | 2026-06-30", "2026-12-31", ["B2"]),
        ("2 | A1 | 2026-03-02 | card | |", "2026-06-30", ["B2", "B3"]),
    ],
)
def test_only_while_the_evidence_holds(sheet: Sheet, stay: str, as_of: str, bills: list[str]) -> None:
    assert conceded(sheet, stay, as_of=as_of)["bill"].tolist() == bills


def test_the_cap_holds_for_a_year_from_july(sheet: Sheet) -> None:
    """30 June and 1 July 2026 lie in different years; in one year the cap leaves what is left of it."""
    stay = "2 | A1 | 2026-03-02 | card | |"
    assert conceded(sheet, stay, cap=35_00)["amount"].tolist() == [35_00, 35_00, 30_00]
    calendar = conceded(sheet, stay, cap=60_00, year_from="01-01")
    assert calendar["amount"].tolist() == [50_01, 40_00, 20_00]
    assert calendar["reason"].iloc[2].endswith("; the cap of 60.00 from 01/01/2026 on leaves 20.00.")


@pytest.mark.parametrize(
    "line",
    [
        "9 | CONC-B3 | A1 | credit_note | 2026-07-05 | 40.00 | AUD |",
        "9 | X | A1 | credit_note | 2026-07-05 | 40.00 | AUD | CONC-B3",
    ],
)
def test_what_the_ledger_has_is_given(sheet: Sheet, line: str) -> None:
    found = conceded(sheet, "2 | A1 | 2026-03-02 | card | |", BILLS + line)
    assert found["given"].tolist() == [False, True, False]


def test_two_stays_earn_a_bill_once(sheet: Sheet) -> None:
    stays = "2 | A1 | 2026-03-02 | card | |\n3 | A1 | 2026-04-02 | card | |"
    assert conceded(sheet, stays)["bill"].tolist() == ["B2", "B3", "B4"]
