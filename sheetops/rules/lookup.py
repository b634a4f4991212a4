"""Looking things up for a whole column: what VLOOKUP does, exactly and for several columns at once."""

from typing import TypeVar

import numpy as np
import pandas as pd

Known = TypeVar("Known", pd.Series, pd.DataFrame)


def look_up(known: Known, *names: pd.Series) -> Known:
    """Return what is known under each row's name, blank (NaN, NaT) where there is nothing; the rows keep their index.

    ``known`` is indexed by the name, or by as many names as are given, each at most once.
    """
    keys = [np.asarray(name, dtype=object) for name in names]
    wanted = pd.Index(keys[0], dtype=object) if len(keys) == 1 else pd.MultiIndex.from_arrays(keys)
    found: Known = known.reindex(wanted).set_axis(names[0].index)
    return found
