"""Targets: what callers are to collect, be promised and reach in a time."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Amount, Count, Currency, Day, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import NOTE
from sheetops.sheets.checks.spans import target_overlap, target_until_before_from


class Target(Row):
    """One target, of a caller, a segment or the whole desk."""

    caller: Text | None = optional(
        "Whose target it is, as in Contacts and Customers; blank: everybody's.",
        "agent",
        "collector",
        "kto",
        "pracownik",
    )
    segment: Text | None = optional("The segment it is for; blank: every segment.", "customer segment", "grupa")
    from_: Day = required("First day.", "start", "since", "week from", "od", alias="from")
    until: Day = required("Last day.", "to", "end", "week to", "do")
    payments: Amount | None = optional(
        "Money to come in, of the caller's own accounts.", "payment target", "collected", "wpłaty"
    )
    commitments: Amount | None = optional(
        "Money to be promised to the caller.", "commitment target", "promised", "promises", "obietnice"
    )
    contacts: Count | None = optional(
        "How many accounts to contact.", "contact target", "accounts", "calls", "kontakty"
    )
    currency: Currency | None = optional("Currency of the amounts; blank: the desk's.", "ccy", "waluta")
    note: Text | None = optional("Anything else.", *NOTE)


TARGETS = describe(
    "Targets",
    Target,
    synonyms=("Target", "Caller targets", "Collector targets", "Cele"),
    checks=(Check(target_until_before_from, Severity.ERROR), Check(target_overlap, Severity.WARNING)),
)
