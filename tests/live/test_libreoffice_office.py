"""Starting, reaching and ending LibreOffice, and that nothing of it is ever left behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import xlwings as xw

from sheetops.excel.libreoffice import LibreOfficeError, afterwards, find_program, use_libreoffice
from sheetops.excel.libreoffice import office as offices

pytestmark = pytest.mark.live


@pytest.fixture
def second(app):
    started = offices.start()
    yield started
    started.close()


def profiles() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("sheetops-libreoffice-*"))


def gone(pid: int, within: float = 15.0) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not alive(pid):
            return True
        time.sleep(0.1)
    return False


def alive(pid: int) -> bool:
    if sys.platform == "win32":
        order = ["tasklist", "/FI", f"PID eq {pid}", "/NH"]
        return str(pid) in subprocess.run(order, capture_output=True, text=True, check=True).stdout
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


def stand_in(folder: Path, steps: str, steps_on_windows: str) -> Path:
    """Write a program that takes LibreOffice's place."""
    if sys.platform == "win32":
        program = folder / "soffice.cmd"
        program.write_text(f"@echo off\n{steps_on_windows}\n")
    else:
        program = folder / "soffice"
        program.write_text(f"#!/bin/sh\n{steps}\n")
        program.chmod(0o755)
    return program


def test_two_offices_are_apart_and_the_newest_is_active(app, second):
    other = xw.App(impl=app.engine.apps.impl.take(second))
    assert xw.apps.active == other != app
    assert set(xw.apps.keys()) == {app.pid, other.pid}
    book = other.books.add()
    assert book.name not in [known.name for known in app.books] or len(app.books) == 0
    other.quit()
    assert xw.apps.active == app


def test_quit_leaves_neither_process_nor_folder(app):
    before = profiles()
    other = xw.App(impl=app.engine.apps.impl.add(visible=False))
    other.books.add().sheets[0]["A1"].value = "not saved"
    assert len(profiles() - before) == 1
    pid = other.pid
    other.quit()
    assert gone(pid)
    assert profiles() == before


if sys.platform != "win32":  # where a process can be made to hang

    def test_a_hanging_office_is_ended_on_close(second, monkeypatch):
        monkeypatch.setattr(offices, "PATIENCE", 0.5)
        os.killpg(second.pid, signal.SIGSTOP)
        second.close()
        assert gone(second.pid)
        assert not second.profile.exists()


def test_an_office_that_dies_is_said_and_forgotten(app, second):
    other = xw.App(impl=app.engine.apps.impl.take(second))
    book = other.books.add()
    second.kill()
    with pytest.raises(LibreOfficeError, match=r"refused|closed or stopped"):
        book.sheets[0]["A1"].value  # noqa: B018
    assert xw.apps.active == app
    other.quit()


def test_while_an_office_is_dead_the_message_says_so(app, second):
    other = xw.App(impl=app.engine.apps.impl.take(second))
    book = other.books.add()
    afterwards.end_group(second.pid)
    second.process.wait()
    with pytest.raises(LibreOfficeError, match=r"LibreOffice was closed or stopped .*Start it again"):
        book.sheets[0]["A1"].value = 1
    other.quit()
    assert not second.profile.exists()


SCRIPT = """
import os, sys
from sheetops.excel.libreoffice import use_libreoffice
app = use_libreoffice()
print(app.pid, app.impl.office.profile, flush=True)
{ending}
"""


@pytest.mark.parametrize("ending", ["", "os.kill(os.getpid(), 9)"])
def test_however_python_ends_libreoffice_ends_with_it(ending):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(ending=ending)], capture_output=True, text=True, timeout=60, check=False
    )
    pid, profile = done.stdout.split(maxsplit=1)
    assert gone(int(pid))
    until = time.monotonic() + 10
    while Path(profile.strip()).exists():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_an_office_that_listens_is_attached_to_and_left_running(app, second):
    other = use_libreoffice(pipe=second.pipe)
    other.books.add().sheets[0]["A1"].value = "x"
    other.screen_updating = False
    document = other.books[0].api
    other.quit()
    assert second.alive()
    assert not document.hasControllersLocked()
    with pytest.raises(LibreOfficeError, match="was running before sheetops"):
        offices.attach(second.pipe).kill()


def test_a_running_office_is_asked_to_listen(app, second):
    other = use_libreoffice(running=True, profile=second.profile)
    document = other.books.add().api
    assert len(list(second.desktop.Components)) == 1
    assert second.desktop.getCurrentComponent() is None or document is not None
    other.quit()
    assert second.alive()


def test_nobody_listening_is_said_after_the_timeout():
    with pytest.raises(LibreOfficeError, match=r"LibreOffice did not answer within 0\.3 seconds"):
        use_libreoffice(pipe="nobody", timeout=0.3)


def test_a_program_that_is_not_there_is_said():
    with pytest.raises(LibreOfficeError, match=r"LibreOffice was not found at .*nowhere.*libreoffice\.org"):
        find_program(Path("/nowhere/soffice"))


def test_a_program_that_stops_at_once_is_quoted_and_nothing_is_left(app, tmp_path):
    before = profiles()
    broken = stand_in(tmp_path, "echo 'no display driver' >&2; exit 77", "echo no display driver 1>&2\nexit /b 77")
    with pytest.raises(
        LibreOfficeError, match=r"stopped while it was starting \(code 77\)\. It said: no display driver"
    ):
        offices.start(program=broken)
    assert profiles() == before


def test_a_program_that_never_answers_is_ended(app, tmp_path):
    before = profiles()
    hanging = stand_in(tmp_path, "exec sleep 60", "ping -n 60 127.0.0.1 >nul")
    with pytest.raises(LibreOfficeError, match=r"did not answer within 0\.5 seconds"):
        offices.start(program=hanging, timeout=0.5)
    assert profiles() == before


def test_loading_the_bridge_leaves_this_environment_as_it_was():
    script = (
        "import builtins, sys; from pathlib import Path\n"
        "path, importing, before = list(sys.path), builtins.__import__, set(sys.modules)\n"
        "from sheetops.excel.libreoffice import bridge, find_program\n"
        "bridge.load(find_program())\n"
        "assert sys.path == path and builtins.__import__ is importing\n"
        "assert 'apt' not in sys.modules\n"
        "print(sys.modules['uno'].__file__)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip().endswith("uno.py")
