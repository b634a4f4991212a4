"""What stands in the cells of a workbook comes back as it is, also where the parser keeps it to itself."""

import datetime as dt
import math
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.table import Table

from sheetops.errors import BookError
from sheetops.excel.read import open_book
from sheetops.model import Area, CellError, Cells, Uncalculated
from tests.excel import raw


def cells(path: Path, xml: str, before: str = "", after: str = "", **more: str) -> Cells:
    """The cells of a workbook whose one sheet holds these rows."""
    return open_book(raw.xlsx(path / "book.xlsx", xml, before, after, **more)).cells("Sheet1")


def value(path: Path, cell: str, **more: str) -> object:
    """What cell A1 holds, given its XML."""
    return cells(path, f'<row r="1">{cell}</row>', **more).rows[0][0]


@pytest.mark.parametrize(
    "code", ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#ERROR!"]
)
@pytest.mark.parametrize("formula", ["", "<f>A2</f>", '<f t="shared" si="0"/>'])
def test_an_error_value_is_an_error_not_a_blank(tmp_path: Path, code: str, formula: str) -> None:
    assert value(tmp_path, f'<c r="A1" t="e">{formula}<v>{code}</v></c>') == CellError(code)


@pytest.mark.parametrize("attributes", ['s="1" t="e"', 't="e" s="1"', 't="e"', "t='e'", 't = "e"'])
def test_an_error_is_seen_wherever_its_attribute_stands(tmp_path: Path, attributes: str) -> None:
    assert value(tmp_path, f'<c r="A1" {attributes}><v>#N/A</v></c>') == CellError("#N/A")


def test_an_error_that_only_other_programs_know_leaves_the_rest_readable(tmp_path: Path) -> None:
    found = cells(
        tmp_path,
        '<row r="1"><c r="A1" t="e"><v>#ERROR!</v></c><c r="B1" t="str"><v>#ERROR!</v></c><c r="C1"><v>-5</v></c>'
        '<c r="D1" t="e"/><c r="E1" t="str"><v>text</v></c></row>'
        '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2" s="1"><v>-1</v></c></row>',
    )
    assert found.rows == [
        [CellError("#ERROR!"), "#ERROR!", -5.0, "", "text"],
        [CellError("#DIV/0!"), -1.0, "", "", ""],
    ]


def test_the_text_of_an_error_is_a_text(tmp_path: Path) -> None:
    assert value(tmp_path, '<c r="A1" t="inlineStr"><is><t>#N/A t="e"</t></is></c>') == '#N/A t="e"'


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1"><f>SUM(B1:C1)</f></c>', Uncalculated("=SUM(B1:C1)")),
        ('<c r="A1"><f>SUM(B1:C1)</f><v></v></c>', Uncalculated("=SUM(B1:C1)")),
        ('<c r="A1"><f>SUM(B1:C1)</f><v/></c>', Uncalculated("=SUM(B1:C1)")),
        ('<c r="A1" s="3"><f>IF(B1&lt;&gt;"a","&amp;",1)</f></c>', Uncalculated('=IF(B1<>"a","&",1)')),
        ('<c r="A1"><f t="shared" si="0"/></c>', Uncalculated("")),
        ('<c r="A1"><f>B1</f><v>0</v></c>', 0.0),
        ('<c r="A1"><f>B1</f><v>7</v></c>', 7.0),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="A1" t="str"><f>"x"</f><v>x</v></c>', "x"),
        ('<c r="A1" t="b"><f>TRUE()</f><v>1</v></c>', True),
    ],
)
def test_a_formula_without_a_stored_value_is_not_a_blank(tmp_path: Path, cell: str, expected: object) -> None:
    assert cells(tmp_path, f'<row r="1">{cell}<c r="B1"><v>1</v></c></row>').rows[0][0] == expected


