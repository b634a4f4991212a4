"""The hardship desk: the register, grants and whom to chase about them, what customers have earned, fresh starts."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from sheetops import money
from sheetops.checking import findings_of
from sheetops.jobs.applications import grant_applications
from sheetops.jobs.approving import refusals
from sheetops.jobs.arrears import SHEETS_READ as ARREARS_READ
from sheetops.jobs.arrears import Position, ordered, position
from sheetops.jobs.boardpaper import FOLDER, write_papers
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.fresh_start import Case, fresh_start_rows, fresh_starts
from sheetops.jobs.protection import hardship_terms
from sheetops.jobs.relief import Relief, relief
from sheetops.jobs.reliefrows import LEDGER_SAYS, ledger_entries, matching_credits
from sheetops.jobs.results import finish, run_of
from sheetops.model import Finding, Frame, Outcome, Progress, Run, Severity, Total, silent
from sheetops.rules import grants as granting
from sheetops.rules.hardship import MEANINGS, hardship_status
from sheetops.rules.lookup import look_up
from sheetops.rules.words import when
from sheetops.sheets.checks.faults import faults

SHEETS_READ = tuple(dict.fromkeys((*ARREARS_READ, "Requests", "Authority")))
SETTINGS_USED = (
    "hardship_stops",
    "hardship_evidence_required",
    "hardship_evidence_grace_days",
    "hardship_evidence_warn_days",
    "hardship_review_days",
    "grant_schemes",
    "grant_cap",
    "grant_single_source_cap",
    "grant_window_months",
    "grant_netted",
    "grant_use_months",
    "grant_pending_stops",
    "grant_chase_days",
    "incentive",
    "incentive_every",
    "incentive_tiers",
    "incentive_clear_months",
    "incentive_misses",
    "incentive_max_months",
    "concession_evidence",
    "concession_rate",
    "concession_cap",
    "concession_year_from",
    "concession_back_months",
)
DEFINITIONS = (
    {
        "protected": "what hardship_stops names is stopped: from the day of entry to the eve of leaving; without valid "
        "evidence for hardship_evidence_grace_days more",
        "most": "the most that an application can get: by the settings in force on the day of the application, and "
        "never more than was owed on that day",
        "granted before": "granted for the same utility, applied for within grant_window_months up to that day",
        "days waiting": "from the application to its decision, or to the day asked about",
        "earned": "an instalment counts when it was paid in full within its days of grace and its day has come; only "
        "on days in hardship; credits in the Ledger by their number count as given",
        "concession": "of each invoice dated while the evidence holds and concession_back_months before they entered, "
        "in percent; each credit note is numbered after its invoice, so that none is given twice",
        "usage": "sheetops keeps no meter readings: that column is blank and must be filled in from the billing system",
    }
    | LEDGER_SAYS
    | {f"status {status}": meaning for status, meaning in MEANINGS.items()}
    | {f"grant {status}": meaning for status, meaning in granting.MEANINGS.items()}
)


def hardship(
    what: What,
    *,
    as_of: dt.date,
    out: Path | str | None = None,
    fresh_start: Sequence[str] = (),
    progress: Progress = silent,
) -> Outcome:
    """Work out the hardship desk as of a day and, with ``out``, write ``hardship.xlsx`` into that folder.

    Hardship and Ledger are needed. The run's frames are Hardship status, Grants due, Grant applications (what an
    application form asks for), Matching credits, Concessions and Ledger rows (ready to copy), money in minor units.
    ``fresh_start`` names accounts for which the ways out of their debt are worked out (Fresh start) and, with ``out``,
    a paper for the board is written into ``out/fresh-start``; then Hardship may be missing. BookError when one of them
    owes nothing.
    """
    needs = ("Ledger",) if fresh_start else ("Hardship", "Ledger")
    desk = open_desk(what, as_of, SHEETS_READ, needs=needs, progress=progress)
    progress("Working out hardship", 0, 1)
    run = hardship_run(desk, position(desk), fresh_start, Path(out) if out is not None else None)
    progress("Working out hardship", 1, 1)
    return finish(desk, run, out, Path(out) / FOLDER if out is not None and fresh_start else None)


def hardship_run(desk: Desk, now: Position, fresh_start: Sequence[str] = (), out: Path | None = None) -> Run:
    """Return the hardship run of a desk whose position is known; papers go into ``out``, if there is one."""
    stays = hardship_status(desk.frames["Hardship"], hardship_terms(desk))
    helped = relief(desk, now, stays)
    cases = fresh_starts(desk, now, stays, helped, fresh_start)
    credits, entries = matching_credits(now, helped), ledger_entries(desk, helped)
    applied, found = _with_account(now, helped.grants), _findings(desk, helped)
    statuses, outcomes = stays["status"].value_counts(), helped.grants["status"].value_counts()
    register = len(desk.frames["Hardship"])
    frames = {
        "Hardship status": ordered("Hardship status", _register(now, stays)),
        "Grants due": ordered("Grants due", _in_turn(applied)),
        "Grant applications": ordered("Grant applications", grant_applications(desk, now, stays, helped)),
        "Matching credits": ordered("Matching credits", credits),
        "Concessions": ordered("Concessions", _conceded(now, helped)),
        "Ledger rows": ordered("Ledger rows", entries),
    }
    if cases:
        frames["Fresh start"] = ordered("Fresh start", fresh_start_rows(cases))
    return run_of(
        desk,
        "hardship",
        frames,
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            "stays in hardship": len(stays),
            **{f"stays: {status}": int(statuses.get(status, 0)) for status in MEANINGS},
            "stays that begin after this day, left aside": register - len(stays),
            "protected": int(stays["protected"].sum()),
            "applications for grants": len(helped.grants),
            **{f"grants: {status}": int(outcomes.get(status, 0)) for status in granting.MEANINGS},
            "could apply for a grant": len(helped.possible),
            "credits to enter": len(entries),
            **{f"fresh start of {case.account} in {case.currency}".removesuffix(" in "): case.choice for case in cases},
        },
        totals=(
            Total("Stays by status against the register", "", int(statuses.sum()), len(stays)),
            Total("Grants by status against applications", "", int(outcomes.sum()), len(helped.grants)),
            *_money(helped, entries),
            *_outcomes(cases),
        ),
        findings=found,
        documents=write_papers(desk, cases, out) if cases and out is not None else (),
    )


def _register(now: Position, stays: Frame) -> Frame:
    """Return the contract's Hardship status: what needs doing first, then by account."""
    row = _with_account(now, stays).assign(protected_until=stays["until"])
    order = row["next_action_on"].fillna(pd.Timestamp.max.as_unit("s").normalize())
    return row.assign(order=order).sort_values(["order", "account"], kind="stable")


