"""The one status of every licence: both sides of every stage, of the grace and of the renewal that carries on."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.rules.licences import STATUSES, days_to_expiry, licence_status, renewed

Sheet = Callable[..., pd.DataFrame]
Grid = Callable[..., pd.DataFrame]
END = dt.date(2026, 6, 30)
STAGE_COLUMNS = "ladder level mode days"
STAGES = """
row | ladder  | level | mode               | days
2   | renewal | 1     | days_before_expiry | 60
3   | renewal | 2     | days_before_expiry | 30
4   | renewal | 3     | days_before_expiry | 7
5   | renewal | 4     | days_after_expiry  | 1
"""


def _status(sheet: Sheet, as_of: dt.date, own: str = "live", stages: str = STAGES, grace: int = 14) -> str:
    licences = sheet(
        "Licences",
        f"""
        row | licence | account | type  | start      | end        | status
        2   | L-1     | A1      | music | 2025-07-01 | 2026-06-30 | {own}
        """,
    )
    return str(licence_status(licences, sheet("Stages", stages, STAGE_COLUMNS * (not stages)), as_of, grace).iloc[0])


@pytest.mark.parametrize(
    ("left", "status"),
    [
        (61, "not due"),
        (60, "due"),
        (31, "due"),
        (30, "early call"),
        (8, "early call"),
        (7, "final call"),
        (1, "final call"),
        (0, "final call"),
        (-1, "in grace"),
        (-14, "in grace"),
        (-15, "lapsed"),
        (-400, "lapsed"),
    ],
)
def test_each_side_of_each_stage_and_of_the_grace(sheet: Sheet, left: int, status: str) -> None:
    assert _status(sheet, END - dt.timedelta(days=left)) == status


@pytest.mark.parametrize(("grace", "left", "status"), [(0, 0, "final call"), (0, -1, "lapsed"), (1, -1, "in grace")])
def test_the_grace_is_the_desks_choice(sheet: Sheet, grace: int, left: int, status: str) -> None:
    assert _status(sheet, END - dt.timedelta(days=left), grace=grace) == status


def test_days_to_expiry_are_nought_on_the_last_day_covered() -> None:
    ends = pd.Series(pd.to_datetime(["2026-07-01", "2026-06-30", "2026-06-29"]))
    assert days_to_expiry(ends, END).tolist() == [1, 0, -1]


@pytest.mark.parametrize("left", [100, 0, -100])
@pytest.mark.parametrize("own", ["cancelled", "declined"])
def test_what_the_sheet_says_goes_first(sheet: Sheet, own: str, left: int) -> None:
    assert _status(sheet, END - dt.timedelta(days=left), own) == own


@pytest.mark.parametrize(
    ("days", "statuses"),
    [
        ([], ["not due", "not due", "not due", "in grace"]),
        ([30], ["not due", "due", "due", "in grace"]),
        ([30, 7], ["not due", "due", "final call", "in grace"]),
        ([40, 30, 7], ["due", "early call", "final call", "in grace"]),
        ([50, 40, 30, 7], ["early call", "early call", "final call", "in grace"]),
    ],
)
def test_the_ladder_may_have_any_number_of_stages(sheet: Sheet, days: list[int], statuses: list[str]) -> None:
    """31 days left, 30, 7, and one past."""
    stages = "\n".join(f"{n + 2} | renewal | {n + 1} | days_before_expiry | {d}" for n, d in enumerate(days))
    table = f"row | ladder | level | mode | days\n{stages}" if stages else ""
    found = [_status(sheet, END - dt.timedelta(days=left), stages=table) for left in (31, 30, 7, -1)]
    assert found == statuses


@pytest.mark.parametrize(
    ("case", "rows", "carried_on"),
    [
        ("the next day", "3 | L-2 | A1 | music | 2026-07-01 | 2027-06-30 | live", True),
        ("two days later", "3 | L-2 | A1 | music | 2026-07-02 | 2027-06-30 | live", False),
        ("overlapping", "3 | L-2 | A1 | music | 2026-06-01 | 2027-05-31 | live", True),
        ("blank status counts as live", "3 | L-2 | A1 | music | 2026-07-01 | 2027-06-30 | ", True),
        ("cancelled", "3 | L-2 | A1 | music | 2026-07-01 | 2027-06-30 | cancelled", False),
        ("declined", "3 | L-2 | A1 | music | 2026-07-01 | 2027-06-30 | declined", False),
        ("another type", "3 | L-2 | A1 | film | 2026-07-01 | 2027-06-30 | live", False),
        ("another account", "3 | L-2 | A2 | music | 2026-07-01 | 2027-06-30 | live", False),
        ("not later", "3 | L-2 | A1 | music | 2025-01-01 | 2026-06-29 | live", False),
        ("the same term twice", "3 | L-2 | A1 | music | 2025-07-01 | 2026-06-30 | live", False),
        (
            "a cancelled one between",
            """3 | L-2 | A1 | music | 2026-07-01 | 2026-12-31 | cancelled
            4 | L-3 | A1 | music | 2026-07-01 | 2027-06-30 | live""",
            True,
        ),
        (
            "the first of two later ones leaves a gap, the second does not",
            """3 | L-2 | A1 | music | 2026-09-01 | 2026-12-31 | live
            4 | L-3 | A1 | music | 2026-07-01 | 2027-06-30 | live""",
            True,
        ),
    ],
)
def test_a_later_live_licence_of_the_account_and_type_carries_on(
    sheet: Sheet, case: str, rows: str, carried_on: bool
) -> None:
    licences = sheet(
        "Licences",
        f"""
        row | licence | account | type  | start      | end        | status
        2   | L-1     | A1      | music | 2025-07-01 | 2026-06-30 | live
        {rows}
        """,
    )
    assert bool(renewed(licences).loc[2]) is carried_on
    status = licence_status(licences, sheet("Stages", STAGES), dt.date(2026, 8, 1), 14)
    declined = case == "declined"
    assert status.loc[2] == ("renewed" if carried_on else "declined" if declined else "lapsed")


DAYS = st.integers(0, 60).map(lambda n: dt.date(2026, 1, 1) + dt.timedelta(days=n * 5))
LICENCES = st.lists(
    st.fixed_dictionaries(
        {
            "account": st.sampled_from(["A1", "A2"]),
            "type": st.sampled_from(["music", "film", ""]),
            "start": DAYS,
            "length": st.integers(0, 100),
            "status": st.sampled_from(["", "live", "live", "cancelled", "declined"]),
        }
    ),
    max_size=8,
).map(
    lambda rows: [
        {**row, "licence": f"L{n}", "end": row["start"] + dt.timedelta(days=row["length"])}
        for n, row in enumerate(rows)
    ]
)


def _by_words(licence: dict[str, Any], all_: list[dict[str, Any]], as_of: dt.date, grace: int) -> list[str]:
    """Return every status whose definition fits when those before it in the list do not."""
    left = (licence["end"] - as_of).days
    carried_on = any(
        other["status"] in ("", "live")
        and (other["account"], other["type"]) == (licence["account"], licence["type"])
        and other["end"] > licence["end"]
        and other["start"] <= licence["end"] + dt.timedelta(days=1)
        for other in all_
    )
    if licence["status"] in ("cancelled", "declined"):
        return [licence["status"]]
    if carried_on:
        return ["renewed"]
    if any(
        other["status"] == "declined"
        and (other["account"], other["type"]) == (licence["account"], licence["type"])
        and other["start"] == licence["end"] + dt.timedelta(days=1)
        for other in all_
    ):
        return ["declined"]
    fits = {
        "not due": left > 60,
        "due": 30 < left <= 60,
        "early call": 7 < left <= 30,
        "final call": 0 <= left <= 7,
        "in grace": 0 < -left <= grace,
        "lapsed": -left > grace,
    }
    return [status for status, is_so in fits.items() if is_so]


@settings(max_examples=150, deadline=None)
@given(LICENCES, DAYS, st.sampled_from([0, 14, 30]))
def test_the_statuses_partition_all_licences(
    sheet: Sheet, grid: Grid, rows: list[dict[str, Any]], as_of: dt.date, grace: int
) -> None:
    found = licence_status(grid("Licences", rows), sheet("Stages", STAGES), as_of, grace)
    assert [[status] for status in found] == [_by_words(row, rows, as_of, grace) for row in rows]
    assert set(found) <= set(STATUSES)
