"""Journals: what the Ledger and the collectors' remittances hold, for the general ledger, each numbered and registered.

A journal that was exported never changes: it is reversed by another, and what it held can be journalled anew.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

import sheetops
from sheetops import clock, money
from sheetops import register as reg
from sheetops.checking import findings_of
from sheetops.errors import BookError
from sheetops.jobs.arrears import currency_of, ordered
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.issuing import Office, document_of, inputs_of, office
from sheetops.jobs.journalfile import SUFFIX, layout_bytes
from sheetops.jobs.rendering import renderer
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.subjects import subjects
from sheetops.model import Fault, Finding, Frame, LeftOut, Outcome, Progress, Run, Severity, Total, silent
from sheetops.publish import make_folder
from sheetops.register import Entry, Series, Wanted, schema
from sheetops.rules.journals import ELSEWHERE, lines, placed, sources
from sheetops.rules.layouts import MOST_LINES, layout
from sheetops.word import safe_name

FOLDER = "journals"
KIND = "journal"
SHEETS_READ = ("Customers", "Licences", "Ledger", "Remittances", "Journal accounts")
SETTINGS_USED = (*("journal_number", "journal_layout", "journal_format", "journal_tax_code", "journal_locked_until"),)
DEFINITIONS = {
    "journal": "one a currency and calendar month, dated the last day of it in the period; entry by entry",
    "tax": "the tax inside an entry, at its rate or that of the entry it names, where its row of Journal accounts has "
    "a tax_account; parts of one entry add up to its tax",
    "remittance, commission": "what a collector paid over and kept; what it collected is a receipt of the Ledger, so "
    "book the three against one clearing account and it comes to nothing",
    "exported": "a journal that was made; it never changes. sheetops register reissue NUMBER makes the same bytes",
    "reversed": "another journal took it back: its entries are journalled anew by the next run",
    "locked": "dated on or before journal_locked_until: never journalled",
}


class Booked(NamedTuple):
    """What the register knows of journals: all of them, those that were taken back, and each source's live journal."""

    journals: list[Entry]
    reversed_by: Mapping[str, str]
    sources: Mapping[str, tuple[str, int]]


def journals(
    what: What,
    *,
    as_of: dt.date,
    since: dt.date | None = None,
    reverse: str = "",
    out: Path | str,
    progress: Progress = silent,
) -> Outcome:
    """Make the journals of a period into ``out/journals`` and write ``journals.xlsx``; or reverse one.

    The period is ``since`` (the first day of the month when left out) up to the day; what is in a journal already is
    not journalled again. Ledger and Journal accounts are needed. BookError when a journal cannot be reversed.
    """
    desk = open_desk(what, as_of, SHEETS_READ, needs=("Ledger", "Journal accounts"), progress=progress)
    run = make_journals(desk, Path(out), since, reverse, progress)
    return finish(desk, run, out, Path(out) / FOLDER)


def make_journals(
    desk: Desk, out: Path, since: dt.date | None = None, reverse: str = "", progress: Progress = silent
) -> Run:
    """Make the journals of a desk that was read, and return the run."""
    first = since or desk.as_of.replace(day=1)
    every = sources(desk.frames["Ledger"], desk.frames["Remittances"], currency_of(desk))
    every = every[every["date"] <= pd.Timestamp(desk.as_of)].reset_index(drop=True)
    with office(desk, out) as at:
        before = _booked(at)
        row = _standing(desk, every, before, first)
        wanted = [_reversal(at, before, reverse)] if reverse else _wanted(at, row[row["state"] == "due"], before)
        _make(at, wanted, out, progress)
        after = _booked(at)
        shown = [one for one in after.journals if first <= one.content["date"] <= desk.as_of]
        listed, detail = _listed(at, shown, after), _detail(shown)
        documents = tuple(document_of(at, one) for one in shown if one.state == schema.ISSUED)
    # A reversal journals nothing: what it freed is for the next run.
    state = row["state"].where(row["state"] != "due", "left for the next run" if reverse else "due")
    return run_of(
        desk,
        "journals",
        {"Journals": ordered("Journals", detail), "Journal list": ordered("Journal list", listed)},
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            "period": f"{clock.text(first)} to {clock.text(desk.as_of)}",
            "journals made now": len(after.journals) - len(before.journals),
            "journals in the period": len(shown),
            "entries journalled now": int((state == "due").sum()),
            "entries journalled before": int((state == "booked").sum()),
            "entries before the period without a journal": _forgotten(every, before, first) if before.sources else 0,
        },
        totals=(*_controls(desk, row, first, after.sources), *_balances(shown)),
        findings=_findings(desk, row, shown),
        left_out=_left_out(row),
        documents=documents,
    )


