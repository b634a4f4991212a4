"""Contacts: who was spoken or written to, when, and what came of it."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Day, Key, Moment, OneOf, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT, CHANNEL, NOTE
from sheetops.sheets.checks.keys import account_unknown
from sheetops.sheets.checks.spans import in_future, next_before_contact

Means = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "email letter phone text visit chat portal",
            email="e_mail mail mejl",
            letter="post list poczta",
            phone="telephone call tel telefon mobile voicemail",
            text="sms text_message txt",
            visit="in_person meeting wizyta spotkanie",
            chat="live_chat czat",
            portal="web website online strona",
        )
    ),
    Kind.CODE,
]

Direction = Annotated[
    str,
    BeforeValidator(
        OneOf("in out", **{"in": "inbound incoming received przychodzący", "out": "outbound outgoing sent wychodzący"})
    ),
    Kind.CODE,
]


class Contact(Row):
    """One contact with a customer."""

    account: Key = required("The customer's account.", *ACCOUNT)
    at: Moment = required(
        "Day and time.", "date", "when", "contacted at", "date time", "contact date", "data", "kiedy", "data kontaktu"
    )
    by: Text | None = optional("Who made the contact.", "agent", "user", "contacted by", "staff", "kto", "pracownik")
    channel: Means = required("email, letter, phone, text, visit, chat or portal.", *CHANNEL)
    direction: Direction | None = optional("in or out.", "inbound outbound", "kierunek")
    outcome: Text = required("What came of it.", "result", "outcome code", "wynik", "rezultat")
    note: Text | None = optional("What was said.", *NOTE)
    next_action: Text | None = optional(
        "What is to be done next.", "next step", "follow up", "następny krok", "kolejne działanie"
    )
    next_on: Day | None = optional(
        "The day to do it.", "next action on", "follow up on", "follow up date", "data następnego kroku"
    )


CONTACTS = describe(
    "Contacts",
    Contact,
    synonyms=("Contact log", "Calls", "Call log", "Contact history", "Kontakty"),
    checks=(
        Check(account_unknown, Severity.WARNING),
        Check(in_future("at"), Severity.WARNING),
        Check(next_before_contact, Severity.WARNING),
    ),
)
