"""Hardship: customers who cannot pay for a while, since when, on what evidence, and when they left."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Day, Key, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT, NOTE
from sheetops.sheets.checks.hardship import evidence_expired, evidence_unnamed
from sheetops.sheets.checks.keys import account_unknown
from sheetops.sheets.checks.spans import (
    evidence_until_before_entered,
    hardship_overlap,
    in_future,
    left_before_entered,
    reviewed_before_entered,
)


class Entered(Row):
    """One stay of an account in the hardship programme."""

    account: Key = required("The customer's account.", *ACCOUNT)
    entered_on: Day = required(
        "The day they entered the hardship programme.",
        *("entered", "date entered", "since", "from", "start", "hardship since", "data wpisu", "od", "wpisano"),
    )
    evidence: Text | None = optional(
        "What bears it out, such as pension concession card; blank while it is awaited.",
        *("evidence held", "proof", "document", "card", "dowód", "dokument", "zaświadczenie"),
    )
    evidence_until: Day | None = optional(
        "The last day on which the evidence holds; blank: it does not run out.",
        *(
            "evidence valid until",
            "evidence expires",
            "card expiry",
            "expires",
            "expiry",
            "ważne do",
            "termin ważności",
        ),
    )
    left_on: Day | None = optional(
        "The day they left the programme: from this day on they are chased like anybody else.",
        *("left", "date left", "exited", "exit date", "ended", "end", "data wyjścia", "zakończono", "do"),
    )
    note: Text | None = optional("Anything else.", *NOTE)
    reviewed_on: Day | None = optional(
        "The day on which somebody last went through their circumstances with them.",
        *("reviewed", "last review", "last reviewed", "review date", "data przeglądu", "ostatni przegląd"),
    )


HARDSHIP = describe(
    "Hardship",
    Entered,
    synonyms=("Hardship register", "Hardship programme", "Hardship program", "Trudna sytuacja", "Ulgi socjalne"),
    checks=(
        Check(account_unknown, Severity.ERROR),
        Check(left_before_entered, Severity.ERROR),
        Check(evidence_until_before_entered, Severity.WARNING),
        Check(evidence_unnamed, Severity.WARNING),
        Check(evidence_expired, Severity.WARNING),
        Check(reviewed_before_entered, Severity.WARNING),
        Check(hardship_overlap, Severity.WARNING),
        Check(in_future("entered_on"), Severity.NOTE),
    ),
)
