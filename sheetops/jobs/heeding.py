"""Heeding a review: only the notices that a person decided to send are due; the others say who held them, and why."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from sheetops import money
from sheetops.checking import findings_of
from sheetops.jobs.arrears import Position, currency_of
from sheetops.jobs.desk import Desk
from sheetops.jobs.proposals import Review
from sheetops.jobs.wants import Letter
from sheetops.model import Fault, Finding, Frame, Severity
from sheetops.rules.arrears import arrears as standing_of
from sheetops.rules.arrears import letter_way, notices_due
from sheetops.rules.decisions import FACTS, KEY, changed, decided
from sheetops.rules.renewals import renewal_notices


def heeded_position(desk: Desk, now: Position) -> Position:
    """Return where every item and account stands when only what was decided to go out is due."""
    if desk.review is None:
        return now
    items = now.items
    due = items[items["due"]].assign(level=items["next_level"], channel=letter_way(items)["channel"])
    items = _heeded(items, decided(due, desk.review.rows, desk.as_of))
    accounts = standing_of(items, now.aged, now.customers, desk.as_of, currency_of(desk))
    return now._replace(items=items, accounts=accounts)


def heeded_licences(desk: Desk, licences: Frame) -> Frame:
    """Return every licence when only what was decided to go out is due."""
    if desk.review is None:
        return licences
    due = licences[licences["due"]]
    due = due.assign(entry="", level=due["stage"].astype("int64"))
    return _heeded(licences, decided(due, desk.review.rows, desk.as_of))


def _heeded(rows: Frame, verdict: Frame) -> Frame:
    held = verdict[verdict["held"] != ""]
    here = rows.index.isin(held.index)
    found = rows.assign(due=rows["due"] & ~here, held=held["held"].reindex(rows.index).where(here, rows["held"]))
    return found.assign(until=rows["until"].mask(here, held["until"])) if "until" in rows else found


def signed(review: Review | None, letters: Sequence[Letter]) -> list[Letter]:
    """Return letters, each with who decided that it goes out in its reason."""
    if review is None:
        return list(letters)
    sends = review.rows[review.rows["decision"] == "send"]
    who = dict(zip(sends[KEY].itertuples(index=False, name=None), sends["decided_by"], strict=True))
    return [_signed(letter, who) for letter in letters]


def _signed(letter: Letter, who: dict[tuple[object, ...], str]) -> Letter:
    notices = [{**notice, "currency": letter.currency} for notice in letter.notices]
    names = {who.get(tuple(notice.get(name, "") for name in KEY), "") for notice in notices} - {""}
    said = f" Sent on the decision of {' and '.join(sorted(names))}." if names and not letter.held else ""
    return replace(letter, reason=letter.reason + said)


def changed_since(desk: Desk, now: Position, licences: Frame) -> Iterator[Finding]:
    """Yield, on its cell, what changed since the review on notices that it says are to go out.

    ``now`` and ``licences`` are those before the review was heeded.
    """
    if desk.review is None or desk.review.rows.empty:
        return
    due = pd.concat([part[[*KEY, *FACTS]] for part in (notices_due(now.items), renewal_notices(licences))])
    for at, checked in enumerate(desk.review.read):
        rows = desk.review.rows[desk.review.rows["at"] == at]
        faults = [
            Fault(change["row"], change["column"], _change(change, rows.at[change["row"], "currency"]))
            for change in changed(due, rows).reset_index().to_dict("records")
        ]
        yield from findings_of(checked, faults, "notice_changed", Severity.WARNING)


def _change(change: dict[Hashable, Any], currency: str) -> str:
    if change["column"] == "account":
        return "This notice is not due any more, so nothing was sent: see its account in arrears or renewals."
    before, now = change["before"], change["now"]
    if change["column"] == "outstanding":
        before, now = (money.text(int(side), currency) for side in (before, now))
    return f"The {change['column']} was {before} at the review and is {now} now. It was sent as it is now."
