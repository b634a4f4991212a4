"""Requests: credit notes, refunds and invoices that somebody asked for and somebody else approved."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Amount, Day, Key, OneOf, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT, APPROVED_BY, DOCUMENT, ENTRY, LICENCE
from sheetops.sheets.checks.keys import account_unknown, duplicated, entry_of_other_account, entry_unknown
from sheetops.sheets.checks.money import amount_not_positive
from sheetops.sheets.checks.requests import (
    approval_incomplete,
    approved_by_requester,
    credit_without_entry,
    request_exceeds_entry,
)
from sheetops.sheets.checks.spans import in_future

RequestKind = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "credit_note refund invoice write_off",
            credit_note="cn credit korekta faktura_korygująca nota_uznaniowa",
            refund="zwrot",
            invoice="inv faktura",
            write_off="writeoff bad_debt fresh_start odpis umorzenie",
        )
    ),
    Kind.CODE,
]


class Request(Row):
    """One request."""

    request: Key = required(
        "The request's number, once.",
        "request number",
        "request no",
        "request id",
        "wniosek",
        "numer wniosku",
        "nr wniosku",
    )
    kind: RequestKind = required(
        "credit_note, refund, invoice or write_off.", "type", "request type", "rodzaj", "typ", "rodzaj wniosku"
    )
    account: Key = required("The customer's account.", *ACCOUNT)
    entry: Key | None = optional("The entry to credit or write off.", *ENTRY, *DOCUMENT, "invoice", "faktura")
    amount: Amount | None = optional(
        "How much; blank: all that is left of the entry.", "gross", "gross amount", "value", "kwota", "kwota brutto"
    )
    reason: Text = required("Why.", "why", "reason code", "powód", "przyczyna")
    requested_by: Text = required("Who asks.", "requester", "raised by", "asked by", "wnioskujący", "zgłosił")
    approved_by: Text | None = optional("Who approved it: somebody else.", *APPROVED_BY)
    approved_on: Day | None = optional(
        "The day it was approved.", "approval date", "date approved", "data zatwierdzenia", "zatwierdzono"
    )
    licence: Key | None = optional("For an invoice: the licence that it is for.", *LICENCE)


REQUESTS = describe(
    "Requests",
    Request,
    key=("request",),
    synonyms=("Request", "Credit requests", "Credit note requests", "Wnioski"),
    checks=(
        Check(duplicated("request"), Severity.ERROR),
        Check(account_unknown, Severity.ERROR),
        Check(entry_unknown, Severity.ERROR),
        Check(amount_not_positive, Severity.ERROR),
        Check(entry_of_other_account, Severity.ERROR),
        Check(credit_without_entry, Severity.WARNING),
        Check(request_exceeds_entry, Severity.WARNING),
        Check(approved_by_requester, Severity.WARNING),
        Check(approval_incomplete, Severity.WARNING),
        Check(in_future("approved_on"), Severity.WARNING),
    ),
)
