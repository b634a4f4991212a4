"""What doctor says of the buttons: folder, workbooks, xlwings; the press itself is tried in tests/live."""

import sys
from pathlib import Path

import pytest

from sheetops.excel.catalogue import WORKBOOKS
from sheetops.excel.interpreter import interpreters
from sheetops.jobs import asked, excel_doctor
from sheetops.jobs.doctor import Probe, State
from sheetops.jobs.workbooks import write_workbook


@pytest.fixture(autouse=True)
def no_excel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_doctor, "excel", lambda: Probe("Excel", State.NOTE, "not found", "Install it."))


def found(folder: Path) -> dict[str, Probe]:
    return {probe.what: probe for probe in excel_doctor.excel_doctor(folder)}


def test_blocked_macros_are_explained_in_three_sentences(tmp_path: Path) -> None:
    cure = found(tmp_path)["Blocked macros"].cure
    assert cure.count(". ") == 2 and "Mark of the Web" in cure and "Unblock" in cure and "Trusted Location" in cure


def test_a_workbook_is_told_where_python_is_and_one_from_the_internet_is_named(tmp_path: Path) -> None:
    path = tmp_path / "desk.xlsm"
    write_workbook(path, WORKBOOKS[0])
    assert "its buttons now start" in found(tmp_path)["desk.xlsm"].seen
    assert interpreters(path)["INTERPRETER"] == sys.executable
    (tmp_path / "desk.xlsm:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", encoding="utf-8")
    probe = found(tmp_path)["desk.xlsm"]
    assert probe.state is State.MISSING and "tick Unblock" in probe.cure


def test_folders_that_buttons_cannot_work_in_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in asked._SYNCED:
        monkeypatch.delenv(name, raising=False)
    good = found(tmp_path)
    assert not {"Name of the folder", "Place of the folder", "xlwings.conf"} & set(good)
    odd = tmp_path / "letters; 2025"
    odd.mkdir()
    (odd / "xlwings.conf").write_text('"INTERPRETER","/bin/false"\n', encoding="utf-8")
    monkeypatch.setenv("OneDrive", str(tmp_path))
    bad = found(odd)
    assert bad["Name of the folder"].state is bad["Place of the folder"].state is State.MISSING
    assert bad["xlwings.conf"].state is State.NOTE and bad["A button, pressed"].state is State.NOTE


def test_on_a_mac_excel_must_be_let_call_xlwings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert excel_doctor._xlwings(tmp_path).cure == "Type: xlwings runpython install"
    scripts = tmp_path / "Library" / "Application Scripts" / "com.microsoft.Excel"
    scripts.mkdir(parents=True)
    (scripts / "xlwings-0.33.applescript").write_text("", encoding="utf-8")
    assert excel_doctor._xlwings(tmp_path).state is State.FINE
