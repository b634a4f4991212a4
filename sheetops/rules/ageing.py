"""Ageing: how late the money is, in buckets that add up to the ledger.

Days overdue are counted from the due date; due today is 0 and not overdue. Bucket bounds are upper bounds, inclusive:
with 30, 60, 90 an item 30 days late stands in ``1-30`` and one 31 days late in ``31-60``.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops.model import Frame, Total

Texts = npt.NDArray[np.object_]

BOUNDS = (30, 60, 90)
NOT_DUE = "not_due"


def bucket_labels(bounds: Sequence[int] = BOUNDS) -> tuple[str, ...]:
    """Return the names of the buckets: ``not_due``, ``1-30``, ``31-60``, ``61-90``, ``over 90``."""
    starts = (0, *bounds)
    between = (f"{low + 1}-{high}" for low, high in zip(starts, bounds, strict=False))
    return (NOT_DUE, *between, f"over {bounds[-1]}")


def bucket_number(days_overdue: npt.ArrayLike, bounds: Sequence[int] = BOUNDS) -> npt.NDArray[np.int64]:
    """Return the place of each age among `bucket_labels`."""
    return np.searchsorted(np.array((0, *bounds)), np.asarray(days_overdue), side="left").astype(np.int64)


def ageing_bucket(days_overdue: npt.ArrayLike, bounds: Sequence[int] = BOUNDS) -> npt.NDArray[np.object_]:
    """Return the name of the bucket that each age falls into."""
    return np.array(bucket_labels(bounds), dtype=object)[bucket_number(days_overdue, bounds)]


def age(items: Frame, credits_: Frame, bounds: Sequence[int] = BOUNDS) -> Frame:
    """Return what each account owes by age: one row an account and currency that has anything open, sorted.

    ``items`` and ``credits_`` are those of an Allocation. Columns: account, currency, one a bucket, unallocated
    (negative: it lowers the total), total, disputed (how much of the total is disputed); minor units. The buckets and
    unallocated add up to total, and total is the ledger's balance.
    """
    labels = bucket_labels(bounds)
    owed = items[items["outstanding"] > 0]
    spare = credits_[credits_["unallocated"] > 0]
    place, account, currency = _rows(owed, spare)
    grid = np.zeros((len(account), len(labels) + 2), dtype=np.int64)
    here, there = place[: len(owed)], place[len(owed) :]
    np.add.at(grid, (here, bucket_number(owed["days_overdue"], bounds)), owed["outstanding"].to_numpy())
    np.add.at(grid[:, -2], there, -spare["unallocated"].to_numpy())
    np.add.at(grid[:, -1], here, owed["outstanding"].where(owed["disputed"], 0).to_numpy())
    aged = pd.DataFrame(grid, columns=[*labels, "unallocated", "disputed"])
    aged.insert(len(labels) + 1, "total", grid[:, :-1].sum(axis=1))
    aged.insert(0, "account", account)
    aged.insert(1, "currency", currency)
    return aged


def _rows(owed: Frame, spare: Frame) -> tuple[npt.NDArray[np.int64], Texts, Texts]:
    """Return the row of each open item and then of each credit, and the account and currency of the rows, sorted."""
    account, accounts = _together(owed["account"], spare["account"])
    currency, currencies = _together(owed["currency"], spare["currency"])
    number, place = np.unique(account * max(len(currencies), 1) + currency, return_inverse=True)
    of_account, of_currency = np.divmod(number, max(len(currencies), 1))
    return np.asarray(place, dtype=np.int64), accounts[of_account], currencies[of_currency]


def _together(owed: pd.Series, spare: pd.Series) -> tuple[npt.NDArray[np.int64], Texts]:
    names = np.concatenate([owed.to_numpy(dtype=object), spare.to_numpy(dtype=object)])
    place, distinct = pd.factorize(names, sort=True)
    return place.astype(np.int64), np.asarray(distinct, dtype=object)


def age_totals(aged: Frame, balances: pd.Series) -> Frame:
    """Return, for each currency, a row of totals and a row that proves the total against the ledger.

    ``balances`` are the ledger's own, by (account, currency), worked out without any allocation. The proof row's
    total is the ledger's; its name says whether the two agree.
    """
    amounts = [column for column in aged.columns if column not in ("account", "currency", "name")]
    totals = aged.groupby("currency", sort=True)[amounts].sum()
    ledger = balances.groupby(level="currency", sort=True).sum().reindex(totals.index, fill_value=0)
    totals = totals.assign(currency=totals.index, account="Total", name="All accounts")
    agrees = np.where(totals["total"] == ledger, "Ledger balance: agrees", "Ledger balance: DIFFERS")
    proof = pd.DataFrame({"currency": totals.index, "account": "Proof", "name": agrees, "total": ledger.to_numpy()})
    proof[[name for name in amounts if name != "total"]] = pd.NA
    ordered = pd.concat([totals.reset_index(drop=True), proof.astype(object)]).sort_values(
        ["currency", "account"], ascending=[True, False], kind="stable"
    )
    return ordered.reset_index(drop=True)


def age_control(aged: Frame, balances: pd.Series) -> tuple[Total, ...]:
    """Return the control totals of an ageing: buckets, not due and credits against the ledger, a line a currency."""
    left = aged.groupby("currency")["total"].sum()
    right = balances.groupby(level="currency").sum()
    currencies = sorted({*left.index, *right.index})
    return tuple(
        Total("Ageing against ledger", code, int(left.get(code, 0)), int(right.get(code, 0)), money=True)
        for code in currencies
    )
