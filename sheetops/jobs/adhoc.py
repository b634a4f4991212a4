"""Reports of the desk's own making: each row of the sheet Reports is a filter, groups and totals over one sheet."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sheetops.checking import findings_of
from sheetops.errors import BookError
from sheetops.excel.book import sheet_name
from sheetops.jobs.arrears import arrears_run, position
from sheetops.jobs.check import wanted_sheets
from sheetops.jobs.desk import Desk, What, accounts_of, as_book, files_of, open_desk
from sheetops.jobs.plans import plans_run
from sheetops.jobs.promises import promises_run
from sheetops.jobs.renewals import pipeline, renewals_run
from sheetops.jobs.results import finish, run_of
from sheetops.model import Column, Fault, Finding, Frame, Kind, Outcome, Progress, Result, Run, Severity, Total, silent
from sheetops.rules.asking import Columns, Grouping, NotUnderstood, grouped, groupings, meets, ordering, totalled
from sheetops.rules.lookup import look_up
from sheetops.sheets import SHEETS
from sheetops.sheets.cells.words import fold
from sheetops.sheets.results import RESULTS

DEFINITIONS = {
    "rows": "how many rows of the sheet a line stands for",
    "Total": "the rows that meet the conditions, those beyond top included",
    "Proof: other rows": "the rows of the sheet that do not meet them",
    "Proof: whole sheet": "the sheet as a whole, added up by itself: Total and other rows come to it",
    "customers' columns": "a report on a sheet with accounts may also name the columns of Customers",
    "conditions": "one a line or with semicolons between; a row must meet them all; of values with commas between "
    "one will do; today is the as-of day",
}
LINE = "#"
"""The first column of a report: the number of the line, or Total and Proof."""


class Asked(NamedTuple):
    """A sheet that a report looks at: its rows and its columns, those of Customers last."""

    frame: Frame
    columns: tuple[Column, ...]
    own: int


class Answer(NamedTuple):
    """One report: its rows with totals and proofs below, what its columns hold, and its control totals."""

    frame: Frame
    columns: tuple[Column, ...]
    totals: tuple[Total, ...]


def adhoc(
    what: What,
    *,
    as_of: dt.date,
    report: str | None = None,
    out: Path | str | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Work out the reports of the sheet Reports, or one of them; with ``out`` write ``adhoc.xlsx`` into that folder.

    The run's frames bear the reports' names, money in minor units. A report that cannot be understood is a finding on
    its cell and left out. BookError when there is no sheet Reports, or no report of that name.
    """
    book = as_book(what)
    desk = open_desk(book, as_of, wanted_sheets(book), needs=("Reports",), progress=progress, files=files_of(what))
    return finish(desk, adhoc_run(desk, report, progress), out)


def adhoc_run(desk: Desk, report: str | None = None, progress: Progress = silent) -> Run:
    """Return the run of a desk's own reports."""
    saved = _wanted(desk, report)
    sheet_of = _sheets(desk)
    frames: dict[str, Frame] = {}
    results: dict[str, Result] = {}
    findings: list[Finding] = []
    totals: list[Total] = []
    taken = {"summary", "problems", "charts"}
    for done, row in enumerate(saved.itertuples()):
        progress(f"Report {row.report}", done, len(saved))
        answer = _answer(desk, row, sheet_of)
        if isinstance(answer, Fault):
            findings += findings_of(desk.checked["Reports"], [answer], "report_not_understood", Severity.ERROR)
            continue
        name = sheet_name(row.report, taken)
        frames[name] = answer.frame
        results[name] = Result(name, answer.columns, totals_in=LINE)
        totals += [total._replace(name=f"{name}: {total.name}") for total in answer.totals]
    progress("Reports", len(saved), len(saved))
    return run_of(
        desk,
        "adhoc",
        frames,
        settings=("currency", "date_order"),
        definitions=DEFINITIONS,
        counts={"reports": len(saved), "reports made": len(frames), "reports not understood": len(findings)},
        totals=(Total("Reports made and not understood", "", len(frames) + len(findings), len(saved)), *totals),
        findings=tuple(findings),
        results=results,
    )


