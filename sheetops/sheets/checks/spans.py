"""Days in the wrong order, days to come, and spans that overlap."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sheetops.clock import text
from sheetops.model import Context, Fault, Frame
from sheetops.rules.scope import scope
from sheetops.sheets.checks.faults import exceeds, faults

_ALWAYS = np.datetime64("1900-01-01", "s")
_FOR_EVER = np.datetime64("2200-01-01", "s")


def licence_end_before_start(frame: Frame, context: Context) -> Iterator[Fault]:
    """A licence that ends before it starts."""
    return _order(frame, "start", "end", "The licence ends on {last}, before it starts on {first}. Check both days.")


def hold_until_before_from(frame: Frame, context: Context) -> Iterator[Fault]:
    """A hold that ends before it starts."""
    return _order(frame, "from", "until", "The hold ends on {last}, before it starts on {first}. Check both days.")


def review_before_from(frame: Frame, context: Context) -> Iterator[Fault]:
    """A hold to be reviewed before it starts."""
    return _order(
        frame, "from", "review_on", "The review on {last} lies before the hold starts on {first}. Check both days."
    )


def target_until_before_from(frame: Frame, context: Context) -> Iterator[Fault]:
    """A target that ends before it starts."""
    return _order(frame, "from", "until", "The target ends on {last}, before it starts on {first}. Check both days.")


def deadline_before_frozen(frame: Frame, context: Context) -> Iterator[Fault]:
    """A remit whose deadline lies before the day it was frozen."""
    return _order(
        frame, "frozen_on", "deadline", "The deadline {last} lies before the remit was frozen on {first}. Check both."
    )


def units_end_before_start(frame: Frame, context: Context) -> Iterator[Fault]:
    """A declaration for a period that ends before it starts."""
    return _order(frame, "start", "end", "The period ends on {last}, before it starts on {first}. Check both days.")


def valid_to_before_from(frame: Frame, context: Context) -> Iterator[Fault]:
    """A line that stops holding before it starts."""
    return _order(frame, "valid_from", "valid_to", "It holds to {last}, but only from {first}. Check both days.")


def window_to_before_from(frame: Frame, context: Context) -> Iterator[Fault]:
    """A programme's window that closes before it opens."""
    return _order(
        frame, "window_from", "window_to", "The window closes on {last}, before it opens on {first}. Check both days."
    )


def due_before_issue(frame: Frame, context: Context) -> Iterator[Fault]:
    """A debit that fell due before it was issued."""
    return _order(frame, "date", "due_date", "It fell due on {last}, before it was issued on {first}. Check both days.")


def promise_due_before_made(frame: Frame, context: Context) -> Iterator[Fault]:
    """A promise for a day before it was made."""
    return _order(
        frame, "made_on", "due_on", "The money is promised for {last}, before the promise was made on {first}."
    )


def left_before_entered(frame: Frame, context: Context) -> Iterator[Fault]:
    """A customer who left the hardship programme before entering it."""
    return _order(
        frame, "entered_on", "left_on", "They left on {last}, before they entered on {first}. Check both days."
    )


def evidence_until_before_entered(frame: Frame, context: Context) -> Iterator[Fault]:
    """Evidence of hardship that had run out before the customer entered."""
    words = (
        "The evidence ran out on {last}, before they entered on {first}: it never bore it out. Ask for new evidence."
    )
    return _order(frame, "entered_on", "evidence_until", words)


def reviewed_before_entered(frame: Frame, context: Context) -> Iterator[Fault]:
    """A review of hardship before the customer entered."""
    words = "The last review was on {last}, before they entered on {first}: it does not count. Check both days."
    return _order(frame, "entered_on", "reviewed_on", words)


def decided_before_applied(frame: Frame, context: Context) -> Iterator[Fault]:
    """A grant decided before it was applied for."""
    words = "It was decided on {last}, before it was applied for on {first}. Check both days."
    return _order(frame, "applied_on", "decided_on", words)


def next_before_contact(frame: Frame, context: Context) -> Iterator[Fault]:
    """A next action before the contact that it follows from."""
    days = frame.assign(at=frame["at"].dt.normalize())
    return _order(
        days, "at", "next_on", "The next action on {last} lies before the contact on {first}. Check both days."
    )


def invoice_after_receipt(frame: Frame, context: Context) -> Iterator[Fault]:
    """An invoice dated after the claim for it was received."""
    days = frame.assign(received_at=frame["received_at"].dt.normalize())
    bad = exceeds(days["invoice_date"], days["received_at"])
    return _say(
        days,
        bad,
        "invoice_date",
        "received_at",
        "invoice_date",
        "The invoice is of {last}, but its claim came on {first}.",
    )


def in_future(column: str) -> Callable[[Frame, Context], Iterable[Fault]]:
    """Return the check that a day or moment is not after the day asked about."""

    def date_in_future(frame: Frame, context: Context) -> Iterator[Fault]:
        as_of = context.reading.as_of
        next_day = np.datetime64(as_of, "D") + np.timedelta64(1, "D")
        bad = (frame[column] >= next_day).to_numpy(dtype=bool)
        place = frame.columns.get_loc(column) + 1
        return faults(
            frame, bad, column, lambda row: f"{text(row[place])} lies after {text(as_of)}, the day asked about."
        )

    return date_in_future


