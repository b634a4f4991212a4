"""Dunning: worked cases over months of runs, and both sides of everything that holds a notice back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from sheetops.rules.dunning import governing, listed
from tests.rules.case import Case

Sheet = Callable[..., pd.DataFrame]
Day = dt.date
MONTH_ENDS = [Day(2013, 1, 31), Day(2013, 2, 28), Day(2013, 3, 31), Day(2013, 4, 30), Day(2013, 5, 31)]
MONTH_ENDS += [Day(2013, 6, 30), Day(2013, 7, 31)]


# ------------------------------------------------------------------------------------------------------ worked cases


@pytest.mark.parametrize(
    ("case", "parts", "expected"),
    [
        ("A1 and A2", [("300.00", "2013-01-18"), ("700.00", "2013-02-28")], [(1, 2, 3), (3, 4, 5)]),
        ("A3", [("360.00", "2013-02-15"), ("840.00", "2013-03-31")], [(2, 3, 4), (4, 5, 6)]),
        ("A4", [("449.99", "2013-03-15"), ("1050.01", "2013-04-30")], [(3, 4, 5), (5, 6, 7)]),
    ],
)
def test_a1_to_a4_levels_climb_month_by_month(
    sheet: Sheet, case: str, parts: list[tuple[str, str]], expected: list[tuple[int, int, int]]
) -> None:
    (one, due_one), (two, due_two) = parts
    history = Case(
        sheet,
        f"""
        row | entry | account | kind    | date       | due_date  | amount | invoice
        2   | SI/1  | A1      | invoice | 2013-01-01 | {due_one} | {one}  | SI
        3   | SI/2  | A1      | invoice | 2013-01-01 | {due_two} | {two}  | SI
        """,
    ).runs(MONTH_ENDS)
    by_month = {entry: [(day.month, level) for day, level in rows] for entry, rows in history.items()}
    assert by_month == {
        entry: list(zip(months, (1, 2, 3), strict=True))
        for entry, months in zip(("SI/1", "SI/2"), expected, strict=True)
    }


def test_a10_nothing_goes_out_after_payment(sheet: Sheet) -> None:
    history = Case(
        sheet,
        """
        row | entry | account | kind    | date       | due_date   | amount  | applies_to
        2   | SI_16 | A1      | invoice | 2013-03-15 | 2013-04-14 | 1500.00 |
        3   | RC    | A1      | receipt | 2013-05-30 |            | 1500.00 | SI_16
        """,
    ).runs(MONTH_ENDS)
    assert history == {"SI_16": [(Day(2013, 4, 30), 1)]}


def test_a11_the_ladder_none_is_never_chased(sheet: Sheet) -> None:
    case = Case(
        sheet,
        """
        row | entry | account | kind    | date       | due_date   | amount  | ladder
        2   | S-1   | A2      | invoice | 2013-01-01 | 2013-01-15 | 2000.00 |
        3   | S-2   | A2      | invoice | 2013-02-01 | 2013-02-15 | 1200.00 |
        4   | S-3   | A2      | invoice | 2013-03-01 | 2013-03-15 | 1500.00 |
        5   | S-4   | A1      | invoice | 2013-03-01 | 2013-03-15 | 1500.00 | none
        """,
    )
    assert case.runs(MONTH_ENDS) == {}
    assert set(case.dun(MONTH_ENDS[-1])["held"]) == {"the ladder is none: never chased"}


@pytest.mark.parametrize(("received", "goes"), [("99.91", False), ("99.90", True), ("99.89", True)])
def test_a12_below_the_tolerance_is_not_chased_and_equal_is(sheet: Sheet, received: str, goes: bool) -> None:
    """Open 0.09, 0.10 and 0.11 with a tolerance of 0.10."""
    case = Case(
        sheet,
        f"""
        row | entry | account | kind    | date       | due_date   | amount     | applies_to
        2   | S-1   | A1      | invoice | 2013-01-01 | 2013-01-15 | 100.00     |
        3   | RC    | A1      | receipt | 2013-01-02 |            | {received} | S-1
        """,
    )
    assert bool(case.runs(MONTH_ENDS)) is goes


def test_d5_only_the_instalment_that_is_overdue_is_dunned(sheet: Sheet) -> None:
    """Due after 5 and 10 days, six days old."""
    case = Case(
        sheet,
        """
        row | entry | account | kind    | date       | due_date   | amount | invoice | applies_to
        2   | S/1   | A1      | invoice | 2026-06-01 | 2026-06-06 | 50.00  | S       |
        3   | S/2   | A1      | invoice | 2026-06-01 | 2026-06-11 | 50.00  | S       |
        4   | RC    | A1      | receipt | 2026-06-08 |            | 50.00  |         | S
        """,
        stages="""
        row | ladder   | level | mode     | days | channel | template
        2   | standard | 1     | due_plus | 1    | email   | reminder-1
        """,
    )
    assert case.dun(Day(2026, 6, 7)).query("due")["entry"].tolist() == ["S/1"]
    after = case.dun(Day(2026, 6, 8))
    assert (after["entry"].tolist(), after["due"].tolist()) == (["S/2"], [False])


def test_d8_one_item_of_500_is_overdue(sheet: Sheet) -> None:
    item = Case(
        sheet,
        """
        row | entry | account | kind    | date       | due_date   | amount
        2   | INV-1 | A1      | invoice | 2026-06-01 | 2026-06-25 | 500.00
        3   | INV-2 | A1      | invoice | 2026-06-01 | 2026-07-30 | 1000.00
        """,
    ).dun(Day(2026, 6, 30))
    assert item.loc[listed(item), ["entry", "outstanding"]].to_numpy().tolist() == [["INV-1", 50_000]]


def test_e1_states_by_age_over_daily_runs(sheet: Sheet) -> None:
    history = Case(
        sheet,
        """
        row | entry | account | kind    | date       | due_date   | amount
        2   | INV-1 | A1      | invoice | 2012-05-31 | 2012-05-31 | 100.00
        """,
        stages="""
        row | ladder   | level | mode     | days | channel | template
        2   | standard | 1     | due_plus | 30   | email   | reminder-1
        3   | standard | 2     | due_plus | 40   | email   | reminder-2
        4   | standard | 3     | due_plus | 50   | letter  | final-notice
        """,
    ).runs([Day(2012, 5, 31) + dt.timedelta(days=n) for n in range(70)])
    assert history == {"INV-1": [(Day(2012, 6, 30), 1), (Day(2012, 7, 10), 2), (Day(2012, 7, 20), 3)]}


@pytest.mark.parametrize(("amount", "goes"), [("99.99", False), ("100.00", True), ("200.00", True)])
def test_e2_thresholds_are_inclusive(sheet: Sheet, amount: str, goes: bool) -> None:
    item = Case(
        sheet,
        f"""
        row | entry | account | kind    | date       | due_date   | amount
        2   | INV-1 | A1      | invoice | 2026-01-01 | 2026-01-31 | {amount}
        """,
    ).dun(Day(2026, 6, 30), tolerance={"": 10_000})
    assert item["due"].tolist() == [goes]


# -------------------------------------------------------------------------------------------------------- trigger days

ONE = """
row | entry | account | kind    | date       | due_date   | amount
2   | INV-1 | A1      | invoice | 2026-03-13 | 2026-04-12 | 1250.00
"""


def _due(sheet: Sheet, as_of: Day, notices: str = "", **more: Any) -> tuple[int, bool]:
    item = Case(sheet, more.pop("ledger", ONE), notices, **more).dun(as_of).iloc[0]
    return int(item["next_level"]), bool(item["due"])


@pytest.mark.parametrize(("as_of", "due"), [(Day(2026, 4, 21), False), (Day(2026, 4, 22), True)])
def test_due_plus_counts_from_the_due_day_inclusive(sheet: Sheet, as_of: Day, due: bool) -> None:
    assert _due(sheet, as_of) == (1, due)


@pytest.mark.parametrize(("as_of", "due"), [(Day(2026, 5, 30), False), (Day(2026, 5, 31), True)])
def test_end_of_month_is_the_last_day_of_the_month_of_due_plus_days(sheet: Sheet, as_of: Day, due: bool) -> None:
    """12 April + 30 days is 12 May, its month ends on the 31st."""
    assert _due(sheet, as_of, "2 | A1 | INV-1 | standard | 1 | 2026-04-22 | email") == (2, due)


@pytest.mark.parametrize(
    ("due_on", "last_day"),
    [("2026-01-29", Day(2026, 2, 28)), ("2026-01-30", Day(2026, 3, 31)), ("2026-02-01", Day(2026, 3, 31))],
)
def test_g_end_of_month_when_due_plus_days_is_a_month_end_itself(sheet: Sheet, due_on: str, last_day: Day) -> None:
    """29 January + 30 days is 28 February, the month end itself; one day later it is March's."""
    ledger = f"""
    row | entry | account | kind    | date       | due_date | amount
    2   | INV-1 | A1      | invoice | 2026-01-01 | {due_on} | 100.00
    """
    notices = "2 | A1 | INV-1 | standard | 1 | 2026-02-10 | email"
    assert _due(sheet, last_day - dt.timedelta(days=1), notices, ledger=ledger) == (2, False)
    assert _due(sheet, last_day, notices, ledger=ledger) == (2, True)


