"""The renewals desk: where every licence stands, what is due, and what its debts mean."""

import datetime as dt
from pathlib import Path

import pandas as pd

from sheetops.errors import PolicyError
from sheetops.jobs.arrears import Position, currency_of, ordered, position
from sheetops.jobs.caution import cautious_holds
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.prices import PRICE_SETTINGS, PRICE_SHEETS, price_sheets, pricing_terms
from sheetops.jobs.proposals import DEFINITIONS as DECISIONS
from sheetops.jobs.proposals import proposed
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.sending import SENDING_SETTINGS, contacts_of, sending_of
from sheetops.jobs.subjects import each_of, subjects
from sheetops.model import Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.arrangements import open_promises
from sheetops.rules.licences import CLASSES, STATUSES
from sheetops.rules.pricing import TRUE_UPS, renewal_fees, true_ups
from sheetops.rules.renewals import RenewalTerms, renewal_notices
from sheetops.rules.renewals import renewals as pipeline_of

SHEETS_READ = (
    "Customers",
    "Licences",
    *PRICE_SHEETS,
    "Ledger",
    "Notices",
    "Holds",
    "Hardship",
    "Grants",
    "Promises",
    "Plans",
    "Referred",
    "Tasks",
    "Contacts",
)
SETTINGS_USED = (
    "renewal_ladder",
    "grace_days",
    "last_call_days",
    "min_days_between_letters",
    *SENDING_SETTINGS,
    "promise_grace_days",
    "terms_days",
    "reinstatement",
    "reinstatement_max_days",
    "term_start",
    "auto_renew_letters",
    *PRICE_SETTINGS,
)
DEFINITIONS = (
    {
        "days to expiry": "last day covered minus as-of day; 0 on the last day, negative after it",
        "balance": "open on entries that name the licence and on those of its account that name none",
        "fee": "of the next term, before tax: by the tariff in force on its first day, else that of the Licences sheet",
    }
    | {f"status {status}": meaning for status, meaning in STATUSES.items()}
    | {f"class {name}": meaning for name, meaning in CLASSES.items()}
    | {f"true-up {status}": meaning for status, meaning in TRUE_UPS.items()}
    | DECISIONS
)


def renewals(what: What, *, as_of: dt.date, out: Path | str | None = None, progress: Progress = silent) -> Outcome:
    """Work out every licence's status as of a day and, with ``out``, write ``renewals.xlsx`` into that folder.

    Licences is needed; without a Ledger nothing is known of debts. The run's frames are Renewals and Notices due.
    """
    desk = open_desk(what, as_of, SHEETS_READ, needs=("Licences",), progress=progress)
    progress("Working out renewals", 0, 1)
    run = renewals_run(desk, pipeline(desk, position(desk)))
    progress("Working out renewals", 1, 1)
    return finish(desk, run, out)


def renewal_terms(desk: Desk) -> RenewalTerms:
    """Return how the desk's policy renews each licence on its day."""
    licences = desk.frames["Licences"]
    return RenewalTerms(
        as_of=desk.as_of,
        ladder=each_of(desk, "renewal_ladder", licences),
        grace_days=each_of(desk, "grace_days", licences),
        min_days_between_letters=each_of(desk, "min_days_between_letters", licences),
        last_call_days=each_of(desk, "last_call_days", licences),
        currency=currency_of(desk),
        reinstatement=each_of(desk, "reinstatement", licences),
        reinstatement_max_days=each_of(desk, "reinstatement_max_days", licences),
        term_start=each_of(desk, "term_start", licences),
        auto_renew_letters=each_of(desk, "auto_renew_letters", licences),
        sending=sending_of(desk),
    )


def pipeline(desk: Desk, now: Position) -> Frame:
    """Return every licence with its status, step and debts, as `sheetops.rules.renewals.renewals` gives it."""
    licences, policy, terms = desk.frames["Licences"], desk.policy, renewal_terms(desk)
    rows = pipeline_of(
        licences,
        now.customers,
        _stages(desk, terms.ladder),
        desk.frames["Notices"],
        open_promises(now.agreed.promises),
        cautious_holds(desk),
        now.allocation.items,
        terms,
        subjects(desk, licences) if policy.stages["applies_to"].any() else None,
        contacts_of(desk),
    )
    priced = renewal_fees(rows, desk.frames["Licences"], price_sheets(desk), pricing_terms(desk))
    return rows.assign(**{name: priced[name] for name in priced.columns})


def _stages(desk: Desk, ladder: str | pd.Series) -> Frame:
    """Return the stages, those of renewal ladders proved; without licences none are needed."""
    if "Stages" in desk.checked and "Licences" in desk.checked:
        for name in pd.unique(pd.Series(ladder)):
            _prove_ladder(desk, name)
    return desk.policy.stages


def _prove_ladder(desk: Desk, ladder: str) -> None:
    stages = desk.policy.stages_of(ladder)
    wrong = stages[~stages["mode"].isin(["days_before_expiry", "days_after_expiry"])]
    if len(wrong):
        raise PolicyError(
            f"Stages row {wrong.index[0]}: {wrong['mode'].iloc[0]} does not suit the renewal ladder {ladder}, which "
            "counts from a licence's end. Use days_before_expiry or days_after_expiry."
        )


def renewals_run(desk: Desk, rows: Frame) -> Run:
    """Return the renewals run of a desk whose licences are worked out."""
    statuses = rows["status"].value_counts()
    rows = rows.assign(add_on_of=rows["parent"])
    settled = true_ups(rows, desk.frames["Licences"], price_sheets(desk), pricing_terms(desk))
    return run_of(
        desk,
        "renewals",
        {
            "Renewals": ordered("Renewals", rows.sort_values(["end", "licence"], kind="stable")),
            "Notices due": ordered("Notices due", proposed(renewal_notices(rows), desk.as_of)),
            **({"True-ups": ordered("True-ups", settled)} if len(settled) else {}),
        },
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            "licences": len(rows),
            **{f"licences {status}": int(statuses.get(status, 0)) for status in STATUSES},
            "letters and calls due": int(rows["due"].sum()),
            "licences whose next fee is known": int(rows["fee"].notna().sum()),
            **({"estimated terms": len(settled)} if len(settled) else {}),
        },
        totals=(Total("Licences by status against licences", "", int(statuses.sum()), len(desk.frames["Licences"])),),
    )
