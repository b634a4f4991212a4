"""Ladders: levels that follow one another, and the day on which each falls due.

A ladder serves items of debt (counted from the due date) and licences (counted from the last day covered).
"""

import datetime as dt
from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.lookup import look_up
from sheetops.rules.scope import EVERYONE, most_specific, scope
from sheetops.rules.sending import BUSINESS_DAYS, moved_on

NEVER = "none"
"""The ladder of those who are never chased."""

PROMISE, PLAN, COMPLAINT = "promise", "plan", "complaint"
HARDSHIP, GRANT = "hardship", "grant"
"""The ladders that Notices names for what is written on a promise, plan, complaint, hardship or grant.

They stand outside all others.
"""

RESTRICTION = "restriction"
"""The ladder that Notices names for letters on a restriction: 1 it is coming, 2 it was placed, 3 it was lifted."""


def trigger(stage: Frame, anchor: pd.Series, delivered: pd.Series, closed: Collection[dt.date] = ()) -> pd.Series:
    """Return the day on which each row's stage falls due; NaT where it has no day.

    ``stage`` has mode, days and unit; ``anchor`` is the due date (or a licence's last day); ``delivered`` the day on
    which the item's last notice counts as delivered. ``end_of_month_after_due_plus`` is the last day of the month of
    (due date + days). Business days are counted past weekends and ``closed`` days.
    """
    mode, unit = stage["mode"], stage["unit"]
    sign = np.where(mode == "days_before_expiry", -1, 1)
    start = anchor.where(mode != "since_last_notice", delivered)
    moved = moved_on(start, stage["days"].fillna(0) * sign, unit, closed).to_numpy().astype("datetime64[D]")
    at_end = (mode == "end_of_month_after_due_plus").to_numpy(dtype=bool)
    moved = np.where(at_end, clock.month_end(moved), moved)
    moved[(mode == "").to_numpy(dtype=bool)] = np.datetime64("NaT")
    return pd.Series(moved.astype("datetime64[s]"), index=mode.index)


def stage_days(stages: Frame, ends: pd.Series, closed: Collection[dt.date] = ()) -> Frame:
    """Return, a column a stage in the order of their days, when each stage of licences falls due.

    ``stages`` are those of one ladder that counts from a licence's last day, ``ends``; the columns are their labels.
    """
    ordered = stages.loc[_position(stages).sort_values(kind="stable").index]
    days = {
        label: trigger(pd.DataFrame(stage[["mode", "days", "unit"]].to_dict(), ends.index), ends, ends, closed)
        for label, stage in ordered.iterrows()
    }
    return pd.DataFrame(days, index=ends.index)


def _position(stages: Frame) -> pd.Series:
    """Return about how many calendar days after a licence's last day each stage lies."""
    length = stages["days"] * np.where(stages["unit"] == BUSINESS_DAYS, 7, 5) / 5
    return length * np.where(stages["mode"] == "days_before_expiry", -1, 1)


STAGE = ["mode", "days", "unit", "channel", "template", "fee"]


def stage_at(stages: Frame, ladder: pd.Series, level: pd.Series, facts: Frame | None = None) -> Frame:
    """Return each row's stage (mode, days, unit, channel, template, fee), blank where its ladder has no such level.

    ``facts`` says what each row is (see `sheetops.rules.scope`): of a level the stage most specific to it counts.
    """
    scopes = [scope(one) for one in stages["applies_to"]]
    general = np.array([one == EVERYONE for one in scopes], dtype=bool)
    usual = stages[general]
    known = usual.set_index([usual["ladder"].astype(object), usual["level"].astype(object)])[STAGE]
    found = look_up(known, ladder, level)
    if facts is not None and not general.all():
        found = _specific(found, stages.assign(scope=scopes), ladder, level, facts)
    return found.assign(**{name: found[name].fillna("") for name in STAGE if name != "days"})


