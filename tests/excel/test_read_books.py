"""A book is a file, several files together, or DataFrames: the same questions, the same answers."""

import datetime as dt
import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sheetops.errors import BookError
from sheetops.excel.read import frames_book, open_book
from sheetops.model import Area, CellError
from tests.excel import raw

FILES = Path(__file__).parent / "files"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def test_a_book_says_what_it_was_made_from(tmp_path: Path) -> None:
    path = raw.xlsx(tmp_path / "desk.xlsx", ONE)
    book = open_book(str(path))
    assert (book.name, book.sheets) == ("desk.xlsx", ("Sheet1",))
    assert book.sources() == (("desk.xlsx", hashlib.sha256(path.read_bytes()).hexdigest()),)
    assert (book.cells("Sheet1").file, book.cells("Sheet1").sheet) == ("desk.xlsx", "Sheet1")


def test_a_sheet_is_read_once_and_from_the_copy_that_was_checked(tmp_path: Path) -> None:
    path = raw.xlsx(tmp_path / "desk.xlsx", ONE)
    book = open_book(path)
    path.write_bytes(b"overwritten meanwhile")
    assert book.cells("Sheet1").rows == [[1.0]]
    assert book.cells("Sheet1") is book.cells("Sheet1")


def test_a_sheet_is_read_only_when_it_is_asked_for(tmp_path: Path) -> None:
    whole = raw.parts(raw.sheet(ONE), raw.sheet('<row r="1"><c r="A1"><v>1</v></row>'))
    book = open_book(raw.write(tmp_path / "b.xlsx", whole))
    assert book.cells("Sheet1").rows == [[1.0]]
    with pytest.raises(BookError, match=r"b\.xlsx is damaged"):
        book.cells("Sheet2")


def test_several_exports_are_one_book(tmp_path: Path) -> None:
    (tmp_path / "Customers.csv").write_text("account,name\nA1,Smith\n", "utf-8")
    (tmp_path / "Ledger.csv").write_text("entry;amount\nE1;2,50\n", "utf-8")
    book = open_book([tmp_path / "Customers.csv", str(tmp_path / "Ledger.csv"), raw.xlsx(tmp_path / "b.xlsx", ONE)])
    assert book.sheets == ("Customers", "Ledger", "Sheet1")
    assert book.name == "Customers.csv, Ledger.csv, b.xlsx"
    assert book.cells("Ledger").rows == [["entry", "amount"], ["E1", "2,50"]]
    assert (book.cells("Sheet1").file, book.cells("Ledger").file) == ("b.xlsx", "Ledger.csv")
    assert [name for name, _ in book.sources()] == ["Customers.csv", "Ledger.csv", "b.xlsx"]
    with pytest.raises(BookError, match="has no sheet named 'Claims'; it has Customers, Ledger, Sheet1"):
        book.cells("Claims")


def test_a_sheet_that_two_files_have_is_refused_with_both_files_and_the_others_are_read(tmp_path: Path) -> None:
    first = raw.xlsx(tmp_path / "one.xlsx", ONE)
    second = tmp_path / "sheet1.csv"
    second.write_text("a,b\n", "utf-8")
    third = tmp_path / "Ledger.csv"
    third.write_text("entry,amount\n", "utf-8")
    book = open_book([first, second, third])
    assert book.sheets == ("Sheet1", "Ledger")
    assert book.cells("Ledger").rows == [["entry", "amount"]]
    with pytest.raises(BookError, match="have a sheet named Sheet1") as caught:
        book.cells("Sheet1")
    assert str(first) in str(caught.value) and str(second) in str(caught.value)


@pytest.mark.parametrize(("holds", "sheet"), [("Ledger", "Ledger"), ("", "export-2026")])
def test_a_text_file_holds_what_it_is_said_to_hold(tmp_path: Path, holds: str, sheet: str) -> None:
    export = tmp_path / "export-2026.csv"
    export.write_text("entry,amount\n", "utf-8")
    for one in (export, [export]):
        book = open_book(one, holds=holds)
        assert (book.sheets, book.cells(sheet).sheet, book.cells(sheet).file) == ((sheet,), sheet, "export-2026.csv")


