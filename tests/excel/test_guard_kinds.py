"""A file that cannot be read is refused in a sentence that says what it is and what to do."""

import gzip
import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile

from sheetops.errors import BookError
from sheetops.excel import guard
from sheetops.excel.read import open_book
from tests.excel import raw

FILES = Path(__file__).parent / "files"


def refusal(path: Path) -> str:
    """What is said when this file is opened."""
    with pytest.raises(BookError) as caught:
        open_book(path)
    return str(caught.value)


def named(folder: Path, name: str, data: bytes) -> str:
    """What is said of a file of this name and content."""
    (folder / name).write_bytes(data)
    said = refusal(folder / name)
    assert said.startswith(name)
    return said


def document() -> bytes:
    """A real Word document."""
    data = io.BytesIO()
    Document().save(data)
    return data.getvalue()


def workbook(folder: Path) -> bytes:
    """A real workbook."""
    return raw.xlsx(folder / "real.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>').read_bytes()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>", "a web page"),
        (b"\xef\xbb\xbf\r\n <HTML><table>", "a web page"),
        (b"<table border=1><tr><td>account</td></tr></table>", "a web page"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
            b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "an XML spreadsheet of Excel 2003",
        ),
        (b'<?xml version="1.0"?><rss/>', "an XML file"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"{\\rtf1 hello}", "a Word document in rich text"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (gzip.compress(b"account,name\n", mtime=0), "a gzip archive"),
        (b"PK\x05\x06" + bytes(18), "an empty zip archive"),
        (document(), "a Word document (.docx)"),
    ],
)
def test_a_file_under_a_false_name_is_called_what_it_is(tmp_path: Path, data: bytes, what: str) -> None:
    assert f"is {what}" in named(tmp_path, "ledger.xlsx", data)
    assert "saved as .xlsx" in named(tmp_path, "ledger.xlsx", data)


@pytest.mark.parametrize("name", ["ledger.xlsx", "ledger.csv", "ledger.ods", "ledger.xlsb"])
def test_an_old_workbook_under_another_ending_is_named_and_not_read_on_the_quiet(tmp_path: Path, name: str) -> None:
    assert "it is an old Excel 97 workbook (.xls)" in named(tmp_path, name, (FILES / "ledger.xls").read_bytes())


@pytest.mark.parametrize(
    ("name", "source", "what"),
    [
        ("a.xlsx", "ledger.ods", "an OpenDocument spreadsheet (.ods)"),
        ("a.xls", "real.xlsx", "an Excel workbook (.xlsx)"),
        ("a.csv", "real.xlsx", "an Excel workbook (.xlsx)"),
        ("a.xlsb", "real.xlsx", "an Excel workbook (.xlsx)"),
    ],
)
def test_each_kind_is_known_under_each_ending(tmp_path: Path, name: str, source: str, what: str) -> None:
    data = workbook(tmp_path) if source == "real.xlsx" else (FILES / source).read_bytes()
    assert f"it is {what}" in named(tmp_path, name, data)


def test_a_text_file_under_the_name_of_a_workbook_is_named(tmp_path: Path) -> None:
    assert "it is a text file (.csv)" in named(tmp_path, "ledger.xlsx", b"account,name\nA1,Smith\n")


@pytest.mark.parametrize("suffix", [".xlsm", ".XLSX", ".xltx"])
def test_endings_of_one_kind_are_all_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"book{suffix}"
    path.write_bytes(workbook(tmp_path))
    assert open_book(path).cells("Sheet1").rows == [[1.0]]


@pytest.mark.parametrize("name", ["ledger", "ledger.dat"])
def test_a_name_that_promises_nothing_is_not_guessed_at(tmp_path: Path, name: str) -> None:
    assert "should end in .xlsx" in named(tmp_path, name, workbook(tmp_path))


def test_random_bytes_are_a_damaged_workbook(tmp_path: Path) -> None:
    assert "is damaged" in named(tmp_path, "ledger.xlsx", bytes(range(256)) * 20)


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    assert "is empty" in named(tmp_path, "ledger.xlsx", b"")
    assert "is empty" in named(tmp_path, "ledger.csv", b"")


