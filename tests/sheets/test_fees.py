"""A stage's fee: an amount, or a share of what is open."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("typed", "fee"),
    [
        (25, "25"),
        (12.5, "12.5"),
        ("25.00", "25"),
        ("NZ$ 1,250.00", "1250"),
        ("2%", "2%"),
        ("1.5 %", "1.5%"),
        ("2 percent", "2%"),
        ("2 per cent", "2%"),
        ("100%", "100%"),
        (1, "1"),
        (0, "0"),
        (None, ""),
    ],
)
def test_fees_are_read_as_people_write_them(column: Any, typed: Any, fee: str) -> None:
    values, findings = column("Stages", "fee", [typed], level=1, days=7, mode="due_plus")
    assert (values, findings) == ([fee], [])


@pytest.mark.parametrize(
    ("typed", "check"),
    [
        (0.02, "fee_ambiguous"),
        ("0.50", "fee_ambiguous"),
        (-5, "fee_out_of_range"),
        ("101%", "fee_out_of_range"),
        ("-2%", "fee_out_of_range"),
        ("dear", "fee_unreadable"),
    ],
)
def test_what_is_no_fee_counts_as_none(column: Any, typed: Any, check: str) -> None:
    """Excel turns 2% into 0.02: whether that is a share or two cents nobody can tell."""
    values, (finding,) = column("Stages", "fee", [typed], level=1, days=7, mode="due_plus")
    assert (values, finding.check, finding.severity) == ([""], check, "warning")