def _specific(found: Frame, stages: Frame, ladder: pd.Series, level: pd.Series, facts: Frame) -> Frame:
    """Put in their places the stages of levels that some have a stage of their own for."""
    own = found.astype(dict.fromkeys(STAGE, object))
    for (name, number), several in stages.groupby(["ladder", "level"], sort=False):
        here = np.flatnonzero((ladder == name) & (level == number))
        if len(here) and any(one != EVERYONE for one in several["scope"]):
            place = most_specific(list(several["scope"]), facts.iloc[here])
            chosen = several[STAGE].astype(object).to_numpy()[place[place >= 0]]
            own.iloc[here[place >= 0], :] = chosen
    return own.astype({"days": "float64"})


def ladders_of(stages: Frame, ladder: pd.Series, facts: Frame | None = None) -> Iterator[tuple[pd.Index, Frame]]:
    """Yield the rows that share a ladder and, where some have stages of their own, its stages, with those stages.

    ``ladder`` names each row's; every row is in one of the groups.
    """
    for name, rows in ladder.groupby(ladder.astype(object), sort=False).groups.items():
        levels = stages[stages["ladder"] == name]
        if facts is None or (levels["applies_to"] == "").all():
            yield pd.Index(rows), levels[levels["applies_to"] == ""]
        else:
            yield from _variants(levels, facts.loc[rows])


def _variants(levels: Frame, facts: Frame) -> Iterator[tuple[pd.Index, Frame]]:
    places = np.full((len(facts), levels["level"].nunique()), -1, dtype=np.int64)
    for column, (_, several) in enumerate(levels.groupby("level")):
        place = most_specific([scope(one) for one in several["applies_to"]], facts)
        row_of = levels.index.get_indexer(several.index)
        places[:, column] = np.where(place >= 0, row_of[place], -1)
    alike, which = np.unique(places, axis=0, return_inverse=True)
    for number, chosen in enumerate(alike):
        yield facts.index[which.ravel() == number], levels.iloc[chosen[chosen >= 0]]


def meant_for(notices: Frame, items: Frame) -> Frame:
    """Return notices with one that names neither entry nor licence told of every entry that was overdue when it went.

    ``items`` has account, entry and due_date.
    """
    general = notices[(notices["entry"] == "") & (notices["licence"] == "")].drop(columns="entry")
    meant = general.merge(items[["account", "entry", "due_date"]], on="account")
    meant = meant[meant["due_date"] < meant["sent_on"]].drop(columns="due_date")
    return pd.concat([notices, meant], ignore_index=True) if len(meant) else notices


def last_sent(notices: Frame, as_of: dt.date, by: str) -> Frame:
    """Return the last notice that went out by a day for each ``by`` (entry or licence) and ladder.

    Columns: level, sent_on, sent_by (its channel).
    """
    gone = notices[(notices["sent_on"] <= pd.Timestamp(as_of)) & (notices[by] != "")]
    latest = gone.sort_values(["sent_on", "level"], kind="stable").drop_duplicates([by, "ladder"], keep="last")
    return latest.set_index([by, "ladder"])[["level", "sent_on", "channel"]].rename(columns={"channel": "sent_by"})


def standing(last: Frame, name: pd.Series, ladder: pd.Series) -> Frame:
    """Return, row by row, the level that last went out on its ladder (0: none), when (NaT) and by what ("")."""
    found = look_up(last, name, ladder)
    return found.assign(
        level=found["level"].fillna(0).astype("int64"),
        sent_on=found["sent_on"].astype("datetime64[s]"),
        sent_by=found["sent_by"].fillna(""),
    )


def last_letter(notices: Frame, as_of: dt.date) -> pd.Series:
    """Return the day of the last letter or e-mail to each account by a day; a telephone call is no letter."""
    gone = notices[(notices["sent_on"] <= pd.Timestamp(as_of)) & (notices["channel"] != "phone")]
    return gone.groupby("account")["sent_on"].max()
