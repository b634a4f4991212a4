"""What repeats: table rows of a list, TableStart and TableEnd; and what vanishes: empty lists, lines of empty fields."""

from decimal import Decimal
from pathlib import Path

import pytest

from sheetops.errors import TemplateError
from sheetops.word import LetterError
from tests.word.documents import (
    W,
    code_run,
    field,
    lines,
    merged,
    nest,
    p,
    root,
    row,
    story,
    table,
    template,
    text,
    xml_of,
)

ITEM = row(p(field("MERGEFIELD item_entry")), p(field(r"MERGEFIELD item_open \# ,0.00")))
ITEMS = [{"item_entry": "INV-1", "item_open": Decimal("12.50")}, {"item_entry": "INV-2", "item_open": Decimal("1250")}]
HEAD = row(p(text("Entry")), p(text("Open")), heading=True)


def test_a_row_repeats_for_its_list(tmp_path: Path) -> None:
    made = template(tmp_path, table(HEAD, ITEM) + p(text("end")))
    assert lines(made.render({"account": "A1", "items": ITEMS})) == [
        "Entry",
        "Open",
        "INV-1",
        "12.50",
        "INV-2",
        "1,250.00",
        "end",
    ]
    assert made.rows == (("item_entry", "item_open"),)
    assert made.check(["account"], {"items": ["item_entry", "item_open"]}) == []


def test_an_empty_list_takes_the_row_away_and_with_it_a_table_of_nothing_else(tmp_path: Path) -> None:
    record = {"items": [], "promises": []}
    assert merged(tmp_path, table(HEAD, ITEM) + p(text("end")), record) == ["Entry", "Open", "end"]
    assert merged(tmp_path, table(HEAD, ITEM) + p(text("end")), record, drop_empty_tables=True) == ["end"]
    made = template(tmp_path, table(ITEM) + p(text("end"))).render(record)
    assert lines(made) == ["end"] and "<w:tbl>" not in xml_of(made)


def test_a_table_with_rows_keeps_its_heading_when_asked_to_drop_empty_ones(tmp_path: Path) -> None:
    shown = merged(tmp_path, table(HEAD, ITEM) + p(text("end")), {"items": ITEMS[:1]}, drop_empty_tables=True)
    assert shown == ["Entry", "Open", "INV-1", "12.50", "end"]


def test_fields_of_the_record_are_seen_inside_the_row(tmp_path: Path) -> None:
    body = table(row(p(field("MERGEFIELD account")), p(field("MERGEFIELD item_entry")))) + p(text("end"))
    assert merged(tmp_path, body, {"account": "A1", "items": ITEMS}) == ["A1", "INV-1", "A1", "INV-2", "end"]


def test_a_row_of_the_record_s_own_fields_stands_once(tmp_path: Path) -> None:
    body = table(row(p(field("MERGEFIELD account")), p(field("MERGEFIELD total"))), ITEM) + p(text("end"))
    record = {"account": "A1", "total": 5, "items": ITEMS[:1]}
    assert merged(tmp_path, body, record) == ["A1", "5", "INV-1", "12.50", "end"]


def test_the_row_s_names_come_before_the_record_s(tmp_path: Path) -> None:
    body = table(row(p(field("MERGEFIELD name")), p(field("MERGEFIELD item_entry")))) + p(text("end"))
    record = {"name": "outer", "items": [{"name": "inner", "item_entry": "x"}]}
    assert merged(tmp_path, body, record) == ["inner", "x", "end"]


def test_rows_of_a_table_inside_a_row(tmp_path: Path) -> None:
    inner = table(row(p(field("MERGEFIELD day")), p(field("MERGEFIELD paid"))))
    body = table(row(p(field("MERGEFIELD item_entry")), inner + p(text("/")))) + p(text("end"))
    items = [
        {"item_entry": "A", "receipts": [{"day": "1", "paid": 5}, {"day": "2", "paid": 6}]},
        {"item_entry": "B", "receipts": []},
    ]
    assert merged(tmp_path, body, {"items": items}) == ["A", "1", "5", "2", "6", "/", "B", "/", "end"]


def test_a_misspelt_field_in_a_row_is_named(tmp_path: Path) -> None:
    body = table(row(p(field("MERGEFIELD item_entry")), p(field("MERGEFIELD item_opne"))))
    with pytest.raises(LetterError, match=r"item_opne: the data has no such column\. Did you mean item_open\?"):
        merged(tmp_path, body, {"items": ITEMS})


