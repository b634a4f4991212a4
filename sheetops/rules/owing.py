"""What accounts owed on days of the past, many at once: what promises and plans were made for."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.allocation import CLEAR_ORDER, allocate

COLUMNS = ["outstanding", "arrears"]


def owed_on(
    ledger: Frame,
    asked: Frame,
    *,
    clear_order: Sequence[str] = CLEAR_ORDER,
    unallocated: str = "oldest_first",
    terms_days: int = 30,
) -> Frame:
    """Return what each asked account had open on its day, by (row of ``asked``, currency): outstanding, arrears.

    ``asked`` has account and day. The receipts of that day itself are left out, because they count for what was agreed
    on it. Minor units; arrears is the part that was overdue on that day. A currency in which
    nothing was open has no row. The rest is as in `sheetops.rules.allocation.allocate`.
    """
    # Every question gets its account's entries up to its day, under a name of its own: one allocation answers all.
    rows = pd.DataFrame({"row": asked.index, "account": asked["account"].astype(object), "day": asked["day"]})
    known = ledger.astype({"account": object}).merge(rows, on="account")
    known = known[(known["date"] < known["day"]) | ((known["date"] == known["day"]) & (known["kind"] != "receipt"))]
    known = known.assign(account=known["row"].astype(str)).reset_index(drop=True)
    as_of = known["day"].max().date() if len(known) else pd.Timestamp(0).date()
    items = allocate(
        known, as_of, clear_order=clear_order, unallocated=unallocated, terms_days=terms_days
    ).items.reset_index(drop=True)
    items["arrears"] = items["outstanding"].where(items["due_date"] < items["day"], 0)
    owed = items[items["outstanding"] > 0]
    return owed.groupby(["row", owed["currency"].astype(object)])[COLUMNS].sum().astype(np.int64)


def of_currency(owed: Frame, currency: pd.Series) -> Frame:
    """Return what `owed_on` says of each row in its own currency, 0 where nothing was open."""
    keys = pd.MultiIndex.from_arrays([currency.index, currency.to_numpy(dtype=object)])
    return owed.reindex(keys).fillna(0).astype("int64").set_axis(currency.index)