@pytest.mark.parametrize(("as_of", "due"), [(Day(2026, 6, 9), False), (Day(2026, 6, 10), True)])
def test_since_last_notice_counts_from_the_day_that_it_went_out(sheet: Sheet, as_of: Day, due: bool) -> None:
    notices = """
    2 | A1 | INV-1 | standard | 1 | 2026-04-22 | email
    3 | A1 | INV-1 | standard | 2 | 2026-05-31 | email
    """
    assert _due(sheet, as_of, notices) == (3, due)


def test_a_late_run_delays_and_never_skips(sheet: Sheet) -> None:
    """A year late: level 1 today, level 2 not before it went out and the gap between letters has passed."""
    assert _due(sheet, Day(2027, 4, 12)) == (1, True)
    sent = "2 | A1 | INV-1 | standard | 1 | 2027-04-12 | email"
    assert _due(sheet, Day(2027, 4, 16), sent) == (2, False)
    assert _due(sheet, Day(2027, 4, 17), sent) == (2, True)


def test_after_the_last_level_nothing_goes_out_by_itself(sheet: Sheet) -> None:
    item = Case(sheet, ONE, "2 | A1 | INV-1 | standard | 3 | 2026-05-31 | letter").dun(Day(2027, 1, 1)).iloc[0]
    assert (item["level"], item["mode"], item["due"], item["held"]) == (3, "", False, "")


