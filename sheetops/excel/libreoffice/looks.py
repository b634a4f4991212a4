"""How cells look: fill, number format, font, alignment."""

from collections.abc import Callable, Sequence
from typing import Any

from xlwings import base_classes

from sheetops.excel.libreoffice.address import Area
from sheetops.excel.libreoffice.bridge import enum
from sheetops.excel.libreoffice.places import Places
from sheetops.excel.libreoffice.trouble import spoken

NO_FILL = -1

Rgb = tuple[int, int, int]

_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "justify": "BLOCK",
    "fill": "REPEAT",
}
_VERTICAL = {"bottom": 3, "top": 1, "center": 2, "justify": 4}  # com.sun.star.table.CellVertJustify2
_BOLD, _PLAIN = 150.0, 100.0  # com.sun.star.awt.FontWeight


def colour_number(colour: Any) -> int:
    """Return LibreOffice's number for an RGB tuple, ``#rrggbb``, Excel's number, or None (no colour)."""
    if colour is None:
        return NO_FILL
    if isinstance(colour, str):
        return int(colour.removeprefix("#"), 16)
    if isinstance(colour, int):
        return (colour & 255) << 16 | colour & 0xFF00 | colour >> 16 & 255
    red, green, blue = (int(part) for part in colour)
    return red << 16 | green << 8 | blue


def rgb(number: int) -> Rgb | None:
    """Return LibreOffice's colour number as an RGB tuple; None for no colour."""
    if number < 0:
        return None
    return number >> 16 & 255, number >> 8 & 255, number & 255


class Looks(Places):
    """A range's looks; a question about cells that differ is answered by the first one, or None where Excel says so."""

    @property
    def color(self) -> Rgb | None:
        """The fill; None when there is none."""
        return None if self.empty else rgb(self._first().CellBackColor)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        if not self.empty:
            self.change().CellBackColor = colour_number(color_or_rgb)

    def set_colors(self, colors: Sequence[Sequence[Any]]) -> None:
        """Fill cell by cell, one step a colour; ``...`` leaves a cell as it is and None takes its fill away."""
        self.change()
        places: dict[int, list[Area]] = {}
        for i, row in enumerate(colors):
            for j, colour in enumerate(row):
                if colour is not ...:
                    cell = Area(self.area.row + i, self.area.column + j, 1, 1)
                    places.setdefault(colour_number(colour), []).append(cell)
        for number, cells in places.items():
            self.grid.cells(cells).CellBackColor = number

    @property
    def number_format(self) -> str | None:
        """The number format in Excel's writing; None when the cells differ."""
        keys = {group.NumberFormat for group in self.grid.groups(self.areas)}
        return self.grid.formats.code(keys.pop()) if len(keys) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        if not self.empty:
            self.change().NumberFormat = self.grid.formats.key(value)

    @property
    def font(self) -> "Font":
        """The font."""
        return Font(self.xl, self.change)

    @property
    def characters(self) -> "Characters":
        """The text of the first cell, of which parts can have a font of their own."""
        return Characters(self.grid.cell(self.row, self.column), self.change, 0, None)

    @property
    def wrap_text(self) -> bool:
        """Whether long text goes on in further lines."""
        return bool(self._first().IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.change().IsTextWrapped = bool(value)

    @property
    def horizontal_alignment(self) -> str | None:
        """``general``, ``left``, ``center``, ``right``, ``justify`` or ``fill``."""
        there = self._first().HoriJustify.value
        return next((name for name, value in _HORIZONTAL.items() if value == there), None)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in _HORIZONTAL:
            raise NotImplementedError
        self.change().HoriJustify = enum("table.CellHoriJustify", _HORIZONTAL[value])

    @property
    def vertical_alignment(self) -> str | None:
        """``top``, ``center``, ``bottom`` or ``justify``."""
        there = self._first().VertJustify or _VERTICAL["bottom"]
        return next((name for name, value in _VERTICAL.items() if value == there), None)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        if value not in _VERTICAL:
            raise NotImplementedError
        self.change().VertJustify = _VERTICAL[value]

    def _first(self) -> Any:
        return self.grid.cell(self.row, self.column)


@spoken
class Font(base_classes.Font):
    """The font of cells or of a part of a cell's text."""

    def __init__(self, xl: Any, change: Callable[[], Any]) -> None:
        self.xl = xl
        self._change = change

    @property
    def api(self) -> Any:
        """LibreOffice's object that has the font."""
        return self.xl

    @property
    def bold(self) -> bool:
        """Whether it is bold."""
        return bool(self.xl.CharWeight > _PLAIN)

    @bold.setter
    def bold(self, value: bool) -> None:
        self._change()
        self.xl.CharWeight = _BOLD if value else _PLAIN

    @property
    def italic(self) -> bool:
        """Whether it is italic."""
        return bool(self.xl.CharPosture.value != "NONE")

    @italic.setter
    def italic(self, value: bool) -> None:
        self._change()
        self.xl.CharPosture = enum("awt.FontSlant", "ITALIC" if value else "NONE")

    @property
    def size(self) -> float:
        """Its size in points."""
        return float(self.xl.CharHeight)

    @size.setter
    def size(self, value: float) -> None:
        self._change()
        self.xl.CharHeight = float(value)

    @property
    def color(self) -> Rgb | None:
        """Its colour; None when it is the automatic one."""
        return rgb(self.xl.CharColor)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self._change()
        self.xl.CharColor = colour_number(color_or_rgb)

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.xl.CharFontName)

    @name.setter
    def name(self, value: str) -> None:
        self._change()
        self.xl.CharFontName = value


@spoken
class Characters(base_classes.Characters):
    """A part of the text of one cell, by its first place and the place after its last, counted from 0."""

    def __init__(self, cell: Any, change: Callable[[], Any], first: int, end: int | None) -> None:
        self._cell = cell
        self._change = change
        self._first = first
        self._end = end

    @property
    def api(self) -> Any:
        """LibreOffice's text cursor over the part."""
        cursor = self._cell.createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(self._first, False)
        cursor.goRight(len(self.text), True)
        return cursor

    @property
    def text(self) -> str:
        """The part's text."""
        return str(self._cell.getString())[self._first : self._end]

    @property
    def font(self) -> Font:
        """The part's font."""
        return Font(self.api, self._change)

    def __getitem__(self, item: int | slice) -> "Characters":
        whole = range(len(self._cell.getString()))[self._first : self._end]
        part = whole[item] if isinstance(item, slice) else whole[item : item + 1]
        return Characters(self._cell, self._change, part.start, part.stop)
