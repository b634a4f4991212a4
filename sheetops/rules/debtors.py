"""Problem debtors: accounts to which several rules apply, each with its reason, and what to do about them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.allocation import Allocation
from sheetops.rules.lookup import look_up
from sheetops.rules.words import Texts, amount, count, day, say, when


@dataclass(frozen=True)
class ProblemTerms:
    """From when on each rule applies (0: the rule is off), and how many must apply."""

    rules: int = 2
    broken_promises: int = 2
    broken_plans: int = 1
    late_bills: int = 3
    growth: int = 25
    growth_days: int = 90
    silent_days: int = 60


ADVICE = {
    "silent": "check telephone and address, try another way, then visit; if nothing helps, refer",
    "plans": "agree on another plan by direct debit only, and with authority; else refer when its gate opens",
    "promises": "take no further promise; offer a plan with a first payment at once",
    "growth": "agree on paying the new bills at least; ask what has changed, and tell of hardship help",
    "late": "offer direct debit, or an earlier reminder on a ladder of its own",
}
"""The suggested next step, by the first of these rules that applies."""


def late_bills(allocation: Allocation, today: pd.Timestamp, late_days: int) -> pd.Series:
    """Return, by account, how many bills of the year before the day were, or are, more than so many days late."""
    items, links = allocation.items, allocation.links
    closed = pd.Series(allocation.credits["date"].reindex(links["credit"]).to_numpy(), index=links["debit"])
    last = closed.groupby(level=0).max().reindex(items.index).astype("datetime64[s]")
    bills = items[(items["kind"] == "invoice") & (items["date"] > today - pd.Timedelta(days=365))]
    ended = last.reindex(bills.index).where(bills["outstanding"] == 0, today)
    late = (ended - bills["due_date"]).dt.days >= late_days
    return late[late].groupby(bills.loc[late, "account"].astype(object)).size()


def problem_debtors(row: Frame, terms: ProblemTerms) -> Frame:
    """Return the accounts to which at least ``rules`` of the rules apply, the worst first, with advice.

    ``row`` has account, name, currency, outstanding, arrears, days_overdue and the facts broken_promises, broken_plans,
    late_bills (numbers), before (overdue ``growth_days`` ago, minor units), attempts (number), last_reply (NaT: never),
    today. Columns added: rules (how many apply), growth (percent, 0 where nothing was overdue before), advice, reason.
    """
    applies, words = _rules(row, terms)
    number = sum(mask.astype("int64") for mask in applies.values())
    said = np.full(len(row), "", dtype=object)
    for name, mask in applies.items():
        said = said + when(((said != "") & mask, "; ")) + when((mask, words[name]))
    advice = when(*((mask, ADVICE[name]) for name, mask in applies.items()))
    found = row.assign(rules=number, advice=advice, growth=_growth(row), reason=say(said, ". Next: ", advice, "."))
    listed = found[(number >= max(terms.rules, 1)) & (found["outstanding"] > 0)]
    return listed.sort_values(["rules", "arrears"], ascending=False, kind="stable")


def _growth(row: Frame) -> pd.Series:
    more = (row["arrears"] - row["before"]).clip(lower=0)
    return pd.Series(money.basis_points(more, row["before"]) // 100, index=row.index)


def _rules(row: Frame, terms: ProblemTerms) -> tuple[dict[str, pd.Series], dict[str, Texts]]:
    """Return for each rule, in the order of ADVICE, where it applies and what is said of it."""
    since = (row["today"] - row["last_reply"]).dt.days
    silent = (row["attempts"] > 0) & ~(since < terms.silent_days) & (row["arrears"] > 0)
    grown = (row["arrears"] > row["before"]) & (row["before"] > 0) & (_growth(row) >= terms.growth)
    then, now = (amount(row[name], row["currency"]) for name in ("before", "arrears"))
    reply = when(
        (row["last_reply"].notna(), say("no answer since ", day(row["last_reply"]))), otherwise="never answered"
    )
    applies = {
        "silent": silent & bool(terms.silent_days),
        "plans": (row["broken_plans"] >= terms.broken_plans) & bool(terms.broken_plans),
        "promises": (row["broken_promises"] >= terms.broken_promises) & bool(terms.broken_promises),
        "growth": grown & bool(terms.growth),
        "late": (row["late_bills"] >= terms.late_bills) & bool(terms.late_bills),
    }
    words = {
        "silent": say(reply, " (", count(row["attempts"], "attempt"), ")"),
        "plans": say(count(row["broken_plans"], "plan"), " broken"),
        "promises": say(count(row["broken_promises"], "promise"), " broken"),
        "growth": say("overdue grew by ", _growth(row), f" % in {terms.growth_days} days, from ", then, " to ", now),
        "late": say(count(row["late_bills"], "bill"), " of the last 12 months late"),
    }
    return applies, words


def known(facts: pd.Series, accounts: pd.Series) -> pd.Series:
    """Return a number by account for each row, 0 where there is none."""
    return look_up(facts, accounts).fillna(0).astype("int64")
