"""Open time with pauses: while somebody else is asked, the clock of a piece of work stands still.

Pauses are a frame ``item`` (the place of the piece of work they belong to, counted from 0), ``from`` and ``until``
(wall time of the calendar, as all moments of `sheetops.hours`). Those of one item may overlap and come in any order;
what lies outside a piece of work takes nothing from it.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops.hours import Hours, Moments, Seconds, after_open, open_seconds, openings, utc_seconds, wall_moments


def net_open_seconds(hours: Hours, begins: npt.ArrayLike, ends: npt.ArrayLike, pauses: pd.DataFrame) -> Seconds:
    """Return the open seconds from each first moment to the last without its pauses; 0 where it ends before it begins.

    Both moments must be there.
    """
    first, last = np.broadcast_arrays(utc_seconds(hours.zone, begins), utc_seconds(hours.zone, ends))
    if not first.size:
        return np.zeros(0, dtype=np.int64)
    parts = _running(hours, first, last, pauses)
    there = openings(hours, int(first.min()), int(max(first.max(), last.max())))
    used = there.place(parts["until"].to_numpy()) - there.place(parts["from"].to_numpy())
    total: Seconds = np.zeros(len(first), dtype=np.int64)
    np.add.at(total, parts["item"].to_numpy(), used)
    return total


def after_net_open(hours: Hours, begins: npt.ArrayLike, seconds: npt.ArrayLike, pauses: pd.DataFrame) -> Moments:
    """Return the moment at which so much open time outside the pauses has passed since each first moment.

    A pause that begins at that moment or later changes nothing. PolicyError as in `sheetops.hours.after_open`.
    """
    begin = np.asarray(begins, dtype="datetime64[s]")
    due = after_open(hours, begin, seconds)
    merged = _merged(pauses)
    # As many steps as the most pauses that one piece of work has: the work itself is never gone through.
    for _, rows in merged.groupby(merged.groupby("item").cumcount()):
        item = rows["item"].to_numpy()
        start = np.maximum(rows["from"].to_numpy(dtype="datetime64[s]"), begin[item])
        end = np.maximum(rows["until"].to_numpy(dtype="datetime64[s]"), start)
        counts = start < due[item]
        at = item[counts]
        due[at] = after_open(hours, due[at], open_seconds(hours, start[counts], end[counts])) if len(at) else due[at]
    return due


def explained(hours: Hours, begins: npt.ArrayLike, ends: npt.ArrayLike, pauses: pd.DataFrame) -> pd.DataFrame:
    """Return how the open time of each piece of work adds up: one row for each stretch of it.

    Columns: item, date, from, until (wall time), used and running (seconds; running begins anew with each item).
    """
    first, last = np.broadcast_arrays(utc_seconds(hours.zone, begins), utc_seconds(hours.zone, ends))
    columns = ["item", "date", "from", "until", "used", "running"]
    if not first.size:
        return pd.DataFrame(columns=columns)
    parts = _running(hours, first, last, pauses)
    there = openings(hours, int(first.min()), int(max(first.max(), last.max())))
    begin, end = parts["from"].to_numpy(), parts["until"].to_numpy()
    low = np.searchsorted(there.ends, begin, side="right")
    high = np.maximum(np.searchsorted(there.begins, end, side="left"), low)
    row = np.repeat(np.arange(len(parts)), high - low)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(high - low) - (high - low), high - low)
    which = low[row] + offset
    start, stop = np.maximum(begin[row], there.begins[which]), np.minimum(end[row], there.ends[which])
    wall = wall_moments(hours.zone, start)
    found = pd.DataFrame(
        {
            "item": parts["item"].to_numpy()[row],
            "date": wall.astype("datetime64[D]").astype("datetime64[s]"),
            "from": wall,
            "until": wall_moments(hours.zone, stop),
            "used": stop - start,
        }
    )
    return found.assign(running=found.groupby("item")["used"].cumsum())[columns]


def _running(hours: Hours, first: Seconds, last: Seconds, pauses: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches of each piece of work outside its pauses, in UTC seconds: item, from, until."""
    item = pauses["item"].to_numpy(dtype=np.int64)
    stops = pd.DataFrame(
        {
            "item": item,
            "from": np.clip(utc_seconds(hours.zone, pauses["from"]), first[item], None),
            "until": np.minimum(utc_seconds(hours.zone, pauses["until"]), last[item]),
        }
    )
    stops = _merged(stops[stops["until"] > stops["from"]])
    every = np.arange(len(first))
    # Work runs from its begin and from each pause's end, to the next pause's begin or its end.
    begins = pd.concat(
        [pd.DataFrame({"item": every, "at": first}), stops[["item", "until"]].set_axis(["item", "at"], axis=1)]
    )
    ends = pd.concat(
        [stops[["item", "from"]].set_axis(["item", "at"], axis=1), pd.DataFrame({"item": every, "at": last})]
    )
    begins, ends = (side.sort_values(["item", "at"], kind="stable") for side in (begins, ends))
    found = pd.DataFrame(
        {"item": begins["item"].to_numpy(), "from": begins["at"].to_numpy(), "until": ends["at"].to_numpy()}
    )
    return found[found["until"] > found["from"]].reset_index(drop=True)


def _merged(pauses: pd.DataFrame) -> pd.DataFrame:
    """Return pauses in order, those of one item that meet or overlap made one."""
    rows = pauses.sort_values(["item", "from"], kind="stable").reset_index(drop=True)
    if rows.empty:
        return rows
    reach = rows.groupby("item")["until"].cummax()
    fresh = (rows["item"] != rows["item"].shift()) | (rows["from"] > reach.shift())
    number = fresh.cumsum()
    grouped = rows.assign(number=number).groupby("number")
    return grouped.agg({"item": "first", "from": "min", "until": "max"}).reset_index(drop=True)