def test_a_row_that_two_lists_could_fill_is_said(tmp_path: Path) -> None:
    body = table(row(p(field("MERGEFIELD entry"))))
    with pytest.raises(LetterError, match="more than one list"):
        merged(tmp_path, body, {"items": [{"entry": 1}], "others": [{"entry": 2}]})


def test_a_list_field_outside_a_row_is_said_beforehand_and_fails(tmp_path: Path) -> None:
    made = template(tmp_path, p(field("MERGEFIELD item_entry")))
    assert "must stand in a table row" in made.check([], {"items": ["item_entry"]})[0]
    with pytest.raises(LetterError):
        made.render({"items": ITEMS})


def test_bookmarks_and_drawings_in_repeated_rows_get_ids_of_their_own(tmp_path: Path) -> None:
    marked = f'<w:bookmarkStart w:id="7" w:name="row"/>{field("MERGEFIELD item_entry")}<w:bookmarkEnd w:id="7"/>'
    drawing = '<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1073741824" name="x"/></wp:inline></w:drawing></w:r>'
    letter = root(template(tmp_path, p(drawing) + table(row(p(marked, drawing)))).render({"items": ITEMS}))
    starts = list(letter.iter(W + "bookmarkStart"))
    assert len({node.get(W + "id") for node in starts}) == len({node.get(W + "name") for node in starts}) == 2
    assert [n.get(W + "id") for n in starts] == [n.get(W + "id") for n in letter.iter(W + "bookmarkEnd")]
    drawn = [node.get("id") for node in letter.iter() if str(node.tag).endswith("}docPr")]
    assert len(set(drawn)) == 3 and all(int(ident) < 2**31 for ident in drawn)


# ---------------------------------------------------------------------------------------------------- TableStart, TableEnd


def start(name: str) -> str:
    return field(f"MERGEFIELD TableStart:{name}")


def stop(name: str) -> str:
    return field(f"MERGEFIELD TableEnd:{name}")


ENTRY = field("MERGEFIELD entry")
LIST = {"items": [{"entry": "A"}, {"entry": "B"}]}


def test_regions_in_a_row(tmp_path: Path) -> None:
    body = table(HEAD, row(p(start("items"), ENTRY), p(text("x"), stop("items")))) + p(text("end"))
    assert merged(tmp_path, body, LIST) == ["Entry", "Open", "A", "x", "B", "x", "end"]
    assert merged(tmp_path, body, {"items": []}) == ["Entry", "Open", "end"]


def test_regions_over_two_rows(tmp_path: Path) -> None:
    body = table(row(p(start("items"), ENTRY)), row(p(text("x"), stop("items"))))
    assert merged(tmp_path, body + p(), LIST) == ["A", "x", "B", "x", ""]


def test_regions_over_paragraphs(tmp_path: Path) -> None:
    body = p(text("Top")) + p(start("items")) + p(ENTRY) + p(text("x")) + p(stop("items")) + p(text("end"))
    assert merged(tmp_path, body, LIST) == ["Top", "A", "x", "B", "x", "end"]
    assert merged(tmp_path, body, {"items": []}) == ["Top", "end"]


def test_regions_in_one_paragraph(tmp_path: Path) -> None:
    inside = p(text("Items: "), start("items"), ENTRY, text("; "), stop("items"), text("."))
    assert merged(tmp_path, inside, LIST) == ["Items: A; B; ."]
    whole = p(start("items"), ENTRY, text("!"), stop("items")) + p(text("end"))
    assert merged(tmp_path, whole, LIST) == ["A!", "B!", "end"]


def test_regions_inside_regions(tmp_path: Path) -> None:
    body = p(start("items")) + p(ENTRY) + p(start("parts"), field("MERGEFIELD part"), stop("parts")) + p(stop("items"))
    items = [{"entry": "A", "parts": [{"part": 1}, {"part": 2}]}, {"entry": "B", "parts": []}]
    assert merged(tmp_path, body + p(text("end")), {"items": items}) == ["A", "1", "2", "B", "end"]


def test_a_region_for_a_yes_or_no(tmp_path: Path) -> None:
    body = p(start("overdue"), text("Pay now, "), field("MERGEFIELD name"), stop("overdue")) + p(text("end"))
    assert merged(tmp_path, body, {"overdue": True, "name": "Jo"}) == ["Pay now, Jo", "end"]
    assert merged(tmp_path, body, {"overdue": False, "name": "Jo"}) == ["end"]


