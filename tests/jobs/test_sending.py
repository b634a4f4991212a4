"""How notices go out: delivery, business and quiet days, closed channels, calls, the process told, fresh receipts."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from sheetops.errors import PolicyError
from sheetops.jobs.arrears import arrears
from sheetops.jobs.invitations import _reply_by
from sheetops.jobs.letters import letters
from sheetops.jobs.renewals import renewals
from sheetops.model import Run
from tests.jobs.small_desk import book

Day = dt.date
STAGES = """
row | ladder   | level | mode               | days | channel | template     | unit
2   | standard | 1     | due_plus           | 10   | email   | reminder-1   | {unit}
3   | standard | 2     | since_last_notice  | 14   | letter  | reminder-2   |
4   | standard | 3     | since_last_notice  | 7    | phone   | final-call   |
5   | renewal  | 1     | days_before_expiry | 30   | phone   | renewal-call |
"""
CUSTOMERS = """
row | account | name  | email            | phone       | address1  | town   |
2   | A1      | Abbot | abbot@post.co.nz | 09 300 1000 | 1 High St | Napier |
"""
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount
2   | INV-1 | A1      | invoice | 2026-05-01 | 2026-06-01 | 100.00
3   | INV-2 | A1      | invoice | 2026-01-01 | 2026-01-05 | 10.00
4   | REC-1 | A1      | receipt | 2026-06-10 |            | 10.00
"""
LEVEL_2 = """
row | account | entry | ladder   | level | sent_on    | channel | template
2   | A1      | INV-1 | standard | 1     | 2026-06-11 | email   | reminder-1
3   | A1      | INV-1 | standard | 2     | 2026-06-25 | letter  | reminder-2
"""
HEAD = "row | account | at | channel | direction | outcome"


def _run(as_of: Day, policy: str = "", unit: str = "", stale_ok: str = "", **more: str) -> Run:
    settings = "row | setting | value | applies_to\n2 | currency | NZD |\n" + policy
    tables = {"Policy": settings, "Stages": STAGES.format(unit=unit), "Customers": CUSTOMERS, "Ledger": LEDGER} | more
    return arrears(book(**tables), as_of=as_of, stale_ok=stale_ok).run


def _row(as_of: Day, policy: str = "", **more: str) -> dict[str, Any]:
    return dict(_run(as_of, policy, **more).frames["Arrears"].iloc[0])


def test_ten_business_days_after_1_june_is_15_june_and_a_holiday_makes_it_16() -> None:
    assert _row(Day(2026, 6, 12), unit="business_days")["status"] == "overdue"
    row = _row(Day(2026, 6, 15), unit="business_days")
    assert (row["status"], "10 business days have passed" in row["reason"]) == ("notice due", True)
    closed = "row | calendar | date | name\n2 | NZ | 2026-06-08 | King"
    assert _row(Day(2026, 6, 15), unit="business_days", Holidays=closed)["status"] == "overdue"
    assert _row(Day(2026, 6, 16), unit="business_days", Holidays=closed)["status"] == "notice due"


def test_a_notice_period_runs_from_the_day_on_which_the_letter_counts_as_delivered() -> None:
    post = "3 | deemed_delivery | email 0, letter 3 |"
    assert _row(Day(2026, 7, 2), Notices=LEVEL_2)["status"] == "notice due"
    assert _row(Day(2026, 7, 4), post, Notices=LEVEL_2)["status"] == "noticed"
    row = _row(Day(2026, 7, 5), post, Notices=LEVEL_2)
    assert row["status"] == "notice due"
    assert "went out on 25/06/2026 by letter, which counts as delivered on 28/06/2026" in row["reason"]


@pytest.mark.parametrize(
    ("setting", "why", "opens"),
    [
        ("quiet_days | thursday", "a Thursday", "Friday 12/06/2026"),
        ("quiet_periods | 06-05 to 06-14", "in the quiet period 06-05 to 06-14", "Monday 15/06/2026"),
        (
            "quiet_periods | 2026-06-11 to 2026-06-11",
            "in the quiet period 2026-06-11 to 2026-06-11",
            "Friday 12/06/2026",
        ),
        ("quiet_periods | 12-01 to 06-11", "in the quiet period 12-01 to 06-11", "Friday 12/06/2026"),
    ],
)
def test_on_a_quiet_day_nothing_goes_out_and_the_next_open_day_is_told(setting: str, why: str, opens: str) -> None:
    row = _row(Day(2026, 6, 11), f"3 | {setting} |")
    assert row["status"] == "held"
    assert row["held"] == f"nothing goes out on 11/06/2026, {why}; the next day is {opens}"
    assert f"{row['next_action_on']:%d/%m/%Y}" in opens
    before = _row(Day(2026, 6, 10), f"3 | {setting} |")
    assert (before["status"], f"{before['next_action_on']:%d/%m/%Y}" in opens) == ("overdue", True)


