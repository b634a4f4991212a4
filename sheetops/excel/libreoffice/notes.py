"""Notes on cells.

LibreOffice forgets who wrote a note when it reads an Excel file, and gives its own user's name to a new one: whoever
must know their notes again marks them in their text.
"""

from typing import Any

from xlwings import base_classes

from sheetops.excel.libreoffice.address import cell_address
from sheetops.excel.libreoffice.places import Places
from sheetops.excel.libreoffice.trouble import spoken

_NOTES = 8  # com.sun.star.sheet.CellFlags.ANNOTATION


class Noted(Places):
    """The note of a cell."""

    @property
    def note(self) -> "Note | None":
        """The note of the first cell, or None."""
        return self._note() if self.grid.cell(self.row, self.column).getAnnotation().getString() else None

    def add_note(self, text: str) -> "Note":
        """Put a note on the first cell."""
        self.change()
        place = cell_address(self.grid.index, self.row, self.column)
        self.sheet.xl.getAnnotations().insertNew(place, text)
        return self._note()

    @property
    def comment(self) -> None:
        """None: LibreOffice shows threaded comments as notes."""
        return

    def _note(self) -> "Note":
        return Note(self.sheet, self.row, self.column)


@spoken
class Note(base_classes.Note):
    """A note, known by its cell."""

    def __init__(self, sheet: Any, row: int, column: int, xl: Any = None) -> None:
        self._sheet = sheet
        self._row = row
        self._column = column
        self._xl = xl

    @property
    def api(self) -> Any:
        """LibreOffice's note."""
        if self._xl is None:
            self._xl = self._sheet.grid.cell(self._row, self._column).getAnnotation()
        return self._xl

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.api.getString())

    @text.setter
    def text(self, value: str) -> None:
        self.location.change()
        self.api.setString(value)

    @property
    def author(self) -> str:
        """Who LibreOffice says wrote it: "" for notes out of Excel files."""
        return str(self.api.getAuthor())

    @property
    def location(self) -> Any:
        """Its cell."""
        return self._sheet.range((self._row, self._column))

    def delete(self) -> None:
        """Take the note off its cell."""
        self.location.change().clearContents(_NOTES)


def sheet_notes(sheet: Any) -> list[Note]:
    """Return the notes of a sheet."""
    found = []
    for annotation in sheet.xl.getAnnotations():
        place = annotation.getPosition()
        found.append(Note(sheet, place.Row + 1, place.Column + 1, annotation))
    return found
