"""The referrals job: infringement and bad debt told apart, the collector's file, recall, and remittances that agree."""

import csv
import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import sheetops
from sheetops.jobs.arrears import arrears
from sheetops.jobs.collectors import harmless
from sheetops.jobs.referrals import referrals
from sheetops.model import Run
from sheetops.sheets.results import RESULTS
from tests.jobs.small_desk import book, workbook

DAY = dt.date(2026, 6, 30)
TABLES = {
    "Policy": """
row | setting            | value
2   | currency           | NZD
3   | commission         | Baycorp 12.5; 10
4   | bad_debt_to        | Baycorp
5   | referral_authority | Mere
""",
    "Stages": """
row | ladder   | level | mode              | days | channel | template
2   | standard | 1     | due_plus          | 7    | email   | reminder-1
3   | standard | 2     | since_last_notice | 14   | letter  | final-notice
4   | renewal  | 1     | days_after_expiry | 15   | letter  | lapse-notice
""",
    "Customers": """
row | account | name       | phone
2   | DEBT    | @cmd Abbot | +64 9 555 0100
3   | USER    | Burns      |
4   | LAPSED  | Cole       |
5   | AWAY    | Drake      |
6   | BACK    | Eve        |
7   | NEVER   | Fox        |
8   | BOTH    | Gray       |
9   | CALLED  | Hale       |
""",
    "Licences": """
row | licence | account | type  | start      | end
2   | L1      | DEBT    | music | 2026-01-01 | 2026-12-31
3   | L2      | USER    | music | 2025-01-01 | 2026-03-31
4   | L3      | LAPSED  | music | 2025-01-01 | 2026-03-31
5   | L4      | AWAY    | music | 2026-01-01 | 2026-12-31
6   | L5      | BACK    | music | 2026-01-01 | 2026-12-31
7   | L6      | BOTH    | music | 2025-01-01 | 2026-03-31
8   | L7      | CALLED  | music | 2025-01-01 | 2026-06-16
""",
    "Ledger": """
row | entry | account | kind    | date       | due_date   | amount
2   | I1    | DEBT    | invoice | 2026-03-01 | 2026-04-01 | 600.00
3   | I4    | AWAY    | invoice | 2026-01-01 | 2026-02-01 | 600.00
4   | R4    | AWAY    | receipt | 2026-06-20 |            | 87.50
5   | I5    | BACK    | invoice | 2026-01-01 | 2026-02-01 | 600.00
6   | R5    | BACK    | receipt | 2026-06-28 |            | 600.00
7   | I6    | BOTH    | invoice | 2026-01-01 | 2026-02-01 | 300.00
""",
    "Notices": """
row | account | entry | licence | ladder   | level | sent_on    | channel | template
2   | DEBT    | I1    |         | standard | 1     | 2026-04-10 | email   | reminder-1
3   | DEBT    | I1    |         | standard | 2     | 2026-04-28 | letter  | final-notice
4   | USER    |       | L2      | renewal  | 1     | 2026-04-20 | letter  | lapse-notice
""",
    "Contacts": """
row | account | at               | channel | outcome
2   | DEBT    | 2026-05-05 10:00 | phone   | no answer
3   | DEBT    | 2026-06-05 10:00 | phone   | no answer
4   | USER    | 2026-06-05 10:00 | visit   | use reported by an inspector
5   | NEVER   | 2026-06-05 10:00 | phone   | a competitor called: unlicensed use
6   | BOTH    | 2026-06-05 10:00 | visit   | still using our repertoire
7   | LAPSED  | 2026-03-31 10:00 | visit   | use reported by an inspector
8   | CALLED  | 2026-06-18 10:00 | visit   | use reported by an inspector
""",
    "Referred": """
row | account | collector | referred_on | amount | recalled_on | acknowledged_on
2   | AWAY    | Baycorp   | 2026-06-01  | 150.00 |             |
3   | BACK    | Baycorp   | 2026-06-01  | 600.00 |             | 2026-06-03
4   | DEBT    | Baycorp   | 2025-06-01  | 10.00  | 2025-07-01  |
""",
    "Remittances": """
row | remittance | collector | account | received_on | collected | commission | paid_over
2   | M1         | Baycorp   | AWAY    | 2026-06-18  | 100.00    | 12.50      | 87.50
3   | M2         | Baycorp   | AWAY    | 2026-06-22  | 100.00    | 15.00      | 80.00
4   | M3         | Other     | NEVER   | 2026-06-22  | 50.00     |            |
""",
    "Collectors": """
row | collector | heading   | field
2   | Baycorp   | Client    | "SRL"
3   | Baycorp   | Debtor no | account
4   | Baycorp   | Debtor    | name
5   | Baycorp   | Phone     | phone
6   | Baycorp   | Balance   | arrears
7   | Baycorp   | Since     | oldest_due
8   | Baycorp   | Nonsense  | arears
""",
}


def on(day: dt.date, **tables: str) -> Run:
    return referrals(book(**(TABLES | tables)), as_of=day).run


