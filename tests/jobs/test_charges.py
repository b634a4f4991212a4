"""Fees, interest and surcharges of a small desk: what is charged, what is free and why, and never twice."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from sheetops.jobs.charges import charges
from sheetops.model import Run
from tests.jobs.small_desk import book

DAY = dt.date(2026, 6, 30)
CUSTOMERS = """
row | account | name  | segment
2   | A1      | Abbot | pubs
3   | A2      | Burns | schools
"""
INTEREST = """
row | setting            | value | applies_to
2   | currency           | NZD   |
3   | interest_margin    | 10%   |
4   | interest_day_basis | 365   |
"""


def _run(as_of: dt.date = DAY, **sheets: str) -> Run:
    return charges(book(**{"Customers": CUSTOMERS} | sheets), as_of=as_of).run


def _charged(run: Run) -> list[tuple[str, str, int]]:
    rows = run.frames["Charges"]
    return list(rows[["entry", "kind", "amount"]].itertuples(index=False, name=None))


def _book(run: Run) -> list[tuple[Any, ...]]:
    rows = run.frames["Ledger rows"]
    return list(rows[["entry", "kind", "amount", "applies_to"]].itertuples(index=False, name=None))


def _again(ledger: str, run: Run) -> str:
    """Return the Ledger after the rows of a run were copied into it, as people do."""
    lines = ledger.strip().splitlines()
    heads = [cell.strip() for cell in lines[0].split("|")][1:]
    number = int(lines[-1].split("|")[0])
    for place, row in enumerate(run.frames["Ledger rows"].astype(object).itertuples(index=False), number + 1):
        known = row._asdict() | {"amount": f"{row.amount / 100:.2f}"}
        known |= {name: f"{known[name]:%Y-%m-%d}" for name in ("date", "due_date")}
        lines.append(" | ".join([str(place), *(str(known.get(head, "")) for head in heads)]))
    return "\n".join(lines)


HEADS = "row | entry | account | kind | date | due_date | amount | currency | applies_to | reference | disputed\n"


# --------------------------------------------------------------------------------------------- worked cases of others


def test_d1_an_overdue_item_without_fee_or_interest_costs_nothing() -> None:
    run = _run(Ledger=HEADS + "2 | E1 | A1 | invoice | 2026-05-01 | 2026-06-10 | 100 | NZD")
    assert (_charged(run), _book(run)) == ([], [])


def test_d2_interest_of_fifteen_days_and_a_fee() -> None:
    """100 at 10 % a year for 15 days is 0.4109: 0.41, and a fee of 10."""
    run = _run(
        Ledger=HEADS + "2 | E1 | A1 | invoice | 2026-05-01 | 2026-06-15 | 100 | NZD",
        Notices="row | account | entry | ladder | level | sent_on\n2 | A1 | E1 | standard | 1 | 2026-06-30",
        Stages="row | ladder | level | mode | days | fee\n2 | standard | 1 | due_plus | 10 | 10",
        Policy=INTEREST,
    )
    assert _charged(run) == [("E1", "fee", 1000), ("E1", "interest", 41)]
    assert _book(run) == [("FEE-E1-20260630-1", "fee", 1000, "E1"), ("INT-E1-20260630", "interest", 41, "E1")]
    assert run.frames["Charges"]["reason"].tolist() == [
        "Fee for level 1 (), sent on 30/06/2026: 10.00.",
        "Interest on invoice E1: 100.00 open from 16/06/2026 to 30/06/2026, 15 days at 10% a year "
        "(day basis 365): 0.41.",
    ]


def test_d3_a_receipt_that_bounced_lets_interest_go_on() -> None:
    paid = (
        HEADS
        + """2 | E1 | A1 | invoice | 2026-05-01 | 2026-06-15 | 100 | NZD
    3 | R1 | A1 | receipt | 2026-06-20 | | 100 | NZD"""
    )
    back = paid + "\n4 | B1 | A1 | refund | 2026-06-22 | | 100 | NZD | R1"
    assert _run(Ledger=paid, Policy=INTEREST).frames["Charges"]["days"].tolist() == [5]
    assert _run(Ledger=back, Policy=INTEREST).frames["Charges"]["days"].tolist() == [15]


@pytest.mark.parametrize(
    ("applies", "unallocated", "days"), [("E1", "keep", 5), ("", "keep", 15), ("", "oldest_first", 5)]
)
def test_d4_a_credit_note_ends_interest_when_it_clears_the_invoice(applies: str, unallocated: str, days: int) -> None:
    run = _run(
        Ledger=HEADS
        + f"""2 | E1 | A1 | invoice     | 2026-05-01 | 2026-06-15 | 100 | NZD |
        3 | C1 | A1 | credit_note | 2026-06-20 |            | 100 | NZD | {applies}""",
        Policy=INTEREST + f"5 | unallocated | {unallocated} |",
    )
    assert run.frames["Charges"]["days"].tolist() == [days]


def test_d5_of_two_instalments_only_the_late_one_costs() -> None:
    run = _run(
        Ledger=HEADS
        + """2 | E1a | A1 | invoice | 2026-06-24 | 2026-06-29 | 50 | NZD
        3 | E1b | A1 | invoice | 2026-06-24 | 2026-07-04 | 50 | NZD""",
        Policy=INTEREST,
    )
    assert _charged(run) == [("E1a", "interest", 1)]


def test_d6_a_fee_in_the_desks_currency_is_stated_in_the_items() -> None:
    """5 EUR for an item in USD, one dollar being worth 0.654 EUR: 7.65."""
    sheets = {
        "Ledger": HEADS + "2 | E1 | A1 | invoice | 2026-05-01 | 2026-06-15 | 100 | USD",
        "Notices": "row | account | entry | ladder | level | sent_on\n2 | A1 | E1 | standard | 1 | 2026-06-30",
        "Stages": "row | ladder | level | mode | days | fee\n2 | standard | 1 | due_plus | 10 | 5",
    }
    policy = "row | setting | value | applies_to\n2 | currency | EUR |"
    known = _run(**sheets, Policy=policy + "\n3 | exchange_rate | 0.654 | USD")
    assert _charged(known) == [("E1", "fee", 765)]
    unknown = _run(**sheets, Policy=policy)
    assert _charged(unknown) == []
    (finding,) = [one for one in unknown.findings if one.check == "fee_rate_unknown"]
    assert (finding.cell, finding.sheet) == ("D2", "Notices")
    assert finding.problem.endswith("Add exchange_rate with applies_to USD to Policy.")


@pytest.mark.parametrize(("margin", "amounts"), [(0, [5]), (1, [5]), (2, []), (3, [])])
def test_d7_days_within_which_lateness_costs_nothing(margin: int, amounts: list[int]) -> None:
    """100 due 2 days ago: nothing with a margin of 3 (or of 2: it is not later than that), all of it without."""
    run = _run(
        Ledger=HEADS + "2 | E1 | A1 | invoice | 2026-05-01 | 2026-06-28 | 100 | NZD",
        Policy=INTEREST + f"5 | interest_after_days | {margin} |",
    )
    assert run.frames["Charges"]["amount"].tolist() == amounts


# ------------------------------------------------------------------------------------------------------------ interest

LATE = (
    HEADS
    + """2 | E1 | A1 | invoice | 2026-04-01 | 2026-04-30 | 1000 | NZD
