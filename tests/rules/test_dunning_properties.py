"""What holds of every desk: levels come one after the other, once each, and the answer is that of plain Python."""

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetops.jobs.desk import blank_frame
from sheetops.rules.ageing import age
from sheetops.rules.allocation import allocate
from sheetops.rules.arrangements import arrangements
from sheetops.rules.arrears import MEANINGS, arrears
from sheetops.rules.dunning import DunningTerms, dun
from sheetops.rules.following import follow
from sheetops.rules.plans import PlanTerms, agreed_plans
from sheetops.rules.promises import PromiseTerms, judge
from tests.rules import reference
from tests.rules.case import NO_ARRANGEMENTS

Grid = Callable[..., pd.DataFrame]
Row = dict[str, Any]

FIRST = dt.date(2026, 1, 1)
DAYS = st.integers(0, 120).map(lambda n: FIRST + dt.timedelta(days=n))
ACCOUNTS = st.sampled_from(["A1", "A2", "A3"])
LADDERS = ("standard", "slow")
FIXED = ["due_plus", "end_of_month_after_due_plus"]
EVERY = [*FIXED, "since_last_notice"]
CHANNELS = st.sampled_from(["", "email", "letter", "phone"])


@st.composite
def stages(draw: st.DrawFn) -> list[Row]:
    """Two ladders of one to four levels."""
    return [
        {
            "ladder": ladder,
            "level": level,
            "mode": draw(st.sampled_from(EVERY if level > 1 else FIXED)),
            "days": draw(st.integers(0, 45)),
            "channel": draw(CHANNELS),
            "template": f"reminder-{level}",
        }
        for ladder in LADDERS
        for level in range(1, draw(st.integers(1, 4)) + 1)
    ]


ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "account": ACCOUNTS,
            "date": DAYS,
            "amount": st.sampled_from([9, 10, 11, 500]),
            "ladder": st.sampled_from(["", "", "standard", "slow", "none"]),
            "disputed": st.sampled_from([False, False, True]),
            "wait": st.integers(0, 30),
        }
    ),
    min_size=1,
    max_size=6,
).map(
    lambda rows: [
        {
            **row,
            "entry": f"E{n}",
            "kind": "invoice",
            "due_date": row["date"] + dt.timedelta(days=row["wait"]),
            "currency": "NZD",
        }
        for n, row in enumerate(rows)
    ]
)
CUSTOMERS = st.fixed_dictionaries(
    {
        account: st.fixed_dictionaries(
            {
                "account": st.just(account),
                "name": st.just(account),
                "email": st.sampled_from(["", "a@post.co.nz"]),
                "phone": st.sampled_from(["", "09 555 0100"]),
                "ladder": st.sampled_from(["", "slow", "none"]),
                "do_not_contact": st.sampled_from([False, False, False, True]),
            }
        )
        for account in ("A1", "A2", "A3")
    }
)
NOTICES = st.lists(
    st.fixed_dictionaries(
        {
            "account": ACCOUNTS,
            "entry": st.integers(0, 5).map(lambda n: f"E{n}"),
            "ladder": st.sampled_from(LADDERS),
            "level": st.integers(1, 4),
            "sent_on": DAYS,
            "channel": CHANNELS,
        }
    ),
    max_size=6,
)
SPAN = st.tuples(st.one_of(st.none(), DAYS), st.one_of(st.none(), st.integers(0, 40)))
HOLDS = st.lists(
    st.tuples(st.sampled_from(["A1", "A2", ""]), st.sampled_from(["", "E0", "E1"]), SPAN).filter(
        lambda h: h[0] or h[1]
    ),
    max_size=3,
).map(
    lambda holds: [
        {
            "account": account,
            "entry": entry,
            "reason": "complaint",
            "from": start,
            "until": None if length is None else (start or FIRST) + dt.timedelta(days=length),
        }
        for account, entry, (start, length) in holds
    ]
)
PROMISES = st.lists(st.tuples(ACCOUNTS, DAYS, st.integers(0, 30)), max_size=2).map(
    lambda promises: [
        {
            "promise": f"P{n}",
            "account": account,
            "made_on": made,
            "due_on": made + dt.timedelta(days=wait),
            "amount": 100,
        }
        for n, (account, made, wait) in enumerate(promises)
    ]
)
TERMS = {"tolerance": {"NZD": 10}}


