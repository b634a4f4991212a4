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


def error_code(number: int) -> CellError:
    """Return an error of LibreOffice as the value that Excel would show; #VALUE! for one that Excel does not know."""
    return CellError(_CODES.get(number, _OTHER))


def error_codes(sheet: Any, area: Area, cells: Sequence[tuple[int, int]]) -> list[CellError]:
    """Return the error value of each cell, given by row and column within the area, counted from 0."""
    formulas = _box(area, cells).on(sheet).getFormulaArray()
    top, left = min(i for i, _ in cells), min(j for _, j in cells)
    return [_error(sheet, area, i, j, formulas[i - top][j - left]) for i, j in cells]


def _box(area: Area, cells: Sequence[tuple[int, int]]) -> Area:
    top, left = min(i for i, _ in cells), min(j for _, j in cells)
    rows = max(i for i, _ in cells) - top + 1
    return Area(area.row + top, area.column + left, rows, max(j for _, j in cells) - left + 1)


def _error(sheet: Any, area: Area, i: int, j: int, formula: str) -> CellError:
    # A pasted error is a formula that says its own value; only a worked out one must be asked for.
    if formula[1:] in _WRITTEN:
        return CellError(formula[1:])
    return error_code(sheet.getCellByPosition(area.column - 1 + j, area.row - 1 + i).getError())
