"""The VBA project: read back by oletools, and held against one that ships with xlwings."""

import re
import zipfile
from importlib.util import find_spec
from pathlib import Path

import olefile
import pytest

from sheetops.excel.vba import decompress, vba_project
from sheetops.excel.vba.sealing import sealed
from tests.excel.vba_judge import decompressed, sources, streams

XLWINGS = Path(find_spec("xlwings").origin).parent
DOCUMENTS = ("ThisWorkbook", "Sheet1", "Sheet2")
DESK = 'Attribute VB_Name = "Old"\nOption Explicit\n\nPublic Sub Ask()\n    MsgBox "Ça va? 5 €"\nEnd Sub\n'
CARD = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "Card"
Attribute VB_Description = "A card"
Option Explicit
Public Holder As String
"""


def test_other_programs_read_every_module_with_its_attributes():
    read = sources(vba_project({"Desk": DESK}, DOCUMENTS, {"Card": CARD}))
    assert list(read) == ["ThisWorkbook.cls", "Sheet1.cls", "Sheet2.cls", "Desk.bas", "Card.cls"]
    assert read["Desk.bas"] == 'Attribute VB_Name = "Desk"\r\n' + DESK.partition("\n")[2].replace("\n", "\r\n")
    assert read["ThisWorkbook.cls"].splitlines()[:2] == [
        'Attribute VB_Name = "ThisWorkbook"',
        'Attribute VB_Base = "0{00020819-0000-0000-C000-000000000046}"',
    ]
    assert 'VB_Base = "0{00020820-0000-0000-C000-000000000046}"' in read["Sheet2.cls"]
    card = read["Card.cls"].splitlines()
    assert card[0] == 'Attribute VB_Name = "Card"' and card[-2:] == ["Option Explicit", "Public Holder As String"]
    assert "MultiUse" not in read["Card.cls"] and "VB_PredeclaredId = False" in read["Card.cls"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_end_as_windows_ends_them_however_the_text_came(end):
    source = decompress(streams(vba_project({"Desk": DESK.replace("\n", end)}, DOCUMENTS))["VBA/Desk"])
    assert source.count(b"\n") == source.count(b"\r\n") == 6
    assert '"Ça va? 5 €"'.encode("cp1252") in source


def test_the_directory_names_each_module_once_with_its_kind_and_no_code_before_its_source():
    directory = decompressed(streams(vba_project({"Desk": DESK}, DOCUMENTS, {"Card": CARD}))["VBA/dir"])
    assert re.findall(rb"\x19\x00....(\w+?)\x47\x00", directory, re.DOTALL) == [
        *(b"ThisWorkbook", b"Sheet1", b"Sheet2"),
        *(b"Desk", b"Card"),
    ]
    assert directory.count(b"\x31\x00\x04\x00\x00\x00\x00\x00\x00\x00") == 5
    assert directory.count(b"\x21\x00\x00\x00\x00\x00\x2b\x00") == 1
    assert directory.count(b"\x22\x00\x00\x00\x00\x00\x2b\x00") == 4


def test_the_streams_are_those_of_a_project_of_sources_alone():
    ours = streams(vba_project({"Desk": DESK}, DOCUMENTS))
    assert set(ours) == {"PROJECT", "PROJECTwm", "VBA/_VBA_PROJECT", "VBA/dir"} | {
        f"VBA/{name}" for name in (*DOCUMENTS, "Desk")
    }
    assert ours["PROJECTwm"].startswith(b"ThisWorkbook\0" + "ThisWorkbook\0".encode("utf-16-le") + b"Sheet1\0")
    assert ours["PROJECTwm"].endswith("Desk\0".encode("utf-16-le") + b"\0\0")


def test_the_project_reads_like_the_one_that_xlwings_ships():
    with zipfile.ZipFile(XLWINGS / "quickstart_standalone.xlsm") as parts:
        theirs = streams(parts.read("xl/vbaProject.bin"))
    ours = streams(vba_project({"Desk": DESK}, DOCUMENTS, {"Card": CARD}))
    # The two bytes left out are to be passed over by whoever reads them (MS-OVBA 2.3.4.1).
    assert ours["VBA/_VBA_PROJECT"][:5] == theirs["VBA/_VBA_PROJECT"][:5] and len(ours["VBA/_VBA_PROJECT"]) == 7
    assert kinds(ours["PROJECT"]) == kinds(theirs["PROJECT"])
    for field, bare in (("CMG", bytes(4)), ("DPB", b"\0"), ("GC", b"\xff")):
        assert unsealed(theirs["PROJECT"], field) == bare
        assert unsealed(ours["PROJECT"], field) == bare


def kinds(project):
    """Return the order of a PROJECT stream's parts, whatever the modules are called."""
    lines = re.sub(rb'=[^\r]*"?', b"", project).decode("cp1252").split("\r\n")
    names = [
        line for line in lines if line and not re.match(r"ThisWorkbook$|Sheet\d$|Module1|xlwings|Dict|Desk|Card", line)
    ]
    return list(dict.fromkeys(names))


def unsealed(project, field):
    """Return what a protection field holds (MS-OVBA 2.4.3.3); its version and project key must be right."""
    text = project.decode("cp1252")
    key = sum(re.search(r'ID="([^"]+)"', text)[1].encode()) & 0xFF
    data = bytes.fromhex(re.search(rf'{field}="([^"]+)"', text)[1])
    assert data[0] ^ data[1] == 2 and data[0] ^ data[2] == key
    plain, out = key, []
    for place in range(3, len(data)):
        plain = data[place] ^ (data[place - 2] + plain) & 0xFF
        out.append(plain)
    out = out[(data[0] & 6) // 2 :]
    length = int.from_bytes(bytes(out[:4]), "little")
    assert len(out) == 4 + length
    return bytes(out[4:])


def test_sealing_is_what_xlwings_own_file_has():
    assert sealed("{5CF9CDAB-B77B-4FE4-BD7E-D29900070E1B}", b"\xff")[:6] == "8D8FA6"


def test_equal_texts_give_equal_bytes():
    assert vba_project({"Desk": DESK}, DOCUMENTS) == vba_project({"Desk": DESK}, list(DOCUMENTS))


def test_xlwings_own_module_comes_back_letter_for_letter():
    text = (XLWINGS / "xlwings.bas").read_bytes().decode("cp1252")
    read = sources(vba_project({"xlwings": text}, DOCUMENTS))["xlwings.bas"]
    assert read.splitlines() == text.splitlines()


def test_a_letter_that_the_editor_does_not_have_is_named_with_its_line():
    with pytest.raises(ValueError, match=r"module Desk, line 4: VBA cannot hold the character 'ż'"):
        vba_project({"Desk": 'Sub A()\n\n    MsgBox "już"\nEnd Sub\n'}, DOCUMENTS)


@pytest.mark.parametrize("name", ["", "1Desk", "_Desk", "De sk", "Żaba", "a" * 32])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(ValueError, match="is no name of a VBA module"):
        vba_project({name: DESK}, DOCUMENTS)


def test_two_modules_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two modules have one name among ThisWorkbook, Sheet1, Sheet2, sheet1"):
        vba_project({"sheet1": DESK}, DOCUMENTS)


def test_it_is_an_ole_file():
    assert olefile.isOleFile(vba_project({"Desk": DESK}, DOCUMENTS))
