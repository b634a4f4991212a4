"""The same questions put to a file and to the same workbook open in LibreOffice, and the same results in both."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
import xlwings as xw

from sheetops.errors import BookError
from sheetops.excel.build import build_desk
from sheetops.excel.live.book import LiveBook, _cells
from sheetops.excel.live.calm import Calm
from sheetops.excel.live.own import is_result
from sheetops.excel.live.showing import clear_results, show_run
from sheetops.excel.read import open_book
from sheetops.excel.write import write_run
from sheetops.jobs.arrears import arrears
from sheetops.jobs.check import check
from sheetops.jobs.renewals import renewals
from sheetops.jobs.sample import DAY, sample_rows
from sheetops.jobs.samples import OWN
from sheetops.jobs.samples import sample_rows as small_rows
from sheetops.jobs.standing import standing_rows
from sheetops.model import Book, CellError, Run
from sheetops.sheets import SHEETS
from sheetops.sheets.results import RESULTS

pytestmark = pytest.mark.live

KINDS = ("file", "live")
Opened = Callable[[Path], Book]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample desk; but for its one formula without a stored value, which an open workbook has worked out."""
    path = tmp_path_factory.mktemp("desk") / "desk.xlsx"
    rows = sample_rows()
    ledger = [row for row in rows["Ledger"] if type(row.get("amount")).__name__ != "Uncalculated"]
    build_desk(path, tuple(SHEETS.values()), {**rows, "Ledger": ledger})
    return path


@pytest.fixture(scope="module")
def big(app: xw.App, sample: Path) -> Iterator[xw.Book]:
    """The sample desk, open for tests that only read it."""
    book = app.books.open(str(sample))
    yield book
    book.close()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A desk of a few rows, for tests that write into the open workbook."""
    rows = {**small_rows(), **standing_rows(OWN, dt.date(2026, 1, 1))}
    build_desk(tmp_path / "small.xlsx", tuple(SHEETS.values()), rows)
    return tmp_path / "small.xlsx"


@pytest.fixture
def opened(app: xw.App) -> Iterator[Callable[[Path], xw.Book]]:
    books: list[xw.Book] = []

    def open_live(path: Path) -> xw.Book:
        books.append(app.books.open(str(path)))
        return books[-1]

    yield open_live
    for book in books:
        book.close()


def same(path: Path, book: xw.Book, kind: str) -> Book:
    return open_book(path) if kind == "file" else LiveBook(book)


def odd_book(path: Path) -> Path:
    """A sheet that starts at C3, with a value of each kind, merged cells, hidden rows and a table; a blank one."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Odd")
        day, moment = (
            book.add_format({"num_format": "dd/mm/yyyy"}),
            book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"}),
        )
        clock = book.add_format({"num_format": "hh:mm"})
        sheet.merge_range("C1:E1", "Title over three")
        sheet.write_row("C3", ["key", "amount", "day"])
        sheet.write_row("C4", ["001", 1.5])
        sheet.write_datetime("E4", dt.datetime(2026, 2, 28), day)
        sheet.write_string("C5", "=1+1")
        sheet.write_formula("D5", "=NA()", None, "#N/A")
        sheet.write_datetime("E5", dt.datetime(2026, 2, 28, 23, 59, 58), moment)
        sheet.write_boolean("C6", True)
        sheet.write_formula("D6", "=1/0", None, "#DIV/0!")
        sheet.write_datetime("E6", dt.time(7, 30), clock)
        sheet.write_string("C7", "Łódź \U0001f600")
        sheet.write_formula("D7", "=2*21", None, 42)
        sheet.add_table("C3:E7", {"name": "Odd_table", "columns": [{"header": h} for h in ("key", "amount", "day")]})
        for row in (4, 5):
            sheet.set_row(row, None, None, {"hidden": True})
        book.add_worksheet("Blank")
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_cell(tmp_path: Path, opened: Any, kind: str) -> None:
    path = odd_book(tmp_path / "odd.xlsx")
    cells = same(path, opened(path), kind).cells("Odd")
    blank = ["", ""]
    found = [[value or "" if value is None else value for value in row] for row in cells.rows]
    assert found == [
        [*blank, "Title over three", "", ""],
        [*blank, "", "", ""],
        [*blank, "key", "amount", "day"],
        [*blank, "001", 1.5, dt.date(2026, 2, 28)],
        [*blank, "=1+1", CellError("#N/A"), dt.datetime(2026, 2, 28, 23, 59, 58)],
        [*blank, True, CellError("#DIV/0!"), dt.time(7, 30)],
        [*blank, "Łódź \U0001f600", 42.0, ""],
    ]
    assert type(found[5][2]) is bool and type(found[3][4]) is dt.date
    assert cells.hidden == {5, 6}
    assert [tuple(area[1:]) for area in cells.merged] == [(1, 3, 1, 5)]
    assert cells.tables == (("Odd_table", 3, 3, 7, 5),)
    assert cells.file == "odd.xlsx" and cells.sheet == "Odd"


