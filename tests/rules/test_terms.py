"""Licence terms: counted from their anchor, term after term, and never from the clamped day."""

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.rules.terms import next_terms

Sheet = Callable[..., pd.DataFrame]


def _next(start: str, end: str, anchor: str | None = None) -> tuple[str, str]:
    columns = [pd.Series([day], dtype="datetime64[s]") for day in (start, end, anchor)]
    term = next_terms(*columns).iloc[0]
    return f"{term['next_start']:%Y-%m-%d}", f"{term['next_end']:%Y-%m-%d}"


def _starts(anchor: str, start: str, end: str, count: int) -> list[str]:
    """Renew again and again, each term from the one before and the anchor; return the first days."""
    starts = []
    for _ in range(count):
        start, end = _next(start, end, anchor)
        starts.append(start)
    return starts


def test_monthly_from_31_january_comes_back_to_the_31st() -> None:
    assert _starts("2023-01-31", "2023-01-31", "2023-02-27", 4) == [
        "2023-02-28",
        "2023-03-31",
        "2023-04-30",
        "2023-05-31",
    ]
    assert _starts("2024-01-31", "2024-01-31", "2024-02-28", 2) == ["2024-02-29", "2024-03-31"]


def test_yearly_from_29_february_comes_back_to_it_in_2028() -> None:
    assert _starts("2024-02-29", "2024-02-29", "2025-02-27", 4) == [
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ]


def test_h1_monthly_anchored_31_march_2021() -> None:
    starts = _starts("2021-03-31", "2021-03-31", "2021-04-29", 36)
    assert {"2023-01-31", "2023-02-28", "2023-04-30", "2024-02-29"} <= set(starts)
    assert "2023-02-27" not in starts


@pytest.mark.parametrize(
    ("case", "anchor", "end", "years", "start"),
    [
        ("H4", "2020-02-29", "2021-02-27", 3, "2023-02-28"),
        ("H4", "2020-02-29", "2021-02-27", 4, "2024-02-29"),
        ("H4", "2020-02-29", "2021-02-27", 10, "2030-02-28"),
        ("H5", "2021-02-28", "2022-02-27", 2, "2023-02-28"),
        ("H5", "2021-02-28", "2022-02-27", 3, "2024-02-28"),
        ("H5", "2021-02-28", "2022-02-27", 9, "2030-02-28"),
    ],
)
def test_h4_and_h5_yearly(case: str, anchor: str, end: str, years: int, start: str) -> None:
    assert _starts(anchor, anchor, end, years)[-1] == start


def test_h9_h10_and_h23_monthly() -> None:
    assert _starts("2023-03-31", "2023-03-31", "2023-04-29", 6) == [
        "2023-04-30",
        "2023-05-31",
        "2023-06-30",
        "2023-07-31",
        "2023-08-31",
        "2023-09-30",
    ]
    assert _starts("2017-01-30", "2017-01-30", "2017-02-27", 3) == ["2017-02-28", "2017-03-30", "2017-04-30"]
    assert _starts("2012-05-31", "2012-05-31", "2012-06-29", 4) == [
        "2012-06-30",
        "2012-07-31",
        "2012-08-31",
        "2012-09-30",
    ]


@pytest.mark.parametrize(
    ("case", "start", "end", "anchor", "next_start", "next_end"),
    [
        ("a year", "2026-01-01", "2026-12-31", None, "2027-01-01", "2027-12-31"),
        ("a year over a leap day", "2027-03-01", "2028-02-29", None, "2028-03-01", "2029-02-28"),
        ("a quarter", "2026-01-01", "2026-03-31", None, "2026-04-01", "2026-06-30"),
        ("two years", "2025-07-01", "2027-06-30", None, "2027-07-01", "2029-06-30"),
        ("the clamped month, by its anchor", "2023-02-28", "2023-03-30", "2023-01-31", "2023-03-31", "2023-04-29"),
        ("the last month of an anchor", "2023-01-31", "2023-02-27", "2020-10-31", "2023-02-28", "2023-03-30"),
        ("no whole months: as many days", "2026-01-01", "2026-01-10", None, "2026-01-11", "2026-01-20"),
        ("a day", "2026-06-05", "2026-06-05", None, "2026-06-06", "2026-06-06"),
        ("no start: a year", None, "2026-12-31", None, "2027-01-01", "2027-12-31"),
        (
            "an anchor that does not fit is passed over",
            "2026-01-01",
            "2026-01-10",
            "2026-01-05",
            "2026-01-11",
            "2026-01-20",
        ),
    ],
)
def test_the_next_term_is_as_long_as_this_one(
    case: str, start: str, end: str, anchor: str | None, next_start: str, next_end: str
) -> None:
    assert _next(start, end, anchor) == (next_start, next_end)


def test_a_column_is_worked_out_row_by_row_under_its_own_labels(sheet: Sheet) -> None:
    licences = sheet(
        "Licences",
        """
        row | licence | account | start      | end        | anchor
        2   | L-1     | A1      | 2026-01-01 | 2026-12-31 |
        7   | L-2     | A1      | 2023-01-31 | 2023-02-27 |
        9   | L-3     | A1      | 2023-02-28 | 2023-03-30 | 2023-01-31
        """,
    )
    terms = next_terms(licences["start"], licences["end"], licences["anchor"])
    assert list(terms.index) == [2, 7, 9]
    assert [f"{day:%Y-%m-%d}" for day in terms["next_end"]] == ["2027-12-31", "2023-03-30", "2023-04-29"]


@settings(max_examples=200)
@given(st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31)), st.sampled_from([1, 2, 3, 6, 12, 24]))
def test_terms_follow_each_other_without_a_gap_on_the_days_that_pandas_counts_from_the_anchor(
    anchor: dt.date, months: int
) -> None:
    days = [(pd.Timestamp(anchor) + pd.DateOffset(months=months * n)).date() for n in range(8)]
    for number, (start, end) in enumerate(pairwise(days[:-1])):
        last = end - dt.timedelta(days=1)
        expected = (end.isoformat(), (days[number + 2] - dt.timedelta(days=1)).isoformat())
        assert _next(start.isoformat(), last.isoformat(), anchor.isoformat()) == expected
