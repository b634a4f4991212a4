"""Looking things up for a whole column: what VLOOKUP does, exactly and for several columns at once."""

from typing import Any, TypeVar

import numpy as np
import pandas as pd

Known = TypeVar("Known", pd.Series, pd.DataFrame)
T = TypeVar("T")


def own(setting: T | pd.Series, rows: pd.Index) -> T | pd.Series:
    """Return a setting as it is for some rows: one for all of them, or of a Series the values of those rows."""
    return setting.loc[rows] if isinstance(setting, pd.Series) else setting


def own_days(setting: "int | pd.Series", rows: pd.Index) -> Any:
    """Return a setting that counts days as a time, or a Series of times, to be added to days of those rows."""
    return pd.to_timedelta(own(setting, rows), unit="D")


def look_up(known: Known, *names: pd.Series) -> Known:
    """Return what is known under each row's name, blank (NaN, NaT) where there is nothing; the rows keep their index.

    ``known`` is indexed by the name, or by as many names as are given, each at most once.
    """
    keys = [pd.Index(np.asarray(name, dtype=object), dtype=object) for name in names]
    if len(keys) == 1:
        found: Known = known.reindex(keys[0])
    else:
        there, wanted = _numbered(known.index, keys)
        found = known.set_axis(there).reindex(wanted)
    return found.set_axis(names[0].index)


def _numbered(index: pd.MultiIndex, keys: list[pd.Index]) -> tuple[pd.Index, pd.Index]:
    """Return one number for each row of an index of several names, and those of the names looked for (-1: unknown).

    Sorting every name that is looked for, as an index of them all would, costs more than the look-up itself.
    """
    there, wanted, unknown = np.int64(0), np.int64(0), np.bool_(False)
    for level, code, key in zip(index.levels, index.codes, keys, strict=True):
        place = pd.Index(level, dtype=object).get_indexer(key)
        there, wanted = there * len(level) + code, wanted * len(level) + place
        unknown = unknown | (place < 0)
    return pd.Index(there), pd.Index(np.where(unknown, -1, wanted))
