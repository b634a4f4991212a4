"""Hardship and grants whose days, evidence or decision cannot be right, or need a person's look."""

from typing import Any

import pytest

STAYS = "row | account | entered_on | evidence | evidence_until | left_on | note | reviewed_on\n"
GRANTS = "row | account | scheme | applied_on | amount | decided_on | outcome | single_source\n"


def stays(*lines: str) -> str:
    """Return a Hardship sheet, a line an account: what stands behind the account."""
    return STAYS + "\n".join(f"{row} | A{row} | {line}" for row, line in enumerate(lines, 2))


def grants(*lines: str) -> str:
    return GRANTS + "\n".join(f"{row} | A{row} | {line}" for row, line in enumerate(lines, 2))


def test_left_before_entered(one: Any) -> None:
    finding = one(Hardship=stays("2026-03-02 | card | | 2026-03-02 | |", "2026-03-02 | card | | 2026-03-01 | |"))
    assert (finding.cell, finding.check, finding.severity) == ("E3", "left_before_entered", "error")
    assert finding.problem == "They left on 01/03/2026, before they entered on 02/03/2026. Check both days."


def test_evidence_until_before_entered(found: Any) -> None:
    sheet = stays("2026-03-02 | card | 2026-03-01 | 2026-04-01 | |", "2026-03-02 | card | 2026-03-02 | 2026-04-01 | |")
    assert found(Hardship=sheet) == [("D2", "evidence_until_before_entered")]


def test_evidence_unnamed(found: Any) -> None:
    sheet = stays("2026-03-02 | | 2026-12-31 | | |", "2026-03-02 | | | | |", "2026-03-02 | card | 2026-12-31 | | |")
    assert found(Hardship=sheet) == [("C2", "evidence_unnamed")]


def test_evidence_expired(one: Any, found: Any) -> None:
    """Both sides of the day: evidence that holds to 30 June holds on 30 June."""
    sheet = stays("2026-03-02 | card | 2026-06-29 | | |", "2026-03-02 | card | 2026-06-30 | | |")
    finding = one(Hardship=sheet)
    assert (finding.cell, finding.check, finding.severity) == ("D2", "evidence_expired", "warning")
    assert finding.problem.startswith("The evidence of A2 ran out on 29/06/2026. Ask for new evidence")
    assert found(Hardship=stays("2026-03-02 | card | 2026-06-29 | 2026-06-30 | |")) == []  # they left


def test_reviewed_before_entered(found: Any) -> None:
    sheet = stays("2026-03-02 | card | | | | 2026-03-01", "2026-03-02 | card | | | | 2026-03-02")
    assert found(Hardship=sheet) == [("G2", "reviewed_before_entered")]


@pytest.mark.parametrize(
    ("left", "expected"),
    [("", [("B3", "hardship_overlap")]), ("2026-05-01", []), ("2026-05-02", [("B3", "hardship_overlap")])],
)
def test_hardship_overlap(found: Any, left: str, expected: list[tuple[str, str]]) -> None:
    """Two open stays of one account; who left on the first of May may enter again that day."""
    sheet = STAYS + f"2 | A1 | 2026-03-02 | card | | {left} | |\n3 | A1 | 2026-05-01 | card | | | |"
    assert found(Hardship=sheet) == expected


def test_decided_before_applied(found: Any) -> None:
    sheet = grants(
        "URGS water | 2026-05-02 | 100 | 2026-05-01 | declined |",
        "URGS water | 2026-05-02 | 100 | 2026-05-02 | declined |",
    )
    assert found(Grants=sheet) == [("E2", "decided_before_applied")]


def test_decision_incomplete(found: Any) -> None:
    sheet = grants(
        "URGS water | 2026-05-02 | 100 | | granted |",
        "URGS water | 2026-05-02 | 100 | 2026-05-03 | |",
        "URGS water | 2026-05-02 | 100 | 2026-05-03 | pending |",
        "URGS water | 2026-05-02 | 100 | | pending |",
        "URGS water | 2026-05-02 | 100 | | |",
    )
    assert found(Grants=sheet) == [
        ("E2", "decision_incomplete"), ("F3", "decision_incomplete"), ("F4", "decision_incomplete"),
    ]  # fmt: skip


def test_granted_without_amount(found: Any) -> None:
    sheet = grants("URGS water | 2026-05-02 | | 2026-05-03 | granted |", "URGS water | 2026-05-02 | | | |")
    assert found(Grants=sheet) == [("D2", "granted_without_amount")]


def test_scheme_unknown(one: Any, found: Any) -> None:
    finding = one(Grants=grants("urgs  WATER | 2026-05-02 | 100 | | |", "URGS watter | 2026-05-02 | 100 | | |"))
    assert (finding.cell, finding.check, finding.suggestion) == ("B3", "scheme_unknown", "URGS water")
    assert "Did you mean URGS water?" in finding.problem
    policy = "row | setting | value | applies_to | valid_from\n2 | grant_schemes | WUCAT = water | | 2020-01-01"
    sheet = grants("WUCAT | 2026-05-02 | 100 | | |", "URGS water | 2026-05-02 | 100 | | |")
    assert found(Grants=sheet, Policy=policy) == [("B3", "scheme_unknown")]


def test_an_application_stands_once(found: Any) -> None:
    twice = GRANTS + "2 | A1 | URGS water | 2026-05-02 | 9 | | |\n3 | A1 | URGS water | 2026-05-02 | 9 | | |"
    assert found(Grants=twice) == [("A3", "duplicate_key")]


@pytest.mark.parametrize(
    ("written", "read"), [("Approved", "granted"), ("odmowa", "declined"), ("in progress", "pending")]
)
def test_outcomes_are_read_in_the_words_that_people_use(column: Any, written: str, read: str) -> None:
    assert column("Grants", "outcome", [written], applied_on="2026-05-02") == ([read], [])
