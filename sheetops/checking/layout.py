"""Where a sheet keeps its columns: the sheet in the book, the row of headings, the column of each field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from sheetops.errors import BookError
from sheetops.model import Area, Book, Cells, Sheet, cell_name
from sheetops.sheets.cells.words import fold, shown, tidy

SEARCHED = 20
"""The row of headings is looked for in the first so many rows."""

_SHOWN = 12
_CLOSE = 70


@dataclass(frozen=True)
class Layout:
    """Where the columns of a sheet are.

    ``columns`` gives each field that is there its Excel column (A is 1), ``others`` each column that sheetops does not
    know, by its heading made unique; ``headings`` the headings as they stand, by Excel column. Data lie in the rows
    from ``header_row`` + 1 to ``last_row``.
    """

    header_row: int
    last_row: int
    columns: Mapping[str, int]
    headings: Mapping[int, str]
    others: Mapping[str, int]

    def heading(self, field: str) -> str:
        """Return the heading of a field as it stands in the sheet; the field's own name when it has no column."""
        return self.headings.get(self.columns.get(field, 0), field)


def find_sheet(book: Book, sheet: Sheet) -> str | None:
    """Return the name that a book gives a sheet, None when it has none like it.

    Names are compared without case, spaces and punctuation; the sheet's own name goes before its synonyms. BookError
    when two sheets of the book could be meant.
    """
    for names in ((sheet.name,), sheet.synonyms):
        wanted = set(map(fold, names))
        found = [name for name in book.sheets if fold(name) in wanted]
        if len(found) > 1:
            text = (
                f"{book.name}: the sheets {_listed(found)} could all be {sheet.name}. Name the right one {sheet.name}."
            )
            raise BookError(text)
        if found:
            return found[0]
    return None


def locate(cells: Cells, sheet: Sheet) -> Layout:
    """Return where a sheet's columns are.

    An Excel table that bears the sheet's name (or a synonym) says so; else the row among the first `SEARCHED` with the
    most of the sheet's headings. BookError when the sheet is empty, has no such row, lacks a required column, names one
    twice, has merged cells among its headings or has two different rows of headings.
    """
    table = _table(cells, sheet)
    header = table.first_row if table else _header_row(cells, sheet)
    last = table.last_row if table else len(cells.rows)
    heads = {column: text for column, text in _texts(cells, header) if not table or _within(table, column)}
    columns = _columns(cells, sheet, header, heads)
    _refuse_merged(cells, header)
    _require(cells, sheet, header, heads, columns)
    if not table:
        _refuse_second(cells, sheet, header, columns)
    return Layout(header, last, columns, heads, _others(heads, columns))


def _fields(sheet: Sheet) -> dict[str, str]:
    fields = {fold(name): column.name for column in sheet.columns for name in column.synonyms}
    return fields | {fold(column.name): column.name for column in sheet.columns}


def _place(cells: Cells) -> str:
    return f"{cells.file}, sheet {cells.sheet}" if cells.file else f"Sheet {cells.sheet}"


def _table(cells: Cells, sheet: Sheet) -> Area | None:
    names = set(map(fold, (sheet.name, *sheet.synonyms)))
    return next((area for area in cells.tables if fold(area.name) in names), None)


def _within(table: Area, column: int) -> bool:
    return table.first_column <= column <= table.last_column


def _texts(cells: Cells, row: int) -> Iterator[tuple[int, str]]:
    """Column and text of the filled cells of a row."""
    for column, raw in enumerate(cells.rows[row - 1] if row <= len(cells.rows) else [], 1):
        text = tidy(shown(raw))
        if text:
            yield column, text


def _header_row(cells: Cells, sheet: Sheet) -> int:
    fields = _fields(sheet)
    named = {
        row: {fields[fold(text)] for _, text in _texts(cells, row) if fold(text) in fields}
        for row in range(1, min(SEARCHED, len(cells.rows)) + 1)
    }
    required = {column.name for column in sheet.columns if column.required}
    best = max(named, key=lambda row: len(named[row]), default=0)
    # One word alone may be a value: the code invoice stands in the first row of a Ledger that lacks its headings.
    if best and (len(named[best]) > 1 or named[best] & required):
        return best
    raise BookError(_no_headings(cells, sheet))


