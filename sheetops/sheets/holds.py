"""Holds: accounts and entries that must not be chased for a while."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Day, Key, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT, DOCUMENT, ENTRY, NOTE
from sheetops.sheets.checks.keys import account_unknown, entry_of_other_account, entry_unknown, hold_without_item
from sheetops.sheets.checks.spans import hold_until_before_from, review_before_from


class Hold(Row):
    """One hold, on an account or on one entry."""

    account: Key | None = optional("The account to leave alone (or name an entry).", *ACCOUNT)
    entry: Key | None = optional("The entry to leave alone (or name an account).", *ENTRY, *DOCUMENT)
    reason: Text = required("Why it is held.", "why", "hold reason", "powód", "przyczyna")
    from_: Day | None = optional(
        "First day of the hold; blank: it holds already.", "start", "since", "held from", "od", alias="from"
    )
    until: Day | None = optional(
        "Last day of the hold; blank: until lifted.", "to", "end", "held until", "hold until", "do"
    )
    note: Text | None = optional("Anything else.", *NOTE)
    owner: Text | None = optional("Who looks after it.", "responsible", "placed by", "held by", "opiekun")
    review_on: Day | None = optional(
        "The day on which somebody looks whether it is still needed; blank: hold_review_days after its first day.",
        *("review", "review date", "review due", "next review", "data przeglądu", "przegląd"),
    )


HOLDS = describe(
    "Holds",
    Hold,
    synonyms=("Hold", "On hold", "Stops", "Wstrzymania", "Blokady"),
    checks=(
        Check(hold_without_item, Severity.ERROR),
        Check(hold_until_before_from, Severity.ERROR),
        Check(review_before_from, Severity.WARNING),
        Check(account_unknown, Severity.ERROR),
        Check(entry_unknown, Severity.ERROR),
        Check(entry_of_other_account, Severity.WARNING),
    ),
)
