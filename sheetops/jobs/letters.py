"""Letters: what arrears and renewals call for, made in Word, each one accounted for."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sheetops.errors import OutputError, TemplateError
from sheetops.jobs.addressing import common_fields, has_postal_address
from sheetops.jobs.arrears import Position, ordered, position
from sheetops.jobs.complaintletters import complaint_letters
from sheetops.jobs.confirmations import confirmations
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.documents import Maker, refused
from sheetops.jobs.gates import SHEETS_READ
from sheetops.jobs.heeding import changed_since, heeded_licences, heeded_position, signed
from sheetops.jobs.helpletters import help_letters
from sheetops.jobs.invitations import renewal_letters
from sheetops.jobs.issuing import Answer, Ask, make_documents, office
from sheetops.jobs.reminders import reminder_letters
from sheetops.jobs.renewals import pipeline
from sheetops.jobs.restricting import restriction_letters
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.reviewing import with_review
from sheetops.jobs.sending import SENDING_SETTINGS, keeps_addresses, require_fresh
from sheetops.jobs.wants import Letter
from sheetops.model import Document, Finding, Frame, Outcome, Progress, Run, Severity, Total, silent
from sheetops.publish import make_folder
from sheetops.sheets.results import RESULTS

FOLDER = "letters"
KIND = "letter"
SETTINGS_USED = (
    "language",
    "ladder",
    "renewal_ladder",
    "min_days_between_letters",
    "letters_per",
    "review_notices",
    *SENDING_SETTINGS,
    "max_receipt_age_days",
    "pay_within_days",
)
DEFINITIONS = {
    "made": "the Word file is in the folder letters; send it, then copy its rows of Notices into your Notices sheet",
    "held": "its day has come, but the reason says why it must not go out",
    "failed": "it should go out, but the file could not be made: the reason says what to mend",
    "address": "a letter by post is held where Customers has a column address1 and this row no street or town in it; "
    "where Customers keeps no addresses, write them on yourself",
    "review": "with a review, reminders and renewal letters are made only where Notices due says send; letters about "
    "promises, plans, hardship, complaints and restrictions are not proposed there and need no decision",
    "telephone": "a step whose channel is the telephone is no letter: see Notices due in arrears and renewals",
}


class Posted(NamedTuple):
    """What became of one letter.

    Its row in Letters, the file if there is one, and the rows for Notices if it was made.
    """

    row: dict[str, Any]
    document: Document | None
    notices: tuple[dict[str, Any], ...]


def letters(
    what: What,
    *,
    as_of: dt.date,
    out: Path | str,
    stale_ok: str = "",
    reviewed: Sequence[Path | str] = (),
    progress: Progress = silent,
) -> Outcome:
    """Make the letters that are due on a day into ``out/letters`` and write ``letters.xlsx`` into ``out``.

    The run's frames are Letters (made, held and failed add up to what was due) and Notices (rows to copy into the
    Notices sheet once the letters are sent). TemplateError when a template is missing or does not fit: nothing is
    written then. PolicyError when the newest receipt is older than the policy allows and no ``stale_ok`` names who
    answers for that. ``reviewed`` are the arrears.xlsx and renewals.xlsx in which a person decided what goes out:
    then only what says send does. BookError when they are not of this desk and day.
    """
    desk = replace(open_desk(what, as_of, SHEETS_READ, progress=progress), stale_ok=stale_ok)
    desk = with_review(desk, reviewed)
    out = Path(out)
    now = position(desk)
    run = make_letters(desk, now, pipeline(desk, now), out, progress)
    return finish(desk, run, out, out / FOLDER)


def make_letters(desk: Desk, now: Position, licences: Frame, out: Path, progress: Progress = silent) -> Run:
    """Make the letters of a desk whose position and licences are known, and return the run."""
    fresh = require_fresh(desk) if "Ledger" in desk.checked else {}
    found = tuple(changed_since(desk, now, licences))
    now, licences = heeded_position(desk, now), heeded_licences(desk, licences)
    due = [
        *reminder_letters(desk, now),
        *renewal_letters(desk, now, licences),
        *confirmations(desk, now),
        *help_letters(desk, now),
        *complaint_letters(desk, now),
        *restriction_letters(desk, now),
    ]
    due = signed(desk.review, due)
    maker = Maker(desk.policy, desk.place, out / FOLDER)
    maker.prepare((letter.template, language_of(desk, letter)) for letter in due if not letter.held)
    make_folder(maker.folder)
    customers = customers_of(desk, now)
    reached = [letter.held_for(_unreachable(desk, letter, customers.get(letter.account))) for letter in due]
    with office(desk, out) as at:
        at.note_sent(KIND, _sent(desk))
        asks = [_ask(desk, maker, letter, customers.get(letter.account)) for letter in reached if not letter.held]
        answers = iter(make_documents(at, maker, KIND, asks, progress=progress))
    posted = [_held(desk, letter) if letter.held else _posted(desk, maker, letter, next(answers)) for letter in reached]
    made = {one.document.path.name for one in posted if one.document}
    left_over = maker.left_over(desk.as_of, made | set(desk.frames["Notices"]["document"]))
    return _run(desk, due, posted, (*found, *map(_left_over, left_over)), fresh)


def _left_over(file: str) -> Finding:
    problem = (
        f"{file} lies in the folder {FOLDER} from an earlier run of this day and is not among the letters due now. "
        "If it was not sent, delete it; if it was, copy its rows of Notices into your Notices sheet."
    )
    return Finding("Letters", 0, "file", "", file, Severity.WARNING, "letter_left_over", problem)


def language_of(desk: Desk, letter: Letter) -> str:
    """Return the language that a letter is wanted in: the customer's, else the desk's."""
    return letter.language or str(desk.policy.value("language"))


def customers_of(desk: Desk, now: Position) -> dict[str, dict[str, Any]]:
    """Return each account's row of Customers, blank for an account that only the ledger names."""
    rows = now.customers.drop_duplicates("account").to_dict("records")
    return {row["account"]: row for row in rows}


