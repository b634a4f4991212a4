"""The renewals job: every licence with one status, what is due today, and what stands against it."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from sheetops.errors import BookError, PolicyError
from sheetops.jobs.renewals import renewals
from sheetops.rules.licences import STATUSES
from sheetops.sheets.results import RESULTS
from tests.jobs.small_desk import book, workbook

DAY = dt.date(2026, 6, 30)
POLICY = """
row | setting    | value
2   | currency   | NZD
3   | grace_days | 10
"""
STAGES = """
row | ladder  | level | mode               | days | channel | template
2   | renewal | 1     | days_before_expiry | 60   | email   | renewal-invitation
3   | renewal | 2     | days_before_expiry | 30   | email   | renewal-reminder
4   | renewal | 3     | days_before_expiry | 7    | phone   | renewal-final-call
5   | renewal | 4     | days_after_expiry  | 1    | letter  | lapse-notice
"""
CUSTOMERS = """
row | account | name  | email            | phone
2   | A1      | Abbot | abbot@post.co.nz | 09 300 1000
"""
LICENCES = """
row | licence | account | type | start      | end        | status    | fee
2   | L-1     | A1      | a    | 2025-10-01 | 2026-09-30 | live      | 400.00
3   | L-2     | A1      | b    | 2025-08-30 | 2026-08-29 | live      | 10.00
4   | L-3     | A1      | c    | 2025-07-31 | 2026-07-30 | live      |
5   | L-4     | A1      | d    | 2025-07-08 | 2026-07-07 | live      | 20.00
6   | L-5     | A1      | e    | 2025-06-21 | 2026-06-20 | live      | 30.00
7   | L-6     | A1      | f    | 2025-06-20 | 2026-06-19 | live      | 40.00
8   | L-7     | A1      | g    | 2025-06-20 | 2026-06-19 | cancelled | 50.00
9   | L-8     | A1      | h    | 2025-06-20 | 2026-06-19 | declined  | 60.00
10  | L-9     | A1      | i    | 2025-06-20 | 2026-06-19 | live      | 70.00
11  | L-10    | A1      | i    | 2026-06-20 | 2027-06-19 | live      | 80.00
"""
TABLES = {"Policy": POLICY, "Stages": STAGES, "Customers": CUSTOMERS, "Licences": LICENCES}


def test_every_licence_has_its_status_step_and_class() -> None:
    run = renewals(book(**TABLES), as_of=DAY).run
    rows = run.frames["Renewals"].set_index("licence")
    columns = ["days_to_expiry", "status", "stage", "next_action", "class"]
    found = rows[columns].astype(object).where(rows[columns].notna(), None)
    assert {name: list(row) for name, row in zip(found.index, found.to_numpy(), strict=True)} == {
        "L-1": [92, "not due", None, "send renewal invitation by e-mail", "none"],
        "L-2": [60, "due", 1, "send renewal invitation by e-mail", "none"],
        "L-3": [30, "early call", 2, "send renewal reminder by e-mail", "none"],
        "L-4": [7, "final call", 3, "call: renewal final call", "none"],
        "L-5": [-10, "in grace", 4, "send lapse notice by letter", "none"],
        "L-6": [-11, "lapsed", 4, "send lapse notice by letter", "infringement"],
        "L-7": [-11, "cancelled", None, "", "none"],
        "L-8": [-11, "declined", None, "", "none"],
        "L-9": [-11, "renewed", None, "", "none"],
        "L-10": [354, "not due", None, "send renewal invitation by e-mail", "none"],
    }
    assert list(run.frames["Renewals"].columns) == [column.name for column in RESULTS["Renewals"].columns]


def test_the_counts_by_status_add_up_to_the_licences() -> None:
    run = renewals(book(**TABLES), as_of=DAY).run
    assert sum(int(run.counts[f"licences {status}"]) for status in STATUSES) == run.counts["licences"] == 10
    assert all(total.balances for total in run.totals)
    assert run.counts["letters and calls due"] == len(run.frames["Notices due"]) == 5


def test_with_a_ledger_the_debts_are_known() -> None:
    ledger = """
    row | entry | account | kind    | date       | due_date   | amount | licence
    2   | INV-1 | A1      | invoice | 2026-05-01 | 2026-06-01 | 10.00  | L-1
    3   | INV-2 | A1      | invoice | 2026-05-01 | 2026-06-30 | 5.00   | L-2
    """
    rows = renewals(book(**TABLES, Ledger=ledger), as_of=DAY).run.frames["Renewals"].set_index("licence")
    assert (rows.loc["L-1", "balance"], rows.loc["L-1", "class"]) == (1000, "bad debt")
    assert (rows.loc["L-2", "balance"], rows.loc["L-2", "class"]) == (500, "none")
    assert rows.loc["L-1", "reason"].endswith("10.00 is overdue on it.")


def test_a_stage_that_counts_from_a_due_day_is_no_renewal_stage() -> None:
    stages = STAGES + "6 | renewal | 5 | since_last_notice | 10 | letter | lapse-notice"
    with pytest.raises(PolicyError, match="Stages row 6: since_last_notice does not suit the renewal ladder renewal"):
        renewals(book(**TABLES | {"Stages": stages}), as_of=DAY)


def test_without_licences_the_sheets_that_are_there_are_named() -> None:
    with pytest.raises(BookError, match=r"no sheet Licences\. Its sheets are: Customers"):
        renewals(book(Customers=CUSTOMERS), as_of=DAY)


def test_an_export_without_stages_has_statuses_and_nothing_due() -> None:
    rows = renewals(book(Licences=LICENCES), as_of=DAY).run.frames
    assert set(rows["Renewals"]["status"]) == {"not due", "in grace", "cancelled", "declined", "renewed"}
    assert rows["Notices due"].empty


def test_the_workbook(tmp_path: Path) -> None:
    outcome = renewals(workbook(tmp_path / "desk.xlsx", **TABLES), as_of=DAY, out=tmp_path / "out")
    file = openpyxl.load_workbook(tmp_path / "out" / "renewals.xlsx")
    heading, first, *rest = file["Renewals"].iter_rows(values_only=True)
    row = dict(zip(heading, first, strict=True))
    assert (row["end"], row["status"], len(rest)) == (dt.datetime(2026, 6, 19), "lapsed", 9)
    assert outcome.run.counts["licences"] == 10
