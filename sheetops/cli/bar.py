"""The progress bar: on stderr, and only for work that lasts."""

import sys
import threading
from time import monotonic
from types import TracebackType
from typing import Any, Self

PATIENCE = 1.0
"""Seconds before the bar appears: shorter work needs none."""

_MOMENT = 0.2
"""Seconds of a step before its speed is said: a shorter time says nothing."""


class Bar:
    """Shows how far a job is, once it has lasted a second and a person is looking; a `Progress`, used with ``with``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest = ("Reading", 0, 0)
        self._begun = ("Reading", 0, monotonic())
        self._shown: Any = None
        self._task: Any = None
        self._timer = threading.Timer(PATIENCE, self._appear)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._shown is not None:
                self._shown.stop()
            self._shown, self._timer = None, threading.Timer(0, lambda: None)

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` of a step are done."""
        with self._lock:
            self._latest = (step, done, total)
            if step != self._begun[0] or done < self._begun[1]:
                self._begun = (step, done, monotonic())
            if self._shown is not None:
                self._draw()

    def _appear(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        rate = TextColumn("{task.fields[rate]}")
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
        with self._lock:
            self._shown = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._shown.add_task("", rate="")
            self._draw()
            self._shown.start()

    def _draw(self) -> None:
        step, done, total = self._latest
        self._shown.update(self._task, description=step, completed=done, total=total or None, rate=self._rate(done))

    def _rate(self, done: int) -> str:
        """Return how many a second the step has done since it began, once that can be said."""
        _, first, since = self._begun
        seconds = monotonic() - since
        if done <= first or seconds < _MOMENT:
            return ""
        rate = (done - first) / seconds
        return f"{rate:,.0f} a second" if rate >= 1 else f"{1 / rate:,.0f} s each"
