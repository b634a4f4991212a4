"""Sentences for whole columns at once: reasons are put together from the facts that a rule used."""

from functools import reduce
from operator import add
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops import clock, money

Texts = npt.NDArray[np.object_]
Part: TypeAlias = str | pd.Series | npt.NDArray[Any]

CHANNELS = {"email": "e-mail", "letter": "letter", "phone": "telephone"}
KINDS = {"credit_note": "credit note", "write_off": "write-off"}


def say(*parts: Part) -> Texts:
    """Return the parts joined row by row; a plain text stands in every row, a column gives one text a row."""
    columns: list[Any] = [part if isinstance(part, str) else _texts(part) for part in parts]
    said: Texts = reduce(add, columns)
    return said


def _texts(column: Part) -> Texts:
    values: npt.NDArray[Any] = np.asarray(column)
    return values.astype(object) if values.dtype.kind in "OUT" else values.astype(str).astype(object)


def day(column: pd.Series) -> Texts:
    """Return days as text."""
    return clock.texts(column.to_numpy())


def amount(column: pd.Series, currency: pd.Series) -> Texts:
    """Return minor units as text, row by row in its currency."""
    return money.texts(column.to_numpy(), currency.to_numpy(dtype=object))


def count(column: pd.Series, noun: str) -> Texts:
    """Return a number with its noun: ``1 day``, ``10 days``; a blank counts as 0."""
    number = column.fillna(0).astype("int64")
    return say(number, when((number == 1, f" {noun}"), otherwise=f" {noun}s"))


def plain(column: pd.Series, words: dict[str, str]) -> Texts:
    """Return codes in plain words; a code without words of its own, with spaces for underscores and hyphens."""
    distinct = {code: words.get(code, code.replace("_", " ").replace("-", " ")) for code in column.unique()}
    return column.map(distinct).to_numpy(dtype=object)


def action(template: pd.Series, channel: pd.Series) -> Texts:
    """Return what to do: ``send reminder 1 by e-mail``, ``call: reminder 1``; a blank channel is not told."""
    what = plain(template, {})
    by = when((channel == "", ""), otherwise=say(" by ", plain(channel, CHANNELS)))
    return when((channel == "phone", say("call: ", what)), otherwise=say("send ", what, by))


def when(*cases: tuple[pd.Series | npt.NDArray[np.bool_], Part], otherwise: Part = "") -> Texts:
    """Return, row by row, the text of the first case that holds."""
    conditions = [np.asarray(condition, dtype=bool) for condition, _ in cases]
    length = len(conditions[0])
    choices = [_whole(text, length) for _, text in cases]
    return np.select(conditions, choices, _whole(otherwise, length)).astype(object)


def _whole(part: Part, length: int) -> Texts:
    return np.full(length, part, dtype=object) if isinstance(part, str) else _texts(part)


def one_text(said: pd.Series) -> pd.Series:
    """Return one text a label: those of rows that share it, in their order, with semicolons between."""
    shared = said.index.duplicated(keep=False)
    several = said[shared].groupby(level=list(range(said.index.nlevels)), sort=False).agg("; ".join)
    return pd.concat([said[~shared], several])
