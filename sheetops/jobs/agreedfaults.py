"""What is wrong with promises and plans that only their account's ledger and the desk's policy can show."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from sheetops import clock, money
from sheetops.checking import findings_of
from sheetops.jobs.desk import Desk
from sheetops.model import Fault, Finding, Frame, Severity
from sheetops.rules.instalments import REFUSALS
from sheetops.rules.owing import of_currency, owed_on
from sheetops.rules.plans import PlanTerms
from sheetops.rules.pledging import beyond_limit
from sheetops.rules.promises import PromiseTerms
from sheetops.rules.replanning import agreed_after, beyond_length
from sheetops.sheets.checks.faults import faults


def promise_findings(
    desk: Desk, judged: Frame, ledger: Frame, terms: PromiseTerms, allocation: PlanTerms
) -> tuple[Finding, ...]:
    """Return findings on promises that were judged: above what was owed, or beyond the desk's limits when taken."""
    beyond = beyond_limit(judged, terms)
    owed = owed_on(ledger, judged.assign(day=judged["made_on"]), **allocation.allocation)  # type: ignore[arg-type]
    row = judged.assign(owed=of_currency(owed, judged["currency"])["outstanding"])
    found = {
        "promise_above_owed": faults(row, row["amount"] > row["owed"], "amount", _above),
        "promise_too_far_ahead": faults(row, beyond == "far", "due_on", lambda one: _far(one, terms)),
        "promise_after_broken": faults(row, beyond == "broken", "promise", lambda one: _again(one, terms)),
    }
    return tuple(_told(desk, "Promises", found, Severity.WARNING))


def _above(row: Any) -> str:
    whole, owed = (money.text(int(amount), row.currency) for amount in (row.amount, row.owed))
    made = clock.text(row.made_on)
    return (
        f"{row.promise} promises {whole}, more than account {row.account} owed on {made} ({owed}). "
        "Correct the amount, or enter what is missing in the Ledger."
    )


def _far(row: Any, terms: PromiseTerms) -> str:
    return (
        f"{row.promise} is for {clock.text(row.due_on)}, more than {terms.max_days} days after it was made on "
        f"{clock.text(row.made_on)} (setting promise_max_days). Agree on an earlier day, or on a plan."
    )


def _again(row: Any, terms: PromiseTerms) -> str:
    return (
        f"{row.promise} was taken although {terms.max_broken} or more promises of account {row.account} had been "
        f"broken in the {terms.broken_days} days before (setting promise_max_broken). Agree on a plan instead."
    )


def plan_refusals(desk: Desk, unusable: Frame) -> tuple[Finding, ...]:
    """Return findings on plans that cannot be followed and are left out."""
    if "Plans" not in desk.checked:
        return ()
    found = {
        "plan_currency_unclear": faults(unusable, unusable["refused"] == "currency", "account", _unclear),
        "plan_covers_nothing": faults(unusable, unusable["refused"] == "nothing", "covers", _nothing),
        "plan_cannot_sum": faults(unusable, ~unusable["refused"].isin(["currency", "nothing"]), "instalments", _no_sum),
    }
    return tuple(_told(desk, "Plans", found, Severity.ERROR))


def _unclear(row: Any) -> str:
    return (
        f"Account {row.account} owed in several currencies on {clock.text(row.agreed_on)}, none of them the desk's "
        f"own, and plan {row.plan} is in one. Give what it covers an account of its own."
    )


def _nothing(row: Any) -> str:
    return (
        f"Plan {row.plan} covers nothing: covers is blank, and account {row.account} had nothing overdue on "
        f"{clock.text(row.agreed_on)}. Fill in covers, or correct the day."
    )


def _no_sum(row: Any) -> str:
    whole = money.text(int(row.covers), row.currency)
    return f"Plan {row.plan}: {whole} cannot be paid so: {REFUSALS[row.refused]}. Correct the number or the amount."


def plan_findings(desk: Desk, plans: Frame, terms: PlanTerms) -> tuple[Finding, ...]:
    """Return findings on plans that are followed all the same."""
    found = {find.__name__: find(plans, terms) for find in PLAN_FAULTS}
    return tuple(_told(desk, "Plans", found, Severity.WARNING))


def plan_currency_mixed(plans: Frame, terms: PlanTerms) -> Iterator[Fault]:
    """A plan of an account that owed in several currencies."""

    def words(row: Any) -> str:
        return (
            f"Account {row.account} owed in several currencies when plan {row.plan} was agreed: the plan counts in "
            f"{row.currency}, the desk's own. Give what is owed in another currency an account of its own."
        )

    return faults(plans, plans["mixed"], "account", words)


