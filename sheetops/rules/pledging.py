"""Who may promise again: how many promises were broken lately, and how far ahead the next one may lie."""

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.lookup import look_up
from sheetops.rules.promises import PromiseTerms
from sheetops.rules.words import count, day, say, when


def promise_limits(judged: Frame, accounts: Frame, terms: PromiseTerms) -> Frame:
    """Return, one row an account and currency, whether a new promise may be taken on the day, and why.

    ``judged`` is what `sheetops.rules.promises.judge` returned, ``accounts`` has account, currency, outstanding.
    Columns added: open, broken (within the period), last_broken, may_promise, latest (the furthest day it may fall
    due, NaT without a limit), limit (the sentence).
    """
    row = accounts.assign(
        open=_counted(judged[judged["status"] == "open"], accounts["account"]),
        broken=_counted(lately_broken(judged, terms), accounts["account"]),
        last_broken=_last_broken(judged, accounts["account"]),
    )
    owing = row["outstanding"] > 0
    too_many = (row["broken"] >= terms.max_broken) & (terms.max_broken > 0)
    latest = pd.Timestamp(terms.as_of) + pd.Timedelta(days=terms.max_days) if terms.max_days else pd.NaT
    row["may_promise"] = owing & ~too_many
    row["latest"] = pd.Series(latest, index=row.index, dtype="datetime64[s]").where(row["may_promise"])
    return row.assign(limit=_limit(row, owing, terms))


def lately_broken(judged: Frame, terms: PromiseTerms) -> Frame:
    """Return the promises broken within the ``broken_days`` days that end on the day, it included."""
    since = pd.Timestamp(terms.as_of) - pd.Timedelta(days=terms.broken_days)
    return judged[(judged["status"] == "broken") & (judged["judged_on"] > since)]


def _counted(promises: Frame, accounts: pd.Series) -> pd.Series:
    number = promises.groupby(promises["account"].astype(object)).size()
    return look_up(number, accounts).fillna(0).astype("int64")


def _last_broken(judged: Frame, accounts: pd.Series) -> pd.Series:
    broken = judged[judged["status"] == "broken"]
    last = broken.groupby(broken["account"].astype(object))["judged_on"].max()
    return look_up(last, accounts).astype("datetime64[s]")


def _limit(row: Frame, owing: pd.Series, terms: PromiseTerms) -> pd.Series:
    broken = say(count(row["broken"], "promise"), f" broken within {terms.broken_days} days")
    until = when((row["latest"].notna(), say(", to fall due by ", day(row["latest"]), " at the latest")))
    words = when(
        (~owing, "Nothing is owed, so there is nothing to promise."),
        (
            ~row["may_promise"],
            say(
                "No new promise: ",
                broken,
                f"; the limit is {terms.max_broken}, the last on ",
                day(row["last_broken"]),
                ".",
            ),
        ),
        otherwise=say("A new promise may be taken", until, "; ", broken, "."),
    )
    return pd.Series(words, index=row.index)


def beyond_limit(judged: Frame, terms: PromiseTerms) -> pd.Series:
    """Return how each promise passed a limit when it was taken: ``far`` (too far ahead), ``broken`` (after too many).

    "" for one within the limits. Only what was judged by the day on which it was made counts against it.
    """
    far = judged["due_on"] > judged["made_on"] + pd.Timedelta(days=terms.max_days)
    others = judged.loc[judged["status"] == "broken", ["account", "judged_on"]]
    asked = pd.DataFrame({"row": np.arange(len(judged)), "account": judged["account"], "made": judged["made_on"]})
    pairs = asked.merge(others, on="account")
    within = (pairs["judged_on"] < pairs["made"]) & (
        pairs["judged_on"] > pairs["made"] - pd.Timedelta(days=terms.broken_days)
    )
    before = pairs[within].groupby("row").size().reindex(np.arange(len(judged)), fill_value=0).to_numpy()
    found = when(((before >= terms.max_broken) & (terms.max_broken > 0), "broken"), (far & (terms.max_days > 0), "far"))
    return pd.Series(found, index=judged.index, dtype=object)