def post(desk: Desk, maker: Maker, letter: Letter, customer: dict[str, Any] | None) -> Posted:
    """Make one letter's document by itself, outside the register, or say why it is held back or failed."""
    letter = letter.held_for(_unreachable(desk, letter, customer))
    if letter.held:
        return _held(desk, letter)
    ask = _ask(desk, maker, letter, customer)
    try:
        document = maker.make(ask.template, ask.record("", desk.as_of), ask.called)
    except (TemplateError, OutputError) as wrong:
        return _posted(desk, maker, letter, Answer("", None, refused(wrong)))
    return _posted(desk, maker, letter, Answer("", document))


def _ask(desk: Desk, maker: Maker, letter: Letter, customer: dict[str, Any] | None) -> Ask:
    key = (letter.template, language_of(desk, letter))
    reference = f"{letter.account} {letter.about}".strip()
    shared = common_fields(desk.policy, customer or {}, maker.chosen[key].language, reference, letter.currency)
    record = shared | letter.fields
    called = f"{desk.as_of} {letter.template} {letter.account} {shared['name']}"
    ours = letter.key if letter.notices else f"{letter.key}{desk.as_of}"
    return Ask(ours, letter.account, key, lambda _number, _day: record, called, currency=letter.currency)


def _held(desk: Desk, letter: Letter) -> Posted:
    return Posted(_row(desk, letter, "held", letter.held), None, ())


def _posted(desk: Desk, maker: Maker, letter: Letter, answer: Answer) -> Posted:
    """Return what became of a letter that was to go out."""
    if answer.sent_on:
        why = f"sent on {answer.sent_on:%d/%m/%Y} ({answer.file}): enter it in Notices, or say what is to be sent again"
        return Posted(_row(desk, letter, "held", why), None, ())
    if answer.document is None:
        return Posted(_row(desk, letter, "failed", answer.fault), None, ())
    wanted = language_of(desk, letter)
    sent = {"sent_on": pd.Timestamp(desk.as_of), "document": answer.document.path.name}
    reason = letter.reason + _spoken(wanted, maker.chosen[letter.template, wanted].language)
    row = _row(desk, letter, "made", reason, answer.document)
    return Posted(row, answer.document, tuple(notice | sent for notice in letter.notices))


def _sent(desk: Desk) -> dict[str, dt.date]:
    """Return the documents that the Notices sheet says were sent, with their days."""
    rows = desk.frames["Notices"]
    named = rows[(rows["document"] != "") & (rows["sent_on"] <= pd.Timestamp(desk.as_of))]
    return dict(zip(named["document"], named["sent_on"].dt.date, strict=True))


def _unreachable(desk: Desk, letter: Letter, customer: dict[str, Any] | None) -> str:
    """Say why a letter that may go out could not arrive."""
    if customer is None or not customer["name"]:
        faulty = "Customers" in desk.checked and letter.account in desk.checked["Customers"].keys
        return "the customer's row has an error, see Problems" if faulty else "no name and address in Customers"
    if letter.channel == "letter" and keeps_addresses(desk) and not has_postal_address(customer):
        return "no postal address in Customers (street and town)"
    return ""


def _spoken(wanted: str, used: str) -> str:
    return "" if wanted == used else f" Written in {used}: there is no template in {wanted}."


def _row(desk: Desk, letter: Letter, status: str, reason: str, document: Document | None = None) -> dict[str, Any]:
    return {
        "letter": " ".join(filter(None, (f"{desk.as_of}", letter.template, letter.account, letter.about))),
        "account": letter.account,
        "template": letter.template,
        "language": language_of(desk, letter),
        "channel": letter.channel,
        "file": str(document.path.as_posix()) if document else "",
        "sha256": document.sha256 if document else "",
        "status": status,
        "reason": reason,
    }


def _run(
    desk: Desk, due: Sequence[Letter], posted: Sequence[Posted], findings: tuple[Finding, ...], fresh: dict[str, str]
) -> Run:
    statuses = Counter(one.row["status"] for one in posted)
    templates = Counter(one.row["template"] for one in posted if one.document)
    documents = tuple(one.document for one in posted if one.document)
    return run_of(
        desk,
        "letters",
        {
            "Letters": _frame("Letters", [one.row for one in posted]),
            "Notices": _frame("Notices", [notice for one in posted for notice in one.notices]),
        },
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            **fresh,
            "letters due": len(due),
            **{f"letters {status}": statuses[status] for status in ("made", "held", "failed")},
            **{f"made: {template}": number for template, number in sorted(templates.items())},
        },
        totals=(Total("Made, held and failed against due", "", sum(statuses.values()), len(due)),),
        findings=findings,
        documents=documents,
    )


def _frame(name: str, rows: Sequence[dict[str, Any]]) -> Frame:
    columns = [column.name for column in RESULTS[name].columns]
    return ordered(name, pd.DataFrame(rows, columns=columns))
