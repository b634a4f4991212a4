"""The desk's workbook: what people find in it, read back by libraries that know nothing of sheetops."""

import dataclasses
import datetime as dt
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from sheetops.checking import check_sheet
from sheetops.errors import OutputError
from sheetops.excel.build import build_desk
from sheetops.jobs.sample import sample_rows
from sheetops.jobs.standing import standing_rows
from sheetops.model import CellError, Cells, Column, Kind, Reading, Severity, Sheet, Uncalculated
from sheetops.sheets import SHEETS

DESK = Path(__file__).parents[2] / "workbooks" / "desk.xlsx"


class Parcel:
    """One parcel."""


PARCELS = Sheet(
    "Parcels",
    Parcel,
    (
        Column("parcel_no", Kind.KEY, required=True, hint="The parcel's number."),
        Column("kind", Kind.CODE, required=True, codes=("box", "bag")),
        Column("service", Kind.CODE, codes=("slow", "fast"), unreadable=Severity.WARNING),
        Column("sent_on", Kind.DAY),
        Column("seen_at", Kind.MOMENT),
        Column("price", Kind.MONEY, required=True),
        Column("currency", Kind.CODE),
        Column("tax_rate", Kind.RATE),
        Column("pieces", Kind.WHOLE),
        Column("fragile", Kind.YES_NO),
        Column("notes", Kind.TEXT, hint="Anything else."),
    ),
    key=("parcel_no",),
)
GOOD = {
    "parcel_no": "00123",
    "kind": "box",
    "service": "slow",
    "sent_on": dt.date(2026, 6, 30),
    "seen_at": dt.datetime(2026, 6, 30, 14, 5),
    "price": Decimal("1250.55"),
    "currency": "NZD",
    "tax_rate": Decimal("0.15"),
    "pieces": 3,
    "fragile": True,
    "notes": "=1+1",
}


def built(tmp_path, *rows, sheets=(PARCELS,)):
    path = tmp_path / "desk.xlsx"
    build_desk(path, sheets, {"Parcels": rows} if rows else None)
    return openpyxl.load_workbook(path)


def line(book, row=2):
    return [cell.value for cell in book["Parcels"][row]]


def test_values_are_written_as_what_they_are(tmp_path):
    book = built(tmp_path, GOOD)
    assert book.sheetnames == ["Read me", "Parcels"]
    assert line(book, 1) == [
        *("parcel no", "kind", "service", "sent on", "seen at", "price"),
        *("currency", "tax rate", "pieces", "fragile", "notes"),
    ]
    assert line(book) == [
        *(
            "00123",
            "box",
            "slow",
            dt.datetime(2026, 6, 30),
            dt.datetime(2026, 6, 30, 14, 5),
            1250.55,
            "NZD",
            0.15,
            3,
            "yes",
            "=1+1",
        )
    ]
    sheet = book["Parcels"]
    assert [sheet.cell(2, column).number_format for column in (1, 4, 5, 6, 8)] == [
        "@",
        "dd/mm/yyyy",
        "dd/mm/yyyy hh:mm",
        "#,##0.00;[Red]-#,##0.00",
        "0.00%",
    ]
    assert sheet["K2"].data_type == "s"


def test_messy_rows_stay_messy(tmp_path):
    messy = {
        "parcel_no": 123.0,
        "kind": "crate",
        "sent_on": "31/02/2026",
        "seen_at": 45351,
        "price": "1.250,55 zł",
        "pieces": "three",
        "fragile": "perhaps",
        "tax_rate": CellError("#N/A"),
        "notes": Uncalculated("=A2&B2"),
    }
    book = built(tmp_path, messy, {"price": CellError("#DIV/0!"), "notes": "x" * 300, "fragile": False}, {})
    assert line(book)[:4] == [123, "crate", None, "31/02/2026"]
    assert line(book)[4] == dt.datetime(2024, 2, 29)
    assert line(book)[5:] == ["1.250,55 zł", None, "=#N/A", "three", "perhaps", "=A2&B2"]
    raw = zipfile.ZipFile(tmp_path / "desk.xlsx").read("xl/worksheets/sheet2.xml").decode()
    assert '<c r="A2" s="' in raw and "<v>123</v>" in raw
    assert 't="e"><f>#N/A</f><v>#N/A</v>' in raw
    assert 't="e"><f>#DIV/0!</f><v>#DIV/0!</v>' in raw
    assert "<f>A2&amp;B2</f><v></v>" in raw
    rows = CalamineWorkbook.from_path(tmp_path / "desk.xlsx").get_sheet_by_name("Parcels").to_python()
    assert rows[1][3] == "31/02/2026" and rows[1][5] == "1.250,55 zł"
    assert rows[2][9:] == ["no", "x" * 300]


