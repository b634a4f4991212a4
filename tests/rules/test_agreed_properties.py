"""What holds of all promises and plans: the answers are those of plain Python, and no money counts twice."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.rules.following import INSTALMENTS, MEANINGS, Followed, follow
from sheetops.rules.plans import PlanTerms, agreed_plans
from sheetops.rules.promises import MEANINGS as PROMISED
from sheetops.rules.promises import PromiseTerms, judge
from tests.rules import agreed as reference

Grid = Callable[..., pd.DataFrame]
Row = dict[str, Any]

FIRST = dt.date(2026, 1, 1)
DAYS = st.integers(0, 150).map(lambda n: FIRST + dt.timedelta(days=n))
ACCOUNTS = st.sampled_from(["A1", "A2"])
AMOUNTS = st.sampled_from([1, 40, 50, 100, 150, 400])


@st.composite
def ledgers(draw: st.DrawFn) -> list[Row]:
    """A debt of each account, receipts, and refunds of some of them."""
    rows: list[Row] = [
        {"entry": f"D{a}", "account": a, "kind": "invoice", "date": FIRST, "due_date": FIRST, "amount": 10_000}
        for a in ("A1", "A2")
    ]
    for number in range(draw(st.integers(0, 8))):
        row = {"entry": f"R{number}", "account": draw(ACCOUNTS), "kind": "receipt", "date": draw(DAYS)}
        rows.append(row | {"amount": draw(AMOUNTS)})
        if draw(st.integers(0, 4)) == 0:
            back = {"entry": f"B{number}", "account": row["account"], "kind": "refund", "applies_to": row["entry"]}
            rows.append(back | {"date": draw(DAYS), "amount": draw(st.integers(1, rows[-1]["amount"]))})
    return [{"currency": "NZD", "applies_to": "", "due_date": None} | row for row in rows]


PROMISES = st.lists(st.tuples(ACCOUNTS, DAYS, st.integers(-2, 40), AMOUNTS), max_size=5).map(
    lambda rows: [
        {"promise": f"P{n}", "account": a, "made_on": made, "due_on": made + dt.timedelta(days=wait), "amount": amount}
        for n, (a, made, wait, amount) in enumerate(rows)
    ]
)
PLANS = st.lists(
    st.tuples(
        ACCOUNTS,
        DAYS,
        st.integers(0, 20),
        st.sampled_from(["weekly", "fortnightly", "monthly"]),
        st.integers(1, 6),
        st.sampled_from([100, 101, 300, 599]),
    ),
    min_size=1,
    max_size=4,
).map(
    lambda rows: [
        {
            "plan": f"L{n}",
            "account": account,
            "agreed_on": made,
            "first_due": made + dt.timedelta(days=wait),
            "frequency": often,
            "instalments": count,
            "covers": covers,
        }
        for n, (account, made, wait, often, count, covers) in enumerate(rows)
    ]
)
RULES = st.builds(
    reference.Rules, st.integers(0, 4), st.integers(0, 3), st.sampled_from([0, 5, 30]), st.sampled_from([0, 1, 7])
)


@settings(max_examples=80, deadline=None)
@given(ledgers(), PROMISES, DAYS, st.integers(0, 5), st.sampled_from([0, 50, 100]))
def test_promises_are_judged_as_in_plain_python(
    grid: Grid, ledger: list[Row], promises: list[Row], as_of: dt.date, grace: int, share: int
) -> None:
    terms = PromiseTerms(as_of, grace_days=grace, min_share=share, currency="NZD")
    found = judge(grid("Promises", promises), grid("Ledger", ledger), terms)
    told = dict(zip(found["promise"], zip(found["status"], found["received"], strict=True), strict=True))
    assert told == reference.promises(promises, ledger, as_of, grace, share)
    assert set(found["status"]) <= set(PROMISED)
    assert (found["reason"] != "").all()
    assert (found["judged_on"].isna() == (found["status"] == "open")).all()
    money = sum(one["amount"] for one in reference.stayed(ledger, as_of))
    assert found["received"].sum() <= money
    assert (found["received"] <= found["amount"]).all()


def _followed(grid: Grid, plans: list[Row], ledger: list[Row], as_of: dt.date, rules: reference.Rules) -> Followed:
    terms = PlanTerms(
        as_of,
        grace_days=rules.grace,
        max_missed=rules.missed,
        max_late_days=rules.late,
        cure_days=rules.cure,
        currency="NZD",
    )
    books = grid("Ledger", ledger)
    rows = agreed_plans(grid("Plans", plans), books, terms)
    assert (rows["refused"] == "").all()
    return follow(rows, books, terms)


@settings(max_examples=80, deadline=None)
@given(ledgers(), PLANS, DAYS, RULES)
def test_plans_are_followed_as_in_plain_python(
    grid: Grid, ledger: list[Row], plans: list[Row], as_of: dt.date, rules: reference.Rules
) -> None:
    found = _followed(grid, plans, ledger, as_of, rules)
    there = sorted((row for row in plans if row["agreed_on"] <= as_of), key=lambda row: row["agreed_on"])
    assert sorted(found.plans["plan"]) == sorted(row["plan"] for row in there)
    receipts = reference.stayed(ledger, as_of)
    for row in found.plans.to_dict("records"):
        after = [one for one in there if one["account"] == row["account"]]
        later = after[[one["plan"] for one in after].index(row["plan"]) + 1 :]
        ends = later[0]["agreed_on"] if later else dt.date.max
        money = [
            (one["date"], one["amount"])
            for one in receipts
            if one["account"] == row["account"] and row["agreed_on"].date() <= one["date"] < ends
        ]
        mine = found.schedule[found.schedule["place"] == row["place"]]
        parts = [(day.date(), amount) for day, amount in zip(mine["due_on"], mine["amount"], strict=True)]
        day = min(as_of, ends - dt.timedelta(days=1))
        assert row["status"] == reference.plan(parts, money, day, rules)
        assert row["received"] == min(sum(amount for _, amount in money), row["sum"])


@settings(max_examples=60, deadline=None)
@given(ledgers(), PLANS, DAYS, RULES)
def test_plans_add_up_and_no_money_counts_twice(
    grid: Grid, ledger: list[Row], plans: list[Row], as_of: dt.date, rules: reference.Rules
) -> None:
    found = _followed(grid, plans, ledger, as_of, rules)
    part = found.schedule
    assert set(found.plans["status"]) <= set(MEANINGS)
    assert set(part["status"]) <= set(INSTALMENTS)
    assert (part["amount"] > 0).all()
    assert (part["received"] <= part["amount"]).all()
    by_place = part.groupby("place")["amount"].sum()
    assert by_place.tolist() == found.plans["sum"].tolist()
    assert found.plans["received"].sum() <= sum(one["amount"] for one in reference.stayed(ledger, as_of))
    first_open = part[part["received"] < part["amount"]].groupby("place")["instalment"].min()
    paid_after = part[part["received"] > 0].groupby("place")["instalment"].max()
    both = pd.concat([first_open, paid_after], axis=1, keys=["open", "paid"]).dropna()
    assert (both["paid"] <= both["open"]).all()  # in order: nothing is paid behind an open one


@settings(max_examples=40, deadline=None)
@given(ledgers(), PROMISES, PLANS, DAYS, st.integers(1, 40), RULES)
def test_what_is_written_down_later_never_changes_an_earlier_answer(
    grid: Grid,
    ledger: list[Row],
    promises: list[Row],
    plans: list[Row],
    as_of: dt.date,
    wait: int,
    rules: reference.Rules,
) -> None:
    later = as_of + dt.timedelta(days=wait)
    blank = {"applies_to": "", "due_date": None, "amount": 50}
    extra = [
        {"entry": "X1", "account": "A1", "kind": "receipt", "date": later, "currency": "NZD"} | blank,
        {"entry": "X2", "account": "A1", "kind": "refund", "date": later, "currency": "NZD"}
        | blank
        | {"applies_to": "R0"},
        {"entry": "X3", "account": "A1", "kind": "invoice", "date": later, "currency": "AUD"} | blank,
    ]
    promised = {"promise": "PX", "account": "A1", "made_on": later, "due_on": later, "amount": 50}
    planned = {"plan": "LX", "account": "A1", "agreed_on": later, "first_due": later, "frequency": "weekly"}
    planned |= {"instalments": 2, "covers": 100}
    before = _followed(grid, plans, ledger, as_of, rules)
    after = _followed(grid, [*plans, planned], [*ledger, *extra], as_of, rules)
    pd.testing.assert_frame_equal(before.plans, after.plans)
    pd.testing.assert_frame_equal(before.schedule, after.schedule)
    terms = PromiseTerms(as_of, currency="NZD")
    one = judge(grid("Promises", promises), grid("Ledger", ledger), terms)
    two = judge(grid("Promises", [*promises, promised]), grid("Ledger", [*ledger, *extra]), terms)
    pd.testing.assert_frame_equal(one, two)


@settings(max_examples=40, deadline=None)
@given(ledgers(), PROMISES, PLANS, DAYS, RULES, st.randoms(use_true_random=False))
def test_the_order_of_the_ledgers_rows_changes_nothing(
    grid: Grid,
    ledger: list[Row],
    promises: list[Row],
    plans: list[Row],
    as_of: dt.date,
    rules: reference.Rules,
    chance: Any,
) -> None:
    shuffled = chance.sample(ledger, len(ledger))
    one, two = (_followed(grid, plans, rows, as_of, rules) for rows in (ledger, shuffled))
    pd.testing.assert_frame_equal(one.plans, two.plans)
    terms = PromiseTerms(as_of, currency="NZD")
    left, right = (judge(grid("Promises", promises), grid("Ledger", rows), terms) for rows in (ledger, shuffled))
    pd.testing.assert_frame_equal(left, right)
