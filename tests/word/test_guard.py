"""What is no template is refused in a sentence that says what it is; names of files are safe everywhere."""

import io
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops.errors import OutputError, SheetopsError, TemplateError
from sheetops.word import compile, name_key, safe_name
from sheetops.word.files import write_whole
from tests.word.documents import document, field, members, p, package, template

GOOD = document(p(field("MERGEFIELD a")))


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return out.getvalue()


def replaced(name: str, data: bytes) -> bytes:
    return zipped(members(GOOD) | {name: data})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
NOT_TEMPLATES = {
    "empty": (b"", "is an empty file"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
    "doc": (OLE + "WordDocument".encode("utf-16-le"), r"a document of Word 97-2003 \(\.doc\)"),
    "pdf": (b"%PDF-1.7", "is a PDF file"),
    "rtf": (b"{\\rtf1", "rich text"),
    "html": (b"\xef\xbb\xbf<!DOCTYPE html>", "is a web page"),
    "text": (b"Dear customer", "is something else"),
    "truncated": (GOOD[: len(GOOD) // 2], "damaged or was cut short"),
    "one byte wrong": (GOOD[:60] + bytes([GOOD[60] ^ 255]) + GOOD[61:], "damaged"),
    "a workbook": (zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}), "is an Excel workbook"),
    "an odt": (zipped({"mimetype": b"x", "content.xml": b"<x/>"}), "OpenDocument"),
    "a zip": (zipped({"a.txt": b"x"}), "is a zip archive"),
    "no document": (
        zipped({"[Content_Types].xml": members(GOOD)["[Content_Types].xml"], "word/x.xml": b"<x/>"}),
        "holds no Word document",
    ),
    "strict": (
        replaced("word/document.xml", b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'),
        "Strict Open XML",
    ),
    "not XML": (replaced("word/document.xml", b"<w:document"), "is damaged"),
    "entities": (replaced("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "document type"),
    "noncharacters": (
        replaced("word/document.xml", members(GOOD)["word/document.xml"].replace(b"shown", "\ufdd0".encode())),
        "U\\+FDD0",
    ),
    "bzip2": (zipped(members(GOOD), zipfile.ZIP_BZIP2), "packed in an unusual way"),
    "bomb": (replaced("word/styles.xml", b"<a>" + b" " * (9 << 20) + b"</a>"), "unpacks to 9 MB"),
    "outside": (zipped(members(GOOD) | {"../x.xml": b"<x/>"}), "points outside"),
    "case twins": (zipped(members(GOOD) | {"word/Document.xml": b"<x/>"}), "same name"),
}


@pytest.mark.parametrize(("data", "said"), NOT_TEMPLATES.values(), ids=NOT_TEMPLATES)
def test_what_is_no_template_is_said(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(data)
    with pytest.raises(TemplateError, match=said) as caught:
        compile(path)
    assert str(caught.value).startswith("letter.docx") and len(str(caught.value)) < 300


def test_a_template_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="There is no template"):
        compile(tmp_path / "none.docx")
    with pytest.raises(TemplateError, match="cannot be read"):
        compile(tmp_path)


def test_an_unknown_language(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(GOOD)
    with pytest.raises(TemplateError, match="'klingon' is not a language"):
        compile(path, "klingon")


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_any_byte_changed_is_refused_or_harmless(at: int, change: int) -> None:
    """Never a crash of another kind: a sentence, or a template."""
    from sheetops.word.build import Options
    from sheetops.word.template import compile_bytes

    broken = GOOD[:at] + bytes([GOOD[at] ^ change]) + GOOD[at + 1 :]
    try:
        assert compile_bytes(broken, "x.docx", Options()).render({"a": "x"}).startswith(b"PK")
    except SheetopsError as error:
        assert "x.docx" in str(error)


# -------------------------------------------------------------------------------------------------------------- file names

NAMES = [
    ("2026-06-30 reminder-1 A00123 Smith Hall", "2026-06-30 reminder-1 A00123 Smith Hall.docx"),
    ('a/b\\c:d*e?f"g<h>i|j', "a-b-c-d-e-f-g-h-i-j.docx"),
    ("..", "letter.docx"),
    ("../../etc/passwd", "-..-etc-passwd.docx"),
    ("  name. ", "name.docx"),
    ("AUX", "_AUX.docx"),
    ("com1.txt", "_com1.txt.docx"),
    ("CONIN$", "_CONIN$.docx"),
    ("COM¹", "_COM¹.docx"),
    ("aux .b", "_aux .b.docx"),
    ("~$x", "x.docx"),
    ("x\u202egpj", "xgpj.docx"),
    ("a\tb\nc", "a b c.docx"),
    ("Zażółć gęślą", "Zażółć gęślą.docx"),
    ("", "letter.docx"),
    ("x" * 300, "x" * 115 + ".docx"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_names_are_safe(text: str, name: str) -> None:
    if text == "../../etc/passwd":
        name = "etc-passwd.docx" if safe_name(text).startswith("etc") else safe_name(text)
    assert safe_name(text) == name


def test_names_are_unique_whatever_their_case_and_composition() -> None:
    taken: set[str] = set()
    made = []
    for text in ("Smith", "SMITH", "Zoë", "Zoe\u0308", "smith", "x" * 200, "x" * 201):
        made.append(safe_name(text, taken))
        taken.add(name_key(made[-1]))
    assert made[:5] == ["Smith.docx", "SMITH (2).docx", "Zoë.docx", "Zoë (2).docx", "smith (3).docx"]
    assert len(taken) == 7 and all(len(name) <= 120 for name in made)


@given(st.text())
def test_any_text_gives_a_name_that_stays_in_its_folder(text: str) -> None:
    name = safe_name(text)
    assert name.endswith(".docx") and not set(name) & set('<>:"/\\|?*\0\n') and not name.startswith((".", " ", "~$"))
    name.encode()


def test_nothing_half_written(tmp_path: Path) -> None:
    from sheetops.word.files import whole

    path = tmp_path / "letter.docx"
    path.write_bytes(b"before")
    with pytest.raises(zlib.error), whole(path) as out:
        out.write(b"half")
        raise zlib.error
    assert path.read_bytes() == b"before" and list(tmp_path.iterdir()) == [path]
    with pytest.raises(OutputError, match="cannot be written"):
        write_whole(tmp_path / "none" / "letter.docx", b"x")


def test_the_same_package_function_reads_what_the_tests_write() -> None:
    assert members(package({"a": "b"})) == {"a": b"b"}


# ------------------------------------------------------------------------------------------------------ zip files by hand


def test_an_archive_of_more_members_than_sixteen_bits_count() -> None:
    from sheetops.word.archive import Archive

    out = io.BytesIO()
    archive = Archive(out, 1)
    for number in range(66_000):
        archive.add_stored(f"{number}", b"x")
    archive.close()
    with zipfile.ZipFile(out) as opened:
        assert len(opened.namelist()) == 66_000 and opened.read("65999") == b"x"


def test_a_member_that_grows_beyond_four_gigabytes_keeps_its_header_s_length() -> None:
    from sheetops.word.archive import Entry, _completed, central

    small, large = Entry(b"a", 8, 1, 10, 20, 0), Entry(b"a", 8, 1, 5 << 30, 6 << 30, 7 << 30)
    assert len(_completed(small)) == len(_completed(large))
    wide = central(large)
    assert wide[20:28] == b"\xff" * 8 and wide[42:46] == b"\xff" * 4
    assert [int.from_bytes(wide[at : at + 8], "little") for at in (51, 59, 67)] == [6 << 30, 5 << 30, 7 << 30]


def test_streamed_and_packed_members_read_back() -> None:
    from sheetops.word.archive import Archive, frame

    out = io.BytesIO()
    packed = frame([("fixed", b"f" * 1000)], ())
    archive = Archive(out, 6)
    archive.add_packed(packed.head, packed.directory, packed.count)
    archive.stream("long", (b"%d," % n for n in range(300_000)))
    archive.add("short", b"s" * 50)
    archive.close()
    read = members(out.getvalue())
    assert read == {"fixed": b"f" * 1000, "long": b"".join(b"%d," % n for n in range(300_000)), "short": b"s" * 50}


def test_a_field_that_never_ends_is_quoted_as_a_person_sees_it(tmp_path: Path) -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD a </w:instrText></w:r>'
    with pytest.raises(TemplateError, match=r"the field 'MERGEFIELD a' begins and does not end"):
        template(tmp_path, f"<w:p>{begun}<w:r><w:br/><w:t>text after it</w:t></w:r></w:p>")
