"""Work left in the background: what the next press finds of it, whatever became of it."""

import datetime as dt
import multiprocessing
import pickle
import stat
import subprocess
import sys
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from sheetops.errors import BookError
from sheetops.excel.live.book import KeptBook
from sheetops.faultlog import own_folder
from sheetops.jobs import background
from sheetops.jobs.asked import Asked
from sheetops.jobs.background import Background, Finished, Order
from sheetops.model import Cells, Run

DAY = dt.date(2026, 6, 30)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Background:
    for name in ("APPDATA", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return Background(tmp_path / "arrears.xlsm")


def order(place: Background) -> Order:
    book = KeptBook("arrears.xlsm", ("Ledger",), {"Ledger": Cells("arrears.xlsm", "Ledger", [["entry"], ["001"]])})
    return Order("make_letters", "Make letters", Asked(place.workbook, DAY, Path("out")), book, "30/06/2026 at 14:05")


def left(place: Background, finished: Finished | None) -> None:
    """Leave an order, and what came of it, as a worker does."""
    with place._lock("work"):
        place._keep("order", order(place))
        if finished:
            place.keep(finished)


def test_nothing_is_left_where_nothing_was_ordered(place: Background) -> None:
    with place.one_press():
        place.require_idle()
        assert place.left() is None
    with place.working() as found:
        assert found is None


def test_what_was_finished_is_found_as_it_was_until_it_is_forgotten(place: Background) -> None:
    left(place, Finished(Run("letters", DAY, counts={"letters made": 3}), 1.5, file="letters.xlsx"))
    for _ in range(2):
        found = place.left()
        assert found is not None and found[0] == order(place) and found[1].result.counts == {"letters made": 3}
    place.forget()
    assert place.left() is None


def test_what_was_stopped_died_or_is_of_another_version_is_said_once(
    place: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    left(place, Finished(None, 1.5, "arrears.xlsm has no sheet Ledger."))
    with pytest.raises(
        BookError, match=r"^Make letters, begun on 30/06/2026 at 14:05 in the background, was stopped\. a"
    ):
        place.left()
    assert place.left() is None
    left(place, None)
    with pytest.raises(
        BookError, match=r"^Make letters, begun on .* ended before it was finished.*Press Make letters ag"
    ):
        place.left()
    assert place.left() is None
    left(place, Finished(Run("letters", DAY), 1.5))
    monkeypatch.setattr(background, "__version__", "0.0.0")
    with pytest.raises(BookError, match="was left by another version of sheetops"):
        place.left()
    assert place.left() is None


def test_a_file_that_is_no_order_of_ours_is_no_order(place: Background) -> None:
    left(place, None)
    place._file("order").write_bytes(pickle.dumps("an order"))
    with pytest.raises(BookError, match="another version"):
        place.left()


def hold(folder: str, workbook: Path, held: Event, let_go: Event) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("APPDATA", "XDG_CONFIG_HOME", "HOME"):
            patch.setenv(name, folder)
        place = Background(workbook)
        with place.one_press(), place.working():
            place.say("Making letters: 3 of 4 (75 %)")
            held.set()
            let_go.wait(30)


def test_another_process_at_it_is_named_and_its_death_sets_the_workbook_free(place: Background, tmp_path: Path) -> None:
    left(place, None)
    spawn = multiprocessing.get_context("spawn")
    held, let_go = spawn.Event(), spawn.Event()
    worker = spawn.Process(target=hold, args=(str(tmp_path), place.workbook, held, let_go))
    worker.start()
    assert held.wait(30)
    with pytest.raises(
        BookError, match=r"still at work on Make letters, since 30/06/2026 at 14:05\. Making .* \(75 %\)\. Start"
    ):
        place.require_idle()
    with pytest.raises(BookError, match="still busy with the last press"), place.one_press():
        pass
    with place.working() as found:
        assert found is None
    worker.kill()
    worker.join()
    place.require_idle()
    with place.one_press(), pytest.raises(BookError, match="ended before it was finished"):
        place.left()


def test_workbooks_have_places_of_their_own_that_only_their_user_can_read(place: Background, tmp_path: Path) -> None:
    assert Background(tmp_path / "other" / "arrears.xlsm")._folder != place._folder
    assert place._folder.parent == own_folder("background")
    with place._lock("press") as mine:
        assert mine
    if sys.platform != "win32":
        assert stat.S_IMODE(place._folder.stat().st_mode) == 0o700


def test_the_worker_without_an_order_has_nothing_to_do(place: Background) -> None:
    """Also: the command that a press starts is one that Python can run."""
    command = [sys.executable, "-B", "-P", "-m", "sheetops.jobs.worker", f"--workbook={place.workbook}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "")
