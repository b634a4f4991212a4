"""The surcharge for late payment: a share of an invoice that was not paid by a day, as an invoice of its own."""

import datetime as dt

import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.charging import open_on

BASE = ("open", "whole")
"""Whether the share is taken of what is still open on the last day, or of the whole invoice."""


def surcharges(invoices: Frame, payments: Frame, as_of: dt.date) -> Frame:
    """Return the invoices that a surcharge is due on, with base and amount (minor units).

    ``invoices`` has due_date, amount, rate (per cent, Decimal), after_days and of (one of BASE) (index: Ledger row).
    An invoice of which anything is open at the end of the day ``after_days`` after its due date is surcharged from the
    next day on; ``to`` is that last day. The amount is rounded half up.
    """
    last = invoices["due_date"] + pd.to_timedelta(invoices["after_days"], unit="D")
    row = invoices.assign(to=last.astype("datetime64[s]"))
    row = row[(row["to"] < pd.Timestamp(as_of)) & (row["rate"] > 0)]
    open_ = open_on(row, payments, row["to"])
    row = row.assign(open=open_, base=open_.where(row["of"] == "open", row["amount"]))
    row = row[row["open"] > 0]
    parts = row["rate"].map({rate: money.percent_parts(rate) for rate in row["rate"].unique()})
    return row.assign(amount=money.portion(row["base"], parts))
