"""Many letters in one document: the same letters, nothing doubled, nothing lost."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.word import Chunks, Files, OneFile, Template, letters
from tests.word.documents import (
    NAMESPACES,
    SECTION,
    W,
    field,
    line,
    lines,
    members,
    nest,
    p,
    root,
    row,
    story,
    table,
    template,
    text,
)
from tests.word.invariants import faults

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082".replace(
        " ", ""
    )
)
DRAWN = '<w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="7" name="x"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="7" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId9"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/logo.png"/></Relationships>'


def one_file(tmp_path: Path, made: Template, records: list[dict[str, object]]) -> bytes:
    path = tmp_path / "all.docx"
    tally = made.render_many(records, OneFile(path))
    assert len(tally.made) + tally.skipped + len(tally.faults) == len(records)
    return path.read_bytes()


def split(letter: bytes) -> list[list[str]]:
    """Return the lines of each section, the empty line that may carry a section's end left out."""
    parts: list[list[str]] = [[]]
    for block in root(letter).find(W + "body"):  # type: ignore[union-attr]
        for paragraph in [block] if block.tag == W + "p" else block.iter(W + "p"):
            ends = paragraph.find(f"{W}pPr/{W}sectPr") is not None
            if line(paragraph) or not ends:
                parts[-1].append(line(paragraph))
            if ends:
                parts.append([])
    return parts


BODY = p(text("Dear "), field("MERGEFIELD name")) + table(row(p(field("MERGEFIELD entry")))) + p(text("Yours"))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.text("abc &<>\n\tłß", max_size=8), st.lists(st.integers(0, 9), max_size=3)), min_size=1, max_size=5
    )
)
def test_the_document_split_at_its_breaks_is_the_single_letters(
    tmp_path_factory: pytest.TempPathFactory, data: list[tuple[str, list[int]]]
) -> None:
    tmp_path = tmp_path_factory.mktemp("combined")
    records = [{"name": name, "items": [{"entry": entry} for entry in entries]} for name, entries in data]
    made = template(tmp_path, BODY)
    everything = one_file(tmp_path, made, records)
    assert split(everything) == [lines(made.render(record)) for record in records]
    assert faults(everything) == []


def test_each_letter_begins_on_a_new_page_with_page_one(tmp_path: Path) -> None:
    odd = SECTION.replace("<w:pgSz", '<w:type w:val="continuous"/><w:pgSz').replace(
        "</w:sectPr>", "<w:cols/></w:sectPr>"
    )
    made = template(tmp_path, p(field("MERGEFIELD a")), section=odd)
    everything = root(one_file(tmp_path, made, [{"a": n} for n in range(3)]))
    sections = list(everything.iter(W + "sectPr"))
    assert len(sections) == 3 and sections[-1].getparent().tag == W + "body"
    for section in sections:
        assert [node.get(W + "val") for node in section.iter(W + "type")] == ["nextPage"]
        assert [node.get(W + "start") for node in section.iter(W + "pgNumType")] == ["1"]


def test_one_letter_alone_is_one_section(tmp_path: Path) -> None:
    everything = root(one_file(tmp_path, template(tmp_path, p(field("MERGEFIELD a"))), [{"a": 1}]))
    assert len(list(everything.iter(W + "sectPr"))) == 1


HEADER = story("hdr", p(field("MERGEFIELD a"), DRAWN))
WITH_HEADER = SECTION.replace(
    "<w:pgSz",
    '<w:headerReference w:type="default" r:id="rId1"/><w:footerReference w:type="default" r:id="rId2"/><w:pgSz',
)
HEADED: dict[str, str | bytes] = {
    "header1.xml": HEADER,
    "footer1.xml": story("ftr", p(text("Page "), field("PAGE", "1"), text(" of "), field("NUMPAGES", "1"))),
    "_rels/header1.xml.rels": RELS,
    "media/logo.png": PNG,
}


def test_a_header_with_fields_is_each_letter_s_own_with_its_logo(tmp_path: Path) -> None:
    made = template(tmp_path, p(field("MERGEFIELD b")), parts=HEADED, section=WITH_HEADER)
    everything = one_file(tmp_path, made, [{"a": a, "b": "x"} for a in ("one", "two", "one")])
    assert faults(everything) == []
    files = members(everything)
    headers = sorted(name for name in files if name.startswith("word/letter") and "header" in name)
    assert len(headers) == 2  # equal headers are one part
    assert [lines(everything, name)[0] for name in headers] == ["one", "two"]
    assert all(f"word/_rels/{name[5:]}.rels" in files for name in headers)
    footers = [node.get(R + "id") for node in root(everything).iter(W + "footerReference")]
    assert len(set(footers)) == 1


