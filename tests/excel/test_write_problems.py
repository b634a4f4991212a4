"""problems.xlsx: the faulty rows, copied with what is wrong on each cell."""

import datetime as dt

import openpyxl
import pytest

from sheetops.checking import check_sheet, cross_check
from sheetops.excel import marks
from sheetops.excel.faulty import faulty_rows
from sheetops.excel.write import write_problems
from sheetops.model import Area, CellError, Cells, Finding, Reading, Run, Severity, Uncalculated
from sheetops.sheets import SHEETS

AS_OF = dt.date(2026, 6, 30)
READING = Reading(AS_OF, currency="NZD", country="NZ")

LEDGER = [
    ["Our ledger, please keep tidy"],  # row 1
    [],
    ["Entry", None, "Account", "Kind", "Date", "Due date", "Amount", "Our own column"],  # row 3: headings
    ["INV-1", None, "00123", "invoice", dt.date(2026, 3, 1), dt.date(2026, 4, 1), 1250.5, "fine"],
    ["INV-2", None, "00124", "invoice", dt.date(2026, 3, 1), "31/02/2026", "a lot", "=1+1"],
    [],
    ["INV-3", None, "00125", "invoice", dt.date(2026, 3, 1), dt.date(2026, 4, 1), CellError("#N/A"), 0.5],
]


def checked(rows, sheet="Ledger", **about):
    return check_sheet(Cells("desk.xlsx", sheet, rows, **about), SHEETS["Ledger"], READING)


def written(tmp_path, *sheets, findings=None):
    path = tmp_path / "problems.xlsx"
    found = findings if findings is not None else [finding for one in sheets for finding in one.findings]
    write_problems(Run("check", AS_OF, findings=tuple(found)), sheets, path)
    return openpyxl.load_workbook(path)


def finding(row, column, cell, **other):
    usual = {
        "value": "x",
        "severity": Severity.ERROR,
        "check": "c",
        "problem": "wrong",
        "file": "desk.xlsx",
        "sheet": "Ledger",
    }
    return Finding(row=row, column=column, cell=cell, **(usual | other))


def test_only_faulty_rows_are_copied_with_their_row_number_and_every_column(tmp_path):
    book = written(tmp_path, checked(LEDGER))
    assert book.sheetnames == ["Summary", "Problems", "Ledger"]
    assert [[cell.value for cell in row] for row in book["Ledger"].iter_rows()] == [
        ["row", "Entry", "Account", "Kind", "Date", "Due date", "Amount", "Our own column"],
        [5, "INV-2", "00124", "invoice", dt.datetime(2026, 3, 1), "31/02/2026", "a lot", "=1+1"],
        [7, "INV-3", "00125", "invoice", dt.datetime(2026, 3, 1), dt.datetime(2026, 4, 1), "#N/A", 0.5],
    ]
    assert book["Ledger"]["H2"].data_type == book["Ledger"]["G3"].data_type == "s"


def test_bad_cells_are_coloured_and_say_what_is_wrong(tmp_path):
    sheet = checked(LEDGER)
    there = written(tmp_path, sheet)["Ledger"]
    fills = {Severity.ERROR: "FFFFC7CE", Severity.WARNING: "FFFFEB9C", Severity.NOTE: "FFDDEBF7"}
    worst = {}
    for one in sheet.findings:
        worst.setdefault((one.row, one.cell), []).append(one)
    coloured = {
        (there.cell(cell.row, 1).value, cell.column): cell
        for row in there["A2:H3"]
        for cell in row
        if cell.fill.fill_type
    }
    lines = {5: 2, 7: 3}
    assert len(coloured) == len(worst) >= 3
    for (row, _), some in worst.items():
        heading = some[0].column
        place = next(cell.column for cell in there[1] if cell.value == heading)
        cell = there.cell(lines[row], place)
        severity = min((one.severity for one in some), key=list(Severity).index)
        assert cell.fill.fgColor.rgb == fills[severity]
        assert all(one.problem in cell.comment.text for one in some)
        assert all(one.suggestion in cell.comment.text for one in some)


