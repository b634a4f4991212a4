"""A Word template, compiled: opened once, checked once, and then a letter is a run through a program.

template = compile("letters/en/reminder-1.docx")
docx = template.render({"name": "Smith & Sons", "amount": Decimal("1250.00"), "items": [{"item_entry": "INV-1"}]})
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sheetops.errors import TemplateError
from sheetops.word import guard
from sheetops.word.archive import Squeeze, squeezer
from sheetops.word.build import Compiled, Options, build
from sheetops.word.pictures import Gallery
from sheetops.word.scope import Letter, Record, Scope, canonical, nearest
from sheetops.word.values import to_day

LEVEL = 1
"""Deflate level of single letters: 300 bytes more than the tightest, in a third of the time."""


def compile(
    path: Path | str,
    language: str | None = None,
    *,
    today: dt.date | None = None,
    answers: Mapping[str, str] | None = None,
    required: Collection[str] = (),
    drop_empty_tables: bool = False,
) -> "Template":
    """Return a Word template ready to merge; TemplateError says what is wrong with the file and how to mend it.

    ``language`` (``en``, ``pl``, ``en-US`` ...) rules names of months, words and separators; by default the language
    of each field's text in the template does. ``today`` is what DATE and TIME fields show; without it they are left
    to Word. ``answers`` are for ASK and FILLIN fields, by bookmark or question. A letter whose ``required`` fields
    are empty is refused. ``drop_empty_tables`` takes a table away when only its headings are left.
    """
    file = Path(path)
    options = Options(language, to_day(today), tuple((answers or {}).items()), frozenset(required), drop_empty_tables)
    return compile_bytes(guard.read(file), file.name, options, str(file.resolve().parent))


def from_bytes(data: bytes, name: str, language: str, folder: str = "") -> "Template":
    """Return a template from the bytes that its file had, as `compile` did from the file."""
    return compile_bytes(data, name, Options(language), folder)


def compile_bytes(data: bytes, name: str, options: Options, folder: str = "") -> "Template":
    """Return a template from a file's bytes; ``folder`` is where pictures are looked for."""
    try:
        return Template(name, build(data, name, options), data, options, folder)
    except RecursionError:
        raise TemplateError(
            f"{name}: its fields stand in each other too many levels deep. Word itself goes no deeper than 20: "
            "take a few out of the others."
        ) from None


class Sink(Protocol):
    """Where letters go; see `sheetops.word.sinks`."""

    def take(self, template: "Template", records: Iterable[Record]) -> Any:
        """Merge all records and return the tally."""


@dataclass(frozen=True)
class Template:
    """A compiled template.

    Nothing is kept between letters; it can be sent to other processes (it is compiled anew there). ``name`` is the
    file's name; ``compiled`` and the rest are the engine's own.
    """

    name: str
    compiled: Compiled = field(repr=False)
    source: bytes = field(repr=False)
    options: Options = field(repr=False)
    folder: str = ""
    squeeze: Squeeze = field(default_factory=lambda: squeezer(LEVEL), repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return compile_bytes, (self.source, self.name, self.options, self.folder)

    @property
    def fields(self) -> tuple[str, ...]:
        """The merge fields that the template needs, each once, in order, written as in the template."""
        return self.compiled.fields

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The fields of each table row that holds any: such a row repeats when they belong to a list."""
        return self.compiled.rows

    @property
    def regions(self) -> tuple[str, ...]:
        """The names of the lists that TableStart and TableEnd ask for."""
        return self.compiled.regions

    @property
    def language(self) -> str:
        """The language of the letter where its text does not say otherwise."""
        return self.compiled.language

    @property
    def records_per_letter(self) -> int:
        """How many records one letter takes: 1, or more on a sheet of labels (NEXT)."""
        return self.compiled.nexts + 1

    def render(
        self, record: Record, *, number: int = 1, sequence: int | None = None, following: Iterator[Record] | None = None
    ) -> bytes:
        """Return one letter as the bytes of a .docx file.

        ``record`` holds a value for each field (text, int, Decimal, date, datetime, bool, None for empty) and a list
        of such records for rows that repeat. ``number`` is the record's place in the data (MERGEREC), ``sequence``
        the letter's in the run (MERGESEQ); NEXT fields take records from ``following``. Raises `LetterError` when the
        record does not fit, `Skipped` when the template leaves it out (SKIPIF).
        """
        place = number if sequence is None else sequence
        letter = Letter(self.name, number, place, following, self.folder, Gallery())
        return self.compiled.letter(Scope(record, letter), self.squeeze)

    @property
    def left_alone(self) -> tuple[str, ...]:
        """The keywords of the fields that are left to Word (PAGE, TOC, formulas over table cells ...)."""
        return self.compiled.left_alone

    @property
    def sequential(self) -> bool:
        """Whether a letter depends on those before it (NEXT, SKIPIF): such a run takes one process."""
        return self.compiled.sequential

    def render_many(self, records: Iterable[Record], sink: "Sink") -> Any:
        """Merge all records into a sink (`sheetops.word.sinks`) and return its tally.

        A record that cannot be merged is counted with its number and reason, and the run goes on.
        """
        return sink.take(self, records)

    def check(self, names: Collection[str], lists: Mapping[str, Collection[str]] | None = None) -> list[str]:
        """Return a sentence for each field that no column answers, before any letter is made.

        ``names`` are the columns of a record, ``lists`` the columns of the rows in each of its lists. Empty:
        everything fits.
        """
        return list(_mismatches(self, names, lists or {}))


def _mismatches(template: Template, names: Collection[str], lists: Mapping[str, Collection[str]]) -> Iterator[str]:
    own = {canonical(name): name for name in names}
    in_rows = {canonical(name): name for columns in lists.values() for name in columns}
    for name in template.fields:
        key = canonical(name)
        twins = [known for known in names if canonical(known) == key]
        if len(twins) > 1 and name not in twins:
            yield f"{template.name}: field {name} could be {' or '.join(twins)}. Write it exactly as one of them."
        elif key in own or (key in in_rows and name in template.compiled.in_rows):
            continue
        elif key in in_rows:
            place = "must stand in a table row (or between TableStart and TableEnd)"
            yield f"{template.name}: field {name} belongs to a list and {place}."
        else:
            near = nearest(name, [*own.values(), *in_rows.values()])
            yield f"{template.name}: field {name} is not among the data" + (f". Did you mean {near}?" if near else ".")
    yield from _missing_lists(template, names, lists)


def _missing_lists(template: Template, names: Collection[str], lists: Mapping[str, Collection[str]]) -> Iterator[str]:
    known = {canonical(name) for name in [*lists, *names]}
    for region in template.regions:
        if canonical(region) not in known:
            yield f"{template.name}: TableStart:{region} asks for a list that the data does not have."