# ------------------------------------------------------------------------------------------------ what is known


def _booked(at: Office) -> Booked:
    there = [one for one in reg.entries(at.register, kind=KIND) if one.state != schema.VOID]
    reversed_by = {str(one.content["reverses"]): one.number for one in there if one.content["reverses"]}
    live = [one for one in there if one.number not in reversed_by]
    known = {key: (one.number, int(amount)) for one in live for key, amount in one.content["sources"]}
    return Booked(there, reversed_by, known)


def _standing(desk: Desk, every: Frame, before: Booked, first: dt.date) -> Frame:
    """Return the sources of the period with their accounts, their journal so far, and ``state``.

    That is one of booked, locked (the period is closed), elsewhere (a kind that others book), nowhere (no accounts),
    nothing (an amount of zero), due.
    """
    row = every[every["date"] >= pd.Timestamp(first)]
    row = placed(row, desk.frames["Journal accounts"], subjects(desk, row))
    lock = desk.policy.value("journal_locked_until")
    numbers = {key: number for key, (number, _) in before.sources.items()}
    known = row["key"].map(numbers).astype(object)
    amounts = row["key"].map({key: amount for key, (_, amount) in before.sources.items()})
    state = pd.Series("due", index=row.index, dtype=object)
    missing = (row["debit"] == "") | (row["credit"] == "")
    state = state.mask(missing, "nowhere").mask(missing & ~row["named"] & row["kind"].isin(ELSEWHERE), "elsewhere")
    state = state.mask(row["amount"] == 0, "nothing")
    if lock is not None:
        state = state.mask(row["date"] <= pd.Timestamp(lock), "locked")
    state = state.mask(known.notna(), "booked")
    return row.assign(state=state, journal=known.fillna(""), booked=amounts.fillna(0).astype("int64"))


def _forgotten(every: Frame, before: Booked, first: dt.date) -> int:
    early = every[every["date"] < pd.Timestamp(first)]
    kinds = {key.partition(":")[0] for key in before.sources}
    return int((~early["key"].isin(before.sources) & early["kind"].isin(kinds) & (early["amount"] != 0)).sum())


# ------------------------------------------------------------------------------------------------ making them


def _wanted(at: Office, due: Frame, before: Booked) -> list[Wanted]:
    """Return the journals that are wanted: one a currency and month."""
    month = due["date"].dt.to_period("M")
    made = []
    for (period, code), rows in due.groupby([month, due["currency"].astype(object)], sort=True):
        day = min(period.end_time.date(), at.desk.as_of)
        earlier = sum(one.key.startswith(f"{KIND}/{period}/{code}/") for one in before.journals)
        held = [[key, int(amount)] for key, amount in zip(rows["key"], rows["amount"], strict=True)]
        body = lines(rows).drop(columns=["key", "currency"]).to_dict("records")
        key = f"{KIND}/{period}/{code}/{earlier + 1}"
        made.append(_journal(at, key, str(code), {"date": day, "lines": body, "sources": held, "reverses": ""}))
    return made


def _reversal(at: Office, before: Booked, number: str) -> Wanted:
    """Return the journal that takes another back; BookError when it cannot be."""
    there = {one.number: one for one in before.journals if one.state == schema.ISSUED}
    if number not in there:
        raise BookError(f"There is no journal {number}. sheetops register list shows the journals that there are.")
    old = there[number]
    if old.content["reverses"]:
        raise BookError(f"{number} is itself the reversal of {old.content['reverses']}: run journals again instead.")
    lock = at.desk.policy.value("journal_locked_until")
    if lock is not None and at.desk.as_of <= lock:
        raise BookError(
            f"{clock.text(at.desk.as_of)} lies in the period that is closed until {clock.text(lock)}. Reverse {number} "
            "on a later day (--as-of), or move journal_locked_until on the Policy sheet."
        )
    done = before.reversed_by.get(number)
    day = next((one.content["date"] for one in before.journals if one.number == done), at.desk.as_of)
    back = [
        line | {"amount": -line["amount"], "narrative": f"Reversal of {number}: {line['narrative']}"}
        for line in old.content["lines"]
    ]
    said = {"date": day, "lines": back, "sources": [], "reverses": number}
    return _journal(at, f"{KIND}/reversal/{number}", str(old.content["currency"]), said)


