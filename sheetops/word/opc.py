"""A Word package: its parts, their content types and the relationships between them."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from sheetops.errors import TemplateError
from sheetops.word.xml import STRICT, Element, parse, write

_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
DOCUMENT = _WORD + "document.main+xml"
_DOCUMENTS = {
    DOCUMENT,
    _WORD + "template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
}
STORIES = {_WORD + kind + "+xml": kind for kind in ("header", "footer", "footnotes", "endnotes", "comments")}
TYPES = "[Content_Types].xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


class Relation(NamedTuple):
    """One relationship of a part: its id, its type's last word, its target, and whether it leaves the package."""

    id: str
    kind: str
    target: str
    external: bool


def relations_name(part: str) -> str:
    """Return the name of the member that holds a part's relationships."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")


@dataclass
class Package:
    """An opened package: ``members`` are raw bytes by name, ``roots`` the parts parsed (and changed) so far."""

    name: str
    members: dict[str, bytes]
    roots: dict[str, Element] = field(default_factory=dict)

    def root(self, part: str) -> Element:
        """Return a part's root element; changes to it are saved by `bytes_of`."""
        if part not in self.roots:
            self.roots[part] = parse(self.members[part], f"{self.name}, {part}")
        return self.roots[part]

    def bytes_of(self, part: str) -> bytes:
        """Return a part's bytes, changes included."""
        return write(self.roots[part]) if part in self.roots else self.members[part]

    def drop(self, part: str) -> None:
        """Take a part out, with its relationships and its content type."""
        for gone in (part, relations_name(part)):
            self.members.pop(gone, None)
            self.roots.pop(gone, None)
        for override in list(self.root(TYPES).iter(_CT + "Override")):
            if override.get("PartName") == "/" + part:
                override.getparent().remove(override)

    # ---------------------------------------------------------------------------------------------------- content types

    def type_of(self, part: str) -> str:
        """Return a part's content type, "" when it has none."""
        types = self.root(TYPES)
        for override in types.iter(_CT + "Override"):
            if override.get("PartName", "").lstrip("/").casefold() == part.casefold():
                return str(override.get("ContentType"))
        ending = part.rpartition(".")[2].casefold()
        found = (
            d.get("ContentType") for d in types.iter(_CT + "Default") if d.get("Extension", "").casefold() == ending
        )
        return str(next(found, ""))

    def set_type(self, part: str, content_type: str) -> None:
        """Give a part its own content type."""
        types = self.root(TYPES)
        for override in types.iter(_CT + "Override"):
            if override.get("PartName") == "/" + part:
                override.set("ContentType", content_type)
                return
        etree.SubElement(types, _CT + "Override", PartName="/" + part, ContentType=content_type)

    def set_default(self, ending: str, content_type: str) -> None:
        """Give a file ending its content type, unless it has one."""
        types = self.root(TYPES)
        if not any(d.get("Extension", "").casefold() == ending for d in types.iter(_CT + "Default")):
            types.insert(0, types.makeelement(_CT + "Default", Extension=ending, ContentType=content_type))

    # ---------------------------------------------------------------------------------------------------- relationships

    def relations(self, part: str) -> list[Relation]:
        """Return a part's relationships."""
        name = relations_name(part)
        if name not in self.members and name not in self.roots:
            return []
        return [_relation(node) for node in self.root(name).iter(_REL + "Relationship")]

    def drop_relation(self, part: str, ident: str) -> None:
        """Take one relationship of a part out; an empty relationship member goes too."""
        name = relations_name(part)
        root = self.root(name)
        for node in root.findall(_REL + "Relationship"):
            if node.get("Id") == ident:
                root.remove(node)
        if not len(root):
            self.members.pop(name, None)
            self.roots.pop(name, None)

    def add_relation(self, part: str, kind: str, target: str) -> str:
        """Add an internal relationship to a part and return its new id."""
        name = relations_name(part)
        if name not in self.members and name not in self.roots:
            self.roots[name] = etree.fromstring(f'<Relationships xmlns="{_REL[1:-1]}"/>')
            self.members[name] = b""
        root = self.root(name)
        taken = {node.get("Id") for node in root}
        ident = next(f"rIdS{n}" for n in range(1, len(taken) + 2) if f"rIdS{n}" not in taken)
        etree.SubElement(root, _REL + "Relationship", Id=ident, Type=RELATION + kind, Target=target)
        return ident

    def name_relation(self, part: str, kind: str, target: str, ident: str) -> None:
        """Add an internal relationship to a part under an id of the caller's."""
        made = self.add_relation(part, kind, target)
        for node in self.root(relations_name(part)):
            if node.get("Id") == made:
                node.set("Id", ident)

    def target(self, part: str, relation: Relation) -> str:
        """Return the member that a relationship of a part leads to."""
        if relation.target.startswith("/"):
            return relation.target[1:]
        return posixpath.normpath(posixpath.join(posixpath.dirname(part), relation.target))

    def targets(self, part: str, kind: str) -> Iterator[str]:
        """Yield the members that a part's relationships of a kind lead to."""
        for relation in self.relations(part):
            if relation.kind == kind and not relation.external:
                yield self.target(part, relation)

    @property
    def document(self) -> str:
        """The main document part; TemplateError when the package has none or is not one that Word for desks writes."""
        for part in self.targets("", "officeDocument"):
            if part in self.members and self.type_of(part) in _DOCUMENTS:
                self._refuse_strict(part)
                return part
        raise TemplateError(
            f"{self.name} holds no Word document inside. Open it in Word and save it as a Word document (.docx)."
        )

    def _refuse_strict(self, part: str) -> None:
        if STRICT in self.members[part]:
            raise TemplateError(
                f"{self.name} was saved as a 'Strict Open XML Document'. "
                "Open it in Word and save it as 'Word Document (.docx)'."
            )

    def stories(self) -> list[str]:
        """Return the parts that can hold merge fields: the document, then headers, footers and notes, by name."""
        others = sorted(part for part in self.members if self.type_of(part) in STORIES)
        return [self.document, *others]

    def part(self, kind: str) -> str | None:
        """Return the part of a kind (``settings``, ``styles``, ``numbering`` ...) that belongs to the document."""
        return next((part for part in self.targets(self.document, kind) if part in self.members), None)


def _relation(node: Element) -> Relation:
    kind = str(node.get("Type", "")).rpartition("/")[2]
    return Relation(node.get("Id", ""), kind, node.get("Target", ""), node.get("TargetMode") == "External")
