"""A hostile sample: every fault planted in it is found on its cell, and nothing else is."""

from typing import Any

from sheetops.model import Severity

# Cells are as one types them into Excel: 'x is text, #N/A an error; =A1 stands for a formula never calculated.
CUSTOMERS = """
row|Konto   |Nazwa     |E-mail       |Phone        |Street       |Zip    |Kraj  |Channel|DNC  |NIP       |Uwagi
2  |'00101  |Smith Hall|ann@school.nz|'021 123 4567|1 High Street|'0610  |NZ    |email  |no   |'49091850 |
3  |'00102  |Nowak     |jan@nowak.pl |'601 234 567 |Prosta 2     |'00-950|Polska|letter |     |5260001246|- calls
4  |103     |Baker     |bob@gmial.com|'021 12      |3 Low Street |610    |NZ    |fax    |maybe|'49091851 |=1+1
5  |'00102  |Copy      |             |             |             |       |      |       |     |          |
6  |1.23E+15|Lost      |             |             |             |       |      |       |     |          |
7  |'00104  |          |             |             |             |       |      |       |     |          |
8  |'00105  |'=LINK()  |nowhere      |             |             |       |Utopia|       |     |          |#N/A
9  |#REF!   |Broken    |             |             |             |       |      |       |     |          |
10 |'00106  |Smith Hal |ANN@school.nz|             |             |       |      |       |     |          |
11 |        |          |             |             |             |       |      |       |     |          |
12 |Total   |          |             |             |             |       |      |       |     |          |
"""
LEDGER = """
row | Entry | Account | Type        | Date       | Due        | Amount    | Currency | Applies to | Disputed | Tax rate
2   | E1    | '00101  | Invoice     | 2026-01-01 | 2026-01-31 | 1250.00   | NZD      |            |          | 0.15
3   | E2    | '00101  | receipt     | 01/02/2026 |            | '1,250.00 |          | E1         | n        | '15%
4   | E3    | '00102  | invoice     | 31/02/2026 | 2026-03-31 | 10        |          |            |          |
5   | E4    | '00102  | invoice     | 46000      |            | 20        |          |            |          |
6   | E5    | '00102  | invoice     | 2026-02-01 | 2026-01-01 | 30        |          |            | ?        |
7   | E6    | '00102  | invoice     | 2026-02-01 |            | '1.234,50 |          |            |          |
8   | E7    | '00102  | invoice     | 2026-02-01 |            | 33.3333   |          |            |          |
9   | E8    | '00102  | invoice     | 2026-02-01 |            | NaN       |          |            |          |
10  | E9    | '00201  | invoice     | 2026-02-01 |            | 40        |          |            |          |
11  | E10   | 103     | recept      | 2026-02-01 |            | 50        |          |            |          |
12  | E11   | 103     | receipt     | 2026-02-01 |            | 1250.01   |          | E1         |          |
13  | E12   | 103     | receipt     | 2026-02-01 |            | 5         | USD      | E5         |          |
14  | E13   | 103     | invoice     | 2026-07-01 |            | -5        |          |            |          |
15  | E14   | 103     | invoice     | 2026-07-01 |            | 0         | ZZZ      |            |          | 1
16  | E15   | 103     | receipt     | 2026-02-01 |            | TRUE      |          |            |          |
17  | E16   |         | credit note | 2026-02-01 |            | 60        |          | E99        |          |
18  | E17   | 103     | fee         | 2026-07-01 |            | 70        |          | E99        |          |
19  | E1    | 103     | fee         | 1989-12-31 |            | 80        |          |            |          |
20  | E2    | 103     | fee         | 2026-06-30 | =B1        | 90        |          |            |          |
21  | E2    | 103     | fee         | 2026-06-30 |            | '\u20ac5  |          |            |          |
22  | E18   | '00101  | fee         | 2026-06-30 |            | 1E+15     |          |            |          |
23  | E2    | '00101  | fee         | 2026-06-30 |            | 15        |          |            |          |
""".replace("\\u20ac", "\u20ac")
LICENCES = """
row | Licence | Account | Type  | Start      | End        | Status
2   | L1      | '00101  | music | 2026-01-01 | 2026-12-31 | live
3   | L2      | '00101  | music | 2026-12-31 | 2027-12-31 | Active
4   | L3      | '00102  | music | 2026-05-02 | 2026-05-01 | live
5   | L4      | '00102  | music | 2026-05-01 | 2026-05-01 | asleep
"""

