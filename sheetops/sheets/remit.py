"""Remit: the accounts that are to be contacted, as they were frozen on a day."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Day, Key, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT, LICENCE
from sheetops.sheets.checks.keys import account_unknown, duplicated
from sheetops.sheets.checks.spans import deadline_before_frozen


class Member(Row):
    """One account, or one licence of it, in a remit."""

    remit: Key = required("The remit's name.", "remit name", "campaign", "campaign id", "kampania", "zakres")
    account: Key = required("The customer's account.", *ACCOUNT)
    licence: Key | None = optional("The licence it is about.", *LICENCE)
    frozen_on: Day = required("The day on which the remit was frozen.", "frozen", "launched on", "zamrożono")
    deadline: Day | None = optional(
        "The last day on which all of it is to be contacted.", "until", "close", "closes on", "end", "termin"
    )
    caller: Text | None = optional("Who is to contact them.", "owner", "agent", "opiekun", "kto")
    segment: Text | None = optional("Their segment on the day it was frozen.", "customer segment", "grupa")
    rule: Text | None = optional("What put them there, in words.", "filter", "chosen by", "reguła")


REMIT = describe(
    "Remit",
    Member,
    key=("remit", "account", "licence"),
    synonyms=("Remits", "Campaign members", "Zakres kampanii"),
    checks=(
        Check(duplicated("remit", "account", "licence"), Severity.WARNING),
        Check(account_unknown, Severity.WARNING),
        Check(deadline_before_frozen, Severity.WARNING),
    ),
)
