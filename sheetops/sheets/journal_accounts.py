"""Journal accounts: which accounts of the general ledger each kind of entry goes to, and for which cost centre."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Day, Key, OneOf, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import APPLIES_TO, VALID_FROM, VALID_TO
from sheetops.sheets.checks.scopes import scope_unknown
from sheetops.sheets.checks.spans import journal_account_overlap, valid_to_before_from

JournalKind = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "invoice receipt credit_note refund fee interest adjustment write_off remittance commission",
            invoice="inv faktura",
            receipt="payment rcpt wpłata płatność",
            credit_note="cn credit korekta faktura_korygująca",
            refund="zwrot",
            fee="charge opłata",
            interest="odsetki",
            adjustment="adj wyrównanie",
            write_off="writeoff bad_debt odpis umorzenie",
            remittance="paid_over przekazano",
            commission="collectors_commission prowizja",
        )
    ),
    Kind.CODE,
]


class Pair(Row):
    """Where one kind of entry is booked."""

    kind: JournalKind = required(
        "A kind of the Ledger; remittance (what a collector paid over) or commission (what it kept).",
        *("entry kind", "type", "rodzaj", "typ"),
    )
    applies_to: Text | None = optional(
        "Whom it is for: an account, licence type, ladder, segment, currency or country; blank: everybody.", *APPLIES_TO
    )
    debit: Key = required("The account that is debited.", "debit account", "dr", "wn", "konto wn")
    credit: Key = required("The account that is credited.", "credit account", "cr", "ma", "konto ma")
    tax_account: Key | None = optional(
        "The account of the tax inside invoices, fees, interest, credit notes and write-offs; blank: no tax is split.",
        *("tax", "vat account", "gst account", "konto vat"),
    )
    cost_centre: Key | None = optional("The cost centre.", "cost center", "department", "class", "mpk")
    valid_from: Day | None = optional("First day it holds; blank: always did.", *VALID_FROM)
    valid_to: Day | None = optional("Last day it holds; blank: until changed.", *VALID_TO)


JOURNAL_ACCOUNTS = describe(
    "Journal accounts",
    Pair,
    synonyms=("Journal account", "Account pairs", "General ledger accounts", "Konta księgowe", "Dekretacja"),
    checks=(
        Check(valid_to_before_from, Severity.ERROR),
        Check(journal_account_overlap, Severity.WARNING),
        Check(scope_unknown, Severity.WARNING),
    ),
)
