"""Presets: three desks' rules to start from, each figure with where it comes from; a desk changes them as it likes.

A figure for which no public rule was read says "check" in its note: it is a house default and no advice.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sheetops.jobs.standing import RENEWAL, Row, Stage, standing_rows

_CHECK = "House default: check it against your own rules before you rely on it."


_CALENDAR = {
    "source": "the package holidays, 0.109",
    "source_date": "2026",
    "note": "Days that fall on a weekend are left out. Check proclaimed ones.",
}


class Figure(NamedTuple):
    """One setting of a preset: its value, whom it is for, where it comes from, of when that is, what to mind."""

    setting: str
    value: str
    source: str = ""
    source_date: str = ""
    note: str = _CHECK
    applies_to: str = ""


class Step(NamedTuple):
    """One stage of a preset, and where it comes from."""

    stage: Stage
    source: str = ""
    source_date: str = ""
    note: str = _CHECK


@dataclass(frozen=True)
class Preset:
    """A preset: its name, what it is for, its figures beside the house defaults, its ladders and closed days."""

    name: str
    meaning: str
    figures: Sequence[Figure]
    steps: Sequence[Step]
    calendar: str = ""
    closed: Sequence[tuple[str, str]] = ()


_PPL = "PPL PRS, terms of its licences"
_READ = "no date known: look at the page"
_LICENSING = Preset(
    "licensing-body",
    "A body that licenses music or copying: renewals first, then what is owed (United Kingdom).",
    (
        Figure("currency", "GBP", note="The desk's own."),
        Figure("country", "GB", note="The desk's own."),
        Figure("terms_days", "28", _PPL, _READ, "Invoices are due 28 days after their date."),
        Figure(
            *("surcharge_rate", "0%", _PPL, _READ),
            "Some PPL tariffs carry 50% for late payment, as an invoice of its own: add a row 50% with applies_to "
            "'type: ' and the tariff's licence type.",
        ),
        Figure(
            *("surcharge_after_days", "0", _PPL, _READ),
            "The day from which the surcharge counts was not read: check your tariff.",
        ),
        Figure(
            *("surcharge_of", "whole", _PPL, _READ),
            "Whether it is taken of the whole fee or of what is open was not read: check your tariff.",
        ),
        Figure("direct_debit_days", "1, 8, 15, 22", "PPL, direct debit", _READ, "The days on which PPL collects."),
        Figure(
            *("direct_debit_notice_days", "7", "PPL, direct debit", _READ),
            "A failed collection is presented again at least seven working days after notice.",
        ),
        Figure(
            *("plan_max_missed", "2", "PPL, direct debit", _READ),
            "Paying by direct debit ends on more than one failed collection.",
        ),
        Figure(
            *("term_start", "nearest_first", "OneMusic New Zealand, APRA", _READ),
            "A licence starts on the first day of the month nearest the commencement date.",
        ),
    ),
    (
        Step(Stage("standard", 1, "due_plus", 7, "letter", "reminder-1"), _PPL, _READ, "Post first; days: check."),
        Step(
            *(Stage("standard", 2, "since_last_notice", 14, "email", "reminder-2"), _PPL, _READ),
            "Then e-mail; days: check.",
        ),
        Step(
            *(Stage("standard", 3, "since_last_notice", 7, "phone", "final-notice"), _PPL, _READ),
            "Then telephone, before enforcement or a collector; days: check.",
        ),
        Step(Stage("renewal", 1, "days_before_expiry", 90, "email", "renewal-invitation"), note="Usual window: check."),
        Step(Stage("renewal", 2, "days_before_expiry", 60, "email", "renewal-reminder"), note="Usual window: check."),
        Step(Stage("renewal", 3, "days_before_expiry", 30, "phone", "renewal-reminder"), note="Usual window: check."),
        Step(Stage("renewal", 4, "days_before_expiry", 0, "letter", "renewal-final-call"), note="Usual window: check."),
        Step(Stage("renewal", 5, "days_after_expiry", 14, "letter", "lapse-notice"), note="Usual window: check."),
    ),
    "England and Wales",
    (
        ("2026-01-01", "New Year's Day"), ("2026-04-03", "Good Friday"), ("2026-04-06", "Easter Monday"),
        ("2026-05-04", "Early May bank holiday"), ("2026-05-25", "Spring bank holiday"),
        ("2026-08-31", "Summer bank holiday"), ("2026-12-25", "Christmas Day"), ("2026-12-28", "Boxing Day (observed)"),
        ("2027-01-01", "New Year's Day"), ("2027-03-26", "Good Friday"), ("2027-03-29", "Easter Monday"),
        ("2027-05-03", "Early May bank holiday"), ("2027-05-31", "Spring bank holiday"),
        ("2027-08-30", "Summer bank holiday"), ("2027-12-27", "Christmas Day (observed)"),
        ("2027-12-28", "Boxing Day (observed)"),
    ),
)  # fmt: skip

_ESC = "Essential Services Commission, Difficulties paying your water bills"
_URGS = "Department of Families, Fairness and Housing, Utility Relief Grant Scheme"
_YVW = "Yarra Valley Water, Arrange and Save terms"
_WATER = Preset(
    "water-utility",
    "A water utility in Victoria, Australia: plans, hardship, grants, restrictions.",
    (
        Figure("currency", "AUD", note="The desk's own."),
        Figure("country", "AU", note="The desk's own."),
        Figure(
            *("restriction_min_debt", "200", _ESC, _READ),
            "No restriction or legal action below 200 owed if a bill was paid in full in the last 12 months.",
        ),
        Figure("restriction_small_debt_months", "12", _ESC, _READ, "The 12 months of the row above."),
        Figure("restriction_tenants", "tenant", _ESC, _READ, "A tenant whose landlord owes is not restricted."),
        Figure(
            *("grant_pending_stops", "restriction, referral", _ESC, _READ),
            "Nothing while an application for help is pending.",
        ),
        Figure("complaint_stops_chasing", "yes", _ESC, _READ, "Nothing while a complaint is open."),
        Figure(
            *("restriction_notice_days", "10", "Energy and Water Ombudsman Queensland", _READ),
            "Ten business days is Queensland's; the days of the Victorian code were not read: check its clauses.",
        ),
        Figure(
            *("restriction_offer_days", "7", "Economic Regulation Authority, Western Australia", _READ),
            "Seven days to accept a plan is Western Australia's: check the Victorian code.",
        ),
        Figure("grant_cap", "650", _URGS, _READ, "At most 650 on each utility in a two-year period."),
        Figure("grant_single_source_cap", "1300", _URGS, _READ, "A household with a single source of energy."),
        Figure("grant_window_months", "24", _URGS, _READ, "Two years, counted back from the application."),
        Figure(
            *("grant_netted", "yes", _URGS, _READ),
            "The page says a maximum in a two-year period; taxlite.net reads it as one grant: no stands for that.",
        ),
        Figure(
            *("plan_max_failed", "2", "Victoria; the page is not known", _READ),
            "A plan need not be offered after two failed plans in a year.",
        ),
        Figure("plan_failed_days", "365", "Victoria; the page is not known", _READ, "The year."),
        Figure("plan_max_months", "12", _YVW, _READ, "A plan of Arrange and Save runs at most 12 months."),
        Figure("plan_weekend", "next", _YVW, _READ, "An instalment due on a weekend is due on the next business day."),
        Figure("incentive", "award", _YVW, _READ, "Instalments on time earn one of them."),
        Figure("incentive_every", "5", _YVW, _READ, "Five in a row, on time and in full."),
        Figure("concession_rate", "50", "Yarra Valley Water, concessions", _READ, "Half of the use, to a yearly cap."),
        Figure(
            *("concession_cap", "0", "Yarra Valley Water, concessions", _READ),
            "There is a yearly cap; its amount was not read: check it and enter it here.",
        ),
        Figure("concession_back_months", "12", "Yarra Valley Water, concessions", _READ, "Back-dated up to 12 months."),
        Figure("interest_margin", "0%", note="No public rate was read: check your price determination."),
        Figure(
            *("charge_back_days", "120", "Essential Services Commission, back-billing guideline", "June 2025"),
            "Back-billing is limited to four months; here for fees and surcharges: check.",
        ),
    ),
    (
        Step(
            *(Stage("standard", 1, "due_plus", 5, "email", "reminder-1"), "", ""),
            "The notice days of the Victorian code were not read: check its clauses.",
        ),
        Step(
            *(Stage("standard", 2, "since_last_notice", 10, "letter", "reminder-2"), "", ""),
            "The notice days of the Victorian code were not read: check its clauses.",
        ),
        Step(
            *(Stage("standard", 3, "since_last_notice", 10, "letter", "final-notice"), "", ""),
            "The notice days of the Victorian code were not read: check its clauses.",
        ),
        *(Step(stage) for stage in RENEWAL),
    ),
    "Victoria",
    (
        ("2026-01-01", "New Year's Day"), ("2026-01-26", "Australia Day"), ("2026-03-09", "Labour Day"),
        ("2026-04-03", "Good Friday"), ("2026-04-06", "Easter Monday"), ("2026-06-08", "King's Birthday"),
        ("2026-09-25", "Friday before the AFL Grand Final (check)"), ("2026-11-03", "Melbourne Cup Day"),
        ("2026-12-25", "Christmas Day"), ("2026-12-28", "Boxing Day (observed)"), ("2027-01-01", "New Year's Day"),
        ("2027-01-26", "Australia Day"), ("2027-03-08", "Labour Day"), ("2027-03-26", "Good Friday"),
        ("2027-03-29", "Easter Monday"), ("2027-06-14", "King's Birthday"),
        ("2027-09-24", "Friday before the AFL Grand Final (check)"), ("2027-11-02", "Melbourne Cup Day"),
        ("2027-12-27", "Christmas Day (observed)"), ("2027-12-28", "Boxing Day (observed)"),
    ),
)  # fmt: skip

_OCA = "OCA credit control, the policies that come with it"
_SINCE_2013 = "2013, unchanged since"
_TRADE = Preset(
    "trade-credit",
    "Plain trade credit between firms: three reminders, or two for customers of long standing.",
    (
        Figure("tolerance", "0.10", _OCA, _SINCE_2013, "What is open below this is not chased."),
        Figure("min_days_between_letters", "5"),
        Figure("terms_days", "30", note="Net 30 days is the custom: check your own terms of sale."),
        Figure("interest_base_rate", "0%", note="No rate was read: check the law of your country on late payment."),
        Figure("interest_margin", "0%", note="No rate was read: check the law of your country on late payment."),
        Figure("interest_day_basis", "365", "ERPNext, test of its dunning", _READ, "100 for 15 days at 10% is 0.41."),
    ),
    (
        Step(Stage("standard", 1, "due_plus", 10, "email", "reminder-1"), _OCA, _SINCE_2013, "Policy 3 times."),
        Step(
            *(Stage("standard", 2, "end_of_month_after_due_plus", 30, "email", "reminder-2"), _OCA, _SINCE_2013),
            "Policy 3 times.",
        ),
        Step(
            *(Stage("standard", 3, "since_last_notice", 10, "letter", "final-notice"), _OCA, _SINCE_2013),
            "Policy 3 times.",
        ),
        Step(
            *(Stage("slow", 1, "end_of_month_after_due_plus", 30, "email", "statement"), _OCA, _SINCE_2013),
            "Policy 2 times.",
        ),
        Step(
            *(Stage("slow", 2, "since_last_notice", 60, "letter", "final-notice"), _OCA, _SINCE_2013),
            "Policy 2 times.",
        ),
        *(Step(stage) for stage in RENEWAL),
    ),
)

PRESETS: Mapping[str, Preset] = {one.name: one for one in (_LICENSING, _WATER, _TRADE)}
"""Every preset by its name."""


def preset_rows(preset: Preset, own: Mapping[str, str], since: dt.date) -> dict[str, list[Row]]:
    """Return the rows of Policy, Stages, Templates and Holidays of a preset, with source, source_date and note.

    ``own`` says who the desk is. What the preset says nothing of is the house default, and its note says so.
    """
    rows = standing_rows(own, since)
    said = {(one.setting, one.applies_to): one for one in preset.figures}
    policy = [_figure(row, said.pop((str(row["setting"]), str(row["applies_to"])), None)) for row in rows["Policy"]]
    policy += [
        _figure({"setting": one.setting, "applies_to": one.applies_to, "valid_from": since}, one)
        for one in said.values()
    ]
    stages = [
        {**step.stage._asdict(), "source": step.source, "source_date": step.source_date, "note": step.note}
        for step in preset.steps
    ]
    closed = [
        {"calendar": preset.calendar, "date": dt.date.fromisoformat(day), "name": name, "kind": "closed", **_CALENDAR}
        for day, name in preset.closed
    ]
    return {**rows, "Policy": policy, "Stages": stages, "Holidays": closed or rows["Holidays"]}


def _figure(row: Row, figure: Figure | None) -> Row:
    if figure is None:
        return {**row, "source": "", "source_date": "", "note": _CHECK}
    return {
        **row,
        "value": figure.value,
        "source": figure.source,
        "source_date": figure.source_date,
        "note": figure.note,
    }