def _no_headings(cells: Cells, sheet: Sheet) -> str:
    wanted = _listed([column.name for column in sheet.columns if column.required] or [sheet.columns[0].name])
    filled = next((row for row in range(1, len(cells.rows) + 1) if any(_texts(cells, row))), 0)
    if not filled:
        return f"{_place(cells)} is empty. Its first row must hold the headings {wanted}."
    there = _listed([text for _, text in _texts(cells, filled)])
    return (
        f"{_place(cells)} has no row of headings in its first {SEARCHED} rows. Its first filled row, row {filled}, "
        f"holds {there}. Put one row of headings above the data; {sheet.name} needs {wanted}."
    )


def _columns(cells: Cells, sheet: Sheet, header: int, heads: Mapping[int, str]) -> dict[str, int]:
    fields = _fields(sheet)
    columns: dict[str, int] = {}
    for column, text in heads.items():
        field = fields.get(fold(text))
        if field in columns:
            first = columns[field]
            raise BookError(
                f"{_place(cells)}, row {header}: two columns are the {field} column, {heads[first]!r} in column "
                f"{_letter(first)} and {text!r} in column {_letter(column)}. "
                "Delete one, or give it a heading of another meaning."
            )
        if field is not None:
            columns[field] = column
    return columns


def _require(cells: Cells, sheet: Sheet, header: int, heads: Mapping[int, str], columns: Mapping[str, int]) -> None:
    missing = [column.name for column in sheet.columns if column.required and column.name not in columns]
    if not missing:
        return
    strange = [text for column, text in heads.items() if column not in columns.values()]
    what = f"column {missing[0]} is" if len(missing) == 1 else f"columns {_listed(missing)} are"
    near = "".join(_rename(sheet, name, strange) for name in missing)
    there = _listed(list(heads.values()))
    raise BookError(f"{_place(cells)}, row {header}: the {what} missing. The columns that are there: {there}.{near}")


def _rename(sheet: Sheet, name: str, strange: Sequence[str]) -> str:
    column = next(column for column in sheet.columns if column.name == name)
    folded = {fold(text): text for text in strange}
    for word in (name, *column.synonyms):
        near = process.extractOne(fold(word), folded.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
        if near:
            return f" If {folded[near[0]]!r} is meant, rename it to {name!r}."
    return ""


def _refuse_merged(cells: Cells, header: int) -> None:
    for area in cells.merged:
        if area.first_row <= header <= area.last_row:
            at = f"{cell_name(area.first_row, area.first_column)}:{cell_name(area.last_row, area.last_column)}"
            raise BookError(
                f"{_place(cells)}: the cells {at} in the row of headings are merged. Unmerge them (Home, Merge & "
                "Center) and give every column a heading of its own."
            )


def _refuse_second(cells: Cells, sheet: Sheet, header: int, columns: Mapping[str, int]) -> None:
    """Refuse a sheet with a second row of headings in other columns: another table stands below or beside the first."""
    required = {column.name for column in sheet.columns if column.required}
    fields = _fields(sheet)
    for row in range(1, min(SEARCHED, len(cells.rows)) + 1):
        there = {fields[fold(text)]: column for column, text in _texts(cells, row) if fold(text) in fields}
        if (
            row != header
            and len(there) > 1
            and required <= set(there)
            and any(columns.get(f) != c for f, c in there.items())
        ):
            raise BookError(
                f"{_place(cells)}: rows {header} and {row} both hold headings, in different columns. "
                "Keep one table on the sheet and move the other to a sheet of its own."
            )


def _others(heads: Mapping[int, str], columns: Mapping[str, int]) -> dict[str, int]:
    others: dict[str, int] = {}
    for column, text in heads.items():
        if column not in columns.values():
            name = text if text not in others and text not in columns else f"{text} (column {_letter(column)})"
            others[name] = column
    return others


def _letter(column: int) -> str:
    return cell_name(1, column)[:-1]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
