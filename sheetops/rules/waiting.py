"""Waiting: why a notice whose day has come and that nothing holds back must still wait a while, and until when."""

import datetime as dt

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.ladders import last_letter
from sheetops.rules.lookup import look_up, own_days
from sheetops.rules.sending import Sending
from sheetops.rules.words import day, say, when

_ONE_DAY = pd.Timedelta(days=1)


def waits(row: Frame, notices: Frame, gap_days: int | pd.Series, sending: Sending, as_of: dt.date) -> Frame:
    """Return why each row's notice waits on a day: its customer cannot be reached or is not told, a gap, a quiet day.

    ``row`` has account, channel, unreachable, untold, call_wait and call_until (see `sheetops.rules.channels`,
    ``telling`` and ``calling``); ``gap_days`` are those between two letters to an account. A call is no letter: it
    need not keep the gap, but it is not made on a quiet day either. Columns: wait (a sentence, "" when it may go),
    wait_until (the last day of that, NaT when no end is known), free (the first day on which the gap allows it, NaT
    without one).
    """
    previous = look_up(last_letter(notices, as_of), row["account"])
    free = (previous + own_days(gap_days, row.index)).astype("datetime64[s]").where(row["channel"] != "phone")
    spaced = say("a letter went out on ", day(previous), ", the next may go on or after ", day(free))
    endless = pd.Series(pd.NaT, index=row.index, dtype="datetime64[s]")
    cases = [
        (row["unreachable"] != "", row["unreachable"], endless),
        (row["untold"] != "", row["untold"], endless),
        (row["call_wait"] != "", row["call_wait"], row["call_until"]),
        (free > pd.Timestamp(as_of), spaced, free - _ONE_DAY),
    ]
    if sending.quiet.why(as_of):
        opens = pd.Timestamp(sending.quiet.next_open(as_of)).as_unit("s")
        cases.append((endless.isna(), sending.quiet.words(as_of), endless.fillna(opens - _ONE_DAY)))
    until = endless
    for here, _, last in reversed(cases):
        until = until.mask(here, last)
    wait = when(*((here, words) for here, words, _ in cases))
    return pd.DataFrame({"wait": wait, "wait_until": until.astype("datetime64[s]"), "free": free}, index=row.index)
