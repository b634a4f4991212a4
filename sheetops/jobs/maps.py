"""Saved maps: which columns of two exports belong together, how each is compared, and what is passed over until when.

A map is a workbook of two sheets. Columns (left, right, use, holds, tolerance, days, passing): ``use`` is key, compare
or leave. Ignore (key, column, reason, until): a break that somebody decided to pass over, up to and including a day; a
blank column is every column, ``whole row`` a row that stands on one side only. Every reconciliation can save its own.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sheetops.errors import BookError
from sheetops.excel.read import open_book
from sheetops.excel.write import write_tables
from sheetops.model import Column, Finding, Frame, Kind, Reading, Result, Severity
from sheetops.reconcile.keys import APART
from sheetops.reconcile.kinds import Holds, cell_text, moment, plain, values
from sheetops.reconcile.tables import Table, table_of
from sheetops.reconcile.terms import COLUMNS, COMPARE, KEY, LEAVE, Wish
from sheetops.reconcile.weighing import WHOLE_ROW, Ignored
from sheetops.sheets.cells.words import fold, is_blank

IGNORE = Result(
    "Ignore",
    (
        Column("key", Kind.KEY),
        Column("column", Kind.TEXT),
        Column("reason", Kind.TEXT),
        Column("until", Kind.DAY),
    ),
)
_MAP = "Columns"


class Map(NamedTuple):
    """What a saved map says: the wish that its columns make, and what is to be passed over; and what is wrong in it."""

    wish: Wish
    ignored: tuple[Ignored, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_map(path: Path, wish: Wish, as_of: dt.date) -> Map:
    """Return what a map says, over what was asked for besides; BookError names what in it cannot be used."""
    book = open_book(path)
    sheet = next((name for name in book.sheets if fold(name) == fold(_MAP)), None)
    if sheet is None:
        raise BookError(f"{path.name} has no sheet {_MAP}: it is no map. Save one with --save-map and change that.")
    table = table_of(book.cells(sheet), f"{path.name}, {sheet}", ("left", "right", "use"))
    made = _wish(table, wish)
    ignore = next((name for name in book.sheets if fold(name) == fold(IGNORE.name)), None)
    if ignore is None or len(book.cells(ignore).rows) < 2:
        return Map(made)
    ignored, findings = _ignored(table_of(book.cells(ignore), f"{path.name}, {ignore}", ("key", "reason")), as_of)
    return Map(made, ignored, findings)


def read_ignored(path: Path, as_of: dt.date) -> tuple[tuple[Ignored, ...], tuple[Finding, ...]]:
    """Return the lines of an ignore list kept in a file of its own (its first sheet), and what is wrong in it."""
    book = open_book(path)
    return _ignored(table_of(book.cells(book.sheets[0]), f"{path.name}, {book.sheets[0]}", ("key", "reason")), as_of)


def save_map(columns: Frame, ignored: Sequence[Ignored], path: Path, as_of: dt.date) -> None:
    """Save what was taken for what as a map: to be changed by hand, and run again."""
    lines = pd.DataFrame(
        [(one.key.replace(APART, ";"), one.column, one.reason, _stamp(one.until)) for one in ignored],
        columns=[column.name for column in IGNORE.columns],
    )
    lines["until"] = pd.to_datetime(lines["until"]).astype("datetime64[s]")
    write_tables({_MAP: (columns, COLUMNS), IGNORE.name: (lines, IGNORE)}, path, "Map of columns", as_of)


def _stamp(day: dt.date | None) -> Any:
    return pd.Timestamp(day) if day else pd.NaT


def _columns(table: Table, wanted: Sequence[str], needed: Sequence[str]) -> dict[str, list[Any]]:
    folded = {fold(name): name for name in table.frame.columns}
    missing = [name for name in needed if fold(name) not in folded]
    if missing:
        raise BookError(f"{table.name} lacks the column {missing[0]}. It needs {', '.join(needed)}.")
    blank: list[Any] = [None] * len(table.frame)
    return {name: table.frame[folded[fold(name)]].tolist() if fold(name) in folded else blank for name in wanted}


def _wish(table: Table, wish: Wish) -> Wish:
    names = ("left", "right", "use", "tolerance", "days", "passing")
    cells = _columns(table, names, names[:3])
    key: list[str] = []
    compare: list[str] = []
    leave: list[str] = []
    tolerance, days, passing = dict(wish.tolerance), dict(wish.days), dict(wish.passing_texts)
    of_key = wish.passing
    for row, line in zip(table.frame.index, zip(*cells.values(), strict=True), strict=True):
        left, right, use, *rest = (cell_text(cell).strip() for cell in line)
        place = f"{table.name}, row {row}"
        if use not in (KEY, COMPARE, LEAVE):
            raise BookError(f"{place}: use is {use!r}; write {KEY}, {COMPARE} or {LEAVE}.")
        if not (left and right):
            if use != LEAVE:
                raise BookError(f"{place}: a column to {use} needs a heading on both sides.")
            continue
        {KEY: key, COMPARE: compare, LEAVE: leave}[use].append(f"{left}={right}")
        if rest[0]:
            tolerance[left] = _number(rest[0], place, "tolerance")
        if rest[1]:
            days[left] = int(_number(rest[1], place, "days"))
        if rest[2] and use == KEY:
            of_key = tuple(one.strip() for one in rest[2].split(","))
        elif rest[2]:
            passing[left] = tuple(one.strip() for one in rest[2].split(","))
    return replace(
        wish,
        key=wish.key or tuple(key),
        compare=wish.compare or tuple(compare),
        leave=(*wish.leave, *leave),
        tolerance=tolerance,
        days=days,
        passing=of_key,
        passing_texts=passing,
    )


def _number(text: str, place: str, what: str) -> Decimal:
    read = values([text], Holds.AMOUNT, Reading(dt.date(2000, 1, 1)))
    if read.unreadable[0] or read.numbers[0] < 0:
        raise BookError(f"{place}: {what} is {text!r}; write a number of zero or more, such as 0.01 or 3.")
    return Decimal(int(read.numbers[0])).scaleb(-6)


def _ignored(table: Table, as_of: dt.date) -> tuple[tuple[Ignored, ...], tuple[Finding, ...]]:
    cells = _columns(table, ("key", "column", "reason", "until"), ("key", "reason"))
    read = values(cells["until"], Holds.DAY, Reading(as_of))
    ignored, findings = [], []
    for at, row in enumerate(table.frame.index):
        key, column, reason = (cell_text(plain(cells[name][at])).strip() for name in ("key", "column", "reason"))
        wrong = _wrong(key, reason, bool(read.unreadable[at]))
        if wrong:
            value = cell_text(cells["until"][at])
            findings.append(
                Finding(table.name, int(row), wrong[0], "", value, Severity.WARNING, "ignore_unusable", wrong[1])
            )
            continue
        until = None
        if not is_blank(plain(cells["until"][at])):
            until = moment(int(read.numbers[at])).date()
        meant = WHOLE_ROW if fold(column) == fold(WHOLE_ROW) else column
        ignored.append(Ignored(APART.join(part.strip() for part in key.split(";")), meant, reason, until))
        if until and until < as_of:
            said = f"This ended on {until:%d/%m/%Y}: the break counts again. Give it a new day, or mend the data."
            findings.append(
                Finding(table.name, int(row), "until", "", f"{until:%d/%m/%Y}", Severity.NOTE, "ignore_expired", said)
            )
    return tuple(ignored), tuple(findings)


def _wrong(key: str, reason: str, unreadable: bool) -> tuple[str, str] | None:
    if not key:
        return "key", "A line without a key passes over nothing. Write the key of the row."
    if not reason:
        return "reason", "Nothing is passed over without a reason: an auditor will ask. Write one."
    if unreadable:
        return "until", "This is no day, so the line was not used. Write it like 30/06/2026, or leave it blank."
    return None
