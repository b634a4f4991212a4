"""The committed letters: each says only what its record can give, and each is a sound, ordinary Word document."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from sheetops.jobs.records import RECORDS
from sheetops.word.stationery import build_letter, build_letters
from sheetops.word.wording import read_wording

LETTERS = Path(__file__).parents[2] / "letters"
TEMPLATES = sorted(LETTERS.glob("*/*.docx"))
POLISH = {path.stem for path in LETTERS.glob("pl/*.docx")}
CHASING = {"reminder-1", "reminder-2", "final-notice"}
RENEWING = {"renewal-invitation", "renewal-reminder", "renewal-final-call", "lapse-notice"}

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

DATES = """
    letter_date item_date item_due_date oldest_due pay_by as_of licence_start licence_end next_start next_end
    grace_until reply_by promised_on promise_due credit_date invoice_date entry_date received_on return_by
    plan_agreed plan_first plan_last part_due
    hardship_since review_on grant_applied grant_decided period_from move_date complaint_received answer_by
    restricted_from placed_on lifted_on
"""
AMOUNTS = """
    total_overdue total_due item_amount item_outstanding total_not_due total_unallocated total fee balance
    promised_amount outstanding net tax gross plan_total part_amount part_left line_amount grant_amount
    charged paid closing move_debit move_credit move_balance
"""


def stories(template: Path) -> dict[str, etree._Element]:
    with zipfile.ZipFile(template) as package:
        parts = [name for name in package.namelist() if re.match(r"word/(document|header\d+|footer\d+)\.xml$", name)]
        return {name: etree.fromstring(package.read(name)) for name in parts}


def instructions(story: etree._Element) -> list[str]:
    return [code.text.strip() for code in story.iter(f"{W}instrText")]


def merge_fields(template: Path) -> list[tuple[str, str]]:
    """Each merge field's name and switches, in all stories."""
    codes = [code for story in stories(template).values() for code in instructions(story)]
    return [tuple(f"{code} ".split(" ", 2)[1:]) for code in codes if code.startswith("MERGEFIELD")]


def every(template: Path) -> str:
    return f"{template.parent.name}/{template.stem}"


each_template = pytest.mark.parametrize("template", TEMPLATES, ids=every)


def test_there_is_an_english_letter_for_every_record_and_no_other() -> None:
    assert {path.stem for path in LETTERS.glob("en/*.docx")} == set(RECORDS)


def test_polish_letters_are_known_ones_and_all_of_dunning_and_renewal_are_there() -> None:
    assert CHASING | RENEWING <= POLISH <= set(RECORDS)


@each_template
def test_a_letter_asks_for_nothing_that_its_record_lacks(template: Path) -> None:
    record = RECORDS[template.stem]
    assert {name for name, _ in merge_fields(template)} <= {*record.fields, *record.list_fields}


@each_template
def test_every_letter_names_account_address_greeting_and_sender(template: Path) -> None:
    told = {name for name, _ in merge_fields(template)}
    greeting = (
        set()
        if template.stem in ("statement", "account-statement", "credit-note", "invoice")
        else {"salutation", "signatory_title"}
    )
    wanted = {"account", "our_reference", "letter_date", "supplier_name", "supplier_phone", "signatory_name"}
    assert wanted | greeting | {f"address_{n}" for n in range(1, 8)} <= told


@each_template
def test_fields_of_a_list_stand_in_one_table_row_and_nowhere_else(template: Path) -> None:
    listed = set(RECORDS[template.stem].list_fields)
    rows = {
        row
        for story in stories(template).values()
        for code in story.iter(f"{W}instrText")
        if code.text.split()[0] == "MERGEFIELD" and code.text.split()[1] in listed
        for row in [next(code.iterancestors(f"{W}tr"), None)]
    }
    assert len(rows) == bool(listed)
    assert None not in rows


@each_template
def test_each_address_line_is_a_paragraph_of_that_one_field(template: Path) -> None:
    paragraphs = [paragraph for story in stories(template).values() for paragraph in story.iter(f"{W}p")]
    alone = [
        codes
        for paragraph in paragraphs
        for codes in [instructions(paragraph)]
        if any(code.startswith("MERGEFIELD address_") for code in codes)
        and re.fullmatch("«[^»]*»", "".join(text.text for text in paragraph.iter(f"{W}t")))
    ]
    assert alone == [[f"MERGEFIELD address_{n}"] for n in range(1, 8)]


@each_template
def test_dates_and_amounts_carry_their_format_and_nothing_else_does(template: Path) -> None:
    day, amount = {
        "en": (('\\@ "d MMMM yyyy"', '\\@ "d MMM yyyy"'), '\\# ",0.00"'),
        "pl": (('\\@ "d MMMM yyyy"', '\\@ "dd.MM.yyyy"'), '\\# ",0.00"'),
    }[template.parent.name]
    for name, switches in merge_fields(template):
        if name in DATES.split():
            assert switches.strip() in day, name
        elif name in AMOUNTS.split():
            assert switches.strip() == amount, name
        else:
            assert "\\@" not in switches and "\\#" not in switches, name


def test_the_types_named_here_are_fields_of_some_record() -> None:
    known = {name for record in RECORDS.values() for name in (*record.fields, *record.list_fields)}
    assert known.issuperset(DATES.split() + AMOUNTS.split())


