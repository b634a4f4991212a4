"""How our sheets look: colours, number formats, widths, and formats that are prepared once."""

import math
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sheetops.model import Kind, Severity

INK = "#1F3864"
"""Dark blue: headings, titles, tabs."""
PALE = "#D9E2F3"
LINE = "#BFBFBF"
GREY = "#595959"
ALARM = "#C00000"
LINK = "#0563C1"

FILL = {Severity.ERROR: "#FFC7CE", Severity.WARNING: "#FFEB9C", Severity.NOTE: "#DDEBF7"}
TYPE = {Severity.ERROR: "#9C0006", Severity.WARNING: "#7F6000", Severity.NOTE: "#1F4E78"}
"""The fill of a faulty cell and the colour of letters upon it."""

DAY = "dd/mm/yyyy"
MOMENT = "dd/mm/yyyy hh:mm"
AS_TEXT = 49
"""Excel's own number for text, which keeps the zeros that people type."""
NUMBER_FORMATS: dict[Kind, str | int] = {
    Kind.TEXT: "General",
    Kind.KEY: AS_TEXT,
    Kind.CODE: "General",
    Kind.DAY: DAY,
    Kind.MOMENT: MOMENT,
    Kind.WHOLE: "0",
    Kind.RATE: "0.00%",
    Kind.YES_NO: "General",
}
RIGHT = frozenset({Kind.MONEY, Kind.WHOLE, Kind.RATE})
"""Kinds whose headings stand on the right, above their figures."""

FIGURES = {"align": "right", "indent": 1}
"""Figures stand on the right, a little off the text of the next column."""

NARROWEST, WIDEST = 6.0, 60.0
LINE_HEIGHT, TALLEST = 15.0, 405.0
"""Points that a line of text takes, and that a row may take."""


def amount_format(decimals: int) -> str:
    """Return the number format of an amount: thousands apart, negative in red and, for grey paper, signed."""
    zero = "0" + ("." + "0" * decimals if decimals else "")
    return f"#,##{zero};[Red]-#,##{zero}"


def column_width(characters: int) -> float:
    """Return the width that shows so many characters, within bounds; what is longer wraps."""
    return min(max(characters + 1.5, NARROWEST), WIDEST)


def lines_of(text: str, width: float) -> int:
    """Return how many lines a wrapped text takes in a column of that width (a little generously)."""
    return sum(max(1, math.ceil(len(part) / (1.2 * width))) for part in text.split("\n"))


def row_height(lines: int, spare: float = 0.0) -> float:
    """Return the height of a row of so many lines."""
    return min(LINE_HEIGHT * lines + spare, TALLEST)


def side(kind: Kind) -> dict[str, Any]:
    """Return on which side a column of a kind stands."""
    if kind in RIGHT:
        return FIGURES
    return {"align": "left"} if kind in (Kind.DAY, Kind.MOMENT) else {}


class Formats:
    """The formats of one workbook, each made once however often it is asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **properties: Any) -> Format:
        """Return the format with these XlsxWriter properties; cells stand at the top so that wrapped rows read well."""
        wanted = {"valign": "top", **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def heading(self, *, right: bool = False, fill: str = INK, ink: str = "#FFFFFF") -> Format:
        """Return the format of a column's heading."""
        side = FIGURES if right else {"align": "left"}
        return self(bold=True, font_color=ink, bg_color=fill, valign="vcenter", text_wrap=True, **side)


def set_for_print(sheet: Worksheet, title: str, *, landscape: bool = True) -> None:
    """Set a sheet up for paper: A4, one page wide; at the foot what it is and the number of the page."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(1)
    sheet.set_footer(f"&L&8{title.replace('&', '&&')[:150]}&C&8&A&R&8Page &P of &N")