def test_number_of_pages_counts_the_letter_s_own(tmp_path: Path) -> None:
    made = template(tmp_path, p(field("MERGEFIELD b")), parts=HEADED, section=WITH_HEADER)
    everything = members(one_file(tmp_path, made, [{"a": 1, "b": 2}]))
    assert b"SECTIONPAGES" in everything["word/footer1.xml"] and b"NUMPAGES" not in everything["word/footer1.xml"]
    assert b"NUMPAGES" in members(made.render({"a": 1, "b": 2}))["word/footer1.xml"]


SPLIT = p(nest("NUM", "PAGES "), nest("IF ", nest("num", "pages"), ' > 1 "NUMPAGES" ""'))


def test_number_of_pages_is_found_when_word_split_it_over_runs(tmp_path: Path) -> None:
    made = template(
        tmp_path, p(field("MERGEFIELD b")), parts=HEADED | {"footer1.xml": story("ftr", SPLIT)}, section=WITH_HEADER
    )
    footer = root(one_file(tmp_path, made, [{"a": 1, "b": 2}]), "word/footer1.xml")
    codes = [node.text for node in footer.iter(W + "instrText") if (node.text or "").strip()]
    assert codes == ["SECTIONPAGES ", "IF ", "SECTIONPAGES", ' > 1 "NUMPAGES" ""']  # the words of a text stay


def test_bookmarks_links_and_drawings_are_unique(tmp_path: Path) -> None:
    body = p(
        '<w:bookmarkStart w:id="0" w:name="total"/>', field("MERGEFIELD a"), '<w:bookmarkEnd w:id="0"/>', field("REF total \\h", "1"),
        '<w:hyperlink w:anchor="total"><w:r><w:t>see</w:t></w:r></w:hyperlink>', DRAWN,
    )  # fmt: skip
    parts: dict[str, str | bytes] = {"media/logo.png": PNG}
    path = tmp_path / "letter.docx"
    from tests.word.documents import document

    image = '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/logo.png"/>'
    path.write_bytes(document(body, parts, relations=image))
    from sheetops.word import compile

    everything = one_file(tmp_path, compile(path), [{"a": 1}, {"a": 2}])
    assert faults(everything) == []
    names = [node.get(W + "name") for node in root(everything).iter(W + "bookmarkStart")]
    anchors = [node.get(W + "anchor") for node in root(everything).iter(W + "hyperlink")]
    codes = [(node.text or "").split()[1] for node in root(everything).iter(W + "instrText")]
    assert names == anchors == codes and len(set(names)) == 2


NUMBERING = (
    f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '</w:lvl></w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="1"/>'
    "</w:num></w:numbering>"
)
STYLES = story(
    "styles",
    '<w:style w:type="paragraph" w:styleId="Step"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>',
)


def test_numbered_lists_begin_anew_and_bullets_stay(tmp_path: Path) -> None:
    def listed(number: int) -> str:
        return f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'

    body = (
        p(text("1"), style=listed(4))
        + p(text("-"), style=listed(5))
        + p(text("2"), style='<w:pPr><w:pStyle w:val="Step"/></w:pPr>')
    )
    made = template(tmp_path, body + p(field("MERGEFIELD a")), parts={"numbering.xml": NUMBERING, "styles.xml": STYLES})
    everything = one_file(tmp_path, made, [{"a": 1}, {"a": 2}])
    assert faults(everything) == []
    used = [node.get(W + "val") for node in root(everything).iter(W + "numId")]
    assert used == ["6", "5", "6", "7", "5", "7"]
    numbering = root(everything, "word/numbering.xml")
    fresh = {node.get(W + "numId"): node for node in numbering.iter(W + "num")}
    assert set(fresh) == {"4", "5", "6", "7"}
    assert [node.get(W + "val") for node in fresh["7"].iter(W + "startOverride")] == ["1"]


