"""A new desk is put in place whole, and never over anything."""

import sys
import zipfile
from pathlib import Path

import pytest

from sheetops import resources
from sheetops.errors import OutputError
from sheetops.excel.interpreter import interpreters, settings_for
from sheetops.excel.macros import Program
from sheetops.jobs.first_steps import read_me
from sheetops.jobs.new_desk import new_desk


@pytest.mark.parametrize(
    ("program", "workbooks"), [(Program.EXCEL, {"renewals.xlsm", "arrears.xlsm", "claims.xlsm"}), (None, {"desk.xlsx"})]
)
def test_a_new_desk_has_workbooks_letters_and_read_me(
    tmp_path: Path, program: Program | None, workbooks: set[str]
) -> None:
    desk = new_desk(tmp_path / "a" / "b", program)
    assert desk.kept == ()
    assert all(path.is_file() for path in desk.made)
    first = {"letters", "README.txt", "Start here.docx"}
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == workbooks | first
    shipped = {path.name for path in (resources.letters() / "en").glob("*.docx")}
    assert {path.name for path in (tmp_path / "a" / "b" / "letters" / "en").iterdir()} == shipped


def test_the_workbooks_are_those_that_come_with_sheetops_and_know_this_python(tmp_path: Path) -> None:
    new_desk(tmp_path)
    for name in ("renewals.xlsm", "arrears.xlsm"):
        named = interpreters(tmp_path / name)
        assert {setting for setting, program in named.items() if program} == set(settings_for())
        assert {program for program in named.values() if program} == {sys.executable}
        with zipfile.ZipFile(tmp_path / name) as made, zipfile.ZipFile(resources.workbooks() / name) as shipped:
            assert made.namelist() == shipped.namelist()
            changed = {part for part in made.namelist() if made.read(part) != shipped.read(part)}
        assert len(changed - {"xl/vbaProject.bin"}) == 1  # the settings; the macros are those of the xlwings at hand


@pytest.mark.live
def test_a_desk_for_libreoffice_is_in_its_own_format_with_macros_and_buttons(tmp_path: Path) -> None:
    new_desk(tmp_path, Program.LIBREOFFICE)
    for name in ("renewals", "arrears"):
        with zipfile.ZipFile(tmp_path / f"{name}.ods") as parts:
            assert f"Basic/VBAProject/{name.capitalize()}.xml" in parts.namelist()
            content = parts.read("content.xml").decode()
        assert content.count("<form:button ") == content.count(f"VBAProject.{name.capitalize()}.") >= 6
        assert sys.executable in content


def test_what_is_there_already_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "arrears.xlsm").write_bytes(b"mine")
    desk = new_desk(tmp_path)
    assert desk.kept == (tmp_path / "arrears.xlsm",)
    assert (tmp_path / "arrears.xlsm").read_bytes() == b"mine"
    assert new_desk(tmp_path).made == ()


@pytest.mark.parametrize("program", [*Program, None])
def test_the_read_me_reads_well_in_notepad(program: Program | None) -> None:
    text = read_me(program)
    assert text.count("\n") > 20 and "{" not in text
    assert max(map(len, text.splitlines())) <= 120


def test_the_read_me_is_written_with_the_line_ends_of_windows(tmp_path: Path) -> None:
    new_desk(tmp_path)
    text = (tmp_path / "README.txt").read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n") > 20


def test_a_file_in_the_way_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="desk cannot be made"):
        new_desk(tmp_path / "desk")
