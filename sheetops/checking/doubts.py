"""What can be read but should be looked at: would-be formulas, characters that nobody sees, two orders of dates."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sheetops.checking.columns import Problem, ReadColumn
from sheetops.model import Kind, Reading
from sheetops.sheets.cells.days import either_order, other_order
from sheetops.sheets.cells.words import CONTROL, without_control

_LEADS = re.compile(r"^[ \u00a0]*[=@+\-\t\r]", re.MULTILINE)
_HARMLESS = re.compile(r"\+[0-9 ().\-/]*|-[0-9 .,]*%?|[+\-]+|-+ [^=@|!()+*/]*")
"""Telephone numbers, plain numbers, dashes, words after a dash as in a list: nothing that a spreadsheet works out."""


def doubts(read: ReadColumn) -> dict[int, Problem]:
    """Return what is doubtful about the texts of a column, by place in its raw values."""
    if read.column.kind not in (Kind.TEXT, Kind.KEY):
        return {}
    texts = [raw for raw in read.raws if type(raw) is str]
    together = "\n".join(texts)
    if not _LEADS.search(together) and not CONTROL.search(together):
        return {}
    return {
        place: problem for place, raw in enumerate(read.raws) if (problem := _doubt(raw)) and place not in read.problems
    }


def _doubt(raw: Any) -> Problem | None:
    if type(raw) is not str:
        return None
    if CONTROL.search(raw):
        text = "The text holds characters that cannot be seen or that turn the direction of writing; they are left out."
        return Problem("text_unseen_characters", text, without_control(raw))
    kept = raw.lstrip(" \u00a0")  # spaces around a text are taken away when it is read
    if _LEADS.match(raw) and not _HARMLESS.fullmatch(kept):
        text = f"The text starts with {_name(kept[0])}: pasted into a sheet it would run as a formula. Take that away."
        return Problem("text_runs_as_formula", text, kept.lstrip("=@+-\t\r "))
    return None


def _name(sign: str) -> str:
    return {"\t": "a tab", "\r": "a line break"}.get(sign, sign)


def order_doubtful(read: ReadColumn, reading: Reading) -> Problem | None:
    """Return what is doubtful about a column of days when some texts fit only the order that the desk does not use."""
    if read.column.kind not in (Kind.DAY, Kind.MOMENT):
        return None
    other = next(_texts(read, (place for place in read.problems), other_order, reading), "")
    either = next((raw for raw in read.raws if type(raw) is str and either_order(raw)), "") if other else ""
    if not either:
        return None
    used, unused = ("day first", "month first") if reading.date_order == "dmy" else ("month first", "day first")
    return Problem(
        "date_order_doubtful",
        f"{other} fits only {unused}, but dates kept as text are read {used}, so {either} may be another day than was "
        "meant. Check the column, or change the setting date_order.",
    )


def _texts(read: ReadColumn, places: Iterable[int], fits: Any, reading: Reading) -> Iterator[str]:
    return (read.raws[place] for place in places if type(read.raws[place]) is str and fits(read.raws[place], reading))
