"""Licences: what a customer may do, and until when."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Amount, Day, Figure, Key, OneOf, Row, Text, YesNo, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT, LICENCE
from sheetops.sheets.checks.keys import account_unknown, duplicated, parent_unknown, tariff_unknown
from sheetops.sheets.checks.money import fee_negative
from sheetops.sheets.checks.spans import in_future, licence_end_before_start, licence_overlap

Status = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "live cancelled declined",
            live="active current aktywna ważna",
            cancelled="canceled terminated anulowana wypowiedziana rozwiązana",
            declined="refused not_renewed odrzucona",
        )
    ),
    Kind.CODE,
]


class Licence(Row):
    """One licence of one account."""

    licence: Key = required("The licence's number, once.", *LICENCE)
    account: Key = required("The customer's account.", *ACCOUNT)
    type: Text | None = optional(
        "What kind of licence.", "licence type", "license type", "product", "typ", "rodzaj", "typ licencji"
    )
    start: Day = required(
        "First day covered.", "start date", "starts", "valid from", "from", "commencement", "początek", "od", "ważna od"
    )
    end: Day = required(
        "Last day covered.",
        *(
            "end date",
            "ends",
            "expiry",
            "expiry date",
            "expires",
            "valid to",
            "to",
            "koniec",
            "do",
            "ważna do",
            "data wygaśnięcia",
        ),
    )
    status: Status | None = optional(
        "live, cancelled or declined.", "licence status", "state", "stan", unreadable=Severity.ERROR
    )
    fee: Amount | None = optional(
        "The fee of one term.", "licence fee", "annual fee", "price", "opłata", "opłata licencyjna"
    )
    tariff: Text | None = optional("The tariff it is charged under.", "tariff code", "taryfa", "cennik")
    auto_renew: YesNo | None = optional(
        "yes if it renews by itself.", "auto renewal", "automatic renewal", "automatyczne odnowienie"
    )
    anchor: Day | None = optional(
        "The day that terms are counted from.", "anchor date", "term counted from", "data bazowa"
    )
    units: Figure | None = optional(
        "How many units it is charged for (students, rooms) where the sheet Units does not say.",
        *("number of units", "quantity", "students", "enrolment", "liczba jednostek", "jednostki"),
    )
    add_on_of: Key | None = optional(
        "For an add-on: the licence that it belongs to and renews with.",
        *("add on of", "add-on to", "parent licence", "parent license", "main licence", "dodatek do"),
    )
    accepted_on: Day | None = optional(
        "The day on which the customer accepted the next term.",
        *("renewal accepted on", "renewal accepted", "accepted", "przyjęto", "data przyjęcia"),
    )
    declined_reason: Text | None = optional(
        "Why the customer declined.", "reason declined", "reason for declining", "powód odmowy", "przyczyna odmowy"
    )


LICENCES = describe(
    "Licences",
    Licence,
    key=("licence",),
    synonyms=("Licence", "Licenses", "License register", "Licence register", "Licencje"),
    checks=(
        Check(duplicated("licence"), Severity.ERROR),
        Check(licence_end_before_start, Severity.ERROR),
        Check(account_unknown, Severity.ERROR),
        Check(fee_negative, Severity.ERROR),
        Check(licence_overlap, Severity.WARNING),
        Check(parent_unknown, Severity.WARNING),
        Check(tariff_unknown, Severity.WARNING),
        Check(in_future("accepted_on"), Severity.WARNING),
    ),
)
