"""The cases before a gate: every overdue account, with what was done about it and what forbids a step."""

from collections.abc import Collection, Mapping
from decimal import Decimal

import pandas as pd

from sheetops import money
from sheetops.jobs.arrears import SHEETS_READ as ARREARS_READ
from sheetops.jobs.arrears import Position
from sheetops.jobs.caution import named_in_faulty
from sheetops.jobs.complaining import complaint_terms
from sheetops.jobs.desk import Desk
from sheetops.jobs.protection import protections
from sheetops.jobs.subjects import subjects
from sheetops.model import Frame
from sheetops.policy import in_force
from sheetops.rules import evidence, exclusions
from sheetops.rules.complaints import complaints
from sheetops.rules.contacts import contacts_made
from sheetops.rules.gate import GateTerms
from sheetops.rules.lookup import look_up
from sheetops.rules.referred import referral_holds
from sheetops.rules.words import say, when
from sheetops.sheets import SHEETS

EXCLUDING = {"hardship": "Hardship", "grant": "Grants", "complaint": "Tasks"}
"""The sheets that an exclusion is read from, by its column."""

SHEETS_READ = tuple(
    name
    for name in (*ARREARS_READ, "Contacts", *EXCLUDING.values(), "Restrictions", "Referred", "Authority")
    if name in SHEETS
)
LIMITS = (
    "levels",
    "between_days",
    "notice_days",
    "contacts",
    "min_days",
    "protected",
    "last_action_days",
    "offer_days",
    "quiet_days",
)
SETTINGS = (*LIMITS, "min_debt", "authority")
"""The settings of every gate, each named ``STEP_`` and this."""


def gate_terms(desk: Desk, step: str) -> GateTerms:
    """Return what holds for all cases of a step on the desk's day."""
    missing = {column: sheet for column, sheet in EXCLUDING.items() if sheet not in desk.checked}
    return GateTerms(desk.as_of, step, desk.policy.closed, missing)


def gate_cases(desk: Desk, now: Position, terms: GateTerms, also: Collection[str] = ()) -> Frame:
    """Return one row an account and currency that is overdue, or whose account is among ``also``, with its facts."""
    rows = now.accounts[(now.accounts["arrears"] > 0) | now.accounts["account"].isin(list(also))]
    case = rows[["account", "name", "currency", "outstanding", "arrears", "oldest_due", "days_overdue"]].reset_index(
        drop=True
    )
    whose = subjects(desk, case)
    case = case.join(whose.drop(columns=["account", "currency"])).assign(
        days_overdue=case["days_overdue"].astype("int64"),
        oldest_due=case["oldest_due"].astype("datetime64[s]"),
    )
    case = _limits(desk, case, terms)
    return _excluded(desk, now, _evidenced(desk, now, case), terms)


def _limits(desk: Desk, case: Frame, terms: GateTerms) -> Frame:
    policy, step = desk.policy, terms.step
    limits = {name: policy.each(f"{step}_{name}", case) for name in LIMITS}
    case = case.assign(**limits, min_debt=policy.each_minor(f"{step}_min_debt", case), small_debt_months=0)
    return case.assign(**_authority(case, authorities(desk, step)))


def authorities(desk: Desk, step: str) -> dict[str, Decimal | None]:
    """Return who may authorise a step, and up to which amount (None: any); nobody is named where anybody may.

    They stand in the step's setting, and on the sheet Authority.
    """
    named = {name: limit[0] if limit else None for name, *limit in desk.policy.value(f"{step}_authority")}
    rows = in_force(desk.frames["Authority"], desk.as_of)
    rows = rows[rows["kind"] == step].sort_values("up_to", na_position="last", kind="stable")
    limits = {
        person: None if pd.isna(most) else money.to_major(int(most), code)
        for person, most, code in zip(rows["person"], rows["up_to"], rows["currency"], strict=True)
    }
    return named | limits


def _authority(case: Frame, people: Mapping[str, Decimal | None]) -> Mapping[str, object]:
    """Say who may authorise a step for each case's amount, and where nobody may."""
    who = pd.Series("", index=case.index, dtype=object)
    for name, limit in people.items():
        may = case["arrears"] <= case["currency"].map({code: _minor(limit, code) for code in case["currency"].unique()})
        who = who.where(~may, when((who == "", name), otherwise=say(who, f" or {name}")))
    return {"authority": who, "unauthorised": (who == "") & bool(people)}


def _minor(limit: Decimal | None, currency: str) -> int:
    return money.LIMIT if limit is None else int(limit.scaleb(money.decimals(currency)))


def _evidenced(desk: Desk, now: Position, case: Frame) -> Frame:
    frames, as_of = desk.frames, desk.as_of
    made = contacts_made(frames["Contacts"], as_of)
    notices = frames["Notices"]
    case = case.join(evidence.notice_evidence(case, now.items, notices, desk.policy.stages, as_of, desk.policy.closed))
    case = case.join(evidence.attempt_evidence(case, made))
    return case.assign(
        last_action_on=evidence.last_action(case, notices, made, as_of),
        bill_paid_on=evidence.bill_paid_on(case, now.allocation),
        paid_on=evidence.paid_on(case, frames["Ledger"], as_of),
        offered_on=evidence.plan_offered_on(case, frames["Plans"], made, as_of),
    )


def _excluded(desk: Desk, now: Position, case: Frame, terms: GateTerms) -> Frame:
    """Add what forbids a step, one column a reason ("" where it does not apply)."""
    frames, items, today = desk.frames, now.allocation.items, terms.today
    promised = exclusions.promises_open(now.agreed.promises)
    said = {
        "plan": exclusions.plans_running(now.agreed.plans.plans),
        "promise": promised["held"],
        "dispute": exclusions.disputes(items),
        "hold": exclusions.held(frames["Holds"], items, today),
        "collector": exclusions.protected(referral_holds(frames["Referred"], today), today),
        "doubt": named_in_faulty(desk, SHEETS_READ),
    }
    for name, rows in protections(desk, terms.step).items():
        said[name] = exclusions.protected(rows, today)
    if "Tasks" in desk.checked:
        said["complaint"] = exclusions.complaints_open(complaints(frames["Tasks"], complaint_terms(desk)))
    none = pd.Series(dtype=object)
    columns = {
        column: look_up(said.get(column, none), case["account"]).fillna("").astype(object)
        for column in (*said, *EXCLUDING)
    }
    until = look_up(promised["until"], case["account"]).astype("datetime64[s]")
    segment, tenants = case["segment"].str.casefold(), desk.policy.value("restriction_tenants")
    guarded = case["protected"].astype(object)
    protected = pd.Series(
        [one in many for one, many in zip(segment, guarded, strict=True)], index=case.index, dtype=bool
    )
    return case.drop(columns="protected").assign(
        **columns,
        promise_free_on=(until + pd.Timedelta(days=1)).astype("datetime64[s]"),
        tenant=when((segment.isin(list(tenants)), say("a tenant (segment ", case["segment"], "): the landlord owes"))),
        protected=when((protected, say("protected: segment ", case["segment"]))),
    )
