"""The line that names the Python program, in workbooks as Excel and other programs leave them."""

import zipfile

import openpyxl
import pytest

from sheetops.errors import BookError
from sheetops.excel.catalogue import WORKBOOKS
from sheetops.excel.interpreter import interpreters, set_interpreter, settings_for
from sheetops.excel.start import CONFIG_SHEET
from sheetops.jobs.interpreters import tell_workbooks
from sheetops.jobs.workbooks import write_workbook

PYTHON = r"C:\Users\Zoë & co\Python <3>\python.exe"


@pytest.fixture
def desk(tmp_path):
    write_workbook(tmp_path / "renewals.xlsm", WORKBOOKS[0])
    return tmp_path / "renewals.xlsm"


def contents(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_line_is_written_and_nothing_else_changes(desk):
    before = contents(desk)
    set_interpreter(desk, PYTHON, ["INTERPRETER_WIN"])
    after = contents(desk)
    assert list(before) == list(after)
    assert len([name for name in before if before[name] != after[name]]) == 1
    assert interpreters(desk) == {"INTERPRETER_WIN": PYTHON, "INTERPRETER_MAC": "", "INTERPRETER": ""}
    sheet = openpyxl.load_workbook(desk)[CONFIG_SHEET]
    assert (sheet["B1"].value, sheet["B1"].number_format, sheet["B2"].value) == (PYTHON, "@", None)


def test_it_is_written_again_over_another(desk):
    set_interpreter(desk, PYTHON, ["INTERPRETER_WIN", "INTERPRETER"])
    set_interpreter(desk, "/usr/bin/python3", ["INTERPRETER"])
    assert interpreters(desk) == {"INTERPRETER_WIN": PYTHON, "INTERPRETER_MAC": "", "INTERPRETER": "/usr/bin/python3"}


def test_cells_that_another_program_left_out_or_keeps_as_shared_text_are_found(desk, tmp_path):
    set_interpreter(desk, PYTHON, ["INTERPRETER_WIN"])
    book = openpyxl.load_workbook(desk, keep_vba=True)
    for cell in ("B2", "B3"):
        book[CONFIG_SHEET][cell].style = "Normal"
        del book[CONFIG_SHEET]._cells[(int(cell[1]), 2)]
    book.save(tmp_path / "saved.xlsm")
    set_interpreter(tmp_path / "saved.xlsm", "new", ["INTERPRETER_WIN", "INTERPRETER"])
    assert interpreters(tmp_path / "saved.xlsm") == {
        "INTERPRETER_WIN": "new",
        "INTERPRETER_MAC": "",
        "INTERPRETER": "new",
    }


@pytest.mark.parametrize(
    ("platform", "settings"),
    [
        ("win32", ("INTERPRETER_WIN", "INTERPRETER")),
        ("darwin", ("INTERPRETER_MAC", "INTERPRETER")),
        ("linux", ("INTERPRETER",)),
    ],
)
def test_which_lines_a_system_needs(platform, settings):
    assert settings_for(platform) == settings


def test_a_workbook_without_buttons_is_refused_and_stays_as_it_is(tmp_path):
    openpyxl.Workbook().save(tmp_path / "mine.xlsx")
    before = (tmp_path / "mine.xlsx").read_bytes()
    for act in (interpreters, lambda path: set_interpreter(path, PYTHON, ["INTERPRETER"])):
        with pytest.raises(BookError, match=r"mine\.xlsx is no workbook with buttons of sheetops"):
            act(tmp_path / "mine.xlsx")
    assert (tmp_path / "mine.xlsx").read_bytes() == before


def test_doctor_tells_every_workbook_with_buttons_once(desk, tmp_path):
    openpyxl.Workbook().save(tmp_path / "mine.xlsm")
    (tmp_path / "~$renewals.xlsm").write_bytes(b"the owner")
    first, second = tell_workbooks(tmp_path), tell_workbooks(tmp_path)
    assert [(probe.what, probe.state) for probe in first] == [("renewals.xlsm", "fine")]
    assert "now start" in first[0].seen and "(before: nothing)" in first[0].seen
    assert "now" not in second[0].seen
    assert interpreters(desk)["INTERPRETER"]


def test_doctor_says_when_there_is_no_workbook_with_buttons(tmp_path):
    (probe,) = tell_workbooks(tmp_path)
    assert (probe.state, probe.cure) == ("note", f"Type: sheetops init {tmp_path}")
