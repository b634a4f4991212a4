"""Who may have another plan: how many were broken lately, and which plans passed a limit when they were agreed."""

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.following import running
from sheetops.rules.instalments import nominal_day
from sheetops.rules.plans import PlanTerms
from sheetops.rules.words import Texts, count, day, say, when


def failed_lately(plans: Frame, terms: PlanTerms) -> Frame:
    """Return the plans broken within the ``failed_days`` days that end on the day, it included."""
    since = pd.Timestamp(terms.as_of) - pd.Timedelta(days=terms.failed_days)
    return plans[plans["broken_on"] > since]


def plan_refused(plans: Frame, terms: PlanTerms) -> pd.Series:
    """Return, by account, why it is offered no new plan: one is running, or too many were broken lately.

    ``plans`` are those of a `sheetops.rules.following.Followed`. An account that may be offered one is not there.
    """
    now = plans[running(plans)]
    has_one = pd.Series(say("plan ", now["plan"], " is ", now["status"]), index=now["account"].astype(object))
    failed = failed_lately(plans, terms)
    by_account = failed.groupby(failed["account"].astype(object))["broken_on"].agg(["size", "max"])
    many = by_account[by_account["size"] >= max(terms.max_failed, 1)] if terms.max_failed else by_account.iloc[:0]
    words = say(count(many["size"], "plan"), f" broken within {terms.failed_days} days, the last on ", day(many["max"]))
    too_many = pd.Series(words, index=many.index)
    both = pd.concat([has_one, too_many]).astype(object)
    return both[~both.index.duplicated()]


def agreed_after(plans: Frame, terms: PlanTerms) -> pd.Series:
    """Return how many plans of its account had been broken in the period before each plan was agreed."""
    broken = plans.loc[plans["broken_on"].notna(), ["account", "broken_on"]]
    asked = pd.DataFrame({"place": np.arange(len(plans)), "account": plans["account"], "agreed": plans["agreed_on"]})
    pairs = asked.merge(broken, on="account")
    since = pairs["agreed"] - pd.Timedelta(days=terms.failed_days)
    before = pairs[(pairs["broken_on"] <= pairs["agreed"]) & (pairs["broken_on"] > since)]
    number = before.groupby("place").size().reindex(np.arange(len(plans)), fill_value=0)
    return number.set_axis(plans.index)


def beyond_length(plans: Frame, terms: PlanTerms) -> Texts:
    """Return ``short`` or ``long`` where a plan ends outside the desk's limits, counted from the day it was agreed.

    ``plans`` has agreed_on, first_due, frequency and count; "" within the limits.
    """
    agreed = plans["agreed_on"].to_numpy().astype("datetime64[D]")
    last = last_due(plans)
    least = clock.add_months(agreed, np.full(len(plans), terms.min_months))
    most = clock.add_months(agreed, np.full(len(plans), terms.max_months))
    return when(((last > most) & (terms.max_months > 0), "long"), ((last < least) & (terms.min_months > 0), "short"))


def last_due(plans: Frame) -> clock.Days:
    """Return the day of each plan's last instalment, before weekends and holidays are minded."""
    return nominal_day(plans["first_due"], plans["frequency"], plans["count"].to_numpy(np.int64) - 1)
