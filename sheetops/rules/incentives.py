"""Incentives: what customers in hardship earn by keeping a payment plan.

Three ways, one for a plan. ``award``: so many instalments in a row paid in time and in full earn one more of
the last one's size (Yarra Valley Water, Arrange and Save: five earn one). ``match``: each unit paid in time earns so
many, by the month of the plan (United Utilities, arrears allowance 2011: one for one in the first six
months, then two). ``restart``: what was paid in each year earns as much, and at the end the rest is cleared (Wessex
Water, Restart: two years).

Decided for the desks: an instalment counts when it is paid in full within its days of grace and its day has come, so
that paying early earns nothing early. ``misses`` instalments that were late or missed are overlooked; one more begins
the row of an ``award`` anew and ends ``match`` and ``restart``. Nothing is earned beyond what the account still owes.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.lookup import look_up
from sheetops.rules.words import Texts, amount, count, day, say

INCENTIVES = ("none", "award", "match", "restart")
"""What keeping a plan earns; ``none`` is nothing."""

YEAR = 12
"""Months of the periods whose payments a restart matches."""

Ints = npt.NDArray[np.int64]
Tiers = tuple[tuple[int, ...], ...]
"""(months, what a unit earns in them) ..., and last (what a unit earns from then on,)."""


@dataclass(frozen=True)
class IncentiveTerms:
    """What a desk gives: how many in a row (award), tiers (match), months to the end (restart), misses overlooked."""

    every: int = 5
    tiers: Tiers = ((6, 1), (2,))
    clear_months: int = 24
    misses: int = 0


def earned(plans: Frame, schedule: Frame, stays: Frame, entered: Collection[str], terms: IncentiveTerms) -> Frame:
    """Return every credit that plans have earned, in order of the day: one row a credit.

    ``plans`` has place, plan, account, currency, agreed_on, incentive (of `INCENTIVES`) and owed (what the account
    still owes, minor units); ``schedule`` is that of a `sheetops.rules.following.Followed`; only what was earned on a
    day of a stay in ``stays`` (account, from, until) counts; ``entered`` are the numbers that the Ledger has. Columns:
    plan, account, currency, incentive, number (of the instalment, or of the year, that earned it), earned_on, earned
    (minor units, before what is owed), clears (whether it clears the rest), why, entry (its number), given (whether
    the Ledger has it), amount (minor units, never beyond what is owed).
    """
    part = counted(plans, schedule, terms)
    found = pd.concat([_awards(part, terms), _matches(part, terms), _restarts(part, terms)], ignore_index=True)
    found = _during(found, stays).sort_values(["earned_on", "plan", "number"], kind="stable").reset_index(drop=True)
    found["entry"] = say(found["plan"], "-", found["incentive"], "-", found["number"])
    found["given"] = found["entry"].isin(list(entered))
    owed = plans.groupby(["account", "currency"])["owed"].first()
    return found.assign(amount=_within(found, look_up(owed, found["account"], found["currency"])))


def _during(found: Frame, stays: Frame) -> Frame:
    """Return the credits earned on a day of a stay."""
    asked = found[["account", "earned_on"]].assign(at=found.index)
    pairs = asked.merge(stays[["account", "from", "until"]].astype({"account": object}), on="account")
    inside = pairs[(pairs["from"] <= pairs["earned_on"]) & ~(pairs["until"] < pairs["earned_on"])]
    return found[found.index.isin(inside["at"])]


def counted(plans: Frame, schedule: Frame, terms: IncentiveTerms) -> Frame:
    """Return the instalments of plans with an incentive whose day has come, or that are paid, with how they count.

    Columns added to those of the schedule: incentive, owed, month (of the plan, from 1), on_time, late, lapses (late
    ones up to here), run (in a row in time since the last lapse that counted), towards (those of the run since the last
    award), kept (no more lapses than are overlooked).
    """
    mine = plans.loc[plans["incentive"] != "none", ["place", "incentive", "agreed_on", "owed"]].set_index("place")
    part = schedule[schedule["place"].isin(mine.index) & ~schedule["status"].isin(["not due", "due", "ended"])]
    part = part.join(mine, on="place").reset_index(drop=True)
    late = part["status"] != "paid"
    lapses = late.astype("int64").groupby(part["place"]).cumsum()
    begun = (late & (lapses > terms.misses)).astype("int64").groupby(part["place"]).cumsum()
    run = (~late).astype("int64").groupby([part["place"], begun]).cumsum()
    return part.assign(
        month=_month(part["agreed_on"], part["due_on"]),
        on_time=~late,
        late=late,
        lapses=lapses,
        run=run.astype("int64"),
        towards=run.astype("int64") % max(terms.every, 1),
        kept=lapses <= terms.misses,
    )


def _month(since: pd.Series, days: pd.Series) -> pd.Series:
    """Return the month of the plan in which each day lies: 1 from its agreement to the day before it is a month old."""
    months = clock.months_between(since.to_numpy(), days.to_numpy())
    whole = clock.add_months(since.to_numpy(), months)
    early = days.to_numpy().astype("datetime64[D]") < whole
    return pd.Series(months - early + 1, index=days.index, dtype="int64")


def _credits(row: Frame, number: pd.Series, earns: pd.Series, clears: bool, why: Texts) -> Frame:
    own = row[["plan", "account", "currency", "incentive"]].astype(object)
    earned_on = row[["due_on", "paid_on"]].max(axis=1).astype("datetime64[s]")
    return own.assign(
        number=number.astype("int64"), earned_on=earned_on, earned=earns.astype("int64"), clears=clears, why=why
    )


def _awards(part: Frame, terms: IncentiveTerms) -> Frame:
    due = part["on_time"] & (part["run"] % max(terms.every, 1) == 0) & (terms.every > 0)
    row = part[(part["incentive"] == "award") & due]
    why = say(
        f"{terms.every} instalments in a row paid in time, the last due ", day(row["due_on"]), ": one more is given."
    )
    return _credits(row, row["instalment"], row["amount"], False, why)


def _matches(part: Frame, terms: IncentiveTerms) -> Frame:
    row = part[(part["incentive"] == "match") & part["on_time"] & part["kept"]]
    rate = pd.Series(_rate(row["month"].to_numpy(np.int64), terms.tiers), index=row.index)
    row, rate = row[rate > 0], rate[rate > 0]
    paid = amount(row["amount"], row["currency"])
    why = say("The instalment of ", paid, " due ", day(row["due_on"]), " was paid in time, in month ", row["month"])
    return _credits(row, row["instalment"], row["amount"] * rate, False, say(why, ": ", rate, " for each 1."))


def _rate(month: Ints, tiers: Tiers) -> Ints:
    rate, after = np.zeros(len(month), dtype=np.int64), 0
    for tier in tiers:
        months = tier[0] if len(tier) == 2 else np.iinfo(np.int64).max - after
        rate = np.where((month > after) & (month <= after + months), tier[-1], rate)
        after += months
    return rate


def _restarts(part: Frame, terms: IncentiveTerms) -> Frame:
    """Return what each full year of a plan kept has earned; what fell due in a year counts for it."""
    row = part[part["incentive"] == "restart"]
    row = row.assign(year=(row["month"] - 1) // YEAR + 1, took=row["amount"].where(row["on_time"], 0))
    last = row.groupby(["place", "year"], sort=True).tail(1)
    paid = row.groupby(["place", "year"], sort=True)["took"].sum().to_numpy()
    last = last.assign(paid=paid, through=last["month"] >= last["year"] * YEAR)
    ends = last["year"] * YEAR >= terms.clear_months
    first_end = ends & (last["year"] * YEAR - YEAR < terms.clear_months)
    good = last["kept"] & last["through"]
    matched, cleared = last[good & ~ends], last[good & first_end]
    year = say("Year ", matched["year"], " of the plan was kept: ", amount(matched["paid"], matched["currency"]))
    once = _credits(matched, matched["year"], matched["paid"], False, say(year, " were paid, as much is taken off."))
    many = say(count(pd.Series(terms.clear_months, index=cleared.index), "month"), " of the plan were kept: ")
    rest = _credits(cleared, cleared["year"], cleared["owed"], True, say(many, "what is left of the debt is cleared."))
    return pd.concat([once, rest])


def _within(found: Frame, owed: pd.Series) -> pd.Series:
    """Return how much of each credit there is room for, in order: never more in all than its account owes."""
    owed = owed.fillna(0).astype("int64")
    # What the Ledger has is not owed any more: it takes no room.
    new = found["earned"].where(~found["given"], 0)
    before = new.groupby([found["account"], found["currency"]]).cumsum() - new
    return found["earned"].where(found["given"], new.clip(upper=(owed - before).clip(lower=0))).astype("int64")
