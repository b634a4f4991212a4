"""Promises: both sides of every day and share on which one is judged, and money that is never counted twice."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from sheetops.rules.pledging import beyond_limit, promise_limits
from sheetops.rules.promises import PromiseTerms, judge
from sheetops.rules.targets import promise_targets

Sheet = Callable[..., pd.DataFrame]
Day = dt.date

ONE = """
row | promise | account | made_on    | due_on     | amount | by
2   | P-1     | A1      | 2026-05-20 | 2026-06-05 | 400.00 | Tom
"""
LEDGER = "entry account kind date due_date amount applies_to currency"
INVOICE = "2 | INV-1 | A1 | invoice | 2026-04-01 | 2026-05-01 | 1000.00 | | NZD\n"
BEFORE_DUE, LAST_OF_GRACE, AFTER = Day(2026, 6, 1), Day(2026, 6, 8), Day(2026, 6, 9)


def receipts(*lines: str) -> str:
    """Return an invoice and receipts, each ``day amount``."""
    rows = [
        f"{n} | R{n} | A1 | receipt | {line.split()[0]} | | {line.split()[1]} | | NZD"
        for n, line in enumerate(lines, 3)
    ]
    return INVOICE + "\n".join(rows)


def judged(sheet: Sheet, as_of: Day, ledger: str, promises: str = ONE, **terms: Any) -> pd.DataFrame:
    return judge(
        sheet("Promises", promises), sheet("Ledger", ledger, LEDGER), PromiseTerms(as_of, **{"currency": "NZD"} | terms)
    )


def only(sheet: Sheet, as_of: Day, *lines: str, **terms: Any) -> tuple[str, int, str]:
    """Return status, received and judged_on of the one promise."""
    row = judged(sheet, as_of, receipts(*lines), **terms).iloc[0]
    return row["status"], row["received"], "" if pd.isna(row["judged_on"]) else f"{row['judged_on']:%Y-%m-%d}"


# ------------------------------------------------------------------------------------------------------- on which day


@pytest.mark.parametrize(
    ("as_of", "status", "on"),
    [
        (Day(2026, 5, 20), "open", ""),
        (Day(2026, 6, 5), "open", ""),
        (LAST_OF_GRACE, "open", ""),
        (AFTER, "broken", "2026-06-08"),
        (Day(2027, 1, 1), "broken", "2026-06-08"),
    ],
)
def test_nothing_came(sheet: Sheet, as_of: Day, status: str, on: str) -> None:
    assert only(sheet, as_of) == (status, 0, on)


def test_a_promise_is_not_there_before_it_was_made(sheet: Sheet) -> None:
    assert judged(sheet, Day(2026, 5, 19), INVOICE).empty


@pytest.mark.parametrize(
    ("came", "status", "received"),
    [
        ("2026-05-19", "broken", 0),  # the day before it was made
        ("2026-05-20", "kept", 40_000),  # the day it was made
        ("2026-06-05", "kept", 40_000),  # the day it was due
        ("2026-06-08", "kept", 40_000),  # the last day of grace
        ("2026-06-09", "broken", 0),  # the day after
    ],
)
def test_money_counts_from_the_making_to_the_last_day_of_grace(
    sheet: Sheet, came: str, status: str, received: int
) -> None:
    assert only(sheet, Day(2026, 7, 1), f"{came} 400.00")[:2] == (status, received)


@pytest.mark.parametrize(("grace", "status"), [(4, "open"), (3, "broken")])
def test_the_grace_is_the_desks_choice(sheet: Sheet, grace: int, status: str) -> None:
    assert only(sheet, AFTER, grace_days=grace)[0] == status


def test_it_is_kept_as_soon_as_the_last_of_the_money_came(sheet: Sheet) -> None:
    lines = ("2026-05-25 100.00", "2026-06-01 300.00", "2026-06-04 50.00")
    assert only(sheet, Day(2026, 5, 31), *lines) == ("open", 10_000, "")
    assert only(sheet, BEFORE_DUE, *lines) == ("kept", 40_000, "2026-06-01")
    assert only(sheet, AFTER, *lines) == ("kept", 40_000, "2026-06-01")


# ------------------------------------------------------------------------------------------------------------ how much


@pytest.mark.parametrize(
    ("came", "share", "status"),
    [
        ("400.00", 0, "kept"),
        ("399.99", 0, "part kept"),
        ("0.01", 0, "part kept"),
        ("200.00", 50, "part kept"),
        ("199.99", 50, "broken"),
        ("399.99", 100, "broken"),
        ("400.00", 100, "kept"),
        ("400.01", 50, "kept"),
    ],
)
def test_how_much_makes_a_promise_kept_or_kept_in_part(sheet: Sheet, came: str, share: int, status: str) -> None:
    assert only(sheet, AFTER, f"2026-06-01 {came}", min_share=share)[0] == status


def test_money_beyond_the_promise_is_not_counted(sheet: Sheet) -> None:
    assert only(sheet, AFTER, "2026-06-01 1000.00")[1] == 40_000


def test_a_receipt_that_was_sent_back_counts_until_it_was(sheet: Sheet) -> None:
    ledger = receipts("2026-06-04 400.00") + "\n9 | F1 | A1 | refund | 2026-06-20 | | 400.00 | R3 | NZD"
    assert judged(sheet, Day(2026, 6, 19), ledger)["status"].tolist() == ["kept"]
    assert judged(sheet, Day(2026, 6, 20), ledger)[["status", "received"]].to_numpy().tolist() == [["broken", 0]]


def test_a_part_that_was_sent_back_is_missing(sheet: Sheet) -> None:
    ledger = receipts("2026-06-04 400.00") + "\n9 | F1 | A1 | refund | 2026-06-20 | | 100.00 | R3 | NZD"
    assert judged(sheet, Day(2026, 6, 20), ledger)[["status", "received"]].to_numpy().tolist() == [
        ["part kept", 30_000]
    ]


@pytest.mark.parametrize(
    "line",
    [
        "3 | R3 | A2 | receipt     | 2026-06-01 | | 400.00 | | NZD",
        "3 | R3 | A1 | receipt     | 2026-06-01 | | 400.00 | | AUD",
        "3 | R3 | A1 | credit_note | 2026-06-01 | | 400.00 | | NZD",
        "3 | R3 | A1 | write_off   | 2026-06-01 | | 400.00 | | NZD",
    ],
)
def test_only_receipts_of_the_account_in_its_currency_count(sheet: Sheet, line: str) -> None:
    assert judged(sheet, AFTER, INVOICE + line)[["status", "received"]].to_numpy().tolist() == [["broken", 0]]


def test_a_promise_is_in_the_currency_that_its_account_owes_in(sheet: Sheet) -> None:
    """400 on a sheet without currencies is 400 yen where the account owes yen: 400, not 40,000 minor units."""
    ledger = """
    2 | INV-1 | A1 | invoice | 2026-04-01 | 2026-05-01 | 1000 | | JPY
    3 | R1    | A1 | receipt | 2026-06-01 |            | 400  | | JPY
    """
    row = judged(sheet, AFTER, ledger).iloc[0]
    assert (row["currency"], row["amount"], row["received"], row["status"]) == ("JPY", 400, 400, "kept")
    assert row["reason"] == "Kept: 400 came by 01/06/2026, due 05/06/2026."


# ---------------------------------------------------------------------------------------------- several of one account

TWO = """
row | promise | account | made_on    | due_on     | amount
2   | LATER   | A1      | 2026-05-20 | 2026-06-20 | 100.00
3   | SOONER  | A1      | 2026-05-20 | 2026-06-05 | 400.00
4   | OTHER   | A2      | 2026-05-20 | 2026-06-05 | 400.00
"""


@pytest.mark.parametrize(
    ("lines", "received"),
    [
        (("2026-06-01 400.00",), [0, 40_000, 0]),
        (("2026-06-01 450.00",), [5_000, 40_000, 0]),
        (("2026-06-01 300.00", "2026-06-15 300.00"), [10_000, 30_000, 0]),  # the second comes too late for SOONER
        (("2026-05-21 50.00", "2026-06-01 50.00"), [0, 10_000, 0]),
    ],
)
def test_receipts_are_shared_in_order_of_due_day(sheet: Sheet, lines: tuple[str, ...], received: list[int]) -> None:
    assert judged(sheet, Day(2026, 7, 1), receipts(*lines), TWO)["received"].tolist() == received


def test_of_two_due_on_one_day_the_one_made_first_comes_first(sheet: Sheet) -> None:
    table = """
    row | promise | account | made_on    | due_on     | amount
    2   | SECOND  | A1      | 2026-05-21 | 2026-06-05 | 100.00
    3   | FIRST   | A1      | 2026-05-20 | 2026-06-05 | 100.00
    """
    assert judged(sheet, AFTER, receipts("2026-06-01 100.00"), table)["received"].tolist() == [0, 10_000]


# -------------------------------------------------------------------------------------------------------- the sentences


@pytest.mark.parametrize(
    ("as_of", "lines", "share", "reason"),
    [
        (BEFORE_DUE, (), 0, "Open: all of 400.00 is due on 05/06/2026, grace to 08/06/2026."),
        (
            BEFORE_DUE,
            ("2026-05-25 100.00",),
            0,
            "Open: 100.00 of 400.00 has come, 300.00 is due on 05/06/2026, grace to 08/06/2026.",
        ),
        (AFTER, ("2026-06-04 400.00",), 0, "Kept: 400.00 came by 04/06/2026, due 05/06/2026."),
        (
            AFTER,
            ("2026-06-04 300.00",),
            0,
            "Part kept: 300.00 of 400.00 came by 08/06/2026, the last day of grace after 05/06/2026; "
            "100.00 is missing.",
        ),
        (AFTER, (), 0, "Broken: nothing of 400.00 came by 08/06/2026, the last day of grace after 05/06/2026."),
        (
            AFTER,
            ("2026-06-04 199.99",),
            50,
            "Broken: 199.99 of 400.00 came by 08/06/2026, the last day of grace after 05/06/2026, less than the 50 % "
            "that count as a part.",
        ),
    ],
)
def test_each_status_says_why(sheet: Sheet, as_of: Day, lines: tuple[str, ...], share: int, reason: str) -> None:
    assert judged(sheet, as_of, receipts(*lines), min_share=share)["reason"].tolist() == [reason]


# ------------------------------------------------------------------------------------------------------------- limits

BROKEN_TWICE = """
row | promise | account | made_on    | due_on     | amount
2   | P-1     | A1      | 2026-01-02 | 2026-01-10 | 10.00
3   | P-2     | A1      | 2026-02-02 | 2026-02-10 | 10.00
4   | P-3     | A1      | 2026-06-01 | 2026-06-30 | 10.00
"""


def limits(sheet: Sheet, as_of: Day, promises: str = BROKEN_TWICE, owes: int = 1000, **terms: Any) -> pd.Series:
    by = PromiseTerms(as_of, **{"currency": "NZD"} | terms)
    accounts = pd.DataFrame({"account": ["A1"], "currency": ["NZD"], "outstanding": [owes]})
    return promise_limits(judge(sheet("Promises", promises), sheet("Ledger", INVOICE, LEDGER), by), accounts, by).iloc[
        0
    ]


def test_after_too_many_broken_promises_no_new_one_is_taken(sheet: Sheet) -> None:
    row = limits(sheet, Day(2026, 6, 1))
    assert (row["open"], row["broken"], row["may_promise"]) == (1, 2, False)
    assert row["last_broken"] == pd.Timestamp("2026-02-13")
    assert row["limit"] == (
        "No new promise: 2 promises broken within 365 days; the limit is 2, the last on 13/02/2026."
    )
    assert limits(sheet, Day(2026, 6, 1), max_broken=3)["may_promise"]
    assert limits(sheet, Day(2026, 6, 1), max_broken=0)["may_promise"]


@pytest.mark.parametrize(("days", "broken"), [(139, 1), (140, 2), (108, 0), (109, 1)])
def test_broken_promises_count_within_the_period(sheet: Sheet, days: int, broken: int) -> None:
    """On 1 June those judged on 13 January and 13 February lie 139 and 108 days back."""
    assert limits(sheet, Day(2026, 6, 1), broken_days=days)["broken"] == broken


def test_a_new_promise_may_lie_so_far_ahead(sheet: Sheet) -> None:
    row = limits(sheet, Day(2026, 6, 1), max_broken=0, max_days=14)
    assert row["latest"] == pd.Timestamp("2026-06-15")
    assert row["limit"] == (
        "A new promise may be taken, to fall due by 15/06/2026 at the latest; 2 promises broken within 365 days."
    )


def test_who_owes_nothing_has_nothing_to_promise(sheet: Sheet) -> None:
    row = limits(sheet, Day(2026, 6, 1), owes=0, max_broken=0)
    assert (row["may_promise"], row["limit"]) == (False, "Nothing is owed, so there is nothing to promise.")


@pytest.mark.parametrize(("days", "found"), [(28, ["", "", "far"]), (29, ["", "", ""]), (0, ["", "", ""])])
def test_a_promise_too_far_ahead_is_told(sheet: Sheet, days: int, found: list[str]) -> None:
    by = PromiseTerms(Day(2026, 6, 15), max_days=days, max_broken=0)
    assert beyond_limit(judge(sheet("Promises", BROKEN_TWICE), sheet("Ledger", "", LEDGER), by), by).tolist() == found


@pytest.mark.parametrize(
    ("many", "days", "found"), [(2, 365, "broken"), (3, 365, ""), (2, 139, ""), (2, 140, "broken")]
)
def test_a_promise_taken_after_too_many_broken_ones_is_told(sheet: Sheet, many: int, days: int, found: str) -> None:
    by = PromiseTerms(Day(2026, 6, 15), max_broken=many, broken_days=days)
    told = beyond_limit(judge(sheet("Promises", BROKEN_TWICE), sheet("Ledger", "", LEDGER), by), by)
    assert told.tolist() == ["", "", found]


# ------------------------------------------------------------------------------------------------------------- targets


def test_targets_by_collector_and_week(sheet: Sheet) -> None:
    """Week of Monday 1 June: 400 and 100 promised, 300 came of the first; week of 8 June: nothing judged yet."""
    table = """
    row | promise | account | made_on    | due_on     | amount | by
    2   | P-1     | A1      | 2026-05-20 | 2026-06-01 | 400.00 | Tom
    3   | P-2     | A2      | 2026-05-20 | 2026-06-07 | 100.00 | Mere
    4   | P-3     | A3      | 2026-05-20 | 2026-06-08 | 50.00  | Tom
    5   | P-4     | A4      | 2026-05-20 | 2026-06-02 | 20.00  |
    """
    ledger = """
    2 | R1 | A1 | receipt | 2026-06-01 | | 300.00 | | NZD
    3 | R2 | A4 | receipt | 2026-06-02 | | 20.00  | | NZD
    """
    targets = promise_targets(judged(sheet, Day(2026, 6, 11), ledger, table))
    columns = ["by", "promises", "promised", "received", "kept", "part_kept", "broken", "open", "kept_rate"]
    by = targets[targets["grouped_by"] == "collector"][columns].astype(object)
    assert by.where(by.notna(), None).to_numpy().tolist() == [
        ["(nobody named)", 1, 2_000, 2_000, 1, 0, 0, 0, 10_000],
        ["Mere", 1, 10_000, 0, 0, 0, 1, 0, 0],
        ["Tom", 2, 45_000, 30_000, 0, 1, 0, 1, 0],
    ]
    week = targets[targets["grouped_by"] == "week"]
    assert week["week"].dt.strftime("%d/%m").tolist() == ["01/06", "08/06"]
    assert week["promised"].tolist() == [52_000, 5_000]
    every = targets[targets["grouped_by"] == "all"].iloc[0]
    assert (every["kept_rate"], every["received_rate"]) == (3333, 6154)  # 1 of 3; 320.00 of 520.00


def test_no_promises_no_targets(sheet: Sheet) -> None:
    assert promise_targets(judged(sheet, Day(2026, 5, 1), INVOICE)).empty
