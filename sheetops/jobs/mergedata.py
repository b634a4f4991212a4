"""Any sheet or csv as the records of a mail merge: no sheet model, the headings are the field names."""

import datetime as dt
import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheetops.errors import BookError
from sheetops.excel.read import open_book
from sheetops.model import Book, Cells, Source
from sheetops.word.conditions import OPERATOR, compare
from sheetops.word.locales import locale
from sheetops.word.scope import canonical, nearest
from sheetops.word.values import to_number

LOOKED_AT = 20
"""Rows among which the headings are looked for."""

ITEMS = "items"
PREFIX = "item_"

CODE_PAGES = dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "ro"), "cp1250")
CODE_PAGES |= dict.fromkeys(("bg", "ru", "uk"), "cp1251") | dict.fromkeys(("et", "lt", "lv"), "cp1257")
CODE_PAGES |= {"el": "cp1253", "tr": "cp1254"}
"""By language: what Excel on Windows writes into a csv that is not "CSV UTF-8", where that is not cp1252."""

Record = dict[str, Any]


@dataclass(frozen=True)
class Data:
    """The records of a sheet: ``rows`` are their Excel row numbers (the first one's, when rows are grouped)."""

    source: Source
    sheet: str
    columns: tuple[str, ...]
    records: list[Record]
    rows: list[int]

    @property
    def lists(self) -> dict[str, list[str]]:
        """The columns of the rows in each record's list, by the list's name."""
        grouped = bool(self.records) and ITEMS in self.records[0]
        return {ITEMS: [PREFIX + column for column in self.columns]} if grouped else {}


def read_data(what: Path | Book, fields: Collection[str], sheet: str | None = None, language: str = "") -> Data:
    """Return the records of a file's sheet (its only one, or the one that answers most of the fields).

    ``language`` is the letters': a csv that is not Unicode is read in the code page of Excel in that language. The
    headings are the row of the first twenty that holds most of ``fields``. BookError when there is none, or when
    a heading stands twice.
    """
    code_page = CODE_PAGES.get(language[:2], "cp1252")
    book = open_book(what, code_page=code_page) if isinstance(what, Path) else what
    cells = book.cells(sheet or _likeliest(book, fields))
    at = _heading_row(cells, fields)
    columns = {n: text for n, cell in enumerate(cells.rows[at]) if (text := _heading(cell))}
    _refuse_twins(cells, list(columns.values()))
    records, rows = list[Record](), list[int]()
    for number, row in enumerate(cells.rows[at + 1 :], at + 2):
        record = {name: _plain(row[n]) if n < len(row) else None for n, name in columns.items()}
        if any(value is not None and value != "" for value in record.values()):
            records.append(record)
            rows.append(number)
    sha256 = next((digest for _, digest in book.sources()), "")
    return Data(Source(cells.file, len(records), sha256), cells.sheet, tuple(columns.values()), records, rows)


def _likeliest(book: Book, fields: Collection[str]) -> str:
    if len(book.sheets) == 1:
        return book.sheets[0]
    scored = [
        (max((_hits(row, fields) for row in book.cells(name).rows[:LOOKED_AT]), default=0), name)
        for name in book.sheets
    ]
    best = max(score for score, _ in scored)
    likely = [name for score, name in scored if score == best]
    if len(likely) > 1:
        raise BookError(f"{book.name} has the sheets {', '.join(book.sheets)}. Say which one holds the data (--sheet).")
    return likely[0]


def _heading_row(cells: Cells, fields: Collection[str]) -> int:
    scores = [(_hits(row, fields), -at) for at, row in enumerate(cells.rows[:LOOKED_AT])]
    best = max(scores, default=(0, 0))
    if best[0]:
        return -best[1]
    first = next((at for at, row in enumerate(cells.rows[:LOOKED_AT]) if any(_heading(cell) for cell in row)), None)
    if first is None:
        raise BookError(
            f"The sheet {cells.sheet} of {cells.file} has no headings in its first {LOOKED_AT} rows. Add a row of them."
        )
    return first


def _hits(row: Sequence[Any], fields: Collection[str]) -> int:
    wanted = {form for name in fields for form in (canonical(name), canonical(name).removeprefix(canonical(PREFIX)))}
    return len({canonical(_heading(cell)) for cell in row} & wanted)


