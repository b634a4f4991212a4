"""Where letters go: separate files, one zip, one document, or a document for each so many (for a print house).

tally = template.render_many(records, Files(folder, "{account} {name}"))
"""

import csv
import hashlib
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sheetops.publish import make_folder
from sheetops.word.archive import Archive
from sheetops.word.combine import Combined, Rendered, Writer, combined
from sheetops.word.errors import LetterError, Skipped
from sheetops.word.files import whole, write_whole
from sheetops.word.names import name_key, safe_name
from sheetops.word.run import Feed, Progress, letters, shared_out, silent
from sheetops.word.scope import Record, canonical
from sheetops.word.template import Template
from sheetops.word.values import is_empty

PER_FOLDER = 1_000
"""Files in one folder before the next one is begun: Explorer and sync clients slow down with more."""


class Written(NamedTuple):
    """One letter that was written: the record's number, its file, its place in it (from 1), and the file's SHA-256.

    The SHA-256 is "" where none was asked for, and for combined documents and zips, where it is the whole file's
    affair.
    """

    number: int
    file: Path
    place: int
    sha256: str


@dataclass
class Tally:
    """What became of a run's records; made, skipped and failed add up to them.

    A sheet of labels counts as one; a record that cannot stand on it fails alone.
    """

    made: list[Written] = field(default_factory=list)
    skipped: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)

    @property
    def files(self) -> list[Path]:
        """The files that were written, each once, in order."""
        return list(dict.fromkeys(written.file for written in self.made))


# -------------------------------------------------------------------------------------------------------------- names


_SLOT = re.compile(r"\{([^{}]*)\}")


def named(pattern: str, record: Record, number: int) -> str:
    """Return a name from a pattern.

    ``{column}`` is the record's value, ``{number}`` the record's number with five digits. Nothing else in the pattern
    means anything; a column that is not there gives nothing.
    """
    return " ".join(_SLOT.sub(lambda found: _piece(found.group(1), record, number), pattern).split())


def columns_named(patterns: Iterable[str]) -> list[str]:
    """Return the columns that patterns of `named` speak of, each once, in their order."""
    return list(dict.fromkeys(name.strip() for pattern in patterns for name in _SLOT.findall(pattern)))


def _piece(name: str, record: Record, number: int) -> str:
    if name in record:
        value = record[name]
    else:
        value = next((value for key, value in record.items() if canonical(key) == canonical(name)), None)
        if value is None and canonical(name) == "number":
            return f"{number:05}"
    return "" if is_empty(value) or isinstance(value, (list, tuple, dict)) else str(value)


class Namer:
    """Gives each letter a safe file name from a pattern, no two alike."""

    def __init__(self, pattern: str, ending: str = ".docx") -> None:
        self._pattern, self._ending = pattern, ending
        self._taken: set[str] = set()

    def name(self, record: Record, number: int) -> str:
        """Return the next letter's name."""
        made = safe_name(named(self._pattern, record, number), self._taken, self._ending)
        self._taken.add(name_key(made))
        return made


# -------------------------------------------------------------------------------------------------------------- sinks


@dataclass
class Files:
    """One file a letter, in a folder; from the second thousand on in numbered folders below it."""

    folder: Path
    pattern: str = "{number}"
    jobs: int = 1
    progress: Progress = silent
    total: int = 0
    digests: bool = False

    def take(self, template: Template, records: Iterable[Record]) -> Tally:
        """Write each letter, whole or not at all; with ``digests`` the tally holds each file's SHA-256."""
        namer, tally = Namer(self.pattern), Tally()
        make_folder(self.folder)
        for done, made in enumerate(letters(template, records, self.jobs), 1):
            if made.letter is None:
                _not_made(tally, made.number, made.fault)
            else:
                path = self._place(len(tally.made)) / namer.name(made.record, made.number)
                write_whole(path, made.letter)
                digest = hashlib.sha256(made.letter).hexdigest() if self.digests else ""
                tally.made.append(Written(made.number, path, 1, digest))
            self.progress("Letters", done, self.total)
        return tally

    def _place(self, made: int) -> Path:
        """Return the folder of the next letter."""
        if made < PER_FOLDER:
            return self.folder
        folder = self.folder / f"{made // PER_FOLDER + 1:04}"
        return folder if made % PER_FOLDER else make_folder(folder)


@dataclass
class Bundle:
    """One zip file of letters."""

    path: Path
    pattern: str = "{number}"
    jobs: int = 1
    progress: Progress = silent
    total: int = 0

    def take(self, template: Template, records: Iterable[Record]) -> Tally:
        """Write the zip; nothing is left of it when the run stops half-way."""
        namer, tally = Namer(self.pattern), Tally()
        with whole(self.path) as out:
            archive = Archive(out, 1)
            for done, made in enumerate(letters(template, records, self.jobs), 1):
                if made.letter is None:
                    _not_made(tally, made.number, made.fault)
                else:
                    archive.add_stored(namer.name(made.record, made.number), made.letter)
                    tally.made.append(Written(made.number, self.path, len(tally.made) + 1, ""))
                self.progress("Letters", done, self.total)
            archive.close()
        return tally