def test_a_cell_in_problems_opens_its_copy(tmp_path):
    book = written(tmp_path, checked(LEDGER))
    problems = book["Problems"]
    assert problems.max_row > 3
    for row in problems.iter_rows(min_row=2):
        if row[3].value:
            name, _, cell = row[3].hyperlink.location.rpartition("!")
            copy = book[name.strip("'")][cell]
            assert book[name.strip("'")].cell(copy.row, 1).value == row[1].value
            assert copy.comment and row[7].value in copy.comment.text


def test_a_note_lists_every_finding_of_its_cell_once_the_worst_colours_it(tmp_path):
    found = [
        finding(5, "Amount", "G5", severity=Severity.NOTE, problem="odd"),
        finding(5, "Amount", "G5", severity=Severity.ERROR, problem="no amount", suggestion="12.00"),
        finding(5, "Amount", "G5", severity=Severity.NOTE, problem="odd"),
    ]
    cell = written(tmp_path, checked(LEDGER), findings=found)["Ledger"]["G2"]
    assert cell.comment.text == "Note: odd\nError: no amount\nSuggestion: 12.00"
    assert cell.fill.fgColor.rgb == "FFFFC7CE"


def test_a_finding_about_a_row_or_a_cell_that_is_not_there(tmp_path):
    found = [
        finding(7, "", "", severity=Severity.NOTE),
        finding(4, "Note", "K4", severity=Severity.WARNING),
        finding(0, "", ""),
    ]
    book = written(tmp_path, checked(LEDGER), findings=found)
    sheet = book["Ledger"]
    assert [cell.value for cell in sheet[1]][-1] == "(column K)"
    assert [sheet["A2"].value, sheet["A3"].value] == [4, 7]
    assert (sheet["A3"].fill.fgColor.rgb, sheet["I2"].fill.fgColor.rgb) == ("FFDDEBF7", "FFFFEB9C")
    assert [
        book["Problems"].cell(row, 4).hyperlink and book["Problems"].cell(row, 4).hyperlink.location
        for row in (2, 3, 4)
    ] == [
        None,
        "'Ledger'!I2",
        None,
    ]


def test_findings_on_or_above_the_headings_are_listed_but_have_no_copy(tmp_path):
    found = [finding(3, "Amount", "G3"), finding(1, "", "A1"), finding(4, "Amount", "G4")]
    book = written(tmp_path, checked(LEDGER), findings=found)
    assert [cell.value for cell in book["Ledger"]["A"]] == ["row", 4]
    assert [book["Problems"].cell(row, 4).hyperlink is None for row in (2, 3, 4)] == [True, True, False]


def test_sheets_without_faulty_rows_get_no_copy(tmp_path):
    good = checked(LEDGER[:4])
    assert written(tmp_path, good).sheetnames == ["Summary", "Problems"]


def test_values_are_copied_as_what_they_are(tmp_path):
    line = [
        dt.datetime(2026, 3, 1, 14, 5),
        dt.time(9, 30),
        dt.timedelta(hours=30),
        True,
        10**15,
        1.5,
        Uncalculated("=A1*2"),
        "00123",
    ]
    odd = [dt.date(1899, 5, 1), float("nan"), dt.timedelta(hours=-1), False, "", None, "x" * 32_768, "\x01"]
    rows = [[f"h{number}" for number in range(8)], line, odd]
    copied = faulty_rows(Cells("desk.xlsx", "Ledger", rows), 1, [finding(2, "h0", "A2"), finding(3, "h0", "A3")])
    assert (copied.headings, copied.columns) == (tuple(rows[0]), tuple(range(1, 9)))
    assert copied.rows == {2: line, 3: odd}
    sheet = checked([["entry", "account", "kind", "date", "amount", "n1", "n2", "n3"], line, odd])
    there = written(tmp_path, sheet, findings=[finding(2, "entry", "A2"), finding(3, "entry", "A3")])["Ledger"]
    assert [cell.value for cell in there[2]][1:] == [
        dt.datetime(2026, 3, 1, 14, 5),
        dt.time(9, 30),
        dt.timedelta(hours=30),
        True,
        "1000000000000000",
        1.5,
        "=A1*2",
        "00123",
    ]
    assert [cell.value for cell in there[3]][1:7] == ["1899-05-01", "nan", "-1 day, 23:00:00", False, None, None]
    assert there["H3"].value.endswith(" ... [cut: 32,768 characters, a cell holds 32,767]")
    assert there["H2"].data_type == "s"


