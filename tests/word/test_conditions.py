"""IF and its relatives, formulas, variables, questions."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest

from sheetops.errors import TemplateError
from sheetops.word import LetterError, Skipped
from tests.word.documents import code_run, field, lines, merged, nest, p, row, simple, table, template, text, xml_of
from tests.word.invariants import faults

A, B = field("MERGEFIELD a"), field("MERGEFIELD b")

COMPARED = [
    ("9", "> 10", False),  # numbers, not texts
    ("10", "> 9", True),
    (Decimal("10.00"), "= 10", True),
    (Decimal("1250.00"), '>= "1,250.00"', True),
    ("1,250.00", ">= 1250", True),
    ("abc", '= "abc"', True),
    ("abc", '= "ABC"', False),  # letter case counts, as in Word
    ("abc", '<> "abd"', True),
    ("abc", '< "abd"', True),
    ("Smith Hall", '= "Smith*"', True),
    ("Smith Hall", '<> "Smith*"', False),
    ("Smith", '= "Sm?th"', True),
    ("Smiith", '= "Sm?th"', False),
    ("", '= ""', True),
    (None, '= ""', True),
    (0, '= ""', False),
    (True, '= "Yes"', True),
    (False, '= "True"', False),
    (dt.date(2026, 4, 2), '> "2026-03-31"', True),
    ("x", "=x", True),
    (5, "<=5", True),
    (5, "<>5", False),
]


@pytest.mark.parametrize(("value", "comparison", "holds"), COMPARED)
def test_comparisons(tmp_path: Path, value: object, comparison: str, holds: bool) -> None:
    body = p(nest(" IF ", A, f' {comparison} "yes" "no" '))
    assert merged(tmp_path, body, {"a": value}) == ["yes" if holds else "no"]


def test_branches_hold_fields_and_formatting(tmp_path: Path) -> None:
    bold = '<w:r><w:rPr><w:b/></w:rPr><w:instrText xml:space="preserve">bold </w:instrText></w:r>'
    body = p(text("["), nest(" IF ", A, ' = 1 "', bold, B, '" "plain"'), text("]"))
    made = template(tmp_path, body)
    letter = made.render({"a": 1, "b": "Smith & Sons"})
    assert lines(letter) == ["[bold Smith & Sons]"]
    assert '<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">bold </w:t>' in xml_of(letter)
    assert lines(made.render({"a": 2, "b": "x"})) == ["[plain]"]
    assert made.fields == ("a", "b")


def test_conditions_inside_conditions(tmp_path: Path) -> None:
    inner = nest(" IF ", B, ' > 90 "very late" "late" ')
    body = p(nest(" IF ", A, ' = "yes" "', inner, '" "in time"'))
    assert merged(tmp_path, body, {"a": "yes", "b": 91}) == ["very late"]
    assert merged(tmp_path, body, {"a": "yes", "b": 90}) == ["late"]
    assert merged(tmp_path, body, {"a": "no", "b": 90}) == ["in time"]


def test_a_condition_over_whole_paragraphs(tmp_path: Path) -> None:
    """begin in the first paragraph, end in the last: the ends of paragraphs inside the code belong to the branch."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{sign}"/></w:r>' for sign in ("begin", "separate", "end"))
    body = (
        p(
            text("Before "),
            begin,
            code_run(" IF "),
            A,
            code_run(' = 1 "First'),
            style='<w:pPr><w:jc w:val="left"/></w:pPr>',
        )
        + p(code_run("second "), B)
        + p(
            code_run('third" "Other"'),
            separate,
            text("stale"),
            end,
            text(" after"),
            style='<w:pPr><w:jc w:val="right"/></w:pPr>',
        )
        + p(text("Last"))
    )
    made = template(tmp_path, body)
    assert lines(made.render({"a": 1, "b": "X"})) == ["Before First", "second X", "third after", "Last"]
    other = made.render({"a": 2, "b": "X"})
    assert lines(other) == ["Before Other after", "Last"]
    assert xml_of(other).count("<w:jc") == 1 and 'w:val="right"' in xml_of(other)


