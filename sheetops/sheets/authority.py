"""Authority: who may approve what, up to how much, from when to when."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Amount, Currency, Day, OneOf, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import VALID_FROM, VALID_TO
from sheetops.sheets.checks.money import up_to_negative
from sheetops.sheets.checks.spans import authority_overlap, valid_to_before_from

ANY = "any"
"""Authority over every kind of request."""

AuthorityKind = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "credit_note refund invoice write_off restriction any",
            credit_note="cn credit korekta faktura_korygująca nota_uznaniowa",
            refund="zwrot",
            invoice="inv faktura",
            write_off="writeoff bad_debt fresh_start odpis umorzenie",
            restriction="restrictions ograniczenie",
            any="all everything wszystko każdy",
        )
    ),
    Kind.CODE,
]


class Limit(Row):
    """What one person may approve."""

    person: Text = required(
        "Who, written as in approved_by of Requests.", "name", "who", "approver", "delegate", "osoba", "kto"
    )
    kind: AuthorityKind = required(
        "credit_note, refund, invoice, write_off, restriction; or any.", "type", "for what", "rodzaj", "typ"
    )
    up_to: Amount | None = optional(
        "The most that they may approve at a time; blank: without a limit.",
        *("limit", "amount", "maximum", "up to and including", "kwota", "do kwoty"),
    )
    currency: Currency | None = optional(
        "Three-letter code of the limit; blank: the desk's own.", "currency code", "ccy", "waluta"
    )
    valid_from: Day | None = optional("First day it holds; blank: always did.", *VALID_FROM)
    valid_to: Day | None = optional(
        "Last day it holds; blank: until changed.", *(name for name in VALID_TO if name not in ("to", "do"))
    )


AUTHORITY = describe(
    "Authority",
    Limit,
    synonyms=("Authorities", "Authority limits", "Delegations", "Delegated authority", "Uprawnienia", "Limity"),
    checks=(
        Check(up_to_negative, Severity.ERROR),
        Check(valid_to_before_from, Severity.ERROR),
        Check(authority_overlap, Severity.WARNING),
    ),
)
