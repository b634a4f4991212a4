"""Payment plans: what each one covers, in which currency, and how it is split.

Decided for the desks: a plan without a sum of its own covers what was overdue on its account on the day it was agreed,
before that day's receipts, which count for it (or all that was open, or the arrears and the new bills expected while
it runs, as the desk wants). A plan is in one currency: the one in which its account owed then.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sheetops import clock, money
from sheetops.model import Frame
from sheetops.rules.allocation import CLEAR_ORDER
from sheetops.rules.instalments import YEARLY, Splitting, split
from sheetops.rules.owing import of_currency, owed_on
from sheetops.rules.receipts import currency_on

COVERS = ("arrears", "owed", "expected")
"""What a plan without a sum covers: what was overdue, all that was open, or arrears and the new bills expected."""

NOT_RUNNING = ("proposed", "cancelled")
"""Statuses on the sheet that keep a plan from counting: not agreed yet, or given up."""


@dataclass(frozen=True)
class PlanTerms:
    """How a desk makes and follows plans.

    ``splitting`` is how sums are split. An instalment is missed when it is not paid in full ``grace_days`` after its
    day. A plan is in default while ``max_missed`` instalments are missed at once or one is more than ``max_late_days``
    late (0: that rule is off), and broken when that is not made good within ``cure_days`` days. It is to be paid off
    between ``min_months`` and ``max_months`` after it was agreed (0: no limit). After ``max_failed`` plans broken in
    ``failed_days`` days no new one need be offered (0: always). ``currency`` is that of amounts that name none; the
    last three are those of `sheetops.rules.allocation.allocate`.
    """

    as_of: dt.date
    splitting: Splitting = field(default_factory=Splitting)
    covers: str = "arrears"
    grace_days: int = 3
    max_missed: int = 2
    max_late_days: int = 60
    cure_days: int = 7
    min_months: int = 0
    max_months: int = 24
    max_failed: int = 2
    failed_days: int = 365
    currency: str = ""
    clear_order: Sequence[str] = CLEAR_ORDER
    unallocated: str = "oldest_first"
    terms_days: int = 30

    @property
    def allocation(self) -> Mapping[str, object]:
        """The settings of allocation, by name."""
        return {
            "clear_order": self.clear_order,
            "unallocated": self.unallocated,
            "terms_days": self.terms_days,
        }


def agreed_plans(plans: Frame, ledger: Frame, terms: PlanTerms) -> Frame:
    """Return every plan agreed by the day and not given up (index: its Plans row) with what it covers and its split.

    Columns added to those of the sheet: mixed (its account owed in several currencies on that day), currency, owed and
    arrears (what its account had open and overdue then, in that currency), covers (filled in), bills (new bills
    expected in the time of one instalment), count, regular, last, sum, refused (of REFUSALS, ``currency`` where none
    can be chosen, "" when the plan can be followed). Minor units of that currency.
    """
    there = plans[(plans["agreed_on"] <= pd.Timestamp(terms.as_of)) & ~plans["status"].isin(NOT_RUNNING)]
    asked = there.assign(day=there["agreed_on"])
    owed = owed_on(ledger, asked, **terms.allocation)  # type: ignore[arg-type]  # see `allocation`
    row = there.assign(mixed=_several(owed, there.index), currency=_currency(there, owed, ledger, terms))
    own = of_currency(owed, row["currency"])
    row = row.assign(owed=own["outstanding"], arrears=own["arrears"])
    given = _restated(row, "covers", terms)
    expected = bills_each(yearly_bills(row, row["agreed_on"], ledger), row["frequency"])
    row["bills"] = expected.where((given == 0) & (terms.covers == "expected"), 0)
    usual = row["owed"] if terms.covers == "owed" else row["arrears"]
    row["covers"] = usual.where(given == 0, given)
    parts = {"wanted": row["instalments"].fillna(0).astype("int64"), "each": _restated(row, "instalment", terms)}
    row = row.join(split(row.assign(**parts), terms.splitting))
    return row.assign(refused=row["refused"].mask(row["currency"] == "?", "currency"))


def _several(owed: Frame, rows: pd.Index) -> pd.Series:
    return owed.groupby(level="row").size().reindex(rows, fill_value=0) > 1


def _currency(plans: Frame, owed: Frame, ledger: Frame, terms: PlanTerms) -> pd.Series:
    """Return each plan's currency: the one its account owed in; of several the desk's own, else ``?``."""
    codes = owed.reset_index()[["row", "currency"]].astype({"currency": object})
    found = codes.groupby("row")["currency"].agg(["size", "first"]).reindex(plans.index)
    ours = plans.index.isin(codes.loc[codes["currency"] == terms.currency, "row"])
    usual = currency_on(ledger, plans["account"], plans["agreed_on"], terms.currency)
    chosen = np.select(
        [(found["size"] == 1).to_numpy(), (found["size"].isna()).to_numpy(), ours],
        [found["first"].to_numpy(dtype=object), usual.to_numpy(dtype=object), terms.currency],
        "?",
    )
    return pd.Series(chosen, index=plans.index, dtype=object)


def _restated(row: Frame, column: str, terms: PlanTerms) -> pd.Series:
    """Return an amount of the sheet in minor units of the plan's currency, 0 where it is blank."""
    given = row[column].fillna(0).astype("int64")
    return pd.Series(money.restated(given, terms.currency, row["currency"]), index=row.index)


def yearly_bills(row: Frame, days: pd.Series, ledger: Frame) -> pd.Series:
    """Return what each row's account was invoiced, in its currency, in the year that ends on its day; minor units."""
    keys = ["account", "currency"]
    invoices = ledger.loc[ledger["kind"] == "invoice", [*keys, "date", "amount"]]
    asked = row[keys].astype(dict.fromkeys(keys, object)).assign(row=row.index, day=days)
    asked["since"] = clock.add_months(days, np.full(len(days), -12)).astype("datetime64[s]")
    pairs = asked.merge(invoices.astype(dict.fromkeys(keys, object)), on=keys)
    billed = pairs[(pairs["date"] <= pairs["day"]) & (pairs["date"] > pairs["since"])]
    return billed.groupby("row")["amount"].sum().reindex(row.index, fill_value=0).astype("int64")


def bills_each(yearly: pd.Series, frequency: pd.Series) -> pd.Series:
    """Return the part of a year's bills that falls on one instalment, rounded half up; minor units."""
    parts = frequency.map(YEARLY).astype("int64")
    return (2 * yearly + parts) // (2 * parts)
