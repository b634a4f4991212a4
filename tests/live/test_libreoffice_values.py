"""Values through plain xlwings: what goes in comes out, and means the same to LibreOffice and to openpyxl."""

import datetime as dt

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheetops.excel.libreoffice import LibreOfficeError, cellerrors

pytestmark = pytest.mark.live

DAY, MOMENT = dt.datetime(2026, 6, 30), dt.datetime(2026, 6, 30, 13, 5, 7)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("001", "001"),
        ("=1+1", "=1+1"),
        ("+48 22", "+48 22"),
        ("'quoted", "'quoted"),
        ("2026-06-30", "2026-06-30"),
        ("TRUE", "TRUE"),
        ("#N/A", "#N/A"),
        ("zażółć\nline 2", "zażółć\nline 2"),
        ("", None),
        (None, None),
        (float("nan"), None),
        (pd.NaT, None),
        (pd.NA, None),
        (5, 5.0),
        (-0.1, -0.1),
        (1234567.89, 1234567.89),
        (np.int64(7), 7.0),
        (np.float64(7.5), 7.5),
        (True, True),
        (False, False),
        (np.True_, True),
        (dt.date(2026, 6, 30), DAY),
        (DAY, DAY),
        (MOMENT, MOMENT),
        (pd.Timestamp(MOMENT), MOMENT),
        (np.datetime64("2026-06-30"), DAY),
        (dt.datetime(2026, 6, 30, 23, 59, 59, 999000), dt.datetime(2026, 6, 30, 23, 59, 59, 999000)),
        (dt.datetime(1900, 3, 1), dt.datetime(1900, 3, 1)),
        (dt.datetime(9999, 12, 31), dt.datetime(9999, 12, 31)),
    ],
)
def test_one_value_round_trips_alone_and_in_a_block(sheet, written, read):
    sheet["B2"].value = written
    sheet["D2"].value = [[written, 1], ["x", written]]
    assert sheet["B2"].value == read
    assert type(sheet["B2"].value) is type(read)
    assert sheet["D2:E3"].value == [[read, 1.0], ["x", read]]


def test_a_block_means_the_same_to_openpyxl(sheet, saved):
    sheet["A1"].value = [
        ["account", "due", "at", "amount", "disputed", "note"],
        ["0012", dt.date(2026, 6, 30), MOMENT, 1250.5, True, None],
        ["=A1", None, None, -3, False, "a;b,c"],
    ]
    found = [[cell.value for cell in row] for row in saved()["Sheet1"]["A1:F3"]]
    assert found == [
        ["account", "due", "at", "amount", "disputed", "note"],
        ["0012", DAY, MOMENT, 1250.5, True, None],
        ["=A1", None, None, -3, False, "a;b,c"],
    ]


def test_a_text_that_looks_like_a_formula_is_saved_as_text(sheet, saved):
    sheet["A1"].value = "=1+1"
    sheet["A2"].formula = "=1+1"
    cells = saved()["Sheet1"]
    assert (cells["A1"].data_type, cells["A2"].data_type) == ("s", "f")


def test_a_file_of_openpyxl_is_read_as_it_was_written(app, tmp_path):
    made = openpyxl.Workbook()
    made.active.append(["001", dt.date(2026, 6, 30), True, "#N/A", "=1/0", '="x"&1', "=B1+1", 2.5, None, "end"])
    made.save(tmp_path / "made.xlsx")
    opened = app.books.open(tmp_path / "made.xlsx")
    row = opened.sheets[0]["A1:J1"]
    assert row.options(err_to_str=True).value[:6] == ["001", DAY, True, "#N/A", "#DIV/0!", "x1"]
    assert row.value[3:5] == [None, None]
    assert row.value[7:] == [2.5, None, "end"]
    opened.close()


def test_dates_of_a_1904_workbook_are_the_same_days(app, tmp_path):
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.active["A1"] = dt.date(2026, 6, 30)
    made.save(tmp_path / "mac.xlsx")
    opened = app.books.open(tmp_path / "mac.xlsx")
    opened.sheets[0]["A2"].value = dt.date(2026, 7, 1)
    assert opened.sheets[0]["A1:A2"].value == [DAY, dt.datetime(2026, 7, 1)]
    opened.close()


