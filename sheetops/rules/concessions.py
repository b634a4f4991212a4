"""Concessions: what of their bills customers with the right evidence are let off.

Decided for the desks: a concession is a percentage of each bill, on bills dated while the evidence holds and for some
months before it came (Yarra Valley Water: half of the use, a yearly cap, backdated up to twelve months), up to a cap in
each concession year. It is a credit note of its own for each bill, numbered after it, so that none is given twice.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.words import Texts, amount, day, say, when

PREFIX = "CONC-"
"""What stands before the number of a bill in the number of its concession."""


@dataclass(frozen=True)
class ConcessionTerms:
    """The day, the months for which it is back-dated, and the month and day on which a concession year begins."""

    as_of: dt.date
    back_months: int = 12
    year_from: str = "07-01"


def concessions(stays: Frame, ledger: Frame, terms: ConcessionTerms) -> Frame:
    """Return what each bill of a customer with the right evidence earns: one row a bill, in order of account and date.

    ``stays`` are those of the Hardship sheet whose evidence earns a concession: account, entered_on, evidence,
    evidence_until, left_on, and rate (percent) and cap (minor units a year, 0 for none) as the desk has them;
    ``ledger`` is what exists on the day. Columns: account, currency, bill, date, billed, rate, since, year (the first
    day of the concession year), earned (before the cap), amount (minor units, what the cap leaves), entry (the number
    of the concession), given (whether the Ledger has it), reason.
    """
    row = _bills(stays, ledger, terms)
    row["entry"] = PREFIX + row["bill"].astype(object)
    there = {*ledger["entry"], *ledger["reference"]}
    row["given"] = row["entry"].isin(there)
    row["year"] = _year(row["date"], terms.year_from)
    row["earned"] = ((2 * row["billed"] * row["rate"] + 100) // 200).astype("int64")
    before = row.groupby(["account", "currency", "year"])["earned"].cumsum() - row["earned"]
    room = (row["cap"] - before).clip(lower=0).where(row["cap"] > 0, np.iinfo(np.int64).max)
    row["amount"] = row["earned"].clip(upper=room).astype("int64")
    return row.assign(reason=_reason(row))


def _bills(stays: Frame, ledger: Frame, terms: ConcessionTerms) -> Frame:
    """Return the bills that each customer's evidence covers, once each, by account and date."""
    back = np.full(len(stays), -terms.back_months)
    since = clock.add_months(stays["entered_on"].to_numpy(), back).astype("datetime64[s]")
    eve = stays["left_on"] - pd.Timedelta(days=1)
    today = pd.Series(pd.Timestamp(terms.as_of).as_unit("s"), index=stays.index)
    last = pd.concat([stays["evidence_until"], eve, today], axis=1).min(axis=1)
    asked = stays[["account", "evidence", "rate", "cap"]].assign(since=since, last=last).astype({"account": object})
    bills = ledger.loc[ledger["kind"] == "invoice", ["account", "currency", "entry", "date", "amount"]]
    bills = bills.rename(columns={"entry": "bill", "amount": "billed"}).astype({"account": object, "currency": object})
    pairs = asked.merge(bills, on="account")
    within = pairs[(pairs["date"] >= pairs["since"]) & (pairs["date"] <= pairs["last"])]
    ordered = within.sort_values(["account", "currency", "date", "bill"], kind="stable")
    return ordered.drop_duplicates("bill").reset_index(drop=True)


def _year(days: pd.Series, year_from: str) -> pd.Series:
    """Return the first day of the concession year in which each day lies."""
    month, first = (int(part) for part in year_from.split("-"))
    early = (days.dt.month < month) | ((days.dt.month == month) & (days.dt.day < first))
    parts = pd.DataFrame({"year": days.dt.year - early, "month": month, "day": first})
    return pd.to_datetime(parts).astype("datetime64[s]")


def _reason(row: Frame) -> Texts:
    code = row["currency"]
    what = say(row["rate"], " % of ", amount(row["billed"], code), " billed on ", day(row["date"]), ", on evidence (")
    cap = say("; the cap of ", amount(row["cap"], code), " from ", day(row["year"]), " on leaves ")
    capped = when((row["amount"] < row["earned"], say(cap, amount(row["amount"], code))))
    given = when((row["given"], " It is in the Ledger already."))
    return say(what, row["evidence"], "), bills from ", day(row["since"]), " on", capped, ".", given)