def test_a_whole_paragraph_that_a_condition_empties_goes(tmp_path: Path) -> None:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{sign}"/></w:r>' for sign in ("begin", "separate", "end"))
    body = p(text("Top")) + p(begin, code_run(" IF "), A, code_run(' = 1 "One')) + p(code_run('two" ""'), separate, end)
    body += p(text("End"))
    assert merged(tmp_path, body, {"a": 1}) == ["Top", "One", "two", "End"]
    assert merged(tmp_path, body, {"a": 2}) == ["Top", "End"]


def test_an_if_that_compares_nothing_is_said_when_the_template_is_opened(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="compares nothing"):
        template(tmp_path, p(nest(" IF ", A, ' "yes" "no" ')))


def test_an_if_over_a_page_number_is_left_to_word_with_its_fields_merged(tmp_path: Path) -> None:
    body = p(nest(" IF ", field("PAGE"), ' = 1 "', A, '" ""', shown="stale"))
    document = xml_of(template(tmp_path, body).render({"a": 'Smith "Jim"'}))
    assert "MERGEFIELD" not in document
    assert '<w:instrText xml:space="preserve">Smith \\"Jim\\"</w:instrText>' in document
    assert document.count('fldCharType="begin"') == document.count('fldCharType="end"') == 2


FORMULAS = [
    ("= {a}*1.2", {"a": 10}, r"\# 0.00", "12.00"),
    ("=4+5", {}, r"\# 00.00", "09.00"),
    ("=9+6", {}, r"\# $###", "$ 15"),
    ("=111053+111439", {}, r"\# x##", "492"),
    ("=1/8", {}, r"\# 0.00x", "0.125"),
    ("=3/4", {}, r"\# .x", ".8"),
    ("= {a} - {b}", {"a": Decimal("0.30"), "b": Decimal("0.10")}, "", "0.20"),
    ("= ROUND({a}; 2)", {"a": Decimal("2.675")}, "", "2.68"),
    ("= SUM({a}, {b}, 1)", {"a": 1, "b": 2}, "", "4"),
    ("= MAX(5,100)", {}, "", "100"),
    ("= MIN({a},{b})", {"a": 3, "b": 2}, "", "2"),
    ("= IF({a}=0, 0, {b}/{a})", {"a": 0, "b": 2}, "", "0"),
    ("= IF(AND({a}>1, {b}<5), 1, 2)", {"a": 2, "b": 2}, "", "1"),
    ("= OR({a}>1, {b}>5)", {"a": 0, "b": 2}, "", "0"),
    ("= ABS(-{a})", {"a": 2}, "", "2"),
    ("= INT({a})", {"a": Decimal("2.9")}, "", "2"),
    ("= MOD({a}, 3)", {"a": 7}, "", "1"),
    ("= ({a}+1)*2^3", {"a": 1}, "", "16"),
    ("= {a}*20%", {"a": 50}, "", "10.00"),
    ("= {a}+1", {"a": None}, "", "1"),
    ("= {a}", {"a": "1,250.00"}, r"\# 0.00", "1250.00"),
]


@pytest.mark.parametrize(("code", "record", "switch", "shown"), FORMULAS)
def test_formulas(tmp_path: Path, code: str, record: dict[str, object], switch: str, shown: str) -> None:
    fields = {"{a}": A, "{b}": B}
    parts = [fields.get(part, part) for part in _split(f" {code} {switch} ")]
    assert merged(tmp_path, p(nest(*parts)), record) == [shown]


def _split(code: str) -> list[str]:
    return [part for part in re.split(r"(\{[ab]\})", code) if part]


@pytest.mark.parametrize("power", ["^999999999", "^0.5 * 0 + (0 - 2)^0.5"])
def test_a_formula_without_a_result_fails_its_letter_alone(tmp_path: Path, power: str) -> None:
    made = template(tmp_path, p(nest("= ", field("MERGEFIELD a"), power)))
    with pytest.raises(LetterError, match="too large, or is no number"):
        made.render({"a": Decimal(9)})


