"""The sample desk's customers in hardship: their stays in the programme, the grants that they applied for."""

import datetime as dt
from decimal import Decimal

from sheetops.jobs.sample.stories import DAY, Case, cases

Row = dict[str, object]

_STAYS: dict[str, tuple[int, str, int | None, int | None, int | None]] = {
    "entered hardship this week": (3, "Pension concession card", -300, None, None),
    "in hardship": (60, "Health care card", -200, None, None),
    "hardship reviewed": (200, "Pension concession card", -20, 30, None),
    "hardship review due": (120, "Letter of a financial counsellor", None, None, None),
    "hardship evidence awaited": (10, "", None, None, None),
    "hardship evidence never came": (50, "", None, None, None),
    "left hardship": (300, "Health care card", 40, None, 30),
    "in hardship on a plan": (180, "Pension concession card", -150, 40, None),
    "grant applied for": (45, "Health care card", -90, None, None),
    "grant granted": (90, "Health care card", -60, 20, None),
    "grant declined": (80, "Pension concession card", -400, None, None),
}
"""By story: days ago entered, the evidence, days ago it ran out (negative: to come), reviewed and left."""

_GRANTS: dict[str, tuple[tuple[int, int | None, str, int | None], ...]] = {
    "in hardship": ((65, 400, "granted", 45),),
    "grant applied for": ((35, None, "", None), (58, 150, "granted", 50)),
    "grant granted": ((40, 180, "granted", 6),),
    "grant declined": ((60, 300, "declined", 9),),
}
"""By story: days ago applied, whole units asked for or granted, the outcome, days ago decided."""


def hardship() -> list[Row]:
    """Return the Hardship sheet: a stay in every state but those that are planted."""
    return [_stay(case, *_STAYS[case.story.name]) for case in cases() if case.story.name in _STAYS]


def grants() -> list[Row]:
    """Return the Grants sheet: pending, granted, declined and one of the period before."""
    return [_grant(case, *each) for case in cases() if case.story.name in _GRANTS for each in _GRANTS[case.story.name]]


def policy_of_care(since: dt.date) -> list[Row]:
    """Return the rows of Policy that say what customers at home get: an incentive, a concession, an older cap."""
    said: tuple[tuple[str, str, str, dt.date, dt.date | str], ...] = (
        ("incentive", "award", "currency: NZD", since, ""),
        ("concession_evidence", "pension, health care", "currency: NZD", since, ""),
        ("grant_cap", "500", "scheme: URGS water", dt.date(2015, 1, 1), since - dt.timedelta(days=1)),
    )
    return [
        {"setting": name, "value": value, "applies_to": whom, "valid_from": first, "valid_to": last}
        for name, value, whom, first, last in said
    ]


def _ago(days: int | None) -> dt.date | str:
    return "" if days is None else DAY - dt.timedelta(days=days)


def _stay(case: Case, entered: int, evidence: str, ends: int | None, reviewed: int | None, left: int | None) -> Row:
    return {
        "account": case.account, "entered_on": _ago(entered), "evidence": evidence, "evidence_until": _ago(ends),
        "left_on": _ago(left), "note": "", "reviewed_on": _ago(reviewed),
    }  # fmt: skip


def _grant(case: Case, applied: int, amount: int | None, outcome: str, decided: int | None) -> Row:
    return {
        "account": case.account, "scheme": "URGS water", "applied_on": _ago(applied),
        "amount": "" if amount is None else Decimal(amount), "decided_on": _ago(decided), "outcome": outcome,
    }  # fmt: skip
