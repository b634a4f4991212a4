"""Statements of account: every movement of a period with the balance after it, account by account."""

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.allocation import signed
from sheetops.rules.movement import Period, movement

KEYS = ["account", "currency"]


def statement_sums(ledger: Frame, period: Period) -> Frame:
    """Return opening, charged, paid and closing by (account, currency), minor units, all positive as a rule.

    Accounts with neither an opening balance nor an entry in the period have no row: there is nothing to state.
    ``charged`` are the debits of the period, ``paid`` its credits: opening + charged - paid is closing.
    """
    moved = movement(ledger, period, ledger["account"]).rename_axis(KEYS)[["opening", "closing"]]
    within = ledger[_within(ledger, period)]
    effect = signed(within)
    sides = pd.DataFrame({"charged": effect.clip(lower=0), "paid": (-effect).clip(lower=0)})
    sums = sides.groupby([within[key].astype(object) for key in KEYS]).sum()
    there = moved.join(sums)
    stated = (there["opening"] != 0) | there["charged"].notna()
    columns = ["opening", "charged", "paid", "closing"]
    return there.loc[stated, columns].fillna(0).astype("int64")


def statement_lines(ledger: Frame, period: Period, sums: Frame) -> Frame:
    """Return the entries of a period by account, currency, date and entry, each with the balance after it.

    ``sums`` is what `statement_sums` returned. The Ledger's columns and debit, credit (0 or more), balance:
    minor units.
    The last balance of an account is its closing one.
    """
    within = ledger[_within(ledger, period)]
    rows = within.sort_values([*KEYS, "date", "entry"], kind="stable")
    effect = signed(rows)
    opening = sums["opening"].reindex(pd.MultiIndex.from_frame(rows[KEYS].astype(object))).to_numpy(dtype=np.int64)
    balance = effect.groupby([rows[key] for key in KEYS]).cumsum() + opening
    return rows.assign(debit=effect.clip(lower=0), credit=(-effect).clip(lower=0), balance=balance)


def _within(ledger: Frame, period: Period) -> pd.Series:
    return ledger["date"].between(pd.Timestamp(period.first), pd.Timestamp(period.last))
