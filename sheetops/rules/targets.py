"""Targets of promises: promised, received and kept, by collector and by week."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.model import Frame

FIGURES = ("promises", "promised", "received", "kept", "part_kept", "broken", "open")
NOBODY = "(nobody named)"


def promise_targets(judged: Frame) -> Frame:
    """Return the figures of promises by collector and week, by collector, by week and in all, a row a currency each.

    ``judged`` is what `sheetops.rules.promises.judge` returned. Columns: grouped_by (collector and week, collector,
    week, all), by, week (the Monday of the week of due_on), currency, promises, promised and received (minor units),
    kept, part_kept, broken, open (how many), kept_rate (kept against judged promises) and received_rate (received
    against promised money of judged promises): basis points, blank where none was judged.
    """
    row = _figures(judged)
    groups: dict[str, Sequence[str]] = {
        "collector and week": ("by", "week"),
        "collector": ("by",),
        "week": ("week",),
        "all": (),
    }
    return pd.concat([_grouped(row, name, list(keys)) for name, keys in groups.items()], ignore_index=True)


def _figures(judged: Frame) -> Frame:
    due, status = judged["due_on"], judged["status"]
    closed = status != "open"
    return pd.DataFrame(
        {
            "by": judged["by"].astype(object).where(judged["by"] != "", NOBODY),
            "week": due - pd.to_timedelta(due.dt.day_of_week, unit="D"),
            "currency": judged["currency"].astype(object),
            "promises": 1,
            "promised": judged["amount"],
            "received": judged["received"],
            **{
                name.replace(" ", "_"): (status == name).astype("int64")
                for name in ("kept", "part kept", "broken", "open")
            },
            "judged": closed.astype("int64"),
            "judged_promised": judged["amount"].where(closed, 0),
            "judged_received": judged["received"].where(closed, 0),
        }
    )


def _grouped(row: Frame, name: str, keys: list[str]) -> Frame:
    sums = row.groupby([*keys, "currency"], sort=True)[[*FIGURES, "judged", "judged_promised", "judged_received"]].sum()
    told = sums.reset_index().assign(
        grouped_by=name,
        kept_rate=_rate(sums["kept"], sums["judged"]),
        received_rate=_rate(sums["judged_received"], sums["judged_promised"]),
    )
    if "by" not in keys:
        told["by"] = ""
    if "week" not in keys:
        told["week"] = np.datetime64("NaT", "s")
    told["week"] = told["week"].astype("datetime64[s]")
    return told[["grouped_by", "by", "week", "currency", *FIGURES, "kept_rate", "received_rate"]]


def _rate(part: pd.Series, whole: pd.Series) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(money.basis_points(part, whole), (whole == 0).to_numpy())
