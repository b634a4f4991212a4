"""Checks on what a Ledger's entries are meant for: entries that name each other in a circle, money before its bill."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from sheetops import clock
from sheetops.model import Context, Fault, Frame
from sheetops.sheets.checks.faults import exceeds, faults


def applies_to_circular(frame: Frame, context: Context) -> Iterator[Fault]:
    """An entry that is meant for itself, by whatever way round: which pays which cannot be told."""
    of = frame.drop_duplicates("entry").set_index("entry")["applies_to"]
    named = of[of.isin(of.index) & (of != "")]
    place = named.index.get_indexer(named.to_numpy(dtype=object))
    # Whoever is named by nobody of a chain is in no circle; what is left when all those are taken away is.
    there = np.ones(len(named), dtype=bool)
    while True:
        onward = there & (place >= 0)
        onward[onward] = there[place[onward]]
        led_to = np.zeros(len(named), dtype=bool)
        led_to[place[onward]] = True
        left = onward & led_to
        if (left == there).all():
            break
        there = left
    circle = set(named.index[there])

    def words(row: Any) -> str:
        if row.applies_to == row.entry:
            return f"{row.entry} is meant for itself. Name the invoice that it pays, or leave the cell blank."
        return (
            f"{row.entry} is meant for {row.applies_to}, which is meant for it in turn: which pays which cannot be "
            "told. Let the payment name the invoice, and a refund the payment that it gives back."
        )

    return faults(frame, frame["entry"].isin(circle), "applies_to", words)


def receipt_before_invoice(frame: Frame, context: Context) -> Iterator[Fault]:
    """A receipt dated before the invoice that it is meant for."""
    billed = frame[frame["kind"] == "invoice"].drop_duplicates("entry").set_index("entry")["date"]
    date = billed.reindex(frame["applies_to"]).set_axis(frame.index)
    bad = exceeds(date, frame["date"]) & (frame["kind"] == "receipt").to_numpy()

    def words(row: Any) -> str:
        return (
            f"The receipt is dated {clock.text(row.date)}, before {row.applies_to}, which it is meant for, was issued "
            f"on {clock.text(date[row.Index])}. Check both days; money that came in advance may stay as it is."
        )

    return faults(frame, bad, "date", words)
