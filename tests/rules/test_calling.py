"""Calls: who is called, who is written to, who waits, in which order, and what past contacts say."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from sheetops.rules.calling import CallTerms, call_history, planned
from sheetops.rules.contacts import contacts_made

DAY = dt.date(2026, 6, 30)
"""A Tuesday."""

TERMS = CallTerms(DAY)


def cases(*rows: dict[str, Any]) -> pd.DataFrame:
    usual = {
        "currency": "NZD", "value": 10000, "caller": "Tom", "urgency": 30, "promise_due": pd.NaT, "held": "",
        "last_letter": pd.NaT, "because": "NZD 100.00 is overdue.", "phone": "09 555 0101", "email": "a@b.example",
        "channel": "", "has_address": True,
    }  # fmt: skip
    frame = pd.DataFrame([usual | {"account": f"A{number}"} | row for number, row in enumerate(rows, 1)])
    return frame.astype({"promise_due": "datetime64[s]", "last_letter": "datetime64[s]"})


HEAD = "row | account | at | by | channel | direction | outcome | next_action | next_on\n"


def plan(sheet: Any, case: dict[str, Any] | pd.DataFrame, contacts: str = "", terms: CallTerms = TERMS) -> Any:
    log = sheet("Contacts", HEAD + contacts)
    rows = case if isinstance(case, pd.DataFrame) else cases(case)
    found = planned(rows, call_history(contacts_made(log, DAY), terms), terms)
    return found if isinstance(case, pd.DataFrame) else found.iloc[0]


def vain(*days: int) -> str:
    lines = [f"{n} | A1 | 2026-06-{d:02} 10:00 | Tom | phone | out | no answer | |" for n, d in enumerate(days, 2)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("case", "contacts", "do", "why"),
    [
        ({}, "", "call", "NZD 100.00 is overdue."),
        ({"held": "disputed"}, "", "none", "Not called: disputed."),
        ({"phone": ""}, "", "email", "E-mail, because there is no telephone number. NZD 100.00 is overdue."),
        ({"phone": "", "email": ""}, "", "letter",
         "Letter, because there is no telephone number and no e-mail address. NZD 100.00 is overdue."),
        ({"phone": "", "email": "", "has_address": False}, "", "none",
         "Not today: cannot be reached: there is no telephone number, no e-mail address, no postal address."),
        ({}, vain(15, 22), "call", "NZD 100.00 is overdue."),
        ({}, vain(15, 17, 22), "email", "E-mail, because nobody was reached in 3 calls. NZD 100.00 is overdue."),
        ({}, "2 | A1 | 2026-05-31 10:00 | Tom | phone | out | no answer | |\n" + vain(17, 22).replace("2 |", "3 |", 1)
         .replace("\n3 |", "\n4 |"), "call", "NZD 100.00 is overdue."),  # the first is out of the window of 30 days
        ({}, vain(29), "call", "NZD 100.00 is overdue."),  # yesterday: one business day ago
        ({}, vain(30), "none", "Not today: called on 30/06/2026, the next try is on or after 01/07/2026."),
        ({}, "2 | A1 | 2026-06-23 10:00 | Tom | phone | out | spoke | |", "call", "NZD 100.00 is overdue."),
        ({}, "2 | A1 | 2026-06-24 10:00 | Tom | phone | out | spoke | |", "none",
         "Not today: spoken to on 24/06/2026, the next call is on or after 01/07/2026."),
        ({}, "2 | A1 | 2026-06-24 10:00 | Tom | phone | out | wrong number | |", "email",
         "E-mail, because the telephone number failed on 24/06/2026. NZD 100.00 is overdue."),
        ({}, "2 | A1 | 2026-06-24 10:00 | Tom | phone | out | call back | call back | 2026-06-30", "call",
         "Call back due since 30/06/2026. NZD 100.00 is overdue."),
        ({}, "2 | A1 | 2026-06-24 10:00 | Tom | phone | out | call back | call back | 2026-07-01", "none",
         "Not today: a call back is agreed for 01/07/2026."),
        ({"promise_due": pd.Timestamp("2026-07-02")}, "", "call",
         "A promise falls due on 02/07/2026. NZD 100.00 is overdue."),
        ({"promise_due": pd.Timestamp("2026-07-03")}, "", "call", "NZD 100.00 is overdue."),
        ({"phone": "", "last_letter": pd.Timestamp("2026-06-26")}, "", "none",
         "Not today: written to on 26/06/2026, the next may go on or after 01/07/2026."),
        ({"phone": "", "last_letter": pd.Timestamp("2026-06-25")}, "", "email",
         "E-mail, because there is no telephone number. NZD 100.00 is overdue."),
        ({"last_letter": pd.Timestamp("2026-06-29")}, "", "call", "NZD 100.00 is overdue."),  # a call is no letter
    ],
)  # fmt: skip
def test_what_is_done_today_and_why(sheet: Any, case: dict[str, Any], contacts: str, do: str, why: str) -> None:
    row = plan(sheet, case, contacts)
    assert (row["do"], row["why"]) == (do, why)


def test_calls_in_vain_count_from_the_last_conversation(sheet: Any) -> None:
    spoken = "2 | A1 | 2026-06-18 10:00 | Tom | phone | out | spoke | |\n"
    log = spoken + "3 | A1 | 2026-06-15 10:00 | Tom | phone | out | no answer | |\n"
    log += "4 | A1 | 2026-06-22 10:00 | Tom | phone | out | voicemail | |"
    row = plan(sheet, {}, log)
    assert (row["failed_calls"], row["calls"], row["do"]) == (1, 3, "call")


def test_the_order_is_call_back_promise_urgency_money(sheet: Any) -> None:
    rows = cases(
        {"account": "money", "value": 99900},
        {"account": "late", "urgency": 90},
        {"account": "promise", "promise_due": pd.Timestamp("2026-06-30"), "value": 100},
        {"account": "back", "urgency": 0, "value": 100},
        {"account": "little", "urgency": 0, "value": 100},
    )
    log = "2 | back | 2026-06-22 10:00 | Tom | phone | out | call back | call | 2026-06-30"
    found = plan(sheet, rows, log).set_index("account").sort_values("priority")
    assert list(found.index) == ["back", "promise", "late", "money", "little"]
    assert found["points"].tolist() == [1010, 543, 140, 83, 10]
    money_first = CallTerms(DAY, weights={"call_back": 0, "promise": 0, "expiry": 0, "value": 10})
    assert plan(sheet, rows, log, money_first).sort_values("priority")["account"].iloc[0] == "money"


def test_each_caller_has_an_order_of_his_own_and_currencies_do_not_compete(sheet: Any) -> None:
    rows = cases(
        {"caller": "Tom", "value": 500}, {"caller": "Mere", "value": 100, "currency": "JPY"},
        {"caller": "Tom", "value": 900}, {"caller": "Mere", "held": "disputed"},
    )  # fmt: skip
    found = plan(sheet, rows)
    assert found["priority"].tolist() == [2, 1, 1, pd.NA]
    assert found["points"].tolist()[:2] == [33 + 16, 33 + 50]


def test_best_channel_and_time_are_those_by_which_they_answered_most(sheet: Any) -> None:
    log = """2 | A1 | 2026-05-01 09:10 | Tom | phone | out | spoke   | |
