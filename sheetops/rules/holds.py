"""What holds chasing back: holds, and amounts too small to chase."""

import datetime as dt

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.words import amount, day, say, when


def open_holds(holds: Frame, as_of: dt.date, by: str) -> Frame:
    """Return the holds that cover a day, one a ``by`` (account or entry), the longest: held, until (NaT: no end).

    A hold on an entry does not hold the account's other entries.
    """
    day_ = pd.Timestamp(as_of)
    covers = holds[~(holds["from"] > day_) & ~(holds["until"] < day_)]
    covers = covers[(covers["entry"] != "") if by == "entry" else ((covers["entry"] == "") & (covers["account"] != ""))]
    longest = covers.sort_values("until", na_position="last", kind="stable").drop_duplicates(by, keep="last")
    until = when((longest["until"].isna(), ""), otherwise=say(" until ", day(longest["until"])))
    late = when((longest["review_on"] < day_, say(", its review was due on ", day(longest["review_on"]))))
    held = say("hold (", longest["reason"], ")", until, late)
    return pd.DataFrame({"held": held, "until": longest["until"]}).set_index(longest[by].astype(object))


def below_tolerance(outstanding: pd.Series, currency: pd.Series, tolerance: dict[str, int] | pd.Series) -> Frame:
    """Return which items have less open than the tolerance (minor units, by currency or item), and so how."""
    limit = (currency.map(tolerance) if isinstance(tolerance, dict) else tolerance.loc[currency.index]).astype("int64")
    small = outstanding < limit
    code = currency[small]
    held = pd.Series("", index=outstanding.index, dtype=object)
    open_ = amount(outstanding[small], code)
    held[small] = say("open amount ", open_, " is below the tolerance of ", amount(limit[small], code))
    return pd.DataFrame({"held": held})
