"""Write-offs from approved requests: never above what is owed, each entered once."""

import datetime as dt

import pandas as pd

from sheetops.model import Frame
from sheetops.rules import approvals as approving
from sheetops.rules.approvals import UNBOUND, Approving, approvals
from sheetops.rules.lookup import look_up
from sheetops.rules.turns import in_turn, standing_against

PREFIX = "WO-"
"""What stands before a request's number in the number of its write-off."""

REFUSALS = ("done", *approving.REFUSALS, "nothing_owed", "above_owed", "above_authority")
"""What may stand against a request; the first that fits. ``done``: its write-off is in the Ledger already."""


def write_offs(requests: Frame, items: Frame, ledger: Frame, as_of: dt.date, by: Approving = UNBOUND) -> Frame:
    """Return every request for a write-off (index: its Requests row) with what it would write off.

    ``items`` are those of an Allocation: account, entry, currency, outstanding. Columns added: entry_number (of the
    write-off), currency, owed (what is left of the entry, or of the account where none is named, after the requests
    further up), amount (filled in: all that is owed), limit (of who approved it), refused (of REFUSALS, "" when it is
    to be entered). Minor units. ``by`` is what approvals are held against.
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
    )
    row = in_turn(row.join(approvals(row, row["currency"], as_of, by)), ("account",), _decided)
    return row.assign(owed=row["left"], amount=row["gross"]).drop(columns=["left", "gross", "done", "approval"])


def _decided(now: Frame, taken: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    left = (now["owed"] - taken).clip(lower=0)
    amount = now["amount"].fillna(left).astype("int64")
    refused = standing_against(
        now,
        {"done": now["done"]},
        {"nothing_owed": left <= 0, "above_owed": amount > left, "above_authority": amount > now["limit"]},
    )
    return left, amount, refused
