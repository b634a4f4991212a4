"""Layouts of journal files: which columns a general ledger's import wants, in which order.

The presets follow what the vendors publish about importing journals (xero: manual journals, one narration a journal,
positive amounts are debits, days as dd/mm/yyyy, at most 300 lines a file; quickbooks: Online, journal entries by
number, accounts by name; sage50: audit trail transactions, JD and JC). A desk tries one with a small journal first.
"""

from collections.abc import Mapping
from types import MappingProxyType

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "journal": "the journal's number",
        "line": "the number of the line, from 1",
        "date": "the journal's day as 2026-06-30",
        "date_dmy": "the journal's day as 30/06/2026",
        "date_mdy": "the journal's day as 06/30/2026",
        "account_code": "the account of the general ledger",
        "debit": "the amount debited, blank on a credit line",
        "credit": "the amount credited, blank on a debit line",
        "amount": "the amount, negative on a credit line",
        "absolute": "the amount, never negative",
        "side": "JD on a debit line, JC on a credit line",
        "narrative": "what the line is for",
        "source": "the entry or remittance that it comes from",
        "kind": "its kind",
        "account": "the customer's account",
        "currency": "the currency",
        "cost_centre": "the cost centre",
        "tax_code": "the setting journal_tax_code",
    }
)
"""What a column of a journal file may hold."""

Layout = tuple[tuple[str, str], ...]
"""Heading and field of each column, in order; a fixed text is a field between quotation marks."""

_SAGE = (
    'Type = side; Account Reference = ""; Nominal A/C Ref = account_code; Department Code = cost_centre; '
    "Date = date_dmy; Reference = journal; Details = narrative; Net Amount = absolute; Tax Code = tax_code; "
    'Tax Amount = "0.00"'
)
LAYOUTS: Mapping[str, str] = MappingProxyType(
    {
        "generic": "journal; line; date; account_code; debit; credit; currency; narrative; source; kind; account; "
        "cost_centre",
        "xero": "*Narration = journal; *Date = date_dmy; Description = narrative; *AccountCode = account_code; "
        "*TaxRate = tax_code; *Amount = amount",
        "quickbooks": "Journal No = journal; Journal Date = date_mdy; Account Name = account_code; Debits = debit; "
        "Credits = credit; Description = narrative; Currency = currency; Class = cost_centre",
        "sage50": _SAGE,
    }
)
"""The layouts that a desk may name."""

MOST_LINES: Mapping[str, int] = MappingProxyType({"xero": 300})
"""How many lines an import takes at a time, where that is said."""


def layout(text: str) -> Layout:
    """Return the columns of a layout: the name of one of `LAYOUTS`, or ``Heading = field; ...``.

    ValueError says what cannot be understood.
    """
    columns = []
    for part in LAYOUTS.get(text.strip().casefold(), text).split(";"):
        heading, equals, field = (piece.strip() for piece in part.partition("="))
        field = field if equals else heading
        fixed = len(field) >= 2 and field[0] == field[-1] == '"'
        if not heading or not (fixed or field in FIELDS):
            raise ValueError(
                f"{', '.join(LAYOUTS)}, or columns such as Day = date_dmy; Account = account_code; the fields are "
                f"{', '.join(FIELDS)}, or a text between quotation marks"
            )
        columns.append((heading, field))
    return tuple(columns)
