"""Calls: stages by telephone, done once somebody was spoken to, going another way when nobody answers."""

import datetime as dt

import pandas as pd

from sheetops import clock
from sheetops.model import Frame
from sheetops.rules.channels import closed_ways
from sheetops.rules.contacts import Contacted, contacts_since
from sheetops.rules.lookup import look_up
from sheetops.rules.sending import Sending
from sheetops.rules.words import CHANNELS, Texts, count, day, plain, say, when

COLUMNS = ("channel", "fallback", "unreachable", "calls", "call_wait", "call_until")


def called(row: Frame, contacts: Contacted, accounts: Frame, sending: Sending, as_of: dt.date) -> Frame:
    """Return how stages by telephone go on after the calls that were made for them.

    ``row`` has account, trigger (the day from which calls count), channel, fallback and unreachable (what
    `sheetops.rules.channels.reachable` said); ``accounts`` are the facts of each row. Columns: channel, fallback and
    unreachable as they are now (another channel when the last attempt reached nobody), calls (a sentence on the calls
    made, ""), call_wait (why the next call must wait, "") and call_until (the last day of that).
    """
    found = row[["channel", "fallback", "unreachable"]].assign(calls="", call_wait="", call_until=_no_day(row))
    by_phone = (row["channel"] == "phone") & (row["trigger"] <= pd.Timestamp(as_of))
    if contacts.made.empty or not by_phone.any():
        return found
    here = row[by_phone]
    tried = contacts_since(contacts.made, here["account"], here["trigger"])
    again = look_up(contacts.history["call_back_on"], here["account"])
    found.loc[by_phone, list(COLUMNS)] = _gone_on(here, tried, again, accounts[by_phone], sending, as_of).to_numpy()
    return found.assign(call_until=found["call_until"].astype("datetime64[s]"))


def _no_day(row: Frame) -> pd.Series:
    return pd.Series(pd.NaT, index=row.index, dtype="datetime64[s]")


def _gone_on(row: Frame, tried: Frame, again: pd.Series, accounts: Frame, sending: Sending, as_of: dt.date) -> Frame:
    some = tried["calls"] > 0
    enough = (tried["calls"] >= sending.call_attempts) & some if sending.call_attempts else some & False
    lately = say(", the last on ", day(tried["last_call"]), " (", tried["outcome"], ")")
    instead = _instead(accounts, sending)
    gave_up = enough & (instead != "phone")
    said = say("By ", plain(pd.Series(instead, index=row.index), CHANNELS), ", because ", count(tried["calls"], "call"))
    of = f" of {sending.call_attempts}" if sending.call_attempts else ""
    so_far = say(
        tried["calls"].astype(str), of, when((tried["calls"] == 1, " call was made"), otherwise=" calls were made")
    )
    wait = _next_call(tried, again, sending)
    waits = ~gave_up & (wait > pd.Timestamp(as_of))
    agreed = again.notna() & (again == wait)
    return pd.DataFrame(
        {
            "channel": when((gave_up, instead), otherwise="phone"),
            "fallback": when((gave_up, say(said, " reached nobody", lately, ".")), otherwise=row["fallback"]),
            "unreachable": when((gave_up, ""), otherwise=row["unreachable"]),
            "calls": when((some & ~gave_up, say(so_far, lately, "."))),
            "call_wait": when(
                (waits & agreed, say("to be called back on ", day(wait))),
                (
                    waits,
                    say(
                        "called on ",
                        day(tried["last_call"]),
                        " (",
                        tried["outcome"],
                        "), next call on or after ",
                        day(wait),
                    ),
                ),
            ),
            "call_until": (wait - pd.Timedelta(days=1)).where(waits),
        },
        index=row.index,
    )


def _next_call(tried: Frame, again: pd.Series, sending: Sending) -> pd.Series:
    """Return the first day on which each may be called again: the day agreed, else some days after the last call."""
    free = clock.business_days_after(tried["last_call"].to_numpy(), sending.call_gap_days, sending.closed)
    return again.where(again.notna(), pd.Series(free.astype("datetime64[s]"), index=tried.index))


def _instead(accounts: Frame, sending: Sending) -> Texts:
    """Return the first way that is open beside the telephone, ``phone`` where there is none."""
    shut = closed_ways(accounts, sending)
    return when(*((~shut[way], way) for way in sending.order if way != "phone"), otherwise="phone")


def spoken(row: Frame, made: Frame, as_of: dt.date) -> pd.Series:
    """Return, of the stages by telephone, the first day since each was due on which its customer was spoken to.

    ``row`` has account, channel, trigger and sent_on, the day of the notice before, whose own conversation is not
    counted twice. The index is that of the stages that are so done.
    """
    due = row[(row["channel"] == "phone") & (row["trigger"] <= pd.Timestamp(as_of))]
    if made.empty or due.empty:
        return pd.Series(dtype="datetime64[s]")
    after = (due["sent_on"] + pd.Timedelta(days=1)).astype("datetime64[s]")
    since = due["trigger"].where(due["trigger"] > after, after).where(after.notna(), due["trigger"])
    return contacts_since(made, due["account"], since)["spoke_on"].dropna()