@pytest.mark.parametrize("kind", KINDS)
def test_sheets_names_and_sources(tmp_path: Path, opened: Any, kind: str) -> None:
    path = odd_book(tmp_path / "odd.xlsx")
    book = same(path, opened(path), kind)
    assert book.name == "odd.xlsx"
    assert book.sheets == ("Odd", "Blank")
    assert book.cells("Blank").rows == []
    assert bool(book.sources()) is (kind == "file")
    with pytest.raises(BookError, match=r"odd\.xlsx has no sheet named 'Nope'; it has Odd, Blank"):
        book.cells("Nope")


def test_what_was_typed_and_not_saved_is_read(tmp_path: Path, opened: Any) -> None:
    book = opened(odd_book(tmp_path / "odd.xlsx"))
    book.sheets["Odd"]["D4"].value = 99
    assert LiveBook(book).cells("Odd").rows[3][3] == 99.0


def test_a_filter_hides_rows_and_loses_none(tmp_path: Path, opened: Any) -> None:
    book = opened(odd_book(tmp_path / "odd.xlsx"))
    book.sheets["Odd"].tables[0].autofilter.apply_values(1, ["Łódź \U0001f600"])
    cells = LiveBook(book).cells("Odd")
    assert len(cells.rows) == 7 and cells.hidden == {4, 5, 6}


def test_every_sheet_of_the_sample_desk_reads_alike(sample: Path, big: xw.Book) -> None:
    live, file = LiveBook(big), open_book(sample)
    assert live.sheets == file.sheets
    for name in file.sheets:
        there, here = file.cells(name), live.cells(name)
        assert plain(here.rows) == plain(there.rows), name
        assert (here.hidden, {area[1:] for area in here.merged}, here.tables) == (
            there.hidden,
            {area[1:] for area in there.merged},
            there.tables,
        )


def plain(rows: list[list[Any]]) -> list[list[tuple[str, Any]]]:
    """Values with their types; blank is blank, and a row's end makes no difference."""
    found = []
    for row in rows:
        line = [("", "") if value in (None, "") else (type(value).__name__, value) for value in row]
        while line and line[-1] == ("", ""):
            line.pop()
        found.append(line)
    return found


JOBS: tuple[Callable[..., Any], ...] = (check, arrears, renewals)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.__name__)
def test_jobs_come_to_the_same(sample: Path, big: xw.Book, job: Callable[..., Any]) -> None:
    of_file, of_live = job(sample, as_of=DAY).run, job(LiveBook(big), as_of=DAY).run
    assert of_live.findings == of_file.findings
    assert (
        of_live.totals == of_file.totals and of_live.counts == of_file.counts and of_live.left_out == of_file.left_out
    )
    assert list(of_live.frames) == list(of_file.frames)
    for name, frame in of_file.frames.items():
        assert frame.equals(of_live.frames[name]), name


