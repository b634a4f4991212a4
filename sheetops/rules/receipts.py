"""Receipts: the money that came in by a day and stayed, which is what promises and plans are held against."""

import datetime as dt

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.allocation import signed
from sheetops.rules.lookup import look_up
from sheetops.rules.matching import Ints


def kept_receipts(ledger: Frame, as_of: dt.date) -> Frame:
    """Return the receipts dated up to a day (index: Ledger row) in order of date: ``amount`` is what stayed.

    A refund that names a receipt takes from it (a cheque that bounced), from the refund's own day on; a receipt of
    which nothing stayed is left out. Minor units.
    """
    known = ledger[ledger["date"] <= pd.Timestamp(as_of)]
    back = known[(known["kind"] == "refund") & (known["applies_to"] != "")]
    returned = back.groupby([back["account"].astype(object), back["applies_to"].astype(object)])["amount"].sum()
    came = known[known["kind"] == "receipt"]
    gone = look_up(returned, came["account"], came["entry"]).fillna(0).astype("int64")
    stayed = came.assign(amount=came["amount"] - gone)
    columns = ["entry", "account", "currency", "date", "amount", "applies_to"]
    return stayed.loc[stayed["amount"] > 0, columns].sort_values(["date", "entry"], kind="stable")


def purses(*frames: Frame) -> list[Ints]:
    """Return, for each frame, the number of each row's purse: rows of one account and currency have the same one."""
    together = pd.concat([frame[["account", "currency"]].astype(object) for frame in frames], ignore_index=True)
    number = together.groupby(["account", "currency"], sort=False).ngroup().to_numpy(dtype=np.int64)
    ends = np.cumsum([len(frame) for frame in frames])
    return list(np.split(number, ends[:-1]))


def currency_on(ledger: Frame, accounts: pd.Series, days: pd.Series, otherwise: str) -> pd.Series:
    """Return the one currency of the debits that each account had by its day; ``otherwise`` for none or several."""
    debits = ledger[signed(ledger) > 0]
    first = debits.groupby([debits["account"].astype(object), debits["currency"].astype(object)])["date"].min()
    known = first.rename("first").reset_index()
    asked = pd.DataFrame({"row": np.arange(len(accounts)), "account": accounts.astype(object), "day": days})
    pairs = asked.merge(known, on="account")
    codes = pairs[pairs["first"] <= pairs["day"]].groupby("row")["currency"].agg(["nunique", "first"])
    only = codes.loc[codes["nunique"] == 1, "first"].reindex(np.arange(len(accounts)))
    return only.fillna(otherwise).astype(object).set_axis(accounts.index)
