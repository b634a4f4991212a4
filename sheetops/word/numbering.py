"""Numbered lists that begin at 1 again in each letter of a combined document."""

from collections.abc import Iterator
from dataclasses import dataclass

from sheetops.word.opc import Package
from sheetops.word.rewrite import Operations
from sheetops.word.steps import Numbering
from sheetops.word.xml import CLOSE, DECLARATION, OPEN, Element, W, body, clone, make, mark

_SPLIT = body(mark("nums"))


@dataclass(frozen=True)
class Lists:
    """The numbering part around the lists that the letters add, and each list's definition around its new id."""

    part: str
    before: bytes
    after: bytes
    first: int
    patterns: tuple[tuple[bytes, bytes], ...]

    def all(self, letters: int) -> Iterator[bytes]:
        """Yield the numbering part for so many letters."""
        yield self.before
        number = self.first
        for _ in range(letters):
            for left, right in self.patterns:
                yield b"%b%d%b" % (left, number, right)
                number += 1
        yield self.after


def restart_lists(package: Package, root: Element, operations: Operations) -> Lists | None:
    """Point a document's numbered paragraphs at lists of the letter's own; None when it has no numbered list."""
    part = package.part("numbering")
    if part is None:
        return None
    numbering = package.root(part)
    _name_style_lists(package, root)
    defined = {node.get(W + "numId"): node for node in numbering.findall(W + "num")}
    mentions = [node for node in root.iter(W + "numId") if node.get(W + "val") in defined]
    used = list(dict.fromkeys(n.get(W + "val") for n in mentions if _counts(numbering, defined[n.get(W + "val")])))
    if not used:
        return None
    first = max(int(ident) for ident in defined) + 1
    steps = {ident: operations.add(Numbering(first + at, len(used))) for at, ident in enumerate(used)}
    for node in mentions:
        if node.get(W + "val") in steps:
            node.set(W + "val", f"{OPEN}numbering {steps[node.get(W + 'val')]}{CLOSE}")
    patterns = tuple(_pattern(numbering, defined[ident]) for ident in used)
    list(defined.values())[-1].addnext(mark("nums"))
    before, _, after = body(numbering).partition(_SPLIT)
    return Lists(part, DECLARATION + before, after, first, patterns)


def _name_style_lists(package: Package, root: Element) -> None:
    """Write the list that a paragraph's style gives it into the paragraph, where it can be changed."""
    styles = package.part("styles")
    listed = {} if styles is None else _lists_of_styles(package.root(styles))
    for properties in list(root.iter(W + "pPr")):
        style = properties.find(W + "pStyle")
        if style is not None and style.get(W + "val") in listed and properties.find(W + "numPr") is None:
            _after_style(properties, clone(listed[style.get(W + "val")]))


def _lists_of_styles(styles: Element) -> dict[str, Element]:
    own = {style.get(W + "styleId"): style for style in styles.findall(W + "style")}
    found = {}
    for ident, style in own.items():
        at, seen = style, set[int]()
        while at is not None and id(at) not in seen:
            seen.add(id(at))
            listed = at.find(f"{W}pPr/{W}numPr")
            if listed is not None and listed.find(W + "numId") is not None:
                found[ident] = listed
                break
            based = at.find(W + "basedOn")
            at = own.get(based.get(W + "val")) if based is not None else None
    return found


def _after_style(properties: Element, listed: Element) -> None:
    """Put a list's reference where the schema wants it: after the style and what keeps lines together."""
    if listed.find(W + "ilvl") is None:
        listed.insert(0, make("ilvl", val="0"))
    before = {W + name for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")}
    properties.insert(sum(1 for node in properties if node.tag in before), listed)


def _counts(numbering: Element, num: Element) -> bool:
    """Whether a list has a level that counts (a list of bullets alone needs no restart)."""
    return any(kind != "bullet" for _, kind in _levels(numbering, num))


def _levels(numbering: Element, num: Element) -> list[tuple[str, str]]:
    ident = num.find(W + "abstractNumId").get(W + "val")
    abstract = next((n for n in numbering.findall(W + "abstractNum") if n.get(W + "abstractNumId") == ident), None)
    if abstract is None:
        return []
    levels = []
    for level in abstract.findall(W + "lvl"):
        form = level.find(W + "numFmt")
        levels.append((level.get(W + "ilvl"), "decimal" if form is None else form.get(W + "val")))
    return levels or [("0", "decimal")]


def _pattern(numbering: Element, num: Element) -> tuple[bytes, bytes]:
    """Return a list's definition, all its counting levels restarted, cut at its id."""
    fresh = clone(num)
    overridden = {node.get(W + "ilvl"): node for node in fresh.findall(W + "lvlOverride")}
    for level, kind in _levels(numbering, num):
        if kind != "bullet" and (level not in overridden or overridden[level].find(W + "startOverride") is None):
            override = overridden.get(level)
            if override is None:
                override = make("lvlOverride", ilvl=level)
                fresh.append(override)
            override.insert(0, make("startOverride", val=_start(numbering, num, level)))
    for name in list(fresh.attrib):
        if name != W + "numId":
            del fresh.attrib[name]
    fresh.set(W + "numId", "@@")
    left, _, right = body(fresh).partition(b"@@")
    return left, right


def _start(numbering: Element, num: Element, level: str) -> str:
    ident = num.find(W + "abstractNumId").get(W + "val")
    path = f"{W}abstractNum[@{W}abstractNumId='{ident}']/{W}lvl[@{W}ilvl='{level}']/{W}start"
    found = numbering.find(path)
    return "1" if found is None else str(found.get(W + "val"))