@pytest.mark.parametrize(
    ("formula", "error"),
    [("=1/0", "#DIV/0!"), ("=NA()", "#N/A"), ("=NOSUCH(1)", "#NAME?"), ("=EXP(1000)", "#NUM!"), ('="a"+1', "#VALUE!")],
)
def test_errors_are_named_as_in_excel_and_as_saved(sheet, saved, formula, error):
    sheet["A1"].formula = formula
    assert saved(data_only=True)["Sheet1"]["A1"].value == error
    assert sheet["A1"].options(err_to_str=True).value == error
    assert sheet["A1"].value is None
    assert sheet["A1:B2"].options(err_to_str=True).value == [[error, None], [None, None]]


def test_pasted_errors_come_at_once_and_worked_out_ones_are_asked_for(app, tmp_path, monkeypatch):
    made = openpyxl.Workbook()
    for _ in range(50):
        made.active.append(["#N/A", "#REF!", "x", "=1/0"])
    made.save(tmp_path / "errors.xlsx")
    asked = []
    known = cellerrors.error_code
    monkeypatch.setattr(cellerrors, "error_code", lambda number: asked.append(number) or known(number))
    opened = app.books.open(tmp_path / "errors.xlsx")
    rows = opened.sheets[0]["A1:D50"].options(err_to_str=True).value
    opened.close()
    assert rows == [["#N/A", "#REF!", "x", "#DIV/0!"]] * 50
    assert asked == [532] * 50


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(A1:B2,Other!$C$3)",
        "=IF(A1>0,\"a,b;c!d\",'My Data'!A1)",
        "=SUM({1,2;3,4})",
        "='It''s'!A1*2",
        "=EDATE(A1,1)",
        "=VLOOKUP(A1,Other!$A:$C,2,FALSE())",
        "=SUM('My Data'!2:5,Other!A1:A3)",
        "=LOG10(Other!B2)&AVERAGE(1.5,Other!B2)",
    ],
)
def test_a_formula_is_read_and_saved_as_it_was_written(book, saved, formula):
    for name in ("Other", "My Data", "It's"):
        book.sheets.add(name)
    cell = book.sheets["Sheet1"]["D4"]
    cell.formula = formula
    assert cell.formula == formula
    assert saved()["Sheet1"]["D4"].value == formula


def test_one_formula_fills_a_range_and_moves_along(sheet):
    sheet["A1"].value = [[1, 10], [2, 20], [3, 30]]
    sheet["C1:D3"].formula = "=A1*2"
    assert sheet["C1:D3"].value == [[2, 20], [4, 40], [6, 60]]
    assert sheet["D3"].formula == "=B3*2"


def test_formulas_of_a_block_tell_a_formula_from_a_text_like_it(sheet):
    sheet["A1"].value = [["=1+1", "001", 2.5, "x"]]
    sheet["E1"].formula = "=1+1"
    assert sheet["A1:E1"].formula == (("'=1+1", "001", "2.5", "x", "=1+1"),)


def test_a_value_fills_a_range_and_several_areas(sheet):
    sheet["A1:B2"].value = "x"
    sheet["D1,E2:E3"].value = 7
    assert sheet["A1:E3"].value == [
        ["x", "x", None, 7, None],
        ["x", "x", None, None, 7],
        [None, None, None, None, 7],
    ]


def test_a_number_over_a_yes_is_a_number_again(sheet):
    sheet["A1"].value = [[True], [True]]
    sheet["A1"].value = 5
    assert sheet["A1:A2"].value == [5.0, True]


@pytest.mark.parametrize(("code", "value"), [("dd/mm/yyyy", DAY), ("General", DAY), ("@", DAY), ("0.00", 46203.0)])
def test_a_day_keeps_a_format_that_someone_chose(sheet, code, value):
    sheet["A1"].number_format = code
    sheet["A1"].value = DAY
    assert sheet["A1"].value == value
    assert sheet["A1"].number_format == ("dd/mm/yyyy" if code in ("General", "@") else code)


