"""The monthly debt report: what moved, how old it is, how it comes in, who owes most, what was agreed; with charts."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.jobs.arrears import SHEETS_READ, Position, ordered, position
from sheetops.jobs.desk import Desk, What, open_desk
from sheetops.jobs.reportstanding import CARED_FOR, standing
from sheetops.jobs.results import finish, run_of
from sheetops.jobs.subjects import with_due_dates
from sheetops.model import Chart, Document, Frame, Outcome, Progress, Run, Total, silent
from sheetops.publish import make_folder, whole_file
from sheetops.rules.ageing import NOT_DUE, age, bucket_labels
from sheetops.rules.allocation import allocate, balances
from sheetops.rules.collection import DEFINITIONS as FIGURES
from sheetops.rules.collection import key_figures
from sheetops.rules.lookup import look_up
from sheetops.rules.movement import Period, month_movement, months_to, movement, movement_control, with_totals

SHEETS = (*SHEETS_READ, *CARED_FOR)
MONTHS = 13
"""Months shown beside each other: this one, and all back to the same one a year ago."""
PAGES = "report.docx"
"""The report for managers and the board, in the output folder."""
NO_SEGMENT = "no segment"
SETTINGS_USED = ("currency", "terms_days", "unallocated", "bucket_bounds", "dso_months", "report_top_debtors")
DEFINITIONS = {
    "movement": "opening + all that moved = closing, each amount with its sign; entries by their date, from the first "
    "of the month to the as-of day; segment as Customers has it now",
    "ageing": "as of the last day of each month, from what was in the ledger with a date up to that day",
    "compared": "the as-of day, the end of the month before, the end of the same month last year",
    "top debtors": "by what is outstanding; share is the part of all that is outstanding in that currency",
    "standing": "promises, plans, grants and referrals by their own amounts; customers in hardship and under "
    "restriction by what they owe; in_month: fell due, agreed, applied for, referred, entered or placed in the month",
    **FIGURES,
}


class Month(NamedTuple):
    """The figures of a report: the months' periods, oldest first, and its result sheets by name."""

    periods: tuple[Period, ...]
    frames: dict[str, Frame]
    totals: tuple[Total, ...]


def report(what: What, *, as_of: dt.date, out: Path | str | None = None, progress: Progress = silent) -> Outcome:
    """Work out the debt report of the month up to a day; with ``out``, write ``report.xlsx`` and ``report.docx`` there.

    Only Ledger is needed; Customers give the segments. The run's frames are Key figures, Movement, Movement by month,
    Ageing compared, Ageing by month, Top debtors and Standing, money in minor units; its charts are drawn from them.
    """
    desk = open_desk(what, as_of, SHEETS, needs=("Ledger",), progress=progress)
    run = report_run(desk, position(desk), progress)
    return finish(desk, run if out is None else with_pages(desk, run, Path(out)), out)


def with_pages(desk: Desk, run: Run, out: Path) -> Run:
    """Write the report's Word document into a folder and return the run with it."""
    from sheetops.jobs.reportpages import pages  # python-docx takes a while to load, and a run without files needs none

    content = pages(run, str(desk.policy.value("supplier_name")))
    with whole_file(make_folder(out) / PAGES) as draft:
        draft.write_bytes(content)
    return replace(run, documents=(Document(Path(PAGES), hashlib.sha256(content).hexdigest()),))


def report_run(desk: Desk, now: Position, progress: Progress = silent) -> Run:
    """Return the report of a desk whose position is known."""
    month = month_of(desk, now, progress)
    return run_of(
        desk,
        "report",
        month.frames,
        settings=SETTINGS_USED,
        definitions=DEFINITIONS,
        counts={
            "accounts that owe something": int((now.accounts["outstanding"] > 0).sum()),
            "accounts in arrears": int((now.accounts["arrears"] > 0).sum()),
            "months shown": MONTHS,
        },
        totals=month.totals,
        charts=tuple(charts(month.frames)),
    )


def month_of(desk: Desk, now: Position, progress: Progress = silent) -> Month:
    """Return the figures of the month up to a desk's day."""
    ledger, dso_months = desk.frames["Ledger"], int(desk.policy.value("dso_months"))
    periods = months_to(desk.as_of, MONTHS + dso_months - 1)
    shown = periods[-MONTHS:]
    segments = segments_of(now.customers)
    moved = movement(ledger, periods[-1], look_up(segments, ledger["account"]).fillna(NO_SEGMENT))
    aged = aged_months(desk, now, shown, progress)
    by_month = month_movement(ledger, periods)
    shown_moves = by_month[by_month["month"] >= pd.Timestamp(shown[0].last)].reset_index(drop=True)
    aged_by_month = _every_month(_sums(aged, ["month", "currency"]), shown_moves)
    figures = key_figures(by_month, aged_by_month, periods, MONTHS, dso_months)
    frames = {
        "Key figures": ordered("Key figures", figures),
        "Movement": _movement(moved, balances(ledger, desk.as_of)),
        "Movement by month": shown_moves,
        "Ageing compared": compared(ledger, aged, segments, (shown[-1], shown[-2], shown[0])),
        "Ageing by month": aged_by_month,
        "Top debtors": ordered("Top debtors", top_debtors(desk, now, segments)),
        "Standing": ordered("Standing", standing(desk, now, periods[-1])),
    }
    totals = (*movement_control(moved, ledger, periods[-1]), *_ageing_control(frames))
    return Month(shown, frames, totals)


