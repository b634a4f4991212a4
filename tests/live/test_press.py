"""The buttons of the built workbooks, really pressed in LibreOffice: the macro starts Python, Python answers."""

import datetime as dt
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from sheetops.errors import SheetopsError
from sheetops.excel import start
from sheetops.excel.catalogue import WORKBOOKS, Workbook
from sheetops.excel.interpreter import set_interpreter, settings_for
from sheetops.excel.libreoffice import controls, press
from sheetops.excel.live.front import Front
from sheetops.excel.live.own import is_result
from sheetops.excel.live.showing import clear_results
from sheetops.excel.macros import Program
from sheetops.excel.read import open_book
from sheetops.jobs.arrears import arrears
from sheetops.jobs.asked import asked
from sheetops.jobs.calls import calls
from sheetops.jobs.charges import charges
from sheetops.jobs.check import check
from sheetops.jobs.complaints import complaints
from sheetops.jobs.credit_notes import credit_notes
from sheetops.jobs.explain import explain
from sheetops.jobs.hardship import hardship
from sheetops.jobs.invoices import invoices
from sheetops.jobs.letters import letters
from sheetops.jobs.plans import plans
from sheetops.jobs.promises import promises
from sheetops.jobs.referrals import referrals
from sheetops.jobs.renewals import renewals as renewals_job
from sheetops.jobs.report import report
from sheetops.jobs.restrictions import restrictions
from sheetops.jobs.samples import DAY
from sheetops.jobs.workbooks import write_workbook
from sheetops.model import Outcome

pytestmark = pytest.mark.live

BY_NAME = {workbook.name: workbook for workbook in WORKBOOKS}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each workbook as LibreOffice gets it, told where this Python is."""
    folder = tmp_path_factory.mktemp("workbooks")
    return {name: ready(folder / f"{name}.xlsm", workbook) for name, workbook in BY_NAME.items()}


def ready(path: Path, workbook: Workbook) -> Path:
    write_workbook(path, workbook, Program.LIBREOFFICE)
    set_interpreter(path, sys.executable, settings_for())
    return path


class Desk:
    """A workbook with buttons, open in LibreOffice, and what a person sees and does there."""

    def __init__(self, app: xw.App, path: Path) -> None:
        self.app, self.path = app, path
        # Not xlwings' own open: it refuses a second workbook of one name, which a person may well have open.
        self.book = xw.Book(impl=app.impl.books.open(str(path)))
        self.alerts = app.impl.office.alerts

    def press(self, sub: str) -> str:
        """Press a button and return the message that it leaves."""
        press(self.book, start.SHEET, sub, timeout=60)
        return self.says("message")

    def cells(self, name: str) -> Any:
        return self.book.names[name].refers_to_range

    def says(self, name: str) -> Any:
        return self.cells(name)[0, 0].value

    @property
    def outcome(self) -> str:
        nonce, contract, outcome = self.says("receipt").split()
        assert nonce == self.says("nonce") and contract == str(start.CONTRACT)
        return outcome

    @property
    def results(self) -> list[str]:
        return [sheet.name for sheet in self.book.sheets if is_result(sheet)]

    def figures(self) -> dict[str, Any]:
        return {row[0]: row[1] for row in self.cells("totals").value if row[0]}


@pytest.fixture
def renewals(app: xw.App, built: dict[str, Path], tmp_path: Path) -> Iterator[Desk]:
    yield from opened(app, built["renewals"], tmp_path)


@pytest.fixture
def desk(app: xw.App, built: dict[str, Path], tmp_path: Path) -> Iterator[Desk]:
    yield from opened(app, built["arrears"], tmp_path)


def opened(app: xw.App, path: Path, folder: Path) -> Iterator[Desk]:
    found = Desk(app, Path(shutil.copy(path, folder)))
    yield found
    found.book.close()


ACCOUNT = "SAMPLE-3"
"""The account that is typed on Start to be explained."""
OF_COMMANDS: tuple[tuple[str, str, Callable[..., Outcome]], ...] = (
    ("renewals", "check_sheets", check),
    ("renewals", "work_out_renewals", renewals_job),
    ("renewals", "list_renewal_calls", partial(calls, about="renewals")),
    ("renewals", "make_letters", letters),
    ("renewals", "make_invoices", invoices),
    ("renewals", "explain_account", partial(explain, account=ACCOUNT)),
    ("arrears", "check_sheets", check),
    ("arrears", "work_out_arrears", arrears),
    ("arrears", "judge_promises", promises),
    ("arrears", "follow_plans", plans),
    ("arrears", "work_out_charges", charges),
    ("arrears", "list_arrears_calls", partial(calls, about="arrears")),
    ("arrears", "review_holds", complaints),
    ("arrears", "make_letters", letters),
    ("arrears", "make_credit_notes", credit_notes),
    ("arrears", "work_out_restrictions", restrictions),
    ("arrears", "monthly_report", report),
    ("arrears", "keep_hardship", hardship),
    ("arrears", "work_out_referrals", referrals),
    ("arrears", "explain_account", partial(explain, account=ACCOUNT)),
)
"""Each button with its workbook, and the job of the command line that is to come to the same."""
NAMES = {
    ("work_out_renewals", "Notices due"): "Renewal notices due",
    ("make_letters", "Notices"): "Notices to add",
}
"""Result sheets that go by another name beside the desk's own."""
ONLY_IN_FILES = {
    "check_sheets": {"Policy", "Customers", "Ledger"},
    "work_out_renewals": {"Charts"},
    "monthly_report": {"Charts"},
}
"""The faulty rows are marked where they stand; charts are drawn in files."""


