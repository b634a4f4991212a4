"""The chain of events: each carries the hash of the one before, so that nothing in the past can be altered unseen."""

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from sheetops.register.schema import event

START = "0" * 64
"""What stands for the hash before the first event."""

_CARRIED = ("seq", "at", "actor", "what", "run", "document", "last", "detail", "previous")


class Event(NamedTuple):
    """Something that happened: what, in which run, to which document (or all from it to ``last``), and details."""

    what: str
    run: int | None = None
    document: int | None = None
    detail: str = ""
    last: int | None = None


def told(what: str, run: int | None, digests: Sequence[tuple[int, str]]) -> Iterator[Event]:
    """Yield one event for each unbroken row of documents: so many letters would drown the chain otherwise.

    ``digests`` are documents in order with what is to be held fast of each; an event carries the digest of them all.
    """
    for _, group in itertools.groupby(enumerate(digests), key=lambda placed: placed[1][0] - placed[0]):
        some = [digest for _, digest in group]
        yield Event(what, run, some[0][0], digest_of(some), some[-1][0])


def digest_of(digests: Sequence[tuple[int, str]]) -> str:
    """Return one SHA-256 for documents with their digests."""
    return hashlib.sha256("\n".join(f"{document} {digest}" for document, digest in digests).encode()).hexdigest()


def head(connection: Connection) -> tuple[int, str]:
    """Return the number and hash of the last event; 0 and `START` when there is none."""
    last = select(event.c.seq, event.c.hash).order_by(event.c.seq.desc()).limit(1)
    row = connection.execute(last).first()
    return (row.seq, row.hash) if row else (0, START)


def append(connection: Connection, at: str, actor: str, happened: Sequence[Event]) -> None:
    """Add events to the chain; the caller's transaction must be the only one that writes."""
    if not happened:
        return
    number, previous = head(connection)
    rows = []
    for number, one in enumerate(happened, number + 1):  # noqa: B020  it goes on from where the chain ends
        row = {"seq": number, "at": at, "actor": actor, **one._asdict(), "previous": previous}
        previous = link(row)
        rows.append(row | {"hash": previous})
    connection.execute(event.insert(), rows)


def link(row: dict[str, Any]) -> str:
    """Return the hash of an event over all it carries, that of the one before included."""
    told = "\x1f".join("" if row[name] is None else str(row[name]) for name in _CARRIED)
    return hashlib.sha256(told.encode()).hexdigest()


def broken(connection: Connection) -> Iterator[str]:
    """Yield, in words, where the chain does not hold."""
    rows = connection.execute(select(event).order_by(event.c.seq).execution_options(yield_per=5000))
    yield from _breaks(rows)
    count, last = connection.execute(select(func.count(), func.max(event.c.seq)).select_from(event)).one()
    if count != (last or 0):
        yield f"{(last or 0) - count} events are missing from the register."


def _breaks(rows: Iterable[Row[Any]]) -> Iterator[str]:
    previous = START
    for row in rows:
        one = row._asdict()
        if one["previous"] != previous or link(one) != one["hash"]:
            yield f"Event {one['seq']} ({one['what']}) was altered, or one before it was taken away."
        previous = one["hash"]
