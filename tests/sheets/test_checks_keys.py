"""Keys that stand twice, that nobody knows, or that belong to somebody else."""

from typing import Any

import pytest

CUSTOMERS = """
row | account | name
2   | A00123  | Smith Hall
3   | A00124  | Nowak
4   | B7      | Baker
5   | 'AC-9.1 | Taylor
"""
STAGES = """
row | ladder   | level | mode     | days
2   | standard | 1     | due_plus | 7
3   | standard | 2     | due_plus | 21
"""


def test_duplicate_key(check: Any) -> None:
    sheet = check(
        Customers="""
        row | account | name
        2   | 'A1     | Smith
        3   | 'a1     | Other
        4   | 'A1     | Smith
        6   | 'A1     | Third
        """
    )["Customers"]
    assert list(sheet.frame.index) == [2, 3]
    assert [(f.row, f.cell, f.column, f.check, f.value) for f in sheet.findings] == [
        (4, "A4", "account", "duplicate_key", "A1"),
        (6, "A6", "account", "duplicate_key", "A1"),
    ]
    assert sheet.findings[0].problem == "A1 stands in row 2 already. Give this row another account, or delete it."


def test_duplicate_key_of_two_columns(found: Any) -> None:
    assert found(
        Claims="""
        row | claim | line | programme | participant | received_at
        2   | C1    | 1    | P         | M           | 2026-06-01
        3   | C1    | 2    | P         | M           | 2026-06-01
        4   | C2    | 1    | P         | M           | 2026-06-01
        5   | C1    | 2    | P         | M           | 2026-06-01
        """
    ) == [("A5", "duplicate_key")]


def test_a_faulty_row_does_not_make_the_good_one_a_duplicate(check: Any) -> None:
    sheet = check(
        Customers="""
        row | account | name
        2   | A1      |
        3   | A1      | Smith
        """
    )["Customers"]
    assert list(sheet.frame.index) == [3]
    assert [(f.cell, f.check) for f in sheet.findings] == [("B2", "value_missing")]


@pytest.mark.parametrize(
    ("account", "problem", "suggestion"),
    [
        ("A00132", " Did you mean A00123?", "A00123"),  # two letters swapped
        ("a00123", " Did you mean A00123?", "A00123"),
        ("A 00123", " Did you mean A00123?", "A00123"),
        ("AC91", " Did you mean AC-9.1?", "AC-9.1"),
        ("A0123", " Did you mean A00123?", "A00123"),
        ("A00125", " It comes near A00123, A00124.", ""),  # as near to either: nobody can tell
        ("ZZZZZZ", "", ""),
        ("C8", "", ""),
    ],
)
def test_account_unknown(check: Any, account: str, problem: str, suggestion: str) -> None:
    sheets = check(
        Customers=CUSTOMERS,
        Ledger=f"""
        row | entry | account    | kind    | date       | amount
        2   | E1    | A00123     | invoice | 2026-01-01 | 100
        3   | E2    | '{account} | invoice | 2026-01-01 | 250
        """,
    )
    (finding,) = sheets["Ledger"].findings
    assert (finding.cell, finding.check, finding.value) == ("B3", "account_unknown", account)
    assert finding.problem == f"There is no account {account} on the sheet Customers.{problem}"
    assert finding.suggestion == suggestion
    assert list(sheets["Ledger"].frame.index) == [2]
    assert sum(left.amount for left in sheets["Ledger"].left_out) == 25000


def test_account_unknown_finds_the_zeros_that_a_spreadsheet_took(one: Any) -> None:
    finding = one(
        Customers="row | account | name\n2 | '00123 | Smith",
        Ledger="row | entry | account | kind | date | amount\n2 | E1 | 123 | invoice | 2026-01-01 | 5",
    )
    assert (finding.check, finding.value, finding.suggestion) == ("account_unknown", "123", "00123")


