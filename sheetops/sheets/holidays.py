"""Holidays: the days on which each calendar is closed, worked or open for a part."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Day, OneOf, Row, Text, describe, optional, required
from sheetops.sheets.checks.keys import duplicated

HolidayKind = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "closed worked part",
            closed="holiday wolne zamknięte",
            worked="working open pracujący",
            part="half partial część",
        )
    ),
    Kind.CODE,
]


class Holiday(Row):
    """One day of one calendar."""

    calendar: Text = required("The calendar's name.", "calendar name", "office", "kalendarz")
    date: Day = required("The day.", "day", "holiday date", "data", "dzień")
    name: Text | None = optional("What day it is.", "holiday", "description", "nazwa", "święto", "opis")
    kind: HolidayKind | None = optional(
        "closed, worked or part; blank: closed.", "type", "rodzaj", "typ", unreadable=Severity.ERROR
    )


HOLIDAYS = describe(
    "Holidays",
    Holiday,
    key=("calendar", "date"),
    synonyms=("Holiday", "Public holidays", "Bank holidays", "Święta", "Dni wolne"),
    checks=(Check(duplicated("calendar", "date"), Severity.ERROR),),
)
