"""Renewals: which stage goes out today, what holds it back, what the debts mean, and the reason in words."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from sheetops.rules.allocation import allocate
from sheetops.rules.arrangements import open_promises
from sheetops.rules.promises import PromiseTerms, judge
from sheetops.rules.renewals import RenewalTerms, own_currency, renewal_notices, renewals
from tests.rules.case import NO_ARRANGEMENTS

Sheet = Callable[..., pd.DataFrame]
Day = dt.date

STAGES = """
row | ladder  | level | mode               | days | channel | template
2   | renewal | 1     | days_before_expiry | 60   | email   | renewal-invitation
3   | renewal | 2     | days_before_expiry | 30   | email   | renewal-reminder
4   | renewal | 3     | days_before_expiry | 7    | phone   | renewal-final-call
5   | renewal | 4     | days_after_expiry  | 1    | letter  | lapse-notice
"""
LICENCE = """
row | licence | account | type  | start      | end        | status | fee    | anchor
2   | L-1     | A1      | music | 2025-07-01 | 2026-06-30 | live   | 400.00 |
"""
CUSTOMERS = """
row | account | name  | email            | phone       | do_not_contact
2   | A1      | Abbot | abbot@post.co.nz | 09 555 0100 |
"""
COLUMNS = {
    "Notices": "account licence ladder level sent_on channel",
    "Holds": "account entry reason from until",
    "Promises": "promise account made_on due_on amount",
    "Ledger": "entry account kind date due_date amount licence",
}


def _rows(sheet: Sheet, as_of: Day, **sheets: str) -> pd.DataFrame:
    given = {"Licences": LICENCE, "Customers": CUSTOMERS, "Stages": STAGES} | sheets
    rest = {name: sheet(name, given.get(name, ""), columns) for name, columns in COLUMNS.items()}
    return renewals(
        sheet("Licences", given["Licences"]),
        sheet("Customers", given["Customers"]),
        sheet("Stages", given["Stages"]),
        rest["Notices"],
        open_promises(judge(rest["Promises"], rest["Ledger"], PromiseTerms(as_of))),
        rest["Holds"],
        allocate(rest["Ledger"], as_of).items,
        RenewalTerms(as_of),
    )


def _row(sheet: Sheet, as_of: Day, **sheets: str) -> Any:
    return _rows(sheet, as_of, **sheets).iloc[0]


# ------------------------------------------------------------------------------------------------------------- stages


@pytest.mark.parametrize(
    ("left", "stage", "due"),
    [
        (61, None, False),
        (60, 1, True),
        (31, 1, True),
        (30, 2, True),
        (8, 2, True),
        (7, 3, True),
        (0, 3, True),
        (-1, 4, True),
        (-365, 4, True),
        (-366, 4, False),
    ],
)
def test_the_latest_stage_whose_day_has_come_goes_out(sheet: Sheet, left: int, stage: int | None, due: bool) -> None:
    row = _row(sheet, Day(2026, 6, 30) - dt.timedelta(days=left))
    assert (None if pd.isna(row["stage"]) else row["stage"], row["due"]) == (stage, due)


def test_what_invites_before_the_end_is_not_sent_after_it(sheet: Sheet) -> None:
    """The lapse notice goes out two days after the end; on the day after it nothing does."""
    stages = STAGES.replace("days_after_expiry  | 1", "days_after_expiry | 2")
    assert not _row(sheet, Day(2026, 7, 1), Stages=stages)["due"]
    assert _row(sheet, Day(2026, 7, 2), Stages=stages)["template"] == "lapse-notice"


@pytest.mark.parametrize("as_of", [Day(2026, 6, 30), Day(2026, 7, 1), Day(2026, 7, 10)])
def test_a_stage_of_no_days_after_the_end_is_not_too_late_the_day_after(sheet: Sheet, as_of: Day) -> None:
    stages = STAGES.replace("days_after_expiry  | 1", "days_after_expiry | 0")
    assert _row(sheet, as_of, Stages=stages)["template"] == "lapse-notice"


@pytest.mark.parametrize("status", ["cancelled", "declined"])
def test_a_licence_that_is_finished_gets_nothing(sheet: Sheet, status: str) -> None:
    row = _row(sheet, Day(2026, 6, 1), Licences=LICENCE.replace("live", status))
    assert (row["due"], row["next_action"], row["channel"]) == (False, "", "")


def test_a_renewed_licence_gets_nothing_and_the_new_one_its_own(sheet: Sheet) -> None:
    licences = LICENCE + "3 | L-2 | A1 | music | 2026-07-01 | 2027-06-30 | live | 410.00 |"
    rows = _rows(sheet, Day(2026, 6, 29), Licences=licences)
    assert rows[["status", "due"]].to_numpy().tolist() == [["renewed", False], ["not due", False]]
    assert rows["reason"].iloc[0] == (
        "The licence ends on 30/06/2026, in 1 day, and a later licence of the same type carries on."
    )


# ---------------------------------------------------------------------------------------------------- once and no more


@pytest.mark.parametrize(
    ("notice", "due"),
    [
        ("renewal | 2 | 2026-05-31", False),  # on the stage's own day
        ("renewal | 2 | 2026-06-05", False),
        ("renewal | 1 | 2026-05-01", True),
        ("renewal | 2 | 2025-05-31", True),  # last year's
        ("standard | 2 | 2026-05-31", True),  # another ladder
        ("renewal | 3 | 2026-06-01", False),  # a later stage went out already
    ],
)
def test_a_stage_goes_out_once(sheet: Sheet, notice: str, due: bool) -> None:
    ladder, level, sent_on = notice.split(" | ")
    row = _row(sheet, Day(2026, 6, 15), Notices=f"2 | A1 | L-1 | {ladder} | {level} | {sent_on} | email")
    assert (row["stage"], row["due"]) == (2, due)


def test_over_a_year_of_daily_runs_each_stage_goes_out_once_and_in_order(sheet: Sheet) -> None:
    sent: list[str] = []
    days = []
    for number in range(200):
        day = Day(2026, 4, 1) + dt.timedelta(days=number)
        row = _row(sheet, day, Notices="\n".join(sent))
        if row["due"]:
            days.append((day, row["template"]))
            sent.append(f"{len(sent) + 2} | A1 | L-1 | renewal | {row['stage']} | {day} | {row['channel']}")
    assert days == [
        (Day(2026, 5, 1), "renewal-invitation"),
        (Day(2026, 5, 31), "renewal-reminder"),
        (Day(2026, 6, 23), "renewal-final-call"),
        (Day(2026, 7, 1), "lapse-notice"),
    ]


# -------------------------------------------------------------------------------------------------- what holds it back


@pytest.mark.parametrize(
    ("sheets", "held"),
    [
        ({"Customers": CUSTOMERS.replace("0100 |", "0100 | yes")}, "the customer must not be contacted"),
        ({"Holds": "2 | A1 | | complaint | | 2026-06-15"}, "hold (complaint) until 15/06/2026"),
        ({"Holds": "2 | A1 | | complaint | | 2026-06-14"}, ""),
        (
            {"Notices": "2 | A1 | | standard | 1 | 2026-06-11 | email"},
            "a letter went out on 11/06/2026, the next may go on or after 16/06/2026",
        ),
        ({"Notices": "2 | A1 | | standard | 1 | 2026-06-10 | email"}, ""),
        ({"Notices": "2 | A1 | | standard | 1 | 2026-06-15 | phone"}, ""),
    ],
)
def test_each_thing_that_holds_back_is_said(sheet: Sheet, sheets: dict[str, str], held: str) -> None:
    row = _row(sheet, Day(2026, 6, 15), **sheets)
    assert (row["due"], row["ripe"], row["held"]) == (held == "", True, held)
    assert (f" Held: {held}." in row["reason"]) is bool(held)


def test_a_call_need_not_wait_for_the_gap_between_letters(sheet: Sheet) -> None:
    row = _row(sheet, Day(2026, 6, 23), Notices="2 | A1 | | standard | 1 | 2026-06-22 | email")
    assert (row["channel"], row["due"]) == ("phone", True)


# --------------------------------------------------------------------------------------------------- debts and classes

OVERDUE = "2 | INV-1 | A1 | invoice | 2026-01-01 | 2026-01-31 | 100.00 |"


@pytest.mark.parametrize(
    ("as_of", "ledger", "class_"),
    [
        (Day(2026, 3, 1), "", "none"),
        (Day(2026, 1, 31), OVERDUE, "none"),  # due today is not overdue
        (Day(2026, 2, 1), OVERDUE, "bad debt"),
        (Day(2026, 7, 14), OVERDUE, "bad debt"),  # the last day of grace
        (Day(2026, 7, 15), OVERDUE, "infringement"),
        (Day(2026, 7, 15), "", "infringement"),
    ],
)
def test_licensed_and_unpaid_is_bad_debt_and_lapsed_is_infringement(
    sheet: Sheet, as_of: Day, ledger: str, class_: str
) -> None:
    assert _row(sheet, as_of, Ledger=ledger)["class"] == class_


def test_debts_of_another_licence_or_account_do_not_count(sheet: Sheet) -> None:
    ledger = """
    2 | INV-1 | A1 | invoice | 2026-01-01 | 2026-01-31 | 1.00  | L-1
    3 | INV-2 | A1 | invoice | 2026-01-01 | 2026-01-31 | 20.00 | L-9
    4 | INV-3 | A2 | invoice | 2026-01-01 | 2026-01-31 | 300.00 |
    5 | INV-4 | A1 | invoice | 2026-01-01 | 2026-12-31 | 0.50 |
    """
    row = _row(sheet, Day(2026, 6, 15), Ledger=ledger)
    assert (row["balance"], row["overdue"]) == (150, 100)
    assert row["reason"].endswith(" 1.00 is overdue on it.")


def test_money_of_two_currencies_is_never_added_up(sheet: Sheet) -> None:
    """The desk's own currency is shown; what is overdue in another one still makes it a bad debt."""
    ledger = """
    row | entry | account | kind    | date       | due_date   | amount | licence | currency
    2   | INV-1 | A1      | invoice | 2026-01-01 | 2026-12-31 | 1.00   | L-1     | NZD
    3   | INV-2 | A1      | invoice | 2026-01-01 | 2026-12-31 | 2.00   |         | NZD
    4   | INV-3 | A1      | invoice | 2026-01-01 | 2026-01-31 | 40.00  |         | AUD
    5   | INV-4 | A1      | invoice | 2026-01-01 | 2026-12-31 | 80.00  | L-1     | AUD
    """
    items = allocate(sheet("Ledger", ledger), Day(2026, 6, 15)).items
    notices, holds = (sheet(name, "", COLUMNS[name]) for name in ("Notices", "Holds"))
    frames = [sheet("Licences", LICENCE), sheet("Customers", CUSTOMERS), sheet("Stages", STAGES)]
    frames += [notices, NO_ARRANGEMENTS, holds]
    row = renewals(*frames, items, RenewalTerms(Day(2026, 6, 15), currency="NZD")).iloc[0]
    assert (row["currency"], row["balance"], row["overdue"], row["class"]) == ("NZD", 300, 0, "bad debt")
    assert row["reason"].endswith("Money in another currency is overdue on it.")


