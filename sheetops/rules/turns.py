"""Requests that draw on the same money, decided one after the other: what one takes, the next one finds gone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.lookup import look_up

Decide = Callable[..., tuple[pd.Series, pd.Series, pd.Series]]
"""Returns left, gross and refused of some requests, from them and what was taken before under each of the keys."""


def in_turn(row: Frame, keys: tuple[str, ...], decide: Decide) -> Frame:
    """Return requests with left, gross (minor units) and refused ("" when one is granted), decided in their order.

    ``keys`` are the columns that name what is drawn on; those that share the first are decided one after the other.
    """
    row = row.assign(left=np.int64(0), gross=np.int64(0), refused="")
    turn = row.groupby(keys[0]).cumcount()
    taken = {key: pd.Series(dtype="int64") for key in keys}
    for number in range(int(turn.max() + 1) if len(turn) else 0):
        now = row[turn == number]
        gone = [look_up(taken[key], now[key]).fillna(0).astype("int64") for key in keys]
        left, gross, refused = decide(now, *gone)
        row.loc[now.index, "left"], row.loc[now.index, "gross"] = left, gross
        row.loc[now.index, "refused"] = refused
        granted = gross.where(refused == "", 0)
        for key in keys:
            new = granted.groupby(now[key].astype(object)).sum()
            taken[key] = taken[key].add(new, fill_value=0).astype("int64")
    return row


def standing_against(now: Frame, before: dict[str, Any], after: dict[str, Any]) -> pd.Series:
    """Return the first that stands against each request: of ``before``, then its approval, then of ``after``; or "".

    Both give the rows that each name stands against.
    """
    names: list[Any] = [*before, now["approval"].astype(object), *after]
    found = np.select([*before.values(), now["approval"] != "", *after.values()], names, "")
    return pd.Series(found, index=now.index)
