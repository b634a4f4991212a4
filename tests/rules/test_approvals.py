"""Approvals: who had to agree, up to how much, and that two people did."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from sheetops.rules.approvals import UNLIMITED, Approving, approvals, could_approve
from sheetops.rules.credits import credit_requests
from sheetops.rules.writeoffs import write_offs

Sheet = Callable[..., pd.DataFrame]
DAY = dt.date(2026, 6, 30)
AUTHORITY = """
row | person | kind        | up_to  | currency | valid_from | valid_to
2   | Mo     | credit_note | 100.00 | NZD      |            | 2026-03-31
3   | Mo     | credit_note | 500.00 | NZD      | 2026-04-01 | 2026-06-15
4   | Kim    | any         |        |          |            |
5   | Ana    | refund      | 50.00  | AUD      |            |
"""
COLUMNS = "request kind account entry amount reason requested_by approved_by approved_on"


def _asked(sheet: Sheet, kind: str, by: str, on: str, asks: str = "Al") -> pd.DataFrame:
    return sheet("Requests", f"2 | R | {kind} | A1 | I1 | 10.00 | why | {asks} | {by} | {on}", COLUMNS)


def _one(sheet: Sheet, line: tuple[str, str, str], currency: str = "NZD", **by: object) -> tuple[str, int]:
    asked = _asked(sheet, *line)
    held = Approving(sheet("Authority", AUTHORITY), **by)  # type: ignore[arg-type]
    row = approvals(asked, pd.Series(currency, index=asked.index), DAY, held).iloc[0]
    return row["approval"], int(row["limit"])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (("credit_note", "Mo", "2026-03-31"), ("", 100_00)),
        (("credit_note", "Mo", "2026-04-01"), ("", 500_00)),
        (("credit_note", " MO ", "2026-06-15"), ("", 500_00)),
        (("credit_note", "Mo", "2026-06-16"), ("no_authority", -1)),
        (("refund", "Mo", "2026-05-01"), ("no_authority", -1)),
        (("refund", "Kim", "2026-05-01"), ("", UNLIMITED)),
        (("refund", "Ana", "2026-05-01"), ("no_authority", -1)),
        (("write_off", "Nobody", "2026-05-01"), ("no_authority", -1)),
        (("credit_note", "", ""), ("unapproved", -1)),
        (("credit_note", "Kim", "2026-06-30"), ("", UNLIMITED)),
        (("credit_note", "Kim", "2026-07-01"), ("approved_later", UNLIMITED)),
    ],
)
def test_the_limit_that_held_on_the_day_of_the_approval(
    sheet: Sheet, line: tuple[str, str, str], expected: tuple[str, int]
) -> None:
    assert _one(sheet, line) == expected


def test_a_limit_counts_in_its_own_currency(sheet: Sheet) -> None:
    assert _one(sheet, ("refund", "Ana", "2026-05-01"), "AUD") == ("", 50_00)


def test_without_the_sheet_nobody_is_limited_and_a_kind_that_no_row_names_is_free(sheet: Sheet) -> None:
    asked = _asked(sheet, "credit_note", "Zoe", "2026-05-01")
    code = pd.Series("NZD", index=asked.index)
    assert approvals(asked, code, DAY, Approving()).iloc[0].tolist() == ["", UNLIMITED]
    some = sheet("Authority", "2 | Ana | refund | 50.00", "person kind up_to")
    assert approvals(asked, code, DAY, Approving(some)).iloc[0].tolist() == ["", UNLIMITED]


@pytest.mark.parametrize(
    ("asks", "approves", "runs", "expected"),
    [
        ("Al", "Kim", "zoe", ""),
        ("kim", "Kim", "zoe", "not_two_people"),
        ("Al", "Kim", "KIM", "own_run"),
        ("Al", "Kim", "al", "own_run"),
        ("Al", "Kim", "", ""),
    ],
)
def test_four_eyes_wants_three_that_differ(sheet: Sheet, asks: str, approves: str, runs: str, expected: str) -> None:
    asked = _asked(sheet, "refund", approves, "2026-06-01", asks)
    code = pd.Series("NZD", index=asked.index)
    assert approvals(asked, code, DAY, Approving(None, ("refund",), runs))["approval"].tolist() == [expected]
    assert approvals(asked, code, DAY, Approving(None, ("credit_note",), runs))["approval"].tolist() == [""]


def test_who_could_approve_is_named_with_the_limit_and_never_who_asked(sheet: Sheet) -> None:
    held = sheet("Authority", AUTHORITY)
    assert could_approve(held, "credit_note", 500_00, "NZD", dt.date(2026, 6, 1)) == "Mo (up to 500.00 NZD) or Kim"
    assert could_approve(held, "credit_note", 500_01, "NZD", dt.date(2026, 6, 1)) == "Kim"
    assert could_approve(held, "credit_note", 500_01, "NZD", dt.date(2026, 6, 1), but="kim") == ""
    assert could_approve(None, "credit_note", 1, "NZD", DAY) == ""


@pytest.mark.parametrize(("amount", "refused"), [("500.00", ""), ("500.01", "above_authority")])
def test_credit_notes_and_write_offs_go_up_to_the_limit_and_not_a_cent_above(
    sheet: Sheet, amount: str, refused: str
) -> None:
    authority = sheet("Authority", AUTHORITY + "6 | Mo | write_off | 500.00 | NZD |  | ")
    ledger = sheet(
        "Ledger", "2 | I1 | A1 | invoice | 2026-01-01 | 900.00 | NZD", "entry account kind date amount currency"
    )
    request = f"2 | R | {{kind}} | A1 | I1 | {amount} | why | Al | Mo | 2026-05-01"
    note = credit_requests(
        sheet("Requests", request.format(kind="credit_note"), COLUMNS), ledger, DAY, by=Approving(authority)
    )
    items = ledger.assign(outstanding=ledger["amount"])
    written = write_offs(
        sheet("Requests", request.format(kind="write_off"), COLUMNS), items, ledger, DAY, Approving(authority)
    )
    assert (note["refused"].tolist(), written["refused"].tolist()) == ([refused], [refused])
