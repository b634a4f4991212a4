"""A table out of a sheet that nobody has described: its headings, its rows, and what is no row of data among them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from sheetops.errors import BookError
from sheetops.model import Cells, Finding, Frame, LeftOut, Severity, cell_name
from sheetops.sheets.cells.words import fold, is_blank, shown, tidy

SEARCHED = 20
"""The row of headings is looked for in the first so many rows."""

TOTALS = frozenset(
    fold(word)
    for word in (
        "total",
        "totals",
        "grand total",
        "sub total",
        "subtotal",
        "sum",
        "overall total",
        "report total",
        "page total",
        "carried forward",
        "brought forward",
        "suma",
        "razem",
        "ogółem",
        "łącznie",
        "do przeniesienia",
        "z przeniesienia",
    )
)


class Table(NamedTuple):
    """A table: what people call it, its rows (index: Excel row, cells as they stand), and what was left out of it.

    ``columns`` gives each heading its Excel column; ``read`` is how many filled rows stood below the headings.
    """

    name: str
    frame: Frame
    columns: dict[str, int]
    read: int
    findings: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def table_of(cells: Cells, name: str, wanted: Sequence[str] = ()) -> Table:
    """Return the table of a sheet: an Excel table if it has just one, else what stands below its row of headings.

    ``wanted`` are headings that it should have (they settle which row is meant). Repeated headings (page breaks) and
    rows of totals are left out and said so; blank rows are passed over. BookError when there are no headings or rows.
    """
    area = cells.tables[0] if len(cells.tables) == 1 else None
    header = area.first_row if area else _header(cells, name, wanted)
    last = area.last_row if area else len(cells.rows)
    columns = _columns(cells.rows[header - 1], (area.first_column, area.last_column) if area else None)
    places = [place - 1 for place in columns.values()]
    body = [(row, _line(cells.rows[row - 1], places)) for row in range(header + 1, min(last, len(cells.rows)) + 1)]
    filled = [(row, line) for row, line in body if not all(map(is_blank, line))]
    titles = [fold(shown(cells.rows[header - 1][place])) for place in places]
    repeated = {row for row, line in filled if _repeats(line, titles)}
    totals = {row for row, line in filled if row not in repeated and _is_total(line)}
    rows = [(row, line) for row, line in filled if row not in repeated and row not in totals]
    if not rows:
        raise BookError(
            f"{name} has headings ({', '.join(columns)}) but not one row of data below them. Export it again: an empty "
            "side would make everything on the other a break."
        )
    frame = _frame(rows, list(columns))
    findings = (
        *_left_out(
            cells, header, columns, repeated, "heading_repeated", "The headings stand here again (a page break)"
        ),
        *_left_out(cells, header, columns, totals, "totals_row", "This is a row of totals, not of data"),
    )
    out = (
        LeftOut(name, len(repeated), "the headings again, at page breaks"),
        LeftOut(name, len(totals), "rows of totals"),
    )
    return Table(name, frame, columns, len(filled), findings, tuple(one for one in out if one.rows))


def _line(row: list[Any], places: list[int]) -> list[Any]:
    width = len(row)
    return [row[place] if place < width else None for place in places]


def _frame(rows: list[tuple[int, list[Any]]], headings: list[str]) -> Frame:
    columns = zip(*(line for _, line in rows), strict=True)
    index = pd.Index([row for row, _ in rows], name="row")
    data = {
        name: pd.Series(list(cells), index=index, dtype=object) for name, cells in zip(headings, columns, strict=True)
    }
    return pd.DataFrame(data, index=index, copy=False)


def _header(cells: Cells, name: str, wanted: Sequence[str]) -> int:
    rows = cells.rows[:SEARCHED]
    if not any(not is_blank(cell) for row in cells.rows for cell in row):
        raise BookError(f"{name} is empty: it has neither headings nor rows. Export it again, or name another sheet.")
    widths = [sum(not is_blank(cell) for cell in row) for row in rows]
    widest = max(widths)
    likely = [at for at, row in enumerate(rows, 1) if widths[at - 1] * 2 > widest and _is_heading(row)]
    asked = {fold(one) for one in wanted}
    named = [at for at in likely if asked & {fold(shown(cell)) for cell in rows[at - 1]}]
    if not (named or likely):
        raise BookError(
            f"{name} has no row of headings in its first {SEARCHED} rows. Put one row above the data that names every "
            "column once, in words."
        )
    return (named or likely)[0]


def _is_heading(row: list[Any]) -> bool:
    filled = [cell for cell in row if not is_blank(cell)]
    texts = [fold(cell) for cell in filled if isinstance(cell, str)]
    return len(texts) == len(filled) and any(any(map(str.isalpha, text)) for text in texts) and "" not in texts[:1]


def _columns(row: list[Any], within: tuple[int, int] | None) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, cell in enumerate(row, 1):
        text = " ".join(tidy(shown(cell)).split())
        if text and (within is None or within[0] <= place <= within[1]):
            columns[text if text not in columns else f"{text} (column {cell_name(1, place)[:-1]})"] = place
    return columns


def _repeats(line: list[Any], titles: list[str]) -> bool:
    same = [
        fold(cell) == title
        for cell, title in zip(line, titles, strict=True)
        if isinstance(cell, str) and not is_blank(cell)
    ]
    return len(same) * 2 > len(titles) and all(same)


def _is_total(line: list[Any]) -> bool:
    filled = [cell for cell in line if not is_blank(cell)]
    if not isinstance(filled[0], str) or fold(filled[0]) not in TOTALS:
        return False
    return len(filled) < len(line) or not any(isinstance(cell, str) and cell.isalpha() for cell in filled[1:])


def _left_out(
    cells: Cells, header: int, columns: dict[str, int], rows: set[int], check: str, said: str
) -> list[Finding]:
    heading, place = next(iter(columns.items()))
    findings = []
    for row in sorted(rows):
        line = _line(cells.rows[row - 1], [one - 1 for one in columns.values()])
        at, raw = next((at, raw) for at, raw in enumerate(line) if not is_blank(raw))
        place = list(columns.values())[at]
        heading = list(columns)[at]
        problem = f"{said}: it was left out. Take it out of the export if you can."
        findings.append(
            Finding(
                cells.sheet,
                row,
                heading,
                cell_name(row, place),
                shown(raw),
                Severity.NOTE,
                check,
                problem,
                "",
                cells.file,
            )
        )
    return findings