def test_a_table_among_other_things_is_found_again_by_its_cells(tmp_path):
    rows = [[], [None, None, *LEDGER[2]], [None, None, *LEDGER[4]]]
    sheet = checked(rows, tables=(Area("Ledger", 2, 3, 3, 10),))
    there = written(tmp_path, sheet)["Ledger"]
    assert [there["A2"].value, there["B2"].value] == [3, "INV-2"]
    assert there["G2"].comment is not None


def test_sheets_of_the_same_name_from_two_files_are_kept_apart(tmp_path):
    one = check_sheet(Cells("a.csv", "A very long name of an export, 2026/06", LEDGER[2:5]), SHEETS["Ledger"], READING)
    two = check_sheet(Cells("b.csv", "A very long name of an export, 2026/06", LEDGER[2:5]), SHEETS["Ledger"], READING)
    book = written(tmp_path, one, two)
    assert book.sheetnames[2:] == ["A very long name of an export,", "A very long name of an exp (2)"]
    files = {
        row[9].value: row[3].hyperlink.location.rpartition("!")[0]
        for row in book["Problems"].iter_rows(min_row=2)
        if row[3].value
    }
    assert files == {"a.csv": f"'{book.sheetnames[2]}'", "b.csv": f"'{book.sheetnames[3]}'"}


def test_beyond_so_many_notes_cells_are_coloured_only_and_the_last_note_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(marks, "MOST_NOTES", 3)
    cells = [f"{letter}5" for letter in "ACDEF"]
    there = written(tmp_path, checked(LEDGER), findings=[finding(5, "h", cell) for cell in cells])["Ledger"]
    bad = [there["B2"], there["C2"], there["D2"], there["E2"], there["F2"]]
    assert all(cell.fill.fill_type for cell in bad)
    assert [bool(cell.comment) for cell in bad] == [True, True, True, False, False]
    assert bad[2].comment.text.endswith(marks.ENOUGH) and not bad[1].comment.text.endswith(marks.ENOUGH)


@pytest.mark.parametrize("number", [3, 2])
def test_exactly_as_many_notes_as_fit_need_no_remark(monkeypatch, number):
    monkeypatch.setattr(marks, "MOST_NOTES", 3)
    noted = marks.marks([finding(row, "h", f"A{row}") for row in range(2, 2 + number)])
    assert [mark.text for mark in noted.values()] == ["Error: wrong"] * number


def test_a_whole_desk_checked_and_written(tmp_path):
    customers = [
        ["account", "name", "email"],
        ["A1", "Smith Hall", "smith@@hall"],
        ["A1", "Twice", ""],
        ["", "No account", ""],
    ]
    ledger = [["entry", "account", "kind", "date", "amount"], ["INV-1", "A9", "invoice", dt.date(2026, 5, 1), 100]]
    sheets = cross_check(
        {
            "Customers": check_sheet(Cells("desk.xlsx", "Customers", customers), SHEETS["Customers"], READING),
            "Ledger": check_sheet(Cells("desk.xlsx", "Ledger", ledger), SHEETS["Ledger"], READING),
        },
        READING,
    )
    book = written(tmp_path, *sheets.values())
    assert book.sheetnames == ["Summary", "Problems", "Customers", "Ledger"]
    assert "A9" in book["Ledger"]["C2"].comment.text
    assert [cell.value for cell in book["Customers"]["A"]] == ["row", 2, 3, 4]
