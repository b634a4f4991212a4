"""The result sheet Notices due as it comes back from its reviewer: what goes out, what does not, and who decided."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo

from sheetops.model import Kind
from sheetops.sheets.cells import Amount, Currency, Day, Key, OneOf, Positive, Row, Text, describe, optional, required
from sheetops.sheets.cells.days import read_day
from sheetops.sheets.cells.headings import ACCOUNT, ENTRY, LADDER, LEVEL, LICENCE
from sheetops.sheets.cells.texts import read_text

SEND, SKIP, HOLD = "send", "skip", "hold"
_CHOICE = OneOf(
    f"{SEND} {SKIP} {HOLD}",
    send="yes ok go approve approved make wyślij tak",
    skip="no never drop omit pomiń nie",
    hold="wait later hold_until wstrzymaj czekaj",
)
_UNTIL = re.compile(r"(?P<word>[^\W\d]+)(?:\s+(?:until|till|to|do))?[\s:]+(?P<day>\S*\d.*)", re.IGNORECASE)


def read_decision(raw: Any, info: ValidationInfo) -> str:
    """Return ``send``, ``skip``, ``hold``, or ``hold until 2026-07-15``."""
    found = _UNTIL.fullmatch(read_text(raw))
    if not found or _CHOICE(found["word"]) != HOLD:
        return _CHOICE(raw)
    return f"{HOLD} until {read_day(found['day'], info).isoformat()}"


Decision = Annotated[str, BeforeValidator(read_decision), Kind.TEXT]


class Reviewed(Row):
    """One proposed notice, and what its reviewer decided."""

    account: Key = required("The customer's account.", *ACCOUNT)
    entry: Key | None = optional("The entry that it is about.", *ENTRY)
    licence: Key | None = optional("The licence that it is about.", *LICENCE)
    ladder: Text = required("The ladder of notices that it belongs to.", *LADDER)
    level: Positive = required("Its level on the ladder.", *LEVEL)
    channel: Text | None = optional("By which channel it goes.", "sent by", "kanał")
    template: Text | None = optional("The letter's template.", "letter", "szablon")
    outstanding: Amount | None = optional("What was open when it was proposed.", "open", "do zapłaty")
    currency: Currency | None = optional("The currency of the amounts.", "waluta")
    decision: Decision | None = optional("send, skip, or hold until a day.", "decide", "decyzja")
    decided_by: Text | None = optional("Who decided.", "by", "decided", "kto")
    decision_note: Text | None = optional("Why, in a few words.", "why", "note", "uwagi")
    as_of: Day = required("The day that it was proposed for.", "day", "dzień")


REVIEW = describe("Notices due", Reviewed)
