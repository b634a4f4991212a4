"""Coverage: who of a frozen remit was tried and who was reached, who was not and why, and whether the deadline holds.

Decided for the desks: one account is one member, however many licences of it are in the remit. The members are those of
the day on which it was frozen and stay so: who paid, renewed or left since counts on. Coverage is members with at least
one attempt, reach those who were spoken to or replied; who came to us of himself was both. A letter is an attempt.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sheetops import clock, money
from sheetops.model import Frame
from sheetops.rules.words import Texts, count, say, when

EVERYBODY = "(everybody)"
"""Stands where a figure is for all callers together."""

VERDICTS = {
    "done": "everybody in it has been tried",
    "on track": "at the pace so far, everybody who may be contacted is tried by the deadline",
    "behind": "at the pace so far, somebody who may be contacted is not tried by the deadline",
    "over": "the deadline has passed, and somebody was not tried",
    "no deadline": "the remit has none",
}
"""What each verdict on a remit, or a caller's part of it, means."""


@dataclass(frozen=True)
class RemitTerms:
    """A remit's name and days (its deadline None when it has none), the day asked about, and the desk's closed days."""

    remit: str
    as_of: dt.date
    frozen_on: dt.date
    deadline: dt.date | None = None
    closed: frozenset[dt.date] = frozenset()


def covered(members: Frame, made: Frame, terms: RemitTerms) -> Frame:
    """Return the members, one row an account, with what was tried since the remit was frozen.

    ``members`` has account, caller, segment, blocked (why it cannot be contacted, "" when it can); ``made`` is what
    `sheetops.rules.contacts.contacts_made` returned. Columns added: attempts (number), attempted, reached (yes or no),
    first_on (the day of the first contact, NaT), reached_on.
    """
    since = made[(made["on"] >= pd.Timestamp(terms.frozen_on)) & made["account"].isin(members["account"])]
    answered = since["spoke"] | since["replied"]
    account = since["account"].astype(object)
    found = pd.DataFrame(
        {
            "attempts": since["attempt"].astype("int64").groupby(account).sum(),
            "first_on": since["on"].where(since["attempt"] | answered).groupby(account).min(),
            "reached_on": since["on"].where(answered).groupby(account).min(),
        }
    ).reindex(members["account"].astype(object))
    row = members.assign(
        attempts=found["attempts"].fillna(0).astype("int64").to_numpy(),
        first_on=found["first_on"].astype("datetime64[s]").to_numpy(),
        reached_on=found["reached_on"].astype("datetime64[s]").to_numpy(),
    )
    return row.assign(attempted=row["first_on"].notna(), reached=row["reached_on"].notna())


def coverage(row: Frame, terms: RemitTerms) -> Frame:
    """Return coverage and reach in all, by caller, by segment and by day (as it stood that evening).

    ``row`` is what `covered` returned. Columns: grouped_by, group, members, attempted, coverage, reached, reach, left
    (members not tried): numbers and basis points of the members.
    """
    tables = [_grouped(row, by) for by in ("all", "caller", "segment")]
    return pd.concat([*tables, _by_day(row, terms)], ignore_index=True)


def _grouped(row: Frame, by: str) -> Frame:
    group = pd.Series(EVERYBODY, index=row.index) if by == "all" else row[by]
    figures = pd.DataFrame(
        {
            "members": 1,
            "attempted": row["attempted"].astype("int64"),
            "reached": row["reached"].astype("int64"),
        }
    )
    sums = figures.groupby(group.astype(object)).sum().rename_axis("group").reset_index()
    return _rated(sums.assign(grouped_by=by))


def _by_day(row: Frame, terms: RemitTerms) -> Frame:
    first, last = np.datetime64(terms.frozen_on), np.datetime64(terms.as_of)
    days = np.arange(first, last + 1)
    firsts = (row[name].dropna().to_numpy().astype("datetime64[D]") for name in ("first_on", "reached_on"))
    tried, reached = map(np.sort, firsts)
    # A Saturday without any contact says nothing.
    busy = np.is_busday(days, holidays=np.array(sorted(terms.closed), dtype="datetime64[D]"))
    days = days[busy | np.isin(days, tried) | np.isin(days, reached)]
    told = pd.DataFrame(
        {
            "group": clock.texts(days),
            "members": len(row),
            "attempted": np.searchsorted(tried, days, side="right"),
            "reached": np.searchsorted(reached, days, side="right"),
        }
    )
    return _rated(told.assign(grouped_by="day"))


def _rated(sums: Frame) -> Frame:
    rates = {"coverage": "attempted", "reach": "reached"}
    told = sums.assign(
        left=sums["members"] - sums["attempted"],
        **{rate: money.basis_points(sums[part], sums["members"]) for rate, part in rates.items()},
    )
    return told[["grouped_by", "group", "members", "attempted", "coverage", "reached", "reach", "left"]]