def test_the_last_notice_is_the_latest_whatever_its_level(sheet: Sheet) -> None:
    notices = """
    2 | A1 | INV-1 | standard | 2 | 2026-05-01 | email
    3 | A1 | INV-1 | standard | 1 | 2026-05-02 | email
    4 | A1 | INV-1 | standard | 3 | 2026-04-30 | email
    """
    assert _due(sheet, Day(2026, 5, 31), notices) == (2, True)


def test_notices_of_tomorrow_and_of_other_entries_do_not_count(sheet: Sheet) -> None:
    notices = """
    2 | A1 | INV-1 | standard | 1 | 2026-05-02 | email
    3 | A1 | INV-9 | standard | 2 | 2026-04-01 | email
    """
    assert _due(sheet, Day(2026, 5, 1), notices) == (1, True)


# ------------------------------------------------------------------------------------------------------------- ladders


def test_the_entrys_ladder_goes_before_the_accounts_and_that_before_the_setting(sheet: Sheet) -> None:
    item = Case(
        sheet,
        """
        row | entry | account | kind    | date       | due_date   | amount | ladder
        2   | INV-1 | A1      | invoice | 2026-01-01 | 2026-01-31 | 100.00 |
        3   | INV-2 | A3      | invoice | 2026-01-01 | 2026-01-31 | 100.00 |
        4   | INV-3 | A3      | invoice | 2026-01-01 | 2026-01-31 | 100.00 | standard
        5   | INV-4 | A9      | invoice | 2026-01-01 | 2026-01-31 | 100.00 |
        """,
    ).dun(Day(2026, 6, 30))
    assert item["ladder"].tolist() == ["standard", "slow", "standard", "standard"]


