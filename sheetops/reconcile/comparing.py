"""Two cells of one meaning held against each other, column by column, for all pairs of rows at once."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops.reconcile.keys import normalised, texts_of
from sheetops.reconcile.kinds import MILLIONTH, Holds, Seen, Values, is_error, plain, values

Mask = npt.NDArray[np.bool_]
DAY = 86_400
LOOSELY = ("spaces", "accents", "case", "legal", "punctuation")


class Break(StrEnum):
    """How two cells break; the words stand in the status of Differences."""

    AMOUNT = "amount differs"
    SIGN = "sign turned"
    DAY = "day differs"
    TEXT = "text differs"
    SPELLING = "spelling only"
    BLANK_LEFT = "blank on the left"
    BLANK_RIGHT = "blank on the right"
    UNREADABLE = "cannot be read"


@dataclass(frozen=True, slots=True)
class Rule:
    """How one pair of columns is compared.

    ``tolerance`` is in millionths of one and ``days`` in days, both ends included; ``passing`` are the normalisers that
    texts go through (spaces at least).
    """

    left: str
    right: str
    holds: Holds
    left_seen: Seen
    right_seen: Seen
    tolerance: int = 0
    days: int = 0
    passing: tuple[str, ...] = ("spaces",)


class Compared(NamedTuple):
    """What became of one column, by places of pairs: those that break and how, those that differ within tolerance.

    ``difference`` is, for each break, left less right in millionths or seconds, 0 for texts.
    """

    breaks: npt.NDArray[np.int64]
    kinds: list[Break]
    difference: npt.NDArray[Any]
    tolerated: npt.NDArray[np.int64]


def compare(left: pd.Series, right: pd.Series, rule: Rule, as_of: dt.date) -> Compared:
    """Compare cells pair by pair; only those that are not equal as they stand are read and looked at closely."""
    doubtful = np.flatnonzero(~_identical(left, right))
    one, other = (side.iloc[doubtful] for side in (left, right))
    if rule.holds in (Holds.AMOUNT, Holds.DAY):
        return _measured(doubtful, one, other, rule, as_of)
    return _worded(doubtful, one, other, rule)


def _identical(left: pd.Series, right: pd.Series) -> Mask:
    if left.dtype == right.dtype and left.dtype != object:
        one, other = left.to_numpy(), right.to_numpy()
        same = np.asarray(one == other)
        if same.dtype == bool:
            missing = np.asarray(left.isna()) & np.asarray(right.isna())
            return same | missing
    one, other = left.to_numpy(dtype=object), right.to_numpy(dtype=object)
    same = np.asarray(one == other, dtype=bool)
    types = set(map(type, one)) | set(map(type, other))
    if bool in types and types & {int, float}:
        same &= np.fromiter((type(a) is type(b) for a, b in zip(one, other, strict=True)), dtype=bool, count=len(one))
    return same


def _measured(places: npt.NDArray[np.int64], one: pd.Series, other: pd.Series, rule: Rule, as_of: dt.date) -> Compared:
    left = values(one.tolist(), rule.holds, rule.left_seen.reading(as_of))
    right = values(other.tolist(), rule.holds, rule.right_seen.reading(as_of))
    apart = left.numbers - right.numbers
    readable = ~(left.blank | right.blank | left.unreadable | right.unreadable)
    most = rule.tolerance if rule.holds is Holds.AMOUNT else rule.days * DAY
    close = readable & (abs(apart) <= most)
    broken = ~close & ~(left.blank & right.blank) & ~_same_words(one, other, left, right)
    usual = Break.AMOUNT if rule.holds is Holds.AMOUNT else Break.DAY
    kinds = np.full(len(places), usual, dtype=object)
    if rule.holds is Holds.AMOUNT:
        kinds[readable & (left.numbers == -right.numbers)] = Break.SIGN
    kinds[left.blank] = Break.BLANK_LEFT
    kinds[right.blank] = Break.BLANK_RIGHT
    kinds[left.unreadable | right.unreadable] = Break.UNREADABLE
    shown = np.where(readable, apart, 0)
    return Compared(
        places[broken], kinds[broken].tolist(), shown[broken], places[np.asarray(close & (apart != 0), dtype=bool)]
    )


def _same_words(one: pd.Series, other: pd.Series, left: Values, right: Values) -> Mask:
    """Cells that cannot be read are equal when they hold the same words."""
    same = np.zeros(len(one), dtype=bool)
    both = np.flatnonzero(left.unreadable & right.unreadable)
    if len(both):
        words = (normalised(texts_of(side.iloc[both]), ("spaces",)) for side in (one, other))
        same[both] = [a == b for a, b in zip(*words, strict=True)]
    return same


def _worded(places: npt.NDArray[np.int64], one: pd.Series, other: pd.Series, rule: Rule) -> Compared:
    left, right = (_words(side, rule.passing) for side in (one, other))
    broken = left != right
    kinds = np.full(len(places), Break.TEXT, dtype=object)
    loosely = [normalised(side[broken].tolist(), LOOSELY) for side in (left, right)]
    kinds[np.flatnonzero(broken)[[a == b for a, b in zip(*loosely, strict=True)]]] = Break.SPELLING
    kinds[left == ""] = Break.BLANK_LEFT
    kinds[right == ""] = Break.BLANK_RIGHT
    errors = np.zeros(len(places), dtype=bool)
    for side in (one, other):
        errors |= np.fromiter(map(is_error, side.tolist()), dtype=bool, count=len(places))
    kinds[errors] = Break.UNREADABLE
    some = broken
    return Compared(
        places[some], kinds[some].tolist(), np.zeros(int(some.sum()), dtype=np.int64), np.zeros(0, dtype=np.int64)
    )


def _words(side: pd.Series, passing: tuple[str, ...]) -> npt.NDArray[np.object_]:
    words = np.empty(len(side), dtype=object)
    words[:] = normalised(texts_of(side.map(plain) if side.dtype == object else side), passing)
    return words


def difference_text(rule: Rule, kind: Break, apart: int) -> str:
    """Return a break's difference as people write it: ``-5.00``, ``3 days``; "" where there is none to say."""
    if kind not in (Break.AMOUNT, Break.SIGN, Break.DAY):
        return ""
    if rule.holds is Holds.DAY:
        days, rest = divmod(abs(apart), DAY)
        said = f"{days} day{'s' * (days != 1)}" if not rest else f"{abs(apart) / 3600:.2f} hours"
        return f"-{said}" if apart < 0 else said
    return amount_text(apart)


def amount_text(millionths: int) -> str:
    """Return whole millionths with thousands apart and at least two decimals."""
    whole, part = divmod(abs(int(millionths)), MILLIONTH)
    decimals = f"{part:06}".rstrip("0").ljust(2, "0")
    return f"{'-' * (millionths < 0)}{whole:,}.{decimals}"
