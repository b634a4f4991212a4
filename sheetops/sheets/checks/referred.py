"""Referrals that cannot be as they stand, and remittances that do not add up."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from sheetops.clock import text
from sheetops.model import Context, Fault, Frame
from sheetops.sheets.checks.faults import exceeds, faults


def referred_twice(frame: Frame, context: Context) -> Iterator[Fault]:
    """An account referred while it was with a collector already."""
    order = np.lexsort((frame.index.to_numpy(), frame["referred_on"].to_numpy()))
    known = frame.iloc[order]
    before = known.groupby("account")[["collector", "referred_on", "recalled_on"]].shift()
    still = before["referred_on"].notna() & ~(before["recalled_on"] <= known["referred_on"])
    row = frame.join(before.add_prefix("before_"))

    def words(row: Any) -> str:
        return (
            f"Account {row.account} was with {row.before_collector} already, since {text(row.before_referred_on)}. "
            "Enter the day of its recall there, or delete this row."
        )

    return faults(row, still.reindex(frame.index), "account", words)


def recalled_before_referred(frame: Frame, context: Context) -> Iterator[Fault]:
    """A recall dated before the referral."""
    return _early(frame, "recalled_on", "recalled")


def acknowledged_before_referred(frame: Frame, context: Context) -> Iterator[Fault]:
    """An acknowledgement dated before the referral."""
    return _early(frame, "acknowledged_on", "acknowledged")


def _early(frame: Frame, column: str, what: str) -> Iterator[Fault]:
    def words(row: Any) -> str:
        return (
            f"It was {what} on {text(getattr(row, column))}, before it was referred on {text(row.referred_on)}. "
            "Check both days."
        )

    return faults(frame, exceeds(frame["referred_on"], frame[column]), column, words)
