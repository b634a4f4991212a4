"""What holds of every ledger: nothing is lost, nothing is paid twice, and the answer is that of plain Python."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.rules.ageing import age, age_control, age_totals, ageing_bucket, bucket_labels
from sheetops.rules.allocation import Allocation, allocate, balances
from tests.rules import reference

Grid = Callable[..., pd.DataFrame]
Row = dict[str, Any]

FIRST = dt.date(2026, 1, 1)
DAYS = st.integers(0, 12).map(lambda n: FIRST + dt.timedelta(days=10 * n))
AS_OF = st.integers(-1, 125).map(lambda n: FIRST + dt.timedelta(days=n))
KINDS = ["invoice", "receipt", "invoice", "receipt", "credit_note", "refund", "fee", "interest", "write_off"]


@st.composite
def ledgers(draw: st.DrawFn) -> list[Row]:
    """A few accounts with few names and small amounts, so that everything meets everything."""
    number = draw(st.integers(0, 14))
    rows = []
    for place in range(number):
        kind = draw(st.sampled_from([*KINDS, "adjustment"]))
        amount = draw(st.integers(-400, 400)) if kind == "adjustment" else draw(st.integers(0, 400))
        date = draw(DAYS)
        rows.append(
            {
                "entry": f"E{place}",
                "account": draw(st.sampled_from(["A1", "A1", "A2"])),
                "kind": kind,
                "date": date,
                "due_date": draw(st.one_of(st.none(), st.integers(0, 60).map(lambda n, d=date: d + dt.timedelta(n)))),
                "amount": amount,
                "currency": draw(st.sampled_from(["NZD", "NZD", "AUD"])),
                "invoice": draw(st.sampled_from(["", "", "DOC1", "DOC2", "E0"])),
                "applies_to": draw(st.sampled_from(["", "", "DOC1", "DOC2", *(f"E{n}" for n in range(number))])),
                "disputed": draw(st.booleans()),
            }
        )
    return rows


SETTINGS = st.fixed_dictionaries(
    {
        "unallocated": st.sampled_from(["oldest_first", "keep"]),
        "clear_order": st.permutations(["costs", "interest", "principal"]),
        "terms_days": st.sampled_from([0, 14, 30]),
    }
)


def _by_entry(frame: pd.DataFrame, column: str) -> dict[str, int]:
    return dict(zip(frame["entry"], frame[column].tolist(), strict=True))


@settings(max_examples=120, deadline=None)
@given(ledgers(), AS_OF, SETTINGS)
def test_the_answer_is_that_of_plain_python(grid: Grid, rows: list[Row], as_of: dt.date, how: dict[str, Any]) -> None:
    allocation = allocate(grid("Ledger", rows), as_of, **how)
    expected = reference.settle(rows, as_of, **how)
    assert _by_entry(allocation.items, "outstanding") == expected.open
    assert _by_entry(allocation.credits, "unallocated") == expected.spare
    assert _by_entry(allocation.items, "future_receipts") == expected.future


@settings(max_examples=60, deadline=None)
@given(ledgers(), AS_OF, SETTINGS)
def test_open_items_less_unallocated_credits_are_the_ledger_to_the_cent(
    grid: Grid, rows: list[Row], as_of: dt.date, how: dict[str, Any]
) -> None:
    ledger = grid("Ledger", rows)
    allocation = allocate(ledger, as_of, **how)
    expected: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if row["date"] <= as_of:
            expected[row["account"], row["currency"]] += reference.effect(row)
    assert balances(ledger, as_of).to_dict() == dict(expected)
    found: dict[tuple[str, str], int] = defaultdict(int)
    for frame, column, sign in ((allocation.items, "outstanding", 1), (allocation.credits, "unallocated", -1)):
        for account, currency, amount in frame[["account", "currency", column]].itertuples(index=False):
            found[account, currency] += sign * amount
    assert {key: amount for key, amount in found.items() if amount} == {k: v for k, v in expected.items() if v}


@settings(max_examples=60, deadline=None)
@given(ledgers(), AS_OF, SETTINGS)
def test_neither_side_of_a_link_is_used_beyond_its_amount(
    grid: Grid, rows: list[Row], as_of: dt.date, how: dict[str, Any]
) -> None:
    items, credit, links = allocate(grid("Ledger", rows), as_of, **how)
    assert (links["amount"] > 0).all()
    assert (items["outstanding"] >= 0).all()
    assert (credit["unallocated"] >= 0).all()
    for frame, side in ((items, "debit"), (credit, "credit")):
        used = links.groupby(side)["amount"].sum().reindex(frame.index, fill_value=0)
        assert used.tolist() == frame["allocated"].tolist()
    both = links.join(items[["account", "currency"]], on="debit").join(
        credit[["account", "currency"]].add_prefix("credit_"), on="credit"
    )
    assert (both["account"] == both["credit_account"]).all()
    assert (both["currency"] == both["credit_currency"]).all()


@settings(max_examples=50, deadline=None)
@given(ledgers(), AS_OF, SETTINGS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(
    grid: Grid, rows: list[Row], as_of: dt.date, how: dict[str, Any], shuffler: random.Random
) -> None:
    ledger = grid("Ledger", rows)
    other = ledger.iloc[shuffler.sample(range(len(ledger)), len(ledger))]
    one, two = allocate(ledger, as_of, **how), allocate(other, as_of, **how)
    for left, right in zip(one, two, strict=True):
        pd.testing.assert_frame_equal(left, right)


@settings(max_examples=50, deadline=None)
@given(ledgers(), ledgers(), AS_OF, SETTINGS)
def test_later_rows_never_change_an_earlier_answer(
    grid: Grid, rows: list[Row], more: list[Row], as_of: dt.date, how: dict[str, Any]
) -> None:
    """Receipts of later days show in future_receipts and nowhere else."""
    later = [row | {"entry": f"L{row['entry']}"} for row in more if row["date"] > as_of]
    before, after = allocate(grid("Ledger", rows), as_of, **how), allocate(grid("Ledger", rows + later), as_of, **how)
    for left, right in zip(before, after, strict=True):
        pd.testing.assert_frame_equal(
            left.drop(columns="future_receipts", errors="ignore"),
            right.drop(columns="future_receipts", errors="ignore"),
        )


def _aged(allocation: Allocation, as_of: dt.date) -> dict[tuple[str, str], dict[str, int]]:
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for item in allocation.items[allocation.items["outstanding"] > 0].to_dict("records"):
        cell = found[item["account"], item["currency"]]
        cell[reference.bucket((as_of - item["due_date"].date()).days)] += item["outstanding"]
        cell["disputed"] += item["outstanding"] if item["disputed"] else 0
    for one in allocation.credits[allocation.credits["unallocated"] > 0].to_dict("records"):
        found[one["account"], one["currency"]]["unallocated"] -= one["unallocated"]
    return found


@settings(max_examples=60, deadline=None)
@given(ledgers(), AS_OF, SETTINGS)
def test_buckets_and_unallocated_credits_add_up_to_the_ledger(
    grid: Grid, rows: list[Row], as_of: dt.date, how: dict[str, Any]
) -> None:
    ledger = grid("Ledger", rows)
    allocation = allocate(ledger, as_of, **how)
    aged, ledger_balances = age(allocation.items, allocation.credits), balances(ledger, as_of)
    expected = _aged(allocation, as_of)
    figures = [*bucket_labels(), "unallocated", "disputed"]
    for row in aged.to_dict("records"):
        key = (row["account"], row["currency"])
        assert [row[name] for name in figures] == [expected[key][name] for name in figures]
        assert row["total"] == sum(row[name] for name in (*bucket_labels(), "unallocated")) == ledger_balances[key]
    assert len(aged) == len(expected)
    assert all(total.balances for total in age_control(aged, ledger_balances))
    assert not age_totals(aged, ledger_balances)["name"].str.contains("DIFFERS").any()


@given(st.lists(st.integers(-1000, 1000)), st.lists(st.integers(1, 400), min_size=1, unique=True).map(sorted))
def test_every_age_has_the_bucket_of_plain_python(ages: list[int], bounds: list[int]) -> None:
    assert ageing_bucket(ages, bounds).tolist() == [reference.bucket(days, bounds) for days in ages]