@each_template
def test_every_field_is_begun_separated_shown_and_ended_within_its_paragraph(template: Path) -> None:
    for story in stories(template).values():
        for paragraph in story.iter(f"{W}p"):
            marks = [mark.get(f"{W}fldCharType") for mark in paragraph.iter(f"{W}fldChar")]
            assert marks == ["begin", "separate", "end"] * (len(marks) // 3)


@each_template
def test_every_result_shows_the_name_of_its_field(template: Path) -> None:
    shown = "".join(text.text for story in stories(template).values() for text in story.iter(f"{W}t"))
    assert re.findall(r"«(\w+)»", shown) == [name for name, _ in merge_fields(template)]


@each_template
def test_every_cell_ends_with_a_paragraph_and_tables_do_not_touch(template: Path) -> None:
    for story in stories(template).values():
        assert all(cell[-1].tag == f"{W}p" for cell in story.iter(f"{W}tc"))
        assert all(following.tag != f"{W}tbl" for table in story.iter(f"{W}tbl") for following in [table.getnext()])


@each_template
def test_a_list_repeats_its_heading_and_no_row_is_cut_by_a_page_break(template: Path) -> None:
    rows = [row for story in stories(template).values() for row in story.iter(f"{W}tr")]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    headings = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert len(headings) == bool(RECORDS[template.stem].list_name)


@each_template
def test_the_footer_of_every_page_counts_pages(template: Path) -> None:
    footers = [story for name, story in stories(template).items() if "footer" in name]
    assert len(footers) == 2
    assert all([code for code in instructions(footer) if "PAGE" in code] == ["PAGE", "NUMPAGES"] for footer in footers)


@each_template
def test_the_package_is_sound_and_brings_no_data_source(template: Path) -> None:
    with zipfile.ZipFile(template) as package:
        names = package.namelist()
        assert package.testzip() is None and len(names) == len(set(names))
        types = etree.fromstring(package.read("[Content_Types].xml"))
        covered = {entry.get("PartName", "").lstrip("/") or entry.get("Extension") for entry in types}
        assert [name for name in names[1:] if not {name, name.rsplit(".", 1)[-1]} & covered] == []
        links = [etree.fromstring(package.read(name)) for name in names if name.endswith(".rels")]
        assert [link.get("Target") for rels in links for link in rels if link.get("TargetMode") == "External"] == []
        assert b"mailMerge" not in package.read("word/settings.xml")
        for name, story in stories(template).items():
            rels = f"word/_rels/{name.removeprefix('word/')}.rels"
            known = {link.get("Id") for link in etree.fromstring(package.read(rels))} if rels in names else set()
            used = {value for part in story.iter() for key, value in part.attrib.items() if key.startswith(R)}
            assert used <= known


@each_template
def test_language_title_and_paper_are_set(template: Path) -> None:
    tag = {"en": "en-GB", "pl": "pl-PL"}[template.parent.name]
    with zipfile.ZipFile(template) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
        properties = package.read("docProps/core.xml").decode()
    assert styles.find(f"{W}docDefaults//{W}lang").get(f"{W}val") == tag
    assert f"<dc:language>{tag}</dc:language>" in properties
    assert re.search(r"<dc:title>[^<]{5,}</dc:title>", properties)
    size = stories(template)["word/document.xml"].find(f".//{W}sectPr/{W}pgSz")
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")


@each_template
def test_every_style_that_a_letter_uses_is_defined(template: Path) -> None:
    with zipfile.ZipFile(template) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
    defined = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    referring = [f"{W}{tag}" for tag in ("pStyle", "rStyle", "tblStyle", "basedOn")]
    used = {
        name.get(f"{W}val")
        for story in (styles, *stories(template).values())
        for tag in referring
        for name in story.iter(tag)
    }
    assert used <= defined


def canonical(package: bytes) -> dict[str, bytes]:
    """A document's parts; XML in canonical form, since a newer library may write the same thing with other quotes."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    return {
        name: etree.tostring(etree.fromstring(part), method="c14n") if name.endswith((".xml", ".rels")) else part
        for name, part in parts.items()
    }


def test_building_the_letters_again_gives_the_committed_ones(tmp_path: Path) -> None:
    built = build_letters(tmp_path)
    names = sorted(path.relative_to(tmp_path) for path in built if path.suffix == ".docx")
    assert names == [path.relative_to(LETTERS) for path in TEMPLATES]
    for name in names:
        assert canonical((tmp_path / name).read_bytes()) == canonical((LETTERS / name).read_bytes()), name


def test_building_a_letter_twice_gives_equal_bytes() -> None:
    wording = read_wording("pl")
    letter = wording.letters["statement"]
    assert build_letter(letter, wording) == build_letter(letter, wording)


def test_the_read_me_lists_every_field_under_its_letter() -> None:
    told = (LETTERS / "README.txt").read_text(encoding="utf-8").split("THE FIELDS\n")[1]
    for_every, *sections = re.split(r"\n(?=\S.*\n\n    )", told.split("In every letter")[1])
    common = set(re.findall(r"\w+", for_every))
    by_letter = {
        key.strip(): set(re.findall(r"\w+", section))
        for section in sections
        for key in section.split("\n")[0].split(",")
    }
    assert set(by_letter) == set(RECORDS)
    for key, record in RECORDS.items():
        assert {*record.fields, *record.list_fields} <= by_letter[key] | common, key
