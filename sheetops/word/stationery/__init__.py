"""The letters as Word documents: the words of `sheetops.word.wording` on the house's paper.

They are ordinary mail-merge documents: what is built here is a beginning that staff open and change in Word.
"""

from pathlib import Path

import docx
from docx.document import Document

from sheetops.word.stationery.fields import write
from sheetops.word.stationery.logo import logo_png
from sheetops.word.stationery.package import docx_bytes, name_document
from sheetops.word.stationery.paper import set_page, write_address, write_footer, write_letterhead
from sheetops.word.stationery.styles import give_styles, style_id
from sheetops.word.stationery.tables import LISTS, write_box, write_list
from sheetops.word.wording import LANGUAGES, Letter, Wording, read_wording

__all__ = ["build_letter", "build_letters"]

_KEPT = 2
"""How many of the last paragraphs stay with the signature: the very last one may be empty and vanish."""


def build_letters(folder: Path) -> tuple[Path, ...]:
    """Write every letter to ``folder/<language>/<template>.docx``, and the logo beside them; return the paths written.

    Files of the same name are overwritten, changes that staff made to them included.
    """
    written = [folder / "logo.png"]
    folder.mkdir(parents=True, exist_ok=True)
    written[0].write_bytes(logo_png())
    for language in LANGUAGES:
        wording = read_wording(language)
        (folder / language).mkdir(exist_ok=True)
        for key, letter in wording.letters.items():
            written.append(folder / language / f"{key}.docx")
            written[-1].write_bytes(build_letter(letter, wording))
    return tuple(written)


def build_letter(letter: Letter, wording: Wording) -> bytes:
    """Return one letter as a .docx file; KeyError when it names a phrase, box, list or format that is not there."""
    document = docx.Document()
    give_styles(document, wording.tag)
    name_document(document, letter.title, wording.tag)
    section = set_page(document)
    write_letterhead(section, wording)
    write_footer(section, wording)
    write_address(document, wording)
    _write_text(document, letter, wording)
    return docx_bytes(document)


def _write_text(document: Document, letter: Letter, wording: Wording) -> None:
    _paragraph(document, letter.subject, "heading 1" if letter.personal else "Title", wording)
    if letter.personal:
        _paragraph(document, wording.house["salutation"], "Salutation", wording)
    last = len(letter.body) - _KEPT if letter.personal else len(letter.body)
    for number, text in enumerate(letter.body):
        _block(document, text, "Normal" if number < last else "Text With Next", wording)
    if letter.personal:
        _paragraph(document, wording.house["closing"], "Closing", wording)
        for text in ("**{signatory_name}**", "{signatory_title}", "{supplier_name}"):
            _paragraph(document, text, "Signature", wording)


def _block(document: Document, text: str, style: str, wording: Wording) -> None:
    name = text.removeprefix("@")
    if name == text or name in wording.phrases:
        _paragraph(document, wording.phrases.get(name, text), style, wording)
        return
    if name in LISTS:
        write_list(document, name, wording)
    else:
        write_box(document, name, wording)
    # Two tables without a paragraph between them would become one.
    _paragraph(document, "", "Gap", wording)


def _paragraph(document: Document, text: str, style: str, wording: Wording) -> None:
    paragraph = document.add_paragraph()
    if style != "Normal":
        paragraph._p.style = style_id(style)
    write(paragraph, text, wording.formats)
