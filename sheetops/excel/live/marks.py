"""Marks on faulty cells of an open workbook: a fill and a note, taken off again without touching the user's own.

A mark is known again by its note, wherever sorting or new rows have moved its cell; a cell that is only filled by the
fill at its place. Where the user has filled a marked cell anew or rewritten its note, that stays.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
from sheetops.model import Cells, Finding, Progress, Severity, silent

_WORST_FIRST = list(Severity)
BY = "(sheetops)"
"""Ends each of our notes: LibreOffice keeps no author of a note."""
_BETWEEN = "\n\n"
MOST = 1_000
"""Marks on one sheet, the worst ones first: each costs several calls, and nobody mends more at a time."""


class Cleared(NamedTuple):
    """How many marks were taken off, and how many could not be found again."""

    cleared: int
    lost: int


class Marking(NamedTuple):
    """How many cells were marked, how many more got no mark (beyond `MOST` on a sheet), and what was cleared before."""

    made: int
    unmarked: int
    before: Cleared


def mark_cells(live: LiveBook, findings: Iterable[Finding], progress: Progress = silent) -> Marking:
    """Fill and note the cells of findings, and take the marks of the last time off where they no longer belong.

    Findings about a whole sheet have no cell; one about a whole row marks its first cell. Cells keep their own notes,
    ours come below them. OutputError when a sheet is protected.
    """
    cleared = clear_marks(live, progress)
    wanted = _wanted(live, findings)
    made: list[Marked] = []
    try:
        for name, some in wanted.items():
            _mark_sheet(live, name, _worst(some), made, progress)
    finally:
        # Also after an error: what is marked must be known again.
        remember(live.book, made)
    return Marking(len(made), sum(map(len, wanted.values())) - len(made), cleared)


def clear_marks(live: LiveBook, progress: Progress = silent) -> Cleared:
    """Take all of our marks off an open workbook, and nothing else."""
    remembered = recall(live.book)
    by_sheet: dict[str, list[Marked]] = defaultdict(list)
    for mark in remembered:
        by_sheet[mark.sheet].append(mark)
    lost = []
    for done, (name, some) in enumerate(by_sheet.items()):
        progress("Clearing marks", done, len(by_sheet))
        lost += _clear_sheet(live, name, some)
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


def _worst(wanted: Mapping[Place, Mark]) -> dict[Place, Mark]:
    """Return the worst marks of a sheet, as many as there may be, each with its note."""
    by_severity = sorted(wanted.items(), key=lambda item: _WORST_FIRST.index(item[1].severity))
    return dict(sorted(by_severity[:MOST]))


def _mark_sheet(
    live: LiveBook, name: str, wanted: Mapping[Place, Mark], made: list[Marked], progress: Progress
) -> None:
    sheet, cells = live.book.sheets[name], live.cells(name)
    notes = _notes(sheet)
    twins = _twins(cells, wanted)
    own = {place: notes[place].text if place in notes else "" for place in wanted}
    before = _fills(sheet, wanted)
    fills = {place: styles.FILL[mark.severity].lower() for place, mark in wanted.items()}
    try:
        _fill(sheet, fills, name)
    except OutputError:
        with suppress(OutputError):
            _fill(sheet, before, name)
        raise
    for done, (place, mark) in enumerate(wanted.items()):
        progress(f"Marking {name}", done, len(wanted))
        text = f"{clean(mark.text)}\n{BY}" if mark.text else ""
        made.append(Marked(name, *place, before[place], fills[place], text, own[place], twins[place[0]]))
        if text:
            _say(sheet, place, notes, made[-1])


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
    rows = _Rows(live.cells(sheet.name))
    said = {place: note.text for place, note in notes.items() if BY in note.text}
    found: dict[Place, Marked] = {}
    moved = []
    for mark in remembered:
        place = (mark.row, mark.column)
        if _is_there(sheet, place, mark, said, rows):
            found[place] = mark
        else:
            moved.append(mark)
    lost = []
    free = _by_note(moved, {place: text for place, text in said.items() if place not in found})
    for mark in moved:
        place_now = _now(mark, free.get(mark.note, {}), rows)
        if place_now is None:
            lost.append(mark)
        else:
            found[place_now] = mark
            del free[mark.note][place_now]
    return found, lost


def _is_there(sheet: xw.Sheet, place: Place, mark: Marked, said: Mapping[Place, str], rows: "_Rows") -> bool:
    """Whether a mark is where it was made, in the row that it was made in."""
    if not mark.note:
        return _colour(sheet.range(place).color) == mark.fill
    return mark.note in said.get(place, "") and rows.twin(place[0], mark) == mark.twin


def _by_note(moved: Sequence[Marked], said: Mapping[Place, str]) -> dict[str, dict[Place, None]]:
    """Return, for the note of each moved mark, the cells whose note holds it."""
    free: dict[str, dict[Place, None]] = {mark.note: {} for mark in moved if mark.note}
    for place, text in said.items():
        for note in [text] if text in free else [note for note in free if note in text]:
            free[note][place] = None
    return free


def _now(mark: Marked, places: Mapping[Place, None], rows: "_Rows") -> Place | None:
    """Return where a moved mark is: in the same row as before, else where it was, else in its column, else anywhere."""
    twins = rows.places(mark, places)
    home = (mark.row, mark.column)
    for place in (*twins, *([home] if home in places else [])):
        return place
    return min(places, key=lambda place: place[1] != mark.column, default=None)


class _Rows:
    """The rows of a sheet by their fingerprints."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._known: dict[tuple[int, str], str] = {}
        self._places: dict[tuple[str, str], dict[str, list[Place]]] = {}

    def twin(self, row: int, mark: Marked) -> str:
        """Return the fingerprint of a row without the columns that were marked in a mark's row."""
        without = mark.twin.partition(":")[0]
        if (row, without) not in self._known:
            columns = {int(part) for part in without.split(",")}
            self._known[row, without] = _twin(_row(self._cells, row), columns)
        return self._known[row, without]

    def places(self, mark: Marked, free: Mapping[Place, None]) -> list[Place]:
        """Return those of the cells that carry a mark's note that lie in its row, its own column first."""
        key = (mark.note, mark.twin.partition(":")[0])
        if key not in self._places:
            self._places[key] = defaultdict(list)
            for place in free:
                self._places[key][self.twin(place[0], mark)].append(place)
        there = [place for place in self._places[key].get(mark.twin, ()) if place in free]
        return sorted(there, key=lambda place: place[1] != mark.column)


def _unsay(note: xw.main.Note, mark: Marked) -> None:
    """Take our words out of a note; what the user wrote, before or since, stays."""
    rest = note.text.replace(f"{_BETWEEN}{mark.note}", "").replace(mark.note, "")
    if rest.strip():
        note.text = rest
    else:
        note.delete()
