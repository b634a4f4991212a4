"""What is to be made, written down before it is made: number, content, template and file, in one transaction."""

import datetime as dt
import itertools
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, insert, select, update

from sheetops.register import schema
from sheetops.register.chain import Event, told
from sheetops.register.database import Register
from sheetops.register.frozen import freeze, sha256, thaw

CHUNK = 500
"""Keys asked for at a time: databases limit how long a question may be."""

Naming = Callable[[str, Collection[str]], str]
"""Returns a file name from what a document is called that is none of those taken."""


class Series(NamedTuple):
    """A series of numbers: its name, how a number is written, and the first one of a year."""

    name: str
    pattern: str
    first: int = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that is to be made.

    ``key`` says for what, for ever: one key, one document. ``content`` gives what it says under a number ("" without
    one) on a day. ``called`` is what its file is called, with ``{number}`` where it is numbered; documents of one
    ``pack`` share a file of that name. ``amount`` is in minor units. With ``supersede`` a key whose content is another
    than before is made anew and takes the place of the first, unless that was sent; otherwise it is refused.
    """

    key: str
    kind: str
    account: str
    as_of: dt.date
    content: Callable[[str, dt.date], Mapping[str, Any]]
    template: str
    called: str
    series: Series | None = None
    amount: int | None = None
    currency: str = ""
    pack: str = ""
    supersede: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the register has it; ``path`` is its file, ``part`` its place in it (from 1)."""

    id: int
    key: str
    revision: int
    kind: str
    account: str
    as_of: dt.date
    number: str
    state: str
    content: Mapping[str, Any]
    content_sha256: str
    template: str
    path: Path
    part: int
    sha256: str = ""
    supersedes: int | None = None
    error: str = ""
    amount: int | None = None
    currency: str = ""
    run: int = 0
    fingerprint: str = ""
    sent_on: dt.date | None = None


class Place(NamedTuple):
    """Where a document goes: its file, its place in it (from 1), and how the register calls the file."""

    path: Path
    part: int
    told: str


@dataclass(frozen=True)
class Intended:
    """What became of a list of wanted documents.

    ``to_make`` are written down and not made yet (new ones, and those of an earlier run that was broken off);
    ``made`` were made before with the same content, by key; ``refused`` were made before with another, by key.
    """

    to_make: list[Entry] = field(default_factory=list)
    made: dict[str, Entry] = field(default_factory=dict)
    refused: dict[str, Entry] = field(default_factory=dict)


def begin_run(
    register: Register, job: str, as_of: dt.date, inputs: Mapping[str, Any], settings: str, version: str
) -> int:
    """Write down that a run has begun, over which inputs (names and SHA-256) and settings; return its number."""
    user, _, host = register.actor.partition("@")
    row = {
        "job": job,
        "as_of": as_of.isoformat(),
        "operator": user,
        "host": host,
        "begun_at": register.clock(),
        "inputs": freeze(inputs),
        "settings_sha256": sha256(settings),
        "version": version,
        "state": "running",
    }
    with register.writing() as connection:
        number = int(connection.execute(insert(schema.run).values(row).returning(schema.run.c.id)).scalar_one())
        register.tell(connection, Event("run begun", number, detail=f"{job} as of {as_of}"))
    return number


def end_run(register: Register, run: int, counts: Mapping[str, Any]) -> None:
    """Write down that a run has done all it had to, and its counts and totals."""
    done = {"state": "done", "ended_at": register.clock(), "counts": freeze(counts)}
    with register.writing() as connection:
        connection.execute(update(schema.run).where(schema.run.c.id == run).values(done))
        register.tell(connection, Event("run ended", run, detail=freeze(counts)))


def keep_template(register: Register, name: str, content: bytes) -> str:
    """Keep a template's bytes, so that what was intended with it can be made with it whenever; return its SHA-256."""
    sha = sha256(content)
    with register.writing() as connection:
        if connection.execute(select(schema.template.c.name).where(schema.template.c.sha256 == sha)).first() is None:
            connection.execute(insert(schema.template).values(sha256=sha, name=name, content=content))
    return sha


def template_of(register: Register, sha: str) -> tuple[str, bytes]:
    """Return the name and bytes of a template."""
    with register.reading() as connection:
        row = connection.execute(select(schema.template).where(schema.template.c.sha256 == sha)).one()
    return row.name, row.content


def intend(register: Register, run: int, wanted: Sequence[Wanted], folder: Path, naming: Naming) -> Intended:
    """Write down what is to be made into a folder and draw its numbers: all of it, or nothing.

    The order of ``wanted`` is that of the numbers.
    """
    result = Intended()
    with register.writing() as connection:
        there = latest(register, connection, [one.key for one in wanted])
        fresh = [one for one in wanted if _is_fresh(register, connection, run, one, there.get(one.key), result)]
        result.to_make.extend(_written(register, connection, run, fresh, there, folder, naming))
    return result


