"""The renewals desk: where every licence stands, what is due, and what its debts mean."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from sheetops.errors import PolicyError
from sheetops.jobs.arrears import Position, currency_of, ordered, position
from sheetops.jobs.caution import cautious_holds
from sheetops.jobs.desk import Desk, What, accounts_of, open_desk
from sheetops.jobs.prices import PRICE_SETTINGS, PRICE_SHEETS, price_sheets, pricing_terms
from sheetops.jobs.proposals import DEFINITIONS as DECISIONS
from sheetops.jobs.proposals import proposed
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.sending import SENDING_SETTINGS, contacts_of, sending_of
from sheetops.jobs.subjects import each_of, subjects
from sheetops.model import Chart, Frame, Outcome, Progress, Run, Total, silent
from sheetops.rules.arrangements import open_promises
from sheetops.rules.followers import following_licences
from sheetops.rules.licences import CLASSES, STATUSES
from sheetops.rules.pipeline import GROUPS, PLACES, WINDOWS, pipeline_board
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
    | {f"pipeline {place}": meaning for place, meaning in WINDOWS.items()}
    | {
        "pipeline value": "next fees before tax; open_value of what is due within 90 days or in grace; without_fee "
        "counts licences whose fee is not known",
        "pipeline rate": "renewed over renewed, declined and lapsed; cancelled, in grace and open ones take no part; "
        "add-ons count as licences",
        "next terms": "accepted or renewed by itself, and not on the Licences sheet yet: copy the rows there",
    }
    | {f"status {status}": meaning for status, meaning in STATUSES.items()}
    | {f"class {name}": meaning for name, meaning in CLASSES.items()}
    | {f"true-up {status}": meaning for status, meaning in TRUE_UPS.items()}
    | DECISIONS
)


def renewals(what: What, *, as_of: dt.date, out: Path | str | None = None, progress: Progress = silent) -> Outcome:
    """Work out every licence's status as of a day and, with ``out``, write ``renewals.xlsx`` into that folder.

    Licences is needed; without a Ledger nothing is known of debts. The run's frames are Renewals,
    Notices due, Pipeline (the board, with charts), Next terms (rows to copy into Licences) and True-ups.
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
    board = ordered("Pipeline", pipeline_board(rows, accounts_of(desk)))
    return run_of(
        desk,
        "renewals",
        {
            "Renewals": ordered("Renewals", rows.sort_values(["end", "licence"], kind="stable")),
            "Notices due": ordered("Notices due", proposed(renewal_notices(rows), desk.as_of)),
            "Pipeline": board,
            "Next terms": ordered("Next terms", following_licences(rows, desk.frames["Licences"])),
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
        totals=(
            Total("Licences by status against licences", "", int(statuses.sum()), len(desk.frames["Licences"])),
            *_board_totals(board, rows),
        ),
        charts=tuple(board_charts(board, desk.as_of)),
    )


def _board_totals(board: Frame, rows: Frame) -> Iterator[Total]:
    """Yield what the board comes to against Renewals, by each way of grouping."""
    fees = rows.groupby("currency")["fee"].sum()
    for name in GROUPS:
        part = board[board["grouped_by"] == name]
        yield Total(f"Pipeline by {name} against licences", "", int(part[list(PLACES)].to_numpy().sum()), len(rows))
        sums = part.groupby("currency")["value"].sum()
        for code in fees.index:
            title = f"Value of the pipeline by {name} against Renewals"
            yield Total(title, str(code), int(sums.get(code, 0)), int(fees[code]), money=True)


_CALM_TO_GRAVE = ("renewed", "due_90", "due_60", "due_30", "in_grace", "declined", "lapsed")
_DRAWN = {
    "month": ("Renewals by month of expiry", "stacked", _CALM_TO_GRAVE),
    "segment": ("Due by segment", "bars", ("due_30", "due_60", "due_90")),
    "caller": ("Due by caller", "bars", ("due_30", "due_60", "due_90")),
}


def board_charts(board: Frame, as_of: dt.date) -> Iterator[Chart]:
    """Yield the board's charts for the currency of most licences; months from three before the day to three after."""
    if board.empty:
        return
    code = board.groupby("currency")["licences"].sum().idxmax()
    near = [f"{pd.Timestamp(as_of).to_period('M') + step}" for step in range(-3, 4)]
    for name, (title, kind, columns) in _DRAWN.items():
        wanted = (board["grouped_by"] == name) & (board["currency"] == code)
        wanted &= board["group"].isin(near) if name == "month" else board[["due_30", "due_60", "due_90"]].any(axis=1)
        rows = np.flatnonzero(wanted)
        if len(rows):
            series = tuple((column, column.replace("_", " ")) for column in columns)
            said = f"{title}, {code}" if code else title
            yield Chart(said, "Pipeline", kind, "group", series, int(rows[0]), int(rows[-1]) + 1, unit="licences")
