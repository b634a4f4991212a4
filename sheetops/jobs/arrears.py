"""The arrears desk: who owes what, how late, where each account stands on its ladder, and what is due today."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetops.errors import ControlError
from sheetops.jobs.agreements import PLAN_SETTINGS, PROMISE_SETTINGS, Agreements, agreements
from sheetops.jobs.caution import cautious_holds
from sheetops.jobs.desk import Desk, What, accounts_of, open_desk
from sheetops.jobs.proposals import DEFINITIONS as DECISIONS
from sheetops.jobs.proposals import proposed
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.sending import SENDING_SETTINGS, contacts_of, require_fresh, sending_of
from sheetops.jobs.subjects import each_of, subjects, with_due_dates
from sheetops.model import Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.ageing import age, age_control, age_totals, ageing_bucket
from sheetops.rules.allocation import Allocation, allocate, allocated_by, balances
from sheetops.rules.arrears import MEANINGS, notices_due
from sheetops.rules.arrears import arrears as standing_of
from sheetops.rules.dunning import DunningTerms, dun
from sheetops.sheets.results import RESULTS

SHEETS_READ = (
    "Customers",
    "Ledger",
    "Licences",
    "Notices",
    "Holds",
    "Hardship",
    "Grants",
    "Promises",
    "Plans",
    "Referred",
    "Tasks",
    "Contacts",
)
SETTINGS_USED = (
    "currency",
    "terms_days",
    "unallocated",
    "clear_order",
    "bucket_bounds",
    "tolerance",
    "ladder",
    "min_days_between_letters",
    "letters_per",
    *SENDING_SETTINGS,
    "max_receipt_age_days",
    "escalation_after_broken",
    *PROMISE_SETTINGS[:2],
    *PLAN_SETTINGS,
)
DEFINITIONS = (
    {
        "days overdue": "as-of day minus due date; due today is 0 and not overdue; no due date: date + terms_days",
        "buckets": "by days overdue, upper bounds inclusive; not_due is 0 days and less",
        "unallocated": "credit that pays nothing yet, negative, so that the buckets and it add up to total",
        "total": "the ledger's balance of the account: the Proof row holds it against the ledger",
        "disputed": "how much of the total is disputed: it stands in its bucket and is never chased",
        "future receipts": "receipts dated after the as-of day, shown beside the item they would pay, never netted",
    }
    | {f"status {status}": meaning for status, meaning in MEANINGS.items()}
    | DECISIONS
)


class Position(NamedTuple):
    """Where every item and account stands on the day: what the arrears workbook shows and letters are made from."""

    allocation: Allocation
    items: Frame
    aged: Frame
    accounts: Frame
    customers: Frame
    agreed: Agreements


def arrears(
    what: What, *, as_of: dt.date, out: Path | str | None = None, stale_ok: str = "", progress: Progress = silent
) -> Outcome:
    """Work out arrears as of a day and, with ``out``, write ``arrears.xlsx`` into that folder.

    ``what`` is a workbook, several exports, or DataFrames by sheet name; only Ledger is needed. The run's frames are
    Open items, Ageing, Arrears and Notices due, money in minor units. ``stale_ok`` is who answers for a run although
    the newest receipt is older than the policy allows: without a name that is a PolicyError.
    """
    desk = replace(open_desk(what, as_of, SHEETS_READ, needs=("Ledger",), progress=progress), stale_ok=stale_ok)
    progress("Working out arrears", 0, 1)
    run = arrears_run(desk, position(desk))
    progress("Working out arrears", 1, 1)
    return finish(desk, run, out)


def position(desk: Desk) -> Position:
    """Allocate, age and dun a desk's ledger; ControlError when a cent is lost on the way."""
    policy, ledger, customers = desk.policy, with_due_dates(desk), accounts_of(desk)
    allocation = allocate(
        ledger, desk.as_of, clear_order=policy.value("clear_order"), unallocated=policy.value("unallocated")
    )
    _prove(allocation, balances(ledger, desk.as_of))
    agreed = agreements(desk)
    notices, holds = desk.frames["Notices"], cautious_holds(desk)
    terms, whose = dunning_terms(desk, allocation.items), None
    if policy.stages["applies_to"].any():
        whose = subjects(desk, allocation.items)
    items = dun(
        allocation.items, customers, policy.stages, notices, holds, agreed.arranged, terms, whose, contacts_of(desk)
    )
    aged = age(allocation.items, allocation.credits, policy.value("bucket_bounds"))
    accounts = standing_of(items, aged, customers, desk.as_of, currency_of(desk))
    return Position(allocation, items, aged, accounts, customers, agreed)


