"""The buttons of the built workbooks, really pressed in LibreOffice: the macro starts Python, Python answers."""

import datetime as dt
import re
import shutil
import sys
from collections.abc import Iterator
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
from sheetops.excel.macros import Program
from sheetops.excel.read import open_book
from sheetops.jobs.arrears import arrears
from sheetops.jobs.asked import asked
from sheetops.jobs.check import check
from sheetops.jobs.letters import letters
from sheetops.jobs.report import report
from sheetops.jobs.samples import DAY
from sheetops.jobs.workbooks import write_workbook

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


def values(book: xw.Book, sheet: str) -> list[list[Any]]:
    rows = book.sheets[sheet].used_range.options(ndim=2).value
    return [[value.date() if isinstance(value, dt.datetime) else value for value in row] for row in rows]


def file_values(path: Path, sheet: str) -> list[list[Any]]:
    rows = open_book(path).cells(sheet).rows
    width = max(map(len, rows))
    return [[None if value == "" else value for value in [*row, *[""] * (width - len(row))]] for row in rows]


# ---------------------------------------------------------------------------------------------- each button


def test_every_button_is_bound_to_its_sub(renewals: Desk, desk: Desk) -> None:
    for one, name in ((renewals, "renewals"), (desk, "arrears")):
        subs = [button.sub for button in BY_NAME[name].buttons]
        assert sorted(control.macro.rpartition(".")[2] for control in controls(one.book)) == sorted(subs)


def test_a_day_of_presses_leaves_the_file_as_it_was(desk: Desk, tmp_path: Path) -> None:
    before = desk.path.read_bytes()
    for sub in (
        "CheckSheets",
        "WorkOutArrears",
        "JudgePromises",
        "FollowPlans",
        "ListArrearsCalls",
        "ReviewHolds",
        "MakeLetters",
        "MakeCreditNotes",
        "MonthlyReport",
        "ShowHelp",
    ):
        message = desk.press(sub)
        assert desk.outcome in ("fine", "findings"), (sub, message)
        assert message and "Traceback" not in message and len(message) <= 1000
        assert desk.says("status") == "Done" and desk.app.status_bar is False
    assert desk.path.read_bytes() == before
    assert len(list((tmp_path / start.FOLDER / "credit-notes").iterdir())) == 1
    assert {
        "Arrears",
        "Promises kept",
        "Plans kept",
        "Plan quotes",
        "Call list",
        "Complaints",
        "Holds review",
        "Letters",
        "Credit notes",
        "Problems",
        "Summary",
    } <= set(desk.results)


def test_the_monthly_report_is_that_of_the_command_line_cell_by_cell(desk: Desk, tmp_path: Path) -> None:
    report(desk.path, as_of=DAY, out=tmp_path / "out")
    message = desk.press("MonthlyReport")
    there = tmp_path / start.FOLDER
    assert message.startswith(f"report.docx for Word and report.xlsx with its charts are in {there};")
    assert (there / "report.docx").read_bytes() == (tmp_path / "out" / "report.docx").read_bytes()
    for name in ("Key figures", "Movement", "Movement by month", "Ageing compared", "Top debtors", "Standing"):
        assert values(desk.book, name) == file_values(there / "report.xlsx", name), name


def test_renewals_are_worked_out(renewals: Desk) -> None:
    assert renewals.press("WorkOutRenewals").startswith("The result is on the sheets Renewals and Renewal notices due.")
    assert renewals.results == ["Summary", "Problems", "Renewals", "Renewal notices due"]


def test_the_call_list_of_renewals_is_made(renewals: Desk) -> None:
    message = renewals.press("ListRenewalCalls")
    assert message.startswith("The result is on the sheets Call list, E-mail list, Letter list and Not on the list.")
    heading, first, *_ = values(renewals.book, "Call list")
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


def test_results_are_those_of_the_command_line_cell_by_cell(desk: Desk, tmp_path: Path) -> None:
    arrears(desk.path, as_of=DAY, out=tmp_path / "out")
    desk.press("WorkOutArrears")
    there = tmp_path / "out" / "arrears.xlsx"
    results = [name for name in open_book(there).sheets if name != "Summary"]
    assert results == ["Problems", "Arrears", "Notices due", "Open items", "Ageing"]
    for name in results:
        assert values(desk.book, name) == file_values(there, name), name
    summary, of_file = values(desk.book, "Summary"), file_values(there, "Summary")
    assert summary[0][0] == of_file[0][0] == "Arrears as of 30/06/2026"
    without = [row for row in of_file if not row[0] or not str(row[0]).endswith(".xlsm")]
    assert [row for row in summary if not row[0] or not str(row[0]).endswith(".xlsm")] == without


def test_check_lists_what_the_command_line_lists(renewals: Desk, tmp_path: Path) -> None:
    check(renewals.path, as_of=DAY, out=tmp_path / "out")
    renewals.press("CheckSheets")
    assert values(renewals.book, "Problems") == file_values(tmp_path / "out" / "problems.xlsx", "Problems")


def test_letters_are_the_same_files_and_start_leads_to_them(renewals: Desk, tmp_path: Path) -> None:
    letters(renewals.path, as_of=DAY, out=tmp_path / "out")
    message = renewals.press("MakeLetters")
    made = {path.name: path.read_bytes() for path in (tmp_path / start.FOLDER / "letters").iterdir()}
    assert made and made == {path.name: path.read_bytes() for path in (tmp_path / "out" / "letters").iterdir()}
    assert message.startswith(f"{len(made)} letters made in {tmp_path / start.FOLDER / 'letters'}; nothing was sent.")
    links = {row[0]: row[2] for row in renewals.cells("links").value if row[0]}
    assert links["Folder letters"] == str(tmp_path / start.FOLDER / "letters") and "Letters" in links
    assert "#'Letters'!A1" in renewals.cells("links")[0, 0].formula
    assert renewals.figures()["letters made"] == len(made)
    assert renewals.says("last_run").startswith("Make letters as of 30/06/2026, pressed on ")


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
    desk.press("WorkOutArrears")
    assert "Arrears" in desk.results
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


def test_removing_samples_where_there_are_none_changes_nothing(desk: Desk) -> None:
    """Nothing that the user typed into Start goes, and no result or mark, on a second press."""
    desk.press("RemoveSamples")
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
    desk.book.sheets["Old ledger"].name = "Ledger"
    assert desk.press("WorkOutArrears").startswith("The result is on the sheets Arrears, ")


def test_a_filter_on_the_input_loses_no_row(desk: Desk) -> None:
    desk.press("WorkOutArrears")
    without = values(desk.book, "Arrears")
    desk.book.sheets["Ledger"].tables[0].autofilter.apply_values(2, ["SAMPLE-1"])
    desk.press("WorkOutArrears")
    assert values(desk.book, "Arrears") == without


def test_a_letter_that_cannot_be_replaced_fails_alone_and_says_why(renewals: Desk, tmp_path: Path) -> None:
    renewals.press("MakeLetters")
    first, *others = sorted((tmp_path / start.FOLDER / "letters").iterdir())
    first.unlink()
    first.mkdir()
    message = renewals.press("MakeLetters")
    assert f"{len(others)} letter" in message and "1 failed: the sheet Letters says why" in message
    rows = values(renewals.book, "Letters")
    status, reason = rows[0].index("status"), rows[0].index("reason")
    (failed,) = [row for row in rows if row[status] == "failed"]
    assert first.name in failed[reason]


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
