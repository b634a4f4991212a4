"""A file is there whole or not at all, and what went wrong is a sentence."""

import datetime as dt
import errno
import os
import time
from pathlib import Path

import pytest

from sheetops import publish
from sheetops.errors import OutputError
from sheetops.excel.book import sheet_name
from sheetops.excel.write import write_run
from sheetops.model import Run
from sheetops.publish import make_folder, whole_file


def put(path, text):
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8")


def test_what_was_written_takes_the_files_place(tmp_path):
    path = tmp_path / "a.xlsx"
    put(path, "first")
    put(path, "second")
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("a.xlsx", "second")]


def test_until_the_end_the_old_file_stands(tmp_path):
    path = tmp_path / "a.xlsx"
    put(path, "old")
    with whole_file(path) as draft:
        draft.write_text("new", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "old"
        assert draft.parent == path.parent


def full(path):
    with whole_file(path) as draft:
        draft.write_text("half", encoding="utf-8")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def stopped(path):
    with whole_file(path) as draft:
        draft.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt


def test_a_full_disk_is_a_sentence_and_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.xlsx"
    put(path, "old")
    with pytest.raises(
        OutputError, match=r"^a\.xlsx cannot be written: the disk that takes .* is full\. Free some space"
    ):
        full(path)
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("a.xlsx", "old")]


def test_a_job_that_is_stopped_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        stopped(tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_and_a_folder_in_the_files_place(tmp_path):
    with pytest.raises(
        OutputError, match=r"^a\.xlsx cannot be written: there is no folder .*nowhere\. Make it or choose"
    ):
        put(tmp_path / "nowhere" / "a.xlsx", "x")
    (tmp_path / "b.xlsx").mkdir()
    with pytest.raises(
        OutputError, match=r"^b\.xlsx cannot be written: .* is a folder\. Rename it or choose another\."
    ):
        put(tmp_path / "b.xlsx", "x")


@pytest.mark.parametrize("below", [(), ("letters",), ("letters", "2026")])
def test_a_file_where_a_folder_should_be_is_named(tmp_path, below):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        make_folder((tmp_path / "out").joinpath(*below))
    assert f"cannot be made: {tmp_path / 'out'} is a file. Choose another" in str(caught.value)


def held(monkeypatch, seconds):
    """Make the file system refuse to replace a file for some seconds, as Windows does while Excel has it open."""
    until = time.monotonic() + seconds
    replace = Path.replace

    def refuse(self, target):
        if time.monotonic() < until:
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)


def test_a_file_that_stays_open_elsewhere_is_named(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    put(path, "old")
    held(monkeypatch, 60)
    with pytest.raises(
        OutputError, match=r"^a\.xlsx cannot be written: it is open in another program or write-protected"
    ):
        put(path, "new")
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("a.xlsx", "old")]


@pytest.mark.parametrize("name", ["~$minder.docx", "~$reminder.docx"])
def test_who_has_a_letter_open_is_said_when_word_left_word_of_it(tmp_path, monkeypatch, name):
    """Word lays a file beside an open one, its name on the first bytes; it puts ~$ before or over the first letters."""
    path = tmp_path / "reminder.docx"
    put(path, "old")
    (tmp_path / name).write_bytes(b"\x0aMere Hohaia".ljust(54, b" ") + b"\x0a\0M\0e\0")
    held(monkeypatch, 60)
    with pytest.raises(OutputError, match=r"open in another program \(Mere Hohai has it open\) or write-protected"):
        put(path, "new")
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(OutputError, match=r"open in another program or write-protected"):
        put(path, "new")


def test_a_file_that_is_let_go_in_time_is_replaced(tmp_path, monkeypatch):
    draft, path = tmp_path / "draft", tmp_path / "a.xlsx"
    draft.write_text("new", encoding="utf-8")
    held(monkeypatch, 0.25)
    publish._take_place(draft, path, patience=3.0)
    assert path.read_text(encoding="utf-8") == "new"


def test_patience_ends(tmp_path, monkeypatch):
    draft = tmp_path / "draft"
    draft.write_text("new", encoding="utf-8")
    held(monkeypatch, 60)
    start = time.monotonic()
    with pytest.raises(PermissionError):
        publish._take_place(draft, tmp_path / "a.xlsx", patience=0.3)
    assert 0.3 <= time.monotonic() - start < 2


def test_a_folder_that_takes_no_files_is_named(tmp_path, monkeypatch):
    held(monkeypatch, 60)
    with pytest.raises(OutputError, match=r"^a\.xlsx cannot be written: the folder .* may not be written to"):
        put(tmp_path / "a.xlsx", "new")


def test_a_result_workbook_is_written_the_same_way(tmp_path, monkeypatch):
    run = Run("check", dt.date(2026, 6, 30))
    with pytest.raises(OutputError, match="there is no folder"):
        write_run(run, tmp_path / "nowhere" / "a.xlsx")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    monkeypatch.setattr("sheetops.excel.book.LARGE", 0)
    with pytest.raises(OutputError, match=r"^a\.xlsx cannot be written: No such file"):
        write_run(run, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("wished", "given"),
    [
        ("Ledger", "Ledger"),
        ("ledger 2025/26: all", "ledger 2025-26- all"),
        ("'quoted'", "quoted"),
        ("History", "History sheet"),
        ("", "Sheet"),
        ("[]", "--"),
        ("x" * 40, "x" * 31),
        ("x" * 30 + "'y", "x" * 30),
    ],
)
def test_any_name_becomes_one_that_excel_allows(wished, given):
    assert sheet_name(wished, set()) == given


def test_a_name_is_given_once_whatever_its_case():
    taken = {"summary"}
    assert [sheet_name(name, taken) for name in ("Summary", "Ledger", "LEDGER", "ledger", "z" * 31, "z" * 32)] == [
        "Summary (2)",
        "Ledger",
        "LEDGER (2)",
        "ledger (3)",
        "z" * 31,
        "z" * 26 + " (2)",
    ]
