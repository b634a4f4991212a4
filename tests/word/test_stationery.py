"""How a text of the wording becomes a Word paragraph, and that each language's words are whole."""

import struct
import zlib

import docx
import pytest
from docx.oxml.ns import qn

from sheetops.word.stationery.fields import write
from sheetops.word.stationery.logo import SIDE, logo_png
from sheetops.word.stationery.tables import LISTS, WIDTH
from sheetops.word.wording import LANGUAGES, Letter, Wording, read_wording

FORMATS = {"day": '\\@ "d MMMM yyyy"', "amount": '\\# "#,##0.00"'}


def written(text: str) -> list[tuple[str, str, bool]]:
    """Each run of the paragraph that a text becomes: what it holds, its text, whether it is bold."""
    paragraph = docx.Document().add_paragraph()
    write(paragraph, text, FORMATS)
    return [
        (held.tag.split("}")[1], held.text or held.get(qn("w:fldCharType")) or "", bool(run.bold))
        for run in paragraph.runs
        for held in run._r
        if held.tag != qn("w:rPr")
    ]


def field(instruction: str, shown: str, bold: bool = False) -> list[tuple[str, str, bool]]:
    return [
        ("fldChar", "begin", bold),
        ("instrText", f" {instruction} ", bold),
        ("fldChar", "separate", bold),
        ("t", shown, bold),
        ("fldChar", "end", bold),
    ]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", []),
        ("Dear all", [("t", "Dear all", False)]),
        ("{account}", field("MERGEFIELD account", "«account»")),
        ("{pay_by:day}", field('MERGEFIELD pay_by \\@ "d MMMM yyyy"', "«pay_by»")),
        ("{, licence |licence}", field('MERGEFIELD licence \\b ", licence "', "«licence»")),
        ("{Fee |fee:amount}", field('MERGEFIELD fee \\b "Fee " \\# "#,##0.00"', "«fee»")),
        ("{PAGE}", field("PAGE", "1")),
        ("Pay **{gross:amount}** now", [
            ("t", "Pay ", False),
            *field('MERGEFIELD gross \\# "#,##0.00"', "«gross»", bold=True),
            ("t", " now", False),
        ]),
        ("a\tb", [("t", "a", False), ("tab", "", False), ("t", "b", False)]),
        ("R & D <x>", [("t", "R & D <x>", False)]),
    ],
)  # fmt: skip
def test_a_text_becomes_runs_as_word_writes_them(text: str, runs: list[tuple[str, str, bool]]) -> None:
    assert written(text) == runs


def test_a_format_that_the_language_lacks_is_refused() -> None:
    with pytest.raises(KeyError, match="hour"):
        written("{pay_by:hour}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_in_a_body_is_a_phrase_a_box_or_a_list(language: str) -> None:
    wording = read_wording(language)
    named = {text[1:] for letter in wording.letters.values() for text in letter.body if text.startswith("@")}
    assert named <= {*wording.phrases, *wording.boxes, *LISTS}
    assert {*wording.phrases, *wording.boxes} <= named, "words that no letter uses"
    assert "@" not in "".join(text for letter in wording.letters.values() for text in letter.body if text[0] != "@")


@pytest.mark.parametrize("language", LANGUAGES)
def test_bold_marks_and_braces_come_in_pairs(language: str) -> None:
    wording = read_wording(language)
    for text in texts(wording):
        assert text.count("**") % 2 == 0, text
        assert text.count("{") == text.count("}"), text


def texts(wording: Wording) -> list[str]:
    lines = [
        *wording.reference,
        *(line for box in (wording.boxes, wording.totals) for lines in box.values() for line in lines),
    ]
    bodies = [text for letter in wording.letters.values() for text in (letter.subject, *letter.body)]
    return [*bodies, *wording.house.values(), *wording.headings.values(), *wording.phrases.values(), *sum(lines, ())]


def test_both_languages_ask_for_the_same_fields_in_each_letter() -> None:
    english, polish = read_wording("en"), read_wording("pl")
    assert set(english.letters) == set(polish.letters)
    for key, letter in english.letters.items():
        assert letter.personal == polish.letters[key].personal
        assert asked(letter, english) == asked(polish.letters[key], polish), key


def asked(letter: Letter, wording: Wording) -> set[str]:
    """The fields that stand in a letter's own text, through the phrases and boxes that it names."""
    said = [letter.subject]
    for text in letter.body:
        name = text.removeprefix("@")
        box = [value for line in wording.boxes.get(name, ()) for value in line]
        said += box or [wording.phrases.get(name, text)]
    return {piece.split("}")[0].split("|")[-1].split(":")[0] for text in said for piece in text.split("{")[1:]}


def test_every_list_is_as_wide_as_the_text() -> None:
    assert {name: sum(column.width for column in columns) for name, columns in LISTS.items()} == dict.fromkeys(
        LISTS, WIDTH
    )


def test_the_logo_is_a_picture_with_clear_corners_and_a_full_middle() -> None:
    png = logo_png()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + data),)
        chunks[kind], at = data, at + 12 + length
    assert struct.unpack(">II", chunks[b"IHDR"][:8]) == (SIDE, SIDE)
    pixels = zlib.decompress(chunks[b"IDAT"])
    assert len(pixels) == SIDE * (1 + SIDE * 4)
    alpha = [
        pixels[y * (1 + SIDE * 4) + 1 + x * 4 + 3] for x, y in ((0, 0), (SIDE - 1, SIDE - 1), (SIDE // 2, SIDE // 2))
    ]
    assert alpha == [0, 0, 255]
