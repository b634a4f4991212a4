"""Addresses, formulas and format codes between Excel's writing and LibreOffice's; none of it needs LibreOffice."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter, range_boundaries
from xlwings import base_classes

from sheetops.errors import SheetopsError
from sheetops.excel.libreoffice import NotSupported, address, formulas
from sheetops.excel.libreoffice.address import MAX_COLUMNS, MAX_ROWS, Area
from sheetops.excel.libreoffice.looks import colour_number, rgb
from sheetops.excel.libreoffice.trouble import spoken

ROWS, COLUMNS = st.integers(1, MAX_ROWS), st.integers(1, MAX_COLUMNS)


@given(st.tuples(ROWS, COLUMNS), st.tuples(ROWS, COLUMNS), st.booleans(), st.booleans())
def test_an_area_is_read_as_it_is_written_and_as_openpyxl_reads_it(one, two, row_absolute, column_absolute):
    area = address.between(Area(*one, 1, 1), Area(*two, 1, 1))
    text = address.write(area, row_absolute, column_absolute)
    assert address.parse(text) == area
    left, top, right, bottom = range_boundaries(text)
    assert (top or 1, left or 1) == (area.row, area.column)
    assert (bottom or MAX_ROWS, right or MAX_COLUMNS) == (area.last_row, area.last_column)


@given(COLUMNS)
def test_columns_have_the_letters_that_openpyxl_gives_them(number):
    assert address.column_letters(number) == get_column_letter(number)
    assert address.column_number(get_column_letter(number)) == number


@pytest.mark.parametrize("text", ["", ":", "A", "7", "A:7", "A1:B", "1A", "AAAA1", "A1:B2:C3", "R1C1", "A-1"])
def test_what_is_no_address_is_none(text):
    assert address.parse(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [("A1", ("", "A1")), ("Data!A1", ("Data", "A1")), ("'It''s here'!A1:B2", ("It's here", "A1:B2"))],
)
def test_the_sheet_is_split_off(text, parts):
    assert address.split_sheet(text) == parts
    if parts[0]:
        assert f"{address.quoted(parts[0])}!{parts[1]}" == text


@pytest.mark.parametrize(("name", "written"), [("Data", "Data"), ("A1", "'A1'"), ("2026", "'2026'"), ("a b", "'a b'")])
def test_a_sheet_that_is_no_plain_word_is_quoted(name, written):
    assert address.quoted(name) == written


@pytest.mark.parametrize(
    ("excel", "office"),
    [
        ("=SUM(A1,B2)", "=SUM(A1;B2)"),
        ("=Data!A1", "=$Data.A1"),
        ("='My Data'!$A$1:B2", "=$'My Data'.$A$1:B2"),
        ("=IF(A1,\"x,y!z\",'a,b'!C3)", "=IF(A1;\"x,y!z\";$'a,b'.C3)"),
        ('=SUM({1,2;3,"a,b;c"})', '=SUM({1;2|3;"a,b;c"})'),
        ("=Data!$A:$C", "=$Data.$A:$C"),
        ("=Data!2:5", "=$Data.2:5"),
        ("=1.5+LOG10(2)", "=1.5+LOG10(2)"),
        ("=Straße!A1", "=$Straße.A1"),
    ],
)
def test_formulas_there_and_back(excel, office):
    assert formulas.to_office(excel) == office
    assert formulas.from_office(office) == excel


@pytest.mark.parametrize("text", ["a,b", "Data!A1", "", "1;2", "$Data.A1"])
def test_what_is_no_formula_stays(text):
    assert formulas.to_office(text) == formulas.from_office(text) == text


def test_functions_of_libreoffices_add_in_have_their_excel_names():
    assert formulas.from_office("=COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEOMONTH(A1;1)") == "=EOMONTH(A1,1)"


@pytest.mark.parametrize("colour", [(1, 2, 3), "#010203", "010203", 0x030201])
def test_colours_of_every_writing_are_one_number(colour):
    assert colour_number(colour) == 0x010203
    assert rgb(colour_number(colour)) == (1, 2, 3)
    assert rgb(colour_number(None)) is None


def test_everything_that_an_engine_class_leaves_open_is_refused_in_words():
    class Thing(base_classes.Range):
        pass

    spoken(Thing)
    ours = [name for name, _ in inspect.getmembers_static(base_classes.Range, inspect.isfunction) if name[0] != "_"]
    left_open = [name for name in ours if not inspect.iscoroutinefunction(getattr(base_classes.Range, name))]
    assert "sort" in left_open
    needed = len(inspect.signature(base_classes.Range.sort).parameters) - 1
    with pytest.raises(NotSupported, match=r"Thing\.sort works with Microsoft Excel only"):
        Thing().sort(*[None] * needed)
    with pytest.raises(SheetopsError, match=r"Thing\.borders"):
        Thing().borders  # noqa: B018
