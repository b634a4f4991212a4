"""Many letters: records go in, letters come out in order, one process or several, with the same bytes either way."""

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sheetops.word.errors import LetterError, Skipped
from sheetops.word.scope import Blank, Record
from sheetops.word.template import Template

CHUNK = 200
"""Records that a process takes at a time: enough to make the way there worth it, few enough to share out evenly."""


Progress = Callable[[str, int, int], None]
"""Hears a step's name, how many are done and how many there are (`sheetops.model.Progress`)."""


def silent(step: str, done: int, total: int) -> None:
    """Say nothing."""


class Made(NamedTuple):
    """One record's outcome: its number in the data (from 1), the record, and the letter.

    Of a sheet of labels they are its first record's; a record that cannot stand on one is an outcome of its own, and
    the labels go on without it. ``letter`` is None and ``fault`` says why when it could not be made; both are empty
    when the template leaves it out (SKIPIF).
    """

    number: int
    record: Record
    letter: bytes | None
    fault: str = ""


class Feed:
    """Records one by one, counted; what NEXT takes for the same sheet of labels comes from here too.

    ``number`` is that of the record taken last.
    """

    def __init__(self, records: Iterable[Record], first: int = 1) -> None:
        self._records = _numbered(records, first)
        self._again: deque[tuple[int, Record]] = deque()
        self._taken: list[tuple[int, Record]] = []
        self.number = first - 1

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        taken = self._again.popleft() if self._again else next(self._records)
        self._taken.append(taken)
        self.number = taken[0]
        return taken[1]

    def begin(self) -> int:
        """Return the number of the record taken last: a letter begins with it."""
        del self._taken[:-1]
        return self.number

    def without_last(self) -> tuple[int, Record]:
        """Return the record that spoilt a letter, the last one taken; the others of its sheet come once more."""
        spoilt = self._taken.pop()
        self._again.extendleft(reversed(self._taken))
        self._taken.clear()
        return spoilt


def _numbered(records: Iterable[Record], first: int) -> Iterator[tuple[int, Record]]:
    number = first - 1
    for record in records:
        number += not isinstance(record, Blank)
        yield number, record


def letters(template: Template, records: Iterable[Record], jobs: int = 1) -> Iterator[Made]:
    """Yield the outcome of each record (each sheet of labels) in the order of the data, however many processes."""
    if jobs <= 1 or template.sequential:
        return _alone(template, records)
    return itertools.chain.from_iterable(shared_out(template, records, _chunk, CHUNK, jobs))


def from_label(start: int, records: Iterable[Record]) -> Iterator[Record]:
    """Yield records with empty ones in front, so that a sheet of labels begins at the place ``start`` (from 1)."""
    return itertools.chain(itertools.repeat(Blank(), start - 1), records)


def _alone(template: Template, records: Iterable[Record], first: int = 1) -> Iterator[Made]:
    feed, skipped = Feed(records, first), 0
    for record in feed:
        number = feed.begin()
        try:
            letter = template.render(record, number=number, sequence=number - skipped, following=feed)
        except LetterError as fault:
            yield Made(*feed.without_last(), None, str(fault))
        except Skipped:
            skipped += 1
            yield Made(number, record, None)
        else:
            yield Made(max(number, 1), record, letter)  # 0 on a sheet that begins with used-up labels


# ---------------------------------------------------------------------------------------------------- several processes

Work = Callable[[Template, int, Sequence[Record]], Any]
_template: list[Template] = []


def shared_out(template: Template, records: Iterable[Record], work: Work, size: int, jobs: int) -> Iterator[Any]:
    """Yield what ``work`` (a function of a module) makes of each chunk, in order.

    A few chunks are under way at a time.
    """
    from concurrent.futures import Future, ProcessPoolExecutor  # most runs take one process
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _open, (template,))
    with pool:
        waiting: deque[Future[Any]] = deque()
        for first, chunk in chunks(records, size):
            waiting.append(pool.submit(_run, work, first, chunk))
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def chunks(records: Iterable[Record], size: int) -> Iterator[tuple[int, list[Record]]]:
    """Yield records in chunks, each with the number of its first."""
    source, first = iter(records), 1
    while chunk := list(itertools.islice(source, size)):
        yield first, chunk
        first += len(chunk)


def _open(template: Template) -> None:
    _template[:] = [template]


def _run(work: Work, first: int, chunk: Sequence[Record]) -> Any:
    return work(_template[0], first, chunk)


def _chunk(template: Template, first: int, records: Sequence[Record]) -> list[Made]:
    return list(_alone(template, records, first))