def test_notices_of_another_ladder_do_not_count_on_the_new_one(sheet: Sheet) -> None:
    item = Case(
        sheet,
        """
        row | entry | account | kind    | date       | due_date   | amount | ladder
        2   | INV-1 | A1      | invoice | 2026-01-01 | 2026-01-31 | 100.00 | slow
        """,
        "2 | A1 | INV-1 | standard | 2 | 2026-04-01 | email",
    ).dun(Day(2026, 6, 30))
    assert item[["level", "next_level", "due"]].to_numpy().tolist() == [[0, 1, True]]


def test_a_ladder_without_stages_holds_back_and_says_so(sheet: Sheet) -> None:
    item = Case(sheet, ONE + "3 | INV-2 | A1 | invoice | 2026-01-01 | 2026-01-31 | 5.00").dun(
        Day(2026, 6, 30), ladder="unheard"
    )
    assert not item["due"].any()
    assert set(item["held"]) == {"the ladder unheard has no level 1 in the Stages sheet"}


def test_a_notice_that_names_no_entry_was_for_all_that_was_overdue_then(sheet: Sheet) -> None:
    item = Case(
        sheet,
        """
        row | entry | account | kind    | date       | due_date   | amount
        2   | INV-1 | A1      | invoice | 2026-01-01 | 2026-03-31 | 100.00
        3   | INV-2 | A1      | invoice | 2026-01-01 | 2026-04-01 | 100.00
        4   | INV-3 | A9      | invoice | 2026-01-01 | 2026-03-01 | 100.00
        """,
        "2 | A1 | | standard | 1 | 2026-04-01 | email",
    ).dun(Day(2026, 6, 30))
    assert dict(zip(item["entry"], item["level"], strict=True)) == {"INV-1": 1, "INV-2": 0, "INV-3": 0}


# ------------------------------------------------------------------------------------------------- what holds it back

LATE = Day(2026, 6, 30)


@pytest.mark.parametrize(
    ("span", "held"),
    [
        ("2026-06-01 | 2026-06-30", True),
        ("2026-06-01 | 2026-06-29", False),
        ("2026-06-30 |", True),
        ("2026-07-01 |", False),
        (" | 2026-06-30", True),
        (" | 2026-06-29", False),
        (" | ", True),
        ("2026-06-30 | 2026-06-30", True),
    ],
)
@pytest.mark.parametrize("on", ["A1 | ", " | INV-1", "A1 | INV-1"])
def test_a_hold_covers_its_first_and_its_last_day(sheet: Sheet, on: str, span: str, held: bool) -> None:
    item = Case(sheet, ONE, holds=f"2 | {on} | complaint | {span}").dun(LATE).iloc[0]
    assert (item["due"], item["held"].startswith("hold (complaint)")) == (not held, held)


def test_a_hold_on_one_entry_leaves_the_others(sheet: Sheet) -> None:
    ledger = ONE + "3 | INV-2 | A1 | invoice | 2026-03-13 | 2026-04-12 | 5.00"
    item = Case(sheet, ledger, holds="2 | A1 | INV-2 | complaint | | 2026-07-05").dun(LATE)
    assert dict(zip(item["entry"], item["due"], strict=True)) == {"INV-1": True, "INV-2": False}
    assert item.loc[listed(item), "entry"].tolist() == ["INV-1"]
    assert item["held"].tolist() == ["", "hold (complaint) until 05/07/2026"]