def values(book: xw.Book, sheet: str) -> list[list[Any]]:
    rows = book.sheets[sheet].used_range.options(ndim=2).value
    return [[value.date() if isinstance(value, dt.datetime) else value for value in row] for row in rows]


def file_values(path: Path, sheet: str) -> list[list[Any]]:
    rows = open_book(path).cells(sheet).rows
    width = max(map(len, rows))
    return [[None if value == "" else value for value in [*row, *[""] * (width - len(row))]] for row in rows]


# ---------------------------------------------------------------------------------------------- each button


@dataclass(frozen=True)
class Pressed:
    """What one press left behind: on Start, and the result sheets of the workbook after it, in their order."""

    message: str
    outcome: str
    status: str
    calm: bool
    last_run: str
    figures: dict[str, Any]
    links: list[list[Any]]
    first_link: str
    sheets: dict[str, list[list[Any]]]


@dataclass(frozen=True)
class Day:
    """Every button of a workbook pressed once, from top to bottom, each with an empty set of result sheets."""

    path: Path
    same: bool
    pressed: dict[str, Pressed]


def day_of(app: xw.App, built: Path, folder: Path) -> Day:
    desk = Desk(app, Path(shutil.copy(built, folder)))
    desk.cells("account").value = ACCOUNT
    before, pressed = desk.path.read_bytes(), {}
    for button in BY_NAME[built.stem].buttons:
        if button.function in TAKING:
            continue
        message = desk.press(button.sub)
        links = desk.cells("links")
        pressed[button.function] = Pressed(
            message,
            desk.outcome,
            desk.says("status"),
            desk.app.status_bar is False and desk.app.screen_updating,
            desk.says("last_run"),
            desk.figures(),
            links.value,
            links[0, 0].formula,
            {name: values(desk.book, name) for name in desk.results},
        )
        clear_results(desk.book)
    same = desk.path.read_bytes() == before
    desk.book.close()
    return Day(desk.path, same, pressed)


TAKING = ("clear_results", "remove_samples")
"""The buttons that take something away have a workbook of their own below."""


@pytest.fixture(scope="module")
def days(app: xw.App, built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Day]:
    return {name: day_of(app, path, tmp_path_factory.mktemp(f"day-{name}")) for name, path in built.items()}


