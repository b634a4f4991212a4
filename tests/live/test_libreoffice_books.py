"""Workbooks opened, found again, saved and closed; the program's switches and messages."""

import datetime as dt
from pathlib import Path

import olefile
import openpyxl
import pytest
import xlwings as xw

from sheetops.errors import BookError, OutputError
from sheetops.excel.libreoffice import LibreOfficeError

pytestmark = pytest.mark.live


@pytest.fixture
def made(tmp_path):
    def make(folder: str, value: str, name: str = "desk.xlsx") -> Path:
        book = openpyxl.Workbook()
        book.active["A1"] = value
        (tmp_path / folder).mkdir(exist_ok=True)
        book.save(tmp_path / folder / name)
        return tmp_path / folder / name

    return make


@pytest.fixture(autouse=True)
def nothing_left_open(app):
    yield
    for book in app.books:
        book.close()
    app.display_alerts, app.calculation, app.screen_updating = True, "automatic", True


def test_xw_book_opens_a_file_and_finds_it_again(app, made):
    path = made("one", "x")
    opened = xw.Book(path)
    assert (opened.name, Path(opened.fullname), opened.sheets[0]["A1"].value) == ("desk.xlsx", path, "x")
    assert xw.Book(path) == xw.Book("desk.xlsx") == app.books["DESK.xlsx"] == xw.books.active == opened
    assert len(app.books) == 1
    assert opened.app == app == xw.apps.active


def test_book_caller_is_the_book_that_was_set(app, made, monkeypatch):
    monkeypatch.delattr(xw.Book, "_mock_caller", raising=False)
    opened = xw.Book(made("one", "x"))
    monkeypatch.setattr(xw.Book, "_mock_caller", opened, raising=False)
    other = app.books.add()
    assert xw.Book.caller() == opened != other


def test_several_books_are_told_apart(app, made):
    first, second = app.books.open(made("one", "1", "a.xlsx")), app.books.open(made("one", "2", "b.xlsx"))
    first.sheets[0]["B1"].value = "only here"
    assert [book.sheets[0]["A1:B1"].value for book in (first, second)] == [["1", "only here"], ["2", None]]
    second.close()
    assert [book.name for book in app.books] == ["a.xlsx"]


def test_a_second_book_of_the_same_name_is_refused_as_in_excel(app, made):
    app.books.open(made("one", "1"))
    with pytest.raises(ValueError, match="Cannot open two workbooks named"):
        app.books.open(made("two", "2"))
    assert app.books["desk.xlsx"].sheets[0]["A1"].value == "1"


def test_books_of_the_same_name_that_are_open_are_found_by_their_path(app, made):
    one, two = made("one", "1"), made("two", "2")
    for path in (one, two):
        app.impl.books.open(str(path))
    assert [xw.Book(path).sheets[0]["A1"].value for path in (one, two)] == ["1", "2"]


@pytest.mark.parametrize("name", ["saved.xlsx", "saved.ods", "saved.xls", "zażółć gęślą #1 100%.xlsx"])
def test_save_as(app, tmp_path, name):
    book = app.books.add()
    book.sheets[0]["A1"].value = [["001", dt.date(2026, 6, 30)]]
    book.save(tmp_path / name)
    assert (book.name, Path(book.fullname)) == (name, tmp_path / name)
    book.sheets[0]["A1"].value = "002"
    book.save()
    book.close()
    assert app.books.open(tmp_path / name).sheets[0]["A1:B1"].value == ["002", dt.datetime(2026, 6, 30)]


def test_a_book_that_was_never_saved_has_no_folder(app):
    book = app.books.add()
    assert Path(book.fullname).name == book.fullname == book.name


@pytest.mark.parametrize("name", ["saved.xlsb", "saved", "saved.docx"])
def test_kinds_of_files_that_cannot_be_written_are_named(app, tmp_path, name):
    with pytest.raises(OutputError, match=f"cannot save {name}"):
        app.books.add().save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said_and_the_book_stays_open(app, tmp_path):
    book = app.books.add()
    book.sheets[0]["A1"].value = "kept"
    with pytest.raises(OutputError, match="could not be saved: there is no folder"):
        book.save(tmp_path / "none" / "saved.xlsx")
    assert list(tmp_path.iterdir()) == []
    assert book.sheets[0]["A1"].value == "kept"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"%PDF-1.7"])
def test_a_file_that_is_no_workbook_is_refused_in_words(app, tmp_path, content):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(content)
    if content:
        with pytest.raises(BookError, match=r"could not open .*broken\.xlsx as a workbook"):
            app.books.open(path)
        assert len(app.books) == 0
    with pytest.raises(FileNotFoundError):
        app.books.open(tmp_path / "none.xlsx")


@pytest.mark.parametrize("name", ["secret.xlsx", "secret.xls"])
def test_a_password_opens_what_it_closed(app, tmp_path, name):
    path = tmp_path / name
    book = app.books.add()
    book.sheets[0]["A1"].value = "x"
    book.save(path, password="letmein")
    book.close()
    for password in (None, "wrong"):
        with pytest.raises(BookError, match="password"):
            app.books.open(path, password=password)
    assert app.books.open(path, password="letmein").sheets[0]["A1"].value == "x"
    if name == "secret.xlsx":
        assert is_encrypted(path)


