"""One command's work: run a job, show how far it is, and end with its summary and exit code."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from sheetops.cli.bar import Bar
from sheetops.cli.faults import plain_words
from sheetops.cli.saying import say

OUT = "sheetops-out"
"""The folder beside the book that takes the results when no other is asked for."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: which books, for which day, the results in which folder."""

    command: str
    books: tuple[Path, ...]
    as_of: dt.date
    out: Path

    @property
    def source(self) -> Path | tuple[Path, ...]:
        """The book as jobs take it: one path, or several exports that belong together."""
        return self.books[0] if len(self.books) == 1 else self.books


Job = Callable[[Order, Bar], Sequence[Any]]
"""What carries an order out and returns its `sheetops.model.Outcome`s (not named here: pandas comes with them)."""


def fulfil(
    command: str, books: Sequence[Path], as_of: dt.date | None, out: Path | None, as_json: bool, job: Job
) -> None:
    """Run a job, print its summary and leave with its exit code."""
    with plain_words(command):
        order = _order(command, books, as_of, out)
        with Bar() as progress:
            outcomes = job(order, progress)
        code = _tell(command, outcomes, as_json)
    raise typer.Exit(code)


def _order(command: str, books: Sequence[Path], as_of: dt.date | None, out: Path | None) -> Order:
    from sheetops import clock  # numpy comes with it

    order = Order(command, tuple(books), as_of or clock.today(), out or books[0].resolve().parent / OUT)
    return order


def _tell(command: str, outcomes: Sequence[Any], as_json: bool) -> int:
    from sheetops.cli import summary  # pandas comes with it

    code = summary.exit_code(outcomes)
    say([summary.as_json(command, outcomes, code)] if as_json else summary.lines(outcomes))
    return code
