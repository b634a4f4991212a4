"""Small files that stand for endless sheets: each is refused at once, by a process that lives to say so.

The parser dies of some of them without an exception, so all are read in one child process, which reports after each.
"""

import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sheetops.excel.read import open_book
from sheetops.excel.scan import roomy
from tests.excel import raw

ONE = '<c r="A1"><v>1</v></c>'
READER = """
import json, sys, time
from sheetops.errors import BookError
from sheetops.excel.read import open_book
for path in sys.argv[1:]:
    begun = time.perf_counter()
    try:
        book = open_book(path)
        said = str([len(book.cells(sheet).rows) for sheet in book.sheets])
    except BookError as fault:
        said = str(fault)
    print(json.dumps([path, said, time.perf_counter() - begun]), flush=True)
"""


def rows(*cells: str) -> str:
    """Rows that hold A1 and, below it, other cells."""
    return f'<row r="1">{ONE}</row><row r="1048576">{"".join(cells)}</row>'


def table(folder: Path, name: str, cells: str, after: str = "") -> Path:
    """An OpenDocument spreadsheet of one sheet."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    content = (
        f"{raw.HEAD}<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Sheet1">{cells}</table:table>{after}</office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    mimetype = zipfile.ZipInfo("mimetype")  # stored, as the format wants it: the parser looks for it there
    with zipfile.ZipFile(folder / f"{name}.ods", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(mimetype, "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return folder / f"{name}.ods"


def shared(folder: Path, name: str, part: str) -> Path:
    """A workbook with this part of shared texts."""
    parts = raw.parts(raw.sheet(f'<row r="1">{ONE}</row>')) | {"xl/sharedStrings.xml": part}
    parts["xl/_rels/workbook.xml.rels"] = raw.relations(
        ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
    )
    return raw.write(folder / f"{name}.xlsx", parts)


def binary(folder: Path, name: str, row: int, column: int) -> Path:
    """A binary workbook with two cells."""
    number = np.float64(1).tobytes()
    cells = raw.row_record(1) + raw.cell_record(5, 1, number) + raw.row_record(row) + raw.cell_record(5, column, number)
    return raw.xlsb(folder / f"{name}.xlsb", cells)


def old(folder: Path, name: str, rows: int, columns: int) -> Path:
    """An old workbook whose first sheet states another extent."""
    data = bytearray((Path(__file__).parent / "files" / "ledger.xls").read_bytes())
    at = data.index(b"\x00\x02\x0e\x00") + 4
    data[at : at + 12] = np.array([0, rows], "<u4").tobytes() + np.array([0, columns], "<u2").tobytes()
    (folder / f"{name}.xls").write_bytes(data)
    return folder / f"{name}.xls"


def many_texts(stated: int) -> str:
    """A part of shared texts that states more than it holds."""
    return raw.texts("x", said=stated)


CELL = '<table:table-cell{} office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
BOMBS: dict[str, tuple[Callable[[Path, str], Path], str]] = {
    "corners": (lambda f, n: raw.xlsx(f / f"{n}.xlsx", rows('<c r="XFD1048576"><v>1</v></c>')), "A1 to XFD1048576"),
    "thousand_columns": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", rows('<c r="ALL1048576"><v>1</v></c>')),
        "A1 to ALL1048576",
    ),
    "corners_by_order": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", rows('<c s="0" r="XFD1048576"><v>1</v></c>')),
        "XFD1048576",
    ),
    "corners_by_quotes": (lambda f, n: raw.xlsx(f / f"{n}.xlsx", rows("<c r='XFD1048576'><v>1</v></c>")), "XFD1048576"),
    "corners_by_space": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", rows('<c\n  r = "XFD1048576" ><v>1</v></c>')),
        "XFD1048576",
    ),
    "corners_by_prefix": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", rows('<x:c xmlns:x="urn:x" r="XFD1048576"><v>1</v></x:c>')),
        "XFD1048576",
    ),
    "corners_by_entity": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", rows('<c r="XF&#68;1048576"><v>1</v></c>')),
        "XFD1048576",
    ),
    "corners_in_one_row": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", f'<row r="1">{ONE}<c r="XFD1048576"><v>1</v></c></row>'),
        "XFD1048576",
    ),
    "corners_of_texts": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", rows('<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>')),
        "XFD1048576",
    ),
    "corners_of_errors": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", rows('<c r="XFD1048576" t="e"><v>#N/A</v></c>')),
        "XFD1048576",
    ),
    "corners_of_formulas": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", rows('<c r="XFD1048576"><f>A1</f></c>')),
        "XFD1048576",
    ),
    "second_sheet_data": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", f'<row r="1">{ONE}</row>', after=f"<sheetData>{rows()}</sheetData>"),
        "two sets of cells",
    ),
    "row_beyond": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", '<row r="99999999"><c r="A99999999"><v>1</v></c></row>'),
        "XFD1048576",
    ),
    "row_beyond_by_one": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
        "XFD",
    ),
    "row_beyond_without_names": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", '<row r="99999999"><c><v>1</v></c></row>'),
        "XFD1048576",
    ),
    "column_beyond": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", '<row r="1"><c r="XFE1"><v>1</v></c></row>'),
        "XFD1048576",
    ),
    "no_cell": (lambda f, n: raw.xlsx(f / f"{n}.xlsx", '<row r="1"><c r="1A"><v>1</v></c></row>'), "which is none"),
    "cell_twice": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", '<row r="1"><c r="B1"><v>5</v></c><c r="B1"><v>999</v></c></row>'),
        "the cell B1 stands in it twice",
    ),
    "merge_everything": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", "", after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "A1:XFD1048576 are merged",
    ),
    "merge_much": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", "", after='<mergeCells><mergeCell ref="A1:ALL5000"/></mergeCells>'),
        "A1:ALL5000 are merged",
    ),
    "merge_beyond": (
        lambda f, n: raw.xlsx(f / f"{n}.xlsx", "", after='<mergeCells><mergeCell ref="A1:XFE2"/></mergeCells>'),
        "XFD1048576",
    ),
    "texts_stated": (lambda f, n: shared(f, n, many_texts(4_294_967_295)), "more texts than it can"),
    "texts_stated_large": (lambda f, n: shared(f, n, many_texts(10**30)), "more texts than it can"),
    "texts_stated_by_entity": (
        lambda f, n: shared(f, n, many_texts(7).replace('uniqueCount="7"', 'uniqueCount="&#52;294967295"')),
        "more texts than it can",
    ),
    "texts_stated_twice": (
        lambda f, n: shared(f, n, many_texts(1).replace("<si>", '<sst uniqueCount="4294967295"/><si>')),
        "twice",
    ),
    "binary_corners": (lambda f, n: binary(f, n, 1_048_576, 16_384), "A1 to XFD1048576"),
    "binary_beyond": (lambda f, n: binary(f, n, 2**31, 5), "XFD1048576"),
    "old_extent": (lambda f, n: old(f, n, 2**32 - 1, 65_535), "says that it has 4,294,967,295 rows"),
    "open_columns": (
        lambda f, n: table(
            f, n, "<table:table-row>" + CELL.format(' table:number-columns-repeated="99999"') + "</table:table-row>"
        ),
        "XFD1048576",
    ),
    "open_block": (
        lambda f, n: table(
            f,
            n,
            '<table:table-row table:number-rows-repeated="1000000">'
            + CELL.format(' table:number-columns-repeated="16384"')
            + "</table:table-row>",
        ),
        "repeated",
    ),
    "open_corners": (
        lambda f, n: table(
            f,
            n,
            f"<table:table-row>{CELL.format('')}</table:table-row>"
            '<table:table-row table:number-rows-repeated="1048574"/><table:table-row>'
            f'<table:table-cell table:number-columns-repeated="16383"/>{CELL.format("")}</table:table-row>',
        ),
        "A1 to XFD1048576",
    ),
    "open_nested": (
        lambda f, n: table(
            f,
            n,
            '<table:table-row><table:table-cell><table:table table:name="x"/></table:table-cell></table:table-row>',
        ),
        "a table inside a cell",
    ),
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, float]]:
    """What a child process said of each file, and after how many seconds."""
    folder = tmp_path_factory.mktemp("bombs")
    paths = [make(folder, name) for name, (make, _) in BOMBS.items()]
    done = subprocess.run([sys.executable, "-c", READER, *map(str, paths)], capture_output=True, text=True, timeout=300)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"died after {[Path(path).stem for path, _, _ in said][-1:]}: {done.stderr[-2000:]}"
    return {Path(path).stem: (text, seconds) for path, text, seconds in said}


@pytest.mark.parametrize("name", BOMBS)
def test_an_endless_sheet_is_refused_at_once(outcomes: dict[str, tuple[str, float]], name: str) -> None:
    said, seconds = outcomes[name]
    assert said.startswith(f"{name}.")
    assert BOMBS[name][1] in said
    assert seconds < 3


def test_two_cells_that_excel_users_do_leave_behind_are_read(tmp_path: Path) -> None:
    """A column's first and last cell, or a title and a note far to the right: odd, but no danger."""
    down = raw.xlsx(tmp_path / "down.xlsx", rows('<c r="A1048576"><v>2</v></c>'))
    assert len(open_book(down).cells("Sheet1").rows) == 1_048_576
    across = raw.xlsx(tmp_path / "across.xlsx", f'<row r="1">{ONE}<c r="XFD1"><v>2</v></c></row>')
    assert len(open_book(across).cells("Sheet1").rows[0]) == 16_384
    title = raw.xlsx(
        tmp_path / "m.xlsx", f'<row r="1">{ONE}</row>', after='<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'
    )
    assert open_book(title).cells("Sheet1").merged[0].last_column == 16_384


