"""Cells restyled in a worksheet's XML, however a program wrote it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sheetops.excel.sheetxml import SheetDamageError, joined, notes_relation, restyled, split, with_notes
from sheetops.model import cell_name

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(rows, head="", tail=""):
    names = f'xmlns="{MAIN}" xmlns:r="{RELATIONS}"'
    return f"<worksheet {names}>{head}<sheetData>{rows}</sheetData>{tail}</worksheet>".encode()


def done(xml, *cells):
    """Return the rows of a sheet whose cells (row, column) get style 100 + their own."""
    return restyled(split(xml), set(cells), lambda style, place: 100 + style).rows.decode()


@pytest.mark.parametrize(
    ("rows", "cell", "result"),
    [
        ('<row r="2"><c r="B2" s="3" t="s"><v>0</v></c></row>', (2, 2),
         '<row r="2"><c r="B2" t="s" s="103"><v>0</v></c></row>'),
        ('<row r="2"><c r="B2"/></row>', (2, 2), '<row r="2"><c r="B2" s="100"/></row>'),
        ("<row r='2'><c r='B2' s='4' /></row>", (2, 2), "<row r='2'><c r='B2' s=\"104\"/></row>"),
        # a cell that is not there: before, between, behind
        ('<row r="2"><c r="B2"/></row>', (2, 1), '<row r="2"><c r="A2" s="100"/><c r="B2"/></row>'),
        ('<row r="2"><c r="B2"/><c r="AA2"/></row>', (2, 26),
         '<row r="2"><c r="B2"/><c r="Z2" s="100"/><c r="AA2"/></row>'),
        ('<row r="2"><c r="B2"/></row>', (2, 3), '<row r="2"><c r="B2"/><c r="C2" s="100"/></row>'),
        # a row that is not there, or empty
        ("", (5, 2), '<row r="5"><c r="B5" s="100"/></row>'),
        ('<row r="9"/>', (5, 2), '<row r="5"><c r="B5" s="100"/></row><row r="9"/>'),
        ('<row r="1"/>', (5, 2), '<row r="1"/><row r="5"><c r="B5" s="100"/></row>'),
        ('<row r="5" ht="30"/>', (5, 2), '<row r="5" ht="30"><c r="B5" s="100"/></row>'),
        ('<row r="5"></row>', (5, 2), '<row r="5"><c r="B5" s="100"/></row>'),
        # cells and rows that do not say where they are
        ("<row/><row><c/><c s='2'/></row>", (2, 2), "<row/><row><c/><c s=\"102\"/></row>"),
        ('<row r="3"/><row><c r="C4"/><c/></row>', (4, 4), '<row r="3"/><row><c r="C4"/><c s="100"/></row>'),
        # what only looks like a cell
        (
            '<row r="2"><c r="A2" t="inlineStr"><is><t>&lt;c r="B2"/&gt;</t></is></c></row>',
            (2, 2),
            '<row r="2"><c r="A2" t="inlineStr"><is><t>&lt;c r="B2"/&gt;</t></is></c><c r="B2" s="100"/></row>',
        ),
        (
            '<row r="2"><c r="A2"><f ca="1" ref="A2>B2">B2&gt;1</f><v>1</v></c></row>',
            (2, 1),
            '<row r="2"><c r="A2" s="100"><f ca="1" ref="A2>B2">B2&gt;1</f><v>1</v></c></row>',
        ),
    ],
)  # fmt: skip
def test_one_cell_is_restyled_and_nothing_else(rows, cell, result):
    assert done(sheet(rows), cell) == result


@pytest.mark.parametrize(
    ("row", "head", "style"),
    [
        ('<row r="2" s="7" customFormat="1"/>', "", 107),
        ('<row r="2" s="7"/>', "", 100),
        ('<row r="2"/>', '<cols><col min="1" max="3" style="5"/></cols>', 105),
        ('<row r="2"/>', '<cols><col min="3" max="16384" style="5"/></cols>', 100),
        ("", '<cols><col min="2" max="2" width="9" style="5" customWidth="1"/></cols>', 105),
        ('<row r="2" s="0" customFormat="true"/>', '<cols><col min="1" max="3" style="5"/></cols>', 100),
    ],
)
def test_a_new_cell_looks_like_its_row_or_else_its_column(row, head, style):
    assert f'<c r="B2" s="{style}"/>' in done(sheet(row, head), (2, 2))


def test_what_a_row_says_of_its_width_goes_when_it_is_touched_only():
    rows = '<row r="1" spans="1:2"/><row r="2" spans="1:2" ht="9"><c r="A2"/></row>'
    assert done(sheet(rows), (2, 9)) == '<row r="1" spans="1:2"/><row r="2" ht="9"><c r="A2"/><c r="I2" s="100"/></row>'


def test_prefixes_are_kept():
    rows = '<x:row r="1"><x:c r="B1"/></x:row>'
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'.encode()
    parsed = split(xml)
    assert done(xml, (1, 1), (3, 1)) == (
        '<x:row r="1"><x:c r="A1" s="100"/><x:c r="B1"/></x:row><x:row r="3"><x:c r="A3" s="100"/></x:row>'
    )
    assert b'<x:legacyDrawing xmlns:r="' in with_notes(parsed, "rId1").tail
    etree.fromstring(joined(with_notes(parsed, "rId1")))


@pytest.mark.parametrize(
    "rows", ["<sheetData/>", "<sheetData />", "<sheetData></sheetData>", "<sheetData\n></sheetData >"]
)
def test_a_sheet_without_rows(rows):
    xml = f'<worksheet xmlns="{MAIN}">{rows}<pageMargins left="1"/></worksheet>'.encode()
    whole = etree.fromstring(joined(restyled(split(xml), {(2, 2)}, lambda style, place: 9)))
    assert [one.get("r") for one in whole.iter(f"{{{MAIN}}}c")] == ["B2"]
    assert whole.find(f"{{{MAIN}}}pageMargins") is not None


HIDDEN = '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<row r="2"><c r="A2"/>]]></t></is></c></row>'
PLAIN = '<row r="2"><c r="A2"/><c r="B2" t="str"><v>é</v></c></row>'


@pytest.mark.parametrize(
    "xml",
    [
        sheet(f'<!-- <row r="2"><c r="A2"/></row> -->{PLAIN}'),
        sheet(HIDDEN + PLAIN),
        sheet(f'<?pi <row r="2"?>{PLAIN}'),
        b"\xef\xbb\xbf" + sheet(PLAIN),
        ('<?xml version="1.0" encoding="UTF-16"?>' + sheet(PLAIN).decode()).encode("utf-16"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + sheet(PLAIN).decode()).encode("latin-1"),
    ],
)
def test_comments_sections_and_other_encodings(xml):
    before = etree.fromstring(xml)
    after = etree.fromstring(joined(restyled(split(xml), {(2, 1)}, lambda style, place: 9)))
    cells = [one.get("r") for one in before.iter(f"{{{MAIN}}}c")]
    looks = {one.get("r"): one.get("s") for one in after.iter(f"{{{MAIN}}}c")}
    assert looks == dict.fromkeys(cells) | {"A2": "9"}
    assert "".join(after.itertext()).split() == "".join(before.itertext(f"{{{MAIN}}}t", f"{{{MAIN}}}v")).split()


@pytest.mark.parametrize(
    ("tail", "place"),
    [
        ("", ""),
        ("<pageMargins/>", "<pageMargins/>"),
        ("<sheetProtection/><pageMargins/><drawing r:id='rId1'/>", "<drawing r:id='rId1'/>"),
        ("<pageMargins/><tableParts><tablePart r:id='rId3'/></tableParts>", "<pageMargins/>"),
        (
            "<drawing r:id='rId1'/><legacyDrawingHF r:id='rId4'/><extLst><ext><drawing/></ext></extLst>",
            "<drawing r:id='rId1'/>",
        ),
        ("<pageMargins/><AlternateContent><Choice><controls/></Choice></AlternateContent>", "<pageMargins/>"),
        ("<AlternateContent/><hyperlinks/><oleObjects/>", "<hyperlinks/>"),
        ("<picture r:id='rId5'/>", ""),
    ],
)
def test_the_reference_to_notes_stands_where_the_format_wants_it(tail, place):
    parsed = with_notes(split(sheet("", tail=tail)), "rId7")
    link = f'<legacyDrawing xmlns:r="{RELATIONS}" r:id="rId7"/>'
    before, _, after = parsed.tail.decode().partition(link)
    assert before + after == f"</sheetData>{tail}</worksheet>"
    assert before.endswith(place or "</sheetData>")
    assert notes_relation(parsed) == "rId7"


def test_an_own_reference_to_notes_is_found_whatever_the_prefix():
    tail = f"<drawing r:id='rId1'/><legacyDrawing q:id='rId2' xmlns:q='{RELATIONS}'/><legacyDrawingHF r:id='rId3'/>"
    assert notes_relation(split(sheet("", tail=tail))) == "rId2"
    assert notes_relation(split(sheet("", tail="<legacyDrawingHF r:id='rId3'/>"))) is None


@pytest.mark.parametrize(
    "xml", [b"<worksheet/>", b"", sheet('<row r="2"/><row r="2"/>'), sheet('<row r="3"/><row r="2"/>')]
)
def test_damaged_sheets_are_refused(xml):
    with pytest.raises((SheetDamageError, etree.XMLSyntaxError)):
        done(xml, (9, 1))


@st.composite
def rows_of_cells(draw):
    """Return rows: number (None: the next one), and cells: column (None: the next one) and style."""
    rows = []
    for _ in range(draw(st.integers(0, 5))):
        cells = [
            (draw(st.sampled_from([0, 0, 1, 3])), draw(st.sampled_from([None, 1, 2])))
            for _ in range(draw(st.integers(0, 4)))
        ]
        rows.append((draw(st.sampled_from([0, 1, 2])), cells))
    return rows


def built(rows):
    """Return XML of rows; a gap of 0 stands for a reference left out, of n for one n - 1 further on than the next."""
    parts, number = [], 0
    for gap, cells in rows:
        number += max(gap, 1)
        parts.append(f'<row r="{number}">' if gap else "<row>")
        column = 0
        for step, style in cells:
            column += max(step, 1)
            reference = f' r="{cell_name(number, column)}"' if step else ""
            look = "" if style is None else f' s="{style}"'
            parts.append(f"<c{reference}{look}><v>{number * 100 + column}</v></c>")
        parts.append("</row>")
    return sheet("".join(parts))


def table(xml):
    """Return every cell of a sheet as (row, column) -> (style, value), worked out by another way: lxml's tree."""
    cells, number = {}, 0
    for row in etree.fromstring(xml).iter(f"{{{MAIN}}}row"):
        number = int(row.get("r") or number + 1)
        column = 0
        for cell in row:
            letters = (cell.get("r") or "").rstrip("0123456789")
            column = ord(letters) - 64 if letters else column + 1
            assert (number, column) not in cells
            cells[number, column] = (int(cell.get("s") or 0), "".join(cell.itertext()))
    assert list(cells) == sorted(cells)
    return cells


@settings(max_examples=300, deadline=None)
@given(rows_of_cells(), st.sets(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=6))
def test_any_cells_of_any_sheet(rows, wanted):
    xml = built(rows)
    expected = table(xml)
    for place in wanted:
        style, value = expected.get(place, (0, ""))
        expected[place] = (100 + style, value)
    assert table(joined(restyled(split(xml), wanted, lambda style, place: 100 + style))) == expected