def test_an_encrypted_workbook_is_said_to_have_a_password(tmp_path: Path) -> None:
    encrypted = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook(tmp_path))).encrypt("secret", encrypted)
    for name in ("ledger.xlsx", "ledger.xls"):
        assert "is password-protected. Open it in Excel" in named(tmp_path, name, encrypted.getvalue())


def test_an_encrypted_old_workbook_is_said_to_have_a_password(tmp_path: Path) -> None:
    data = bytearray((FILES / "ledger.xls").read_bytes())
    window = data.index(struct.pack("<HH", 0x003D, 18))  # a record of the workbook as a whole, turned into FILEPASS
    data[window : window + 2] = struct.pack("<H", 0x002F)
    assert "password-protected" in named(tmp_path, "ledger.xls", bytes(data))


def test_an_encrypted_open_document_is_said_to_have_a_password(tmp_path: Path) -> None:
    with zipfile.ZipFile(FILES / "ledger.ods") as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    end = b"</manifest:manifest>"
    manifest = whole["META-INF/manifest.xml"].replace(end, b"<manifest:encryption-data/>" + end)
    raw.write(tmp_path / "e.ods", whole | {"META-INF/manifest.xml": manifest})
    assert "password-protected" in refusal(tmp_path / "e.ods")


def test_an_encrypted_entry_of_the_archive_is_refused(tmp_path: Path) -> None:
    data = bytearray(workbook(tmp_path))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    assert "encrypted" in named(tmp_path, "ledger.xlsx", bytes(data))


@pytest.mark.parametrize("other", ["xl/workbook.bin", "content.xml"])
def test_two_kinds_of_workbook_in_one_archive_are_refused(tmp_path: Path, other: str) -> None:
    whole = raw.parts(raw.sheet('<row r="1"><c r="A1"><v>1</v></c></row>')) | {other: "<x/>"}
    assert "is several workbooks in one archive" in refusal(raw.write(tmp_path / "b.xlsx", whole))


def test_a_missing_file_a_folder_and_excels_own_mark_are_named(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "none.xlsx")
    assert "is a folder" in refusal(tmp_path)
    assert "Choose desk.xlsx" in refusal(tmp_path / "~$desk.xlsx")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (PermissionError(13, "Permission denied"), "may not be read. Close it if it is open"),
        (OSError(5, "Input/output error"), "cannot be read (Input/output error). Copy it to this computer"),
        (FileNotFoundError(2, "No such file"), "does not exist"),
    ],
)
def test_each_fault_of_the_system_has_its_cure(fault: OSError, said: str) -> None:
    assert said in str(guard.unreadable(Path("desk.xlsx"), fault))


@pytest.mark.parametrize("number", [32, 33])
def test_a_file_that_windows_keeps_locked_is_to_be_closed(number: int) -> None:
    fault = PermissionError(13, "The process cannot access the file")
    fault.winerror = number  # type: ignore[attr-defined, unused-ignore]
    assert "is open in another program" in str(guard.unreadable(Path("desk.xlsx"), fault))


@pytest.mark.parametrize("change", ["longer", "rewritten"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    path = tmp_path / "desk.xlsx"
    data = workbook(tmp_path)
    path.write_bytes(data)
    read = Path.read_bytes

    def read_while_somebody_saves(self: Path) -> bytes:
        found = read(self)
        if change == "longer":
            self.write_bytes(found + b"more")
        else:
            os.utime(self, ns=(0, self.stat().st_mtime_ns + 1_000_000_000))
        return found

    monkeypatch.setattr(Path, "read_bytes", read_while_somebody_saves)
    assert "was changed while it was being read" in refusal(path)


def test_a_workbook_without_a_sheet_of_cells_is_named(tmp_path: Path) -> None:
    path = raw.write(tmp_path / "n.xlsx", raw.parts())
    assert "has no sheet with cells" in refusal(path)
