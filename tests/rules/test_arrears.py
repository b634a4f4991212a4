"""Arrears: the one status of every account, the next step and its day, and the reason in words."""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from sheetops.rules.arrears import MEANINGS, notices_due
from tests.rules.case import Case

Sheet = Callable[..., pd.DataFrame]
Day = dt.date

STAGES = """
row | ladder   | level | mode                        | days | channel | template
2   | standard | 1     | due_plus                    | 7    | email   | reminder-1
3   | standard | 2     | since_last_notice           | 10   | email   | final-reminder
4   | standard | 3     | since_last_notice           | 31   | letter  | final-notice
5   | eom      | 1     | end_of_month_after_due_plus | 30   | letter  | reminder-1
"""
INV_204 = """
row | entry   | account | kind    | date       | due_date   | amount
2   | INV-204 | A1      | invoice | 2026-03-13 | 2026-04-12 | 1250.00
"""

DISPUTED = """
row | entry   | account | kind    | date       | due_date   | amount  | disputed
2   | INV-204 | A1      | invoice | 2026-03-13 | 2026-04-12 | 1250.00 | yes
"""


def _row(sheet: Sheet, as_of: Day, ledger: str = INV_204, **sheets: str) -> pd.Series:
    return Case(sheet, ledger, **{"stages": STAGES} | sheets).arrears(as_of).set_index("account").loc["A1"]


def _said(sheet: Sheet, as_of: Day, ledger: str = INV_204, **sheets: str) -> str:
    return str(_row(sheet, as_of, ledger, **sheets)["reason"])


# ------------------------------------------------------------------------------------------------ the sentences


def test_why_level_2_and_what_next(sheet: Sheet) -> None:
    row = _row(sheet, Day(2026, 5, 10), notices="2 | A1 | INV-204 | standard | 1 | 2026-04-30 | email")
    assert row["reason"] == (
        "Level 2 (final reminder) because invoice INV-204 of 1,250.00 fell due on 12/04/2026 and level 1 went out on "
        "30/04/2026; 10 days have passed. Next: level 3 by letter on or after 10/06/2026."
    )
    assert (row["status"], row["level"], row["next_level"]) == ("notice due", 1, 2)
    assert (row["next_action"], row["next_action_on"]) == (
        "send final reminder by e-mail",
        pd.Timestamp("2026-05-10"),
    )


def test_why_held_back(sheet: Sheet) -> None:
    row = _row(sheet, Day(2026, 6, 1), promises="2 | P-1 | A1 | 2026-05-20 | 2026-06-05 | 400.00")
    assert row["reason"] == "Held: promise of 400.00 due 05/06/2026, grace to 08/06/2026."
    assert (row["status"], row["held"]) == ("held", "promise of 400.00 due 05/06/2026, grace to 08/06/2026")
    assert (row["next_action"], row["next_action_on"]) == ("wait", pd.Timestamp("2026-06-09"))


# ---------------------------------------------------------------------------------------------------- the other reasons


def test_level_1_by_due_plus(sheet: Sheet) -> None:
    assert _said(sheet, Day(2026, 4, 19)) == (
        "Level 1 (reminder 1) because invoice INV-204 of 1,250.00 fell due on 12/04/2026; 7 days have passed. "
        "Next: level 2 by e-mail on or after 29/04/2026."
    )


def test_level_1_by_the_end_of_the_month(sheet: Sheet) -> None:
    customers = "row | account | name | ladder\n2 | A1 | Abbot | eom"
    assert _said(sheet, Day(2026, 5, 31), customers=customers) == (
        "Level 1 (reminder 1) because invoice INV-204 of 1,250.00 fell due on 12/04/2026 and 31/05/2026, the end of "
        "the month in which 30 days have passed, has come. Next: no further level; a person decides."
    )


def test_a_part_paid_item_says_what_is_still_open(sheet: Sheet) -> None:
    ledger = INV_204 + "3 | RC-1 | A1 | receipt | 2026-04-01 | | 1000.00"
    assert "invoice INV-204 of 1,250.00 (250.00 still open) fell due" in _said(sheet, Day(2026, 4, 19), ledger)


def test_a_fall_back_is_said(sheet: Sheet) -> None:
    customers = "row | account | name\n2 | A1 | Abbot"
    row = _row(sheet, Day(2026, 4, 19), customers=customers)
    assert "7 days have passed. By letter, because there is no e-mail address. Next: level 2" in row["reason"]
    assert (row["channel"], row["next_action"]) == ("letter", "send reminder 1 by letter")


def test_one_day_is_a_day(sheet: Sheet) -> None:
    stages = "row | ladder | level | mode | days | template\n2 | standard | 1 | due_plus | 1 | reminder-1"
    assert "; 1 day has passed." in _said(sheet, Day(2026, 4, 13), stages=stages)