@dataclass
class OneFile:
    """All letters in one document; memory does not grow with their number, but Word is happier with `Chunks`."""

    path: Path
    progress: Progress = silent
    total: int = 0

    def take(self, template: Template, records: Iterable[Record]) -> Tally:
        """Write the document; no file when no letter was made."""
        tally = Tally()
        compiled = combined_of(template)
        stream = _Stream(compiled, tally, self.path, self.progress, self.total)
        _write(stream, self.path, Feed(records))
        return tally


@dataclass
class Chunks:
    """A document for each so many records (500 by default), and a manifest that says which letter is where."""

    folder: Path
    size: int = 500
    stem: str = "letters"
    pattern: str = "{number}"
    jobs: int = 1
    progress: Progress = silent
    total: int = 0

    def take(self, template: Template, records: Iterable[Record]) -> Tally:
        """Write the documents and ``manifest.csv`` (file, place, number, key)."""
        make_folder(self.folder)
        tally, keys = Tally(), list[tuple[Written, str]]()
        work = _ChunkWork(self.folder, self.stem, self.size, self.pattern)
        for part, its_keys in self._parts(template, records, work):
            tally.made += part.made
            tally.skipped += part.skipped
            tally.faults += part.faults
            keys += zip(part.made, its_keys, strict=True)
            self.progress("Letters", len(tally.made) + tally.skipped + len(tally.faults), self.total)
        write_whole(self.folder / "manifest.csv", _manifest(keys))
        return tally

    def _parts(
        self, template: Template, records: Iterable[Record], work: "_ChunkWork"
    ) -> Iterator[tuple[Tally, list[str]]]:
        if self.jobs > 1 and not template.sequential:
            return shared_out(template, records, work, self.size, self.jobs)
        return _chunks_alone(template, Feed(records), work)


Sink = Files | Bundle | OneFile | Chunks


def _not_made(tally: Tally, number: int, fault: str) -> None:
    if fault:
        tally.faults.append((number, fault))
    else:
        tally.skipped += 1


def _manifest(keys: Sequence[tuple[Written, str]]) -> bytes:
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(["file", "place", "number", "key"])
    lines.writerows([written.file.name, written.place, written.number, key] for written, key in keys)
    return out.getvalue().encode("utf-8-sig")


# ------------------------------------------------------------------------------------------------- combined documents


def combined_of(template: Template) -> Combined:
    """Return a template compiled for combined documents."""
    return combined(template.source, template.name, template.options, template.folder)


@dataclass
class _Stream:
    """One combined document under way."""

    template: Combined
    tally: Tally
    path: Path
    progress: Progress = silent
    total: int = 0
    keys: list[str] = field(default_factory=list)
    key: Callable[[Record, int], str] | None = None
    seen: int = 0

    def letters(self, writer: Writer, feed: Feed, limit: int | None = None) -> Iterator[Rendered]:
        """Yield each letter that can be made; the others go into the tally."""
        for record in itertools.islice(feed, limit):
            number = feed.begin()
            try:
                scope = writer.scope(record, number, number - self.tally.skipped, feed)
                written = writer.render(scope)
            except LetterError as fault:
                _not_made(self.tally, feed.without_last()[0], str(fault))
            except Skipped:
                _not_made(self.tally, number, "")
            else:
                self.tally.made.append(Written(max(number, 1), self.path, writer.count, ""))
                if self.key:
                    self.keys.append(self.key(record, number))
                yield written
            self.seen += 1
            self.progress("Letters", self.seen, self.total)


def _write(stream: _Stream, path: Path, feed: Feed, limit: int | None = None) -> None:
    """Write one combined document; nothing when there is no letter for it."""
    source: Iterator[Rendered] = iter(())
    try:
        with whole(path) as out, Writer(stream.template, out) as writer:
            source = stream.letters(writer, feed, limit)
            first = next(source, None)
            if first is None:
                raise _Empty
            writer.write(itertools.chain([first], source))
    except _Empty:
        return


class _Empty(Exception):
    """No letter was made for a document."""


@dataclass(frozen=True)
class _ChunkWork:
    """Writes one chunk's document; can be sent to another process."""

    folder: Path
    stem: str
    size: int
    pattern: str

    def __call__(self, template: Template, first: int, records: Sequence[Record]) -> tuple[Tally, list[str]]:
        """Write the chunk that begins at a record."""
        return self.write(combined_of(template), Feed(records, first), first // self.size + 1)

    def write(self, template: Combined, feed: Feed, place: int) -> tuple[Tally, list[str]]:
        """Write the document of that place in the run."""
        path = self.folder / f"{self.stem}-{place:04}.docx"
        stream = _Stream(template, Tally(), path, key=lambda record, number: named(self.pattern, record, number))
        _write(stream, path, feed, self.size)
        return stream.tally, stream.keys


def _chunks_alone(template: Template, feed: Feed, work: _ChunkWork) -> Iterator[tuple[Tally, list[str]]]:
    compiled = combined_of(template)
    for place in itertools.count(1):
        tally, keys = work.write(compiled, feed, place)
        if not (tally.made or tally.faults or tally.skipped):
            return
        yield tally, keys
