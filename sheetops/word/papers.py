"""Papers in Word: documents that are read at a table, with headings, tables and lines to sign, made from plain values.

Not letters: no merge fields, no address. What stands in them is written as it is, braces and all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import docx
from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as Page
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from sheetops.word.stationery.package import docx_bytes, name_document
from sheetops.word.stationery.paper import set_page
from sheetops.word.stationery.styles import give_styles, style_id
from sheetops.word.stationery.tables import WIDTH, grid, row


@dataclass(frozen=True)
class Points:
    """Sentences one below the other, each behind a dash."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """A box of labels and values."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table: headings, the share of the width of each column, rows of text.

    ``right`` are the columns that stand right (amounts), counted from 0; ``total`` says that the last row is a sum;
    ``bold`` are rows to stand out; ``tall`` rows have room to be written in by hand.
    """

    headings: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    total: bool = False
    bold: frozenset[int] = frozenset()
    tall: bool = False


Block: TypeAlias = str | Points | Facts | Grid


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it; a text is a paragraph."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """A paper: title, the line below it, who it is from (the head of every page), its sections, its language's tag."""

    title: str
    subtitle: str
    sender: str
    sections: tuple[Section, ...]
    tag: str = "en-GB"


_TALL = 11.0


def paper_docx(paper: Paper) -> bytes:
    """Return a paper as a .docx file; equal papers are equal files."""
    document = docx.Document()
    give_styles(document, paper.tag)
    name_document(document, paper.title, paper.tag)
    page = set_page(document)
    page.different_first_page_header_footer = False
    _head(page, paper)
    _paragraph(document, paper.title, "Title")
    _paragraph(document, paper.subtitle, "Text With Next")
    for section in paper.sections:
        _paragraph(document, section.heading, "heading 1")
        for block in section.blocks:
            _block(document, block)
    return docx_bytes(document)


def _head(page: Page, paper: Paper) -> None:
    head = page.header.paragraphs[0]
    head._p.style = style_id("header")
    head.add_run(f"{paper.sender}\t{paper.title}")
    foot = page.footer.paragraphs[0]
    foot._p.style = style_id("Footer Page")
    for instruction, before in (("PAGE", "Page "), ("NUMPAGES", " of ")):
        foot.add_run(before)
        _field(foot, instruction)


def _field(paragraph: Paragraph, instruction: str) -> None:
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run("1" if kind == "1" else "")
        if kind == "":
            code = OxmlElement("w:instrText")
            code.text = f" {instruction} "
            run._r.append(code)
        elif kind != "1":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _block(document: Document, block: Block) -> None:
    if isinstance(block, str):
        _paragraph(document, block, "Normal")
    elif isinstance(block, Points):
        for line in block.lines:
            paragraph = _paragraph(document, f"–\t{line}", "Normal")
            paragraph.paragraph_format.left_indent = Mm(6)
            paragraph.paragraph_format.first_line_indent = Mm(-6)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(6))
    else:
        if isinstance(block, Facts):
            _facts(document, block)
        else:
            _grid(document, block)
        # Two tables without a paragraph between them would become one.
        _paragraph(document, "", "Gap")


def _paragraph(document: Document, text: str, style: str) -> Paragraph:
    paragraph = document.add_paragraph(text)
    if style != "Normal":
        paragraph._p.style = style_id(style)
    return paragraph


def _facts(document: Document, block: Facts) -> None:
    table = grid(document.add_table(0, 2), "Letter Box", (55.0, 110.0))
    for label, value in block.lines:
        cells = row(table).cells
        _fill(cells[0], label, "Box Label")
        _fill(cells[1], value, "Box Text")


def _grid(document: Document, block: Grid) -> None:
    whole = sum(block.shares)
    table = grid(
        document.add_table(0, len(block.headings)), "Letter Table", [WIDTH * share / whole for share in block.shares]
    )
    _cells(row(table, heading=True).cells, block.headings, "Table Heading", block.right)
    for number, cells in enumerate(block.rows):
        line = row(table)
        if block.tall:
            line.height, line.height_rule = Mm(_TALL), WD_ROW_HEIGHT_RULE.AT_LEAST
        strong = number in block.bold or (block.total and number == len(block.rows) - 1)
        _cells(line.cells, cells, "Table Total" if strong else "Table Text", block.right)


def _cells(cells: Sequence[_Cell], texts: Sequence[str], style: str, right: frozenset[int]) -> None:
    amount = "Table Amount" if style == "Table Text" else f"{style} Amount"
    for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        _fill(cell, text, amount if number in right else style)


def _fill(cell: _Cell, text: str, style: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style_id(style)
    paragraph.add_run(text)
