"""Claims on their way: states nobody knows, returns without a day, resubmissions of nothing; and programmes' clocks."""

from collections.abc import Iterator

from sheetops import clock
from sheetops.model import Context, Fault, Frame
from sheetops.rules.claimstates import STATES, states
from sheetops.sheets.checks.faults import exceeds, faults, filled


def claim_status_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A status that is none of those that claims have: the line counts as received."""
    return faults(
        frame,
        states(frame["status"]) == "",
        "status",
        lambda row: (
            f"{row.status} is no status of a claim, so this line counts as received. Write one of: {', '.join(STATES)}."
        ),
    )


def resubmits_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A claim that puts right one that the sheet does not have, or itself: it is taken as a new one."""
    known = context.known.get("Claims", frozenset())
    bad = (
        filled(frame["resubmits"])
        & (~frame["resubmits"].isin(known) | (frame["resubmits"] == frame["claim"])).to_numpy()
    )
    return faults(
        frame,
        bad,
        "resubmits",
        lambda row: (
            f"{row.resubmits} is no other claim of this sheet, so {row.claim} counts as a new one. Write the number of "
            "the claim that was returned."
        ),
    )


def returned_without_day(frame: Frame, context: Context) -> Iterator[Fault]:
    """A line that was returned, nobody says when: its clock goes on, and it never expires."""
    bad = (states(frame["status"]) == "returned").to_numpy() & frame["returned_at"].isna().to_numpy()
    return faults(
        frame,
        bad,
        "returned_at",
        lambda row: "The line was returned: fill in returned_at. Until then its clock goes on and it does not expire.",
    )


def returned_before_received(frame: Frame, context: Context) -> Iterator[Fault]:
    """A line returned before it came."""
    return _before(frame, "returned_at", "It was returned on {done}, before it came on {came}. Check both days.")


def entered_before_received(frame: Frame, context: Context) -> Iterator[Fault]:
    """A line entered before it came."""
    return _before(frame, "entered_at", "It was entered on {done}, before it came on {came}. Check both days.")


def _before(frame: Frame, column: str, words: str) -> Iterator[Fault]:
    return faults(
        frame,
        exceeds(frame["received_at"], frame[column]),
        column,
        lambda row: words.format(done=clock.text(getattr(row, column)), came=clock.text(row.received_at)),
    )


def calendar_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A calendar that the sheet Calendar does not have: the desk's counts instead."""
    there = context.frames.get("Calendar")
    known = frozenset() if there is None else frozenset(there["calendar"])
    return faults(
        frame,
        filled(frame["calendar"]) & ~frame["calendar"].isin(known).to_numpy(),
        "calendar",
        lambda row: (
            f"The sheet Calendar has no opening hours of {row.calendar}; those of the desk count. Add them, or correct "
            "the name."
        ),
    )
