"""Claims that were returned and resubmitted, and the calendars that their clocks run by."""

from typing import Any

import pytest

CLAIMS = (
    "row | claim | line | programme | participant | received_at      | status | returned_at | resubmits | entered_at\n"
)


@pytest.mark.parametrize(
    ("row", "cell", "check"),
    [
        ("2 | C1 | 1 | P | M | 2026-06-02 08:00 | on hold  |  |  |", "F2", "claim_status_unknown"),
        ("2 | C1 | 1 | P | M | 2026-06-02 08:00 | Sent back |  |  |", "G2", "returned_without_day"),
        ("2 | C1 | 1 | P | M | 2026-06-02 08:00 |  |  | C9 |", "H2", "resubmits_unknown"),
        ("2 | C1 | 1 | P | M | 2026-06-02 08:00 |  |  | C1 |", "H2", "resubmits_unknown"),
        ("2 | C1 | 1 | P | M | 2026-06-02 08:00 | returned | 2026-06-02 07:59 |  |", "G2", "returned_before_received"),
        ("2 | C1 | 1 | P | M | 2026-06-02 08:00 | entered |  |  | 2026-06-01 12:00", "I2", "entered_before_received"),
        ("2 | C1 | 1 | P | M | 2026-06-02 08:00 | returned | 2026-06-02 08:00 |  |", "", ""),
        ("2 | C1 | 1 | P | M | 2026-06-02 08:00 | Keyed |  |  | 2026-06-02 08:00", "", ""),
    ],
)
def test_a_claim_on_its_way(found: Any, row: str, cell: str, check: str) -> None:
    assert found(Claims=CLAIMS + row) == ([(cell, check)] if check else [])


def test_claim_status_unknown(one: Any) -> None:
    finding = one(Claims=CLAIMS + "2 | C1 | 1 | P | M | 2026-06-02 08:00 | parked |  |  |")
    assert finding.problem == (
        "parked is no status of a claim, so this line counts as received. Write one of: received, returned, entered, "
        "approved, rejected, withdrawn."
    )


def test_resubmits_unknown(found: Any) -> None:
    rows = (
        "2 | C1 | 1 | P | M | 2026-06-02 08:00 | returned | 2026-06-03 09:00 |  |\n"
        "3 | C2 | 1 | P | M | 2026-06-09 08:00 | | | C1 |"
    )
    assert found(Claims=CLAIMS + rows) == []


def test_returned_without_day(found: Any) -> None:
    assert found(Claims=CLAIMS + "2 | C1 | 1 | P | M | 2026-06-02 08:00 | returned |  |  |") == [
        ("G2", "returned_without_day")
    ]


def test_returned_before_received(one: Any) -> None:
    finding = one(Claims=CLAIMS + "2 | C1 | 1 | P | M | 2026-06-02 08:00 | returned | 2026-06-01 |  |")
    assert finding.problem == "It was returned on 01/06/2026, before it came on 02/06/2026. Check both days."


def test_entered_before_received(one: Any) -> None:
    finding = one(Claims=CLAIMS + "2 | C1 | 1 | P | M | 2026-06-02 08:00 | entered |  |  | 2026-06-01")
    assert finding.problem == "It was entered on 01/06/2026, before it came on 02/06/2026. Check both days."


OPENING = "row | calendar | zone | weekday | open | close | holidays\n"


def test_close_before_open(found: Any) -> None:
    rows = (
        "2 | NZ |  | Monday | 09:00 | 09:00 |\n3 | NZ |  | Tuesday | 22:00 | 06:00 |\n4 | NZ |  | Wed | 00:00 | 24:00 |"
    )
    assert found(Calendar=OPENING + rows) == [("E2", "close_before_open"), ("E3", "close_before_open")]


def test_zone_unknown(one: Any) -> None:
    finding = one(Calendar=OPENING + "2 | NZ | Pacific/Aukland | Monday | 09:00 | 17:00 |")
    assert (finding.cell, finding.check, finding.suggestion) == ("B2", "zone_unknown", "Pacific/Auckland")


def test_zone_differs(found: Any) -> None:
    rows = "2 | NZ | Pacific/Auckland | Monday | 09:00 | 17:00 |\n3 | NZ |  | Tuesday | 09:00 | 17:00 |"
    assert found(Calendar=OPENING + rows) == [("B3", "zone_differs")]


def test_region_unknown(found: Any) -> None:
    rows = "2 | NZ |  | Monday | 09:00 | 17:00 | NZ-AUK\n3 | NZ |  | Tuesday | 09:00 | 17:00 | Neverland"
    assert found(Calendar=OPENING + rows) == [("F3", "region_unknown")]


def test_opening_overlap(found: Any) -> None:
    rows = (
        "2 | NZ |  | Monday | 09:00 | 12:00 |\n3 | NZ |  | Monday | 12:00 | 17:00 |\n"
        "4 | NZ |  | Tuesday | 09:00 | 13:00 |\n5 | NZ |  | Tuesday | 12:59 | 17:00 |"
    )
    assert found(Calendar=OPENING + rows) == [("D5", "opening_overlap")]


DAYS = "row | calendar | date | kind | open | close\n"


def test_part_without_hours(found: Any) -> None:
    rows = "2 | NZ | 2026-12-24 | part | 09:00 | 12:00\n3 | NZ | 2026-12-31 | part | 09:00 |\n4 | NZ | 2026-12-25 | | |"
    assert found(Holidays=DAYS + rows) == [("D3", "part_without_hours")]


def test_hours_turned(found: Any) -> None:
    assert found(Holidays=DAYS + "2 | NZ | 2026-12-24 | part | 12:00 | 09:00") == [("E2", "hours_turned")]


def test_calendar_unknown(found: Any) -> None:
    programmes = "row | programme | turnaround_hours | calendar\n2 | P | 8 | NZ\n3 | Q | 8 | UK\n4 | R | 8 |"
    assert found(Programmes=programmes, Calendar=OPENING + "2 | NZ |  | Monday | 09:00 | 17:00 |") == [
        ("C3", "calendar_unknown")
    ]
