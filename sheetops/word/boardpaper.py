"""A report for managers as a Word document: headings, sentences, tables, and charts that Word draws from their figures.

A chart stands in the document as Excel made it, with the workbook of its data: it prints sharply at any size, and
Word's Edit Data opens its figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm
from docx.text.paragraph import Paragraph

from sheetops.word.stationery.fields import write
from sheetops.word.stationery.package import docx_bytes, name_document
from sheetops.word.stationery.styles import ACCENT, GREY, TINT, give_styles, style_id
from sheetops.word.stationery.tables import grid, row

WIDTH = 257
"""Millimetres between the margins of A4, lying."""
SMALL = 17
"""Lines of a table that no page break cuts."""
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHART_SIZE = (127, 54)

_STYLES = f"""<w:styles {nsdecls("w")}>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:qFormat/>
  <w:pPr><w:keepNext/><w:spacing w:before="160" w:after="80"/><w:outlineLvl w:val="1"/></w:pPr>
  <w:rPr><w:b/><w:bCs/><w:color w:val="{ACCENT}"/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Point"><w:name w:val="Point"/><w:basedOn w:val="Normal"/>
  <w:qFormat/><w:pPr><w:spacing w:after="40"/><w:ind w:left="284" w:hanging="284"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Subtitle"><w:name w:val="Report Subtitle"/>
  <w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:after="160"/></w:pPr>
  <w:rPr><w:color w:val="{GREY}"/></w:rPr></w:style>
</w:styles>"""
_DRAWING = """<w:drawing {names}><wp:inline distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>
<wp:docPr id="{number}" name="Chart {number}" /><wp:cNvGraphicFramePr/>
<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{relation}"/>
</a:graphicData></a:graphic></wp:inline></w:drawing>"""


class Drawn(Protocol):
    """A chart as `sheetops.excel.charts.chart_parts` returns it."""

    @property
    def title(self) -> str:
        """What it shows."""

    @property
    def xml(self) -> bytes:
        """Its DrawingML."""

    @property
    def workbook(self) -> bytes:
        """The workbook of its figures."""


class Heading(NamedTuple):
    """A heading; one of level 1 may begin a new page."""

    text: str
    level: int = 1
    new_page: bool = False


class Text(NamedTuple):
    """A paragraph, or a point of a list; ``**words**`` are bold."""

    text: str
    point: bool = False


@dataclass(frozen=True)
class Table:
    """A table: headings, rows of texts, which columns stand right, which rows are totals, relative widths."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int]
    widths: tuple[float, ...]
    bold: frozenset[int] = frozenset()


class Charts(NamedTuple):
    """Charts, two beside each other."""

    parts: tuple[Drawn, ...]


Block: TypeAlias = Heading | Text | Table | Charts


def paper(title: str, subtitle: str, blocks: Sequence[Block]) -> bytes:
    """Return a report as a .docx file, A4 lying; equal contents give equal bytes."""
    document = docx.Document()
    give_styles(document, "en-GB")
    for style in list(parse_xml(_STYLES)):
        document.styles.element.append(style)
    name_document(document, title, "en-GB")
    _set_page(document, title)
    _paragraph(document, title, "Title")
    _paragraph(document, subtitle, "Subtitle")
    charts = 0
    for block in blocks:
        if isinstance(block, Heading):
            heading = _paragraph(document, block.text, f"heading {block.level}")
            heading.paragraph_format.page_break_before = block.new_page or None
        elif isinstance(block, Text):
            _paragraph(
                document, f"•\t{block.text}" if block.point else block.text, "Point" if block.point else "Normal"
            )
        elif isinstance(block, Table):
            _table(document, block)
        else:
            charts = _charts(document, block, charts)
    return docx_bytes(document)


def _set_page(document: Document, title: str) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(16), Mm(16)
    section.footer_distance = Mm(8)
    footer = section.footer.paragraphs[0]
    footer._p.style = style_id("footer")
    footer.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    write(footer, f"{title}\tPage {{PAGE}} of {{NUMPAGES}}", {})


def _paragraph(document: Document, text: str, style: str) -> Paragraph:
    paragraph = document.add_paragraph()
    if style != "Normal":
        paragraph._p.style = style_id(style)
    _write(paragraph, text)
    return paragraph


def _write(paragraph: Paragraph, text: str) -> None:
    # Not the wording's writer: a name may hold braces, which mean a field there.
    for number, piece in enumerate(text.split("**")):
        if piece:
            paragraph.add_run(piece).bold = True if number % 2 else None


def _table(document: Document, block: Table) -> None:
    scale = WIDTH / sum(block.widths)
    widths = [width * scale for width in block.widths]
    table = grid(document.add_table(0, len(widths)), "Letter Table", widths)
    body = [(texts, "Table Text", number in block.bold) for number, texts in enumerate(block.rows)]
    lines = [(block.headings, "Table Heading", False), *body]
    for number, (texts, style, bold) in enumerate(lines):
        added = row(table, heading=not number)
        for place, (cell, text) in enumerate(zip(added.cells, texts, strict=True)):
            paragraph = cell.paragraphs[0]
            # Of the styles only "Table Text" ends differently on the right: "Table Amount".
            right = {"Table Heading": "Table Heading Amount", "Table Text": "Table Amount"}[style]
            paragraph._p.style = style_id(right if place in block.right else style)
            paragraph.add_run(text).bold = True if bold else None
            # A small table stands on one page, a large one never begins with a line or two at its foot.
            paragraph.paragraph_format.keep_with_next = number < (len(lines) - 1 if len(lines) <= SMALL else 4)
            if bold:
                cell._tc.get_or_add_tcPr().append(
                    parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{TINT}"/>')
                )
    _paragraph(document, "", "Gap")


def _charts(document: Document, block: Charts, before: int) -> int:
    for at in range(0, len(block.parts), 2):
        paragraph = document.add_paragraph()
        for number, part in enumerate(block.parts[at : at + 2], start=before + at + 1):
            _chart(document, paragraph, part, number)
    return before + len(block.parts)


def _chart(document: Document, paragraph: Paragraph, drawn: Drawn, number: int) -> None:
    package = document.part.package
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, b"", package)
    data = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _WORKBOOK, drawn.workbook, package)
    part._blob = _with_data(drawn.xml, part.relate_to(data, RELATIONSHIP_TYPE.PACKAGE))
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    width, height = (Mm(size) for size in _CHART_SIZE)
    names = nsdecls("w", "wp", "r")
    drawing = parse_xml(
        _DRAWING.format(names=names, width=Emu(width), height=Emu(height), number=number, relation=relation)
    )
    for told in drawing.iter(qn("wp:docPr")):
        told.set("descr", drawn.title)
    paragraph.add_run()._r.append(drawing)


def _with_data(xml: bytes, relation: str) -> bytes:
    """Return a chart's XML with its workbook in the place of the print settings that only a worksheet needs.

    What Excel takes for granted is said, because not every program that opens documents does: corners are not round,
    lines not smoothed.
    """
    start, end = xml.index(b"<c:printSettings>"), xml.index(b"</c:printSettings>") + len(b"</c:printSettings>")
    told = f'<c:externalData r:id="{relation}"><c:autoUpdate val="0"/></c:externalData>'.encode()
    said = xml[:start] + told + xml[end:]
    if b"<c:lineChart>" in said:
        said = said.replace(b"</c:ser>", b'<c:smooth val="0"/></c:ser>')
    return said.replace(b"<c:chart>", b'<c:roundedCorners val="0"/><c:chart>', 1)