def _wanted(desk: Desk, report: str | None) -> Frame:
    saved = desk.frames["Reports"]
    if report is None:
        return saved
    chosen = saved[saved["report"].map(fold) == fold(report)]
    if chosen.empty:
        there = ", ".join(saved["report"]) or "none that can be read"
        raise BookError(f"The sheet Reports has no report named {report!r}. Its reports are: {there}.")
    return chosen


# ------------------------------------------------------------------------------------------------ which sheet


def _sheets(desk: Desk) -> Callable[[str], Asked]:
    """Return what gives a sheet by its name, one of the desk's or a result, each worked out once."""
    customers = accounts_of(desk).drop_duplicates("account")
    results = _results(desk)

    @cache
    def sheet(name: str) -> Asked:
        inputs = {fold(known): one for one in SHEETS.values() for known in (*one.synonyms, one.name)}
        found = inputs.get(fold(name))
        if found and found.name in desk.checked:
            return _with_customers(desk.frames[found.name], found.columns, customers)
        made = {fold(known): known for known in results}.get(fold(name))
        if made is None:
            there = ", ".join([*desk.checked, *results])
            raise NotUnderstood(f"There is no sheet {name!r} to report on. There are: {there}.")
        frame = results[made]().frames[made]
        return _with_customers(_without_totals(frame), _columns_of(frame, RESULTS[made]), customers)

    return sheet


def _results(desk: Desk) -> Mapping[str, Callable[[], Run]]:
    """Return what makes each result that can be reported on, by its name."""
    now = cache(lambda: position(desk))
    arrears = cache(lambda: arrears_run(desk, now()))
    renewals = cache(lambda: renewals_run(desk, pipeline(desk, now())))
    promises, plans = cache(lambda: promises_run(desk, now())), cache(lambda: plans_run(desk, now()))
    made: dict[str, Callable[[], Run]] = {}
    if "Ledger" in desk.checked:
        made |= dict.fromkeys(("Arrears", "Notices due", "Open items", "Ageing"), arrears)
        made |= dict.fromkeys(("Plans kept", "Plan schedule", "Plan quotes"), plans)
    if {"Ledger", "Promises"} <= set(desk.checked):
        made |= dict.fromkeys(("Promises kept", "Promise limits", "Promise targets"), promises)
    return made | ({"Renewals": renewals} if "Licences" in desk.checked else {})


def _without_totals(frame: Frame) -> Frame:
    if not {"account", "name", "total"} <= set(frame.columns):
        return frame
    below = frame["account"].eq("Total") & frame["name"].eq("All accounts")
    below |= frame["account"].eq("Proof") & frame["name"].astype(str).str.startswith("Ledger balance")
    return frame[~below]


def _columns_of(frame: Frame, result: Result) -> tuple[Column, ...]:
    declared = {column.name: column for column in result.columns}
    return tuple(declared.get(name) or Column(name, result.rest) for name in frame.columns)


def _with_customers(frame: Frame, columns: tuple[Column, ...], customers: Frame) -> Asked:
    """Return a sheet with the columns of Customers that it has not itself, looked up by account."""
    names = {column.name for column in columns}
    more = tuple(one for one in SHEETS["Customers"].columns if one.name not in names)
    if "account" not in names:
        return Asked(frame, columns, len(columns))
    there = customers.set_index(customers["account"].astype(object))[[one.name for one in more]]
    found = look_up(there, frame["account"])
    blank = {one.name: found[one.name].fillna("" if one.kind is not Kind.YES_NO else False) for one in more}
    return Asked(frame.assign(**blank), (*columns, *more), len(columns))


# ------------------------------------------------------------------------------------------------ one report


def _answer(desk: Desk, row: Any, sheet_of: Callable[[str], Asked]) -> Answer | Fault:
    """Return a report, or the fault in the cell that cannot be understood."""
    cell = "sheet"
    try:
        asked = sheet_of(row.sheet)
        columns = Columns.of(asked.columns)
        cell = "where"
        kept = meets(asked.frame, row.where, columns, desk.policy.reading())
        cell = "group_by"
        by = groupings(row.group_by, columns)
        cell = "total"
        totals = totalled(row.total, columns)
        shown = _shown(asked, kept, by, totals)
        cell = "sort"
        order = ordering(row.sort, [column.name for column in shown.columns])
    except NotUnderstood as wrong:
        return Fault(row.Index, cell, str(wrong))
    return _proved(asked, shown, order, None if pd.isna(row.top) else int(row.top))


