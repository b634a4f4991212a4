"""All letters in one document, streamed: memory does not grow with their number.

Each letter is a section of its own that begins on a new page, counts its pages from 1 and its lists anew, and has its
own ids, notes and, where they hold fields, headers. What cannot be written until all letters are known (numbering,
notes, relationships) waits in a temporary file.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, BinaryIO, NamedTuple, Self

from sheetops.word.archive import Archive, frame
from sheetops.word.build import NO_RELATIONS, Options, has_marks, pictured_parts, prepare, static_members, with_lines
from sheetops.word.ids import number_ids
from sheetops.word.lower import lower_bytes
from sheetops.word.numbering import Lists, restart_lists
from sheetops.word.opc import RELATION, TYPES, Package, relations_name
from sheetops.word.pictures import Gallery
from sheetops.word.program import Program
from sheetops.word.rewrite import Operations
from sheetops.word.scope import Letter, Record, Scope
from sheetops.word.sections import Part, count_pages_by_section, letter_break, own_headers, split_notes
from sheetops.word.steps import Break
from sheetops.word.xml import DECLARATION, body, mark

LEVEL = 6
"""Deflate level of a combined document: half the size, since the text is nearly all of it."""

_SPOOL = 1 << 22


@dataclass(frozen=True)
class Cut:
    """A part cut into what stands once before and after the letters, and the program of one letter's share."""

    before: bytes
    letter: Program
    after: bytes


@dataclass(frozen=True)
class Combined:
    """A template compiled for many letters in one document.

    ``body`` is the document; ``notes`` are its foot- and endnotes; ``headers`` the headers and footers that hold
    fields; ``lists`` its numbered lists.
    """

    name: str
    folder: str
    document: str
    static: tuple[tuple[str, bytes], ...]
    relations: bytes
    types: bytes
    body: Cut
    notes: dict[str, Cut]
    headers: dict[str, tuple[Program, bytes, str, str]]
    lists: Lists | None


def combined(data: bytes, name: str, options: Options, folder: str) -> Combined:
    """Compile a template for a combined document."""
    opened = prepare(data, name, options)
    package, operations = opened.package, opened.operations
    pictured_parts(opened)
    main, *others = opened.stories
    changing = {story.part: story for story in others if has_marks(story.root)}
    headers = {part: story for part, story in changing.items() if not part.endswith(("notes.xml", "comments.xml"))}
    notes = split_notes(others, main.root, operations)
    for story in opened.stories:
        count_pages_by_section(story.root)
    lists = restart_lists(package, main.root, operations)
    own_headers(package, main.root, operations, list(headers))
    number_ids(main.root, operations, everywhere=True)
    for story in headers.values():
        number_ids(story.root, operations, everywhere=False)
    cut = _cut(letter_break(main.root), operations)
    own = {part: _header(package, story, operations) for part, story in headers.items()}
    _drop_shared(package, list(own))
    relations_of = relations_name(package.document)
    late = [package.document, relations_of, TYPES, *notes, *headers, *([lists.part] if lists else [])]
    return Combined(
        name,
        folder,
        package.document,
        tuple(static_members(package, late)),
        package.bytes_of(relations_of) if package.relations(package.document) else NO_RELATIONS,
        package.bytes_of(TYPES),
        cut,
        {part: _cut(DECLARATION + body(root), operations) for part, root in notes.items()},
        own,
        lists,
    )


def _drop_shared(package: Package, parts: list[str]) -> None:
    """Take headers out that each letter has its own of."""
    for relation in package.relations(package.document):
        if package.target(package.document, relation) in parts:
            package.drop_relation(package.document, relation.id)
    for part in parts:
        package.drop(part)


def _header(package: Package, story: Part, operations: Operations) -> tuple[Program, bytes, str, str]:
    """Return a header's program, its relationships, its content type and the kind of relationship that leads to it."""
    relations = package.bytes_of(relations_name(story.part)) if package.relations(story.part) else b""
    kind = "header" if package.type_of(story.part).endswith("header+xml") else "footer"
    program = lower_bytes(DECLARATION + body(story.root), operations)
    return program, relations, package.type_of(story.part), kind


def _cut(data: bytes, operations: Operations) -> Cut:
    opening, closing = body(mark("letter")), body(mark("letter-end"))
    before, _, rest = data.partition(opening)
    inside, _, after = rest.partition(closing)
    return Cut(before, lower_bytes(inside, operations), after)


# ------------------------------------------------------------------------------------------------------------- writing


@dataclass
class _Spools:
    """What waits for the end: notes and numbering as text, members of headers as zip parts."""

    notes: dict[str, IO[bytes]] = field(default_factory=dict)
    headers: dict[bytes, str] = field(default_factory=dict)
    members: list[tuple[str, int, int]] = field(default_factory=list)
    store: IO[bytes] = field(default_factory=lambda: tempfile.SpooledTemporaryFile(_SPOOL))  # noqa: SIM115
    relations: list[bytes] = field(default_factory=list)
    types: list[bytes] = field(default_factory=list)

    def keep(self, name: str, data: bytes) -> None:
        """Keep a member for later."""
        self.members.append((name, self.store.tell(), len(data)))
        self.store.write(data)

    def close(self) -> None:
        """Give the temporary files back."""
        for spool in (self.store, *self.notes.values()):
            spool.close()


