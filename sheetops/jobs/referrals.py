"""The referrals desk: infringement and bad debt told apart and routed, and what became of referrals."""

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from sheetops.jobs.arrears import Position, currency_of, ordered, position
from sheetops.jobs.collectors import write_files
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.gatefaults import collector_findings
from sheetops.jobs.gates import SETTINGS, gate_cases, gate_terms
from sheetops.jobs.gates import SHEETS_READ as GATE_READ
from sheetops.jobs.problems import problems_of
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.subjects import subjects
from sheetops.model import Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.contacts import contacts_made
from sheetops.rules.gate import GateTerms
from sheetops.rules.lookup import look_up
from sheetops.rules.receipts import currency_on
from sheetops.rules.referral import (
    BAD_DEBT,
    CLASSES,
    INFRINGEMENT,
    classes,
    lapse_told_on,
    licence_facts,
    use_reported_on,
)
from sheetops.rules.referral import referrals as proposals
from sheetops.rules.referred import STATUSES, follow_referrals, referred_now
from sheetops.rules.remittances import STATUSES as REMITTED
from sheetops.rules.remittances import check_remittances

STEP = "referral"
FOLDER = "referrals"
SHEETS_READ = (*GATE_READ, "Remittances", "Collectors")
OWN_SETTINGS = ("bad_debt_to", "infringement_to", "use_reported", "referral_acknowledge_days", "commission")
PROBLEM_SETTINGS = (
    "problem_rules",
    "problem_broken_promises",
    "problem_broken_plans",
    "problem_late_bills",
    "problem_late_days",
    "problem_growth",
    "problem_growth_days",
    "problem_silent_days",
)
SETTINGS_USED = ("currency", "grace_days", *(f"{STEP}_{name}" for name in SETTINGS), *OWN_SETTINGS, *PROBLEM_SETTINGS)
DEFINITIONS = (
    {
        "rows": "an account and currency that is overdue, or whose licence lapsed lately; one that is "
        "with a collector already stands on Referred accounts alone",
        "use reported": "a contact whose outcome or note has one of the words of use_reported, dated after the last "
        "licence of the account ended; a lapse alone is no use",
        "refer to": "settings bad_debt_to and infringement_to; what may be referred today is in a file for each, "
        "in the folder referrals, its columns those of the sheet Collectors",
        "chasing": "the desk sends nothing to an account from the day it is referred to the eve of its recall",
        "recall": "as soon as the overdue amount is below referral_min_debt, or a plan, promise, hardship, grant "
        "application, complaint, dispute, hold or protection has come since; an infringement: once a licence covers",
        "collected": "by Remittances received since the referral",
        "commission": "setting commission of what was collected, rounded half up",
        "in the ledger": "a receipt on the account of the amount collected or paid over, dated no earlier; "
        "each receipt counts for one remittance",
        "late bills": "of the last 12 months, paid or still open problem_late_days days and more after their due date",
    }
    | {f"class {name}": meaning for name, meaning in CLASSES.items()}
    | {f"status {status}": meaning for status, meaning in STATUSES.items()}
    | {f"remittance {status}": meaning for status, meaning in REMITTED.items()}
)  # fmt: skip


class Referring(NamedTuple):
    """Referrals on a day.

    What may be referred or not, what was referred, remittances checked, the gate's terms, and the cases before it.
    """

    proposed: Frame
    followed: Frame
    remitted: Frame
    terms: GateTerms
    case: Frame


def referrals(what: What, *, as_of: dt.date, out: Path | str | None = None, progress: Progress = silent) -> Outcome:
    """Say what may be referred on a day, to whom and on what evidence, and check what collectors did.

    Ledger is needed. The run's frames are Referrals, Referred accounts, Remittances checked and Problem debtors, money
    in minor units. With ``out``: ``referrals.xlsx``, and a file for each collector (csv and xlsx) in ``referrals``.
    """
    desk = open_desk(what, as_of, SHEETS_READ, needs=("Ledger",), progress=progress)
    progress("Working out referrals", 0, 1)
    now = position(desk)
    found = referring(desk, now)
    run = referrals_run(desk, now, found)
    progress("Working out referrals", 1, 1)
    return finish_referrals(desk, now, found, run, out)


def finish_referrals(desk: Desk, now: Position, found: Referring, run: Run, out: Path | str | None) -> Outcome:
    """Write the referrals workbook and the collectors' files into the output folder, if there is one."""
    outcome = finish(desk, run, out)
    if out is not None:
        write_files(desk, now, found.proposed[found.proposed["refer"]], Path(out) / FOLDER)
    return outcome