def test_every_button_is_bound_to_its_sub(renewals: Desk, desk: Desk) -> None:
    for one, name in ((renewals, "renewals"), (desk, "arrears")):
        subs = [button.sub for button in BY_NAME[name].buttons]
        assert sorted(control.macro.rpartition(".")[2] for control in controls(one.book)) == sorted(subs)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_button_is_answered_and_the_file_stays_as_it_was(days: dict[str, Day], name: str) -> None:
    day = days[name]
    assert day.same and len(day.pressed) == len(BY_NAME[name].buttons) - len(TAKING)
    for button, one in day.pressed.items():
        assert one.outcome in ("fine", "findings"), (button, one.message)
        assert one.message and "Traceback" not in one.message and len(one.message) <= 1000
        assert one.status == "Done" and one.calm, button
        assert "Summary" in one.sheets or button == "show_help"


def test_reconcile_holds_the_kept_pairs_of_exports_against_each_other(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "bank.csv").write_text("id,amount\n001,5.00\n002,6.00\n", encoding="utf-8")
    (tmp_path / "crm.csv").write_text("id,amount\n1,5.01\n2,6.50\n3,1.00\n", encoding="utf-8")
    sheet = desk.book.sheets["Reconciliations"]
    headings = sheet.range("A1").expand("right").value
    kept = {"reconciliation": "Bank", "left": "bank.csv", "right": "crm.csv", "key": "id", "passing": "zeros"}
    for heading, value in {**kept, "tolerance": 0.01}.items():
        sheet.range((2, headings.index(heading) + 1)).value = value
    for _ in range(2):
        message = desk.press("ReconcileSaved")
        assert desk.outcome in ("fine", "findings"), (message, values(desk.book, "Problems"))
        assert "Reconciled" in message
        row = dict(zip(*values(desk.book, "Reconciled"), strict=True))
        assert (row["status"], row["matched"], row["differs"], row["only_right"]) == ("breaks", 1, 1, 1)
    assert (tmp_path / start.FOLDER / "reconciled" / "Bank.xlsx").is_file()


@pytest.mark.parametrize(
    ("name", "button", "job"), OF_COMMANDS, ids=[f"{name}-{button}" for name, button, _ in OF_COMMANDS]
)
def test_what_is_shown_is_what_the_command_line_writes_cell_by_cell(
    days: dict[str, Day], name: str, button: str, job: Callable[..., Outcome], tmp_path: Path
) -> None:
    """The numbers of documents are given in the register beside the workbook: the command line gets a copy."""
    path = Path(shutil.copy(days[name].path, tmp_path))
    written = job(path, as_of=DAY, out=tmp_path / "out").workbook
    assert written
    shown = dict(days[name].pressed[button].sheets)
    for sheet in open_book(written).sheets:
        if sheet in ONLY_IN_FILES.get(button, ()):
            continue
        ours = shown.pop(NAMES.get((button, sheet), sheet))
        if sheet == "Summary":  # a file names the files that it was made from
            assert ours[0][0] == file_values(written, sheet)[0][0]
        else:
            assert ours == file_values(written, sheet), sheet
    assert not shown


def test_the_monthly_report_is_the_file_of_the_command_line(days: dict[str, Day], tmp_path: Path) -> None:
    arrears_day = days["arrears"]
    report(arrears_day.path, as_of=DAY, out=tmp_path / "out")
    there = arrears_day.path.parent / start.FOLDER
    message = arrears_day.pressed["monthly_report"].message
    assert message.startswith(f"report.docx for Word and report.xlsx with its charts are in {there};")
    assert (there / "report.docx").read_bytes() == (tmp_path / "out" / "report.docx").read_bytes()


def test_letters_are_the_same_files_and_start_leads_to_them(days: dict[str, Day], tmp_path: Path) -> None:
    day, folder = days["renewals"], days["renewals"].path.parent / start.FOLDER / "letters"
    letters(Path(shutil.copy(day.path, tmp_path)), as_of=DAY, out=tmp_path / "out")
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert made and made == {path.name: path.read_bytes() for path in (tmp_path / "out" / "letters").iterdir()}
    press = day.pressed["make_letters"]
    assert press.message.startswith(f"{len(made)} letters made in {folder}; nothing was sent.")
    links = {row[0]: row[2] for row in press.links if row[0]}
    assert links["Folder letters"] == str(folder) and "Letters" in links
    assert "#'Letters'!A1" in press.first_link
    assert press.figures["letters made"] == len(made)
    assert press.last_run.startswith("Make letters as of 30/06/2026, pressed on ")


