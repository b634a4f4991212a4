"""Following a plan: which instalments were paid and when, and so where the plan stands.

Decided for the desks: the receipts of an account from the day its plan was agreed pay the instalments in their order,
until another plan is agreed, which then takes what comes. A receipt that names a bill issued after the plan was agreed
pays that bill and not the plan, unless the plan covers new bills too. What is broken stays broken, whatever comes
later; a default that is made good in time is cured.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.allocation import signed
from sheetops.rules.instalments import schedule
from sheetops.rules.lookup import look_up
from sheetops.rules.matching import Ints, match, paid
from sheetops.rules.plans import PlanTerms
from sheetops.rules.receipts import kept_receipts, purses
from sheetops.rules.words import Texts, when

Mask = npt.NDArray[np.bool_]

NEVER = 2**40
"""A day that does not come, among days counted from 1970."""

MEANINGS = {
    "in good standing": "no instalment is missed",
    "behind": "an instalment is missed: not paid in full when its days of grace ended",
    "broken": "the default (missed at once, or days late) was not made good in the days of cure",
    "completed": "every instalment is paid in full",
}
"""What each status of a plan means; every plan has exactly one."""

INSTALMENTS = {
    "paid": "paid in full within its days of grace",
    "paid late": "paid in full after its days of grace",
    "missed": "not paid in full when its days of grace ended",
    "due": "its day has come, its days of grace have not passed",
    "not due": "its day is still to come",
    "ended": "its plan was broken or replaced before its day",
}
"""What each status of an instalment means; every instalment has exactly one."""


class Followed(NamedTuple):
    """Plans and their instalments on a day.

    ``plans`` (index: Plans row): the columns of `agreed_plans` and place, judged (the day up to which it counts: the
    day asked about, or the eve of the plan that replaced it), replaced_by and replaced_on, paid and missed (how many
    instalments), received and behind (what came and what is missing, minor units), missed_since, next_due and
    next_amount (of the first instalment still to be paid), status, status_told (what the sheet says), broken_on,
    breaks_on (when it will be broken if nothing more comes), cured_on, completed_on, first_missed and late_rule (why
    it is broken). ``schedule``: what `schedule` returned and received, paid_on, status.
    """

    plans: Frame
    schedule: Frame


def follow(plans: Frame, ledger: Frame, terms: PlanTerms) -> Followed:
    """Return what became of plans that can be followed (``refused`` is blank) and of their instalments by the day."""
    plans = _in_turn(plans, terms)
    part = schedule(plans, terms.splitting)
    receipts = kept_receipts(ledger, terms.as_of)
    payer = _plan_of(plans, receipts, ledger, terms)
    links = match(
        part["place"].to_numpy(np.int64),
        part["amount"].to_numpy(np.int64),
        payer,
        receipts["amount"].to_numpy(np.int64),
    )
    part["received"] = paid(links, len(part), debits=True)
    came = np.full(len(part), np.datetime64("NaT", "s"))
    came[links.debit] = receipts["date"].to_numpy()[links.credit]  # in order of date: the last one stays
    part["paid_on"] = pd.Series(came, index=part.index).where(part["received"] == part["amount"])
    plans = plans.join(_counted(plans, part, terms), on="place")
    plans = plans.assign(status_told=plans["status"], status=_status(plans))
    # Nothing more falls due under a plan that is over.
    over = ~running(plans)
    plans[["next_due", "breaks_on"]] = plans[["next_due", "breaks_on"]].mask(over)
    plans["next_amount"] = plans["next_amount"].where(~over, 0)
    return Followed(plans, part.assign(status=_of_instalments(plans, part, terms)))


def running(plans: Frame) -> pd.Series:
    """Return which plans are in force: in good standing or behind, and not replaced."""
    return plans["status"].isin(["in good standing", "behind"]) & (plans["replaced_by"] == "")


def _in_turn(plans: Frame, terms: PlanTerms) -> Frame:
    """Say which plan of the same account and currency replaced each one, and up to which day it counts so."""
    (purse,) = purses(plans)
    order = np.lexsort((np.arange(len(plans)), plans["agreed_on"].to_numpy(), purse))
    following = np.roll(order, -1)
    same = purse[order] == purse[following]
    same[-1:] = False
    after = np.full(len(plans), -1, dtype=np.int64)
    after[order] = np.where(same, following, -1)
    by = np.where(after >= 0, plans["plan"].to_numpy(dtype=object)[after], "") if len(plans) else after.astype(object)
    on = plans["agreed_on"].to_numpy()[after] if len(plans) else plans["agreed_on"].to_numpy()
    replaced_on = pd.Series(on, index=plans.index).where(after >= 0)
    today = pd.Timestamp(terms.as_of).as_unit("s")
    judged = (replaced_on - pd.Timedelta(days=1)).fillna(today)
    return plans.assign(
        place=np.arange(len(plans)), replaced_by=by, replaced_on=replaced_on, judged=judged.astype("datetime64[s]")
    )


def _plan_of(plans: Frame, receipts: Frame, ledger: Frame, terms: PlanTerms) -> Ints:
    """Return the place of the plan that each receipt pays, the last one agreed by its day; -1 for none."""
    purse, payer = purses(plans, receipts)
    known = pd.DataFrame({"purse": purse, "day": plans["agreed_on"].to_numpy(), "place": plans["place"].to_numpy()})
    came = pd.DataFrame({"purse": payer, "day": receipts["date"].to_numpy(), "at": np.arange(len(receipts))})
    found = pd.merge_asof(
        came.sort_values("day", kind="stable"), known.sort_values("day", kind="stable"), on="day", by="purse"
    )
    place = found.sort_values("at")["place"].fillna(-1).to_numpy(np.int64)
    if terms.covers == "expected" or not len(plans):
        return place
    agreed = plans["agreed_on"].to_numpy()[place]
    return np.where(_billed(receipts, ledger) > agreed, -1, place).astype(np.int64)


def _billed(receipts: Frame, ledger: Frame) -> clock.Days:
    """Return the date of the entry or document that each receipt names; NaT where it names none."""
    debits = ledger[signed(ledger) > 0]
    account = debits["account"].astype(object)
    entry = debits.groupby([account, debits["entry"].astype(object)])["date"].min()
    document = debits[debits["invoice"] != ""]
    whole = document.groupby([document["account"].astype(object), document["invoice"].astype(object)])["date"].min()
    named = [receipts["account"], receipts["applies_to"]]
    return look_up(entry, *named).fillna(look_up(whole, *named)).to_numpy()


def _days(column: pd.Series) -> Ints:
    """Return days counted from 1970, NEVER for a missing one."""
    days = column.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), NEVER, days.astype(np.int64))


def _calendar(days: Ints) -> pd.Series:
    """Return days counted from 1970 as days of the calendar, NaT for NEVER."""
    some = np.abs(days) < NEVER
    dates = np.where(some, days, 0).astype("datetime64[D]")
    return pd.Series(np.where(some, dates, np.datetime64("NaT", "D")).astype("datetime64[s]"))


def _counted(plans: Frame, part: Frame, terms: PlanTerms) -> Frame:
    """Return, by place, the figures of each plan that its status follows from."""
    place, number = part["place"].to_numpy(np.int64), part["instalment"].to_numpy(np.int64)
    due, came = _days(part["due_on"]), _days(part["paid_on"])
    many = len(plans)
    judged = _days(plans["judged"])
    broken, breaks, first, late_rule, cured = _defaults(place, number, due, came, judged, terms)
    open_ = (part["amount"] - part["received"]).to_numpy(np.int64)
    # What falls due after a breach is no longer asked for.
    missed = (open_ > 0) & (due + terms.grace_days < np.minimum(judged, broken)[place])
    waiting = (open_ > 0) & ~missed
    following = _first(place, np.where(waiting, due, NEVER), many)
    at_next = waiting & (due == following[place])
    done = _last(place, came, many)
    return pd.DataFrame(
        {
            "paid": _summed(place, open_ == 0, many),
            "missed": _summed(place, missed, many),
            "received": _summed(place, part["received"].to_numpy(np.int64), many),
            "behind": _summed(place, np.where(missed, open_, 0), many),
            "missed_since": _calendar(_first(place, np.where(missed, due, NEVER), many)),
            "next_due": _calendar(following),
            "next_amount": _summed(place, np.where(at_next, open_, 0), many),
            "broken_on": _calendar(np.where(broken <= judged, broken, NEVER)),
            "breaks_on": _calendar(breaks),
            "first_missed": _calendar(first),
            "late_rule": late_rule,
            "cured_on": _calendar(cured),
            "completed_on": _calendar(done),
        }
    )


def _defaults(
    place: Ints, number: Ints, due: Ints, came: Ints, judged: Ints, terms: PlanTerms
) -> tuple[Ints, Ints, Ints, Mask, Ints]:
    """Return, by plan: broken on, to be broken on if nothing comes, first missed day, if by the late rule, cured on.

    Each instalment may begin a default by either rule; it turns into a breach ``cure_days`` later if what began it was
    not paid by then.
    """
    many = len(judged)
    back = np.maximum(np.arange(len(place)) - max(terms.max_missed - 1, 0), 0)
    by_count = (number >= terms.max_missed) & (terms.max_missed > 0)
    begins = np.concatenate([due + terms.grace_days + 1, due + max(terms.max_late_days, terms.grace_days) + 1])
    on = np.concatenate([by_count, np.full(len(place), terms.max_late_days > 0)])
    made_good = np.concatenate([came[back], came])
    oldest = np.concatenate([due[back], due])
    of = np.concatenate([place, place])
    breach = begins + terms.cure_days
    fails = on & (made_good >= breach)
    cured = on & (made_good >= begins) & (made_good < breach)
    past = fails & (breach <= judged[of])
    broken = _first(of, np.where(past, breach, NEVER), many)
    coming = fails & ~past & (made_good == NEVER)
    why = past & (breach == broken[of])
    first = _first(of, np.where(why, oldest, NEVER), many)
    late = np.zeros(many, dtype=bool)
    rule = np.arange(len(of)) >= len(place)
    np.logical_or.at(late, of, why & rule & (oldest == first[of]))
    again = np.full(many, -NEVER, dtype=np.int64)
    np.maximum.at(again, of, np.where(cured, made_good, -NEVER))
    return broken, _first(of, np.where(coming, breach, NEVER), many), first, late, again


def _first(place: Ints, day: Ints, many: int) -> Ints:
    least = np.full(many, NEVER, dtype=np.int64)
    np.minimum.at(least, place, day)
    return least


def _last(place: Ints, day: Ints, many: int) -> Ints:
    most = np.full(many, -NEVER, dtype=np.int64)
    np.maximum.at(most, place, day)
    return most


def _summed(place: Ints, amount: Ints | Mask, many: int) -> Ints:
    sums = np.zeros(many, dtype=np.int64)
    np.add.at(sums, place, amount.astype(np.int64))
    return sums


def _status(plans: Frame) -> Texts:
    return when(
        (plans["completed_on"].notna(), "completed"),
        (plans["broken_on"].notna(), "broken"),
        (plans["missed"] > 0, "behind"),
        otherwise="in good standing",
    )


def _of_instalments(plans: Frame, part: Frame, terms: PlanTerms) -> Texts:
    place = part["place"].to_numpy(np.int64)
    due, came = _days(part["due_on"]), _days(part["paid_on"])
    judged, broken = _days(plans["judged"])[place], _days(plans["broken_on"])[place]
    ended = (plans["replaced_by"] != "").to_numpy()[place] | (broken < NEVER)
    within = due + terms.grace_days
    return when(
        (came <= within, "paid"),
        (came < NEVER, "paid late"),
        ((within < judged) & (within < broken), "missed"),
        (ended, "ended"),
        (due <= judged, "due"),
        otherwise="not due",
    )
