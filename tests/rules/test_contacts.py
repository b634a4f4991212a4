"""Contacts: what people write about a call or letter, and what it says of reaching the customer."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from sheetops.rules.contacts import contact_history, contacts_made, contacts_since

Sheet = Callable[..., pd.DataFrame]
DAY = dt.date(2026, 6, 30)
CONTACTS = """
row | account | at               | channel | direction | outcome                   | next_action | next_on
2   | A1      | 2026-06-01 09:10 | phone   | out       | no answer                 | call again  | 2026-06-08
3   | A1      | 2026-06-08 10:00 | phone   |           | Spoke to Mary; told process |           |
4   | A2      | 2026-06-02       | phone   | out       | left a message            | ring back   | 2026-07-02
5   | A2      | 2026-06-03       | email   | in        | asks for a copy           |             |
6   | A3      | 2026-06-04       | email   | out       | Bounced                   |             |
7   | A3      | 2026-06-05       | letter  | out       | returned, gone away       |             |
8   | A3      | 2026-06-06       | letter  | out       | address corrected         |             |
9   | A4      | 2026-06-07       | phone   | out       | wrong number              |             |
10  | A4      | 2026-07-01       | phone   | in        | reached                   |             |
11  | A5      | 2026-06-09       | phone   | out       | call back                 |             | 2026-06-12
12  | A5      | 2026-06-12       | phone   | out       | no reply                  |             |
"""


@pytest.fixture
def made(sheet: Sheet) -> pd.DataFrame:
    """Return the contacts above as they were known on the day."""
    return contacts_made(sheet("Contacts", CONTACTS), DAY)


def _days(history: pd.DataFrame, column: str) -> dict[str, str]:
    known = history[column].dropna()
    return {account: f"{day:%Y-%m-%d}" for account, day in known.items()}


def test_attempts_are_counted_and_what_customers_did_is_not(made: pd.DataFrame) -> None:
    history = contact_history(made)
    assert history["attempts"].to_dict() == {"A1": 2, "A2": 1, "A3": 3, "A4": 1, "A5": 2}
    assert history["calls"].to_dict() == {"A1": 2, "A2": 1, "A3": 0, "A4": 1, "A5": 2}
    assert _days(history, "last_attempt")["A2"] == "2026-06-02"
    assert _days(history, "last_spoke") == {"A1": "2026-06-08"}
    assert _days(history, "last_reply") == {"A1": "2026-06-08", "A2": "2026-06-03"}
    assert _days(history, "told_on") == {"A1": "2026-06-08"}


def test_a_call_back_holds_until_the_next_call(made: pd.DataFrame) -> None:
    assert _days(contact_history(made), "call_back_on") == {"A2": "2026-07-02"}


def test_a_way_is_bad_until_it_is_corrected_or_somebody_answers_by_it(made: pd.DataFrame, sheet: Sheet) -> None:
    history = contact_history(made)
    assert _days(history, "bad_email") == {"A3": "2026-06-04"}
    assert _days(history, "bad_letter") == {}
    assert _days(history, "bad_phone") == {"A4": "2026-06-07"}
    later = contact_history(contacts_made(sheet("Contacts", CONTACTS), dt.date(2026, 7, 1)))
    assert _days(later, "bad_phone") == {}


def test_what_is_dated_after_the_day_was_not_known_then(sheet: Sheet) -> None:
    before = contacts_made(sheet("Contacts", CONTACTS), dt.date(2026, 6, 7))
    assert before.index.tolist() == [2, 4, 5, 6, 7, 8, 9]
    assert _days(contact_history(before), "call_back_on") == {"A1": "2026-06-08", "A2": "2026-07-02"}


def test_calls_since_a_day_are_those_of_that_day_and_after(made: pd.DataFrame) -> None:
    accounts = pd.Series(["A1", "A1", "A1", "A5", "B9"], index=[7, 3, 5, 2, 9])
    since = pd.Series(
        pd.to_datetime(["2026-06-01", "2026-06-02", "2026-06-09", "2026-06-09", "2026-06-01"]), accounts.index
    )
    found = contacts_since(made, accounts, since)
    assert found.index.tolist() == [7, 3, 5, 2, 9]
    assert found["calls"].tolist() == [2, 1, 0, 2, 0]
    assert found["outcome"].tolist() == [
        "Spoke to Mary; told process",
        "Spoke to Mary; told process",
        "",
        "no reply",
        "",
    ]
    assert found["spoke_on"].notna().tolist() == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("channel", "outcome", "expected"),
    [
        ("phone", "spoke", {"spoke"}),
        ("phone", "Reached", {"spoke"}),
        ("phone", "not reached", set()),
        ("phone", "told_process", {"spoke", "told"}),
        ("phone", "explained the escalation", {"spoke", "told"}),
        ("letter", "told process", {"told"}),
        ("phone", "rozmowa z księgową", {"spoke"}),
        ("phone", "nie odbiera", set()),
        ("phone", "promised to pay on Friday", {"spoke"}),
        ("phone", "returned my call, will pay", {"spoke"}),
        ("phone", "call returned", set()),
        ("phone", "number disconnected", {"failed"}),
        ("email", "undeliverable", {"failed"}),
        ("email", "no reply", set()),
        ("email", "replied", {"replied"}),
        ("letter", "zwrot - adresat nieznany", {"failed"}),
        ("email", "new e-mail address noted", {"corrected"}),
        ("email", "sent", set()),
        ("phone", "something else", set()),
    ],
)
def test_words_are_understood(sheet: Sheet, channel: str, outcome: str, expected: set[str]) -> None:
    table = f"""
    row | account | at         | channel   | direction | outcome
    2   | A1      | 2026-06-01 | {channel} | out       | {outcome}
    """
    row = contacts_made(sheet("Contacts", table), DAY).iloc[0]
    assert {name for name in ("spoke", "replied", "failed", "corrected", "told") if row[name]} == expected


def test_without_contacts_nothing_is_known(sheet: Sheet) -> None:
    none = contacts_made(sheet("Contacts", "", "account at channel outcome"), DAY)
    assert contact_history(none).empty
    since = pd.Series(pd.to_datetime(["2026-06-01"]))
    assert contacts_since(none, pd.Series(["A1"]), since)["calls"].tolist() == [0]
