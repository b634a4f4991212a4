"""The quick scan proves what it says: it agrees with the thorough one, or it holds its tongue."""

import io
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.excel import guard, xlsxparts, xlsxscan
from sheetops.excel.archive import open_archive
from sheetops.excel.read import open_book
from sheetops.excel.scan import COLUMNS, Scan
from sheetops.excel.xlsxquick import scan_page
from sheetops.excel.xlsxthorough import parse_reference
from sheetops.model import CellError, cell_name
from tests.excel import raw


def both(xml: str) -> tuple[Scan | None, Scan]:
    """What the quick scan (None: it proves nothing) and the thorough scan find in a sheet."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/s.xml", xml)
    part = xlsxscan.SheetPart(open_archive("b.xlsx", data.getvalue()), "Sheet1", "xl/s.xml")
    quick = xlsxscan._quick(part)
    return quick and quick[0], xlsxscan._thorough(part)[0]


def same(quick: Scan, thorough: Scan) -> bool:
    """Whether two scans found the same."""
    return (
        quick.errors == thorough.errors
        and quick.uncalculated == thorough.uncalculated
        and quick.hidden == thorough.hidden
        and quick.merged == thorough.merged
        and quick.negative.tolist() == thorough.negative.tolist()
    )


BODIES = st.sampled_from(
    [
        "<v>1</v>",
        "<v>-1.5</v>",
        "<v>0</v>",
        "<f>A1+1</f>",
        "<f>A1+1</f><v>2</v>",
        '<f t="shared" si="0"/><v>-3</v>',
        '<f t="shared" si="0"/>',
        "<f>A1</f><v></v>",
        "<f>A1&amp;B1</f><v/>",
    ]
)
ERRORS = st.sampled_from(["<v>#N/A</v>", "<f>1/0</f><v>#DIV/0!</v>", "<v></v>", "<f>1/0</f>", ""])
TEXTS = st.sampled_from(
    ["<is><t>-hidden t=x</t></is>", "<is><r><rPr><color/><b/></rPr><t>hi :d</t></r></is>", "<is><t/></is>"]
)
CELLS = st.one_of(
    st.tuples(st.just(""), BODIES),
    st.tuples(st.just(' s="12"'), BODIES),
    st.tuples(st.just(' t="e"'), ERRORS),
    st.tuples(st.just(' s="1" t="e"'), ERRORS),
    st.tuples(st.just(' t="str"'), st.sampled_from(["<f>A1</f><v></v>", "<f>A1</f><v>x</v>"])),
    st.tuples(st.just(' t="inlineStr"'), TEXTS),
    st.tuples(st.just(' s="3"'), st.just("")),
)
ROWS = st.dictionaries(
    st.integers(1, 300) | st.sampled_from([9_999, 10_000, 99_999]),
    st.tuples(st.booleans(), st.dictionaries(st.integers(1, 60), CELLS, max_size=5)),
    max_size=8,
)


@settings(max_examples=200, deadline=None)
@given(ROWS)
def test_in_a_file_written_as_office_writes_it_both_scans_agree(
    rows: dict[int, tuple[bool, dict[int, tuple[str, str]]]],
) -> None:
    xml = ""
    for row, (hidden, cells) in sorted(rows.items()):
        inner = ""
        for column, (attributes, body) in sorted(cells.items()):
            tag = f'<c r="{cell_name(row, column)}"{attributes}'
            inner += f"{tag}>{body}</c>" if body else f"{tag}/>"
        xml += f'<row r="{row}"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}>{inner}</row>'
    quick, thorough = both(raw.sheet(xml))
    assert quick is not None and same(quick, thorough)


REFERENCES = st.one_of(
    st.builds(cell_name, st.integers(1, 1_048_576), st.integers(1, 16_384)),
    st.text("ABXZaz0189$:;<@[\"' ", max_size=12),
    st.from_regex(r"\A[A-Z]{0,4}[0-9]{0,9}\Z"),
)


@given(REFERENCES)
def test_a_name_of_a_cell_is_read_right_or_not_at_all(reference: str) -> None:
    page = scan_page(f'<row r="1"><c r="{reference}"><v>1</v></c></row>'.encode(), False)
    expected = parse_reference(reference)
    if page is not None and len(page.cells):
        row, column = divmod(int(page.cells[0]), COLUMNS)
        assert (row, column + 1) == expected


@pytest.mark.parametrize("reference", ["A1", "Z9", "AA10", "XFD1048576", "ZZ1000000", "A1048576"])
def test_every_ordinary_name_is_read(reference: str) -> None:
    page = scan_page(f'<row r="1"><c r="{reference}"/></row>'.encode(), False)
    assert page is not None
    assert cell_name(int(page.cells[0]) // COLUMNS, int(page.cells[0]) % COLUMNS + 1) == reference


@pytest.mark.parametrize(
    "cells",
    [
        '<c s="0" r="B2"><v>1</v></c>',
        "<c r='B2'><v>1</v></c>",
        '<c  r="B2"><v>1</v></c>',
        '<c\nr="B2"><v>1</v></c>',
        '<c r ="B2"><v>1</v></c>',
        '<x:c xmlns:x="urn:x" r="B2"><v>1</v></x:c>',
        "<c><v>1</v></c>",
        '<!-- <c r="B2"> --><c r="B2"><v>1</v></c>',
        '<c r="B2" t="str"><v><![CDATA[<c r="C3">]]></v></c>',
        '<c r="b2"><v>1</v></c>',
        '<c r="&#66;2"><v>1</v></c>',
        '<c r="B2"><v>1</v></c><c r="A2"><v>1</v></c>',
        '<c r="C9999"><v>1</v></c><c r="A10000"><v>1</v></c><c r="B2"><v>1</v></c>',
    ],
)
def test_whatever_could_mislead_the_quick_scan_is_left_to_the_thorough_one(cells: str) -> None:
    assert both(raw.sheet(f'<row r="2">{cells}</row>'))[0] is None


@pytest.mark.parametrize("size", [1_000, 60_000])
def test_pages_are_cut_between_cells(size: int) -> None:
    """A sheet of several pages, with what the parser hides spread over all of them."""
    xml, errors, hidden = "", {}, set()
    for row in range(1, size // 4):
        is_error, is_hidden = row % 7 == 0, row % 11 == 0
        xml += f'<row r="{row}"{" hidden=" + chr(34) + "1" + chr(34) if is_hidden else ""}>'
        xml += f'<c r="A{row}"><v>-{row}</v></c>' + (
            f'<c r="B{row}" t="e"><v>#N/A</v></c></row>' if is_error else "</row>"
        )
        errors |= {(row, 2): "#N/A"} if is_error else {}
        hidden |= {row} if is_hidden else set()
    quick, thorough = both(raw.sheet(xml))
    assert quick is not None and same(quick, thorough)
    assert (quick.errors, quick.hidden, len(quick.negative)) == (errors, hidden, size // 4 - 1)


@pytest.mark.parametrize("program", ["openpyxl", "xlsxwriter"])
def test_files_of_other_libraries_take_the_quick_way_and_hold_what_was_put_in(tmp_path: Path, program: str) -> None:
    chance = random.Random(4)
    table = [
        [chance.choice([chance.randint(-99, 99), "Smith & Sons", "#N/A text", True]) for _ in range(7)]
        for _ in range(400)
    ]
    path = tmp_path / "b.xlsx"
    if program == "openpyxl":
        book = openpyxl.Workbook()
        for row in table:
            book.active.append(row)
        book.active["C9"] = "#REF!"
        book.save(path)
    else:
        with xlsxwriter.Workbook(path) as written:
            sheet = written.add_worksheet("Sheet")
            for number, row in enumerate(table):
                sheet.write_row(number, 0, row)
            sheet.write_formula("C9", "=#REF!", None, "#REF!")
    table[8][2] = CellError("#REF!")
    checked = guard.check(path)
    assert checked.archive is not None
    part = xlsxparts.read_workbook(checked.archive).sheets["Sheet"]
    assert xlsxscan._quick(xlsxscan.SheetPart(checked.archive, "Sheet", part)) is not None
    assert open_book(path).cells("Sheet").rows == table
