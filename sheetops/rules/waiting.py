"""Waiting: why a notice whose day has come and that nothing holds back must still wait a while, and until when."""

import datetime as dt

import pandas as pd

from sheetops.model import Frame
from sheetops.rules.barriers import Barrier, gravest
from sheetops.rules.ladders import last_letter
from sheetops.rules.lookup import look_up, own_days
from sheetops.rules.sending import Sending
from sheetops.rules.words import day, say

_ONE_DAY = pd.Timedelta(days=1)


def waits(row: Frame, notices: Frame, gap_days: int | pd.Series, sending: Sending, as_of: dt.date) -> Frame:
    """Return why each row's notice waits on a day: its customer cannot be reached or is not told, a gap, a quiet day.

    The rest is as in `waiting`. Columns: wait (a sentence, "" when it may go), wait_until (the last day of that, NaT
    when no end is known), free (the first day on which the gap allows it, NaT without one).
    """
    first = gravest(waiting(row, notices, gap_days, sending, as_of), row.index)
    free = _free(row, _previous(row, notices, as_of), gap_days)
    return pd.DataFrame({"wait": first["says"], "wait_until": first["until"], "free": free}, index=row.index)


def waiting(
    row: Frame, notices: Frame, gap_days: int | pd.Series, sending: Sending, as_of: dt.date
) -> tuple[Barrier, ...]:
    """Return what may make a notice wait although its day has come and nothing holds it back, in order.

    ``row`` has account, channel, unreachable, untold, call_wait and call_until (see `sheetops.rules.channels`,
    ``telling`` and ``calling``); ``gap_days`` are those between two letters to an account. A call is no letter: it
    need not keep the gap, but it is not made on a quiet day either.
    """
    previous = _previous(row, notices, as_of)
    free = _free(row, previous, gap_days)
    spaced = say("a letter went out on ", day(previous), ", the next may go on or after ", day(free))
    cases = (
        Barrier("cannot be reached", "channel and addresses", row["unreachable"] != "", row["unreachable"]),
        Barrier("not told what follows", "tell_process, letters and calls", row["untold"] != "", row["untold"]),
        Barrier("call made lately", "Contacts, call_gap_days", row["call_wait"] != "", row["call_wait"],
                row["call_until"]),
        Barrier("gap between letters", "Notices, min_days_between_letters", free > pd.Timestamp(as_of), spaced,
                free - _ONE_DAY),
    )  # fmt: skip
    quiet = pd.Series(bool(sending.quiet.why(as_of)), index=row.index)
    if not quiet.any():
        return (*cases, Barrier("quiet day", "quiet_days, quiet_periods", quiet, ""))
    opens = pd.Timestamp(sending.quiet.next_open(as_of)).as_unit("s")
    last = pd.Series(opens - _ONE_DAY, index=row.index)
    return (*cases, Barrier("quiet day", "quiet_days, quiet_periods", quiet, sending.quiet.words(as_of), last))


def _previous(row: Frame, notices: Frame, as_of: dt.date) -> pd.Series:
    return look_up(last_letter(notices, as_of), row["account"])


def _free(row: Frame, previous: pd.Series, gap_days: int | pd.Series) -> pd.Series:
    """Return the first day on which the gap after the last letter allows the next; NaT for calls and without one."""
    return (previous + own_days(gap_days, row.index)).astype("datetime64[s]").where(row["channel"] != "phone")
