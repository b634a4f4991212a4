"""What every new desk starts with: its ladders, settings, templates and closed days, as rows of their sheets.

A desk changes them in its own workbook; nothing else in sheetops relies on these.
"""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from sheetops.sheets.settings import SETTINGS

Row = dict[str, object]


class Stage(NamedTuple):
    """One row of the Stages sheet; a blank channel is the customer's own."""

    ladder: str
    level: int
    mode: str
    days: int
    channel: str
    template: str


STANDARD = (
    Stage("standard", 1, "due_plus", 10, "email", "reminder-1"),
    Stage("standard", 2, "since_last_notice", 14, "letter", "reminder-2"),
    Stage("standard", 3, "since_last_notice", 14, "letter", "final-notice"),
)
SCHOOL = (
    Stage("school", 1, "end_of_month_after_due_plus", 30, "email", "statement"),
    Stage("school", 2, "since_last_notice", 30, "letter", "final-notice"),
)
RENEWAL = (
    Stage("renewal", 1, "days_before_expiry", 60, "email", "renewal-invitation"),
    Stage("renewal", 2, "days_before_expiry", 30, "", "renewal-reminder"),
    Stage("renewal", 3, "days_before_expiry", 7, "letter", "renewal-final-call"),
    Stage("renewal", 4, "days_after_expiry", 15, "letter", "lapse-notice"),
)


def stages() -> list[Row]:
    """Return the Stages sheet: ladders standard and school for what is owed, renewal for licences."""
    return [stage._asdict() for stage in (*STANDARD, *SCHOOL, *RENEWAL)]


CHOSEN = {
    "currency": "NZD",
    "country": "NZ",
    "promise_min_share": "50",
    "promise_max_days": "30",
    "plan_min_instalment": "5.00",
    "plan_weekend": "next",
    "confirm_plans_days": "5",
    "complaint_letters": "yes",
    "interest_minimum": "1.00",
    "confirm_promises_days": "5",
    "hardship_letter_days": "7",
    "grant_letter_days": "14",
    "register": "register.db",
}
"""The settings that a new desk starts with where they are not the default; only the desk can say who it is."""

_FOR_A_DAY = "stale_ok_by"
"""The setting that has a row only for the days on which somebody answers for old receipts."""

_NUMBERED = (
    ("tax_rate", "0", ""),
    ("tax_rate", "15", "country: NZ"),
    ("tax_rate", "10", "country: AU"),
    ("tax_rate", "20", "country: GB"),
    ("tax_rate", "23", "country: PL"),
    ("invoice_title", "Invoice", ""),
    ("invoice_title", "Tax invoice", "AU"),
    ("invoice_title", "Faktura", "PL"),
    ("invoice_text", "This is the taxable supply information for what is named above.", "NZ"),
    ("credit_note_title", "Credit note", ""),
    ("credit_note_title", "Adjustment note", "AU"),
    ("credit_note_title", "Faktura korygująca", "PL"),
    ("credit_note_text", "This credit note corrects the taxable supply information of the invoice named above.", "NZ"),
    ("credit_note_text", "This adjustment note adjusts the tax invoice named above.", "AU"),
    ("credit_note_text", "This credit note reduces the VAT invoice named above.", "GB"),
)


def policy(own: Mapping[str, str], since: dt.date) -> list[Row]:
    """Return the Policy sheet, every setting that has a lasting value, in force from a day on.

    ``own`` says who the desk is, and what it leaves out stays blank.
    """
    elsewhere = {_FOR_A_DAY, *(name for name, _, _ in _NUMBERED)}
    usual = {name: CHOSEN.get(name, known.default) for name, known in SETTINGS.items() if name not in elsewhere}
    said = [(name, own.get(name, value), "") for name, value in usual.items()]
    return [
        {"setting": setting, "value": value, "applies_to": applies_to, "valid_from": since}
        for setting, value, applies_to in (*said, *_NUMBERED)
    ]


