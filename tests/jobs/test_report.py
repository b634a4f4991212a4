"""The monthly debt report: its figures on a small desk, in the workbook, and from the command line."""

import datetime as dt
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sheetops.jobs.report import report
from tests.jobs.small_desk import book, workbook

DAY = dt.date(2026, 6, 30)
CUSTOMERS = """
row | account | name         | segment
2   | A1      | Abbot School | schools
3   | A2      | Burns Cafe   | hospitality
4   | A3      | Cole Ltd     |
"""
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount | currency
2   | I-0   | A1      | invoice | 2025-06-10 | 2025-06-20 | 40.00  | NZD
3   | R-0   | A1      | receipt | 2025-07-02 |            | 40.00  | NZD
4   | I-1   | A1      | invoice | 2026-04-10 | 2026-05-10 | 100.00 | NZD
5   | I-2   | A2      | invoice | 2026-05-10 | 2026-06-09 | 60.00  | NZD
6   | I-3   | A3      | invoice | 2026-06-10 | 2026-07-10 | 30.00  | NZD
7   | R-1   | A1      | receipt | 2026-06-12 |            | 25.00  | NZD
8   | I-4   | A3      | invoice | 2026-07-01 | 2026-07-31 | 999.00 | NZD
9   | I-5   | A2      | invoice | 2026-06-15 | 2026-06-29 | 10.00  | AUD
"""
PROMISES = """
row | promise | account | made_on    | due_on     | amount
2   | P-1     | A1      | 2026-06-01 | 2026-06-12 | 25.00
3   | P-2     | A2      | 2026-05-11 | 2026-05-31 | 60.00
"""


@pytest.fixture(scope="module")
def frames() -> dict[str, pd.DataFrame]:
    run = report(book(Customers=CUSTOMERS, Ledger=LEDGER, Promises=PROMISES), as_of=DAY).run
    assert run.totals and all(total.balances for total in run.totals)
    return dict(run.frames)


def rows(frame: pd.DataFrame, *columns: str) -> list[list[object]]:
    return frame[list(columns)].astype(object).to_numpy().tolist()


def test_movement_by_segment_with_total_and_proof(frames: dict[str, pd.DataFrame]) -> None:
    said = rows(frames["Movement"], "segment", "currency", "opening", "invoiced", "receipts", "closing")
    assert said[:3] == [
        ["hospitality", "AUD", 0, 1_000, 0, 1_000],
        ["Total", "AUD", 0, 1_000, 0, 1_000],
        ["Proof: ledger balance agrees", "AUD", *said[2][2:5], 1_000],
    ]
    assert said[3:7] == [
        ["hospitality", "NZD", 6_000, 0, 0, 6_000],
        ["no segment", "NZD", 0, 3_000, 0, 3_000],
        ["schools", "NZD", 10_000, 0, -2_500, 7_500],
        ["Total", "NZD", 16_000, 3_000, -2_500, 16_500],
    ]


def test_ageing_now_against_last_month_and_last_year(frames: dict[str, pd.DataFrame]) -> None:
    aged = frames["Ageing compared"]
    total = aged[(aged["segment"] == "Total") & (aged["currency"] == "NZD")]
    said = rows(total, "month", "not_due", "1-30", "31-60", "total")
    assert said == [
        [pd.Timestamp(2026, 6, 30), 3_000, 6_000, 7_500, 16_500],
        [pd.Timestamp(2026, 5, 31), 6_000, 10_000, 0, 16_000],
        [pd.Timestamp(2025, 6, 30), 0, 4_000, 0, 4_000],
    ]
    assert aged["segment"].str.startswith("Proof: ledger balance agrees").sum() == 4


def test_key_figures_of_thirteen_months(frames: dict[str, pd.DataFrame]) -> None:
    figures = frames["Key figures"].query("currency == 'NZD'")
    assert len(figures) == 13
    june = figures.iloc[-1].to_dict()
    assert june == {
        "month": pd.Timestamp(2026, 6, 30),
        "currency": "NZD",
        "balance": 16_500,
        "overdue": 13_500,
        "overdue_share": 8_182,
        "billed": 3_000,
        "received": 2_500,
        "dso": 317,  # 165.00 / 190.00 billed in twelve months x 365 days
        "dso_count_back": 30 + 31 + 23,  # 30.00 June, 60.00 May, 75.00 of 100.00 in April: 22.5 of its 30 days
        "effectiveness": 1_563,  # (160 + 30 - 165) / (160 + 30 - 30)
    }


def test_top_debtors_and_standing(frames: dict[str, pd.DataFrame]) -> None:
    top = frames["Top debtors"].query("currency == 'NZD'")
    assert rows(top, "place", "account", "outstanding", "share") == [
        [1, "A1", 7_500, 4_545],
        [2, "A2", 6_000, 3_636],
        [3, "A3", 3_000, 1_818],
    ]
    assert rows(frames["Standing"], "subject", "status", "count", "amount", "received", "in_month") == [
        ["promises", "broken", 1, 6_000, 0, 0],
        ["promises", "kept", 1, 2_500, 2_500, 1],
    ]


HARDSHIP = """
row | account | entered_on | evidence     | evidence_until
2   | A1      | 2026-06-02 | pension card | 2026-12-31
"""
GRANTS = """
row | account | scheme | applied_on | amount | decided_on | outcome
2   | A1      | URGS   | 2026-05-20 | 50.00  | 2026-07-03 | granted
"""
RESTRICTIONS = """
row | account | action | on
2   | A2      | placed | 2026-06-03
3   | A3      | placed | 2026-05-03
4   | A3      | lifted | 2026-06-30
5   | A1      | placed | 2026-07-01
"""
REFERRED = """
row | account | collector | referred_on | amount | recalled_on
2   | A2      | Acme      | 2026-06-20  | 60.00  |
3   | A1      | Acme      | 2026-02-20  | 75.00  | 2026-06-30
"""


def test_hardship_grants_restrictions_and_referrals_stand_beside_promises_and_plans() -> None:
    cared = {"Hardship": HARDSHIP, "Grants": GRANTS, "Restrictions": RESTRICTIONS, "Referred": REFERRED}
    policy = "row | setting | value\n2 | currency | NZD"
    desk = book(Customers=CUSTOMERS, Ledger=LEDGER, Policy=policy, **cared)
    frame = report(desk, as_of=DAY).run.frames["Standing"]
    said = rows(frame, "subject", "status", "currency", "count", "amount", "in_month")
    assert [row for row in said if row[2] == "NZD"] == [
        ["hardship", "in hardship", "NZD", 1, 7_500, 1],
        ["grants", "pending", "NZD", 1, 5_000, 0],
        ["restrictions", "in force", "NZD", 1, 6_000, 1],
        ["restrictions", "lifted", "NZD", 1, 3_000, 0],
        ["referrals", "recalled", "NZD", 1, 7_500, 0],
        ["referrals", "with the collector", "NZD", 1, 6_000, 1],
    ]
    assert frame["received"].isna().all()


def test_a_month_that_has_begun_ends_on_its_day() -> None:
    frames = report(book(Ledger=LEDGER), as_of=dt.date(2026, 6, 11)).run.frames
    total = frames["Movement"].query("segment == 'Total' and currency == 'NZD'").iloc[0]
    assert (total["opening"], total["invoiced"], total["receipts"], total["closing"]) == (16_000, 3_000, 0, 19_000)
    assert frames["Ageing compared"]["month"].unique().tolist() == [
        pd.Timestamp(2026, 6, 11),
        pd.Timestamp(2026, 5, 31),
        pd.Timestamp(2025, 6, 30),
    ]


def test_an_empty_ledger_is_a_report_of_nothing(tmp_path: Path) -> None:
    run = report(book(Ledger="row | entry | account | kind | date | amount"), as_of=DAY, out=tmp_path).run
    assert not run.charts and all(frame.empty for frame in run.frames.values())
    assert (tmp_path / "report.xlsx").is_file()


def test_the_workbook_has_native_charts_of_its_cells(tmp_path: Path) -> None:
    desk = workbook(tmp_path / "desk.xlsx", Customers=CUSTOMERS, Ledger=LEDGER)
    order = [sys.executable, "-m", "sheetops", "report", str(desk), "--month", "2026-06", "--out", str(tmp_path)]
    done = subprocess.run(order, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    there = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert there.sheetnames[:4] == ["Summary", "Problems", "Charts", "Key figures"]
    with zipfile.ZipFile(tmp_path / "report.xlsx") as package:
        names = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        first = package.read("xl/charts/chart1.xml").decode()
    assert len(names) == 8  # four for each of two currencies, the greater balance first
    assert "Billed and received, NZD" in first and "'Key figures'!$F$3:$F$15" in first
    assert there["Key figures"]["B3"].value == there["Key figures"]["B15"].value == "NZD"


def test_a_month_and_another_day_is_refused(tmp_path: Path) -> None:
    order = [sys.executable, "-m", "sheetops", "report", "x.xlsx", "--month", "13/2026"]
    done = subprocess.run(order, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert done.returncode == 2 and "'13/2026' is not a month. Write it like 2026-06 or 06/2026." in done.stderr
    order[-1] = "2026-06"
    done = subprocess.run(
        [*order, "--as-of", "2026-06-29"], capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path
    )
    assert done.returncode == 2 and "two different days" in done.stderr
