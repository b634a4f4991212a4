"""Ladders of notices that cannot be climbed."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from sheetops.clock import text
from sheetops.model import Context, Fault, Frame
from sheetops.rules.scope import EVERYONE, Scope, scope
from sheetops.sheets.checks.faults import faults

_EXPIRY = ("days_before_expiry", "days_after_expiry")


def since_last_notice_first(frame: Frame, context: Context) -> Iterator[Fault]:
    """A first level counted from the last notice: there is none yet."""
    bad = (frame["level"] == 1) & (frame["mode"] == "since_last_notice")
    words = "Level 1 cannot be counted from the last notice, because none went out yet. Use due_plus."
    return faults(frame, bad, "mode", lambda row: words)


def level_missing(frame: Frame, context: Context) -> Iterator[Fault]:
    """A level whose level before is missing on a day on which it holds: nobody ever gets to it."""
    spans = _spans(frame)
    days = [_judged_on(row, context.reading.as_of) for row in frame.itertuples()]
    bad = [not _reached(row, day, spans) for row, day in zip(frame.itertuples(), days, strict=True)]
    on = dict(zip(frame.index, days, strict=True))

    def said(row: Any) -> str:
        whom = f" for {row.applies_to}" if row.applies_to else ""
        when = f" on {text(on[row.Index])}" if (row.ladder, row.level - 1) in spans else ""
        return (
            f"The ladder {row.ladder} has no level {row.level - 1}{whom}{when}, so level {row.level} is never reached."
        )

    return faults(frame, bad, "level", said)


Spans = Mapping[tuple[str, int], list[tuple[Scope, dt.date, dt.date]]]
"""For whom and from when to when each level of each ladder holds."""


def _spans(frame: Frame) -> Spans:
    spans: dict[tuple[str, int], list[tuple[Scope, dt.date, dt.date]]] = {}
    for row in frame.itertuples():
        one = (scope(row.applies_to), _day(row.valid_from, dt.date.min), _day(row.valid_to, dt.date.max))
        spans.setdefault((row.ladder, row.level), []).append(one)
    return spans


def _judged_on(row: Any, as_of: dt.date) -> dt.date:
    """Return the day on which a row is judged: the one asked about, or the nearest on which it holds."""
    return min(max(as_of, _day(row.valid_from, as_of)), _day(row.valid_to, dt.date.max))


def _day(value: Any, otherwise: dt.date) -> dt.date:
    return otherwise if pd.isna(value) else value.date()


def _reached(row: Any, day: dt.date, spans: Spans) -> bool:
    """Whether the level before a row's is there on a day, for the same people or for everyone."""
    before = spans.get((row.ladder, row.level - 1), [])
    whom = (scope(row.applies_to), EVERYONE)
    return row.level == 1 or any(one in whom and first <= day <= last for one, first, last in before)


def modes_mixed(frame: Frame, context: Context) -> Iterator[Fault]:
    """A ladder that counts some levels from a licence's expiry and others from an entry's due day."""
    expiry = frame["mode"].isin(_EXPIRY)
    due = ~expiry & (frame["mode"] != "since_last_notice")
    both = frame["ladder"].isin(frame.loc[expiry, "ladder"]) & frame["ladder"].isin(frame.loc[due, "ladder"])
    words = "The ladder {0} mixes levels for licences with levels for entries. Make it two ladders."
    return faults(frame, both & expiry, "mode", lambda row: words.format(row.ladder))
