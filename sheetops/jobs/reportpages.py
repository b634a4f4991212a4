"""The debt report as a Word document for managers and the board: the workbook's figures in sentences and tables."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sheetops import clock, money
from sheetops.excel.charts import chart_parts
from sheetops.model import Column, Frame, Kind, Result, Run
from sheetops.rules.movement import ALL
from sheetops.sheets.results import RESULTS
from sheetops.word.boardpaper import Block, Charts, Heading, Table, Text, paper

TABLES = ("Key figures", "Movement", "Ageing compared", "Top debtors", "Standing")
"""The result sheets that stand in the document, every row of them and these columns:"""
_LEFT_OUT = {
    "Key figures": ("currency",),
    "Movement": ("currency",),
    "Ageing compared": ("currency",),
    "Top debtors": ("currency", "status", "reason"),
}
_HEADINGS = {
    "month": "As of",
    "place": "No",
    "not_due": "Not due",
    "overdue_share": "Overdue %",
    "dso": "DSO simple, days",
    "dso_count_back": "DSO counted back, days",
    "effectiveness": "Collection effectiveness",
    "in_month": "In the month",
    "count": "How many",
    "next_action": "What is next",
}
_WIDE = {"segment": 2.7, "name": 2.6, "next_action": 2.6, "status": 1.6, "account": 1.4, "subject": 1.4}
_NARROW = {"place": 0.5, "share": 0.8, "days_overdue": 0.9, "dso": 0.9, "dso_count_back": 1.0}


def pages(run: Run, supplier: str) -> bytes:
    """Return a report's run as a Word document; equal runs give equal documents."""
    title = f"Debt report, {run.as_of:%B %Y}"
    subtitle = ", ".join(filter(None, (supplier, f"as of {run.as_of.day} {run.as_of:%B %Y}")))
    return paper(title, subtitle, [*_blocks(run)])


def _blocks(run: Run) -> Iterator[Block]:
    figures = run.frames["Key figures"]
    if figures.empty:
        yield Text("The ledger has no entry up to this day: there is nothing to report.")
        return
    left = sum(one.rows for one in run.left_out if one.sheet == "Ledger")
    if left:
        yield Text(
            f"**Not complete:** {left:,} rows of the ledger could not be used. The sheet Problems of the workbook "
            "lists them; the figures below are without them."
        )
    drawn = chart_parts(run.charts, run.frames, RESULTS)
    drawn_in = [run.frames[chart.sheet]["currency"].iloc[chart.first] for chart in run.charts]
    for number, code in enumerate(dict.fromkeys(drawn_in)):
        yield Heading(f"{code or 'Amounts'} at a glance", new_page=bool(number))
        yield from _sentences(run, code)
        yield Charts(tuple(part for part, own in zip(drawn, drawn_in, strict=True) if own == code))
        for name in TABLES:
            yield from _table(run.frames[name], RESULTS[name], code)
    yield from _small_print(run)


def _sentences(run: Run, code: str) -> Iterator[Text]:
    """Say in words what the month came to in one currency."""
    figures = run.frames["Key figures"]
    months = figures[figures["currency"] == code].to_dict("records")
    now = months[-1]
    before, year = (months[-back] if len(months) >= back else None for back in (2, 13))
    unit = f"{code} " if code else ""
    yield Text(
        f"**{unit}{money.text(now['balance'], code)}** is owed: {_against(now, before, code, 'a month ago')}, "
        f"{_against(now, year, code, 'a year ago')}.",
        point=True,
    )
    if not pd.isna(now["overdue_share"]):
        yield Text(
            f"**{_percent(now['overdue_share'])}** of what is open, {unit}{money.text(now['overdue'], code)}, is "
            f"overdue{_was(before, 'overdue_share', _percent)}.",
            point=True,
        )
    yield Text(
        f"In the month {unit}{money.text(now['billed'], code)} was billed and "
        f"{unit}{money.text(now['received'], code)} was received.",
        point=True,
    )
    if not pd.isna(now["dso_count_back"]):
        yield Text(
            f"What is owed is worth **{now['dso_count_back']:,} days** of billing (DSO, counted back)"
            f"{_was(before, 'dso_count_back', str)}.",
            point=True,
        )
    if not pd.isna(now["effectiveness"]):
        yield Text(
            f"Of all that could be collected in the month, **{_percent(now['effectiveness'])}** was "
            f"(collection effectiveness){_was(before, 'effectiveness', _percent)}.",
            point=True,
        )


def _against(now: dict[str, Any], then: dict[str, Any] | None, code: str, when: str) -> str:
    if then is None:
        return f"nothing was in the ledger {when}"
    change = now["balance"] - then["balance"]
    if not change:
        return f"as much as {when}"
    share = ""
    if then["balance"] > 0:
        share = f" ({money.divide(abs(change) * 1_000, then['balance']) / 10:,.1f} %)"
    return f"{money.text(abs(change), code)}{share} {'more' if change > 0 else 'less'} than {when}"


def _was(then: dict[str, Any] | None, name: str, said: Any) -> str:
    return "" if then is None or pd.isna(then[name]) else f"; a month ago it was {said(then[name])}"


def _percent(points: int) -> str:
    return f"{money.to_major(points):,.2f} %"


def _table(frame: Frame, result: Result, code: str) -> Iterator[Block]:
    """Yield a result's rows of one currency under its name; nothing where it has none."""
    rows = frame[frame["currency"] == code]
    if rows.empty:
        return
    kinds = {column.name: column for column in result.columns}
    columns = [
        kinds.get(name, Column(name, result.rest))
        for name in frame.columns
        if name not in _LEFT_OUT.get(result.name, ("currency",))
    ]
    texts = [shown(rows[column.name], column.kind, code) for column in columns]
    total = rows[result.totals_in].astype(str).to_numpy() if result.totals_in else np.full(len(rows), "")
    yield Heading(f"{result.name}, {code}" if code else result.name, 2)
    yield Table(
        tuple(_HEADINGS.get(column.name, column.name.replace("_", " ").capitalize()) for column in columns),
        tuple(zip(*texts, strict=True)),
        frozenset(place for place, column in enumerate(columns) if column.kind in (Kind.MONEY, Kind.WHOLE, Kind.RATE)),
        tuple((_WIDE | _NARROW).get(column.name, 1.2) for column in columns),
        frozenset(place for place, text in enumerate(total) if text == ALL or text.startswith("Proof: ")),
    )


def shown(series: pd.Series, kind: Kind, code: str) -> list[str]:
    """Return a result's column as people read it; blank cells as ""."""
    values = series.astype(object).where(series.notna(), None).tolist()
    return ["" if value is None else _text(value, kind, code) for value in values]


def _text(value: Any, kind: Kind, code: str) -> str:
    if kind is Kind.MONEY:
        return money.text(int(value), code)
    if kind is Kind.RATE:
        return _percent(int(value))
    if kind is Kind.WHOLE:
        return f"{int(value):,}"
    return clock.text(value) if kind is Kind.DAY else str(value)


def _small_print(run: Run) -> Iterator[Block]:
    yield Heading("What the figures mean, and that they add up", new_page=True)
    yield from (Text(f"**{word}:** {meaning}.", point=True) for word, meaning in run.definitions.items())
    yield Heading("Control totals", 2)
    yield Table(
        ("Total", "Currency", "One side", "Other side", "Verdict"),
        tuple(
            (
                total.name,
                total.currency,
                money.text(total.left, total.currency),
                money.text(total.right, total.currency),
                "agrees",
            )
            for total in run.totals
        ),
        frozenset({2, 3}),
        (4, 1, 2, 2, 1),
    )
