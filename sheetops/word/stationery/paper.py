"""The paper of the letters: A4, the letterhead, the address where a window envelope shows it, and the footer.

The address stands 25 mm from the left and its seven lines between 50 and 80 mm from the top: inside the window of a DL
envelope of both BS 4264 (35 x 90 mm) and DIN 680 (45 x 90 mm), for a sheet folded in three.
"""

import io
from collections.abc import Mapping

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.section import Section, _Footer, _Header
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from sheetops.word.stationery.fields import write
from sheetops.word.stationery.logo import logo_png
from sheetops.word.stationery.styles import style_id
from sheetops.word.stationery.tables import WIDTH, fill, grid, row
from sheetops.word.wording import Wording

_MARGINS = {
    "page_width": 210,
    "page_height": 297,
    "left_margin": 25,
    "right_margin": 20,
    "top_margin": 26,
    "bottom_margin": 25,
    "header_distance": 12,
    "footer_distance": 9,
}
_LETTERHEAD = (22.0, 91.0, 52.0)
_ADDRESS = (83.0, 12.0, 70.0)
_FOOTER = (135.0, 30.0)
_LOGO, _LETTERHEAD_HEIGHT, _SENDER_HEIGHT, _ADDRESS_HEIGHT = 18, 19, 8.5, 37.5


def set_page(document: Document) -> Section:
    """Make a document's only section an A4 page with a first page of its own."""
    section = document.sections[0]
    for name, millimetres in _MARGINS.items():
        setattr(section, name, Mm(millimetres))
    section.different_first_page_header_footer = True
    return section


def write_letterhead(section: Section, wording: Wording) -> None:
    """Put the logo and the sender on the first page, and sender and reference on the pages after it."""
    first = section.first_page_header
    line = row(_grid(first, _LETTERHEAD))
    line.height, line.height_rule = Mm(_LETTERHEAD_HEIGHT), WD_ROW_HEIGHT_RULE.AT_LEAST
    logo, name, contact = line.cells
    _draw_logo(logo.paragraphs[0], wording.house["logo"])
    _stack(name, {"{supplier_name}": "Letterhead Name", "{supplier_address}": "Letterhead Line"}, wording)
    _stack(
        contact,
        dict.fromkeys((wording.house["phone"], "{supplier_email}", "{supplier_web}"), "Letterhead Contact"),
        wording,
    )
    _close(first, "To Address")
    continued = section.header.paragraphs[0]
    continued._p.style = style_id("header")
    write(continued, "{supplier_name}\t{our_reference}, {letter_date:day}", wording.formats)


def write_address(document: Document, wording: Wording) -> None:
    """Begin the letter: sender line and address on the left, where the window is; the reference lines on the right."""
    table = grid(document.add_table(0, 3), "Letter Layout", _ADDRESS)
    # A row of its own, of one height: a long sender line must not push the address out of the window.
    sender = row(table)
    sender.height, sender.height_rule = Mm(_SENDER_HEIGHT), WD_ROW_HEIGHT_RULE.EXACTLY
    sender.cells[0].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    fill(sender.cells[0], "{supplier_name}{, |supplier_address}", "Sender Line", wording)
    line = row(table)
    line.height, line.height_rule = Mm(_ADDRESS_HEIGHT), WD_ROW_HEIGHT_RULE.AT_LEAST
    address, _, reference = line.cells
    _stack(address, {f"{{address_{number}}}": "Address" for number in range(1, 8)}, wording)
    for number, (label, text) in enumerate(wording.reference):
        paragraph = reference.add_paragraph() if number else reference.paragraphs[0]
        paragraph._p.style = style_id("Reference")
        paragraph.add_run(label)._r.style = "Label"
        write(paragraph, f"\t{text}", wording.formats)


def write_footer(section: Section, wording: Wording) -> None:
    """Put the sender's particulars and the page number at the foot of every page."""
    for footer in (section.first_page_footer, section.footer):
        left, right = row(_grid(footer, _FOOTER)).cells
        lines = ("{supplier_name}{, |supplier_address}", wording.house["tax_number"], wording.house["bank"])
        _stack(left, dict.fromkeys(lines, "footer"), wording)
        fill(right, wording.house["page"], "Footer Page", wording)
        _close(footer, "Table End")


def _grid(story: _Header | _Footer, widths: tuple[float, ...]) -> Table:
    return grid(story.add_table(0, len(widths), Mm(WIDTH)), "Letter Layout", widths)


def _close(story: _Header | _Footer, style: str) -> None:
    # Word wants a paragraph at the end of a story: the one that python-docx put at its beginning.
    last = story.paragraphs[0]._p
    story._element.append(last)
    last.style = style_id(style)


def _draw_logo(paragraph: Paragraph, words: str) -> None:
    paragraph._p.style = style_id("Letterhead Line")
    picture = paragraph.add_run().add_picture(io.BytesIO(logo_png()), width=Mm(_LOGO))
    picture._inline.docPr.set("descr", words)
    for side in ("distT", "distB", "distL", "distR"):
        # LibreOffice takes a distance that is not there for 3 mm.
        picture._inline.set(side, "0")


def _stack(cell: _Cell, lines: Mapping[str, str], wording: Wording) -> None:
    for number, (text, style) in enumerate(lines.items()):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph._p.style = style_id(style)
        write(paragraph, text, wording.formats)
