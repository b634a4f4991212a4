"""Statements of account through the job: documents, words, who is held, and that they add up to the ledger."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from sheetops.errors import BookError
from sheetops.jobs.statements import statements
from sheetops.jobs.statementwords import agreement_note, pay_text
from tests.jobs.small_desk import book, words_of, workbook

DAY = dt.date(2026, 6, 30)
CUSTOMERS = """
row | account | name         | contact    | address1 | town     | language | do_not_contact
2   | A1      | Abbot School | Ms Ann Abb | 1 Hill   | Auckland |          |
3   | A2      | Burns Cafe   |            | 2 Hill   | Auckland | pl       |
4   | A3      | Cole Ltd     |            | 3 Hill   | Auckland |          | yes
5   | A4      | Drake        |            |          |          |          |
6   | A5      | Early Ltd    |            | 5 Hill   | Auckland |          |
"""
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount  | currency | description
2   | I-1   | A1      | invoice | 2026-04-10 | 2026-05-10 | 1100.00 | NZD      | Annual licence
3   | R-1   | A1      | receipt | 2026-06-12 |            | 25.00   | NZD      |
4   | I-2   | A2      | invoice | 2026-06-10 | 2026-07-09 | 1060.00 | NZD      |
5   | I-3   | A3      | invoice | 2026-06-10 | 2026-07-10 | 30.00   | NZD      |
6   | I-4   | A4      | invoice | 2026-06-10 | 2026-07-10 | 30.00   | NZD      |
7   | I-5   | A5      | invoice | 2026-01-10 | 2026-02-10 | 30.00   | NZD      |
8   | R-5   | A5      | receipt | 2026-01-11 |            | 30.00   | NZD      |
"""
PROMISES = """
row | promise | account | made_on    | due_on     | amount
2   | P-1     | A1      | 2026-06-20 | 2026-07-05 | 75.00
"""


def desk() -> dict[str, object]:
    return book(Customers=CUSTOMERS, Ledger=LEDGER, Promises=PROMISES)


def test_made_held_and_nothing_to_state_add_up(tmp_path: Path) -> None:
    run = statements(desk(), as_of=DAY, out=tmp_path).run
    rows = run.frames["Statements"].set_index("account")
    assert rows[["opening", "charged", "paid_in", "closing", "overdue"]].to_numpy().tolist() == [
        [110_000, 0, 2_500, 107_500, 107_500],
        [0, 106_000, 0, 106_000, 0],
        [0, 3_000, 0, 3_000, 0],
        [0, 3_000, 0, 3_000, 0],
    ]
    assert rows["status"].to_dict() == {"A1": "made", "A2": "made", "A3": "held", "A4": "held"}
    assert rows.loc["A3", "reason"] == "the customer must not be contacted"
    assert rows.loc["A4", "reason"] == "no postal address in Customers (street and town)"
    assert run.counts == {
        "accounts, by currency": 5,
        "statements made": 2,
        "statements held": 2,
        "statements failed": 0,
        "nothing to state": 1,
    }
    assert all(total.balances for total in run.totals) and run.totals[1].left == 219_500
    assert sorted(file.name for file in (tmp_path / "statements").iterdir()) == [
        "2026-06-30 account-statement A1 Abbot School.docx",
        "2026-06-30 account-statement A2 Burns Cafe.docx",
    ]


def test_what_a_statement_says(tmp_path: Path) -> None:
    statements(desk(), as_of=DAY, out=tmp_path)
    english, polish = (words_of(file) for file in sorted((tmp_path / "statements").iterdir()))
    for said in (
        "from 1 June 2026 to 30 June 2026",
        "1 Jun 2026\n\nBalance brought forward\n\n\n1,100.00",
        "12 Jun 2026\nR-1\nPayment received, thank you\n\n25.00\n1,075.00",
        "Of the balance: 31-60 days overdue 1,075.00.",
        "You promised to pay 75.00 by 5 July 2026.",
        "NZD 1,075.00 by 7 July 2026",
    ):
        assert said in english
    for said in ("Saldo z przeniesienia", "Faktura", "1\u00a0060,00", "przed terminem 1\u00a0060,00", "dziś nic"):
        assert said in polish.replace("\u202f", "\u00a0")


def test_another_period_and_some_accounts_only(tmp_path: Path) -> None:
    run = statements(desk(), as_of=DAY, since=dt.date(2026, 4, 10), accounts=["A1"], out=tmp_path).run
    rows = run.frames["Statements"]
    assert rows[["account", "opening", "charged", "paid_in", "closing"]].to_numpy().tolist() == [
        ["A1", 0, 110_000, 2_500, 107_500]
    ]
    assert run.totals[1][2:4] == (107_500, 107_500)


def test_an_unknown_account_or_a_period_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"no entry of account B9, X1 up to 30/06/2026. Check"):
        statements(desk(), as_of=DAY, accounts=["X1", "A1", "B9"], out=tmp_path)
    with pytest.raises(BookError, match="begins on 01/07/2026, after its end on 30/06/2026"):
        statements(desk(), as_of=DAY, since=dt.date(2026, 7, 1), out=tmp_path)
    assert not list(tmp_path.iterdir())


PLAN = {"plan": "P-1", "next_amount": 5_000, "next_due": dt.date(2026, 7, 6), "behind": 0}
PAY_BY = dt.date(2026, 7, 7)


@pytest.mark.parametrize(
    ("closing", "overdue", "plan", "said"),
    [
        (10_000, 4_000, None, "NZD 40.00 by 7 July 2026"),
        (10_000, 0, None, "nothing today: nothing is overdue, each document is payable on its day"),
        (0, 0, None, "nothing"),
        (-1, 0, None, "nothing: NZD 0.01 is in your credit"),
        (10_000, 4_000, PLAN, "NZD 50.00 by 6 July 2026, as agreed in plan P-1"),
        (10_000, 4_000, PLAN | {"behind": 7_000}, "NZD 70.00 by 7 July 2026, as agreed in plan P-1"),
    ],
)
def test_what_to_pay(closing: int, overdue: int, plan: dict[str, object] | None, said: str) -> None:
    assert pay_text(closing, overdue, plan, PAY_BY, "NZD", "en") == said


def test_what_was_agreed() -> None:
    assert agreement_note(None, None, "NZD", "en") == ""
    assert agreement_note(PLAN, None, "NZD", "en") == (
        "Payment plan P-1: the next instalment of 50.00 is due on 6 July 2026."
    )
    assert agreement_note(PLAN | {"behind": 7_000}, None, "NZD", "pl").startswith("Plan spłaty P-1: zaległość 70,00.")


def test_from_the_command_line(tmp_path: Path) -> None:
    desk_file = workbook(tmp_path / "desk.xlsx", Customers=CUSTOMERS, Ledger=LEDGER)
    order = [sys.executable, "-m", "sheetops", "statements", str(desk_file), "--as-of", "2026-06-30"]
    order += ["--from", "01/06/2026", "--accounts", "A1, A2", "--out", str(tmp_path / "out")]
    done = subprocess.run(order, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    there = openpyxl.load_workbook(tmp_path / "out" / "statements.xlsx")["Statements"]
    assert [[cell.value for cell in row][:7] for row in there.iter_rows(min_row=2)] == [
        ["A1", "Abbot School", "NZD", 1100, 0, 25, 1075],
        ["A2", "Burns Cafe", "NZD", 0, 1060, 0, 1060],
    ]
