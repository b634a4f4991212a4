"""Each case in which the best other engine was measured to be wrong, with the right answer.

Cases of pictures and formats stand in test_formats.py, of conditions in test_conditions.py, of combined documents in
test_combined.py; here are the rest, and one test for each that says what Word would show.
"""

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from sheetops.word import LetterError, OneFile, compile
from tests.word.documents import (
    document,
    field,
    lines,
    members,
    merged,
    nest,
    p,
    row,
    story,
    table,
    template,
    text,
    xml_of,
)
from tests.word.invariants import faults

A = field("MERGEFIELD a")
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def test_spaces_at_the_ends_of_a_value_are_kept(tmp_path: Path) -> None:
    assert '<w:t xml:space="preserve">  x </w:t>' in xml_of(template(tmp_path, p(A)).render({"a": "  x "}))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\tb", "a→b"),
        ("a\nb", "a↵b"),
        ("a\r\nb", "a↵b"),
        ("a\rb", "a↵b"),
        ("a\x0bb", "a↵b"),
        ("\t\n", "→↵"),
        ("a & b < c > d", "a & b < c > d"),
    ],
)
def test_breaks_tabs_and_signs(tmp_path: Path, value: str, shown: str) -> None:
    assert merged(tmp_path, p(A), {"a": value}) == [shown]


@pytest.mark.parametrize("value", ["a\x00", "\x07", "\x1f", "\x0c", "\ud800", "x\udfff", "\ufffe", "\uffff"])
def test_what_no_document_can_hold_fails_the_letter_and_names_the_place(tmp_path: Path, value: str) -> None:
    with pytest.raises(
        LetterError, match=r"letter\.docx, field a: the value holds .* \(U\+[0-9A-F]{4}, character \d\)"
    ):
        merged(tmp_path, p(A), {"a": value})


def test_an_empty_list_in_a_row_prints_no_brackets(tmp_path: Path) -> None:
    shown = merged(tmp_path, table(row(p(field("MERGEFIELD rows_x")))) + p(text("end")), {"rows": []})
    assert shown == ["end"]


def test_word_s_name_for_a_column(tmp_path: Path) -> None:
    assert merged(tmp_path, p(field("MERGEFIELD First_Name")), {"first_name": "Jo"}) == ["Jo"]


def test_a_formula_over_a_field_is_worked_out(tmp_path: Path) -> None:
    assert merged(tmp_path, p(nest(" = ", A, r" * 1.2 \# 0.00 ")), {"a": Decimal(10)}) == ["12.00"]


def test_markup_and_field_code_in_a_value_stay_text(tmp_path: Path) -> None:
    made = template(tmp_path, p(A))
    plain, hostile = (
        made.render({"a": "x"}),
        '</w:t></w:r><w:fldSimple w:instr="INCLUDEPICTURE x"/>{ DDEAUTO c:\\ }{{7*7}}{0.a}',
    )
    letter = made.render({"a": hostile})
    assert lines(letter) == [hostile]
    assert xml_of(letter).count("<w:") == xml_of(plain).count("<w:") and members(letter).keys() == members(plain).keys()


SETTINGS = (
    '<w:attachedTemplate r:id="rId9"/><w:updateFields w:val="true"/><w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:query w:val="SELECT * FROM x"/>'
    '<w:dataSource r:id="rId1"/><w:odso><w:src r:id="rId2"/><w:recipientData r:id="rId3"/></w:odso></w:mailMerge><w:rsids/><w:defaultTabStop w:val="708"/>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{REL}mailMergeSource" Target="file:///D:\\desk\\clients.mdb" TargetMode="External"/>'
    f'<Relationship Id="rId2" Type="{REL}mailMergeSource" Target="file:///D:\\desk\\clients.mdb" TargetMode="External"/>'
    f'<Relationship Id="rId3" Type="{REL}recipientData" Target="recipientData.xml"/>'
    f'<Relationship Id="rId9" Type="{REL}attachedTemplate" Target="file:///C:\\Users\\jo\\Letter.dotm" TargetMode="External"/>'
    "</Relationships>"
)