def _is_fresh(
    register: Register, connection: Connection, run: int, one: Wanted, known: Entry | None, result: Intended
) -> bool:
    """Return whether a document is to be written down anew; else say in the result what is known of it."""
    if known is None or known.state in (schema.VOID, schema.SUPERSEDED):
        return True
    day = known.as_of if one.series else one.as_of
    same = sha256(freeze(one.content(known.number, day))) == known.content_sha256
    if known.state == schema.ISSUED:
        if not same and one.supersede and not known.sent_on:
            return True
        (result.made if same else result.refused)[one.key] = known
        return False
    if same or known.state == schema.INTENT:
        result.to_make.append(known)
        return False
    _set(connection, known.id, state=schema.VOID)
    register.tell(connection, Event("void", run, known.id, "could not be made, and what is wanted has changed since"))
    return True


def _written(
    register: Register,
    connection: Connection,
    run: int,
    fresh: Sequence[Wanted],
    there: Mapping[str, Entry],
    folder: Path,
    naming: Naming,
) -> list[Entry]:
    numbers = list(_draw(connection, fresh))
    paths = _paths(register, connection, fresh, [number for *_, number in numbers], folder, naming)
    first = int(connection.execute(select(func.coalesce(func.max(schema.document.c.id), 0))).scalar_one()) + 1
    made = [
        _drawn_up(register, run, number, one, drawn, place, there.get(one.key))
        for number, one, drawn, place in zip(itertools.count(first), fresh, numbers, paths, strict=False)
    ]
    if made:
        connection.execute(insert(schema.document), [row for row, _ in made])
        register.tell(connection, *told("intended", run, [(row["id"], row["fingerprint"]) for row, _ in made]))
    return [one for _, one in made]


def _drawn_up(
    register: Register,
    run: int,
    number: int,
    one: Wanted,
    drawn: tuple[str | None, int | None, int | None, str | None],
    place: Place,
    before: Entry | None,
) -> tuple[dict[str, Any], Entry]:
    """Return a document's row, and the same as an entry."""
    content = freeze(one.content(drawn[3] or "", one.as_of))
    entry = Entry(
        id=number,
        key=one.key,
        revision=before.revision + 1 if before else 1,
        kind=one.kind,
        account=one.account,
        as_of=one.as_of,
        number=drawn[3] or "",
        state=schema.INTENT,
        content=thaw(content),  # it is made from what is kept, now as later
        content_sha256=sha256(content),
        template=one.template,
        path=place.path,
        part=place.part,
        supersedes=before.id if before and before.state == schema.ISSUED else None,
        amount=one.amount,
        currency=one.currency,
        run=run,
    )
    kept = ("id", "key", "revision", "kind", "account", "content_sha256", "template", "part", "supersedes", "state")
    row = {name: getattr(entry, name) for name in (*kept, "amount", "currency", "run")}
    row |= dict(zip(("series", "year", "ordinal", "number"), drawn, strict=True))
    row |= {"as_of": one.as_of.isoformat(), "content": content, "fingerprint": fingerprint(entry)}
    return row | {"path": place.told, "path_key": path_key(place.told)}, entry


def fingerprint(one: Entry) -> str:
    """Return the SHA-256 of all that is fixed about a document: the chain of events holds it to it."""
    fixed = (one.key, one.revision, one.kind, one.account, one.as_of, one.number, one.amount, one.currency)
    return sha256("\x1f".join(map(str, (*fixed, one.content_sha256, one.template))))


def _draw(
    connection: Connection, fresh: Sequence[Wanted]
) -> Iterator[tuple[str | None, int | None, int | None, str | None]]:
    """Yield series, year, ordinal and number of each document, nothing for one without a series."""
    following: dict[tuple[str, int], tuple[int, str]] = {}
    for one in fresh:
        if one.series is None:
            yield None, None, None, None
            continue
        place = (one.series.name, one.as_of.year)
        ordinal, pattern = following.get(place) or _next(connection, one.series, one.as_of.year)
        following[place] = (ordinal + 1, pattern)
        yield *place, ordinal, pattern.format(year=one.as_of.year, number=ordinal)
    for (name, year), (ordinal, _) in following.items():
        at = (schema.series.c.name == name) & (schema.series.c.year == year)
        connection.execute(update(schema.series).where(at).values(next=ordinal))


def _next(connection: Connection, series: Series, year: int) -> tuple[int, str]:
    """Return the next ordinal of a series and the pattern it was begun with, which holds for the whole year."""
    at = (schema.series.c.name == series.name) & (schema.series.c.year == year)
    row = connection.execute(select(schema.series).where(at).with_for_update()).first()
    if row is None:
        start = {"pattern": series.pattern, "first": series.first, "next": series.first}
        connection.execute(insert(schema.series).values(name=series.name, year=year, **start))
        return series.first, series.pattern
    return row.next, row.pattern


