"""What must hold of every letter, whatever the template: checks that no public validator makes, all in one place."""

import re
from collections import Counter
from posixpath import dirname, join, normpath

from lxml import etree

from tests.word.documents import W, members

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
CONTAINERS = [W + name for name in ("tc", "hdr", "ftr", "footnote", "endnote", "txbxContent", "body")]
SECTION_ORDER = [
    "headerReference",
    "footerReference",
    "footnotePr",
    "endnotePr",
    "type",
    "pgSz",
    "pgMar",
    "paperSrc",
    "pgBorders",
    "lnNumType",
    "pgNumType",
    "cols",
    "formProt",
    "vAlign",
    "noEndnote",
    "titlePg",
    "textDirection",
    "bidi",
    "rtlGutter",
    "docGrid",
    "printerSettings",
    "sectPrChange",
]


def faults(letter: bytes) -> list[str]:
    """Return what is wrong with a letter; nothing for a sound one."""
    files = members(letter)
    found = [f"{name} twice" for name, times in Counter(name.casefold() for name in files).items() if times > 1]
    roots = {name: etree.fromstring(data) for name, data in files.items() if name.endswith((".xml", ".rels"))}
    for name, root in roots.items():
        found += [f"{name}: {fault}" for fault in _part(name, root)]
        found += [f"{name}: {fault}" for fault in _relations(name, root, files, roots)]
    return found + _types(files, roots["[Content_Types].xml"]) + _leaks(files)


def _part(name: str, root: etree._Element) -> list[str]:
    found = []
    for container in root.iter(*CONTAINERS):
        content = [node for node in container if node.tag != W + "sectPr"]
        if not content or content[-1].tag != W + "p":
            found.append(f"{container.tag} does not end in a paragraph")
    signs = [node.get(W + "fldCharType") for node in root.iter(W + "fldChar")]
    if signs.count("begin") != signs.count("end"):
        found.append("a field is left open")
    for row in root.iter(W + "tbl"):
        if row.find(W + "tr") is None and row.find(f".//{W}tr") is None:
            found.append("a table without rows")
    found += _twice("bookmark id", [n.get(W + "id") for n in root.iter(W + "bookmarkStart")])
    found += _twice("bookmark name", [n.get(W + "name") for n in root.iter(W + "bookmarkStart")])
    found += _twice("drawing id", [n.get("id") for n in root.iter(WP + "docPr") if not _fallback(n)])
    found += _twice("footnote id", [n.get(W + "id") for n in root.iter(W + "footnote", W + "endnote")])
    found += _twice("list id", [n.get(W + "numId") for n in root.iter(W + "num")])
    starts, ends = ([n.get(W + "id") for n in root.iter(W + tag)] for tag in ("bookmarkStart", "bookmarkEnd"))
    if sorted(starts) != sorted(ends):
        found.append("a bookmark does not end")
    for section in root.iter(W + "sectPr"):
        order = [SECTION_ORDER.index(node.tag[len(W) :]) for node in section]
        order = [at if at > 1 else 0 for at in order]
        if order != sorted(order):
            found.append("a section's properties are out of order")
    return found


def _fallback(node: etree._Element) -> bool:
    return any(str(up.tag).endswith("}Fallback") for up in node.iterancestors())


def _twice(what: str, values: list[str | None]) -> list[str]:
    return [f"{what} {value} {times} times" for value, times in Counter(values).items() if times > 1]


def _relations(name: str, root: etree._Element, files: dict[str, bytes], roots: dict[str, etree._Element]) -> list[str]:
    if name.endswith(".rels"):
        folder = dirname(dirname(name))
        inside = [n for n in root if n.get("TargetMode") != "External"]
        targets = [n.get("Target", "") for n in inside]
        places = [target[1:] if target.startswith("/") else normpath(join(folder, target)) for target in targets]
        return [f"leads nowhere: {place}" for place in places if place not in files] + _twice(
            "relationship", [n.get("Id") for n in root]
        )
    own = roots.get(join(dirname(name), "_rels", name.rpartition("/")[2] + ".rels"))
    known = set() if own is None else {node.get("Id") for node in own}
    used = {value for node in root.iter() for key, value in node.attrib.items() if str(key).startswith(R)}
    return [f"unknown relationship {ident}" for ident in used - known]


def _types(files: dict[str, bytes], types: etree._Element) -> list[str]:
    parts = {node.get("PartName", "").lstrip("/") for node in types.iter(CT + "Override")}
    endings = {node.get("Extension", "").casefold() for node in types.iter(CT + "Default")}
    bare = [name for name in files if name not in parts and name.rpartition(".")[2].casefold() not in endings]
    return [f"{name} has no content type" for name in bare if name != "[Content_Types].xml"] + [
        f"{name} has a content type and is not there" for name in parts if name not in files
    ]


def _leaks(files: dict[str, bytes]) -> list[str]:
    found = []
    for name, data in files.items():
        for what in (b"mailMerge", b"recipientData", b"file:///", b"MERGEFIELD", b"sheetops ", "«".encode(), b"rsidR="):
            if what in data and name.startswith("word/") and not re.match(r"word/media/", name):
                found.append(f"{name} holds {what!r}")
    return found
