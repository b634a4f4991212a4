"""The promises job: every promise judged, limits, targets, what a person should look at, and the workbook."""

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sheetops.errors import BookError
from sheetops.jobs.arrears import arrears
from sheetops.jobs.promises import promises
from sheetops.model import Run, Severity
from sheetops.rules.promises import MEANINGS
from sheetops.sheets.results import RESULTS
from tests.jobs.small_desk import book, workbook

DAY = dt.date(2026, 6, 30)
POLICY = """
row | setting           | value
2   | currency          | NZD
3   | promise_max_days  | 30
4   | promise_min_share | 50
"""
STAGES = """
row | ladder   | level | mode     | days | channel | template
2   | standard | 1     | due_plus | 7    | email   | reminder-1
"""
CUSTOMERS = """
row | account | name  | email
2   | A1      | Abbot | abbot@post.co.nz
3   | A2      | Burns | burns@post.co.nz
4   | A3      | Cole  | cole@post.co.nz
5   | A4      | Drake | drake@post.co.nz
6   | A5      | Evans | evans@post.co.nz
"""
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount | currency
2   | INV-1 | A1      | invoice | 2026-04-01 | 2026-05-01 | 400.00 |
3   | INV-2 | A2      | invoice | 2026-04-01 | 2026-05-01 | 400.00 |
4   | INV-3 | A3      | invoice | 2026-04-01 | 2026-05-01 | 400.00 |
5   | INV-4 | A4      | invoice | 2026-04-01 | 2026-05-01 | 400.00 |
6   | RC-2  | A2      | receipt | 2026-06-10 |            | 400.00 |
7   | RC-3  | A3      | receipt | 2026-06-10 |            | 200.00 |
"""
PROMISES = """
row | promise | account | made_on    | due_on     | amount | by
2   | P-OPEN  | A1      | 2026-06-20 | 2026-07-10 | 400.00 | Tom
3   | P-KEPT  | A2      | 2026-06-01 | 2026-06-12 | 400.00 | Tom
4   | P-PART  | A3      | 2026-06-01 | 2026-06-12 | 400.00 | Mere
5   | P-NONE  | A4      | 2026-06-01 | 2026-06-12 | 400.00 | Mere
6   | P-LATER | A4      | 2026-07-01 | 2026-07-12 | 400.00 | Mere
"""
TABLES = {"Policy": POLICY, "Stages": STAGES, "Customers": CUSTOMERS, "Ledger": LEDGER, "Promises": PROMISES}


@pytest.fixture(scope="module")
def run() -> Run:
    return promises(book(**TABLES), as_of=DAY).run


def test_every_promise_made_has_one_status(run: Run) -> None:
    columns = ["promise", "account", "amount", "received", "status"]
    assert run.frames["Promises kept"][columns].to_numpy().tolist() == [
        ["P-KEPT", "A2", 400_00, 400_00, "kept"],
        ["P-NONE", "A4", 400_00, 0, "broken"],
        ["P-PART", "A3", 400_00, 200_00, "part kept"],
        ["P-OPEN", "A1", 400_00, 0, "open"],
    ]
    assert [run.counts[f"promises {status}"] for status in MEANINGS] == [1, 1, 1, 1]
    assert run.counts["promises made after this day, left aside"] == 1
    assert all(total.balances for total in run.totals)


@pytest.mark.parametrize("name", ["Promises kept", "Promise limits", "Promise targets"])
def test_results_have_the_contracts_columns_in_its_order(run: Run, name: str) -> None:
    assert list(run.frames[name].columns) == [column.name for column in RESULTS[name].columns]


def test_the_contracts_columns_come_first() -> None:
    named = [column.name for column in RESULTS["Promises kept"].columns]
    assert named[:8] == ["promise", "account", "due_on", "amount", "received", "status", "judged_on", "reason"]


def test_limits_are_said_for_everybody_who_owes_or_promised(run: Run) -> None:
    limits = run.frames["Promise limits"].set_index("account")
    assert sorted(limits.index) == ["A1", "A2", "A3", "A4"]
    assert limits["may_promise"].to_dict() == {"A1": True, "A2": False, "A3": True, "A4": True}
    assert limits["latest"].dropna().unique().tolist() == [pd.Timestamp("2026-07-30")]
    assert limits.loc["A4", "next_action"] == "send reminder 1 by e-mail"
    assert limits.loc["A1", "next_action"] == "wait"


def test_targets_add_up(run: Run) -> None:
    targets = run.frames["Promise targets"]
    for name in ("collector and week", "collector", "week", "all"):
        assert targets.loc[targets["grouped_by"] == name, "promised"].sum() == 1600_00


def test_definitions_and_settings_that_can_flip_a_verdict_are_printed(run: Run) -> None:
    assert {"kept rate", "received", "judged on", "status part kept"} <= set(run.definitions)
    assert run.settings["promise_min_share"] == "50"


def test_arrears_go_by_what_the_promises_came_to() -> None:
    rows = arrears(book(**TABLES), as_of=DAY).run.frames["Arrears"].set_index("account")
    assert rows["status"].to_dict() == {
        "A1": "held",
        "A2": "clear",
        "A3": "notice due",
        "A4": "notice due",
        "A5": "clear",
    }
    assert "The promise of 400.00 due 12/06/2026 was broken." in rows.loc["A4", "reason"]


# --------------------------------------------------------------------------------------------------------- findings


def found(promises_table: str, **other: str) -> list[tuple[str, str]]:
    run = promises(book(**TABLES | {"Promises": promises_table} | other), as_of=DAY).run
    assert all(f.severity is Severity.WARNING for f in run.findings)
    return [(f.cell, f.check) for f in run.findings]


HEAD = "row | promise | account | made_on | due_on | amount\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2 | P-1 | A1 | 2026-06-01 | 2026-06-20 | 400.00", []),
        ("2 | P-1 | A1 | 2026-06-01 | 2026-06-20 | 400.01", [("E2", "promise_above_owed")]),
        ("2 | P-1 | A2 | 2026-06-10 | 2026-06-20 | 400.00", []),  # it came that very day
        ("2 | P-1 | A2 | 2026-06-11 | 2026-06-20 | 400.00", [("E2", "promise_above_owed")]),
        ("2 | P-1 | A5 | 2026-06-11 | 2026-06-20 | 0.01", [("E2", "promise_above_owed")]),
        ("2 | P-1 | A1 | 2026-06-01 | 2026-07-01 | 400.00", []),
        ("2 | P-1 | A1 | 2026-06-01 | 2026-07-02 | 400.00", [("D2", "promise_too_far_ahead")]),
    ],
)
def test_what_a_person_should_look_at(line: str, expected: list[tuple[str, str]]) -> None:
    assert found(HEAD + line) == expected


def test_a_promise_taken_after_too_many_broken_ones() -> None:
    table = HEAD + (
        "2 | P-1 | A1 | 2026-05-02 | 2026-05-05 | 10\n"
        "3 | P-2 | A1 | 2026-05-03 | 2026-05-06 | 10\n"
        "4 | P-3 | A1 | 2026-06-01 | 2026-06-05 | 10"
    )
    assert found(table) == [("A4", "promise_after_broken")]
    assert found(table, Policy=POLICY + "5 | promise_max_broken | 3") == []


def test_a_finding_says_what_is_wrong_and_the_cure() -> None:
    table = HEAD + "2 | P-1 | A1 | 2026-06-01 | 2026-06-20 | 500.00"
    (finding,) = promises(book(**TABLES | {"Promises": table}), as_of=DAY).run.findings
    assert finding.problem == (
        "P-1 promises 500.00, more than account A1 owed on 01/06/2026 (400.00). "
        "Correct the amount, or enter what is missing in the Ledger."
    )


# --------------------------------------------------------------------------------------------------------- the edges


@pytest.mark.parametrize("name", ["Promises", "Ledger"])
def test_a_sheet_that_is_missing_is_named(name: str) -> None:
    with pytest.raises(BookError, match=f"no sheet {name}"):
        promises(book(**{sheet: table for sheet, table in TABLES.items() if sheet != name}), as_of=DAY)


def test_no_promises_is_a_result_too() -> None:
    run = promises(book(**TABLES | {"Promises": HEAD}), as_of=DAY).run
    assert run.frames["Promises kept"].empty and run.frames["Promise targets"].empty
    assert run.counts["promises"] == 0


def test_the_workbook_shows_major_units_days_and_rates(tmp_path: Path) -> None:
    desk = workbook(tmp_path / "desk.xlsx", **TABLES)
    outcome = promises(desk, as_of=DAY, out=tmp_path / "out")
    assert outcome.workbook == tmp_path / "out" / "promises.xlsx"
    file = openpyxl.load_workbook(outcome.workbook)
    assert file.sheetnames == ["Summary", "Problems", "Promises kept", "Promise limits", "Promise targets"]
    heading, *rows = file["Promises kept"].iter_rows(values_only=True)
    part = dict(zip(heading, rows[2], strict=True))
    assert (part["promise"], part["amount"], part["received"]) == ("P-PART", 400, 200)
    assert part["judged_on"] == dt.datetime(2026, 6, 15)
    heading, *rows = file["Promise targets"].iter_rows(values_only=True)
    every = dict(zip(heading, rows[-1], strict=True))
    assert (every["kept_rate"], every["received_rate"]) == (0.3333, 0.5)