def forecast(row: Frame, terms: RemitTerms) -> Frame:
    """Return whether the remit, and each caller's part of it, will be tried by its deadline at the pace so far.

    ``row`` is what `covered` returned. Columns: caller (EVERYBODY first), members, attempted, left, cannot (of those
    left, who may not or cannot be contacted), business_days (from the freezing to the day, both included), days_left
    (business days after the day, to the deadline), needed (a day, from now on, rounded up), expected (members tried by
    the deadline), expected_rate (basis points of the members), status (one of VERDICTS), reason.
    """
    part = pd.concat([row.assign(caller=EVERYBODY), row])
    figures = pd.DataFrame(
        {
            "members": 1,
            "attempted": part["attempted"].astype("int64"),
            "cannot": (~part["attempted"] & (part["blocked"] != "")).astype("int64"),
        }
    )
    sums = figures.groupby(part["caller"].astype(object)).sum().rename_axis("caller").reset_index()
    eve = np.datetime64(terms.frozen_on) - np.timedelta64(1, "D")
    gone = int(clock.business_days_between(eve, np.datetime64(terms.as_of), terms.closed))
    deadline = np.datetime64(terms.deadline or terms.as_of)
    left = int(clock.business_days_between(np.datetime64(terms.as_of), deadline, terms.closed))
    told = sums.assign(left=sums["members"] - sums["attempted"], business_days=gone, days_left=left)
    able = told["left"] - told["cannot"]
    coming = told["attempted"] * left // max(gone, 1)
    told["needed"] = -(-able // left) if left else able
    told["expected"] = told["attempted"] + np.minimum(coming, able)
    told["expected_rate"] = money.basis_points(told["expected"], told["members"])
    told["status"] = when(
        (told["left"] == 0, "done"),
        (pd.Series(terms.deadline is None, index=told.index), "no deadline"),
        (pd.Series(terms.deadline is not None and terms.deadline < terms.as_of, index=told.index), "over"),
        (coming >= able, "on track"),
        otherwise="behind",
    )
    return told.assign(reason=_reason(told, terms))


def _reason(told: Frame, terms: RemitTerms) -> Texts:
    worked = told["business_days"].clip(lower=1)
    pace = ((20 * told["attempted"] + worked) // (2 * worked)).astype("int64")  # tenths, rounded half up
    so_far = say(
        told["attempted"], " of ", told["members"], " tried in ", count(told["business_days"], "business day"), ", ",
        pace // 10, ".", pace % 10, " a day",
    )  # fmt: skip
    cannot = when(
        (
            told["cannot"] > 0,
            say("; ", told["cannot"], " of the ", told["left"], " left may not or cannot be contacted"),
        )
    )
    until = when(
        (told["status"].isin(["no deadline"]), ""),
        otherwise=say("; the deadline is ", clock.text(terms.deadline or terms.as_of)),
    )
    days_left = count(told["days_left"], "business day")
    by_then = say(told["expected"], " of ", told["members"], " by then.")
    ahead = say(" ", days_left, " left, ", told["needed"], " a day needed; at this pace ", by_then)
    return when(
        (told["status"] == "done", say(so_far, ": everybody.")),
        (told["status"] == "no deadline", say(so_far, cannot, ".")),
        (told["status"] == "over", say(so_far, cannot, until, ", which has passed.")),
        otherwise=say(so_far, cannot, until, ".", ahead),
    )


def not_contacted(row: Frame) -> Frame:
    """Return the members nobody tried, with why: what blocks them, or that nobody has got to them yet."""
    left = row[~row["attempted"]]
    words = when((left["blocked"] != "", left["blocked"]), otherwise="not tried yet")
    return left.assign(reason=words).sort_values(["caller", "account"], kind="stable")


def by_caller(row: Frame, made: Frame, promises: Frame, terms: RemitTerms) -> Frame:
    """Return what each caller did on the remit: his own members, and what he tried whoever's they are.

    ``promises`` is what `sheetops.rules.promises.judge` returned. Columns: caller, members, attempted, coverage,
    reached, reach (of his own members), attempts, calls, spoken (of his contacts since the freezing), promises (taken
    by him from members since then).
    """
    since = pd.Timestamp(terms.frozen_on)
    own = _grouped(row, "caller").set_index("group").drop(columns=["grouped_by", "left"])
    ours = made[(made["on"] >= since) & made["account"].isin(row["account"])]
    taken = promises[(promises["made_on"] >= since) & promises["account"].isin(row["account"])]
    work = pd.DataFrame(
        {
            name: ours[column].astype("int64").groupby(ours["by"].astype(object)).sum()
            for name, column in (("attempts", "attempt"), ("calls", "call"), ("spoken", "spoke"))
        }
    )
    number = taken.groupby(taken["by"].astype(object)).size().rename("promises")
    both = own.join(work, how="outer").join(number, how="outer").rename_axis("caller")
    return both.fillna(0).astype("int64").reset_index()
