"""Over all templates that come with sheetops, and over carriers times switches: every letter is sound, every value in place."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops import resources
from sheetops.word import OneFile, Template, compile
from sheetops.word.build import Options
from sheetops.word.template import compile_bytes
from tests.word.documents import document, field, lines, members, nest, p, row, simple, story, table, text
from tests.word.invariants import faults

LETTERS = sorted(resources.letters().glob("*/*.docx"))
IDS = [f"{path.parent.name}/{path.stem}" for path in LETTERS]


def filled(made: Template, rows: int = 3) -> dict[str, Any]:
    """Return a record with a telling value in each field; the fields of rows that look like a list's stand in lists."""
    listed = [names for names in made.rows if {"item", "fault"} & {name.partition("_")[0] for name in names}]
    inside = {name for names in listed for name in names}
    record: dict[str, Any] = {name: _value(name, 0) for name in made.fields if name not in inside}
    for names in listed:
        stem = names[0].partition("_")[0] + "s"
        record[stem] = [{name: _value(name, n + 1) for name in names} for n in range(rows)]
    return record


def _value(name: str, number: int) -> object:
    if name.endswith(("_date", "_on", "_by", "_due", "_until", "_start", "_end")) or name == "as_of":
        return dt.date(2026, 6, 1 + number)
    if any(word in name for word in ("amount", "total", "outstanding", "overdue", "fee", "balance", "net", "gross")):
        return Decimal(f"{1000 + number}.50")
    return f"<{name} {number} & co>"


@pytest.mark.parametrize("path", LETTERS, ids=IDS)
def test_every_letter_of_the_house_is_sound_and_shows_each_value(path: Path, tmp_path: Path) -> None:
    made = compile(path)
    record = filled(made)
    letter = made.render(record)
    assert faults(letter) == []
    shown = "\n".join(
        line
        for name in members(letter)
        if name.startswith("word/") and name.endswith(".xml")
        for line in lines(letter, name)
    )
    for name, value in record.items():
        for one in value if isinstance(value, list) else [record]:
            for key in one if isinstance(value, list) else [name]:
                if isinstance(one[key], str):
                    assert one[key] in shown, key
    made.render_many([record, record], OneFile(tmp_path / "all.docx"))
    assert faults((tmp_path / "all.docx").read_bytes()) == []
    assert made.render(record) == letter


@pytest.mark.parametrize("path", LETTERS, ids=IDS)
def test_every_letter_of_the_house_is_sound_with_nothing_in_it(path: Path) -> None:
    made = compile(path)
    record = {key: [] if isinstance(value, list) else "" for key, value in filled(made).items()}
    assert faults(made.render(record)) == []


SWITCHES = ["", r"\* Upper", r"\* MERGEFORMAT", r'\# "#,##0.00"', r'\@ "d MMMM yyyy"', r'\b "(" \f ")"', r"\m", r"\v"]
VALUES: list[Any] = ["Smith & Sons", "", None, Decimal("-1234.567"), dt.date(2026, 2, 28), True, 0]


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize("place", ["body", "cell", "header", "if", "row", "box"])
def test_carriers_times_switches_times_values(place: str, switch: str) -> None:
    code = f"MERGEFIELD a {switch}".strip()
    for carrier in (field(code), simple(code)):
        made = compile_bytes(_placed(place, carrier), "letter.docx", Options())
        for value in VALUES:
            record = {"items": [{"a": value}, {"a": value}]} if place == "row" else {"a": value}
            letter = made.render(record)
            assert faults(letter) == []
            assert made.render(record) == letter


def _placed(place: str, carrier: str) -> bytes:
    if place == "header":
        return document(p(text("x")), {"header1.xml": story("hdr", p(carrier))})
    bodies = {
        "body": p(carrier),
        "cell": table(row(p(carrier), p(text("x")))),
        "if": p(nest(" IF ", carrier, ' <> "" "', carrier, '" "none"')),
        "row": table(row(p(carrier))),
        "box": p(
            f'<w:r><w:pict><v:shape id="s"><v:textbox><w:txbxContent>{p(carrier)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
        ),
    }
    return document(bodies[place] + p(text("end")))


PLAIN = compile_bytes(document(p(text("["), field("MERGEFIELD a"), text("]"))), "letter.docx", Options())
ANY = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters=[chr(n) for n in range(32)] + ["\ufffe", "\uffff"])
)


@settings(max_examples=300)
@given(ANY)
def test_any_unicode_value_survives(value: str) -> None:
    letter = PLAIN.render({"a": value})
    assert lines(letter) == [f"[{value}]"]
    assert PLAIN.render({"a": value}) == letter


@given(st.text())
def test_any_text_at_all_is_written_whole_or_refused(value: str) -> None:
    from sheetops.word import LetterError

    try:
        shown = lines(PLAIN.render({"a": value}))[0]
    except LetterError:
        assert any(ord(sign) < 32 or ord(sign) in (0xFFFE, 0xFFFF) or 0xD800 <= ord(sign) <= 0xDFFF for sign in value)
    else:
        assert len(shown) == len(value.replace("\r\n", "\n")) + 2
