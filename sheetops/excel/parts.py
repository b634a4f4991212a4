"""The parts of a workbook's file, read and replaced one by one; what is not replaced stays byte for byte as it was."""

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import NamedTuple

from lxml import etree

from sheetops.errors import BookError, OutputError

Element = etree._Element

CONTENT_TYPES = "[Content_Types].xml"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT = b"http://purl.oclc.org/ooxml/"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELATIONS = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Relation(NamedTuple):
    """What a part points to: the relation's id, its kind (the last word of its type) and the other part's name."""

    id: str
    kind: str
    target: str


def parse(xml: bytes) -> Element:
    """Return the root of a part; nothing outside it is ever fetched, and no entity is expanded."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(xml, parser)


def unparse(root: Element) -> bytes:
    """Return a part's bytes."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


class Parts:
    """A workbook's parts by name; changes are kept apart until `save`."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        # Part names are the same in any case of letters, and some programs write them with backslashes.
        self._stored = {_plain(info.filename): info for info in archive.infolist()}
        self._changed: dict[str, tuple[str, bytes]] = {}

    def names(self) -> list[str]:
        """Return the names of all parts, in lower case."""
        return list({**self._stored, **self._changed})

    def read(self, name: str) -> bytes:
        """Return a part's bytes; KeyError when there is none."""
        plain = _plain(name)
        return self._changed[plain][1] if plain in self._changed else self._archive.read(self._stored[plain])

    def write(self, name: str, data: bytes) -> None:
        """Replace or add a part."""
        stored = self._stored.get(_plain(name))
        self._changed[_plain(name)] = (stored.filename if stored else name, data)

    def new_name(self, pattern: str) -> str:
        """Return the first free name of a pattern such as ``xl/comments{}.xml``."""
        there, number = set(self.names()), 1
        while _plain(pattern.format(number)) in there:
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> list[Relation]:
        """Return what a part ("" for the whole file) points to."""
        if _plain(_relations_of(part)) not in self.names():
            return []
        return [
            Relation(one.get("Id", ""), one.get("Type", "").rpartition("/")[2], _resolve(part, one.get("Target", "")))
            for one in parse(self.read(_relations_of(part)))
        ]

    def target(self, part: str, kind: str) -> str | None:
        """Return the first part that a part points to by a relation of this kind."""
        return next((one.target for one in self.relations(part) if one.kind == kind), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Point from a part to another and return the new relation's id."""
        name = _relations_of(part)
        root = parse(self.read(name) if _plain(name) in self.names() else _NO_RELATIONS)
        taken, number = {one.get("Id") for one in root}, 1
        while f"rId{number}" in taken:
            number += 1
        relative = posixpath.relpath(target, posixpath.dirname(part))
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=f"rId{number}", Type=KINDS + kind, Target=relative)
        self.write(name, unparse(root))
        return f"rId{number}"

    def declare(self, tag: str, key: str, value: str, content_type: str) -> None:
        """Say what a part (``Override``, ``PartName``) or an extension (``Default``, ``Extension``) holds, once."""
        root = parse(self.read(CONTENT_TYPES))
        said = {one.get(key, "").casefold() for one in root.iter(f"{{{_TYPES}}}{tag}")}
        if value.casefold() not in said:
            one = etree.Element(f"{{{_TYPES}}}{tag}", {key: value, "ContentType": content_type})
            root.insert(0 if tag == "Default" else len(root), one)
            self.write(CONTENT_TYPES, unparse(root))

    def save(self, path: Path) -> None:
        """Write the workbook with its changes; every other part keeps its bytes, its order and its date."""
        changed = dict(self._changed)
        with zipfile.ZipFile(path, "w") as copy:
            for info in self._archive.infolist():
                new = zipfile.ZipInfo(info.filename, info.date_time)
                new.compress_type, new.external_attr = info.compress_type, info.external_attr
                if _plain(info.filename) in changed:
                    copy.writestr(new, changed.pop(_plain(info.filename))[1])
                else:
                    new.file_size = info.file_size
                    with self._archive.open(info) as old, copy.open(new, "w") as target:
                        copyfileobj(old, target, 1 << 20)
            for name, data in changed.values():
                copy.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


@contextmanager
def open_parts(path: Path) -> Iterator[Parts]:
    """Give a workbook's parts; BookError when it cannot be read, OutputError when it must not be changed."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = Parts(archive)
            _require_changeable(path, parts)
            yield parts
    except FileNotFoundError as wrong:
        raise BookError(f"There is no file {path}. Check its name and folder.") from wrong
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError) as wrong:
        raise _unreadable(path) from wrong


def _unreadable(path: Path) -> BookError | OutputError:
    with path.open("rb") as file:
        locked = file.read(8) == _OLD_OR_LOCKED
    if locked:
        return OutputError(
            f"{path.name} cannot be marked: it opens with a password only, or it is an old Excel workbook (.xls). "
            "Save it as .xlsx without a password, or use the marked rows in problems.xlsx."
        )
    return BookError(
        f"{path.name} cannot be read: it is damaged or no Excel workbook. Open and save it in Excel again."
    )


def _require_changeable(path: Path, parts: Parts) -> None:
    if any(name.startswith("_xmlsignatures/") for name in parts.names()):
        raise OutputError(
            f"{path.name} cannot be marked: it carries a digital signature, which any change would break. "
            "Use the marked rows in problems.xlsx."
        )
    if _STRICT in parts.read("_rels/.rels"):
        raise OutputError(
            f"{path.name} cannot be marked: it was saved as Strict Open XML. Save it as an ordinary Excel workbook, "
            "or use the marked rows in problems.xlsx."
        )


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolve(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
