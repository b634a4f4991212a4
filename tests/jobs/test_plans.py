"""The plans job: plans followed, instalments, quotes, the bank's file, findings, and the letter of confirmation."""

import csv
import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import sheetops
from sheetops.errors import BookError
from sheetops.jobs.arrears import arrears
from sheetops.jobs.letters import letters
from sheetops.jobs.plans import plans
from sheetops.model import Run, Severity
from sheetops.sheets.results import RESULTS
from tests.jobs.small_desk import book, words_of, workbook

DAY = dt.date(2026, 6, 30)
POLICY = """
row | setting             | value
2   | currency            | NZD
3   | country             | NZ
4   | plan_weekend        | next
5   | plan_min_instalment | 5.00
6   | plan_quotes         | monthly 3 6; weekly 12
7   | confirm_plans_days  | 5
"""
STAGES = """
row | ladder   | level | mode     | days | channel | template
2   | standard | 1     | due_plus | 7    | email   | reminder-1
"""
CUSTOMERS = """
row | account | name  | email            | language | channel
2   | A1      | Abbot | abbot@post.co.nz |          | email
3   | A2      | Burns | burns@post.co.nz |          | email
4   | A3      | Cole  | cole@post.co.nz  |          | email
5   | A4      | Drake | drake@post.co.nz |          | email
6   | A5      | Zając | zajac@post.pl    | pl       | email
7   | A6      | Finch | finch@post.co.nz |          | email
8   | A7      | Green | green@post.co.nz |          | email
"""
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount
2   | INV-1 | A1      | invoice | 2025-12-01 | 2026-01-01 | 600.00
3   | INV-2 | A2      | invoice | 2025-12-01 | 2026-01-01 | 600.00
4   | INV-3 | A3      | invoice | 2025-12-01 | 2026-01-01 | 600.00
5   | INV-4 | A4      | invoice | 2025-12-01 | 2026-01-01 | 90.00
6   | INV-5 | A5      | invoice | 2025-12-01 | 2026-01-01 | 100.00
7   | INV-6 | A6      | invoice | 2025-12-01 | 2026-01-01 | 100.00
8   | RC-1  | A1      | receipt | 2026-06-10 |            | 100.00
9   | RC-4  | A4      | receipt | 2026-06-20 |            | 90.00
"""
PLANS = """
row | plan | account | agreed_on  | first_due  | frequency | instalments | instalment | covers | status
2   | GOOD | A1      | 2026-06-01 | 2026-06-13 | monthly   | 6           |            |        |
3   | LATE | A2      | 2026-06-01 | 2026-06-13 | monthly   | 6           |            |        |
4   | GONE | A3      | 2026-03-01 | 2026-03-13 | monthly   | 6           |            |        |
5   | DONE | A4      | 2026-06-01 | 2026-06-13 | weekly    |             | 30.00      | 90.00  |
6   | NEW  | A5      | 2026-06-26 | 2026-07-31 | monthly   | 3           |            |        |
7   | OFF  | A6      | 2026-06-01 | 2026-06-13 | monthly   | 3           |            |        | proposed
"""
TABLES = {"Policy": POLICY, "Stages": STAGES, "Customers": CUSTOMERS, "Ledger": LEDGER, "Plans": PLANS}


@pytest.fixture(scope="module")
def run() -> Run:
    return plans(book(**TABLES), as_of=DAY).run


def test_every_plan_that_was_agreed_has_one_status(run: Run) -> None:
    columns = ["plan", "account", "status", "paid", "missed"]
    assert run.frames["Plans kept"][columns].to_numpy().tolist() == [
        ["GOOD", "A1", "in good standing", 1, 0],
        ["LATE", "A2", "behind", 0, 1],
        ["GONE", "A3", "broken", 0, 2],
        ["DONE", "A4", "completed", 3, 0],
        ["NEW", "A5", "in good standing", 0, 0],
    ]
    assert run.counts["plans"] == 5
    assert run.counts["plans proposed, cancelled or agreed after this day, left aside"] == 1
    assert all(total.balances for total in run.totals)
    assert run.findings == ()


@pytest.mark.parametrize("name", ["Plans kept", "Plan schedule", "Plan quotes"])
def test_results_have_the_contracts_columns_in_its_order(run: Run, name: str) -> None:
    assert list(run.frames[name].columns) == [column.name for column in RESULTS[name].columns]


def test_the_contracts_columns_come_first() -> None:
    kept, schedule = ([column.name for column in RESULTS[name].columns] for name in ("Plans kept", "Plan schedule"))
    assert kept == ["plan", "account", "status", "paid", "missed", "next_due", "reason"]
    assert schedule[:7] == ["plan", "account", "instalment", "due_on", "amount", "received", "status"]


def test_the_schedule_lists_every_instalment_on_open_days(run: Run) -> None:
    """The 13th of June, September and December 2026 and so on: those on weekends move, the others stay."""
    mine = run.frames["Plan schedule"].query("plan == 'GOOD'")
    assert mine["due_on"].dt.strftime("%d/%m").tolist() == ["15/06", "13/07", "13/08", "14/09", "13/10", "13/11"]
    assert mine[["instalment", "amount", "received", "status"]].head(3).to_numpy().tolist() == [
        [1, 100_00, 100_00, "paid"],
        [2, 100_00, 0, "not due"],
        [3, 100_00, 0, "not due"],
    ]


def test_quotes_are_for_those_in_arrears_without_a_running_plan(run: Run) -> None:
    rows = run.frames["Plan quotes"]
    assert rows["account"].unique().tolist() == ["A3", "A6"]
    first = rows[rows["account"] == "A6"]
    assert first[["frequency", "instalments", "instalment_amount", "last_instalment"]].to_numpy().tolist() == [
        ["monthly", 3, 33_33, 33_34],
        ["monthly", 6, 16_66, 16_70],
        ["weekly", 12, 8_33, 8_37],
    ]
    assert first["offer"].all()
    assert first["first_due"].unique().tolist() == [pd.Timestamp("2026-07-14")]


def test_arrears_go_by_the_plans() -> None:
    rows = arrears(book(**TABLES), as_of=DAY).run.frames["Arrears"].set_index("account")
    statuses = {"A1": "held", "A2": "held", "A3": "notice due", "A4": "clear", "A5": "held", "A6": "notice due"}
    assert rows["status"].to_dict() == statuses | {"A7": "clear"}
    assert rows.loc["A1", "held"] == "plan GOOD in good standing, next 100.00 on 13/07/2026"
    assert " Plan GONE was broken on " in rows.loc["A3", "reason"]


# ------------------------------------------------------------------------------------------------ quotes for a caller


def test_a_caller_is_quoted_what_is_overdue() -> None:
    rows = sheetops.quotes(book(**TABLES), "A6", as_of=DAY)
    assert (
        rows["reason"].tolist()[0]
        == "3 instalments of 33.33 a month, the last of 33.34, from 14/07/2026 to 14/09/2026."
    )
    assert sheetops.quotes(book(**TABLES), "A6", as_of=DAY, amount=60_00)["instalment_amount"].tolist() == [
        20_00,
        10_00,
        5_00,
    ]


def test_a_caller_with_a_running_plan_or_too_many_failed_ones_is_told_so() -> None:
    rows = sheetops.quotes(book(**TABLES), "A1", as_of=DAY)
    assert not rows["offer"].any()
    assert set(rows["reason"]) == {"Not to be offered: plan GOOD is in good standing."}
    once = TABLES | {"Policy": POLICY + "8 | plan_max_failed | 1"}
    rows = sheetops.quotes(book(**once), "A3", as_of=DAY)
    assert rows["reason"].str.contains("1 plan broken within 365 days").all()


def test_a_caller_who_owes_nothing_is_quoted_nothing() -> None:
    for account in ("A7", "nobody"):
        with pytest.raises(BookError, match=f"Account {account} owes nothing on 30/06/2026"):
            sheetops.quotes(book(**TABLES), account, as_of=DAY)


def test_quotes_of_one_account_stand_among_the_figures() -> None:
    run = plans(book(**TABLES), as_of=DAY, account="A6").run
    assert run.frames["Plan quotes"]["account"].unique().tolist() == ["A6"]
    assert run.counts["quote, NZD monthly 3"].startswith("3 instalments of 33.33 a month")


def test_without_plans_there_are_quotes_alone() -> None:
    run = plans(book(**{name: table for name, table in TABLES.items() if name != "Plans"}), as_of=DAY).run
    assert run.frames["Plans kept"].empty and run.frames["Plan schedule"].empty
    assert run.frames["Plan quotes"]["account"].nunique() == 5


# ------------------------------------------------------------------------------------------------------------ findings


def found(*lines: str, **other: str) -> list[tuple[str, str, str]]:
    table = PLANS.strip().splitlines()[0] + "\n" + "\n".join(lines)
    run = plans(book(**TABLES | {"Plans": table} | other), as_of=DAY).run
    return [(f.cell, f.check, f.severity.value) for f in run.findings]


LONG = "plan_max_months | 3"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2 | L | A1 | 2026-06-01 | 2026-06-13 | monthly | 6 | | 600.00 |", []),
        ("2 | L | A1 | 2026-06-01 | 2026-06-13 | monthly | 6 | | 600.01 |", [("H2", "plan_above_owed", "warning")]),
        ("2 | L | A7 | 2026-06-01 | 2026-06-13 | monthly | 6 | | |", [("H2", "plan_covers_nothing", "error")]),
        ("2 | L | A1 | 2025-12-31 | 2026-06-13 | monthly | 6 | | |", [("H2", "plan_covers_nothing", "error")]),
        ("2 | L | A1 | 2026-06-01 | 2026-06-13 | monthly | 3 | 300.00 | |", [("F2", "plan_cannot_sum", "error")]),
        ("2 | L | A1 | 2026-06-01 | 2026-06-13 | monthly | 3 | 299.99 | |", []),
        (
            "2 | L | A1 | 2026-06-01 | 2026-06-13 | monthly | 3 | 199.99 | |",
            [("G2", "plan_last_larger", "warning")],
        ),
        (
            "2 | L | A4 | 2026-06-01 | 2026-06-13 | weekly | 19 | | |",
            [("G2", "plan_instalment_small", "warning")],
        ),
        ("2 | L | A4 | 2026-06-01 | 2026-06-13 | weekly | 18 | | |", []),
        ("2 | L | A1 | 2026-06-01 | 2026-06-13 | monthly | 25 | | |", [("F2", "plan_length", "warning")]),
        ("2 | L | A1 | 2026-06-01 | 2026-06-13 | monthly | 24 | | |", []),
        (
            "2 | L | A1 | 2026-06-01 | 2026-06-13 | monthly | 6 | | | completed",
            [("I2", "plan_status_differs", "warning")],
        ),
        ("2 | L | A4 | 2026-06-01 | 2026-06-13 | monthly | 6 | | | completed", []),
    ],
)
def test_what_a_person_should_look_at(line: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(line) == expected


def test_two_live_plans_of_one_account() -> None:
    lines = (
        "2 | OLD | A1 | 2026-06-01 | 2026-06-13 | monthly | 6 | | 600.00 |",
        "3 | NEW | A1 | 2026-06-20 | 2026-07-13 | monthly | 6 | | 500.00 |",
    )
    assert found(*lines) == [("I2", "plan_overlaps", "warning")]
    assert found(lines[0] + " cancelled", lines[1]) == []
    assert found(lines[0].replace("2026-06", "2026-02"), lines[1]) == []  # broken by then: no longer live


def test_a_plan_agreed_after_too_many_broken_ones() -> None:
    lines = (
        "2 | ONE | A2 | 2026-01-02 | 2026-01-03 | weekly | 3 | | 600.00 |",
        "3 | TWO | A2 | 2026-03-01 | 2026-03-03 | weekly | 3 | | 600.00 |",
        "4 | TRE | A2 | 2026-06-01 | 2026-06-29 | weekly | 3 | | 600.00 |",
    )
    assert found(*lines) == [("A4", "plan_after_failed", "warning")]
    assert found(*lines, Policy=POLICY + "8 | plan_max_failed | 3") == []


MIXED = """
row | entry | account | kind    | date       | due_date   | amount | currency
2   | INV-1 | A1      | invoice | 2025-12-01 | 2026-01-01 | 600.00 | NZD
3   | INV-2 | A1      | invoice | 2025-12-01 | 2026-01-01 | 70.00  | {0}
4   | INV-3 | A2      | invoice | 2025-12-01 | 2026-01-01 | 600.00 | {1}
5   | INV-4 | A2      | invoice | 2025-12-01 | 2026-01-01 | 70.00  | EUR
"""


def test_a_plan_is_in_one_currency() -> None:
    one = "2 | L1 | A1 | 2026-06-01 | 2026-06-13 | monthly | 6 | | |"
    two = "3 | L2 | A2 | 2026-06-01 | 2026-06-13 | monthly | 6 | | |"
    assert found(one, two, Ledger=MIXED.format("AUD", "AUD")) == [
        ("B3", "plan_currency_unclear", "error"),
        ("B2", "plan_currency_mixed", "warning"),
    ]
    assert found(one, two, Ledger=MIXED.format("NZD", "EUR")) == []


def test_a_plan_that_cannot_be_followed_is_left_out_counted_and_the_rest_goes_on() -> None:
    table = PLANS + "8 | BAD | A7 | 2026-06-01 | 2026-06-13 | monthly | 3 | | |"
    run = plans(book(**TABLES | {"Plans": table}), as_of=DAY).run
    assert [(left.sheet, left.rows, left.reason) for left in run.left_out] == [
        ("Plans", 1, "plan that cannot be followed")
    ]
    assert run.counts["plans that cannot be followed"] == 1
    assert len(run.frames["Plans kept"]) == 5
    assert all(total.balances for total in run.totals)
    same = arrears(book(**TABLES | {"Plans": table}), as_of=DAY).run
    assert [f.check for f in same.findings if f.severity is Severity.ERROR] == ["plan_covers_nothing"]
    assert ("Plans", 1) in [(left.sheet, left.rows) for left in same.left_out]


# ------------------------------------------------------------------------------------------------------------- on disk


def test_the_workbook_shows_major_units_and_days(tmp_path: Path) -> None:
    desk = workbook(tmp_path / "desk.xlsx", **TABLES)
    outcome = plans(desk, as_of=DAY, out=tmp_path / "out")
    assert outcome.workbook == tmp_path / "out" / "plans.xlsx"
    file = openpyxl.load_workbook(outcome.workbook)
    assert file.sheetnames == ["Summary", "Problems", "Plans kept", "Plan schedule", "Plan quotes"]
    heading, *rows = file["Plan schedule"].iter_rows(values_only=True)
    first = dict(zip(heading, rows[0], strict=True))
    assert (first["plan"], first["instalment"], first["amount"]) == ("GOOD", 1, 100)
    assert first["due_on"] == dt.datetime(2026, 6, 15)
    assert not (tmp_path / "out" / "collections.csv").exists()


def test_the_banks_file_is_written_when_the_desk_collects(tmp_path: Path) -> None:
    policy = POLICY + "8 | direct_debit | yes\n9 | direct_debit_days | 1, 15\n10 | direct_debit_notice_days | 3"
    outcome = plans(book(**TABLES | {"Policy": policy}), as_of=DAY, out=tmp_path)
    with (tmp_path / "collections.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {
        "account": "A1",
        "plan": "GOOD",
        "instalment": "2",
        "collected_on": "2026-07-15",
        "amount": "100.00",
        "currency": "NZD",
        "reference": "GOOD-2",
    }
    assert {row["plan"] for row in rows} == {"GOOD", "LATE", "NEW"}  # broken and completed ones are not collected
    missed = next(row for row in rows if row["plan"] == "LATE")
    assert (missed["instalment"], missed["collected_on"]) == ("1", "2026-07-15")
    listed = outcome.run.frames["Collections"]
    assert sum(round(float(row["amount"]) * 100) for row in rows) == listed["to_collect"].sum()
    assert outcome.run.settings["direct_debit_days"] == "1, 15"


# ---------------------------------------------------------------------------------------------------------- the letter


def test_a_new_plan_is_confirmed_with_the_table_of_its_instalments(tmp_path: Path) -> None:
    """In Polish: 100.00 in three, from 31 July; 31 October 2026 would be a Saturday, 31 August is a Monday."""
    run = letters(book(**TABLES), as_of=DAY, out=tmp_path).run
    rows = run.frames["Letters"].query("template == 'plan-confirmation'")
    assert rows[["account", "status", "channel", "language"]].to_numpy().tolist() == [["A5", "made", "email", "pl"]]
    text = words_of(tmp_path / rows["file"].iloc[0])
    expected = ("NEW", "31 lipca 2026", "31 sierpnia 2026", "30 września 2026", "33,33", "33,34", "66,67", "co miesiąc")
    assert [word for word in expected if word not in text] == []
    assert "«" not in text
    notices = run.frames["Notices"].query("template == 'plan-confirmation'")
    assert notices[["account", "ladder", "level"]].to_numpy().tolist() == [["A5", "plan", 1]]


@pytest.mark.parametrize(("within", "made"), [(0, 0), (4, 0), (5, 1)])
def test_a_plan_is_confirmed_if_the_desk_does_so(tmp_path: Path, within: int, made: int) -> None:
    """Agreed on 26 June: the fifth day, counting the day itself, is 30 June."""
    tables = TABLES | {"Policy": POLICY.replace("confirm_plans_days  | 5", f"confirm_plans_days | {within}")}
    rows = letters(book(**tables), as_of=DAY, out=tmp_path).run.frames["Letters"]
    assert len(rows.query("template == 'plan-confirmation'")) == made


@pytest.mark.parametrize(("sent_on", "made"), [("2026-06-25", 1), ("2026-06-26", 0), ("2026-07-01", 1)])
def test_a_plan_is_confirmed_once(tmp_path: Path, sent_on: str, made: int) -> None:
    notices = f"""
    row | account | ladder | level | sent_on    | channel | template
    2   | A5      | plan   | 1     | {sent_on} | email   | plan-confirmation
    """
    rows = letters(book(**TABLES | {"Notices": notices}), as_of=DAY, out=tmp_path).run.frames["Letters"]
    assert len(rows.query("template == 'plan-confirmation'")) == made


def test_who_must_not_be_contacted_gets_no_confirmation(tmp_path: Path) -> None:
    told = {"row": "do_not_contact", "6": "yes"}
    lines = [line + " | " + told.get(line.split()[0], "") for line in CUSTOMERS.strip().splitlines()]
    customers = "\n".join(lines)
    run = letters(book(**TABLES | {"Customers": customers}), as_of=DAY, out=tmp_path).run
    rows = run.frames["Letters"].query("template == 'plan-confirmation'")
    assert rows[["status", "reason"]].to_numpy().tolist() == [["held", "the customer must not be contacted"]]


def test_the_day_includes_promises_and_plans_where_their_sheets_are(tmp_path: Path) -> None:
    tables = TABLES | {"Promises": "row | promise | account | made_on | due_on | amount"}
    jobs = [one.run.job for one in sheetops.run_day(book(**tables), as_of=DAY, out=tmp_path)]
    assert jobs == ["check", "arrears", "promises", "plans", "letters"]
    without = {name: table for name, table in TABLES.items() if name != "Plans"}
    assert "plans" not in [one.run.job for one in sheetops.run_day(book(**without), as_of=DAY, out=tmp_path)]


@pytest.mark.parametrize(
    ("plan", "status", "held"),
    [
        ("monthly | 3 | 60.00 | 100.00", "held", "a row of Plans for it has an error, see Problems"),
        ("monthly | 3 | | ", "notice due", ""),
    ],
)
def test_an_account_whose_plan_has_an_error_is_not_written_to(plan: str, status: str, held: str) -> None:
    """The second row is a plan that was only proposed: it neither holds nor disturbs anything."""
    word = "proposed" if status != "held" else ""
    table = PLANS.strip().splitlines()[0] + f"\n2 | P | A6 | 2026-06-01 | 2026-06-13 | {plan} | {word}"
    rows = arrears(book(**TABLES | {"Plans": table}), as_of=DAY).run.frames["Arrears"].set_index("account")
    assert (rows.loc["A6", "status"], rows.loc["A6", "held"].replace("hold (", "").replace(")", "")) == (status, held)
