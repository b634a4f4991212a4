"""Plans followed: every status, both sides of every day on which it changes, and the sentences that go with it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from sheetops.rules.following import INSTALMENTS, MEANINGS, Followed, follow
from sheetops.rules.plans import PlanTerms, agreed_plans
from sheetops.rules.planwords import plan_held, plan_reason
from sheetops.rules.replanning import agreed_after, beyond_length, failed_lately, plan_refused

Sheet = Callable[..., pd.DataFrame]
Day = dt.date

PLAN = "plan account agreed_on first_due frequency instalments instalment covers status"
LEDGER = "entry account kind date due_date amount applies_to invoice currency"
DEBT = "2 | INV-1 | A1 | invoice | 2025-10-01 | 2025-11-01 | 600.00 | | | NZD\n"
TWELVE = "2 | P1 | A1 | 2026-01-05 | 2026-01-10 | monthly | 12 | | |"
"""Fifty a month on the 10th; with three days of grace an instalment is missed on the 14th."""


def came(*lines: str, debt: str = DEBT) -> str:
    """Return a ledger with receipts, each ``day amount``, or ``day amount entry`` when it names one."""
    rows = []
    for number, line in enumerate(lines, 10):
        day, amount, *named = line.split()
        rows.append(f"{number} | R{number} | A1 | receipt | {day} | | {amount} | {' '.join(named)} | | NZD")
    return debt + "\n".join(rows)


def followed(sheet: Sheet, as_of: str, ledger: str = DEBT, plans: str = TWELVE, **terms: Any) -> Followed:
    by = PlanTerms(Day.fromisoformat(as_of), **{"currency": "NZD"} | terms)
    books = sheet("Ledger", ledger, LEDGER)
    agreed = agreed_plans(sheet("Plans", plans, PLAN), books, by)
    return follow(agreed[agreed["refused"] == ""], books, by)


def status(sheet: Sheet, as_of: str, *lines: str, plans: str = TWELVE, **terms: Any) -> str:
    return followed(sheet, as_of, came(*lines), plans, **terms).plans["status"].iloc[0]


def reason(sheet: Sheet, as_of: str, *lines: str, plans: str = TWELVE, **terms: Any) -> str:
    found = followed(sheet, as_of, came(*lines), plans, **terms).plans
    return str(plan_reason(found, PlanTerms(Day.fromisoformat(as_of), **terms))[0])


# ------------------------------------------------------------------------------------------------- in good standing


@pytest.mark.parametrize(
    ("as_of", "lines", "expected"),
    [
        ("2026-01-05", (), "in good standing"),  # the day it was agreed
        ("2026-01-10", (), "in good standing"),  # the first day due
        ("2026-01-13", (), "in good standing"),  # the last day of grace
        ("2026-01-14", (), "behind"),
        ("2026-01-14", ("2026-01-13 50.00",), "in good standing"),
        ("2026-01-14", ("2026-01-13 49.99",), "behind"),
        ("2026-01-14", ("2026-01-14 50.00",), "in good standing"),  # late, but nothing is missing any more
    ],
)
def test_behind_from_the_day_after_the_grace(sheet: Sheet, as_of: str, lines: tuple[str, ...], expected: str) -> None:
    assert status(sheet, as_of, *lines) == expected


def test_a_plan_is_not_there_before_it_was_agreed(sheet: Sheet) -> None:
    assert followed(sheet, "2026-01-04").plans.empty


@pytest.mark.parametrize("word", ["proposed", "cancelled"])
def test_a_plan_that_was_not_agreed_or_given_up_does_not_count(sheet: Sheet, word: str) -> None:
    assert followed(sheet, "2026-02-01", plans=TWELVE + f" {word}").plans.empty


@pytest.mark.parametrize(("day", "paid"), [("2026-01-04", 0), ("2026-01-05", 1)])
def test_receipts_count_from_the_day_of_the_agreement(sheet: Sheet, day: str, paid: int) -> None:
    covers = TWELVE.replace("12 | | |", "12 | | 600.00 |")
    assert followed(sheet, "2026-01-20", came(f"{day} 50.00"), covers).plans["paid"].tolist() == [paid]


def test_what_is_paid_early_counts_for_the_next_instalments(sheet: Sheet) -> None:
    found = followed(sheet, "2026-03-20", came("2026-01-05 175.00"))
    assert found.plans[["status", "paid", "missed", "received"]].to_numpy().tolist() == [
        ["in good standing", 3, 0, 17_500]
    ]
    assert found.schedule["received"].tolist() == [5_000, 5_000, 5_000, 2_500, *[0] * 8]
    assert found.plans["next_due"].iloc[0] == pd.Timestamp("2026-04-10")
    assert found.plans["next_amount"].tolist() == [2_500]


# --------------------------------------------------------------------------------------------- default, cure, breach


@pytest.mark.parametrize(
    ("as_of", "lines", "expected"),
    [
        ("2026-02-14", (), "behind"),  # two are missed: in default, and seven days to make it good
        ("2026-02-20", (), "behind"),
        ("2026-02-21", (), "broken"),
        ("2026-02-21", ("2026-02-20 50.00",), "behind"),  # one paid on the last day of cure: no default any more
        ("2026-02-21", ("2026-02-21 50.00",), "broken"),  # a day too late
        ("2026-02-21", ("2026-02-20 100.00",), "in good standing"),
        ("2026-02-21", ("2026-02-20 49.99",), "broken"),
    ],
)
def test_two_missed_at_once_and_not_made_good_break_it(
    sheet: Sheet, as_of: str, lines: tuple[str, ...], expected: str
) -> None:
    assert status(sheet, as_of, *lines) == expected


@pytest.mark.parametrize(("many", "as_of", "expected"), [(1, "2026-01-20", "behind"), (1, "2026-01-21", "broken")])
def test_how_many_missed_is_the_desks_choice(sheet: Sheet, many: int, as_of: str, expected: str) -> None:
    assert status(sheet, as_of, max_missed=many) == expected
    assert status(sheet, "2026-03-20", max_missed=3, max_late_days=0) == "behind"
    assert status(sheet, "2026-03-21", max_missed=3, max_late_days=0) == "broken"


@pytest.mark.parametrize(("as_of", "expected"), [("2026-01-13", "in good standing"), ("2026-01-14", "broken")])
def test_without_days_of_cure_a_default_breaks_it_at_once(sheet: Sheet, as_of: str, expected: str) -> None:
    assert status(sheet, as_of, max_missed=1, cure_days=0) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2026-02-09", "behind"), ("2026-02-16", "behind"), ("2026-02-17", "broken")],
)
def test_one_instalment_too_many_days_late_breaks_it(sheet: Sheet, as_of: str, expected: str) -> None:
    """Due on 10 January, 30 days late on 9 February, in default on the 10th, broken on the 17th."""
    assert status(sheet, as_of, max_missed=0, max_late_days=30) == expected


def test_with_both_rules_off_a_plan_is_never_broken(sheet: Sheet) -> None:
    assert status(sheet, "2030-01-01", max_missed=0, max_late_days=0) == "behind"


def test_the_last_instalment_alone_breaks_a_plan_by_its_days(sheet: Sheet) -> None:
    one = "2 | P1 | A1 | 2026-01-05 | 2026-01-10 | monthly | 1 | | |"
    assert status(sheet, "2026-03-18", plans=one) == "behind"
    assert status(sheet, "2026-03-19", plans=one) == "broken"


def test_what_is_broken_stays_broken_until_all_is_paid(sheet: Sheet) -> None:
    assert status(sheet, "2026-03-01", "2026-02-21 100.00") == "broken"
    assert status(sheet, "2026-03-01", "2026-02-21 599.99") == "broken"
    assert status(sheet, "2026-03-01", "2026-02-21 600.00") == "completed"
    assert reason(sheet, "2026-03-01", "2026-02-21 600.00") == (
        "Completed on 21/02/2026, after it was broken on 21/02/2026: 12 of 12 instalments paid, 600.00 of 600.00."
    )


def test_after_a_breach_nothing_more_falls_due(sheet: Sheet) -> None:
    found = followed(sheet, "2026-05-01")
    row = found.plans.iloc[0]
    assert (row["missed"], row["behind"]) == (2, 10_000)
    assert pd.isna(row["next_due"]) and pd.isna(row["breaks_on"])
    assert found.schedule["status"].tolist() == ["missed"] * 2 + ["ended"] * 10


def test_cured_in_time_a_plan_goes_on_and_may_fall_behind_again(sheet: Sheet) -> None:
    lines = ("2026-02-18 100.00",)
    assert reason(sheet, "2026-02-19", *lines) == (
        "In good standing: 2 of 12 instalments paid, 100.00 of 600.00. Next: 50.00 on 10/03/2026. "
        "A default was cured on 18/02/2026."
    )
    assert status(sheet, "2026-03-14", *lines) == "behind"
    assert status(sheet, "2026-04-20", *lines) == "behind"
    assert status(sheet, "2026-04-21", *lines) == "broken"


# ------------------------------------------------------------------------------------------------------- completed


@pytest.mark.parametrize(("amount", "expected"), [("600.00", "completed"), ("599.99", "in good standing")])
def test_completed_when_every_instalment_is_paid(sheet: Sheet, amount: str, expected: str) -> None:
    assert status(sheet, "2026-02-01", f"2026-01-20 {amount}") == expected


def test_f12_what_is_more_than_the_plan_stays_out_of_it(sheet: Sheet) -> None:
    """Debt 5,000; 100, 300 of which 230 are needed, and 100: in a plan of 330 the last 170 are not counted."""
    debt = "2 | INV-1 | A1 | invoice | 2025-10-01 | 2025-11-01 | 5000.00 | | | NZD\n"
    plans = "2 | P1 | A1 | 2026-01-05 | 2026-01-10 | monthly | 2 | 100.00 | 330.00 |"
    ledger = came("2026-01-10 100.00", "2026-01-11 300.00", "2026-01-12 100.00", debt=debt)
    found = followed(sheet, "2026-01-20", ledger, plans)
    assert found.schedule[["amount", "received"]].to_numpy().tolist() == [[10_000, 10_000], [23_000, 23_000]]
    assert found.plans["received"].tolist() == [33_000]
    assert found.plans["completed_on"].tolist() == [pd.Timestamp("2026-01-11")]


# ------------------------------------------------------------------------------------------------ which money counts


@pytest.mark.parametrize(
    "line",
    [
        "3 | R | A2 | receipt     | 2026-01-10 | | 50.00 | | | NZD",
        "3 | R | A1 | receipt     | 2026-01-10 | | 50.00 | | | AUD",
        "3 | R | A1 | credit_note | 2026-01-10 | | 50.00 | | | NZD",
    ],
)
def test_only_receipts_of_the_account_in_its_currency_count(sheet: Sheet, line: str) -> None:
    assert followed(sheet, "2026-01-20", DEBT + line).plans["paid"].tolist() == [0]


def test_a_receipt_that_was_sent_back_is_missing_from_that_day_on(sheet: Sheet) -> None:
    ledger = came("2026-01-10 50.00") + "\n30 | F1 | A1 | refund | 2026-01-25 | | 50.00 | R10 | | NZD"
    assert followed(sheet, "2026-01-24", ledger).plans["status"].tolist() == ["in good standing"]
    assert followed(sheet, "2026-01-25", ledger).plans["status"].tolist() == ["behind"]


NEW_BILL = DEBT + (
    "3 | NEW  | A1 | invoice | 2026-01-06 | 2026-01-20 | 80.00 | | | NZD\n"
    "4 | IN-1 | A1 | invoice | 2026-01-06 | 2026-01-20 | 40.00 | | DOC | NZD\n"
)


@pytest.mark.parametrize(("named", "paid"), [("", 1), ("INV-1", 1), ("NEW", 0), ("DOC", 0), ("UNKNOWN", 1)])
def test_a_receipt_that_names_a_later_bill_pays_that_bill(sheet: Sheet, named: str, paid: int) -> None:
    ledger = came(f"2026-01-10 50.00 {named}", debt=NEW_BILL)
    assert followed(sheet, "2026-01-12", ledger).plans["paid"].tolist() == [paid]


def test_where_plans_cover_new_bills_it_pays_the_plan(sheet: Sheet) -> None:
    found = followed(sheet, "2026-01-12", came("2026-01-10 100.00 NEW", debt=NEW_BILL), covers="expected")
    assert found.plans["paid"].tolist() == [1]  # 600.00 billed in the year before: 50.00 a month beside the debt


# -------------------------------------------------------------------------------------------------- what it covers


@pytest.mark.parametrize(("covers", "expected"), [("arrears", 600_00), ("owed", 700_00), ("expected", 600_00)])
def test_what_a_plan_without_a_sum_covers(sheet: Sheet, covers: str, expected: int) -> None:
    """600.00 were overdue when it was agreed and 100.00 more open; what came on that day or later does not count."""
    ledger = """
    2 | INV-1 | A1 | invoice | 2024-10-01 | 2024-11-01 | 630.00 | | | NZD
    3 | INV-2 | A1 | invoice | 2024-12-20 | 2026-01-05 | 100.00 | | | NZD
    4 | R-1   | A1 | receipt | 2025-12-01 |            | 30.00  | | | NZD
    5 | R-2   | A1 | receipt | 2026-01-05 |            | 70.00  | | | NZD
    6 | INV-3 | A1 | invoice | 2026-01-06 | 2026-01-06 | 500.00 | | | NZD
    """
    by = PlanTerms(Day(2026, 3, 1), covers=covers, currency="NZD")
    row = agreed_plans(sheet("Plans", TWELVE, PLAN), sheet("Ledger", ledger, LEDGER), by).iloc[0]
    assert (row["covers"], row["owed"], row["arrears"]) == (expected, 700_00, 600_00)


def test_new_bills_expected_are_those_of_the_year_before(sheet: Sheet) -> None:
    """In the year up to 5 January 2026: 240.00, or 20.00 a month; the one of 5 January 2025 is a year old."""
    ledger = """
    2 | INV-0 | A1 | invoice | 2025-01-05 | 2026-02-01 | 999.00 | | | NZD
    3 | INV-1 | A1 | invoice | 2025-01-06 | 2025-02-01 | 120.00 | | | NZD
    4 | INV-2 | A1 | invoice | 2026-01-05 | 2026-02-01 | 120.00 | | | NZD
    5 | FEE   | A1 | fee     | 2025-11-05 | 2026-02-01 | 50.00  | | | NZD
    """
    by = PlanTerms(Day(2026, 3, 1), covers="expected", currency="NZD")
    row = agreed_plans(sheet("Plans", TWELVE, PLAN), sheet("Ledger", ledger, LEDGER), by).iloc[0]
    assert (row["covers"], row["bills"], row["sum"], row["regular"]) == (120_00, 20_00, 360_00, 30_00)
    told = TWELVE.replace("12 | | |", "12 | | 120.00 |")
    row = agreed_plans(sheet("Plans", told, PLAN), sheet("Ledger", ledger, LEDGER), by).iloc[0]
    assert (row["bills"], row["sum"]) == (0, 120_00)


@pytest.mark.parametrize(
    ("codes", "own", "currency", "mixed", "refused"),
    [
        (["NZD"], "NZD", "NZD", False, ""),
        (["AUD"], "NZD", "AUD", False, ""),
        (["AUD", "NZD"], "NZD", "NZD", True, ""),
        (["AUD", "EUR"], "NZD", "?", True, "currency"),
        ([], "NZD", "NZD", False, "nothing"),
    ],
)
def test_a_plan_is_in_one_currency(
    sheet: Sheet, codes: list[str], own: str, currency: str, mixed: bool, refused: str
) -> None:
    ledger = "\n".join(
        f"{n} | I{n} | A1 | invoice | 2025-10-01 | 2025-11-01 | 60.00 | | | {c}" for n, c in enumerate(codes, 2)
    )
    by = PlanTerms(Day(2026, 3, 1), currency=own)
    row = agreed_plans(sheet("Plans", TWELVE, PLAN), sheet("Ledger", ledger, LEDGER), by).iloc[0]
    assert (row["currency"], row["mixed"], row["refused"]) == (currency, mixed, refused)


def test_amounts_of_a_plan_are_in_its_currency(sheet: Sheet) -> None:
    plans = "2 | P1 | A1 | 2026-01-05 | 2026-01-10 | monthly | | 250 | 1000 |"
    ledger = "2 | I1 | A1 | invoice | 2025-10-01 | 2025-11-01 | 1000 | | | JPY"
    assert followed(sheet, "2026-01-05", ledger, plans).schedule["amount"].tolist() == [250] * 4


# ----------------------------------------------------------------------------------------------- one plan after another

AGAIN = TWELVE + "\n3 | P2 | A1 | 2026-03-01 | 2026-03-10 | monthly | 10 | | 500.00 |"


def test_a_later_plan_takes_what_comes_from_its_day_on(sheet: Sheet) -> None:
    ledger = came("2026-01-10 50.00", "2026-02-28 50.00", "2026-03-01 50.00")
    found = followed(sheet, "2026-03-05", ledger, AGAIN)
    assert found.plans["received"].tolist() == [10_000, 5_000]
    assert found.plans["status"].tolist() == ["in good standing", "in good standing"]
    assert found.plans["replaced_by"].tolist() == ["P2", ""]
    assert set(found.schedule.loc[found.schedule["plan"] == "P1", "status"]) == {"paid", "paid late", "ended"}
    said = plan_reason(found.plans, PlanTerms(Day(2026, 3, 5)))[0]
    assert said == ("In good standing: 2 of 12 instalments paid, 100.00 of 600.00. Plan P2 replaced it on 01/03/2026.")


def test_a_replaced_plan_is_judged_on_its_last_day_and_never_later(sheet: Sheet) -> None:
    """Two were missed on 14 February, so it would be broken on the 21st; replaced on the 20th it is not."""
    early = TWELVE + "\n3 | P2 | A1 | 2026-02-20 | 2026-03-10 | monthly | 10 | | 500.00 |"
    late = early.replace("2026-02-20", "2026-02-22")
    assert followed(sheet, "2026-12-01", plans=early).plans["status"].tolist() == ["behind", "broken"]
    assert followed(sheet, "2026-12-01", plans=late).plans["status"].tolist() == ["broken", "broken"]


def test_a_later_plan_of_another_account_or_a_cancelled_one_replaces_nothing(sheet: Sheet) -> None:
    other = TWELVE + "\n3 | P2 | A2 | 2026-03-01 | 2026-03-10 | monthly | 10 | | 500.00 |"
    assert followed(sheet, "2026-03-05", plans=other).plans["replaced_by"].tolist() == ["", ""]
    assert followed(sheet, "2026-03-05", plans=AGAIN + " cancelled").plans["replaced_by"].tolist() == [""]


# ------------------------------------------------------------------------------------------------------ the sentences


@pytest.mark.parametrize(
    ("as_of", "lines", "said"),
    [
        (
            "2026-02-01",
            ("2026-01-10 50.00",),
            "In good standing: 1 of 12 instalments paid, 50.00 of 600.00. Next: 50.00 on 10/02/2026.",
        ),
        (
            "2026-02-14",
            ("2026-01-10 50.00",),
            "Behind: 50.00 missing since 10/02/2026; 1 of 12 instalments paid, 50.00 of 600.00. If nothing more comes, "
            "it is broken on 21/03/2026. Next: 50.00 on 10/03/2026.",
        ),
        (
            "2026-02-14",
            (),
            "Behind: 100.00 (2 instalments) missing since 10/01/2026; 0 of 12 instalments paid, 0.00 of 600.00. "
            "If nothing more comes, it is broken on 21/02/2026. Next: 50.00 on 10/03/2026.",
        ),
        (
            "2026-03-01",
            (),
            "Broken on 21/02/2026: 2 instalments were missed, the first of 10/01/2026, and not made good in 7 more "
            "days; 0 of 12 instalments paid, 0.00 of 600.00.",
        ),
        ("2026-03-01", ("2026-01-20 600.00",), "Completed on 20/01/2026: 12 of 12 instalments paid, 600.00 of 600.00."),
    ],
)
def test_each_status_says_why(sheet: Sheet, as_of: str, lines: tuple[str, ...], said: str) -> None:
    assert reason(sheet, as_of, *lines) == said


def test_a_breach_by_days_says_so(sheet: Sheet) -> None:
    assert reason(sheet, "2026-03-01", max_missed=0, max_late_days=30, cure_days=0) == (
        "Broken on 10/02/2026: the instalment of 10/01/2026 was more than 30 days late; "
        "0 of 12 instalments paid, 0.00 of 600.00."
    )


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2026-02-01", "plan P1 in good standing, next 50.00 on 10/02/2026"),
        ("2026-02-14", "plan P1 is behind, 50.00 missing since 10/02/2026, broken on 21/03/2026 if it does not come"),
    ],
)
def test_what_holds_the_account_back(sheet: Sheet, as_of: str, said: str) -> None:
    assert plan_held(followed(sheet, as_of, came("2026-01-10 50.00")).plans).tolist() == [said]


def test_the_statuses_are_those_that_are_explained(sheet: Sheet) -> None:
    days = ["2026-01-05", "2026-01-10", "2026-01-14", "2026-02-14", "2026-02-21"]
    found = [followed(sheet, day, came("2026-01-14 50.00")) for day in days]
    done = followed(sheet, "2026-02-01", came("2026-01-20 600.00"))
    statuses = {status for one in (*found, done) for status in one.plans["status"]}
    assert statuses <= set(MEANINGS)
    assert {status for one in (*found, done) for status in one.schedule["status"]} <= set(INSTALMENTS)


# ------------------------------------------------------------------------------------------------------- another plan

FAILED = """
2 | P1 | A1 | 2025-01-05 | 2025-01-10 | monthly | 3 | | 600.00 |
3 | P2 | A1 | 2025-06-05 | 2025-06-10 | monthly | 3 | | 600.00 |
"""
"""Broken on 21 February and on 21 July 2025."""


def test_after_two_failed_plans_in_a_year_no_other_is_offered(sheet: Sheet) -> None:
    found = followed(sheet, "2026-02-20", plans=FAILED).plans
    by = PlanTerms(Day(2026, 2, 20))
    assert found["broken_on"].tolist() == [pd.Timestamp("2025-02-21"), pd.Timestamp("2025-07-21")]
    assert plan_refused(found, by).to_dict() == {"A1": "2 plans broken within 365 days, the last on 21/07/2025"}
    assert plan_refused(found, PlanTerms(Day(2026, 2, 20), max_failed=3)).empty
    assert plan_refused(found, PlanTerms(Day(2026, 2, 20), max_failed=0)).empty


@pytest.mark.parametrize(
    ("as_of", "number"), [("2026-02-20", 2), ("2026-02-21", 1), ("2026-07-20", 1), ("2026-07-21", 0)]
)
def test_failed_plans_count_for_a_year(sheet: Sheet, as_of: str, number: int) -> None:
    by = PlanTerms(Day.fromisoformat(as_of))
    assert len(failed_lately(followed(sheet, as_of, plans=FAILED).plans, by)) == number


def test_an_account_with_a_running_plan_is_offered_no_other(sheet: Sheet) -> None:
    found = followed(sheet, "2026-01-20", plans=TWELVE).plans
    assert plan_refused(found, PlanTerms(Day(2026, 1, 20))).to_dict() == {"A1": "plan P1 is behind"}


def test_how_many_had_failed_when_a_plan_was_agreed(sheet: Sheet) -> None:
    """The one that replaced P2 on the day of its breach came in time: P2 was not broken yet."""
    in_time = FAILED + "4 | P3 | A1 | 2025-07-21 | 2025-08-10 | monthly | 3 | | 600.00 |"
    plans = in_time.replace("2025-07-21", "2025-07-22")
    before = followed(sheet, "2026-02-20", plans=in_time).plans
    assert agreed_after(before, PlanTerms(Day(2026, 2, 20))).tolist() == [0, 1, 1]
    assert agreed_after(followed(sheet, "2026-02-20", plans=plans).plans, PlanTerms(Day(2026, 2, 20))).tolist() == [
        0,
        1,
        2,
    ]


@pytest.mark.parametrize(
    ("least", "most", "found"), [(0, 11, "long"), (0, 12, ""), (0, 0, ""), (11, 0, ""), (12, 0, "short")]
)
def test_the_length_of_a_plan_is_counted_from_its_agreement(sheet: Sheet, least: int, most: int, found: str) -> None:
    """Agreed on 5 January, the twelfth instalment on 10 December: more than 11 months, less than 12."""
    by = PlanTerms(Day(2026, 1, 5), min_months=least, max_months=most)
    assert beyond_length(followed(sheet, "2026-01-05").plans, by).tolist() == [found]
