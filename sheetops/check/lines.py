"""Which rows of a sheet are data: not blank, no totals, no headings repeated for the printer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sheetops.check.checked import finding_at
from sheetops.check.layout import Layout
from sheetops.model import Cells, Finding, Kind, Severity, Sheet
from sheetops.sheets.cells.words import fold, shown, tidy

_TOTALS = frozenset(
    map(fold, ("total", "totals", "grand total", "sub total", "sum", "razem", "suma", "ogółem", "łącznie"))
)
_FIGURES = (Kind.MONEY, Kind.WHOLE, Kind.RATE)


@dataclass(frozen=True)
class Lines:
    """The rows of data: their cells, their Excel row numbers, and what was found about the rows that are none."""

    rows: list[list[Any]]
    numbers: list[int]
    findings: list[Finding]


def lines(cells: Cells, sheet: Sheet, layout: Layout) -> Lines:
    """Return the rows of data of a sheet; totals and repeated headings are found and passed over."""
    first = layout.header_row
    below = cells.rows[first : layout.last_row]
    kept = [number for number, row in enumerate(below, first + 1) if any(row) or _filled(row)]
    kept = _without_spaces(cells, sheet, layout, kept)
    aside = dict(_totals(cells, sheet, layout, kept)) | dict(_repeated(cells, layout, kept))
    if aside:
        kept = [number for number in kept if number not in aside]
    where = min(layout.columns.values())
    findings = [finding_at(cells, layout, row, where, "", Severity.NOTE, said) for row, said in aside.items()]
    findings += _hidden(cells, layout, kept)
    return Lines([cells.rows[number - 1] for number in kept], kept, findings)


def column_of(rows: Sequence[Sequence[Any]], column: int) -> list[Any]:
    """Return the cells of one column (A is 1), None beyond the end of a row."""
    at = column - 1
    try:
        return [row[at] for row in rows]
    except IndexError:
        return [row[at] if at < len(row) else None for row in rows]


def _filled(row: Sequence[Any]) -> bool:
    """Whether a row whose cells all count as nothing holds a 0 or a FALSE."""
    return any(raw is not None and raw != "" for raw in row)


def _without_spaces(cells: Cells, sheet: Sheet, layout: Layout, kept: list[int]) -> list[int]:
    """Rows that hold more than spaces; only rows that start with nothing but spaces are looked at closely."""
    name = next((column.name for column in sheet.columns if column.required), next(iter(layout.columns)))
    starts = column_of([cells.rows[number - 1] for number in kept], layout.columns[name])
    doubtful = {
        number for number, raw in zip(kept, starts, strict=True) if not raw or (type(raw) is str and raw.isspace())
    }
    spaces = {number for number in doubtful if not any(tidy(shown(raw)) for raw in cells.rows[number - 1])}
    return [number for number in kept if number not in spaces] if spaces else kept


def _totals(cells: Cells, sheet: Sheet, layout: Layout, kept: list[int]) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Rows that say Total and have nothing else but figures in the columns that every row must fill."""
    names = [column.name for column in sheet.columns if column.required and column.kind not in _FIGURES]
    names = names or list(layout.columns)
    known = set(layout.columns.values())
    rows = [cells.rows[number - 1] for number in kept]
    columns = [column_of(rows, layout.columns[name]) for name in names[:2]]
    for number, *two in zip(kept, *columns, strict=True):
        if len(two) > 1 and all(two):
            continue
        row = cells.rows[number - 1]
        words = {place: tidy(shown(raw)) for place, raw in enumerate(row, 1) if isinstance(raw, str)}
        total = next((place for place, word in words.items() if fold(word) in _TOTALS), 0)
        required = {layout.columns[name] for name in names} - {total}
        empty = all(place > len(row) or row[place - 1] is None or not tidy(shown(row[place - 1])) for place in required)
        if total and empty and (required or not _others_filled(row, known - {total})):
            yield (
                number,
                ("totals_row", f"The row says {words[total]!r}: it is taken for a totals row, not for data.", ""),
            )


def _others_filled(row: Sequence[Any], columns: set[int]) -> bool:
    return any(isinstance(row[place - 1], str) and tidy(row[place - 1]) for place in columns if place <= len(row))


def _repeated(cells: Cells, layout: Layout, kept: list[int]) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Rows that repeat the headings, as reports do at the top of each page."""
    place = min(layout.columns.values())
    head = cells.rows[layout.header_row - 1]
    heads = {column: fold(shown(head[column - 1])) for column in layout.columns.values()}
    starts = column_of([cells.rows[number - 1] for number in kept], place)
    for number in (number for number, raw in zip(kept, starts, strict=True) if raw == head[place - 1]):
        row = cells.rows[number - 1]
        if all(column <= len(row) and fold(shown(row[column - 1])) == text for column, text in heads.items()):
            yield number, ("heading_repeated", "The row repeats the headings and is passed over.", "")


def _hidden(cells: Cells, layout: Layout, kept: list[int]) -> Iterator[Finding]:
    """One finding for each block of hidden rows of data."""
    hidden = [number for number in kept if number in cells.hidden] if cells.hidden else []
    place = {number: at for at, number in enumerate(kept)}
    start = 0
    for at, number in enumerate(hidden):
        if at + 1 < len(hidden) and place[hidden[at + 1]] == place[number] + 1:
            continue
        first = hidden[start]
        rows = f"Row {first} is" if first == number else f"Rows {first} to {number} are"
        said = ("row_hidden", f"{rows} hidden, and read all the same. Unhide, or delete what is not meant.", "")
        yield finding_at(cells, layout, first, min(layout.columns.values()), "", Severity.NOTE, said)
        start = at + 1
