"""Restrictions: supply that was restricted for debt, and when it was restored."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Day, Key, OneOf, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT, APPROVED_BY
from sheetops.sheets.checks.keys import account_unknown
from sheetops.sheets.checks.restrictions import lifted_never_placed, placed_twice
from sheetops.sheets.checks.spans import in_future

Action = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "placed lifted",
            placed="place restricted on imposed założone nałożone ograniczono",
            lifted="lift restored released removed off zdjęte zniesione przywrócono",
        )
    ),
    Kind.CODE,
]


class Restriction(Row):
    """One restriction placed or lifted."""

    account: Key = required("The customer's account.", *ACCOUNT)
    action: Action = required("placed or lifted.", "what", "done", "czynność", "działanie")
    on: Day = required("The day it was done.", "date", "day", "done on", "action date", "data", "dnia")
    authorised_by: Text | None = optional("Who authorised it.", *(one for one in APPROVED_BY if one != "authorised by"))
    reason: Text | None = optional("Why.", "why", "because", "powód", "przyczyna")


RESTRICTIONS = describe(
    "Restrictions",
    Restriction,
    synonyms=("Restriction", "Restrictions placed", "Supply restrictions", "Ograniczenia", "Ograniczenia dostaw"),
    checks=(
        Check(account_unknown, Severity.ERROR),
        Check(lifted_never_placed, Severity.ERROR),
        Check(placed_twice, Severity.ERROR),
        Check(in_future("on"), Severity.WARNING),
    ),
)