def _journal(at: Office, key: str, currency: str, said: dict[str, Any]) -> Wanted:
    policy = at.desk.policy
    columns = layout(policy.value("journal_layout"))
    source = layout_bytes(columns, policy.value("journal_format"), policy.value("journal_tax_code"))

    def content(number: str, _day: dt.date) -> Mapping[str, Any]:
        return said | {"journal": number, "currency": currency}

    what = f"reversal of {said['reverses']}" if said["reverses"] else f"{said['date']:%Y-%m} {currency}"
    return Wanted(
        key=key,
        kind=KIND,
        account="",
        as_of=at.desk.as_of,
        content=content,
        template=reg.keep_template(at.register, f"{policy.value('journal_layout')[:40]}{SUFFIX}", source),
        called=f"{{number}} {what}",
        series=Series(KIND, policy.value("journal_number")),
        amount=sum(line["amount"] for line in said["lines"] if line["amount"] > 0),
        currency=currency,
    )


def _make(at: Office, wanted: list[Wanted], out: Path, progress: Progress) -> None:
    """Number, write down and export journals; one that was made before stays as it is."""
    if not wanted:
        return
    desk = at.desk
    suffix = f".{desk.policy.value('journal_format')}"
    run = reg.begin_run(
        at.register, "journals", desk.as_of, inputs_of(desk), str(desk.policy.values), sheetops.__version__
    )
    folder = make_folder(out / FOLDER)
    intended = reg.intend(at.register, run, wanted, folder, lambda called, taken: safe_name(called, taken, suffix))
    failed = reg.issue(at.register, intended.to_make, renderer(at.register), run=run, progress=progress)
    reg.end_run(at.register, run, {"made": len(intended.to_make) - len(failed), "failed": len(failed)})


# ------------------------------------------------------------------------------------------------ what is shown


def _detail(shown: list[Entry]) -> Frame:
    rows = [
        line
        | {
            "journal": one.number,
            "date": pd.Timestamp(one.content["date"]),
            "currency": one.currency,
            "debit": max(line["amount"], 0),
            "credit": max(-line["amount"], 0),
        }
        for one in shown
        for line in one.content["lines"]
    ]
    kept = [
        "journal",
        "date",
        "account_code",
        "debit",
        "credit",
        "narrative",
        "source",
        "currency",
        "cost_centre",
        "account",
        "kind",
    ]
    return pd.DataFrame(rows, columns=kept)


def _listed(at: Office, shown: list[Entry], known: Booked) -> Frame:
    rows = [
        {
            "journal": one.number,
            "date": pd.Timestamp(one.content["date"]),
            "currency": one.currency,
            "lines": len(one.content["lines"]),
            "debit": sum(line["amount"] for line in one.content["lines"] if line["amount"] > 0),
            "credit": -sum(line["amount"] for line in one.content["lines"] if line["amount"] < 0),
            "status": _status(one, known),
            "reverses": one.content["reverses"],
            "document": document_of(at, one).path.as_posix(),
            "sha256": one.sha256,
        }
        for one in shown
    ]
    kept = ["journal", "date", "currency", "lines", "debit", "credit", "status", "reverses", "document", "sha256"]
    return pd.DataFrame(rows, columns=kept)


def _status(one: Entry, known: Booked) -> str:
    if one.number in known.reversed_by:
        return f"reversed by {known.reversed_by[one.number]}"
    return "exported" if one.state == schema.ISSUED else one.state


def _controls(desk: Desk, row: Frame, first: dt.date, made: Mapping[str, tuple[str, int]]) -> tuple[Total, ...]:
    """Hold what the register has in journals, and what was left out, against the sheets, currency by currency."""
    held = row["key"].map({key: amount for key, (_, amount) in made.items()})
    # An entry that was changed after its journal is a finding of its own.
    drift = (held - row["amount"]).fillna(0).astype("int64")
    found = held.fillna(row["amount"]).astype("int64").groupby(row["currency"]).sum()
    there = _on_sheets(desk, first).add(drift.groupby(row["currency"]).sum(), fill_value=0)
    return tuple(
        Total("In journals and left out, against the sheets", str(code), int(found.get(code, 0)), int(sum_), money=True)
        for code, sum_ in there.items()
    )


def _on_sheets(desk: Desk, first: dt.date) -> pd.Series:
    """Return what the Ledger and Remittances hold in the period, by currency."""
    ledger, paid = desk.frames["Ledger"], desk.frames["Remittances"]
    span = pd.Timestamp(first), pd.Timestamp(desk.as_of)
    mine, theirs = ledger[ledger["date"].between(*span)], paid[paid["received_on"].between(*span)]
    sums = mine.groupby(mine["currency"].astype(object))["amount"].sum()
    got = int(theirs["paid_over"].fillna(0).sum() + theirs["commission"].fillna(0).sum())
    return sums.add(pd.Series({currency_of(desk): got} if len(theirs) else {}, dtype="int64"), fill_value=0)


