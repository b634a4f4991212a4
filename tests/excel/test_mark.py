"""A marked copy: the bad cells coloured and noted, and everything else as it was, part by part."""

import datetime as dt
import re
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwings
from lxml import etree

from sheetops.errors import BookError, OutputError
from sheetops.excel import marks
from sheetops.excel.mark import mark_copy
from sheetops.model import Finding, Severity

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MAY_CHANGE = {"[Content_Types].xml", "xl/styles.xml"}


def finding(cell, sheet="Ledger", **other):
    row = int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) if cell else 0
    usual = {
        "value": "x",
        "severity": Severity.ERROR,
        "check": "c",
        "problem": "Not an amount.",
        "column": "h",
        "row": row,
    }
    return Finding(sheet=sheet, cell=cell, **(usual | other))


def own_workbook(path):
    """Write a workbook as desks have it: values of formulas, a button, a text box, notes, rules, a table."""
    book = xlsxwriter.Workbook(str(path))
    green = book.add_format({"bold": True, "bg_color": "#00FF00", "num_format": "0.000"})
    ledger = book.add_worksheet("Ledger")
    ledger.write_row("A1", ["entry", "account", "amount", "due"], green)
    ledger.write_row("A2", ["INV-1", "00123", 12.5], green)
    ledger.write_string("A3", "INV-2")
    ledger.write_formula("C3", "=C2*2", green, 25)
    ledger.write_datetime("D3", dt.datetime(2026, 3, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
    ledger.set_row(5, 30, book.add_format({"italic": True}))
    ledger.set_column("H:H", 20, book.add_format({"underline": 1}))
    ledger.write_string("A10", "INV-9")
    ledger.write_comment("C2", "My own note", {"author": "Anna"})
    ledger.write_comment("A10", "Another", {"author": "Anna"})
    ledger.insert_button("F2", {"macro": "press", "caption": "Go"})
    ledger.insert_textbox("H5", "Instructions")
    ledger.add_sparkline("J2", {"range": "C2:C3"})
    ledger.data_validation("D2:D9", {"validate": "list", "source": ["a", "b"]})
    ledger.conditional_format("C2:C9", {"type": "data_bar", "data_bar_2010": True})
    ledger.merge_range("A12:B12", "merged")
    ledger.protect("secret")
    totals = book.add_worksheet("Tótals & co")
    totals.add_table("A1:B3", {"columns": [{"header": "x"}, {"header": "y"}]})
    totals.write_formula("A2", "=SUM(Ledger!C2:C3)", None, 37.5)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Ledger!$C$2:$C$3"})
    totals.insert_chart("D2", chart)
    book.add_worksheet("Untouched").write_formula("A1", "=1+1", None, 2)
    book.close()
    return path


@pytest.fixture
def own(tmp_path):
    return own_workbook(tmp_path / "desk.xlsx")


def marked(source, *findings):
    target = source.with_name(f"{source.stem} marked{source.suffix}")
    mark_copy(source, findings, target)
    return target


def read(path, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl says what it would lose: that is why we do not use it
        return openpyxl.load_workbook(path, **options)


def parts(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def bare(sheet, cells):
    """Return a worksheet's XML in canonical form but for the looks of some cells, blanks and the notes' link."""
    root = etree.fromstring(sheet)
    for cell in root.iter(f"{MAIN}c"):
        if cell.get("r") in cells:
            cell.attrib.pop("s", None)
    for row in root.iter(f"{MAIN}row"):
        row.attrib.pop("spans", None)
        for cell in [one for one in row if one.get("r") in cells and not len(one)]:
            row.remove(cell)
    for row in [one for one in root.iter(f"{MAIN}row") if not len(one) and set(one.attrib) == {"r"}]:
        row.getparent().remove(row)
    for note in root.findall(f"{MAIN}legacyDrawing"):
        root.remove(note)
    return etree.tostring(root, method="c14n")


FOUND = (
    finding("C2", problem="Too much & <odd>.", suggestion="12.00"),
    finding("B3", severity=Severity.WARNING, problem="The account is missing."),
    finding("C3", severity=Severity.NOTE, problem="A formula."),
    finding("H3", problem="Nothing here."),
    finding("E6", problem="Nothing in this row."),
    finding("B8", problem="No such row."),
    finding("", row=10, severity=Severity.NOTE, problem="The row is hidden."),
    finding("B2", sheet="Tótals & co", severity=Severity.WARNING),
)
OURS = {"C2", "B3", "C3", "H3", "E6", "B8", "A10"}


def test_marked_cells_have_their_fill_and_note_and_keep_the_rest_of_their_look(own):
    book = read(marked(own, *FOUND))
    sheet = book["Ledger"]
    fills = {name: sheet[name].fill.fgColor.rgb for name in sorted(OURS)}
    assert fills == {
        "A10": "FFDDEBF7",
        "B3": "FFFFEB9C",
        "B8": "FFFFC7CE",
        "C2": "FFFFC7CE",
        "C3": "FFDDEBF7",
        "E6": "FFFFC7CE",
        "H3": "FFFFC7CE",
    }
    assert (sheet["C2"].font.b, sheet["C2"].number_format, sheet["C2"].value) == (True, "0.000", 12.5)
    assert (sheet["E6"].font.i, sheet["H3"].font.u, sheet["B8"].font.i) == (True, "single", False)
    assert (sheet["A2"].fill.fgColor.rgb, sheet["A3"].fill.fill_type) == ("FF00FF00", None)
    assert sheet["B3"].comment.text == "Warning: The account is missing."
    assert book["Tótals & co"]["B2"].comment.text == "Warning: Not an amount."


def test_own_notes_stay_and_ours_stand_below_them(own):
    sheet = read(marked(own, *FOUND))["Ledger"]
    assert sheet["C2"].comment.text == "My own note\n\nError: Too much & <odd>.\nSuggestion: 12.00"
    assert sheet["C2"].comment.author == "Anna"
    assert sheet["A10"].comment.text == "Another\n\nNote: The row is hidden."
    assert sheet["B3"].comment.author == "sheetops"


def test_an_own_notes_box_grows_with_it(own):
    def bottom(path):
        drawing = parts(path)["xl/drawings/vmlDrawing1.vml"].decode()
        shapes = [one for one in drawing.split("<v:shape ") if "<x:Row>1</x:Row><x:Column>2</x:Column>" in one]
        assert len(shapes) == 1
        return int(re.search("<x:Anchor>(.*?)</x:Anchor>", shapes[0])[1].split(",")[6])

    assert bottom(marked(own, *FOUND)) >= bottom(own) + 3


def test_every_other_part_is_the_same_byte_for_byte(own):
    before, after = parts(own), parts(marked(own, *FOUND))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == MAY_CHANGE | {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert set(after) - set(before) == {"xl/comments2.xml", "xl/drawings/vmlDrawing2.vml"}
    assert list(after)[: len(before)] == list(before)


def test_in_the_sheet_itself_only_the_styles_of_marked_cells_differ(own):
    before, after = parts(own), parts(marked(own, *FOUND))
    for name, cells in (("sheet1", OURS), ("sheet2", {"B2"})):
        part = f"xl/worksheets/{name}.xml"
        assert bare(before[part], cells) == bare(after[part], cells)
    assert b"<f>C2*2</f><v>25</v>" in after["xl/worksheets/sheet1.xml"]
    assert b"sparkline" in after["xl/worksheets/sheet1.xml"]
    assert b'ObjectType="Button"' in after["xl/drawings/vmlDrawing1.vml"]


def test_styles_are_added_behind_the_own_ones_and_counted(own):
    before, after = (etree.fromstring(parts(path)["xl/styles.xml"]) for path in (own, marked(own, *FOUND)))
    for name in ("fills", "cellXfs"):
        own_ones, all_ones = before.find(f"{MAIN}{name}"), after.find(f"{MAIN}{name}")
        assert [etree.tostring(one) for one in all_ones][: len(own_ones)] == [etree.tostring(one) for one in own_ones]
        assert all_ones.get("count") == str(len(all_ones))
        assert len(all_ones) > len(own_ones)
    ours = after.find(f"{MAIN}cellXfs")[len(before.find(f"{MAIN}cellXfs")) :]
    assert {one.get("applyFill") for one in ours} == {"1"}
    assert len(after.find(f"{MAIN}fills")) == len(before.find(f"{MAIN}fills")) + 3


def test_shapes_of_notes_have_numbers_of_their_own(own):
    after = parts(marked(own, *FOUND))
    drawings = [data.decode() for name, data in after.items() if name.endswith(".vml")]
    numbers = [number for drawing in drawings for number in re.findall(r'id="_x0000_s(\d+)"', drawing)]
    assert len(numbers) == len(set(numbers)) == 1 + len(OURS) + 1
    for drawing in drawings:
        blocks = re.search(r'idmap [^>]*data="([\d,]*)"', drawing)[1].split(",")
        assert {str(int(number) // 1024) for number in re.findall(r'id="_x0000_s(\d+)"', drawing)} <= set(blocks)
        assert etree.fromstring(drawing).tag == "xml"


def test_a_workbook_without_notes_gets_them_declared_and_referred_to(tmp_path):
    source = tmp_path / "plain.xlsx"
    book = xlsxwriter.Workbook(str(source))
    book.add_worksheet("Ledger").write_string("A1", "entry")
    book.close()
    after = parts(marked(source, finding("A1")))
    types = etree.fromstring(after["[Content_Types].xml"])
    declared = {one.get("PartName") or one.get("Extension"): one.get("ContentType") for one in types}
    assert declared["/xl/comments1.xml"].endswith("spreadsheetml.comments+xml")
    assert declared["vml"].endswith("vmlDrawing")
    assert [one.get("Extension") is not None for one in types] == sorted(
        (one.get("Extension") is not None for one in types), reverse=True
    )
    relations = {
        one.get("Id"): (one.get("Type").rpartition("/")[2], one.get("Target"))
        for one in etree.fromstring(after["xl/worksheets/_rels/sheet1.xml.rels"])
    }
    link = etree.fromstring(after["xl/worksheets/sheet1.xml"]).find(f"{MAIN}legacyDrawing")
    assert relations[next(iter(link.attrib.values()))] == ("vmlDrawing", "../drawings/vmlDrawing1.vml")
    assert sorted(relations.values())[0] == ("comments", "../comments1.xml")


def test_thousands_of_notes_take_more_blocks_of_numbers(own, tmp_path):
    after = parts(marked(own, *(finding(f"D{row}") for row in range(2, 2600))))
    drawing = after["xl/drawings/vmlDrawing1.vml"].decode()
    numbers = re.findall(r'id="_x0000_s(\d+)"', drawing)
    assert len(numbers) == len(set(numbers)) == 3 + 2598
    assert re.search(r'idmap [^>]*data="([\d,]*)"', drawing)[1].split(",") == ["1", "2", "3", "4"]


def test_marking_the_marked_copy_adds_below(own):
    again = marked(
        marked(own, finding("B3", problem="First.")), finding("B3", severity=Severity.NOTE, problem="Second.")
    )
    cell = read(again)["Ledger"]["B3"]
    assert (cell.comment.text, cell.fill.fgColor.rgb) == ("Error: First.\n\nNote: Second.", "FFDDEBF7")


def test_findings_of_other_files_and_of_whole_sheets_mark_nothing(own):
    target = marked(
        own, finding("B3", file="other.xlsx"), finding("", row=0), finding("A1", sheet="Elsewhere", file="x.csv")
    )
    assert parts(target) == parts(own)


def test_findings_name_the_file(own):
    assert read(marked(own, finding("B3", file="desk.xlsx")))["Ledger"]["B3"].comment


def test_beyond_so_many_notes_cells_are_coloured_only(own, monkeypatch):
    monkeypatch.setattr(marks, "MOST_NOTES", 2)
    sheet = read(marked(own, *(finding(f"E{row}") for row in range(2, 6))))["Ledger"]
    assert [bool(sheet[f"E{row}"].comment) for row in range(2, 6)] == [True, True, False, False]
    assert all(sheet[f"E{row}"].fill.fgColor.rgb == "FFFFC7CE" for row in range(2, 6))
    assert sheet["E3"].comment.text.endswith(marks.ENOUGH)


def test_hostile_text_in_a_note_is_shown_as_it_is(own):
    text = "'_x0041_' & </t> \x02 ]]> \ud800 Łódź"
    sheet = read(marked(own, finding("B3", problem=text)))["Ledger"]
    assert sheet["B3"].comment.text == "Error: '_x005F_x0041_' & </t> \ufffd ]]> \ufffd Łódź"


# ----------------------------------------------------------------------------------- workbooks that Excel itself saved


@pytest.mark.parametrize("name", ["quickstart.xlsm", "quickstart_standalone.xlsm"])
def test_a_workbook_with_macros_keeps_them_and_everything_else(tmp_path, name):
    source = tmp_path / name
    source.write_bytes((Path(xlwings.__file__).parent / name).read_bytes())
    sheet = read(source).sheetnames[0]
    target = marked(source, finding("B2", sheet=sheet), finding("A40", sheet=sheet))
    before, after = parts(source), parts(target)
    changed = {name for name in before if before[name] != after[name]}
    assert "xl/vbaProject.bin" in before
    assert changed <= MAY_CHANGE | {"xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"}
    assert bare(before["xl/worksheets/sheet1.xml"], {"B2", "A40"}) == bare(
        after["xl/worksheets/sheet1.xml"], {"B2", "A40"}
    )
    there = read(target, keep_vba=True)[sheet]
    assert there["B2"].comment.text == there["A40"].comment.text == "Error: Not an amount."


# -------------------------------------------------------------------------------------- what cannot be marked, and why


@pytest.mark.parametrize("name", ["desk.csv", "desk.xls", "desk.xlsb", "desk.ods"])
def test_other_kinds_of_files_are_refused(tmp_path, name):
    source = tmp_path / name
    source.write_bytes(b"entry;account")
    with pytest.raises(
        OutputError, match=rf"^{name} cannot be marked: .*\(\.xlsx, \.xlsm\) only\. Use the marked rows in"
    ):
        marked(source, finding("A1"))
    assert list(tmp_path.iterdir()) == [source]


def with_part(source, name, data, replace=lambda name, data: data):
    target = source.with_name("altered.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for one in old.namelist():
            new.writestr(one, replace(one, old.read(one)))
        if name:
            new.writestr(name, data)
    return target


def refused(source, error, words, *findings):
    before = set(source.parent.iterdir())
    with pytest.raises(error, match=words):
        marked(source, *(findings or (finding("B3"),)))
    assert set(source.parent.iterdir()) == before


def test_a_signed_workbook_is_refused(own):
    refused(with_part(own, "_xmlsignatures/sig1.xml", "<x/>"), OutputError, "carries a digital signature")


def test_a_strict_workbook_is_refused(own):
    def strict(name, data):
        return data.replace(
            b"http://schemas.openxmlformats.org/officeDocument/", b"http://purl.oclc.org/ooxml/officeDocument/"
        )

    refused(with_part(own, "", "", strict), OutputError, "saved as Strict Open XML")


def test_a_workbook_with_a_password_is_refused(tmp_path):
    source = tmp_path / "locked.xlsx"
    source.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    refused(source, OutputError, "opens with a password only")


@pytest.mark.parametrize("data", [b"", b"entry,account", b"PK\x03\x04 cut off"])
def test_what_is_no_workbook_is_refused(tmp_path, data):
    source = tmp_path / "broken.xlsx"
    source.write_bytes(data)
    refused(source, BookError, r"^broken\.xlsx cannot be read: it is damaged or no Excel workbook")


def test_a_truncated_workbook_is_refused(own):
    own.write_bytes(own.read_bytes()[:-2000])
    refused(own, BookError, "it is damaged")


@pytest.mark.parametrize("lost", ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_without_a_part_is_refused(own, lost):
    target = own.with_name("lacking.xlsx")
    with zipfile.ZipFile(own) as old, zipfile.ZipFile(target, "w") as new:
        for one in old.namelist():
            if one != lost:
                new.writestr(one, old.read(one))
    refused(target, BookError, "it is damaged", finding("B3"), finding("B2", sheet="Tótals & co"))


def test_a_sheet_with_rows_out_of_order_is_refused(own):
    def swap(name, data):
        return data.replace(b'<row r="3"', b'<row r="99"') if name.endswith("sheet1.xml") else data

    refused(with_part(own, "", "", swap), BookError, r"is damaged \(row 6 after row 99\)")


def test_a_missing_file_and_a_missing_sheet(own, tmp_path):
    refused(tmp_path / "gone.xlsx", BookError, r"There is no file .*gone\.xlsx")
    refused(own, BookError, r"^desk\.xlsx has no sheet Gone to mark", finding("B3", sheet="Gone"))


def test_the_workbook_itself_is_never_replaced(own):
    before = own.read_bytes()
    with pytest.raises(OutputError, match="would replace the workbook itself"):
        mark_copy(own, [finding("B3")], own.parent / "." / own.name)
    with pytest.raises(OutputError, match=r"must end in \.xlsx, too"):
        mark_copy(own, [finding("B3")], own.with_name("marked.xlsm"))
    assert own.read_bytes() == before


THREAD = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


def test_a_cell_with_threaded_comments_is_named(own):
    def related(name, data):
        if name != "xl/worksheets/_rels/sheet1.xml.rels":
            return data
        relation = f'<Relationship Id="rId9" Type="{THREAD}" Target="../threadedComments/threadedComment1.xml"/>'
        return data.replace(b"</Relationships>", relation.encode() + b"</Relationships>")

    talk = '<ThreadedComments xmlns="t"><threadedComment ref="C3"><text>hm</text></threadedComment></ThreadedComments>'
    source = with_part(own, "xl/threadedComments/threadedComment1.xml", talk, related)
    refused(source, OutputError, "C3 would get a note but carries threaded comments", *FOUND)
    sheet = read(marked(source, finding("B3")))["Ledger"]
    assert sheet["B3"].comment is not None


def test_a_note_without_room_is_named(own):
    book = xlsxwriter.Workbook(str(own))
    book.add_worksheet("Ledger").write_comment("B3", "x" * 32_700)
    book.close()
    refused(own, OutputError, "the note on B3 is too long", finding("B3", problem="y" * 100))
    assert marked(own, finding("B3", problem="short")).exists()