def test_a_key_given_as_a_number_is_text_and_an_amount_has_its_currencys_decimals(tmp_path):
    book = built(tmp_path, {"parcel_no": 7, "price": Decimal(5000), "currency": "JPY"}, {"price": 1, "currency": None})
    sheet = book["Parcels"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("7", "s")
    assert [sheet[name].number_format for name in ("F2", "F3")] == ["#,##0;[Red]-#,##0", "#,##0.00;[Red]-#,##0.00"]


@pytest.mark.parametrize(("rows", "ref"), [(0, "A1:K2"), (1, "A1:K2"), (3, "A1:K4")])
def test_one_table_a_sheet_named_as_the_sheet(tmp_path, rows, ref):
    table = built(tmp_path, *[GOOD] * rows)["Parcels"].tables
    assert dict(table.items()) == {"Parcels": ref}


def test_a_table_name_has_no_spaces(tmp_path):
    build_desk(tmp_path / "a.xlsx", [dataclasses.replace(PARCELS, name="Pass 1")])
    assert list(openpyxl.load_workbook(tmp_path / "a.xlsx")["Pass 1"].tables) == ["Pass_1"]


def test_needed_columns_are_dark_others_pale_and_each_explains_itself(tmp_path):
    sheet = built(tmp_path)["Parcels"]
    dark = {cell.value for cell in sheet[1] if cell.fill.fgColor.rgb == "FF1F3864"}
    pale = {cell.value for cell in sheet[1] if cell.fill.fgColor.rgb == "FFD9E2F3"}
    assert dark == {"parcel no", "kind", "price"}
    assert len(dark | pale) == 11
    assert sheet["A1"].comment.text == "The parcel's number.\nNeeded on every row."
    assert sheet["B1"].comment.text == "One of: box, bag.\nNeeded on every row."
    assert sheet["J1"].comment.text == "Write yes or no, or leave it blank.\nMay stay blank."
    assert sheet.freeze_panes == "B2"


def test_drop_downs_and_rules_reach_below_the_table(tmp_path):
    rules = {str(one.sqref): one for one in built(tmp_path)["Parcels"].data_validations.dataValidation}
    assert set(rules) == {f"{letter}2:{letter}1048576" for letter in "ABCDEFGHIJ"}
    kind, service, fragile = (rules[f"{letter}2:{letter}1048576"] for letter in "BCJ")
    assert (kind.type, kind.formula1, kind.errorStyle) == ("list", '"box,bag"', None)
    assert (service.formula1, service.errorStyle) == ('"slow,fast"', "warning")
    assert (fragile.formula1, fragile.errorStyle) == ('"yes,no"', "warning")
    day = rules["D2:D1048576"]
    assert (day.type, day.formula1, day.formula2, day.errorStyle) == ("date", "32874", "73415", "warning")
    assert (kind.promptTitle, rules["A2:A1048576"].prompt) == ("kind (needed)", "The parcel's number.")


def test_columns_take_the_format_of_their_kind_down_to_the_last_row(tmp_path):
    book = built(tmp_path)
    with zipfile.ZipFile(tmp_path / "desk.xlsx") as parts:
        raw = parts.read("xl/worksheets/sheet2.xml").decode()
    assert raw.count("<col ") == 11 and raw.count(' style="') >= 8
    assert book["Parcels"].column_dimensions["A"].width > 8


def test_what_is_not_declared_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(ValueError, match="there is no sheet Parcel among Parcels"):
        build_desk(tmp_path / "a.xlsx", [PARCELS], {"Parcel": []})
    with pytest.raises(ValueError, match="Parcels has no column prise"):
        build_desk(tmp_path / "a.xlsx", [PARCELS], {"Parcels": [{"prise": 1}]})
    with pytest.raises(OutputError, match="there is no folder"):
        build_desk(tmp_path / "b" / "a.xlsx", [PARCELS])
    assert list(tmp_path.iterdir()) == []


def test_equal_rows_give_equal_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        build_desk(tmp_path / name, [PARCELS], {"Parcels": [GOOD]})
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


# ------------------------------------------------------------------------------------------- the sheets that there are


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("desk") / "desk.xlsx"
    rows = sample_rows()
    build_desk(path, tuple(SHEETS.values()), rows)
    return path, rows


def test_the_first_sheet_explains_every_other(sample):
    book = openpyxl.load_workbook(sample[0])
    page = book["Read me"]
    assert book.sheetnames == ["Read me", *SHEETS]
    told = {row[0].value: row for row in page.iter_rows() if row[0].value in SHEETS}
    assert set(told) == set(SHEETS)
    for name, row in told.items():
        assert row[0].hyperlink.location == f"'{name}'!A1"
        needed = [column.name.replace("_", " ") for column in SHEETS[name].columns if column.required]
        assert row[3].value == (", ".join(needed) or None)
        assert len(row[1].value) > 10 and row[1].value[0].isupper() and row[2].value


def test_every_sheets_headings_are_the_contracts_with_spaces(sample):
    book = openpyxl.load_workbook(sample[0])
    for name, sheet in SHEETS.items():
        assert [cell.value for cell in book[name][1]] == [column.name.replace("_", " ") for column in sheet.columns]
        assert (
            book[name].tables[name.replace(" ", "_")].ref
            == f"A1:{get_column_letter(len(sheet.columns))}{max(book[name].max_row, 2)}"
        )


def test_every_row_comes_back_as_it_was_given(sample):
    path, rows = sample
    book = CalamineWorkbook.from_path(path)
    for name, some in rows.items():
        there = book.get_sheet_by_name(name).to_python(skip_empty_area=False)[1:]
        assert len(there) == len(some)
        for given, row in zip(some, there, strict=True):
            for column, cell in zip(SHEETS[name].columns, row, strict=True):
                assert same(given.get(column.name), cell), (name, column.name, given.get(column.name), cell)


def same(given, cell):
    if given is None or isinstance(given, (CellError, Uncalculated)):
        return cell == ""
    if isinstance(given, bool):
        return cell in (given, "yes" if given else "no")
    if isinstance(given, (int, float, Decimal)):
        return cell == str(given) or Decimal(repr(cell)) == Decimal(str(given))
    return cell == given


def test_sheetops_reads_its_own_tables_without_a_finding_on_headings(sample):
    book = CalamineWorkbook.from_path(sample[0])
    for name, sheet in SHEETS.items():
        cells = Cells("desk.xlsx", name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        checked = check_sheet(cells, sheet, Reading(dt.date(2026, 6, 30), country="NZ", currency="NZD"))
        assert not [finding for finding in checked.findings if finding.row <= 1]
        assert list(checked.layout.columns) == [column.name for column in sheet.columns]
        assert not checked.layout.others


def test_nothing_in_it_is_a_formula_or_a_link_but_what_was_meant(sample):
    path, rows = sample
    meant = sum(
        isinstance(value, (CellError, Uncalculated)) for some in rows.values() for row in some for value in row.values()
    )
    with zipfile.ZipFile(path) as parts:
        sheets = {name: parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")}
    assert sum(data.count(b"<f>") for data in sheets.values()) == meant
    assert {name for name, data in sheets.items() if b"<hyperlink " in data} == {"xl/worksheets/sheet1.xml"}


def test_the_workbook_that_comes_with_sheetops_is_the_one_its_sheets_give(tmp_path):
    build_desk(tmp_path / "desk.xlsx", tuple(SHEETS.values()), standing_rows({}, dt.date(2026, 1, 1)))
    with zipfile.ZipFile(DESK) as kept, zipfile.ZipFile(tmp_path / "desk.xlsx") as new:
        assert kept.namelist() == new.namelist()
        assert [name for name in new.namelist() if kept.read(name) != new.read(name)] == []
