"""Restrictions in the wrong order: lifted without having been placed, placed while already in force."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sheetops.clock import text
from sheetops.model import Context, Fault, Frame
from sheetops.sheets.checks.faults import faults


def lifted_never_placed(frame: Frame, context: Context) -> Iterator[Fault]:
    """A restriction lifted that was never placed, or was lifted before."""
    bad = (frame["action"] == "lifted") & (_before(frame) != "placed")

    def words(row: Any) -> str:
        day = text(row.on)
        return (
            f"No restriction of account {row.account} was in force on {day} that could be lifted. Enter the row that "
            "placed it, or correct the account or the day."
        )

    return faults(frame, bad, "action", words)


def placed_twice(frame: Frame, context: Context) -> Iterator[Fault]:
    """A restriction placed while one was in force."""
    bad = (frame["action"] == "placed") & (_before(frame) == "placed")

    def words(row: Any) -> str:
        return (
            f"Account {row.account} was restricted already on {text(row.on)}. Enter the row that lifted the "
            "restriction before, or delete this one."
        )

    return faults(frame, bad, "action", words)


def _before(frame: Frame) -> "pd.Series[Any]":
    """Return what was done to each row's account before it, "" for nothing; on one day the sheet's order counts."""
    order = np.lexsort((frame.index.to_numpy(), frame["on"].to_numpy()))
    known = frame.iloc[order]
    return known.groupby("account")["action"].shift().reindex(frame.index).fillna("")
