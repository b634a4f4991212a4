"""Relief: grants, incentives, concessions and write-offs of a desk on a day, from its sheets and its policy."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.jobs.agreements import plan_terms
from sheetops.jobs.approving import approving_of
from sheetops.jobs.arrears import Position
from sheetops.jobs.desk import Desk
from sheetops.jobs.subjects import subjects
from sheetops.model import Frame
from sheetops.rules.concessions import ConcessionTerms, concessions
from sheetops.rules.grants import GrantTerms, judge_grants
from sheetops.rules.incentives import IncentiveTerms, counted, earned
from sheetops.rules.ladders import GRANT
from sheetops.rules.lookup import look_up
from sheetops.rules.owing import of_currency, owed_on
from sheetops.rules.plans import yearly_bills
from sheetops.rules.receipts import currency_on
from sheetops.rules.replanning import last_due
from sheetops.rules.writeoffs import write_offs
from sheetops.sheets.cells.words import fold


class Relief(NamedTuple):
    """What helps customers on a day.

    ``grants`` is what `judge_grants` returned (index: Grants row), ``possible`` the same for customers in hardship who
    have not applied for the desk's own scheme (index below zero), ``credits`` what `earned` did, ``counting`` the plans
    whose instalments count for an award, ``concessions`` and ``write_offs`` what the rules of these names did.
    """

    grants: Frame
    possible: Frame
    credits: Frame
    counting: Frame
    concessions: Frame
    write_offs: Frame


def relief(desk: Desk, now: Position, stays: Frame) -> Relief:
    """Work out what helps a desk's customers; ``stays`` is what `hardship_status` returned."""
    ledger = desk.frames["Ledger"]
    grants = _judged(desk, desk.frames["Grants"])
    known = ledger[ledger["date"] <= pd.Timestamp(desk.as_of)]
    plans = _with_incentive(desk, now, stays)
    terms = _incentive_terms(desk)
    return Relief(
        grants,
        _possible(desk, now, stays, grants),
        earned(plans, now.agreed.plans.schedule, _spans(stays), frozenset(_numbers(known)), terms),
        counted(plans, now.agreed.plans.schedule, terms),
        concessions(_with_concession(desk, stays), known, _concession_terms(desk)),
        write_offs(desk.frames["Requests"], now.allocation.items, known, desk.as_of, approving_of(desk)),
    )


def _numbers(ledger: Frame) -> set[str]:
    return {*ledger["entry"], *ledger["reference"]} - {""}


def _spans(stays: Frame) -> Frame:
    return pd.DataFrame({"account": stays["account"], "from": stays["entered_on"], "until": stays["until"]})


# ------------------------------------------------------------------------------------------------------------- grants


def _judged(desk: Desk, rows: Frame) -> Frame:
    """Judge applications by the caps in force on their own days."""
    notices = desk.frames["Notices"]
    told = notices[(notices["ladder"] == GRANT) & (notices["sent_on"] <= pd.Timestamp(desk.as_of))]
    last = told.groupby(told["account"].astype(object))["sent_on"].max()
    terms = GrantTerms(desk.as_of, desk.policy.value("grant_chase_days"))
    return judge_grants(_in_force(desk, rows), desk.frames["Ledger"], last, terms)