@pytest.mark.parametrize(
    ("codes", "currency"), [(("AUD", "AUD"), "AUD"), (("AUD", "NZD"), "NZD"), (("AUD", "EUR"), "NZD"), ((), "NZD")]
)
def test_an_account_with_debits_in_one_currency_has_that_one(
    sheet: Sheet, codes: tuple[str, ...], currency: str
) -> None:
    lines = "\n".join(f"{n + 2} | E{n} | A1 | invoice | 2026-01-01 | 1.00 | {code}" for n, code in enumerate(codes))
    items = allocate(sheet("Ledger", lines, "entry account kind date amount currency"), Day(2026, 6, 15)).items
    assert own_currency(pd.Series(["A1"]), items, "NZD").tolist() == [currency]


def test_an_open_promise_is_shown(sheet: Sheet) -> None:
    row = _row(sheet, Day(2026, 6, 15), Promises="2 | P-1 | A1 | 2026-06-01 | 2026-06-20 | 40.00")
    assert row["promise"] == "promise of 40.00 due 20/06/2026, grace to 23/06/2026"


# ------------------------------------------------------------------------------------------------------------- reasons


@pytest.mark.parametrize(
    ("as_of", "sheets", "reason"),
    [
        (
            Day(2026, 3, 1),
            {},
            "The licence ends on 30/06/2026, in 121 days. Next: renewal invitation on or after 01/05/2026.",
        ),
        (
            Day(2026, 5, 31),
            {},
            "The licence ends on 30/06/2026, in 30 days, and stage 2 (renewal reminder) has been due since 31/05/2026.",
        ),
        (
            Day(2026, 6, 5),
            {"Notices": "2 | A1 | L-1 | renewal | 2 | 2026-05-31 | email"},
            "The licence ends on 30/06/2026, in 25 days; stage 2 (renewal reminder) went out on 31/05/2026. "
            "Next: renewal final call on or after 23/06/2026.",
        ),
        (
            Day(2026, 6, 30),
            {"Customers": CUSTOMERS.replace("09 555 0100", "")},
            "The licence ends today, 30/06/2026, and stage 3 (renewal final call) has been due since 23/06/2026. "
            "By e-mail, because there is no telephone number.",
        ),
        (
            Day(2026, 7, 1),
            {"Licences": LICENCE.replace("live", "cancelled")},
            "The licence ended on 30/06/2026, 1 day ago, and was cancelled.",
        ),
    ],
)
def test_reasons_word_for_word(sheet: Sheet, as_of: Day, sheets: dict[str, str], reason: str) -> None:
    assert _row(sheet, as_of, **sheets)["reason"] == reason


def test_the_notices_due_are_those_of_the_licences_due(sheet: Sheet) -> None:
    licences = LICENCE + "3 | L-2 | A1 | film | 2026-01-01 | 2026-12-31 | live | 50.00 |"
    notices = renewal_notices(_rows(sheet, Day(2026, 5, 31), Licences=licences))
    columns = ["account", "licence", "ladder", "level", "channel", "template", "amount"]
    assert notices[columns].to_numpy().tolist() == [
        ["A1", "L-1", "renewal", 2, "email", "renewal-reminder", 40_000],
    ]


def test_no_licences_give_no_rows(sheet: Sheet) -> None:
    licences = "row | licence | account | start | end"
    assert _rows(sheet, Day(2026, 5, 31), Licences=licences).empty
