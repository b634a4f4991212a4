"""Holidays: the days on which each calendar is closed, worked or open for a part."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Day, OneOf, Row, Text, TimeOfDay, describe, optional, required
from sheetops.sheets.checks.keys import duplicated
from sheetops.sheets.checks.opening import hours_turned, part_without_hours

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
    open: TimeOfDay | None = optional(
        "For a day that is worked or open for a part: when it opens, such as 09:00.", "opens", "from", "otwarcie", "od"
    )
    close: TimeOfDay | None = optional("When it closes on that day.", "closes", "to", "until", "zamknięcie", "do")


HOLIDAYS = describe(
    "Holidays",
    Holiday,
    key=("calendar", "date"),
    synonyms=("Holiday", "Public holidays", "Bank holidays", "Święta", "Dni wolne"),
    checks=(
        Check(duplicated("calendar", "date"), Severity.ERROR),
        Check(hours_turned, Severity.ERROR),
        Check(part_without_hours, Severity.WARNING),
    ),
)
