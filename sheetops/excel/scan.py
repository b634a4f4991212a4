"""What the parser of workbooks does not tell of a sheet, found by a pass of our own before the parser sees it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sheetops.errors import BookError
from sheetops.model import Area, cell_name

Place = tuple[int, int]
"""Excel row and column of a cell, both counted from 1."""
Keys = npt.NDArray[np.int64]
"""Cells as numbers: row * 16,384 + column - 1, so that cells in reading order ascend."""

ROWS, COLUMNS = 1_048_576, 16_384
LARGEST_MERGE = ROWS
ROOMY = 6_000_000
"""A block of so many cells may be as empty as it likes: the parser holds it in some 200 MB."""
SPARSEST = 50
"""A larger block must have one used cell in so many."""
LARGEST_BLOCK = 50_000_000

KNOWN_ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))
"""The error values that the parser knows; Excel keeps its newer ones (#SPILL!) as #VALUE!, other programs do not."""

NO_CELLS: Keys = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Scan:
    """What was found in one sheet.

    ``errors`` are Excel's error values and ``uncalculated`` the texts of formulas without a stored value; ``hidden``
    are Excel row numbers; ``negative`` are the cells whose number is below zero, and ``numbers`` finds it as written;
    ``readable`` is the workbook without ``strange`` error values, where the format can have them.
    """

    errors: Mapping[Place, str] = field(default_factory=dict)
    uncalculated: Mapping[Place, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    tables: tuple[Area, ...] = ()
    negative: Keys = field(default_factory=lambda: NO_CELLS)
    numbers: Callable[[], Mapping[Place, str]] = dict
    readable: Callable[[], bytes] | None = None

    @property
    def strange(self) -> bool:
        """Whether there are error values over which the parser gives up on the whole sheet."""
        return not KNOWN_ERRORS.issuperset(self.errors.values())


def place(key: int) -> Place:
    """Return the row and column that a cell's number stands for."""
    return key // COLUMNS, key % COLUMNS + 1


def roomy(cells: int, rows: int, columns: int) -> bool:
    """Return whether a block of rows x columns can be held in memory without being mostly air."""
    block = rows * columns
    return block <= LARGEST_BLOCK and (block <= ROOMY or block <= SPARSEST * cells)


def check_used(file: str, sheet: str, used: Keys) -> None:
    """Raise BookError when two used cells lie so far apart that the parser would ask for more memory than there is."""
    if not len(used):
        return
    rows, columns = used // COLUMNS, used % COLUMNS
    height, width = int(rows.max() - rows.min()) + 1, int(columns.max() - columns.min()) + 1
    if roomy(len(used), height, width):
        return
    first, low, right = (cell_name(*place(int(used[at]))) for at in (used.argmin(), rows.argmax(), columns.argmax()))
    far = low if low == right else f"{low} and {right}"
    raise BookError(
        f"{file}, sheet {sheet}: only {len(used):,} cells are used, but from {first} to {far}, which is a block of "
        f"{height:,} rows and {width:,} columns. Delete what stands in {far}, save and try again."
    )


def check_cell(file: str, sheet: str, row: int, column: int) -> None:
    """Raise BookError when a cell lies outside Excel's grid."""
    if not (1 <= row <= ROWS and 1 <= column <= COLUMNS):
        raise BookError(
            f"{file}, sheet {sheet} names a cell in row {row}, column {column}; Excel's sheets end at XFD1048576. "
            "The file was not written by Excel or is damaged: open it in Excel, save it anew and use that."
        )


def merged_area(file: str, sheet: str, corners: tuple[int, int, int, int]) -> Area:
    """Return merged cells as an area (first row, first column, last row, last column); BookError when it is a giant."""
    top, left, bottom, right = corners
    check_cell(file, sheet, top, left)
    check_cell(file, sheet, bottom, right)
    name = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
    if bottom < top or right < left or (bottom - top + 1) * (right - left + 1) > LARGEST_MERGE:
        raise BookError(
            f"{file}, sheet {sheet}: the cells {name} are merged into one. Unmerge them, save and try again."
        )
    return Area(name, top, left, bottom, right)
