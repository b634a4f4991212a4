"""The styles of the letters: every look has a name in Word's list of styles."""

from typing import NamedTuple

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

FONT = "Calibri"
INK, ACCENT, GREY, RULE, TINT = "1F2A33", "1F5F6B", "56646E", "C3CED2", "EFF5F6"


class _Paragraph(NamedTuple):
    """A paragraph style: sizes in points, ``line`` an exact height in points or 0 for single spacing."""

    name: str
    size: float = 0
    bold: bool = False
    colour: str = ""
    before: float = 0
    after: float = 0
    line: float = 0
    align: str = ""
    kept: bool = False
    based: str = "Normal"
    extra: str = ""


_RIGHT_EDGE = 9355
"""Twips from the left margin to the right one: 165 mm."""

_HAIRLINE = f'w:val="single" w:sz="4" w:space="1" w:color="{RULE}"'

_PARAGRAPHS = (
    _Paragraph("Text With Next", after=6, kept=True),
    _Paragraph(
        "heading 1", 12.5, bold=True, colour=ACCENT, before=6, after=9, kept=True, extra='<w:outlineLvl w:val="0"/>'
    ),
    _Paragraph("Title", 18, bold=True, colour=ACCENT, before=6, after=9, kept=True),
    _Paragraph("Salutation", after=6, kept=True),
    _Paragraph("Closing", before=6, after=27, kept=True),
    _Paragraph("Signature", kept=True),
    _Paragraph("Gap", size=4, line=8),
    _Paragraph("Letterhead Name", 15, bold=True, colour=ACCENT),
    _Paragraph("Letterhead Line", 8.5, colour=GREY),
    _Paragraph("Letterhead Contact", 8.5, colour=GREY, align="right"),
    _Paragraph("header", 8.5, colour=GREY, extra=f'<w:tabs><w:tab w:val="right" w:pos="{_RIGHT_EDGE}"/></w:tabs>'),
    _Paragraph("footer", 8, colour=GREY),
    _Paragraph("Footer Page", align="right", based="Footer"),
    _Paragraph("Sender Line", 7, colour=GREY, after=4, extra=f"<w:pBdr><w:bottom {_HAIRLINE}/></w:pBdr>"),
    _Paragraph("Address", line=12, extra='<w:ind w:left="170" w:hanging="170"/>'),
    _Paragraph("Reference", 9.5, line=12.5, extra='<w:ind w:left="1361" w:hanging="1361"/>'),
    _Paragraph("Table Text", 9),
    _Paragraph("Table Amount", align="right", based="TableText"),
    _Paragraph("Table Heading", bold=True, colour=ACCENT, kept=True, based="TableText"),
    _Paragraph("Table Heading Amount", align="right", based="TableHeading"),
    _Paragraph("Table Subtotal", kept=True, based="TableText"),
    _Paragraph("Table Subtotal Amount", align="right", based="TableSubtotal"),
    _Paragraph("Table Total", bold=True, based="TableText"),
    _Paragraph("Table Total Amount", align="right", based="TableTotal"),
    _Paragraph("To Address", size=1, line=30),
    _Paragraph("Table End", size=1, line=1),
    _Paragraph("Box Text", 10, kept=True),
    _Paragraph("Box Amount", align="right", based="BoxText"),
    _Paragraph("Box Label", colour=GREY, based="BoxText"),
)

_ORDER = ("keepNext", "pBdr", "tabs", "spacing", "ind", "jc", "outlineLvl")
"""The order in which Word's schema wants the properties of a paragraph style."""


def give_styles(document: Document, language: str) -> None:
    """Replace all styles of a document by those of the letters; ``language`` is the text's own, such as ``en-GB``."""
    root = document.styles.element
    for style in list(root):
        root.remove(style)
    written = "".join([_defaults(language), _BUILT_IN, *map(_paragraph, _PARAGRAPHS), _LABEL, _tables()])
    for style in list(parse_xml(f"<w:styles {nsdecls('w')}>{written}</w:styles>")):
        root.append(style)


def style_id(name: str) -> str:
    """Return the name under which a document's paragraphs refer to a style."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def _defaults(language: str) -> str:
    font = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    size = f'<w:color w:val="{INK}"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
    lang = f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>'
    paragraph = '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    return f"<w:docDefaults><w:rPrDefault><w:rPr>{font}{size}{lang}</w:rPr></w:rPrDefault>{paragraph}</w:docDefaults>"


_BUILT_IN = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
  <w:pPr><w:spacing w:after="120"/></w:pPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
  <w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>
  <w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>
  <w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>
  </w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>"""

_LABEL = (
    '<w:style w:type="character" w:customStyle="1" w:styleId="Label"><w:name w:val="Label"/><w:qFormat/>'
    f'<w:rPr><w:color w:val="{GREY}"/></w:rPr></w:style>'
)


def _paragraph(style: _Paragraph) -> str:
    own = "" if style.name in _WORDS_OWN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style_id(style.name)}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based}"/><w:qFormat/>'
        f"<w:pPr>{_layout(style)}</w:pPr><w:rPr>{_type(style)}</w:rPr></w:style>"
    )


_WORDS_OWN = ("heading 1", "Title", "Salutation", "Closing", "Signature", "header", "footer")


def _layout(style: _Paragraph) -> str:
    height = f' w:line="{_twips(style.line)}" w:lineRule="exact"' if style.line else ""
    room = f'<w:spacing w:before="{_twips(style.before)}" w:after="{_twips(style.after)}"{height}/>'
    kept = "<w:keepNext/>" if style.kept else ""
    aligned = f'<w:jc w:val="{style.align}"/>' if style.align else ""
    said = {"keepNext": kept, "spacing": room, "jc": aligned}
    return "".join(style.extra if style.extra.startswith(f"<w:{tag}") else said.get(tag, "") for tag in _ORDER)


def _type(style: _Paragraph) -> str:
    bold = "<w:b/><w:bCs/>" if style.bold else ""
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    half = round(style.size * 2)
    return f'{bold}{colour}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if half else f"{bold}{colour}"


def _twips(points: float) -> int:
    return round(points * 20)


def _tables() -> str:
    thin, strong = (
        f'w:val="single" w:sz="{size}" w:space="0" w:color="{hue}"' for size, hue in ((4, RULE), (8, ACCENT))
    )
    bar = f'w:val="single" w:sz="24" w:space="0" w:color="{ACCENT}"'
    rows = f"<w:tblBorders><w:bottom {strong}/><w:insideH {thin}/></w:tblBorders>"
    first = (
        '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr>'
        f"<w:tcBorders><w:top {strong}/><w:bottom {strong}/></w:tcBorders></w:tcPr></w:tblStylePr>"
    )
    tinted = f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr>'
    return (
        _table("Letter Layout", "", 0, 0)
        + _table("Letter Table", rows, 36, 57, first)
        + _table("Letter Box", f"<w:tblBorders><w:left {bar}/></w:tblBorders>", 28, 142, tinted)
    )


def _table(name: str, borders: str, above: int, beside: int, rest: str = "") -> str:
    sides = {"top": above, "left": beside, "bottom": above, "right": beside}
    margins = "".join(f'<w:{side} w:w="{room}" w:type="dxa"/>' for side, room in sides.items())
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{borders}'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>{rest}</w:style>"
    )
