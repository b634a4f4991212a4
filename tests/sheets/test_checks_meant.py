"""What entries of the Ledger are meant for: circles, and money that came before its bill."""

from typing import Any

HEADINGS = "row | entry | account | kind | date | amount | applies_to\n"
BILL = "2 | I1 | A1 | invoice | 2026-04-01 | 100 |\n"


def rows_of(check: Any, name: str, rows: str) -> list[tuple[int, str]]:
    sheet = check(Ledger=HEADINGS + BILL + rows)["Ledger"]
    return [(one.row, one.value) for one in sheet.findings if one.check == name]


def test_applies_to_circular(check: Any) -> None:
    """Every entry of a circle is told, and none that only leads into it or stands in a chain that ends."""
    itself = "3 | R1 | A1 | receipt | 2026-05-01 | 10 | R1"
    ring = """3 | R1 | A1 | receipt | 2026-05-01 | 10 | B1
              4 | B1 | A1 | refund  | 2026-05-02 | 10 | R2
              5 | R2 | A1 | receipt | 2026-05-02 | 10 | R1
              6 | R3 | A1 | receipt | 2026-05-02 | 10 | R1"""
    chain = """3 | R1 | A1 | receipt | 2026-05-01 | 10 | I1
               4 | B1 | A1 | refund  | 2026-05-02 | 10 | R1
               5 | R2 | A1 | receipt | 2026-05-02 | 10 |"""
    name = "applies_to_circular"
    assert rows_of(check, name, itself) == [(3, "R1")]
    assert rows_of(check, name, ring) == [(3, "B1"), (4, "R2"), (5, "R1")]
    assert rows_of(check, name, chain) == []


def test_receipt_before_invoice(check: Any) -> None:
    rows = """3 | R1 | A1 | receipt     | 2026-03-31 | 10 | I1
              4 | R2 | A1 | receipt     | 2026-04-01 | 10 | I1
              5 | R3 | A1 | receipt     | 2026-03-01 | 10 |
              6 | C1 | A1 | credit_note | 2026-03-01 | 10 | I1"""
    assert rows_of(check, "receipt_before_invoice", rows) == [(3, "31/03/2026")]