def _balances(shown: list[Entry]) -> tuple[Total, ...]:
    sums: dict[str, list[int]] = {}
    for one in shown:
        side = sums.setdefault(one.currency, [0, 0, 0, 0])
        for line in one.content["lines"]:
            side[line["amount"] < 0] += abs(line["amount"])
        if not one.content["reverses"]:
            side[2] += sum(abs(amount) for _, amount in one.content["sources"])
            side[3] += sum(max(line["amount"], 0) for line in one.content["lines"])
    names = ("Debits of the journals against their credits", "Entries journalled against the debits of their journals")
    return tuple(
        Total(name, code, sides[left], sides[left + 1], money=True)
        for code, sides in sorted(sums.items())
        for name, left in zip(names, (0, 2), strict=True)
    )


_LEFT = {
    "locked": "dated in the period that is closed (journal_locked_until)",
    "elsewhere": "of a kind without accounts on Journal accounts, which other systems book",
    "nowhere": "no row of Journal accounts fits",
}


def _left_out(row: Frame) -> tuple[LeftOut, ...]:
    some = row[row["state"].isin(list(_LEFT))]
    parts = some.groupby(["sheet", "state", "currency"], sort=True)["amount"].agg(["size", "sum"])
    return tuple(
        LeftOut(sheet, int(part["size"]), _LEFT[state], int(part["sum"]), code)
        for (sheet, state, code), part in parts.iterrows()
    )


def _findings(desk: Desk, row: Frame, shown: list[Entry]) -> tuple[Finding, ...]:
    changed = row[(row["state"] == "booked") & (row["booked"] != row["amount"])]
    told = {
        "journal_without_accounts": row[row["state"] == "nowhere"].drop_duplicates(["sheet", "kind"]),
        "journal_locked": row[row["state"] == "locked"].drop_duplicates("sheet"),
        "journal_changed": changed,
    }
    found = [
        finding
        for check, rows in told.items()
        for sheet, some in rows.groupby("sheet")
        if sheet in desk.checked
        for finding in findings_of(desk.checked[str(sheet)], _said(check, some, row), check, Severity.WARNING)
    ]
    return (*found, *_too_long(desk, shown))


def _said(check: str, some: Frame, every: Frame) -> list[Fault]:
    return [_fault(check, one, every) for one in some.to_dict("records")]


def _fault(check: str, one: dict[str, Any], every: Frame) -> Fault:
    at, source, kind = int(one["row"]), one["source"], str(one["kind"]).replace("_", " ")
    alike = every[(every["state"] == one["state"]) & (every["sheet"] == one["sheet"])]
    if check == "journal_without_accounts":
        count = int((alike["kind"] == one["kind"]).sum())
        return Fault(
            at,
            "entry" if one["sheet"] == "Ledger" else "remittance",
            f"{source} and {count - 1} more of kind {kind} are in no journal: no row of Journal accounts fits. Add a "
            f"row for {kind} and run again.",
        )
    if check == "journal_locked":
        return Fault(
            at,
            "date" if one["sheet"] == "Ledger" else "received_on",
            f"{source} and {len(alike) - 1} more are dated in the period that is closed, and in no journal. Date them "
            "in the open period, or move journal_locked_until on the Policy sheet.",
        )
    was, now = (money.text(int(one[name]), one["currency"]) for name in ("booked", "amount"))
    return Fault(
        at,
        "amount" if one["sheet"] == "Ledger" else "collected",
        f"{source} is in journal {one['journal']} with {was}, and is {now} now. Journals never change: sheetops "
        f"journals BOOK --reverse {one['journal']}, and run again.",
    )


def _too_long(desk: Desk, shown: list[Entry]) -> tuple[Finding, ...]:
    name = str(desk.policy.value("journal_layout")).casefold()
    most = MOST_LINES.get(name, 0)
    long = [one for one in shown if most and len(one.content["lines"]) > most]
    return tuple(
        Finding(
            *("Journal list", 0, "lines", "", one.number, Severity.WARNING, "journal_too_long"),
            f"{one.number} has {len(one.content['lines'])} lines, and the import of {name} takes {most} at a time. "
            "Split the file for the import, or journal shorter periods (--from, --as-of).",
        )
        for one in long
    )
