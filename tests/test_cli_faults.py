"""What stops a command, and what the log says of it."""

import io
import re
import sys
import time
from pathlib import Path

import pytest
import typer

from sheetops.cli import bar, faults
from sheetops.cli.bar import Bar
from sheetops.cli.faults import plain_words
from sheetops.errors import BookError

SECRET = "Mrs J. Citizen owes 512.00"


@pytest.fixture
def log_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(faults.typer, "get_app_dir", lambda name: str(tmp_path / name))
    return tmp_path / "sheetops" / "log"


def stop_with(error: BaseException) -> int:
    with pytest.raises(typer.Exit) as left, plain_words("arrears"):
        raise error
    return left.value.exit_code


def test_a_sentence_meant_for_the_user_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert stop_with(BookError("desk.xlsx is open elsewhere. Close it.")) == 2
    assert capsys.readouterr() == ("", "sheetops: desk.xlsx is open elsewhere. Close it.\n")


def test_stopping_by_hand_says_what_is_safe(capsys: pytest.CaptureFixture[str]) -> None:
    assert stop_with(KeyboardInterrupt()) == 2
    said = capsys.readouterr().err
    assert "Your own files were not touched" in said and "whole" in said


def test_a_missing_package_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left, plain_words("arrears"):
        import no_such_package  # noqa: F401
    assert left.value.exit_code == 2
    assert "the package no_such_package is missing" in capsys.readouterr().err


def test_leaving_on_purpose_keeps_its_exit_code() -> None:
    assert stop_with(typer.Exit(1)) == 1


def test_a_fault_of_sheetops_itself_names_its_log(log_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert stop_with(_error()) == 2
    shown = capsys.readouterr()
    (log,) = log_folder.glob("*.log")
    assert shown.out == ""
    assert shown.err.count("\n") == 1 and str(log) in shown.err
    assert "Traceback" not in shown.err and SECRET not in shown.err


def test_the_log_says_where_it_went_wrong_and_nothing_of_customers(log_folder: Path) -> None:
    stop_with(_error())
    (log,) = log_folder.glob("*.log")
    text = log.read_text(encoding="utf-8")
    assert SECRET not in text
    assert "builtins.ValueError" in text and "builtins.KeyError" in text
    assert re.search(r"test_cli_faults\.py:\d+ _error: ", text)
    assert re.search(r"^pandas \d", text, re.MULTILINE)


def test_two_faults_of_one_process_stand_in_one_log(log_folder: Path) -> None:
    stop_with(_error())
    stop_with(RuntimeError())
    (log,) = log_folder.glob("*.log")
    assert "RuntimeError" in log.read_text(encoding="utf-8")


def test_without_a_folder_of_its_own_the_log_goes_among_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    spare = tmp_path / "spare"
    monkeypatch.setattr(faults.typer, "get_app_dir", lambda name: str(blocked / name))
    monkeypatch.setattr(faults.tempfile, "gettempdir", lambda: str(spare))
    stop_with(_error())
    (log,) = spare.glob("*.log")
    assert str(log) in capsys.readouterr().err
    monkeypatch.setattr(faults.tempfile, "gettempdir", lambda: str(blocked))
    stop_with(_error())
    assert "No log could be written" in capsys.readouterr().err


def _error() -> ValueError:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as inner:
            raise ValueError(SECRET) from inner
    except ValueError as outer:
        return outer


# ------------------------------------------------------------------------------------------------------ progress bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def show(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, seconds: float) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(bar, "PATIENCE", 0.2)
    monkeypatch.setenv("TERM", "xterm")
    with Bar() as progress:
        progress("Reading Ledger", 1, 4)
        time.sleep(seconds)
        progress("Writing letters", 2, 4)
    return stream.getvalue()


def test_work_that_lasts_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = show(monkeypatch, Terminal(), 0.8)
    assert "Reading Ledger" in shown and "1/4" in shown
    assert "Writing letters" in shown and "2/4" in shown


def test_work_that_lasts_shows_its_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(bar, "PATIENCE", 0.1)
    monkeypatch.setenv("TERM", "xterm")
    clock = iter([0.0, 10.0, *[14.0] * 99])
    monkeypatch.setattr(bar, "monotonic", lambda: next(clock))
    with Bar() as progress:
        progress("Letters", 0, 9000)
        progress("Letters", 6000, 9000)  # in the four seconds since the step began
        assert progress._rate(6000) == "1,500 a second"
        assert progress._rate(2) == "2 s each"
        assert progress._rate(0) == ""


def test_short_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert show(monkeypatch, Terminal(), 0.0) == ""


def test_where_nobody_looks_no_bar_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert show(monkeypatch, io.StringIO(), 0.8) == ""
