"""What forbids a grave step, by account: plans, promises, hardship, grants, complaints, disputes, holds."""

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.arrangements import open_promises
from sheetops.rules.following import running
from sheetops.rules.holds import open_holds
from sheetops.rules.lookup import look_up
from sheetops.rules.planwords import plan_held
from sheetops.rules.words import amount, day, one_text, say


def by_account(rows: Frame, words: object) -> pd.Series:
    """Return what is said of each account, once each, several things with semicolons between."""
    said = pd.DataFrame({"account": rows["account"].astype(object).to_numpy(), "words": words}, dtype=object)
    once = said.drop_duplicates()
    return one_text(once.set_index("account")["words"])


def plans_running(plans: Frame) -> pd.Series:
    """Return, by account, the plan that runs (``plans`` of a `sheetops.rules.following.Followed`)."""
    now = plans[running(plans)]
    return by_account(now, say(plan_held(now), ", agreed on ", day(now["agreed_on"])))


def promises_open(judged: Frame) -> Frame:
    """Return, by account, the promise that is open and the last day of it: held, until."""
    return open_promises(judged)


def protected(rows: Frame, today: pd.Timestamp) -> pd.Series:
    """Return, by account, the reasons of rows in the shape of Holds that cover the day."""
    now = rows[~(rows["from"] > today) & ~(rows["until"] < today)]
    return by_account(now, now["reason"].to_numpy(dtype=object))


def complaints_open(complaints: Frame) -> pd.Series:
    """Return, by account, the complaints that are open (those of `sheetops.rules.complaints.complaints`)."""
    now = complaints[complaints["open"].astype(bool) & (complaints["account"] != "")]
    return by_account(now, say("complaint ", now["task"], " of ", day(now["received_on"]), " is open"))


def disputes(items: Frame) -> pd.Series:
    """Return, by account, what is overdue and disputed (``items`` of an allocation)."""
    now = items[items["disputed"] & (items["outstanding"] > 0) & (items["days_overdue"] > 0)]
    return by_account(now, say(now["entry"], " is disputed: ", amount(now["outstanding"], now["currency"])))


def held(holds: Frame, items: Frame, today: pd.Timestamp) -> pd.Series:
    """Return, by account, the holds on it, or on something of it that is overdue."""
    of_account = open_holds(holds, today.date(), "account")["held"]
    overdue = items[(items["outstanding"] > 0) & (items["days_overdue"] > 0)]
    of_entry = look_up(open_holds(holds, today.date(), "entry")["held"], overdue["entry"]).dropna()
    on_entry = by_account(overdue.loc[of_entry.index], say(of_entry, " on ", overdue.loc[of_entry.index, "entry"]))
    return one_text(pd.concat([of_account, on_entry]).astype(object))
