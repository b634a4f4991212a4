"""The whole day: every part whose sheets are there, in one order, and what a part that cannot go on leaves behind."""

import datetime as dt
from pathlib import Path

import pytest

from sheetops.errors import PolicyError
from sheetops.jobs.day import run_day
from sheetops.jobs.letters import letters
from sheetops.model import Outcome
from tests.jobs.small_desk import book, workbook

DAY = dt.date(2026, 6, 30)
POLICY = """
row | setting             | value
2   | currency            | NZD
3   | country             | NZ
4   | supplier_name       | Southern Rights
5   | supplier_address    | 1 Quay Street, Auckland
6   | supplier_tax_number | 49-091-850
"""
STAGES = """
row | ladder   | level | mode     | days | channel | template
2   | standard | 1     | due_plus | 10   | email   | reminder-1
"""
CUSTOMERS = """
row | account | name  | email
2   | A1      | Abbot | abbot@post.co.nz
"""
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount | tax_rate
2   | INV-1 | A1      | invoice | 2026-05-01 | 2026-06-01 | 115.00 | 15%
"""
REQUESTS = """
row | request | kind        | account | entry | amount | reason | requested_by | approved_by | approved_on
2   | R-1     | credit_note | A1      | INV-1 | 40.00  | tariff | Al           | Mo          | 2026-06-01
"""
LICENCES = """
row | licence | account | type  | start      | end        | status
2   | L-1     | A1      | Music | 2025-07-01 | 2026-12-31 | live
"""
DEBTS = {"Policy": POLICY, "Stages": STAGES, "Customers": CUSTOMERS, "Ledger": LEDGER}


def jobs(outcomes: list[Outcome]) -> list[str]:
    return [outcome.run.job for outcome in outcomes]


def test_a_desk_of_debts_alone_needs_no_ladder_of_renewals(tmp_path: Path) -> None:
    outcomes = run_day(workbook(tmp_path / "desk.xlsx", **DEBTS), as_of=DAY, out=str(tmp_path / "out"))
    assert jobs(outcomes) == ["check", "arrears", "letters"]
    assert outcomes[-1].run.counts["letters made"] == 1
    assert [file.name for file in (tmp_path / "out" / "letters").iterdir()] == ["2026-06-30 reminder-1 A1 Abbot.docx"]


def test_with_licences_the_ladder_of_renewals_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"no ladder named 'renewal'[^\n]*\n.*problems\.xlsx.*arrears\.xlsx\.$"):
        run_day(workbook(tmp_path / "desk.xlsx", **DEBTS, Licences=LICENCES), as_of=DAY, out=tmp_path / "out")


def test_every_part_has_its_workbook_in_the_order_of_the_day(tmp_path: Path) -> None:
    stages = STAGES + "3 | renewal | 1 | days_before_expiry | 30 | email | renewal-reminder"
    tables = DEBTS | {"Stages": stages, "Licences": LICENCES, "Requests": REQUESTS}
    outcomes = run_day(workbook(tmp_path / "desk.xlsx", **tables), as_of=DAY, out=tmp_path / "out")
    assert jobs(outcomes) == ["check", "arrears", "renewals", "letters", "credit-notes"]
    assert [outcome.workbook.name for outcome in outcomes] == [
        "problems.xlsx",
        "arrears.xlsx",
        "renewals.xlsx",
        "letters.xlsx",
        "credit-notes.xlsx",
    ]
    assert all(outcome.workbook.is_file() for outcome in outcomes)


def test_a_part_that_cannot_go_on_says_what_was_made_before_it(tmp_path: Path) -> None:
    policy = "\n".join(line for line in POLICY.splitlines() if "tax_number" not in line)
    desk = workbook(tmp_path / "desk.xlsx", **DEBTS | {"Policy": policy}, Requests=REQUESTS)
    with pytest.raises(PolicyError) as caught:
        run_day(desk, as_of=DAY, out=tmp_path / "out")
    first, last = str(caught.value).splitlines()
    assert "supplier_tax_number" in first
    there = [file for file in (tmp_path / "out").iterdir() if file.suffix == ".xlsx"]
    assert sorted(file.name for file in there) == ["arrears.xlsx", "letters.xlsx", "problems.xlsx"]
    assert all(str(file) in last for file in there)


# ------------------------------------------------------------------------------------------- the day done once more


def test_a_letter_of_the_same_day_that_is_due_no_more_is_said(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = letters(book(**DEBTS), as_of=DAY, out=out).run
    (file,) = (document.path.name for document in first.documents)
    again = letters(book(**DEBTS), as_of=DAY, out=out).run
    assert again.findings == ()

    hold = "row | account | reason\n2 | A1 | complaint"
    held = letters(book(**DEBTS, Holds=hold), as_of=DAY, out=out).run
    assert [(one.check, one.value) for one in held.findings] == [("letter_left_over", file)]
    assert held.faulty and (out / "letters" / file).is_file()

    next_day = letters(book(**DEBTS, Holds=hold), as_of=DAY + dt.timedelta(days=1), out=out).run
    assert next_day.findings == ()


def test_a_letter_of_the_same_day_that_was_sent_is_no_leftover(tmp_path: Path) -> None:
    first = letters(book(**DEBTS), as_of=DAY, out=tmp_path).run
    again = letters(book(**DEBTS) | {"Notices": first.frames["Notices"]}, as_of=DAY, out=tmp_path).run
    assert (again.counts["letters made"], again.findings) == (0, ())


# ---------------------------------------------------------------------------------------------- desks without addresses


@pytest.mark.parametrize(
    ("customers", "status"),
    [
        ("row | account | name\n2 | A1 | Abbot", "made"),
        ("row | account | name | address1 | town\n2 | A1 | Abbot | |", "held"),
        ("row | account | name | address1 | town\n2 | A1 | Abbot | 1 High St | Napier", "made"),
    ],
)
def test_letters_wait_for_an_address_only_where_the_desk_keeps_addresses(
    tmp_path: Path, customers: str, status: str
) -> None:
    frame = letters(book(**DEBTS | {"Customers": customers}), as_of=DAY, out=tmp_path).run.frames["Letters"]
    assert [(row["channel"], row["status"]) for row in frame.to_dict("records")] == [("letter", status)]
