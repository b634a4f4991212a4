"""A checked sheet, and how faults become findings on its cells."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sheetops.checking.layout import Layout
from sheetops.model import Cells, Fault, Finding, Frame, LeftOut, Severity, Sheet, cell_name
from sheetops.sheets.cells.words import shown


class Excluded(NamedTuple):
    """A row that takes no part: the check that found its first error, its amount if that can be read (minor units)."""

    check: str
    amount: int = 0
    currency: str = ""


@dataclass(frozen=True, eq=False)
class Checked:
    """One sheet, checked.

    ``frame`` holds the good rows: index ``row`` (Excel row number), every column of the sheet in its order with the
    dtype of its kind, then the columns that sheetops does not know, under their own headings. ``rows`` is how many rows
    of data were read, ``excluded`` those of them that are not in the frame. ``keys`` are the values of the first key
    column on all rows, faulty ones included. ``currency`` is the desk's own; ``cells`` and ``layout`` are what the
    sheet was read from.
    """

    sheet: Sheet
    cells: Cells
    layout: Layout
    frame: Frame
    findings: tuple[Finding, ...]
    rows: int
    excluded: Mapping[int, Excluded]
    keys: frozenset[str]
    currency: str = ""

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The rows that take no part, by currency, with the reasons and the money on them (minor units)."""
        by_currency: dict[str, list[Excluded]] = {}
        for row in self.excluded.values():
            by_currency.setdefault(row.currency, []).append(row)
        return tuple(
            LeftOut(self.sheet.name, len(rows), _reasons(rows), sum(row.amount for row in rows), currency)
            for currency, rows in sorted(by_currency.items())
        )


def _reasons(rows: Iterable[Excluded]) -> str:
    """The first faults of some rows with how many rows each, the most frequent first."""
    counted = Counter(row.check for row in rows).most_common()
    return ", ".join(f"{check.replace('_', ' ')} ({number})" for check, number in counted)


def findings_of(checked: Checked, faults: Iterable[Fault], check: str, severity: Severity) -> Iterator[Finding]:
    """Yield a finding for each fault that a check or a job found on rows of a checked sheet."""
    cells, layout = checked.cells, checked.layout
    for fault in faults:
        column = layout.columns.get(fault.column, 0)
        yield finding_at(
            cells, layout, fault.row, column, fault.column, severity, (check, fault.problem, fault.suggestion)
        )


def finding_at(
    cells: Cells, layout: Layout, row: int, column: int, field: str, severity: Severity, said: tuple[str, str, str]
) -> Finding:
    """Return a finding on a cell; column 0 is one that the sheet has not; ``said`` is check, problem, suggestion."""
    check, problem, suggestion = said
    return Finding(
        sheet=cells.sheet,
        row=row,
        column=layout.headings.get(column, field),
        cell=cell_name(row, column),
        value=shown(raw_at(cells, row, column)),
        severity=severity,
        check=check,
        problem=problem,
        suggestion=suggestion,
        file=cells.file,
    )


def raw_at(cells: Cells, row: int, column: int) -> Any:
    """Return what stands in a cell; None beyond the end of its row."""
    line = cells.rows[row - 1] if 0 < row <= len(cells.rows) else []
    return line[column - 1] if 0 < column <= len(line) else None


def in_order(findings: Iterable[Finding], layout: Layout) -> tuple[Finding, ...]:
    """Return findings by row, then by column, then as they came."""
    place = {heading: column for column, heading in layout.headings.items()}
    return tuple(sorted(findings, key=lambda finding: (finding.row, place.get(finding.column, 0))))
