"""What raw cells are read as, and what is said of those that cannot be read. Expected values are worked out by hand."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sheetops.checking import check_sheet
from sheetops.excel.read import frames_book
from sheetops.model import CellError, Finding, Reading, Severity, Uncalculated
from sheetops.sheets import SHEETS

Column = Callable[..., tuple[list[Any], list[Finding]]]
CONTACT = {"channel": "phone", "outcome": "reached"}
EUROPE = Reading(dt.date(2026, 6, 30), decimal_mark=",", currency="PLN", country="PL")
AMERICA = Reading(dt.date(2026, 6, 30), date_order="mdy", currency="USD", country="US")


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("00123", "00123"),
        (123.0, "123"),
        (123, "123"),
        (12.5, "12.5"),
        (-7.0, "-7"),
        ("123.0", "123.0"),
        ("  A\u00a01 \u200b", "A 1"),
        ("A\u200b1", "A1"),
        ("A\ufeff1", "A1"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("1E5", "1E5"),
        ("A{0}", "A{0}"),
        (999_999_999_999_999.0, "999999999999999"),
        (np.int64(7), "7"),
        (np.float64(7), "7"),
        (Decimal("7"), "7"),
    ],
)
def test_a_key_is_text(column: Column, raw: Any, key: str) -> None:
    assert column("Programmes", "programme", [raw]) == ([key], [])


@pytest.mark.parametrize(
    ("raw", "check", "problem", "suggestion"),
    [
        (1e15, "digits_lost", "1E+15 was kept as a number, and Excel keeps only 15 digits", ""),
        (1234567890123456, "digits_lost", "1234567890123456 was kept as a number", ""),
        ("1.23E+15", "digits_lost", "1.23E+15 was kept as a number", ""),
        ("1,23e+15", "digits_lost", "1,23e+15 was kept as a number", ""),
        (True, "key_unreadable", "TRUE is a yes or no", ""),
        (float("nan"), "key_unreadable", "nan is not a number or code", ""),
        (float("inf"), "key_unreadable", "inf is not a number or code", ""),
        (dt.date(2026, 3, 1), "key_became_date", "01/03/2026 is a date or time that Excel made of a code", ""),
        (dt.time(8, 30), "key_became_date", "08:30 is a date or time", ""),
        ("A\x001", "key_unreadable", "holds a character that cannot be seen", "A1"),
        ("A\u202e1", "key_unreadable", "holds a character that cannot be seen", "A1"),
        (CellError("#N/A"), "excel_error", "The cell holds the Excel error #N/A.", ""),
        ("#N/A", "excel_error", "The cell holds the Excel error #N/A.", ""),
        (
            Uncalculated("=B1&C1"),
            "formula_uncalculated",
            "The cell holds =B1&C1, whose result was never calculated.",
            "",
        ),
    ],
)
def test_a_key_that_lost_something_is_an_error(
    column: Column, raw: Any, check: str, problem: str, suggestion: str
) -> None:
    values, (finding,) = column("Programmes", "programme", [raw, "P2"])
    assert values == ["P2"]
    assert (finding.cell, finding.severity, finding.check) == ("A2", Severity.ERROR, check)
    assert problem in finding.problem
    assert finding.suggestion == suggestion


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (" Smith\u00a0Hall ", "Smith Hall"),
        ("\u2007Smith\u202f", "Smith"),
        ("two\r\nlines", "two\nlines"),
        ("two_x000D_\nlines", "two\nlines"),
        ("NA", "NA"),
        ("null", "null"),
        ("None", "None"),
        ("n/a", "n/a"),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        (True, "TRUE"),
        (dt.date(2026, 6, 30), "30/06/2026"),
        (dt.datetime(2026, 6, 30, 9, 5), "30/06/2026 09:05"),
        ("\u200b", ""),
        ("   ", ""),
        ("", ""),
        (None, ""),
        (pd.NaT, ""),
        (pd.NA, ""),
    ],
)
def test_text_is_trimmed_and_otherwise_kept(column: Column, raw: Any, text: str) -> None:
    assert column("Programmes", "client", [raw], programme="P1") == ([text], [])


@pytest.mark.parametrize(
    "raw",
    ["=cmd|' /C calc'!A1", "@SUM(A1)", "+1+cmd", "-2+3", "\tname", "\rname", "- cmd|'/C calc'!A0", "=1"],
)
def test_text_that_would_run_as_a_formula_is_a_warning(column: Column, raw: str) -> None:
    values, (finding,) = column("Programmes", "client", [raw], programme="P1")
    assert values == [raw.strip()]
    assert (finding.check, finding.severity) == ("text_runs_as_formula", Severity.WARNING)
    assert "would run as a formula" in finding.problem


@pytest.mark.parametrize(
    "raw", ["+64 21 123 4567", "-", "--", "- see the file", "-5", "-1,250.00", "a=b", "5 + 3", "+"]
)
def test_text_that_no_spreadsheet_would_work_out_is_fine(column: Column, raw: str) -> None:
    assert column("Programmes", "client", [raw], programme="P1") == ([raw], [])


@pytest.mark.parametrize(
    ("raw", "text"), [("Sm\x07ith", "Smith"), ("\u202eevil\u202c", "evil"), ("a\ud800b", "ab"), ("\x85 x", "x")]
)
def test_characters_that_nobody_sees_are_left_out_and_said(column: Column, raw: str, text: str) -> None:
    values, (finding,) = column("Programmes", "client", [raw], programme="P1")
    assert values == [text]
    assert (finding.check, finding.suggestion) == ("text_unseen_characters", text)


@pytest.mark.parametrize("raw", [CellError("#REF!"), Uncalculated("=A1"), "#DIV/0!", "#NAME?", "#ADR!"])
def test_an_error_in_a_note_does_not_cost_the_row(column: Column, raw: Any) -> None:
    values, (finding,) = column("Programmes", "client", [raw], programme="P1")
    assert values == [""]
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (dt.date(2026, 6, 30), "2026-06-30"),
        (dt.datetime(2026, 6, 30), "2026-06-30"),
        (dt.datetime(2026, 6, 30, 14, 5), "2026-06-30"),
        (dt.datetime(2026, 6, 30, 23, 59, 59, 999_999), "2026-07-01"),
        (pd.Timestamp("2026-06-30"), "2026-06-30"),
        (np.datetime64("2026-06-30"), "2026-06-30"),
        ("2026-06-30", "2026-06-30"),
        ("2026/6/30", "2026-06-30"),
        ("20260630", "2026-06-30"),
        ("2026-06-30T00:00:00", "2026-06-30"),
        ("2024-04-03", "2024-04-03"),
        ("3/4/2024", "2024-04-03"),
        ("03.04.2024", "2024-04-03"),
        (" 3-4-2024\u00a0", "2024-04-03"),
        ("3 Apr 2024", "2024-04-03"),
        ("3rd April 2024", "2024-04-03"),
        ("April 3, 2024", "2024-04-03"),
        ("3 kwietnia 2024", "2024-04-03"),
        ("3 października 2024", "2024-10-03"),
        ("29/02/2028", "2028-02-29"),
        (dt.date(1990, 1, 1), "1990-01-01"),
        (dt.date(2100, 12, 31), "2100-12-31"),
    ],
)
def test_a_day_is_read(column: Column, raw: Any, expected: str) -> None:
    assert column("Holidays", "date", [raw]) == ([day(expected)], [])


def test_month_first_text_is_read_so_when_the_policy_says_so(column: Column) -> None:
    raws = ["04/03/2024", "2024-04-03", "3 Apr 2024", dt.date(2024, 4, 3)]
    assert column("Holidays", "date", raws, AMERICA) == ([day("2024-04-03")] * 4, [])


@pytest.mark.parametrize(
    ("raw", "check", "problem", "suggestion"),
    [
        ("31/02/2026", "day_impossible", "31/02/2026 is not a day. Did you mean 28/02/2026?", "28/02/2026"),
        ("29/02/2026", "day_impossible", "29/02/2026 is not a day. Did you mean 28/02/2026?", "28/02/2026"),
        ("31/04/2026", "day_impossible", "31/04/2026 is not a day. Did you mean 30/04/2026?", "30/04/2026"),
        ("04/13/2026", "day_impossible", "04/13/2026 is not a day. Did you mean 13/04/2026?", "13/04/2026"),
        ("2026-02-30", "day_impossible", "2026-02-30 is not a day. Did you mean 28/02/2026?", "28/02/2026"),
        ("45/45/2026", "day_impossible", "45/45/2026 is not a day. Check day, month and year.", ""),
        ("3/4/24", "year_short", "two figures, which may be this century or the last", "03/04/2024"),
        ("soon", "day_unreadable", "'soon' is not a day. Write it like 31/12/2026 or 2026-12-31.", ""),
        ("3 Foo 2024", "day_unreadable", "'3 Foo 2024' is not a day", ""),
        ("2026-06-30T00:00:00Z", "day_unreadable", "is not a day", ""),
        (45351.0, "day_as_number", "45351 is a plain number. If it stands for 29/02/2024, format", "29/02/2024"),
        (45351, "day_as_number", "45351 is a plain number", "29/02/2024"),
        (20260630.0, "day_as_number", "20260630 is a plain number. If it stands for 30/06/2026", "30/06/2026"),
        (1_700_000_000, "day_unreadable", "1700000000 is a number, not a day.", ""),
        (-1, "day_unreadable", "-1 is a number, not a day.", ""),
        (float("nan"), "day_unreadable", "nan is a number, not a day.", ""),
        (True, "day_unreadable", "'TRUE' is not a day", ""),
        (dt.time(0, 0), "day_unreadable", "'00:00' is not a day", ""),
        (dt.timedelta(hours=30), "day_unreadable", "is not a day", ""),
        (dt.date(1989, 12, 31), "day_out_of_range", "31/12/1989 lies outside 1990 to 2100", ""),
        (dt.date(2101, 1, 1), "day_out_of_range", "01/01/2101 lies outside 1990 to 2100", ""),
        ("12/03/1089", "day_out_of_range", "12/03/1089 lies outside 1990 to 2100", ""),
        (dt.date(1900, 2, 28), "day_out_of_range", "28/02/1900 lies outside", ""),
        (CellError("#VALUE!"), "excel_error", "#VALUE!", ""),
        (Uncalculated("=TODAY()"), "formula_uncalculated", "=TODAY()", ""),
        (pd.Timestamp("2026-06-30", tz="Europe/Warsaw"), "day_unreadable", "names a time zone", ""),
    ],
)
def test_what_is_no_day_is_never_guessed(column: Column, raw: Any, check: str, problem: str, suggestion: str) -> None:
    values, (finding,) = column("Holidays", "date", [raw])
    assert values == []
    assert (finding.check, finding.severity, finding.suggestion) == (check, Severity.ERROR, suggestion)
    assert problem in finding.problem


def test_a_column_of_both_orders_is_doubtful(column: Column) -> None:
    """04/13/2026 is no day here, so 03/04/2026 beside it may well be 4 March."""
    values, findings = column("Holidays", "date", ["03/04/2026", "04/13/2026", "20/05/2026"])
    assert values == [day("2026-04-03"), day("2026-05-20")]
    assert [(f.row, f.cell, f.check) for f in findings] == [
        (1, "B1", "date_order_doubtful"),
        (3, "B3", "day_impossible"),
    ]


@pytest.mark.parametrize(
    "raws", [["13/04/2026", "04/13/2026"], ["04/13/2026", "05/05/2026"], ["03/04/2026", "31/02/2026"]]
)
def test_a_column_of_one_order_is_not_doubtful(column: Column, raws: list[str]) -> None:
    _, findings = column("Holidays", "date", raws)
    assert [f.check for f in findings] == ["day_impossible"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (dt.datetime(2026, 6, 30, 14, 5), "2026-06-30 14:05"),
        (dt.datetime(2026, 6, 30, 14, 4, 59, 999_997), "2026-06-30 14:05"),
        (dt.date(2026, 6, 30), "2026-06-30 00:00"),
        ("2026-06-30 14:05", "2026-06-30 14:05"),
        ("30/06/2026 14:05:30", "2026-06-30 14:05:30"),
        ("30/06/2026 2:05 pm", "2026-06-30 14:05"),
        ("30/06/2026 12:05 am", "2026-06-30 00:05"),
        ("30/06/2026 12:05 pm", "2026-06-30 12:05"),
    ],
)
def test_a_moment_is_read_to_the_second(column: Column, raw: Any, expected: str) -> None:
    assert column("Contacts", "at", [raw], **CONTACT) == ([day(expected)], [])


@pytest.mark.parametrize("raw", ["30/06/2026 25:00", "30/06/2026 13:05 pm", "14:05", 45351.5])
def test_what_is_no_moment_is_an_error(column: Column, raw: Any) -> None:
    values, (finding,) = column("Contacts", "at", [raw], **CONTACT)
    assert values == []
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (dt.time(17, 0), "17:00"),
        ("17:00", "17:00"),
        ("9.30", "09:30"),
        ("5 pm", ""),
        ("5:00 pm", "17:00"),
        ("24:00", "24:00"),
        ("24:01", ""),
        (dt.timedelta(days=1), "24:00"),
        (0.5, ""),
    ],
)
def test_a_time_of_day_is_read(column: Column, raw: Any, expected: str) -> None:
    values, findings = column("Programmes", "cut_off", [raw], programme="P1")
    assert values == [expected]
    assert [f.check for f in findings] == ([] if expected else ["time_unreadable"])


@pytest.mark.parametrize(
    ("raw", "minor"),
    [
        (1234.5, 123450),
        (0.1 + 0.2, 30),
        (1234.5600000000002, 123456),
        (0.005 * 100, 50),
        (5, 500),
        (-5.25, -525),
        ("1234.50", 123450),
        ("1,234.50", 123450),
        ("1,234", 123400),
        ("1 234 567.5", 123456750),
        ("1\u00a0234.50", 123450),
        ("1'234.50", 123450),
        ("$1,234.50", 123450),
        ("NZ$ 5", 500),
        ("NZD 5.00", 500),
        ("5.00 NZD", 500),
        ("5.00-", -500),
        ("(5.00)", -500),
        ("($5.00)", -500),
        ("-$5", -500),
        ("$-5", -500),
        ("\u22125", -500),
        ("+5", 500),
        (".50", 50),
        ("12.500", 1250),
        (Decimal("5.25"), 525),
        (np.float64(5.25), 525),
        (9_999_999_999_999.99, 999_999_999_999_999),
    ],
)
def test_an_amount_is_read_exactly(column: Column, raw: Any, minor: int) -> None:
    assert column("Programmes", "max_amount", [raw], programme="P1") == ([minor], [])


@pytest.mark.parametrize(
    ("raw", "minor"),
    [("1.234,50", 123450), ("1 234,5 zł", 123450), ("1.234", 123400), ("PLN 12,5", 1250), (12.5, 1250)],
)
def test_an_amount_with_a_decimal_comma_is_read_when_the_policy_says_so(column: Column, raw: Any, minor: int) -> None:
    assert column("Programmes", "max_amount", [raw], EUROPE, programme="P1") == ([minor], [])


@pytest.mark.parametrize(
    ("raw", "check", "problem", "suggestion"),
    [
        ("1.234,50", "decimal_mark_wrong", "'1.234,50' is not written with '.' before its decimals", "1234.50"),
        ("12,5", "decimal_mark_wrong", "Did you mean 12.5?", "12.5"),
        ("-12,50", "decimal_mark_wrong", "Did you mean -12.50?", "-12.50"),
        ("1,23,456", "amount_unreadable", "'1,23,456' is not an amount", ""),
        ("1.2.3", "amount_unreadable", "'1.2.3' is not an amount", ""),
        ("NaN", "amount_unreadable", "'NaN' is not an amount", ""),
        ("Infinity", "amount_unreadable", "is not an amount", ""),
        ("1e3", "amount_unreadable", "is not an amount", ""),
        ("five", "amount_unreadable", "is not an amount", ""),
        ("5 apples", "amount_unreadable", "is not an amount", ""),
        ("Feb 5", "amount_unreadable", "is not an amount", ""),
        ("(5", "amount_unreadable", "is not an amount", ""),
        ("(-5)", "amount_unreadable", "is not an amount", ""),
        ("-5-", "amount_unreadable", "is not an amount", ""),
        ("-", "amount_unreadable", "is not an amount", ""),
        ("\uff15", "amount_unreadable", "is not an amount", ""),
        (float("nan"), "amount_unreadable", "nan is not an amount", ""),
        (float("-inf"), "amount_unreadable", "-inf is not an amount", ""),
        (True, "amount_unreadable", "TRUE is not an amount", ""),
        (dt.date(2026, 3, 12), "amount_unreadable", "12/03/2026 is not an amount", ""),
        (33.333333, "amount_decimals", "33.333333 has more than 2 decimals. Round it to 33.33.", "33.33"),
        ("1.234", "amount_decimals", "If the mark parts thousands", ""),
        (0.001, "amount_decimals", "0.001 has more than 2 decimals", "0.00"),
        (1e13, "amount_too_large", "10,000,000,000,000 is more than any amount can be", ""),
        (1e300, "amount_too_large", "is more than any amount can be", ""),
        ("\u20ac5.00", "currency_differs", "is an amount in EUR, but its row is in NZD", ""),
        ("5 USD", "currency_differs", "is an amount in USD, but its row is in NZD", ""),
        (CellError("#DIV/0!"), "excel_error", "#DIV/0!", ""),
        ("#DIV/0!", "excel_error", "#DIV/0!", ""),
        (Uncalculated("=SUM(A:A)"), "formula_uncalculated", "=SUM(A:A)", ""),
    ],
)
def test_what_is_no_amount_is_never_guessed(
    column: Column, raw: Any, check: str, problem: str, suggestion: str
) -> None:
    values, (finding,) = column("Programmes", "max_amount", [raw], programme="P1")
    assert values == []
    assert (finding.check, finding.severity, finding.suggestion) == (check, Severity.ERROR, suggestion)
    assert problem in finding.problem


def test_an_amount_has_the_decimals_of_its_rows_currency(check: Any, grid: Any) -> None:
    entries = grid(
        "Ledger",
        """
        row | entry | account | kind    | date       | amount | currency
        2   | E1    | A1      | invoice | 2026-01-01 | 1500   | JPY
        3   | E2    | A1      | invoice | 2026-01-01 | 1500   | KWD
        4   | E3    | A1      | invoice | 2026-01-01 | 1500   |
        5   | E4    | A1      | invoice | 2026-01-01 | 1.5    | JPY
        6   | E5    | A1      | invoice | 2026-01-01 | 1.5    | KWD
        7   | E6    | A1      | invoice | 2026-01-01 | 1.5    | nzd
        """,
    )
    sheet = check(Ledger=entries)["Ledger"]
    assert sheet.frame["amount"].to_dict() == {2: 1500, 3: 1_500_000, 4: 150_000, 6: 1500, 7: 150}
    assert sheet.frame["currency"].to_dict() == {2: "JPY", 3: "KWD", 4: "NZD", 6: "KWD", 7: "NZD"}
    assert [(f.cell, f.check, f.suggestion) for f in sheet.findings] == [("E5", "amount_decimals", "2")]


@pytest.mark.parametrize(
    ("raw", "points"),
    [
        (0.15, 1500),
        ("15%", 1500),
        ("15 %", 1500),
        (15, 1500),
        (15.0, 1500),
        ("0.15", 1500),
        ("15", 1500),
        (0.075, 750),
        (2.5, 250),
        ("0.5%", 50),
        ("1%", 100),
        ("100%", 10000),
        (100, 10000),
        (0, 0),
        (0.0001, 1),
    ],
)
def test_a_rate_is_basis_points(column: Column, raw: Any, points: int) -> None:
    assert column("Programmes", "error_ceiling", [raw], programme="P1") == ([points], [])


@pytest.mark.parametrize(
    ("raw", "check"),
    [
        (1, "rate_ambiguous"),
        (1.0, "rate_ambiguous"),
        ("1", "rate_ambiguous"),
        (-0.1, "rate_out_of_range"),
        (101, "rate_out_of_range"),
        ("101%", "rate_out_of_range"),
        (0.00015, "rate_too_fine"),
        ("high", "rate_unreadable"),
        (True, "rate_unreadable"),
        (CellError("#N/A"), "excel_error"),
        ("2,5%", "decimal_mark_wrong"),
    ],
)
def test_what_is_no_rate_is_never_guessed(column: Column, raw: Any, check: str) -> None:
    values, (finding,) = column("Programmes", "error_ceiling", [raw], programme="P1")
    assert (values, finding.check) == ([], check)


@pytest.mark.parametrize(("raw", "number"), [(3, 3), (3.0, 3), ("3", 3), ("1,000", 1000), (0, 0)])
def test_a_whole_number_is_read(column: Column, raw: Any, number: int) -> None:
    assert column("Programmes", "max_quantity", [raw], programme="P1") == ([number], [])


@pytest.mark.parametrize(
    ("raw", "check"),
    [
        (3.5, "number_unreadable"),
        ("many", "number_unreadable"),
        (True, "number_unreadable"),
        (dt.date(2026, 1, 1), "number_unreadable"),
        (float("inf"), "number_unreadable"),
        (10**30, "number_unreadable"),
        (-1, "number_too_small"),
        (CellError("#NUM!"), "excel_error"),
    ],
)
def test_what_is_no_whole_number_is_an_error(column: Column, raw: Any, check: str) -> None:
    values, (finding,) = column("Programmes", "max_quantity", [raw], programme="P1")
    assert (values, finding.check) == ([], check)


@pytest.mark.parametrize("raw", [True, 1, 1.0, "y", "YES", "true", "1", "t", "tak", "X", "✓", "on", "Prawda"])
def test_yes(column: Column, raw: Any) -> None:
    assert column("Participants", "active", [raw]) == ([True], [])


@pytest.mark.parametrize("raw", [False, 0, 0.0, "n", "NO", "false", "0", "nie", "off", "fałsz", None, ""])
def test_no(column: Column, raw: Any) -> None:
    assert column("Participants", "active", [raw]) == ([False], [])


@pytest.mark.parametrize(
    ("sheet", "name", "counts_as", "others"),
    [
        ("Customers", "do_not_contact", True, {}),
        ("Ledger", "disputed", True, {"kind": "invoice", "date": dt.date(2026, 1, 1), "amount": 5}),
        ("Participants", "active", False, {}),
        ("Templates", "approved", False, {}),
    ],
)
def test_an_unreadable_answer_counts_as_the_one_that_does_least_harm(
    column: Column, sheet: str, name: str, counts_as: bool, others: dict[str, Any]
) -> None:
    values, (finding,) = column(sheet, name, ["maybe", 2], **others)[0], column(sheet, name, ["maybe"], **others)[1]
    assert values == [counts_as, counts_as]
    assert (finding.check, finding.severity) == ("yes_no_unreadable", Severity.WARNING)
    assert f"Until it is mended it counts as {'yes' if counts_as else 'no'}." in finding.problem


def test_true_one_and_the_text_1_are_told_apart_in_one_column(column: Column) -> None:
    values, findings = column("Programmes", "programme", [1, True, 1.0, "1", "01"])
    assert values == ["1", "1", "1", "01"]
    assert [f.cell for f in findings] == ["A3"]


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("ann@example.org", "ann@example.org"),
        (" Ann.O'Neil+x@Example.ORG ", "Ann.O'Neil+x@example.org"),
        ("ann@münchen.de", "ann@münchen.de"),
    ],
)
def test_an_email_address_is_read(column: Column, raw: str, address: str) -> None:
    assert column("Participants", "email", [raw]) == ([address], [])


@pytest.mark.parametrize(
    ("raw", "suggestion"),
    [
        ("ann", ""),
        ("ann@example", ""),
        ("ann@@example.org", ""),
        ("ann@example..org", ""),
        ("ann.@example.org", ""),
        ("ann @example.org", ""),
        ("ann@example.org.", "ann@example.org"),
        ("Ann <ann@example.org>", "ann@example.org"),
        ("mailto:ann@example.org", "ann@example.org"),
        ("ann@example.org;", "ann@example.org"),
        ("ann@example.org; bob@example.org", ""),
        ("ann@printer.local", ""),
        (CellError("#N/A"), ""),
    ],
)
def test_a_bad_email_address_is_a_warning_and_counts_as_none(column: Column, raw: Any, suggestion: str) -> None:
    values, (finding,) = column("Participants", "email", [raw])
    assert values == [""]
    assert (finding.severity, finding.suggestion) == (Severity.WARNING, suggestion)
    assert finding.check == ("excel_error" if isinstance(raw, CellError) else "email_unreadable")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("NZ", "NZ"),
        ("nz", "NZ"),
        ("UK", "GB"),
        ("NZL", "NZ"),
        ("New Zealand", "NZ"),
        ("Nowa Zelandia", "NZ"),
        ("Polska", "PL"),
    ],
)
def test_a_country_is_read(column: Column, raw: str, code: str) -> None:
    assert column("Participants", "country", [raw]) == ([code], [])


@pytest.mark.parametrize(("raw", "suggestion"), [("Nw Zealand", "NZ"), ("XX", ""), ("Atlantis", ""), (64, "")])
def test_an_unknown_country_is_a_warning(column: Column, raw: Any, suggestion: str) -> None:
    values, (finding,) = column("Participants", "country", [raw])
    assert values == [""]
    assert (finding.check, finding.suggestion, finding.severity) == ("country_unknown", suggestion, Severity.WARNING)


@pytest.mark.parametrize(
    ("raw", "code"), [("en", "en"), ("EN", "en"), ("en-GB", "en"), ("pl_PL", "pl"), ("Polish", "pl"), ("polski", "pl")]
)
def test_a_language_is_read(column: Column, raw: str, code: str) -> None:
    assert column("Participants", "language", [raw]) == ([code], [])


def test_an_unknown_language_is_a_warning(column: Column) -> None:
    values, (finding,) = column("Participants", "language", ["Klingon"])
    assert (values, finding.check) == ([""], "language_unknown")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("Credit note", "credit_note"),
        ("CREDIT-NOTE", "credit_note"),
        ("inv", "invoice"),
        ("Faktura", "invoice"),
        ("Wpłata", "receipt"),
        ("payment", "receipt"),
        ("Write off", "write_off"),
        ("zwrot", "refund"),
    ],
)
def test_a_code_is_read_in_any_wording(column: Column, raw: str, kind: str) -> None:
    values, findings = column("Ledger", "kind", [raw], date=dt.date(2026, 1, 1), amount=5)
    assert (values, findings) == ([kind], [])


@pytest.mark.parametrize(("raw", "suggestion"), [("recept", "receipt"), ("zzz", ""), (3, ""), (True, "")])
def test_an_unknown_code_is_an_error_where_it_decides(column: Column, raw: Any, suggestion: str) -> None:
    values, (finding,) = column("Ledger", "kind", [raw], date=dt.date(2026, 1, 1), amount=5)
    assert values == []
    assert (finding.check, finding.suggestion, finding.severity) == ("code_unknown", suggestion, Severity.ERROR)


def test_an_unknown_code_is_a_warning_where_it_does_not_decide(column: Column) -> None:
    values, (finding,) = column("Customers", "channel", ["fax"])
    assert (values, finding.check, finding.severity) == ([""], "code_unknown", Severity.WARNING)
    assert finding.problem == "'fax' is none of email, letter, phone. Until it is mended it counts as blank."


def test_an_unknown_currency_is_an_error(column: Column) -> None:
    more = {"kind": "invoice", "date": dt.date(2026, 1, 1), "amount": 5}
    values, (finding,) = column("Ledger", "currency", ["\u20ac"], **more)
    assert (values, finding.check, finding.suggestion) == ([], "currency_unknown", "EUR")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (0.1, "0.1"),
        (5.0, "5"),
        (True, "yes"),
        (dt.date(2026, 6, 30), "2026-06-30"),
        (dt.datetime(2026, 6, 30), "2026-06-30"),
        (" 30, 60, 90 ", "30, 60, 90"),
    ],
)
def test_the_value_of_a_setting_is_text(column: Column, raw: Any, value: str) -> None:
    assert column("Policy", "value", [raw]) == ([value], [])


@pytest.mark.parametrize("raw", ["Terms days", "terms_days", "TERMS-DAYS"])
def test_the_name_of_a_setting_is_read_in_any_writing(column: Column, raw: str) -> None:
    assert column("Policy", "setting", [raw]) == (["terms_days"], [])


def test_stranger_things_than_cells_are_read_as_text(column: Column) -> None:
    values, findings = column("Programmes", "client", [["a"], {"b": 1}, object], programme="P1")
    assert values[:2] == ["['a']", "{'b': 1}"]
    assert findings == []


def test_a_frame_from_python_gives_what_the_same_cells_in_excel_give() -> None:
    """Missing values of every sort are blank, and numpy's and pandas' scalars are what they stand for."""
    frame = pd.DataFrame(
        {
            "entry": [1, 2],
            "account": ["A1", "A1"],
            "kind": pd.Categorical(["invoice", "receipt"]),
            "date": pd.to_datetime(["2026-01-01", "2026-02-01"]),
            "due_date": pd.to_datetime(["2026-01-31", None]),
            "amount": [100.5, 50.25],
            "tax_rate": [0.15, np.nan],
            "disputed": pd.array([True, None], dtype="boolean"),
            "licence": pd.array([7, None], dtype="Int64"),
        }
    )
    book = frames_book({"Ledger": frame})
    sheet = check_sheet(book.cells("Ledger"), SHEETS["Ledger"], EUROPE)
    assert sheet.findings == ()
    assert sheet.frame["entry"].tolist() == ["1", "2"]
    assert sheet.frame["licence"].tolist() == ["7", ""]
    assert sheet.frame["amount"].tolist() == [10050, 5025]
    assert sheet.frame["due_date"].tolist() == [day("2026-01-31"), pd.NaT]
    assert sheet.frame["tax_rate"].isna().tolist() == [False, True]
    assert sheet.frame["disputed"].tolist() == [True, False]
