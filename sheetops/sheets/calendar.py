"""Calendar: when the desk is open, weekday by weekday."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import OneOf, Row, Text, TimeOfDay, describe, optional, required
from sheetops.sheets.checks.keys import duplicated
from sheetops.sheets.checks.opening import (
    close_before_open,
    opening_overlap,
    region_unknown,
    zone_differs,
    zone_unknown,
)

Weekday = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "monday tuesday wednesday thursday friday saturday sunday",
            monday="mon mo poniedzialek pon",
            tuesday="tue tues tu wtorek wt",
            wednesday="wed we sroda sr",
            thursday="thu thur thurs th czwartek czw",
            friday="fri fr piatek pt",
            saturday="sat sa sobota sob",
            sunday="sun su niedziela niedz",
        )
    ),
    Kind.CODE,
]


class Opening(Row):
    """One opening of one weekday."""

    calendar: Text = required(
        "The calendar's name, as on Holidays and Programmes.", "calendar name", "office", "kalendarz"
    )
    zone: Text | None = optional(
        "Where the clock hangs, such as Pacific/Auckland; blank: clocks are never changed.",
        "time zone",
        "timezone",
        "tz",
        "strefa",
        "strefa czasowa",
    )
    weekday: Weekday = required(
        "One day of the week; a day without a row is closed.", "day of week", "day", "dzień tygodnia"
    )
    open: TimeOfDay = required("When it opens, such as 09:00.", "opens", "opening time", "from", "otwarcie", "od")
    close: TimeOfDay = required(
        "When it closes, such as 17:00; 24:00 is the end of the day.",
        "closes",
        "closing time",
        "to",
        "zamknięcie",
        "do",
    )
    holidays: Text | None = optional(
        "A country or region, such as NZ-AUK, whose public holidays are closed; the sheet Holidays goes before them.",
        "public holidays",
        "holidays of",
        "święta",
    )


CALENDAR = describe(
    "Calendar",
    Opening,
    key=("calendar", "weekday", "open"),
    synonyms=("Calendars", "Opening hours", "Business hours", "Kalendarz", "Godziny otwarcia"),
    checks=(
        Check(duplicated("calendar", "weekday", "open"), Severity.ERROR),
        Check(close_before_open, Severity.ERROR),
        Check(zone_unknown, Severity.ERROR),
        Check(zone_differs, Severity.WARNING),
        Check(region_unknown, Severity.WARNING),
        Check(opening_overlap, Severity.WARNING),
    ),
)