def test_footnotes_are_each_letter_s_own(tmp_path: Path) -> None:
    notes = story(
        "footnotes",
        f'<w:footnote w:type="separator" w:id="-1">{p()}</w:footnote><w:footnote w:type="continuationSeparator" w:id="0">{p()}</w:footnote>'
        f'<w:footnote w:id="1">{p(field("MERGEFIELD a"))}</w:footnote>',
    )
    body = p(text("See"), '<w:r><w:footnoteReference w:id="1"/></w:r>')
    made = template(tmp_path, body, parts={"footnotes.xml": notes})
    everything = one_file(tmp_path, made, [{"a": "x"}, {"a": "y"}])
    assert faults(everything) == []
    mentions = [node.get(W + "id") for node in root(everything).iter(W + "footnoteReference")]
    shown = {node.get(W + "id"): line(node.find(W + "p")) for node in root(everything, "word/footnotes.xml")}  # type: ignore[arg-type]
    assert [shown[ident] for ident in mentions if ident] == ["x", "y"]


def test_a_template_of_two_sections_keeps_both_and_inherits_nothing_from_the_letter_before(tmp_path: Path) -> None:
    first = p(field("MERGEFIELD b"), style="<w:pPr><w:sectPr/></w:pPr>")
    made = template(tmp_path, first + p(text("second")), parts=HEADED, section=WITH_HEADER)
    everything = one_file(tmp_path, made, [{"a": 1, "b": 2}, {"a": 3, "b": 4}])
    assert faults(everything) == []
    sections = list(root(everything).iter(W + "sectPr"))
    assert [len(list(section.iter(W + "headerReference"))) for section in sections] == [1, 1, 1, 1]
    assert sections[0][0].get(R + "id") == "rIdEmptyfooter" or sections[0][0].get(R + "id") == "rIdEmptyheader"


def test_a_letter_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    made = template(tmp_path, p(field("MERGEFIELD a")) + p(field("MERGEFIELD name")), parts=HEADED, section=WITH_HEADER)
    records: list[dict[str, object]] = [{"a": 1, "name": "x"}, {"a": "secret", "name": "\x07"}, {"a": 3, "name": "z"}]
    tally = made.render_many(records, OneFile(tmp_path / "all.docx"))
    assert [number for number, _ in tally.faults] == [2] and [written.place for written in tally.made] == [1, 2]
    everything = (tmp_path / "all.docx").read_bytes()
    assert [part[-1] for part in split(everything)] == ["x", "z"]
    assert not any(b"secret" in data for data in members(everything).values())


def test_no_letter_no_file(tmp_path: Path) -> None:
    made = template(tmp_path, p(field("MERGEFIELD a")))
    tally = made.render_many([{"b": 1}], OneFile(tmp_path / "all.docx"))
    assert len(tally.faults) == 1 and sorted(path.name for path in tmp_path.iterdir()) == ["letter.docx"]


def test_chunks_and_their_manifest(tmp_path: Path) -> None:
    made = template(tmp_path, p(field("MERGEFIELD a")))
    records = [{"a": n} for n in range(5)]
    tally = made.render_many(records, Chunks(tmp_path / "out", 2, pattern="{a}"))
    assert [path.name for path in tally.files] == ["letters-0001.docx", "letters-0002.docx", "letters-0003.docx"]
    assert [len(split(path.read_bytes())) for path in tally.files] == [2, 2, 1]
    manifest = (tmp_path / "out" / "manifest.csv").read_text(encoding="utf-8-sig").splitlines()
    assert manifest[0] == "file,place,number,key" and manifest[4] == "letters-0002.docx,2,4,3" and len(manifest) == 6


def test_processes_make_the_same_bytes_in_the_same_order(tmp_path: Path) -> None:
    body = p(field("MERGEFIELD a"), text(" "), field("MERGEREC"), text(" "), field("MERGESEQ"))
    made = template(tmp_path, body)
    records: list[dict[str, object]] = [{"a": n if n % 7 else "\x01"} for n in range(450)]
    alone, shared = list(letters(made, records)), list(letters(made, records, jobs=2))
    assert alone == shared and sum(not one.letter for one in alone) == 65
    for jobs in (1, 2):
        made.render_many(records, Chunks(tmp_path / f"chunks{jobs}", 200, jobs=jobs))
        made.render_many(records, Files(tmp_path / f"files{jobs}", "{a}", jobs=jobs))
    for kind in ("chunks", "files"):
        first, second = ({path.name: path.read_bytes() for path in (tmp_path / f"{kind}{n}").iterdir()} for n in (1, 2))
        assert first == second and len(first) == (4 if kind == "chunks" else 385)