class _Shown(NamedTuple):
    """A report before it is ordered: which rows it keeps, its lines, columns, totals; by currency or not."""

    kept: Any
    frame: Frame
    columns: tuple[Column, ...]
    summed: tuple[str, ...]
    currency: bool


def _shown(asked: Asked, kept: Any, by: tuple[Grouping, ...], totals: tuple[Column, ...]) -> _Shown:
    currency = "currency" in asked.frame and any(column.kind is Kind.MONEY for column in totals)
    summed = ("rows", *(column.name for column in totals))
    if by:
        own = currency and all(one.heading != "currency" for one in by)
        frame = grouped(asked.frame[kept], by, totals, own)
        kinds = [Column(one.heading, Kind.TEXT if one.by else one.column.kind) for one in by]
        code = [Column("currency", Kind.CODE)] if own else []
        return _Shown(kept, frame, (*kinds, *code, Column("rows", Kind.WHOLE), *totals), summed, currency)
    listed = asked.columns[: asked.own]
    listed += tuple(column for column in totals if column not in listed)
    frame = asked.frame.loc[kept, [column.name for column in listed]].assign(rows=1)
    return _Shown(kept, frame, (*listed, Column("rows", Kind.WHOLE)), summed, currency)


def _proved(asked: Asked, shown: _Shown, order: tuple[tuple[str, bool], ...], top: int | None) -> Answer:
    """Return a report in its order with its totals and proofs, currency by currency where it adds up money."""
    keys = ([("currency", True)] if shown.currency else []) + [one for one in order if one[0] != "currency"]
    frame = shown.frame
    if keys:
        frame = frame.sort_values([name for name, _ in keys], ascending=[rising for _, rising in keys], kind="stable")
    whole, rest = _sums(asked.frame, shown), _sums(asked.frame[~shown.kept], shown)
    parts, totals = [], []
    for code in sorted(whole) or [""]:
        block = frame[frame["currency"] == code] if shown.currency else frame
        here = {name: int(block[name].fillna(0).sum()) for name in shown.summed}
        parts.append(_block(block, here, rest.get(code, {}), whole.get(code, {}), shown, code, top))
        totals += [
            Total(
                f"{name}, report and other rows against the sheet",
                code,
                here[name] + rest.get(code, {}).get(name, 0),
                whole.get(code, {}).get(name, 0),
                money=_money(shown, name),
            )
            for name in shown.summed
        ]
    columns = (Column(LINE, Kind.TEXT), *shown.columns)
    return Answer(pd.concat(parts, ignore_index=True)[[one.name for one in columns]], columns, tuple(totals))


def _money(shown: _Shown, name: str) -> bool:
    return any(column.name == name and column.kind is Kind.MONEY for column in shown.columns)


def _sums(frame: Frame, shown: _Shown) -> dict[str, dict[str, int]]:
    """Return the totals of a sheet's rows by currency; under "" where currencies play no part."""
    rows = frame.assign(rows=1)
    blocks = rows.groupby(rows["currency"].astype(str)) if shown.currency else [("", rows)]
    return {str(code): {name: int(block[name].fillna(0).sum()) for name in shown.summed} for code, block in blocks}


def _block(
    block: Frame,
    total: dict[str, int],
    rest: dict[str, int],
    whole: dict[str, int],
    shown: _Shown,
    code: str,
    top: int | None,
) -> Frame:
    kept = block if top is None else block.head(top)
    lines = kept.astype(object).assign(**{LINE: [str(number) for number in range(1, len(kept) + 1)]})
    below: list[dict[str, Any]] = [{LINE: "Total"} | total]
    if len(kept) < len(block):
        beyond = {name: total[name] - int(kept[name].fillna(0).sum()) for name in shown.summed}
        below.insert(0, {LINE: f"{len(block) - len(kept):,} more"} | beyond)
    none = dict.fromkeys(shown.summed, 0)
    below += [{LINE: "Proof: other rows"} | none | rest, {LINE: "Proof: whole sheet"} | none | whole]
    more = pd.DataFrame(below, dtype=object)
    if shown.currency:
        more["currency"] = code
    return (
        pd.concat([lines, more.reindex(columns=lines.columns)]) if len(lines) else more.reindex(columns=lines.columns)
    )
