"""Units: how many students, rooms or listeners a licensee declared for a period, estimated or counted."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Day, Figure, Key, OneOf, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import LICENCE, NOTE
from sheetops.sheets.checks.keys import duplicated, licence_unknown
from sheetops.sheets.checks.spans import in_future, units_end_before_start

Basis = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "estimate actual",
            estimate="estimated est forecast expected szacunek szacowane prognoza",
            actual="declared counted final real rzeczywiste faktyczne",
        )
    ),
    Kind.CODE,
]


class Declaration(Row):
    """One count of units for one period of one licence."""

    licence: Key = required("The licence's number.", *LICENCE)
    start: Day = required(
        "First day of the period it is for.",
        *("period", "period from", "from", "period start", "start date", "okres od", "od", "początek"),
    )
    end: Day | None = optional(
        "Last day of the period; blank: of the licence's term.",
        *("period to", "to", "period end", "end date", "okres do", "do", "koniec"),
    )
    units: Figure = required(
        "How many units.", "number of units", "quantity", "count", "students", "liczba jednostek", "liczba", "ilość"
    )
    basis: Basis = required(
        "estimate, or actual once it was counted.", "estimated or actual", "kind", "type", "rodzaj", "podstawa"
    )
    declared_on: Day | None = optional(
        "The day it was declared.", "declared", "received on", "date declared", "zgłoszono", "data zgłoszenia"
    )
    by: Text | None = optional("Who declared it.", "declared by", "from whom", "zgłosił")
    note: Text | None = optional("Anything else.", *NOTE)


UNITS = describe(
    "Units",
    Declaration,
    key=("licence", "start", "basis"),
    synonyms=("Declarations", "Unit declarations", "Declared units", "Jednostki", "Deklaracje"),
    checks=(
        Check(duplicated("licence", "start", "basis"), Severity.ERROR),
        Check(licence_unknown, Severity.ERROR),
        Check(units_end_before_start, Severity.ERROR),
        Check(in_future("declared_on"), Severity.WARNING),
    ),
)
