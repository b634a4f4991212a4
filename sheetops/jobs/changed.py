"""What changed for an account between two days, and why: what came in between, and which answers are others now."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sheetops import clock
from sheetops.jobs.desk import Desk
from sheetops.jobs.story import AGEING, ALLOCATION, CONTACT, LEDGER, NO, known_entries
from sheetops.jobs.wants import records
from sheetops.jobs.worked import Worked
from sheetops.model import Frame, Total
from sheetops.rules.allocation import balances
from sheetops.rules.words import Texts, amount, say, when

COLUMNS = ("part", "about", "rule", "before", "after", "day", "amount", "currency", "reason")
CAME = "What came in between"
POLICY = "Policy"
_KEY = ["part", "about", "rule", "currency"]
_NEWS = (LEDGER, CONTACT)
"""Parts of which every new line came in between; of all others the answers are compared."""


def changes(before: Frame, after: Frame, earlier: Worked, later: Worked) -> Frame:
    """Return what differs between an account's stories of two days: the contract's What changed.

    First what came in between (entries, notices, contacts), then the rows of the policy that are others, then each line
    of the story whose answer or amount is another: both, and the later day's reason.
    """
    rows = [*_came(before, after), *_policy(earlier.desk, later.desk)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame = pd.concat([frame.astype(object), _answers(before, after).astype(object)], ignore_index=True)
    texts = ["part", "about", "rule", "before", "after", "currency", "reason"]
    frame[texts] = frame[texts].fillna("")
    frame["day"] = pd.to_datetime(frame["day"]).astype("datetime64[s]")
    return frame.astype({"amount": "Int64"})


def _came(before: Frame, after: Frame) -> Iterator[dict[str, Any]]:
    """Yield the lines of the ledger, of notices and of contacts that the earlier day did not have."""
    for part in _NEWS:
        old, new = (_marked(one[one["part"] == part]) for one in (before, after))
        for row in records(new[~new["mark"].isin(old["mark"]) & new["day"].notna()]):
            told = {name: row[name] for name in ("about", "rule", "day", "amount", "currency", "reason")}
            yield {"part": CAME, "after": row["outcome"] or part.lower(), **told}


def _marked(lines: Frame) -> Frame:
    """Number lines that are alike, so that the second of two equal ones is not taken for the first."""
    cells = lines[["about", "rule", "outcome", "day", "amount", "reason"]].itertuples(index=False, name=None)
    marks = pd.Series([repr(one) for one in cells], index=lines.index, dtype=object)
    return lines.assign(mark=marks + marks.groupby(marks).cumcount().astype(str))


def _policy(earlier: Desk, later: Desk) -> Iterator[dict[str, Any]]:
    """Yield each setting and stage that is another on the later day, for everyone or for some."""
    old, new = earlier.policy, later.policy
    for name in sorted({*old.values, *new.values}):
        one, other = old.values.get(name, {}), new.values.get(name, {})
        for scope in sorted({*one, *other}, key=str):
            if one.get(scope) != other.get(scope):
                yield {
                    "part": POLICY,
                    "about": " ".join(filter(None, scope)),
                    "rule": name,
                    "before": _said(one.get(scope)),
                    "after": _said(other.get(scope)),
                    "day": new.as_of,
                    "reason": "Another row of the Policy sheet is valid on the later day.",
                }
    yield from _stages(old.stages, new.stages, new.as_of)


def _said(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, tuple | list | frozenset) else str(value)


def _stages(old: Frame, new: Frame, day: Any) -> Iterator[dict[str, Any]]:
    keys, sides = ["ladder", "level", "applies_to"], []
    for stages in (old, new):
        how = [f"{row['mode']} {row['days']} {row['channel']} {row['template']}" for row in records(stages)]
        sides.append(dict(zip(stages[keys].itertuples(index=False, name=None), how, strict=True)))
    for key in sorted({*sides[0], *sides[1]}):
        if sides[0].get(key) != sides[1].get(key):
            ladder, level, applies_to = key
            yield {
                "part": POLICY,
                "about": applies_to,
                "rule": f"ladder {ladder} level {level}",
                "before": sides[0].get(key, ""),
                "after": sides[1].get(key, ""),
                "day": day,
                "reason": "Another row of the Stages sheet is valid on the later day.",
            }


def _answers(before: Frame, after: Frame) -> Frame:
    """Return the lines whose answer or amount differs, in the later day's order, those that are gone last."""
    sides = []
    for one in (before, after):
        lines = one[~one["part"].isin(_NEWS) & (one["rule"] != "")]
        turn = lines.groupby(_KEY).cumcount()
        sides.append(lines.assign(turn=turn, order=range(len(lines)), answer=_answer(lines)))
    old, new = sides
    both = new.merge(old, on=[*_KEY, "turn"], how="outer", suffixes=("", "_old"))
    both[["answer", "answer_old"]] = both[["answer", "answer_old"]].fillna("").astype(object)
    both = both[_differ(both)].sort_values("order", kind="stable")
    gone = both["order"].isna()
    reason = both["reason"].fillna("")
    return pd.DataFrame(
        {
            "part": both["part"],
            "about": both["about"],
            "rule": both["rule"],
            "before": both["answer_old"],
            "after": both["answer"].where(~gone, "no more"),
            "day": both["day"],
            "amount": (both["amount"].fillna(0) - both["amount_old"].fillna(0)).where(both["part"] == AGEING),
            "currency": both["currency"],
            "reason": reason,
        }
    )


def _differ(both: Frame) -> pd.Series:
    """Return which answers differ; what is asked for the first time and stops nothing is no news."""
    new, old = both["answer"], both["answer_old"]
    return (new != old) & ~(new.isin(["", NO]) & old.isin(["", NO])) & ~((old == "") & (new == "met"))


def _answer(lines: Frame) -> Texts:
    """Return what a line answers, in words: its outcome, its amount, or both."""
    there = lines["amount"].notna()
    sum_ = amount(lines["amount"].fillna(0).astype("int64"), lines["currency"])
    both = say(lines["outcome"], when((there & (lines["outcome"] != ""), " ")), when((there, sum_)))
    return when((lines["part"] == ALLOCATION, say(lines["outcome"], " ", sum_)), otherwise=both)


def change_totals(earlier: Worked, later: Worked) -> tuple[Total, ...]:
    """Hold the balance of the earlier day and the entries in between against the balance of the later one."""
    ledger = later.desk.frames["Ledger"]
    old, new = (balances(ledger, one.desk.as_of).groupby(level="currency").sum() for one in (earlier, later))
    rows = known_entries(later)
    between = rows[rows["date"] > pd.Timestamp(earlier.desk.as_of)].groupby("currency")["effect"].sum()
    since = clock.text(earlier.desk.as_of)
    return tuple(
        Total(
            f"Balance of {since} and what came since against the balance",
            str(code),
            int(old.get(code, 0)) + int(between.get(code, 0)),
            int(new[code]),
            money=True,
        )
        for code in new.index
    )