def test_a_cell_that_a_region_empties_still_ends_in_a_paragraph(tmp_path: Path) -> None:
    body = table(row(p(start("items")) + p(ENTRY) + p(stop("items")), p(text("x"))))
    letter = template(tmp_path, body + p(text("end"))).render({"items": []})
    assert [cell[-1].tag for cell in root(letter).iter(W + "tc")] == [W + "p", W + "p"]
    assert [cell[-1].tag for cell in root(template(tmp_path, body + p()).render(LIST)).iter(W + "tc")] == [W + "p"] * 2


@pytest.mark.parametrize("body", [p(start("a")), p(stop("a")), p(start("a"), start("b"), stop("a"), stop("b"))])
def test_a_region_without_its_other_end_is_said(tmp_path: Path, body: str) -> None:
    with pytest.raises(TemplateError, match=r"Table(Start|End):[ab] has no Table(Start|End):[ab]"):
        template(tmp_path, body)


def test_an_unknown_region_is_said(tmp_path: Path) -> None:
    made = template(tmp_path, p(start("itmes"), ENTRY, stop("itmes")))
    assert "TableStart:itmes asks for a list" in made.check(["entry"])[0]
    with pytest.raises(LetterError, match="Did you mean items"):
        made.render({"items": [], "entry": 1})


# ------------------------------------------------------------------------------------------------------------- blank lines

NAME, STREET = field("MERGEFIELD name"), field("MERGEFIELD street")


def test_a_paragraph_of_only_empty_fields_disappears(tmp_path: Path) -> None:
    body = p(NAME) + p(STREET, text(" "), field("MERGEFIELD town")) + p() + p(text("Dear "), NAME)
    record = {"name": "Jo", "street": "", "town": None}
    assert merged(tmp_path, body, record) == ["Jo", "", "Dear Jo"]
    assert merged(tmp_path, body, record | {"town": "Leeds"}) == ["Jo", " Leeds", "", "Dear Jo"]
    assert merged(tmp_path, body, record | {"street": 0}) == ["Jo", "0 ", "", "Dear Jo"]


def test_doc_setting_keeps_blank_lines(tmp_path: Path) -> None:
    keep = {"settings.xml": story("settings", "<w:mailMerge><w:doNotSuppressBlankLines/></w:mailMerge>")}
    body = p(STREET) + p(text("x"))
    assert merged(tmp_path, body, {"street": ""}, parts=keep) == ["", "x"]
    assert merged(tmp_path, body, {"street": ""}) == ["x"]


def test_the_last_paragraph_of_a_cell_stays(tmp_path: Path) -> None:
    body = table(row(p(NAME) + p(STREET))) + p(text("x"))
    assert merged(tmp_path, body, {"name": "", "street": ""}) == ["", "x"]
    letter = template(tmp_path, body).render({"name": "", "street": ""})
    assert [node.tag for cell in root(letter).iter(W + "tc") for node in cell] == [W + "tcPr", W + "p"]


def test_a_paragraph_that_ends_a_section_or_keeps_two_tables_apart_stays(tmp_path: Path) -> None:
    section = p(STREET, style="<w:pPr><w:sectPr/></w:pPr>") + p(text("x"))
    assert merged(tmp_path, section, {"street": ""}) == ["", "x"]
    apart = table(row(p(text("1")))) + p(STREET) + table(row(p(text("2")))) + p(text("x"))
    assert merged(tmp_path, apart, {"street": ""}) == ["1", "", "2", "x"]


def test_a_paragraph_of_only_an_empty_condition_disappears(tmp_path: Path) -> None:
    body = p(nest(" IF ", NAME, ' = "Jo" "Hello" "" ')) + p(text("x"))
    assert merged(tmp_path, body, {"name": "Ann"}) == ["x"]
    assert merged(tmp_path, body, {"name": "Jo"}) == ["Hello", "x"]


def test_a_paragraph_with_a_picture_or_a_bookmark_that_ends_elsewhere_stays(tmp_path: Path) -> None:
    drawing = "<w:r><w:drawing/></w:r>"
    assert merged(tmp_path, p(STREET, drawing) + p(text("x")), {"street": ""}) == ["", "x"]
    opened = '<w:bookmarkStart w:id="1" w:name="m"/>'
    body = p(opened, STREET) + p(text("x"), '<w:bookmarkEnd w:id="1"/>')
    assert merged(tmp_path, body, {"street": ""}) == ["", "x"]


def test_code_runs_are_not_shown(tmp_path: Path) -> None:
    assert "instrText" not in xml_of(
        template(tmp_path, p(nest(" IF ", NAME, code_run(' = "a" "b" "c"')))).render({"name": "a"})
    )
