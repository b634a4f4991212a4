"""Reports of the desk's own: their lines, totals and proofs, and faults on the cell that was not understood."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from sheetops.errors import BookError
from sheetops.jobs.adhoc import adhoc
from tests.jobs.small_desk import book, workbook
from tests.jobs.test_report import CUSTOMERS, LEDGER

DAY = dt.date(2026, 6, 30)
REPORTS = """
row | report | sheet | where | group_by | total | sort | top
2 | By segment | Arrears | outstanding > 0 | segment | outstanding | outstanding highest first | 1
3 | Late items | open items | days_overdue > 30; currency= NZD |  | outstanding |  |
4 | By month | Ledger | kind = invoice | date by month |  |  |
5 | Broken | Ledger | knd = invoice |  |  |  |
6 | Broken too | Nowhere |  |  |  |  |
7 | No order | Customers |  | segment |  | colour |
"""


def desk() -> dict[str, object]:
    return book(Customers=CUSTOMERS, Ledger=LEDGER, Reports=REPORTS)


def test_lines_totals_and_proofs() -> None:
    run = adhoc(desk(), as_of=DAY).run
    assert list(run.frames) == ["By segment", "Late items", "By month"]
    assert all(total.balances for total in run.totals)
    columns = ["#", "segment", "currency", "rows", "outstanding"]
    shown = run.frames["By segment"][columns]
    assert shown.where(shown.notna(), None).to_numpy().tolist() == [
        ["1", "hospitality", "AUD", 1, 1_000],
        ["Total", None, "AUD", 1, 1_000],
        ["Proof: other rows", None, "AUD", 0, 0],
        ["Proof: whole sheet", None, "AUD", 1, 1_000],
        ["1", "schools", "NZD", 1, 7_500],
        ["2 more", None, "NZD", 2, 9_000],
        ["Total", None, "NZD", 3, 16_500],
        ["Proof: other rows", None, "NZD", 0, 0],
        ["Proof: whole sheet", None, "NZD", 3, 16_500],
    ]


def test_a_report_without_groups_lists_the_rows() -> None:
    late = adhoc(desk(), as_of=DAY, report="late ITEMS").run.frames["Late items"]
    own = late[late["currency"] == "NZD"]
    assert own[["#", "rows", "outstanding"]].to_numpy().tolist() == [
        ["1", 1, 7_500],
        ["Total", 1, 7_500],
        ["Proof: other rows", 2, 9_000],
        ["Proof: whole sheet", 3, 16_500],
    ]
    assert own["entry"].iloc[0] == "I-1" and own["days_overdue"].iloc[0] == 51


def test_rows_are_counted_where_nothing_is_added_up() -> None:
    months = adhoc(desk(), as_of=DAY, report="By month").run.frames["By month"]
    assert months[["#", "date by month", "rows"]].astype(object).fillna("").to_numpy().tolist() == [
        ["1", "2025-06", 1],
        ["2", "2026-04", 1],
        ["3", "2026-05", 1],
        ["4", "2026-06", 2],
        ["5", "2026-07", 1],
        ["Total", "", 6],
        ["Proof: other rows", "", 2],
        ["Proof: whole sheet", "", 8],
    ]


def test_what_is_not_understood_is_a_finding_on_its_cell_and_the_rest_goes_on() -> None:
    findings = [one for one in adhoc(desk(), as_of=DAY).run.findings if one.check == "report_not_understood"]
    assert [(one.cell, one.value) for one in findings] == [
        ("C5", "knd = invoice"),
        ("B6", "Nowhere"),
        ("F7", "colour"),
    ]
    assert "no column 'knd'. Did you mean kind?" in findings[0].problem
    assert "There is no sheet 'Nowhere' to report on. There are: Customers, Ledger, Reports" in findings[1].problem


def test_an_unknown_report_or_no_reports_at_all() -> None:
    with pytest.raises(BookError, match=r"no report named 'Best'\. Its reports are: By segment, Late items"):
        adhoc(desk(), as_of=DAY, report="Best")
    with pytest.raises(BookError, match="has no sheet Reports"):
        adhoc(book(Ledger=LEDGER), as_of=DAY)


def test_a_filter_that_nothing_meets_is_a_report_of_nothing() -> None:
    reports = REPORTS.splitlines()[1] + "\n2 | None | Arrears | outstanding > 9999 | segment | outstanding | | 5"
    frame = adhoc(book(Customers=CUSTOMERS, Ledger=LEDGER, Reports=reports), as_of=DAY).run.frames["None"]
    assert frame[["#", "rows"]].to_numpy().tolist()[-3:] == [
        ["Total", 0],
        ["Proof: other rows", 3],
        ["Proof: whole sheet", 3],
    ]


def test_from_the_command_line(tmp_path: Path) -> None:
    desk_file = workbook(tmp_path / "desk.xlsx", Customers=CUSTOMERS, Ledger=LEDGER, Reports=REPORTS)
    order = [sys.executable, "-m", "sheetops", "adhoc", str(desk_file), "--as-of", "2026-06-30", "--out", str(tmp_path)]
    done = subprocess.run(order, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (1, ""), done.stdout + done.stderr
    there = openpyxl.load_workbook(tmp_path / "adhoc.xlsx")
    assert there.sheetnames == ["Summary", "Problems", "By segment", "Late items", "By month"]
    assert [cell.value for cell in there["By segment"][6]] == ["1", "schools", "NZD", 1, 75]
    assert there["By segment"]["A8"].font.bold and not there["By segment"]["A6"].font.bold