def test_a_formula_that_openpyxl_wrote_was_never_calculated(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([1, 2, "=A1+B1"])
    book.save(tmp_path / "o.xlsx")
    assert open_book(tmp_path / "o.xlsx").cells("Sheet").rows == [[1.0, 2.0, Uncalculated("=A1+B1")]]


def test_a_zero_that_xlsxwriter_put_for_a_result_proves_nothing(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        sheet = book.add_worksheet("Ledger")
        sheet.write_formula("A1", "=B1*2")
        sheet.write_formula("A2", "=B1*2", None, 24)
        sheet.write_number("A3", 0)
    rows = open_book(tmp_path / "x.xlsx").cells("Ledger").rows
    assert rows == [[Uncalculated("=B1*2")], [24.0], [0.0]]


@pytest.mark.parametrize(("text", "expected"), [("NaN", math.nan), ("1e999999", math.inf), ("-1e999999", -math.inf)])
def test_what_is_no_number_does_not_become_one(tmp_path: Path, text: str, expected: float) -> None:
    assert value(tmp_path, f'<c r="A1"><v>{text}</v></c>') == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1"><v>1</v></c>', 1.0),
        ('<c r="A1"><v>123</v></c>', 123.0),
        ('<c r="A1"><v>1.23457E+15</v></c>', 1.23457e15),
        ('<c r="A1" t="inlineStr"><is><t>00123</t></is></c>', "00123"),
        ('<c r="A1" t="inlineStr"><is><t>NA</t></is></c>', "NA"),
        ('<c r="A1" t="inlineStr"><is><t>a_x000D_\nb</t></is></c>', "a\r\nb"),
        ('<c r="A1" t="inlineStr"><is><t>\u00a0x\u200b</t></is></c>', "\u00a0x\u200b"),
        (
            '<c r="A1" t="inlineStr"><is><r><t>Smith</t></r><r><t xml:space="preserve"> Hall</t></r></is></c>',
            "Smith Hall",
        ),
        ('<c r="A1" s="1"><v>46203</v></c>', dt.date(2026, 6, 30)),
        ('<c r="A1" s="1"><v>46203.5</v></c>', dt.datetime(2026, 6, 30, 12)),
        ('<c r="A1"><v>46203</v></c>', 46203.0),
        ('<c r="A1" s="1"><v>-1</v></c>', -1.0),
        ('<c r="A1" s="1"><v>-0.25</v></c>', -0.25),
        ('<c r="A1" s="1"><f>B1-1</f><v>-5</v></c>', -5.0),
        ('<c r="A1"><v>-5</v></c>', -5.0),
        ('<c r="A1" s="3"><v>-0.075</v></c>', -0.075),
        ('<c r="A1" s="2"><v>1.25</v></c>', dt.timedelta(days=1, hours=6)),
        ('<c r="A1" t="d"><v>2026-06-30</v></c>', dt.date(2026, 6, 30)),
    ],
)
def test_a_value_keeps_its_type(tmp_path: Path, cell: str, expected: object) -> None:
    found = value(tmp_path, cell)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(("system", "expected"), [("", dt.date(2026, 6, 30)), ("1", dt.date(2030, 7, 1))])
def test_both_systems_of_days_are_known(tmp_path: Path, system: str, expected: dt.date) -> None:
    properties = f'<workbookPr date1904="{system}"/>' if system else ""
    assert value(tmp_path, '<c r="A1" s="1"><v>46203</v></c>', properties=properties) == expected


def test_rows_and_columns_keep_their_numbers(tmp_path: Path) -> None:
    found = cells(tmp_path, '<row r="3"><c r="C3"><v>5</v></c></row><row r="5"><c r="B5"><v>6</v></c></row>')
    assert [(r, c, v) for r, row in enumerate(found.rows, 1) for c, v in enumerate(row, 1) if v != ""] == [
        (3, 3, 5.0),
        (5, 2, 6.0),
    ]


