"""Grants: applications for help with a debt, and what became of them."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Amount, Day, Key, OneOf, Row, Text, YesNo, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT
from sheetops.sheets.checks.grants import decision_incomplete, granted_without_amount, scheme_unknown
from sheetops.sheets.checks.keys import account_unknown, duplicated
from sheetops.sheets.checks.money import amount_not_positive
from sheetops.sheets.checks.spans import decided_before_applied, in_future

GrantOutcome = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "granted declined pending",
            granted="approved paid successful accepted yes przyznana przyznano",
            declined="refused rejected unsuccessful withdrawn no odmowa odrzucona",
            pending="open applied submitted waiting awaiting in_progress w_toku oczekuje",
        )
    ),
    Kind.CODE,
]


class Grant(Row):
    """One application for a grant."""

    account: Key = required("The customer's account.", *ACCOUNT)
    scheme: Text = required(
        "The scheme, as the setting grant_schemes names it, such as URGS water.",
        *("grant", "grant scheme", "scheme name", "program dopłat", "dopłata"),
    )
    applied_on: Day = required(
        "The day of the application: caps and their period are counted from it.",
        *("applied", "date applied", "application date", "lodged", "submitted", "data wniosku", "złożono"),
    )
    amount: Amount | None = optional(
        "What is asked for, and once it is decided what was granted.",
        *("grant amount", "amount granted", "granted amount", "value", "kwota", "kwota dopłaty"),
    )
    decided_on: Day | None = optional(
        "The day of the decision.",
        *("decided", "decision date", "date decided", "outcome date", "data decyzji", "decyzja z dnia"),
    )
    outcome: GrantOutcome | None = optional(
        "granted, declined or pending; blank is pending.",
        *("status", "result", "decision", "wynik", "decyzja"),
        unreadable=Severity.ERROR,
    )
    single_source: YesNo | None = optional(
        "yes where the household has a single source of energy: the higher cap holds.",
        *("single source of energy", "one source", "jedno źródło"),
    )


GRANTS = describe(
    "Grants",
    Grant,
    synonyms=("Grant", "Grant applications", "Relief grants", "Dopłaty", "Wnioski o dopłatę"),
    checks=(
        Check(duplicated("account", "scheme", "applied_on"), Severity.ERROR),
        Check(account_unknown, Severity.ERROR),
        Check(amount_not_positive, Severity.ERROR),
        Check(decided_before_applied, Severity.ERROR),
        Check(decision_incomplete, Severity.WARNING),
        Check(granted_without_amount, Severity.WARNING),
        Check(scheme_unknown, Severity.WARNING),
        Check(in_future("applied_on"), Severity.NOTE),
        Check(in_future("decided_on"), Severity.NOTE),
    ),
)
