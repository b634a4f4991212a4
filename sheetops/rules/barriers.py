"""Barriers: what may keep a notice back, one after the other, the gravest first; the first that does is the reason.

Dunning and renewals ask them in order and keep the first; an account's story shows every one of them.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.words import Texts


class Barrier(NamedTuple):
    """One thing that may keep notices back, over all rows at once.

    ``name`` is what it is called and ``looks_at`` what it goes by, for people; ``here`` says which rows it keeps back,
    ``says`` why, ``until`` is the last day of that (NaT, or None for all: no end is known).
    """

    name: str
    looks_at: str
    here: pd.Series
    says: Texts | pd.Series | str
    until: pd.Series | None = None


def gravest(barriers: Sequence[Barrier], rows: pd.Index) -> Frame:
    """Return, row by row, what the first barrier that keeps it back says ("" when none does), and until when."""
    said = np.full(len(rows), "", dtype=object)
    until = np.full(len(rows), np.datetime64("NaT"), dtype="datetime64[s]")
    free = np.ones(len(rows), dtype=bool)
    for one in barriers:
        first = free & one.here.to_numpy(dtype=bool)
        said[first] = one.says if isinstance(one.says, str) else np.asarray(one.says, dtype=object)[first]
        if one.until is not None:
            until[first] = one.until.to_numpy()[first]
        free &= ~first
    return pd.DataFrame({"says": said, "until": until}, index=rows)


def tried(barriers: Sequence[Barrier], rows: pd.Index) -> Frame:
    """Return every barrier as it was asked of every row, in order: row, barrier, looks_at, here, says, until."""
    none = pd.Series(pd.NaT, index=rows, dtype="datetime64[s]")
    parts = [
        pd.DataFrame(
            {
                "row": rows,
                "barrier": one.name,
                "looks_at": one.looks_at,
                "here": one.here.to_numpy(dtype=bool),
                "says": np.where(one.here, one.says, ""),
                "until": (none if one.until is None else one.until.where(one.here)).to_numpy(),
            }
        )
        for one in barriers
    ]
    return pd.concat(parts, ignore_index=True)
