"""Functions for cells: ageing and licence terms in a formula, by the same rules as the reports.

They are xlwings user-defined functions: for Excel on Windows, brought in with *Import Functions* of the xlwings add-in.
Elsewhere they are plain Python functions.
"""

import datetime as dt

import numpy as np
import xlwings as xw

from sheetops import clock
from sheetops.rules.ageing import BOUNDS, NOT_DUE, ageing_bucket


def _date(value: object, name: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    raise ValueError(f"{name} is no date")


@xw.func
@xw.arg("due", dates=dt.date)
@xw.arg("as_of", dates=dt.date)
def sheetops_days_overdue(due: object, as_of: object) -> int:
    """Return whole days past the due date; 0 on the day itself, negative before it."""
    return (_date(as_of, "as_of") - _date(due, "due")).days


@xw.func
@xw.arg("due", dates=dt.date)
@xw.arg("as_of", dates=dt.date)
def sheetops_bucket(due: object, as_of: object) -> str:
    """Return the ageing bucket of a due date: not due, 1-30, 31-60, 61-90 or over 90 (upper bounds inclusive)."""
    bucket = str(ageing_bucket([sheetops_days_overdue(due, as_of)], BOUNDS)[0])
    return "not due" if bucket == NOT_DUE else bucket


@xw.func
@xw.arg("end", dates=dt.date)
@xw.arg("anchor", dates=dt.date)
def sheetops_next_term(end: object, anchor: object, months: float) -> dt.date:
    """Return the last day of the term after one that ends on ``end``, counted in months from the anchor.

    Monthly from 31 January 2026: after 27 February comes 30 March, because the next term starts on 31 March.
    """
    begin = np.datetime64(_date(end, "end") + dt.timedelta(days=1), "D")
    start = np.datetime64(_date(anchor, "anchor"), "D")
    following = clock.add_months(start, clock.months_between(start, begin) + int(months))
    return dt.date.fromisoformat(str(following)) - dt.timedelta(days=1)