def test_a_bounced_e_mail_goes_by_letter_and_a_returned_letter_then_by_telephone() -> None:
    bounced = f"{HEAD}\n2 | A1 | 2026-06-05 | email | out | bounced"
    row = _row(Day(2026, 6, 11), Contacts=bounced)
    assert (row["channel"], "By letter, because an e-mail came back on 05/06/2026." in row["reason"]) == (
        "letter",
        True,
    )
    both = f"{bounced}\n3 | A1 | 2026-06-06 | letter | out | returned"
    row = _row(Day(2026, 6, 11), Contacts=both)
    assert row["channel"] == "phone"
    assert "because an e-mail came back on 05/06/2026 and a letter came back on 06/06/2026." in row["reason"]
    none = _row(Day(2026, 6, 11), Contacts=f"{both}\n4 | A1 | 2026-06-07 | phone | out | wrong number")
    assert (none["status"], "did not work on 07/06/2026" in none["held"]) == ("held", True)
    assert _row(Day(2026, 6, 4), Contacts=bounced)["channel"] == "email"


def test_a_call_stage_waits_between_calls_is_done_when_spoken_to_and_else_goes_by_e_mail() -> None:
    one = f"{HEAD}\n2 | A1 | 2026-07-02 | phone | out | no answer"
    assert _row(Day(2026, 7, 2), Notices=LEVEL_2)["next_action"] == "call: final call"
    assert _row(Day(2026, 7, 2), Notices=LEVEL_2, Contacts=one)["held"] == (
        "called on 02/07/2026 (no answer), next call on or after 03/07/2026"
    )
    again = _row(Day(2026, 7, 3), Notices=LEVEL_2, Contacts=one)
    assert "1 of 3 call was made, the last on 02/07/2026 (no answer)." in again["reason"]
    three = f"{one}\n3 | A1 | 2026-07-03 | phone | out | no answer\n4 | A1 | 2026-07-06 | phone | out | busy"
    gave_up = _row(Day(2026, 7, 7), Notices=LEVEL_2, Contacts=three)
    assert gave_up["channel"] == "email"
    assert "By e-mail, because 3 calls reached nobody, the last on 06/07/2026 (busy)." in gave_up["reason"]
    spoke = _row(Day(2026, 7, 7), Notices=LEVEL_2, Contacts=f"{one}\n3 | A1 | 2026-07-03 | phone | out | spoke")
    assert (spoke["status"], spoke["level"]) == ("ladder ended", 3)
    earlier = _row(Day(2026, 7, 2), Notices=LEVEL_2, Contacts=f"{one}\n3 | A1 | 2026-07-03 | phone | out | spoke")
    assert earlier["level"] == 2


def test_a_level_waits_until_the_process_was_told_and_says_when_it_was() -> None:
    tell = "3 | tell_process | 1 |"
    assert "was not yet told what follows" in _row(Day(2026, 6, 11), tell)["held"]
    told = f"{HEAD}\n2 | A1 | 2026-06-04 | phone | out | told_process"
    row = _row(Day(2026, 6, 11), tell, Contacts=told)
    assert (row["status"], "What follows was told on 04/06/2026." in row["reason"]) == ("notice due", True)
    letter = _row(Day(2026, 7, 2), "3 | tell_process | 3 |", Notices=LEVEL_2)
    assert "What follows was told with the reminder 2 of 25/06/2026." in letter["reason"]


def test_old_receipts_stop_the_run_unless_somebody_answers_for_it() -> None:
    rule = "3 | max_receipt_age_days | 5 |"
    assert _run(Day(2026, 6, 15), rule).counts["newest receipt"] == "10/06/2026, 5 days old"
    with pytest.raises(PolicyError, match="10/06/2026, 6 days old, and max_receipt_age_days allows 5"):
        _run(Day(2026, 6, 16), rule)
    assert _run(Day(2026, 6, 16), rule, stale_ok="Jane Smith").counts["run all the same by"] == "Jane Smith"
    assert _run(Day(2026, 6, 16), f"{rule}\n4 | stale_ok_by | Tom |").counts["run all the same by"] == "Tom"


def test_a_renewal_call_is_done_when_spoken_to() -> None:
    tables = {
        "Policy": "row | setting | value\n2 | currency | NZD",
        "Stages": STAGES.format(unit=""),
        "Customers": CUSTOMERS,
        "Licences": "row | licence | account | type | start | end\n2 | L-1 | A1 | music | 2025-07-01 | 2026-06-30",
        "Contacts": f"{HEAD}\n2 | A1 | 2026-06-02 | phone | out | spoke",
    }
    before, after = (renewals(book(**tables), as_of=Day(2026, 6, day)).run.frames["Renewals"].iloc[0] for day in (1, 2))
    assert before["next_action"] == "call: renewal call"
    assert "was done by telephone on 02/06/2026" in after["reason"]