@pytest.mark.parametrize(
    ("as_of", "status", "reason", "on"),
    [
        (Day(2026, 4, 11), "not due", "Not due: invoice INV-204 of 1,250.00 falls due on 12/04/2026.", None),
        (Day(2026, 4, 12), "not due", "Not due: invoice INV-204 of 1,250.00 falls due on 12/04/2026.", None),
        (
            Day(2026, 4, 13),
            "overdue",
            "Overdue since 12/04/2026: invoice INV-204 of 1,250.00. "
            "Next: level 1 (reminder 1) by e-mail on or after 19/04/2026.",
            "2026-04-19",
        ),
    ],
)
def test_before_the_first_notice(sheet: Sheet, as_of: Day, status: str, reason: str, on: str | None) -> None:
    row = _row(sheet, as_of)
    assert (row["status"], row["reason"]) == (status, reason)
    assert row["next_action_on"] is pd.NaT if on is None else row["next_action_on"] == pd.Timestamp(on)


def test_between_two_notices(sheet: Sheet) -> None:
    row = _row(sheet, Day(2026, 5, 9), notices="2 | A1 | INV-204 | standard | 1 | 2026-04-30 | email")
    assert (row["status"], row["next_action_on"]) == ("noticed", pd.Timestamp("2026-05-10"))
    assert row["next_action"] == "send final reminder by e-mail"
    assert row["reason"] == (
        "Level 1 went out on 30/04/2026 for invoice INV-204 of 1,250.00, due 12/04/2026. "
        "Next: level 2 (final reminder) by e-mail on or after 10/05/2026."
    )


def test_a_next_step_never_names_a_day_on_which_no_letter_may_go(sheet: Sheet) -> None:
    """Level 2 is due on the 14th, but another letter went out on the 12th: five days later is the 17th."""
    stages = STAGES.replace("standard | 2     | since_last_notice           | 10", "standard | 2 | due_plus | 32")
    notices = "2 | A1 | INV-204 | standard | 1 | 2026-04-30 | email\n3 | A1 | OTHER | eom | 1 | 2026-05-12 | letter"
    assert _row(sheet, Day(2026, 5, 13), stages=stages, notices=notices)["next_action_on"] == pd.Timestamp("2026-05-17")
    assert _said(sheet, Day(2026, 5, 13), stages=stages, notices=notices).endswith("on or after 17/05/2026.")
    held = _row(sheet, Day(2026, 5, 14), stages=stages, notices=notices)
    assert held["held"] == "a letter went out on 12/05/2026, the next may go on or after 17/05/2026"
    assert held["next_action_on"] == pd.Timestamp("2026-05-17")
    assert _row(sheet, Day(2026, 5, 17), stages=stages, notices=notices)["status"] == "notice due"


def test_after_a_late_notice_the_next_waits_for_the_gap(sheet: Sheet) -> None:
    """Level 2 was due by its own day long ago; today level 1 goes out, so it can go in five days."""
    stages = STAGES.replace("standard | 2     | since_last_notice           | 10", "standard | 2 | due_plus | 20")
    assert _said(sheet, Day(2026, 6, 1), stages=stages).endswith("Next: level 2 by e-mail on or after 06/06/2026.")
    phone = stages.replace("due_plus | 20   | email", "due_plus | 20   | phone")
    assert _said(sheet, Day(2026, 6, 1), stages=phone).endswith("Next: level 2 by telephone on or after 02/06/2026.")


def test_after_the_last_level_a_person_decides(sheet: Sheet) -> None:
    row = _row(sheet, Day(2026, 9, 1), notices="2 | A1 | INV-204 | standard | 3 | 2026-06-10 | letter")
    assert (row["status"], row["next_action"]) == ("ladder ended", "decide by hand")
    assert row["reason"] == (
        "Level 3, the last of ladder standard, went out on 10/06/2026 and invoice INV-204 of 1,250.00, due 12/04/2026, "
        "is still open. Nothing more goes out by itself: a person decides."
    )


@pytest.mark.parametrize(
    ("sheets", "held"),
    [
        ({"holds": "2 | A1 | | complaint | 2026-06-01 | 2026-07-31"}, "hold (complaint) until 31/07/2026"),
        ({"holds": "2 | A1 | | complaint | 2026-06-01 | "}, "hold (complaint)"),
        ({"ledger": DISPUTED}, "disputed"),
        (
            {"ledger": INV_204 + "3 | RC-1 | A1 | receipt | 2026-04-01 | | 1249.91"},
            "open amount 0.09 is below the tolerance of 0.10",
        ),
        (
            {"customers": "row | account | name | do_not_contact\n2 | A1 | Abbot | yes"},
            "the customer must not be contacted",
        ),
        ({"customers": "row | account | name | ladder\n2 | A1 | Abbot | none"}, "the ladder is none: never chased"),
    ],
)
def test_each_thing_that_holds_back_is_said(sheet: Sheet, sheets: dict[str, str], held: str) -> None:
    row = _row(sheet, Day(2026, 6, 15), **sheets)
    assert (row["status"], row["held"], row["reason"]) == ("held", held, f"Held: {held}.")


