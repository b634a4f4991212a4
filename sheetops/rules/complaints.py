"""Complaints: acknowledged and answered in time or not, on a clock of business days, and which of them are open.

Decided for the desks: the day on which a complaint came never counts, so that one of Friday evening is due by its n-th
business day after. What happened after the day asked about has not happened. An answer acknowledges as well. A
complaint put right on the first call or message needs neither.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sheetops import clock, money
from sheetops.model import Frame
from sheetops.rules.words import Texts, count, day, say, when

OVER = ("resolved", "withdrawn")

MEANINGS = {
    "to acknowledge": "open, not acknowledged, and there is still time for it",
    "acknowledgement overdue": "open, not acknowledged, and the last day for it has passed",
    "to answer": "acknowledged, not answered, and there is still time for it",
    "answer overdue": "not answered, and the last day for it has passed, acknowledged or not",
    "answered": "answered, but not resolved: it stays open until somebody closes it",
    "resolved": "resolved or closed on or before the day, and not reopened",
    "withdrawn": "the customer withdrew it",
}
"""What each status of a complaint means; every complaint has exactly one."""


@dataclass(frozen=True)
class ComplaintTerms:
    """How a desk answers complaints: its day, business days to acknowledge and to answer, and its closed days."""

    as_of: dt.date
    acknowledge_days: int = 3
    answer_days: int = 10
    closed: frozenset[dt.date] = frozenset()


def complaints(tasks: Frame, terms: ComplaintTerms) -> Frame:
    """Return every complaint received by the day (index: its Tasks row) with where it stands.

    Columns added to those of the sheet: acknowledge_by, answer_by (the last day for each; ``due_at`` of the sheet goes
    before the setting), acknowledged_on, answered_on, resolved_on (NaT when not by the day), business_days (since it
    came, to the day it was resolved or to the day asked about), status (one of MEANINGS), open, acknowledged_in_time,
    answered_in_time (yes or no; blank while neither is decided), first_contact, next_action, next_action_on, reason.
    """
    today = pd.Timestamp(terms.as_of).as_unit("s")
    ours = tasks[(tasks["type"] == "complaint") & (tasks["received_at"] < today + pd.Timedelta(days=1))]
    row = ours.assign(received_on=ours["received_at"].dt.normalize(), first_contact=ours["resolved_at_first_contact"])
    row["acknowledge_by"] = _after(row, terms.acknowledge_days, terms)
    row["answer_by"] = row["due_at"].dt.normalize().fillna(_after(row, terms.answer_days, terms))
    row = row.assign(**_done(row, today))
    row["status"] = _status(row, today)
    row["open"] = ~row["status"].isin(OVER)
    row["acknowledged_in_time"] = _in_time(row, "acknowledged_on", "acknowledge_by", today)
    row["answered_in_time"] = _in_time(row, "answered_on", "answer_by", today)
    end = row["resolved_on"].fillna(today)
    row["business_days"] = clock.business_days_between(row["received_on"], end, terms.closed)
    return row.assign(**_next(row, today), reason=_reason(row, today))


def _after(row: Frame, number: int, terms: ComplaintTerms) -> pd.Series:
    last = clock.business_days_after(row["received_on"], number, terms.closed)
    return pd.Series(last.astype("datetime64[s]"), index=row.index)


def _done(row: Frame, today: pd.Timestamp) -> dict[str, pd.Series]:
    """Return the day of each step, NaT for what had not happened by the day."""
    answered = _by(row["answered_at"], today)
    over = row["status"].isin(["resolved", "closed"]) | row["first_contact"]
    named = row["resolved_at"].dt.normalize()
    supposed = answered.fillna(row["received_on"]).where(named.isna() & over)
    resolved = _by(named.fillna(supposed), today).mask(row["status"] == "reopened")
    at_once = row["received_on"].where(row["first_contact"] & resolved.notna())
    return {
        "acknowledged_on": _by(row["acknowledged_at"], today).fillna(answered).fillna(at_once),
        "answered_on": answered.fillna(at_once),
        "resolved_on": resolved,
    }


def _by(moment: pd.Series, today: pd.Timestamp) -> pd.Series:
    on = moment.dt.normalize()
    return on.where(on <= today)


def _status(row: Frame, today: pd.Timestamp) -> Texts:
    return when(
        (row["status"] == "withdrawn", "withdrawn"),
        (row["resolved_on"].notna(), "resolved"),
        (row["answered_on"].notna(), "answered"),
        (row["answer_by"] < today, "answer overdue"),
        (row["acknowledged_on"].notna(), "to answer"),
        (row["acknowledge_by"] < today, "acknowledgement overdue"),
        otherwise="to acknowledge",
    )


def _in_time(row: Frame, done: str, by: str, today: pd.Timestamp) -> pd.Series:
    """Return yes, no, or blank while it is undecided: not done, and its last day has not passed, or it is over."""
    verdict = when(
        (row[done].notna() & (row[done] <= row[by]), "yes"),
        (row[done].notna() | (row["open"] & (row[by] < today)), "no"),
    )
    return pd.Series(verdict, index=row.index, dtype=object)


def _next(row: Frame, today: pd.Timestamp) -> dict[str, pd.Series | Texts]:
    waiting, status = row["acknowledged_on"].isna(), row["status"]
    answered = status == "answered"
    return {
        "next_action": when(
            (~row["open"], ""),
            (answered, "ask whether it is settled, then close it"),
            (waiting & (status != "answer overdue"), "acknowledge it"),
            (waiting, "answer it at once (it was never acknowledged)"),
            otherwise="answer it",
        ),
        "next_action_on": row["acknowledge_by"]
        .where(waiting & (status != "answer overdue"), row["answer_by"])
        .mask(answered, today)
        .where(row["open"])
        .astype("datetime64[s]"),
    }


def _reason(row: Frame, today: pd.Timestamp) -> Texts:
    came = say("Complaint ", row["task"], " came on ", day(row["received_on"]))
    days = count(row["business_days"], "business day")
    late = count((today - row["answer_by"]).dt.days, "day")
    late_ack = count((today - row["acknowledge_by"]).dt.days, "day")
    known = when(
        (row["acknowledged_on"].isna(), "; it has not been acknowledged"),
        otherwise=say("; it was acknowledged on ", day(row["acknowledged_on"]), _lateness(row, "acknowledged")),
    )
    waits = when((row["waiting"] != "", say(" It waits for: ", row["waiting"], ".")))
    status = row["status"]
    said = when(
        (status == "withdrawn", ", and was withdrawn."),
        ((status == "resolved") & row["first_contact"], ", and was put right at the first contact."),
        (status == "resolved", say(", and was resolved on ", day(row["resolved_on"]), " after ", days, ".")),
        (
            status == "answered",
            say(known, ", answered on ", day(row["answered_on"]), _lateness(row, "answered"), ", and is not closed."),
        ),
        (
            status == "answer overdue",
            say(known, ". The answer was due by ", day(row["answer_by"]), ", ", late, " ago."),
        ),
        (
            status == "acknowledgement overdue",
            say(known, ", which was due by ", day(row["acknowledge_by"]), ", ", late_ack, " ago; the answer is due by ",
                day(row["answer_by"]), "."),
        ),
        (status == "to answer", say(known, ". The answer is due by ", day(row["answer_by"]), ".")),
        otherwise=say(known, "; that is due by ", day(row["acknowledge_by"]), ", the answer by ",
                      day(row["answer_by"]), "."),
    )  # fmt: skip
    return say(came, said, when((row["open"], waits)))


def _lateness(row: Frame, step: str) -> Texts:
    by = "acknowledge_by" if step == "acknowledged" else "answer_by"
    return when((row[f"{step}_on"] > row[by], say(" (late: it was due by ", day(row[by]), ")")))


def complaint_holds(tasks: Frame, terms: ComplaintTerms) -> Frame:
    """Return what open complaints stop, in the shape of Holds: account, entry, reason, from, until (NaT: until closed).

    One row an open complaint that names an account.
    """
    found = complaints(tasks[tasks["account"] != ""], terms)
    open_ = found[found["open"]]
    return pd.DataFrame(
        {
            "account": open_["account"],
            "entry": "",
            "reason": say("complaint ", open_["task"], " of ", day(open_["received_on"]), ", ", open_["status"]),
            "from": open_["received_on"],
            "until": pd.Series(pd.NaT, index=open_.index, dtype="datetime64[s]"),
            "owner": open_["owner"],
        },
        index=open_.index,
    )


FIGURES = ("complaints", "open", "resolved", "withdrawn", "late")


def complaint_figures(found: Frame) -> Frame:
    """Return how complaints were dealt with: in all, by owner, by cause and by month received; most complaints first.

    ``found`` is what `complaints` returned. Columns: grouped_by, group, complaints, open, resolved, withdrawn, late
    (overdue: how many), acknowledged_rate, answered_rate (in time against those decided), first_contact_rate (put right
    at the first contact against resolved): basis points, blank where there was none.
    """
    row = pd.DataFrame(
        {
            "all": "",
            "owner": found["owner"].astype(object).where(found["owner"] != "", "(nobody named)"),
            "cause": found["cause"].astype(object).where(found["cause"] != "", "(no cause given)"),
            "month received": found["received_on"].dt.strftime("%Y-%m").astype(object),
            "complaints": 1,
            "open": found["open"].astype("int64"),
            **{name: (found["status"] == name).astype("int64") for name in OVER},
            "late": found["status"].str.endswith("overdue").astype("int64"),
            "first": ((found["status"] == "resolved") & found["first_contact"]).astype("int64"),
            **{
                f"{step}_{answer}": (found[f"{step}_in_time"] == answer).astype("int64")
                for step in ("acknowledged", "answered")
                for answer in ("yes", "no")
            },
        }
    )
    return pd.concat([_grouped(row, name) for name in ("all", "owner", "cause", "month received")], ignore_index=True)


def _grouped(row: Frame, by: str) -> Frame:
    sums = row.drop(columns=[name for name in ("all", "owner", "cause", "month received") if name != by])
    told = sums.groupby(by, sort=True).sum().reset_index(names="group")
    told = told.assign(grouped_by=by, first_contact_rate=_rate(told["first"], told["resolved"]))
    for step in ("acknowledged", "answered"):
        told[f"{step}_rate"] = _rate(told[f"{step}_yes"], told[f"{step}_yes"] + told[f"{step}_no"])
    if by in ("owner", "cause"):
        told = told.sort_values("complaints", ascending=False, kind="stable")
    columns = ["grouped_by", "group", *FIGURES, "acknowledged_rate", "answered_rate", "first_contact_rate"]
    return told[columns]


def _rate(part: pd.Series, whole: pd.Series) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(money.basis_points(part, whole), (np.asarray(whole) == 0))