3 | R1 | A1 | receipt | 2026-05-10 | | 400 | NZD
4 | R2 | A1 | receipt | 2026-05-20 | | 600 | NZD"""
)


def test_interest_runs_on_the_reducing_balance_and_stays_due_after_payment() -> None:
    """1,000 for the 10 days to 10 May, 600 for the 10 days to 20 May, at 10 %: 2.74 + 1.64."""
    rows = _run(Ledger=LATE, Policy=INTEREST).frames["Charges"]
    assert rows[["days", "base", "amount"]].to_numpy().tolist() == [[10, 100_000, 274], [10, 60_000, 164]]


def test_nothing_is_charged_twice_once_the_rows_are_in_the_ledger() -> None:
    first = _run(dt.date(2026, 5, 15), Ledger=LATE, Policy=INTEREST)
    ledger = _again(LATE, first)
    assert _book(first) == [("INT-E1-20260515", "interest", 356, "E1")]
    assert _book(_run(dt.date(2026, 5, 15), Ledger=ledger, Policy=INTEREST)) == []
    rest = _run(Ledger=ledger, Policy=INTEREST)
    assert _book(rest) == [("INT-E1-20260630", "interest", 82, "E1")]
    assert rest.frames["Charges"]["from"].dt.strftime("%d/%m").tolist() == ["16/05"]
    assert _book(_run(Ledger=_again(ledger, rest), Policy=INTEREST)) == []


def test_interest_booked_by_hand_counts() -> None:
    ledger = LATE + "\n5 | X9 | A1 | interest | 2026-06-01 | | 4.00 | NZD | E1"
    assert _book(_run(Ledger=ledger, Policy=INTEREST)) == [("INT-E1-20260630", "interest", 38, "E1")]


def test_a_payment_entered_late_shows_as_interest_charged_too_much() -> None:
    ledger = LATE.splitlines()
    before = "\n".join(ledger[:2])
    charged = _again(before, _run(Ledger=before, Policy=INTEREST))
    late = charged + "\n9 | R1 | A1 | receipt | 2026-05-10 | | 1000 | NZD | E1"
    run = _run(Ledger=late, Policy=INTEREST)
    (finding,) = [one for one in run.findings if one.check == "interest_over_charged"]
    assert finding.problem.startswith("E1 was charged 13.97 more interest than the 2.74 that it comes to by 30/06/2026")
    assert _book(run) == []
    mended = late + "\n10 | C1 | A1 | credit_note | 2026-06-30 | | 13.97 | NZD | INT-E1-20260630"
    assert not [one for one in _run(Ledger=mended, Policy=INTEREST).findings if one.check == "interest_over_charged"]


def test_rates_change_from_their_own_day_on() -> None:
    policy = """
    row | setting            | value | applies_to | valid_from | valid_to
    2   | interest_base_rate | 5%    |            |            | 2026-06-09
    3   | interest_base_rate | 4.25% |            | 2026-06-10 |
    4   | interest_margin    | 2%    |            |            |
    5   | interest_margin    | 0%    | schools    |            |
    """
    ledger = (
        HEADS
        + """2 | E1 | A1 | invoice | 2026-05-01 | 2026-05-31 | 36500 | NZD
    3 | E2 | A2 | invoice | 2026-05-01 | 2026-05-31 | 36500 | NZD"""
    )
    rows = _run(Ledger=ledger, Policy=policy).frames["Charges"]
    assert rows[["entry", "days", "rate", "amount"]].to_numpy().tolist() == [
        ["E1", 9, "7%", 6300],
        ["E1", 21, "6.25%", 13_125],
        ["E2", 9, "5%", 4500],
        ["E2", 21, "4.25%", 8925],
    ]


@pytest.mark.parametrize(("basis", "cents"), [("365", 1644), ("366", 1639), ("360", 1667), ("actual", 1644)])
def test_the_day_basis(basis: str, cents: int) -> None:
    ledger = HEADS + "2 | E1 | A1 | invoice | 2026-04-01 | 2026-04-30 | 1000 | NZD"
    policy = INTEREST.replace("365", basis)
    assert _run(dt.date(2026, 6, 29), Ledger=ledger, Policy=policy).frames["Charges"]["amount"].sum() == cents


def test_actual_days_part_at_new_year() -> None:
    ledger = HEADS + "2 | E1 | A1 | invoice | 2023-12-01 | 2023-12-21 | 3660 | NZD"
    run = _run(dt.date(2024, 1, 10), Ledger=ledger, Policy=INTEREST.replace("365", "actual"))
    rows = run.frames["Charges"]
    assert rows[["days", "amount"]].to_numpy().tolist() == [[10, 1003], [10, 1000]]


def test_tiers_cap_and_minimum() -> None:
    ledger = (
        HEADS
        + """2 | E1 | A1 | invoice | 2026-05-01 | 2026-06-29 | 36500 | NZD
    3 | E2 | A2 | invoice | 2024-06-01 | 2024-06-30 | 100 | NZD
    4 | E3 | A2 | invoice | 2026-06-01 | 2026-06-29 | 100 | NZD"""
    )
    policy = """
    row | setting          | value                      | applies_to
    2   | interest_tiers   | 5000: 10%; 20000: 5%; 1%   | pubs
    3   | interest_margin  | 40%                        | schools
    4   | interest_cap     | 25%                        |
    5   | interest_minimum | 1                          |
    """
    run = _run(Ledger=ledger, Policy=policy)
    # A day of 5,000 at 10 %, 15,000 at 5 %, 16,500 at 1 %.
    assert _charged(run) == [("E1", "interest", 388), ("E2", "interest", 2500), ("E3", "interest", 0)]
    rows = run.frames["Charges"]
    assert rows["rate"].iloc[0] == "(10% up to 5,000; 5% up to 20,000; 1%)"
    assert rows["free_reason"].iloc[2] == "waits: 0.11 is below interest_minimum of 1.00"
    assert [row[:3] for row in _book(run)] == [
        ("INT-E1-20260630", "interest", 388),
        ("INT-E2-20260630", "interest", 2500),
    ]


FREE = """
row | setting              | value | applies_to
2   | interest_margin      | 10%   |
3   | interest_free_during | {0}   |
"""


@pytest.mark.parametrize(
    ("during", "days", "reason"),
    [("holds", 20, "hold (query)"), ("disputes", 0, "disputed"), ("none", 30, ""), ("plans, promises", 30, "")],
)
def test_times_that_cost_nothing(during: str, days: int, reason: str) -> None:
    disputed = "yes" if during == "disputes" else ""
    run = _run(
        Ledger=HEADS + f"2 | E1 | A1 | invoice | 2026-05-01 | 2026-05-31 | 1000 | NZD | | | {disputed}",
        Holds="row | account | entry | reason | from | until\n2 | A1 | | query | 2026-06-11 | 2026-06-20",
        Policy=FREE.format(during),
    )
    rows = run.frames["Charges"]
    assert rows.loc[rows["free_reason"] == "", "days"].sum() == days
    assert [one for one in rows["free_reason"] if one] == [reason] * bool(reason)
    assert _run(Ledger=HEADS + "2 | E1 | A1 | invoice | 2026-05-01 | 2026-05-31 | 1 | NZD").frames["Charges"].empty


def test_a_plan_freezes_interest_while_it_runs() -> None:
    run = _run(
        Ledger=HEADS
        + """2 | E1 | A1 | invoice | 2026-04-01 | 2026-04-30 | 100 | NZD
        3 | R1 | A1 | receipt | 2026-06-25 | | 50 | NZD""",
        Plans="row | plan | account | agreed_on | first_due | frequency | instalments\n"
        "2 | P1 | A1 | 2026-05-11 | 2026-06-25 | monthly | 2",
        Policy=INTEREST,
    )
    rows = run.frames["Charges"]
    assert rows[["days", "amount", "free_reason"]].to_numpy().tolist()[0] == [10, 27, ""]
    assert set(rows["free_reason"].iloc[1:]) == {"plan P1"}


# ---------------------------------------------------------------------------------------------------------------- fees

NOTICES = """
row | account | entry | ladder   | level | sent_on    | channel | template
2   | A1      | E1    | standard | 1     | 2026-05-20 | email   | reminder-1
3   | A1      | E1    | standard | 2     | 2026-06-20 | letter  | reminder-2
4   | A1      | E2    | standard | 1     | 2026-06-20 | letter  | reminder-1
5   | A2      | E3    | standard | 2     | 2026-06-20 | letter  | reminder-2
6   | A1      | E1    | standard | 1     | 2026-04-01 | email   | reminder-1
"""
STAGES = """
row | ladder   | level | mode     | days | template   | fee   | applies_to
2   | standard | 1     | due_plus | 10   | reminder-1 | 5     |
3   | standard | 2     | due_plus | 20   | reminder-2 | 2%    |
4   | standard | 2     | due_plus | 20   | reminder-2 | 0     | type: nobody
"""
OWED = (
    HEADS
    + """2 | E1 | A1 | invoice | 2026-03-01 | 2026-03-20 | 1000 | NZD