def test_a_formula_over_words_or_by_zero_fails_its_letter(tmp_path: Path) -> None:
    made = template(tmp_path, p(nest(" = ", A, "/", B)))
    with pytest.raises(LetterError, match="needs a number and gets 'x'"):
        made.render({"a": "x", "b": 1})
    with pytest.raises(LetterError, match="divides by zero"):
        made.render({"a": 1, "b": 0})


def test_a_formula_over_table_cells_is_left_to_word(tmp_path: Path) -> None:
    assert "=SUM(ABOVE)" in xml_of(template(tmp_path, p(field("=SUM(ABOVE)"))).render({}))


def test_set_and_ref(tmp_path: Path) -> None:
    body = p(nest(' SET who "', A, ' Ltd"'), text("Dear "), field("REF who"), text(", "), field("who \\* Upper"))
    assert merged(tmp_path, body, {"a": "Smith"}) == ["Dear Smith Ltd, SMITH LTD"]


def test_a_reference_to_a_bookmark_is_left_to_word(tmp_path: Path) -> None:
    assert "REF somewhere" in xml_of(template(tmp_path, p(field("REF somewhere"))).render({}))


def test_merge_numbers(tmp_path: Path) -> None:
    made = template(tmp_path, p(field("MERGEREC"), text("/"), simple("MERGESEQ")))
    assert lines(made.render({}, number=7, sequence=3)) == ["7/3"]


def test_skip_if(tmp_path: Path) -> None:
    made = template(tmp_path, p(nest(" SKIPIF ", A, ' = "paid" ')) + p(text("Pay")))
    with pytest.raises(Skipped):
        made.render({"a": "paid"})
    assert lines(made.render({"a": "open"})) == ["Pay"]


def test_next_takes_the_following_record(tmp_path: Path) -> None:
    made = template(tmp_path, p(A) + p(field("NEXT"), A) + p(nest(" NEXTIF ", A, ' = "2" '), A, text("!")))
    records = iter([{"a": "2"}, {"a": "3"}])
    assert lines(made.render({"a": "1"}, following=records)) == ["1", "2", "3!"]
    assert made.records_per_letter == 3
    assert lines(made.render({"a": "1"})) == ["1", "!"]


def test_date_is_the_day_that_the_caller_says_and_else_word_s(tmp_path: Path) -> None:
    body = p(field(r'DATE \@ "d MMMM yyyy"'))
    assert merged(tmp_path, body, today=dt.date(2026, 6, 30)) == ["30 June 2026"]
    assert "DATE" in xml_of(template(tmp_path, body).render({}))


def test_ask_and_fillin_are_answered_from_outside(tmp_path: Path) -> None:
    body = p(
        field('ASK campaign "Which campaign?"'),
        text("For "),
        field("REF campaign"),
        field('FILLIN "Signed by?" \\d "Jo"'),
    )
    assert merged(tmp_path, body, answers={"campaign": "Spring"}) == ["For SpringJo"]
    with pytest.raises(TemplateError, match="asks 'Which campaign\\?' when it is merged"):
        template(tmp_path, body)


def test_mergefield_switches_before_and_after(tmp_path: Path) -> None:
    body = p(text("["), field(r'MERGEFIELD a \b "Tel. " \f ";"'), text("]"))
    assert merged(tmp_path, body, {"a": "123"}) == ["[Tel. 123;]"]
    assert merged(tmp_path, body, {"a": ""}) == ["[]"]


def test_quote_shows_its_text(tmp_path: Path) -> None:
    assert merged(tmp_path, p(nest(' QUOTE "', A, ' x" \\* Upper')), {"a": "b"}) == ["B X"]


ADDRESS = {"Title": "Ms", "First Name": "Ann", "Last_Name": "O'Hara", "company": "Hall Ltd", "address1": "1 High St"}
ADDRESS |= {"town": "Leeds", "Postcode": "LS1 1AA", "country": "United Kingdom"}