def test_account_unknown_says_nothing_of_a_faulty_customer(found: Any) -> None:
    """One mistake in Customers must not make a thousand in Ledger."""
    assert (
        found(
            on="Ledger",
            Customers="row | account | name\n2 | A1 |",
            Ledger="row | entry | account | kind | date | amount\n2 | E1 | A1 | invoice | 2026-01-01 | 5",
        )
        == []
    )


def test_checks_across_sheets_say_nothing_when_the_other_sheet_is_not_there(found: Any) -> None:
    assert (
        found(
            Ledger="""
        row | entry | account | kind    | date       | amount | licence | ladder
        2   | E1    | A1      | invoice | 2026-01-01 | 5      | L1      | special
        """,
            Holds="row | account | entry | reason\n2 | A9 | | asked",
            Claims="row | claim | line | programme | participant | received_at\n2 | C | 1 | P | M | 2026-06-01",
        )
        == []
    )


def test_entry_unknown(one: Any) -> None:
    finding = one(
        Ledger="row | entry | account | kind | date | amount\n2 | INV-204 | A1 | invoice | 2026-01-01 | 5",
        Notices="""
        row | account | entry   | ladder | level | sent_on
        2   | A1      | INV-204 | s      | 1     | 2026-03-01
        3   | A1      |         | s      | 1     | 2026-03-01
        4   | A1      | INV-240 | s      | 1     | 2026-03-01
        """,
    )
    assert (finding.cell, finding.check, finding.severity) == ("B4", "entry_unknown", "warning")
    assert finding.suggestion == "INV-204"


def test_licence_unknown(one: Any) -> None:
    finding = one(
        Licences="row | licence | account | start | end\n2 | L1 | A1 | 2026-01-01 | 2026-12-31",
        Ledger="""
        row | entry | account | kind    | date       | amount | licence
        2   | E1    | A1      | invoice | 2026-01-01 | 5      | L1
        3   | E2    | A1      | invoice | 2026-01-01 | 5      | L2
        4   | E3    | A1      | invoice | 2026-01-01 | 5      |
        """,
    )
    assert (finding.cell, finding.check) == ("F3", "licence_unknown")
    assert finding.problem == "There is no licence L2 on the sheet Licences."


def test_programme_unknown(one: Any) -> None:
    finding = one(
        Programmes="row | programme\n2 | SPRING",
        Participants="row | participant | programme | name\n2 | M1 | SPRING | Ann\n3 | M2 | SPRNG | Bob",
    )
    assert (finding.cell, finding.check, finding.suggestion) == ("B3", "programme_unknown", "SPRING")


def test_participant_unknown(one: Any) -> None:
    finding = one(
        Participants="row | participant | programme | name\n2 | MEM1 | S | Ann",
        Claims="""
        row | claim | line | programme | participant | received_at
        2   | C1    | 1    | S         | MEM1        | 2026-06-01
        3   | C1    | 2    | S         | MEM11       | 2026-06-01
        """,
    )
    assert (finding.cell, finding.check, finding.suggestion) == ("D3", "participant_unknown", "MEM1")


def test_participant_of_other_programme(one: Any) -> None:
    finding = one(
        Participants="row | participant | programme | name\n2 | M1 | S | Ann",
        Claims="""
        row | claim | line | programme | participant | received_at
        2   | C1    | 1    | S         | M1          | 2026-06-01
        3   | C1    | 2    | W         | M1          | 2026-06-01
        """,
    )
    assert (finding.cell, finding.check) == ("D3", "participant_of_other_programme")
    assert finding.problem == "M1 belongs to the programme S, not to W. Check both."


def test_template_unknown(one: Any) -> None:
    finding = one(
        Templates="row | template | file\n2 | reminder-1 | reminder-1.docx",
        Stages="""
        row | ladder | level | mode     | days | template
        2   | s      | 1     | due_plus | 7    | reminder-1
        3   | s      | 2     | due_plus | 14   | reminder-2
        4   | s      | 3     | due_plus | 21   |
        """,
    )
    assert (finding.cell, finding.check, finding.suggestion) == ("E3", "template_unknown", "reminder-1")


