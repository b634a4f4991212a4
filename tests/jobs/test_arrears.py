"""The arrears job: what it reads, what it leaves out and says so, and the workbook that it writes."""

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sheetops.errors import BookError, PolicyError
from sheetops.jobs.arrears import arrears
from sheetops.model import Severity
from sheetops.sheets.results import RESULTS
from tests.jobs.small_desk import book, workbook

DAY = dt.date(2026, 6, 30)
POLICY = """
row | setting  | value
2   | currency | NZD
"""
STAGES = """
row | ladder   | level | mode              | days | channel | template
2   | standard | 1     | due_plus          | 7    | email   | reminder-1
3   | standard | 2     | since_last_notice | 10   | letter  | reminder-2
4   | gentle   | 1     | due_plus          | 60   | email   | reminder-1
"""
CUSTOMERS = """
row | account | name  | email
2   | A1      | Abbot | abbot@post.co.nz
3   | A2      | Burns | burns@post.co.nz
"""
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount  | applies_to
2   | INV-1 | A1      | invoice | 2026-05-01 | 2026-06-01 | 1250.00 |
3   | RC-1  | A1      | receipt | 2026-06-02 |            | 250.00  | INV-1
4   | INV-2 | A2      | invoice | 2026-06-15 |            | 80.00   |
5   | RC-2  | A2      | receipt | 2026-07-02 |            | 80.00   |
"""
TABLES = {"Policy": POLICY, "Stages": STAGES, "Customers": CUSTOMERS, "Ledger": LEDGER}


def test_a_small_desk_through_the_job() -> None:
    outcome = arrears(book(**TABLES), as_of=DAY)
    frames = outcome.run.frames
    assert frames["Arrears"][
        ["account", "name", "currency", "outstanding", "arrears", "status"]
    ].to_numpy().tolist() == [
        ["A1", "Abbot", "NZD", 100_000, 100_000, "notice due"],
        ["A2", "Burns", "NZD", 8000, 0, "not due"],
    ]
    columns = [
        "entry",
        "amount",
        "allocated",
        "outstanding",
        "future_receipts",
        "days_overdue",
        "bucket",
        "allocated_by",
    ]
    assert frames["Open items"][columns].to_numpy().tolist() == [
        ["INV-1", 125_000, 25_000, 100_000, 0, 29, "1-30", "RC-1 250.00"],
        ["INV-2", 8000, 0, 8000, 8000, -15, "not_due", ""],
    ]
    assert frames["Notices due"][["account", "entry", "level", "outstanding"]].to_numpy().tolist() == [
        ["A1", "INV-1", 1, 100_000]
    ]
    assert frames["Ageing"][["account", "total"]].to_numpy().tolist() == [
        ["A1", 100_000],
        ["A2", 8000],
        ["Total", 108_000],
        ["Proof", 108_000],
    ]
    assert (outcome.workbook, outcome.run.job, outcome.run.as_of) == (None, "arrears", DAY)
    assert all(total.balances for total in outcome.run.totals)


@pytest.mark.parametrize("name", ["Arrears", "Notices due", "Open items"])
def test_results_have_the_contracts_columns_in_its_order(name: str) -> None:
    frame = arrears(book(**TABLES), as_of=DAY).run.frames[name]
    assert list(frame.columns) == [column.name for column in RESULTS[name].columns]


def test_the_ageing_has_a_column_for_each_of_the_desks_buckets() -> None:
    tables = TABLES | {"Policy": POLICY + "3 | bucket_bounds | 14, 28"}
    columns = list(arrears(book(**tables), as_of=DAY).run.frames["Ageing"].columns)
    assert columns == [
        *("account", "name", "currency", "not_due", "1-14", "15-28", "over 28", "unallocated", "total", "disputed")
    ]


# ------------------------------------------------------------------------------------------------- settings that bite


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("", ["notice due", "not due"]),
        ("terms_days | 14", ["notice due", "overdue"]),
        ("terms_days | 15", ["notice due", "not due"]),
        ("ladder | gentle", ["overdue", "not due"]),
        ("ladder | none", ["held", "not due"]),
        ("tolerance | 1000.01", ["held", "not due"]),
        ("tolerance | 1000.00", ["notice due", "not due"]),
    ],
)
def test_the_policy_sheet_shapes_the_day(line: str, status: list[str]) -> None:
    tables = TABLES | {"Policy": POLICY + (f"3 | {line}" if line else "")}
    assert arrears(book(**tables), as_of=DAY).run.frames["Arrears"]["status"].tolist() == status


@pytest.mark.parametrize(("value", "outstanding"), [("oldest_first", 75_000), ("keep", 100_000)])
def test_credits_that_name_nothing_pay_or_are_kept(value: str, outstanding: int) -> None:
    tables = TABLES | {
        "Policy": POLICY + f"3 | unallocated | {value}",
        "Ledger": LEDGER + "6 | RC-3 | A1 | receipt | 2026-06-03 | | 250.00 |",
    }
    frames = arrears(book(**tables), as_of=DAY).run.frames
    assert frames["Arrears"]["outstanding"].iloc[0] == outstanding
    assert frames["Ageing"]["total"].iloc[0] == 75_000


def test_the_settings_that_shaped_the_result_are_said() -> None:
    run = arrears(book(**TABLES), as_of=DAY).run
    assert run.settings["currency"] == "NZD"
    assert run.settings["bucket_bounds"] == "30, 60, 90"
    assert "days overdue" in run.definitions


# -------------------------------------------------------------------------------------------------- what is left out


def test_a_row_with_an_error_is_left_out_counted_and_its_money_said() -> None:
    tables = TABLES | {"Ledger": LEDGER + "6 | INV-9 | A1 | invoice | 31/02/2026 | | 70.00 |"}
    run = arrears(book(**tables), as_of=DAY).run
    assert [(left.sheet, left.rows, left.amount, left.currency) for left in run.left_out] == [
        ("Ledger", 1, 7000, "NZD")
    ]
    assert "INV-9" not in set(run.frames["Open items"]["entry"])
    wrong = [f for f in run.findings if f.severity is Severity.ERROR]
    assert [(f.sheet, f.row, f.column, f.cell, f.value) for f in wrong] == [("Ledger", 6, "date", "D6", "31/02/2026")]
    assert run.frames["Arrears"]["outstanding"].tolist() == [100_000, 8000]


def test_an_export_without_customers_is_enough() -> None:
    run = arrears(book(Ledger=LEDGER), as_of=DAY).run
    rows = run.frames["Arrears"]
    assert rows[["account", "name", "outstanding"]].to_numpy().tolist() == [["A1", "", 100_000], ["A2", "", 8000]]
    assert rows["held"].tolist() == ["the ladder standard has no level 1 in the Stages sheet", ""]


def test_without_a_ledger_the_sheets_that_are_there_are_named() -> None:
    with pytest.raises(BookError, match=r"no sheet Ledger\. Its sheets are: Customers"):
        arrears(book(Customers=CUSTOMERS), as_of=DAY)


def test_an_empty_ledger_is_a_desk_that_owes_nothing() -> None:
    tables = TABLES | {"Ledger": "row | entry | account | kind | date | amount"}
    run = arrears(book(**tables), as_of=DAY).run
    assert run.frames["Arrears"]["status"].tolist() == ["clear", "clear"]
    assert run.counts["open items"] == 0


# ------------------------------------------------------------------------------------------------------- what-if, files


def test_any_day_can_be_asked_and_the_same_input_gives_the_same_answer() -> None:
    desk = book(**TABLES)
    before = {name: frame.copy() for name, frame in desk.items()}
    one, two = arrears(desk, as_of=DAY).run, arrears(desk, as_of=DAY).run
    for name, frame in one.frames.items():
        pd.testing.assert_frame_equal(frame, two.frames[name])
    for name, frame in desk.items():
        pd.testing.assert_frame_equal(frame, before[name])
    may = arrears(desk, as_of=dt.date(2026, 5, 31)).run.frames["Arrears"]
    assert may[["account", "outstanding", "status"]].to_numpy().tolist() == [
        ["A1", 125_000, "not due"],
        ["A2", 0, "clear"],
    ]


def test_the_workbook_shows_major_units_and_the_proof(tmp_path: Path) -> None:
    desk = workbook(tmp_path / "desk.xlsx", **TABLES)
    outcome = arrears(desk, as_of=DAY, out=tmp_path / "out")
    assert outcome.workbook == tmp_path / "out" / "arrears.xlsx"
    file = openpyxl.load_workbook(outcome.workbook)
    assert file.sheetnames == ["Summary", "Problems", "Arrears", "Notices due", "Open items", "Ageing"]
    heading, *rows = file["Open items"].iter_rows(values_only=True)
    first = dict(zip(heading, rows[0], strict=True))
    assert (first["outstanding"], first["due_date"]) == (1000, dt.datetime(2026, 6, 1))
    summary = "\n".join(str(cell.value) for row in file["Summary"] for cell in row if cell.value is not None)
    assert "desk.xlsx" in summary
    assert "Ageing against ledger" in summary
    assert [source.name for source in outcome.run.sources] == ["desk.xlsx"]


def test_a_renewal_ladder_does_not_chase_debts_and_an_unknown_one_is_refused_by_renewals_alone() -> None:
    from sheetops.jobs.renewals import renewals

    tables = TABLES | {"Licences": "row | licence | account | start | end\n2 | L-1 | A1 | 2026-01-01 | 2026-12-31"}
    assert arrears(book(**tables), as_of=DAY).run.job == "arrears"
    with pytest.raises(PolicyError, match="no ladder named 'renewal'"):
        renewals(book(**tables), as_of=DAY)


def test_the_lowest_level_governs_where_the_desk_wants_it() -> None:
    """INV-1 is due for level 2, INV-2 for level 1: one letter, by the level that the setting names."""
    ledger = {
        "entry": ["INV-1", "INV-2"],
        "account": ["A1", "A1"],
        "kind": ["invoice", "invoice"],
        "date": ["2026-03-01", "2026-05-01"],
        "due_date": ["2026-03-31", "2026-05-31"],
        "amount": [100, 100],
    }
    stages = {
        "ladder": ["standard", "standard"],
        "level": [1, 2],
        "mode": ["due_plus", "since_last_notice"],
        "days": [10, 10],
        "template": ["reminder-1", "reminder-2"],
    }
    notices = {"account": ["A1"], "entry": ["INV-1"], "ladder": ["standard"], "level": [1], "sent_on": ["2026-04-20"]}
    sheets = {name: pd.DataFrame(rows) for name, rows in (("Ledger", ledger), ("Stages", stages), ("Notices", notices))}

    def templates(level: str) -> set[str]:
        policy = pd.DataFrame({"setting": ["governing_level"], "value": [level]})
        run = arrears(sheets | {"Policy": policy}, as_of=dt.date(2026, 6, 30)).run
        return set(run.frames["Notices due"]["template"])

    assert (templates("highest"), templates("lowest")) == ({"reminder-2"}, {"reminder-1"})