def licence_overlap(frame: Frame, context: Context) -> Iterator[Fault]:
    """Two licences of one account and type that cover the same days, neither cancelled nor declined."""
    live = frame[~frame["status"].isin(("cancelled", "declined"))]
    words = "Licence {own} covers days that licence {other} in row {row} of the same account and type covers."
    return _overlaps(live, ["account", "type"], "start", "end", "licence", words)


def hardship_overlap(frame: Frame, context: Context) -> Iterator[Fault]:
    """Two stays of one account in the hardship programme on the same days: one of them should have ended."""
    # The day on which somebody left is no day of the programme any more.
    last = frame.assign(last=frame["left_on"] - np.timedelta64(1, "D"))
    words = (
        "Row {row} has {own} in hardship on some of the same days. Enter when the earlier stay ended, or delete one."
    )
    return _overlaps(last, ["account"], "entered_on", "last", "account", words)


def setting_overlap(frame: Frame, context: Context) -> Iterator[Fault]:
    """Two values of one setting for the same people and days."""
    words = "Row {row} gives the setting {own} another value for some of the same days. The one in force last counts."
    return _overlaps(_by_scope(frame), ["setting", "scope"], "valid_from", "valid_to", "setting", words)


def stage_overlap(frame: Frame, context: Context) -> Iterator[Fault]:
    """Two rules for one level of one ladder for the same people and days."""
    words = "Row {row} has this level of the ladder {own} for some of the same days too. The one in force last counts."
    return _overlaps(_by_scope(frame), ["ladder", "level", "scope"], "valid_from", "valid_to", "ladder", words)


def _by_scope(frame: Frame) -> Frame:
    return frame.assign(scope=[str(scope(one)) for one in frame["applies_to"]])


def target_overlap(frame: Frame, context: Context) -> Iterator[Fault]:
    """Two targets of one caller and segment for the same days: the same money counts for both."""
    words = "Row {row} has a target of the same caller and segment for some of the same days: both count the same work."
    return _overlaps(frame, ["caller", "segment", "currency"], "from", "until", "caller", words)


def authority_overlap(frame: Frame, context: Context) -> Iterator[Fault]:
    """Two limits of one person for the same kind and days."""
    words = "Row {row} gives {own} another limit of this kind for some of the same days. The higher one counts."
    return _overlaps(frame, ["person", "kind", "currency"], "valid_from", "valid_to", "person", words)


def journal_account_overlap(frame: Frame, context: Context) -> Iterator[Fault]:
    """Two account pairs of one kind for the same people and days."""
    words = "Row {row} has accounts of the kind {own} for some of the same days too. The one in force last counts."
    return _overlaps(_by_scope(frame), ["kind", "scope"], "valid_from", "valid_to", "kind", words)


def tariff_overlap(frame: Frame, context: Context) -> Iterator[Fault]:
    """Two rates of one tier of one tariff for the same days."""
    words = "Row {row} has a rate of the tariff {own} for some of the same days too. The one in force last counts."
    group = ["tariff", "type", "currency", "above"]
    return _overlaps(frame, group, "valid_from", "valid_to", "tariff", words)


def _order(frame: Frame, first: str, last: str, words: str) -> Iterator[Fault]:
    return _say(frame, exceeds(frame[first], frame[last]), last, first, last, words)


def _say(frame: Frame, bad: Any, column: str, first: str, last: str, words: str) -> Iterator[Fault]:
    early, late = (frame.columns.get_loc(name) + 1 for name in (first, last))
    return faults(frame, bad, column, lambda row: words.format(first=text(row[early]), last=text(row[late])))


def _overlaps(frame: Frame, group: Sequence[str], first: str, last: str, name: str, words: str) -> Iterator[Fault]:
    """Rows, in order of their first day, that start on or before the last day of an earlier one of their group."""
    again = frame[frame.duplicated(list(group), keep=False)]
    if again.empty:
        return
    spans = pd.DataFrame(
        {
            "group": again.groupby(list(group), sort=False).ngroup().to_numpy(),
            "first": again[first].fillna(_ALWAYS).to_numpy(),
            "last": again[last].fillna(_FOR_EVER).to_numpy(),
        },
        index=again.index,
    ).sort_values(["group", "first"], kind="stable")
    reach = spans.groupby("group")["last"].cummax()
    before = reach.groupby(spans["group"]).shift()
    # Where the reach of a group grows, that row holds it; the row before an overlap knows who held the days until then.
    holder = np.maximum.accumulate(np.where(spans["last"] == reach, np.arange(len(spans)), 0))
    for place in np.flatnonzero(spans["first"] <= before):
        row, other = spans.index[place], spans.index[holder[place - 1]]
        said = words.format(own=frame.at[row, name], other=frame.at[other, name], row=other)
        yield Fault(int(row), first, said)