def test_what_one_file_holds_is_not_said_of_two_nor_of_a_workbook(tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text("entry,amount\n", "utf-8")
    workbook = raw.xlsx(tmp_path / "b.xlsx", ONE)
    assert open_book([export, workbook], holds="Ledger").sheets == ("export", "Sheet1")
    assert open_book(workbook, holds="Ledger").sheets == ("Sheet1",)


def test_no_file_at_all_is_said() -> None:
    with pytest.raises(BookError, match="No workbook was named"):
        open_book([])


@pytest.mark.parametrize(
    ("name", "below_zero", "yes", "long"),
    [
        ("ledger.ods", dt.date(1899, 12, 29), (1.0, 0.0), "PT30H00M00S"),
        ("ledger.xls", dt.time(0), (True, False), dt.timedelta(days=1, hours=6)),
    ],
)
def test_libreoffice_files_keep_errors_hidden_rows_and_merged_cells(
    name: str, below_zero: object, yes: tuple[object, object], long: object
) -> None:
    found = open_book(FILES / name).cells("Ledger")
    assert found.rows == [
        ["", "", "", "", ""],
        ["", "entry", "amount", "date", "ok"],
        ["", "00123", 12.5, dt.date(2026, 6, 30), yes[0]],
        ["", CellError("#N/A"), CellError("#DIV/0!"), below_zero, yes[1]],
        ["", CellError("#N/A"), 25.0, dt.time(12), ""],
        ["", "", -3.5, long, ""],
        ["", "hidden", "", "", ""],
        ["", CellError("#N/A"), "", "", ""],
        ["", "", "", "", ""],
        ["", "Total", "", "", ""],
    ]
    assert (found.hidden, found.merged) == ({7}, (Area("B10:D10", 10, 2, 10, 4),))
    assert open_book(FILES / name).sheets == ("Ledger", "Second")


def test_a_binary_workbook_keeps_errors_hidden_rows_and_merged_cells(tmp_path: Path) -> None:
    rows = (
        raw.row_record(2)
        + raw.cell_record(6, 2, raw.wide("00123"))
        + raw.cell_record(5, 3, np.float64(12.5).tobytes())
        + raw.row_record(3, hidden=True)
        + raw.cell_record(3, 2, b"\x2a")
        + raw.cell_record(4, 3, b"\x01")
    )
    merged = raw.record(177, b"\1\0\0\0") + raw.record(176, np.array([1, 1, 1, 2], "<u4").tobytes()) + raw.record(178)
    found = open_book(raw.xlsb(tmp_path / "b.xlsb", rows, merged)).cells("Sheet1")
    assert found.rows == [["", "", ""], ["", "00123", 12.5], ["", CellError("#N/A"), True]]
    assert (found.hidden, found.merged) == ({3}, (Area("B2:C2", 2, 2, 2, 3),))


def test_frames_are_a_book() -> None:
    frame = pd.DataFrame(
        {
            "account": ["00123", None],
            "amount": [12.5, np.nan],
            "entries": np.array([1, 2], dtype=np.int64),
            "paid": [True, False],
            "due": pd.to_datetime(["2026-06-30", None]),
            "at": pd.to_datetime(["2026-06-30 09:15", "2026-06-30 00:00"]),
            "took": pd.to_timedelta(["1h", None]),
            "limit": pd.array([5, pd.NA], dtype="Int64"),
        },
        index=[7, 9],
    )
    book = frames_book({"Customers": frame, "Empty": frame.iloc[:0, :1]})
    assert (book.name, book.sheets, book.sources()) == ("DataFrames", ("Customers", "Empty"), ())
    found = book.cells("Customers").rows
    assert found == [
        ["account", "amount", "entries", "paid", "due", "at", "took", "limit"],
        ["00123", 12.5, 1, True, dt.date(2026, 6, 30), dt.datetime(2026, 6, 30, 9, 15), dt.timedelta(hours=1), 5],
        [None, None, 2, False, None, dt.date(2026, 6, 30), None, None],
    ]
    assert [type(one) for one in found[1]] == [str, float, int, bool, dt.date, dt.datetime, dt.timedelta, int]
    assert book.cells("Empty").rows == [["account"]]


def test_frames_with_headings_that_stand_twice_lose_no_column() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["amount", "amount"])
    assert frames_book({"Ledger": frame}, "mine").cells("Ledger").rows == [["amount", "amount"], [1, 2]]
    with pytest.raises(BookError, match="mine has no frame named 'Claims'; it has Ledger"):
        frames_book({"Ledger": frame}, "mine").cells("Claims")


def test_reading_imports_no_library_of_another_trade() -> None:
    program = "import sys, sheetops.excel.read; print(*{'openpyxl', 'xlwings', 'olefile', 'docx'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
