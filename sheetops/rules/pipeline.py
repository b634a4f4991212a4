"""The pipeline board: what is due in 30, 60 and 90 days, and what became of the rest, by month, segment and caller.

Every licence is in exactly one column of counts, so that they add up to the licences there are.
"""

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.lookup import look_up
from sheetops.rules.targets import NOBODY
from sheetops.rules.words import when

WINDOWS = {
    "due_30": "open, and the last day covered is today or up to 30 days away",
    "due_60": "open, and 31 to 60 days away",
    "due_90": "open, and 61 to 90 days away",
    "later": "open, and more than 90 days away",
}
PLACES = (*WINDOWS, "in_grace", "renewed", "declined", "cancelled", "lapsed")
"""Where a licence stands on the board: open by its days to expiry, else by its status."""

GROUPS = ("month", "segment", "caller")
NO_SEGMENT = "(no segment)"


def pipeline_board(row: Frame, people: Frame) -> Frame:
    """Return the board: one row for each month of expiry, segment and caller, and each currency in it.

    ``row`` is what `sheetops.rules.renewals.renewals` returned, with ``fee``; ``people`` has account, segment, owner.
    Columns: grouped_by (of `GROUPS`), group (a month as ``2026-07``), currency, licences, those of `PLACES` (counts
    that add up to licences), value (next fees, minor units), open_value (of what is due within 90 days or in grace),
    renewed_value, without_fee (licences whose next fee is not known, in no value), rate (basis points: renewed over
    renewed, declined and lapsed; NA where nothing of that has happened).
    """
    known = people.drop_duplicates("account")
    known = known.set_index(known["account"].astype(object))[["segment", "owner"]].astype(object)
    own = look_up(known, row["account"]).fillna("")
    groups = {
        "month": row["end"].dt.strftime("%Y-%m"),
        "segment": own["segment"].replace("", NO_SEGMENT),
        "caller": own["owner"].replace("", NOBODY),
    }
    figures = _figures(row)
    parts = [_grouped(figures, name, groups[name].astype(object), row["currency"]) for name in GROUPS]
    return pd.concat(parts, ignore_index=True)


def board_place(row: Frame) -> pd.Series:
    """Return where each licence stands on the board, one of `PLACES`."""
    left, status = row["days_to_expiry"], row["status"]
    place = when(
        (status.isin(["renewed", "declined", "cancelled", "lapsed"]), status),
        (status == "in grace", "in_grace"),
        (left <= 30, "due_30"),
        (left <= 60, "due_60"),
        (left <= 90, "due_90"),
        otherwise="later",
    )
    return pd.Series(place, index=row.index)


def _figures(row: Frame) -> Frame:
    place = board_place(row)
    fee = row["fee"].fillna(0).astype("int64")
    counts = {name: (place == name).astype("int64") for name in PLACES}
    return pd.DataFrame(
        {
            "licences": 1,
            **counts,
            "value": fee,
            "open_value": fee.where(place.isin(["due_30", "due_60", "due_90", "in_grace"]), 0),
            "renewed_value": fee.where(place == "renewed", 0),
            "without_fee": row["fee"].isna().astype("int64"),
        },
        index=row.index,
    )


def _grouped(figures: Frame, name: str, group: pd.Series, currency: pd.Series) -> Frame:
    keys = [currency.astype(object).rename("currency"), group.rename("group")]
    sums = figures.groupby(keys).sum().reset_index()
    decided = sums[["renewed", "declined", "lapsed"]].sum(axis=1)
    some = decided.where(decided > 0, 1)
    rate = (20_000 * sums["renewed"] + some) // (2 * some)
    return sums.assign(grouped_by=name, rate=pd.Series(np.asarray(rate), dtype="Int64").where(decided > 0))
