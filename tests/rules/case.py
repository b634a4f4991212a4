"""One small desk for dunning: its sheets as text, and what its items and accounts come to on a day."""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from sheetops.rules.ageing import age
from sheetops.rules.allocation import allocate
from sheetops.rules.arrangements import COLUMNS, arrangements
from sheetops.rules.arrears import arrears
from sheetops.rules.dunning import DunningTerms, dun
from sheetops.rules.following import follow
from sheetops.rules.plans import PlanTerms, agreed_plans
from sheetops.rules.promises import PromiseTerms, judge

Sheet = Callable[..., pd.DataFrame]
Day = dt.date

THREE_TIMES = """
row | ladder   | level | mode                        | days | channel | template
2   | standard | 1     | due_plus                    | 10   | email   | reminder-1
3   | standard | 2     | end_of_month_after_due_plus | 30   | email   | reminder-2
4   | standard | 3     | since_last_notice           | 10   | letter  | final-notice
5   | slow     | 1     | end_of_month_after_due_plus | 30   | email   | reminder-1
6   | slow     | 2     | since_last_notice           | 60   | letter  | final-notice
"""
CUSTOMERS = """
row | account | name  | email            | ladder | do_not_contact
2   | A1      | Abbot | abbot@post.co.nz |        |
3   | A2      | Burns | burns@post.co.nz | none   |
4   | A3      | Cole  | cole@post.co.nz  | slow   |
5   | A4      | Drake | drake@post.co.nz |        | yes
"""
NOTICES = "account entry ladder level sent_on channel"
HOLDS = "account entry reason from until"
PROMISES = "promise account made_on due_on amount"
PLANS = "plan account agreed_on first_due frequency instalments instalment covers status"
NO_ARRANGEMENTS = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()}).rename_axis("account")
"""What is arranged where nobody promised anything."""


class Case(NamedTuple):
    """One desk: its sheets as text, blank ones without rows."""

    sheet: Sheet
    ledger: str
    notices: str = ""
    holds: str = ""
    promises: str = ""
    plans: str = ""
    customers: str = CUSTOMERS
    stages: str = THREE_TIMES

    def dun(self, as_of: Day, more: pd.DataFrame | None = None, **terms: Any) -> pd.DataFrame:
        """Return every open item with its standing; ``more`` are further notices."""
        notices = self.sheet("Notices", self.notices, NOTICES)
        grace = terms.pop("promise_grace_days", 3)
        return dun(
            allocate(self.sheet("Ledger", self.ledger), as_of).items,
            self.sheet("Customers", self.customers),
            self.sheet("Stages", self.stages),
            notices if more is None else pd.concat([notices, more], ignore_index=True),
            self.sheet("Holds", self.holds, HOLDS),
            self.arranged(as_of, grace),
            DunningTerms(as_of, **{"tolerance": {"": 10}} | terms),
        )

    def arranged(self, as_of: Day, grace: int = 3) -> pd.DataFrame:
        """Return what promises and plans mean for chasing each account."""
        ledger, by = self.sheet("Ledger", self.ledger), PlanTerms(as_of)
        judged = judge(self.sheet("Promises", self.promises, PROMISES), ledger, PromiseTerms(as_of, grace_days=grace))
        agreed = agreed_plans(self.sheet("Plans", self.plans, PLANS), ledger, by)
        usable = agreed["refused"] == ""
        return arrangements(judged, follow(agreed[usable], ledger, by).plans, agreed[~usable], by.grace_days)

    def runs(self, days: list[Day], **terms: Any) -> dict[str, list[tuple[Day, int]]]:
        """Run on each day, send everything that is due, and return the day of each level by entry."""
        sent = self.sheet("Notices", "", NOTICES)
        history: dict[str, list[tuple[Day, int]]] = {}
        for day in days:
            due = self.dun(day, sent, **terms).query("due")
            for entry, level in zip(due["entry"], due["next_level"], strict=True):
                history.setdefault(entry, []).append((day, level))
            columns = ["account", "entry", "licence", "ladder", "channel", "template"]
            went = due[columns].assign(level=due["next_level"], sent_on=pd.Timestamp(day).as_unit("s"), document="")
            sent = pd.concat([sent, went], ignore_index=True)
        return history

    def arrears(self, as_of: Day, **terms: Any) -> pd.DataFrame:
        """Return where every account stands, one row an account and currency."""
        allocation = allocate(self.sheet("Ledger", self.ledger), as_of)
        aged = age(allocation.items, allocation.credits)
        return arrears(self.dun(as_of, **terms), aged, self.sheet("Customers", self.customers), as_of)
