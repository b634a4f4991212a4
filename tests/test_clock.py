"""The calendar: months from their anchor, month ends, working days, days as text."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops import clock

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


def _moved(day: str, *months: int) -> list[str]:
    return [str(one) for one in clock.add_months(np.array([day] * len(months), dtype="datetime64[D]"), list(months))]


@pytest.mark.parametrize(
    ("case", "anchor", "months", "days"),
    [
        ("H1", "2021-03-31", (22, 23, 25, 35), ["2023-01-31", "2023-02-28", "2023-04-30", "2024-02-29"]),
        ("H4", "2020-02-29", (36, 48, 120), ["2023-02-28", "2024-02-29", "2030-02-28"]),
        ("H5", "2021-02-28", (24, 36, 108), ["2023-02-28", "2024-02-28", "2030-02-28"]),
        (
            "H9",
            "2023-03-31",
            range(7),
            ["2023-03-31", "2023-04-30", "2023-05-31", "2023-06-30", "2023-07-31", "2023-08-31", "2023-09-30"],
        ),
        ("H7, the day after the period's last", "2024-01-30", (1, 2), ["2024-02-29", "2024-03-30"]),
        ("H8, the day after the period's last", "2022-01-31", (1,), ["2022-02-28"]),
        ("H10", "2017-01-30", range(4), ["2017-01-30", "2017-02-28", "2017-03-30", "2017-04-30"]),
        ("H14 monthly", "2012-01-30", (1,), ["2012-02-29"]),
        ("H14 yearly", "2012-01-30", (12,), ["2013-01-30"]),
        ("H23", "2012-05-31", range(1, 5), ["2012-06-30", "2012-07-31", "2012-08-31", "2012-09-30"]),
        ("H12 anchored", "2024-02-29", (12, 24, 36, 48), ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ("G10", "2024-03-15", (1, 2, 3), ["2024-04-15", "2024-05-15", "2024-06-15"]),
        ("backwards", "2024-03-31", (-1, -13), ["2024-02-29", "2023-02-28"]),
    ],
)
def test_months_are_counted_from_the_anchor(case: str, anchor: str, months: tuple[int, ...], days: list[str]) -> None:
    assert _moved(anchor, *months) == days


def test_chaining_from_the_clamped_day_would_drift_and_is_what_callers_must_not_do() -> None:
    """H11: 31 January chained is the 28th for ever."""
    chained = clock.add_months(clock.add_months(["2023-01-31"], [1]), [1])
    assert str(chained[0]) == "2023-03-28"
    assert _moved("2023-01-31", 2) == ["2023-03-31"]


@given(DAYS, st.integers(-60, 240))
def test_months_agree_with_pandas_date_offset(day: dt.date, months: int) -> None:
    expected = pd.Timestamp(day) + pd.DateOffset(months=months)
    assert _moved(day.isoformat(), months) == [f"{expected:%Y-%m-%d}"]


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2023-02-01", "2023-02-28"),
        ("2024-02-29", "2024-02-29"),
        ("2023-12-31", "2023-12-31"),
        ("2023-12-01", "2023-12-31"),
    ],
)
def test_the_end_of_the_month_is_inclusive(day: str, last: str) -> None:
    assert [str(one) for one in clock.month_end([day])] == [last]


def test_a_missing_day_stays_missing() -> None:
    column = np.array(["2024-01-31", "NaT"], dtype="datetime64[D]")
    assert np.isnat(clock.month_end(column)).tolist() == [False, True]
    assert np.isnat(clock.add_months(column, [1, 1])).tolist() == [False, True]
    assert clock.texts(column).tolist() == ["31/01/2024", ""]
    assert clock.texts(np.array([], dtype="datetime64[D]")).tolist() == []


def test_days_are_written_day_first() -> None:
    assert clock.text(dt.date(2026, 4, 5)) == "05/04/2026"


def test_months_between_two_days_are_calendar_months() -> None:
    assert clock.months_between(["2024-01-31", "2024-01-01"], ["2024-02-01", "2024-01-31"]).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("day", "closed", "open_"),
    [
        ("2026-06-05", (), "2026-06-05"),  # a Friday
        ("2026-06-06", (), "2026-06-08"),  # a Saturday
        ("2026-06-07", (), "2026-06-08"),
        ("2026-06-06", ("2026-06-08", "2026-06-09"), "2026-06-10"),
        ("2026-06-05", ("2026-06-05",), "2026-06-08"),
    ],
)
def test_the_next_open_day_passes_over_weekends_and_closed_days(day: str, closed: tuple[str, ...], open_: str) -> None:
    shut = [dt.date.fromisoformat(one) for one in closed]
    assert clock.open_day(dt.date.fromisoformat(day), shut) == dt.date.fromisoformat(open_)


def test_today_is_the_day_of_this_machine() -> None:
    before = dt.date.today()  # noqa: DTZ011
    assert before <= clock.today() <= dt.date.today()  # noqa: DTZ011


def test_g9_a_month_after_the_end_of_the_invoices_month_is_its_last_day() -> None:
    """11 June 2020: 31 July, and not 30 July as a month counted from 30 June gives."""
    later = clock.month_end(clock.add_months(np.array(["2020-06-11"], dtype="datetime64[D]"), 1))
    assert str(later[0]) == "2020-07-31"