3 | E2 | A1 | invoice | 2026-05-01 | 2026-05-20 | 500 | NZD
4 | E3 | A2 | invoice | 2026-03-01 | 2026-03-20 | 1000 | NZD
5 | R1 | A1 | receipt | 2026-06-10 | | 200 | NZD | E1"""
)


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        ("letter", [("E1", 500), ("E1", 2600), ("E3", 0)]),
        ("item", [("E1", 500), ("E1", 1600), ("E2", 500), ("E3", 0)]),
    ],
)
def test_a_letter_costs_the_fee_of_its_highest_level(per: str, expected: list[tuple[str, int]]) -> None:
    """2 % of what was open on the day of the letter; schools pay none; what is long ago is not charged any more."""
    policy = f"row | setting | value | applies_to\n2 | charge_fees | no | schools\n3 | fee_per | {per} |"
    run = _run(Ledger=OWED, Notices=NOTICES, Stages=STAGES, Policy=policy)
    assert [(entry, amount) for entry, _, amount in _charged(run)] == expected
    ledger = _again(OWED, run)
    again = _run(Ledger=ledger, Notices=NOTICES, Stages=STAGES, Policy=policy)
    assert [(entry, amount) for entry, _, amount in _charged(again)] == [("E3", 0)]
    assert again.frames["Charges"]["reason"].iloc[0] == (
        "No fee for level 2 (reminder 2), sent on 20/06/2026 by letter: no fees are charged to this account (setting "
        "charge_fees)."
    )


def test_the_fee_is_that_of_the_stage_on_the_day_of_the_notice() -> None:
    stages = """
    row | ladder   | level | mode     | days | fee | valid_from | valid_to
    2   | standard | 1     | due_plus | 10   | 5   |            | 2026-05-31
    3   | standard | 1     | due_plus | 10   | 7   | 2026-06-01 |
    """
    run = _run(Ledger=OWED, Notices=NOTICES, Stages=stages, Policy="row | setting | value\n2 | fee_per | item")
    assert _charged(run) == [("E1", "fee", 500), ("E2", "fee", 700)]


def test_a_notice_for_the_whole_account_costs_one_fee() -> None:
    notices = "row | account | entry | ladder | level | sent_on\n2 | A1 | | standard | 2 | 2026-06-20"
    run = _run(Ledger=OWED, Notices=notices, Stages=STAGES)
    assert _book(run) == [("FEE-E1-20260620-2", "fee", 2600, "E1")]


# ----------------------------------------------------------------------------------------------------------- surcharge

SURCHARGE = """
row | setting              | value | applies_to
2   | surcharge_rate       | 50%   |
3   | surcharge_after_days | 28    |
4   | surcharge_rate       | 0%    | schools
"""


@pytest.mark.parametrize(("due", "expected"), [("2026-06-01", 40_000), ("2026-06-02", None), ("2026-04-01", None)])
def test_an_invoice_unpaid_after_its_days_is_surcharged_once(due: str, expected: int | None) -> None:
    """Due 1 June: 28 days after it is 29 June, and from 30 June on the surcharge is due; one of long ago is not."""
    ledger = (
        HEADS
        + f"""2 | E1 | A1 | invoice | 2026-03-01 | {due} | 1000 | NZD
    3 | R1 | A1 | receipt | 2026-06-29 | | 200 | NZD
    4 | E2 | A2 | invoice | 2026-03-01 | {due} | 1000 | NZD"""
    )
    run = _run(Ledger=ledger, Policy=SURCHARGE)
    assert _book(run) == ([("SUR-E1", "invoice", expected, "E1")] if expected else [])
    assert _book(_run(Ledger=_again(ledger, run), Policy=SURCHARGE)) == []
    if expected:
        assert run.frames["Charges"]["reason"].iloc[0] == (
            "Surcharge on invoice E1, due 01/06/2026 and not paid by 29/06/2026: 50% of 800.00, 400.00."
        )
        whole = SURCHARGE + "5 | surcharge_of | whole |"
        assert _book(_run(Ledger=ledger, Policy=whole)) == [("SUR-E1", "invoice", 50_000, "E1")]


def test_rows_for_the_ledger_pass_its_checks_and_have_its_columns() -> None:
    run = _run(Ledger=OWED, Notices=NOTICES, Stages=STAGES, Policy=SURCHARGE + "5 | interest_margin | 8% |")
    rows = run.frames["Ledger rows"]
    ledger = _again(OWED, run)
    assert len(rows) >= 4
    assert not [one for one in _run(Ledger=ledger).findings if one.sheet == "Ledger"]
    assert (rows["due_date"] - rows["date"]).dt.days.eq(30).all()
    assert pd.unique(rows["currency"]).tolist() == ["NZD"]
