"""Plans: what customers agreed to pay in instalments, and how often."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Amount, Day, Key, OneOf, Positive, Row, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT
from sheetops.sheets.checks.keys import account_unknown, duplicated
from sheetops.sheets.checks.plans import (
    covers_not_positive,
    first_due_before_agreed,
    instalment_not_positive,
    plan_cannot_sum,
    plan_without_instalments,
)
from sheetops.sheets.checks.spans import in_future

Frequency = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "weekly fortnightly monthly",
            weekly="week every_week w 7_days co_tydzień tygodniowo tygodniowa tydzień",
            fortnightly="fortnight every_two_weeks two_weekly biweekly 2_weekly 14_days co_dwa_tygodnie dwutygodniowo",
            monthly="month every_month m calendar_month co_miesiąc miesięcznie miesięczna miesiąc",
        )
    ),
    Kind.CODE,
]
PlanStatus = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "live proposed cancelled completed broken",
            live="active agreed open running current in_force in_good_standing behind aktywna trwa",
            proposed="offered quoted draft pending propozycja",
            cancelled="canceled withdrawn stopped void replaced anulowana odwołana",
            completed="complete paid finished done spłacona zakończona",
            broken="failed defaulted default zerwana",
        )
    ),
    Kind.CODE,
]


class Plan(Row):
    """One payment plan."""

    plan: Key = required(
        "The plan's number, once.",
        *("plan number", "plan no", "plan id", "arrangement", "arrangement number", "plan spłaty", "numer planu"),
        *("nr planu", "ugoda", "numer ugody"),
    )
    account: Key = required("The customer's account.", *ACCOUNT)
    agreed_on: Day = required(
        "The day it was agreed: receipts count from this day on.",
        *("agreed", "date agreed", "agreement date", "made on", "start", "data ugody", "data zawarcia", "uzgodniono"),
    )
    first_due: Day = required(
        "The day of the first instalment.",
        *(
            "first due on",
            "first instalment",
            "first payment",
            "first due date",
            "pierwsza rata",
            "termin pierwszej raty",
        ),
    )
    frequency: Frequency = required(
        "weekly, fortnightly or monthly.", "how often", "interval", "every", "częstotliwość", "co ile"
    )
    instalments: Positive | None = optional(
        "How many instalments (or fill in instalment).",
        *("number of instalments", "count", "payments", "number of payments", "liczba rat", "ile rat"),
        unreadable=Severity.ERROR,
    )
    instalment: Amount | None = optional(
        "The amount of one instalment (or fill in instalments); the last one takes what remains.",
        *("instalment amount", "amount", "payment amount", "amount per instalment", "rata", "kwota raty"),
    )
    covers: Amount | None = optional(
        "What is to be paid in all; blank: what was overdue on the day it was agreed.",
        *("total", "debt", "sum", "plan total", "total amount", "kwota", "suma", "obejmuje"),
    )
    status: PlanStatus | None = optional(
        "proposed or cancelled, when it does not count; what became of a plan is worked out from the receipts.",
        *("plan status", "state", "stan", "status planu"),
    )


PLANS = describe(
    "Plans",
    Plan,
    key=("plan",),
    synonyms=("Plan", "Payment plans", "Arrangements", "Instalment plans", "Plany spłaty", "Ugody", "Raty"),
    checks=(
        Check(duplicated("plan"), Severity.ERROR),
        Check(account_unknown, Severity.ERROR),
        Check(plan_without_instalments, Severity.ERROR),
        Check(instalment_not_positive, Severity.ERROR),
        Check(covers_not_positive, Severity.ERROR),
        Check(plan_cannot_sum, Severity.ERROR),
        Check(first_due_before_agreed, Severity.WARNING),
        Check(in_future("agreed_on"), Severity.NOTE),
    ),
)
