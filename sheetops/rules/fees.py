"""Fees for notices: what the stage says, once for each letter (or for each item in it), unless it is free."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.model import Frame

PER = ("letter", "item")
"""Whether a letter that lists several items costs one fee or one for each."""


def fee_rows(sent: Frame, per: pd.Series) -> Frame:
    """Return the notices that cost a fee, one a letter or one an item, with what a share of it is taken of: base.

    ``sent`` has account, entry, currency, level, sent_on, fee ("" for none) and open (minor units of what the notice
    was about, on that day); ``per`` is one of PER for each. The row of the highest level stands for its letter, of
    several the first entry: its fee is the letter's, and base is all that the letter was about.
    """
    row = sent.assign(per=per)
    order = np.lexsort((row["entry"].astype(str), -row["level"].to_numpy(dtype=np.int64)))
    row = row.iloc[order]
    by_letter = ["account", "currency", "sent_on"]
    letter = row[row["per"] == "letter"]
    whole = letter.groupby(by_letter)["open"].transform("sum")
    letter = letter.assign(base=whole).drop_duplicates(by_letter)
    item = row[row["per"] == "item"]
    item = item.assign(base=item["open"]).drop_duplicates(["entry", "sent_on", "level"])
    both = pd.concat([letter, item])
    return both[both["fee"] != ""].sort_index()


def fee_amounts(rows: Frame) -> pd.Series:
    """Return each fee in minor units of its row's currency: a share (``2%``) of base, or an amount of the desk's own.

    ``rows`` has fee, base, currency and worth (what one of that currency is in the desk's own, Decimal; 0: not known).
    Rounded half up; blank where an amount cannot be stated in the row's currency.
    """
    found = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    by = [rows["fee"], rows["currency"].astype(object), rows["worth"].astype(object)]
    for (fee, code, worth), some in rows.groupby(by, sort=False):
        if fee.endswith("%"):
            found[some.index] = money.portion(some["base"], money.percent_parts(Decimal(fee.removesuffix("%"))))
        elif worth:
            exact = (Decimal(fee) / worth).scaleb(money.decimals(code))
            found[some.index] = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return found
