"""The complaints desk: every complaint and its clock, and everything that is on hold and when somebody looks at it."""

import datetime as dt
from pathlib import Path

import pandas as pd

from sheetops import clock
from sheetops.checking import findings_of
from sheetops.jobs.arrears import SHEETS_READ, Position, ordered, position
from sheetops.jobs.caution import cautious_holds
from sheetops.jobs.complaining import COMPLAINT_SETTINGS, complaint_terms
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.results import finish, run_of
from sheetops.model import Finding, Frame, Outcome, Progress, Run, Severity, Total, silent
from sheetops.rules.complaints import MEANINGS, complaint_figures
from sheetops.rules.complaints import complaints as complaints_of
from sheetops.rules.reviewing import MEANINGS as REVIEWS
from sheetops.rules.reviewing import disputed_entries, holds_by_reason, open_now, owed_by_hold, reviewed
from sheetops.sheets.checks.faults import faults

SETTINGS_USED = (*COMPLAINT_SETTINGS, "hold_review_days")
DEFINITIONS = (
    {
        "business days": "all but Saturdays, Sundays and the closed days of Holidays; the day it came does not count",
        "acknowledge by, answer by": "complaint_acknowledge_days and complaint_answer_days business days after it "
        "came; due_at of the task goes before the latter",
        "acknowledged": "by acknowledged_at, or by the answer, or put right at the first contact",
        "acknowledged rate, answered rate": "in time, against those decided: done, or open and past the last day",
        "first contact rate": "resolved_at_first_contact yes, against all complaints resolved",
        "open complaint": "holds back every notice to its account (complaint_stops_chasing), see Arrears",
        "holds review": "everything that holds a notice back on the day and has an end of its own: rows of Holds, open "
        "complaints, rows with an error, and disputed entries; promises and plans are on their own sheets",
        "outstanding": "what is open on the account or entry on hold; one on hold for two reasons stands twice",
    }
    | {f"complaint {status}": meaning for status, meaning in MEANINGS.items()}
    | {f"review {status}": meaning for status, meaning in REVIEWS.items()}
)


def complaints(what: What, *, as_of: dt.date, out: Path | str | None = None, progress: Progress = silent) -> Outcome:
    """Work out complaints and holds as of a day and, with ``out``, write ``complaints.xlsx`` into that folder.

    Needs none of its sheets: complaints are those of Tasks, holds those of Holds, disputes those of the Ledger. The
    run's frames are Complaints, Complaint figures, Holds review and Holds by reason, money in minor units.
    """
    desk = open_desk(what, as_of, SHEETS_READ, progress=progress)
    progress("Working out complaints and holds", 0, 1)
    run = complaints_run(desk, position(desk))
    progress("Working out complaints and holds", 1, 1)
    return finish(desk, run, out)


def complaints_run(desk: Desk, now: Position) -> Run:
    """Return the complaints run of a desk whose position is known."""
    tasks = desk.frames["Tasks"]
    found = complaints_of(tasks, complaint_terms(desk))
    held = on_hold(desk, now)
    review = _with_money(now, held)
    names = now.customers.drop_duplicates("account").set_index("account")["name"]
    statuses, reviews = found["status"].value_counts(), held["status"].value_counts()
    every = int((tasks["type"] == "complaint").sum())
    return run_of(
        desk,
        "complaints",
        {
            "Complaints": ordered(
                "Complaints", _listed(found.assign(name=found["account"].map(names).fillna("")))
            ),
            "Holds review": ordered("Holds review", review.assign(name=review["account"].map(names).fillna(""))),
            "Complaint figures": ordered("Complaint figures", complaint_figures(found)),
            "Holds by reason": ordered("Holds by reason", holds_by_reason(review.assign(oldest=review["from"]))),
        },
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            "complaints": len(found),
            **{f"complaints {status}": int(statuses.get(status, 0)) for status in MEANINGS},
            "complaints received after this day, left aside": every - len(found),
            "on hold": len(held),
            **{f"on hold, {status}": int(reviews.get(status, 0)) for status in REVIEWS},
        },
        totals=(
            Total("Complaints by status against complaints received", "", int(statuses.sum()), len(found)),
            Total("Holds by review against what is on hold", "", int(reviews.sum()), len(held)),
        ),
        findings=(*_late_reviews(desk, held), *_late_complaints(desk, found)),
    )  # fmt: skip


def _listed(found: Frame) -> Frame:
    """Return complaints as a desk works them off: open ones first, by the day of what is next."""
    return found.sort_values(["open", "next_action_on", "received_at"], ascending=[False, True, True], kind="stable")


def on_hold(desk: Desk, now: Position) -> Frame:
    """Return everything on hold on the day with its review, its index the Excel row for what stands on Holds."""
    holds = open_now(cautious_holds(desk), desk.as_of)
    disputes = disputed_entries(now.allocation.items, holds, desk.frames["Tasks"], desk.as_of)
    # Rows of other sheets count down from below the sources', so that no two share a number.
    first = min([0, *holds.index]) - len(disputes)
    both = pd.concat([holds, disputes.set_axis(range(first, first + len(disputes)))]) if len(disputes) else holds
    texts = both[["note", "owner"]].astype(object).fillna("")
    return reviewed(both.assign(**texts), desk.as_of, desk.policy.value("hold_review_days"))


def _with_money(now: Position, held: Frame) -> Frame:
    owner = now.allocation.items.drop_duplicates("entry").set_index("entry")["account"]
    account = held["account"].where(held["account"] != "", held["entry"].map(owner).fillna(""))
    rows = owed_by_hold(held.assign(account=account), now.allocation.items)
    order = {status: place for place, status in enumerate(REVIEWS)}
    rows = rows.assign(
        place=rows["status"].map(order), held_for=rows["reason"], late=rows["status"] == "review overdue"
    ).sort_values(["place", "review_on", "account"], kind="stable")
    return rows.assign(reason=rows["explanation"])


def _late_reviews(desk: Desk, held: Frame) -> tuple[Finding, ...]:
    """Return a warning for each row of Holds that should have been reviewed before the day."""
    if "Holds" not in desk.checked:
        return ()
    rows = held[held.index.isin(desk.frames["Holds"].index)]
    late = faults(
        rows,
        rows["status"] == "review overdue",
        "review_on",
        lambda row: (
            f"The hold for {row.account or row.entry} ({row.reason}) was to be reviewed on "
            f"{clock.text(row.review_on)}. Lift it by filling in until, or set a new review_on."
        ),
    )
    return tuple(findings_of(desk.checked["Holds"], late, "hold_review_overdue", Severity.WARNING))


def _late_complaints(desk: Desk, found: Frame) -> tuple[Finding, ...]:
    """Return a warning for each complaint that is past one of its days."""
    if "Tasks" not in desk.checked:
        return ()
    late = faults(
        found,
        found["status"].str.endswith("overdue"),
        "task",
        lambda row: f"{row.reason} Next: {row.next_action}; fill in the day once it is done.",
    )
    return tuple(findings_of(desk.checked["Tasks"], late, "complaint_overdue", Severity.WARNING))
