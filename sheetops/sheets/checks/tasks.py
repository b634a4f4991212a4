"""Tasks: a complaint's days in the wrong order, or missing."""

from collections.abc import Iterator

from sheetops.clock import text
from sheetops.model import Context, Fault, Frame
from sheetops.sheets.checks.faults import exceeds, faults, filled


def complaint_without_account(frame: Frame, context: Context) -> Iterator[Fault]:
    """A complaint that names no account: it is counted, but stops no reminder."""
    return faults(
        frame,
        (frame["type"] == "complaint") & ~filled(frame["account"]),
        "account",
        lambda row: (
            f"Complaint {row.task} names no account, so it stops no reminder. Fill in the account, if it has one."
        ),
    )


def acknowledged_before_received(frame: Frame, context: Context) -> Iterator[Fault]:
    """A complaint acknowledged before it came."""
    return _before(frame, "acknowledged_at", "acknowledged")


def answered_before_received(frame: Frame, context: Context) -> Iterator[Fault]:
    """A complaint answered before it came."""
    return _before(frame, "answered_at", "answered")


def resolved_before_received(frame: Frame, context: Context) -> Iterator[Fault]:
    """A task resolved before it came."""
    return _before(frame, "resolved_at", "resolved")


def resolved_without_day(frame: Frame, context: Context) -> Iterator[Fault]:
    """A complaint that is resolved, nobody knows when: it counts from the day it was answered or came."""
    over = frame["status"].isin(["resolved", "closed"]) & (frame["type"] == "complaint")
    blank = frame["resolved_at"].isna() & ~frame["resolved_at_first_contact"]
    return faults(
        frame,
        over & blank,
        "resolved_at",
        lambda row: (
            f"Complaint {row.task} is {row.status}, but has no resolved_at. It counts as resolved on the day "
            "it was answered, or came. Fill in the day."
        ),
    )


def _before(frame: Frame, column: str, done: str) -> Iterator[Fault]:
    # By the day: a moment typed without its time is midnight.
    bad = exceeds(frame["received_at"].dt.normalize(), frame[column].dt.normalize())
    place = frame.columns.get_loc(column) + 1
    return faults(
        frame,
        bad,
        column,
        lambda row: (
            f"{row.task} was {done} on {text(row[place])}, before it came on {text(row.received_at)}. Check both days."
        ),
    )
