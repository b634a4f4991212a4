"""Credit notes: one for each approved request, numbered, with the particulars that the law wants."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from sheetops.checking import findings_of
from sheetops.jobs.addressing import day, major
from sheetops.jobs.approving import approving_of, in_currency, refusals
from sheetops.jobs.arrears import ordered
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.issuing import Answer, office
from sheetops.jobs.numbered import Numbered, answer_columns, answer_faults, make_numbered
from sheetops.jobs.results import finish, run_of
from sheetops.model import Finding, Outcome, Progress, Run, Severity, Total, silent
from sheetops.rules.credits import credit_notes as notes_due
from sheetops.rules.credits import credit_requests
from sheetops.sheets.results import RESULTS

CREDIT_NOTE = Numbered("credit note", "credit_note", "credit-note", "credit-notes")
FOLDER = CREDIT_NOTE.folder
SHEETS_READ = ("Customers", "Ledger", "Requests", "Authority")
SETTINGS_USED = ("credit_note_number", "credit_note_title", "supplier_name", "supplier_tax_number", "four_eyes")
DEFINITIONS = {
    "gross": "what the customer is credited with: net + tax",
    "tax": "the tax inside gross at the original's rate; parts of one invoice add up to its tax exactly",
    "left": "the entry's amount less every credit note that names it, in the ledger and further up among the requests",
}

_REFUSED = {
    "no_entry": ("entry", "Request {request} names no entry. Name the entry of the Ledger that is to be credited."),
    "entry_unknown": (
        "entry",
        "Request {request}: {entry} is no invoice, fee or interest in the Ledger up to this day. Name the right entry.",
    ),
    "other_account": (
        "account",
        "Request {request}: {entry} belongs to another account than {account}. Correct the account or the entry.",
    ),
    "nothing_left": ("entry", "Request {request}: {entry} has been credited in full already, nothing is left."),
    "above_left": ("amount", "Request {request} asks for more than is left of {entry}: {left} can still be credited."),
}


def credit_notes(what: What, *, as_of: dt.date, out: Path | str, progress: Progress = silent) -> Outcome:
    """Make the credit notes that approved requests call for into ``out/credit-notes``; write ``credit-notes.xlsx``.

    A request has one credit note under one number, registered (see `sheetops.jobs.issuing.office`): a second run gives
    the same, and what was broken off is finished. Requests that are not approved or cannot be met are findings.
    PolicyError when the Policy lacks what a credit note must show.
    """
    desk = open_desk(what, as_of, SHEETS_READ, needs=("Requests", "Ledger"), progress=progress)
    out = Path(out)
    return finish(desk, make_credit_notes(desk, out, progress), out, out / FOLDER)


def make_credit_notes(desk: Desk, out: Path, progress: Progress = silent) -> Run:
    """Make the credit notes of a desk that was read, and return the run."""
    requests, too_fine = in_currency(desk, "credit_note", _currency(desk))
    with office(desk, out) as at:
        given = CREDIT_NOTE.given(at)
        asked = credit_requests(requests, desk.frames["Ledger"], desk.as_of, given, approving_of(desk))
        due = notes_due(asked, desk.as_of)
        wanted = due.assign(key=due["request"])
        answers = make_numbered(at, CREDIT_NOTE, wanted, _fields, out, progress)
    turned_down = [*too_fine, *refusals(desk, asked, _REFUSED, CREDIT_NOTE.name)]
    notes = list(zip(due.index, due.to_dict("records"), answers, strict=True))
    faults = list(turned_down)
    for row, note, answer in notes:
        faults += answer_faults(CREDIT_NOTE, f"request {note['request']}", int(row), "request", answer)
    found = findings_of(desk.checked["Requests"], faults, "credit_request_refused", Severity.WARNING)
    entered = int((asked["refused"] == "done").sum())
    rows = [_row(note, answer) for _, note, answer in notes]
    return _run(desk, (len(asked) + len(too_fine), entered, len(turned_down)), rows, tuple(found))


def _currency(desk: Desk) -> pd.Series:
    """Return the currency of the entry that each request would credit."""
    known = desk.frames["Ledger"].drop_duplicates("entry").set_index("entry")["currency"]
    return desk.frames["Requests"]["entry"].map(known).fillna(desk.policy.reading().currency)


def _fields(_customer: dict[str, Any], note: dict[str, Any], _number: str, on: dt.date) -> dict[str, Any]:
    amounts = {name: major(note[name], note["currency"]) for name in ("net", "tax", "gross")}
    return amounts | {
        "credit_date": on,
        "entry": note["entry"],
        "entry_date": day(note["entry_date"]),
        "reason": note["reason"],
        "description": note["description"],
        "tax_rate": f"{note['rate'] / 100:g} %",
    }


def _row(note: dict[str, Any], answer: Answer) -> dict[str, Any]:
    own = {name: note[name] for name in ("account", "entry", "net", "tax", "gross", "reason_code", "currency")}
    made = {"template": CREDIT_NOTE.template, "made": answer.document}
    return own | made | answer_columns(answer, note["date"])


def _run(desk: Desk, requests: tuple[int, int, int], rows: list[dict[str, Any]], found: tuple[Finding, ...]) -> Run:
    """Return the run: how many requests there are, are in the Ledger already, are refused; ``rows`` are due today."""
    asked, entered, refused_ = requests
    documents = tuple(row["made"] for row in rows if row["made"])
    notes = pd.DataFrame(rows, columns=[column.name for column in RESULTS["Credit notes"].columns])
    sides = notes.groupby("currency")[["net", "tax", "gross"]].sum()
    return run_of(
        desk,
        "credit-notes",
        {"Credit notes": ordered("Credit notes", notes)},
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            "requests for credit notes": asked,
            "credit notes made": len(documents),
            "in the Ledger already": entered,
            "requests refused": refused_,
            "failed": len(rows) - len(documents),
        },
        totals=(
            Total("Made, done, refused and failed against requests", "", len(rows) + entered + refused_, asked),
            *(
                Total("Net and tax against gross", str(code), int(s["net"] + s["tax"]), int(s["gross"]), money=True)
                for code, s in sides.iterrows()
            ),
        ),
        findings=found,
        documents=documents,
    )
