"""Marks on the cells of an open workbook: made, found again wherever they went, and taken off without a trace."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwings as xw

from sheetops.errors import OutputError
from sheetops.excel import styles
from sheetops.excel.live import marks
from sheetops.excel.live.book import LiveBook
from sheetops.excel.live.marks import Cleared, Marking, clear_marks, mark_cells
from sheetops.excel.live.own import MEMORY
from sheetops.jobs.check import check
from sheetops.model import Finding, Severity

pytestmark = pytest.mark.live

AS_OF = dt.date(2026, 6, 30)
OWN_FILL, OWN_NOTE = (0, 176, 80), "Ask Anna about this one."

HEADINGS = ("account", "name", "email", "country")
CUSTOMERS = (
    ("A1", "Harbour School", "office@harbour.example", "NZ"),
    ("A2", "", "anna@tui.example", "NZ"),
    ("A3", "Kowhai Gym", "no address at all", "NZ"),
    ("A3", "Rata Choir", "choir@rata.example", "Narnia"),
)
"""Rows 2 to 5: in row 3 the name is missing, in row 4 the e-mail is none, in row 5 key and country are wrong."""


def desk(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Customers")
        sheet.write_row(0, 0, HEADINGS)
        for row, values in enumerate(CUSTOMERS, start=1):
            sheet.write_row(row, 0, values)
        sheet.write_string("C4", CUSTOMERS[2][2], book.add_format({"bg_color": "#00B050"}))
        sheet.write_comment("C4", OWN_NOTE)
        sheet.write_comment("A2", "A customer of ours since 1998.")
        sheet.set_column(0, 3, 24)
    return path


@pytest.fixture
def book(app: xw.App, tmp_path: Path) -> Iterator[xw.Book]:
    opened = app.books.open(str(desk(tmp_path / "desk.xlsx")))
    yield opened
    opened.close()


def press(book: xw.Book) -> Marking:
    live = LiveBook(book)
    return mark_cells(live, check(live, as_of=AS_OF).run.findings)


def look(book: xw.Book, sheet: str = "Customers") -> dict[str, tuple[Any, str]]:
    """Fill and note of every cell that has either."""
    cells = book.sheets[sheet].used_range
    notes = {note.location.get_address(False, False): note.text for note in book.sheets[sheet].notes}
    found = {cell.get_address(False, False): cell.color for cell in cells}
    return {name: (fill, notes.get(name, "")) for name, fill in found.items() if fill or name in notes}


RED, YELLOW = (255, 199, 206), (255, 235, 156)


def test_faulty_cells_are_filled_and_noted(book: xw.Book) -> None:
    press(book)
    seen = look(book)
    assert set(seen) == {"A2", "B3", "C4", "A5", "D5"}
    assert seen["B3"][0] == RED and "name" in seen["B3"][1].lower() and seen["B3"][1].endswith("(sheetops)")
    assert seen["D5"][0] in (RED, YELLOW) and "Narnia" in seen["D5"][1]


def test_the_users_own_fill_and_note_stay_below_ours_and_come_back(book: xw.Book) -> None:
    before = look(book)
    assert before == {"C4": (OWN_FILL, OWN_NOTE), "A2": (None, "A customer of ours since 1998.")}
    press(book)
    fill, note = look(book)["C4"]
    assert fill in (RED, YELLOW) and note.startswith(f"{OWN_NOTE}\n\n")
    assert clear_marks(LiveBook(book)).lost == 0
    assert look(book) == before
    assert MEMORY not in book.sheet_names


def test_pressing_twice_changes_nothing_more(book: xw.Book) -> None:
    press(book)
    once = look(book)
    press(book)
    assert look(book) == once


def test_what_was_mended_loses_its_mark_and_nothing_else(book: xw.Book) -> None:
    press(book)
    book.sheets["Customers"]["C4"].value = "desk@kowhai.example"
    book.sheets["Customers"]["B3"].value = "Tui Cafe"
    press(book)
    seen = look(book)
    assert seen["C4"] == (OWN_FILL, OWN_NOTE) and "B3" not in seen
    assert {"A5", "D5"} <= set(seen)


def test_marks_are_known_again_in_a_file_that_was_saved_and_opened(app: xw.App, book: xw.Book, tmp_path: Path) -> None:
    before = look(book)
    press(book)
    for name in ("saved.xlsx", "saved.ods"):
        book.save(str(tmp_path / name))
    for name in ("saved.xlsx", "saved.ods"):
        (tmp_path / f"copy {name}").write_bytes((tmp_path / name).read_bytes())
        again = app.books.open(str(tmp_path / f"copy {name}"))
        try:
            assert not again.sheets[MEMORY].visible
            assert clear_marks(LiveBook(again)) == Cleared(4, 0)
            assert look(again) == before, name
        finally:
            again.close()


def shift(book: xw.Book) -> None:
    book.sheets["Customers"].range("3:3").insert("down")
    book.sheets["Customers"].range("A:A").insert("right")


def reverse(book: xw.Book) -> None:
    """Turn the rows round with all that is on their cells, as sorting in Excel does."""
    sheet = book.sheets["Customers"]
    for row in (2, 3, 4, 5):
        sheet.range(f"A{row}:D{row}").copy(sheet.range(f"A{30 - row}"))
    for row in (2, 3, 4, 5):
        sheet.range(f"A{30 - row}:D{30 - row}").copy(sheet.range(f"A{7 - row}"))
    sheet.range("25:28").delete("up")


def rename(book: xw.Book) -> None:
    book.sheets["Customers"].name = "Clients"


@pytest.mark.parametrize("moved", [shift, reverse, rename], ids=lambda moved: moved.__name__)
def test_marks_are_found_where_their_cells_have_gone(book: xw.Book, moved: Callable[[xw.Book], None]) -> None:
    moved(book)
    sheet = book.sheets[0].name
    untouched = sorted(look(book, sheet).values(), key=str)
    book.sheets[0].name = "Customers"
    undo(book, moved)
    press(book)
    moved(book)
    assert clear_marks(LiveBook(book)) == Cleared(4, 0)
    assert sorted(look(book, sheet).values(), key=str) == untouched


def undo(book: xw.Book, moved: Callable[[xw.Book], None]) -> None:
    """Bring the sheet back to how it was built."""
    sheet = book.sheets["Customers"]
    if moved is shift:
        sheet.range("A:A").delete("left")
        sheet.range("3:3").delete("up")
    if moved is reverse:
        reverse(book)


def test_of_two_marks_that_say_the_same_each_keeps_its_own_fill(book: xw.Book) -> None:
    sheet = book.sheets["Customers"]
    sheet["B4"].value = None
    sheet["B3"].color = OWN_FILL
    press(book)
    assert sheet["B3"].note.text == sheet["B4"].note.text
    sheet.range("A3:D3").copy(sheet["A20"])
    sheet.range("A4:D4").copy(sheet["A3"])
    sheet.range("A20:D20").copy(sheet["A4"])
    sheet.range("20:20").delete("up")
    assert clear_marks(LiveBook(book)).lost == 0
    assert (sheet["B3"].color, sheet["B4"].color) == (None, OWN_FILL)


def test_a_row_that_was_deleted_takes_its_mark_along(book: xw.Book) -> None:
    press(book)
    book.sheets["Customers"].range("3:3").delete("up")
    assert clear_marks(LiveBook(book)) == Cleared(3, 1)
    assert look(book) == {"C3": (OWN_FILL, OWN_NOTE), "A2": (None, "A customer of ours since 1998.")}


def test_what_the_user_changed_on_a_marked_cell_stays(book: xw.Book) -> None:
    press(book)
    sheet = book.sheets["Customers"]
    sheet["B3"].color = (1, 2, 3)
    sheet["D5"].note.text = f"{sheet['D5'].note.text}\nI have written to them."
    clear_marks(LiveBook(book))
    seen = look(book)
    assert seen["B3"] == ((1, 2, 3), "")
    assert seen["D5"] == (None, "\nI have written to them.")


def test_values_are_never_touched(book: xw.Book) -> None:
    before = book.sheets["Customers"].used_range.value
    press(book)
    assert book.sheets["Customers"].used_range.value == before
    clear_marks(LiveBook(book))
    assert book.sheets["Customers"].used_range.value == before


def test_a_protected_sheet_is_named(book: xw.Book) -> None:
    book.sheets["Customers"].api.protect("")
    with pytest.raises(OutputError, match=r"The cells of Customers cannot be marked.*Unprotect"):
        press(book)
    book.sheets["Customers"].api.unprotect("")
    assert clear_marks(LiveBook(book)).lost == 0


def test_another_program_sees_the_marks_in_the_saved_file(book: xw.Book, tmp_path: Path) -> None:
    press(book)
    book.save(str(tmp_path / "saved.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "saved.xlsx")["Customers"]
    assert sheet["B3"].fill.fgColor.rgb == "FF" + styles.FILL[Severity.ERROR].lstrip("#")
    assert sheet["C4"].comment.text.startswith(OWN_NOTE)
    assert sheet["A2"].comment.text == "A customer of ours since 1998." and sheet["A2"].fill.fill_type is None


def test_a_finding_about_a_whole_row_marks_its_first_cell_and_one_about_the_sheet_none(book: xw.Book) -> None:
    common = {"sheet": "Customers", "column": "", "cell": "", "value": "", "check": "x", "severity": Severity.NOTE}
    found = [Finding(row=3, problem="The row is hidden.", **common), Finding(row=0, problem="Nothing.", **common)]  # type: ignore[arg-type]
    before = set(look(book))
    mark_cells(LiveBook(book), found)
    assert set(look(book)) - before == {"A3"}


def test_beyond_the_most_the_worst_are_marked(app: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MOST", 30)
    path = tmp_path / "many.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Customers")
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, 101):
            sheet.write_row(row, 0, (f"A{row}", "" if row > 80 else f"Name {row}", f"none {row}", ""))
    opened = app.books.open(str(path))
    try:
        marking = press(opened)
        seen = look(opened)
        assert len(seen) == marking.made == 30 and marking.unmarked == 90
        assert {f"B{row}" for row in range(82, 102)} <= set(seen)  # every error, and the first of the warnings
        assert clear_marks(LiveBook(opened)) == Cleared(30, 0)
        assert look(opened) == {}
    finally:
        opened.close()
