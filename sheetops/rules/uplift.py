"""Price indices: by how much a tariff has risen since it was set.

A tariff row that names an index rises on every anniversary of its valid_from by the change of the index over the year
before, no more than the cap, and never falls.
"""

import datetime as dt
from fractions import Fraction

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame

_MOST = 60


def uplifts(wanted: Frame, indices: Frame, cap: int) -> Frame:
    """Return what each row's amounts are to be multiplied by: ``factor`` (a Fraction), ``problem`` ("" for none).

    ``wanted`` has index, valid_from and start (the first day of the term that is priced); a row without an index has
    the factor 1. ``cap`` is the most for one year in basis points, 0 for no cap. At most 60 anniversaries count.
    """
    blank = wanted["index"] == ""
    keys = list(zip(wanted["index"], wanted["valid_from"], wanted["start"], strict=True))
    values = {name: rows.sort_values("on") for name, rows in indices.groupby("index")}
    known = {
        key: _uplift(values, *key, cap) for key in {key for key, none in zip(keys, blank, strict=True) if not none}
    }
    told = [(Fraction(1), "") if none else known[key] for key, none in zip(keys, blank, strict=True)]
    return pd.DataFrame(told, columns=["factor", "problem"], index=wanted.index)


def _uplift(
    values: dict[str, Frame], name: str, since: pd.Timestamp, start: pd.Timestamp, cap: int
) -> tuple[Fraction, str]:
    if pd.isna(since):
        return Fraction(1), f"the index {name} needs a valid_from on the tariff"
    every = clock.add_months(np.full(_MOST + 1, since), np.arange(_MOST + 1) * 12)
    moments = every[: max(int((every <= np.datetime64(start, "D")).sum()), 1)]
    factor, before = Fraction(1), None
    for moment in moments.tolist():
        value = _value(values.get(name), moment)
        if value is None:
            return Fraction(1), f"the sheet Indices has no value of {name} on or before {clock.text(moment)}"
        if before is not None:
            change = max(value / before - 1, Fraction(0))
            factor *= 1 + (min(change, Fraction(cap, 10_000)) if cap else change)
        before = value
    return factor, ""


def _value(rows: Frame | None, day: dt.date) -> Fraction | None:
    """Return the index's latest value that counts on a day."""
    if rows is None:
        return None
    there = rows[rows["on"] <= pd.Timestamp(day)]
    return Fraction(there["value"].iloc[-1]) if len(there) else None
