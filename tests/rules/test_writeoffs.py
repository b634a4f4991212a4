"""Write-offs from approved requests: how much, and what stands against one."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from sheetops.rules.allocation import allocate
from sheetops.rules.writeoffs import REFUSALS, write_offs

Sheet = Callable[..., pd.DataFrame]

DAY = dt.date(2026, 6, 30)
COLUMNS = "request kind account entry amount reason requested_by approved_by approved_on"
DEBT = """
2 | I1 | A1 | invoice | 2026-01-01 | 100.00 | AUD
3 | I2 | A1 | invoice | 2026-02-01 | 50.00  | AUD
"""
ENTRIES = "entry account kind date amount currency"


def asked(sheet: Sheet, *lines: str, more: str = "") -> list[tuple[int, str]]:
    table = "\n".join(f"{row} | R{row} | write_off | A1 | {line}" for row, line in enumerate(lines, 2))
    ledger = sheet("Ledger", DEBT + more, ENTRIES)
    found = write_offs(sheet("Requests", table, COLUMNS), allocate(ledger, DAY).items, ledger, DAY)
    return list(zip(found["amount"], found["refused"], strict=True))


SIGNED = "hardship | Tom | Mere | 2026-06-20"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f" | | {SIGNED}", (150_00, "")),
        (f" | 150.00 | {SIGNED}", (150_00, "")),
        (f" | 150.01 | {SIGNED}", (150_01, "above_owed")),
        (f"I2 | | {SIGNED}", (50_00, "")),
        (f"I2 | 50.01 | {SIGNED}", (50_01, "above_owed")),
        (f"I9 | | {SIGNED}", (0, "nothing_owed")),
        (" | | hardship | Tom | |", (150_00, "unapproved")),
        (" | | hardship | Tom | Mere | 2026-07-01", (150_00, "approved_later")),
        (" | | hardship | Tom | Mere | 2026-06-30", (150_00, "")),
    ],
)
def test_what_is_written_off(sheet: Sheet, line: str, expected: tuple[int, str]) -> None:
    assert asked(sheet, line) == [expected]


def test_what_one_request_takes_the_next_finds_gone(sheet: Sheet) -> None:
    lines = (f" | 100.00 | {SIGNED}", f" | 60.00 | {SIGNED}", f" | | {SIGNED}")
    assert asked(sheet, *lines) == [(100_00, ""), (60_00, "above_owed"), (50_00, "")]


def test_what_the_ledger_has_is_done(sheet: Sheet) -> None:
    more = "4 | WO-R2 | A1 | write_off | 2026-06-21 | 150.00 | AUD"
    assert asked(sheet, f" | 150.00 | {SIGNED}", more=more)[0][1] == "done"
    assert "done" in REFUSALS
