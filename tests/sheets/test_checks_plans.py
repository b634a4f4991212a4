"""Plans that cannot be followed as they stand."""

from typing import Any

import pytest

HEADINGS = "row | plan | account | agreed_on | first_due | frequency | instalments | instalment | covers | status\n"
LINE = "P{0} | A1 | 2026-05-20 | 2026-06-01 | monthly"


def plans(*ends: str) -> str:
    """Return a Plans sheet of plans that differ in what stands behind their frequency."""
    return HEADINGS + "\n".join(f"{row} | {LINE.format(row)} | {end}" for row, end in enumerate(ends, 2))


def test_plan_without_instalments(found: Any) -> None:
    sheet = plans("3 | | 300 |", " | 100 | 300 |", " | | 300 |", " | | |")
    assert found(Plans=sheet) == [("F4", "plan_without_instalments"), ("F5", "plan_without_instalments")]


def test_instalment_not_positive(found: Any) -> None:
    sheet = plans(" | 0.01 | 0.10 |", " | 0 | 300 |", " | -5 | 300 |")
    assert found(Plans=sheet) == [("G3", "instalment_not_positive"), ("G4", "instalment_not_positive")]


def test_covers_not_positive(found: Any) -> None:
    sheet = plans("1 | | 0.01 |", "3 | | 0 |", "3 | | -300 |", "3 | | |")
    assert found(Plans=sheet) == [("H3", "covers_not_positive"), ("H4", "covers_not_positive")]


def test_plan_cannot_sum(one: Any) -> None:
    """F3: 1,000 as 700 and 500 leaves -200 for the last: refused. 999.99 in all leaves a cent, and is a plan."""
    finding = one(Plans=plans("2 | 999.99 | 1000 |", "3 | 500 | 1000 |"))
    assert (finding.cell, finding.check, finding.severity) == ("F3", "plan_cannot_sum", "error")
    assert finding.problem == (
        "1,000.00 cannot be paid so: the instalments before the last one come to more than the sum, which leaves "
        "nothing for the last. Correct the number or the amount."
    )


@pytest.mark.parametrize(
    ("end", "sums"), [("2 | | 0.02 |", True), ("3 | | 0.02 |", False), (" | 0.01 | 11.99 |", True)]
)
def test_a_sum_too_small_for_its_instalments_cannot_be_split(found: Any, end: str, sums: bool) -> None:
    assert found(Plans=plans(end)) == ([] if sums else [("F2", "plan_cannot_sum")])


@pytest.mark.parametrize(("each", "sums"), [("0.01", True), ("0.00999", None), ("0.009", None)])
def test_a_plan_of_very_many_instalments_is_taken_for_a_mistake(found: Any, each: str, sums: bool | None) -> None:
    """12.00 in cents is 1,200 instalments, the most that are believed; 12.01 is one more."""
    if sums:
        assert found(Plans=plans(f" | {each} | 12.00 |")) == []
        assert found(Plans=plans(f" | {each} | 12.01 |")) == [("F2", "plan_cannot_sum")]
    else:
        assert [check for _, check in found(Plans=plans(f" | {each} | 12.00 |"))] == ["amount_decimals"]


def test_first_due_before_agreed(one: Any) -> None:
    finding = one(
        Plans=HEADINGS
        + "2 | P1 | A1 | 2026-05-20 | 2026-05-20 | weekly | 3 | | 30 |\n"
        + "3 | P2 | A2 | 2026-05-20 | 2026-05-19 | weekly | 3 | | 30 |"
    )
    assert (finding.cell, finding.check, finding.severity) == ("D3", "first_due_before_agreed", "warning")


@pytest.mark.parametrize(
    ("written", "read"),
    [("weekly", "weekly"), ("Every week", "weekly"), ("BIWEEKLY", "fortnightly"), ("co miesiąc", "monthly")],
)
def test_how_often_is_read_in_the_words_that_people_use(column: Any, written: str, read: str) -> None:
    days = {"agreed_on": "2026-05-20", "first_due": "2026-06-01", "instalments": "3"}
    assert column("Plans", "frequency", [written], **days) == ([read], [])


def test_an_unknown_frequency_is_an_error_with_the_nearest_known_one(one: Any) -> None:
    finding = one(Plans=HEADINGS + "2 | P1 | A1 | 2026-05-20 | 2026-06-01 | montly | 3 | | 30 |")
    assert (finding.cell, finding.check, finding.severity) == ("E2", "code_unknown", "error")
    assert finding.suggestion == "monthly"
