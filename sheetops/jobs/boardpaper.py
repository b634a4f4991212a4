"""The paper that a board gets on a fresh start: what was found, the ways there are, what is recommended, who signs."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sheetops import clock, money
from sheetops.jobs.desk import Desk
from sheetops.jobs.fresh_start import Case, deciding
from sheetops.model import Document
from sheetops.publish import make_folder, whole_file
from sheetops.rules.fresh_start import EVIDENCE
from sheetops.word.names import name_key, safe_name
from sheetops.word.papers import Block, Facts, Grid, Paper, Points, Section, paper_docx

FOLDER = "fresh-start"
"""The folder below the output folder that takes the papers."""


def write_papers(desk: Desk, cases: Sequence[Case], out: Path) -> tuple[Document, ...]:
    """Write a paper for each case into the folder `FOLDER` of ``out``."""
    folder, taken, made = make_folder(out / FOLDER), set[str](), []
    for case in cases:
        content = paper_docx(board_paper(desk, case))
        file = safe_name(f"{desk.as_of} fresh-start {case.account} {case.currency} {case.name}", taken)
        taken.add(name_key(file))
        with whole_file(folder / file) as draft:
            draft.write_bytes(content)
        made.append(Document(Path(FOLDER) / file, hashlib.sha256(content).hexdigest()))
    return tuple(made)


def board_paper(desk: Desk, case: Case) -> Paper:
    """Return the paper on one case."""
    sender = str(desk.policy.value("supplier_name")) or "Debt and hardship"
    return Paper(
        title=f"Fresh start: {case.name}",
        subtitle=f"For decision. Account {case.account}, figures {_in(case)}as of {clock.text(desk.as_of)}.",
        sender=sender,
        sections=(
            Section("What is asked", (_asked(desk, case), Points(_ask(desk, case)))),
            Section("Grounds", (Points(case.grounds),)),
            Section("Evidence", _evidence(case)),
            Section("Bills and payments by month", _months(case)),
            Section("History", _history(case)),
            Section("The ways there are", (*_ways(case), case.why)),
            Section("Decision", _decision(desk, case)),
        ),
    )


def _in(case: Case) -> str:
    return f"in {case.currency} " if case.currency else ""


def _text(case: Case, amount: int) -> str:
    return money.text(int(amount), case.currency)


def _figure(case: Case, amount: int) -> str:
    """Return an amount for a table, where a dash is easier to read than nothing and two decimals."""
    return _text(case, amount) if amount else "–"


def _asked(desk: Desk, case: Case) -> Facts:
    row = case.row
    customer = desk.frames["Customers"]
    mine = customer[customer["account"] == case.account]
    segment = str(mine["segment"].iloc[0]) if len(mine) else ""
    return Facts(
        (
            ("Customer", case.name + (f" ({segment})" if segment else "")),
            ("Owed in all", f"{case.currency} {_text(case, case.standing.debt)}".strip()),
            ("Of it overdue", f"{case.currency} {_text(case, row['arrears'])}".strip()),
            ("Recommended", case.choice.capitalize()),
            *([("To be written off", f"{case.currency} {_text(case, case.write_off)}")] if case.write_off else []),
        )
    )


def _ask(desk: Desk, case: Case) -> tuple[str, ...]:
    if case.choice == EVIDENCE:
        return ("To take note that no decision can be taken before evidence of hardship has come.",)
    lines = [f"To approve: {case.choice}. {case.why}"]
    if case.write_off:
        title = deciding(desk, case.write_off, case.currency)[-1][0]
        lines.append(f"A write-off of {_text(case, case.write_off)} is for {title} to decide.")
    return tuple(lines)


def _evidence(case: Case) -> tuple[Block, ...]:
    if case.stays.empty:
        return ("The account is not on the hardship register: no evidence has been shown.",)
    named = case.stays["evidence"].replace("", "none has come")
    days = [case.stays[name].map(_day) for name in ("entered_on", "evidence_until", "reviewed_on", "left_on")]
    headings = ("Evidence", "In hardship since", "Holds to", "Last review", "Left")
    return (Grid(headings, (57, 32, 27, 27, 22), tuple(zip(named, *days, strict=True))),)


def _day(day: pd.Timestamp) -> str:
    return "–" if pd.isna(day) else clock.text(day)


def _months(case: Case) -> tuple[Block, ...]:
    table = case.months
    names = [f"{pd.Timestamp(month):%B %Y}" for month in table["month"]]
    names[0] = f"Up to {names[0]}"
    amounts = table[["billed", "paid", "credited", "balance"]].to_numpy()
    rows = [(name, *(_figure(case, amount) for amount in line)) for name, line in zip(names, amounts, strict=True)]
    sums = table[["billed", "paid", "credited"]].sum()
    total = ("In all", *(_figure(case, amount) for amount in sums), _figure(case, int(sums.sum())))
    note = "Bills with fees and interest; payments and credits take from the balance, so they stand with a minus."
    headings = ("Month", "Billed", "Paid", "Credited", "Balance at its end")
    return (
        Grid(headings, (45, 30, 30, 30, 30), (*rows, total), frozenset({1, 2, 3, 4}), total=True),
        note,
    )


def _history(case: Case) -> tuple[Block, ...]:
    if case.events.empty:
        return ("Nothing is on record beside the bills and payments above.",)
    days = case.events["day"].map(clock.text)
    rows = tuple(zip(days, case.events["what"], strict=True))
    return (Grid(("Day", "What happened, and how it stands today"), (25, 140), rows),)


def _ways(case: Case) -> tuple[Block, ...]:
    headings = ("Way", "They pay", "Granted", "Written off", "Still owed", "Months", "Can hold?")
    rows, notes = [], []
    for way in case.ways.to_dict("records"):
        name = str(way["option"]).capitalize()
        amounts = (_figure(case, way[column]) for column in ("pays", "granted", "written_off", "left"))
        rows.append((name, *amounts, f"{way['months'] or '–'}", "yes" if way["feasible"] else "no"))
        notes.append(f"{name}: {way['note']}")
    chosen = frozenset(number for number, option in enumerate(case.ways["option"]) if option == case.choice)
    shares = (46, 23, 21, 24, 23, 15, 18)
    return (
        Grid(headings, shares, tuple(rows), frozenset({1, 2, 3, 4, 5}), bold=chosen),
        Points(tuple(notes)),
    )


def _decision(desk: Desk, case: Case) -> tuple[Block, ...]:
    prepared = str(desk.policy.value("signatory_title"))
    rows = [("", f"Prepared by{f': {prepared}' if prepared else ''}", "–", "", "")]
    amount = case.write_off or case.standing.debt
    rows += [("", title, limit, "", "") for title, limit in deciding(desk, amount, case.currency)]
    after = (
        "Once it is decided: enter a row on the sheet Requests with kind write_off, the account, the amount, the "
        f"reason Fresh start, who asked, who approved and the day. Account {case.account} then has its entry on the "
        "sheet Ledger rows of hardship.xlsx, ready to copy into the Ledger."
    )
    told: tuple[Block, ...] = (after,) if case.write_off else ()
    return (
        "Decision:  ☐ as recommended    ☐ another way: ______________________________    ☐ declined",
        Grid(("Name", "Authority", "May decide", "Date", "Signature"), (40, 42, 28, 22, 33), tuple(rows), tall=True),
        *told,
    )