def _in_turn(grants: Frame) -> Frame:
    """Return applications in the order in which they are chased: those to be chased first, the oldest first."""
    due = grants["next_action_on"].fillna(pd.Timestamp.max.as_unit("s").normalize())
    return grants.assign(due=due).sort_values(["due", "applied_on", "account"], kind="stable")


def _with_names(now: Position, rows: Frame) -> Frame:
    names = now.customers.drop_duplicates("account").set_index("account")["name"]
    return rows.assign(name=look_up(names, rows["account"]).fillna(""))


def _with_account(now: Position, rows: Frame) -> Frame:
    """Add what is known of each row's account: name, and what it owes in the currency in which it owes most."""
    most = now.accounts.sort_values("outstanding", kind="stable").drop_duplicates("account", keep="last")
    known = most.set_index(most["account"].astype(object))[["currency", "outstanding", "arrears"]]
    if "currency" in rows:
        known = known.drop(columns="currency")
    found = look_up(known, rows["account"])
    amounts = {name: found[name].fillna(0).astype("int64") for name in ("outstanding", "arrears")}
    code = {} if "currency" in rows else {"currency": found["currency"].fillna("")}
    return _with_names(now, rows).assign(**amounts, **code)


def _conceded(now: Position, helped: Relief) -> Frame:
    rows = helped.concessions
    status = when((rows["given"], "given"), (rows["amount"] == 0, "above the cap"), otherwise="to enter")
    return _with_names(now, rows.assign(status=status, percent=rows["rate"]))


def _money(helped: Relief, entries: Frame) -> tuple[Total, ...]:
    """Hold what is to be entered against what was earned and approved, by currency."""
    written = helped.write_offs[helped.write_offs["refused"] == ""]
    parts = [
        helped.credits.loc[~helped.credits["given"] & ~helped.credits["clears"], ["currency", "amount"]],
        helped.concessions.loc[~helped.concessions["given"], ["currency", "amount"]],
        written[["currency", "amount"]],
    ]
    earned = pd.concat([part.astype({"currency": object}) for part in parts]).groupby("currency")["amount"].sum()
    shown = entries.groupby("currency")["amount"].sum()
    return tuple(
        Total(
            "Entries to copy against what was earned and approved", str(code), int(shown.get(code, 0)), int(sum_), True
        )
        for code, sum_ in earned.items()
    )


def _outcomes(cases: Sequence[Case]) -> tuple[Total, ...]:
    """Hold what each way out of a debt comes to against the debt."""
    parts = ["pays", "granted", "written_off", "left"]
    return tuple(
        Total(
            f"Options of {case.account} against its debt", case.currency, int(case.ways[parts].to_numpy().sum()),
            case.standing.debt * len(case.ways), money=True,
        )
        for case in cases
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ findings

_REFUSED = {
    "nothing_owed": ("account", "Request {request}: nothing is owed any more, so there is nothing to write off."),
    "above_owed": ("amount", "Request {request} asks to write off more than is owed: {left} can be written off."),
}


def _findings(desk: Desk, helped: Relief) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if "Grants" in desk.checked:
        over = faults(helped.grants, helped.grants["over"] > 0, "amount", _over)
        found += findings_of(desk.checked["Grants"], over, "grant_above_most", Severity.WARNING)
    if "Requests" in desk.checked:
        asked = helped.write_offs.assign(left=helped.write_offs["owed"], gross=helped.write_offs["amount"])
        refused = refusals(desk, asked, _REFUSED, "write-off")
        found += findings_of(desk.checked["Requests"], refused, "write_off_refused", Severity.WARNING)
    return tuple(found)


def _over(row: Any) -> tuple[str, str]:
    asked, most = (money.text(int(amount), row.currency) for amount in (row.amount, row.most))
    verb = "was granted" if row.outcome == "granted" else "is asked for"
    why = granting.LIMITS[row.limit]
    return f"{asked} {verb}, but the most is {most}: {why}. Correct the amount, or the Policy sheet.", most
