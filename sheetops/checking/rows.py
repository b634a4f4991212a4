"""One sheet's raw cells into a frame of good rows and findings about the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from sheetops.checking.checked import Checked, Excluded, finding_at, in_order
from sheetops.checking.columns import Codes, Problem, ReadColumn, in_minor, read_column, typed
from sheetops.checking.doubts import doubts, order_doubtful
from sheetops.checking.layout import Layout, locate
from sheetops.checking.lines import Lines, column_of, lines
from sheetops.model import Cells, Column, Finding, Frame, Kind, Reading, Severity, Sheet

_CURRENCY = "currency"
_AMOUNT = "amount"


@dataclass
class _Work:
    """What is known of a sheet while it is read: its columns as arrays, findings, and the first error of each bad row.

    Rows are places among the rows of data; findings carry Excel row numbers.
    """

    cells: Cells
    sheet: Sheet
    layout: Layout
    lines: Lines
    reading: Reading
    merged: frozenset[tuple[int, int]]
    arrays: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    errors: dict[int, str] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    currencies: Sequence[str] = ()
    currency_of_row: Codes = field(default_factory=lambda: np.zeros(0, dtype=np.intp))

    def find(self, rows: Iterable[int], column: Column, severity: Severity, said: tuple[str, str, str]) -> None:
        """Take note of a fault on some cells of a column."""
        place = self.layout.columns.get(column.name, 0)
        for row in rows:
            number = self.lines.numbers[row]
            self.findings.append(finding_at(self.cells, self.layout, number, place, column.name, severity, said))
            if severity is Severity.ERROR:
                self.errors.setdefault(int(row), said[0])


def check_sheet(cells: Cells, sheet: Sheet, reading: Reading) -> Checked:
    """Return a sheet read and checked, cell by cell; checks that compare cells follow in `cross_check`.

    BookError when the sheet cannot be read as what it should be, see `locate`.
    """
    layout = locate(cells, sheet)
    data = lines(cells, sheet, layout)
    work = _Work(cells, sheet, layout, data, reading, _merged(cells, layout), findings=list(data.findings))
    work.currencies, work.currency_of_row = (reading.currency,), np.zeros(len(data.rows), dtype=np.intp)
    # Money comes last: its minor units hang on the row's currency.
    for column in sorted(sheet.columns, key=lambda column: column.kind is Kind.MONEY):
        _read(work, column)
    return _checked(work)


def _merged(cells: Cells, layout: Layout) -> frozenset[tuple[int, int]]:
    """Row and column of the cells that a merge of data cells leaves without a value of their own."""
    known = set(layout.columns.values())
    return frozenset(
        (row, column)
        for area in cells.merged
        if area.first_row > layout.header_row
        for row in range(area.first_row, area.last_row + 1)
        for column in known.intersection(range(area.first_column, area.last_column + 1))
        if (row, column) != (area.first_row, area.first_column)
    )


def _read(work: _Work, column: Column) -> None:
    place = work.layout.columns.get(column.name)
    raws = column_of(work.lines.rows, place) if place else [None] * len(work.lines.rows)
    read = read_column(work.sheet, column, raws, work.reading)
    if place:
        _find_missing(work, read, place)
        _find_problems(work, read)
    work.arrays[column.name] = _array(work, read)
    if work.sheet.key and column.name == work.sheet.key[0]:
        work.keys = frozenset(value for value in read.values if isinstance(value, str))


def _array(work: _Work, read: ReadColumn) -> Any:
    if read.column.kind is Kind.MONEY:
        return _money(work, read)
    if read.column.name != _CURRENCY:
        return typed(read)
    values = [value or work.reading.currency for value in read.values]
    work.currencies, work.currency_of_row = values, read.codes
    return typed(ReadColumn(read.column, read.raws, read.codes, values, {}))


def _find_missing(work: _Work, read: ReadColumn, place: int) -> None:
    merged = (
        [row for row, number in enumerate(work.lines.numbers) if (number, place) in work.merged] if work.merged else []
    )
    text = "The cell is merged with others and holds no value of its own. Unmerge them and fill in every row."
    work.find(merged, read.column, Severity.ERROR, ("cells_merged", text, ""))
    if not read.column.required:
        return
    blank = [row for row in read.rows_with(read.blanks) if row not in merged]
    heading = work.layout.heading(read.column.name)
    text = f"The {heading} is missing; every row of {work.sheet.name} needs one. {read.column.hint}"
    work.find(blank, read.column, Severity.ERROR, ("value_missing", text, ""))


def _find_problems(work: _Work, read: ReadColumn) -> None:
    column = read.column
    _find(work, read, {at: _told(column, problem) for at, problem in read.problems.items()}, column.unreadable)
    _find(work, read, doubts(read), Severity.WARNING)
    if doubt := order_doubtful(read, work.reading):
        place, header = work.layout.columns[column.name], work.layout.header_row
        finding = finding_at(work.cells, work.layout, header, place, column.name, Severity.WARNING, doubt)
        work.findings.append(finding)


def _told(column: Column, problem: Problem) -> Problem:
    """A problem, with what becomes of the cell where its row is used all the same."""
    if column.unreadable is Severity.ERROR:
        return problem
    instead = ("yes" if column.instead else "no") if column.kind is Kind.YES_NO else "blank"
    return problem._replace(text=f"{problem.text} Until it is mended it counts as {instead}.")


def _find(work: _Work, read: ReadColumn, problems: dict[int, Problem], severity: Severity) -> None:
    for row in read.rows_with(list(problems)) if problems else ():
        work.find((row,), read.column, severity, problems[read.codes[row]])


def _money(work: _Work, read: ReadColumn) -> Any:
    amounts, problems = in_minor(read, work.currencies, work.currency_of_row)
    for (place, at), problem in problems.items():
        rows = np.flatnonzero((read.codes == place) & (work.currency_of_row == at))
        work.find(rows, read.column, read.column.unreadable, problem)
    return amounts


def _checked(work: _Work) -> Checked:
    count = len(work.lines.rows)
    frame = pd.DataFrame(
        {column.name: work.arrays[column.name] for column in work.sheet.columns},
        index=pd.Index(np.array(work.lines.numbers, dtype=np.int64), name="row"),
    )
    for name, place in work.layout.others.items():
        frame[name] = pd.Series(column_of(work.lines.rows, place), index=frame.index, dtype=object)
    excluded = {work.lines.numbers[row]: _excluded(work, row, check) for row, check in work.errors.items()}
    if excluded:
        good = np.ones(count, dtype=bool)
        good[list(work.errors)] = False
        frame = frame[good]
    found = in_order(work.findings, work.layout)
    own = work.reading.currency
    return Checked(work.sheet, work.cells, work.layout, frame, found, count, excluded, work.keys, own)


def _excluded(work: _Work, row: int, check: str) -> Excluded:
    if _AMOUNT not in work.arrays:
        return Excluded(check, 0, work.reading.currency)
    amount = work.arrays[_AMOUNT][row]
    currency = work.currencies[work.currency_of_row[row]]
    return Excluded(check, 0 if amount is pd.NA else int(amount), currency)


def excluded_of(frame: Frame, row: int, check: str, currency: str) -> Excluded:
    """Return what is left out with a row of a frame, for a check that found an error in it."""
    amount = frame.at[row, _AMOUNT] if _AMOUNT in frame else 0
    own = frame.at[row, _CURRENCY] if _CURRENCY in frame else currency
    return Excluded(check, 0 if amount is pd.NA else int(amount), str(own))
