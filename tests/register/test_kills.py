"""Processes killed at random moments and at every step, disks that run full, several operators at once."""

import errno
import multiprocessing
import os
import random
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from sheetops.errors import OutputError
from sheetops.register import entries, issuing, open_register, verify
from sheetops.register.disk import Disk
from tests.register.conftest import Open
from tests.register.ledger import do_run, wanted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals here")

KILLS = 200
COUNT = 500
SEED = 20260630


def whole(register: Any, folder: Path, count: int) -> None:
    """Hold the register against the requests and the folder: nothing missing, nothing twice, nothing half."""
    there = entries(register)
    assert verify(register).faults == []
    assert [one.state for one in there] == ["issued"] * count
    assert sorted(one.key for one in there) == [one.key for one in wanted(count)]
    assert sorted(one.number for one in there) == [f"CN-2026-{number:05}" for number in range(1, count + 1)]
    documents = set(folder.glob("*.docx"))
    assert documents == {one.path for one in there}


def work(place: str | Path, folder: Path, count: int, root: Path, disk: Disk | None = None) -> None:
    register = open_register(place, f"operator{os.getpid()}@desk", root=root)
    try:
        do_run(register, folder, wanted(count), disk)
    finally:
        register.close()


def started(*arguments: Any) -> multiprocessing.process.BaseProcess:
    # Forked, so that a process is at work at once and can be killed in the middle of it hundreds of times a minute.
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    return process


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_killed_at_random_moments_nothing_is_lost_and_nothing_is_doubled(tmp_path: Path) -> None:
    chance, kills, rounds = random.Random(SEED), 0, 0
    while kills < KILLS:
        folder, place = tmp_path / f"round {rounds}", tmp_path / f"register {rounds}.db"
        rounds += 1
        assert rounds < KILLS, "the runs end before they can be killed"
        while True:
            process = started(place, folder, COUNT, tmp_path)
            process.join(chance.uniform(0.005, 0.15))
            if process.exitcode is not None:
                break
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
            kills += 1
        assert process.exitcode == 0
        register = open_register(place, root=tmp_path)
        whole(register, folder, COUNT)
        register.close()


class Dying(Disk):
    """A disk under which the process is killed at its n-th operation."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name not in ("write", "publish", "sync", "remove"):
            return found

        def step(*arguments: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return found(*arguments)

        return step


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_killed_at_every_step_of_a_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "BATCH", 4)
    for at in range(20):
        place, folder = tmp_path / f"{at}.db", tmp_path / f"{at}"
        process = started(place, folder, 7, tmp_path, Dying(at))
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)
        register = open_register(place, root=tmp_path)
        do_run(register, folder, wanted(7))
        whole(register, folder, 7)
        register.close()


class Full(Disk):
    """A disk that has room for so many files and then none."""

    def __init__(self, room: int, number: int = errno.ENOSPC) -> None:
        self.room, self.number = room, number

    def write(self, folder: Path, content: bytes) -> Path:
        if self.room <= 0:
            raise OSError(self.number, os.strerror(self.number))
        self.room -= 1
        return super().write(folder, content)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EMFILE])
def test_a_disk_that_runs_full_stops_plainly_and_the_next_run_does_the_rest(
    number: int, opened: Open, tmp_path: Path
) -> None:
    register, folder = opened(), tmp_path / "notes"
    for room in (0, 3, 4):
        with pytest.raises(OutputError, match="the next run makes the rest, under the numbers they have"):
            do_run(register, folder, wanted(450), Full(room, number))
        assert not list(folder.glob("*.tmp"))
    do_run(register, folder, wanted(450))
    whole(register, folder, 450)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_four_at_once_make_one_set_of_documents(place: str | Path, tmp_path: Path) -> None:
    open_register(place, root=tmp_path).close()
    folder = tmp_path / "notes"
    processes = [started(place, folder, 120, tmp_path) for _ in range(4)]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    register = open_register(place, root=tmp_path)
    try:
        whole(register, folder, 120)
    finally:
        register.close()


def test_the_harness_notices_a_lost_file(register: Any, tmp_path: Path) -> None:
    do_run(register, tmp_path, wanted(5))
    entries(register)[2].path.unlink()
    with pytest.raises(AssertionError):
        whole(register, tmp_path, 5)
