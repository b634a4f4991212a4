"""Compiling a template: open, clean, rewrite, mark, lower, pack."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sheetops.word import guard
from sheetops.word.archive import Frame, Squeeze, frame
from sheetops.word.clean import clean_package, clean_story
from sheetops.word.fields import Context
from sheetops.word.locales import locale
from sheetops.word.lower import lower
from sheetops.word.opc import TYPES, Package
from sheetops.word.program import Program
from sheetops.word.properties import properties_of
from sheetops.word.regions import mark_story
from sheetops.word.rewrite import Operations, Rewriter
from sheetops.word.scope import canonical
from sheetops.word.xml import Element, W, is_mark, kind_of, remove


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
    """A template's programs (one a changing part, in the order of the frame's names) and what is known of its fields."""

    frame: Frame
    programs: tuple[Program, ...]
    fields: tuple[str, ...]
    in_rows: frozenset[str]
    rows: tuple[tuple[str, ...], ...]
    regions: tuple[str, ...]
    language: str
    nexts: int

    def with_pictures(self, parts: Sequence[bytes], pictures: Sequence[Any], squeeze: Squeeze) -> bytes:
        """Return the package with pictures from the data."""
        raise NotImplementedError


@dataclass
class Story:
    """One part with its marked tree."""

    part: str
    root: Element


def build(data: bytes, name: str, options: Options) -> Compiled:
    """Return a template's compiled form from the file's bytes."""
    package = Package(name, guard.members(data, name))
    keep_blank = clean_package(package)
    operations = Operations()
    context = context_of(package, options)
    stories = [_story(package, part, context, operations, options, keep_blank) for part in package.stories()]
    changing = [story for story in stories if _has_marks(story.root)]
    names = [story.part for story in changing]
    return Compiled(
        frame(_static(package, names), names),
        tuple(lower(story.root, operations) for story in changing),
        _fields(stories, operations),
        *_rows(stories, operations),
        context.language,
        _nexts(stories, operations),
    )


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
    )


def _own_language(package: Package) -> str:
    styles = package.part("styles")
    root = package.root(styles) if styles else None
    tag = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    return (tag.get(W + "val") if tag is not None else None) or "en"


def _variables(package: Package) -> frozenset[str]:
    """Return the names that SET and ASK fields give values to, anywhere in the template."""
    found: set[str] = set()
    for part in package.stories():
        root = package.root(part)
        codes = "".join(node.text or "" for node in root.iter(W + "instrText"))
        codes += " ".join(node.get(W + "instr", "") for node in root.iter(W + "fldSimple"))
        found |= {canonical(name) for name in re.findall(r'\b(?:SET|ASK)\s+"?(\w+)', codes, re.IGNORECASE)}
    return frozenset(found)


def _story(
    package: Package, part: str, context: Context, operations: Operations, options: Options, keep_blank: bool
) -> Story:
    root = package.root(part)
    where = (
        f"{package.name}"
        if part == package.document
        else f"{package.name}, {part.rpartition('/')[2].removesuffix('.xml')}"
    )
    clean_story(root)
    Rewriter(context, operations, where).story(root)
    _unbind(root)
    mark_story(root, operations, where, suppress_blank=not keep_blank, drop_empty_tables=options.drop_empty_tables)
    return Story(part, root)


def _unbind(root: Element) -> None:
    """Untie content controls that hold fields from their stored value, which would win over the merged one."""
    for control in list(root.iter(W + "sdt")):
        if any(is_mark(node) for node in control.iter()):
            for node in control.findall(f"{W}sdtPr/{W}dataBinding") + control.findall(f"{W}sdtPr/{W}showingPlcHdr"):
                remove(node)


def _has_marks(root: Element) -> bool:
    return any(is_mark(node) for node in root.iter())


def _static(package: Package, changing: Sequence[str]) -> list[tuple[str, bytes]]:
    names = [name for name in [*package.members] if name not in changing]
    names.sort(key=lambda name: (name != TYPES, name != "_rels/.rels"))
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


def _nexts(stories: Sequence[Story], operations: Operations) -> int:
    return sum(
        getattr(operations.steps[at], "name", "").upper().startswith("NEXT")
        for story in stories
        for kind, at in _marks(story.root)
        if kind == "act"
    )
