"""Where a claims desk stands on a day: its claims, their history and clocks, and what the review says of them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from sheetops.checking import findings_of
from sheetops.hours import Hours, opens
from sheetops.jobs.desk import Desk
from sheetops.model import Fault, Finding, Frame, LeftOut, Severity
from sheetops.rules.calendars import USUAL, calendars, office
from sheetops.rules.deficiencies import Review, Terms, review
from sheetops.rules.intake import Clocks, claim_heads, with_due
from sheetops.rules.resubmissions import chains
from sheetops.sheets.checks.faults import faults

SHEETS_READ = ("Programmes", "Participants", "Claims", "Calendar")
CLOCK_SETTINGS = ("calendar", "claims_at", "claim_line_minutes", "claim_entry_people")
REVIEW_SETTINGS = ("claim_required", "claim_rejects", "claim_fixes", "claim_return_days")


@dataclass(frozen=True, eq=False)
class Claimed:
    """A claims desk on a day.

    ``lines`` are the claim lines that had come by then, with their history; ``heads`` one row a claim with its clock;
    ``waits`` when clocks stood still; ``review`` what came of the review; ``participants`` those known, ``active`` True
    where the desk does not keep it. ``left_out`` are lines received later.
    """

    lines: Frame
    heads: Frame
    waits: Frame
    review: Review
    participants: Frame
    clocks: Clocks
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]


def claimed(desk: Desk) -> Claimed:
    """Return where a desk's claims stand; a programme or calendar that leaves a question open is a finding."""
    clocks, closed = _clocks(desk)
    claims = desk.frames["Claims"]
    tomorrow = pd.Timestamp(desk.as_of) + pd.Timedelta(days=1)
    came = claims[claims["received_at"] < tomorrow]
    later = len(claims) - len(came)
    known = chains(came, clocks.now)
    programmes = desk.frames["Programmes"]
    days = programmes["return_days"].fillna(desk.policy.value("claim_return_days"))
    participants = _participants(desk)
    reviewed = review(
        known.lines,
        programmes.assign(return_days=days),
        participants,
        _terms(desk, known.lines),
        pd.Timestamp(desk.as_of),
    )
    return Claimed(
        known.lines,
        with_due(claim_heads(known.lines), known.waits, programmes, clocks),
        known.waits,
        reviewed,
        participants,
        clocks,
        (*_without_level(desk), *closed),
        (LeftOut("Claims", later, "received after this day", _money(claims[~claims.index.isin(came.index)])),)
        if later
        else (),
    )


def _money(lines: Frame) -> int:
    return int(lines["amount"].fillna(0).sum())


def _participants(desk: Desk) -> Frame:
    people = desk.frames["Participants"].drop_duplicates("participant")
    checked = desk.checked.get("Participants")
    keeps = checked is not None and "active" in checked.layout.columns
    return people if keeps else people.assign(active=True)


def _terms(desk: Desk, lines: Frame) -> dict[str, Terms]:
    def chosen(name: str, programme: str) -> frozenset[str]:
        return frozenset(desk.policy.value(name, f"programme: {programme}"))

    return {
        name: Terms(chosen("claim_required", name), chosen("claim_rejects", name), chosen("claim_fixes", name))
        for name in lines["programme"].unique()
    }


# ------------------------------------------------------------------------------------------------------ clocks


def hours_of(desk: Desk) -> tuple[Mapping[str, Hours], Hours]:
    """Return the desk's calendars by name, and the one that counts where none is named."""
    known = calendars(desk.frames["Calendar"], desk.frames["Holidays"])
    wanted = str(desk.policy.value("calendar"))
    usual = known.get(wanted) or next(iter(known.values()), None) or office(desk.frames["Holidays"])
    return known, usual


def said_hours(desk: Desk) -> str:
    """Return which hours count where no calendar is named, in words for the Summary."""
    known, usual = hours_of(desk)
    where = f", clocks of {usual.zone}" if usual.zone else ""
    return f"calendar {usual.name}{where}" if known else f"{USUAL}, as there is no sheet Calendar"


def _clocks(desk: Desk) -> tuple[Clocks, tuple[Finding, ...]]:
    known, usual = hours_of(desk)
    named = desk.frames["Programmes"].drop_duplicates("programme").set_index("programme")["calendar"]
    wanted = {str(name): str(calendar) for name, calendar in named.items()}
    every = dict.fromkeys(desk.frames["Claims"]["programme"].unique(), "") | wanted
    hours = {name: known.get(calendar, usual) for name, calendar in every.items()}
    at = int(desk.policy.value("claims_at"))
    now = pd.Timestamp(dt.datetime.combine(desk.as_of, dt.time(at // 60, at % 60)))
    seconds = int((Decimal(desk.policy.value("claim_line_minutes")) * 60).to_integral_value())
    clocks = Clocks(hours, usual, now, max(seconds, 1), int(desk.policy.value("claim_entry_people")))
    shut = sorted(
        {one.name for one in {id(one): one for one in (*hours.values(), usual)}.values() if not opens(one, desk.as_of)}
    )
    return clocks, tuple(_shut(name) for name in shut)


def _shut(name: str) -> Finding:
    problem = (
        f"The calendar {name} has no open time within 400 days, so claims measured by it get no due time. Give it a "
        "row for each weekday on the sheet Calendar, and look for closed days on Holidays that should not be there."
    )
    return Finding("Calendar", 0, "calendar", "", name, Severity.WARNING, "calendar_never_opens", problem)


def _without_level(desk: Desk) -> Iterator[Finding]:
    """Yield a warning for each programme without a service level."""
    if "Programmes" not in desk.checked:
        return
    rows = desk.frames["Programmes"]
    missing: Iterator[Fault] = faults(
        rows,
        rows["turnaround_hours"].isna(),
        "turnaround_hours",
        lambda row: (
            f"{row.programme} has no turnaround_hours, so its claims get no due time and stand last in the queue. Fill "
            "in the business hours that the client agreed."
        ),
    )
    yield from findings_of(desk.checked["Programmes"], missing, "turnaround_missing", Severity.WARNING)