# -------------------------------------------------------------------------------------------- result sheets


def run_of(sample: Path) -> Run:
    return arrears(sample, as_of=DAY).run


def judged(path: Path) -> dict[str, list[list[Any]]]:
    """A workbook's cells, sheet by sheet, as openpyxl reads them from the file."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {sheet.title: [[day(value) for value in row] for row in sheet.iter_rows(values_only=True)] for sheet in book}


def day(value: Any) -> Any:
    return None if value == "" else value


def test_what_stands_in_the_open_workbook_is_what_a_file_gets(sample: Path, opened: Any, tmp_path: Path) -> None:
    run = run_of(sample)
    write_run(run, tmp_path / "arrears.xlsx")
    book = opened(shutil.copy(sample, tmp_path / "again.xlsx"))
    names = show_run(book, run)
    book.save(tmp_path / "saved.xlsx")
    there, here = judged(tmp_path / "arrears.xlsx"), judged(tmp_path / "saved.xlsx")
    assert list(names) == list(there)
    for name, rows in there.items():
        assert trimmed(here[name]) == trimmed(rows), name


def trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    found = [list(row) for row in rows]
    for row in found:
        while row and row[-1] is None:
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


def test_formats_links_and_filter_of_a_result_sheet(small: Path, opened: Any, tmp_path: Path) -> None:
    book = opened(small)
    show_run(book, run_of(small))
    book.save(tmp_path / "saved.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "saved.xlsx")
    items, problems = saved["Open items"], saved["Problems"]
    formats = {
        items.cell(1, column).value: items.cell(2, column).number_format for column in range(1, items.max_column + 1)
    }
    assert formats["entry"].endswith("@") and "dd/mm/yyyy" in formats["date"].lower()
    assert "#,##0.00" in formats["amount"]
    assert (
        problems["D2"].value
        == f'=HYPERLINK("#\'{problems["A2"].value}\'!{problems_cell(problems)}","{problems_cell(problems)}")'
    )
    (table,) = items.tables.values()
    assert table.ref == f"A1:N{items.max_row}" and table.autoFilter is not None


def problems_cell(sheet: Any) -> str:
    headings = [cell.value for cell in sheet[1]]
    column = headings.index("column") + 1
    assert sheet.cell(2, column).value
    return str(sheet["D2"].value).rpartition('","')[2].removesuffix('")')


def test_pressed_again_sheets_are_refreshed_and_not_doubled(small: Path, opened: Any) -> None:
    book, run = opened(small), run_of(small)
    before = list(book.sheet_names)
    names = show_run(book, run)
    sheet = book.sheets["Arrears"]
    sheet.range("A2:P500").value = "stale"
    sheet.range("A900").value = "below the end"
    sheet.range("A1").column_width = 33
    assert show_run(book, run) == names
    assert list(book.sheet_names) == [*before, *names]
    frame = run.frames["Arrears"]
    column = book.sheets["Arrears"].range((1, 1), (900, 1)).value
    assert column[1 : len(frame) + 1] == frame["account"].tolist()
    assert column[len(frame) + 1 :] == [None] * (899 - len(frame))
    assert sheet.range("A1").column_width == pytest.approx(33, abs=0.3)


def test_a_filter_on_a_result_sheet_is_taken_off_for_writing_and_put_back(small: Path, opened: Any) -> None:
    book, run = opened(small), run_of(small)
    show_run(book, run)
    sheet, frame = book.sheets["Arrears"], run.frames["Arrears"]
    status = list(frame.columns).index("status") + 1
    sheet.tables[0].autofilter.apply_values(status, ["held"])
    assert sheet.range((2, 1), (len(frame) + 1, 1)).rows.hidden is None
    show_run(book, run)
    assert sheet.range((2, 1), (len(frame) + 1, 1)).value == frame["account"].tolist()
    shown = [row for row in range(2, len(frame) + 2) if not sheet.range((row, 1)).rows.hidden]
    assert shown == [place + 2 for place, value in enumerate(frame["status"]) if value == "held"]


def test_a_sheet_of_the_user_keeps_its_name_and_ours_gets_another(small: Path, opened: Any) -> None:
    book = opened(small)
    own = book.sheets.add("Arrears", after=book.sheets[0])
    own["A1"].value = "my own notes"
    names = show_run(book, run_of(small))
    assert "Arrears (sheetops)" in names
    assert own["A1"].value == "my own notes" and not is_result(own)
    assert clear_results(book) == len(names)
    assert own["A1"].value == "my own notes"


def test_result_sheets_are_no_input(small: Path, opened: Any) -> None:
    book = opened(small)
    before = LiveBook(book).sheets
    show_run(book, run_of(small))
    assert LiveBook(book).sheets == before


def test_nothing_is_left_of_a_sheet_that_could_not_be_written(small: Path, opened: Any, monkeypatch: Any) -> None:
    from sheetops.excel.live import showing

    book, run = opened(small), run_of(small)
    show_run(book, run)

    def fails(sheet: xw.Sheet, page: Any) -> None:
        sheet["A1"].value = "half"
        raise RuntimeError("the program was closed")

    monkeypatch.setattr(showing, "_write", fails)
    with pytest.raises(RuntimeError):
        show_run(book, run)
    assert book.sheets["Summary"].range("A1:F60").value == [[None] * 6] * 60


def test_texts_stay_texts_in_the_open_workbook(opened: Any, small: Path) -> None:
    columns = [column.name for column in RESULTS["Letters"].columns]
    texts = ["001", "=1+1", "+4", "-3", "@SUM(A1)", "1/2", "TRUE", "1E5", "\t=2", "'quoted"]
    frame = pd.DataFrame(dict.fromkeys(columns, texts))
    book = opened(small)
    show_run(book, Run("letters", DAY, frames={"Letters": frame}))
    sheet = book.sheets["Letters"]
    there = sheet.range((2, 1), (len(texts) + 1, len(columns))).value
    assert there == [[text] * len(columns) for text in texts]


def test_a_hundred_thousand_rows_are_written_and_read_back(book: xw.Book) -> None:
    number = 100_000
    columns = [column.name for column in RESULTS["Letters"].columns]
    frame = pd.DataFrame({name: [f"{place:06}" for place in range(number)] for name in columns})
    more = {f"more {place}": [f"=text {row % 1000}" for row in range(number)] for place in range(20 - len(columns))}
    frame = frame.assign(**more)
    show_run(book, Run("letters", DAY, frames={"Letters": frame}))
    live = LiveBook(book)
    rows = _cells(live.name, book.sheets["Letters"]).rows
    assert len(rows) == number + 1 and len(rows[0]) == 20
    assert rows[1:] == frame[rows[0]].to_numpy(object).tolist()


# -------------------------------------------------------------------------------------------- calm


def state(app: xw.App) -> tuple[Any, ...]:
    return app.screen_updating, app.enable_events, app.display_alerts, app.calculation, app.status_bar


@pytest.mark.parametrize("error", [None, RuntimeError, KeyboardInterrupt])
def test_the_program_is_as_it_was_also_after_an_error(app: xw.App, book: xw.Book, error: Any) -> None:
    before = state(app)
    said: list[str] = []
    with pytest.raises(error or StopIteration), Calm(app, said.append) as calm:
        assert (app.screen_updating, app.calculation) == (False, "manual")
        calm("Reading Ledger", 0, 3)
        assert app.status_bar == "sheetops: Reading Ledger: 0 of 3 (0 %)"
        raise error or StopIteration
    assert state(app) == before and said == ["Reading Ledger: 0 of 3 (0 %)"]


def test_manual_calculation_of_the_user_stays(app: xw.App, book: xw.Book) -> None:
    app.calculation = "manual"
    try:
        with Calm(app):
            pass
        assert app.calculation == "manual"
    finally:
        app.calculation = "automatic"