def test_of_two_holds_the_longer_is_said(sheet: Sheet) -> None:
    holds = """
    2 | A1 | | enquiry   | 2026-06-01 | 2026-07-31
    3 | A1 | | complaint | 2026-06-01 |
    4 | A1 | | sick note | 2026-06-01 | 2026-08-31
    """
    assert Case(sheet, ONE, holds=holds).dun(LATE)["held"].tolist() == ["hold (complaint)"]


@pytest.mark.parametrize(
    ("as_of", "held"),
    [
        (Day(2026, 5, 19), False),
        (Day(2026, 5, 20), True),
        (Day(2026, 6, 5), True),
        (Day(2026, 6, 8), True),
        (Day(2026, 6, 9), False),
    ],
)
def test_a_promise_holds_from_its_making_to_the_last_day_of_grace(sheet: Sheet, as_of: Day, held: bool) -> None:
    item = Case(sheet, ONE, promises="2 | P-1 | A1 | 2026-05-20 | 2026-06-05 | 400.00").dun(as_of).iloc[0]
    assert item["due"] == (not held)
    assert item["held"] == ("promise of 400.00 due 05/06/2026, grace to 08/06/2026" if held else "")


@pytest.mark.parametrize(("grace", "held"), [(3, True), (2, False), (0, False)])
def test_the_grace_of_a_promise_is_the_desks_choice(sheet: Sheet, grace: int, held: bool) -> None:
    case = Case(sheet, ONE, promises="2 | P-1 | A1 | 2026-05-20 | 2026-06-05 | 400.00")
    assert bool(case.dun(Day(2026, 6, 8), promise_grace_days=grace)["held"].iloc[0]) is held


def test_disputed_and_do_not_contact(sheet: Sheet) -> None:
    item = Case(
        sheet,
        """
        row | entry | account | kind    | date       | due_date   | amount | disputed
        2   | INV-1 | A1      | invoice | 2026-01-01 | 2026-01-31 | 100.00 | yes
        3   | INV-2 | A1      | invoice | 2026-01-01 | 2026-01-31 | 100.00 | no
        4   | INV-3 | A4      | invoice | 2026-01-01 | 2026-01-31 | 100.00 |
        """,
    ).dun(LATE)
    assert item["held"].tolist() == ["disputed", "", "the customer must not be contacted"]
    assert item["due"].tolist() == [False, True, False]


@pytest.mark.parametrize(("days_ago", "due"), [(0, False), (4, False), (5, True)])
@pytest.mark.parametrize("ladder", ["standard", "renewal"])
def test_no_account_gets_two_letters_within_the_gap(sheet: Sheet, days_ago: int, due: bool, ladder: str) -> None:
    sent = LATE - dt.timedelta(days=days_ago)
    item = Case(sheet, ONE, f"2 | A1 | OTHER | {ladder} | 1 | {sent} | letter").dun(LATE).iloc[0]
    assert (item["ripe"], item["due"]) == (True, due)
    free = f"{sent + dt.timedelta(days=5):%d/%m/%Y}"
    said = f"a letter went out on {sent:%d/%m/%Y}, the next may go on or after {free}"
    assert item["held"] == ("" if due else said)


def test_a_telephone_call_is_no_letter(sheet: Sheet) -> None:
    assert _due(sheet, LATE, "2 | A1 | OTHER | standard | 1 | 2026-06-29 | phone") == (1, True)


def test_a_call_need_not_wait_for_the_gap_between_letters(sheet: Sheet) -> None:
    stages = """
    row | ladder   | level | mode     | days | channel | template
    2   | standard | 1     | due_plus | 10   | phone   | reminder-1
    """
    customers = """
    row | account | name  | phone
    2   | A1      | Abbot | 09 300 1000
    """
    sent = "2 | A1 | OTHER | standard | 1 | 2026-06-30 | letter"
    assert _due(sheet, LATE, sent, stages=stages, customers=customers) == (1, True)


