"""Our workbooks opened by a real spreadsheet program: values, notes and links as they were meant."""

import csv
import subprocess

import pytest
import xlsxwriter

from sheetops.excel.mark import mark_copy
from sheetops.jobs.doctor import soffice
from sheetops.model import Finding, Severity

pytestmark = pytest.mark.live


def save_as(path, folder, form):
    """Let LibreOffice, as a user of its own, open a workbook and save it in another form into a folder."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    into = ("--headless", "--convert-to", form, "--outdir", str(folder))
    subprocess.run([str(soffice()), profile, *into, str(path)], check=True, capture_output=True, timeout=120)


def test_a_marked_copy_opens_with_its_values_and_its_notes(tmp_path):
    source, target, out = tmp_path / "desk.xlsx", tmp_path / "desk marked.xlsx", tmp_path / "out"
    out.mkdir()
    book = xlsxwriter.Workbook(str(source))
    sheet = book.add_worksheet("Ledger")
    sheet.write_row("A1", ["entry", "amount"])
    sheet.write_row("A2", ["INV-1", 12.5])
    sheet.write_formula("B3", "=B2*2", None, 25)
    sheet.write_comment("B2", "My own note")
    book.close()
    found = [
        Finding("Ledger", row, "h", cell, "x", Severity.ERROR, "c", f"Wrong at {cell}.")
        for row, cell in ((2, "B2"), (3, "B3"), (7, "D7"))
    ]
    mark_copy(source, found, target)

    save_as(target, out, "csv")
    with (out / "desk marked.csv").open(encoding="utf-8", newline="") as file:
        assert [row[:2] for row in csv.reader(file)][:3] == [["entry", "amount"], ["INV-1", "12.5"], ["", "25"]]

    save_as(target, out, "fods")
    text = (out / "desk marked.fods").read_text(encoding="utf-8")
    notes = text.count("<office:annotation ")
    assert notes == 3
    assert all(f"Wrong at {cell}." in text for cell in ("B2", "B3", "D7")) and "My own note" in text
    assert "#ffc7ce" in text
