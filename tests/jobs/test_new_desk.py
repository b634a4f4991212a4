"""A new desk is put in place whole, and never over anything."""

from pathlib import Path

import pytest

from sheetops import resources
from sheetops.errors import OutputError
from sheetops.jobs.new_desk import new_desk


def test_a_new_desk_has_workbook_letters_and_read_me(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "a" / "b")
    assert desk.kept == ()
    assert all(path.is_file() for path in desk.made)
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == {"desk.xlsx", "letters", "README.txt"}
    shipped = {path.name for path in (resources.letters() / "en").glob("*.docx")}
    assert {path.name for path in (tmp_path / "a" / "b" / "letters" / "en").iterdir()} == shipped


def test_what_is_there_already_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "desk.xlsx").write_bytes(b"mine")
    desk = new_desk(tmp_path)
    assert desk.kept == (tmp_path / "desk.xlsx",)
    assert (tmp_path / "desk.xlsx").read_bytes() == b"mine"
    assert new_desk(tmp_path).made == ()


def test_the_read_me_reads_well_in_notepad(tmp_path: Path) -> None:
    new_desk(tmp_path)
    text = (tmp_path / "README.txt").read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n") > 20
    assert max(map(len, text.decode().splitlines())) <= 120


def test_a_file_in_the_way_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="desk cannot be made"):
        new_desk(tmp_path / "desk")
