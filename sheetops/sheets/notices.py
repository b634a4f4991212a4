"""Notices: the letters that went out, by ladder and level."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Channel, Day, Key, Positive, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT, ENTRY, LADDER, LEVEL, LICENCE
from sheetops.sheets.checks.keys import account_unknown, entry_unknown, ladder_unknown, level_unknown, licence_unknown
from sheetops.sheets.checks.spans import in_future


class Notice(Row):
    """One notice that was sent, about an entry or a licence."""

    account: Key = required("The customer's account.", *ACCOUNT)
    entry: Key | None = optional("The entry it was about.", *ENTRY)
    licence: Key | None = optional("The licence it was about.", *LICENCE)
    ladder: Text = required("The ladder of notices that it belongs to.", *LADDER)
    level: Positive = required("Its level on the ladder: 1, 2, 3 ...", *LEVEL)
    sent_on: Day = required(
        "The day it was sent.", "sent", "date sent", "sent date", "date", "data wysłania", "wysłano", "data"
    )
    channel: Channel | None = optional("email, letter or phone.", "sent by", "kanał", "sposób wysłania")
    template: Text | None = optional("The letter's template.", "letter", "szablon", "pismo")
    document: Text | None = optional("The file that was sent.", "file", "document name", "dokument wysłany", "plik")


NOTICES = describe(
    "Notices",
    Notice,
    synonyms=(
        "Notice",
        "Notices sent",
        "Letters sent",
        "Reminders",
        "Reminders sent",
        "Wezwania",
        "Monity",
        "Pisma wysłane",
    ),
    checks=(
        Check(account_unknown, Severity.WARNING),
        Check(entry_unknown, Severity.WARNING),
        Check(licence_unknown, Severity.WARNING),
        Check(ladder_unknown, Severity.WARNING),
        Check(level_unknown, Severity.WARNING),
        Check(in_future("sent_on"), Severity.WARNING),
    ),
)
