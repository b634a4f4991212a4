"""Evidence of hardship that is not named, or has run out."""

from collections.abc import Iterator

import numpy as np

from sheetops.clock import text
from sheetops.model import Context, Fault, Frame
from sheetops.sheets.checks.faults import faults, filled


def evidence_unnamed(frame: Frame, context: Context) -> Iterator[Fault]:
    """A day on which some evidence runs out, and no evidence."""
    bad = frame["evidence_until"].notna().to_numpy() & ~filled(frame["evidence"])
    words = "The day on which the evidence runs out is there, but not what the evidence is. Name it."
    return faults(frame, bad, "evidence", lambda row: words)


def evidence_expired(frame: Frame, context: Context) -> Iterator[Fault]:
    """Evidence of a customer still in the programme that has run out."""
    as_of = np.datetime64(context.reading.as_of, "s")
    there = (frame["entered_on"] <= as_of) & ~(frame["left_on"] <= as_of)
    bad = there & (frame["evidence_until"] < as_of) & (frame["evidence_until"] >= frame["entered_on"])
    return faults(
        frame,
        bad,
        "evidence_until",
        lambda row: (
            f"The evidence of {row.account} ran out on {text(row.evidence_until)}. Ask for new evidence and enter its "
            "last day, or enter the day on which they left."
        ),
    )
