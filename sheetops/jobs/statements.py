"""Statements of account: for every customer what was charged and paid in a period, as Word documents or PDFs."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sheetops.errors import BookError, OutputError
from sheetops.jobs.addressing import day, kind_word, major
from sheetops.jobs.arrears import SHEETS_READ, Position, ordered, position
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.documents import Maker
from sheetops.jobs.letters import Posted, customers_of, language_of, post
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.statementwords import ageing_line, agreement_note, pay_text, say
from sheetops.jobs.wants import Letter, records
from sheetops.model import Document, Finding, Frame, Outcome, Progress, Run, Severity, Total, silent
from sheetops.publish import make_folder
from sheetops.rules.ageing import bucket_labels
from sheetops.rules.allocation import balances
from sheetops.rules.following import running
from sheetops.rules.movement import Period
from sheetops.rules.statements import KEYS, statement_lines, statement_sums
from sheetops.word.pdf import libreoffice, to_pdf, word_is_here

FOLDER = "statements"
TEMPLATE = "account-statement"
SETTINGS_USED = ("language", "pay_within_days", "bucket_bounds", "unallocated", "clear_order", "terms_days")
DEFINITIONS = {
    "opening": "the ledger's balance on the eve of the period",
    "charged, paid": "debits and credits dated in the period: opening + charged - paid = closing",
    "made": "the document is in the folder statements; nothing was sent",
    "held": "the statement must not go out or could not arrive: the reason says why",
    "nothing to state": "no balance at the beginning and no entry in the period",
    "please pay": "the next instalment (or what is behind) of a running plan, else what is overdue less unused credit",
}
Key = tuple[str, str]
"""An account and a currency."""


class Facts(NamedTuple):
    """What statements are made of, by account and currency: sums, entries, ageing, running plan, open promise.

    ``amounts`` are the rows of ``sums``: looking one up in the frame costs more than making its letter.
    """

    sums: Frame
    amounts: dict[Key, tuple[int, ...]]
    lines: dict[Key, list[dict[str, Any]]]
    aged: dict[Key, dict[str, Any]]
    plans: dict[Key, dict[str, Any]]
    promises: dict[Key, dict[str, Any]]


def statements(
    what: What,
    *,
    as_of: dt.date,
    out: Path | str,
    since: dt.date | None = None,
    accounts: Collection[str] = (),
    pdf: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Make the statements of account of a period into ``out/statements`` and write ``statements.xlsx`` into ``out``.

    The period runs from ``since`` (the first of the month when left out) to ``as_of``. ``accounts`` are those wanted,
    all when empty; ``pdf`` makes a PDF beside each Word file. The run's frame is Statements, money in minor units.
    BookError when an account is not in the ledger, TemplateError when the template does not fit: nothing is written.
    """
    if pdf and not word_is_here() and libreoffice() is None:
        raise OutputError(
            "A PDF needs Word or LibreOffice, and neither is installed here. Install LibreOffice, or leave --pdf out."
        )
    desk, out = open_desk(what, as_of, SHEETS_READ, needs=("Ledger",), progress=progress), Path(out)
    period = Period(since or desk.as_of.replace(day=1), desk.as_of)
    if period.first > period.last:
        raise BookError(f"The period begins on {period.first:%d/%m/%Y}, after its end on {period.last:%d/%m/%Y}.")
    run = statements_run(desk, position(desk), period, out, accounts, pdf, progress)
    return finish(desk, run, out, out / FOLDER)


def statements_run(
    desk: Desk,
    now: Position,
    period: Period,
    out: Path,
    accounts: Collection[str] = (),
    pdf: bool = False,
    progress: Progress = silent,
) -> Run:
    """Make the statements of a desk whose position is known and return the run."""
    ledger = _ledger_of(desk, accounts)
    facts = _facts(desk, now, ledger, period)
    maker = Maker(desk.policy, desk.place, out / FOLDER, many=True)
    wanted = [*_wanted(desk, now, facts.sums)]
    maker.prepare((TEMPLATE, language_of(desk, letter)) for letter in wanted)
    make_folder(maker.folder)
    customers, posted = customers_of(desk, now), []
    for done, letter in enumerate(wanted):
        progress("Making statements", done, len(wanted))
        letter.fields.update(_fields(desk, facts, letter, period))
        posted.append(post(desk, maker, letter, customers.get(letter.account)))
        letter.fields.clear()
    progress("Making statements", len(wanted), len(wanted))
    unconverted = _pdfs(posted, out, progress) if pdf else ()
    return _run(desk, now, facts, posted, ledger, unconverted)


def _ledger_of(desk: Desk, accounts: Collection[str]) -> Frame:
    ledger = desk.frames["Ledger"]
    known = ledger[ledger["date"] <= pd.Timestamp(desk.as_of)]
    if not accounts:
        return known
    unknown = sorted(set(accounts) - set(known["account"]))
    if unknown:
        raise BookError(
            f"The ledger has no entry of account {', '.join(unknown)} up to {desk.as_of:%d/%m/%Y}. "
            "Check the account's number."
        )
    return known[known["account"].isin(set(accounts))]


def _facts(desk: Desk, now: Position, ledger: Frame, period: Period) -> Facts:
    sums = statement_sums(ledger, period)
    lines: dict[Key, list[dict[str, Any]]] = {}
    for line in records(statement_lines(ledger, period, sums)):
        lines.setdefault((line["account"], line["currency"]), []).append(line)
    plans, promises = now.agreed.plans.plans, now.agreed.promises
    running_plans = plans[running(plans)].sort_values("agreed_on", kind="stable")
    open_promises = promises[promises["status"] == "open"].sort_values("due_on", ascending=False, kind="stable")
    amounts = dict(zip(sums.index, sums.itertuples(index=False, name=None), strict=True))
    return Facts(sums, amounts, lines, _by_key(now.aged), _by_key(running_plans), _by_key(open_promises))


