"""What holds chasing back: holds, promises, disputes, and customers who must not be contacted."""

import datetime as dt

import pandas as pd

from sheetops import money
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
    return pd.DataFrame({"held": say("hold (", longest["reason"], ")", until), "until": longest["until"]}).set_index(
        longest[by].astype(object)
    )


def open_promises(promises: Frame, as_of: dt.date, grace_days: int, currency: str = "") -> Frame:
    """Return each account's promise that is not yet past due + grace: held, until (the last day of grace).

    Of several, the one that runs longest.
    """
    ends = promises["due_on"] + pd.Timedelta(days=grace_days)
    is_open = (promises["made_on"] <= pd.Timestamp(as_of)) & (ends >= pd.Timestamp(as_of))
    running = promises[is_open].assign(until=ends[is_open])
    longest = running.sort_values("until", kind="stable").drop_duplicates("account", keep="last")
    owed = amount(longest["amount"], pd.Series(currency, index=longest.index, dtype=object))
    held = say("promise of ", owed, " due ", day(longest["due_on"]), ", grace to ", day(longest["until"]))
    return pd.DataFrame({"held": held, "until": longest["until"]}).set_index(longest["account"].astype(object))


def below_tolerance(outstanding: pd.Series, currency: pd.Series, tolerance: dict[str, int]) -> Frame:
    """Return which items have less open than the tolerance of their currency (minor units), and so how."""
    small = outstanding < currency.map(tolerance).astype("int64")
    code = currency[small]
    limit = code.map({known: money.text(value, known) for known, value in tolerance.items()})
    held = pd.Series("", index=outstanding.index, dtype=object)
    held[small] = say("open amount ", amount(outstanding[small], code), " is below the tolerance of ", limit)
    return pd.DataFrame({"held": held})
