"""Pictures and formats against the examples of ECMA-376 Part 1, 17.16, and the cases that other engines get wrong."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetops.word import LetterError
from sheetops.word.locales import locale
from sheetops.word.numbers import number_picture
from tests.word.documents import field, merged, p

# value | switch | language | what the letter shows
NUMBERS = [
    (9, r"\# 00.00", "en", "09.00"),  # the standard's own
    (15, r"\# $###", "en", "$ 15"),
    (222492, r"\# x##", "en", "492"),
    ("0.125", r"\# 0.00x", "en", "0.125"),
    ("0.75", r"\# .x", "en", ".8"),
    ("1234.5", r'\# "#,##0.00"', "en", "1,234.50"),
    ("-1234.5", r'\# "#,##0.00;(#,##0.00)"', "en", "(1,234.50)"),
    ("1234.5", r'\# "#,##0.00;(#,##0.00)"', "en", "1,234.50"),
    (0, r'\# "0.00;-0.00;nothing"', "en", "nothing"),
    (0, r'\# "0.00;-0.00"', "en", "0.00"),
    ("-3", r'\# "0.00;"', "en", ""),
    ("1234.5", r'\# "#.##0,00"', "de", "1.234,50"),
    ("1234.5", r'\# "# ##0,00"', "pl", "1\u00a0234,50"),
    ("1234567.5", r'\# "# ##0,00"', "en", "1,234,567.50"),
    # without another country's mark as Word does it: a space where it stands
    ("1234567.25", r'\# "# ##0"', "en", "1234 567"),
    ("1234.5", r'\# "#,##0.00"', "pl", "1\u00a0234,50"),
    ("3.5", r"\# 0.00", "pl", "3,50"),
    (3, r"""\# "'EUR' 0.00" """, "en", "EUR 3.00"),
    ("0.25", r"\# 0%", "en", "0%"),
    (25, r"\# 0%", "en", "25%"),
    ("2.675", r"\# 0.00", "en", "2.68"),
    ("-2.675", r"\# 0.00", "en", "-2.68"),
    ("-0.004", r"\# 0.00", "en", "0.00"),
    ("-0.004", r'\# "0.00;(0.00)"', "en", "0.00"),
    (5, r"\# ,0.00", "en", "5.00"),
    ("1234567.891", r"\# ,0.00", "en", "1,234,567.89"),
    ("-1234.5", r"\# $,0.00", "en", "-$1,234.50"),
    (7, r"\# +0", "en", "+7"),
    (-7, r"\# +0", "en", "-7"),
    (7, r"\# -0", "en", " 7"),
    (-7, r"\# -0", "en", "-7"),
    ("1.5", r"\# 0.##", "en", "1.5 "),
    (12345, r"\# 00", "en", "12345"),
    (5, r"\# 0,000", "en", "0,005"),
    ("abc", r"\# 0.00", "en", "abc"),
]


@pytest.mark.parametrize(("value", "switch", "language", "shown"), NUMBERS)
def test_number_pictures(tmp_path: Path, value: object, switch: str, language: str, shown: str) -> None:
    amount = Decimal(value) if isinstance(value, str) and value != "abc" else value
    assert merged(tmp_path, p(field(f"MERGEFIELD a {switch}"), text_after), {"a": amount}, language=language) == [
        shown + "."
    ]


text_after = "<w:r><w:t>.</w:t></w:r>"


@pytest.mark.parametrize(
    "value", ["1234.5", "1,234.50", " 1234.50 ", "£1,234.50", "1 234.50", 1234.5, Decimal("1234.495")]
)
def test_text_that_is_a_number_takes_the_picture(tmp_path: Path, value: object) -> None:
    assert merged(tmp_path, p(field(r'MERGEFIELD a \# "#,##0.00"')), {"a": value}) == ["1,234.50"]


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=4, allow_nan=False))
def test_money_is_never_off_by_a_cent(value: Decimal) -> None:
    """Against whole numbers: half a cent goes away from zero."""
    units = int(abs(value) * 10_000)
    cents = (units + 50) // 100
    expected = f"{cents // 100:,}.{cents % 100:02}"
    sign = "-" if value < 0 and cents else ""
    assert number_picture(",0.00", locale("en"))(value) == sign + expected


DAYS = [
    ("2025-03-14", r'\@ "dd.MM.yyyy"', "en", "14.03.2025"),
    (dt.date(2026, 4, 12), r'\@ "d MMMM yyyy"', "en", "12 April 2026"),
    (dt.date(2026, 4, 12), r'\@ "d MMMM yyyy"', "pl", "12 kwietnia 2026"),
    (dt.date(2026, 4, 12), r'\@ "MMMM yyyy"', "pl", "kwiecień 2026"),
    (dt.date(2026, 4, 12), r'\@ "dddd, d MMM yy"', "en", "Sunday, 12 Apr 26"),
    (dt.date(2026, 4, 12), r"""\@ "d 'of' MMMM" """, "en", "12 of April"),
    (dt.datetime(2026, 4, 12, 12, 5), r'\@ "h:mm am/pm"', "en", "12:05 pm"),
    (dt.datetime(2026, 4, 12, 12, 5), r'\@ "h:mm AM/PM"', "en", "12:05 PM"),
    (dt.datetime(2026, 4, 12, 0, 5), r'\@ "h:mm AM/PM"', "en", "12:05 AM"),
    (dt.datetime(2026, 4, 12, 15, 5, 9), r'\@ "HH:mm:ss"', "en", "15:05:09"),
    (dt.date(2026, 4, 5), r'\@ "M/d/yyyy"', "en", "4/5/2026"),
    ("soon", r'\@ "dd.MM.yyyy"', "en", "soon"),
    ("2026-02-30", r'\@ "dd.MM.yyyy"', "en", "2026-02-30"),
]


