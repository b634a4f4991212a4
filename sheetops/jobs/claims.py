"""The claims desk: what to enter first, what is wrong with claims and goes back, and whether clients get their time."""

import datetime as dt
from pathlib import Path

import pandas as pd

from sheetops.jobs.arrears import ordered
from sheetops.jobs.claimdesk import CLOCK_SETTINGS, REVIEW_SETTINGS, SHEETS_READ, Claimed, claimed, said_hours
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.results import finish, run_of
from sheetops.model import Chart, Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.claimstates import STATES
from sheetops.rules.intake import STATES as QUEUED
from sheetops.rules.intake import batches, entry_queue, explained_clocks
from sheetops.rules.turnaround import backlog, reasons, turnaround

REPORT = "desk-report"
NEEDS = ("Claims", "Programmes", "Participants")
DEFINITIONS = (
    {
        "due": "turnaround_hours of open time after the claim came, or after its cut-off the next day; a claim that "
        "puts another right counts from when the first one came, without the time it was with the participant",
        "open time": "the rows of Calendar less the closed days of Holidays; opening is open, closing is not",
        "slack_hours": "open hours from claims_at, or from when the claim came if that is later, to its due time, less "
        "the work on it; the queue goes by it, then by priority, then by what came first",
        "expected": "claims done in the order of the queue by claim_entry_people people, claim_line_minutes a line",
        "duplicates": "held against every line there ever was, but those rejected, withdrawn or put right by another: "
        "the same invoice and product, or the same participant, invoice day and amount",
        "outcome": "reject for a fault of claim_rejects, return for any other; a claim with a line to return goes "
        "back as a whole, and one whose return_days have passed is rejected",
        "fixed": "claim_fixes put right without asking; the sheet Claims is not changed: copy the new values",
    }
    | {f"queue {status}": meaning for status, meaning in QUEUED.items()}
    | {f"claim {state}": meaning for state, meaning in STATES.items()}
)
REPORT_DEFINITIONS = {
    "turnaround": "open hours from the start of the clock to entered_at, without the time a claim was with the "
    "participant; a claim put right counts once, from when the first of its chain came",
    "within": "entered within turnaround_hours; within_rate is of those entered",
    "kept_rate": "within, of those entered and those that wait and are late already: a mean does not show the latter",
    "backlog": "claims received and not entered, by calendar days since they came",
    "return reasons": "faults found in today's review and returns that expired, the most frequent first",
}


def claims(what: What, *, as_of: dt.date, out: Path | str | None = None, progress: Progress = silent) -> Outcome:
    """Review the claims of a desk as of a day and, with ``out``, write ``claims.xlsx`` into that folder.

    Claims, Programmes and Participants are needed. The run's frames are Entry queue, Batches, Claims reviewed,
    Deficiencies, Claim fixes, Resubmissions and Clock explained (of what is late or will miss its time); amounts in
    minor units, hours in hundredths.
    """
    desk = open_claims(what, as_of, progress)
    return finish(desk, claims_run(desk, claimed(desk)), out)


def desk_report(what: What, *, as_of: dt.date, out: Path | str | None = None, progress: Progress = silent) -> Outcome:
    """Work out turnaround, backlog and return reasons as of a day; with ``out``, write ``desk-report.xlsx`` there.

    The run's frames are Turnaround, Backlog and Return reasons, hours in hundredths, with charts drawn from them.
    """
    desk = open_claims(what, as_of, progress)
    return finish(desk, report_run(desk, claimed(desk)), out)


def open_claims(what: What, as_of: dt.date, progress: Progress = silent) -> Desk:
    """Read and check the sheets of a claims desk; BookError when one that it needs is missing."""
    return open_desk(what, as_of, SHEETS_READ, needs=NEEDS, progress=progress)


def claims_run(desk: Desk, now: Claimed) -> Run:
    """Return the review of a desk whose claims are known."""
    review, lines = now.review, now.review.lines
    waiting = lines.loc[lines["outcome"] == "approve", "claim"]
    new = now.heads[(now.heads["state"] == "received") & ~now.heads["superseded"]]
    queue = entry_queue(new[new["claim"].isin(waiting)], now.clocks)
    outcomes = lines["outcome"].value_counts()
    troubled = queue[queue["status"].isin(("late", "will miss"))]
    frames = {
        "Entry queue": ordered("Entry queue", queue),
        "Batches": ordered("Batches", batches(queue)),
        "Claims reviewed": ordered("Claims reviewed", lines),
        "Deficiencies": ordered("Deficiencies", _listed(now)),
        "Claim fixes": ordered("Claim fixes", review.fixes),
        "Resubmissions": ordered("Resubmissions", now.heads[now.heads["claim"] != now.heads["origin"]]),
        "Clock explained": ordered("Clock explained", explained_clocks(troubled, now.waits, now.clocks)),
    }
    statuses = queue["status"].value_counts()
    return run_of(
        desk,
        "claims",
        frames,
        settings=(*CLOCK_SETTINGS, *REVIEW_SETTINGS),
        definitions={"hours": said_hours(desk)} | DEFINITIONS,
        counts={
            "claim lines": len(now.lines),
            "claims": len(now.heads),
            "lines reviewed": len(lines),
            **{f"lines to {outcome}": int(outcomes.get(outcome, 0)) for outcome in ("approve", "return", "reject")},
            "claims to enter": len(queue),
            **{f"claims to enter, {status}": int(statuses.get(status, 0)) for status in QUEUED},
            "claims put right by another": int(now.heads["superseded"].sum()),
            "standard procedures applied": len(review.fixes),
        },
        totals=_totals(now, new, queue),
        findings=now.findings,
        left_out=now.left_out,
    )


