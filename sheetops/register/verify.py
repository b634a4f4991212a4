"""The register proved anew: every number accounted for, every document where it was put and as it was made."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import func, select

from sheetops.register import schema
from sheetops.register.chain import broken, digest_of, head
from sheetops.register.database import Register
from sheetops.register.disk import Disk
from sheetops.register.documents import Entry, entries, fingerprint
from sheetops.register.frozen import freeze, sha256


class Fault(NamedTuple):
    """Something that does not hold: its kind, which document or number, and what is wrong with the cure."""

    kind: str
    about: str
    problem: str


class Proof(NamedTuple):
    """What `verify` found: how many documents by state, the number and hash of the last event, and the faults."""

    documents: dict[str, int]
    events: int
    head: str
    faults: list[Fault]


def verify(register: Register, disk: Disk | None = None) -> Proof:
    """Hold the register against itself and against the files on the disk."""
    with register.reading() as connection:
        faults = [Fault("chain", register.name, said) for said in broken(connection)]
        states = connection.execute(select(schema.document.c.state, func.count()).group_by(schema.document.c.state))
        counts = {str(state): int(number) for state, number in states}
        events, last = head(connection)
    faults += [
        *_numbers(register),
        *_contents(register),
        *_files(register, disk or Disk()),
        *_unknown(register, disk or Disk()),
    ]
    return Proof(counts, events, last, faults)


def _numbers(register: Register) -> Iterator[Fault]:
    """Yield the gaps: every ordinal from the first to the last drawn is one document's."""
    table = schema.document
    with register.reading() as connection:
        for series in connection.execute(select(schema.series)).all():
            mine = (table.c.series == series.name) & (table.c.year == series.year)
            there = set(connection.execute(select(table.c.ordinal).where(mine)).scalars())
            for ordinal in sorted(set(range(series.first, series.next)) - there):
                number = series.pattern.format(year=series.year, number=ordinal)
                yield Fault("gap", number, f"{number} was drawn and no document has it: the register was altered.")
            for ordinal in sorted(there - set(range(series.first, series.next))):
                number = series.pattern.format(year=series.year, number=ordinal)
                yield Fault("counter", number, f"{number} is given and not counted: an older copy was put back.")


def _contents(register: Register) -> Iterator[Fault]:
    known = {one.id: one for one in entries(register)}
    with register.reading() as connection:
        asked = select(schema.event).where(schema.event.c.what == "intended").order_by(schema.event.c.seq)
        told = connection.execute(asked).all()
    sworn: set[int] = set()
    for event in told:
        some = [known[number] for number in range(event.document, event.last + 1) if number in known]
        sworn |= {one.id for one in some}
        if digest_of([(one.id, one.fingerprint) for one in some]) != event.detail:
            yield Fault(
                "content", _name(some[0]), f"{_name(some[0])} or one after it was altered after it was written."
            )
    for one in known.values():
        altered = sha256(freeze(one.content)) != one.content_sha256 or fingerprint(one) != one.fingerprint
        if altered or one.id not in sworn:
            yield Fault("content", _name(one), f"What the register says of {_name(one)} was altered later.")
        if one.state == schema.INTENT:
            yield Fault("unfinished", _name(one), f"{_name(one)} is intended and not made: sheetops resume makes it.")


def _name(one: Entry) -> str:
    return one.number or one.key


def _unknown(register: Register, disk: Disk) -> Iterator[Fault]:
    """Yield files that lie among a series' documents with a number of its own that the register never gave."""
    table = schema.document
    with register.reading() as connection:
        asked = select(table.c.path, table.c.number).where(table.c.number.is_not(None))
        known = {row.number: (register.root / row.path) for row in connection.execute(asked)}
        series = connection.execute(select(schema.series)).all()
    folders = sorted({path.parent for path in known.values()})
    for one in series:
        number = one.pattern.format(year=one.year, number=one.next)
        for folder in folders:
            for file in disk.called(folder, number):
                yield Fault(
                    "unknown", number, f"{file} bears {number}, which this register never gave: an older copy of the "
                    "register was put back. Take the newest backup, or number on from what lies there."
                )  # fmt: skip


def _files(register: Register, disk: Disk) -> Iterator[Fault]:
    seen: dict[str, str | None] = {}
    for one in entries(register, state=schema.ISSUED):
        name, key = _name(one), str(one.path)
        if key not in seen:
            content = disk.read(one.path)
            seen[key] = None if content is None else sha256(content)
        if seen[key] is None:
            yield Fault("missing", name, f"{one.path} is not there. sheetops register reissue makes the same again.")
        elif seen[key] != one.sha256:
            yield Fault("changed", name, f"{one.path} is not as it was made. sheetops register reissue restores it.")
