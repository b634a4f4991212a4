"""Compiling a template: open, clean, rewrite, mark, lower, pack."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sheetops.word import guard
from sheetops.word.addresses import READS
from sheetops.word.archive import Frame, Squeeze, frame
from sheetops.word.clean import clean_package, clean_story
from sheetops.word.fields import MEANINGS, bookmark
from sheetops.word.ids import number_ids
from sheetops.word.locales import known_language, locale
from sheetops.word.lower import lower
from sheetops.word.meaning import Context
from sheetops.word.opc import TYPES as CONTENT_TYPES
from sheetops.word.opc import Package, relations_name
from sheetops.word.pictures import TYPES
from sheetops.word.program import Program
from sheetops.word.properties import properties_of
from sheetops.word.regions import mark_story
from sheetops.word.rewrite import Operations, Rewriter
from sheetops.word.scope import Scope, canonical
from sheetops.word.xml import OPEN, Element, W, is_mark, kind_of, remove

NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


@dataclass(frozen=True)
class Options:
    """What the caller decides when a template is compiled; see `sheetops.word.template.compile`."""

    language: str | None = None
    today: dt.datetime | None = None
    answers: tuple[tuple[str, str], ...] = ()
    required: frozenset[str] = frozenset()
    drop_empty_tables: bool = False


@dataclass(frozen=True)
class Compiled:
    """A template's programs (one a changing part, in the order of the frame's names) and what is known of its fields.

    ``pictured`` are the parts that show pictures from the data, with their relationships as they stand in the template;
    ``sequential`` says that a letter depends on those before it (SKIPIF, NEXT).
    """

    frame: Frame
    programs: tuple[Program, ...]
    pictured: tuple[tuple[str, bytes], ...]
    fields: tuple[str, ...]
    in_rows: frozenset[str]
    rows: tuple[tuple[str, ...], ...]
    regions: tuple[str, ...]
    language: str
    nexts: int
    sequential: bool
    left_alone: tuple[str, ...]

    def letter(self, scope: Scope, squeeze: Squeeze) -> bytes:
        """Return one letter's package."""
        parts = [b"".join(_ran(story, scope)) for story in self.programs]
        if not self.pictured:
            return self.frame.fill(parts, squeeze)
        gallery = scope.letter.gallery
        parts += [with_lines(relations, gallery.relations(part)) for part, relations in self.pictured]
        return self.frame.fill(parts, squeeze, gallery.members())


def _ran(story: Program, scope: Scope) -> list[bytes]:
    out: list[bytes] = []
    for step in story.steps:
        step(scope, out)
    return out


def with_lines(relations: bytes, lines: bytes) -> bytes:
    """Return a part's relationships with further lines."""
    at = relations.rindex(b"</")
    return relations[:at] + lines + relations[at:]


@dataclass
class Story:
    """One part with its marked tree."""

    part: str
    root: Element


@dataclass
class Opened:
    """A template opened, cleaned and marked, before it is lowered."""

    package: Package
    context: Context
    operations: Operations
    stories: list[Story]
    kept: tuple[str, ...] = ()


def prepare(data: bytes, name: str, options: Options) -> Opened:
    """Open, clean, rewrite and mark a template."""
    package = Package(name, guard.members(data, name))
    keep_blank = clean_package(package)
    operations = Operations()
    context = context_of(package, options)
    kept: list[str] = []
    stories = [
        Story(part, marked(package, part, context, operations, options, keep_blank, kept)) for part in package.stories()
    ]
    return Opened(package, context, operations, stories, tuple(kept))


def build(data: bytes, name: str, options: Options) -> Compiled:
    """Return a template's compiled form from the file's bytes."""
    opened = prepare(data, name, options)
    package, operations = opened.package, opened.operations
    in_rows, rows, regions = _rows(opened.stories, operations)
    fields = _fields(opened.stories, operations)
    pictured = pictured_parts(opened)
    for story in opened.stories:
        number_ids(story.root, operations, everywhere=False)
    changing = [story for story in opened.stories if has_marks(story.root)]
    names = [story.part for story in changing] + [relations_name(part) for part, _ in pictured]
    acts = _acts(opened.stories, operations)
    return Compiled(
        frame(static_members(package, names), names),
        tuple(lower(story.root, operations) for story in changing),
        pictured,
        fields,
        in_rows,
        rows,
        regions,
        opened.context.language,
        sum(act.startswith("NEXT") for act in acts),
        any(act.startswith(("NEXT", "SKIPIF")) for act in acts),
        opened.kept,
    )