def segments_of(customers: Frame) -> pd.Series:
    """Return the segment of each account, `NO_SEGMENT` where it has none."""
    known = customers.drop_duplicates("account")
    segments = known["segment"].where(known["segment"] != "", NO_SEGMENT)
    return segments.astype(object).set_axis(known["account"].astype(object))


def _movement(moved: Frame, ledger: pd.Series) -> Frame:
    rows = moved.reset_index().rename(columns={"group": "segment"})
    return with_totals(rows.sort_values(["currency", "segment"]), "segment", ledger.groupby(level="currency").sum())


def aged_months(desk: Desk, now: Position, periods: Sequence[Period], progress: Progress = silent) -> Frame:
    """Return the ageing of every account at the end of each period: month, then the columns of `age`."""
    value, found = desk.policy.value, []
    for done, period in enumerate(periods):
        progress("Ageing the months", done, len(periods))
        aged = now.aged if period.last == desk.as_of else _aged(desk, period.last)
        found.append(aged.assign(month=pd.Timestamp(period.last).as_unit("s")))
    progress("Ageing the months", len(periods), len(periods))
    columns = ["month", "account", "currency", *bucket_labels(value("bucket_bounds")), "unallocated", "total"]
    return pd.concat(found, ignore_index=True)[columns]


def _aged(desk: Desk, day: dt.date) -> Frame:
    value = desk.policy.value
    named = {name: value(name) for name in ("clear_order", "unallocated", "terms_days")}
    there = allocate(with_due_dates(desk), day, **named)
    return age(there.items, there.credits, value("bucket_bounds"))


def _columns(aged: Frame, *names: str) -> list[str]:
    return [*names, *(name for name in aged.columns if name not in ("month", "account", "currency", "segment"))]


def _sums(aged: Frame, by: list[str]) -> Frame:
    amounts = _columns(aged)
    return aged.groupby(by, sort=True)[amounts].sum().reset_index()


def _every_month(sums: Frame, months: Frame) -> Frame:
    """Return ageing by month and currency with a row for every row of ``months``, zeros where nothing was open."""
    keys = ["month", "currency"]
    return sums.set_index(keys).reindex(pd.MultiIndex.from_frame(months[keys]), fill_value=0).reset_index()


def compared(ledger: Frame, aged: Frame, segments: pd.Series, periods: Sequence[Period]) -> Frame:
    """Return the ageing by segment on the last days of some periods, each proved against the ledger."""
    rows = aged.assign(segment=look_up(segments, aged["account"]).fillna(NO_SEGMENT))
    blocks = []
    for period in periods:
        month = pd.Timestamp(period.last).as_unit("s")
        there = _sums(rows[rows["month"] == month], ["currency", "segment"])
        proof = balances(ledger, period.last).groupby(level="currency").sum()
        blocks.append(with_totals(there, "segment", proof).assign(month=month))
    return pd.concat(blocks, ignore_index=True)[_columns(aged, "segment", "currency", "month")]


def top_debtors(desk: Desk, now: Position, segments: pd.Series) -> Frame:
    """Return the accounts that owe most, for each currency, the greatest first."""
    owing = now.accounts[now.accounts["outstanding"] > 0]
    every = owing.groupby("currency")["outstanding"].transform("sum")
    rows = owing.assign(
        segment=look_up(segments, owing["account"]).fillna(NO_SEGMENT),
        share=money.basis_points(owing["outstanding"], every),
    ).sort_values(["currency", "outstanding", "account"], ascending=[True, False, True], kind="stable")
    place = rows.groupby("currency").cumcount() + 1
    return rows.assign(place=place)[place <= int(desk.policy.value("report_top_debtors"))]


def _ageing_control(frames: dict[str, Frame]) -> tuple[Total, ...]:
    """Hold the ageing of all months against the closing balances of their movements, by currency."""
    aged = frames["Ageing by month"].groupby("currency")["total"].sum()
    closing = frames["Movement by month"].groupby("currency")["closing"].sum()
    return tuple(
        Total(
            "Ageing of all months against closing balances", str(code), int(aged[code]), int(closing[code]), money=True
        )
        for code in closing.index
    )


_MOVED = ("billed", "Billed"), ("received", "Received")
_DAYS = ("dso_count_back", "Counted back"), ("dso", "Simple")
_NO_BUCKETS = ("month", "currency", "unallocated", "total")


def charts(frames: dict[str, Frame]) -> Iterator[Chart]:
    """Yield the charts of a report, currency by currency, those of the greatest balance first."""
    buckets = [name for name in frames["Ageing by month"].columns if name not in _NO_BUCKETS]
    aged = tuple((name, name.replace(NOT_DUE, "not due")) for name in buckets)
    wanted = (
        Chart("Billed and received", "Key figures", "columns", "month", _MOVED, 0, 0),
        Chart("How old the debt is", "Ageing by month", "stacked", "month", aged, 0, 0),
        Chart("Top debtors", "Top debtors", "bars", "name", (("outstanding", "Outstanding"),), 0, 0),
        Chart("Days sales outstanding", "Key figures", "lines", "month", _DAYS, 0, 0, unit="days"),
    )
    latest = frames["Key figures"].drop_duplicates("currency", keep="last")
    for code in latest.sort_values("balance", ascending=False, kind="stable")["currency"]:
        for chart in wanted:
            rows = np.flatnonzero(frames[chart.sheet]["currency"] == code)
            if len(rows):
                title = f"{chart.title}, {code}" if code else chart.title
                unit = chart.unit or code
                yield replace(chart, title=title, first=int(rows[0]), end=int(rows[-1]) + 1, unit=unit)
