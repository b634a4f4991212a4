"""What stands on a faulty cell: the colour of its worst finding and a note that says all of them."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sheetops.model import Finding, Severity

MOST_NOTES = 10_000
"""Notes on one sheet: Excel grows slow with more. Beyond them cells are coloured only, and the last note says so."""
LONGEST_NOTE = 4_000
ENOUGH = "Notes end here: the cells below are coloured only. The sheet Problems of problems.xlsx lists every one."

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d*)")
_WORST_FIRST = list(Severity)

Place = tuple[int, int]
"""Excel row and column, counted from 1; column 0 stands for the row as a whole."""


class Mark(NamedTuple):
    """How bad a cell is, and what is wrong with it, in plain words; an empty text for a cell that is only coloured."""

    severity: Severity
    text: str


def place_of(finding: Finding) -> Place:
    """Return the cell that a finding is about; row 0 when it is about the whole sheet."""
    found = _CELL.fullmatch(finding.cell)
    if not found:
        return finding.row, 0
    return int(found[2]), column_number(found[1])


def column_number(letters: str) -> int:
    """Return the number of a column: A is 1, XFD is 16384."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def marks(findings: Iterable[Finding], whole_row: int = 0) -> dict[Place, Mark]:
    """Return the mark of each faulty cell of one sheet, by row and column; findings about the whole sheet have none.

    ``whole_row`` is the column on which a finding about a whole row is marked.
    """
    said: dict[Place, list[Finding]] = {}
    for finding in findings:
        row, column = place_of(finding)
        if row:
            said.setdefault((row, column or whole_row), []).append(finding)
    return _noted({place: Mark(_worst(some), _text(some)) for place, some in sorted(said.items())})


def _worst(findings: Iterable[Finding]) -> Severity:
    return min((finding.severity for finding in findings), key=_WORST_FIRST.index)


def _text(findings: Iterable[Finding]) -> str:
    text = "\n".join(dict.fromkeys(map(_line, findings)))
    return text if len(text) <= LONGEST_NOTE else f"{text[:LONGEST_NOTE]} ... (see Problems for the rest)"


def _line(finding: Finding) -> str:
    cure = f"\nSuggestion: {finding.suggestion}" if finding.suggestion else ""
    return f"{finding.severity.value.capitalize()}: {finding.problem}{cure}"


def _noted(all_marks: Mapping[Place, Mark]) -> dict[Place, Mark]:
    noted = dict(all_marks)
    for number, (place, mark) in enumerate(all_marks.items()):
        if number == MOST_NOTES - 1 and len(all_marks) > MOST_NOTES:
            noted[place] = Mark(mark.severity, f"{mark.text}\n{ENOUGH}")
        elif number >= MOST_NOTES:
            noted[place] = Mark(mark.severity, "")
    return noted
