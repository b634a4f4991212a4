"""Checks of the sheet Authority: limits that cannot be, and two for one person on the same days."""

from typing import Any


def test_up_to_negative(found: Any) -> None:
    assert found(
        Authority="""
        row | person | kind   | up_to
        2   | Mo     | refund | -0.01
        3   | Kim    | refund | 0.00
        4   | Ana    | refund |
        """
    ) == [("C2", "up_to_negative")]


def test_authority_overlap(found: Any) -> None:
    assert found(
        Authority="""
        row | person | kind   | up_to | currency | valid_from | valid_to
        2   | Mo     | refund | 10.00 | NZD      |            | 2026-03-31
        3   | Mo     | refund | 20.00 | NZD      | 2026-04-01 | 2026-06-30
        4   | Mo     | refund | 30.00 | NZD      | 2026-06-30 |
        5   | Mo     | any    | 5.00  | NZD      |            |
        6   | Mo     | refund | 5.00  | AUD      |            |
        """
    ) == [("E4", "authority_overlap")]
