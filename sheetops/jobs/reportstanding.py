"""What was agreed, asked for and done beside reminders, counted for the monthly report."""

import numpy as np
import pandas as pd

from sheetops.jobs.arrears import Position, currency_of
from sheetops.jobs.desk import Desk
from sheetops.jobs.gates import gate_terms
from sheetops.jobs.protection import hardship_terms
from sheetops.model import Frame
from sheetops.rules.hardship import hardship_status
from sheetops.rules.movement import Period
from sheetops.rules.referred import referred_now
from sheetops.rules.restriction import register

CARED_FOR = ("Restrictions", "Referred")
"""The sheets that are read for this part alone."""
COLUMNS = {
    "subject": "str",
    "status": "str",
    "currency": "str",
    "count": "int64",
    "amount": "int64",
    "received": "Int64",
    "in_month": "int64",
}


def standing(desk: Desk, now: Position, period: Period) -> Frame:
    """Return promises, plans, hardship, grants, restrictions and referrals by status and currency.

    Columns: subject, status, currency, count, amount and received (minor units; blank where nothing is received on it),
    in_month (how many are new in the period). A subject that the desk does not keep has no row.
    """
    promises, plans = now.agreed.promises, now.agreed.plans.plans
    parts = (
        promises.assign(subject="promises", day=promises["due_on"]),
        plans.assign(subject="plans", day=plans["agreed_on"], amount=plans["sum"]),
        _hardship(desk, now),
        _grants(desk),
        _restrictions(desk, now),
        _referrals(desk),
    )
    rows = [_counted(part, period) for part in parts if len(part)]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)


def _counted(part: Frame, period: Period) -> Frame:
    within = part["day"].between(pd.Timestamp(period.first), pd.Timestamp(period.last))
    received = part["received"].astype("Int64") if "received" in part else pd.Series(pd.NA, part.index, dtype="Int64")
    sums = pd.DataFrame(
        {"count": 1, "amount": part["amount"].fillna(0).astype("int64"), "in_month": within.astype(int)}
    )
    keys = [part[name].astype(object) for name in ("subject", "status", "currency")]
    groups = sums.assign(received=received).groupby(keys, sort=True)
    found = groups[["count", "amount", "in_month"]].sum().join(groups["received"].sum(min_count=1))
    return found.reset_index()[list(COLUMNS)].astype(COLUMNS)


def _owing(part: Frame, now: Position) -> Frame:
    """Return accounts with what they owe, a row a currency."""
    owed = now.accounts[["account", "currency", "outstanding"]].rename(columns={"outstanding": "amount"})
    return part.astype({"account": object}).merge(owed.astype({"account": object}), on="account")


def _hardship(desk: Desk, now: Position) -> Frame:
    stays = hardship_status(desk.frames["Hardship"], hardship_terms(desk))
    return _owing(stays[["account", "status"]].assign(subject="hardship", day=stays["entered_on"]), now)


def _grants(desk: Desk) -> Frame:
    asked = desk.frames["Grants"]
    asked = asked[asked["applied_on"] <= pd.Timestamp(desk.as_of)]
    decided = asked["outcome"].isin(["granted", "declined"]) & ~(asked["decided_on"] > pd.Timestamp(desk.as_of))
    return _own(
        asked.assign(subject="grants", status=asked["outcome"].where(decided, "pending"), day=asked["applied_on"]), desk
    )


def _restrictions(desk: Desk, now: Position) -> Frame:
    placed = register(desk.frames["Restrictions"], gate_terms(desk, "restriction"))
    status = placed["lifted_on"].isna().map({True: "in force", False: "lifted"}).astype(object)
    return _owing(placed[["account"]].assign(subject="restrictions", status=status, day=placed["placed_on"]), now)


def _referrals(desk: Desk) -> Frame:
    sent = desk.frames["Referred"]
    sent = sent[sent["referred_on"] <= pd.Timestamp(desk.as_of)]
    there = referred_now(sent, pd.Timestamp(desk.as_of))
    status = np.where(sent.index.isin(there.index), "with the collector", "recalled")
    return _own(sent.assign(subject="referrals", status=status, day=sent["referred_on"]), desk)


def _own(part: Frame, desk: Desk) -> Frame:
    """Return rows whose amount names no currency in the desk's own."""
    return part.assign(currency=currency_of(desk))
