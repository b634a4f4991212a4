"""Every way in which Word (and LibreOffice) writes a field down, and every place that one can stand in."""

from pathlib import Path

import pytest

from sheetops.errors import TemplateError
from sheetops.word import LetterError, compile
from tests.word.documents import (
    W,
    code_run,
    document,
    field,
    lines,
    members,
    p,
    root,
    row,
    simple,
    story,
    table,
    template,
    text,
    xml_of,
)

SIGNS = {sign: f'<w:r><w:fldChar w:fldCharType="{sign}"/></w:r>' for sign in ("begin", "separate", "end")}
RUN_OF_ALL = (
    '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> MERGEFIELD a </w:instrText><w:fldChar w:fldCharType="separate"/>'
    '<w:t>«a»</w:t><w:fldChar w:fldCharType="end"/></w:r>'
)

CARRIERS = {
    "complex": field("MERGEFIELD a"),
    "simple": simple("MERGEFIELD a"),
    "keyword in small letters": field("mergefield a"),
    "quoted name": field('MERGEFIELD "a"'),
    "name in curly quotation marks": field("MERGEFIELD “a”"),
    "code split over runs": SIGNS["begin"]
    + code_run(" MERGE")
    + code_run("FIELD")
    + code_run(" a")
    + SIGNS["separate"]
    + text("«a»")
    + SIGNS["end"],
    "one run for all": RUN_OF_ALL,
    "no result": SIGNS["begin"] + code_run(" MERGEFIELD a ") + SIGNS["end"],
    "inserted, whole": f"<w:ins>{field('MERGEFIELD a')}</w:ins>",
    "inserted, its beginning only": f"<w:ins>{SIGNS['begin']}{code_run(' MERGEFIELD a ')}</w:ins>{SIGNS['separate']}{text('x')}{SIGNS['end']}",
    "smart tag": f'<w:smartTag w:uri="u" w:element="e">{field("MERGEFIELD a")}</w:smartTag>',
    "content control": f'<w:sdt><w:sdtPr><w:id w:val="5"/><w:dataBinding w:xpath="x" w:storeItemID="y"/></w:sdtPr><w:sdtContent>{field("MERGEFIELD a")}</w:sdtContent></w:sdt>',
    "hyperlink": f'<w:hyperlink w:anchor="x">{field("MERGEFIELD a")}</w:hyperlink>',
    "begin inside a hyperlink, end outside": f'<w:hyperlink w:anchor="x">{SIGNS["begin"]}{code_run("MERGEFIELD a")}</w:hyperlink>{SIGNS["end"]}',
    "dirty and locked": field("MERGEFIELD a").replace('"begin"', '"begin" w:dirty="1" w:fldLock="1"'),
    "bookmark inside the result": field("MERGEFIELD a").replace(
        "<w:r><w:t>", '<w:bookmarkStart w:id="0" w:name="m"/><w:bookmarkEnd w:id="0"/><w:r><w:t>'
    ),
}


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
def test_carriers(tmp_path: Path, carrier: str) -> None:
    made = template(tmp_path, p(text("["), carrier, text("]")))
    assert made.fields == ("a",)
    letter = made.render({"a": "Smith & <Sons>"})
    assert lines(letter) == ["[Smith & <Sons>]"]
    assert "fldChar" not in xml_of(letter) and "instrText" not in xml_of(letter) and "dataBinding" not in xml_of(letter)


def test_a_result_over_two_paragraphs(tmp_path: Path) -> None:
    body = p(text("A "), SIGNS["begin"], code_run("MERGEFIELD a"), SIGNS["separate"], text("one")) + p(
        text("two"), SIGNS["end"], text(" B")
    )
    assert lines(template(tmp_path, body).render({"a": "x"})) == ["A x B"]


def test_a_block_content_control_around_paragraphs(tmp_path: Path) -> None:
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{p(field('MERGEFIELD a'))}{p(text('x'))}</w:sdtContent></w:sdt>"
    assert lines(template(tmp_path, body).render({"a": "y"})) == ["y", "x"]


def test_custom_xml_around_paragraphs(tmp_path: Path) -> None:
    body = f'<w:customXml w:element="e"><w:customXmlPr/>{p(field("MERGEFIELD a"))}</w:customXml>{p(text("x"))}'
    assert lines(template(tmp_path, body).render({"a": "y"})) == ["y", "x"]


