"""Which row of one side belongs to which row of the other: only rows whose key stands once on both sides are paired."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetops.reconcile.keys import Codes

Places = npt.NDArray[np.int64]


class Matching(NamedTuple):
    """Places of rows (from 0): pairs, those on one side only, and those whose key stands more than once on a side.

    Rows without a key are on one side only. Pairs are in the order of the left side, all else in its own.
    """

    left: Places
    right: Places
    only_left: Places
    only_right: Places
    duplicate_left: Places
    duplicate_right: Places


def match(left: Codes, right: Codes, count: int) -> Matching:
    """Pair the rows whose key stands once on each side; keys are whole numbers below ``count``, -1 for none."""
    on_left, on_right = (np.bincount(side[side >= 0], minlength=count) for side in (left, right))
    doubled = np.append((on_left > 1) | (on_right > 1), False)
    once = np.append((on_left == 1) & (on_right == 1), False)
    where = np.full(count + 1, -1, dtype=np.int64)
    where[right] = np.arange(len(right))
    paired = np.flatnonzero(once[left])
    return Matching(
        paired,
        where[left[paired]],
        np.flatnonzero(~once[left] & ~doubled[left]),
        np.flatnonzero(~once[right] & ~doubled[right]),
        np.flatnonzero(doubled[left]),
        np.flatnonzero(doubled[right]),
    )


def cardinality(codes: Codes, left: Codes, right: Codes, count: int) -> list[str]:
    """Return for keys how often they stand on the left and on the right: ``2:1``."""
    counts = [np.bincount(side[side >= 0], minlength=count) for side in (left, right)]
    return [
        f"{on_left}:{on_right}" for on_left, on_right in zip(*(side[codes].tolist() for side in counts), strict=True)
    ]
