"""Parts of a period, held to Kill Bill's worked cases (reference H20 to H22)."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops import money
from sheetops.rules.prorata import share


def _share(first: str, last: str, basis: str, period: int = 1, months: int | None = None) -> tuple[int, int]:
    days = (pd.Series([day], dtype="datetime64[s]") for day in (first, last))
    part = share(*days, pd.Series([months], dtype="Int64"), pd.Series([period]), basis)
    return int(part.of[0]), int(part.whole[0])


@pytest.mark.parametrize(
    ("first", "last", "part"),
    [
        ("2014-01-09", "2014-01-31", 0.741935484),
        ("2014-04-09", "2014-04-30", 0.733333333),
        ("2014-02-09", "2014-02-28", 0.714285714),
        ("2012-02-09", "2012-02-29", 0.724137931),
    ],
)
def test_h20_h21_a_part_of_a_month(first: str, last: str, part: float) -> None:
    of, whole = _share(first, last, "actual")
    assert round(of / whole, 9) == part
    of, whole = _share(first, last, "30")
    assert round(of / whole, 9) == 0.733333333


def test_h21_eight_days_of_a_month_of_thirty() -> None:
    assert _share("2014-01-01", "2014-01-08", "30") == (8, 30)


@pytest.mark.parametrize(("last", "credit"), [("2012-07-19", 8063), ("2012-07-30", 16932)])
def test_h22_a_month_blocked_from_the_tenth(last: str, credit: int) -> None:
    """Blocked from 10 July to the 20th or the 31st, neither of which is a day without service."""
    of, whole = _share("2012-07-10", last, "actual")
    assert int(money.rounded([24995 * of], [whole])[0]) == credit


@pytest.mark.parametrize(
    ("basis", "period", "months", "part"),
    [
        ("actual", 12, 12, (12, 12)),  # whole months are twelfths whatever the basis
        ("365", 12, 3, (3, 12)),
        ("30", 1, 12, (12, 1)),
        ("actual", 12, None, (181, 365)),
        ("365", 12, None, (181, 365)),
        ("30", 12, None, (180, 360)),
        ("actual", 1, None, (6 * 31, 31)),  # six whole months, of which the next has 31 days
    ],
)
def test_a_half_year(basis: str, period: int, months: int | None, part: tuple[int, int]) -> None:
    assert _share("2026-01-01", "2026-06-30", basis, period, months) == part


def test_a_leap_year_has_366_days_by_actual_days() -> None:
    assert _share("2024-01-01", "2024-01-10", "actual", 12) == (10, 366)
    assert _share("2024-03-01", "2024-03-10", "actual", 12) == (10, 365)
    assert _share("2024-01-01", "2024-01-10", "365", 12) == (10, 365)


@settings(max_examples=60, deadline=None)
@given(st.dates(pd.Timestamp("2000-01-01").date(), pd.Timestamp("2090-01-01").date()), st.integers(1, 363))
def test_two_parts_of_a_year_make_the_whole(first: object, days: int) -> None:
    """By actual days no day is charged twice and none is lost."""
    begin = pd.Timestamp(str(first))
    stop = begin + pd.DateOffset(years=1)
    cut = begin + pd.Timedelta(days=days)
    part = _share(str(begin), str(cut - pd.Timedelta(days=1)), "actual", 12)
    assert part == (days, (stop - begin).days)
