"""The functions for cells, by the rules' own worked cases."""

import datetime as dt

import pytest

from sheetops.functions import sheetops_bucket, sheetops_days_overdue, sheetops_next_term

DUE = dt.date(2026, 5, 31)


@pytest.mark.parametrize(
    ("as_of", "days", "bucket"),
    [
        (dt.date(2026, 5, 30), -1, "not due"),
        (DUE, 0, "not due"),
        (dt.date(2026, 6, 1), 1, "1-30"),
        (dt.datetime(2026, 6, 30), 30, "1-30"),
        (dt.date(2026, 7, 1), 31, "31-60"),
        (dt.date(2026, 8, 29), 90, "61-90"),
        (dt.date(2026, 8, 30), 91, "over 90"),
    ],
)
def test_days_and_buckets(as_of: dt.date, days: int, bucket: str) -> None:
    assert (sheetops_days_overdue(DUE, as_of), sheetops_bucket(DUE, as_of)) == (days, bucket)


@pytest.mark.parametrize(
    ("end", "anchor", "months", "following"),
    [
        (dt.date(2026, 2, 27), dt.date(2026, 1, 31), 1, dt.date(2026, 3, 30)),
        (dt.date(2027, 2, 27), dt.date(2024, 2, 29), 12, dt.date(2028, 2, 28)),
        (dt.date(2026, 6, 30), dt.date(2025, 7, 1), 12, dt.date(2027, 6, 30)),
    ],
)
def test_the_next_term_keeps_its_anchor(end: dt.date, anchor: dt.date, months: int, following: dt.date) -> None:
    assert sheetops_next_term(end, anchor, float(months)) == following


def test_what_is_no_date_is_said() -> None:
    with pytest.raises(ValueError, match="due is no date"):
        sheetops_bucket("31/05", DUE)
