"""Merge fields and bold words in a paragraph, written the way Word writes them."""

import re
from collections.abc import Iterator, Mapping

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_PIECE = re.compile(r"\*\*|\{(?:(?P<before>[^{}|]*)\|)?(?P<name>\w+)(?::(?P<format>\w+))?\}")
_DOCUMENT_FIELDS = ("PAGE", "NUMPAGES")


def write(paragraph: Paragraph, text: str, formats: Mapping[str, str]) -> None:
    """Add a text of the wording to a paragraph, its ``{fields}`` as merge fields and its ``**words**`` bold.

    ``formats`` are the language's field switches by name; KeyError when the text names another.
    """
    bold = False
    for words, piece in _pieces(text):
        if words:
            _run(paragraph, bold, words)
        if piece is None:
            continue
        if piece["name"]:
            _field(paragraph, piece, formats, bold)
        else:
            bold = not bold


def _pieces(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    start = 0
    for piece in _PIECE.finditer(text):
        yield text[start : piece.start()], piece
        start = piece.end()
    yield text[start:], None


def _field(paragraph: Paragraph, piece: re.Match[str], formats: Mapping[str, str], bold: bool) -> None:
    name = piece["name"]
    known = name in _DOCUMENT_FIELDS
    instruction = OxmlElement("w:instrText")
    instruction.text = f" {name} " if known else _instruction(piece, formats)
    instruction.set(qn("xml:space"), "preserve")
    _mark(paragraph, "begin", bold)
    _run(paragraph, bold)._r.append(instruction)
    _mark(paragraph, "separate", bold)
    _run(paragraph, bold, "1" if known else f"«{name}»").font.no_proof = True
    _mark(paragraph, "end", bold)


def _instruction(piece: re.Match[str], formats: Mapping[str, str]) -> str:
    parts = ["MERGEFIELD", piece["name"]]
    if piece["before"]:
        parts.append(f'\\b "{piece["before"]}"')
    if piece["format"]:
        parts.append(formats[piece["format"]])
    return f" {' '.join(parts)} "


def _mark(paragraph: Paragraph, kind: str, bold: bool) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    _run(paragraph, bold)._r.append(mark)


def _run(paragraph: Paragraph, bold: bool, text: str = "") -> Run:
    run = paragraph.add_run(text)
    if bold:
        run.bold = True
    return run