def test_a_sheet_coloured_to_its_end_reads_at_once(tmp_path: Path) -> None:
    """1,048,576 rows are there, 10 are used."""
    used = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}" s="1"/></row>' for r in range(1, 11))
    styled = "".join(f'<row r="{r}" s="1" customFormat="1"/>' for r in range(11, 1_048_577))
    path = raw.xlsx(tmp_path / "c.xlsx", used + styled, '<dimension ref="A1:XFD1048576"/>')
    begun = time.perf_counter()
    found = open_book(path).cells("Sheet1").rows
    assert found == [[float(r)] for r in range(1, 11)]
    assert time.perf_counter() - begun < 5


def test_a_coloured_cell_in_the_last_corner_is_no_bomb(tmp_path: Path) -> None:
    path = raw.xlsx(tmp_path / "c.xlsx", rows('<c r="XFD1048576" s="1"/>'))
    assert open_book(path).cells("Sheet1").rows == [[1.0]]


def test_libreoffices_own_repetition_to_the_end_is_no_bomb(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "r",
        f"<table:table-row>{CELL.format('')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    )
    assert open_book(path).cells("Sheet1").rows == [[1.0]]


@pytest.mark.parametrize(
    ("cells", "block", "good"), [(1, 6_000_000, True), (1, 6_000_001, False), (200_000, 10_000_000, True)]
)
def test_how_airy_a_block_may_be(cells: int, block: int, good: bool) -> None:
    assert roomy(cells, block, 1) is good


def test_no_block_is_larger_than_memory() -> None:
    assert roomy(50_000_000, 50_000_000, 1)
    assert not roomy(50_000_001, 50_000_001, 1)