def test_address_block(tmp_path: Path) -> None:
    body = p(field("ADDRESSBLOCK"))
    assert merged(tmp_path, body, dict(ADDRESS)) == ["Ms Ann O'Hara↵Hall Ltd↵1 High St↵Leeds LS1 1AA↵United Kingdom"]
    home = p(
        field(
            r'ADDRESSBLOCK \f "<<_FIRST0_>><< _LAST0_>>\n<<_CITY_>><<, _POSTAL_>>\n<<_COUNTRY_>>" \e "United Kingdom"'.replace(
                r"\n", "\n"
            )
        )
    )
    assert merged(tmp_path, home, dict(ADDRESS)) == ["Ann O'Hara↵Leeds, LS1 1AA"]


def test_greeting_line(tmp_path: Path) -> None:
    body = p(field("GREETINGLINE"))
    assert merged(tmp_path, body, dict(ADDRESS)) == ["Dear Ms Ann O'Hara,"]
    assert merged(tmp_path, body, {"company": "x"}) == ["Dear Sir or Madam,"]
    word = r'GREETINGLINE \f "<<_BEFORE_ Dear >><<_TITLE0_>><< _LAST0_>><<_AFTER_ ,>>" \l 2057 \e "To whom it may concern,"'
    assert merged(tmp_path, p(field(word)), dict(ADDRESS)) == ["Dear Ms O'Hara,"]
    assert merged(tmp_path, p(field(word)), {}) == ["To whom it may concern,"]


BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{sign}"/></w:r>' for sign in ("begin", "separate", "end"))


def test_a_condition_around_a_table(tmp_path: Path) -> None:
    rows = table(row(p(text("Entry"))), row(p(field("MERGEFIELD entry"))))
    body = (
        p(text("Top"))
        + p(BEGIN, code_run(" IF "), A, code_run(' = 1 "Owed:'))
        + rows
        + p(code_run('" "Nothing owed"'), SEPARATE, END)
        + p(text("End"))
    )
    made = template(tmp_path, body)
    record = {"items": [{"entry": "INV-1"}, {"entry": "INV-2"}]}
    full = made.render({"a": 1} | record)
    assert lines(full) == ["Top", "Owed:", "Entry", "INV-1", "INV-2", "End"] and faults(full) == []
    bare = made.render({"a": 2} | record)
    assert lines(bare) == ["Top", "Nothing owed", "End"] and faults(bare) == []
    assert set(made.fields) == {"a", "entry"}


def test_a_condition_over_the_last_paragraphs_of_a_cell(tmp_path: Path) -> None:
    cell = p(BEGIN, code_run(" IF "), A, code_run(' = 1 "One')) + p(code_run('two" ""'), SEPARATE, END)
    made = template(tmp_path, table(row(cell, p(text("x")))) + p(text("End")))
    for value, shown in ((1, ["One", "two", "x", "End"]), (2, ["", "x", "End"])):
        letter = made.render({"a": value})
        assert lines(letter) == shown and faults(letter) == []


def test_two_conditions_that_join_the_same_paragraphs(tmp_path: Path) -> None:
    body = (
        p(BEGIN, code_run(" IF "), A, code_run(' = 1 "a'))
        + p(code_run('b" "c"'), SEPARATE, END, text(" and "), BEGIN, code_run(" IF "), B, code_run(' = 1 "d'))
        + p(code_run('e" "f"'), SEPARATE, END, text("."))
    )
    made = template(tmp_path, body)
    assert lines(made.render({"a": 1, "b": 1})) == ["a", "b and d", "e."]
    assert lines(made.render({"a": 2, "b": 1})) == ["c and d", "e."]
    assert lines(made.render({"a": 2, "b": 2})) == ["c and f."]


def test_fields_in_fields_without_end_are_refused(tmp_path: Path) -> None:
    deep = field("MERGEFIELD a")
    for level in range(20):
        deep = nest("IF ", A, f' = "{level}" "level {level}" "', deep, '"')
    assert merged(tmp_path, p(deep), {"a": 7}) == ["level 7"]
    for level in range(400):
        deep = nest("IF ", A, f' = "{level}" "level {level}" "', deep, '"')
    with pytest.raises(TemplateError, match="too many levels deep"):
        template(tmp_path, p(deep))
    with pytest.raises(TemplateError, match="too many levels deep"):
        template(tmp_path, p(nest("= ", "(" * 3000, "1", ")" * 3000)))
