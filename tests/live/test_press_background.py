"""Much work: the button returns, a process of its own goes on, and its result is shown or found again."""

import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import xlwings as xw

from sheetops.excel import start
from sheetops.excel.build import build_workbook
from sheetops.excel.interpreter import set_interpreter, settings_for
from sheetops.excel.macros import Program
from sheetops.jobs.background import Background
from sheetops.jobs.samples import DAY
from sheetops.jobs.standing import standing_rows
from sheetops.sheets import SHEETS
from tests.live.test_press import BY_NAME, Desk, file_values, values

pytestmark = pytest.mark.live

DUE = 200
"""Accounts with an invoice long overdue: more letters than a button of this desk makes by itself."""
WORKBOOK = BY_NAME["arrears"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "arrears.xlsm"
    accounts = [f"{number:04}" for number in range(DUE)]
    rules = {name: some for name, some in standing_rows({}, DAY.replace(day=1)).items() if name in WORKBOOK.sheets}
    rules["Policy"] = [
        row | ({"value": "40"} if row["setting"] == "background_documents" else {})
        for row in rules["Policy"]
        if row["value"]
    ]
    rows = rules | {
        "Customers": [{"account": one, "name": f"Customer {one}", "email": f"c{one}@example.nz"} for one in accounts],
        "Ledger": [
            {
                "entry": f"I{one}",
                "account": one,
                "kind": "invoice",
                "date": DAY.replace(month=4),
                "due_date": DAY.replace(month=5),
                "amount": Decimal(100),
            }
            for one in accounts
        ],
    }
    sheets = [SHEETS[name] for name in WORKBOOK.sheets]
    build_workbook(path, WORKBOOK, sheets, rows, program=Program.LIBREOFFICE, as_of=DAY)
    set_interpreter(path, sys.executable, settings_for())
    return path


@pytest.fixture
def desk(app: xw.App, large: Path, tmp_path: Path) -> Iterator[Desk]:
    found = Desk(app, Path(shutil.copy(large, tmp_path)))
    yield found
    ended(found)
    found.book.close()


def until(seen: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.05)


def workers(desk: Desk) -> list[int]:
    """The processes that work on this workbook now."""
    commands = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            commands[int(place.name)] = (place / "cmdline").read_text(encoding="utf-8").split("\0")
        except OSError:
            continue
    return [pid for pid, words in commands.items() if f"--workbook={desk.path}" in words]


def ended(desk: Desk) -> None:
    until(lambda: not workers(desk))


def reopen(desk: Desk) -> None:
    desk.book = xw.Book(impl=desk.app.impl.books.open(str(desk.path)))


def made(desk: Desk) -> int:
    return len(list((desk.path.parent / start.FOLDER / "letters").glob("*.docx")))


def test_many_letters_are_made_while_the_workbook_is_free_and_then_shown(desk: Desk) -> None:
    message = desk.press("MakeLetters")
    assert message.startswith("Make letters is much work and goes on in the background.") and len(message) <= 1000
    assert desk.outcome == "started" and made(desk) < DUE
    assert desk.results == [] and workers(desk)
    assert "goes on in the background" in desk.says("last_run")
    desk.book.sheets["Customers"]["B2"].value = "Typed meanwhile"
    said: list[str] = []

    def done() -> bool:
        said.append(str(desk.says("status")))
        return said[-1] == "Done"

    until(done)
    assert any(one.startswith("In the background: ") for one in said), set(said)
    assert made(desk) == DUE and desk.figures()["letters made"] == DUE
    assert re.match(r"Make letters, begun on .*, is done\. 200 letters made in ", desk.says("message"))
    assert desk.book.sheets["Customers"]["B2"].value == "Typed meanwhile" and desk.app.screen_updating
    file = desk.path.parent / start.FOLDER / "letters.xlsx"
    assert values(desk.book, "Letters") == file_values(file, "Letters")
    assert {row[0]: row[2] for row in desk.cells("links").value}["letters.xlsx"] == str(file)
    ended(desk)
    assert Background(desk.path).left() is None


def test_a_press_while_it_goes_on_is_refused_with_how_far_it_is(desk: Desk) -> None:
    desk.press("MakeLetters")
    worker = min(workers(desk))  # while it starts another program there are two of one command for a moment
    os.kill(worker, signal.SIGSTOP)
    message = desk.press("ClearResults")
    assert re.match(r"sheetops is still at work on Make letters, since \d\d/\d\d/\d{4} at \d\d:\d\d", message)
    assert desk.outcome == "stopped"
    assert desk.press("ShowHelp").startswith("1. Fill in the day")
    # Neither a second workbook of the same file nor another program gets in between.
    with Background(desk.path).one_press():
        assert desk.press("CheckSheets").startswith("sheetops is still busy with the last press on this workbook.")
        os.kill(worker, signal.SIGCONT)
        until(lambda: made(desk) == DUE)
        assert desk.results == [], "nothing is shown while a press is answered"
    until(lambda: desk.says("status") == "Done")
    assert "Letters" in desk.results


def test_a_workbook_that_was_closed_meanwhile_finds_the_result_at_the_next_press(desk: Desk) -> None:
    desk.press("MakeLetters")
    desk.book.close()
    ended(desk)
    assert made(desk) == DUE
    reopen(desk)
    assert desk.results == []
    message = desk.press("WorkOutArrears")
    assert re.match(r"Make letters, begun on .*, is done\. 200 letters made in ", message)
    assert message.endswith("Work out arrears was not done: press it again.")
    assert desk.outcome == "fine" and desk.says("status") == "Done"
    assert len(values(desk.book, "Letters")) == DUE + 1 and "Arrears" not in desk.results


def test_a_workbook_that_is_opened_again_in_time_gets_the_result_by_itself(desk: Desk) -> None:
    desk.press("MakeLetters")
    worker = min(workers(desk))  # while it starts another program there are two of one command for a moment
    os.kill(worker, signal.SIGSTOP)
    desk.book.close()
    reopen(desk)
    os.kill(worker, signal.SIGCONT)
    until(lambda: desk.says("status") == "Done")
    assert len(values(desk.book, "Letters")) == DUE + 1


def test_work_that_died_is_said_at_the_next_press_once(desk: Desk) -> None:
    desk.press("MakeLetters")
    worker = min(workers(desk))  # while it starts another program there are two of one command for a moment
    os.kill(worker, signal.SIGKILL)
    ended(desk)
    message = desk.press("MakeLetters")
    assert message.startswith("Make letters, begun on ") and "ended before it was finished" in message
    assert message.endswith("Press Make letters again.") and desk.outcome == "stopped" and desk.results == []


def set_policy(desk: Desk, name: str, value: int) -> None:
    policy = desk.book.sheets["Policy"]
    policy.range((policy.range("A1:A300").value.index(name) + 1, 2)).value = str(value)


def test_a_check_in_the_background_colours_only_the_sheets_that_are_still_as_they_were(desk: Desk) -> None:
    """The button returns for many rows, too; what was sorted or typed in between must not be coloured wrongly."""
    set_policy(desk, "background_rows", 2 * DUE)
    customers, ledger = desk.book.sheets["Customers"], desk.book.sheets["Ledger"]
    email = customers.range("A1:Z1").value.index("email") + 1
    customers.range((2, email)).value = "nobody"
    amount = ledger.range("A1:Z1").value.index("amount") + 1
    ledger.range((2, amount)).value = "much"
    assert desk.press("CheckSheets").startswith("Check sheets is much work")
    customers.range((3, 2)).value = "Typed meanwhile"
    until(lambda: desk.says("status") == "Done")
    assert "Changed meanwhile, and so not coloured: Customers. Press again." in desk.says("message")
    assert customers.range((2, email)).color is None and ledger.range((2, amount)).color == (255, 199, 206)


def test_what_stops_the_work_is_said_in_the_workbook(desk: Desk) -> None:
    set_policy(desk, "background_rows", 0)
    desk.book.sheets["Ledger"].name = "Old ledger"
    desk.press("WorkOutArrears")
    until(lambda: desk.says("status") == "Stopped")
    assert re.match(
        r"Work out arrears, begun on .* was stopped\. arrears\.xlsm has no sheet Ledger", desk.says("message")
    )
