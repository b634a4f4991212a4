"""Collection: how fast and how fully what is owed comes in, month by month.

The figures are those of the trade's textbooks; which reading of them is used is told in DEFINITIONS and printed beside
them, because it decides the figure.
"""

from collections.abc import Sequence

import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.ageing import NOT_DUE
from sheetops.rules.movement import BILLED, Period

DEFINITIONS = {
    "billed": "invoices, fees and interest less credit notes, dated in the month",
    "received": "receipts less refunds, dated in the month",
    "overdue": "what is past its due date on the month's last day, before credit that is not used yet",
    "dso": "days sales outstanding, simple: closing balance / billed of the last dso_months months x their days; "
    "months before the ledger's first entry do not count; blank when nothing was billed",
    "dso_count_back": "days sales outstanding, counted back: the closing balance is taken off the billed of the month, "
    "of the month before and so on; each month used up counts all its days, the last one in proportion",
    "effectiveness": "collection effectiveness index: (opening + billed - closing) / (opening + billed - not due at "
    "the end); 100 % when all that fell due was collected; write-offs and adjustments count as gone, not as owed",
}
"""What each figure of `key_figures` means."""


def days_outstanding(balance: int, billed: int, days: int) -> int | None:
    """Return the simple days sales outstanding, rounded half up; None when nothing was billed."""
    if billed <= 0:
        return None
    return money.divide(max(balance, 0) * days, billed)


def days_counted_back(balance: int, months: Sequence[tuple[int, int]]) -> int | None:
    """Return the days sales outstanding counted back over (billed, days) of months, the newest first.

    None when the balance is more than all months billed. A month that billed nothing counts its days.
    """
    left, days = max(balance, 0), 0
    for billed, length in months:
        if left <= max(billed, 0):
            return days + (money.divide(left * length, billed) if left else 0)
        left -= max(billed, 0)
        days += length
    return None if left else days


def effectiveness(opening: int, billed: int, closing: int, not_due: int) -> int | None:
    """Return the collection effectiveness index in basis points; None when nothing was there to be collected."""
    there = opening + billed - not_due
    return money.divide((opening + billed - closing) * 10_000, there) if there > 0 else None


def key_figures(months: Frame, aged: Frame, periods: Sequence[Period], shown: int, dso_months: int) -> Frame:
    """Return the figures of the last ``shown`` months: one row a currency and month, sorted.

    ``months`` is what `month_movement` returned for ``periods``, ``aged`` the ageing of the months shown (month,
    currency, buckets, unallocated, total), a row for each of those months. Columns: month, currency, balance, overdue,
    billed, received (minor units), overdue_share, effectiveness (basis points), dso, dso_count_back (days, rounded half
    up).
    """
    days = {pd.Timestamp(period.last): period.days for period in periods}
    first = pd.Timestamp(periods[-shown].last)
    rows = []
    billed = months[list(BILLED)].sum(axis=1)
    for code, block in months.assign(billed=billed, days=months["month"].map(days)).groupby("currency", sort=True):
        own = aged[aged["currency"] == code].set_index("month")
        history = block.to_dict("records")
        rows += [
            _figures(history[: place + 1], own.loc[row["month"]], dso_months)
            for place, row in enumerate(history)
            if row["month"] >= first
        ]
    return pd.DataFrame(rows, columns=list(FIGURES)).astype(FIGURES)


FIGURES = {
    "month": "datetime64[s]",
    "currency": "str",
    "balance": "int64",
    "overdue": "int64",
    "overdue_share": "Int64",
    "billed": "int64",
    "received": "int64",
    "dso": "Int64",
    "dso_count_back": "Int64",
    "effectiveness": "Int64",
}


def _figures(history: list[dict[str, int]], aged: pd.Series, dso_months: int) -> dict[str, object]:
    row = history[-1]
    gross, not_due = int(aged["total"] - aged["unallocated"]), int(aged[NOT_DUE])
    back = [(int(one["billed"]), int(one["days"])) for one in reversed(history)]
    lately = back[:dso_months]
    return {
        "month": row["month"],
        "currency": row["currency"],
        "balance": row["closing"],
        "overdue": gross - not_due,
        "overdue_share": money.divide((gross - not_due) * 10_000, gross) if gross else None,
        "billed": row["billed"],
        "received": -(row["receipts"] + row["refunds"]),
        "dso": days_outstanding(row["closing"], sum(billed for billed, _ in lately), sum(days for _, days in lately)),
        "dso_count_back": days_counted_back(row["closing"], back),
        "effectiveness": effectiveness(row["opening"], row["billed"], row["closing"], not_due),
    }