_SUBJECTS = {
    "renewal-invitation": "Your licence is due for renewal",
    "renewal-reminder": "Your licence ends soon",
    "renewal-final-call": "Your licence ends in a few days",
    "lapse-notice": "Your licence has ended",
    "reminder-1": "A friendly reminder",
    "reminder-2": "Second reminder",
    "final-notice": "Final notice",
    "statement": "Statement of your account",
    "hardship-information": "Help with your account",
    "grant-outcome": "Your application for a grant",
    "grant-pending": "Your application for a grant is not decided yet",
    "promise-confirmation": "Your promise to pay",
    "plan-confirmation": "Your payment plan",
    "complaint-acknowledgement": "Your complaint",
    "complaint-answer": "Our answer to your complaint",
    "restriction-warning": "Before we restrict the supply",
    "restriction-placed": "The supply is restricted",
    "restriction-lifted": "The restriction has been lifted",
    "invoice": "Invoice",
    "credit-note": "Credit note",
    "claim-returned": "Your claim needs a correction",
}


def templates() -> list[Row]:
    """Return the Templates sheet: one row a letter, its file in the letters folder, approved."""
    return [
        {
            "template": template, "file": f"en/{template}.docx", "language": "en", "subject": subject, "version": "1",
            "reviewed_by": "", "reviewed_on": "", "approved": "yes",
        }
        for template, subject in _SUBJECTS.items()
    ]  # fmt: skip


_CLOSED = (
    ("2026-01-01", "New Year's Day"), ("2026-01-02", "Day after New Year's Day"), ("2026-02-06", "Waitangi Day"),
    ("2026-04-03", "Good Friday"), ("2026-04-06", "Easter Monday"), ("2026-04-27", "Anzac Day (observed)"),
    ("2026-06-01", "King's Birthday"), ("2026-07-10", "Matariki"), ("2026-10-26", "Labour Day"),
    ("2026-12-25", "Christmas Day"), ("2026-12-28", "Boxing Day (observed)"), ("2027-01-01", "New Year's Day"),
    ("2027-01-04", "Day after New Year's Day (observed)"), ("2027-02-08", "Waitangi Day (observed)"),
    ("2027-03-26", "Good Friday"), ("2027-03-29", "Easter Monday"), ("2027-04-26", "Anzac Day (observed)"),
    ("2027-06-07", "King's Birthday"), ("2027-06-25", "Matariki"), ("2027-10-25", "Labour Day"),
    ("2027-12-27", "Christmas Day (observed)"), ("2027-12-28", "Boxing Day (observed)"),
)  # fmt: skip
"""New Zealand's public holidays of 2026 and 2027 that close an office (Holidays Act 2003.

Moved ones where they are kept).
"""


def closed_days() -> list[Row]:
    """Return the Holidays sheet of an office in New Zealand."""
    return [
        {"calendar": "NZ", "date": dt.date.fromisoformat(day), "name": name, "kind": "closed"} for day, name in _CLOSED
    ]


def opening_hours() -> list[Row]:
    """Return the Calendar sheet of an office in New Zealand that is open on weekdays from nine to five."""
    return [
        {"calendar": "NZ", "zone": "Pacific/Auckland", "weekday": day, "open": "09:00", "close": "17:00"}
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    ]


def standing_rows(own: Mapping[str, str], since: dt.date) -> dict[str, list[Row]]:
    """Return the rows of Policy, Stages, Templates, Holidays, Calendar and Reports by sheet."""
    rules = {"Policy": policy(own, since), "Stages": stages(), "Templates": templates(), "Holidays": closed_days()}
    return {**rules, "Calendar": opening_hours(), "Reports": saved_reports()}


def saved_reports() -> list[Row]:
    """Return the reports that a new desk begins with."""
    return [dict(zip(_REPORT, report, strict=True)) for report in _REPORTS]


_REPORT = ("report", "sheet", "where", "group_by", "total", "sort", "top")
_REPORTS = (
    ("Owed by segment", "Arrears", "outstanding > 0", "segment", "outstanding, arrears", "arrears highest first", ""),
    (
        "Long overdue",
        "Open items",
        "days_overdue > 90",
        "account, name",
        "outstanding",
        "outstanding highest first",
        20,
    ),
    ("Billed by month", "Ledger", "kind = invoice", "date by month", "amount", "", ""),
    ("Received by month", "Ledger", "kind = receipt", "date by month", "amount", "", ""),
    ("No e-mail address", "Customers", "email is blank; do_not_contact = no", "", "", "name", ""),
)
