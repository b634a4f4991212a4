"""The claims desk: its clock, its entry, what a claim must have and what follows when it has not."""

import re
from decimal import Decimal

from sheetops.rules.deficiencies import FIELDS, PROCEDURES, REJECTING
from sheetops.rules.deficiencywords import CHECKS
from sheetops.sheets.settings.reading import Setting, amount, list_of, positive, text_or_none, whole


def _time(value: str) -> int:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", value)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError("a time of day such as 08:30")
    return int(found[1]) * 60 + int(found[2])


def _minutes(value: str) -> Decimal:
    minutes = amount(value)
    if not 0 < minutes <= 10_000:
        raise ValueError("a number of minutes above 0, such as 2 or 1.5")
    return minutes


CLAIMS = (
    Setting(
        "calendar",
        text_or_none,
        "none",
        "The calendar of the desk's hours, for programmes that name none; none: the first of the sheet Calendar.",
    ),
    Setting("claims_at", _time, "00:00", "The time of the day at which the queue of claims is worked out."),
    Setting("claim_line_minutes", _minutes, "2", "Minutes that the entry of one claim line takes."),
    Setting("claim_entry_people", positive, "1", "How many people enter claims at the same time."),
    Setting(
        "claim_required", list_of(*FIELDS), ", ".join(FIELDS), "What must stand on every claim line of a programme."
    ),
    Setting(
        "claim_rejects",
        list_of(*CHECKS),
        ", ".join(REJECTING),
        "Faults for which a claim line is rejected; for all others its claim is returned.",
    ),
    Setting(
        "claim_fixes",
        list_of(*PROCEDURES),
        ", ".join(PROCEDURES),
        "Standard procedures that put a claim line right without asking; each is listed, old and new.",
    ),
    Setting("claim_return_days", whole, "14", "Days to send a returned claim back, for programmes that say nothing."),
)