def pictured_parts(opened: Opened) -> tuple[tuple[str, bytes], ...]:
    """Return the parts that show pictures from the data, each with its relationships; picture types become known."""
    package = opened.package
    parts = [story.part for story in opened.stories if any(kind == "picture" for kind, _ in _marks(story.root))]
    for ending, content_type in TYPES.items() if parts else ():
        package.set_default(ending, content_type)
    found = []
    for part in parts:
        name = relations_name(part)
        known = package.bytes_of(name) if package.relations(part) else NO_RELATIONS
        found.append((part, known))
    return tuple(found)


def context_of(package: Package, options: Options) -> Context:
    """Return what all fields of a template may need to know."""
    language = options.language or _own_language(package)
    locale(language)  # an unknown one is said now
    return Context(
        package.name,
        language,
        options.language is not None,
        options.today,
        dict(options.answers),
        properties_of(package),
        _variables(package),
        options.required,
        MEANINGS | READS,
        bookmark,
    )


def _own_language(package: Package) -> str:
    styles = package.part("styles")
    root = package.root(styles) if styles else None
    tag = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    return (known_language(tag.get(W + "val")) if tag is not None else None) or "en"


def _variables(package: Package) -> frozenset[str]:
    """Return the names that SET and ASK fields give values to, anywhere in the template."""
    found: set[str] = set()
    for part in package.stories():
        root = package.root(part)
        codes = "".join(node.text or "" for node in root.iter(W + "instrText"))
        codes += " ".join(node.get(W + "instr", "") for node in root.iter(W + "fldSimple"))
        found |= {canonical(name) for name in re.findall(r'\b(?:SET|ASK)\s+"?(\w+)', codes, re.IGNORECASE)}
    return frozenset(found)


def marked(
    package: Package,
    part: str,
    context: Context,
    operations: Operations,
    options: Options,
    keep_blank: bool,
    kept: list[str],
) -> Element:
    """Return a part's tree with everything that changes from letter to letter marked in it."""
    root = package.root(part)
    where = (
        package.name if part == package.document else f"{package.name}, {part.rpartition('/')[2].removesuffix('.xml')}"
    )
    clean_story(root)
    rewriter = Rewriter(context, operations, part, where)
    rewriter.story(root)
    kept += rewriter.kept
    _unbind(root)
    mark_story(root, operations, where, suppress_blank=not keep_blank, drop_empty_tables=options.drop_empty_tables)
    return root


def _unbind(root: Element) -> None:
    """Untie content controls that hold fields from their stored value, which would win over the merged one."""
    for control in list(root.iter(W + "sdt")):
        if any(is_mark(node) for node in control.iter()):
            for node in control.findall(f"{W}sdtPr/{W}dataBinding") + control.findall(f"{W}sdtPr/{W}showingPlcHdr"):
                remove(node)


def has_marks(root: Element) -> bool:
    """Whether anything in a part changes from letter to letter."""
    return any(is_mark(node) or any(OPEN in value for value in node.attrib.values()) for node in root.iter())


def static_members(package: Package, changing: Sequence[str]) -> list[tuple[str, bytes]]:
    """Return the members that are the same in every letter, the content types first."""
    names = [name for name in [*package.members] if name not in changing]
    names.sort(key=lambda name: (name != CONTENT_TYPES, name != "_rels/.rels"))
    return [(name, package.bytes_of(name)) for name in names]


def _marks(root: Element) -> list[tuple[str, int]]:
    return [kind_of(node) for node in root.iter() if is_mark(node)]


def _fields(stories: Sequence[Story], operations: Operations) -> tuple[str, ...]:
    plain = ("slot", "if", "act", "picture")
    found = [n for story in stories for kind, at in _marks(story.root) if kind in plain for n in operations.names[at]]
    return tuple(dict.fromkeys(found))


def _rows(
    stories: Sequence[Story], operations: Operations
) -> tuple[frozenset[str], tuple[tuple[str, ...], ...], tuple[str, ...]]:
    rows, regions, inside, depth = list[tuple[str, ...]](), list[str](), set[str](), 0
    for story in stories:
        for kind, at in _marks(story.root):
            depth += (kind in ("rows", "region")) - (kind in ("rows-end", "region-end"))
            if kind == "rows":
                rows.append(operations.steps[at])
            elif kind == "region":
                regions.append(operations.steps[at])
            if depth and kind in ("slot", "if", "act", "picture"):
                inside |= set(operations.names[at])
    return frozenset(inside), tuple(rows), tuple(dict.fromkeys(regions))


def _acts(stories: Sequence[Story], operations: Operations) -> list[str]:
    """Return the codes of the fields that do something, in capitals."""
    marks = [mark for story in stories for mark in _marks(story.root)]
    return [operations.steps[at].name.upper() for kind, at in marks if kind == "act"]
