"""Tasks: what came in and has to be dealt with, complaints and disputes among it."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Key, Moment, OneOf, Row, Text, YesNo, describe, optional, required
from sheetops.sheets.cells.headings import ACCOUNT, NOTE
from sheetops.sheets.cells.texts import read_text
from sheetops.sheets.cells.words import fold
from sheetops.sheets.checks.keys import account_unknown, duplicated
from sheetops.sheets.checks.spans import in_future
from sheetops.sheets.checks.tasks import (
    acknowledged_before_received,
    answered_before_received,
    complaint_without_account,
    resolved_before_received,
    resolved_without_day,
)

COMPLAINT = "complaint"
"""The type of task that is a complaint."""

_TYPES = {
    COMPLAINT: "complaint complain complaints grievance skarga reklamacja zażalenie",
    "dispute": "dispute disputed disputes spór kwestionowana",
}
_TYPE_OF = {fold(word): kind for kind, words in _TYPES.items() for word in words.split()}


def read_type(raw: Any) -> str:
    """Return the type of a task: complaint and dispute by any of their names, any other as the desk calls it."""
    text = read_text(raw)
    return _TYPE_OF.get(fold(text), text)


TaskType = Annotated[str, BeforeValidator(read_type), Kind.TEXT]

TaskStatus = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "open waiting reopened resolved closed withdrawn",
            open="new in_progress claimed assigned started otwarta w_toku nowa",
            waiting="on_hold pending parked czeka oczekuje",
            reopened="re_opened ponownie_otwarta wznowiona",
            resolved="done solved complete completed upheld rozwiązana załatwiona",
            closed="finished zamknięta",
            withdrawn="cancelled canceled void wycofana anulowana",
        )
    ),
    Kind.CODE,
]


class Task(Row):
    """One task."""

    task: Key = required(
        "The task's number, once.",
        *("task number", "task no", "task id", "ticket", "ticket number", "case", "case number", "complaint number"),
        *("complaint id", "zadanie", "numer zadania", "nr zadania", "zgłoszenie", "nr zgłoszenia"),
    )
    account: Key | None = optional("The customer's account.", *ACCOUNT)
    type: TaskType = required(
        "complaint, dispute, or any other word of the desk's own.", "task type", "kind", "typ", "rodzaj"
    )
    received_at: Moment = required(
        "Day and time it came in.",
        *("received", "received on", "date received", "opened", "opened at", "date", "data wpływu", "wpłynęło"),
    )
    due_at: Moment | None = optional(
        "Day and time by which it must be done, where it has one of its own.", "due", "due on", "deadline", "termin"
    )
    status: TaskStatus | None = optional(
        "open, waiting, reopened, resolved, closed or withdrawn; blank: open.", "task status", "state", "stan"
    )
    owner: Text | None = optional("Who deals with it.", "assigned to", "handled by", "opiekun", "pracownik")
    waiting: Text | None = optional("What it waits for.", "waiting for", "waiting on", "czeka na")
    note: Text | None = optional("What it is about.", *NOTE, "about", "subject", "description", "opis", "temat")
    acknowledged_at: Moment | None = optional(
        "Complaint: day and time it was acknowledged.", "acknowledged", "acknowledged on", "potwierdzono"
    )
    answered_at: Moment | None = optional(
        "Complaint: day and time it was answered.", "answered", "answered on", "replied", "odpowiedziano"
    )
    resolved_at: Moment | None = optional(
        "Day and time it was resolved.", "resolved on", "closed at", "closed on", "completed at", "rozwiązano"
    )
    resolved_at_first_contact: YesNo | None = optional(
        "Complaint: yes if it was put right on the first call or message.",
        *("first contact", "first contact resolution", "fcr", "resolved on first contact", "przy pierwszym kontakcie"),
    )
    cause: Text | None = optional("Complaint: what caused it, in a word or two.", "root cause", "category", "powód")
    answer: Text | None = optional(
        "Complaint: what we answer; it goes into the letter word for word.", "response", "our answer", "odpowiedź"
    )


TASKS = describe(
    "Tasks",
    Task,
    key=("task",),
    synonyms=("Task", "Task list", "Work queue", "Complaints register", "Zadania", "Skargi"),
    checks=(
        Check(duplicated("task"), Severity.ERROR),
        Check(account_unknown, Severity.WARNING),
        Check(complaint_without_account, Severity.WARNING),
        Check(acknowledged_before_received, Severity.WARNING),
        Check(answered_before_received, Severity.WARNING),
        Check(resolved_before_received, Severity.WARNING),
        Check(resolved_without_day, Severity.WARNING),
        Check(in_future("received_at"), Severity.NOTE),
    ),
)