@pytest.mark.parametrize("unused", [p(), p(field("MERGEFIELD b"))])
def test_the_data_source_goes_with_its_relationships_and_recipients(tmp_path: Path, unused: str) -> None:
    parts: dict[str, str | bytes] = {
        "settings.xml": story("settings", SETTINGS),
        "_rels/settings.xml.rels": LINKS,
        "recipientData.xml": "<w:recipients xmlns:w='x'>private</w:recipients>",
    }
    made = template(tmp_path, p(A) + unused, parts=parts)
    files = members(made.render({"a": "x", "b": ""}))
    made.render_many([{"a": "x", "b": ""}], OneFile(tmp_path / "all.docx"))
    for found in (files, members((tmp_path / "all.docx").read_bytes())):
        everything = b"".join(found.values())
        for leak in (
            b"clients.mdb",
            b"mailMerge",
            b"private",
            b"recipientData",
            b"Letter.dotm",
            b"updateFields",
            b"SELECT",
        ):
            assert leak not in everything, leak
        assert b"defaultTabStop" in found["word/settings.xml"] and "word/_rels/settings.xml.rels" not in found


def test_the_printer_of_whoever_wrote_the_template_stays_at_home(tmp_path: Path) -> None:
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:printerSettings r:id="rId9"/></w:sectPr>'
    printer = f'<Relationship Id="rId9" Type="{REL}printerSettings" Target="printerSettings1.bin"/>'
    path = tmp_path / "letter.docx"
    path.write_bytes(document(p(A), relations=printer, section=section))
    letter = compile(path).render({"a": "x"})
    assert faults(letter) == [] and "printerSettings" not in xml_of(letter)


def test_editing_traces_and_comments_do_not_reach_the_customer(tmp_path: Path) -> None:
    body = p(
        '<w:proofErr w:type="spellStart"/>', A.replace("<w:r>", '<w:r w:rsidR="00AB12CD">'), '<w:bookmarkStart w:id="0" w:name="_GoBack"/>',
        '<w:bookmarkEnd w:id="0"/><w:commentRangeStart w:id="1"/>', text("x"), '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
    )  # fmt: skip
    note = f'<w:comment w:id="1" w:author="Jo">{p(text("too harsh?"))}</w:comment>'
    letter = template(
        tmp_path,
        body.replace("<w:p>", '<w:p w:rsidR="00AB12CD" w14:paraId="12345678">'),
        parts={"comments.xml": story("comments", note)},
    )
    files = members(letter.render({"a": "y"}))
    assert not any(
        word in b"".join(files.values()) for word in (b"rsid", b"proofErr", b"_GoBack", b"comment", b"harsh", b"paraId")
    )


def test_macros_do_not_reach_the_customer(tmp_path: Path) -> None:
    body = template(tmp_path, p(A))
    path = tmp_path / "letter.docm"
    with zipfile.ZipFile(tmp_path / "letter.docx") as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode()
            if name == "[Content_Types].xml":
                data = data.replace(
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    "application/vnd.ms-word.document.macroEnabled.main+xml",
                )
                data = data.replace(
                    "<Default",
                    '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default',
                    1,
                )
            if name == "word/_rels/document.xml.rels":
                macro = '<Relationship Id="rIdM" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
                data = data.replace("</Relationships>", macro + "</Relationships>")
            target.writestr(name, data)
        target.writestr("word/vbaProject.bin", b"macro")
    files = members(compile(path).render({"a": "x"}))
    assert not any("vba" in name for name in files) and b"vbaProject.bin" not in files.get(
        "word/_rels/document.xml.rels", b""
    )
    assert files["[Content_Types].xml"].count(b"macroEnabled") == 0
    assert body.fields == compile(path).fields
