"""Participants: the people of an incentive programme."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Country, Day, Email, Key, Language, Row, Text, YesNo, describe, optional, required
from sheetops.sheets.cells.headings import (
    ADDRESS1,
    ADDRESS2,
    COUNTRY,
    EMAIL,
    LANGUAGE,
    PARTICIPANT,
    PHONE,
    POSTCODE,
    PROGRAMME,
    TOWN,
)
from sheetops.sheets.checks.contact import email_domain_doubtful, phone_invalid, postcode_malformed
from sheetops.sheets.checks.keys import duplicated, programme_unknown
from sheetops.sheets.checks.likely import likely_duplicate


class Participant(Row):
    """One participant of one programme."""

    participant: Key = required("The participant's number, once.", *PARTICIPANT)
    programme: Key = required("The programme that they take part in.", *PROGRAMME)
    name: Text = required(
        "Full name.", "participant name", "full name", "member name", "imię i nazwisko", "nazwa", "nazwisko"
    )
    email: Email | None = optional("One e-mail address.", *EMAIL)
    phone: Text | None = optional("One telephone number; start with + if it is abroad.", *PHONE)
    address1: Text | None = optional("Street and number.", *ADDRESS1)
    address2: Text | None = optional("Rest of the address.", *ADDRESS2)
    town: Text | None = optional("Town or city.", *TOWN)
    postcode: Text | None = optional("Postcode, as its country writes it.", *POSTCODE)
    country: Country | None = optional("Two-letter country code, such as US.", *COUNTRY)
    language: Language | None = optional("Two-letter code of the letters' language, such as en.", *LANGUAGE)
    active: YesNo | None = optional("yes while they take part.", "is active", "aktywny", "czynny")
    activated_on: Day | None = optional(
        "The day the account was activated.", "activated", "activation date", "data aktywacji", "aktywowano"
    )


PARTICIPANTS = describe(
    "Participants",
    Participant,
    key=("participant",),
    synonyms=("Participant", "Members", "Uczestnicy"),
    checks=(
        Check(duplicated("participant"), Severity.ERROR),
        Check(programme_unknown, Severity.ERROR),
        Check(email_domain_doubtful, Severity.WARNING),
        Check(phone_invalid, Severity.WARNING),
        Check(postcode_malformed, Severity.WARNING),
        Check(likely_duplicate, Severity.NOTE),
    ),
)
