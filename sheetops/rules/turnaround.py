"""How fast claims were entered against what clients agreed, what waits, and why claims come back."""

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.intake import hundredths

AGES = (("within a day", 1), ("2 to 3 days", 3), ("4 to 7 days", 7), ("over a week", None))
"""How old what waits is, in whole calendar days since it came: label and last day."""


def turnaround(heads: Frame, now: pd.Timestamp) -> Frame:
    """Return by client and programme how many claims were entered within their hours, and how many wait and are late.

    Hours are open hours without waits, in hundredths; within_rate is in basis points of the claims entered, and
    kept_rate of those entered and those that wait and are late already, which no mean shows. A programme without a
    turnaround has no rate.
    """
    entered = heads["entered_at"].notna()
    has = heads["turnaround"].notna()
    limit = heads["turnaround"].astype("Float64").fillna(0) * 3600
    open_late = ~entered & has & (heads["due_at"] < now) & (heads["state"] == "received")
    rows = heads.assign(
        entered=entered,
        within=entered & has & (heads["used"] <= limit),
        waiting=~entered & (heads["state"] == "received"),
        open_late=open_late,
        hours=heads["used"].where(entered).astype("Float64"),
    )
    by = rows.groupby(["client", "programme"], sort=True)
    found = by.agg(
        turnaround_hours=("turnaround", "first"),
        claims=("claim", "size"),
        entered=("entered", "sum"),
        within=("within", "sum"),
        mean_hours=("hours", "mean"),
        median_hours=("hours", "median"),
        worst_hours=("hours", "max"),
        waiting=("waiting", "sum"),
        open_late=("open_late", "sum"),
    ).reset_index()
    for name in ("mean_hours", "median_hours", "worst_hours"):
        found[name] = hundredths(found[name].round())
    rated = found["turnaround_hours"].notna()
    judged = found["entered"] + found["open_late"]
    return found.assign(
        late=found["entered"] - found["within"],
        within_rate=rate(found["within"], found["entered"].where(rated, 0)),
        kept_rate=rate(found["within"], judged.where(rated, 0)),
    )


def rate(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Return basis points, missing where there is nothing to count."""
    share = (part.astype(float) * 10_000 / whole.astype(float).where(whole > 0)).round()
    return share.astype("Int64")


def backlog(heads: Frame, now: pd.Timestamp) -> Frame:
    """Return by client and programme how many claims wait for entry, by age in days since they came."""
    waits = heads[(heads["state"] == "received") & heads["entered_at"].isna()]
    days = (now.normalize() - waits["first_received"].dt.normalize()).dt.days
    labels = [label for label, _ in AGES]
    place = np.searchsorted([last for _, last in AGES if last is not None], days.to_numpy(), side="left")
    rows = waits.assign(age=np.array(labels, dtype=object)[place] if len(waits) else "")
    found = rows.groupby(["client", "programme", "age"]).size().unstack("age", fill_value=0)
    found = found.reindex(columns=labels, fill_value=0).rename_axis(columns=None)
    return found.assign(claims=found.sum(axis=1)).reset_index()


def reasons(faults: Frame) -> Frame:
    """Return why lines are returned or rejected, the most frequent first: check, lines, share and running share."""
    counted = faults.groupby(["check", "action"], sort=False).size().rename("faults").reset_index()
    found = counted.sort_values(["faults", "check"], ascending=[False, True], kind="stable", ignore_index=True)
    total = pd.Series(found["faults"].sum(), index=found.index)
    return found.assign(share=rate(found["faults"], total), running_share=rate(found["faults"].cumsum(), total))
