"""Remittances: what collectors got from debtors, what they kept of it and what they paid over."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Amount, Day, Key, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT
from sheetops.sheets.checks.keys import account_unknown, duplicated
from sheetops.sheets.checks.remittances import collected_not_positive
from sheetops.sheets.checks.spans import in_future


class Remittance(Row):
    """One line of a collector's remittance: one account."""

    remittance: Key = required(
        "The line's number, once.", "remittance number", "remittance no", "line", "remittance id", "numer wpłaty", "nr"
    )
    collector: Text = required("Who collected it.", "agency", "collected by", "windykator")
    account: Key = required("The customer's account.", *ACCOUNT)
    received_on: Day = required(
        "The day the remittance came to us.", "received", "date", "remitted on", "paid on", "data", "data wpływu"
    )
    collected: Amount = required(
        "What the customer paid them, before commission.", "gross", "amount", "amount collected", "kwota", "zebrano"
    )
    commission: Amount | None = optional("What they kept.", "fee", "commission kept", "prowizja")
    paid_over: Amount | None = optional("What they paid to us.", "net", "remitted", "net amount", "przekazano nam")
    reference: Key | None = optional("Their number for it.", "their reference", "collector reference", "nr sprawy")


REMITTANCES = describe(
    "Remittances",
    Remittance,
    key=("remittance",),
    synonyms=("Remittance", "Collector remittances", "Agency remittances", "Wpłaty windykatora"),
    checks=(
        Check(duplicated("remittance"), Severity.ERROR),
        Check(account_unknown, Severity.ERROR),
        Check(collected_not_positive, Severity.ERROR),
        Check(in_future("received_on"), Severity.WARNING),
    ),
)