TWO_LEVELS = """
row | entry | account | kind    | date       | due_date   | amount
2   | INV-1 | A1      | invoice | 2026-05-01 | 2026-06-01 | 100.00
3   | INV-2 | A1      | invoice | 2026-05-01 | 2026-06-15 | 50.00
4   | INV-3 | A1      | invoice | 2026-05-01 | 2026-06-16 | 70.00
"""


@pytest.mark.parametrize(
    ("per", "told"),
    [
        ("account", [["INV-1", "INV-2", "INV-3"]]),
        ("level", [["INV-1"], ["INV-2", "INV-3"]]),
        ("item", [["INV-1"], ["INV-2"], ["INV-3"]]),
    ],
)
def test_a_letter_tells_an_account_a_level_or_an_item(per: str, told: list[list[str]], tmp_path: Path) -> None:
    tables = {
        "Policy": f"row | setting | value\n2 | currency | NZD\n3 | supplier_name | Us\n4 | letters_per | {per}",
        "Stages": STAGES.format(unit=""),
        "Customers": CUSTOMERS,
        "Ledger": TWO_LEVELS,
        "Notices": LEVEL_2.splitlines()[1] + "\n" + LEVEL_2.splitlines()[2],
    }
    run = letters(book(**tables), as_of=Day(2026, 6, 26), out=tmp_path).run
    notices = run.frames["Notices"]
    found = sorted(sorted(rows["entry"]) for _, rows in notices.groupby("document"))
    assert found == told
    assert run.counts["letters made"] == len(told)


def _renewal(as_of: Day, unit: str, holidays: str = "") -> dict[str, Any]:
    tables = {
        "Policy": "row | setting | value\n2 | currency | NZD",
        "Stages": "row | ladder | level | mode | days | channel | template | unit\n"
        f"2 | renewal | 1 | days_before_expiry | 10 | email | renewal-reminder | {unit}",
        "Customers": CUSTOMERS,
        "Licences": "row | licence | account | type | start | end\n2 | L-1 | A1 | music | 2025-07-01 | 2026-06-30",
    } | ({"Holidays": f"row | calendar | date | name\n2 | NZ | {holidays} | King"} if holidays else {})
    return dict(renewals(book(**tables), as_of=as_of).run.frames["Renewals"].iloc[0])


def test_ten_business_days_before_30_june_is_16_june_and_a_holiday_makes_it_15() -> None:
    assert _renewal(Day(2026, 6, 15), "business_days")["next_action_on"].date() == Day(2026, 6, 16)
    assert _renewal(Day(2026, 6, 16), "business_days")["next_action"] == "send renewal reminder by e-mail"
    assert _renewal(Day(2026, 6, 15), "business_days", "2026-06-22")["next_action"] != ""
    assert _renewal(Day(2026, 6, 14), "business_days", "2026-06-22")["next_action_on"].date() == Day(2026, 6, 15)
    assert _renewal(Day(2026, 6, 19), "days")["next_action_on"].date() == Day(2026, 6, 20)


def test_a_letter_without_a_postal_address_waits_or_goes_by_e_mail() -> None:
    nowhere = CUSTOMERS.replace("1 High St", "         ")
    level_1 = "\n".join(LEVEL_2.splitlines()[:3])
    waiting = _row(Day(2026, 6, 26), Customers=nowhere, Notices=level_1)
    assert waiting["channel"] == "letter"
    rule = "3 | without_address | fall_back |"
    instead = _row(Day(2026, 6, 26), rule, Customers=nowhere, Notices=level_1)
    assert (instead["channel"], "By e-mail, because there is no postal address." in instead["reason"]) == (
        "email",
        True,
    )
    assert _row(Day(2026, 6, 26), rule, Notices=level_1)["channel"] == "letter"


@pytest.mark.parametrize(
    ("end", "then", "expected"),
    [
        (Day(2026, 7, 31), None, Day(2026, 7, 31)),
        (Day(2026, 7, 31), Day(2026, 7, 10), Day(2026, 7, 9)),
        (Day(2026, 6, 30), None, Day(2026, 7, 17)),
        (Day(2026, 7, 31), Day(2026, 7, 3), Day(2026, 7, 3)),
    ],
)
def test_an_answer_to_a_renewal_is_never_asked_for_before_its_letter_is_delivered(
    end: Day, then: Day | None, expected: Day
) -> None:
    assert _reply_by(Day(2026, 7, 3), 14, end, then) == expected
