"""What promises and plans mean for chasing: held while they stand, no longer, and broken ones are told."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from tests.rules.case import Case

Sheet = Callable[..., pd.DataFrame]
Day = dt.date

STAGES = """
row | ladder   | level | mode              | days | channel | template
2   | standard | 1     | due_plus          | 7    | email   | reminder-1
3   | standard | 2     | since_last_notice | 30   | email   | final-reminder
"""
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount  | applies_to
2   | INV-1 | A1      | invoice | 2026-03-13 | 2026-04-12 | 1250.00 |
"""
NOTICE = "2 | A1 | INV-1 | standard | 1 | 2026-05-20 | email"
PROMISE = "2 | P-1 | A1 | 2026-05-25 | 2026-06-05 | 400.00"
PLAN = "2 | L-1 | A1 | 2026-05-25 | 2026-06-05 | weekly | 10 | | |"
PAID = LEDGER + "3 | R-1 | A1 | receipt | 2026-06-03 | | {} |"


def row(sheet: Sheet, as_of: Day, ledger: str = LEDGER, **more: Any) -> pd.Series:
    terms = {name: more.pop(name) for name in list(more) if name in ("at_once",)}
    case = Case(sheet, ledger, **{"stages": STAGES, "notices": NOTICE} | more)
    return case.arrears(as_of, **terms).set_index("account").loc["A1"]


@pytest.mark.parametrize(
    ("as_of", "paid", "status"),
    [
        (Day(2026, 5, 24), "0.01", "noticed"),
        (Day(2026, 5, 25), "0.01", "held"),
        (Day(2026, 6, 8), "0.01", "held"),
        (Day(2026, 6, 9), "0.01", "noticed"),
        (Day(2026, 6, 2), "400.00", "held"),
        (Day(2026, 6, 3), "400.00", "noticed"),  # kept: what else is owed is chased again from that day on
        (Day(2026, 6, 3), "399.99", "held"),
    ],
)
def test_a_promise_holds_until_it_is_kept_or_broken(sheet: Sheet, as_of: Day, paid: str, status: str) -> None:
    assert row(sheet, as_of, PAID.format(paid), promises=PROMISE)["status"] == status


def test_after_a_broken_promise_reminders_go_on_where_they_stopped_and_say_so(sheet: Sheet) -> None:
    waiting = row(sheet, Day(2026, 6, 18), promises=PROMISE)
    assert waiting["reason"] == (
        "Level 1 went out on 20/05/2026 for invoice INV-1 of 1,250.00, due 12/04/2026. The promise of 400.00 due "
        "05/06/2026 was broken. Next: level 2 (final reminder) by e-mail on or after 19/06/2026."
    )
    due = row(sheet, Day(2026, 6, 19), promises=PROMISE)
    assert due["reason"] == (
        "Level 2 (final reminder) because invoice INV-1 of 1,250.00 fell due on 12/04/2026 and level 1 went out on "
        "20/05/2026; 30 days have passed. The promise of 400.00 due 05/06/2026 was broken. "
        "Next: no further level; a person decides."
    )


def test_a_promise_kept_in_part_says_what_is_missing(sheet: Sheet) -> None:
    said = row(sheet, Day(2026, 6, 18), PAID.format("150.00"), promises=PROMISE)["reason"]
    assert " The promise of 400.00 due 05/06/2026 was kept in part only, 250.00 is missing. Next:" in said


def test_where_the_desk_wants_it_a_broken_promise_brings_the_next_level_at_once(sheet: Sheet) -> None:
    assert row(sheet, Day(2026, 6, 8), promises=PROMISE, at_once=True)["status"] == "held"
    due = row(sheet, Day(2026, 6, 9), promises=PROMISE, at_once=True)
    assert (due["status"], due["next_level"]) == ("notice due", 2)
    assert due["reason"] == (
        "Level 2 (final reminder) because invoice INV-1 of 1,250.00 fell due on 12/04/2026 and what was arranged was "
        "not kept. The promise of 400.00 due 05/06/2026 was broken. Next: no further level; a person decides."
    )


def test_at_once_skips_no_level_and_repeats_none(sheet: Sheet) -> None:
    first = row(sheet, Day(2026, 6, 9), promises=PROMISE, at_once=True, notices="")
    assert (first["status"], first["next_level"]) == ("notice due", 1)
    sent = NOTICE + "\n3 | A1 | INV-1 | standard | 2 | 2026-06-09 | email"
    assert row(sheet, Day(2026, 6, 10), promises=PROMISE, at_once=True, notices=sent)["status"] == "ladder ended"


@pytest.mark.parametrize(("sent", "told"), [("2026-06-08", True), ("2026-06-09", False)])
def test_what_was_broken_is_told_until_the_next_notice_has_gone_out(sheet: Sheet, sent: str, told: bool) -> None:
    notices = NOTICE.replace("2026-05-20", sent)
    assert ("was broken" in row(sheet, Day(2026, 6, 18), promises=PROMISE, notices=notices)["reason"]) is told


