"""A whole reconciliation: rows paired by their keys, cells compared, ignored breaks set apart."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops.model import Frame
from sheetops.reconcile.comparing import Compared, Rule, compare
from sheetops.reconcile.keys import USUAL, Codes, codes_of, key_texts, normalised
from sheetops.reconcile.matching import Matching, match

WHOLE_ROW = "whole row"
"""What stands for a column where a break is a row that stands on one side only."""


class Terms(NamedTuple):
    """What is compared with what: the key columns of both sides, how keys are written, and the rules of columns."""

    key: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]
    passing: tuple[str, ...] = USUAL


class Ignored(NamedTuple):
    """Breaks that somebody said to pass over: key as it is compared, column ("" for all), reason, last day, who."""

    key: str
    column: str
    reason: str
    until: dt.date | None


class Outcome(NamedTuple):
    """What became of every row and cell.

    ``compared`` goes with the rules. ``broken`` says which pairs (by place in the matching) have a break that counts,
    ``passed`` which of them only breaks that are ignored. ``cells`` says, for each rule, which breaks are ignored and
    by which line of the list (-1: none); ``rows_left`` and ``rows_right`` the same for rows on one side only.
    """

    matching: Matching
    codes: tuple[Codes, Codes, int]
    compared: tuple[Compared, ...]
    broken: npt.NDArray[np.bool_]
    passed: npt.NDArray[np.bool_]
    cells: tuple[npt.NDArray[np.int64], ...]
    rows_left: npt.NDArray[np.int64]
    rows_right: npt.NDArray[np.int64]


def reconcile(left: Frame, right: Frame, terms: Terms, as_of: dt.date, ignored: Sequence[Ignored] = ()) -> Outcome:
    """Hold two tables against each other; what is ignored counts up to its last day, that day included.

    Every row of both sides ends in one of: matched, differs, ignored, one side only, duplicate key.
    """
    keys_left = key_texts([left[one] for one, _ in terms.key], terms.passing)
    keys_right = key_texts([right[other] for _, other in terms.key], terms.passing)
    codes = codes_of(keys_left, keys_right)
    matching = match(*codes)
    compared = tuple(
        compare(_taken(left[rule.left], matching.left), _taken(right[rule.right], matching.right), rule, as_of)
        for rule in terms.rules
    )
    running = [(at, one) for at, one in enumerate(ignored) if one.until is None or one.until >= as_of]
    cells = tuple(
        _lines(running, terms, rule.left, rule.right, [keys_left[row] for row in matching.left[column.breaks]])
        if running
        else np.full(len(column.breaks), -1, dtype=np.int64)
        for rule, column in zip(terms.rules, compared, strict=True)
    )
    broken, passed = (np.zeros(len(matching.left), dtype=bool) for _ in range(2))
    for column, lines in zip(compared, cells, strict=True):
        broken[column.breaks[lines < 0]] = True
        passed[column.breaks[lines >= 0]] = True
    rows = [
        _lines(running, terms, WHOLE_ROW, WHOLE_ROW, [keys[row] for row in places])
        if running
        else np.full(len(places), -1, dtype=np.int64)
        for keys, places in ((keys_left, matching.only_left), (keys_right, matching.only_right))
    ]
    return Outcome(matching, codes, compared, broken, passed & ~broken, cells, *rows)


def _taken(column: pd.Series, places: npt.NDArray[np.int64]) -> pd.Series:
    if len(places) == len(column) and (places == np.arange(len(places))).all():
        return column
    if column.dtype == object or isinstance(column.dtype, pd.StringDtype):
        return pd.Series(column.to_numpy(dtype=object)[places], dtype=object, copy=False)
    return column.iloc[places]


def _lines(
    running: Sequence[tuple[int, Ignored]], terms: Terms, left: str, right: str, keys: list[str]
) -> npt.NDArray[np.int64]:
    """Return for each key the line of the list that says to pass it over in a column, -1 for none."""
    known: dict[str, int] = {}
    for at, one in reversed(running):
        if one.column.casefold() in ("", left.casefold(), right.casefold()) and one.key:
            known[normalised([one.key], terms.passing)[0]] = at
    return np.fromiter((known.get(key, -1) for key in keys), dtype=np.int64, count=len(keys))


def expired(ignored: Sequence[Ignored], as_of: dt.date) -> list[int]:
    """Return the lines of an ignore list whose last day is past."""
    return [at for at, one in enumerate(ignored) if one.until is not None and one.until < as_of]


class Account(NamedTuple):
    """How many rows of one side ended where; they add up to ``rows``."""

    rows: int
    matched: int
    differs: int
    ignored: int
    only: int
    duplicates: int

    @property
    def parts(self) -> int:
        """All that became of the rows."""
        return self.matched + self.differs + self.ignored + self.only + self.duplicates


def accounts(outcome: Outcome, left: int, right: int) -> tuple[Account, Account]:
    """Return how many of ``left`` and ``right`` rows ended where."""
    differs, passed = int(outcome.broken.sum()), int(outcome.passed.sum())
    matched = len(outcome.matching.left) - differs - passed
    sides = (
        (left, outcome.rows_left, outcome.matching.duplicate_left),
        (right, outcome.rows_right, outcome.matching.duplicate_right),
    )
    one, other = (
        Account(
            rows,
            matched,
            differs,
            passed + int((only >= 0).sum()),
            int((only < 0).sum()),
            len(doubled),
        )
        for rows, only, doubled in sides
    )
    return one, other