@settings(max_examples=60, deadline=None)
@given(ENTRIES, CUSTOMERS, stages(), NOTICES, HOLDS, PROMISES, DAYS)
def test_the_answer_is_that_of_plain_python(
    grid: Grid,
    entries: list[Row],
    customers: dict[str, Row],
    ladders: list[Row],
    notices: list[Row],
    holds: list[Row],
    promises: list[Row],
    as_of: dt.date,
) -> None:
    items = allocate(grid("Ledger", entries), as_of).items
    accounts = grid("Customers", customers.values())
    rest = [grid(n, r) for n, r in zip(("Notices", "Holds"), (notices, holds), strict=True)]
    rest.append(_arranged(grid("Promises", promises), grid("Ledger", entries), as_of))
    found = dun(items, accounts, grid("Stages", ladders), *rest, DunningTerms(as_of, **TERMS))
    desk = reference.Desk(
        customers, {(stage["ladder"], stage["level"]): stage for stage in ladders}, notices, holds, promises
    )
    by_entry = {row["entry"]: row for row in entries}
    for item in found.to_dict("records"):
        row = by_entry[item["entry"]] | {"outstanding": item["outstanding"], "due": item["due_date"].date()}
        expected = reference.dun(row, desk, item["channel"], as_of)
        assert reference.Standing(item["level"], item["ripe"], item["due"]) == expected
        assert not (item["due"] and item["held"])
    standing = arrears(found, age(items, allocate(grid("Ledger", entries), as_of).credits), accounts, as_of, "NZD")
    assert set(standing["status"]) <= set(MEANINGS)
    assert not standing.duplicated(["account", "currency"]).any()
    assert standing["outstanding"].sum() == found["outstanding"].sum()
    assert (standing["reason"] != "").all()


def _arranged(promises: pd.DataFrame, ledger: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    no_plans = agreed_plans(blank_frame("Plans"), ledger, PlanTerms(as_of))
    followed = follow(no_plans, ledger, PlanTerms(as_of)).plans
    return arrangements(judge(promises, ledger, PromiseTerms(as_of, currency="NZD")), followed, no_plans, 0)


def _letters_to(due: pd.DataFrame) -> set[str]:
    return set(due.loc[due["channel"] != "phone", "account"])


@settings(max_examples=10, deadline=None)
@given(ENTRIES, stages(), st.lists(st.integers(1, 20), min_size=10, max_size=16))
def test_over_months_of_runs_no_level_is_skipped_or_repeated_and_letters_keep_their_gap(
    grid: Grid, entries: list[Row], ladders: list[Row], gaps: list[int]
) -> None:
    accounts = grid("Customers", [{"account": a, "name": a} for a in ("A1", "A2", "A3")])
    ledger, levels = grid("Ledger", entries), grid("Stages", ladders)
    holds, promises = grid("Holds", []), NO_ARRANGEMENTS
    sent: list[Row] = []
    day = FIRST
    for gap in gaps:
        day += dt.timedelta(days=gap)
        items = allocate(ledger, day).items
        terms = DunningTerms(day, **TERMS)
        due = dun(items, accounts, levels, grid("Notices", sent), holds, promises, terms).query("due")
        sent += [
            {key: row[key] for key in ("account", "entry", "ladder", "channel")}
            | {"level": row["next_level"], "sent_on": day}
            for row in due.to_dict("records")
        ]
        again = dun(items, accounts, levels, grid("Notices", sent), holds, promises, terms).query("due")
        assert not _letters_to(again) & _letters_to(due)
    steps: dict[tuple[str, str], list[int]] = {}
    for notice in sent:
        steps.setdefault((notice["entry"], notice["ladder"]), []).append(notice["level"])
    assert all(climbed == list(range(1, len(climbed) + 1)) for climbed in steps.values())
    for account in ("A1", "A2", "A3"):
        days = sorted({n["sent_on"] for n in sent if n["account"] == account and n["channel"] != "phone"})
        assert all((later - earlier).days >= 5 for earlier, later in pairwise(days))


@settings(max_examples=20, deadline=None)
@given(ENTRIES, stages(), NOTICES, HOLDS, PROMISES, DAYS, st.integers(1, 40))
def test_what_is_written_down_later_never_changes_an_earlier_answer(
    grid: Grid,
    entries: list[Row],
    ladders: list[Row],
    notices: list[Row],
    holds: list[Row],
    promises: list[Row],
    as_of: dt.date,
    wait: int,
) -> None:
    later = as_of + dt.timedelta(days=wait)
    accounts, levels = grid("Customers", [{"account": "A1", "name": "A1"}]), grid("Stages", ladders)

    def answer(more: bool) -> pd.DataFrame:
        extra = [
            [{"entry": "X", "account": "A1", "kind": "invoice", "date": later, "amount": 5, "currency": "NZD"}],
            [{"account": "A1", "entry": "E0", "ladder": "standard", "level": 1, "sent_on": later, "channel": "email"}],
            [{"account": "A1", "reason": "later", "from": later}],
            [{"promise": "PX", "account": "A1", "made_on": later, "due_on": later, "amount": 5}],
        ]
        names = ("Ledger", "Notices", "Holds", "Promises")
        ledger, *rest = (
            grid(name, rows + (new if more else []))
            for name, rows, new in zip(names, (entries, notices, holds, promises), extra, strict=True)
        )
        rest[-1] = _arranged(rest[-1], ledger, as_of)
        return dun(allocate(ledger, as_of).items, accounts, levels, *rest, DunningTerms(as_of, **TERMS))

    pd.testing.assert_frame_equal(answer(False), answer(True))