def is_encrypted(path: Path) -> bool:
    found = olefile.OleFileIO(path)
    try:
        return found.exists("EncryptedPackage")
    finally:
        found.close()


def test_a_file_that_cannot_have_a_password_is_not_written_without(app, tmp_path):
    with pytest.raises(OutputError, match=r"saved\.csv cannot have a password"):
        app.books.add().save(tmp_path / "saved.csv", password="letmein")
    assert list(tmp_path.iterdir()) == []


def test_a_book_that_is_open_in_another_libreoffice_is_said(app, made):
    path = made("one", "x")
    other = xw.App(impl=app.engine.apps.impl.add(visible=False))
    other.books.open(path)
    with pytest.raises(BookError, match="is open in another LibreOffice"):
        app.books.open(path)
    other.quit()
    assert app.books.open(path).sheets[0]["A1"].value == "x"


def test_a_book_that_somebody_else_has_open_cannot_be_saved_over(app, made):
    path = made("one", "x")
    lock = path.with_name(".~lock.desk.xlsx#")
    lock.write_text("Ann,ann,elsewhere,21.11.2026 10:00,file:///home/ann/profile;", encoding="utf-8")
    opened = app.books.open(path)
    with pytest.raises(LibreOfficeError, match=r"desk\.xlsx .*is open for reading only: .* somebody else has it open"):
        opened.sheets[0]["A1"].value = "y"
    with pytest.raises(OutputError, match="Close the file if it is open elsewhere"):
        opened.save()
    assert (opened.sheets[0]["A1"].value, openpyxl.load_workbook(path).active["A1"].value) == ("x", "x")


def test_close_does_not_save(app, made):
    path = made("one", "x")
    opened = app.books.open(path)
    opened.sheets[0]["A1"].value = "y"
    opened.close()
    assert openpyxl.load_workbook(path).active["A1"].value == "x"


def test_a_closed_book_is_said_in_words(app, made):
    opened = app.books.open(made("one", "x"))
    sheet = opened.sheets[0]
    opened.close()
    with pytest.raises(LibreOfficeError, match=r"LibreOffice refused|LibreOffice was closed"):
        sheet["A1"].value  # noqa: B018


def test_a_pdf_shows_the_visible_sheets(app, tmp_path):
    book = app.books.add()
    book.sheets[0]["A1"].value = "shown"
    book.to_pdf(tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_the_status_bar_shows_a_text_and_comes_back(app):
    app.books.add()
    assert app.status_bar is False
    with app.properties(status_bar="Checking 20 of 100"):
        assert app.status_bar == "Checking 20 of 100"
    assert app.status_bar is False


def test_screen_updating_is_switched_off_and_given_back(app):
    books = [app.books.add(), app.books.add()]
    with app.properties(screen_updating=False):
        assert app.screen_updating is False
        assert all(book.api.hasControllersLocked() and book.api.isActionLocked() for book in books)
        app.screen_updating = False
        books[0].sheets[0]["A1"].value = 1
    assert app.screen_updating is True
    assert not any(book.api.hasControllersLocked() or book.api.isActionLocked() for book in books)


def test_screen_updating_comes_back_when_a_book_was_closed_meanwhile(app):
    kept, closed = app.books.add(), app.books.add()
    app.screen_updating = False
    closed.close()
    app.screen_updating = True
    assert not kept.api.hasControllersLocked()


def test_calculation(app):
    sheet = app.books.add().sheets[0]
    sheet["A1"].value = 1
    sheet["B1"].formula = "=A1*2"
    with app.properties(calculation="manual"):
        sheet["A1"].value = 5
        assert (app.calculation, sheet["B1"].value) == ("manual", 2)
        app.calculate()
        assert sheet["B1"].value == 10
    assert app.calculation == "automatic"


@pytest.mark.parametrize(
    ("buttons", "answer"), [("ok", "ok"), ("ok_cancel", "cancel"), ("yes_no", "no"), ("yes_no_cancel", "cancel")]
)
def test_without_a_screen_a_message_is_kept_and_answered_with_care(app, buttons, answer):
    app.impl.office.alerts.clear()
    assert app.alert("3 letters were made.", "Letters", buttons) == answer
    assert app.impl.office.alerts == ["Letters: 3 letters were made."]


def test_selection(app):
    sheet = app.books.add().sheets[0]
    sheet["B2:C4"].select()
    assert app.selection.address == "$B$2:$C$4"
    sheet["A1,C3"].select()
    assert app.selection.address == "$A$1,$C$3"


def test_the_program_tells_its_version_number_and_place(app):
    assert app.version.major >= 7
    assert app.pid == app.hwnd in xw.apps.keys()
    assert Path(app.path).is_dir()
    assert repr(app) == f"<App [libreoffice] {app.pid}>"
