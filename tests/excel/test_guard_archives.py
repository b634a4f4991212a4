"""An archive that programs could read differently, or that is damaged, is refused before anything in it is parsed."""

import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from sheetops.errors import BookError
from sheetops.excel.read import open_book
from tests.excel import raw

CELLS = "".join(
    f'<row r="{r}"><c r="A{r}"><v>{r * 7919 % 1000}</v></c><c r="B{r}" t="s"><v>0</v></c></row>' for r in range(1, 200)
)
RELATIONS = raw.relations(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"))


def whole() -> dict[str, str | bytes]:
    """The parts of a small good workbook."""
    return raw.parts(raw.sheet(CELLS)) | {
        "xl/sharedStrings.xml": raw.texts("Smith"),
        "xl/_rels/workbook.xml.rels": RELATIONS,
    }


def refusal(path: Path) -> str:
    """What is said when the book is opened and its sheet read."""
    with pytest.raises(BookError) as caught:
        open_book(path).cells("Sheet1")
    assert str(caught.value).startswith(path.name)
    return str(caught.value)


def test_the_good_workbook_is_good(tmp_path: Path) -> None:
    assert len(open_book(raw.write(tmp_path / "g.xlsx", whole())).cells("Sheet1").rows) == 199


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_packing_but_excels_own(tmp_path: Path, method: int) -> None:
    assert f"packed by method {method}" in refusal(raw.write(tmp_path / "m.xlsx", whole(), method))


def test_a_stored_archive_is_read(tmp_path: Path) -> None:
    assert len(open_book(raw.write(tmp_path / "s.xlsx", whole(), zipfile.ZIP_STORED)).cells("Sheet1").rows) == 199


@pytest.mark.parametrize(
    "again", ["xl/worksheets/sheet1.xml", "XL/Worksheets/SHEET1.xml", "xl\\worksheets\\sheet1.xml"]
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_stands_twice_is_refused(tmp_path: Path, again: str) -> None:
    path = raw.write(tmp_path / "d.xlsx", whole())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(again, raw.sheet('<row r="1"><c r="A1"><v>777</v></c></row>'))
    assert "twice" in refusal(path)


@pytest.mark.parametrize(
    "name", ["../evil.xml", "xl/../../evil.xml", "/xl/evil.xml", "C:/evil.xml", "xl/./worksheets/sheet1.xml"]
)
def test_a_part_that_points_outside_is_refused(tmp_path: Path, name: str) -> None:
    assert "points outside the workbook" in refusal(raw.write(tmp_path / "p.xlsx", whole() | {name: "x"}))


def test_thousands_of_parts_are_refused(tmp_path: Path) -> None:
    many: dict[str, str | bytes] = {f"xl/media/{number}.xml": "" for number in range(5_001)}
    assert "parts where a workbook has some dozens" in refusal(
        raw.write(tmp_path / "n.xlsx", whole() | many, zipfile.ZIP_STORED)
    )


def test_a_part_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path) -> None:
    bomb = raw.sheet(CELLS, after=" " * 30_000_000)
    assert "would unpack to 28 MiB" in refusal(raw.write(tmp_path / "b.xlsx", raw.parts(bomb)))


def test_small_parts_may_be_as_repetitive_as_they_like(tmp_path: Path) -> None:
    path = raw.write(tmp_path / "b.xlsx", whole() | {"xl/theme.xml": "<a>" + " " * 8_000_000 + "</a>"})
    assert len(open_book(path).cells("Sheet1").rows) == 199


def test_something_in_front_of_the_archive_is_refused_and_behind_it_does_no_harm(tmp_path: Path) -> None:
    path = raw.write(tmp_path / "f.xlsx", whole())
    data = path.read_bytes()
    path.write_bytes(data + b"\r\n")
    assert len(open_book(path).cells("Sheet1").rows) == 199
    path.write_bytes(b"PK\x03\x04" + b"\0" * 40 + data)
    assert "in front of the workbook" in refusal(path)


def test_two_archives_in_one_file_are_refused(tmp_path: Path) -> None:
    data = raw.write(tmp_path / "t.xlsx", whole()).read_bytes()
    (tmp_path / "t.xlsx").write_bytes(data + data)
    assert "two archives in one" in refusal(tmp_path / "t.xlsx")


def patched(path: Path, part: str, offset: int, value: bytes, central: bool = True) -> Path:
    """The good workbook with some bytes of one part's entry replaced, there or in the table of contents."""
    data = bytearray(raw.write(path, whole()).read_bytes())
    size = 46 if central else 30
    at = (data.rfind if central else data.find)(part.encode()) - size
    data[at + offset : at + offset + len(value)] = value
    path.write_bytes(data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("offset", "value", "central", "said"),
    [
        (16, b"\1\2\3\4", True, "is not what was saved"),  # checksum
        (24, struct.pack("<I", 99), True, "is not what was saved"),  # declared smaller than it is
        (24, struct.pack("<I", 999_999), True, "is not what was saved"),  # declared larger
        (42, struct.pack("<I", 5), True, "damaged"),  # begins elsewhere
        (42, struct.pack("<I", 1 << 30), True, "damaged"),  # begins behind the end of the file
        (20, struct.pack("<I", 1 << 20), True, "damaged"),  # ends behind the end of the file
        (8, b"\0\0", False, "damaged"),  # method differs between the two headers
        (30, b"xl/worksheets/sheet9.xml", False, "damaged"),  # name differs between the two headers
    ],
)
def test_a_table_of_contents_that_does_not_agree_is_refused(
    tmp_path: Path, offset: int, value: bytes, central: bool, said: str
) -> None:
    assert said in refusal(patched(tmp_path / "c.xlsx", SHEET, offset, value, central))


def test_parts_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    """The quoted overlap: one part's local header lies inside the stored bytes of the part before it."""
    inner = raw.write(tmp_path / "i.zip", {"xl/theme1.xml": "<a/>"}, zipfile.ZIP_STORED).read_bytes()
    local = inner[: inner.index(b"PK\x01\x02")]
    path = raw.write(tmp_path / "o.xlsx", {"xl/media/a.bin": local} | whole(), zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    entry = bytearray(inner[inner.index(b"PK\x01\x02") : inner.index(b"PK\x05\x06")])
    entry[42:46] = struct.pack("<I", data.index(local))
    end = data.index(b"PK\x05\x06")
    data[end:end] = entry
    end += len(entry)
    number, size = struct.unpack_from("<HI", data, end + 10)
    struct.pack_into("<HHI", data, end + 8, number + 1, number + 1, size + len(entry))
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[-1].filename == "xl/theme1.xml"
    assert "shares its bytes" in refusal(path)


def test_a_file_cut_off_anywhere_is_damaged(tmp_path: Path) -> None:
    data = raw.write(tmp_path / "t.xlsx", whole()).read_bytes()
    for end in range(5, len(data) - 1, max(1, len(data) // 60)):
        (tmp_path / "t.xlsx").write_bytes(data[:end])
        assert "damaged" in refusal(tmp_path / "t.xlsx")


def test_a_flipped_bit_anywhere_is_refused_or_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        for row in range(100):
            sheet.write_row(row, 0, [f"account {row}", row * 1.25, "live"])
    data, good = path.read_bytes(), open_book(path).cells("Sheet1").rows
    chance = random.Random(20260630)
    refused = 0
    for _ in range(400):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        try:
            assert open_book(path).cells("Sheet1").rows == good
        except BookError as fault:
            refused += 1
            assert str(fault).startswith("f.xlsx")
    assert refused > 300


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", SHEET]
)
@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        "<!DOCTYPE worksheet>",
    ],
)
def test_no_part_may_have_a_document_type(tmp_path: Path, part: str, entity: str) -> None:
    parts = whole()
    parts[part] = str(parts[part]).replace(raw.HEAD, raw.HEAD + entity)
    assert "document type" in refusal(raw.write(tmp_path / "x.xlsx", parts))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", SHEET])
@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_parts_are_utf8(tmp_path: Path, part: str, encoding: str) -> None:
    parts = whole()
    parts[part] = str(parts[part]).replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding)
    said = refusal(raw.write(tmp_path / "x.xlsx", parts))
    assert "where Office writes UTF-8" in said or "damaged" in said


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    parts = raw.parts(raw.sheet(CELLS), raw.sheet(CELLS))
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace('"Sheet2"', '"SHEET1"')
    assert "two sheets named SHEET1" in refusal(raw.write(tmp_path / "x.xlsx", parts))


