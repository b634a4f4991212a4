"""The macros of the built workbooks, pressed in LibreOffice: what they do when no answer comes, and when one does."""

import shutil
import sys
import threading
import time
from pathlib import Path

import pytest
import xlwings as xw

from sheetops import resources
from sheetops.excel.catalogue import WORKBOOKS
from sheetops.excel.interpreter import set_interpreter
from sheetops.excel.libreoffice import bridge, controls, press
from sheetops.excel.macros import Program
from sheetops.excel.start import CONTRACT, SHEET
from sheetops.jobs.doctor import State
from sheetops.jobs.excel_doctor import tried
from sheetops.jobs.workbooks import write_workbook

pytestmark = pytest.mark.live

HELP = "Help"


SILENT = "Nothing came back from sheetops, and nothing was changed. The usual reasons:"


def changed(monkeypatch, tmp_path, module, before, after):
    """Ship the macros with one line changed."""
    copied = tmp_path / "macros"
    shutil.copytree(resources.macros(), copied)
    text = (copied / module).read_text(encoding="ascii")
    assert text.count(before) == 1
    (copied / module).write_text(text.replace(before, after), encoding="ascii")
    monkeypatch.setattr("sheetops.resources.macros", lambda: copied)


@pytest.fixture
def impatient(monkeypatch, tmp_path):
    """Let the macros wait for two seconds instead of sixty, everything else as it ships."""
    module = "libreoffice/LibreOffice.bas"
    changed(monkeypatch, tmp_path, module, "PATIENCE As Long = 60", "PATIENCE As Long = 2")


def desk(app: xw.App, folder: Path, python: str, name: str = "renewals.xlsm") -> xw.Book:
    folder.mkdir(exist_ok=True)
    path = folder / name
    write_workbook(path, WORKBOOKS[0], Program.LIBREOFFICE)
    if python:
        set_interpreter(path, python, ["INTERPRETER"])
    return app.books.open(path)


@pytest.fixture
def opened(app: xw.App, tmp_path: Path):
    books: list[xw.Book] = []

    def give(python: str = sys.executable, **more: str) -> xw.Book:
        books.append(desk(app, tmp_path / more.get("folder", "desk"), python))
        return books[-1]

    yield give
    for book in books:
        book.close()


def said(book: xw.Book) -> dict[str, str]:
    return {
        name: str(book.names[name].refers_to_range[0, 0].value or "")
        for name in ("nonce", "receipt", "status", "message")
    }


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_every_button_is_bound_to_its_sub(app, tmp_path, workbook):
    write_workbook(tmp_path / workbook.file, workbook, Program.LIBREOFFICE)
    book = app.books.open(tmp_path / workbook.file)
    try:
        bound = {control.macro for control in controls(book) if control.sheet == SHEET}
    finally:
        book.close()
    assert bound == {f"{workbook.module}.{button.sub}" for button in workbook.buttons}


@pytest.mark.parametrize("folder", ["desk", "Zoë & Co's desk; 100% #1"])
def test_a_press_is_answered_with_its_own_number_and_a_new_one_each_time(opened, folder):
    book = opened(folder=folder)
    press(book, SHEET, HELP)
    first = said(book)
    assert first["receipt"] == f"{first['nonce']} {CONTRACT} fine" and first["status"] == "Done"
    assert "Fill in the day" in first["message"]
    press(book, SHEET, HELP)
    assert said(book)["nonce"] != first["nonce"]


def test_a_workbook_that_does_not_know_python_says_where_to_read_on(opened):
    book = opened(python="")
    press(book, SHEET, HELP)
    answer = said(book)
    assert answer["message"].startswith("This workbook does not know yet where Python is on this computer. README.txt")
    assert (answer["nonce"], answer["status"]) == ("", "Stopped")