def test_a_row_inside_a_content_control_repeats(tmp_path: Path) -> None:
    line = f"<w:sdt><w:sdtPr/><w:sdtContent>{row(p(field('MERGEFIELD entry')))}</w:sdtContent></w:sdt>"
    body = table(row(p(text("head")))).replace("</w:tbl>", line + "</w:tbl>") + p(text("end"))
    letter = template(tmp_path, body).render({"items": [{"entry": 1}, {"entry": 2}]})
    assert lines(letter) == ["head", "1", "2", "end"]


def test_text_boxes_get_the_value_in_both_copies(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p(field('MERGEFIELD a'))}</w:txbxContent>"
    body = p(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>'
        f"{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        field("MERGEFIELD b"),
    )
    letter = template(tmp_path, body).render({"a": "boxed", "b": "beside"})
    assert xml_of(letter).count(">boxed</w:t>") == 2
    assert xml_of(letter).count(">beside</w:t>") == 1


def test_headers_footers_and_notes(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {
        "header1.xml": story("hdr", p(field("MERGEFIELD a"))),
        "header2.xml": story("hdr", p(text("fixed"))),
        "footer1.xml": story("ftr", p(simple("MERGEFIELD b"))),
        "footnotes.xml": story("footnotes", f'<w:footnote w:id="2">{p(field("MERGEFIELD a"))}</w:footnote>'),
        "endnotes.xml": story("endnotes", f'<w:endnote w:id="2">{p(field("MERGEFIELD b"))}</w:endnote>'),
    }
    made = template(tmp_path, p(field("MERGEFIELD c")), parts=parts)
    letter = made.render({"a": "x", "b": "y", "c": "z"})
    assert set(made.fields) == {"a", "b", "c"}
    shown = {
        name: lines(letter, f"word/{name}.xml") for name in ("header1", "header2", "footer1", "footnotes", "endnotes")
    }
    assert shown == {"header1": ["x"], "header2": ["fixed"], "footer1": ["y"], "footnotes": ["x"], "endnotes": ["y"]}


KEPT = ["PAGE", "NUMPAGES", 'TOC \\o "1-3"', "REF bookmark", "FILESIZE", "FORMTEXT", "SEQ Figure"]


@pytest.mark.parametrize("code", KEPT)
def test_fields_of_word_s_own_stay(tmp_path: Path, code: str) -> None:
    before = field(code, "1")
    assert before.replace("&quot;", '"') in xml_of(template(tmp_path, p(before)).render({}))


def test_a_form_field_stays_even_if_it_looks_like_ours(tmp_path: Path) -> None:
    box = field("MERGEFIELD a", "fill in").replace(
        '"begin"/>', '"begin"><w:ffData><w:name w:val="a"/></w:ffData></w:fldChar>'
    )
    made = template(tmp_path, p(box))
    assert made.fields == ()
    assert lines(made.render({})) == ["fill in"]


def test_a_link_with_a_field_inside(tmp_path: Path) -> None:
    inner = field("MERGEFIELD mail")
    code = code_run(' HYPERLINK "mailto:') + inner + code_run('" ')
    link = SIGNS["begin"] + code + SIGNS["separate"] + inner + SIGNS["end"]
    letter = template(tmp_path, p(link)).render({"mail": 'a"b@x.com'})
    assert lines(letter) == ['a"b@x.com']
    shown = "".join(node.text or "" for node in root(letter).iter(W + "instrText"))
    assert shown == ' HYPERLINK "mailto:a\\"b@x.com" '


def test_a_table_of_contents_over_many_paragraphs_stays_and_fields_around_it_merge(tmp_path: Path) -> None:
    body = (
        p(SIGNS["begin"], code_run(' TOC \\o "1-3" '), SIGNS["separate"], text("One "), field("PAGEREF x", "1"))
        + p(text("Two "), field("MERGEFIELD a"))
        + p(SIGNS["end"])
        + p(field("MERGEFIELD a"))
    )
    letter = template(tmp_path, body).render({"a": "v"})
    assert lines(letter) == ["One 1", "Two v", "", "v"]
    assert xml_of(letter).count('"begin"') == xml_of(letter).count('"end"') == 2


def test_deleted_fields_are_not_merged(tmp_path: Path) -> None:
    deleted = '<w:del><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:delInstrText> MERGEFIELD gone </w:delInstrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:del>'
    made = template(tmp_path, p(deleted, field("MERGEFIELD a")))
    assert made.fields == ("a",)
    assert lines(made.render({"a": "x"})) == ["x"]


@pytest.mark.parametrize("broken", [SIGNS["begin"] + code_run("MERGEFIELD a"), field("MERGEFIELD a") + SIGNS["end"]])
def test_a_field_without_its_other_end_is_said(tmp_path: Path, broken: str) -> None:
    with pytest.raises(TemplateError, match=r"letter\.docx: .*(begins and does not end|never began)"):
        template(tmp_path, p(broken) + p(text("x")))


NAMES = [("First_Name", "First Name"), ("First Name", "First_Name"), ("first_name", "FirstName"), ("KWOTA", "kwota")]


@pytest.mark.parametrize(("written", "column"), NAMES)
def test_names_match_whatever_their_case_spaces_and_underscores(tmp_path: Path, written: str, column: str) -> None:
    made = template(tmp_path, p(field(f'MERGEFIELD "{written}"')))
    assert lines(made.render({column: "x"})) == ["x"]
    assert made.check([column]) == []


def test_case_twins_are_an_error_unless_one_is_exact(tmp_path: Path) -> None:
    made = template(tmp_path, p(field("MERGEFIELD Name")))
    assert lines(made.render({"name": "x", "Name": "y"})) == ["y"]
    with pytest.raises(LetterError, match="not clear which"):
        made.render({"name": "x", "NAME": "y"})
    assert "could be" in made.check(["name", "NAME"])[0]


def test_an_unknown_field_names_the_nearest(tmp_path: Path) -> None:
    made = template(tmp_path, p(field("MERGEFIELD acount")))
    with pytest.raises(
        LetterError, match=r"letter\.docx, field acount: the data has no such column\. Did you mean account\?"
    ):
        made.render({"account": "A1", "name": "x"})
    assert made.check(["account", "name"]) == ["letter.docx: field acount is not among the data. Did you mean account?"]


def test_a_required_field_must_not_be_empty(tmp_path: Path) -> None:
    made = template(tmp_path, p(field("MERGEFIELD a")), required=["a"])
    assert lines(made.render({"a": 0})) == ["0"]
    for empty in ("", None, float("nan")):
        with pytest.raises(LetterError, match="field a: is empty in the data"):
            made.render({"a": empty})


def test_formatting_is_the_keyword_s_or_with_mergeformat_the_result_s(tmp_path: Path) -> None:
    bold = "<w:rPr><w:b/></w:rPr><w:t"
    for code, where, kept in (
        ("MERGEFIELD a", "code", True),
        ("MERGEFIELD a", "result", False),
        (r"MERGEFIELD a \* MERGEFORMAT", "result", True),
        (r"MERGEFIELD a \* MERGEFORMAT", "code", False),
        (r"MERGEFIELD a \* CHARFORMAT", "code", True),
    ):
        letter = template(tmp_path, p(field(code, bold=where))).render({"a": "x"})
        assert (bold in xml_of(letter)) is kept, (code, where)


def test_equal_input_gives_equal_bytes_and_nothing_is_kept(tmp_path: Path) -> None:
    body = p(field("MERGEFIELD a")) + p(field("SET x 1"), field("REF x"))
    path = tmp_path / "letter.docx"
    path.write_bytes(document(body))
    first, second = compile(path), compile(path)
    one = first.render({"a": "x"})
    first.render({"a": "another"})
    assert first.render({"a": "x"}) == one == second.render({"a": "x"})


def test_a_template_can_be_sent_to_another_process(tmp_path: Path) -> None:
    import pickle

    made = template(tmp_path, p(field("MERGEFIELD a")), language="pl")
    again = pickle.loads(pickle.dumps(made))
    assert again.render({"a": "x"}) == made.render({"a": "x"}) and again.language == "pl"


def test_members_are_complete_and_in_order(tmp_path: Path) -> None:
    made = template(tmp_path, p(field("MERGEFIELD a")), parts={"styles.xml": story("styles", "")})
    assert list(members(made.render({"a": "x"})))[:2] == ["[Content_Types].xml", "_rels/.rels"]
