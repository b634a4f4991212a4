"""The plans desk: every payment plan followed, its instalments, quotes for callers, and what the bank collects."""

import csv
import datetime as dt
from pathlib import Path

import pandas as pd

from sheetops import money
from sheetops.errors import BookError
from sheetops.jobs.agreements import PLAN_SETTINGS, plan_reasons, plan_terms, plan_warnings
from sheetops.jobs.arrears import SHEETS_READ, Position, ordered, position
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.subjects import alike
from sheetops.model import Frame, Outcome, Progress, Run, Total, silent
from sheetops.publish import make_folder, whole_file
from sheetops.rules.collecting import collection_days
from sheetops.rules.following import INSTALMENTS, MEANINGS, running
from sheetops.rules.plans import yearly_bills
from sheetops.rules.quoting import quotes as quoted
from sheetops.rules.replanning import plan_refused

COLLECTIONS = "collections.csv"
"""The file for the bank, in the output folder beside ``plans.xlsx``."""

SETTINGS_USED = ("currency", *PLAN_SETTINGS, "escalation_after_broken", "plan_quotes", "plan_first_due_days")
DIRECT_DEBIT = ("direct_debit", "direct_debit_days", "direct_debit_notice_days")
DEFINITIONS = (
    {
        "covers": "the sum on the sheet; blank: see plan_covers, as of the day on which the plan was agreed",
        "instalments": "all alike and rounded down to plan_rounding, the last takes the remainder; days are counted "
        "from the first one, so that monthly from the 31st comes back to the 31st",
        "received": "receipts of the account dated from agreed_on on, less what was sent back, to the instalments in "
        "their order, until another plan is agreed; a receipt that names a bill issued after the plan was agreed "
        "pays that bill, unless plan_covers is expected",
        "paid, missed": "how many instalments are paid in full; how many are missed now",
        "missed": "not paid in full plan_grace_days after its day",
        "default": "plan_max_missed instalments missed at once, or one more than plan_max_late_days late",
        "cured": "a default that was made good within plan_cure_days days; otherwise the plan is broken for good",
        "chasing": "an account whose plan is in good standing or behind is held; after a breach its ladder goes on "
        "where it stopped, on its own day or at once (escalation_after_broken)",
        "quotes": "for accounts in arrears without a running plan; the first instalment plan_first_due_days from today",
    }
    | {f"plan {status}": meaning for status, meaning in MEANINGS.items()}
    | {f"instalment {status}": meaning for status, meaning in INSTALMENTS.items()}
)  # fmt: skip


