"""Ladders of notices that cannot be climbed."""

from collections.abc import Iterator

import numpy as np

from sheetops.model import Context, Fault, Frame
from sheetops.sheets.checks.faults import faults

_EXPIRY = ("days_before_expiry", "days_after_expiry")


def since_last_notice_first(frame: Frame, context: Context) -> Iterator[Fault]:
    """A first level counted from the last notice: there is none yet."""
    bad = (frame["level"] == 1) & (frame["mode"] == "since_last_notice")
    words = "Level 1 cannot be counted from the last notice, because none went out yet. Use due_plus."
    return faults(frame, bad, "mode", lambda row: words)


def level_missing(frame: Frame, context: Context) -> Iterator[Fault]:
    """A level whose level before is missing: nobody ever gets to it."""
    levels = set(zip(frame["ladder"], frame["level"], strict=True))
    bad = np.array(
        [
            level > 1 and (ladder, level - 1) not in levels
            for ladder, level in zip(frame["ladder"], frame["level"], strict=True)
        ]
    )
    return faults(
        frame,
        bad,
        "level",
        lambda row: f"The ladder {row.ladder} has no level {row.level - 1}, so level {row.level} is never reached.",
    )


def modes_mixed(frame: Frame, context: Context) -> Iterator[Fault]:
    """A ladder that counts some levels from a licence's expiry and others from an entry's due day."""
    expiry = frame["mode"].isin(_EXPIRY)
    due = ~expiry & (frame["mode"] != "since_last_notice")
    both = frame["ladder"].isin(frame.loc[expiry, "ladder"]) & frame["ladder"].isin(frame.loc[due, "ladder"])
    words = "The ladder {0} mixes levels for licences with levels for entries. Make it two ladders."
    return faults(frame, both & expiry, "mode", lambda row: words.format(row.ladder))
