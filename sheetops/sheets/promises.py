"""Promises: what customers promised to pay, and by when."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Amount, Day, Key, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT
from sheetops.sheets.checks.keys import account_unknown, duplicated
from sheetops.sheets.checks.money import amount_not_positive
from sheetops.sheets.checks.spans import in_future, promise_due_before_made


class Promise(Row):
    """One promise to pay."""

    promise: Key = required(
        "The promise's number, once.",
        "promise number",
        "promise no",
        "promise id",
        "obietnica",
        "numer obietnicy",
        "nr obietnicy",
    )
    account: Key = required("The customer's account.", *ACCOUNT)
    made_on: Day = required(
        "The day it was made.", "made", "date made", "promised on", "date", "data obietnicy", "data złożenia", "data"
    )
    due_on: Day = required(
        "The day the money is promised for.", "due", "due date", "promised for", "pay by", "termin", "termin zapłaty"
    )
    amount: Amount = required("How much is promised.", "promised amount", "amount promised", "kwota", "obiecana kwota")
    by: Text | None = optional("Who took the promise.", "taken by", "agent", "user", "przyjął", "pracownik")


PROMISES = describe(
    "Promises",
    Promise,
    key=("promise",),
    synonyms=("Promise", "Promises to pay", "PTP", "Obietnice", "Obietnice zapłaty"),
    checks=(
        Check(duplicated("promise"), Severity.ERROR),
        Check(account_unknown, Severity.ERROR),
        Check(amount_not_positive, Severity.ERROR),
        Check(promise_due_before_made, Severity.WARNING),
        Check(in_future("made_on"), Severity.NOTE),
    ),
)