PLANTED = """
Customers C4 email_domain_doubtful, Customers D4 phone_invalid, Customers F4 postcode_malformed, Customers H4
code_unknown, Customers I4 yes_no_unreadable, Customers J4 tax_number_invalid, Customers K4
formula_uncalculated, Customers A5 duplicate_key, Customers A6 digits_lost, Customers B7 value_missing,
Customers B8 text_runs_as_formula, Customers C8 email_unreadable, Customers G8 country_unknown, Customers K8
excel_error, Customers A9 excel_error, Customers B10 likely_duplicate, Customers A12 totals_row, Ledger D4
day_impossible, Ledger D5 day_as_number, Ledger E6 due_before_issue, Ledger I6 yes_no_unreadable, Ledger F7
decimal_mark_wrong, Ledger F8 amount_decimals, Ledger F9 amount_unreadable, Ledger B10 account_unknown, Ledger
C11 code_unknown, Ledger F12 receipt_exceeds_entry, Ledger H12 applies_to_other_account, Ledger H13
applies_to_other_account, Ledger H13 applies_to_other_currency, Ledger F14 amount_negative, Ledger G15
currency_unknown, Ledger J15 rate_ambiguous, Ledger F16 amount_unreadable, Ledger B17 value_missing, Ledger
D18 date_in_future, Ledger H18 applies_to_unknown, Ledger D19 day_out_of_range, Ledger E20
formula_uncalculated, Ledger F21 currency_differs, Ledger F22 amount_too_large, Ledger A23 duplicate_key,
Licences D3 licence_overlap, Licences E4 licence_end_before_start, Licences F5 code_unknown
"""


def test_all_that_is_planted_is_found_and_nothing_else(check: Any) -> None:
    sheets = check(Customers=CUSTOMERS, Ledger=LEDGER, Licences=LICENCES)
    found = {f"{f.sheet} {f.cell} {f.check}" for one in sheets.values() for f in one.findings}
    planted = {" ".join(one.split()) for one in PLANTED.split(",")}
    assert found - planted == set()
    assert planted - found == set()


def test_every_finding_is_a_sentence_with_the_value_that_stands_there(check: Any) -> None:
    for one in check(Customers=CUSTOMERS, Ledger=LEDGER, Licences=LICENCES).values():
        for finding in one.findings:
            assert finding.file == "desk.xlsx"
            assert finding.problem[-1] in ".?", finding
            assert finding.cell.endswith(str(finding.row))
            assert finding.value or finding.check in ("value_missing", "totals_row"), finding
            assert not finding.suggestion or finding.suggestion != finding.value, finding


def test_only_rows_that_cannot_be_used_are_left_out(check: Any) -> None:
    sheets = check(Customers=CUSTOMERS, Ledger=LEDGER, Licences=LICENCES)
    assert {name: list(one.frame.index) for name, one in sheets.items()} == {
        "Customers": [2, 3, 4, 8, 10],
        "Ledger": [2, 3, 6, 12, 13, 18],
        "Licences": [2, 3],
    }
    for one in sheets.values():
        errors = {finding.row for finding in one.findings if finding.severity is Severity.ERROR}
        assert one.rows == len(one.frame) + len(errors)


def test_the_money_left_out_is_that_on_the_rows_left_out(check: Any) -> None:
    """What can be read on faulty rows: 10 + 20 + 40 + 50 - 5 + 60 + 80 + 90 + 15."""
    ledger = check(Customers=CUSTOMERS, Ledger=LEDGER, Licences=LICENCES)["Ledger"]
    assert sum(left.amount for left in ledger.left_out) == 36000


def test_the_same_sheets_mended_have_nothing_left(found: Any) -> None:
    assert (
        found(
            Customers="""
            row | account | name  | email         | phone         | postcode | country | tax_number
            2   | '00101  | Smith | ann@school.nz | '021 123 4567 | '0610    | NZ      | '49091850
            3   | '00102  | Nowak | jan@nowak.pl  | '601 234 567  | '00-950  | PL      | 5260001246
            """,
            Ledger="""
            row | entry | account | kind    | date       | due_date   | amount | currency | applies_to | tax_rate
            2   | E1    | '00101  | invoice | 2026-01-01 | 2026-01-31 | 1250   | NZD      |            | 0.15
            3   | E2    | '00101  | receipt | 2026-02-01 |            | 1250   | NZD      | E1         | 0.15
            """,
            Licences="""
            row | licence | account | type  | start      | end        | status
            2   | L1      | '00101  | music | 2026-01-01 | 2026-12-31 | live
            3   | L2      | '00101  | music | 2027-01-01 | 2027-12-31 | live
            """,
        )
        == []
    )
