"""The sheet Reconciliations: every pair is run and says what came of it; one that cannot be done stops no other."""

import datetime as dt
from pathlib import Path

import openpyxl

from sheetops.jobs.desk import open_desk
from sheetops.jobs.reconciliations import SHEETS_READ, reconciliations_run
from sheetops.model import silent

DAY = dt.date(2026, 6, 30)
HEADINGS = ["reconciliation", "left", "right", "key", "tolerance", "days", "passing", "master"]


def test_each_pair_has_its_figures_its_workbook_and_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,amount\n001,5.00\n002,6.00\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("id,amount\n1,5.01\n2,6.00\n3,1.00\n", encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Reconciliations"
    for row in (
        HEADINGS,
        ["Bank", "a.csv", "b.csv", "id", "0.01", 2, "case, zeros", "left"],
        ["Self", "a.csv", "a.csv", "id", None, None, None, None],
        ["Gone", "a.csv", "c.csv", "id", None, None, None, None],
        ["No key", "a.csv", "b.csv", None, None, None, None, None],
    ):
        sheet.append(row)
    book.save(tmp_path / "finance.xlsx")
    desk = open_desk(tmp_path / "finance.xlsx", DAY, SHEETS_READ)
    run = reconciliations_run(desk, tmp_path / "out", silent)
    frame = run.frames["Reconciled"]
    assert frame.iloc[:, :8].to_numpy().tolist() == [
        ["Bank", "breaks", 2, 0, 0, 1, 0, "Bank.xlsx"],
        ["Self", "not done", 0, 0, 0, 0, 0, ""],
        ["Gone", "not done", 0, 0, 0, 0, 0, ""],
        ["No key", "not done", 0, 0, 0, 0, 0, ""],
    ]
    assert frame["reason"][0].startswith("Rows that do not agree: 1.")
    assert "does not exist" in frame["reason"][2]
    assert "Which column names a row" in frame["reason"][3]
    assert (tmp_path / "out" / "reconciled" / "Bank.xlsx").exists()
    assert run.counts["reconciliations, not done"] == 3
