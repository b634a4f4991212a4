"""Day by day with calls, quiet days, delivery and business days: no level is skipped, repeated, early or unasked."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sheetops.rules.allocation import allocate
from sheetops.rules.contacts import contacted
from sheetops.rules.dunning import DunningTerms, dun
from sheetops.rules.quiet import Period, Quiet
from sheetops.rules.sending import BUSINESS_DAYS, DAYS, Sending, Wait, deemed_on
from tests.rules.case import NO_ARRANGEMENTS

Grid = Callable[..., pd.DataFrame]
Row = dict[str, Any]
Told = tuple[str, int, str, str]

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: an example is a month of runs, and hundreds of them would take minutes."""
FIRST = dt.date(2026, 1, 5)
RUNS = 30
CLOSED = frozenset({dt.date(2026, 1, 19), dt.date(2026, 2, 6)})
ACCOUNTS = ("A1", "A2")
UNITS = st.sampled_from([DAYS, BUSINESS_DAYS])


def _day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


SENDINGS = st.builds(
    lambda email, letter, days, period, attempts, gap, told, address: Sending(
        CLOSED,
        Quiet(frozenset(days), period, CLOSED),
        {"email": email, "letter": letter},
        without_address=address,
        call_attempts=attempts,
        call_gap_days=gap,
        tell_process={"": told},
    ),
    st.builds(Wait, st.integers(0, 1), UNITS),
    st.builds(Wait, st.integers(0, 4), UNITS),
    st.sets(st.sampled_from(["monday", "friday", "weekend", "holiday", "eve"]), max_size=3),
    st.sampled_from([(), (Period("01-14", "01-18"),)]),
    st.integers(0, 3),
    st.integers(0, 2),
    st.sampled_from([0, 0, 3]),
    st.sampled_from(["hold", "fall_back"]),
)


@st.composite
def ladders(draw: st.DrawFn) -> list[Row]:
    return [
        {
            "ladder": "standard",
            "level": level,
            "mode": "due_plus" if level == 1 else draw(st.sampled_from(["due_plus", "since_last_notice"])),
            "days": draw(st.integers(0, 6)),
            "unit": draw(UNITS),
            "channel": draw(st.sampled_from(["", "email", "letter", "phone", "phone"])),
            "template": f"reminder-{level}",
        }
        for level in range(1, draw(st.integers(3, 5)) + 1)
    ]


ENTRIES = st.lists(st.tuples(st.sampled_from(ACCOUNTS), st.integers(0, 12)), min_size=1, max_size=4)
CONTACTS = st.lists(
    st.tuples(
        st.sampled_from(ACCOUNTS),
        st.integers(0, RUNS),
        st.sampled_from(["phone", "phone", "phone", "email", "letter"]),
        st.sampled_from(["spoke", "no answer", "busy", "bounced", "told_process", "call back"]),
    ),
    max_size=10,
)
CUSTOMERS = [
    {"account": "A1", "name": "Abbot", "email": "a@post.co.nz", "phone": "09 300 1000"},
    {"account": "A2", "name": "Burns", "email": "", "phone": "09 300 1001", "address1": "1 High St", "town": "Napier"},
]


@settings(max_examples=4, deadline=None, phases=PHASES)
@given(ENTRIES, ladders(), CONTACTS, SENDINGS)
def test_day_by_day_each_level_comes_once_in_order_after_its_time_and_on_an_open_day(
    grid: Grid, entries: list[tuple[str, int]], stages: list[Row], contacts: list[Told], how: Sending
) -> None:
    ledger = grid(
        "Ledger",
        [
            {"entry": f"E{n}", "account": account, "kind": "invoice", "date": FIRST, "due_date": _day(due)}
            | {"amount": 500, "currency": "NZD"}
            for n, (account, due) in enumerate(entries)
        ],
    )
    made = [
        {"account": a, "at": f"{_day(n)} 10:00", "channel": c, "direction": "out", "outcome": o}
        for a, n, c, o in contacts
    ]
    accounts, levels, reached = grid("Customers", CUSTOMERS), grid("Stages", stages), grid("Contacts", made)
    sent: list[Row] = []
    stood: dict[str, int] = {}
    for number in range(RUNS):
        day = _day(number)
        items, known = allocate(ledger, day).items, contacted(reached, day)
        terms = DunningTerms(day, tolerance={"NZD": 0}, min_days_between_letters=3, sending=how)
        found = dun(
            items, accounts, levels, grid("Notices", sent), grid("Holds", []), NO_ARRANGEMENTS, terms, contacts=known
        )
        for item in found.to_dict("records"):
            _judge(item, stood.get(item["entry"], 0), made, stages, how, day)
            stood[item["entry"]] = item["level"] + item["due"]
        sent += [
            {key: row[key] for key in ("account", "entry", "ladder", "channel", "template")}
            | {"level": row["next_level"], "sent_on": day}
            for row in found[found["due"]].to_dict("records")
        ]
    assert len({(notice["entry"], notice["level"]) for notice in sent}) == len(sent)


def _judge(item: Row, stood: int, made: list[Row], stages: list[Row], how: Sending, day: dt.date) -> None:
    """Hold one item's answer against what was done for it before ``day``."""
    climbed = item["level"] - stood
    assert climbed >= 0
    if climbed:  # by conversations, one for each level
        talks = [one for one in made if one["account"] == item["account"] and one["at"][:10] <= str(day)]
        assert sum(one["outcome"] in ("spoke", "told_process") for one in talks) >= climbed
    assert item["next_level"] == item["level"] + 1
    if not item["due"]:
        return
    assert not how.quiet.why(day)
    assert item["trigger"].date() <= day
    stage = stages[item["next_level"] - 1]
    start = item["due_date"] if stage["mode"] == "due_plus" else item["delivered"]
    assert day >= _after(start.date(), stage["days"], stage["unit"])
    if stage["mode"] == "since_last_notice":
        last = pd.DataFrame({"on": [item["sent_on"]], "by": [item["sent_by"]]})
        assert item["delivered"] == deemed_on(last["on"], last["by"], how)[0]
        assert item["delivered"] >= item["sent_on"]


def _after(day: dt.date, days: int, unit: str) -> dt.date:
    """Return a day some days, or business days, later: counted one by one."""
    while days:
        day += dt.timedelta(days=1)
        days -= unit == DAYS or (day.weekday() < 5 and day not in CLOSED)
    return day
