"""One account's day worked out whole: every job's own answer about it, from the rows that concern it alone."""

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from sheetops.jobs.arrears import SHEETS_READ as ARREARS_READ
from sheetops.jobs.arrears import Position, position
from sheetops.jobs.charges import charges_run
from sheetops.jobs.complaints import complaints_run
from sheetops.jobs.desk import Desk
from sheetops.jobs.hardship import hardship_run
from sheetops.jobs.plans import plans_run
from sheetops.jobs.promises import promises_run
from sheetops.jobs.referrals import SHEETS_READ as REFERRALS_READ
from sheetops.jobs.referrals import Referring, referring
from sheetops.jobs.renewals import SHEETS_READ as RENEWALS_READ
from sheetops.jobs.renewals import pipeline
from sheetops.jobs.restrictions import Restricting, register_sheet, restricting
from sheetops.model import Frame

SHEETS_READ = tuple(dict.fromkeys((*ARREARS_READ, *RENEWALS_READ, *REFERRALS_READ, "Requests")))


class Worked(NamedTuple):
    """What the jobs say of one account on a day.

    ``desk`` holds its rows alone; ``frames`` are the result sheets of promises, plans, charges, complaints and
    hardship, and the register of restrictions, by name.
    """

    desk: Desk
    account: str
    now: Position
    licences: Frame
    restricting: Restricting
    referring: Referring
    frames: dict[str, Frame]


def work_out(desk: Desk, account: str) -> Worked:
    """Work out an account's day by the functions that work out everybody's."""
    own = desk_of(desk, account)
    now = position(own)
    found = restricting(own, now)
    jobs = (promises_run, plans_run, charges_run, complaints_run, hardship_run)
    frames = {name: frame for job in jobs for name, frame in job(own, now).frames.items()}
    frames["Restriction register"] = register_sheet(found, now)
    # What comes of faulty rows concerns whoever they name, and is not among the rows of the account.
    frames = {name: frame[frame["account"] == account] for name, frame in frames.items() if "account" in frame}
    return Worked(own, account, now, pipeline(own, now), found, referring(own, now), frames)


def desk_of(desk: Desk, account: str) -> Desk:
    """Return the desk with the rows of one account alone; its policy, and what is kept for all, stays."""
    entries = desk.frames["Ledger"].loc[desk.frames["Ledger"]["account"] == account, "entry"]
    return replace(desk, frames={name: _of(frame, account, entries) for name, frame in desk.frames.items()})


def _of(frame: Frame, account: str, entries: pd.Series) -> Frame:
    if "account" not in frame:
        return frame
    mine = frame["account"] == account
    if "entry" in frame:
        mine |= (frame["account"] == "") & frame["entry"].isin(entries)
    return frame[mine]
