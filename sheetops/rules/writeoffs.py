"""Write-offs from approved requests: never above what is owed, each entered once."""

import datetime as dt

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.lookup import look_up

PREFIX = "WO-"
"""What stands before a request's number in the number of its write-off."""

REFUSALS = ("done", "unapproved", "approved_later", "nothing_owed", "above_owed")
"""What may stand against a request; the first that fits. ``done``: its write-off is in the Ledger already."""


def write_offs(requests: Frame, items: Frame, ledger: Frame, as_of: dt.date) -> Frame:
    """Return every request for a write-off (index: its Requests row) with what it would write off.

    ``items`` are those of an Allocation: account, entry, currency, outstanding. Columns added: entry_number (of the
    write-off), currency, owed (what is left of the entry, or of the account where none is named, after the requests
    further up), amount (filled in: all that is owed), refused (of REFUSALS, "" when it is to be entered). Minor units.
    """
    row = requests[requests["kind"] == "write_off"]
    number = PREFIX + row["request"].astype(object)
    of_account = items.groupby([items["account"].astype(object), items["currency"].astype(object)])["outstanding"].sum()
    most = of_account.reset_index().sort_values("outstanding", kind="stable").drop_duplicates("account", keep="last")
    whole = look_up(most.set_index("account"), row["account"])
    item = items.drop_duplicates("entry").set_index(items.drop_duplicates("entry")["entry"].astype(object))
    own = look_up(item[["account", "currency", "outstanding"]], row["entry"])
    named = row["entry"] != ""
    of_own = own["outstanding"].where(own["account"].astype(object) == row["account"].astype(object), 0)
    row = row.assign(
        entry_number=number,
        currency=own["currency"].astype(object).where(named, whole["currency"].astype(object)).fillna(""),
        owed=of_own.where(named, whole["outstanding"]).fillna(0).astype("int64"),
        done=number.isin({*ledger["entry"], *ledger["reference"]}),
        approved=(row["approved_by"] != "") & (row["approved_on"] <= pd.Timestamp(as_of)),
    )
    return _in_turn(row)


def _in_turn(row: Frame) -> Frame:
    """Decide the requests of each account one after the other: what one takes, the next one finds gone."""
    row = row.assign(asked=row["amount"], refused="", amount=np.int64(0))
    turn, taken = row.groupby("account").cumcount(), pd.Series(dtype="int64")
    for number in range(int(turn.max() + 1) if len(turn) else 0):
        now = row[turn == number]
        left = (now["owed"] - look_up(taken, now["account"]).fillna(0).astype("int64")).clip(lower=0)
        amount = now["asked"].fillna(left).astype("int64")
        against = [now["done"], now["approved_by"] == "", ~now["approved"], left <= 0, amount > left]
        refused = pd.Series(np.select(against, REFUSALS, ""), index=now.index)
        row.loc[now.index, "owed"], row.loc[now.index, "amount"] = left, amount
        row.loc[now.index, "refused"] = refused
        new = amount.where(refused == "", 0).groupby(now["account"].astype(object)).sum()
        taken = taken.add(new, fill_value=0).astype("int64")
    return row.drop(columns=["asked", "done", "approved"])
