"""Promises and plans from the command line: their workbooks, the bank's file, quotes for a caller, exit codes."""

import json
import re
from pathlib import Path

import pytest

from tests.test_cli import put, sheetops

DESK = {
    "Customers.csv": "account,name,email\nA1,Weka School,office@weka.example\n",
    "Ledger.csv": "entry,account,kind,date,due_date,amount,currency\n"
    "INV-1,A1,invoice,2026-03-01,2026-04-01,600.00,NZD\n",
    "Promises.csv": "promise,account,made_on,due_on,amount,by\nP1,A1,2026-06-01,2026-06-20,600.00,Tom\n",
    "Plans.csv": "plan,account,agreed_on,first_due,frequency,instalments\nL1,A1,2026-06-25,2026-07-15,monthly,6\n",
    "Policy.csv": "setting,value\ndirect_debit,yes\n",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return put(tmp_path_factory.mktemp("desk"), DESK)


def test_promises(desk: list[Path], tmp_path: Path) -> None:
    done = sheetops("promises", *desk, "--as-of", "2026-06-30", "--out", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Promises as of 30/06/2026\n")
    assert re.search(r"promises broken +1\n", done.stdout)
    assert {path.name for path in tmp_path.iterdir()} == {"promises.xlsx"}


def test_plans_and_the_banks_file(desk: list[Path], tmp_path: Path) -> None:
    done = sheetops("plans", *desk, "--as-of", "2026-06-30", "--out", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {"plans.xlsx", "collections.csv"}
    lines = (tmp_path / "collections.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == [
        "account,plan,instalment,collected_on,amount,currency,reference",
        "A1,L1,1,2026-07-15,100.00,NZD,L1-1",
    ]
    assert len(lines) == 7


def test_a_caller_is_quoted_on_the_spot(desk: list[Path], tmp_path: Path) -> None:
    files = [path for path in desk if path.name != "Plans.csv"]
    done = sheetops("plans", *files, "--as-of", "2026-06-30", "--out", tmp_path, "--quote", "A1", "--json")
    (run,) = json.loads(done.stdout)["runs"]
    assert run["counts"]["quote, NZD monthly 6"] == "6 instalments of 100.00 a month, from 14/07/2026 to 14/12/2026."


def test_an_account_without_a_debt_cannot_be_quoted(desk: list[Path], tmp_path: Path) -> None:
    done = sheetops("plans", *desk, "--as-of", "2026-06-30", "--out", tmp_path / "out", "--quote", "A9")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "sheetops: Account A9 owes nothing on 30/06/2026: there is nothing to quote. Check the account's number.\n"
    )
    assert not (tmp_path / "out").exists()


def test_the_day_makes_both_workbooks(desk: list[Path], tmp_path: Path) -> None:
    done = sheetops("run", *desk, "--as-of", "2026-06-30", "--out", tmp_path)
    assert done.returncode in (0, 1), done.stderr
    assert {"promises.xlsx", "plans.xlsx", "collections.csv"} <= {path.name for path in tmp_path.iterdir()}


def test_a_sheet_that_is_missing_is_named(desk: list[Path], tmp_path: Path) -> None:
    done = sheetops("promises", *desk[:2], "--as-of", "2026-06-30", "--out", tmp_path)
    assert done.returncode == 2
    assert "no sheet Promises" in done.stderr
