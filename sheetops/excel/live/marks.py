"""Marks on faulty cells of an open workbook: a fill and a note, taken off again without touching the user's own.

A mark is known again by its note, wherever sorting or new rows have moved its cell; a cell that is only filled by the
fill at its place. Where the user has filled a marked cell anew or rewritten its note, that stays.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

import xlwings as xw

from sheetops.errors import OutputError
from sheetops.excel import styles
from sheetops.excel.cells import clean
from sheetops.excel.live.book import LiveBook
from sheetops.excel.live.memory import Marked, recall, remember
from sheetops.excel.live.places import Place, addresses, runs
from sheetops.excel.marks import Mark, marks
from sheetops.model import Cells, Finding, Progress, silent

BY = "(sheetops)"
"""Ends each of our notes: LibreOffice keeps no author of a note."""
_BETWEEN = "\n\n"


class Cleared(NamedTuple):
    """How many marks were taken off, and how many could not be found again."""

    cleared: int
    lost: int


def mark_cells(live: LiveBook, findings: Iterable[Finding], progress: Progress = silent) -> Cleared:
    """Fill and note the cells of findings, and take the marks of the last time off where they no longer belong.

    Findings about a whole sheet have no cell; one about a whole row marks its first cell. Cells keep their own notes,
    ours come below them. OutputError when a sheet is protected.
    """
    cleared = clear_marks(live)
    wanted = _wanted(live, findings)
    made: list[Marked] = []
    try:
        for done, (name, some) in enumerate(wanted.items()):
            progress(f"Marking {name}", done, len(wanted))
            _mark_sheet(live, name, some, made)
    finally:
        # Also after an error: what is marked must be known again.
        remember(live.book, [*recall(live.book), *made])
    return cleared


def clear_marks(live: LiveBook) -> Cleared:
    """Take all of our marks off an open workbook, and nothing else."""
    remembered = recall(live.book)
    by_sheet: dict[str, list[Marked]] = defaultdict(list)
    for mark in remembered:
        by_sheet[mark.sheet].append(mark)
    lost = [mark for name, some in by_sheet.items() for mark in _clear_sheet(live, name, some)]
    if remembered:
        remember(live.book, [])
    return Cleared(len(remembered) - len(lost), len(lost))


# ------------------------------------------------------------------------------------------------ marking


def _wanted(live: LiveBook, findings: Iterable[Finding]) -> dict[str, dict[Place, Mark]]:
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.row and finding.sheet in live.sheets:
            by_sheet[finding.sheet].append(finding)
    return {name: marks(some, whole_row=1) for name, some in by_sheet.items()}


def _mark_sheet(live: LiveBook, name: str, wanted: Mapping[Place, Mark], made: list[Marked]) -> None:
    sheet, cells = live.book.sheets[name], live.cells(name)
    notes = _notes(sheet)
    twins = _twins(cells, wanted)
    own = {place: notes[place].text if place in notes else "" for place in wanted}
    before = _fills(sheet, wanted)
    for place, mark in wanted.items():
        fill = styles.FILL[mark.severity].lower()
        text = f"{clean(mark.text)}\n{BY}" if mark.text else ""
        made.append(Marked(name, *place, before[place], fill, text, own[place], twins[place[0]]))
    _fill(sheet, {place: styles.FILL[mark.severity].lower() for place, mark in wanted.items()}, name)
    for marked in made[len(made) - len(wanted) :]:
        if marked.note:
            _say(sheet, (marked.row, marked.column), notes, marked)


def _say(sheet: xw.Sheet, place: Place, notes: Mapping[Place, xw.main.Note], mark: Marked) -> None:
    if place in notes:
        notes[place].text = f"{mark.own_note}{_BETWEEN}{mark.note}"
        return
    with suppress(Exception):  # a cell with a threaded comment takes no note: there the fill must do
        sheet.range(place).add_note(mark.note)


def _fills(sheet: xw.Sheet, places: Iterable[Place]) -> dict[Place, str]:
    return {place: _colour(sheet.range(place).color) for place in places}


def _colour(rgb: tuple[int, int, int] | None) -> str:
    return "" if rgb is None else "#{:02x}{:02x}{:02x}".format(*(int(part) for part in rgb))


def _fill(sheet: xw.Sheet, fills: Mapping[Place, str], name: str) -> None:
    """Give cells their fills ("" takes the fill away), all cells of one fill in few calls."""
    by_colour: dict[str, list[Place]] = defaultdict(list)
    for place, colour in fills.items():
        by_colour[colour].append(place)
    try:
        for colour, places in by_colour.items():
            for address in addresses(runs(places)):
                sheet.range(address).color = colour or None
    except Exception as wrong:
        raise OutputError(
            f"The cells of {name} cannot be marked: the sheet is probably protected. Unprotect it (Review, Unprotect "
            "Sheet) and press again; the sheet Problems lists what was found all the same."
        ) from wrong


def _notes(sheet: xw.Sheet) -> dict[Place, xw.main.Note]:
    return {(note.location.row, note.location.column): note for note in sheet.notes}


def _twins(cells: Cells, marked: Iterable[Place]) -> dict[int, str]:
    """Return a fingerprint of each marked row, of the cells in it that carry no mark: mending leaves it as it is."""
    columns: dict[int, set[int]] = defaultdict(set)
    for row, column in marked:
        columns[row].add(column)
    return {row: _twin(_row(cells, row), some) for row, some in columns.items()}


def _twin(row: Sequence[object], without: set[int]) -> str:
    kept = [
        str(value) for column, value in enumerate(row, start=1) if column not in without and value not in (None, "")
    ]
    left = ",".join(map(str, sorted(without)))
    return f"{left}:{hashlib.blake2b(repr(kept).encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def _row(cells: Cells, row: int) -> Sequence[object]:
    return cells.rows[row - 1] if 0 < row <= len(cells.rows) else []


# ------------------------------------------------------------------------------------------------ clearing


def _clear_sheet(live: LiveBook, name: str, remembered: Sequence[Marked]) -> list[Marked]:
    """Take the marks off one sheet (or, when it was renamed, off the sheet that has them); return those not found."""
    there = [name] if name in live.sheets else list(live.sheets)
    left = list(remembered)
    for candidate in there:
        left = _clear_on(live, live.book.sheets[candidate], left)
    return left if name in live.sheets else []


def _clear_on(live: LiveBook, sheet: xw.Sheet, remembered: Sequence[Marked]) -> list[Marked]:
    notes = _notes(sheet)
    found, lost = _found(live, sheet, remembered, notes)
    shown = _fills(sheet, found)
    _fill(sheet, {place: mark.before for place, mark in found.items() if shown[place] == mark.fill}, sheet.name)
    for place, mark in found.items():
        if mark.note and place in notes:
            _unsay(notes[place], mark)
    return lost


def _found(
    live: LiveBook, sheet: xw.Sheet, remembered: Sequence[Marked], notes: Mapping[Place, xw.main.Note]
) -> tuple[dict[Place, Marked], list[Marked]]:
    """Return the marks by where their cells are now, and those whose cells are not to be found."""
    said = {place: note.text for place, note in notes.items()}
    found: dict[Place, Marked] = {}
    moved = []
    for mark in remembered:
        place = (mark.row, mark.column)
        if (mark.note in said.get(place, "")) if mark.note else _is_filled(sheet, place, mark):
            found[place] = mark
        else:
            moved.append(mark)
    again = list(_elsewhere(live, sheet, moved, said, found))
    found |= {spot: mark for mark, spot in again if spot}
    return found, [mark for mark, spot in again if not spot]


def _is_filled(sheet: xw.Sheet, place: Place, mark: Marked) -> bool:
    return _colour(sheet.range(place).color) == mark.fill


def _elsewhere(
    live: LiveBook, sheet: xw.Sheet, moved: Sequence[Marked], said: Mapping[Place, str], found: Mapping[Place, Marked]
) -> Iterator[tuple[Marked, Place | None]]:
    """Yield where the cells of moved marks are: those whose note is ours, the one in the same row as before first."""
    if not moved:
        return
    cells = live.cells(sheet.name)
    free = {place: text for place, text in said.items() if BY in text and place not in found}
    for mark in moved:
        fits = [place for place, text in free.items() if mark.note and mark.note in text]
        without = {int(part) for part in mark.twin.partition(":")[0].split(",")}
        fits.sort(key=lambda place: (_twin(_row(cells, place[0]), without) != mark.twin, place[1] != mark.column))
        place = fits[0] if fits else None
        if place:
            del free[place]
        yield mark, place


def _unsay(note: xw.main.Note, mark: Marked) -> None:
    """Take our words out of a note; what the user wrote, before or since, stays."""
    rest = note.text.replace(f"{_BETWEEN}{mark.note}", "").replace(mark.note, "")
    if rest.strip():
        note.text = rest
    else:
        note.delete()