@pytest.mark.parametrize(("value", "switch", "language", "shown"), DAYS)
def test_date_pictures(tmp_path: Path, value: object, switch: str, language: str, shown: str) -> None:
    assert merged(tmp_path, p(field(f"MERGEFIELD a {switch}")), {"a": value}, language=language) == [shown]


FORMATS = [
    (123, r"\* CardText", "en", "one hundred twenty-three"),
    (Decimal("1234.567"), r"\* DollarText", "en", "one thousand two hundred thirty-four and 57/100"),
    (32, r"\* Ordinal", "en", "32nd"),
    (11, r"\* Ordinal", "en", "11th"),
    (113, r"\* Ordinal", "en", "113th"),
    (Decimal("1234.567"), r"\* OrdText", "en", "one thousand two hundred thirty-fifth"),
    (54, r"\* ALPHABETIC", "en", "BBB"),
    (52, r"\* alphabetic", "en", "zz"),
    (1999, r"\* ROMAN", "en", "MCMXCIX"),
    (4, r"\* roman", "en", "iv"),
    (255, r"\* Hex", "en", "FF"),
    (123, r"\* CardText \* Caps", "en", "One Hundred Twenty-three"),
    (123, r"\* CardText", "pl", "sto dwadzieścia trzy"),
    (3, r"\* Ordinal", "pl", "3."),
    (-5, r"\* Roman", "en", "-5"),
    ("abc", r"\* CardText", "en", "abc"),
    ("", r"\* Ordinal", "en", ""),
    ("o'neil's mcDonald", r"\* Caps", "en", "O'neil's McDonald"),
    ("the IBM unit", r"\* FirstCap", "en", "The IBM unit"),
    ("straße", r"\* Upper", "en", "STRASSE"),
    ("ŁÓDŹ", r"\* Lower", "pl", "łódź"),
    ("x", r"\m \* Upper", "en", "X"),
    ("x", r"\v \* Upper", "en", "X"),
    ("x", r"\* Upper \* MERGEFORMAT", "en", "X"),
]


@pytest.mark.parametrize(("value", "switch", "language", "shown"), FORMATS)
def test_formats(tmp_path: Path, value: object, switch: str, language: str, shown: str) -> None:
    body = p(field(f"MERGEFIELD a {switch}"), text_after)
    assert merged(tmp_path, body, {"a": value}, language=language) == [shown + "."]


BARE = [
    (0.1 + 0.2, "en", "0.3"),
    (float("nan"), "en", ""),
    (None, "en", ""),
    (Decimal("1250.00"), "en", "1250.00"),
    (Decimal("1250.00"), "pl", "1250,00"),
    (Decimal("1E+3"), "en", "1000"),
    (7, "en", "7"),
    (True, "en", "Yes"),
    (False, "pl", "Nie"),
    (dt.date(2026, 4, 12), "en", "12/04/2026"),
    (dt.date(2026, 4, 12), "en-US", "4/12/2026"),
    (dt.datetime(2026, 4, 12, 9, 30), "en", "12/04/2026 09:30"),
    (dt.time(9, 30), "en", "09:30"),
    ("00123", "en", "00123"),
    (19.99, "en", "19.99"),
]


@pytest.mark.parametrize(("value", "language", "shown"), BARE)
def test_values_without_a_picture(tmp_path: Path, value: object, language: str, shown: str) -> None:
    body = p(field("MERGEFIELD a"), text_after)
    assert merged(tmp_path, body, {"a": value}, language=language) == [shown + "."]


@pytest.mark.parametrize("value", [[1], {"a": 1}, object(), float("inf")])
def test_what_is_no_value_fails_the_letter_by_name(tmp_path: Path, value: object) -> None:
    with pytest.raises(LetterError, match=r"letter\.docx, field a: holds"):
        merged(tmp_path, p(field("MERGEFIELD a")), {"a": value})


def test_the_run_s_own_language_wins_over_the_template_s(tmp_path: Path) -> None:
    polish = field(r'MERGEFIELD a \@ "MMMM"').replace("<w:r>", '<w:r><w:rPr><w:lang w:val="pl-PL"/></w:rPr>')
    body = p(field(r'MERGEFIELD a \@ "MMMM"')) + p(polish)
    assert merged(tmp_path, body, {"a": dt.date(2026, 5, 1)}) == ["May", "maj"]
    assert merged(tmp_path, body, {"a": dt.date(2026, 5, 1)}, language="de") == ["Mai", "Mai"]


@pytest.mark.parametrize(
    ("tag", "shown"), [("x-none", "12 May"), ("es-ES_tradnl", "12 mayo"), ("pl", "12 maja"), ("zz", "12 May")]
)
def test_languages_that_word_writes_and_nobody_speaks(tmp_path: Path, tag: str, shown: str) -> None:
    spoken = field(r'MERGEFIELD a \@ "d MMMM"').replace("<w:r>", f'<w:r><w:rPr><w:lang w:val="{tag}"/></w:rPr>')
    assert merged(tmp_path, p(spoken), {"a": dt.date(2026, 5, 12)}) == [shown]