def test_the_account_of_the_selected_row_is_explained(renewals: Desk) -> None:
    """On a sheet that people keep, and on a result; a heading and a sheet without accounts name nobody."""
    customers = renewals.book.sheets["Customers"]
    customers.activate()
    customers.range("C3").select()
    assert renewals.press("ExplainAccount").startswith(f"{customers.range('A3').value} ")
    renewals.press("WorkOutRenewals")
    result = renewals.book.sheets["Renewals"]
    result.activate()
    result.range("D2").select()
    account = result.range((2, values(renewals.book, "Renewals")[0].index("account") + 1)).value
    assert renewals.press("ExplainAccount").startswith(f"{account} ")
    for sheet, cell in (("Customers", "C1"), ("Policy", "A3")):
        renewals.book.sheets[sheet].activate()
        renewals.book.sheets[sheet].range(cell).select()
        assert renewals.press("ExplainAccount").startswith("No account is named."), sheet


def test_the_call_list_of_renewals_is_made(days: dict[str, Day]) -> None:
    press = days["renewals"].pressed["list_renewal_calls"]
    assert press.message.startswith("The result is on the sheets Call list, E-mail list, Letter list and Not on the")
    heading, first, *_ = press.sheets["Call list"]
    row = dict(zip(heading, first, strict=True))
    assert (row["account"], row["call_back"]) == ("SAMPLE-3", dt.date(2026, 6, 29))
    assert row["script points"].startswith("About: Licence SAMPLE-L3 (Background music) ended on 20/06/2026")


def test_check_marks_the_faulty_cells_lists_them_and_clears_what_was_mended(desk: Desk) -> None:
    customers, ledger = desk.book.sheets["Customers"], desk.book.sheets["Ledger"]
    mistake = next(cell for cell in customers.used_range if str(cell.value).endswith("gmial.com"))
    impossible = next(cell for cell in ledger.used_range if cell.value == "31/02/2026")
    message = desk.press("CheckSheets")
    assert desk.outcome == "findings" and "the sheet Problems lists them all" in message
    assert mistake.color == (255, 235, 156) and "gmail.com" in mistake.note.text
    assert impossible.color == (255, 199, 206) and "31/02/2026 is not a day" in impossible.note.text
    problems = values(desk.book, "Problems")
    assert {"31/02/2026", "nikau.radio@gmial.com"} <= {row[4] for row in problems}
    assert impossible.get_address(False, False) in {row[3] for row in problems}
    mistake.value = "nikau.radio@gmail.com"
    impossible.value = dt.date(2026, 2, 28)
    desk.press("CheckSheets")
    assert (mistake.color, mistake.note, impossible.color, impossible.note) == (None, None, None, None)


def test_the_folder_and_language_of_start_are_used(renewals: Desk, tmp_path: Path) -> None:
    (tmp_path / "Briefe außer Haus").mkdir()
    renewals.cells("output_folder").value = "Briefe außer Haus"
    renewals.cells("language").value = "pl"
    customers = renewals.book.sheets["Customers"]
    spoken = customers.range("A1:Z1").value.index("language") + 1
    customers.range((3, spoken), (20, spoken)).clear_contents()
    renewals.press("MakeLetters")
    assert list((tmp_path / "Briefe außer Haus" / "letters").iterdir())
    rows = values(renewals.book, "Letters")
    language = rows[0].index("language")
    first = str(customers["A2"].value)
    assert {(row[rows[0].index("account")] == first, row[language]) for row in rows[1:]} == {
        (True, "en"),
        (False, "pl"),
    }


