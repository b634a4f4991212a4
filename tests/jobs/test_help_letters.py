"""Letters about hardship and grants: to whom, when, once, in which language, and what holds one back."""

import datetime as dt
from pathlib import Path

import pytest

from sheetops.jobs.letters import letters
from sheetops.model import Run
from tests.jobs.small_desk import book, words_of

DAY = dt.date(2026, 6, 30)
POLICY = """
row | setting              | value
2   | currency             | AUD
3   | hardship_letter_days | 7
4   | grant_letter_days    | 14
"""
CUSTOMERS = """
row | account | name  | email            | language | channel | do_not_contact
2   | A1      | Abbot | abbot@post.co.nz |          | email   |
3   | A2      | Zając | zajac@post.pl    | pl       | email   |
4   | A3      | Cole  | cole@post.co.nz  |          | email   | yes
5   | A4      | Drake | drake@post.co.nz |          | email   |
"""
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount
2   | B1    | A1      | invoice | 2026-01-01 | 2026-02-01 | 820.00
3   | B2    | A2      | invoice | 2026-01-01 | 2026-02-01 | 1300.00
4   | B3    | A3      | invoice | 2026-01-01 | 2026-02-01 | 90.00
5   | B4    | A4      | invoice | 2026-01-01 | 2026-02-01 | 90.00
"""
HARDSHIP = """
row | account | entered_on | evidence     | evidence_until
2   | A1      | 2026-06-24 | Pension card | 2026-12-31
3   | A2      | 2026-06-24 |              |
4   | A3      | 2026-06-30 | Pension card |
5   | A4      | 2026-06-23 | Pension card |
"""
GRANTS = """
row | account | scheme     | applied_on | amount | decided_on | outcome
2   | A1      | URGS water | 2026-05-01 | 300    | 2026-06-17 | granted
3   | A2      | URGS water | 2026-05-01 | 400    | 2026-06-17 | declined
4   | A4      | URGS water | 2026-06-02 | 80     |            |
"""
TABLES = {"Policy": POLICY, "Customers": CUSTOMERS, "Ledger": LEDGER, "Hardship": HARDSHIP, "Grants": GRANTS}


def made(tmp_path: Path, **other: str) -> Run:
    return letters(book(**TABLES | other), as_of=DAY, out=tmp_path).run


def listed(run: Run) -> list[tuple[str, str, str]]:
    rows = run.frames["Letters"]
    return sorted(zip(rows["template"], rows["account"], rows["status"], strict=True))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    out = tmp_path_factory.mktemp("letters")
    return made(out), out


def test_who_is_written_to(whole: tuple[Run, Path]) -> None:
    """A4 entered on the eighth day; its application is 28 days old today."""
    run = whole[0]
    assert listed(run) == [
        ("grant-outcome", "A1", "made"), ("grant-outcome", "A2", "made"), ("grant-pending", "A4", "made"),
        ("hardship-information", "A1", "made"), ("hardship-information", "A2", "made"),
        ("hardship-information", "A3", "held"),
    ]  # fmt: skip
    notices = run.frames["Notices"]
    assert set(zip(notices["template"], notices["ladder"], strict=True)) == {
        ("grant-outcome", "grant"), ("grant-pending", "grant"), ("hardship-information", "hardship"),
    }  # fmt: skip


def said(run: Run, out: Path, template: str, account: str) -> str:
    rows = run.frames["Letters"].query("template == @template and account == @account")
    text = words_of(out / rows["file"].iloc[0])
    assert "«" not in text
    return text


@pytest.mark.parametrize(
    ("template", "account", "words"),
    [
        (
            "hardship-information", "A1",
            ("24 June 2026", "Pension card, holds to 31 December 2026", "we send you no reminders, we charge you no",
             "no late fees", "820.00"),
        ),
        (
            "hardship-information", "A2",
            ("24 czerwca 2026", "prosimy o przesłanie", "nie wysyłamy przypomnień", "najwyżej 650,00 AUD", "1 300,00"),
        ),
        ("grant-outcome", "A1", ("Your application was successful.", "URGS water", "300.00", "17 June 2026")),
        ("grant-outcome", "A2", ("tym razem nie został przyjęty", "17 czerwca 2026")),
        ("grant-pending", "A4", ("on 2 June 2026, 28 days ago", "80.00")),
    ],
)  # fmt: skip
def test_what_they_say(whole: tuple[Run, Path], template: str, account: str, words: tuple[str, ...]) -> None:
    text = said(*whole, template, account).replace("\u00a0", " ")
    assert [word for word in words if word not in text] == []


def test_the_letter_promises_what_the_desk_does_and_no_more(tmp_path: Path) -> None:
    run = made(tmp_path, Policy=POLICY + "5 | hardship_stops | fees, referral")
    text = said(run, tmp_path, "hardship-information", "A1")
    assert "we charge you no late fees and we pass your account to no collector." in text
    assert "reminders" not in text


def test_each_is_written_once(tmp_path: Path) -> None:
    """One written the day before what it is about does not count."""
    notices = """
    row | account | ladder   | level | sent_on    | channel | template
    2   | A1      | hardship | 1     | 2026-06-24 | email   | hardship-information
    3   | A2      | hardship | 1     | 2026-06-23 | email   | hardship-information
    4   | A1      | grant    | 1     | 2026-06-17 | email   | grant-outcome
    5   | A4      | grant    | 1     | 2026-06-10 | email   | grant-pending
    """
    left = {(template, account) for template, account, _ in listed(made(tmp_path, Notices=notices))}
    assert left == {("hardship-information", "A2"), ("hardship-information", "A3"), ("grant-outcome", "A2")}


def test_a_desk_that_wants_none_gets_none_and_one_without_the_sheets_neither(tmp_path: Path) -> None:
    assert listed(made(tmp_path, Policy="row | setting | value\n2 | currency | AUD")) == []
    bare = {name: TABLES[name] for name in ("Policy", "Customers", "Ledger")}
    assert letters(book(**bare), as_of=DAY, out=tmp_path).run.counts["letters due"] == 0


def test_what_is_not_known_holds_the_letter(tmp_path: Path) -> None:
    grants = GRANTS.replace("| 300    |", "|        |").replace("A4      | URGS water", "A4      | URGS watter")
    rows = made(tmp_path, Grants=grants).frames["Letters"].set_index(["template", "account"])["reason"]
    assert rows["grant-outcome", "A1"] == "the amount that was granted is missing, see Problems"
    assert rows["grant-pending", "A4"] == "the scheme is unknown, see Problems"
