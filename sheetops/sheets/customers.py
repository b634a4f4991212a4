"""Customers: who they are, how to reach them, how they are chased."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Channel, Country, Email, Key, Language, Row, Text, YesNo, describe, optional, required
from sheetops.sheets.cells.headings import (
    ACCOUNT,
    ADDRESS1,
    ADDRESS2,
    CHANNEL,
    COUNTRY,
    EMAIL,
    LADDER,
    LANGUAGE,
    NOTE,
    PHONE,
    POSTCODE,
    TOWN,
)
from sheetops.sheets.checks.contact import (
    address_missing,
    channel_unreachable,
    email_domain_doubtful,
    phone_invalid,
    postcode_malformed,
    tax_number_invalid,
)
from sheetops.sheets.checks.keys import duplicated, ladder_unknown
from sheetops.sheets.checks.likely import likely_duplicate


class Customer(Row):
    """One customer, named by its account."""

    account: Key = required(
        "The account's number or code, once for each customer. Kept as text.",
        *(heading for heading in ACCOUNT if heading not in ("customer", "kontrahent")),
        *("client id", "client code", "debtor", "debtor number", "kod klienta"),
    )
    name: Text = required(
        "The customer's full name, as letters should show it.",
        *("customer name", "account name", "client name", "company", "organisation", "organization", "full name"),
        *("nazwa", "nazwa klienta", "klient", "firma", "imię i nazwisko"),
    )
    contact: Text | None = optional(
        "Whom to write to.", "contact name", "contact person", "attention", "attn", "osoba kontaktowa", "kontakt"
    )
    email: Email | None = optional("One e-mail address.", *EMAIL)
    phone: Text | None = optional("One telephone number; start with + if it is abroad.", *PHONE)
    address1: Text | None = optional("Street and number.", *ADDRESS1)
    address2: Text | None = optional("Rest of the address.", *ADDRESS2)
    town: Text | None = optional("Town or city.", *TOWN)
    postcode: Text | None = optional("Postcode, as its country writes it.", *POSTCODE)
    country: Country | None = optional("Two-letter country code, such as NZ.", *COUNTRY)
    language: Language | None = optional("Two-letter code of the letters' language, such as en.", *LANGUAGE)
    segment: Text | None = optional(
        "The group that the customer belongs to.", "customer type", "category", "sector", "grupa", "segment klienta"
    )
    channel: Channel | None = optional("email, letter or phone.", *CHANNEL)
    ladder: Text | None = optional("The ladder of notices; none means never chase.", *LADDER, unreadable=Severity.ERROR)
    do_not_contact: YesNo | None = optional(
        "yes if nobody may contact them.",
        "dnc",
        "no contact",
        "opted out",
        "nie kontaktować",
        "zakaz kontaktu",
        instead=True,
    )
    tax_number: Text | None = optional(
        "Tax number, as its country issues it.",
        *("tax id", "tax no", "vat number", "vat no", "gst number", "gst no", "abn", "ird number", "nip", "numer nip"),
    )
    owner: Text | None = optional("Who looks after this customer.", "account manager", "handled by", "opiekun")
    notes: Text | None = optional("Anything else.", "note", *NOTE[1:])


CUSTOMERS = describe(
    "Customers",
    Customer,
    key=("account",),
    synonyms=("Customer", "Accounts", "Clients", "Debtors", "Klienci", "Kontrahenci"),
    checks=(
        Check(duplicated("account"), Severity.ERROR),
        Check(email_domain_doubtful, Severity.WARNING),
        Check(phone_invalid, Severity.WARNING),
        Check(postcode_malformed, Severity.WARNING),
        Check(tax_number_invalid, Severity.WARNING),
        Check(address_missing, Severity.NOTE),
        Check(channel_unreachable, Severity.NOTE),
        Check(ladder_unknown, Severity.WARNING),
        Check(likely_duplicate, Severity.NOTE),
    ),
)
