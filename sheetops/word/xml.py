"""The names of WordprocessingML, and the one way in which parts are parsed, marked and written."""

import copy
import re
from typing import Any

from lxml import etree

from sheetops.errors import TemplateError

Element = Any
"""An lxml element (lxml's own class is private)."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
STRICT = b"http://purl.oclc.org/ooxml/"

MARK = "sheetops"
"""The target of the processing instructions that mark fields and regions while a template is compiled."""

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters that enclose a marker inside an attribute or an instruction; a template that holds them is refused."""

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def parse(data: bytes, where: str) -> Element:
    """Return a part's root element, without comments and processing instructions.

    TemplateError when it is not sound XML.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise TemplateError(
            f"{where} holds a document type, which Word never writes: get a fresh copy of the template."
        )
    if any(sign.encode() in data or f"&#x{ord(sign):x};".encode() in data.lower() for sign in (OPEN, CLOSE)):
        raise TemplateError(
            f"{where} holds characters that no text may hold (U+FDD0): retype the text around them in Word."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateError(
            f"{where} is damaged ({error.msg}). Open the template in Word, which may repair it, and save it."
        ) from None


def write(root: Element) -> bytes:
    """Return a part as bytes, with Word's XML declaration."""
    return DECLARATION + body(root)


def body(root: Element) -> bytes:
    """Return a part as bytes without a declaration."""
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=False))


def mark(kind: str, number: int = 0) -> Element:
    """Return a marker node that stands in the tree for an operation of the program."""
    return etree.ProcessingInstruction(MARK, f"{kind} {number}")


def is_mark(node: Element) -> bool:
    """Whether a node is a marker."""
    return node.tag is etree.PI


def kind_of(node: Element) -> tuple[str, int]:
    """Return a marker's kind and number."""
    kind, number = node.text.split(" ")
    return kind, int(number)


MARKS = re.compile(
    rb"<\?" + MARK.encode() + rb" ([a-z-]+) (\d+)\?>|" + OPEN.encode() + rb"([a-z-]+) (\d+)" + CLOSE.encode()
)
"""A marker in a serialised part: as a processing instruction (groups 1, 2) or inside an attribute (groups 3, 4)."""


def make(tag: str, **attributes: str) -> Element:
    """Return a new w: element with w: attributes."""
    element = etree.Element(W + tag)
    for name, value in attributes.items():
        element.set(W + name, value)
    return element


def run(content: Element, properties: Element | None) -> Element:
    """Return a run that holds one node, with a copy of the run properties given."""
    holder = make("r")
    if properties is not None:
        holder.append(clone(properties))
    holder.append(content)
    return holder


def text(value: str, tag: str = "t") -> Element:
    """Return a text (or ``instrText``) node that keeps its spaces."""
    node = make(tag)
    node.set(SPACE, "preserve")
    node.text = value
    return node


def clone(element: Element) -> Element:
    """Return a deep copy without the text that follows the element."""
    copied = copy.deepcopy(element)
    copied.tail = None
    return copied


def unwrap(element: Element) -> None:
    """Put an element's children in its place."""
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def remove(element: Element) -> None:
    """Take an element out of its parent, the white space after it too."""
    element.getparent().remove(element)
