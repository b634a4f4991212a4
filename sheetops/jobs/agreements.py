"""What customers agreed to, as a desk's day finds it: promises judged, plans followed, and what is wrong with them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetops.jobs.agreedfaults import plan_findings, plan_refusals, promise_findings
from sheetops.jobs.desk import Desk
from sheetops.jobs.subjects import alike, with_due_dates
from sheetops.model import Finding, Frame, LeftOut
from sheetops.policy import Policy
from sheetops.rules.arrangements import arrangements
from sheetops.rules.following import Followed, follow
from sheetops.rules.instalments import Splitting
from sheetops.rules.plans import PlanTerms, agreed_plans
from sheetops.rules.planwords import plan_reason
from sheetops.rules.pledging import promise_limits
from sheetops.rules.promises import PromiseTerms, judge

PROMISE_SETTINGS = (
    "promise_grace_days",
    "promise_min_share",
    "promise_max_days",
    "promise_max_broken",
    "promise_broken_days",
)
PLAN_SETTINGS = (
    "plan_covers",
    "plan_rounding",
    "plan_min_instalment",
    "plan_weekend",
    "plan_grace_days",
    "plan_max_missed",
    "plan_max_late_days",
    "plan_cure_days",
    "plan_min_months",
    "plan_max_months",
    "plan_max_failed",
    "plan_failed_days",
)


class Agreements(NamedTuple):
    """Promises and plans on a day.

    ``promises`` is what `judge` returned; ``plans`` what `follow` did; ``unusable`` are the plans that cannot be
    followed; ``arranged`` says by account what all that means for chasing it. ``errors`` are the findings on plans that
    are left out, ``left_out`` counts them.
    """

    promises: Frame
    plans: Followed
    unusable: Frame
    arranged: Frame
    errors: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]


def agreements(desk: Desk) -> Agreements:
    """Judge a desk's promises and follow its plans as of its day, each by the policy for its account."""
    promises, plans = desk.frames["Promises"], desk.frames["Plans"]
    people = pd.concat([promises[["account"]], plans[["account"]]])
    parts = [
        _agreements(own, *(rows[rows["account"].isin(some["account"])] for rows in (promises, plans)))
        for own, some in alike(desk, (*PROMISE_SETTINGS, *PLAN_SETTINGS), people)
    ]
    return parts[0] if len(parts) == 1 else _together(parts)


def _together(parts: Sequence[Agreements]) -> Agreements:
    starts = [0, *np.cumsum([len(one.plans.plans) for one in parts])]
    plans, schedules = (
        pd.concat([frame.assign(place=frame["place"] + start) for start, frame in zip(starts, frames, strict=False)])
        for frames in ([one.plans.plans for one in parts], [one.plans.schedule for one in parts])
    )
    return Agreements(
        pd.concat([one.promises for one in parts]).sort_index(),
        Followed(plans.sort_index(), schedules),
        pd.concat([one.unusable for one in parts]).sort_index(),
        pd.concat([one.arranged for one in parts]),
        tuple(error for one in parts for error in one.errors),
        tuple(left for one in parts for left in one.left_out),
    )


def _agreements(desk: Desk, promises: Frame, plans: Frame) -> Agreements:
    plan_by = plan_terms(desk)
    judged = judge(promises, _ledger_of(desk, promises), promise_terms(desk))
    agreed = agreed_plans(plans, _ledger_of(desk, plans), plan_by)
    usable = agreed[agreed["refused"] == ""]
    followed = follow(usable, _ledger_of(desk, usable), plan_by)
    unusable = agreed[agreed["refused"] != ""]
    return Agreements(
        judged,
        followed,
        unusable,
        arrangements(judged, followed.plans, unusable, plan_by.grace_days),
        plan_refusals(desk, unusable),
        _left_out(unusable),
    )


def _ledger_of(desk: Desk, rows: Frame) -> Frame:
    """Return the ledger of the accounts that agreed to something: on a large desk, a small part of it."""
    ledger = with_due_dates(desk)
    return ledger[ledger["account"].isin(pd.unique(rows["account"]))]


def _left_out(unusable: Frame) -> tuple[LeftOut, ...]:
    sums = unusable.groupby("currency")["covers"].agg(["size", "sum"])
    return tuple(
        LeftOut("Plans", int(row["size"]), "plan that cannot be followed", int(row["sum"]), str(code).replace("?", ""))
        for code, row in sums.iterrows()
    )


def promise_warnings(desk: Desk, now: Agreements) -> tuple[Finding, ...]:
    """Return what a person should look at among the promises that were judged."""
    if "Promises" not in desk.checked:
        return ()
    return tuple(
        finding
        for own, some in alike(desk, PROMISE_SETTINGS, now.promises)
        for finding in promise_findings(own, some, _ledger_of(own, some), promise_terms(own), plan_terms(own))
    )


def plan_warnings(desk: Desk, now: Agreements) -> tuple[Finding, ...]:
    """Return what a person should look at among the plans that were followed."""
    if "Plans" not in desk.checked:
        return ()
    groups = alike(desk, PLAN_SETTINGS, now.plans.plans)
    return tuple(finding for own, some in groups for finding in plan_findings(own, some, plan_terms(own)))


def limits_of(desk: Desk, now: Agreements, accounts: Frame) -> Frame:
    """Return whether each account may promise again, as `promise_limits` says, by the policy for it."""
    groups = alike(desk, PROMISE_SETTINGS, accounts)
    limits = [promise_limits(now.promises, some, promise_terms(own)) for own, some in groups]
    return pd.concat(limits).loc[accounts.index]


def plan_reasons(desk: Desk, plans: Frame) -> pd.Series:
    """Return the reason of each plan's status, by the policy for its account."""
    groups = alike(desk, PLAN_SETTINGS, plans)
    said = [pd.Series(plan_reason(some, plan_terms(own)), index=some.index, dtype=object) for own, some in groups]
    return pd.concat(said).loc[plans.index]


def promise_terms(desk: Desk) -> PromiseTerms:
    """Return how the desk's policy judges promises on its day."""
    value = desk.policy.value
    return PromiseTerms(
        as_of=desk.as_of,
        grace_days=value("promise_grace_days"),
        min_share=value("promise_min_share"),
        max_days=value("promise_max_days"),
        max_broken=value("promise_max_broken"),
        broken_days=value("promise_broken_days"),
        currency=desk.policy.reading().currency,
    )


def plan_terms(desk: Desk) -> PlanTerms:
    """Return how the desk's policy makes and follows plans on its day."""
    policy = desk.policy
    plain = ("covers", "grace_days", "max_missed", "max_late_days", "cure_days", "min_months", "max_months")
    named = {name: policy.value(f"plan_{name}") for name in (*plain, "max_failed", "failed_days")}
    allocation = {name: policy.value(name) for name in ("clear_order", "unallocated", "terms_days")}
    own = policy.reading().currency
    currencies = {*desk.frames["Ledger"]["currency"].unique(), own}
    return PlanTerms(as_of=desk.as_of, splitting=_splitting(policy, currencies), currency=own, **named, **allocation)


def _splitting(policy: Policy, currencies: set[str]) -> Splitting:
    return Splitting(
        rounding={code: policy.minor("plan_rounding", code) for code in currencies},
        least={code: policy.minor("plan_min_instalment", code) for code in currencies},
        weekend=policy.value("plan_weekend"),
        closed=policy.closed,
    )
