"""Collection: days sales outstanding both ways, the effectiveness index, and both sides of each edge."""

import pytest

from sheetops.rules.collection import days_counted_back, days_outstanding, effectiveness


@pytest.mark.parametrize(
    ("balance", "billed", "days", "expected"),
    [
        (50_000, 100_000, 90, 45),
        (0, 100_000, 90, 0),
        (-500, 100_000, 90, 0),  # customers are in credit: nothing is outstanding
        (50_000, 0, 90, None),
        (50_000, -1, 90, None),  # more credited than billed
        (1, 180, 90, 1),  # half a day is rounded up
        (1, 181, 90, 0),
    ],
)
def test_simple_days(balance: int, billed: int, days: int, expected: int | None) -> None:
    assert days_outstanding(balance, billed, days) == expected


MONTHS = ((40_000, 30), (60_000, 31), (0, 28), (50_000, 31))


@pytest.mark.parametrize(
    ("balance", "expected"),
    [
        (0, 0),
        (20_000, 15),
        (40_000, 30),
        (40_001, 30),
        (70_000, 30 + 16),  # half of 31 days, rounded up
        (100_000, 61),
        (125_000, 61 + 28 + 16),  # the month that billed nothing counts its days
        (150_000, 120),
        (150_001, None),
    ],
)
def test_days_counted_back(balance: int, expected: int | None) -> None:
    assert days_counted_back(balance, MONTHS) == expected


@pytest.mark.parametrize(
    ("opening", "billed", "closing", "not_due", "expected"),
    [
        (100_000, 50_000, 50_000, 50_000, 10_000),  # all that was due came in
        (100_000, 50_000, 70_000, 40_000, 7_273),
        (100_000, 50_000, 150_000, 50_000, 0),  # nothing came in
        (0, 50_000, 50_000, 50_000, None),  # nothing was due
        (100, 0, 110, 0, -1_000),  # more was paid back than came in
    ],
)
def test_effectiveness(opening: int, billed: int, closing: int, not_due: int, expected: int | None) -> None:
    assert effectiveness(opening, billed, closing, not_due) == expected
