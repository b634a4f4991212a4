"""A checked workbook's cells: what the parser returns, with what it keeps to itself laid over it.

What each format gives: .xlsx and .xlsm everything; .xlsb and .xls error values, hidden rows and merged cells, but no
mark on formulas that were never calculated and no tables; .ods all but tables, with durations as text (``PT30H00M00S``)
and, from some programs, 1 and 0 for yes and no. Nothing else in sheetops calls the parser (python-calamine).
"""

import datetime as dt
import gc
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from sheetops.excel import odsscan, xlsbscan, xlsscan, xlsxparts, xlsxscan
from sheetops.excel.archive import Archive, damaged
from sheetops.excel.filekind import FileKind
from sheetops.excel.guard import Checked, protected
from sheetops.excel.scan import Place, Scan, merged_area, place
from sheetops.model import Area, CellError, Cells, Uncalculated

Rows = list[list[Any]]
Scanner = Callable[[str], Scan]
_Result = TypeVar("_Result")


class Workbook:
    """A workbook whose sheets are scanned and parsed when they are asked for."""

    def __init__(self, checked: Checked) -> None:
        self._name = checked.name
        self._scan = _scanner(checked)
        self._book = _guarded(self._name, "list of sheets", lambda: _open(checked.data))
        found = self._book.sheets_metadata
        self.sheets = tuple(sheet.name for sheet in found if sheet.typ is SheetTypeEnum.WorkSheet)

    def cells(self, sheet: str) -> Cells:
        """Return all cells of a sheet; BookError when it is damaged or not safe to parse."""
        found = self._scan(sheet)
        book = self._book
        if found.strange and found.readable:
            readable = found.readable()
            book = _guarded(self._name, "list of sheets", lambda: _open(readable))
        parsed = _guarded(self._name, f"sheet {sheet}", lambda: book.get_sheet_by_name(sheet))
        with _no_collection():
            rows: Rows = _guarded(self._name, f"sheet {sheet}", lambda: parsed.to_python(skip_empty_area=False))
        _mend_negative(rows, found)
        _lay_over(rows, {here: CellError(code) for here, code in found.errors.items()})
        _lay_over(rows, {here: Uncalculated(formula) for here, formula in found.uncalculated.items()})
        merged = found.merged or tuple(_merged(self._name, sheet, parsed.merged_cell_ranges or ()))
        return Cells(self._name, sheet, trimmed(rows), found.hidden, merged, found.tables)


def trimmed(rows: Rows) -> Rows:
    """Cut the blank rows at the end and the blank columns on the right, in place, and return the rows."""
    while rows and not any(map(_filled, rows[-1])):
        rows.pop()
    widest = max(map(len, rows), default=0)
    width = 0
    for row in rows:
        last = len(row)
        while last > width and not _filled(row[last - 1]):
            last -= 1
        width = max(width, last)
        if width == widest:
            return rows
    for row in rows:
        del row[width:]
    return rows


def _filled(value: Any) -> bool:
    return value is not None and value != ""


def _open(data: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def _guarded(name: str, what: str, parse: Callable[[], _Result]) -> _Result:
    """Call the parser; what it cannot read is a damaged file, even where its own code gives up (a Rust panic)."""
    try:
        return parse()
    except PasswordError as fault:
        raise protected(name) from fault
    except (CalamineError, OSError, ValueError, OverflowError) as fault:
        raise damaged(name, f"its {what} cannot be read") from fault
    except BaseException as fault:
        if type(fault).__name__ == "PanicException":
            raise damaged(name, f"its {what} cannot be read") from fault
        raise


@contextmanager
def _no_collection() -> Iterator[None]:
    """Python looks for cycles again and again while millions of cells come into being that have none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _mend_negative(rows: Rows, found: Scan) -> None:
    """The parser shows a number below zero that is formatted as a day as midnight; Excel shows ####: it is a number."""
    wrong = []
    for key in found.negative.tolist():
        row, column = place(key)
        if (
            row <= len(rows)
            and column <= len(rows[row - 1])
            and isinstance(rows[row - 1][column - 1], (dt.time, dt.date))
        ):
            wrong.append((row, column))
    numbers = found.numbers() if wrong else {}
    for row, column in wrong:
        rows[row - 1][column - 1] = float(numbers[row, column])


def _lay_over(rows: Rows, cells: Mapping[Place, Any]) -> None:
    for (row, column), value in cells.items():
        while len(rows) < row:
            rows.append([])
        line = rows[row - 1]
        line.extend([""] * (column - len(line)))
        line[column - 1] = value


def _merged(name: str, sheet: str, ranges: Iterable[tuple[Place, Place]]) -> Iterator[Area]:
    for (top, left), (bottom, right) in ranges:
        yield merged_area(name, sheet, (top + 1, left + 1, bottom + 1, right + 1))


# -------------------------------------------------------------------------------------------- what each format can tell


def _scanner(checked: Checked) -> Scanner:
    """Check a workbook as a whole and return what scans one of its sheets."""
    if checked.archive is None:
        return _xls_scanner(checked)
    if checked.kind is FileKind.XLSX:
        return _xlsx_scanner(checked.archive)
    if checked.kind is FileKind.XLSB:
        return _xlsb_scanner(checked.archive)
    return _ods_scanner(checked.archive)


def _xlsx_scanner(archive: Archive) -> Scanner:
    workbook = xlsxparts.read_workbook(archive)
    xlsxparts.check_other_parts(archive, workbook.sheets)

    def scan(sheet: str) -> Scan:
        part = _known(archive.name, sheet, workbook.sheets)
        where = xlsxscan.SheetPart(archive, sheet, part, workbook.doubtful_zeros)
        found, relations = xlsxscan.scan_sheet(where)
        tables = xlsxparts.read_tables(archive, sheet, part, relations)
        return replace(
            found,
            tables=tables,
            numbers=lambda: xlsxscan.negative_numbers(where),
            readable=lambda: xlsxscan.with_known_errors(where),
        )

    return scan


def _xlsb_scanner(archive: Archive) -> Scanner:
    sheets = xlsbscan.read_sheets(archive)
    xlsbscan.check_shared_texts(archive)
    xlsxparts.check_other_parts(archive, {})
    return lambda sheet: xlsbscan.scan_sheet(archive, sheet, _known(archive.name, sheet, sheets))


def _ods_scanner(archive: Archive) -> Scanner:
    xlsxparts.check_other_parts(archive, {odsscan.CONTENT: odsscan.CONTENT})
    scans = odsscan.scan_sheets(archive)
    return lambda sheet: _known(archive.name, sheet, scans)


def _xls_scanner(checked: Checked) -> Scanner:
    stream = xlsscan.open_stream(checked.name, checked.data)

    def scan(sheet: str) -> Scan:
        _known(checked.name, sheet, stream.sheets)
        return xlsscan.scan_sheet(stream, sheet)

    return scan


def _known(name: str, sheet: str, scanned: Mapping[str, _Result]) -> _Result:
    """A sheet that the parser sees and the scan does not would be read unchecked."""
    if sheet not in scanned:
        raise damaged(name, f"its list of sheets is unclear about {sheet}")
    return scanned[sheet]
