"""Keeping the program still while its workbook is read and written, and telling how far it is."""

import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import xlwings as xw

_STILL = {"screen_updating": False, "enable_events": False, "display_alerts": False, "calculation": "manual"}
EVERY = 0.2
"""Seconds between two texts in the status bar: more often nobody reads them, and each costs a call."""


def how_far(step: str, done: int, total: int) -> str:
    """Return how far a step is, for the status bar and for Start."""
    return f"{step}: {done:,} of {total:,} ({100 * done // total} %)" if total > 1 else f"{step} ..."


class Calm:
    """The program held still inside a ``with``; everything is as it was afterwards, also after an error.

    Called as a `sheetops.model.Progress` it writes the status bar, and ``also`` hears every text that it writes.
    """

    def __init__(self, app: xw.App, also: Callable[[str], None] = lambda text: None) -> None:
        self._app = app
        self._also = also
        self._before: dict[str, Any] = {}
        self._told = 0.0

    def __enter__(self) -> Self:
        for name, value in _STILL.items():
            # Excel refuses some of these in some states; the work can be done all the same, only less smoothly.
            with suppress(Exception):
                self._before[name] = getattr(self._app, name)
                setattr(self._app, name, value)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, value in reversed(self._before.items()):
            with suppress(Exception):
                setattr(self._app, name, value)
        with suppress(Exception):
            self._app.status_bar = False

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` of a step are done."""
        now = time.monotonic()
        if done == 0 or now - self._told >= EVERY:
            self._told = now
            self.tell(how_far(step, done, total))

    def tell(self, text: str) -> None:
        """Write a text into the status bar."""
        with suppress(Exception):
            self._app.status_bar = f"sheetops: {text}"
            self._also(text)
