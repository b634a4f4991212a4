"""E-mail drafts that nothing can be injected into; what `sheetops template` would have said; pictures from the data."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from sheetops.word import LetterError, OneFile, compile
from sheetops.word.drafts import Draft, plain_text
from sheetops.word.labels import KINDS, new_template
from sheetops.word.lint import remarks, unused
from tests.word.documents import document, field, lines, members, p, root, row, story, table, template, text
from tests.word.invariants import faults
from tests.word.test_defects import LINKS, SETTINGS
from tests.word.test_everywhere import LETTERS, filled

LETTER = document(p(text("Dear Jo")) + table(row(p(text("a")), p(text("b")))) + p(text("Yours")))
DRAFT = Draft("{email}", "Reminder for {name}", sender="desk@example.com", cc="{second}")


def test_a_draft_opens_unsent_with_the_letter_attached() -> None:
    data = DRAFT.write({"email": "jo@example.com", "name": "Zoë & Sons", "second": ""}, 1, LETTER, "A1 Zoë.docx")
    message = message_from_bytes(data, policy=policy.default)
    assert (message["To"], message["Subject"], message["X-Unsent"]) == (
        "jo@example.com",
        "Reminder for Zoë & Sons",
        "1",
    )
    assert message["Cc"] is None and message["Date"] is None
    body, attachment = message.iter_parts()  # type: ignore[attr-defined]
    assert body.get_content().splitlines() == ["Dear Jo", "a", "b", "Yours"]
    assert attachment.get_content() == LETTER and attachment.get_filename() == "A1 Zoë.docx"
    assert DRAFT.write({"email": "jo@example.com", "name": "Zoë & Sons"}, 1, LETTER, "A1 Zoë.docx") == data


def test_a_pdf_is_attached_as_what_it_is() -> None:
    data = Draft("{email}", "x", body="Dear {name},\n\nsee the letter.").write(
        {"email": "a@example.com", "name": "Jo"}, 1, LETTER, "a.pdf", b"%PDF"
    )
    body, attachment = message_from_bytes(data, policy=policy.default).iter_parts()  # type: ignore[attr-defined]
    assert attachment.get_content_type() == "application/pdf" and attachment.get_content() == b"%PDF"
    assert body.get_content().splitlines() == ["Dear Jo,", "", "see the letter."]


HOSTILE = [
    "x\nBcc: evil@example.com",
    "x\r\nBcc: evil@example.com",
    "x=?UTF-8?Q?=0A?=Bcc: evil@example.com",
    "x\0y",
    "x\u2028Bcc: evil@example.com",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_header_can_be_injected_by_a_subject(value: str) -> None:
    try:
        data = DRAFT.write({"email": "a@example.com", "name": value}, 1, LETTER, "a.docx")
    except LetterError:
        return
    message = message_from_bytes(data, policy=policy.default)
    assert set(message.keys()) == {"Subject", "From", "To", "X-Unsent", "MIME-Version", "Content-Type"}


ADDRESSES = [
    "",
    "no address",
    "a@example.com, b@example.com",
    "a@example.com\nBcc: b@example.com",
    "a@",
    "@example.com",
    "=?x?=@example.com",
]


@pytest.mark.parametrize("value", ADDRESSES)
def test_exactly_one_address(value: str) -> None:
    with pytest.raises(LetterError, match=r"address|may not stand"):
        Draft("{email}", "x").write({"email": value}, 1, LETTER, "a.docx")


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_whatever_the_subject_the_head_holds_what_was_asked_for(value: str) -> None:
    try:
        data = Draft("{email}", "{s}").write({"email": "a@example.com", "s": value}, 1, LETTER, "a.docx")
    except LetterError:
        return
    assert set(message_from_bytes(data).keys()) <= {"Subject", "To", "X-Unsent", "MIME-Version", "Content-Type"}


def test_plain_text_leaves_text_boxes_in_their_place() -> None:
    assert plain_text(document(p(text("a"), "<w:r><w:tab/></w:r>", text("b")) + p() + p(text("c")))) == "a\tb\n\nc\n"


# ------------------------------------------------------------------------------------------------------------------- lint


def said(tmp_path: Path, body: str, names: list[str] | None = None, **parts: str) -> str:
    named = {f"{name}.xml": content for name, content in parts.items()}
    return "\n".join(remarks(template(tmp_path, body, parts=named), names))


def test_a_sound_template_needs_no_remark(tmp_path: Path) -> None:
    assert said(tmp_path, p(field("MERGEFIELD a")), ["a"]) == ""


def test_fields_that_do_not_fit_and_columns_that_are_not_used(tmp_path: Path) -> None:
    remark = said(tmp_path, p(field("MERGEFIELD acount")), ["account", "town"])
    assert "field acount is not among the data. Did you mean account?" in remark
    assert unused(template(tmp_path, p(field("MERGEFIELD account"))), ["Account", "town"]) == ("town",)


def test_case_twins_in_the_data(tmp_path: Path) -> None:
    assert "could be name or NAME" in said(tmp_path, p(field("MERGEFIELD Name")), ["name", "NAME"])


def test_next_in_a_header(tmp_path: Path) -> None:
    assert "must not stand in headers" in said(tmp_path, p(), header1=story("hdr", p(field("NEXT"))))
    assert "must not stand" not in said(tmp_path, p(field("NEXT")))


def test_a_field_in_deleted_text(tmp_path: Path) -> None:
    deleted = "<w:del><w:r><w:delInstrText> MERGEFIELD gone </w:delInstrText></w:r></w:del>"
    assert "stands in deleted text" in said(tmp_path, p(deleted))


def test_a_data_source_that_would_ask_or_leak(tmp_path: Path) -> None:
    parts = {"settings.xml": story("settings", SETTINGS), "_rels/settings.xml.rels": LINKS, "recipientData.xml": "<x/>"}
    remark = "\n".join(remarks(template(tmp_path, p(), parts=parts)))
    assert "tied to a data source" in remark and "clients.mdb" in remark


def test_typed_placeholders_that_word_passes_over(tmp_path: Path) -> None:
    assert "«name» is typed text, not a field" in said(tmp_path, p(text("Dear «name»")))
    assert said(tmp_path, p(text("Dear "), field("MERGEFIELD name", "«name»"))) == ""


def test_fields_that_fetch_from_elsewhere(tmp_path: Path) -> None:
    assert "INCLUDETEXT fetches text from elsewhere" in said(tmp_path, p(field('INCLUDETEXT "C:\\x.docx"')))


def test_fields_that_word_must_work_out(tmp_path: Path) -> None:
    assert "a formula over table cells" in said(tmp_path, p(field("=SUM(ABOVE)")))


# --------------------------------------------------------------------------------------------------------------- pictures


def test_a_picture_from_the_data_is_embedded_in_its_part(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.png").write_bytes(PICTURE)
    inner = "".join(
        f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in (' INCLUDEPICTURE "photos\\',)
    )
    code = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{inner}{field("MERGEFIELD photo")}'
    code += '<w:r><w:instrText>" \\d</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    parts = {"header1.xml": story("hdr", p(code))}
    made = template(tmp_path, p(code) + p(text("end")), parts=parts)
    letter = made.render({"photo": "a.png"})
    assert faults(letter) == []
    assert [members(letter)[name] for name in members(letter) if "media" in name] == [PICTURE]
    for part in ("word/document.xml", "word/header1.xml"):
        assert len([node for node in root(letter, part).iter() if str(node.tag).endswith("}blip")]) == 1
    assert lines(made.render({"photo": ""})) == ["end"]
    with pytest.raises(LetterError, match="there is no picture photos"):
        made.render({"photo": "b.png"})
    (tmp_path / "photos" / "text.png").write_text("no picture", encoding="utf-8")
    with pytest.raises(LetterError, match="is not a picture"):
        made.render({"photo": "text.png"})
    tally = made.render_many(
        [{"photo": "a.png"}, {"photo": "b.png"}, {"photo": "a.png"}], OneFile(tmp_path / "all.docx")
    )
    assert len(tally.faults) == 1 and faults((tmp_path / "all.docx").read_bytes()) == []


def _png() -> bytes:
    import struct
    import zlib

    chunks = (
        (b"IHDR", struct.pack(">2I5B", 4, 2, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" * 26)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


PICTURE = _png()


# ------------------------------------------------------------------------------------------------------- a second opinion


def audited(path: Path) -> list[str]:
    return [str(error.description) for error in OpenXmlValidator().validate(str(path)).errors]


@pytest.mark.parametrize("path", LETTERS[::3], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_independent_validator_finds_no_more_than_in_the_template(path: Path, tmp_path: Path) -> None:
    made = compile(path)
    record = filled(made)
    (tmp_path / "one.docx").write_bytes(made.render(record))
    made.render_many([record] * 3, OneFile(tmp_path / "all.docx"))
    assert audited(tmp_path / "one.docx") == audited(tmp_path / "all.docx") == audited(path)


def test_the_validator_would_find_a_fault(tmp_path: Path) -> None:
    wrong = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:type w:val="nextPage"/></w:sectPr>'
    (tmp_path / "x.docx").write_bytes(document(p(text("x")), section=wrong))
    assert audited(tmp_path / "x.docx")


@pytest.mark.parametrize("kind", KINDS)
def test_new_templates_are_sound(kind: str, tmp_path: Path) -> None:
    data = new_template(kind)
    (tmp_path / "x.docx").write_bytes(data)
    missing = "A required relationship type"  # a theme and a font table: Word and the standard do without
    assert [error for error in audited(tmp_path / "x.docx") if not error.startswith(missing)] == []
    assert [
        fault for fault in faults(data) if "MERGEFIELD" not in fault and "«" not in fault and "xc2" not in fault
    ] == []
    assert remarks(compile(tmp_path / "x.docx")) == []
