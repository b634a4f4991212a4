"""Problem debtors as a desk's day finds them."""

import pandas as pd

from sheetops.jobs.agreements import plan_terms, promise_terms
from sheetops.jobs.arrears import Position
from sheetops.jobs.desk import Desk
from sheetops.jobs.subjects import with_due_dates
from sheetops.model import Frame
from sheetops.rules.contacts import contact_history, contacts_made
from sheetops.rules.debtors import ProblemTerms, known, late_bills, problem_debtors
from sheetops.rules.gate import GateTerms
from sheetops.rules.lookup import look_up
from sheetops.rules.owing import of_currency, owed_on
from sheetops.rules.pledging import lately_broken
from sheetops.rules.replanning import failed_lately


def problem_terms(desk: Desk) -> ProblemTerms:
    """Return from when on the desk's policy calls an account a problem."""
    names = ("rules", "broken_promises", "broken_plans", "late_bills", "growth", "growth_days", "silent_days")
    return ProblemTerms(**{name: desk.policy.value(f"problem_{name}") for name in names})


def problems_of(desk: Desk, now: Position, gate: GateTerms) -> Frame:
    """Return the accounts that owe something and are a problem, the worst first, with the rules and advice."""
    terms, today = problem_terms(desk), gate.today
    columns = ["account", "name", "currency", "outstanding", "arrears", "days_overdue"]
    row = now.accounts.loc[now.accounts["outstanding"] > 0, columns].reset_index(drop=True)
    history = contact_history(contacts_made(desk.frames["Contacts"], desk.as_of))
    promises = lately_broken(now.agreed.promises, promise_terms(desk))
    plans = failed_lately(now.agreed.plans.plans, plan_terms(desk))
    row = row.assign(
        broken_promises=known(_counted(promises), row["account"]),
        broken_plans=known(_counted(plans), row["account"]),
        late_bills=known(late_bills(now.allocation, today, desk.policy.value("problem_late_days")), row["account"]),
        attempts=known(history["attempts"], row["account"]),
        last_reply=look_up(history["last_reply"], row["account"]).astype("datetime64[s]"),
        before=_before(desk, row, today - pd.Timedelta(days=terms.growth_days)),
        today=today,
    )
    return problem_debtors(row, terms)


def _counted(rows: Frame) -> pd.Series:
    return rows.groupby(rows["account"].astype(object)).size()


def _before(desk: Desk, row: Frame, day: pd.Timestamp) -> pd.Series:
    """Return what was overdue on an earlier day of each account that is overdue now."""
    asked = row.loc[row["arrears"] > 0, ["account", "currency"]].assign(day=day)
    if asked.empty:
        return pd.Series(0, index=row.index, dtype="int64")
    ledger = with_due_dates(desk)
    ledger = ledger[ledger["account"].isin(asked["account"]) & (ledger["date"] <= day)]
    owed = owed_on(ledger, asked, **plan_terms(desk).allocation)  # type: ignore[arg-type]
    return of_currency(owed, asked["currency"])["arrears"].reindex(row.index, fill_value=0).astype("int64")