@pytest.mark.parametrize("target", ["worksheets/none.xml", "https://example.org/sheet1.xml"])
def test_a_sheet_that_is_not_there_is_named(tmp_path: Path, target: str) -> None:
    parts = whole() | {"xl/_rels/workbook.xml.rels": raw.relations(("worksheet", target))}
    assert "Sheet1 is missing" in refusal(raw.write(tmp_path / "x.xlsx", parts))


def test_the_same_relation_twice_is_refused(tmp_path: Path) -> None:
    parts = raw.parts(raw.sheet(CELLS), raw.sheet(""))
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace("rId2", "rId1")
    assert "two things of one relation" in refusal(raw.write(tmp_path / "x.xlsx", parts))


@pytest.mark.parametrize("fast", [True, False])
def test_both_ways_of_unpacking_find_a_damaged_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fast: bool
) -> None:
    if not fast:
        monkeypatch.setattr("sheetops.excel.archive._deflate", zlib)
    path = raw.write(tmp_path / "u.xlsx", whole())
    assert len(open_book(path).cells("Sheet1").rows) == 199
    data = bytearray(path.read_bytes())
    at = data.find(SHEET.encode()) + len(SHEET)
    data[at : at + 40] = bytes(40)
    path.write_bytes(data)
    assert "damaged" in refusal(path)
