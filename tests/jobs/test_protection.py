"""What hardship and grants applied for stop: notices in arrears and letters, and what other parts ask about."""

import datetime as dt

import pytest

from sheetops.jobs.arrears import arrears
from sheetops.jobs.desk import open_desk
from sheetops.jobs.protection import protection
from sheetops.rules.holds import open_holds
from tests.jobs.small_desk import book

DAY = dt.date(2026, 6, 30)
TABLES = {
    "Stages": """
    row | ladder   | level | mode     | days | channel | template
    2   | standard | 1     | due_plus | 7    | email   | reminder-1
    """,
    "Customers": """
    row | account | name  | email
    2   | A1      | Abbot | abbot@post.co.nz
    3   | A2      | Burns | burns@post.co.nz
    4   | A3      | Cole  | cole@post.co.nz
    5   | A4      | Drake | drake@post.co.nz
    6   | A5      | Evans | evans@post.co.nz
    """,
    "Ledger": """
    row | entry | account | kind    | date       | due_date   | amount
    2   | INV-1 | A1      | invoice | 2026-03-01 | 2026-04-01 | 600.00
    3   | INV-2 | A2      | invoice | 2026-03-01 | 2026-04-01 | 600.00
    4   | INV-3 | A3      | invoice | 2026-03-01 | 2026-04-01 | 600.00
    5   | INV-4 | A4      | invoice | 2026-03-01 | 2026-04-01 | 600.00
    6   | INV-5 | A5      | invoice | 2026-03-01 | 2026-04-01 | 600.00
    """,
    "Hardship": """
    row | account | entered_on | evidence | evidence_until | left_on
    2   | A1      | 2026-05-01 | card     |                |
    3   | A2      | 2026-01-01 | card     | 2026-05-01     |
    4   | A3      | 2026-05-01 | card     | 31/02/2026     |
    """,
    "Grants": """
    row | account | scheme     | applied_on | amount | decided_on | outcome
    2   | A4      | URGS water | 2026-06-01 | 300    |            |
    3   | A5      | URGS water | 2026-05-01 | 300    | 2026-06-20 | granted
    """,
}


def held(**other: str) -> dict[str, str]:
    rows = arrears(book(**TABLES | other), as_of=DAY).run.frames["Arrears"]
    return dict(zip(rows["account"], rows["held"], strict=True))


def test_hardship_stops_notices_and_says_why() -> None:
    """A2's evidence and grace have run out; A3's row cannot be read, so the account waits for it."""
    assert held() == {
        "A1": "hold (in hardship since 01/05/2026, card)",
        "A2": "",
        "A3": "hold (a row of Hardship for it has an error, see Problems)",
        "A4": "",
        "A5": "",
    }


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("hardship_stops", "fees, referral", ""),
        ("hardship_stops", "none", ""),
        ("hardship_stops", "notices", "hold (in hardship since 01/05/2026, card)"),
    ],
)
def test_what_hardship_stops_is_a_setting(setting: str, value: str, expected: str) -> None:
    assert held(Policy=f"row | setting | value\n2 | {setting} | {value}")["A1"] == expected


def test_a_grant_applied_for_stops_what_the_desk_says() -> None:
    policy = "row | setting | value\n2 | grant_pending_stops | notices"
    rows = held(Policy=policy)
    assert (rows["A4"], rows["A5"]) == ("hold (grant URGS water applied for on 01/06/2026, not decided)", "")


@pytest.mark.parametrize(
    ("what", "accounts"),
    [("notices", ["A1"]), ("fees", ["A1"]), ("restriction", ["A1", "A4"]), ("referral", ["A1", "A4"])],
)
def test_other_parts_ask_what_is_protected(what: str, accounts: list[str]) -> None:
    desk = open_desk(book(**TABLES), DAY, ("Customers", "Holds", "Hardship", "Grants"))
    rows = protection(desk, what)
    assert list(rows.columns) == list(desk.frames["Holds"].columns)
    assert rows.dtypes.to_dict() == desk.frames["Holds"].dtypes.to_dict()
    assert sorted(open_holds(rows, DAY, "account").index) == accounts


@pytest.mark.parametrize(
    ("as_of", "accounts"),
    [
        ("2026-04-30", ["A2"]),
        ("2026-05-29", ["A1", "A2", "A5"]),
        ("2026-06-19", ["A1", "A4", "A5"]),
        ("2026-06-20", ["A1", "A4"]),
    ],
)
def test_on_another_day_others_are_protected(as_of: str, accounts: list[str]) -> None:
    day = dt.date.fromisoformat(as_of)
    desk = open_desk(book(**TABLES), day, ("Customers", "Holds", "Hardship", "Grants"))
    assert sorted(open_holds(protection(desk, "referral"), day, "account").index) == accounts