def row_of(run: Run, account: str, name: str = "Referrals") -> pd.Series:
    rows = run.frames[name]
    (row,) = rows[rows["account"] == account].to_dict("records")
    return pd.Series(row)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    folder = tmp_path_factory.mktemp("referrals")
    path = workbook(folder / "desk.xlsx", **TABLES)
    outcome = sheetops.referrals(path, as_of=DAY, out=folder / "out")
    return outcome.run, folder / "out"


@pytest.fixture(scope="module")
def run(made: tuple[Run, Path]) -> Run:
    return made[0]


def test_infringement_and_bad_debt_are_told_apart_and_routed(run: Run) -> None:
    """LAPSED: the report is of the last day covered. CALLED: in its days of grace. BOTH: its debt goes along."""
    rows = run.frames["Referrals"]
    assert rows[["account", "class", "arrears", "refer_to"]].to_numpy().tolist() == [
        ["DEBT", "bad debt", 600_00, "Baycorp"],
        ["NEVER", "infringement", 0, "infringements"],
        ["USER", "infringement", 0, "infringements"],
        ["BOTH", "infringement", 300_00, "infringements"],
        ["LAPSED", "infringement", 0, "infringements"],
    ]
    assert list(rows.columns) == [column.name for column in RESULTS["Referrals"].columns]
    assert list(rows.columns)[:6] == ["account", "class", "arrears", "evidence", "blocked_by", "reason"]
    assert [run.counts[name] for name in ("to refer as infringement", "to refer as bad debt", "blocked")] == [2, 1, 2]
    assert all(total.balances for total in run.totals)


def test_the_facts_of_a_class_are_stated_with_their_days(run: Run) -> None:
    assert row_of(run, "DEBT")["evidence"].startswith("licensed: licence L1 to 31/12/2026; overdue since: 01/04/2026")
    assert row_of(run, "USER")["evidence"].startswith(
        "licence L2 ended: 31/03/2026; use reported: 05/06/2026; told of the lapse: 20/04/2026; 10 business days after"
    )
    assert row_of(run, "NEVER")["evidence"].startswith("no licence on the sheet Licences; use reported: 05/06/2026")
    assert row_of(run, "LAPSED")["blocked_by"] == (
        "no use was reported since the licence ended on 31/03/2026; no lapse notice for licence L3"
    )
    assert row_of(run, "BOTH")["blocked_by"] == "no lapse notice for licence L6"


def test_without_a_sheet_licences_there_are_bad_debts_alone() -> None:
    tables = {name: table for name, table in TABLES.items() if name != "Licences"}
    rows = referrals(book(**tables), as_of=DAY).run.frames["Referrals"]
    assert set(rows["class"]) == {"bad debt"}


def test_the_collectors_file_has_the_columns_of_the_map(made: tuple[Run, Path]) -> None:
    """The fixed text, the name that would run as a formula, the amount with a point; a faulty line is left out."""
    run, out = made
    path = out / "referrals" / "2026-06-30 Baycorp.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Client", "Debtor no", "Debtor", "Phone", "Balance", "Since"],
            ["SRL", "DEBT", "'@cmd Abbot", "+64 9 555 0100", "600.00", "2026-04-01"],
        ]
    sheet = openpyxl.load_workbook(path.with_suffix(".xlsx")).active
    heading, row = sheet.iter_rows(values_only=True)
    assert heading == ("Client", "Debtor no", "Debtor", "Phone", "Balance", "Since")
    assert row == ("SRL", "DEBT", "@cmd Abbot", "+64 9 555 0100", 600, dt.datetime(2026, 4, 1))
    assert sheet["C2"].data_type == "s"
    other = out / "referrals" / "2026-06-30 infringements.csv"
    assert other.read_text(encoding="utf-8-sig").splitlines()[0].startswith("account,name,contact,email")
    assert ("Collectors", 8, "field_unknown") in {(f.sheet, f.row, f.check) for f in run.findings}


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+64 9 555 0100", "+64 9 555 0100"),
        ("-12.50", "-12.50"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3+cmd", "'-2+3+cmd"),
        ("\t=1", "'\t=1"),
        ("Smith", "Smith"),
        ("", ""),
    ],
)
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text: str, safe: str) -> None:
    assert harmless(text) == safe


def test_what_was_referred_is_followed(run: Run) -> None:
    rows = run.frames["Referred accounts"]
    assert rows[["account", "status", "collected", "outstanding", "days"]].to_numpy().tolist() == [
        ["AWAY", "acknowledgement overdue", 200_00, 512_50, 29],
        ["BACK", "recall today", 0, 0, 29],
        ["DEBT", "recalled", 0, 0, 30],
    ]
    assert row_of(run, "AWAY", "Referred accounts")["reason"] == (
        "Baycorp has 150.00 since 01/06/2026, 200.00 collected; not acknowledged, which was due by 08/06/2026: "
        "ask them."
    )
    assert "Recall from Baycorp today: 0.00 overdue" in row_of(run, "BACK", "Referred accounts")["reason"]


