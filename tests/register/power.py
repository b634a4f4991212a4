"""A disk that loses power: what was not synced survives at random. And the histories that are played on it."""

import random
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from sheetops.register import Entry, Register, entries, issue, pending
from sheetops.register import database as opening
from sheetops.register.disk import Disk
from sheetops.register.frozen import sha256
from tests.register.ledger import DAY, begin_run, end_run, intend, keep_template, named, render, wanted

FOLDER = Path("/desk/credit-notes")


class PowerLossError(BaseException):
    """The lights go out: nothing that is running can answer it."""


@dataclass
class File:
    """What lies behind a name; ``safe`` when its bytes are on the disk and not only in memory."""

    content: bytes
    safe: bool = False


@dataclass
class FailingDisk(Disk):
    """A disk in memory. ``names`` is what a program sees, ``kept`` what would be there after a loss of power now."""

    chance: random.Random
    risk: float = 0.0
    names: dict[Path, File] = field(default_factory=dict)
    kept: dict[Path, File] = field(default_factory=dict)
    steps: int = 0

    def moment(self) -> None:
        self.steps += 1
        if self.chance.random() < self.risk:
            raise PowerLossError

    def write(self, folder: Path, content: bytes) -> Path:
        self.moment()
        self.steps += 1
        draft = folder / f"sheetops-{self.steps}.tmp"
        self.names[draft] = File(content)
        self.moment()
        self.flush(draft)
        return draft

    def flush(self, draft: Path) -> None:
        self.names[draft].safe = True

    def publish(self, draft: Path, path: Path) -> bool:
        self.moment()
        if path in self.names:
            return False
        self.names[path] = self.names.pop(draft)
        return True

    def sync(self, folder: Path) -> None:
        self.moment()
        self.kept = {path: file for path, file in self.kept.items() if path.parent != folder}
        self.kept |= {path: file for path, file in self.names.items() if path.parent == folder}

    def read(self, path: Path) -> bytes | None:
        return self.names[path].content if path in self.names else None

    def remove(self, path: Path) -> None:
        self.moment()
        self.names.pop(path, None)

    def set_aside(self, path: Path) -> Path:
        aside = path.parent / "quarantine" / f"{self.steps} {path.name}"
        self.names[aside] = self.names.pop(path)
        return aside

    def lose_power(self) -> None:
        """Keep what was synced; of the rest, each name and the bytes behind it survive or not."""
        survived = dict(self.kept)
        for path in {*self.names, *self.kept}:
            if self.names.get(path) is not self.kept.get(path) and self.chance.random() < 0.5:
                if path in self.names:
                    survived[path] = self.names[path]
                else:
                    survived.pop(path, None)
        for file in survived.values():
            if not file.safe and self.chance.random() < 0.7:
                file.content = file.content[: self.chance.randrange(len(file.content))]
            file.safe = True
        self.names, self.kept = survived, dict(survived)


class Bench:
    """One database in memory for all histories, each beginning with an empty register."""

    def __init__(self) -> None:
        self.engine = create_engine("sqlite://", poolclass=StaticPool)
        self.disk: FailingDisk | None = None
        event.listen(self.engine, "connect", opening._set_up)
        event.listen(self.engine, "begin", opening._begin)
        event.listen(self.engine, "commit", self._before_commit)
        self.register = Register(self.engine, None, "ann@desk", Path("/desk"), lambda: "2026-06-30T09:00:00+00:00")
        opening._create(self.register)
        self.empty = sqlite3.connect(":memory:")
        self._database().backup(self.empty)

    def _before_commit(self, _connection: object) -> None:
        if self.disk is not None:  # a loss of power just before a transaction holds
            self.disk.moment()

    def _database(self) -> sqlite3.Connection:
        return self.engine.raw_connection().driver_connection  # type: ignore[return-value]

    def fresh(self, disk: FailingDisk) -> Register:
        self.disk = None
        self.empty.backup(self._database())
        self.disk = disk
        return self.register


BENCH = Bench()


@dataclass
class History:
    """Some operators, some losses of power, one list of documents: what went wrong, if anything."""

    seed: int
    count: int = 6
    make_disk: Callable[[random.Random], FailingDisk] = FailingDisk
    violations: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)

    def play(self, intending: Callable[..., object] = intend) -> list[str]:
        """Return the violations of one history."""
        chance = random.Random(self.seed)
        disk = self.make_disk(chance)
        register = BENCH.fresh(disk)
        for _ in range(chance.randint(1, 3)):
            disk.risk = chance.choice((0.01, 0.03, 0.1))
            try:
                self.operate(register, disk, chance, intending)
            except PowerLossError:
                disk.lose_power()
                disk.risk = 0.0
                self.look(register, disk)
        disk.risk = 0.0
        self.finish(register, disk, intending)
        return self.violations

    def operate(
        self, register: Register, disk: FailingDisk, chance: random.Random, intending: Callable[..., object]
    ) -> None:
        """One operator presses: sometimes the one who was broken off, sometimes another with other documents first."""
        asked = wanted(self.count)
        if chance.random() < 0.5:
            asked = chance.sample(asked, chance.randint(1, self.count))
        else:
            issue(register, pending(register), render, disk=disk)
        self.press(register, disk, asked, intending)

    def press(
        self, register: Register, disk: FailingDisk, asked: Sequence[object], intending: Callable[..., object]
    ) -> None:
        run = begin_run(register, "credit-notes", DAY, {}, "", "0.1.0")
        keep_template(register, "credit-note.docx", b"")
        intended = intending(register, run, asked, FOLDER, named)
        self.show(intended.to_make)  # type: ignore[attr-defined]
        issue(register, intended.to_make, render, run=run, disk=disk)  # type: ignore[attr-defined]
        end_run(register, run, {})

    def show(self, made: Sequence[Entry]) -> None:
        for one in made:
            if self.shown.setdefault(one.key, one.number) != one.number:
                self.violations.append(f"{one.key} had the number {self.shown[one.key]} and now has {one.number}")

    def finish(self, register: Register, disk: FailingDisk, intending: Callable[..., object]) -> None:
        issue(register, pending(register), render, disk=disk)
        self.press(register, disk, wanted(self.count), intending)
        self.look(register, disk)
        there = entries(register)
        numbers = sorted(one.number for one in there)
        if numbers != [f"CN-2026-{number:05}" for number in range(1, len(numbers) + 1)]:
            self.violations.append(f"gap: {numbers}")
        if sorted(one.key for one in there) != sorted(one.key for one in wanted(self.count)):
            self.violations.append("a request has no document, or two")
        if any(one.state != "issued" for one in there):
            self.violations.append("something is still not issued")
        files = [path for path in disk.kept if path.suffix == ".docx" and path.parent == FOLDER]
        if len(files) != len(there):
            self.violations.append(f"{len(files)} files for {len(there)} documents")

    def look(self, register: Register, disk: FailingDisk) -> None:
        """Hold what the register says against what is left on the disk."""
        for one in entries(register, state="issued"):
            content = disk.read(one.path)
            if content is None:
                self.violations.append(f"lost: {one.number}")
            elif sha256(content) != one.sha256:
                self.violations.append(f"corrupt: {one.number}")
        for path, file in disk.names.items():
            if path.suffix == ".docx" and not file.content.endswith(b"]]"):
                self.violations.append(f"half a file: {path.name}")