def test_a_workbook_that_was_never_saved_is_to_be_saved_first(app, opened):
    url = opened().api.getURL()
    options = bridge.properties(Hidden=True, AsTemplate=True, MacroExecutionMode=4)
    unsaved = app.impl.office.desktop.loadComponentFromURL(url, "_blank", 0, options)
    try:
        button = "vnd.sun.star.script:VBAProject.Renewals.ShowHelp?language=Basic&location=document"
        unsaved.getScriptProvider().getScript(button).invoke((), (), ())
        cell = unsaved.NamedRanges.getByName("message").getReferredCells().getCellByPosition(0, 0)
        assert cell.String == "Save this workbook first, in a folder of its own on this computer, and press again."
    finally:
        unsaved.close(True)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("https://d.docs.live.net/1234/desk/renewals.xlsm", "This workbook was opened from the web (OneDrive or Share"),
        (
            "C:\\letters; 2025\\renewals.xlsm",
            "The name of this workbook or of one of its folders holds a semicolon (;)",
        ),
    ],
)
def test_places_that_excel_names_are_refused_before_anything_starts(monkeypatch, tmp_path, opened, place, expected):
    """LibreOffice names its documents otherwise: the macro is given the name that Excel would give it."""
    changed(monkeypatch, tmp_path, "Sheetops.bas", "Place = ThisWorkbook.FullName", f'Place = "{place}"')
    book = opened()
    press(book, SHEET, HELP)
    answer = said(book)
    assert answer["message"].startswith(expected) and answer["status"] == "Stopped"
    assert (answer["nonce"], answer["receipt"]) == ("", "")


def test_a_second_press_while_one_is_answered_starts_nothing(opened):
    book = opened()
    first = threading.Thread(target=press, args=(book, SHEET, "WorkOutRenewals"))
    first.start()
    until = time.monotonic() + 10
    while said(book)["status"] != "Starting" and time.monotonic() < until:
        time.sleep(0.01)
    nonce = said(book)["nonce"]
    press(book, SHEET, HELP, timeout=5)  # comes back at once: the macro says that it is busy
    assert said(book)["nonce"] == nonce and said(book)["receipt"] == ""
    first.join(60)
    assert said(book)["receipt"].split()[0] == nonce and "The result is on the sheets" in said(book)["message"]


def test_what_doctor_tries_in_excel_works_here(app, impatient, tmp_path):
    path = tmp_path / "renewals.xlsm"
    write_workbook(path, WORKBOOKS[0], Program.LIBREOFFICE)
    untold = tried(app, path)
    assert (untold.state, untold.seen[:48]) == (State.MISSING, "This workbook does not know yet where Python is ")
    set_interpreter(path, "/no/such/python", ["INTERPRETER"])
    gone = tried(app, path)
    assert (gone.state, gone.seen) == (State.MISSING, SILENT)
    set_interpreter(path, sys.executable, ["INTERPRETER"])
    assert tried(app, path).state is State.FINE
    assert path.name not in {book.name for book in app.books}


def test_a_python_that_is_gone_is_said(impatient, opened):
    book = opened(python="/no/such/python")
    began = time.monotonic()
    press(book, SHEET, HELP, timeout=20)
    answer = said(book)
    assert answer["message"].startswith("Nothing came back from sheetops, and nothing was changed.")
    assert 'sheetops run "renewals.xlsm"' in answer["message"] and "sheetops watch" in answer["message"]
    assert len(answer["message"]) < 1000  # a message box shows no more
    assert answer["receipt"] == "" and answer["nonce"] != "" and answer["status"] == "Stopped"
    assert time.monotonic() - began < 15


def test_a_program_that_does_not_answer_is_waited_for_and_then_said(impatient, opened):
    book = opened(python=shutil.which("true") or sys.executable)
    began = time.monotonic()
    press(book, SHEET, HELP, timeout=20)
    assert "Nothing came back from sheetops" in said(book)["message"]
    assert time.monotonic() - began > 1.9


def test_a_workbook_of_another_version_is_told_apart_by_the_macro_too(opened):
    book = opened()
    book.names["contract"].refers_to_range.value = "99"
    press(book, SHEET, HELP)
    answer = said(book)
    assert answer["message"].startswith("This workbook and the sheetops on this computer belong to different versions.")
    assert answer["status"] == "Stopped" and answer["receipt"].split()[:2] == [answer["nonce"], str(CONTRACT)]


@pytest.mark.parametrize("name", ["nonce", "interpreter_mac"])
def test_a_deleted_name_is_said_before_anything_starts(opened, name):
    book = opened()
    before = {one: str(book.names[one].refers_to_range[0, 0].value or "") for one in {"nonce", "receipt"} - {name}}
    book.names[name].delete()
    press(book, SHEET, HELP)
    message = str(book.names["message"].refers_to_range[0, 0].value)
    assert message.startswith("A cell that the buttons need is no longer there: somebody deleted the sheet Start")
    assert {one: str(book.names[one].refers_to_range[0, 0].value or "") for one in before} == before