def test_clear_results_and_samples_leave_the_users_own(desk: Desk) -> None:
    customers = desk.book.sheets["Customers"]
    height = customers.tables[0].range.shape[0]
    customers.range(f"A{height + 1}").value = ["OWN-1", "Our own customer"]
    customers.tables[0].resize(customers.range((1, 1), (height + 1, customers.tables[0].range.shape[1])))
    desk.press("CheckSheets")
    assert desk.results == ["Summary", "Problems"] and any(cell.color for cell in customers.range("A2:F12"))
    desk.press("ClearResults")
    assert desk.results == [] and not any(cell.color for cell in customers.range("A2:F12"))
    policy = desk.book.sheets["Policy"]
    named = policy.range("A1:A300").value.index("supplier_name") + 1
    policy.range((named, 2)).value = "Our own society"
    before = values(desk.book, "Policy")
    samples = sum(str(row[1]).startswith("SAMPLE ") for row in before)
    message = desk.press("RemoveSamples")
    assert message.split()[0].isdigit() and "sample rows" in message
    assert samples == 3 and "3 sample values on Policy emptied" in message
    assert values(desk.book, "Policy") == [
        [None if place == 1 and str(cell).startswith("SAMPLE ") else cell for place, cell in enumerate(row)]
        for row in before
    ]
    assert [value for value in customers.range("A2:A30").value if value] == ["OWN-1"]
    assert desk.says("as_of") is None
    for name in ("Ledger", "Requests", "Policy"):
        assert not any("SAMPLE" in str(value) for row in values(desk.book, name) for value in row), name
    assert "no day to work for" in desk.press("CheckSheets")
    # Pressed where there are none, it takes nothing that the user typed into Start, and no result or mark.
    desk.cells("as_of").value = dt.datetime(2026, 7, 15)
    desk.press("CheckSheets")
    results, made, figures = desk.results, desk.cells("links").value, desk.figures()
    assert results == ["Summary", "Problems"]
    assert desk.press("RemoveSamples") == "There were no samples left. Nothing was changed."
    assert (desk.results, desk.cells("links").value, desk.figures()) == (results, made, figures)
    assert desk.says("as_of") == dt.datetime(2026, 7, 15) and desk.outcome == "fine"


def test_removing_samples_stops_before_it_changes_anything_when_policy_has_lost_its_headings(desk: Desk) -> None:
    policy = desk.book.sheets["Policy"]
    policy.range("A1:F1").clear_contents()
    before = values(desk.book, "Customers")
    message = desk.press("RemoveSamples")
    assert "Policy" in message and desk.says("status") == "Stopped"
    assert values(desk.book, "Customers") == before and any("SAMPLE-1" in str(row) for row in before)
    assert desk.says("as_of") is not None


# ---------------------------------------------------------------------------------------------- wrong states


def empty_day(desk: Desk) -> None:
    desk.cells("as_of").clear_contents()


def day_as_text(desk: Desk) -> None:
    desk.cells("as_of").number_format = "@"
    desk.cells("as_of").value = "last Friday"


def far_day(desk: Desk) -> None:
    desk.cells("as_of").value = dt.datetime(1926, 6, 30)


def no_folder(desk: Desk) -> None:
    desk.cells("output_folder").value = "not here"


def web_folder(desk: Desk) -> None:
    desk.cells("output_folder").value = "https://example.sharepoint.com/sites/desk"


def odd_language(desk: Desk) -> None:
    desk.cells("language").value = "English, please"


def renamed_sheet(desk: Desk) -> None:
    desk.book.sheets["Ledger"].name = "Old ledger"


def other_version(desk: Desk) -> None:
    desk.cells("contract").value = "999"


WRONG = (
    (empty_day, "There is no day to work for. Fill in the cell beside 'Day to work for'"),
    (day_as_text, "The day to work for is 'last Friday', which is no date"),
    (far_day, "The day to work for is 30/06/1926"),
    (no_folder, "There is no folder "),
    (web_folder, "The folder for results is a web address"),
    (odd_language, "The language of letters is 'English, please'. Write its code"),
    (other_version, "This workbook was made for another version of sheetops"),
)