def plan_above_owed(plans: Frame, terms: PlanTerms) -> Iterator[Fault]:
    """A plan for more than was owed."""

    def words(row: Any) -> str:
        covers, owed = (money.text(int(amount), row.currency) for amount in (row.covers, row.owed))
        return (
            f"Plan {row.plan} covers {covers}, more than account {row.account} owed on {clock.text(row.agreed_on)} "
            f"({owed}). Correct covers, or enter what is missing in the Ledger."
        )

    return faults(plans, plans["covers"] > plans["owed"], "covers", words)


def plan_overlaps(plans: Frame, terms: PlanTerms) -> Iterator[Fault]:
    """A plan still running when its account got another: two live plans."""

    def words(row: Any) -> str:
        return (
            f"Plan {row.plan} was {row.status} when plan {row.replaced_by} was agreed for account {row.account} on "
            f"{clock.text(row.replaced_on)}: receipts from that day on count for {row.replaced_by}. Write cancelled in "
            "the status of the one that does not hold."
        )

    live = plans["status"].isin(["in good standing", "behind"]) & (plans["replaced_by"] != "")
    return faults(plans, live, "status", words)


def plan_length(plans: Frame, terms: PlanTerms) -> Iterator[Fault]:
    """A plan that takes longer, or less long, than the desk allows."""
    outside = pd.Series(beyond_length(plans, terms), index=plans.index)

    def words(row: Any) -> str:
        limit = f"more than {terms.max_months}" if outside[row.Index] == "long" else f"less than {terms.min_months}"
        return (
            f"Plan {row.plan} is paid off {limit} months after it was agreed on {clock.text(row.agreed_on)}. "
            "Change the number or amount of its instalments, or the limits in the Policy sheet."
        )

    return faults(plans, outside != "", "instalments", words)


def plan_after_failed(plans: Frame, terms: PlanTerms) -> Iterator[Fault]:
    """A plan agreed although too many had been broken lately."""
    before = agreed_after(plans, terms)

    def words(row: Any) -> str:
        return (
            f"Plan {row.plan} was agreed although {before[row.Index]} plans of account {row.account} had been broken "
            f"in the {terms.failed_days} days before (setting plan_max_failed). Somebody with authority must agree."
        )

    return faults(plans, (before >= terms.max_failed) & (terms.max_failed > 0), "plan", words)


def plan_instalment_small(plans: Frame, terms: PlanTerms) -> Iterator[Fault]:
    """A plan whose instalments are below the least one."""
    least = plans["currency"].map(terms.splitting.least).fillna(0).astype("int64")

    def words(row: Any) -> str:
        each, limit = (money.text(int(amount), row.currency) for amount in (row.regular, least[row.Index]))
        return f"The instalments of plan {row.plan} are {each}, below the least of {limit} (plan_min_instalment)."

    return faults(plans, plans["regular"] < least, "instalment", words)


def plan_last_larger(plans: Frame, terms: PlanTerms) -> Iterator[Fault]:
    """A plan with number and amount whose last instalment is larger than the others."""
    both = plans["instalments"].notna() & plans["instalment"].notna() & (plans["count"] > 1)

    def words(row: Any) -> str:
        last, each = (money.text(int(amount), row.currency) for amount in (row.last, row.regular))
        return f"The last instalment of plan {row.plan} is {last}, the others are {each}. Is that what was agreed?"

    return faults(plans, both & (plans["last"] > plans["regular"]), "instalment", words)


def plan_status_differs(plans: Frame, terms: PlanTerms) -> Iterator[Fault]:
    """A plan that the sheet calls completed or broken, and that is not."""
    told = plans["status_told"]

    def words(row: Any) -> str:
        return (
            f"Plan {row.plan} is marked {row.status_told}, but by its receipts it is {row.status}. Correct the status, "
            "or the receipts in the Ledger; to end a plan write cancelled."
        )

    return faults(plans, told.isin(["completed", "broken"]) & (told != plans["status"]), "status", words)


PLAN_FAULTS = (
    plan_currency_mixed,
    plan_above_owed,
    plan_overlaps,
    plan_length,
    plan_after_failed,
    plan_instalment_small,
    plan_last_larger,
    plan_status_differs,
)
"""What is looked for among plans that are followed."""


def _told(desk: Desk, sheet: str, found: Mapping[str, Iterable[Fault]], severity: Severity) -> Iterator[Finding]:
    for check, some in found.items():
        yield from findings_of(desk.checked[sheet], some, check, severity)