def currency_of(desk: Desk) -> str:
    """Return the currency of amounts that name none."""
    return desk.policy.reading().currency


def dunning_terms(desk: Desk, items: Frame) -> DunningTerms:
    """Return how the desk's policy chases each item on its day."""
    at_once = each_of(desk, "escalation_after_broken", items)
    return DunningTerms(
        as_of=desk.as_of,
        ladder=each_of(desk, "ladder", items),
        tolerance=_tolerance(desk, items),
        min_days_between_letters=each_of(desk, "min_days_between_letters", items),
        governing_level=desk.policy.value("governing_level"),
        at_once=at_once == "at_once",
        letters_per=desk.policy.value("letters_per"),
        sending=sending_of(desk),
    )


def _tolerance(desk: Desk, items: Frame) -> dict[str, int] | pd.Series:
    """Return the tolerance by currency, or by item where it depends on more than that; minor units."""
    policy = desk.policy
    if policy.differs("tolerance") - {"currency"}:
        return policy.each_minor("tolerance", subjects(desk, items))
    currencies = {*desk.frames["Ledger"]["currency"].unique(), currency_of(desk)}
    return {code: policy.minor("tolerance", code) for code in currencies}


def _prove(allocation: Allocation, ledger: pd.Series) -> None:
    """Hold what is open less unused credit against the ledger, account by account."""
    keys = ["account", "currency"]
    owed = allocation.items.groupby(keys)["outstanding"].sum()
    spare = allocation.credits.groupby(keys)["unallocated"].sum()
    lost = owed.sub(spare, fill_value=0).sub(ledger, fill_value=0)
    if (lost != 0).any():
        account = lost.index[np.flatnonzero(lost.to_numpy())[0]][0]
        raise ControlError(f"arrears: account {account} does not add up to its ledger. Nothing was written.")


def arrears_run(desk: Desk, now: Position) -> Run:
    """Return the arrears run of a desk whose position is known; PolicyError when its receipts are too old for it."""
    fresh = require_fresh(desk)
    bounds = desk.policy.value("bucket_bounds")
    ledger = balances(desk.frames["Ledger"], desk.as_of)
    notices = notices_due(now.items)
    frames = {
        "Arrears": ordered("Arrears", now.accounts),
        "Notices due": ordered("Notices due", proposed(notices, desk.as_of)),
        "Open items": ordered("Open items", open_items(now.allocation, bounds)),
        "Ageing": ageing_sheet(now, ledger),
    }
    statuses = now.accounts["status"].value_counts()
    return run_of(
        desk,
        "arrears",
        frames,
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            **fresh,
            "accounts": len(now.accounts),
            **{f"accounts {status}": int(statuses[status]) for status in MEANINGS if status in statuses},
            "open items": len(now.items),
            "items to be noticed": len(notices),
        },
        totals=(
            *age_control(now.aged, ledger),
            Total("Accounts by status against accounts", "", int(statuses.sum()), len(now.accounts)),
        ),
        findings=now.agreed.errors,
        left_out=now.agreed.left_out,
    )


def ordered(name: str, frame: Frame) -> Frame:
    """Return a result with exactly the contract's columns, in its order."""
    return frame[[column.name for column in RESULTS[name].columns]].reset_index(drop=True)


def open_items(allocation: Allocation, bounds: tuple[int, ...]) -> Frame:
    """Return the contract's Open items: every debit with something open, with its bucket and what paid a part of it."""
    items = allocation.items[allocation.items["outstanding"] > 0]
    said = allocated_by(allocation).reindex(items.index)
    rows = items.assign(bucket=ageing_bucket(items["days_overdue"], bounds), allocated_by=said)
    return rows.sort_values(["account", "due_date", "entry"], kind="stable")


def ageing_sheet(now: Position, ledger: pd.Series) -> Frame:
    """Return the contract's Ageing: accounts, then totals and proof for each currency."""
    names = now.customers.drop_duplicates("account").set_index("account")["name"]
    rows = now.aged.assign(name=now.aged["account"].map(names).fillna(""))
    columns = ["account", "name", "currency", *[c for c in now.aged.columns if c not in ("account", "currency")]]
    return pd.concat([rows.astype(object), age_totals(now.aged, ledger).astype(object)])[columns].reset_index(drop=True)
