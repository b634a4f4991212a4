"""Amounts that cannot be, or that do not fit what they are meant for."""

from typing import Any

import pytest

HEADINGS = "row | entry | account | kind | date | amount | currency | invoice | applies_to\n"


def test_amount_negative(check: Any) -> None:
    sheet = check(
        Ledger="""
        row | entry | account | kind        | date       | amount
        2   | E1    | A1      | adjustment  | 2026-01-01 | -50
        3   | E2    | A1      | invoice     | 2026-01-01 | -0.01
        4   | E3    | A1      | receipt     | 2026-01-01 | -5
        5   | E4    | A1      | write_off   | 2026-01-01 | '5.00-
        """
    )["Ledger"]
    assert list(sheet.frame.index) == [2]
    assert [(f.cell, f.check, f.value) for f in sheet.findings] == [
        ("E3", "amount_negative", "-0.01"),
        ("E4", "amount_negative", "-5"),
        ("E5", "amount_negative", "5.00-"),
    ]
    assert sheet.findings[0].problem.endswith("the kind gives the sign. For one taken back write a credit_note.")
    assert sheet.findings[1].problem.endswith("the kind gives the sign. For one paid back write a refund.")


def test_amount_zero(one: Any) -> None:
    finding = one(Ledger=HEADINGS + "2 | E1 | A1 | invoice | 2026-01-01 | 0.01\n3 | E2 | A1 | invoice | 2026-01-01 | 0")
    assert (finding.cell, finding.check, finding.severity) == ("E3", "amount_zero", "note")


def test_amount_not_positive(found: Any) -> None:
    assert found(
        Promises="""
        row | promise | account | made_on    | due_on     | amount
        2   | P1      | A1      | 2026-06-01 | 2026-06-10 | 0.01
        3   | P2      | A1      | 2026-06-01 | 2026-06-10 | 0
        4   | P3      | A1      | 2026-06-01 | 2026-06-10 | -1
        """,
        Requests="""
        row | request | kind    | account | amount | reason | requested_by
        2   | Q1      | invoice | A1      |        | asked  | Ann
        3   | Q2      | invoice | A1      | 0      | asked  | Ann
        """,
    ) == [("E3", "amount_not_positive"), ("E4", "amount_not_positive"), ("D3", "amount_not_positive")]


def test_amount_negative_claimed(found: Any) -> None:
    assert found(
        Claims="""
        row | claim | line | programme | participant | received_at | amount
        2   | C1    | 1    | P         | M           | 2026-06-01  | 0
        3   | C1    | 2    | P         | M           | 2026-06-01  | -0.01
        4   | C1    | 3    | P         | M           | 2026-06-01  |
        """
    ) == [("F3", "amount_negative_claimed")]


def test_fee_negative(found: Any) -> None:
    assert found(
        Licences="""
        row | licence | account | start      | end        | fee
        2   | L1      | A1      | 2026-01-01 | 2026-12-31 | 0
        3   | L2      | A2      | 2026-01-01 | 2026-12-31 | -1
        """,
    ) == [("E3", "fee_negative")]


def test_max_amount_negative(found: Any) -> None:
    table = "row | programme | max_amount\n2 | P | 0\n3 | Q | -1\n4 | R |"
    assert found(Programmes=table) == [("B3", "max_amount_negative")]


@pytest.mark.parametrize("kind", ["receipt", "credit_note", "write_off"])
def test_receipt_exceeds_entry(one: Any, kind: str) -> None:
    finding = one(
        Ledger=HEADINGS
        + f"""
        2 | E1 | A1 | invoice | 2026-01-01 | 100    | NZD | |
        3 | R1 | A1 | {kind}  | 2026-02-01 | 100    | NZD | | E1
        4 | R2 | A1 | {kind}  | 2026-02-01 | 100.01 | NZD | | E1
        5 | R3 | A1 | {kind}  | 2026-02-01 | 999    | NZD | |
        """.strip()
    )
    assert (finding.cell, finding.check, finding.severity) == ("E4", "receipt_exceeds_entry", "warning")
    named = kind.replace("_", " ")
    assert (
        finding.problem == f"The {named} of 100.01 is more than E1 is for (100.00). The rest clears others or nothing."
    )


