"""A sheet's XML, element by element: slower than `xlsxquick`, but right for whatever XML may look like."""

from array import array
from collections.abc import Mapping

import numpy as np

from sheetops.errors import BookError
from sheetops.excel import safexml
from sheetops.excel.scan import COLUMNS, Keys, Place, check_cell, merged_area, place
from sheetops.model import Area, cell_name

_TEXT_LIMIT = 40_000
"""Characters of one value or formula that are kept; Excel's own limit is 32,767 (8,192 for a formula)."""


class SheetReader:
    """Reads one sheet's XML page by page; after `close` its attributes say what was found.

    Cells without a name of their own follow the cell before them, as the parser of workbooks has it.
    """

    def __init__(self, file: str, sheet: str, part: str, doubtful_zeros: bool) -> None:
        self._file, self._sheet, self._doubtful_zeros = file, sheet, doubtful_zeros
        self._xml = safexml.Reader(file, part, self._begin)
        self._xml.parser.EndElementHandler = self._end
        self._row = self._column = 0
        self._in_data = False
        self._text: list[str] | None = None
        self._cell: Mapping[str, str] | None = None
        self._value: str | None = None
        self._formula: str | None = None
        self._all, self._valued = array("q"), array("q")
        self.errors: dict[Place, str] = {}
        self.uncalculated: dict[Place, str] = {}
        self.negative: dict[Place, str] = {}
        self.hidden: set[int] = set()
        self.merged: list[Area] = []
        self.table_relations: list[str] = []
        self.tables_of_data = 0

    def feed(self, page: bytes) -> None:
        """Read the next page."""
        self._xml.feed(page)

    def close(self) -> None:
        """Finish; BookError when the sheet stops in the middle."""
        self._xml.close()

    @property
    def used(self) -> Keys:
        """The cells that hold a value or a formula, in the order of the file."""
        return np.frombuffer(self._valued, np.int64) if self._valued else np.empty(0, np.int64)

    def check_once(self) -> None:
        """Raise BookError when a cell stands twice in the sheet: programs differ on which of the two counts."""
        cells = np.sort(np.frombuffer(self._all, np.int64)) if self._all else np.empty(0, np.int64)
        twice = cells[1:][cells[1:] == cells[:-1]]
        if len(twice):
            raise BookError(
                f"{self._file}, sheet {self._sheet}: the cell {cell_name(*place(int(twice[0])))} stands in it twice, "
                "and programs differ on which of them counts. Open it in Excel, check that cell, save and try again."
            )

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._in_data:
            self._begin_in_data(name, attributes)
        elif name == "sheetData":
            self.tables_of_data += 1
            self._in_data = True
        elif name == "mergeCell":
            self.merged.append(self._area(attributes.get("ref", "")))
        elif name == "tablePart":
            self.table_relations.append(attributes.get("id", ""))

    def _begin_in_data(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "f") and self._cell is not None:
            self._text = []
            self._xml.parser.CharacterDataHandler = self._text.append
            if name == "f":
                self._formula = ""
        elif name == "is" and self._cell is not None:
            self._value = "text"
        elif name == "row":
            self._row = self._whole(attributes.get("r"), self._row + 1)
            self._column = 0
            check_cell(self._file, self._sheet, self._row, 1)
            if attributes.get("hidden") in ("1", "true"):
                self.hidden.add(self._row)

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        row, column = self._row, self._column + 1
        if "r" in attributes:
            row, column = self._place(attributes["r"])
        check_cell(self._file, self._sheet, row, column)
        self._column = column
        self._cell, self._value, self._formula = {**attributes, "": str(row * COLUMNS + column - 1)}, None, None
        self._all.append(row * COLUMNS + column - 1)

    def _end(self, name: str) -> None:
        name = safexml.local(name)
        if name in ("v", "f") and self._text is not None:
            text = "".join(self._text)[:_TEXT_LIMIT]
            self._value, self._formula = (text, self._formula) if name == "v" else (self._value, text)
            self._text = self._xml.parser.CharacterDataHandler = None
        elif name == "c" and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "sheetData":
            self._in_data = False

    def _end_cell(self, cell: Mapping[str, str]) -> None:
        if self._value is None and self._formula is None:
            return
        self._valued.append(int(cell[""]))
        here = place(int(cell[""]))
        if cell.get("t") == "e" and self._value:
            self.errors[here] = self._value
        elif self._formula is not None and cell.get("t") != "str" and self._lacking():
            self.uncalculated[here] = f"={self._formula}" if self._formula else ""
        elif self._value is not None and self._value.startswith("-") and cell.get("t", "n") == "n":
            self.negative[here] = self._value

    def _lacking(self) -> bool:
        return not self._value or (self._doubtful_zeros and self._value == "0")

    def _area(self, reference: str) -> Area:
        first, _, last = reference.partition(":")
        return merged_area(self._file, self._sheet, (*self._place(first), *self._place(last or first)))

    def _place(self, reference: str) -> Place:
        found = parse_reference(reference)
        if found is None:
            raise BookError(
                f"{self._file}, sheet {self._sheet} names a cell {reference[:40]!r}, which is none. It is damaged: "
                "open it in Excel, save it anew and use that."
            )
        return found

    def _whole(self, text: str | None, otherwise: int) -> int:
        return otherwise if text is None else int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def parse_reference(reference: str) -> Place | None:
    """Return row and column of ``F41`` (small letters and dollar signs too), None when it is no cell's name."""
    plain = reference.replace("$", "").upper()
    letters = plain.rstrip("0123456789")
    digits = plain[len(letters) :]
    if (
        not digits
        or not letters
        or len(letters) > 3
        or len(digits) > 8
        or not (letters.isascii() and letters.isalpha())
    ):
        return None
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits), column