@pytest.mark.parametrize(("due", "told"), [("2026-06-08", True), ("2026-06-09", False)])
def test_what_was_broken_before_an_item_fell_due_does_not_concern_it(sheet: Sheet, due: str, told: bool) -> None:
    ledger = LEDGER.replace("2026-04-12", due)
    assert ("was broken" in row(sheet, Day(2026, 6, 30), ledger, promises=PROMISE, notices="")["reason"]) is told


@pytest.mark.parametrize(
    ("as_of", "status", "held"),
    [
        (Day(2026, 5, 24), "noticed", ""),
        (Day(2026, 5, 25), "held", "plan L-1 in good standing, next 125.00 on 05/06/2026"),
        (Day(2026, 6, 8), "held", "plan L-1 in good standing, next 125.00 on 05/06/2026"),
        (
            Day(2026, 6, 9),
            "held",
            "plan L-1 is behind, 125.00 missing since 05/06/2026, broken on 23/06/2026 if it does not come",
        ),
        (
            Day(2026, 6, 22),
            "held",
            "plan L-1 is behind, 250.00 (2 instalments) missing since 05/06/2026, "
            "broken on 23/06/2026 if it does not come",
        ),
        (Day(2026, 6, 23), "notice due", ""),
    ],
)
def test_a_plan_holds_until_it_is_broken(sheet: Sheet, as_of: Day, status: str, held: str) -> None:
    found = row(sheet, as_of, plans=PLAN)
    assert (found["status"], found["held"]) == (status, held)


def test_an_account_whose_plan_cannot_be_followed_waits_until_it_is_mended(sheet: Sheet) -> None:
    plan = PLAN.replace("10 | | |", "3 | 700.00 | 1250.00 |")
    found = row(sheet, Day(2026, 6, 30), plans=plan)
    assert (found["status"], found["held"]) == ("held", "plan L-1 cannot be followed as it stands, see Problems")
    assert row(sheet, Day(2026, 6, 30), plans=plan, promises=PROMISE.replace("06-05", "07-05"))["held"].startswith(
        "promise"
    )


def test_a_broken_plan_says_so(sheet: Sheet) -> None:
    assert " Plan L-1 was broken on 23/06/2026. Next:" in row(sheet, Day(2026, 6, 23), plans=PLAN)["reason"]


def test_at_once_goes_for_plans_too(sheet: Sheet) -> None:
    notices = NOTICE.replace("2026-05-20", "2026-06-01")
    assert row(sheet, Day(2026, 6, 23), plans=PLAN, notices=notices)["status"] == "noticed"
    assert row(sheet, Day(2026, 6, 23), plans=PLAN, notices=notices, at_once=True)["status"] == "notice due"


@pytest.mark.parametrize(
    ("as_of", "on"),
    [(Day(2026, 6, 1), "2026-06-09"), (Day(2026, 6, 9), "2026-06-23")],
)
def test_a_held_account_is_looked_at_again_when_its_plan_may_have_changed(sheet: Sheet, as_of: Day, on: str) -> None:
    found = row(sheet, as_of, plans=PLAN)
    assert (found["next_action"], found["next_action_on"]) == ("wait", pd.Timestamp(on))


def test_a_completed_plan_holds_nothing(sheet: Sheet) -> None:
    """A bill of the time before, which the plan did not cover, is chased again on the day of the last instalment."""
    plan = PLAN.replace("10 | | |", "10 | | 400.00 |")
    assert row(sheet, Day(2026, 6, 3), PAID.format("399.99"), plans=plan)["status"] == "held"
    assert row(sheet, Day(2026, 6, 3), PAID.format("400.00"), plans=plan)["status"] == "noticed"


def test_a_plan_goes_before_a_promise_and_the_promise_is_still_judged(sheet: Sheet) -> None:
    assert row(sheet, Day(2026, 6, 1), plans=PLAN, promises=PROMISE)["held"].startswith("plan L-1 in good standing")
    assert row(sheet, Day(2026, 6, 9), plans=PLAN, promises=PROMISE)["held"].startswith("plan L-1 is behind")


def test_a_broken_promise_under_a_running_plan_chases_nobody(sheet: Sheet) -> None:
    found = row(sheet, Day(2026, 6, 9), plans=PLAN, promises=PROMISE, at_once=True)
    assert found["status"] == "held"


def test_other_accounts_are_chased_as_ever(sheet: Sheet) -> None:
    ledger = LEDGER.replace("A1      | invoice", "A3      | invoice")
    case = Case(sheet, ledger, stages=STAGES.replace("standard", "slow    "), promises=PROMISE, plans=PLAN)
    rows = case.arrears(Day(2026, 6, 1)).set_index("account")
    assert rows.loc["A3", "status"] == "notice due"
