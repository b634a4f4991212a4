"""Claims as they come in: when each is due, in which order they are entered, and which batches will miss their time."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops.hours import Hours, after_open, open_seconds, opens
from sheetops.model import Frame
from sheetops.pauses import after_net_open, explained, net_open_seconds
from sheetops.rules import words
from sheetops.rules.calendars import minutes
from sheetops.rules.lookup import look_up

STATES = {
    "late": "due before the moment asked about",
    "will miss": "not late yet, but at this pace its entry will be done after it is due",
    "due today": "due on the day asked about",
    "in time": "due later, and its entry will be done before",
    "no due time": "its programme has no turnaround_hours, or its calendar never opens",
}
"""Where a claim in the queue stands."""

_ORDER = ("received", "returned", "entered", "approved", "rejected", "withdrawn")
_HUNDREDTH = 36
"""Seconds of a hundredth of an hour, in which hours are kept."""


@dataclass(frozen=True)
class Clocks:
    """By which clocks claims are measured.

    ``hours`` are those of each programme, ``desk`` those of the people who enter; ``now`` is the moment asked about, in
    wall time; ``line_seconds`` the work of one line, ``people`` how many enter at once.
    """

    hours: Mapping[str, Hours]
    desk: Hours
    now: pd.Timestamp
    line_seconds: int
    people: int


def claim_heads(lines: Frame) -> Frame:
    """Return one row a claim of lines with their history, in their order: its state is that of the line least far."""
    rank = {state: place for place, state in enumerate(_ORDER)}
    named = lines.assign(rank=lines["state"].map(rank), amount=lines["amount"].fillna(0).astype("int64"))
    by = named.groupby(named["claim"].astype(object), sort=False)
    heads = by.agg(
        **{name: (name, "first") for name in ("programme", "participant", "batch", "form", "origin", "superseded")},
        received_at=("received_at", "min"),
        first_received=("first_received", "min"),
        returned_at=("returned_at", "min"),
        entered_at=("entered_at", "max"),
        lines=("line", "size"),
        amount=("amount", "sum"),
        rank=("rank", "min"),
    )
    state = heads.pop("rank").map(dict(enumerate(_ORDER)))
    return heads.assign(state=state).rename_axis("claim").reset_index()


def with_due(heads: Frame, waits: Frame, programmes: Frame, clocks: Clocks) -> Frame:
    """Return claims of the programmes that the clocks name, with their service level and how much of it is used.

    Added are client, priority, turnaround (hours), start, end, due_at, used and gross (open seconds).
    A claim's clock starts when the first of its chain came, or, after the programme's cut-off, with the next day; it
    stands still while the claim is with the participant. ``used`` runs to the end of entry, or to now.
    """
    wanted = ["client", "priority", "turnaround_hours", "cut_off"]
    of = look_up(programmes.set_index(programmes["programme"].astype(object))[wanted], heads["programme"])
    cut = minutes(of["cut_off"].fillna(""))
    came = heads["first_received"]
    late = ((came - came.dt.normalize()).dt.total_seconds() > cut.astype("Float64") * 60).fillna(False).astype(bool)
    start = came.where(~late, came.dt.normalize() + pd.Timedelta(days=1)).astype("datetime64[s]")
    rows = heads.assign(
        client=of["client"].astype(object).fillna(""),
        priority=of["priority"].astype("Int64"),
        turnaround=of["turnaround_hours"].astype("Int64"),
        start=start,
        end=heads["entered_at"].fillna(clocks.now).astype("datetime64[s]"),
    )
    rows = rows.assign(end=rows[["start", "end"]].max(axis=1).astype("datetime64[s]"), due_at=pd.NaT, used=0, gross=0)
    rows = rows.astype({"due_at": "datetime64[s]"})
    parts = [_measured(rows[rows["programme"] == name], waits, hours) for name, hours in clocks.hours.items()]
    found = [part for part in parts if len(part)]
    return pd.concat(found).sort_index() if found else rows


def _measured(rows: Frame, waits: Frame, hours: Hours) -> Frame:
    """Return the claims of one programme with due_at, used and gross, by its calendar."""
    if rows.empty:
        return rows
    begins, ends, pauses = rows["start"].to_numpy(), rows["end"].to_numpy(), pauses_of(rows, waits)
    due = np.full(len(rows), np.datetime64("NaT", "s"))
    has = rows["turnaround"].notna().to_numpy() & opens(hours, rows["start"].min().date())
    if has.any():
        some = pauses_of(rows[has], waits)
        due[has] = after_net_open(hours, begins[has], rows.loc[has, "turnaround"].astype("int64") * 3600, some)
    return rows.assign(
        due_at=due, used=net_open_seconds(hours, begins, ends, pauses), gross=open_seconds(hours, begins, ends)
    )


def pauses_of(rows: Frame, waits: Frame) -> Frame:
    """Return the waits of some claims as pauses of their places."""
    place = pd.DataFrame({"origin": rows["origin"].to_numpy(dtype=object), "item": np.arange(len(rows))})
    return place.merge(waits, on="origin")[["item", "from", "until"]]


def entry_queue(heads: Frame, clocks: Clocks) -> Frame:
    """Return claims that wait for their entry, in the order of entry: least slack first, then those that came first.

    Slack is open time from now (or from when the claim came) to its due time, less the work on it. Added are work_hours
    and slack_hours (hundredths of an hour), place, expected_at, status and reason.
    """
    work = heads["lines"] * clocks.line_seconds
    slack = pd.Series(pd.NA, index=heads.index, dtype="Int64")
    has = heads["due_at"].notna()
    for name, hours in clocks.hours.items():
        some = has & (heads["programme"] == name)
        if some.any():
            begins = heads.loc[some, "start"].clip(lower=clocks.now)
            slack[some] = open_seconds(hours, begins, heads.loc[some, "due_at"]) - work[some]
    rows = heads.assign(work_hours=hundredths(work), slack_hours=hundredths(slack), slack=slack)
    rows = rows.sort_values(["slack", "priority", "received_at", "claim"], na_position="last", kind="stable")
    done = -(-(rows["lines"].cumsum() * clocks.line_seconds) // clocks.people)
    if opens(clocks.desk, clocks.now.date()):
        expected = after_open(clocks.desk, np.datetime64(clocks.now, "s"), done)
    else:
        expected = np.full(len(rows), np.datetime64("NaT", "s"))
    rows = rows.assign(place=np.arange(1, len(rows) + 1), expected_at=expected)
    return rows.assign(status=lambda some: _status(some, clocks.now)).assign(reason=_why)


def _status(rows: Frame, now: pd.Timestamp) -> npt.NDArray[np.object_]:
    due = rows["due_at"]
    cases = (
        (due.isna(), "no due time"),
        (due < now, "late"),
        (rows["expected_at"] > due, "will miss"),
        (due.dt.normalize() == now.normalize(), "due today"),
    )
    return words.when(*cases, otherwise="in time")


def _why(rows: Frame) -> npt.NDArray[np.object_]:
    hours = rows["turnaround"].astype("Int64").fillna(0).astype(str).astype(object)
    cut = words.when((rows["start"] > rows["first_received"], ", after the cut-off"))
    told = words.say(
        *("Came ", moment(rows["first_received"]), cut, "; ", hours, " open hours end ", moment(rows["due_at"])),
        *(". Expected done ", moment(rows["expected_at"]), "."),
    )
    why = " has no service level, or its calendar never opens."
    untold = words.say("Came ", moment(rows["first_received"]), "; ", rows["programme"], why)
    return words.when((rows["due_at"].isna(), untold), otherwise=told)


def moment(column: pd.Series) -> npt.NDArray[np.object_]:
    """Return moments as text: ``30/06/2026 16:00``, "" for a missing one."""
    return column.dt.strftime("%d/%m/%Y %H:%M").fillna("").to_numpy(dtype=object)


def batches(queue: Frame) -> Frame:
    """Return the queue's batches by programme, form and batch: what is in them, when due and done, how many miss."""
    missed = queue["status"].isin(("late", "will miss"))
    by = queue.assign(missing=missed).groupby(["client", "programme", "form", "batch"], sort=False)
    found = by.agg(
        claims=("claim", "size"),
        lines=("lines", "sum"),
        amount=("amount", "sum"),
        due_at=("due_at", "min"),
        expected_at=("expected_at", "max"),
        missing=("missing", "sum"),
    ).reset_index()
    late = words.say(words.count(found["missing"], "claim"), " of ", found["claims"], " late or not done in time.")
    return found.assign(
        status=np.where(found["missing"] > 0, "will miss", "in time"),
        reason=words.when((found["missing"] > 0, late), otherwise="All of it will be entered in time."),
    )


def explained_clocks(rows: Frame, waits: Frame, clocks: Clocks) -> Frame:
    """Return how the open time of claims was used: claim, programme, date, from, until, open and running hours."""
    parts = []
    for name, hours in clocks.hours.items():
        some = rows[rows["programme"] == name]
        if len(some):
            found = explained(hours, some["start"].to_numpy(), some["end"].to_numpy(), pauses_of(some, waits))
            claim = some["claim"].to_numpy(dtype=object)[found["item"].to_numpy(dtype=np.int64)]
            parts.append(found.assign(claim=claim, programme=name))
    columns = ["claim", "programme", "date", "from", "until", "open_hours", "running_hours"]
    if not parts:
        return pd.DataFrame(columns=columns)
    every = pd.concat(parts, ignore_index=True)
    return every.assign(open_hours=hundredths(every["used"]), running_hours=hundredths(every["running"]))[columns]


def hundredths(seconds: pd.Series) -> pd.Series:
    """Return seconds as hundredths of an hour, rounded to the nearest."""
    return ((seconds.astype("Int64") + _HUNDREDTH // 2) // _HUNDREDTH).astype("Int64")
