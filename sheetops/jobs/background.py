"""Work that goes on without the button that began it: what was ordered, who is at it, and what came of it.

A press of much work writes its order, with a copy of the sheets, into a folder of the user's own, starts
`sheetops.jobs.worker` and returns. The worker leaves what came of it there until it is shown: by the worker itself, or
when the workbook was closed meanwhile, by the next press. Locks that end with their process tell work that goes on from
work that died.
"""

import hashlib
import pickle
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheetops import __version__
from sheetops.errors import BookError, OutputError
from sheetops.excel.live.book import KeptBook
from sheetops.faultlog import own_folder
from sheetops.jobs.asked import Asked
from sheetops.model import Run
from sheetops.publish import make_folder, whole_file

STARTING = 60.0
"""Seconds that a worker is given to say that it is there."""
_DETACHED = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


@dataclass(frozen=True)
class Order:
    """What was pressed: the button, its caption, what it was asked, the sheets as they were, and when (for people)."""

    button: str
    caption: str
    what: Asked
    book: KeptBook
    began: str


@dataclass(frozen=True)
class Finished:
    """What came of an order: its run, or the sentence that stopped it; how long it took, and its result workbook."""

    run: Run | None
    seconds: float
    sentence: str = ""
    file: str = ""

    @property
    def result(self) -> Run:
        """The run of work that was done; ValueError for work that was stopped."""
        if self.run is None:
            raise ValueError(self.sentence)
        return self.run

    def stopped(self, order: Order) -> str:
        """Return what is said of work that was stopped."""
        return f"{order.caption}, begun on {order.began} in the background, was stopped. {self.sentence}"


class Background:
    """The place where work on one workbook is ordered and left; at most one piece of work is there at a time."""

    def __init__(self, workbook: Path) -> None:
        key = hashlib.sha256(str(workbook).casefold().encode()).hexdigest()[:20]
        self.workbook = workbook
        self._folder = own_folder("background") / key

    # -------------------------------------------------------------------------------------------- the press

    @contextmanager
    def one_press(self, patience: float = 0.0) -> Iterator[None]:
        """Hold the workbook for one press; BookError when another one is still being answered after ``patience`` s."""
        with self._lock("press", patience) as mine:
            if not mine:
                raise BookError(
                    "sheetops is still busy with the last press on this workbook. Start says how far it is."
                )
            yield

    def require_idle(self) -> None:
        """Raise BookError when work on this workbook goes on."""
        with self._lock("work") as idle:
            if not idle:
                order, said = self._load("order", Order), self._file("said")
                far = said.read_text(encoding="utf-8") if said.exists() else ""
                raise BookError(
                    f"sheetops is still at work on {order.caption if order else 'the last press'}"
                    f"{f', since {order.began}' if order else ''}. {far or 'It has just begun'}. Start shows how far "
                    "it is, under Status; press again when it is done."
                )

    def start(self, order: Order) -> None:
        """Start the work in a process of its own and return when that is there; OutputError when it does not come."""
        self.forget()
        self._keep("order", order)
        # What xlwings and LibreOffice's macro told this Python about the workbook, the worker must know as well.
        command = [sys.executable, "-B", "-P", "-m", "sheetops.jobs.worker", f"--workbook={self.workbook}"]
        worker = subprocess.Popen(  # noqa: S603  this Python
            [*command, *sys.argv[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=Path.home(),
            creationflags=_DETACHED,
            start_new_session=True,
        )
        until = time.monotonic() + STARTING
        while not self._file("begun").exists():
            if worker.poll() is not None or time.monotonic() > until:
                worker.kill()
                self.forget()
                raise OutputError(
                    "The work could not be started in the background. Make background_rows and background_documents "
                    "on the sheet Policy greater, so that the button does it itself, or use the command line."
                )
            time.sleep(0.05)

    def left(self) -> tuple[Order, Finished] | None:
        """Return work that was finished and not shown yet, None when there is none.

        BookError, once, for work that was stopped or died, or that another version of sheetops left.
        """
        if not self._file("order").exists():
            return None
        order, finished = self._load("order", Order), self._load("result", Finished)
        if order is None or (finished is None and self._file("result").exists()):
            self.forget()
            raise BookError(
                "Work of an earlier press was left by another version of sheetops and cannot be shown here. Its "
                "workbook is in the folder for results. Press again to have it done anew."
            )
        if finished is None:
            self.forget()
            raise BookError(
                f"{order.caption}, begun on {order.began}, ended before it was finished: the computer was shut down or "
                "somebody ended it. Nothing in this workbook was changed by it; files that were made until then are in "
                f"the folder for results. Press {order.caption} again."
            )
        if finished.run is None:
            self.forget()
            raise BookError(finished.stopped(order))
        return order, finished

    def forget(self) -> None:
        """Take order and result away."""
        for name in ("order", "begun", "said", "result"):
            self._file(name).unlink(missing_ok=True)

    # -------------------------------------------------------------------------------------------- the worker

    @contextmanager
    def working(self) -> Iterator[Order | None]:
        """Hold the workbook for the work that was ordered, and give it; None when there is none."""
        with self._lock("work") as mine:
            order = self._load("order", Order) if mine else None
            if order:
                self._file("begun").touch()
            yield order

    def say(self, text: str) -> None:
        """Leave word of how far the work is."""
        with suppress(OSError):
            self._file("said").write_text(text, encoding="utf-8")

    def keep(self, finished: Finished) -> None:
        """Leave what came of the order until it is shown."""
        self._keep("result", finished)

    # -------------------------------------------------------------------------------------------- files and locks

    def _file(self, name: str) -> Path:
        return self._folder / name

    def _keep(self, name: str, what: object) -> None:
        with whole_file(self._file(name)) as draft:
            draft.write_bytes(pickle.dumps((__version__, what)))

    def _load(self, name: str, kind: type[Any]) -> Any:
        """Return what was kept, None when it is not there or was kept by another version.

        Nobody but the user can write into the folder, so that what is unpickled is our own.
        """
        with suppress(Exception):
            version, found = pickle.loads(self._file(name).read_bytes())  # noqa: S301
            return found if version == __version__ and isinstance(found, kind) else None
        return None

    @contextmanager
    def _lock(self, name: str, patience: float = 0.0) -> Iterator[bool]:
        """Give whether a lock could be had; it is let go at the end, and by the system when its process dies.

        SQLite locks files in the same way on every system.
        """
        make_folder(self._folder).chmod(0o700)  # it holds a copy of the sheets
        with closing(sqlite3.connect(self._file(f"{name}.lock"), timeout=patience, isolation_level=None)) as held:
            try:
                held.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                yield False
            else:
                yield True
