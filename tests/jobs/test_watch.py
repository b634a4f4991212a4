"""The watched folder: a workbook is worked on once, again when it changes, and a bad one stops nothing."""

import datetime as dt
import os
from pathlib import Path

import openpyxl
import pytest

from sheetops.errors import BookError
from sheetops.jobs.watch import REFUSED, results_of, watch

DAY = dt.date(2026, 6, 30)
LEDGER = [["entry", "account", "kind", "date", "amount"], ["INV-1", "A1", "invoice", dt.date(2026, 4, 1), 100]]


def _desk(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Ledger"
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def _look(folder: Path, rounds: int = 2) -> list[str]:
    told: list[str] = []
    watch(folder, today=lambda: DAY, tell=told.append, rounds=rounds, pause=0)
    return told


def test_a_workbook_is_worked_on_once_and_again_when_it_was_saved(tmp_path: Path) -> None:
    desk = _desk(tmp_path / "desk.xlsx", LEDGER)
    assert [line.split(":")[0] for line in _look(tmp_path)] == ["desk.xlsx"]
    arrears = openpyxl.load_workbook(results_of(desk) / "arrears.xlsx")["Arrears"]
    assert [cell.value for cell in arrears[2]][:4] == ["A1", None, None, 100]
    assert _look(tmp_path) == []
    _desk(desk, [*LEDGER, ["INV-2", "A1", "invoice", dt.date(2026, 4, 2), 50]])
    os.utime(desk, ns=(desk.stat().st_atime_ns, desk.stat().st_mtime_ns + 10**9))
    assert len(_look(tmp_path)) == 1


def test_a_file_still_on_its_way_in_is_left_alone(tmp_path: Path) -> None:
    _desk(tmp_path / "desk.xlsx", LEDGER)
    assert _look(tmp_path, rounds=1) == []


def test_a_workbook_that_cannot_be_worked_on_says_why_beside_it_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("<html>", encoding="utf-8")
    _desk(tmp_path / "b.xlsx", LEDGER)
    (tmp_path / "~$b.xlsx").write_text("owner", encoding="utf-8")
    told = _look(tmp_path)
    assert [line.split(":")[0] for line in told] == ["a.xlsx", "b.xlsx"]
    assert "web page" in (results_of(tmp_path / "a.xlsx") / REFUSED).read_text(encoding="utf-8")
    assert _look(tmp_path) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="There is no folder"):
        _look(tmp_path / "nowhere")