def _totals(now: Claimed, new: Frame, queue: Frame) -> tuple[Total, ...]:
    """Hold lines, claims and money at the end against those that came in."""
    lines = now.review.lines
    by_state = now.lines["state"].value_counts()
    by_outcome = lines.groupby("outcome")["amount"].sum()
    not_entered = int((~new["claim"].isin(queue["claim"])).sum())
    kept = now.lines[~now.lines.index.isin(lines.index)]
    listed = batches(queue)
    return (
        Total("Lines by state against lines received", "", int(by_state.sum()), len(now.lines)),
        Total(
            "Lines approved, returned and rejected against lines reviewed",
            "",
            len(lines),
            int(lines["outcome"].notna().sum()),
        ),
        Total(
            "Claims to enter, to return and to reject against claims received", "", len(queue) + not_entered, len(new)
        ),
        Total("Claims of batches against claims to enter", "", int(listed["claims"].sum()), len(queue)),
        Total(
            "Amount reviewed and not reviewed against amount received",
            "",
            int(by_outcome.fillna(0).sum()) + int(kept["amount"].fillna(0).sum()),
            int(now.lines["amount"].fillna(0).sum()),
            money=True,
        ),
    )


def _listed(now: Claimed) -> Frame:
    """Return the faults and the fixes as the contract's Deficiencies; ``letter`` is whose letter tells it."""
    faults, fixes = now.review.faults, now.review.fixes
    told = faults.assign(letter=faults["participant"].where(faults["action"] == "return", ""))
    said = "" + fixes["field"] + ": " + fixes["old"].astype(str) + " -> " + fixes["new"].astype(str)
    put_right = fixes.assign(check=fixes["procedure"], problem=said, action="fixed", letter="", cure="")
    return pd.concat([told, put_right])


# ------------------------------------------------------------------------------------------------------ report


def report_run(desk: Desk, now: Claimed) -> Run:
    """Return the desk report of a desk whose claims are known."""
    heads = now.heads[~now.heads["superseded"]]
    speed, waits, why = turnaround(heads, now.clocks.now), backlog(heads, now.clocks.now), reasons(now.review.faults)
    frames = {
        "Turnaround": ordered("Turnaround", speed),
        "Backlog": ordered("Backlog", waits),
        "Return reasons": ordered("Return reasons", why),
    }
    received = heads[(heads["state"] == "received") & heads["entered_at"].isna()]
    return run_of(
        desk,
        REPORT,
        frames,
        settings=(*CLOCK_SETTINGS, *REVIEW_SETTINGS),
        definitions={"hours": said_hours(desk)} | REPORT_DEFINITIONS,
        counts={"claims": len(heads), "entered": int(speed["entered"].sum()), "waiting": len(received)},
        totals=(
            Total("Claims by programme against claims", "", int(speed["claims"].sum()), len(heads)),
            Total("Backlog by age against claims waiting", "", int(waits["claims"].sum()), len(received)),
            Total("Faults by reason against faults", "", int(why["faults"].sum()), len(now.review.faults)),
        ),
        findings=now.findings,
        left_out=now.left_out,
        charts=tuple(_charts(frames)),
    )


def _charts(frames: dict[str, Frame]) -> list[Chart]:
    ages = tuple((name, name) for name in frames["Backlog"].columns if name not in ("client", "programme", "claims"))
    wanted = (
        Chart("Entered in time", "Turnaround", "columns", "programme", (("within", "within"), ("late", "late")), 0, 0),
        Chart("What waits, by age", "Backlog", "stacked", "programme", ages, 0, 0, unit="claims"),
        Chart("Why claims come back", "Return reasons", "bars", "check", (("faults", "Faults"),), 0, 0, unit="faults"),
    )
    return [
        Chart(one.title, one.sheet, one.kind, one.names, one.series, 0, len(frames[one.sheet]), one.unit)
        for one in wanted
        if len(frames[one.sheet])
    ]
