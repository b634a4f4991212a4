"""Which rows of a sheet are data: not blank, no totals, no headings repeated for the printer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sheetops.checking.checked import finding_at
from sheetops.checking.layout import Layout
from sheetops.model import Cells, Finding, Kind, Severity, Sheet
from sheetops.sheets.cells.words import fold, is_blank, shown, tidy

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
    below = enumerate(cells.rows[first : layout.last_row], first + 1)
    kept = [number for number, row in below if _holds(row)]
    doubtful = _doubtful(cells, sheet, layout, kept)
    spaces = {number for number in doubtful if all(map(is_blank, cells.rows[number - 1]))}
    aside = dict(_totals(cells, sheet, layout, doubtful)) | dict(_repeated(cells, layout, kept))
    if spaces or aside:
        kept = [number for number in kept if number not in spaces and number not in aside]
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


def _holds(row: Sequence[Any]) -> bool:
    """Whether a row holds anything: most hold a cell that counts as true, others a 0 or a FALSE."""
    try:
        return any(row) or not all(map(is_blank, row))
    except (TypeError, ValueError):  # pandas' NA and numpy's arrays are neither true nor false
        return True


def _names(sheet: Sheet, layout: Layout) -> list[str]:
    """The columns that a row of data fills and a totals row does not."""
    names = [column.name for column in sheet.columns if column.required and column.kind not in _FIGURES]
    return names or list(layout.columns)


def _doubtful(cells: Cells, sheet: Sheet, layout: Layout, kept: list[int]) -> list[int]:
    """Rows that leave a cell blank which data fill: all others are data, and are not looked at closely."""
    names = _names(sheet, layout)
    if len(names) < 2:
        return kept
    rows = [cells.rows[number - 1] for number in kept]
    first, second = (column_of(rows, layout.columns[name]) for name in names[:2])
    return [row for row, one, two in zip(kept, first, second, strict=True) if is_blank(one) or is_blank(two)]


def _totals(cells: Cells, sheet: Sheet, layout: Layout, rows: list[int]) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Rows that say Total and have nothing else but figures in the columns that every row must fill."""
    names = _names(sheet, layout)
    known = set(layout.columns.values())
    for number in rows:
        row = cells.rows[number - 1]
        words = {place: tidy(raw) for place, raw in enumerate(row, 1) if type(raw) is str}
        total = next((place for place, word in words.items() if fold(word) in _TOTALS), 0)
        required = {layout.columns[name] for name in names} - {total}
        empty = all(place > len(row) or is_blank(row[place - 1]) for place in required)
        if total and empty and (required or not _others_filled(row, known - {total})):
            yield (
                number,
                ("totals_row", f"The row says {words[total]!r}: it is taken for a totals row, not for data.", ""),
            )


def _others_filled(row: Sequence[Any], columns: set[int]) -> bool:
    return any(type(row[place - 1]) is str and tidy(row[place - 1]) for place in columns if place <= len(row))


def _repeated(cells: Cells, layout: Layout, kept: list[int]) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Rows that repeat the headings, as reports do at the top of each page."""
    place = min(layout.columns.values())
    head = cells.rows[layout.header_row - 1]
    heads = {column: fold(shown(head[column - 1])) for column in layout.columns.values()}
    starts = column_of([cells.rows[number - 1] for number in kept], place)
    for number in (
        number for number, raw in zip(kept, starts, strict=True) if type(raw) is str and raw == head[place - 1]
    ):
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