def test_what_is_held_back_beside_a_notice_is_said_too(sheet: Sheet) -> None:
    ledger = """
    row | entry   | account | kind    | date       | due_date   | amount  | disputed
    2   | INV-204 | A1      | invoice | 2026-03-13 | 2026-04-12 | 1250.00 |
    3   | INV-205 | A1      | invoice | 2026-03-13 | 2026-04-12 | 99.00   | yes
    """
    row = _row(sheet, Day(2026, 4, 19), ledger)
    assert row["status"] == "notice due"
    assert row["reason"].endswith("on or after 29/04/2026. Held back: disputed.")
    assert (row["outstanding"], row["arrears"]) == (134_900, 134_900)


# ------------------------------------------------------------------------------------------------------------ accounts


def test_every_account_has_one_row_and_one_status(sheet: Sheet) -> None:
    rows = Case(
        sheet,
        """
        row | entry | account | kind    | date       | due_date   | amount | currency
        2   | INV-1 | A1      | invoice | 2026-03-13 | 2026-04-12 | 10.00  | NZD
        3   | INV-2 | A1      | invoice | 2026-03-13 | 2026-08-12 | 20.00  | NZD
        4   | INV-3 | A1      | invoice | 2026-03-13 | 2026-08-12 | 5.00   | AUD
        5   | INV-4 | A3      | invoice | 2026-03-13 | 2026-04-12 | 7.00   | NZD
        6   | RC-1  | A3      | receipt | 2026-03-13 |            | 7.00   | NZD
        7   | RC-2  | A4      | receipt | 2026-03-13 |            | 9.00   | NZD
        8   | INV-5 | A9      | invoice | 2026-03-13 | 2026-06-29 | 1.00   | NZD
        """,
        customers="""
        row | account | name  | email
        2   | A1      | Abbot | abbot@post.co.nz
        3   | A2      | Burns | burns@post.co.nz
        4   | A3      | Cole  | cole@post.co.nz
        5   | A4      | Drake | drake@post.co.nz
        """,
        stages=STAGES,
    ).arrears(Day(2026, 6, 30), tolerance={"NZD": 10, "AUD": 10})
    assert rows[["account", "currency", "outstanding", "arrears", "status"]].to_numpy().tolist() == [
        ["A1", "AUD", 500, 0, "not due"],
        ["A1", "NZD", 3000, 1000, "notice due"],
        ["A2", "", 0, 0, "clear"],
        ["A3", "", 0, 0, "clear"],
        ["A4", "NZD", 0, 0, "in credit"],
        ["A9", "NZD", 100, 100, "overdue"],
    ]
    assert set(rows["status"]) <= set(MEANINGS)
    by_account = rows.set_index(["account", "currency"])
    assert by_account.loc[("A4", "NZD"), "reason"] == "Nothing is open; a credit of 9.00 is not used up."
    assert by_account.loc[("A2", ""), "reason"] == "Nothing is open."
    assert by_account.loc[("A9", "NZD"), "name"] == ""
    assert by_account.loc[("A1", "NZD"), ["oldest_due", "days_overdue"]].tolist() == [pd.Timestamp("2026-04-12"), 79]


def test_of_several_items_due_the_highest_level_speaks_for_the_account(sheet: Sheet) -> None:
    ledger = """
    row | entry | account | kind    | date       | due_date   | amount
    2   | INV-1 | A1      | invoice | 2026-01-01 | 2026-02-12 | 100.00
    3   | INV-2 | A1      | invoice | 2026-01-01 | 2026-05-12 | 50.00
    """
    row = _row(sheet, Day(2026, 6, 30), ledger, notices="2 | A1 | INV-2 | standard | 2 | 2026-05-20 | email")
    assert (row["level"], row["next_level"], row["template"]) == (2, 3, "final-notice")
    assert row["reason"].startswith("Level 3 (final notice) because invoice INV-2 of 50.00")
    assert row["oldest_due"] == pd.Timestamp("2026-02-12")


def test_the_notices_of_one_letter_have_its_channel_and_template_and_their_own_levels(sheet: Sheet) -> None:
    item = Case(
        sheet,
        """
        row | entry | account | kind    | date       | due_date   | amount
        2   | INV-1 | A1      | invoice | 2026-01-01 | 2026-04-12 | 100.00
        3   | INV-2 | A1      | invoice | 2026-01-01 | 2026-05-12 | 50.00
        4   | INV-3 | A1      | invoice | 2026-01-01 | 2026-06-29 | 25.00
        """,
        "2 | A1 | INV-1 | standard | 2 | 2026-05-20 | email",
        stages=STAGES,
    ).dun(Day(2026, 6, 30))
    rows = notices_due(item)
    assert rows[["entry", "level", "channel", "template", "outstanding"]].to_numpy().tolist() == [
        ["INV-2", 1, "letter", "final-notice", 5000],
        ["INV-1", 3, "letter", "final-notice", 10_000],
    ]
