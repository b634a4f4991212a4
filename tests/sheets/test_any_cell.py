"""Whatever stands in a cell, checking ends with a value or a finding, and the rows add up."""

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.checking import Checked, check_sheet, cross_check
from sheetops.model import CellError, Cells, Reading, Severity, Uncalculated
from sheetops.sheets import SHEETS

WORDS = "A1 A2 E1 E2 invoice receipt adjustment en NZ NZD JPY none standard live yes no 15% P1 C1 1 2"
CELLS = st.one_of(
    st.none(),
    st.text(st.characters(codec=None, exclude_categories=())),
    st.text("0123456789.,-/: ()%$€£'+E", max_size=12),
    st.text("=+-@\t\r\n\u00a0\u200b\u202eab1", max_size=8),
    st.from_regex(r"[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ][0-9]{2,4}", fullmatch=True),
    st.sampled_from(WORDS.split()),
    st.sampled_from(
        ["ann@school.nz", "ann@gmial.com", "021 123 4567", "0610", "49091850", "due_plus", "phone", "Total"]
    ),
    st.booleans(),
    st.integers(),
    st.integers(-3, 60_000),
    st.floats(),
    st.floats(-1e7, 1e7).map(lambda number: round(number, 2)),
    st.decimals(),
    st.dates(),
    st.dates(dt.date(2025, 1, 1), dt.date(2027, 1, 1)),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from([CellError("#N/A"), Uncalculated("=A1"), pd.NaT, pd.NA, pd.Timestamp("2026-06-30"), np.int64(5)]),
    st.sampled_from([np.float64(0.5), np.bool_(True), np.str_("A1"), np.datetime64("2026-06-30"), ["list"], object()]),
)
READINGS = st.builds(
    Reading,
    as_of=st.just(dt.date(2026, 6, 30)),
    date_order=st.sampled_from(["dmy", "mdy"]),
    decimal_mark=st.sampled_from([".", ","]),
    country=st.sampled_from(["", "NZ", "PL", "US", "XX"]),
    currency=st.sampled_from(["", "NZD", "JPY"]),
)


@st.composite
def books(draw: Any) -> dict[str, Cells]:
    """A few sheets of a few rows: every column is there, every cell may hold anything."""
    names = draw(st.lists(st.sampled_from(list(SHEETS)), min_size=1, max_size=4, unique=True))
    book = {}
    for name in names:
        heads = [column.name for column in SHEETS[name].columns]
        rows = draw(st.lists(st.lists(CELLS, min_size=0, max_size=len(heads) + 1), max_size=6))
        book[name] = Cells("any.xlsx", name, [heads, *rows], hidden=frozenset({3}))
    return book


def adds_up(sheet: Checked) -> None:
    errors = {finding.row for finding in sheet.findings if finding.severity is Severity.ERROR}
    assert errors == set(sheet.excluded)
    assert not errors & set(sheet.frame.index)
    assert sheet.rows == len(sheet.frame) + len(errors)
    assert sum(left.rows for left in sheet.left_out) == len(errors)


@settings(max_examples=150, deadline=None)
@given(books(), READINGS)
def test_any_cell_ends_as_a_value_or_a_finding(book: dict[str, Cells], reading: Reading) -> None:
    first = {name: check_sheet(cells, SHEETS[name], reading) for name, cells in book.items()}
    for name, sheet in cross_check(first, reading).items():
        adds_up(sheet)
        assert sheet.frame.dtypes.equals(
            check_sheet(Cells("", name, book[name].rows[:1]), SHEETS[name], reading).frame.dtypes
        )
        for finding in sheet.findings:
            assert finding.check != "value_unreadable", finding  # every reader says what is wrong in its own words
            assert finding.check
            assert finding.problem
            assert finding.sheet == name
            assert 1 <= finding.row <= len(book[name].rows)


@settings(max_examples=300, deadline=None)
@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from([".", ","]), st.booleans())
def test_an_amount_written_by_people_is_read_back_to_the_cent(amount: Decimal, mark: str, grouped: bool) -> None:
    """Python writes the amount in the other way round of marks; reading gives the same cents."""
    text = f"{amount:,.2f}" if grouped else f"{amount:.2f}"
    if mark == ",":
        text = text.translate(str.maketrans(",.", ".,"))
    reading = Reading(dt.date(2026, 6, 30), decimal_mark=mark)
    cells = Cells("", "Programmes", [["programme", "max_amount"], ["P", text], ["Q", float(amount)]])
    sheet = check_sheet(cells, SHEETS["Programmes"], reading)
    assert sheet.frame["max_amount"].tolist() == [int(amount * 100)] * 2


@settings(max_examples=300, deadline=None)
@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(["dmy", "mdy"]), st.sampled_from("/.-"))
def test_a_day_written_by_people_is_read_back(day: dt.date, order: str, sign: str) -> None:
    parts = ("%d", "%m", "%Y") if order == "dmy" else ("%m", "%d", "%Y")
    texts = [day.strftime(sign.join(parts)), day.isoformat(), day.strftime("%d %B %Y")]
    rows = [[f"c{number}", text] for number, text in enumerate(texts)]
    sheet = check_sheet(Cells("", "Holidays", [["calendar", "date"], *rows]), SHEETS["Holidays"], Reading(day, order))
    assert sheet.frame["date"].tolist() == [pd.Timestamp(day)] * 3
