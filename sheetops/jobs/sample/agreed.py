"""What the sample desk's customers agreed to, promises and payment plans, and what they paid of it."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sheetops.jobs.sample.bills import Part, major, parts
from sheetops.jobs.sample.stories import DAY, Span, days_ago

Row = dict[str, object]
Payment = tuple[dt.date, int]
"""A day and cents."""

_PROMISES: dict[str, tuple[Span, Span]] = {
    "promise open": ((8, 20), (-9, -1)),
    "promise in grace": ((10, 20), (0, 3)),
    "promise broken": ((15, 30), (4, 9)),
    "promised this week": ((1, 4), (-20, -6)),
    "promise kept": ((12, 20), (4, 9)),
    "promise kept in part": ((12, 20), (4, 9)),
}
"""By story: how many days ago the promise was made, and how many days ago its day was (negative: still to come)."""

_PAID = {"promise kept": 100, "promise kept in part": 60}
"""Percent of a promise that came on its day."""


class Deal(NamedTuple):
    """A payment plan by story.

    How many days ago it was agreed and its first instalment was due, how often, how many instalments, and how many days
    ago each of them that was paid was paid.
    """

    agreed: int
    first: int
    frequency: str
    parts: int
    paid: tuple[int, ...] = ()


_PLANS = {
    "plan agreed this week": Deal(2, -12, "monthly", 6),
    "plan in good standing": Deal(70, 56, "monthly", 6, (55, 26)),
    "plan behind": Deal(70, 50, "monthly", 6, (49,)),
    "plan cured": Deal(60, 49, "weekly", 12, (36, 36, 34, 28, 21, 14, 7)),
    "plan broken": Deal(110, 95, "monthly", 6, (94,)),
    "plan completed": Deal(60, 50, "fortnightly", 3, (49, 35, 21)),
    "in hardship on a plan": Deal(175, 165, "monthly", 10, (166, 136, 106, 75, 45, 15)),
}


def promises() -> list[Row]:
    """Return the Promises sheet: open ones, in grace, made this week, kept, kept in part and broken."""
    return [_promise(f"PRM-{number}", part) for number, part in enumerate(_agreed(_PROMISES), 701)]


def plans() -> list[Row]:
    """Return the Plans sheet: a plan in every state, and one that was only proposed."""
    rows = [_plan(f"PLN-{number}", part) for number, part in enumerate(_agreed(_PLANS), 801)]
    offered = {"plan": f"PLN-{801 + len(rows)}", "status": "proposed"}
    return [*rows, _plan("", _agreed(("reminder 2 sent",))[0], Deal(1, -14, "monthly", 3)) | offered]


def payments(part: Part) -> Iterator[Payment]:
    """Yield what came of a promise or plan."""
    name = part.case.story.name
    if name in _PAID:
        yield _promise_days(part)[1], part.cents * _PAID[name] // 100
    elif name in _PLANS:
        deal = _PLANS[name]
        each = part.cents // deal.parts
        for number, ago in enumerate(deal.paid, 1):
            rest = part.cents - each * (deal.parts - 1)
            yield DAY - dt.timedelta(days=ago), rest if number == deal.parts else each


def _agreed(stories: Collection[str]) -> list[Part]:
    return [part for part in parts() if part.term.last and part.first and part.case.story.name in stories]


def _promise_days(part: Part) -> tuple[dt.date, dt.date]:
    chance = part.dice("promise")
    made, due = (days_ago(span, chance) for span in _PROMISES[part.case.story.name])
    return made, due


def _promise(number: str, part: Part) -> Row:
    made, due = _promise_days(part)
    whole = part.case.story.name in _PAID or part.dice("share").random() < 0.7
    return {
        "promise": number, "account": part.case.account, "made_on": made, "due_on": due,
        "amount": major(part.cents if whole else part.cents // 200 * 100),
        "by": part.dice("taken by").choice(_COLLECTORS),
    }  # fmt: skip


_COLLECTORS = ("Mere", "Tom", "Jules")


def _plan(number: str, part: Part, deal: Deal | None = None) -> Row:
    deal = deal or _PLANS[part.case.story.name]
    return {
        "plan": number, "account": part.case.account, "agreed_on": DAY - dt.timedelta(days=deal.agreed),
        "first_due": DAY - dt.timedelta(days=deal.first), "frequency": deal.frequency, "instalments": deal.parts,
        "covers": major(part.cents) if part.dice("covers").random() < 0.5 else "",
    }  # fmt: skip
