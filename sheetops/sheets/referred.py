"""Referred: debts that were passed on to a collector or another department, and what became of them."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Amount, Day, Key, OneOf, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT
from sheetops.sheets.checks.keys import account_unknown
from sheetops.sheets.checks.money import amount_not_positive
from sheetops.sheets.checks.referred import acknowledged_before_referred, recalled_before_referred, referred_twice
from sheetops.sheets.checks.spans import in_future

Class = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "bad_debt infringement",
            bad_debt="debt unpaid dług należność",
            infringement="unlicensed_use use_without_licence naruszenie",
        )
    ),
    Kind.CODE,
]


class Referral(Row):
    """One debt, or one use without a licence, that was referred."""

    account: Key = required("The customer's account.", *ACCOUNT)
    collector: Text = required(
        "The collector or department that has it.",
        "referred to",
        "agency",
        "department",
        "to",
        "windykator",
        "przekazano do",
    )
    referred_on: Day = required(
        "The day it was referred.", "referred", "date", "date referred", "placed on", "data przekazania", "data"
    )
    amount: Amount = required("How much was referred.", "debt", "amount referred", "balance", "kwota", "dług")
    recalled_on: Day | None = optional(
        "The day we took it back; blank: they have it.", "recalled", "returned on", "closed on", "odwołano"
    )
    acknowledged_on: Day | None = optional(
        "The day they confirmed that they have it.", "acknowledged", "confirmed on", "potwierdzono"
    )
    class_: Class | None = optional(
        "bad_debt or infringement; blank: bad_debt.", "kind", "type", "rodzaj", alias="class"
    )
    reference: Key | None = optional("Their number for it.", "collector reference", "their reference", "nr sprawy")


REFERRED = describe(
    "Referred",
    Referral,
    synonyms=("Referred accounts", "Referrals made", "With collectors", "Przekazane", "Przekazane do windykacji"),
    checks=(
        Check(account_unknown, Severity.ERROR),
        Check(amount_not_positive, Severity.ERROR),
        Check(referred_twice, Severity.ERROR),
        Check(recalled_before_referred, Severity.WARNING),
        Check(acknowledged_before_referred, Severity.WARNING),
        Check(in_future("referred_on"), Severity.NOTE),
    ),
)
