"""Accounts billed in currencies with other decimals than the desk's own: no amount is ten or a hundred times wrong."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from sheetops.jobs.credit_notes import credit_notes
from sheetops.jobs.letters import letters
from sheetops.jobs.renewals import renewals
from tests.jobs.small_desk import book, words_of

DAY = dt.date(2026, 6, 30)
POLICY = """
row | setting               | value
2   | currency              | NZD
3   | country               | NZ
4   | supplier_name         | Southern Rights
5   | supplier_address      | 1 Quay Street, Auckland
6   | supplier_tax_number   | 49-091-850
7   | confirm_promises_days | 5
"""
STAGES = """
row | ladder  | level | mode               | days | channel | template
2   | renewal | 1     | days_before_expiry | 30   | email   | renewal-invitation
"""
CUSTOMERS = """
row | account | name   | email
2   | JP      | Ginza  | ginza@post.jp
3   | KW      | Hawali | hawali@post.kw
4   | NZ      | Napier | napier@post.nz
"""
LEDGER = """
row | entry | account | kind    | date       | due_date   | amount | currency | licence | tax_rate
2   | I-JP  | JP      | invoice | 2026-05-01 | 2026-05-10 | 12000  | JPY      | L-JP    | 10%
3   | I-KW  | KW      | invoice | 2026-05-01 | 2026-05-10 | 12.345 | KWD      | L-KW    |
4   | I-NZ  | NZ      | invoice | 2026-05-01 | 2026-05-10 | 115.00 | NZD      | L-NZ    | 15%
"""
LICENCES = """
row | licence | account | type  | start      | end        | status | fee
2   | L-JP    | JP      | Music | 2025-07-01 | 2026-07-20 | live   | 9000
3   | L-KW    | KW      | Music | 2025-07-01 | 2026-07-20 | live   | 9.5
4   | L-NZ    | NZ      | Music | 2025-07-01 | 2026-07-20 | live   | 90
"""
PROMISES = """
row | promise | account | made_on    | due_on     | amount
2   | P-JP    | JP      | 2026-06-29 | 2026-07-10 | 5000
"""
REQUESTS = """
row | request | kind        | account | entry | amount | reason | requested_by | approved_by | approved_on
2   | R-JP    | credit_note | JP      | I-JP  | 1100   | tariff | Al           | Mo          | 2026-06-01
3   | R-KW    | credit_note | KW      | I-KW  |        | closed | Al           | Mo          | 2026-06-01
4   | R-NZ    | credit_note | NZ      | I-NZ  | 11.50  | tariff | Al           | Mo          | 2026-06-01
5   | R-FINE  | credit_note | JP      | I-JP  | 0.50   | tariff | Al           | Mo          | 2026-06-01
6   | R-MUCH  | credit_note | JP      | I-JP  | 10901  | tariff | Al           | Mo          | 2026-06-01
"""
TABLES = {"Policy": POLICY, "Stages": STAGES, "Customers": CUSTOMERS, "Ledger": LEDGER, "Licences": LICENCES}


def shown(path: Path, sheet: str, key: str) -> dict[str, dict[str, object]]:
    """Return a result sheet's rows as another library reads them, by a key column."""
    heading, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return {str(row[heading.index(key)]): dict(zip(heading, row, strict=True)) for row in rows}


def test_credit_notes_are_in_their_entrys_currency(tmp_path: Path) -> None:
    run = credit_notes(book(**TABLES, Requests=REQUESTS), as_of=DAY, out=tmp_path).run
    rows = shown(tmp_path / "credit-notes.xlsx", "Credit notes", "entry")
    assert {entry: (row["net"], row["tax"], row["gross"], row["currency"]) for entry, row in rows.items()} == {
        "I-JP": (1000, 100, 1100, "JPY"),
        "I-KW": (12.345, 0, 12.345, "KWD"),
        "I-NZ": (10, 1.5, 11.5, "NZD"),
    }
    refused = [(one.cell, one.problem) for one in run.findings if one.check == "credit_request_refused"]
    assert refused == [
        ("E5", "Request R-FINE: JPY has fewer decimals. Round the amount."),
        ("E6", "Request R-MUCH asks for more than is left of I-JP: 10,900 can still be credited."),
    ]
    assert (run.counts["requests for credit notes"], run.counts["requests refused"]) == (5, 2)


@pytest.mark.parametrize(
    ("licence", "balance", "currency"), [("L-JP", 12000, "JPY"), ("L-KW", 12.345, "KWD"), ("L-NZ", 115, "NZD")]
)
def test_the_balance_of_a_licence_is_in_its_accounts_currency(
    tmp_path: Path, licence: str, balance: float, currency: str
) -> None:
    renewals(book(**TABLES), as_of=DAY, out=tmp_path)
    row = shown(tmp_path / "renewals.xlsx", "Renewals", "licence")[licence]
    assert (row["balance"], row["currency"]) == (balance, currency)


def test_letters_say_fees_and_promises_as_they_were_typed(tmp_path: Path) -> None:
    run = letters(book(**TABLES, Promises=PROMISES), as_of=DAY, out=tmp_path).run
    text = {path.path.name.split(" ", 1)[1]: words_of(tmp_path / path.path) for path in run.documents}
    assert "9,000" in text["renewal-invitation JP Ginza.docx"]
    assert "900,000" not in text["renewal-invitation JP Ginza.docx"]
    assert "9.50" in text["renewal-invitation KW Hawali.docx"]
    assert "JPY 5,000" in text["promise-confirmation JP Ginza.docx"]
    assert "500,000" not in text["promise-confirmation JP Ginza.docx"]