def plans(
    what: What,
    *,
    as_of: dt.date,
    account: str | None = None,
    out: Path | str | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Follow every payment plan as of a day and, with ``out``, write ``plans.xlsx`` into that folder.

    With ``account`` the quotes are for that account alone, and stand among the counts as well. Ledger is needed;
    without Plans there are quotes alone. The run's frames are Plans kept, Plan schedule, Plan quotes and, when the
    setting direct_debit is yes, Collections, which are written to ``collections.csv`` as well. Money is in minor units.
    """
    desk = open_desk(what, as_of, SHEETS_READ, needs=("Ledger",), progress=progress)
    progress("Following plans", 0, 1)
    run = plans_run(desk, position(desk), account)
    progress("Following plans", 1, 1)
    return finish_plans(desk, run, out)


def finish_plans(desk: Desk, run: Run, out: Path | str | None) -> Outcome:
    """Write the plans workbook and the bank's file into the output folder, if there is one."""
    outcome = finish(desk, run, out)
    if out is not None:
        collections_into(run, Path(out))
    return outcome


def collections_into(run: Run, out: Path) -> None:
    """Write the bank's file of a plans run into the output folder, if the desk collects by direct debit."""
    if "Collections" in run.frames:
        write_collections(run.frames["Collections"], make_folder(out) / COLLECTIONS)


def quotes(
    what: What, account: str, *, as_of: dt.date, amount: int | None = None, progress: Progress = silent
) -> Frame:
    """Return what a payment plan of one account would come to, several ways side by side: the contract's Plan quotes.

    Quoted is what is overdue, all that is open when nothing is overdue, or ``amount`` (minor units, in the one currency
    that the account owes in). BookError when the account owes nothing.
    """
    desk = open_desk(what, as_of, SHEETS_READ, needs=("Ledger",), progress=progress)
    return quotes_of(desk, position(desk), account, amount)


def plans_run(desk: Desk, now: Position, account: str | None = None) -> Run:
    """Return the plans run of a desk whose position is known; BookError when the account to be quoted owes nothing."""
    followed, schedule = now.agreed.plans.plans, now.agreed.plans.schedule
    statuses = followed["status"].value_counts()
    agreed = len(followed) + len(now.agreed.unusable)
    kept = followed.assign(reason=plan_reasons(desk, followed))
    frames = {
        "Plans kept": ordered("Plans kept", kept),
        "Plan schedule": ordered("Plan schedule", schedule),
        "Plan quotes": quotes_of(desk, now, account),
    }
    if desk.policy.value("direct_debit") == "yes":
        frames["Collections"] = _collections(desk, now)
    return run_of(
        desk,
        "plans",
        frames,
        settings=(*SETTINGS_USED, *(DIRECT_DEBIT if "Collections" in frames else DIRECT_DEBIT[:1])),
        definitions=DEFINITIONS,
        counts={
            "plans": agreed,
            **{f"plans {status}": int(statuses.get(status, 0)) for status in MEANINGS},
            "plans that cannot be followed": len(now.agreed.unusable),
            "plans proposed, cancelled or agreed after this day, left aside": len(desk.frames["Plans"]) - agreed,
            "instalments": len(schedule),
            "accounts quoted": frames["Plan quotes"]["account"].nunique(),
            **(_spoken(frames["Plan quotes"]) if account else {}),
        },
        totals=(
            Total(
                "Plans by status and unusable ones against plans",
                "",
                int(statuses.sum()) + agreed - len(followed),
                agreed,
            ),
            *_money(followed, schedule),
        ),
        findings=(*now.agreed.errors, *plan_warnings(desk, now.agreed)),
        left_out=now.agreed.left_out,
    )


def _money(followed: Frame, schedule: Frame) -> tuple[Total, ...]:
    """Hold the instalments against the sums that the plans cover, by currency."""
    return tuple(
        Total(
            "Instalments against what plans come to",
            code,
            int(schedule.loc[schedule["currency"] == code, "amount"].sum()),
            int(followed.loc[followed["currency"] == code, "sum"].sum()),
            money=True,
        )
        for code in sorted(followed["currency"].unique())
    )


def _spoken(rows: Frame) -> dict[str, str]:
    """Return the quotes of one account as lines to read out."""
    keys = "quote, " + rows["currency"] + " " + rows["frequency"] + " " + rows["instalments"].astype(str)
    return dict(zip(keys, rows["reason"], strict=True))


def quotes_of(desk: Desk, now: Position, account: str | None = None, amount: int | None = None) -> Frame:
    """Return the contract's Plan quotes: for the accounts in arrears without a running plan, or for the one named.

    BookError when the one named owes nothing.
    """
    followed, rows = now.agreed.plans.plans, now.accounts
    if account is None:
        rows = rows[(rows["arrears"] > 0) & ~rows["account"].isin(followed.loc[running(followed), "account"])]
    else:
        rows = rows[(rows["account"] == account) & (rows["outstanding"] > 0)]
        _require_debt(desk, rows, account)
    names = (*PLAN_SETTINGS, "plan_quotes", "plan_first_due_days")
    found = pd.concat([_quoted(own, followed, some, amount) for own, some in alike(desk, names, rows)])
    return ordered("Plan quotes", found.assign(instalment_amount=found["instalment"]))


def _quoted(desk: Desk, followed: Frame, rows: Frame, amount: int | None) -> Frame:
    """Return the quotes of accounts for whom the desk has one policy."""
    terms = plan_terms(desk)
    usual = rows["outstanding"].where((rows["arrears"] == 0) | (terms.covers == "owed"), rows["arrears"])
    owed = rows.assign(covers=usual if amount is None else amount, bills=_expected(desk, rows))
    first_due = desk.as_of + dt.timedelta(days=desk.policy.value("plan_first_due_days"))
    return quoted(owed, desk.policy.value("plan_quotes"), terms, first_due, plan_refused(followed, terms))


def _require_debt(desk: Desk, rows: Frame, account: str) -> None:
    if rows.empty:
        raise BookError(
            f"Account {account} owes nothing on {desk.as_of:%d/%m/%Y}: there is nothing to quote. "
            "Check the account's number."
        )


def _expected(desk: Desk, rows: Frame) -> pd.Series:
    """Return the bills of the last year where plans cover new ones too, else nothing."""
    if desk.policy.value("plan_covers") != "expected":
        return pd.Series(0, index=rows.index, dtype="int64")
    today = pd.Series(pd.Timestamp(desk.as_of).as_unit("s"), index=rows.index)
    return yearly_bills(rows, today, desk.frames["Ledger"])


def _collections(desk: Desk, now: Position) -> Frame:
    """Return the contract's Collections: what the bank is asked for and when, for every running plan."""
    value, followed = desk.policy.value, now.agreed.plans.plans
    places = followed.loc[running(followed), "place"]
    part = now.agreed.plans.schedule
    part = part[part["place"].isin(places)]
    days, notice = value("direct_debit_days"), value("direct_debit_notice_days")
    rows = collection_days(part, desk.as_of, days, notice, desk.policy.closed)
    reference = rows["plan"] + "-" + rows["instalment"].astype(str)
    return ordered(
        "Collections",
        rows.assign(reference=reference).sort_values(["collected_on", "plan", "instalment"], kind="stable"),
    )


def write_collections(rows: Frame, path: Path) -> None:
    """Write Collections as the bank's file: comma-separated, utf-8, ISO days, amounts with a point."""
    amounts = [str(money.to_major(*pair)) for pair in zip(rows["to_collect"], rows["currency"], strict=True)]
    days = rows["collected_on"].dt.strftime("%Y-%m-%d")
    with whole_file(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\r\n")
        lines.writerow(["account", "plan", "instalment", "collected_on", "amount", "currency", "reference"])
        columns = [
            rows["account"],
            rows["plan"],
            rows["instalment"],
            days,
            amounts,
            rows["currency"],
            rows["reference"],
        ]
        lines.writerows(zip(*columns, strict=True))