def _by_key(frame: Frame) -> dict[Key, dict[str, Any]]:
    """Return rows by account and currency, the last one where there are several."""
    return {(row["account"], row["currency"]): row for row in records(frame)}


def _wanted(desk: Desk, now: Position, sums: Frame) -> Iterator[Letter]:
    customers = customers_of(desk, now)
    for account, currency in sums.index:
        customer = customers.get(account, {})
        by_email = customer.get("channel") == "email" and customer.get("email")
        yield Letter(
            template=TEMPLATE,
            account=account,
            language=customer.get("language", ""),
            channel="email" if by_email else "letter",
            currency=currency,
            about=currency,
            reason="",
            held="the customer must not be contacted" if customer.get("do_not_contact") else "",
        )


def _fields(desk: Desk, facts: Facts, letter: Letter, period: Period) -> dict[str, Any]:
    key, currency, language = (letter.account, letter.currency), letter.currency, language_of(desk, letter)
    opening, charged, paid, closing = facts.amounts[key]
    aged, plan = facts.aged.get(key), facts.plans.get(key)
    pay_by = desk.as_of + dt.timedelta(days=desk.policy.value("pay_within_days"))
    forward = {"move_date": period.first, "move_entry": "", "move_what": say("forward", language)}
    nothing = {"move_debit": None, "move_credit": None, "move_balance": major(opening, currency)}
    return {
        "period_from": period.first,
        "as_of": period.last,
        **{"opening": major(opening, currency), "charged": major(charged, currency)},
        **{"paid": major(paid, currency), "closing": major(closing, currency)},
        "ageing_line": ageing_line(aged, bucket_labels(desk.policy.value("bucket_bounds")), currency, language),
        "agreement_note": agreement_note(plan, facts.promises.get(key), currency, language),
        "pay_text": pay_text(closing, overdue_of(aged), plan, pay_by, currency, language),
        "movements": [forward | nothing, *(_movement(line, language) for line in facts.lines.get(key, []))],
    }


def overdue_of(aged: dict[str, Any] | None) -> int:
    """Return what is overdue less credit not yet used, not below 0; of an account that has nothing open, 0."""
    return max(int(aged["total"] - max(aged["not_due"], 0)), 0) if aged else 0


def _movement(line: dict[str, Any], language: str) -> dict[str, Any]:
    word = kind_word(line["kind"], language)
    what = f"{word}: {line['description']}" if line["description"] else word
    return {
        "move_date": day(line["date"]),
        "move_entry": line["entry"],
        "move_what": what,
        "move_debit": major(line["debit"], line["currency"]) if line["debit"] else None,
        "move_credit": major(line["credit"], line["currency"]) if line["credit"] else None,
        "move_balance": major(line["balance"], line["currency"]),
    }


def _pdfs(posted: Sequence[Posted], out: Path, progress: Progress) -> tuple[Finding, ...]:
    """Make a PDF beside each document; return what could not be converted."""
    files = [out / one.document.path for one in posted if one.document]
    if not files:
        return ()
    failed = to_pdf(files, out / FOLDER, lambda done: progress("PDFs", done, len(files)))
    return tuple(
        Finding("Statements", 0, "file", "", file.name, Severity.ERROR, "pdf_not_made", f"{file.name}: {why}.")
        for file, why in failed.items()
    )


def _run(
    desk: Desk, now: Position, facts: Facts, posted: Sequence[Posted], ledger: Frame, findings: tuple[Finding, ...]
) -> Run:
    statuses = Counter(one.row["status"] for one in posted)
    every = len(ledger[KEYS].drop_duplicates())
    nothing = every - len(facts.sums)
    documents: tuple[Document, ...] = tuple(one.document for one in posted if one.document)
    return run_of(
        desk,
        "statements",
        {"Statements": _listed(now, facts, posted)},
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            "accounts, by currency": every,
            **{f"statements {status}": statuses[status] for status in ("made", "held", "failed")},
            "nothing to state": nothing,
        },
        totals=(
            Total(
                "Made, held, failed and nothing to state against accounts", "", sum(statuses.values()) + nothing, every
            ),
            *_closings(facts.sums, ledger, desk.as_of),
        ),
        findings=findings,
        documents=documents,
    )


def _closings(sums: Frame, ledger: Frame, as_of: dt.date) -> tuple[Total, ...]:
    """Hold the closing balances of all statements against the ledger, by currency."""
    stated = sums.groupby(level="currency").sum()
    there = balances(ledger, as_of).groupby(level="currency").sum()
    rolled = stated["opening"] + stated["charged"] - stated["paid"]
    return tuple(
        Total(name, str(code), int(side.get(code, 0)), int(there[code]), money=True)
        for name, side in (
            ("Closing balances against ledger", stated["closing"]),
            ("Rolled forward against it", rolled),
        )
        for code in there.index
    )


def _listed(now: Position, facts: Facts, posted: Sequence[Posted]) -> Frame:
    """Return the contract's Statements: an account and currency a row, in their order."""
    made = pd.DataFrame([one.row for one in posted], columns=list(_POSTED))
    rows = facts.sums.reset_index().join(made[["channel", "language", "status", "file", "sha256", "reason"]])
    names = now.customers.drop_duplicates("account").set_index("account")["name"]
    overdue = [overdue_of(facts.aged.get(key)) for key in facts.sums.index]
    return ordered(
        "Statements",
        rows.assign(name=rows["account"].map(names).fillna(""), paid_in=rows["paid"], overdue=overdue),
    )


_POSTED = ("account", "channel", "language", "status", "file", "sha256", "reason")