def test_cells_without_a_name_follow_one_another(tmp_path: Path) -> None:
    found = cells(tmp_path, "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert found.rows == [[1.0, 2.0], [3.0, ""]]


@pytest.mark.parametrize(
    "attribute", ['hidden="1"', 'hidden="true"', 'ht="0" hidden="1" customHeight="1"', "hidden='1'", 'hidden = "1"']
)
def test_hidden_rows_are_read_and_named(tmp_path: Path, attribute: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2" {attribute}><c r="A2"><v>2</v></c></row>'
    found = cells(tmp_path, rows + '<row r="3" hidden="0"><c r="A3"><v>3</v></c></row>')
    assert (found.rows, found.hidden) == ([[1.0], [2.0], [3.0]], {2})


def test_hidden_columns_hide_no_rows(tmp_path: Path) -> None:
    columns = '<cols><col min="1" max="1" hidden="1"/></cols>'
    assert cells(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>', columns).hidden == frozenset()


def test_merged_cells_are_named(tmp_path: Path) -> None:
    merges = '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="B3:B4"/></mergeCells>'
    found = cells(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>', after=merges)
    assert found.merged == (Area("A1:C1", 1, 1, 1, 3), Area("B3:B4", 3, 2, 4, 2))


@pytest.mark.parametrize(("totals", "last"), [(0, 5), (1, 4)])
def test_a_table_is_named_with_its_heading_and_without_its_totals(tmp_path: Path, totals: int, last: int) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(2, 6):
        sheet.cell(row, 2, "entry" if row == 2 else f"E{row}")
        sheet.cell(row, 3, "amount" if row == 2 else str(row))
    table = Table(displayName="Ledger", ref="B2:C5", totalsRowCount=totals)
    sheet.add_table(table)
    book.save(tmp_path / "t.xlsx")
    assert open_book(tmp_path / "t.xlsx").cells("Sheet").tables == (Area("Ledger", 2, 2, last, 3),)


def test_a_table_without_a_heading_row_is_no_table_to_us(tmp_path: Path) -> None:
    whole = raw.parts(
        raw.sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after='<tableParts><tablePart id="rId1"/></tableParts>')
    )
    whole["xl/worksheets/_rels/sheet1.xml.rels"] = raw.relations(("table", "../tables/table1.xml"))
    whole["xl/tables/table1.xml"] = f'<table xmlns="{raw.MAIN}" displayName="T" ref="A1:A1" headerRowCount="0"/>'
    found = open_book(raw.write(tmp_path / "t.xlsx", whole)).cells("Sheet1")
    assert (found.rows, found.tables) == ([[1.0]], ())


@pytest.mark.parametrize(
    "end",
    [
        '<row r="1048576"><c r="J1048576" s="1"/></row>',
        '<row r="1048576" s="1" customFormat="1" ht="15"/>',
        '<row r="4"><c r="A4" t="str"><f>""</f><v></v></c><c r="D4" s="1"/></row>',
    ],
)
def test_blank_rows_and_columns_at_the_end_are_cut(tmp_path: Path, end: str) -> None:
    start = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'
    before = '<dimension ref="A1:XFD1048576"/>'
    assert cells(tmp_path, start + end, before).rows == [[1.0, 2.0], [3.0, ""]]


def test_a_column_blank_but_for_its_last_row_stays(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2"><v>0</v></c></row>'
    assert cells(tmp_path, rows).rows == [[1.0, "", ""], ["", "", 0.0]]


def test_a_dimension_that_is_too_small_hides_nothing(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}"><v>{r}</v></c></row>' for r in range(1, 51))
    assert cells(tmp_path, rows, '<dimension ref="A1:A2"/>').rows == [[float(r), float(r)] for r in range(1, 51)]


def test_an_empty_sheet_has_no_rows(tmp_path: Path) -> None:
    whole = raw.parts(raw.sheet(""), f'{raw.HEAD}<worksheet xmlns="{raw.MAIN}"><sheetData/></worksheet>')
    book = open_book(raw.write(tmp_path / "e.xlsx", whole))
    assert [book.cells(name).rows for name in book.sheets] == [[], []]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_read_and_charts_are_none(tmp_path: Path, state: str) -> None:
    with xlsxwriter.Workbook(tmp_path / "h.xlsx") as book:
        book.add_worksheet("Shown").write("A1", 1)
        hidden = book.add_worksheet("Behind")
        hidden.write("A1", 2)
        hidden.very_hidden() if state == "veryHidden" else hidden.hide()
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Shown!$A$1:$A$1"})
        book.add_chartsheet("Chart").set_chart(chart)
    opened = open_book(tmp_path / "h.xlsx")
    assert opened.sheets == ("Shown", "Behind")
    assert opened.cells("Behind").rows == [[2.0]]


def test_a_protected_sheet_is_not_encrypted_and_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "p.xlsx") as book:
        sheet = book.add_worksheet("Ledger")
        sheet.write("A1", "x")
        sheet.protect("secret")
    assert open_book(tmp_path / "p.xlsx").cells("Ledger").rows == [["x"]]


def test_a_strict_workbook_is_read(tmp_path: Path) -> None:
    whole = raw.parts(raw.sheet('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'))
    strict = {
        name: part.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
        )
        for name, part in whole.items()
        if isinstance(part, str)
    }
    assert open_book(raw.write(tmp_path / "s.xlsx", strict)).cells("Sheet1").rows == [[CellError("#N/A")]]


def test_a_missing_sheet_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    book = open_book(raw.xlsx(tmp_path / "book.xlsx", ""))
    with pytest.raises(BookError, match=r"book\.xlsx has no sheet named 'Ledger'; it has Sheet1\."):
        book.cells("Ledger")


def test_a_shared_text_that_is_not_there_is_a_damaged_file(tmp_path: Path) -> None:
    whole = raw.parts(raw.sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'))
    whole["xl/sharedStrings.xml"] = raw.texts("only one")
    whole["xl/_rels/workbook.xml.rels"] = raw.relations(
        ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
    )
    with pytest.raises(BookError, match="damaged"):
        open_book(raw.write(tmp_path / "b.xlsx", whole)).cells("Sheet1")