def _in_force(desk: Desk, rows: Frame) -> Frame:
    """Return applications with the terms of their own days and what was owed then."""
    policy, ledger, on = desk.policy, desk.frames["Ledger"], rows["applied_on"]
    ledger = ledger[ledger["account"].isin(rows["account"])]
    own = policy.reading().currency
    row = rows.assign(currency=currency_on(ledger, rows["account"], on, own))
    amounts = pd.Series(money.restated(row["amount"].fillna(0).astype("int64"), own, row["currency"]), index=row.index)
    row["amount"] = amounts.astype("Int64").where(row["amount"].notna())
    facts = subjects(desk, row).assign(scheme=row["scheme"].astype(object))
    higher = policy.each_minor("grant_single_source_cap", facts, on).where(row["single_source"], 0)
    owed = owed_on(ledger, row.assign(day=on), **plan_terms(desk).allocation)  # type: ignore[arg-type]  # by name
    months = policy.each("grant_use_months", facts, on).astype("int64")
    use = (yearly_bills(row, on, ledger) * months // 12).astype("Int64")
    return row.assign(
        utility=_utilities(row["scheme"], policy.each("grant_schemes", facts, on)),
        cap=np.maximum(policy.each_minor("grant_cap", facts, on), higher).astype("int64"),
        window_months=policy.each("grant_window_months", facts, on).astype("int64"),
        netted=(policy.each("grant_netted", facts, on) == "yes").astype(bool),
        use_limit=use.where(months > 0),
        debt=of_currency(owed, row["currency"])["outstanding"],
    )


def _utilities(schemes: pd.Series, known: pd.Series) -> pd.Series:
    """Return the utility that each scheme is for, "" for one that its day's policy does not know."""
    found = [
        next((utility for name, utility in pairs if fold(name) == fold(scheme)), "")
        for scheme, pairs in zip(schemes, known, strict=True)
    ]
    return pd.Series(found, index=schemes.index, dtype=object)


def _possible(desk: Desk, now: Position, stays: Frame, grants: Frame) -> Frame:
    """Judge what customers in hardship could get from the desk's own scheme, who have no application running."""
    scheme = desk.policy.value("grant_schemes")[0][0]
    owing = now.accounts.loc[now.accounts["outstanding"] > 0, "account"]
    running = grants.loc[grants["status"].isin(["pending", "granted, awaited"]), "account"]
    mine = stays.loc[stays["protected"], "account"]
    accounts = sorted(set(mine) & set(owing) - set(running))
    known = desk.frames["Grants"]
    today = pd.Timestamp(desk.as_of)
    blank = {"amount": pd.NA, "decided_on": pd.NaT, "outcome": "", "single_source": False}
    rows = pd.DataFrame(
        {"account": accounts, "scheme": scheme, "applied_on": today} | blank,
        index=range(-len(accounts), 0),
        columns=known.columns,
    ).astype(known.dtypes.to_dict())
    judged = _judged(desk, pd.concat([known, rows]) if len(rows) else known)
    return judged[(judged.index < 0) & (judged["most"] > 0)]


# --------------------------------------------------------------------------------------------------------- incentives


def _with_incentive(desk: Desk, now: Position, stays: Frame) -> Frame:
    """Return the plans that are followed, with what keeping each one earns and what its account owes."""
    plans, policy = now.agreed.plans.plans, desk.policy
    owed = now.accounts.set_index(["account", "currency"])["outstanding"]
    facts = subjects(desk, plans)
    most = policy.each("incentive_max_months", facts).to_numpy(np.int64)
    agreed = plans["agreed_on"].to_numpy().astype("datetime64[M]")
    months = (last_due(plans).astype("datetime64[M]") - agreed).astype(np.int64)
    kind = policy.each("incentive", facts).astype(object)
    too_long = (most > 0) & (months > most)
    return plans.assign(
        incentive=kind.where(plans["account"].isin(stays["account"]) & ~too_long, "none"),
        owed=look_up(owed, plans["account"], plans["currency"]).fillna(0).astype("int64"),
    )


def _incentive_terms(desk: Desk) -> IncentiveTerms:
    value = desk.policy.value
    return IncentiveTerms(
        value("incentive_every"), value("incentive_tiers"), value("incentive_clear_months"), value("incentive_misses")
    )


# --------------------------------------------------------------------------------------------------------- concessions


def _with_concession(desk: Desk, stays: Frame) -> Frame:
    """Return the stays whose evidence earns a concession, with its rate and yearly cap."""
    own = desk.policy.reading().currency
    currency = currency_on(desk.frames["Ledger"], stays["account"], stays["entered_on"], own)
    row = stays.assign(currency=currency)
    facts = subjects(desk, row)
    words = desk.policy.each("concession_evidence", facts)
    text = row["evidence"].astype(object).str.casefold()
    right = [any(word in one for word in some) for one, some in zip(text, words, strict=True)]
    return row.assign(
        rate=desk.policy.each("concession_rate", facts).astype("int64"),
        cap=desk.policy.each_minor("concession_cap", facts),
    )[np.array(right, dtype=bool)]


def _concession_terms(desk: Desk) -> ConcessionTerms:
    value = desk.policy.value
    return ConcessionTerms(desk.as_of, value("concession_back_months"), value("concession_year_from"))