def _paths(
    register: Register,
    connection: Connection,
    fresh: Sequence[Wanted],
    numbers: Sequence[str | None],
    folder: Path,
    naming: Naming,
) -> list[Place]:
    """Return each document's file and its place in it: names that no other document has had and no file has."""
    packs: dict[str, Place] = {}
    free = _Free(register, connection, folder, naming)
    places = []
    for one, number in zip(fresh, numbers, strict=True):
        if one.pack in packs:
            place = packs[one.pack]._replace(part=packs[one.pack].part + 1)
        else:
            place = free.place(one.pack or one.called.replace("{number}", number or ""))
        if one.pack:
            packs[one.pack] = place
        places.append(place)
    return places


class _Free:
    """File names of a folder that are free."""

    def __init__(self, register: Register, connection: Connection, folder: Path, naming: Naming) -> None:
        self._connection, self._folder, self._naming = connection, folder, naming
        self._told = _told(register, folder)
        self._taken: set[str] = set()

    def place(self, called: str) -> Place:
        """Return the place of a new file."""
        while True:
            name = self._naming(called, self._taken)
            self._taken.add(path_key(name))
            place = Place(self._folder / name, 1, f"{self._told}/{name}".removeprefix("./"))
            known = select(schema.document.c.id).where(schema.document.c.path_key == path_key(place.told))
            if not place.path.exists() and self._connection.execute(known).first() is None:
                return place


def path_key(path: str) -> str:
    """Return what two paths share that a file system could take for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _told(register: Register, path: Path) -> str:
    path = path.absolute()
    return path.relative_to(register.root).as_posix() if path.is_relative_to(register.root) else path.as_posix()


def known(register: Register, keys: Sequence[str]) -> dict[str, Entry]:
    """Return the last revision of each key that the register has, by key."""
    with register.reading() as connection:
        return latest(register, connection, keys)


def latest(register: Register, connection: Connection, keys: Sequence[str]) -> dict[str, Entry]:
    """Return the last revision of each key that the register has, by key."""
    found: dict[str, Entry] = {}
    for start in range(0, len(keys), CHUNK):
        asked = schema.document.c.key.in_(keys[start : start + CHUNK])
        for row in connection.execute(select(schema.document).where(asked).order_by(schema.document.c.revision)):
            found[row.key] = _entry(register, row)
    return found


def pending(register: Register, kinds: Iterable[str] = ()) -> list[Entry]:
    """Return what was intended and not made, in order: a run was broken off."""
    asked = select(schema.document).where(schema.document.c.state == schema.INTENT).order_by(schema.document.c.id)
    kinds = tuple(kinds)
    with register.reading() as connection:
        rows = connection.execute(asked.where(schema.document.c.kind.in_(kinds)) if kinds else asked).all()
    return [_entry(register, row) for row in rows]


def entries(register: Register, **which: Any) -> list[Entry]:
    """Return the documents whose columns have these values, in order."""
    asked = select(schema.document).filter_by(**which).order_by(schema.document.c.id)
    with register.reading() as connection:
        return [_entry(register, row) for row in connection.execute(asked)]


def _entry(register: Register, row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        key=row.key,
        revision=row.revision,
        kind=row.kind,
        account=row.account,
        as_of=dt.date.fromisoformat(row.as_of),
        number=row.number or "",
        state=row.state,
        content=thaw(row.content),
        content_sha256=row.content_sha256,
        template=row.template,
        path=register.root / row.path,
        part=row.part,
        sha256=row.sha256 or "",
        supersedes=row.supersedes,
        error=row.error or "",
        amount=row.amount,
        currency=row.currency,
        run=row.run,
        fingerprint=row.fingerprint,
        sent_on=dt.date.fromisoformat(row.sent_on) if row.sent_on else None,
    )


def _set(connection: Connection, document: int, **values: Any) -> None:
    connection.execute(update(schema.document).where(schema.document.c.id == document).values(values))


def void(register: Register, number: str, reason: str) -> Entry:
    """Make a document void, with its reason; its number is never given again. LookupError when there is none."""
    with register.writing() as connection:
        asked = select(schema.document).where((schema.document.c.number == number) | (schema.document.c.key == number))
        row = connection.execute(asked.order_by(schema.document.c.revision.desc())).first()
        if row is None:
            raise LookupError(number)
        _set(connection, row.id, state=schema.VOID)
        register.tell(connection, Event("void", None, row.id, reason))
    return entries(register, id=row.id)[0]


def unsent(register: Register, kind: str) -> dict[str, int]:
    """Return the issued documents of a kind that nobody has said were sent: by file name, each its id."""
    table = schema.document.c
    asked = select(table.id, table.path).where(
        table.kind == kind, table.state == schema.ISSUED, table.sent_on.is_(None)
    )
    with register.reading() as connection:
        return {row.path.rpartition("/")[2]: row.id for row in connection.execute(asked)}


def mark_sent(register: Register, documents: Sequence[int], day: dt.date, by: str) -> None:
    """Write down that documents went out on a day."""
    with register.writing() as connection:
        for document in documents:
            _set(connection, document, sent_on=day.isoformat(), sent_by=by)
        register.tell(connection, *(Event("sent", None, document, day.isoformat()) for document in documents))
