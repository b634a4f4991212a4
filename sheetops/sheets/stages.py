"""Stages: the ladders of notices, level by level."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Channel, Count, Day, Fee, OneOf, Positive, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import APPLIES_TO, CHANNEL, LADDER, LEVEL, VALID_FROM, VALID_TO
from sheetops.sheets.checks.keys import template_unknown
from sheetops.sheets.checks.scopes import scope_unknown
from sheetops.sheets.checks.spans import stage_overlap, valid_to_before_from
from sheetops.sheets.checks.stages import level_missing, modes_mixed, since_last_notice_first

Mode = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "due_plus end_of_month_after_due_plus since_last_notice days_before_expiry days_after_expiry",
            due_plus="after_due days_after_due po_terminie",
            end_of_month_after_due_plus="end_of_month eom koniec_miesiąca_po_terminie",
            since_last_notice="after_last_notice days_since_last_notice od_ostatniego_pisma",
            days_before_expiry="before_expiry przed_wygaśnięciem",
            days_after_expiry="after_expiry po_wygaśnięciu",
        )
    ),
    Kind.CODE,
]


Unit = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "days business_days",
            days="day calendar_days calendar dni dni_kalendarzowe",
            business_days="business_day business working_days working workdays weekdays dni_robocze robocze",
        )
    ),
    Kind.CODE,
]


class Stage(Row):
    """One level of one ladder."""

    ladder: Text = required("The ladder's name.", *LADDER)
    level: Positive = required("1, 2, 3 ... without a gap.", *LEVEL)
    mode: Mode = required(
        "due_plus, end_of_month_after_due_plus, since_last_notice, days_before_expiry or days_after_expiry.",
        *("counted from", "trigger", "tryb", "sposób", "liczone od"),
    )
    days: Count = required("How many days.", "day count", "number of days", "after days", "dni", "liczba dni")
    channel: Channel | None = optional("email, letter or phone.", *CHANNEL)
    template: Text | None = optional("The letter's template.", "letter", "szablon", "pismo")
    fee: Fee | None = optional(
        "The fee charged with it: an amount such as 25.00, or a share of what is open such as 2%.", "charge", "opłata"
    )
    valid_from: Day | None = optional("First day it holds; blank: always did.", *VALID_FROM)
    valid_to: Day | None = optional("Last day it holds; blank: until changed.", *VALID_TO)
    applies_to: Text | None = optional("Whom it is for, as in Policy; blank: everybody.", *APPLIES_TO)
    unit: Unit | None = optional(
        "What the days are: days or business_days; blank: days.",
        *("day unit", "days unit", "kind of days", "jednostka", "rodzaj dni"),
        unreadable=Severity.ERROR,
    )


STAGES = describe(
    "Stages",
    Stage,
    synonyms=("Stage", "Ladders", "Dunning stages", "Etapy", "Drabiny"),
    checks=(
        Check(since_last_notice_first, Severity.ERROR),
        Check(valid_to_before_from, Severity.ERROR),
        Check(stage_overlap, Severity.WARNING),
        Check(scope_unknown, Severity.WARNING),
        Check(level_missing, Severity.WARNING),
        Check(modes_mixed, Severity.WARNING),
        Check(template_unknown, Severity.WARNING),
    ),
)
