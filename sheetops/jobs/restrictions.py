"""The restrictions desk: what may be placed, what blocks the rest, what must be lifted today, and the register."""

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from sheetops.jobs.arrears import Position, ordered, position
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.gatefaults import authority_findings
from sheetops.jobs.gates import SETTINGS, SHEETS_READ, gate_cases, gate_terms
from sheetops.jobs.results import finish, run_of
from sheetops.model import Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.gate import GateTerms
from sheetops.rules.ladders import RESTRICTION
from sheetops.rules.lookup import look_up
from sheetops.rules.restriction import ACTIONS, STATUSES, register, restriction_facts, restrictions_due, still_due
from sheetops.rules.words import amount, count, day, say, when

STEP = "restriction"
OWN_SETTINGS = (
    "restriction_small_debt_months",
    "restriction_tenants",
    "restriction_again_days",
    "restriction_warning",
    "restriction_letters",
)
SETTINGS_USED = ("currency", *(f"{STEP}_{name}" for name in SETTINGS), *OWN_SETTINGS)
DEFINITIONS = (
    {
        "rows": "an account and currency that is overdue; one that is restricted and stays so is in the register alone",
        "notices": "of the overdue document furthest up its ladder; of a level sent twice the last counts",
        "business days": "Saturdays, Sundays and the closed days of the sheet Holidays do not count",
        "tried to reach": "days with a call, visit, text or e-mail of ours in Contacts since the oldest debt fell due; "
        "letters and what could not be delivered do not count",
        "lift": "as soon as the overdue amount is below restriction_min_debt, or a plan, hardship, grant application, "
        "complaint, dispute, hold or protection has come since; a promise alone does not lift",
        "could be placed from": "the first day on which only time was missing",
        "sheets": "where the desk has no sheet Hardship, Grants or Tasks, the evidence says that nothing is known",
    }
    | {f"action {action}": meaning for action, meaning in ACTIONS.items()}
    | {f"status {status}": meaning for status, meaning in STATUSES.items()}
)  # fmt: skip


class Restricting(NamedTuple):
    """Restrictions on a day: the cases with their facts, what is due, every restriction of the register, its terms."""

    case: Frame
    due: Frame
    episodes: Frame
    terms: GateTerms


def restrictions(what: What, *, as_of: dt.date, out: Path | str | None = None, progress: Progress = silent) -> Outcome:
    """Say which restrictions may be placed or must be lifted on a day and, with ``out``, write ``restrictions.xlsx``.

    Ledger is needed. The run's frames are Restrictions due (with the evidence of every condition, or what blocks) and
    Restriction register, money in minor units.
    """
    desk = open_desk(what, as_of, SHEETS_READ, needs=("Ledger",), progress=progress)
    progress("Working out restrictions", 0, 1)
    run = restrictions_run(desk, position(desk))
    progress("Working out restrictions", 1, 1)
    return finish(desk, run, out)


def restricting(desk: Desk, now: Position) -> Restricting:
    """Return what is known and due about restrictions on the desk's day."""
    terms, policy = gate_terms(desk, STEP), desk.policy
    episodes = register(desk.frames["Restrictions"], terms)
    case = gate_cases(desk, now, terms, also=episodes.loc[episodes["lifted_on"].isna(), "account"].tolist())
    notices = desk.frames["Notices"]
    told = notices[(notices["ladder"] == RESTRICTION) & (notices["level"] == 1) & (notices["sent_on"] <= terms.today)]
    warned = told.groupby(told["account"].astype(object))["sent_on"].max()
    case = case.join(restriction_facts(case, episodes)).assign(
        warned_on=look_up(warned, case["account"]).astype("datetime64[s]"),
        warning_needed=policy.value("restriction_warning") == "yes",
        small_debt_months=policy.value("restriction_small_debt_months"),
        again_days=policy.value("restriction_again_days"),
    )
    return Restricting(case, restrictions_due(case, terms), episodes, terms)


def restrictions_run(desk: Desk, now: Position) -> Run:
    """Return the restrictions run of a desk whose position is known."""
    found = restricting(desk, now)
    actions, listed = found.due["action"].value_counts(), register_sheet(found, now)
    statuses = listed["status"].value_counts()
    free = found.case[found.case["placed_on"].isna()]
    proposed = found.due[found.due["action"] != "lift"]
    return run_of(
        desk,
        "restrictions",
        {"Restrictions due": ordered("Restrictions due", found.due), "Restriction register": listed},
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            **{f"to {action}" if action != "blocked" else action: int(actions.get(action, 0)) for action in ACTIONS},
            "restriction warnings due": int(found.due["warn"].sum()),
            **{f"restrictions {status}": int(statuses.get(status, 0)) for status in STATUSES},
        },
        totals=(
            Total("To place and blocked against overdue and not restricted", "", len(proposed), len(free)),
            *_money(proposed, free),
            Total("Register by status against restrictions placed", "", int(statuses.sum()), len(found.episodes)),
        ),
        findings=authority_findings(desk, found.episodes, found.case),
    )


def _money(proposed: Frame, free: Frame) -> tuple[Total, ...]:
    return tuple(
        Total(
            "Overdue listed against overdue and not restricted",
            code,
            int(proposed.loc[proposed["currency"] == code, "arrears"].sum()),
            int(free.loc[free["currency"] == code, "arrears"].sum()),
            money=True,
        )
        for code in sorted(free["currency"].unique())
    )


def register_sheet(found: Restricting, now: Position) -> Frame:
    """Return the contract's Restriction register: every restriction placed, in force first, and why it is or is not."""
    row, case = found.episodes, found.case
    order = case.sort_values("arrears", ascending=False, kind="stable").drop_duplicates("account")
    facts = order.set_index("account")[["arrears", "currency", "oldest_due"]]
    kept = still_due(order, found.terms).set_index(pd.Index(order["account"], dtype=object))["evidence"]
    names = now.customers.drop_duplicates("account").set_index("account")["name"].astype(object)
    why = found.due.drop_duplicates("account").set_index("account")["evidence"].astype(object)
    lifting = row["account"].isin(found.due.loc[found.due["action"] == "lift", "account"])
    row = row.join(facts, on="account").assign(
        name=look_up(names, row["account"]).fillna(""),
        status=when((row["lifted_on"].notna(), "lifted"), (lifting, "lift today"), otherwise="in force"),
        kept=look_up(kept, row["account"]).fillna("").astype(object),
        why=look_up(why, row["account"]).fillna(""),
    )
    row["arrears"] = row["arrears"].where(row["lifted_on"].isna(), 0).fillna(0).astype("int64")
    row["currency"] = row["currency"].fillna("").astype(object)
    length = count(row["days"], "day")
    owed = say(
        amount(row["arrears"], row["currency"]), " overdue since ", day(row["oldest_due"].astype("datetime64[s]"))
    )
    over = say(
        "Lifted on ",
        day(row["lifted_on"]),
        " after ",
        length,
        when((row["lifted_for"] != "", say(": ", row["lifted_for"]))),
    )
    row["reason"] = when(
        (row["status"] == "lifted", say(over, ".")),
        (row["status"] == "lift today", say("Lift today after ", length, ": ", row["why"], ".")),
        otherwise=say("In force for ", length, ": ", owed, ". It stays because: ", row["kept"], "."),
    )
    first = row.assign(over=row["lifted_on"].notna()).sort_values(["over", "placed_on"], kind="stable")
    return ordered("Restriction register", first)