def test_ladder_unknown(one: Any) -> None:
    finding = one(
        Stages=STAGES,
        Customers="""
        row | account | name  | ladder
        2   | A1      | Smith | standard
        3   | A2      | Nowak | none
        4   | A3      | Baker |
        5   | A4      | Hall  | standart
        """,
    )
    assert (finding.cell, finding.check, finding.suggestion) == ("C5", "ladder_unknown", "standard")


def test_level_unknown(one: Any) -> None:
    finding = one(
        Stages=STAGES,
        Notices="""
        row | account | ladder   | level | sent_on
        2   | A1      | standard | 2     | 2026-03-01
        3   | A1      | standard | 3     | 2026-03-01
        """,
    )
    assert (finding.cell, finding.check) == ("C3", "level_unknown")
    assert finding.problem == "The ladder standard has no level 3 on the sheet Stages."


def test_a_ladder_that_is_not_there_is_not_said_twice(found: Any) -> None:
    tables = {"Notices": "row | account | ladder | level | sent_on\n2 | A1 | other | 9 | 2026-03-01"}
    assert found(Stages=STAGES, **tables) == [("B2", "ladder_unknown")]


def test_applies_to_unknown(one: Any) -> None:
    """An entry of the ledger, or an invoice that instalments belong to, can be named; nothing else."""
    finding = one(
        Ledger="""
        row | entry  | account | kind    | date       | amount | invoice | applies_to
        2   | E0001  | A1      | invoice | 2026-01-01 | 50     | INV-77  |
        3   | R0001  | A1      | receipt | 2026-02-01 | 5      |         | E0001
        4   | R0002  | A1      | receipt | 2026-02-01 | 5      |         | INV-77
        5   | R0003  | A1      | receipt | 2026-02-01 | 5      |         | E0010
        """
    )
    assert (finding.cell, finding.check, finding.severity) == ("G5", "applies_to_unknown", "warning")
    assert finding.suggestion == "E0001"


def test_applies_to_credit(one: Any) -> None:
    """A receipt cannot pay a receipt; a refund names the receipt that it pays out."""
    finding = one(
        Ledger="""
        row | entry | account | kind    | date       | amount | applies_to
        2   | E1    | A1      | invoice | 2026-01-01 | 50     |
        3   | R1    | A1      | receipt | 2026-02-01 | 50     | E1
        4   | R2    | A1      | receipt | 2026-02-01 | 5      | R1
        5   | F1    | A1      | refund  | 2026-02-02 | 5      | R2
        """
    )
    assert (finding.cell, finding.check, finding.severity) == ("F4", "applies_to_credit", "warning")
    assert finding.problem == "R1 is a receipt, on which nothing is owed. Name the invoice that is paid."


def test_applies_to_other_account(one: Any) -> None:
    finding = one(
        Ledger="""
        row | entry | account | kind    | date       | amount | applies_to
        2   | E1    | A1      | invoice | 2026-01-01 | 50     |
        3   | R1    | A1      | receipt | 2026-02-01 | 5      | E1
        4   | R2    | A2      | receipt | 2026-02-01 | 5      | E1
        """
    )
    assert (finding.cell, finding.check) == ("F4", "applies_to_other_account")
    assert finding.problem == "E1 belongs to the account A1, not to A2. Check both."


def test_entry_of_other_account(found: Any) -> None:
    assert found(
        Ledger="row | entry | account | kind | date | amount\n2 | E1 | A1 | invoice | 2026-01-01 | 5",
        Holds="""
        row | account | entry | reason
        2   | A1      | E1    | disputed
        3   |         | E1    | disputed
        4   | A2      | E1    | disputed
        """,
    ) == [("B4", "entry_of_other_account")]


def test_hold_without_item(check: Any) -> None:
    sheet = check(Holds="row | account | entry | reason\n2 | A1 | | asked\n3 | | E1 | asked\n4 | | | asked")["Holds"]
    assert [(f.cell, f.check, f.severity) for f in sheet.findings] == [("A4", "hold_without_item", "error")]
    assert list(sheet.frame.index) == [2, 3]
