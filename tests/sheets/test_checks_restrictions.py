"""Restrictions in the wrong order, and referrals that cannot be as they stand."""

from typing import Any

RESTRICTIONS = "row | account | action | on | authorised_by | reason\n"
REFERRED = "row | account | collector | referred_on | amount | recalled_on | acknowledged_on\n"


def test_lifted_never_placed(found: Any) -> None:
    """Row 2 lifts nothing, row 4 lifts what row 3 placed, row 5 lifts it again; row 6 has another account's day."""
    sheet = RESTRICTIONS + (
        "2 | A1 | lifted | 2026-05-01 | Mere |\n"
        "3 | A1 | placed | 2026-05-02 | Mere |\n"
        "4 | A1 | lifted | 2026-05-03 | Mere |\n"
        "5 | A1 | lifted | 2026-05-04 | Mere |\n"
        "6 | A2 | lifted | 2026-05-03 | Mere |"
    )
    assert found(Restrictions=sheet) == [
        ("B2", "lifted_never_placed"),
        ("B5", "lifted_never_placed"),
        ("B6", "lifted_never_placed"),
    ]


def test_the_order_is_that_of_the_days_and_on_one_day_that_of_the_sheet(found: Any) -> None:
    sheet = RESTRICTIONS + (
        "2 | A1 | lifted | 2026-05-09 | Mere |\n"
        "3 | A1 | placed | 2026-05-02 | Mere |\n"
        "4 | A2 | placed | 2026-05-02 | Mere |\n"
        "5 | A2 | lifted | 2026-05-02 | Mere |\n"
        "6 | A3 | lifted | 2026-05-02 | Mere |\n"
        "7 | A3 | placed | 2026-05-02 | Mere |"
    )
    assert found(Restrictions=sheet) == [("B6", "lifted_never_placed")]


def test_placed_twice(found: Any) -> None:
    """What was left out as placed twice does not hide that the lifting is right."""
    sheet = RESTRICTIONS + (
        "2 | A1 | placed | 2026-05-01 | Mere |\n"
        "3 | A1 | placed | 2026-05-02 | Mere |\n"
        "4 | A1 | lifted | 2026-05-03 | Mere |\n"
        "5 | A1 | placed | 2026-05-04 | Mere |"
    )
    assert found(Restrictions=sheet) == [("B3", "placed_twice")]


def test_referred_twice(found: Any) -> None:
    """A1 was recalled in time, on the day itself too; A2 was not."""
    sheet = REFERRED + (
        "2 | A1 | Baycorp | 2026-05-01 | 100 | 2026-05-08 |\n"
        "3 | A1 | Other   | 2026-05-08 | 100 | |\n"
        "4 | A2 | Baycorp | 2026-05-01 | 100 | 2026-05-09 |\n"
        "5 | A2 | Other   | 2026-05-08 | 100 | |\n"
        "6 | A3 | Baycorp | 2026-05-01 | 100 | |\n"
        "7 | A3 | Baycorp | 2026-05-08 | 100 | |"
    )
    assert found(Referred=sheet) == [("A5", "referred_twice"), ("A7", "referred_twice")]


def test_recalled_before_referred(found: Any) -> None:
    sheet = REFERRED + "2 | A1 | B | 2026-05-02 | 1 | 2026-05-01 |\n3 | A2 | B | 2026-05-02 | 1 | 2026-05-02 |"
    assert found(Referred=sheet) == [("E2", "recalled_before_referred")]


def test_acknowledged_before_referred(found: Any) -> None:
    sheet = REFERRED + "2 | A1 | B | 2026-05-02 | 1 | | 2026-05-01\n3 | A2 | B | 2026-05-02 | 1 | | 2026-05-02"
    assert found(Referred=sheet) == [("F2", "acknowledged_before_referred")]


def test_collected_not_positive(found: Any) -> None:
    head = "row | remittance | collector | account | received_on | collected\n"
    sheet = (
        head
        + "2 | M1 | B | A1 | 2026-05-02 | 0.01\n3 | M2 | B | A1 | 2026-05-02 | 0\n4 | M3 | B | A1 | 2026-05-02 | -5"
    )
    assert found(Remittances=sheet) == [("E3", "collected_not_positive"), ("E4", "collected_not_positive")]


def test_field_unknown(found: Any) -> None:
    head = "row | collector | heading | field\n"
    sheet = head + '2 | B | No | account\n3 | B | Own | "NZD"\n4 | B | Sum | arears\n5 | | Sum | "NZD'
    assert found(Collectors=sheet) == [("C4", "field_unknown"), ("C5", "field_unknown")]
