"""Buttons of an .xlsm, really pressed."""

import time
import warnings
from pathlib import Path

import pytest
import xlwings as xw

from sheetops.excel.libreoffice import LibreOfficeError, controls, press
from tests.live.macrobook import macro_book

pytestmark = pytest.mark.live

SOURCE = """
Sub CheckSheets()
    Sheets("Start").Range("A1").Value = "checked"
End Sub
Sub Broken()
    Sheets("No such sheet").Range("A1").Value = 1
End Sub
Function Twice(x)
    Twice = 2 * x
End Function
Sub Endless()
    Do
        Wait 20
    Loop Until Sheets("Start").Range("B1").Value = "stop"
    Sheets("Start").Range("C1").Value = "ended"
End Sub
"""
BUTTONS = {"Check sheets": "CheckSheets", "Make trouble": "Broken", "Wait": "Endless", "Nothing": ""}


@pytest.fixture
def desk(app: xw.App, tmp_path: Path):
    opened = app.books.open(macro_book(tmp_path / "desk.xlsm", SOURCE, BUTTONS))
    yield opened
    opened.close()


def test_the_workbook_of_these_tests_has_its_macro(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # oletools' own, about pyparsing
        from oletools.olevba import VBA_Parser
    parsed = VBA_Parser(str(macro_book(tmp_path / "desk.xlsm", SOURCE, BUTTONS)))
    sources = {name: text for _, _, name, text in parsed.extract_macros()}
    parsed.close()
    assert "Sub CheckSheets()" in sources["Desk.bas"]


def test_controls_lists_the_buttons_with_their_macros(desk):
    found = {(control.sheet, control.caption): control.macro for control in controls(desk)}
    assert found[("Start", "Check sheets")] == "Desk.CheckSheets"
    assert len(found) == 4


@pytest.mark.parametrize("by", ["Check sheets", "check SHEETS", "Desk.CheckSheets", "CheckSheets"])
def test_a_pressed_button_runs_its_macro(desk, by):
    assert desk.sheets["Start"]["A1"].value is None
    press(desk, "Start", by)
    assert desk.sheets["Start"]["A1"].value == "checked"


def test_a_button_that_is_not_there_is_named_with_those_that_are(desk):
    with pytest.raises(LibreOfficeError, match=r"Start has no button Print\. Its buttons: Check sheets, Make trouble"):
        press(desk, "Start", "Print")


def test_a_macro_that_hangs_is_given_up_after_the_timeout(desk):
    with pytest.raises(LibreOfficeError, match=r"has not come back after 0\.5 seconds"):
        press(desk, "Start", "Wait", timeout=0.5)
    desk.sheets["Start"]["B1"].value = "stop"
    until = time.monotonic() + 10
    while desk.sheets["Start"]["C1"].value != "ended":
        assert time.monotonic() < until
        time.sleep(0.05)
    press(desk, "Start", "Check sheets")  # comes back only when the other macro has ended


def test_xlwings_runs_a_macro_and_returns_its_result(desk):
    assert desk.macro("Twice")(21) == 42
    with pytest.raises(LibreOfficeError, match="No open workbook has a macro"):
        desk.macro("Thrice")(1)
