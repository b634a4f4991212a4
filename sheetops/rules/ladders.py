"""Ladders: levels that follow one another, and the day on which each falls due.

A ladder serves items of debt (counted from the due date) and licences (counted from the last day covered).
"""

import datetime as dt

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.lookup import look_up

NEVER = "none"
"""The ladder of those who are never chased."""

PROMISE, PLAN = "promise", "plan"
"""The ladders that Notices names for the confirmation of a promise or plan, which stand outside all others."""


def trigger(mode: pd.Series, days: pd.Series, anchor: pd.Series, last_sent: pd.Series) -> pd.Series:
    """Return the day on which a stage falls due; NaT where it has no day.

    ``anchor`` is the due date (or a licence's last day); ``last_sent`` the day of the item's last notice.
    ``end_of_month_after_due_plus`` is the last day of the month of (due date + days).
    """
    start = anchor.to_numpy().astype("datetime64[D]")
    sent = last_sent.to_numpy().astype("datetime64[D]")
    step = days.fillna(0).to_numpy(dtype=np.int64).astype("timedelta64[D]")
    by_mode = {
        "due_plus": start + step,
        "end_of_month_after_due_plus": clock.month_end(start + step),
        "since_last_notice": sent + step,
        "days_before_expiry": start - step,
        "days_after_expiry": start + step,
    }
    chosen = np.select([mode == name for name in by_mode], list(by_mode.values()), np.datetime64("NaT", "D"))
    return pd.Series(chosen.astype("datetime64[s]"), index=mode.index)


def stage_at(stages: Frame, ladder: pd.Series, level: pd.Series) -> Frame:
    """Return each row's stage (mode, days, channel, template), blank where its ladder has no such level."""
    columns = ["mode", "days", "channel", "template"]
    known = stages.set_index([stages["ladder"].astype(object), stages["level"].astype(object)])[columns]
    found = look_up(known, ladder, level)
    return found.assign(**{name: found[name].fillna("") for name in ("mode", "channel", "template")})


def last_sent(notices: Frame, as_of: dt.date, by: str) -> Frame:
    """Return the last notice that went out by a day for each ``by`` (entry or licence) and ladder: level, sent_on."""
    gone = notices[(notices["sent_on"] <= pd.Timestamp(as_of)) & (notices[by] != "")]
    latest = gone.sort_values(["sent_on", "level"], kind="stable").drop_duplicates([by, "ladder"], keep="last")
    return latest.set_index([by, "ladder"])[["level", "sent_on"]]


def standing(last: Frame, name: pd.Series, ladder: pd.Series) -> Frame:
    """Return, row by row, the level that last went out on its ladder (0: none) and when (NaT)."""
    found = look_up(last, name, ladder)
    return found.assign(
        level=found["level"].fillna(0).astype("int64"), sent_on=found["sent_on"].astype("datetime64[s]")
    )


def last_letter(notices: Frame, as_of: dt.date) -> pd.Series:
    """Return the day of the last letter or e-mail to each account by a day; a telephone call is no letter."""
    gone = notices[(notices["sent_on"] <= pd.Timestamp(as_of)) & (notices["channel"] != "phone")]
    return gone.groupby("account")["sent_on"].max()
