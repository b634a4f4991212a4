"""What must not occur twice in one document: ids of drawings and bookmarks, names of bookmarks, ids of shapes.

A repeated row, or a further letter in one file, is a further copy: its ids get a stride, its names a suffix. The ids
are made small first, so that the largest stays far below the 31 bits that Word allows.
"""

from dataclasses import dataclass

from sheetops.word.rewrite import Operations
from sheetops.word.steps import Number, Suffix
from sheetops.word.xml import CLOSE, OPEN, WP, Element, W, is_mark, kind_of, remove

_V = "{urn:schemas-microsoft-com:vml}"
_SPID = "{urn:schemas-microsoft-com:office:office}spid"
_NAME_LENGTH = 28
"""Word takes 40 characters of a bookmark's name; the rest is for the copy's number."""


@dataclass
class _Attribute:
    """The attribute of one element that has to differ from copy to copy."""

    node: Element
    name: str


def number_ids(root: Element, operations: Operations, *, everywhere: bool) -> None:
    """Give ids a slot where their element may be copied: inside what repeats, or ``everywhere``."""
    copied = set(_copied(root, everywhere))
    _renumber(root, operations, copied, [(WP + "docPr", "id")])
    _renumber(root, operations, copied, [(W + "bookmarkStart", W + "id"), (W + "bookmarkEnd", W + "id")])
    _rename(root, operations, copied)
    for node in list(root.iter()):
        if node in copied:
            _forget(node, operations)


def _copied(root: Element, everywhere: bool) -> list[Element]:
    found, depth = [], 0
    for node in root.iter():
        if is_mark(node):
            kind = kind_of(node)[0]
            depth += (kind in ("rows", "region")) - (kind in ("rows-end", "region-end"))
        elif depth or everywhere:
            found.append(node)
    return found


def _renumber(root: Element, operations: Operations, copied: set[Element], kinds: list[tuple[str, str]]) -> None:
    """Count ids from 1 (the same old id stays one id), and make them slots where they are copied."""
    places = [_Attribute(node, name) for tag, name in kinds for node in root.iter(tag)]
    if not any(place.node in copied for place in places):
        return
    fresh: dict[str, int] = {}
    unique = len(kinds) == 1
    for at, place in enumerate(places):
        old = str(at) if unique else place.node.get(place.name, "")
        fresh.setdefault(old, len(fresh) + 1)
        number = fresh[old]
        if place.node in copied:
            place.node.set(place.name, _slot("id", operations.add(Number(number, len(places) + 1))))
        else:
            place.node.set(place.name, str(number))


def _rename(root: Element, operations: Operations, copied: set[Element]) -> None:
    names = {node.get(W + "name") for node in root.iter(W + "bookmarkStart") if node in copied}
    if not names:
        return
    suffix = operations.add(Suffix())
    for node in root.iter(W + "bookmarkStart", W + "hyperlink", W + "instrText"):
        if node not in copied:
            continue
        for attribute in (W + "name", W + "anchor"):
            if node.get(attribute) in names:
                node.set(attribute, node.get(attribute)[:_NAME_LENGTH] + _slot("suffix", suffix))
        if node.tag == W + "instrText" and node.text:
            node.text = _in_code(node.text, names, suffix)


def _in_code(text: str, names: set[str], suffix: int) -> str:
    words = text.split(" ")
    return " ".join(word[:_NAME_LENGTH] + _slot("suffix", suffix) if word in names else word for word in words)


def _forget(node: Element, operations: Operations) -> None:
    """Take ids away that Word makes anew by itself."""
    if node.tag == W + "sdtPr":
        for ident in node.findall(W + "id"):
            remove(ident)
    if str(node.tag).startswith(_V):
        node.attrib.pop(_SPID, None)
        if node.tag != _V + "shapetype" and node.get("id"):
            node.set("id", node.get("id") + _slot("suffix", operations.add(Suffix())))


def _slot(kind: str, number: int) -> str:
    return f"{OPEN}{kind} {number}{CLOSE}"