class Rendered(NamedTuple):
    """One letter's bytes: up to its section's end, that end, and the rest of the paragraph that holds it."""

    before: bytes
    section: bytes
    after: bytes


def _rendered(pieces: list[bytes]) -> Rendered:
    at = next(n for n in reversed(range(len(pieces))) if isinstance(pieces[n], Break))
    return Rendered(b"".join(pieces[:at]), pieces[at], b"".join(pieces[at + 1 :]))


class Writer:
    """Writes letters of a combined template into one stream: `render` makes each, `write` takes them all.

    Used with ``with``.
    """

    def __init__(self, template: Combined, out: BinaryIO, level: int = LEVEL) -> None:
        self._template = template
        self._archive = Archive(out, level)
        self._spools = _Spools({part: tempfile.SpooledTemporaryFile(_SPOOL) for part in template.notes})  # noqa: SIM115
        self._gallery = Gallery()
        self._copies = 0
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._spools.close()

    def scope(self, record: Record, number: int, sequence: int, following: Iterator[Record] | None = None) -> Scope:
        """Return the scope of a letter."""
        template = self._template
        letter = Letter(template.name, number, sequence, following, template.folder, self._gallery)
        letter.copies = self._copies + 1
        letter.place = self.count
        return Scope(record, letter, None, letter.copies)

    def write(self, letters: Iterable[Rendered]) -> None:
        """Stream the document from letters that `render` made, then everything that waited for them."""
        template, archive = self._template, self._archive
        packed = frame(template.static, ())
        archive.add_packed(packed.head, packed.directory, packed.count)
        archive.stream(template.document, self._document(iter(letters)))
        for part, cut in template.notes.items():
            archive.stream(part, _spooled(cut, self._spools.notes[part]))
        if template.lists is not None:
            archive.stream(template.lists.part, template.lists.all(self.count))
        self._finish()

    def _document(self, letters: Iterator[Rendered]) -> Iterator[bytes]:
        """Yield the document; the last letter's section ends with the document and not in a paragraph."""
        yield self._template.body.before
        waiting = Rendered(b"", b"", b"")
        for following in letters:
            yield from waiting
            waiting = following
        yield from (waiting.before, waiting.after, waiting.section)
        yield self._template.body.after

    def render(self, scope: Scope) -> Rendered:
        """Render one letter; what it adds outside the document's body is kept only when all of it could be made."""
        template, spools = self._template, self._spools
        headers = {part: program.bytes_for(scope) for part, (program, *_) in template.headers.items()}
        fresh = self._name_headers(headers, scope)
        scope.letter.headers = {part: fresh[part][0] for part in headers}
        written: list[bytes] = []
        template.body.letter(scope, written)
        notes = {part: cut.letter.bytes_for(scope) for part, cut in template.notes.items()}
        for part, note in notes.items():
            spools.notes[part].write(note)
        for part, (ident, digest) in fresh.items():
            if digest is not None:
                self._keep_header(part, ident, digest, headers[part])
        self._copies = scope.letter.copies
        self.count += 1
        return _rendered(written)

    def _name_headers(self, headers: dict[str, bytes], scope: Scope) -> dict[str, tuple[str, bytes | None]]:
        """Return each header's relationship: the known one of an equal header, else a new one with its digest."""
        named: dict[str, tuple[str, bytes | None]] = {}
        for part, text in headers.items():
            digest = hashlib.blake2b(part.encode() + b"\0" + text, digest_size=16).digest()
            known = self._spools.headers.get(digest)
            named[part] = (known, None) if known else (f"rIdLetter{scope.letter.place + 1}{_base(part)}", digest)
        return named

    def _keep_header(self, part: str, ident: str, digest: bytes, text: bytes) -> None:
        _, relations, content_type, kind = self._template.headers[part]
        spools = self._spools
        spools.headers[digest] = ident
        name = f"word/letter{self.count + 1}{_base(part)}.xml"
        spools.keep(name, text)
        lines = self._gallery.relations(part)
        if relations or lines:
            spools.keep(relations_name(name), with_lines(relations or NO_RELATIONS, lines))
        target = name.removeprefix("word/")
        spools.relations.append(f'<Relationship Id="{ident}" Type="{RELATION}{kind}" Target="{target}"/>'.encode())
        spools.types.append(f'<Override PartName="/{name}" ContentType="{content_type}"/>'.encode())

    def _finish(self) -> None:
        template, spools, archive = self._template, self._spools, self._archive
        for name, start, length in spools.members:
            spools.store.seek(start)
            archive.add(name, spools.store.read(length))
        for name, data in self._gallery.members():
            archive.add(name, data)
        lines = b"".join(spools.relations) + self._gallery.relations(template.document)
        archive.add(relations_name(template.document), with_lines(template.relations, lines))
        archive.add(TYPES, with_lines(template.types, b"".join(spools.types)))
        archive.close()


def _base(part: str) -> str:
    return part.rpartition("/")[2].removesuffix(".xml")


def _spooled(cut: Cut, spool: IO[bytes]) -> Iterator[bytes]:
    yield cut.before
    spool.seek(0)
    while block := spool.read(1 << 18):
        yield block
    yield cut.after
