"""Credit notes: one for each approved request, numbered, with the particulars that the law wants."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from sheetops import money
from sheetops.checking import findings_of
from sheetops.errors import PolicyError
from sheetops.jobs.addressing import common_fields, day, major
from sheetops.jobs.approving import approving_of, refusals
from sheetops.jobs.arrears import ordered
from sheetops.jobs.desk import Desk, What, accounts_of, open_desk
from sheetops.jobs.documents import Maker
from sheetops.jobs.issuing import Answer, Ask, make_documents, office
from sheetops.jobs.results import finish, run_of
from sheetops.model import Fault, Finding, Frame, Outcome, Progress, Run, Severity, Total, silent
from sheetops.publish import make_folder
from sheetops.register import Series
from sheetops.rules.credits import credit_notes as notes_due
from sheetops.rules.credits import credit_requests
from sheetops.sheets.results import RESULTS

FOLDER = "credit-notes"
TEMPLATE = "credit-note"
KIND = "credit_note"
KEY = "credit-note/"
SHEETS_READ = ("Customers", "Ledger", "Requests", "Authority")
SETTINGS_USED = ("credit_note_number", "credit_note_title", "supplier_name", "supplier_tax_number", "four_eyes")
PARTICULARS = ("supplier_name", "supplier_address", "supplier_tax_number")
"""What the law wants on a credit note about who writes it (UK: VAT Regulations 1995 reg. 15; AU: F2022L01272)."""

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
    requests, too_fine = _in_their_currency(desk)
    with office(desk, out) as at:
        given = {key.removeprefix(KEY): number for key, number in at.numbers(KIND).items()}
        asked = credit_requests(requests, desk.frames["Ledger"], desk.as_of, given, approving_of(desk))
        due = notes_due(asked, desk.as_of)
        _require_particulars(desk, due)
        customers = accounts_of(desk).drop_duplicates("account").set_index("account", drop=False)
        maker = Maker(desk.policy, desk.place, out / FOLDER)
        maker.prepare((TEMPLATE, _language(desk, customers, account)) for account in due["account"])
        make_folder(maker.folder)
        asks = [_ask(desk, maker, customers.loc[note["account"]].to_dict(), note) for note in due.to_dict("records")]
        series = Series(KIND, desk.policy.value("credit_note_number"))
        answers = make_documents(at, maker, KIND, asks, series, progress)
    turned_down = [*too_fine, *refusals(desk, asked, _REFUSED, "credit note")]
    notes = list(zip(due.index, due.to_dict("records"), answers, strict=True))
    faults = [*turned_down, *(fault for row, note, answer in notes for fault in _faults(int(row), note, answer))]
    found = findings_of(desk.checked["Requests"], faults, "credit_request_refused", Severity.WARNING)
    entered = int((asked["refused"] == "done").sum())
    rows = [_row(note, answer) for _, note, answer in notes]
    return _run(desk, (len(asked) + len(too_fine), entered, len(turned_down)), rows, tuple(found))


def _faults(row: int, note: dict[str, Any], answer: Answer) -> Iterator[Fault]:
    """Yield what a person must know of a credit note: it could not be made, or it was and would now say another."""
    if answer.document is None:
        yield Fault(row, "request", f"The credit note of request {note['request']} could not be made: {answer.fault}")
    if answer.changed:
        yield Fault(
            row,
            "request",
            f"Request {note['request']} has credit note {answer.number} of {answer.made_on:%d/%m/%Y}, and what it says "
            f"has changed since. The credit note stays as it is. If it is wrong: sheetops register void "
            f"{answer.number} --reason ..., and run again.",
        )


def _in_their_currency(desk: Desk) -> tuple[Frame, list[Fault]]:
    """Return the requests in minor units of their entries' currencies, and those too fine for it, which are left out.

    The sheet names no currency, so that its amounts were read in the desk's own.
    """
    requests, own = desk.frames["Requests"], desk.policy.reading().currency
    currency_of = desk.frames["Ledger"].drop_duplicates("entry").set_index("entry")["currency"]
    currency = requests["entry"].map(currency_of).fillna(own)
    scaled = requests["amount"] * currency.map({code: 10 ** money.decimals(code) for code in currency.unique()})
    unit = 10 ** money.decimals(own)
    too_fine = (requests["kind"] == "credit_note") & (scaled % unit != 0).fillna(False).astype(bool)
    faults = [
        Fault(
            int(row), "amount", f"Request {requests.at[row, 'request']}: {code} has fewer decimals. Round the amount."
        )
        for row, code in currency[too_fine].items()
    ]
    return requests.assign(amount=scaled // unit)[~too_fine], faults


def _require_particulars(desk: Desk, due: Frame) -> None:
    missing = [name for name in PARTICULARS if not desk.policy.value(name)]
    if len(due) and missing:
        raise PolicyError(
            f"Credit notes must show who writes them, and the Policy sheet has no {', '.join(missing)}. "
            "Add a row for each to the Policy sheet; no credit note was made and no number was drawn."
        )


def _language(desk: Desk, customers: Frame, account: str) -> str:
    known = customers["language"].get(account, "")
    return str(known or desk.policy.value("language"))


def _ask(desk: Desk, maker: Maker, customer: dict[str, Any], note: dict[str, Any]) -> Ask:
    language = str(customer["language"] or desk.policy.value("language"))
    spoken = maker.chosen[TEMPLATE, language].language

    def record(number: str, on: dt.date) -> dict[str, Any]:
        shared = common_fields(desk.policy, customer, spoken, number, note["currency"])
        return shared | _fields(desk, customer, note, number) | {"letter_date": on, "credit_date": on}

    return Ask(
        key=f"{KEY}{note['request']}",
        account=note["account"],
        template=(TEMPLATE, language),
        record=record,
        called=f"{desk.as_of} credit-note {{number}} {customer['account']} {customer['name']}",
        amount=int(note["gross"]),
        currency=note["currency"],
    )


def _fields(desk: Desk, customer: dict[str, Any], note: dict[str, Any], number: str) -> dict[str, Any]:
    country = str(customer["country"])
    amounts = {name: major(note[name], note["currency"]) for name in ("net", "tax", "gross")}
    return amounts | {
        "number": number,
        "document_title": desk.policy.value("credit_note_title", country),
        "entry": note["entry"],
        "entry_date": day(note["entry_date"]),
        "reason": note["reason"],
        "description": note["description"],
        "tax_rate": f"{note['rate'] / 100:g} %",
        "legal_text": desk.policy.value("credit_note_text", country),
        "customer_tax_number": customer["tax_number"],
    }


def _row(note: dict[str, Any], answer: Answer) -> dict[str, Any]:
    own = {name: note[name] for name in ("account", "entry", "date", "net", "tax", "gross", "reason_code", "currency")}
    date = pd.Timestamp(answer.made_on) if answer.made_on else note["date"]
    file = answer.document.path.as_posix() if answer.document else ""
    return own | {
        "date": date,
        "number": answer.number,
        "template": TEMPLATE,
        "document": file,
        "made": answer.document,
    }


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
