"""Check as a job: which sheets, which file holds what, what is written where, and what stands in its way."""

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sheetops.errors import BookError, OutputError
from sheetops.jobs.check import check
from sheetops.model import Outcome
from tests.jobs.small_desk import book, workbook

DAY = dt.date(2026, 6, 30)
CUSTOMERS = """
row | account | name  | email
2   | A1      | Abbot | abbot@post.co.nz
3   | A2      | Burns | no address at all
"""
LEDGER = """
row | entry | account | kind    | date       | amount
2   | INV-1 | A1      | invoice | 2026-06-01 | 115.00
3   | INV-2 | A9      | invoice | 2026-06-01 | 20.00
5   | INV-3 | A1      | invoice | 31/06/2026 | 7.00
"""
TABLES = {"Customers": CUSTOMERS, "Ledger": LEDGER}
EXPORT = "entry;account;kind;date;amount\nINV-1;A1;invoice;01/06/2026;115.00\nINV-2;A1;invoice;01/06/2026;abc\n"


def found(outcome: Outcome) -> list[tuple[str, str, str]]:
    """Return sheet, cell and check of each finding."""
    return [(one.sheet, one.cell, one.check) for one in outcome.run.findings]


def test_every_sheet_is_checked_alone_and_against_the_others() -> None:
    outcome = check(book(**TABLES), as_of=DAY)
    assert found(outcome) == [
        ("Customers", "C3", "email_unreadable"),
        ("Ledger", "B3", "account_unknown"),
        ("Ledger", "D5", "day_impossible"),
    ]
    assert outcome.run.counts["rows"] == 5
    assert outcome.run.totals[0].left == outcome.run.totals[0].right == 5


def test_one_sheet_asked_for_is_compared_with_the_others_and_listed_alone(tmp_path: Path) -> None:
    outcome = check(workbook(tmp_path / "desk.xlsx", **TABLES), as_of=DAY, sheet="ledger", out=tmp_path / "out")
    assert found(outcome) == [("Ledger", "B3", "account_unknown"), ("Ledger", "D5", "day_impossible")]
    assert (outcome.run.counts["sheets"], outcome.run.counts["rows"]) == (1, 3)
    assert openpyxl.load_workbook(tmp_path / "out" / "problems.xlsx").sheetnames == ["Summary", "Problems", "Ledger"]


def test_a_sheet_may_be_asked_for_by_the_name_that_its_book_gives_it() -> None:
    desk = book(Klienci=CUSTOMERS, Ledger=LEDGER)
    assert found(check(desk, as_of=DAY, sheet="Klienci")) == found(check(desk, as_of=DAY, sheet="Customers"))


def test_a_sheet_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(BookError, match=r"has no sheet Claims\. Its sheets are: Customers, Ledger\."):
        check(book(**TABLES), as_of=DAY, sheet="Claims")


def test_a_text_file_holds_the_sheet_that_is_asked_for(tmp_path: Path) -> None:
    export = tmp_path / "export 2026-06.csv"
    export.write_text(EXPORT, encoding="utf-8")
    outcome = check(export, as_of=DAY, sheet="Ledger")
    assert [(one.file, one.sheet, one.cell) for one in outcome.run.findings] == [(export.name, "Ledger", "E3")]


@pytest.mark.parametrize("sheet", [None, "Nothing known"])
def test_a_text_file_that_says_nowhere_what_it_holds_is_refused_with_the_cure(tmp_path: Path, sheet: str) -> None:
    export = tmp_path / "export 2026-06.csv"
    export.write_text(EXPORT, encoding="utf-8")
    with pytest.raises(BookError, match="--sheet says which of them it holds"):
        check(export, as_of=DAY, sheet=sheet)


def test_two_workbooks_may_each_have_a_sheet_that_is_nobodys(tmp_path: Path) -> None:
    aside = "row | remark\n2 | to do"
    one = workbook(tmp_path / "one.xlsx", Customers=CUSTOMERS, Sheet2=aside)
    other = workbook(tmp_path / "other.xlsx", Ledger=LEDGER, Sheet2=aside)
    assert found(check([one, other], as_of=DAY)) == found(check(book(**TABLES), as_of=DAY))
    with pytest.raises(BookError, match="have a sheet named Ledger"):
        check([other, workbook(tmp_path / "third.xlsx", Ledger=LEDGER)], as_of=DAY)


def test_mark_writes_a_copy_beside_the_problems(tmp_path: Path) -> None:
    desk = workbook(tmp_path / "desk.xlsx", **TABLES)
    check(desk, as_of=DAY, out=str(tmp_path / "out"), mark=True)
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["desk marked.xlsx", "problems.xlsx"]
    marked = openpyxl.load_workbook(tmp_path / "out" / "desk marked.xlsx")["Ledger"]
    assert {cell.coordinate for row in marked.iter_rows() for cell in row if cell.comment} == {"B3", "D5"}


def test_several_books_cannot_be_marked_and_the_problems_are_there_all_the_same(tmp_path: Path) -> None:
    books = [workbook(tmp_path / f"{name}.xlsx", **{name: table}) for name, table in TABLES.items()]
    with pytest.raises(OutputError, match=r"one workbook at a time.*problems\.xlsx"):
        check(books, as_of=DAY, out=tmp_path / "out", mark=True)
    assert (tmp_path / "out" / "problems.xlsx").is_file()


def test_the_problems_never_take_the_place_of_the_book(tmp_path: Path) -> None:
    desk = workbook(tmp_path / "problems.xlsx", **TABLES)
    before = desk.read_bytes()
    with pytest.raises(OutputError, match="is the workbook that was read"):
        check(desk, as_of=DAY, out=tmp_path)
    assert desk.read_bytes() == before


@pytest.mark.parametrize("moment", [dt.datetime(2026, 6, 30, 23, 59), pd.Timestamp("2026-06-30 10:00")])
def test_a_moment_of_the_day_is_the_day(moment: dt.datetime) -> None:
    assert check(book(**TABLES), as_of=moment).run.as_of == DAY


def test_what_is_no_day_or_no_book_is_said() -> None:
    with pytest.raises(TypeError, match="as_of is '2026-06-30'"):
        check(book(**TABLES), as_of="2026-06-30")
    with pytest.raises(BookError, match="does not say which sheet it is"):
        check(book(**TABLES)["Ledger"], as_of=DAY)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("tolerance", "a lot"), ("date_order", "ymd"), ("bucket_bounds", "90, 30"), ("credit_note_number", "CN-{no}")],
)
def test_a_setting_that_cannot_be_read_is_a_finding_and_its_usual_value_holds(setting: str, value: str) -> None:
    policy = f"row | setting | value\n2 | {setting} | {value}"
    outcome = check(book(**TABLES, Policy=policy), as_of=DAY)
    assert ("Policy", "B2", "setting_value_unfit") in found(outcome)
    assert ("Ledger", "D5", "day_impossible") in found(outcome)


@pytest.mark.parametrize(("order", "faults"), [("mdy", []), ("dmy", [("Policy", "C3"), ("Holidays", "B2")])])
def test_the_sheets_of_the_policy_are_read_as_the_desk_writes_too(order: str, faults: list[tuple[str, str]]) -> None:
    policy = f"row | setting | value | valid_from\n2 | date_order | {order} |\n3 | terms_days | 14 | 04/13/2026"
    holidays = "row | calendar | date\n2 | US | 07/13/2026"
    outcome = check(book(Policy=policy, Holidays=holidays), as_of=DAY)
    assert [(one.sheet, one.cell) for one in outcome.run.findings] == faults
