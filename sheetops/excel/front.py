"""The Summary on its worksheet."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sheetops import money
from sheetops.excel import styles
from sheetops.excel.cells import clean, shortened
from sheetops.excel.styles import Formats
from sheetops.excel.summary import Amount, Block, Cell

WIDTHS = (42, 14, 18, 18, 18, 30)
LAST = len(WIDTHS) - 1
NUMBERS = frozenset({"value", "rows", "amount", "one side", "other side", "difference", "number", "files"})
"""Headings that stand on the right, above figures."""


def write_front(book: Workbook, formats: Formats, title: str, alarms: Sequence[str], blocks: Sequence[Block]) -> None:
    """Add the sheet ``Summary``: the title, what is alarming in red, then each block under its own headings."""
    sheet = book.add_worksheet("Summary")
    sheet.set_tab_color(styles.ALARM if alarms else styles.INK)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.hide_gridlines(2)
    styles.set_for_print(sheet, title)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    sheet.write_string(
        0, 0, shortened(clean(title)), formats(bold=True, font_size=18, font_color=styles.INK, valign="vcenter")
    )
    line = _alarms(sheet, formats, alarms, 1)
    for block in blocks:
        line = _block(sheet, formats, block, line + 1)


def _alarms(sheet: Worksheet, formats: Formats, alarms: Sequence[str], line: int) -> int:
    look = formats(bold=True, font_color="#FFFFFF", bg_color=styles.ALARM, text_wrap=True, valign="vcenter", indent=1)
    for alarm in alarms:
        text = shortened(clean(alarm))
        sheet.set_row(line, styles.row_height(styles.lines_of(text, sum(WIDTHS)), spare=8))
        _across(sheet, line, 0, text, look)
        line += 1
    return line


def _block(sheet: Worksheet, formats: Formats, block: Block, line: int) -> int:
    sheet.set_row(line, 21)
    title = formats(bold=True, font_size=12, font_color=styles.INK, bottom=2, bottom_color=styles.INK, valign="vcenter")
    for place in range(LAST + 1):
        sheet.write_blank(line, place, None, title)
    sheet.write_string(line, 0, block.title, title)
    _headings(sheet, formats, block, line + 1)
    for number, row in enumerate(block.rows):
        _row(sheet, formats, row, line + 2 + number, number in block.bad)
    return line + 2 + len(block.rows)


def _headings(sheet: Worksheet, formats: Formats, block: Block, line: int) -> None:
    sheet.set_row(line, 18)
    for place, heading in enumerate(block.headings):
        figures = heading in NUMBERS and any(not isinstance(row[place], str) for row in block.rows)
        side = styles.FIGURES if figures else {}
        look = formats(font_color=styles.GREY, italic=True, valign="bottom", **side)
        sheet.write_string(line, place, heading, look)


def _row(sheet: Worksheet, formats: Formats, row: tuple[Cell, ...], line: int, bad: bool) -> None:
    extra = {"bold": True, "font_color": styles.ALARM} if bad else {}
    texts = {place: shortened(clean(cell)) for place, cell in enumerate(row) if isinstance(cell, str)}
    rooms = {place: sum(WIDTHS[place:]) if place == len(row) - 1 else WIDTHS[place] for place in texts}
    lines = max((styles.lines_of(text, rooms[place]) for place, text in texts.items()), default=1)
    sheet.set_row(line, styles.row_height(lines))
    for place, cell in enumerate(row):
        if not isinstance(cell, str):
            _figure(sheet, formats, cell, line, place, extra)
        elif place == len(row) - 1:
            _across(sheet, line, place, texts[place], formats(text_wrap=True, **extra))
        elif cell:
            sheet.write_string(line, place, texts[place], formats(text_wrap=True, **extra))


def _figure(
    sheet: Worksheet, formats: Formats, cell: int | Amount, line: int, place: int, extra: dict[str, Any]
) -> None:
    if isinstance(cell, int):
        sheet.write_number(line, place, cell, formats(num_format="#,##0", **styles.FIGURES, **extra))
    else:
        decimals = money.decimals(cell.currency)
        look = formats(num_format=styles.amount_format(decimals), **styles.FIGURES, **extra)
        sheet.write_number(line, place, cell.minor / 10**decimals, look)


def _across(sheet: Worksheet, line: int, place: int, text: str, look: Format) -> None:
    """Write a text over the rest of the line."""
    if place < LAST:
        sheet.merge_range(line, place, line, LAST, "", look)
    if text:
        sheet.write_string(line, place, text, look)
