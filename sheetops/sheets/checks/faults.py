"""From a column of yes and no to faults: how checks stay vectorised until something is wrong."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops.model import Fault, Frame

Mask = npt.NDArray[np.bool_]


def faults(frame: Frame, bad: Any, column: str, words: Callable[[Any], str | tuple[str, str]]) -> Iterator[Fault]:
    """Yield a fault for each row where ``bad`` holds; ``words`` of the row is its problem, or that and a suggestion."""
    mask = np.asarray(bad, dtype=bool)
    if not mask.any():
        return
    for row in frame[mask].itertuples():
        said = words(row)
        problem, suggestion = said if isinstance(said, tuple) else (said, "")
        yield Fault(int(row.Index), column, problem, suggestion)


def filled(column: "pd.Series[Any]") -> Mask:
    """Return which cells of a text column are not blank."""
    return (column != "").to_numpy(dtype=bool)


def exceeds(left: "pd.Series[Any]", right: "pd.Series[Any]") -> Mask:
    """Return where left is greater than right; nowhere that either is blank."""
    greater = left > right
    return greater.fillna(False).to_numpy(dtype=bool)
