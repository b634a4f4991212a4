"""Blocks are moved in a few large steps: measured against LibreOffice's own calls in the same run."""

import datetime as dt
import time

import pytest

pytestmark = pytest.mark.live

ROWS = 10_000
FACTOR = 3.0


def seconds(step) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.fixture
def rows():
    day = dt.datetime(2026, 1, 1)
    return [
        [
            f"{row:06}",
            f"Name {row}",
            "x",
            day + dt.timedelta(days=row % 700),
            row % 2 == 0,
            float(row),
            row / 7,
            None,
            3.0,
            "e",
        ]
        * 2
        for row in range(ROWS)
    ]


def test_reading_and_writing_stay_near_libreoffices_own_calls(sheet, rows):
    cells = sheet.range((1, 1), (ROWS, 20))
    raw = tuple(tuple(value if isinstance(value, str | float) else 1.0 for value in row) for row in rows)
    raw_write, raw_read = seconds(lambda: cells.api.setDataArray(raw)), seconds(cells.api.getDataArray)
    sheet.clear()
    write = seconds(lambda: setattr(sheet["A1"], "value", rows))
    read = seconds(lambda: cells.options(err_to_str=True).value)
    assert cells.value == rows
    assert write < FACTOR * raw_write, f"{write / raw_write:.2f} times as long"
    assert read < FACTOR * raw_read, f"{read / raw_read:.2f} times as long"


def test_the_number_of_calls_does_not_grow_with_the_rows(sheet, rows, monkeypatch):
    """Cells are never read or written one by one: the grid gives out blocks only."""
    from sheetops.excel.libreoffice.grid import Grid

    def one_by_one(*args):
        raise AssertionError("a single cell was asked for")

    monkeypatch.setattr(Grid, "cell", one_by_one)
    sheet["A1"].value = rows
    assert sheet.range((1, 1), (ROWS, 20)).value == rows
