"""Papers print money with its currency's own decimals: none of yen, three of dinars, in every kind of document."""

import datetime as dt
from pathlib import Path

from sheetops.jobs.credit_notes import credit_notes
from sheetops.jobs.invoices import invoices
from sheetops.jobs.letters import letters
from sheetops.jobs.statements import statements
from tests.jobs.small_desk import book, words_of
from tests.jobs.test_currencies import REQUESTS, TABLES

DAY = dt.date(2026, 6, 30)
INVOICED = """
row | request | kind    | account | amount | reason | requested_by | approved_by | approved_on
2   | R-JP    | invoice | JP      | 12345  | site   | Al           | Mo          | 2026-06-01
3   | R-KW    | invoice | KW      | 9.12   | site   | Al           | Mo          | 2026-06-01
4   | R-FINE  | invoice | JP      | 0.50   | site   | Al           | Mo          | 2026-06-01
"""


def _said(folder: Path) -> dict[str, str]:
    return {path.name: words_of(path).replace("\u00a0", " ") for path in folder.rglob("*.docx")}


def _of(said: dict[str, str], name: str) -> str:
    return "\n".join(text for file, text in said.items() if name in file)


def test_letters(tmp_path: Path) -> None:
    letters(book(**TABLES), as_of=DAY, out=tmp_path)
    said = _said(tmp_path)
    assert "9,000" in _of(said, "Ginza")
    assert "9,000.00" not in _of(said, "Ginza")
    assert "9.500" in _of(said, "Hawali")
    assert "90.00" in _of(said, "Napier")


def test_statements(tmp_path: Path) -> None:
    statements(book(**TABLES), as_of=DAY, out=tmp_path)
    said = _said(tmp_path)
    assert "12,000" in _of(said, "Ginza")
    assert "12,000.00" not in _of(said, "Ginza")
    assert "12.345" in _of(said, "Hawali")
    assert "115.00" in _of(said, "Napier")


def test_credit_notes(tmp_path: Path) -> None:
    credit_notes(book(**TABLES, Requests=REQUESTS), as_of=DAY, out=tmp_path)
    said = _said(tmp_path)
    assert "1,100" in _of(said, "Ginza")
    assert "1,100.00" not in _of(said, "Ginza")
    assert "12.345" in _of(said, "Hawali")
    assert "11.50" in _of(said, "Napier")


def test_invoices_and_an_amount_that_is_too_fine(tmp_path: Path) -> None:
    run = invoices(book(**TABLES, Requests=INVOICED), as_of=DAY, out=tmp_path).run
    said = _said(tmp_path)
    assert "12,345" in _of(said, "Ginza")
    assert "12,345.00" not in _of(said, "Ginza")
    assert "9.120" in _of(said, "Hawali")
    assert [f.problem for f in run.findings if f.check == "invoice_refused"] == [
        "Request R-FINE: JPY has fewer decimals. Round the amount."
    ]
    assert all(total.balances for total in run.totals)


def test_a_registered_document_is_made_again_with_the_same_decimals(tmp_path: Path) -> None:
    desk = book(**TABLES, Requests=INVOICED)
    first = invoices(desk, as_of=DAY, out=tmp_path).run
    run = invoices(desk, as_of=DAY + dt.timedelta(days=1), out=tmp_path).run
    assert [one.sha256 for one in run.documents] == [one.sha256 for one in first.documents]
    assert not any("has changed since" in finding.problem for finding in run.findings)