def test_the_day_after_a_reason_ends_is_told_of_the_reason_that_is_said(sheet: Sheet) -> None:
    """A customer who must not be contacted stays so when a hold ends."""
    ledger = """
    row | entry | account | kind    | date       | due_date   | amount
    2   | INV-1 | A4      | invoice | 2026-01-01 | 2026-01-31 | 100.00
    3   | INV-2 | A1      | invoice | 2026-01-01 | 2026-01-31 | 100.00
    """
    holds = """
    2 | A4 | | complaint | | 2026-07-05
    3 | A1 | | complaint | | 2026-07-05
    """
    until = Case(sheet, ledger, holds=holds).dun(LATE)["until"]
    assert (until.isna().iloc[0], until.iloc[1]) == (True, pd.Timestamp("2026-07-05"))


# -------------------------------------------------------------------------------------------------- the letter as such

SEVERAL = """
row | entry | account | kind    | date       | due_date   | amount | currency
2   | INV-1 | A1      | invoice | 2026-01-01 | 2026-04-12 | 100.00 | NZD
3   | INV-2 | A1      | invoice | 2026-01-01 | 2026-05-12 | 100.00 | NZD
4   | INV-3 | A1      | invoice | 2026-01-01 | 2026-06-29 | 100.00 | NZD
5   | INV-4 | A1      | invoice | 2026-01-01 | 2026-06-30 | 100.00 | NZD
6   | INV-5 | A1      | invoice | 2026-01-01 | 2026-05-12 | 100.00 | AUD
"""


def test_the_highest_level_governs_and_all_overdue_items_are_listed(sheet: Sheet) -> None:
    """INV-3 is overdue by a day and has no notice due, INV-4 falls due today: the first is listed, the second not."""
    notices = "2 | A1 | INV-1 | standard | 1 | 2026-04-22 | email"
    item = Case(sheet, SEVERAL, notices).dun(LATE, tolerance={"NZD": 10, "AUD": 10})
    top = governing(item).set_index("currency")
    assert top[["entry", "next_level"]].loc["NZD"].tolist() == ["INV-1", 2]
    assert top[["entry", "next_level"]].loc["AUD"].tolist() == ["INV-5", 1]
    assert item.loc[item["due"], "entry"].tolist() == ["INV-1", "INV-2", "INV-5"]
    assert item.loc[listed(item), "entry"].tolist() == ["INV-1", "INV-2", "INV-5", "INV-3"]


# ------------------------------------------------------------------------------------------------------------ channels

NEITHER = "By letter, because there is neither a telephone number nor an e-mail address."


@pytest.mark.parametrize(
    ("wanted", "own", "email", "phone", "channel", "said"),
    [
        ("email", "", "a@post.co.nz", "", "email", ""),
        ("email", "", "", "09 555 0100", "letter", "By letter, because there is no e-mail address."),
        ("phone", "", "a@post.co.nz", "09 555 0100", "phone", ""),
        ("phone", "", "a@post.co.nz", "", "email", "By e-mail, because there is no telephone number."),
        ("phone", "", "", "", "letter", NEITHER),
        ("letter", "email", "a@post.co.nz", "", "letter", ""),
        ("", "email", "a@post.co.nz", "", "email", ""),
        ("", "", "a@post.co.nz", "09 555 0100", "letter", ""),
    ],
)
def test_the_stages_channel_and_its_fall_back(
    sheet: Sheet, wanted: str, own: str, email: str, phone: str, channel: str, said: str
) -> None:
    item = (
        Case(
            sheet,
            ONE,
            customers=f"""
            row | account | name  | email   | phone   | channel
            2   | A1      | Abbot | {email} | {phone} | {own}
            """,
            stages=f"""
            row | ladder   | level | mode     | days | channel  | template
            2   | standard | 1     | due_plus | 10   | {wanted} | reminder-1
            """,
        )
        .dun(LATE)
        .iloc[0]
    )
    assert (item["channel"], item["fallback"]) == (channel, said)
