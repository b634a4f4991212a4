"""Checks of the sheets Authority and Journal accounts: limits that cannot be, and two rows for the same days."""

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


def test_journal_account_overlap(found: Any) -> None:
    assert found(
        **{
            "Journal accounts": """
        row | kind    | applies_to    | debit | credit | valid_from | valid_to
        2   | receipt |               | 1010  | 1100   |            | 2026-03-31
        3   | receipt |               | 1011  | 1100   | 2026-04-01 |
        4   | receipt |               | 1012  | 1100   | 2026-05-01 |
        5   | receipt | currency: AUD | 1013  | 1100   |            |
        """
        }
    ) == [("E4", "journal_account_overlap")]