@pytest.mark.parametrize(("day", "status"), [(8, "awaiting acknowledgement"), (9, "acknowledgement overdue")])
def test_five_business_days_to_acknowledge(day: int, status: str) -> None:
    run = on(dt.date(2026, 6, day))
    assert row_of(run, "AWAY", "Referred accounts")["status"] == status


def test_a_plan_agreed_after_the_referral_recalls_it_on_the_same_day() -> None:
    plans = "row | plan | account | agreed_on | first_due | frequency | instalments\n"
    plans += "2 | P1 | AWAY | 2026-06-30 | 2026-07-10 | monthly | 6"
    row = row_of(on(DAY, Plans=plans), "AWAY", "Referred accounts")
    assert (row["status"], "plan P1 in good standing" in row["reason"]) == ("recall today", True)


def test_remittances_are_held_against_the_rate_the_referral_and_the_ledger(run: Run) -> None:
    rows = run.frames["Remittances checked"]
    columns = ["remittance", "expected_commission", "paid_over", "difference", "status"]
    assert rows[columns].to_numpy().tolist() == [
        ["M1", 12_50, 87_50, 0, "agrees"],
        ["M2", 12_50, 80_00, -7_50, "differs"],
        ["M3", 5_00, 45_00, 0, "differs"],
    ]
    second, third = rows["reason"].iloc[1:]
    assert "commission 15.00 instead of 12.50 (12.50 %)" in second
    assert "commission and payment do not add up to 100.00: 15.00 + 80.00" in second
    assert "no receipt of 100.00 or 80.00 on the account in the Ledger" in second
    assert "the account was never referred" in third
    found = {(f.sheet, f.row, f.check) for f in run.findings}
    assert {("Remittances", 3, "remittance_differs"), ("Remittances", 4, "remittance_differs")} <= found
    assert ("Referred", 2, "collected_exceeds_referred") in found


def test_a_receipt_stands_for_one_remittance_only() -> None:
    """Two remittances of 87.50 net, one receipt: the second is not in the ledger."""
    twice = TABLES["Remittances"].replace("15.00      | 80.00", "12.50      | 87.50")
    rows = on(DAY, Remittances=twice).frames["Remittances checked"].set_index("remittance")
    assert rows.loc[["M1", "M2"], "status"].tolist() == ["agrees", "differs"]


def test_what_a_collector_has_is_not_chased_until_the_day_of_recall() -> None:
    notices = on_arrears(dt.date(2026, 6, 30), "")
    assert notices == ("held", "hold (with Baycorp since 01/06/2026)")
    assert on_arrears(dt.date(2026, 6, 30), "2026-06-30")[0] != "held"
    assert on_arrears(dt.date(2026, 6, 29), "2026-06-30")[0] == "held"


def on_arrears(day: dt.date, recalled: str) -> tuple[str, str]:
    lines = f"2 | AWAY | Baycorp | 2026-06-01 | 150.00 | {recalled} |"
    table = TABLES["Referred"].splitlines()[1] + "\n" + lines
    rows = arrears(book(**(TABLES | {"Referred": table})), as_of=day).run.frames["Arrears"].set_index("account")
    return rows.at["AWAY", "status"], rows.at["AWAY", "held"]


def test_problem_debtors_with_their_rules_and_advice() -> None:
    """Tried often, never an answer; four bills late. One rule alone makes no problem debtor."""
    ledger = TABLES["Ledger"] + "\n".join(
        f"{8 + n} | J{n} | DEBT | invoice | 2026-0{n}-01 | 2026-0{n}-20 | 50.00" for n in (1, 2, 3)
    )
    run = on(DAY, Ledger=ledger)
    (row,) = run.frames["Problem debtors"].to_dict("records")
    assert (row["account"], row["rules"], row["late_bills"]) == ("DEBT", 3, 4)
    assert row["reason"] == (
        "never answered (2 attempts); overdue grew by 400 % in 90 days, from 150.00 to 750.00; 4 bills of the last 12 "
        "months late. Next: check telephone and address, try another way, then visit; if nothing helps, refer."
    )
    assert on(DAY).counts["problem debtors"] == 0


def test_a_desk_whose_one_case_is_not_overdue_is_worked_out() -> None:
    """A lapsed licence without debt: no level of any ladder is needed of it."""
    run = referrals(
        book(
            Ledger="""
                row | entry | account | kind    | date       | due_date   | amount | currency
                2   | I1    | A1      | invoice | 2026-06-20 | 2026-07-20 | 100.00 | NZD
            """,
            Licences="""
                row | licence | account | type  | start      | end        | status
                2   | L1      | A1      | music | 2025-05-01 | 2026-04-30 | live
            """,
        ),
        as_of=dt.date(2026, 6, 30),
    ).run
    assert run.frames["Referrals"]["class"].tolist() == ["infringement"]
