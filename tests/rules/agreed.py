"""Promises and plans once more, in plain Python, day by day: slow, obvious, and nothing of sheetops in it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Row = Mapping[str, Any]
Days = dt.timedelta


def stayed(ledger: Sequence[Row], as_of: dt.date) -> list[dict[str, Any]]:
    """Return the receipts up to a day, less what was sent back, in order of date."""
    there = [dict(entry) for entry in ledger if entry["kind"] == "receipt" and entry["date"] <= as_of]
    for receipt in there:
        for back in ledger:
            same = back["account"] == receipt["account"] and back["applies_to"] == receipt["entry"]
            if back["kind"] == "refund" and same and back["date"] <= as_of:
                receipt["amount"] -= back["amount"]
    return sorted((one for one in there if one["amount"] > 0), key=lambda one: (one["date"], one["entry"]))


def promises(rows: Sequence[Row], ledger: Sequence[Row], as_of: dt.date, grace: int, share: int) -> dict[str, Any]:
    """Return (status, received) of each promise made by a day."""
    money, found = stayed(ledger, as_of), {}
    for row in sorted(rows, key=lambda one: (one["due_on"], one["made_on"])):
        if row["made_on"] > as_of:
            continue
        last, got = row["due_on"] + Days(grace), 0
        for receipt in money:
            if receipt["account"] == row["account"] and row["made_on"] <= receipt["date"] <= last:
                take = min(receipt["amount"], row["amount"] - got)
                receipt["amount"] -= take
                got += take
        found[row["promise"]] = (_judged(row, got, last, as_of, share), got)
    return found


def _judged(row: Row, got: int, last: dt.date, as_of: dt.date, share: int) -> str:
    if got >= row["amount"]:
        return "kept"
    if as_of <= last:
        return "open"
    return "part kept" if got and got * 100 >= row["amount"] * share else "broken"


class Rules(NamedTuple):
    """How a plan is followed."""

    grace: int
    missed: int
    late: int
    cure: int


def plan(parts: Sequence[tuple[dt.date, int]], money: Sequence[tuple[dt.date, int]], day: dt.date, rules: Rules) -> str:
    """Return a plan's status on a day, found by going through all its days; ``money`` is in order of date."""
    if _unpaid(parts, money, day) == []:
        return "completed"
    start = min(parts[0][0], *(came for came, _ in money), day) if money else min(parts[0][0], day)
    for number in range((day - start).days + 1):
        if _breaks(parts, money, start + Days(number), rules):
            return "broken"
    late = [n for n in _unpaid(parts, money, day) if parts[n][0] + Days(rules.grace) < day]
    return "behind" if late else "in good standing"


def _unpaid(parts: Sequence[tuple[dt.date, int]], money: Sequence[tuple[dt.date, int]], day: dt.date) -> list[int]:
    """Return which instalments are not paid in full at the end of a day."""
    left = sum(amount for came, amount in money if came <= day)
    open_ = []
    for number, (_, amount) in enumerate(parts):
        if left < amount:
            open_.append(number)
        left = max(left - amount, 0)
    return open_


def _breaks(
    parts: Sequence[tuple[dt.date, int]], money: Sequence[tuple[dt.date, int]], day: dt.date, rules: Rules
) -> bool:
    """Whether a default that began ``cure`` days before has not been made good by the evening before."""
    eve = set(_unpaid(parts, money, day - Days(1)))
    for number, (due, _) in enumerate(parts):
        if rules.missed and number + 1 >= rules.missed:
            begun = due + Days(rules.grace + 1)
            # FIFO: while the first of them is unpaid, so are the others.
            if begun + Days(rules.cure) == day and number - rules.missed + 1 in eve:
                return True
        if rules.late:
            begun = due + Days(max(rules.late, rules.grace) + 1)
            if begun + Days(rules.cure) == day and number in eve:
                return True
    return False