@pytest.fixture(scope="module")
def front(app: xw.App, built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    yield from opened(app, built["arrears"], tmp_path_factory.mktemp("wrong"))


@pytest.mark.parametrize(("wrong", "expected"), WRONG, ids=lambda part: getattr(part, "__name__", ""))
def test_each_wrong_state_of_start_has_its_sentence(front: Desk, wrong: Any, expected: str) -> None:
    kept = {name: front.cells(name).raw_value for name in ("as_of", "output_folder", "language", "contract")}
    assert asked(Front(front.book), front.book).as_of == DAY
    wrong(front)
    with pytest.raises(SheetopsError, match=re.escape(expected)):
        asked(Front(front.book), front.book)
    for name, value in kept.items():
        first = value[0][0] if isinstance(value, list | tuple) else value
        front.cells(name).clear_contents()
        front.cells(name).number_format = "dd/mm/yyyy" if name == "as_of" else "@"
        front.cells(name)[0, 0].value = first


def test_a_press_that_cannot_be_done_says_so_once_and_changes_nothing(desk: Desk) -> None:
    kept = desk.says("as_of")
    for wrong, expected in ((day_as_text, "which is no date"), (renamed_sheet, "has no sheet Ledger")):
        wrong(desk)
        assert expected in desk.press("WorkOutArrears")
        assert desk.says("receipt").endswith(" stopped") and desk.says("status") == "Stopped"
        assert desk.says("log_file") is None and desk.results == []
        assert desk.app.screen_updating and desk.app.calculation == "automatic"
        desk.cells("as_of").number_format = "dd/mm/yyyy"
        desk.cells("as_of").value = kept


def test_a_filter_on_the_input_loses_no_row(desk: Desk, days: dict[str, Day]) -> None:
    desk.book.sheets["Ledger"].tables[0].autofilter.apply_values(2, ["SAMPLE-1"])
    desk.press("WorkOutArrears")
    assert values(desk.book, "Arrears") == days["arrears"].pressed["work_out_arrears"].sheets["Arrears"]


def test_a_fault_of_sheetops_itself_says_where_its_log_is_and_nothing_of_customers(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that is broken in the button's own process: a module of the same name goes before it."""
    trap = tmp_path / "trap"
    (trap / "rapidfuzz").mkdir(parents=True)
    (trap / "rapidfuzz" / "__init__.py").write_text(
        "name = 'Mrs J.' + ' Citizen'\nraise ZeroDivisionError(name)\n", "utf-8"
    )
    wrapper = tmp_path / ("python.cmd" if sys.platform == "win32" else "python")
    wrapper.write_text(
        f'#!/bin/sh\nXDG_CONFIG_HOME="{tmp_path}" PYTHONPATH="{trap}" exec "{sys.executable}" "$@"\n', encoding="utf-8"
    )
    wrapper.chmod(0o755)
    desk.cells("interpreter").value = str(wrapper)
    message = desk.press("CheckSheets")
    assert "Something went wrong inside sheetops itself" in message and "Mrs J. Citizen" not in message
    log = Path(desk.says("log_file"))
    assert log.is_relative_to(tmp_path) and str(log) in message
    text = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text and "rapidfuzz" in text and "Mrs J. Citizen" not in text


def test_a_missing_package_is_named(desk: Desk, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.mkdir()
    (trap / "rapidfuzz.py").write_text("raise ModuleNotFoundError('gone', name='rapidfuzz')\n", encoding="utf-8")
    wrapper = tmp_path / "python"
    wrapper.write_text(f'#!/bin/sh\nPYTHONPATH="{trap}" exec "{sys.executable}" "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    desk.cells("interpreter").value = str(wrapper)
    assert "the package rapidfuzz is missing. Type in a command window: sheetops doctor" in desk.press("CheckSheets")


def test_a_planted_module_beside_the_workbook_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    for name in ("sqlite3", "xlwings", "pandas", "sheetops", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('planted')\n", encoding="utf-8")
    (tmp_path / "xlwings.conf").write_text('"INTERPRETER","/bin/false"\n', encoding="utf-8")
    assert desk.press("ShowHelp").startswith("1. Fill in the day")


def test_a_workbook_of_the_same_name_in_another_folder_stays_as_it_is(desk: Desk, app: xw.App, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for twin in opened(app, desk.path, other):
        before = values(twin.book, start.SHEET)
        desk.press("WorkOutArrears")
        assert twin.results == [] and values(twin.book, start.SHEET) == before
        assert "Arrears" in desk.results
