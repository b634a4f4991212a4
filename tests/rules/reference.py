"""The issue's rules once more, in plain Python, one row at a time: slow, obvious, and nothing of sheetops in it."""

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Row = Mapping[str, Any]
"""A row of a sheet by column; days are dates or None, amounts are minor units, texts are "" when blank."""

CREDITS = ("receipt", "credit_note", "write_off")
CLASS = {"fee": "costs", "interest": "interest"}


class Settled(NamedTuple):
    """What stays open of each debit, unused of each credit, and what later receipts would pay of each debit."""

    open: dict[str, int]
    spare: dict[str, int]
    future: dict[str, int]


def effect(entry: Row) -> int:
    """What an entry adds to the account's balance."""
    return -entry["amount"] if entry["kind"] in CREDITS else entry["amount"]


def due(entry: Row, terms_days: int) -> dt.date:
    """The day on which a debit falls due."""
    return entry["due_date"] or entry["date"] + dt.timedelta(days=terms_days)


def settle(
    ledger: Iterable[Row],
    as_of: dt.date,
    *,
    unallocated: str = "oldest_first",
    clear_order: Sequence[str] = ("costs", "interest", "principal"),
    terms_days: int = 30,
) -> Settled:
    """Pay debits from credits, the most specific first, never more than is open on either side."""
    entries = list(ledger)
    there = [entry for entry in entries if entry["date"] <= as_of]
    debits = sorted(
        (entry for entry in there if effect(entry) > 0),
        key=lambda e: (due(e, terms_days), clear_order.index(CLASS.get(e["kind"], "principal")), e["entry"]),
    )
    credit = [entry for entry in there if effect(entry) < 0]
    left = {entry["entry"]: effect(entry) for entry in debits}
    spare = {entry["entry"]: -effect(entry) for entry in credit}
    _pay_all(debits, credit, left, spare, unallocated)
    later = [entry for entry in entries if entry["date"] > as_of and entry["kind"] == "receipt"]
    after = dict(left)
    _pay_all(debits, later, after, {entry["entry"]: -effect(entry) for entry in later}, unallocated)
    return Settled(left, spare, {entry: left[entry] - after[entry] for entry in left})


def _pay_all(
    debits: Sequence[Row], credit: Iterable[Row], left: dict[str, int], spare: dict[str, int], unallocated: str
) -> None:
    oldest = sorted(credit, key=lambda e: (e["date"], e["entry"]))
    newest = oldest[::-1]
    for debit in debits:  # a refund of a payment that it names
        if debit["kind"] == "refund" and debit["applies_to"]:
            _pay(debit, [e for e in oldest if e["entry"] == debit["applies_to"]], left, spare)
    for name in ("entry", "invoice"):
        for debit in debits:
            if debit[name]:
                _pay(debit, [e for e in oldest if e["applies_to"] == debit[name]], left, spare)
    for debit in debits:
        if debit["kind"] == "refund":
            _pay(debit, newest, left, spare)
    if unallocated == "oldest_first":
        for debit in debits:
            _pay(debit, oldest, left, spare)


def _pay(debit: Row, credit: Iterable[Row], left: dict[str, int], spare: dict[str, int]) -> None:
    for one in credit:
        if (one["account"], one["currency"]) == (debit["account"], debit["currency"]):
            amount = min(left[debit["entry"]], spare[one["entry"]])
            left[debit["entry"]] -= amount
            spare[one["entry"]] -= amount


def bucket(days_overdue: int, bounds: Sequence[int] = (30, 60, 90)) -> str:
    """The ageing bucket of an age, upper bounds inclusive."""
    if days_overdue <= 0:
        return "not_due"
    low = 1
    for high in bounds:
        if days_overdue <= high:
            return f"{low}-{high}"
        low = high + 1
    return f"over {bounds[-1]}"


class Standing(NamedTuple):
    """Where an open item stands on its ladder: the last level sent, whether the next one's day has come, goes out."""

    level: int
    ripe: bool
    due: bool


class Desk(NamedTuple):
    """What dunning looks at beside the item: rows of sheets, and the settings."""

    accounts: Mapping[str, Row]
    stages: Mapping[tuple[str, int], Row]
    notices: Sequence[Row]
    holds: Sequence[Row]
    promises: Sequence[Row]
    ladder: str = "standard"
    tolerance: int = 10
    min_days_between_letters: int = 5
    promise_grace_days: int = 3


def dun(item: Row, desk: Desk, channel: str, as_of: dt.date) -> Standing:
    """Say where an item stands; ``item`` has entry, account, ladder, disputed, outstanding and due.

    ``channel`` is the one of its next notice: a call is no letter.
    """
    account = desk.accounts[item["account"]]
    ladder = item["ladder"] or account["ladder"] or desk.ladder
    sent = [n for n in desk.notices if n["entry"] == item["entry"] and n["ladder"] == ladder and n["sent_on"] <= as_of]
    last = max(sent, key=lambda n: (n["sent_on"], n["level"]), default=None)
    level = last["level"] if last else 0
    stage = desk.stages.get((ladder, level + 1))
    ripe = stage is not None and trigger(stage, item["due"], last["sent_on"] if last else None) <= as_of
    held = _held(item, account, ladder, desk, as_of) or (channel != "phone" and _too_soon(item, desk, as_of))
    return Standing(level, ripe, ripe and not held)


def trigger(stage: Row, due_on: dt.date, last_sent: dt.date | None) -> dt.date:
    """The day on which a stage falls due."""
    step = dt.timedelta(days=stage["days"])
    if stage["mode"] == "since_last_notice":
        assert last_sent is not None
        return last_sent + step
    day = due_on + step
    if stage["mode"] == "end_of_month_after_due_plus":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def _held(item: Row, account: Row, ladder: str, desk: Desk, as_of: dt.date) -> bool:
    grace = dt.timedelta(days=desk.promise_grace_days)
    return (
        ladder == "none"
        or account["do_not_contact"]
        or item["disputed"]
        or item["outstanding"] < desk.tolerance
        or any(_covers(hold, item, as_of) for hold in desk.holds)
        or any(p["account"] == item["account"] and p["made_on"] <= as_of <= p["due_on"] + grace for p in desk.promises)
    )


def _too_soon(item: Row, desk: Desk, as_of: dt.date) -> bool:
    gap = dt.timedelta(days=desk.min_days_between_letters)
    letters = [n for n in desk.notices if n["account"] == item["account"] and n["channel"] != "phone"]
    return any(letter["sent_on"] <= as_of < letter["sent_on"] + gap for letter in letters)


def _covers(hold: Row, item: Row, as_of: dt.date) -> bool:
    meant = hold["entry"] == item["entry"] if hold["entry"] else hold["account"] == item["account"]
    return meant and (hold["from"] or as_of) <= as_of <= (hold["until"] or as_of)
