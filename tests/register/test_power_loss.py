"""Losses of power at random moments: the protocol survives them all, and each broken variant of it is caught."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sheetops.errors import OutputError
from sheetops.register import Register, Wanted, documents, intend, issuing
from sheetops.register.frozen import sha256
from tests.register.power import FailingDisk, File, History

HISTORIES = 2_000


def test_no_history_loses_doubles_or_breaks_anything() -> None:
    broken = {seed: found for seed in range(HISTORIES) if (found := History(seed).play())}
    assert not broken, f"seeds {list(broken)[:5]}: {next(iter(broken.values()))}"


def test_the_histories_do_lose_power_at_many_different_moments() -> None:
    lost = []

    class Watched(FailingDisk):
        def lose_power(self) -> None:
            lost.append(self.steps)
            super().lose_power()

    for seed in range(200):
        History(seed, make_disk=Watched).play()
    assert len(lost) > 100
    assert len(set(lost)) > 40


def caught(make_disk: Any = FailingDisk, intending: Any = intend, histories: int = 150) -> int:
    """Return in how many histories a broken variant shows."""
    return sum(_shows(seed, make_disk, intending) for seed in range(histories))


def _shows(seed: int, make_disk: Any, intending: Any) -> bool:
    try:
        return bool(History(seed, make_disk=make_disk).play(intending))
    except OutputError:
        return True


class NoFlush(FailingDisk):
    def flush(self, draft: Path) -> None:
        pass


class NoFolderSync(FailingDisk):
    def sync(self, folder: Path) -> None:
        self.moment()


def test_without_syncing_the_file_it_shows() -> None:
    assert caught(NoFlush) > 5


def test_without_syncing_the_folder_it_shows() -> None:
    assert caught(NoFolderSync) > 5


def test_issued_before_published_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (issuing.rendered, issuing.entered, issuing.published, issuing.settled)
    monkeypatch.setattr(issuing, "STEPS", steps)
    assert caught() > 5


def test_a_number_drawn_in_a_transaction_of_its_own_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = documents._draw

    def in_two(register: Register, run: int, asked: Sequence[Wanted], folder: Path, naming: Any) -> Any:
        with register.writing() as connection:
            known = documents.latest(register, connection, [one.key for one in asked])
            drawn = list(draw(connection, [one for one in asked if one.key not in known]))
        with monkeypatch.context() as patched:
            patched.setattr(documents, "_draw", lambda _connection, _fresh: iter(drawn))
            return intend(register, run, asked, folder, naming)

    assert caught(intending=in_two) > 5


def test_writing_straight_to_the_final_name_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    def straight(work: issuing.Issue, batch: Sequence[issuing.File]) -> None:
        disk = work.disk
        assert isinstance(disk, FailingDisk)
        for file in batch:
            content = work.render(file.documents)
            file.sha256, file.bytes = sha256(content), len(content)
            disk.names[file.path] = File(content)
            disk.moment()
            disk.flush(file.path)

    monkeypatch.setattr(issuing, "STEPS", (straight, *issuing.STEPS[1:]))
    assert caught() > 5
