"""Fresh start: every way adds up to the debt, and the recommendation follows from the figures."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops.rules.fresh_start import (
    EVIDENCE,
    FULL,
    GRANT,
    GRANT_PLAN,
    GRANT_REST,
    KEEP,
    PART,
    PLAN,
    Standing,
    options,
    recommended,
)


def standing(**facts: Any) -> Standing:
    """Return an account that owes 2,400.00, with 24 months to pay and 1,200.00 a year of bills."""
    usual = {"currency": "AUD", "debt": 2400_00, "paid": 0, "billed": 1200_00, "grant": 0, "months": 24}
    return Standing(**usual | {"protected": True} | facts)


def choice(**facts: Any) -> str:
    now = standing(**facts)
    return recommended(now, options(now))[0]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"paid": 2400_00}, PLAN),  # 100.00 a month are left, and that is what the plan takes
        ({"paid": 2399_99}, PART),  # 99.99 a month are left
        ({"paid": 2399_99, "grant": 650_00}, GRANT_PLAN),
        ({"paid": 1200_00}, FULL),  # nothing is left
        ({"paid": 1200_00, "grant": 650_00}, GRANT_REST),
        ({"paid": 0, "grant": 2400_00}, GRANT),  # the grant pays it all
        ({"paid": 0, "plan": "P1"}, KEEP),
        ({"paid": 2400_00, "protected": False}, EVIDENCE),
        ({"paid": 0, "plan": "P1", "protected": False}, EVIDENCE),
    ],
)
def test_the_first_way_that_the_figures_bear(facts: dict[str, Any], expected: str) -> None:
    assert choice(**facts) == expected


def test_what_can_be_paid_is_paid_and_the_rest_written_off() -> None:
    now = standing(paid=1800_00, grant=650_00)
    part = options(now).set_index("option").loc[PART]
    assert part[["pays", "granted", "written_off", "left", "months", "instalment"]].tolist() == [
        1200_00, 650_00, 550_00, 0, 24, 50_00,
    ]  # fmt: skip


def test_why_is_said_with_the_figures() -> None:
    now = standing(paid=2400_00)
    assert recommended(now, options(now))[1] == (
        "The debt can be paid: 100.00 a month beside the bills, which they can pay."
    )
    now = standing(grant=650_00, applied=True)
    assert recommended(now, options(now))[1].endswith("A grant of 650.00 is applied for, the rest cannot be paid.")
    assert options(standing())["note"].iloc[0] == (
        "With bills and payments as in the last year it would be 4,800.00 in 24 months."
    )


@given(
    debt=st.integers(1, 10**9), paid=st.integers(0, 10**8), billed=st.integers(0, 10**8), grant=st.integers(0, 10**6),
    months=st.integers(1, 60), protected=st.booleans(), plan=st.sampled_from(["", "P1"]),
)  # fmt: skip
def test_every_way_adds_up_to_the_debt_and_one_is_recommended(debt: int, **facts: Any) -> None:
    now = standing(debt=debt, **facts)
    ways = options(now)
    parts = ways[["pays", "granted", "written_off", "left"]]
    assert (parts.sum(axis=1) == debt).all() and (parts >= 0).all(axis=None)
    assert (ways["granted"] <= now.grant).all()
    chosen, why = recommended(now, ways)
    assert why and (chosen == EVIDENCE or chosen in set(ways["option"]))
    assert chosen == EVIDENCE or ways.set_index("option").loc[chosen, "feasible"]
