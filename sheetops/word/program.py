"""The compiled form of a story: literal bytes with operations between them, and how a letter runs through it.

A stretch of literals and plain fields is one `Straight` step: a copied list whose odd places are filled, then joined
by the writer. Everything else (rows, conditions, paragraphs that may vanish) is a step with programs of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sheetops.word.errors import ValueFault
from sheetops.word.scope import Scope, value_of

Out = list[bytes]
Write = Callable[[object], bytes]
"""Turns a value into the bytes between ``<w:t>`` and ``</w:t>``; raises `ValueFault`."""


class Step(Protocol):
    """One operation: appends bytes to what has been written so far."""

    def __call__(self, scope: Scope, out: Out) -> None:
        """Write for one scope."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A plain field: where its value is found and how it is written."""

    name: str
    write: Write


@dataclass(frozen=True, slots=True)
class Straight:
    """Literals and plain fields in turn: ``parts`` has an empty place for each of ``slots`` (place, name, write)."""

    parts: list[bytes]
    slots: tuple[tuple[int, str, Write], ...]

    def __call__(self, scope: Scope, out: Out) -> None:
        """Fill the places from the record and append all."""
        parts, record = self.parts.copy(), scope.record
        for at, name, write in self.slots:
            try:
                value = record[name]
            except KeyError:
                value = value_of(scope, name)
            try:
                parts[at] = write(value)
            except ValueFault as fault:
                if not scope.unused:  # an unused label may well be empty
                    raise scope.letter.fault(name, str(fault)) from None
        out += parts


@dataclass(frozen=True, slots=True)
class Program:
    """Steps in order."""

    steps: tuple[Step, ...]

    def __call__(self, scope: Scope, out: Out) -> None:
        """Run each step."""
        for step in self.steps:
            step(scope, out)

    def bytes_for(self, scope: Scope) -> bytes:
        """Run and return what was written."""
        out: Out = []
        for step in self.steps:
            step(scope, out)
        return b"".join(out)


def program(pieces: Sequence[bytes | Slot | Step]) -> Program:
    """Join literals and plain fields that follow each other into one step."""
    steps: list[Step] = []
    run: list[bytes | Slot] = []
    for piece in pieces:
        if isinstance(piece, (bytes, Slot)):
            run.append(piece)
            continue
        steps += _straight(run)
        steps.append(piece)
        run = []
    return Program(tuple(steps + _straight(run)))


def _straight(run: Sequence[bytes | Slot]) -> list[Step]:
    parts: list[bytes] = [b""]
    slots: list[tuple[int, str, Write]] = []
    for piece in run:
        if isinstance(piece, bytes):
            parts[-1] += piece
        else:
            slots.append((len(parts), piece.name, piece.write))
            parts += [b"", b""]
    return [Straight(parts, tuple(slots))] if slots or parts[0] else []