3 | A1 | 2026-05-04 10:10 | Tom | phone | out | spoke   | |
4 | A1 | 2026-05-05 15:10 | Tom | phone | out | spoke   | |
5 | A1 | 2026-05-06 15:10 | Tom | email | in  | reply   | |
6 | A2 | 2026-05-06       | Tom | phone | out | spoke   | |
7 | A3 | 2026-05-06 17:30 | Tom | phone | out | no answer | |"""
    found = plan(sheet, cases({}, {}, {"channel": "email"}), log).set_index("account")
    assert found[["best_channel", "best_time"]].to_numpy().tolist() == [
        ["phone", "mornings"], ["phone", ""], ["email", ""],
    ]  # fmt: skip
    assert found.loc["A1", "said"] == "06/05/2026 Tom, e-mail: reply"


def test_later_contacts_change_nothing(sheet: Any) -> None:
    later = "3 | A1 | 2026-07-01 09:00 | Tom | phone | out | spoke | call | 2026-07-02"
    now, then = plan(sheet, {}, vain(15)), plan(sheet, {}, vain(15) + "\n" + later)
    pd.testing.assert_series_equal(now, then)


def test_nobody_to_call_is_an_answer_too(sheet: Any) -> None:
    assert plan(sheet, cases({})[:0]).empty
