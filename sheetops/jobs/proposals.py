"""Notices as they are proposed for a person to decide on, and what was decided on them before."""

import datetime as dt
from dataclasses import dataclass, replace

import pandas as pd

from sheetops.checking import Checked, check_sheet
from sheetops.checking.checked import raw_at
from sheetops.errors import BookError
from sheetops.model import Cells, Frame, Reading, Run
from sheetops.rules.decisions import KEY, kept
from sheetops.sheets.cells.words import shown
from sheetops.sheets.review import REVIEW

NAME = "Notices due"
"""The result sheet of arrears and of renewals on which people decide."""

DEFINITIONS = {
    "decision": "yours: send, skip, or hold until a day; with decided_by and, if you like, decision_note. Letters goes "
    "by it when given this workbook (--reviewed), or when review_notices is yes: what does not say send is held",
}


@dataclass(frozen=True, eq=False)
class Review:
    """What was decided: a row a notice (columns of Notices due as read back), and the sheets it was read from.

    The column ``at`` says of which of ``read`` a row is; the index is its Excel row there.
    """

    rows: Frame
    read: tuple[Checked, ...] = ()


def proposed(notices: Frame, as_of: dt.date) -> Frame:
    """Return notices that are due with the columns in which a person decides, and the day that they are for."""
    blank = dict.fromkeys(("decision", "decided_by", "decision_note"), "")
    return notices.assign(**blank, as_of=pd.Timestamp(as_of).as_unit("s"))


def with_decisions(run: Run, earlier: Cells | None, reading: Reading) -> Run:
    """Return a run whose proposals carry the decisions that an earlier sheet of them has.

    A sheet that cannot be read as one, or that sheetops wrote before there were decisions, has none.
    """
    if earlier is None or NAME not in run.frames or run.frames[NAME].empty:
        return run
    try:
        checked = check_sheet(earlier, REVIEW, reading)
    except BookError:
        return run
    frame = kept(run.frames[NAME], _said(checked).drop_duplicates(KEY), run.as_of)
    number = int((frame["decision"] != "").sum())
    counts = {**run.counts, "decisions kept": number} if number else run.counts
    return replace(run, frames={**run.frames, NAME: frame}, counts=counts)


def _said(checked: Checked) -> Frame:
    """Return the rows of a sheet of proposals with every decision as it was written, a misspelt one too."""
    column = checked.layout.columns.get("decision", 0)
    said = [shown(raw_at(checked.cells, int(row), column)) for row in checked.frame.index]
    return checked.frame.assign(said=pd.Series(said, index=checked.frame.index, dtype=object))
