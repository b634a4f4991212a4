"""Movement: how the ledger came from one day's balance to another's, by group and kind of entry.

Every amount bears its sign, so that a row adds up across: opening and all that moved is closing.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.model import Frame, Total
from sheetops.rules.allocation import balances, signed

MOVES = {
    "invoiced": "invoice",
    "fees": "fee",
    "interest": "interest",
    "receipts": "receipt",
    "credit_notes": "credit_note",
    "refunds": "refund",
    "adjustments": "adjustment",
    "write_offs": "write_off",
}
"""The columns between opening and closing, each with the kind of entry that it sums."""
BILLED = ("invoiced", "fees", "interest", "credit_notes")
"""What customers were charged, less what was credited to them."""
ALL = "Total"


class Period(NamedTuple):
    """Days from ``first`` to ``last``, both included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def months_to(as_of: dt.date, count: int) -> tuple[Period, ...]:
    """Return the last ``count`` calendar months, the oldest first; the newest ends on the day itself."""
    starts = clock.add_months(np.datetime64(as_of.replace(day=1)), np.arange(1 - count, 1))
    firsts, lasts = starts.tolist(), clock.month_end(starts).tolist()
    return tuple(Period(first, min(last, as_of)) for first, last in zip(firsts, lasts, strict=True))


def movement(ledger: Frame, period: Period, by: pd.Series) -> Frame:
    """Return what moved in a period: one row a (group, currency), minor units, sorted.

    Columns opening, those of `MOVES`, closing. ``by`` names the group of each Ledger row. Closing is summed from the
    ledger, not from the row. Groups without any entry up to the period's end have no row.
    """
    known = ledger[ledger["date"] <= pd.Timestamp(period.last)]
    effect = signed(known)
    keys = [by.reindex(known.index).astype(object), known["currency"].astype(object)]
    before = known["date"] < pd.Timestamp(period.first)
    columns = {"opening": effect.where(before, 0)}
    columns |= {name: effect.where(~before & (known["kind"] == kind), 0) for name, kind in MOVES.items()}
    rows = pd.DataFrame(columns | {"closing": effect}).groupby(keys, sort=True).sum().astype("int64")
    return rows.rename_axis(["group", "currency"])


def month_movement(ledger: Frame, periods: Sequence[Period]) -> Frame:
    """Return the movement of each period, all accounts together: month (its last day), currency, then as `movement`.

    Sorted by currency and month; a currency has a row in every period from its first entry on.
    """
    everyone = pd.Series(ALL, index=ledger.index, dtype=object)
    found = [
        movement(ledger, period, everyone).reset_index().assign(month=pd.Timestamp(period.last).as_unit("s"))
        for period in periods
    ]
    rows = pd.concat(found, ignore_index=True).sort_values(["currency", "month"], kind="stable")
    return rows[["month", "currency", "opening", *MOVES, "closing"]].reset_index(drop=True)


def with_totals(rows: Frame, group: str, ledger: pd.Series) -> Frame:
    """Return rows of groups, currency by currency, each with its total and a row that proves it against the ledger.

    ``rows`` has the column that ``group`` names, currency and amounts; ``ledger`` is the ledger's own closing balance
    by currency, which stands under ``closing`` (or ``total``) of the proof.
    """
    proven = "closing" if "closing" in rows.columns else "total"
    amounts = [name for name in rows.columns if name not in (group, "currency")]
    blocks = []
    for code in sorted({*rows["currency"], *ledger.index}):
        block = rows[rows["currency"] == code]
        total = {group: ALL, "currency": code} | block[amounts].sum().to_dict()
        balance = int(ledger.get(code, 0))
        agrees = "agrees" if total[proven] == balance else "DIFFERS"
        proof = {group: f"Proof: ledger balance {agrees}", "currency": code, proven: balance}
        blocks += [block.astype(object), pd.DataFrame([total, proof], dtype=object)]
    return pd.concat(blocks, ignore_index=True)[list(rows.columns)] if blocks else rows


def movement_control(rows: Frame, ledger: Frame, period: Period) -> tuple[Total, ...]:
    """Return the control totals of a movement (as `movement` gave it), a line a currency.

    Opening and moves are held against the ledger's balance on the last day, opening against that of the day before.
    """
    summed = rows.groupby(level="currency").sum()
    opening = _by_currency(ledger, period.first - dt.timedelta(days=1))
    closing = _by_currency(ledger, period.last)
    currencies = sorted({*summed.index, *opening.index, *closing.index})
    across = summed[["opening", *MOVES]].sum(axis=1)
    return tuple(
        Total(f"{name} against ledger", code, int(left.get(code, 0)), int(right.get(code, 0)), money=True)
        for name, left, right in (
            ("Opening", summed["opening"], opening),
            ("Opening and what moved", across, closing),
            ("Closing", summed["closing"], closing),
        )
        for code in currencies
    )


def _by_currency(ledger: Frame, day: dt.date) -> pd.Series:
    return balances(ledger, day).groupby(level="currency").sum()