def test_receipt_exceeds_the_invoice_of_several_instalments(one: Any) -> None:
    finding = one(
        Ledger=HEADINGS
        + """2 | E1 | A1 | invoice | 2026-01-01 | 60 | NZD | INV-9 |
        3 | E2 | A1 | invoice | 2026-01-01 | 40 | NZD | INV-9 |
        4 | R1 | A1 | receipt | 2026-02-01 | 100 | NZD | | INV-9
        5 | R2 | A1 | receipt | 2026-02-01 | 101 | NZD | | INV-9"""
    )
    assert (finding.cell, finding.check) == ("E5", "receipt_exceeds_entry")


def test_applies_to_other_currency(one: Any) -> None:
    """A larger amount in another currency is said to be in another currency, not to be too large."""
    finding = one(
        Ledger=HEADINGS
        + "2 | E1 | A1 | invoice | 2026-01-01 | 100 | | |\n3 | R1 | A1 | receipt | 2026-02-01 | 500 | JPY | | E1"
    )
    assert (finding.cell, finding.check) == ("H3", "applies_to_other_currency")
    assert finding.problem == "E1 is in NZD: a credit in JPY cannot clear it."


def test_request_exceeds_entry(one: Any) -> None:
    finding = one(
        Ledger=HEADINGS + "2 | E1 | A1 | invoice | 2026-01-01 | 100 | NZD | |",
        Requests="""
        row | request | kind        | account | entry | amount | reason | requested_by
        2   | Q1      | credit_note | A1      | E1    | 100    | asked  | Ann
        3   | Q2      | credit_note | A1      | E1    | 100.01 | asked  | Ann
        4   | Q3      | credit_note | A1      | E1    |        | asked  | Ann
        """,
    )
    assert (finding.cell, finding.check) == ("E3", "request_exceeds_entry")
    assert finding.problem == "100.01 is more than the entry E1 is for (100.00)."


def test_a_request_is_in_the_currency_of_its_entry(found: Any) -> None:
    """1,500 yen are 1500 minor units, 1,500.00 dollars 150000: the same figures ask for the same."""
    assert found(
        Ledger=HEADINGS + "2 | E1 | A1 | invoice | 2026-01-01 | 1500 | JPY | |",
        Requests="""
        row | request | kind        | account | entry | amount | reason | requested_by
        2   | Q1      | credit_note | A1      | E1    | 1500   | asked  | Ann
        3   | Q2      | credit_note | A1      | E1    | 1501   | asked  | Ann
        """,
    ) == [("E3", "request_exceeds_entry")]


def test_credit_without_entry(found: Any) -> None:
    assert found(
        Requests="""
        row | request | kind        | account | entry | amount | reason | requested_by
        2   | Q1      | refund      | A1      |       | 5      | asked  | Ann
        3   | Q2      | credit_note | A1      |       | 5      | asked  | Ann
        """
    ) == [("D3", "credit_without_entry")]


def test_a_credit_without_an_account_is_left_out_with_its_money(check: Any) -> None:
    sheet = check(Ledger=HEADINGS + "2 | R1 | | receipt | 2026-01-01 | 12.50 | | |")["Ledger"]
    (finding,) = sheet.findings
    assert (finding.cell, finding.check) == ("B2", "value_missing")
    assert finding.problem == "The account is missing; every row of Ledger needs one. The customer's account."
    assert sum(left.amount for left in sheet.left_out) == 1250


def test_approved_by_requester(one: Any) -> None:
    finding = one(
        Requests="""
        row | request | kind    | account | reason | requested_by | approved_by | approved_on
        2   | Q1      | invoice | A1      | asked  | Ann Lee      | Bob Hall    | 2026-06-01
        3   | Q2      | invoice | A1      | asked  | Ann Lee      | ann  LEE    | 2026-06-01
        4   | Q3      | invoice | A1      | asked  | Ann Lee      |             |
        """
    )
    assert (finding.cell, finding.check, finding.severity) == ("F3", "approved_by_requester", "warning")


def test_approval_incomplete(found: Any) -> None:
    assert found(
        Requests="""
        row | request | kind    | account | reason | requested_by | approved_by | approved_on
        2   | Q1      | invoice | A1      | asked  | Ann          | Bob         |
        3   | Q2      | invoice | A1      | asked  | Ann          |             | 2026-06-01
        """
    ) == [("G2", "approval_incomplete"), ("F3", "approval_incomplete")]
