"""Ledger: what was charged to accounts and what came in."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import (
    Amount,
    Currency,
    Day,
    Key,
    OneOf,
    Rate,
    Row,
    Text,
    YesNo,
    describe,
    optional,
    required,
)
from sheetops.sheets.cells.headings import ACCOUNT, DOCUMENT, ENTRY, LADDER, LICENCE
from sheetops.sheets.checks.keys import (
    account_unknown,
    applies_to_credit,
    applies_to_other_account,
    applies_to_unknown,
    duplicated,
    ladder_unknown,
    licence_unknown,
)
from sheetops.sheets.checks.meant import applies_to_circular, receipt_before_invoice
from sheetops.sheets.checks.money import amount_negative, amount_zero, applies_to_other_currency, receipt_exceeds_entry
from sheetops.sheets.checks.spans import due_before_issue, in_future

EntryKind = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "invoice receipt credit_note refund fee interest adjustment write_off",
            invoice="inv sales_invoice faktura fv",
            receipt="payment paid rcpt cash wpłata płatność zapłata",
            credit_note="cn credit crn korekta faktura_korygująca nota_uznaniowa",
            refund="zwrot",
            fee="charge opłata koszt",
            interest="odsetki",
            adjustment="adj journal korekta_salda wyrównanie",
            write_off="writeoff wo bad_debt odpis umorzenie",
        )
    ),
    Kind.CODE,
]


class Entry(Row):
    """One entry of an account: a debit or a credit."""

    entry: Key = required("The entry's number, once.", *ENTRY, *DOCUMENT)
    account: Key = required("The customer's account.", *ACCOUNT)
    kind: EntryKind = required(
        "invoice, receipt, credit_note, refund, fee, interest, adjustment or write_off.",
        *(
            "type",
            "entry type",
            "document type",
            "transaction type",
            "rodzaj",
            "typ",
            "typ dokumentu",
            "rodzaj dokumentu",
        ),
    )
    date: Day = required(
        "The day of the document or payment.",
        *(
            "entry date",
            "document date",
            "posting date",
            "issue date",
            "issued",
            "data",
            "data wystawienia",
            "data dokumentu",
        ),
    )
    due_date: Day | None = optional(
        "The day a debit falls due.", "due", "due on", "payment due", "termin", "termin płatności", "data płatności"
    )
    amount: Amount = required(
        "Always positive: the kind gives the sign. An adjustment may be either.",
        *("gross", "gross amount", "value", "amount due", "kwota", "kwota brutto", "wartość"),
    )
    currency: Currency | None = optional(
        "Three-letter code, such as NZD.", "currency code", "ccy", "waluta", unreadable=Severity.ERROR
    )
    invoice: Key | None = optional(
        "The document that an instalment belongs to.",
        "invoice number",
        "invoice no",
        "faktura",
        "numer faktury",
        "nr faktury",
    )
    applies_to: Key | None = optional(
        "The entry that a credit is meant for.",
        "applied to",
        "allocate to",
        "pays",
        "dotyczy",
        "rozlicza",
        "dotyczy dokumentu",
    )
    licence: Key | None = optional("The licence charged for.", *LICENCE)
    ladder: Text | None = optional(
        "A ladder of notices of its own; none means never chase.",
        *LADDER,
        unreadable=Severity.ERROR,
    )
    disputed: YesNo | None = optional(
        "yes while it is disputed.", "in dispute", "dispute", "sporna", "sporne", "w sporze", instead=True
    )
    tax_rate: Rate | None = optional(
        "The rate of tax inside the amount, such as 15%.", "vat rate", "gst rate", "stawka vat", "stawka podatku"
    )
    reference: Key | None = optional(
        "What the payer wrote.",
        "ref",
        "payment reference",
        "odniesienie",
        "tytuł przelewu",
        unreadable=Severity.WARNING,
    )
    description: Text | None = optional("What it is for.", "details", "narrative", "opis", "treść")


LEDGER = describe(
    "Ledger",
    Entry,
    key=("entry",),
    synonyms=("Entries", "Transactions", "Receivables", "Open items ledger", "Rozrachunki", "Księga", "Należności"),
    checks=(
        Check(duplicated("entry"), Severity.ERROR),
        Check(account_unknown, Severity.ERROR),
        Check(amount_negative, Severity.ERROR),
        Check(amount_zero, Severity.NOTE),
        Check(due_before_issue, Severity.WARNING),
        Check(in_future("date"), Severity.NOTE),
        Check(applies_to_unknown, Severity.WARNING),
        Check(applies_to_credit, Severity.WARNING),
        Check(applies_to_other_account, Severity.WARNING),
        Check(applies_to_other_currency, Severity.WARNING),
        Check(applies_to_circular, Severity.WARNING),
        Check(receipt_before_invoice, Severity.WARNING),
        Check(receipt_exceeds_entry, Severity.WARNING),
        Check(licence_unknown, Severity.WARNING),
        Check(ladder_unknown, Severity.WARNING),
    ),
)
