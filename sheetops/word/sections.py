"""What makes a letter a section of a combined document: its break, its page numbers, its headers, its notes."""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from sheetops.word.opc import Package
from sheetops.word.rewrite import Operations
from sheetops.word.steps import HeaderRelation, Note
from sheetops.word.xml import CLOSE, DECLARATION, OPEN, Element, R, W, body, clone, is_mark, make, mark, remove

_BEFORE_TYPE = {W + name for name in ("headerReference", "footerReference", "footnotePr", "endnotePr")}
_BEFORE_NUMBER = _BEFORE_TYPE | {
    W + name for name in ("type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType", "pgNumType")
}
_REFERENCES = (W + "headerReference", W + "footerReference")


class Part(Protocol):
    """A part and its tree."""

    part: str
    root: Element


def letter_break(root: Element) -> bytes:
    """Return the document, its one letter marked, and the end of the letter's section in its last paragraph."""
    content = root.find(W + "body")
    sections = list(content.iter(W + "sectPr"))
    if not sections:
        content.append(make("sectPr"))
        sections = [content[-1]]
    _begin_page(sections[0])
    _inherit(sections)
    final = sections[-1]
    at = content.index(final)
    before = content[at - 1] if at else None
    remove(final)
    if before is None or before.tag != W + "p" or before.find(f"{W}pPr/{W}sectPr") is not None:
        before = make("p")
        before.append(make("pPr"))
        before[0].append(make("spacing", before="0", after="0", line="20", lineRule="exact"))
        content.append(before)
    _end_section(before, final)
    content.insert(0, mark("letter"))
    content.append(mark("letter-end"))
    return DECLARATION + body(root)


def _end_section(paragraph: Element, section: Element) -> None:
    """Put a section's end into a paragraph, marked: the last letter's moves to the end of the document."""
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = make("pPr")
        paragraph.insert(0, properties)
    change = properties.find(W + "pPrChange")
    at = len(properties) if change is None else properties.index(change)
    properties[at:at] = [mark("break"), section, mark("break-end")]


def _begin_page(section: Element) -> None:
    """Let a letter's first section begin on a new page with page 1; the elements in the schema's order."""
    kind = section.find(W + "type")
    if kind is None or kind.get(W + "val") not in ("oddPage", "evenPage"):
        if kind is not None:
            remove(kind)
        _insert(section, make("type", val="nextPage"), _BEFORE_TYPE)
    numbers = section.find(W + "pgNumType")
    if numbers is None:
        numbers = make("pgNumType")
        _insert(section, numbers, _BEFORE_NUMBER)
    if numbers.get(W + "start") is None:
        numbers.set(W + "start", "1")


def _insert(section: Element, node: Element, before: set[str]) -> None:
    at = sum(1 for child in section if child.tag in before)
    section.insert(at, node)


def _inherit(sections: Sequence[Element]) -> None:
    """Name in a letter's first section what only a later one names: it would take over the letter before's."""
    first = sections[0]
    held = {(node.tag, node.get(W + "type")) for node in first if node.tag in _REFERENCES}
    for section in sections[1:]:
        for node in section:
            if node.tag in _REFERENCES and (node.tag, node.get(W + "type")) not in held:
                held.add((node.tag, node.get(W + "type")))
                empty = clone(node)
                empty.set(R + "id", EMPTY[node.tag])
                first.insert(0, empty)


EMPTY = {W + "headerReference": "rIdEmptyheader", W + "footerReference": "rIdEmptyfooter"}
"""Relationships to an empty header and footer, in a template whose later sections have one that the first has not."""


def needs_empty(root: Element) -> list[str]:
    """Return which of header and footer a template's first section lacks and a later one has."""
    sections = list(root.iter(W + "sectPr"))
    missing = []
    for tag in _REFERENCES:
        kinds = [{node.get(W + "type") for node in section.iter(tag)} for section in sections]
        if kinds and set().union(*kinds[1:]) - kinds[0]:
            missing.append(tag[len(W) : -len("Reference")])
    return missing


def own_headers(package: Package, root: Element, operations: Operations, changing: Sequence[str]) -> None:
    """Give references to headers and footers that hold fields a slot for the letter's own one."""
    targets = {
        relation.id: package.target(package.document, relation) for relation in package.relations(package.document)
    }
    for node in root.iter(*_REFERENCES):
        part = targets.get(node.get(R + "id"), "")
        if part in changing:
            node.set(R + "id", f"{OPEN}header {operations.add(HeaderRelation(part))}{CLOSE}")
    for kind in needs_empty(root):
        _add_empty(package, kind)


def _add_empty(package: Package, kind: str) -> None:
    part = f"word/empty{kind}.xml"
    tag = {"header": "hdr", "footer": "ftr"}[kind]
    package.members[part] = DECLARATION + f'<w:{tag} xmlns:w="{W[1:-1]}"><w:p/></w:{tag}>'.encode()
    package.set_type(part, f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml")
    package.name_relation(package.document, kind, f"empty{kind}.xml", f"rIdEmpty{kind}")


def count_pages_by_section(root: Element) -> None:
    """Let "page 1 of 3" count the letter's pages, not the whole file's."""
    for pieces in _codes(root):
        code = "".join(piece.text or "" for piece in pieces)
        if _PAGES.match(code):
            # Word may have split the keyword itself over runs: the first keeps the whole code.
            for piece in pieces:
                piece.text = ""
            pieces[0].text = _PAGES.sub("SECTIONPAGES", code)
    for node in root.iter(W + "fldSimple"):
        node.set(W + "instr", _PAGES.sub("SECTIONPAGES", node.get(W + "instr", "")))


_PAGES = re.compile(r"^\s*NUMPAGES\b", re.IGNORECASE)


def _codes(root: Element) -> Iterator[list[Element]]:
    """Yield the pieces of each complex field's own code, those of the fields in it apart."""
    open_fields: list[list[Element]] = []
    for node in root.iter(W + "fldChar", W + "instrText"):
        sign = node.get(W + "fldCharType")
        if sign == "begin":
            open_fields.append([])
        elif sign == "end" and open_fields:
            yield open_fields.pop()
        elif sign is None and open_fields:
            open_fields[-1].append(node)


def split_notes(stories: Sequence[Part], root: Element, operations: Operations) -> dict[str, Element]:
    """Mark what each letter adds to the foot- and endnotes, and give notes and their mentions an id for each letter."""
    found: dict[str, Element] = {}
    for story in stories:
        kind = next((kind for kind in ("footnote", "endnote") if story.part.endswith(kind + "s.xml")), "")
        notes = [] if not kind else [note for note in story.root if not is_mark(note) and note.get(W + "type") is None]
        if notes:
            _number_notes(notes, [*root.iter(f"{W}{kind}Reference")], operations)
            notes[0].addprevious(mark("letter"))
            notes[-1].addnext(mark("letter-end"))
            found[story.part] = story.root
    return found


def _number_notes(notes: Sequence[Element], mentions: Sequence[Element], operations: Operations) -> None:
    highest = max(int(note.get(W + "id")) for note in notes)
    steps = {note.get(W + "id"): operations.add(Note(int(note.get(W + "id")), highest + 1)) for note in notes}
    for node in [*notes, *mentions]:
        ident = node.get(W + "id")
        if ident in steps:
            node.set(W + "id", f"{OPEN}note {steps[ident]}{CLOSE}")
