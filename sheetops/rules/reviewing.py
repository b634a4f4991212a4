"""Holds under review: what is on hold on a day, who looks after it, and whether somebody should have looked already."""

import datetime as dt

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.lookup import look_up
from sheetops.rules.words import Texts, count, day, say, when

MEANINGS = {
    "review overdue": "the day of its review has passed: lift it, or give it a new day and say why",
    "review due": "its review is due on the day asked about",
    "no review date": "nothing says when somebody looks at it: fill in review_on",
    "in order": "its review lies ahead",
}
"""What each status of something on hold means; each has exactly one."""


def open_now(holds: Frame, as_of: dt.date) -> Frame:
    """Return the rows of Holds that hold on a day: begun, and not over."""
    today = pd.Timestamp(as_of)
    return holds[~(holds["from"] > today) & ~(holds["until"] < today)]


def disputed_entries(items: Frame, holds: Frame, tasks: Frame, as_of: dt.date) -> Frame:
    """Return disputed entries with something open and no hold of their own, in the shape of Holds.

    ``items`` are the open items of an Allocation. The newest open task of type dispute of the account, if there is one,
    gives the day it began, its owner and, by ``due_at``, its review.
    """
    known = set(open_now(holds, as_of)["entry"]) - {""}
    left = items[items["disputed"] & (items["outstanding"] > 0) & ~items["entry"].isin(known)]
    today = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    open_ = (tasks["type"] == "dispute") & ~tasks["status"].isin(["resolved", "closed", "withdrawn"])
    newest = tasks[open_ & (tasks["received_at"] < today)].sort_values("received_at", kind="stable")
    by = newest.drop_duplicates("account", keep="last").set_index("account")
    task = look_up(by[["task", "received_at", "owner", "due_at"]].set_axis(by.index.astype(object)), left["account"])
    return pd.DataFrame(
        {
            "account": left["account"],
            "entry": left["entry"],
            "reason": say("disputed", when((task["task"].notna(), say(", task ", task["task"].fillna(""))))),
            "from": task["received_at"].dt.normalize(),
            "until": pd.Series(pd.NaT, index=left.index, dtype="datetime64[s]"),
            "owner": task["owner"].fillna(""),
            "review_on": task["due_at"].dt.normalize(),
        },
        index=left.index,
    )  # fmt: skip


def reviewed(held: Frame, as_of: dt.date, review_days: int) -> Frame:
    """Return what is on hold on a day with how its review stands.

    ``held`` are rows in the shape of Holds that hold on the day. A blank ``review_on`` is ``review_days`` days after
    ``from`` (0: there is none). Columns added: review_on filled in, days_held (blank: nothing says since when), status
    (one of MEANINGS), explanation.
    """
    today = pd.Timestamp(as_of).as_unit("s")
    usual = held["from"] + pd.Timedelta(days=review_days)
    review_on = held["review_on"].fillna(usual) if review_days else held["review_on"]
    row = held.assign(review_on=review_on.astype("datetime64[s]"), stated=held["review_on"].notna())
    row["days_held"] = (today - row["from"]).dt.days.astype("Int64")
    row["status"] = when(
        (row["review_on"].isna(), "no review date"),
        (row["review_on"] < today, "review overdue"),
        (row["review_on"] == today, "review due"),
        otherwise="in order",
    )
    return row.assign(explanation=_explanation(row, today)).drop(columns="stated")


def _explanation(row: Frame, today: pd.Timestamp) -> Texts:
    since = when(
        (row["from"].isna(), "On hold, nothing says since when"),
        otherwise=say("On hold since ", day(row["from"]), " (", count(row["days_held"], "day"), ")"),
    )
    end = when((row["until"].notna(), say(", until ", day(row["until"]))), otherwise=", with no end")
    by = when((row["stated"], ""), otherwise=" by the setting hold_review_days")
    late = count((today - row["review_on"]).dt.days, "day")
    said = when(
        (row["status"] == "no review date", " Nobody is bound to look at it: fill in review_on."),
        (row["status"] == "review overdue", say(" Its review was due on ", day(row["review_on"]), by, ", ", late,
                                                " ago: lift it, or set a new day and say why.")),
        (row["status"] == "review due", say(" Its review is due today", by, ".")),
        otherwise=say(" Its review is on ", day(row["review_on"]), by, "."),
    )  # fmt: skip
    nobody = when((row["owner"] == "", " Nobody is named to look after it."))
    return say(since, end, ": ", row["reason"], ".", said, nobody)


def owed_by_hold(held: Frame, items: Frame) -> Frame:
    """Return the rows with what is open under each hold: outstanding (minor units) and currency.

    A hold on an account in several currencies gets a row for each; one under which nothing is open keeps one row, with
    nothing and a blank currency.
    """
    open_ = items[items["outstanding"] > 0]
    ours = held.assign(hold=range(len(held)))
    by_account = ours[ours["entry"] == ""].merge(_sums(open_, "account"), on="account", how="left")
    by_entry = ours[ours["entry"] != ""].merge(_sums(open_, "entry"), on="entry", how="left")
    both = pd.concat([by_account, by_entry]).sort_values(["hold", "currency"], kind="stable", ignore_index=True)
    return both.assign(
        outstanding=both["outstanding"].fillna(0).astype("int64"), currency=both["currency"].astype(object).fillna("")
    )


def _sums(items: Frame, by: str) -> Frame:
    keys = [items[by].astype(object), items["currency"].astype(object)]
    return items.groupby(keys)["outstanding"].sum().reset_index()


def holds_by_reason(rows: Frame) -> Frame:
    """Return how much is on hold for what reason: held_for, currency, holds, accounts, outstanding, late, oldest.

    ``rows`` is what `owed_by_hold` returned of `reviewed`, with ``held_for``. An account that is on hold for two
    reasons counts for both.
    """
    keys = ["held_for", "currency"]
    sums = rows.groupby(keys, sort=True).agg(
        holds=("hold", "nunique"), accounts=("account", "nunique"), outstanding=("outstanding", "sum"),
        late=("late", "sum"), oldest=("from", "min"),
    )  # fmt: skip
    return sums.reset_index().sort_values(["outstanding", "held_for"], ascending=[False, True], ignore_index=True)
