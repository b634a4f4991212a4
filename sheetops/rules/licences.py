"""The one status of every licence on a day, from its last day covered."""

import datetime as dt
from collections.abc import Collection

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.ladders import stage_days
from sheetops.rules.lookup import look_up
from sheetops.rules.words import when

STATUSES = {
    "cancelled": "the Licences sheet says cancelled",
    "declined": "the Licences sheet says declined, of this term or of the one that starts on the day after it",
    "renewed": "a later live licence of the same account and type starts by the day after the end, or the customer "
    "accepted the next term, or the licence renews by itself and its end is past",
    "not due": "no stage of the renewal ladder has been reached",
    "due": "the ladder's first stage before expiry has been reached",
    "early call": "a stage between the first and the last before expiry has been reached",
    "final call": "the ladder's last stage before expiry has been reached",
    "in grace": "past its end by no more than the setting grace_days",
    "lapsed": "past its end by more than the setting grace_days",
}
"""What each status of a licence means; every licence has exactly one, the first that fits."""

CLASSES = {
    "infringement": "lapsed: any use since the end is use without a licence",
    "bad debt": "licensed (live or in grace) with an overdue invoice unpaid",
    "none": "neither",
}
"""What each class means."""

FINISHED = ("cancelled", "declined", "renewed")


def days_to_expiry(end: pd.Series, as_of: dt.date) -> pd.Series:
    """Return days until the last day covered; 0 on that day, negative after it."""
    return (end - pd.Timestamp(as_of)).dt.days


def licence_status(
    licences: Frame,
    stages: Frame,
    as_of: dt.date,
    grace_days: int | pd.Series,
    decided: pd.Series | None = None,
    closed: Collection[dt.date] = (),
) -> pd.Series:
    """Return each licence's one status, the first of STATUSES that fits.

    ``licences`` has account, type, start, end, status; ``stages`` are those of the renewal ladder, ``closed`` the days
    that are no business days. Of the stages before expiry the first makes a licence due, the last is the final call,
    those between are early calls. ``decided`` is what `decisions` says of them, where they are not all the licences
    there are.
    """
    known = decisions(licences, as_of) if decided is None else decided
    left = days_to_expiry(licences["end"], as_of)
    before = stage_days(stages[stages["mode"] == "days_before_expiry"], licences["end"], closed)
    reached = [before[label] <= pd.Timestamp(as_of) for label in before]
    never = pd.Series(False, index=licences.index)
    status = when(
        (known != "", known),
        (left < -grace_days, "lapsed"),
        (left < 0, "in grace"),
        (reached[-1] if len(reached) > 1 else never, "final call"),
        (reached[1] if len(reached) > 2 else never, "early call"),
        (reached[0] if reached else never, "due"),
        otherwise="not due",
    )
    return pd.Series(status, index=licences.index)


def decisions(licences: Frame, as_of: dt.date) -> pd.Series:
    """Return which licences are cancelled, declined or renewed by a day, the first that fits; "" for the others."""
    taken = renewed(licences) | accepted(licences, as_of) | by_itself(licences, as_of)
    said = when(
        (licences["status"] == "cancelled", "cancelled"),
        (licences["status"] == "declined", "declined"),
        (taken, "renewed"),
        (declined_after(licences), "declined"),
    )
    return pd.Series(said, index=licences.index)


def accepted(licences: Frame, as_of: dt.date) -> pd.Series:
    """Return of which licences the customer accepted the next term by a day."""
    return licences["accepted_on"] <= pd.Timestamp(as_of)


def by_itself(licences: Frame, as_of: dt.date) -> pd.Series:
    """Return which licences renewed by themselves: auto_renew, and their last day is past."""
    return licences["auto_renew"] & (days_to_expiry(licences["end"], as_of) < 0) & ~declined_after(licences)


def declined_after(licences: Frame) -> pd.Series:
    """Return which licences end on the day before a term of the same account and type that the customer declined."""
    columns = ["account", "type", "end"]
    refused = licences[licences["status"] == "declined"]
    eve = refused.assign(end=refused["start"] - pd.Timedelta(days=1))[columns]
    return pd.Series(
        pd.MultiIndex.from_frame(licences[columns]).isin(pd.MultiIndex.from_frame(eve)), index=licences.index
    )


def renewed(licences: Frame) -> pd.Series:
    """Return which licences a live one of the same account and type, ending later, carries on without a gap."""
    live = licences[~licences["status"].isin(["cancelled", "declined"])]
    starts = live.groupby(["account", "type", "end"], sort=True)["start"].min()
    # Read backwards, the running minimum is the earliest start among all that end on that day or later.
    earliest = starts[::-1].groupby(level=["account", "type"]).cummin()
    later = earliest.groupby(level=["account", "type"]).shift()
    by_licence = look_up(later, licences["account"], licences["type"], licences["end"])
    return by_licence <= licences["end"] + pd.Timedelta(days=1)
