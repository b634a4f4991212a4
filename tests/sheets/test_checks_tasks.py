"""Checks of complaints and other tasks, of holds' reviews, remits and targets."""

from typing import Any

import pytest

HEAD = "row | task | account | type | received_at | acknowledged_at | answered_at | resolved_at | status\n"


def on_tasks(found: Any, line: str) -> list[tuple[str, str]]:
    return list(found(Tasks=f"{HEAD}2 | C-1 | A1 | {line}"))


def test_acknowledged_before_received(found: Any) -> None:
    assert on_tasks(found, "complaint | 2026-06-02 09:00 | 2026-06-02 08:00 | | |") == []  # the same day
    assert on_tasks(found, "complaint | 2026-06-02 09:00 | 2026-06-01 17:00 | | |") == [
        ("E2", "acknowledged_before_received")
    ]


def test_answered_before_received(found: Any) -> None:
    assert on_tasks(found, "complaint | 2026-06-02 | | 2026-06-02 | |") == []
    assert on_tasks(found, "complaint | 2026-06-02 | | 2026-06-01 | |") == [("F2", "answered_before_received")]


def test_resolved_before_received(found: Any) -> None:
    assert on_tasks(found, "complaint | 2026-06-02 | | | 2026-06-02 | resolved") == []
    assert on_tasks(found, "call | 2026-06-02 | | | 2026-06-01 | resolved") == [("G2", "resolved_before_received")]


def test_resolved_without_day(found: Any) -> None:
    assert on_tasks(found, "complaint | 2026-06-02 | | | | closed") == [("G2", "resolved_without_day")]
    assert on_tasks(found, "complaint | 2026-06-02 | | | | withdrawn") == []
    assert on_tasks(found, "call | 2026-06-02 | | | | closed") == []


def test_complaint_without_account(found: Any) -> None:
    assert found(Tasks=f"{HEAD}2 | C-1 |    | complaint | 2026-06-02 | | | |") == [("B2", "complaint_without_account")]
    assert found(Tasks=f"{HEAD}2 | C-1 |    | call      | 2026-06-02 | | | |") == []


@pytest.mark.parametrize(
    ("written", "read"),
    [("Complaint", "complaint"), ("SKARGA", "complaint"), ("disputes", "dispute"), ("Data tidy-up", "Data tidy-up")],
)
def test_the_type_is_complaint_by_any_of_its_names_and_else_the_desks_own_word(
    column: Any, written: str, read: str
) -> None:
    assert column("Tasks", "type", [written], received_at="2026-06-02")[0] == [read]


def test_review_before_from(found: Any) -> None:
    assert found(
        Holds="""
        row | account | reason | from       | review_on
        2   | A1      | asked  | 2026-06-02 | 2026-06-02
        3   | A1      | asked  | 2026-06-02 | 2026-06-01
        4   | A1      | asked  |            | 2026-06-01
        """
    ) == [("D3", "review_before_from")]


def test_deadline_before_frozen(found: Any) -> None:
    assert found(
        Remit="""
        row | remit | account | frozen_on  | deadline
        2   | June  | A1      | 2026-06-02 | 2026-06-02
        3   | June  | A2      | 2026-06-02 | 2026-06-01
        """
    ) == [("D3", "deadline_before_frozen")]


def test_target_until_before_from(found: Any) -> None:
    assert found(
        Targets="""
        row | caller | from       | until      | contacts
        2   | Tom    | 2026-06-01 | 2026-06-01 | 10
        3   | Mere   | 2026-06-02 | 2026-06-01 | 10
        """
    ) == [("C3", "target_until_before_from")]


def test_target_overlap(found: Any) -> None:
    assert found(
        Targets="""
        row | caller | segment | from       | until      | contacts
        2   | Tom    |         | 2026-06-01 | 2026-06-07 | 10
        3   | Tom    |         | 2026-06-08 | 2026-06-14 | 10
        4   | Tom    |         | 2026-06-14 | 2026-06-20 | 10
        5   | Tom    | school  | 2026-06-01 | 2026-06-30 | 10
        """
    ) == [("C4", "target_overlap")]
