"""Error values of cells, named as Excel names them."""

from collections.abc import Sequence
from typing import Any

from sheetops.excel.libreoffice.address import Area
from sheetops.model import CellError

# LibreOffice's error numbers (its help, "Error Codes in LibreOffice Calc") and what its own Excel filter makes of them.
_CODES = {
    32767: "#N/A",
    503: "#NUM!",
    519: "#VALUE!",
    502: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    526: "#NAME?",
    532: "#DIV/0!",
}
_OTHER = "#VALUE!"
_WRITTEN = frozenset(_CODES.values())

Place = tuple[int, int]


def error_code(number: int) -> CellError:
    """Return an error of LibreOffice as the value that Excel would show; #VALUE! for one that Excel does not know."""
    return CellError(_CODES.get(number, _OTHER))


def error_codes(sheet: Any, area: Area, cells: Sequence[Place]) -> dict[Place, CellError]:
    """Return the error value of each cell, given by row and column within the area, counted from 0.

    A pasted error is a formula that says its own value, which comes for all at once; an error that was worked out is
    asked of its cell, about half a millisecond each.
    """
    top, left = min(i for i, _ in cells), min(j for _, j in cells)
    rows, columns = max(i for i, _ in cells) - top + 1, max(j for _, j in cells) - left + 1
    formulas = Area(area.row + top, area.column + left, rows, columns).on(sheet).getFormulaArray()
    found: dict[Place, CellError] = {}
    for i, j in cells:
        pasted = formulas[i - top][j - left][1:]
        known = pasted in _WRITTEN
        found[i, j] = CellError(pasted) if known else _asked(sheet, area.row + i, area.column + j)
    return found


def _asked(sheet: Any, row: int, column: int) -> CellError:
    return error_code(sheet.getCellByPosition(column - 1, row - 1).getError())
