"""Small tables as sheets of a book, and what came of comparing two of them."""

import datetime as dt
from typing import Any

from sheetops.model import Cells
from sheetops.reconcile.showing import Showing
from sheetops.reconcile.tables import Table, table_of
from sheetops.reconcile.terms import Taken, Wish, take
from sheetops.reconcile.weighing import Ignored, reconcile

DAY = dt.date(2026, 6, 30)


def table(text: str, name: str = "left") -> Table:
    """A table drawn with bars; a cell of figures is a number, ``-`` alone a blank."""
    rows = [[_cell(part.strip()) for part in line.strip().strip("|").split("|")] for line in text.strip().splitlines()]
    return table_of(Cells(f"{name}.xlsx", name, rows), name)


def _cell(text: str) -> Any:
    if text == "-" or not text:
        return None
    if text.startswith("'"):
        return text[1:]
    try:
        return float(text)
    except ValueError:
        return text


def compared(left: Table, right: Table, wish: Wish, ignored: tuple[Ignored, ...] = ()) -> tuple[Showing, Taken]:
    taken = take(left, right, wish)
    outcome = reconcile(left.frame, right.frame, taken.terms, DAY, ignored)
    return Showing(left, right, taken.terms, outcome, ignored, DAY), taken


def rows(showing: Showing, sheet: str, *columns: str) -> list[tuple[Any, ...]]:
    frame = showing.sheets()[sheet].frame
    return [tuple(line) for line in frame[list(columns)].astype(object).to_numpy().tolist()]
