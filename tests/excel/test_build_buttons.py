"""The workbooks with buttons, as files: read back by programs that know nothing of sheetops."""

import datetime as dt
import re
import zipfile
from importlib.util import find_spec
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from sheetops.errors import SheetopsError
from sheetops.excel import macros
from sheetops.excel.catalogue import WORKBOOKS, Group
from sheetops.excel.macros import Program
from sheetops.excel.pinned import PINNED
from sheetops.excel.start import CONFIG_SHEET, CONTRACT, NAMES, SHEET, Outcome, Writer, receipt
from sheetops.jobs.arrears import arrears
from sheetops.jobs.check import check
from sheetops.jobs.renewals import renewals
from sheetops.jobs.samples import DAY
from sheetops.jobs.workbooks import write_workbook
from tests.excel.vba_judge import project_of, runs_by_itself, sources

COMMITTED = Path(__file__).parents[2] / "workbooks"
XLWINGS = Path(find_spec("xlwings").origin).parent
VML = {"v": "urn:schemas-microsoft-com:vml", "x": "urn:schemas-microsoft-com:office:excel"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("workbooks")
    for program in Program:
        (made / program.value).mkdir()
        for workbook in WORKBOOKS:
            write_workbook(made / program.value / workbook.file, workbook, program)
    return made


@pytest.fixture(
    params=[(workbook, program) for workbook in WORKBOOKS for program in Program],
    ids=lambda one: f"{one[0].name}-{one[1]}",
)
def built(request, folder):
    workbook, program = request.param
    return folder / program.value / workbook.file, workbook, program


@pytest.fixture(params=WORKBOOKS, ids=lambda workbook: workbook.name)
def for_excel(request, folder):
    return folder / "excel" / request.param.file, request.param


def parts(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


# ---------------------------------------------------------------------------------------------------------- the file


def test_the_workbooks_that_come_with_sheetops_are_those_that_are_built(for_excel):
    path, workbook = for_excel
    kept, made = parts(COMMITTED / workbook.file), parts(path)
    assert list(kept) == list(made)
    assert [name for name in made if name != "xl/vbaProject.bin" and kept[name] != made[name]] == []
    kept_macros, made_macros = (sources(some.pop("xl/vbaProject.bin")) for some in (kept, made))
    assert list(kept_macros) == list(made_macros)
    # The texts of xlwings are those of the version that was there when they were built, and change with it.
    theirs = set() if version(kept_macros) == version(made_macros) else {"xlwings.bas", "Dictionary.cls"}
    assert [name for name in made_macros if name not in theirs and kept_macros[name] != made_macros[name]] == []


def version(texts):
    return re.search(r'XLWINGS_VERSION As String = "([\d.]+)"', texts["xlwings.bas"])[1]


def test_building_twice_gives_equal_bytes(built, tmp_path):
    path, workbook, program = built
    write_workbook(tmp_path / workbook.file, workbook, program)
    assert (tmp_path / workbook.file).read_bytes() == path.read_bytes()


def test_a_validator_of_the_format_finds_nothing(built):
    result = OpenXmlValidator().validate(str(built[0]))
    assert result.is_valid and result.errors == []


def test_openpyxl_keeps_its_macros(built, tmp_path):
    path, workbook, _ = built
    openpyxl.load_workbook(path, keep_vba=True).save(tmp_path / workbook.file)
    assert project_of(tmp_path / workbook.file) == project_of(path)


def test_its_sheets_are_those_of_the_catalogue_between_start_and_the_settings(built):
    path, workbook, _ = built
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [SHEET, "Read me", *workbook.sheets, CONFIG_SHEET]
    assert book.active.title == SHEET
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == [CONFIG_SHEET]
    assert book[CONFIG_SHEET].sheet_state == "veryHidden"
    assert {name for sheet in book for name in sheet.tables} == {name.replace(" ", "_") for name in workbook.sheets}


# -------------------------------------------------------------------------------------------------------- the macros


def test_the_macros_are_ours_and_the_one_that_starts_python(built):
    path, workbook, program = built
    read = sources(project_of(path))
    own = [f"{workbook.module}.bas", "Sheetops.bas"]
    starting = ["xlwings.bas", "Dictionary.cls"] if program is Program.EXCEL else ["LibreOffice.bas"]
    documents = ["ThisWorkbook.cls", *(f"Sheet{n + 1}.cls" for n in range(len(workbook.sheets) + 3))]
    assert list(read) == [*documents, *own, *starting]
    assert sum("Public Function RunPython(" in text for text in read.values()) == 1
    assert all(text.count("\n") == text.count("\r\n") for text in read.values())


def test_all_but_the_module_that_starts_python_is_the_same_in_both_programs(folder):
    for workbook in WORKBOOKS:
        excel, office = (sources(project_of(folder / program.value / workbook.file)) for program in Program)
        shared = set(excel) & set(office)
        assert set(excel) ^ set(office) == {"xlwings.bas", "Dictionary.cls", "LibreOffice.bas"}
        assert [name for name in shared if excel[name] != office[name]] == []


def test_no_macro_runs_by_itself(built):
    for name, text in sources(project_of(built[0])).items():
        assert runs_by_itself(text) == [], name
        assert not re.search(r"\b(Sub|Function)\s+(Auto_?|Workbook_|Worksheet_|Document_|App_)", text, re.IGNORECASE), (
            name
        )
    assert runs_by_itself("Sub Workbook_Open()") and runs_by_itself("Sub Auto_Open()"), (
        "the judge sees what it looks for"
    )


def test_the_sheets_documents_have_no_code(built):
    for name, text in sources(project_of(built[0])).items():
        if name.startswith(("Sheet", "ThisWorkbook")) and name != "Sheetops.bas":
            assert all(line.startswith("Attribute VB_") for line in text.splitlines())


def test_the_code_names_of_the_file_are_those_of_the_project(built):
    given = parts(built[0])
    sheets = [name for name in given if name.startswith("xl/worksheets/sheet")]
    named = [
        re.search(rb'<sheetPr[^>]*codeName="(\w+)"', given[f"xl/worksheets/sheet{n + 1}.xml"])
        for n in range(len(sheets))
    ]
    assert [found[1].decode() for found in named] == [f"Sheet{n + 1}" for n in range(len(sheets))]
    assert b'codeName="ThisWorkbook"' in given["xl/workbook.xml"]
    assert {f"Sheet{n + 1}.cls" for n in range(len(sheets))} < set(sources(project_of(built[0])))


def test_a_missing_macro_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr("sheetops.resources.macros", lambda: tmp_path)
    with pytest.raises(SheetopsError, match=r"Renewals\.bas cannot be read \(No such file.*\)\. Install sheetops"):
        macros.modules(WORKBOOKS[0], Program.EXCEL)


# ----------------------------------------------------------------------------------------------------------- Start


def test_every_button_stands_on_start_once_and_calls_its_sub(built):
    path, workbook, _ = built
    found = buttons(path)
    assert {macro: caption for caption, macro in found} == {
        f"[0]!{workbook.module}.{button.sub}": caption
        for button, caption in zip(workbook.buttons, numbered(workbook.buttons), strict=True)
    }
    assert len(found) == len(workbook.buttons)


def buttons(path):
    """Return the caption and the macro of each button of each sheet."""
    drawings = (etree.fromstring(data) for name, data in parts(path).items() if name.endswith(".vml"))
    shapes = [shape for drawing in drawings for shape in drawing.iterfind(".//v:shape", VML)]
    kept = [shape for shape in shapes if shape.find("x:ClientData", VML).get("ObjectType") == "Button"]
    return [
        ("".join(shape.find("v:textbox", VML).itertext()), shape.findtext(".//x:FmlaMacro", None, VML))
        for shape in kept
    ]


def numbered(some):
    day = [button.caption for button in some if button.group is Group.DAY]
    others = [button.caption for button in some if button.group is not Group.DAY]
    return [f"{n}  {caption}" for n, caption in enumerate(day, 1)] + others


def test_start_has_room_for_twenty_buttons_in_three_groups_and_refuses_more(tmp_path, monkeypatch):
    button = WORKBOOKS[0].buttons[0]
    groups = [*[Group.DAY] * 13, *[Group.LOOK] * 4, *[Group.KEEP] * 3]
    some = tuple(button._replace(function=f"button_{n}", group=group) for n, group in enumerate(groups))
    monkeypatch.setattr("sheetops.excel.catalogue.BUTTONS", some)
    write_workbook(tmp_path / "many.xlsm", WORKBOOKS[0])
    assert len(buttons(tmp_path / "many.xlsm")) == 20
    monkeypatch.setattr("sheetops.excel.catalogue.BUTTONS", (*some, button))
    with pytest.raises(ValueError, match="renewals has 21 buttons: there is no room"):
        write_workbook(tmp_path / "more.xlsm", WORKBOOKS[0])


def test_every_name_refers_to_its_cells_and_no_other_name_is_there(built):
    book = openpyxl.load_workbook(built[0])
    defined = {name: one.attr_text for name, one in book.defined_names.items()}
    assert defined == {name.name: name.reference.removeprefix("=") for name in NAMES}
    assert dict(defined)["as_of"] == "'Start'!$C$5"
    assert dict(defined)["totals"] == "'Start'!$F$25:$H$35"


def test_named_cells_do_not_lie_upon_each_other_and_are_the_first_of_what_was_merged(built):
    sheet = openpyxl.load_workbook(built[0])[SHEET]
    taken = [cell for name in NAMES if name.sheet == SHEET for cell in cells(name)]
    assert len(taken) == len(set(taken))
    for merged in sheet.merged_cells.ranges:
        inside = set(merged.cells) & set(taken)
        assert inside <= {(merged.min_row, merged.min_col)}


def cells(name):
    area = name.area
    return [
        (r, c) for r in range(area.first_row, area.last_row + 1) for c in range(area.first_column, area.last_column + 1)
    ]


def test_what_stands_in_the_named_cells_of_a_new_workbook(built):
    path, workbook, _ = built
    book = openpyxl.load_workbook(path)
    found = {name.name: book[name.sheet].cell(name.first_row, name.first_column) for name in NAMES}
    filled = {name: cell.value for name, cell in found.items() if cell.value is not None}
    assert filled == {"as_of": dt.datetime(2026, 6, 30), "contract": str(CONTRACT), "desk": workbook.name}
    assert found["as_of"].number_format == "dd/mm/yyyy"
    texts = {name.name for name in NAMES if name.writer in (Writer.MACRO, Writer.PYTHON, Writer.BUILD)} - {
        "totals",
        "links",
    }
    assert {name for name in texts if found[name].number_format != "@"} == set()


def test_start_asks_for_a_day_and_for_a_language_that_there_are_letters_in(built):
    sheet = openpyxl.load_workbook(built[0])[SHEET]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert (rules["C5"].type, rules["C5"].errorStyle) == ("date", None)
    assert (rules["C7"].type, rules["C7"].formula1) == ("list", '"en,pl"')
    assert "sheetops-out" in rules["C6"].prompt


def test_start_says_of_every_button_what_it_does(built):
    path, workbook, _ = built
    said = {cell.value for row in openpyxl.load_workbook(path)[SHEET].iter_rows() for cell in row}
    assert {button.tooltip for button in workbook.buttons} <= said
    assert {workbook.title, workbook.purpose} <= said


def test_a_receipt_names_the_press_the_contract_and_the_outcome():
    assert receipt("P12-AB", Outcome.FINDINGS) == f"P12-AB {CONTRACT} findings"


# ------------------------------------------------------------------------------------------------------ xlwings.conf


def test_every_setting_that_xlwings_asks_for_is_pinned(built):
    asked = set(re.findall(r'GetConfig\("([^"]+)"', (XLWINGS / "xlwings.bas").read_text(encoding="cp1252")))
    asked |= set(re.findall(r'config\.get\("([A-Z_ ]+)"', (XLWINGS / "_xlwindows.py").read_text(encoding="utf-8")))
    assert len(asked) > 15 and asked <= set(PINNED)
    sheet = openpyxl.load_workbook(built[0])[CONFIG_SHEET]
    assert {row[0].value: row[1].value or "" for row in sheet.iter_rows(max_col=2)} == PINNED


def test_the_settings_that_could_choose_another_program_or_place_are_off():
    safe = {"ADD_WORKBOOK_TO_PYTHONPATH": "False", "USE UDF SERVER": "False", "SHOW CONSOLE": "False", "PYTHONPATH": ""}
    assert safe.items() <= PINNED.items()
    assert [key for key, value in PINNED.items() if value] == [
        *("ADD_WORKBOOK_TO_PYTHONPATH", "USE UDF SERVER", "UDF MODULES", "DEBUG UDFS", "SHOW CONSOLE"),
        *("SHOW_ERROR_POPUPS", "TEMP DIR"),
    ]


# ------------------------------------------------------------------------------------------------------- the samples


def test_check_finds_the_two_planted_mistakes_and_who_the_desk_is_not_yet(built):
    findings = check(built[0], as_of=DAY).run.findings
    planted = {
        ("Customers", "email", "nikau.radio@gmial.com", "email_domain_doubtful"),
        ("Ledger", "date", "31/02/2026", "day_impossible"),
        ("Participants", "email", "hugh.ellis@gmial.com", "email_domain_doubtful"),
        ("Claims", "invoice date", "31/02/2026", "day_impossible"),
    }
    assert {(f.sheet, f.column, f.value, f.check) for f in findings if f.sheet != "Policy"} == {
        one for one in planted if one[0] in built[1].sheets
    }
    assert {f.check for f in findings if f.sheet == "Policy"} == {"value_missing"}


def test_the_samples_show_every_kind_of_answer(folder):
    licences = renewals(folder / "excel" / "renewals.xlsm", as_of=DAY).run.frames["Renewals"]
    assert set(licences["status"]) == {"not due", "due", "early call", "in grace", "lapsed", "renewed"}
    accounts = arrears(folder / "excel" / "arrears.xlsm", as_of=DAY).run.frames["Arrears"]
    assert accounts["held"].astype(bool).sum() == 2
    assert set(accounts["next_level"].dropna()) >= {1, 2}
