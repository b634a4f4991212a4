"""The promises desk: what became of every promise to pay, who may promise again, and how collectors do."""

import datetime as dt
from pathlib import Path

from sheetops.jobs.agreements import PROMISE_SETTINGS, limits_of, promise_warnings
from sheetops.jobs.arrears import SHEETS_READ, Position, ordered, position
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.results import finish, run_of
from sheetops.model import Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.promises import MEANINGS
from sheetops.rules.targets import promise_targets

SETTINGS_USED = ("currency", *PROMISE_SETTINGS, "escalation_after_broken")
DEFINITIONS = (
    {
        "received": "receipts of the account dated from made_on to due_on + promise_grace_days, in the promise's "
        "currency and less what was sent back; promises of one account share them in order of due day, so that no "
        "money counts twice; a promise and a payment plan are judged apart",
        "judged on": "kept: the day on which the last of the money came; part kept and broken: the last day of grace",
        "week": "the Monday of the week in which promises fall due",
        "kept rate": "promises kept against promises judged (kept, part kept, broken), by number",
        "received rate": "received against promised, of promises judged, by money",
        "may promise": "something is owed, and fewer than promise_max_broken promises were broken in the last "
        "promise_broken_days days, today included",
        "next action": "where chasing stands or goes on, see Arrears: after a promise is kept in part or broken it "
        "goes on where it stopped, on its own day or at once (escalation_after_broken); no level is skipped",
    }
    | {f"status {status}": meaning for status, meaning in MEANINGS.items()}
)  # fmt: skip


def promises(what: What, *, as_of: dt.date, out: Path | str | None = None, progress: Progress = silent) -> Outcome:
    """Judge every promise as of a day and, with ``out``, write ``promises.xlsx`` into that folder.

    Promises and Ledger are needed. The run's frames are Promises kept, Promise limits (may an account promise again,
    how far ahead, where chasing goes on) and Promise targets (by collector and week), money in minor units.
    """
    desk = open_desk(what, as_of, SHEETS_READ, needs=("Promises", "Ledger"), progress=progress)
    progress("Judging promises", 0, 1)
    run = promises_run(desk, position(desk))
    progress("Judging promises", 1, 1)
    return finish(desk, run, out)


def promises_run(desk: Desk, now: Position) -> Run:
    """Return the promises run of a desk whose position is known."""
    judged = now.agreed.promises
    later = len(desk.frames["Promises"]) - len(judged)
    statuses = judged["status"].value_counts()
    targets = promise_targets(judged)
    return run_of(
        desk,
        "promises",
        {
            "Promises kept": ordered("Promises kept", judged.sort_values(["due_on", "promise"], kind="stable")),
            "Promise limits": _limits(desk, now),
            "Promise targets": ordered("Promise targets", targets),
        },
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            "promises": len(judged),
            **{f"promises {status}": int(statuses.get(status, 0)) for status in MEANINGS},
            "promises made after this day, left aside": later,
        },
        totals=(
            Total("Promises by status against promises made", "", int(statuses.sum()), len(judged)),
            *_money(judged, targets),
        ),
        findings=promise_warnings(desk, now.agreed),
    )


def _limits(desk: Desk, now: Position) -> Frame:
    """Return the contract's Promise limits: accounts that owe something or promised something."""
    rows = now.accounts
    concerned = rows[(rows["outstanding"] > 0) | rows["account"].isin(now.agreed.promises["account"])]
    limits = limits_of(desk, now.agreed, concerned)
    return ordered("Promise limits", limits.assign(reason=limits["limit"]))


def _money(judged: Frame, targets: Frame) -> tuple[Total, ...]:
    """Hold the money of the collectors' weeks against that of the promises, by currency."""
    by_week = targets[targets["grouped_by"] == "collector and week"]
    return tuple(
        Total(f"{side.capitalize()} by collector and week against promises", code, left, right, money=True)
        for side, column in (("promised", "amount"), ("received", "received"))
        for code in sorted(judged["currency"].unique())
        for left, right in [_sides(by_week, side, judged, column, code)]
    )


def _sides(by_week: Frame, side: str, judged: Frame, column: str, code: str) -> tuple[int, int]:
    left, right = by_week.loc[by_week["currency"] == code, side], judged.loc[judged["currency"] == code, column]
    return int(left.sum()), int(right.sum())
