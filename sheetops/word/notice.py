"""A plain text with headings, numbered steps and commands, as a Word document of one page."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import docx
from docx.document import Document
from docx.shared import Mm, Pt, RGBColor

from sheetops.word.stationery.package import docx_bytes, name_document
from sheetops.word.stationery.styles import ACCENT, FONT

_STEP = re.compile(r"(\d+\.) (.*)")
_NAMED = re.compile(r"(\S+) {2,}(.*)")
_INDENTED = 4
"""Spaces before what belongs to the step or the name above it."""
_GOES_ON = 5

_HEADING, _TEXT, _TYPED, _MORE = "heading", "text", "typed", "more"


class _Part(NamedTuple):
    """A paragraph: its kind, what hangs before it ("" for nothing: a step's number, a file's name), and its text."""

    kind: str
    label: str
    text: str


def notice(text: str) -> bytes:
    """Return a text as a .docx file; equal texts give equal bytes.

    The first line, underlined with =, is the title. A line that nothing is indented before, with indented lines right
    below it, is a heading; ``  1. ...`` is a step and ``  name   ...`` a name and its meaning, both with what is
    indented further below them. A block of its own that is indented by five spaces goes on with the step above, one
    by four, seven or more is to be typed as it stands. Other lines run on to the next blank line.
    """
    title, _, *lines = text.rstrip("\n").split("\n")
    document = docx.Document()
    _lay_out(document)
    name_document(document, title, "en-GB")
    document.add_paragraph(title, style="Title")
    for part in _parts(lines):
        _paragraph(document, part)
    return docx_bytes(document)


def _parts(lines: list[str]) -> Iterator[_Part]:
    for filled, block in groupby(lines, key=bool):
        if filled:
            yield from _block(list(block))


def _block(lines: list[str]) -> Iterator[_Part]:
    if _indent(lines[0]) == 0 and len(lines) > 1 and _indent(lines[1]):
        yield _Part(_HEADING, "", lines.pop(0))
    indents = set(map(_indent, lines))
    if indents == {_GOES_ON}:
        yield _Part(_MORE, "", " ".join(line.strip() for line in lines))
    elif min(indents) >= _INDENTED:
        yield from (_Part(_TYPED, "", line.strip()) for line in lines)
    else:
        yield from _paragraphs(lines)


def _paragraphs(lines: list[str]) -> Iterator[_Part]:
    begun: list[_Part] = []
    for line in lines:
        part = _begun(line)
        if begun and not part.label and _indent(line) >= (_INDENTED if begun[-1].label else 0):
            begun[-1] = begun[-1]._replace(text=f"{begun[-1].text} {part.text}")
        else:
            begun.append(part)
    yield from begun


def _begun(line: str) -> _Part:
    bare = line.strip()
    found = _STEP.fullmatch(bare) or (_NAMED.fullmatch(bare) if _indent(line) == 2 else None)
    return _Part(_TEXT, found[1], found[2]) if found else _Part(_TEXT, "", bare)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


# ------------------------------------------------------------------------------------------------------- on the page

_STEP_WIDTH, _NAME_WIDTH = Mm(6), Mm(30)


def _lay_out(document: Document) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(14)
    for name, size, before, after in (("Normal", 9.5, 0, 2.5), ("Title", 18, 0, 6), ("Heading 1", 11, 6, 2)):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        # Word takes the theme's font before the one that is named.
        fonts = style.element.rPr.rFonts
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
        if name != "Normal":
            style.font.bold, style.font.color.rgb = True, RGBColor.from_string(ACCENT)


def _paragraph(document: Document, part: _Part) -> None:
    written = document.add_paragraph(style="Heading 1" if part.kind == _HEADING else "Normal")
    form = written.paragraph_format
    if part.kind == _TYPED:
        form.left_indent = Mm(8)
    elif part.kind == _MORE:
        form.left_indent = _STEP_WIDTH
    elif part.label:
        width = _STEP_WIDTH if _STEP.fullmatch(f"{part.label} ") else _NAME_WIDTH
        form.left_indent, form.first_line_indent = width, -width
        form.tab_stops.add_tab_stop(width)
        written.add_run(f"{part.label}\t").bold = True
    text = written.add_run(part.text)
    if part.kind == _TYPED:
        text.font.name = "Consolas"