def _heading(cell: Any) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else "" if cell is None else str(cell)


def _refuse_twins(cells: Cells, columns: list[str]) -> None:
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise BookError(
            f"The heading {', '.join(twice)} stands twice in the sheet {cells.sheet} of {cells.file}. "
            "Rename one of them."
        )


def _plain(cell: Any) -> Any:
    """Return a cell as a record holds it: a day without a time is a date, a whole float an int, text is trimmed."""
    if isinstance(cell, str):
        return cell.strip(" \u00a0\t")
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date()
    return int(cell) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15 else cell


# ------------------------------------------------------------------------------------------ which rows, in what order


def chosen(data: Data, where: Sequence[str], sort: Sequence[str], group: str = "") -> Data:
    """Return the records that meet every condition (``town=Leeds``, ``amount>100``), sorted, grouped into letters."""
    kept = list(zip(data.records, data.rows, strict=True))
    for condition in where:
        kept = [one for one in kept if _meets(one[0], condition, data)]
    for column in reversed(sort):
        key = column_of(data, column)
        kept.sort(key=lambda one: sort_key(one[0][key]))
    if group:
        kept = _grouped(kept, column_of(data, group))
    return Data(data.source, data.sheet, data.columns, [record for record, _ in kept], [row for _, row in kept])


def column_of(data: Data, name: str) -> str:
    """Return the column that a name means, whatever its case and spaces; BookError names the nearest one."""
    for column in data.columns:
        if canonical(column) == canonical(name):
            return column
    near = nearest(name, data.columns)
    hint = f"Did you mean {near}?" if near else f"It has {', '.join(data.columns)}."
    raise BookError(f"The sheet {data.sheet} of {data.source.name} has no column {name}. {hint}")


def _meets(record: Record, condition: str, data: Data) -> bool:
    found = OPERATOR.search(condition)
    if not found or not condition[: found.start()].strip():
        raise BookError(f"'{condition}' is not a condition. Write it like town=Leeds, amount>100 or name<>\"\".")
    column = column_of(data, condition[: found.start()].strip())
    wanted = condition[found.end() :].strip().strip('"')
    value = record[column]
    return compare("" if value is None else value, found.group(), wanted, locale("en"))


def sort_key(value: Any) -> tuple[int, Any, str]:
    """Return what a value is sorted by: numbers by size, then text piece by piece (LS2 before LS10), blanks last."""
    if value is None or value == "":
        return (2, 0, "")
    number = to_number(value, locale("en"))
    if number is not None and not isinstance(value, str):
        return (0, number, "")
    pieces = re.split(r"(\d+)", str(value).casefold())
    return (1, [(1, int(piece)) if at % 2 else (0, piece) for at, piece in enumerate(pieces)], "")


def _grouped(kept: Sequence[tuple[Record, int]], key: str) -> list[tuple[Record, int]]:
    """Join rows with the same key: the first row's columns, and all rows in ``items`` as ``item_...``."""
    ordered: dict[str, list[tuple[Record, int]]] = {}
    for record, row in kept:
        ordered.setdefault(str(record[key]), []).append((record, row))
    return [_group(rows) for rows in ordered.values()]


def _group(rows: Sequence[tuple[Record, int]]) -> tuple[Record, int]:
    items = [{PREFIX + name: value for name, value in record.items()} for record, _ in rows]
    return dict(rows[0][0]) | {ITEMS: items}, rows[0][1]


def telling(data: Data) -> Iterator[tuple[str, int]]:
    """Yield the records worth a look before a run, with their place: the first, the longest, the emptiest."""
    if not data.records:
        return
    lengths = [sum(len(str(value)) for value in record.values() if value is not None) for record in data.records]
    filled = [sum(value not in (None, "") for value in record.values()) for record in data.records]
    named = (("first", 0), ("longest", lengths.index(max(lengths))), ("emptiest", filled.index(min(filled))))
    for place, group in itertools.groupby(sorted(named, key=lambda one: one[1]), key=lambda one: one[1]):
        yield " and ".join(name for name, _ in group), place
