"""The sample desk's licences: one row a term, each term counted from its anchor."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import count

import numpy as np

from sheetops import clock
from sheetops.jobs.sample.customers import dice
from sheetops.jobs.sample.stories import DAY, QUIET, Case, Story, cases

ADD_ON = "Screen and music add-on"
SCHOOL_TARIFF, RATE = "S1", Decimal("3.10")
"""The schools' tariff, and what a student cost until last year."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a licence; ``last`` marks the one that the customer's story is about."""

    licence: str
    case: Case
    kind: str
    start: dt.date
    end: dt.date
    status: str
    fee: Decimal
    anchor: dt.date
    last: bool

    @property
    def units(self) -> int | None:
        """How many students it is charged for; None where the tariff does not count them."""
        by_student = self.case.customer.segment.tariff == SCHOOL_TARIFF and self.case.customer.country == "NZ"
        return int(self.fee / RATE) if by_student and self.kind != ADD_ON else None

    @property
    def owing(self) -> bool:
        """Whether the customer's story is about money."""
        return self.case.story.overdue is not None

    def row(self) -> dict[str, object]:
        """Return the term as a row of the Licences sheet."""
        return {
            "licence": self.licence,
            "account": self.case.account,
            "type": self.kind,
            "start": self.start,
            "end": self.end,
            "status": self.status,
            "fee": self.fee,
            "tariff": self.case.customer.segment.tariff,
            "auto_renew": self.case.customer.segment.name == "school" and self.case.story is QUIET,
            "anchor": self.anchor,
            "units": self.units or "",
            "add_on_of": _main_licences()[self.case.account, self.end] if self.kind == ADD_ON else "",
            "declined_reason": _why_declined(self.licence) if self.status == "declined" else "",
        }


@cache
def terms() -> tuple[Term, ...]:
    """Return every term of every licence, numbered from LIC-20001."""
    numbers = count(20001)
    drawn = [(case, *term) for case in cases() for term in _terms(case)]
    return tuple(Term(f"LIC-{next(numbers)}", *term) for term in drawn)


@cache
def _main_licences() -> dict[tuple[str, dt.date], str]:
    return {(term.case.account, term.end): term.licence for term in terms() if term.kind != ADD_ON}


def _why_declined(licence: str) -> str:
    return dice(f"declined {licence}").choice(
        ("closed down", "too dear", "no longer copies", "moved to another scheme")
    )


Drawn = tuple[str, dt.date, dt.date, str, Decimal, dt.date, bool]


def _terms(case: Case) -> list[Drawn]:
    chance, segment = case.dice("licence"), case.customer.segment
    fee = chance.randrange(*segment.fee, 5)
    if special := _special().get(case.account):
        return _run(segment.licence, *special, fee * special[-1] // 12, case.story)
    start = _last_start(case)
    earlier = 1 + chance.randrange(2) if case.story.status == "live" else 0
    anchor = _moved(start, -12 * earlier)
    drawn = _run(segment.licence, anchor, earlier + 1, 12, fee, case.story)
    if case.story is QUIET and segment.name == "school" and chance.random() < 0.3:
        drawn += _run(ADD_ON, anchor, earlier + 1, 12, fee // 5, case.story)
    return drawn


@cache
def _special() -> dict[str, tuple[dt.date, int, int]]:
    """Return anchors that some months lack, for two gyms without a story: anchor, number of terms, months in a term."""
    gyms = [case.account for case in cases() if case.story is QUIET and case.customer.segment.name == "gym"]
    return dict(zip(gyms, ((dt.date(2024, 2, 29), 3, 12), (dt.date(2026, 1, 31), 6, 1)), strict=False))


def _last_start(case: Case) -> dt.date:
    """Return when the last term began: a year before its end, or on the day that its invoice fell due."""
    story, chance = case.story, case.dice("last term")
    if story.overdue is not None:
        return DAY - dt.timedelta(days=chance.randint(*story.overdue))
    assert story.ends is not None
    end = DAY + dt.timedelta(days=chance.randint(*story.ends))
    return _moved(end + dt.timedelta(days=1), -12)


def _run(kind: str, anchor: dt.date, terms: int, months: int, fee: int, story: Story) -> list[Drawn]:
    """Return consecutive terms; fees rise by 3 % a year; an early renewal adds the term after the last."""
    begins = [_moved(anchor, months * number) for number in range(terms + 2)]
    wanted = terms + (story.name == "renewed early")
    return [
        (
            kind,
            begins[number],
            begins[number + 1] - dt.timedelta(days=1),
            story.status if number == terms - 1 else "live",
            (fee * Decimal("1.03") ** (number * months // 12)).quantize(Decimal(1)),
            anchor,
            number == terms - 1 and kind != ADD_ON,
        )
        for number in range(wanted)
    ]


def _moved(day: dt.date, months: int) -> dt.date:
    return dt.date.fromisoformat(str(clock.add_months(np.datetime64(day, "D"), months)))
