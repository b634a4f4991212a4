"""Every button has its Sub, every Sub its function, and nothing is half added."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from sheetops import buttons
from sheetops.excel.catalogue import BUTTONS, WORKBOOKS
from sheetops.sheets import SHEETS

MACROS = Path(__file__).parents[1] / "macros"
SUB = re.compile(r'^Public Sub (\w+)\(\)\n    Press "(\w+)"\nEnd Sub$', re.MULTILINE)


def functions():
    tree = ast.parse(inspect.getsource(buttons))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"}


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_a_workbooks_subs_are_those_of_its_buttons_in_their_order_and_nothing_else(workbook):
    text = (MACROS / f"{workbook.module}.bas").read_text(encoding="ascii")
    assert SUB.findall(text) == [(button.sub, button.function) for button in workbook.buttons]
    rest = SUB.sub("", text).split("\n")
    assert [line for line in rest if line and not line.startswith("'")] == [
        f'Attribute VB_Name = "{workbook.module}"',
        "Option Explicit",
    ]


def test_every_button_has_its_function_and_every_function_its_button():
    assert set(functions()) == {button.function for button in BUTTONS}


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.function)
def test_a_buttons_function_takes_nothing_and_says_what_it_does(button):
    node = functions()[button.function]
    assert not node.args.args and not node.args.kwonlyargs
    assert ast.get_docstring(node)


def test_every_button_is_on_a_workbook_and_explains_itself():
    assert {name for button in BUTTONS for name in button.workbooks} == {workbook.name for workbook in WORKBOOKS}
    for button in BUTTONS:
        assert button.workbooks and len(button.caption) <= 20 and button.tooltip.endswith(".")
    assert len({button.function for button in BUTTONS}) == len(BUTTONS)
    for workbook in WORKBOOKS:
        assert len({button.caption for button in workbook.buttons}) == len(workbook.buttons)


def test_every_macro_file_belongs_to_a_workbook_or_is_shared():
    assert {path.name for path in MACROS.rglob("*.bas")} == {
        *(f"{workbook.module}.bas" for workbook in WORKBOOKS),
        *("Sheetops.bas", "LibreOffice.bas"),
    }


def test_workbooks_hold_sheets_that_there_are():
    for workbook in WORKBOOKS:
        assert set(workbook.sheets) <= set(SHEETS)


def test_every_test_that_the_page_about_buttons_names_is_there():
    tests = Path(__file__).parent
    page = (tests.parent / "docs" / "buttons.md").read_text(encoding="utf-8")
    there = {
        name for path in tests.rglob("test_*.py") for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))
    }
    named = set(re.findall(r"`(test_\w+)`", page))
    files = set(re.findall(r"\b(tests/[\w/]+\.py)\b", page))
    assert len(named) > 15 and named <= there
    assert {file for file in files if not (tests.parent / file).is_file()} == set()
