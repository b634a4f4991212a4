"""Grants: how much a scheme can still give an application, and what is to be done about each one.

Decided for the desks: caps, their period and every other term are those in force on the day of the application, and the
debt is what was owed on that day. An earlier grant counts when it was applied for within the period that ends on that
day (one applied for exactly 24 months before does not any more), whatever scheme gave it for the same utility.
Public source of the default: Utility Relief Grant Scheme, Victoria (DFFH): at most 650 on each utility in two years,
1,300 for a single source of energy.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.lookup import look_up
from sheetops.rules.words import Texts, amount, count, day, say, when

MEANINGS = {
    "pending": "applied for and not decided",
    "granted, awaited": "granted; no money of that amount has come since the application",
    "granted, received": "granted, and the money has come",
    "declined": "declined: another way must be found",
}
"""What each status of an application means; every application has exactly one."""

LIMITS = {
    "cap": "the cap",
    "debt": "the debt on the day of the application",
    "use": "the bills of the months of use that count",
    "window": "the one grant of the period, which has been given",
    "earlier": "what earlier grants of the period left of the cap",
    "unknown": "nothing, because the scheme is unknown",
}
"""What sets the most that an application can get."""


@dataclass(frozen=True)
class GrantTerms:
    """The day, and the days after which an application or the money of a grant is chased (0: never)."""

    as_of: dt.date
    chase_days: int = 28


def judge_grants(row: Frame, ledger: Frame, told: pd.Series, terms: GrantTerms) -> Frame:
    """Return every application made by the day (index: its Grants row) with what it can get and where it stands.

    ``row`` has the columns of the sheet and, as in force on the day of the application: utility ("" for an unknown
    scheme), cap, window_months, netted (yes/no), use_limit (minor units, NA for none), debt (owed on that day),
    currency; ``amount`` in its minor units. ``told`` is the day of the last letter about grants by account. Columns
    added: before (granted earlier in the period for the utility), most, limit (of LIMITS), over (how much the amount is
    above most), status (of MEANINGS), received_on, waiting (days), next_action, next_action_on, reason.
    """
    today = pd.Timestamp(terms.as_of).as_unit("s")
    row = row[row["applied_on"] <= today]
    decided = row["outcome"].isin(["granted", "declined"]) & ~(row["decided_on"] > today)
    row = row.assign(outcome=row["outcome"].where(decided, "pending"), decided_on=row["decided_on"].where(decided))
    row = _entitled(row)
    row["over"] = (row["amount"].fillna(0).astype("int64") - row["most"]).clip(lower=0).astype("int64")
    row["received_on"] = _received(row, ledger, today)
    row["status"] = when(
        (row["outcome"] == "pending", "pending"),
        (row["outcome"] == "declined", "declined"),
        (row["received_on"].notna(), "granted, received"),
        otherwise="granted, awaited",
    )
    row["waiting"] = _waiting(row, today)
    row = row.join(_next(row, told, today, terms))
    return row.assign(reason=_reason(row))


def _entitled(row: Frame) -> Frame:
    """Return the most that each application can get: those before it, in order of their day, take from the cap."""
    keys = [row["account"], row["utility"]]
    turn = row["applied_on"].groupby(keys).rank(method="first").astype("int64")
    row = row.assign(before=np.int64(0), most=np.int64(0), limit="unknown")
    for number in range(1, int(turn.max() if len(turn) else 0) + 1):
        batch = row[turn == number]
        before = _before(batch, row)
        limits = pd.DataFrame(
            {
                "cap": batch["cap"].where(batch["netted"] | (before == 0), 0) - before.where(batch["netted"], 0),
                "debt": batch["debt"],
                "use": batch["use_limit"].astype("Int64").fillna(np.iinfo(np.int64).max).astype("int64"),
            }
        ).clip(lower=0)
        most = limits.min(axis=1)
        limit = limits.idxmin(axis=1).astype(object)
        gone = (limit == "cap") & (before > 0)
        limit = limit.mask(gone & batch["netted"], "earlier").mask(gone & ~batch["netted"], "window")
        unknown = batch["utility"] == ""
        row.loc[batch.index, "before"] = before
        row.loc[batch.index, "most"] = most.mask(unknown, 0)
        row.loc[batch.index, "limit"] = limit.mask(unknown, "unknown")
    return row


def _before(batch: Frame, row: Frame) -> pd.Series:
    """Return what was granted in the period up to each application, for its account and utility, before it."""
    given = row.loc[row["outcome"] == "granted", ["account", "utility", "currency", "applied_on", "amount", "most"]]
    given = given.assign(gave=given["amount"].fillna(given["most"]).astype("int64"))
    keys = ["account", "utility", "currency"]
    asked = batch[keys].assign(at=batch.index, day=batch["applied_on"])
    months = -batch["window_months"].to_numpy(np.int64)
    asked["since"] = clock.add_months(batch["applied_on"].to_numpy(), months).astype("datetime64[s]")
    pairs = asked.merge(given.astype(dict.fromkeys(keys, object)), on=keys)
    within = pairs[(pairs["applied_on"] > pairs["since"]) & (pairs["applied_on"] < pairs["day"])]
    return within.groupby("at")["gave"].sum().reindex(batch.index, fill_value=0).astype("int64")


def _received(row: Frame, ledger: Frame, today: pd.Timestamp) -> pd.Series:
    """Return the day on which a credit of exactly the granted amount came, from the application on; NaT for none."""
    came = ledger[(ledger["date"] <= today) & ledger["kind"].isin(["receipt", "credit_note"])]
    granted = row[(row["outcome"] == "granted") & row["amount"].notna()]
    keys = ["account", "currency", "amount"]
    asked = granted[keys].astype({"amount": "int64"}).assign(at=granted.index, since=granted["applied_on"])
    pairs = asked.merge(came[[*keys, "date"]].astype({"account": object, "currency": object}), on=keys)
    found = pairs[pairs["date"] >= pairs["since"]].groupby("at")["date"].min()
    return found.reindex(row.index).astype("datetime64[s]")


def _waiting(row: Frame, today: pd.Timestamp) -> pd.Series:
    """Return the days from the application to its decision, or to the day where there is none yet."""
    return (row["decided_on"].fillna(today) - row["applied_on"]).dt.days.astype("int64")


def _next(row: Frame, told: pd.Series, today: pd.Timestamp, terms: GrantTerms) -> Frame:
    """Return what is to be chased and when: so many days after the application, decision or last letter about it."""
    since = row["decided_on"].fillna(row["applied_on"])
    last = look_up(told, row["account"]).astype("datetime64[s]")
    since = since.mask(last > since, last)
    open_ = row["status"].isin(["pending", "granted, awaited"]) & (terms.chase_days > 0)
    on = (since + pd.Timedelta(days=terms.chase_days)).where(open_)
    on = on.mask(on < today, today).mask(row["status"] == "declined")
    action = when(
        (row["status"] == "declined", "find another way with the customer"),
        (~open_, ""),
        (row["status"] == "pending", "ask how the application stands"),
        otherwise="ask for the money",
    )
    return pd.DataFrame({"next_action": action, "next_action_on": on.astype("datetime64[s]")}, index=row.index)


def _reason(row: Frame) -> Texts:
    code = row["currency"]
    whole = amount(row["amount"].fillna(0).astype("int64"), code)
    what = when((row["amount"].notna(), say(whole, " of ", row["scheme"])), otherwise=row["scheme"])
    applied = say(what, ", applied for on ", day(row["applied_on"]))
    decided = say(" decided on ", day(row["decided_on"]), " after ", count(row["waiting"], "day"))
    standing = when(
        (row["status"] == "pending", say("Pending for ", count(row["waiting"], "day"), ": ", applied, ".")),
        (row["status"] == "declined", say("Declined: ", applied, ",", decided, ".")),
        (
            row["status"] == "granted, received",
            say("Granted: ", applied, ",", decided, "; the money came on ", day(row["received_on"]), "."),
        ),
        otherwise=say("Granted: ", applied, ",", decided, "; the money has not come."),
    )
    over = say(" That is ", amount(row["over"], code), " too much.")
    return say(standing, " ", _most(row), when((row["over"] > 0, over)))


def _most(row: Frame) -> Texts:
    code = row["currency"]
    most, before, cap = (amount(row[name], code) for name in ("most", "before", "cap"))
    period = say(row["window_months"], " months")
    return when(
        (row["limit"] == "unknown", "No cap is known for the scheme."),
        (row["limit"] == "debt", say("The most it can get is ", most, ", what was owed then.")),
        (row["limit"] == "use", say("The most it can get is ", most, ", the use that counts.")),
        (
            row["limit"] == "window",
            say("It can get nothing: ", before, " was granted in the ", period, " before, and only one is given."),
        ),
        (
            row["limit"] == "earlier",
            say("The most it can get is ", most, ": ", cap, " less ", before, " granted in the ", period, " before."),
        ),
        otherwise=say("The most it can get is ", most, ", the cap; nothing was granted in the ", period, " before."),
    )