def referring(desk: Desk, now: Position) -> Referring:
    """Return what is known and due about referrals on the desk's day."""
    terms, frames = gate_terms(desk, STEP), desk.frames
    made = contacts_made(frames["Contacts"], desk.as_of)
    away = set(referred_now(frames["Referred"], terms.today)["account"])
    licensees = set(frames["Licences"]["account"]) | set(made["account"])
    case = _licensed(desk, gate_cases(desk, now, terms, also=away | licensees), made)
    case["class"] = classes(case, "Licences" in desk.checked, desk.policy.value("last_call_days"), terms)
    with_us = case[~case["account"].isin(away)]
    remitted = _remitted(desk, terms)
    followed = follow_referrals(
        frames["Referred"],
        case[case["account"].isin(away)],
        frames["Remittances"],
        desk.policy.value("referral_acknowledge_days"),
        currency_of(desk),
        terms,
    )
    whose = subjects(desk, with_us)
    routes = {
        BAD_DEBT: desk.policy.each("bad_debt_to", whose),
        INFRINGEMENT: desk.policy.each("infringement_to", whose),
    }
    return Referring(proposals(with_us, routes, terms), followed, remitted, terms, with_us)


def _licensed(desk: Desk, case: Frame, made: Frame) -> Frame:
    grace = desk.policy.value("grace_days")
    case = case.join(licence_facts(case["account"], desk.frames["Licences"], desk.as_of, grace))
    case["use_on"] = use_reported_on(case, made, desk.policy.value("use_reported"))
    return case.assign(lapse_told_on=lapse_told_on(case, desk.frames["Notices"], desk.as_of))


def _remitted(desk: Desk, terms: GateTerms) -> Frame:
    rows, ledger = desk.frames["Remittances"], desk.frames["Ledger"]
    rows = rows[rows["received_on"] <= terms.today]
    rates = dict(desk.policy.value("commission"))
    rate = rows["collector"].str.casefold().map(rates).fillna(rates.get("", 0)).astype("int64")
    own = currency_of(desk)
    return check_remittances(
        rows,
        desk.frames["Referred"],
        ledger[ledger["date"] <= terms.today],
        rate,
        own,
        currency_on(ledger, rows["account"], rows["received_on"], own),
    )


def referrals_run(desk: Desk, now: Position, found: Referring) -> Run:
    """Return the referrals run of a desk whose position and referrals are known."""
    proposed, followed, remitted = found.proposed, found.followed, found.remitted
    problems = problems_of(desk, now, found.terms)
    ready = proposed[proposed["refer"]]
    statuses, sums = followed["status"].value_counts(), remitted["status"].value_counts()
    names = now.customers.drop_duplicates("account").set_index("account")["name"].astype(object)
    followed = followed.assign(name=look_up(names, followed["account"]).fillna(""))
    out = followed.assign(gone=followed["status"] == "recalled").sort_values(["gone", "referred_on"], kind="stable")
    return run_of(
        desk,
        "referrals",
        {
            "Referrals": ordered("Referrals", proposed.rename(columns={"to": "refer_to"})),
            "Referred accounts": ordered("Referred accounts", out),
            "Remittances checked": ordered("Remittances checked", remitted.sort_values("received_on", kind="stable")),
            "Problem debtors": ordered("Problem debtors", problems),
        },
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            **{f"to refer as {name}": int((ready["class"] == name).sum()) for name in CLASSES},
            "blocked": len(proposed) - len(ready),
            **{f"referrals {status}": int(statuses.get(status, 0)) for status in STATUSES},
            **{f"remittances that {status[:-1]}": int(sums.get(status, 0)) for status in REMITTED},
            "problem debtors": len(problems),
        },
        totals=_totals(desk, now, found),
        findings=collector_findings(desk, followed, remitted),
    )


def _totals(desk: Desk, now: Position, found: Referring) -> tuple[Total, ...]:
    """Hold cases, referrals and the collectors' money against what they were taken from."""
    proposed, remitted, terms = found.proposed, found.remitted, found.terms
    overdue = now.accounts[now.accounts["arrears"] > 0]
    away = referred_now(desk.frames["Referred"], terms.today)["account"]
    made = desk.frames["Referred"]["referred_on"] <= terms.today
    free = overdue[~overdue["account"].isin(away)]
    sides = (("Collected", "collected", ("expected_commission", "expected_paid")),)
    return (
        Total("Overdue cases against overdue and not referred", "", int((proposed["arrears"] > 0).sum()), len(free)),
        Total("Referrals by status against referrals made", "", len(found.followed), int(made.sum())),
        *(
            Total(
                "Overdue of cases against overdue and not referred",
                code,
                int(proposed.loc[proposed["currency"] == code, "arrears"].sum()),
                int(free.loc[free["currency"] == code, "arrears"].sum()),
                money=True,
            )
            for code in sorted(free["currency"].unique())
        ),
        *(
            Total(
                f"{name} against commission and payment expected",
                code,
                int(remitted.loc[remitted["currency"] == code, whole].sum()),
                int(remitted.loc[remitted["currency"] == code, list(parts)].sum().sum()),
                money=True,
            )
            for name, whole, parts in sides
            for code in sorted(remitted["currency"].unique())
        ),
    )