def test_options_of_xlwings_hold(sheet):
    sheet["A1"].value = [["n", "d"], [1, dt.date(2026, 6, 30)], [None, None]]
    assert sheet["A1:B3"].options(empty="-", numbers=int, dates=dt.date).value == [
        ["n", "d"],
        [1, dt.date(2026, 6, 30)],
        ["-", "-"],
    ]
    frame = sheet["A1:B2"].options(pd.DataFrame, index=False).value
    assert frame.to_dict("list") == {"n": [1.0], "d": [pd.Timestamp(DAY)]}
    sheet["D1"].options(index=False).value = pd.DataFrame({"k": ["01"], "due": [pd.Timestamp(MOMENT)], "x": [np.nan]})
    assert sheet["D1:F2"].value == [["k", "due", "x"], ["01", MOMENT, None]]


def test_scattered_days_get_their_format_and_their_neighbours_do_not(sheet):
    column = [[DAY] if row % 2 else [float(row)] for row in range(200)]
    sheet["A1"].value = column
    assert sheet["A1:A200"].value == [row[0] for row in column]


def test_nothing_outside_the_written_block_changes(sheet):
    sheet["A1"].value = [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]]
    sheet["B2"].value = DAY
    assert sheet["A1:C3"].value == [["a", "b", "c"], ["d", DAY, "f"], ["g", "h", "i"]]


def test_values_that_do_not_fit_are_refused_in_words(sheet):
    with pytest.raises(LibreOfficeError, match="1 rows of 2 values do not fit a range of 2 rows and 2 columns"):
        sheet["A1:B2"].raw_value = [["a", "b"]]


def test_large_blocks_are_written_and_read_whole(sheet):
    rows = [[f"{row:06}", float(row), dt.datetime(2026, 1, 1) + dt.timedelta(days=row % 900)] for row in range(40_000)]
    sheet["A1"].value = rows
    assert sheet["A1:C40000"].value == rows
    assert sheet["A1:C40000"].impl.grid.cell(40_000, 1).getString() == "039999"


@pytest.mark.parametrize(
    ("start", "table", "down", "right"),
    [
        ("A1", "$A$1:$B$3", "$A$1:$A$3", "$A$1:$B$1"),
        ("A3", "$A$3:$B$3", "$A$3", "$A$3:$B$3"),
        ("D1", "$D$1", "$D$1", "$D$1"),
    ],
)
def test_expand(sheet, start, table, down, right):
    sheet["A1"].value = [["k", "n"], ["a", 1], ["b", 2]]
    sheet["D1"].value = "alone"
    assert sheet[start].expand().address == table
    assert sheet[start].expand("down").address == down
    assert sheet[start].expand("right").address == right


def test_end_goes_where_ctrl_and_an_arrow_go(sheet):
    sheet["A1"].value = [["k"], ["a"], [None], ["b"]]
    cell = sheet["A1"]
    assert [cell.end("down").row, sheet["A2"].end("down").row, sheet["A4"].end("down").row] == [2, 4, 1_048_576]
    assert [sheet["A4"].end("up").row, sheet["A9"].end("up").row, sheet["A2"].end("up").row] == [2, 4, 1]
    assert [cell.end("right").column, sheet["D1"].end("left").column] == [16_384, 1]


def test_used_range_and_current_region(sheet):
    assert sheet.used_range.address == "$A$1"
    sheet["B2"].value = [["a", "b"], ["c", "d"]]
    sheet["F9"].value = 1
    assert sheet.used_range.address == "$B$2:$F$9"
    assert sheet["C3"].current_region.address == "$B$2:$C$3"


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number or 0.0)
MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
CELLS = st.one_of(st.none(), TEXTS, NUMBERS, st.booleans(), MOMENTS)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6)
    )
)
def test_any_block_comes_back_as_it_went_in(sheet, rows):
    sheet.clear()
    sheet["B2"].value = rows
    block = sheet["B2"].resize(len(rows), len(rows[0]))
    assert block.options(ndim=2).value == rows
    assert block.offset(len(rows), 0).options(ndim=2).value == [[None] * len(rows[0])] * len(rows)


def test_formulas_take_days_numbers_and_answers_too(sheet):
    sheet["A1"].formula = [["=1+1", 2.5, True, dt.date(2026, 6, 30), "text", None]]
    assert sheet["A1:F1"].value == [2, 2.5, True, 46203, "text", None]
