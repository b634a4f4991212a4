"""The buttons' functions: what they are, what they load, and what they say when there is nobody to answer in."""

import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sheetops import buttons
from sheetops.errors import BookError
from sheetops.excel import start
from sheetops.excel.catalogue import BUTTONS
from sheetops.jobs import credit_notes, letters, press, tasks

SECRET = "Mrs J. Citizen owes 512.00"


def python(code: str, *arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env |= {"PYTHONPATH": str(path)} if path else {}
    return subprocess.run([sys.executable, "-B", "-c", code, *arguments], capture_output=True, text=True, env=env)


def test_every_button_of_the_catalogue_is_a_function_without_arguments_and_the_other_way_round() -> None:
    own = {
        name: one
        for name, one in vars(buttons).items()
        if inspect.isfunction(one) and one.__module__ == buttons.__name__
    }
    public = {name for name in own if not name.startswith("_")}
    assert public == {button.function for button in BUTTONS}
    assert all(not inspect.signature(own[name]).parameters and own[name].__doc__ for name in public)


def test_every_button_has_something_that_it_does() -> None:
    known = {*tasks.TASKS, *press._TAKING, "show_help"}
    assert known == {button.function for button in BUTTONS}


def test_the_folders_of_the_table_are_those_of_the_jobs() -> None:
    """The table names them itself: the jobs that make documents are loaded only when they are needed."""
    assert tasks.TASKS["make_letters"].folder == letters.FOLDER
    assert tasks.TASKS["make_credit_notes"].folder == credit_notes.FOLDER


def test_loading_the_buttons_loads_nothing_that_may_be_missing() -> None:
    done = python("import sys, sheetops.buttons; print(sorted({name.partition('.')[0] for name in sys.modules}))")
    assert done.returncode == 0
    assert not {"pandas", "numpy", "xlwings", "pydantic", "lxml", "typer"} & set(eval(done.stdout))


def test_help_says_no_more_than_a_message_can_show() -> None:
    assert len(tasks.HELP) <= 1000


def test_called_by_nobody_it_says_who_calls_it() -> None:
    done = python("import sheetops.buttons; sheetops.buttons.check_sheets()")
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith("No workbook asked for this. It is what the buttons of a workbook call")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("missing", ["xlwings", "pandas"])
def test_a_missing_package_is_named_where_there_is_no_workbook_to_say_it_in(tmp_path: Path, missing: str) -> None:
    (tmp_path / f"{missing}.py").write_text(f"raise ModuleNotFoundError('gone', name={missing!r})\n", "utf-8")
    # LibreOffice's own way in needs pandas, Excel's does not.
    done = python("import sheetops.buttons; sheetops.buttons.check_sheets()", "--document=file:///x.ods", path=tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"sheetops is not wholly installed: the package {missing} is missing. Type in a command window: "
        "sheetops doctor --excel"
    )


class Cell:
    """A cell of a workbook as the last resort writes it."""

    def __init__(self, value: Any = None) -> None:
        self.value = value

    @property
    def refers_to_range(self) -> "Cell":
        return self

    def __getitem__(self, place: tuple[int, int]) -> "Cell":
        assert place == (0, 0)
        return self


class Workbook:
    def __init__(self, **cells: Any) -> None:
        self.names = {name.name: Cell(cells.get(name.name)) for name in start.NAMES}

    def says(self, name: str) -> Any:
        return self.names[name].value


def stop(monkeypatch: pytest.MonkeyPatch, book: Workbook, error: BaseException) -> None:
    from sheetops.excel.live import door

    def fails(*_: Any) -> None:
        raise error

    monkeypatch.setattr(door, "caller", lambda: book)
    monkeypatch.setattr(press, "press", fails)
    buttons.work_out_arrears()


def test_what_stops_a_job_is_said_and_the_receipt_is_the_one_of_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook(nonce="P1-2", contract=float(start.CONTRACT))
    stop(monkeypatch, book, BookError("desk.xlsx has no sheet Ledger. Rename it."))
    assert book.says("message") == "desk.xlsx has no sheet Ledger. Rename it."
    assert book.says("status") == "Stopped" and book.says("log_file") == ""
    assert book.says("receipt") == start.receipt("P1-2", start.Outcome.STOPPED)


def test_a_fault_of_sheetops_itself_goes_into_a_log_without_the_customers_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("APPDATA", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    book = Workbook(nonce="P1-2", contract="1")
    stop(monkeypatch, book, ZeroDivisionError(SECRET))
    log = Path(book.says("log_file"))
    assert log.is_relative_to(tmp_path) and str(log) in book.says("message")
    text = log.read_text(encoding="utf-8")
    assert "builtins.ZeroDivisionError" in text and "button work_out_arrears" in text and "pandas " in text
    assert SECRET not in text and SECRET not in book.says("message")
    assert book.says("receipt") == "P1-2 1 stopped"


def test_stopping_by_hand_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook(nonce="P1-2", contract="1")
    stop(monkeypatch, book, KeyboardInterrupt())
    assert book.says("message").startswith("Stopped.") and book.says("log_file") == ""


def test_where_the_workbook_cannot_be_written_the_sentence_goes_to_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook()
    del book.names["message"]
    with pytest.raises(SystemExit) as left:
        stop(monkeypatch, book, BookError("The cell as_of is gone."))
    assert left.value.code == "The cell as_of is gone."
