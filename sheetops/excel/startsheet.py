"""The sheet ``Start`` on its page: what to fill in, what to press in which order, and what came of it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook as Book
from xlsxwriter.worksheet import Worksheet

from sheetops import clock
from sheetops.excel import start, styles
from sheetops.excel.catalogue import Button, Group, Workbook
from sheetops.excel.start import FIGURE, INPUT, LABEL, LAST, NAMES, RESULT, TEXT
from sheetops.excel.styles import Formats

_WIDTHS = (2, 25, 22, 50, 3, 24, 20, 36)
_PAPER = "#FFFBEB"
_LOW, _LINE, _TITLE = 24.0, 15.0, 20.0
_BUTTON_ROWS = 2
"""Rows that a button takes: low ones, so that what stands beside the buttons has lines of its own."""
_QUESTIONS = (
    ("as_of", "Day to work for", "Such as 30/06/2026; Ctrl and ; writes today's. Any past or future day can be asked."),
    ("output_folder", "Folder for results", f"Blank: a folder {start.FOLDER} beside this workbook."),
    ("language", "Language of letters", "For customers without one of their own. Blank: as the sheet Policy says."),
    ("account", "Account to explain", "For Explain account: its number or name. Blank: that of the selected row."),
)
_ANSWERS = (("last_run", "Last run"), ("status", "Status"), ("message", "Message"))
_HANGS = {"last_run": "vcenter", "status": "vcenter", "message": "top"}
"""A message that is longer than its cell shows how it begins."""
_SUPPORT = (
    ("nonce", "Number of the last press"),
    ("receipt", "Answer to it"),
    ("log_file", "Details are in"),
    ("versions", "Versions"),
    ("contract", "Made for contract"),
    ("desk", "Workbook"),
)
_GOOD_TO_KNOW = (
    "The sheet Read me says what belongs on each of the others. The rows that are there now are samples.",
    "sheetops never changes what you typed: it colours cells, adds notes, and writes sheets of its own.",
    "It never saves this workbook and never sends anything. Save when you want to keep what you see.",
    "Nothing happens, or macros are blocked? README.txt beside this workbook says what to do.",
)


def write_start(
    book: Book, formats: Formats, workbook: Workbook, languages: Sequence[str], as_of: dt.date | None
) -> None:
    """Add the sheet ``Start`` and define its names; ``as_of`` stands in its cell unless it is None."""
    page = book.add_worksheet(start.SHEET)
    page.set_tab_color(styles.ALARM)
    page.set_first_sheet()
    page.activate()
    _lay_out(page)
    _titles(page, formats, workbook)
    _questions(page, formats, languages, as_of)
    _buttons(page, formats, workbook)
    _answers(page, formats)
    _support(page, formats, workbook)
    for name in NAMES:
        book.define_name(name.name, name.reference)


def _lay_out(page: Worksheet) -> None:
    styles.set_for_print(page, "Start")
    page.fit_to_pages(1, 1)
    page.hide_gridlines(2)
    for place, width in enumerate(_WIDTHS):
        page.set_column(place, place, width)
    page.set_row(0, 40)
    page.set_row(1, 22)
    for row in range(4, 8):
        page.set_row(row, _LOW)
    for row in range(8, start.SUPPORT - 1):
        page.set_row(row, _LINE)


def _titles(page: Worksheet, formats: Formats, workbook: Workbook) -> None:
    band = {"bg_color": styles.INK, "font_color": "#FFFFFF", "valign": "vcenter", "indent": 1}
    _across(page, 1, LABEL, LAST, workbook.title, formats(bold=True, font_size=22, **band))
    _across(page, 2, LABEL, LAST, workbook.purpose, formats(font_size=11, **band))
    _section(page, formats, 4, LABEL, TEXT, "First: fill in")
    _section(page, formats, 4, RESULT, LAST, "What happened last")
    _section(page, formats, start.TOTALS - 1, RESULT, LAST, "In figures")
    _section(page, formats, start.LINKS - 1, RESULT, LAST, "What was made")


def _section(page: Worksheet, formats: Formats, row: int, first: int, last: int, title: str) -> None:
    look = formats(bold=True, font_size=12, font_color=styles.INK, bottom=2, bottom_color=styles.INK, valign="vcenter")
    page.set_row(row - 1, _TITLE)
    _across(page, row, first, last, title, look)


def _questions(page: Worksheet, formats: Formats, languages: Sequence[str], as_of: dt.date | None) -> None:
    box = {
        "border": 1,
        "border_color": styles.INK,
        "bg_color": _PAPER,
        "valign": "vcenter",
        "align": "left",
        "indent": 1,
        "bold": True,
    }
    rules = {"as_of": _day_rule(), "output_folder": {"validate": "any"}, "language": _language_rule(languages)} | {
        "account": {"validate": "any"}
    }
    formatted = {
        "as_of": styles.DAY,
        "output_folder": styles.AS_TEXT,
        "language": styles.AS_TEXT,
        "account": styles.AS_TEXT,
    }
    for name, label, hint in _QUESTIONS:
        row, column = _place(name)
        look = formats(num_format=formatted[name], **box)
        page.write_string(row, LABEL - 1, label, formats(bold=True, valign="vcenter"))
        page.write_blank(row, column, None, look)
        page.write_string(
            row,
            TEXT - 1,
            hint,
            formats(text_wrap=True, font_color=styles.GREY, font_size=9, indent=1, valign="vcenter"),
        )
        page.data_validation(row, column, row, column, {**rules[name], "input_title": label, "input_message": hint})
    if as_of:
        page.write_datetime(
            *_place("as_of"), dt.datetime.combine(as_of, dt.time()), formats(num_format=styles.DAY, **box)
        )


def _day_rule() -> dict[str, Any]:
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": clock.FIRST,
        "maximum": clock.LAST,
        "error_title": "This is not a day",
        "error_message": "Write a day such as 30/06/2026.",
    }


def _language_rule(languages: Sequence[str]) -> dict[str, Any]:
    listed = ", ".join(languages)
    return {
        "validate": "list",
        "source": list(languages),
        "error_title": "There are no letters in it",
        "error_message": f"One of: {listed}. For another, put its letters into a folder of letters first.",
        "error_type": "warning",
    }


def _buttons(page: Worksheet, formats: Formats, workbook: Workbook) -> None:
    """Put the buttons on the page, each group under its title; ValueError when there is no room for them."""
    row = start.FIRST_BUTTON
    for group in Group:
        some = [button for button in workbook.buttons if button.group is group]
        if some:
            _section(page, formats, row - 1, LABEL, TEXT, group.value)
        for place, button in enumerate(some, start=1):
            caption = f"{place}  {button.caption}" if group is Group.DAY else button.caption
            _button(page, formats, workbook, row, button, caption)
            row += _BUTTON_ROWS
        row += 2 if some else 0
    if row + len(_GOOD_TO_KNOW) >= start.SUPPORT:
        raise ValueError(f"{workbook.name} has {len(workbook.buttons)} buttons: there is no room for so many on Start")
    _section(page, formats, row - 1, LABEL, TEXT, "Good to know")
    for place, text in enumerate(_GOOD_TO_KNOW):
        _across(page, row + place, LABEL, TEXT, text, formats(valign="vcenter"))


def _button(page: Worksheet, formats: Formats, workbook: Workbook, row: int, button: Button, caption: str) -> None:
    look = formats(text_wrap=True, font_size=10, valign="vcenter", indent=1)
    page.merge_range(row - 1, INPUT - 1, row + _BUTTON_ROWS - 2, TEXT - 1, button.tooltip, look)
    options = {
        "macro": f"{workbook.module}.{button.sub}",
        "caption": caption,
        "description": button.tooltip,
        "width": 172,
        "height": 34,
        "x_offset": 4,
        "y_offset": 3,
    }
    page.insert_button(row - 1, LABEL - 1, options)


def _answers(page: Worksheet, formats: Formats) -> None:
    for name, label in _ANSWERS:
        row, column = _place(name)
        page.write_string(row, RESULT - 1, label, formats(bold=True, valign="vcenter"))
        deep = start.MESSAGE_END - 1 if name == "message" else row
        page.merge_range(
            row, column, deep, LAST - 1, "", formats(text_wrap=True, valign=_HANGS[name], num_format=styles.AS_TEXT)
        )
    for area in (name.area for name in NAMES if name.name in ("totals", "links")):
        for row in range(area.first_row, area.last_row + 1):
            thin = {"bottom": 4, "bottom_color": styles.LINE, "valign": "vcenter"}
            link = {"font_color": styles.LINK, "underline": 1} if area.first_row == start.LINKS else {}
            page.write_blank(row - 1, RESULT - 1, None, formats(**thin, **link))
            page.write_blank(row - 1, FIGURE - 1, None, formats(align="right", indent=1, **thin))
            page.write_blank(row - 1, LAST - 1, None, formats(text_wrap=True, **thin))


def _support(page: Worksheet, formats: Formats, workbook: Workbook) -> None:
    """Write the small print that macros and Python use, where whoever helps can read it."""
    small = {"font_size": 8, "font_color": styles.GREY}
    _across(
        page,
        start.SUPPORT,
        LABEL,
        TEXT,
        "For whoever helps you; please leave these cells alone",
        formats(**small, italic=True),
    )
    known = {"contract": str(start.CONTRACT), "desk": workbook.name}
    for name, label in _SUPPORT:
        row, column = _place(name)
        page.write_string(row, LABEL - 1, label, formats(**small))
        look = formats(num_format=styles.AS_TEXT, **small)
        page.merge_range(row, column, row, TEXT - 1, "", look)
        if name in known:
            page.write_string(row, column, known[name], look)


def _place(name: str) -> tuple[int, int]:
    """Return a named cell's row and column as XlsxWriter counts them, from 0."""
    found = next(one for one in NAMES if one.name == name)
    return found.first_row - 1, found.first_column - 1


def _across(page: Worksheet, row: int, first: int, last: int, text: str, look: Any) -> None:
    page.merge_range(row - 1, first - 1, row - 1, last - 1, "", look)
    page.write_string(row - 1, first - 1, text, look)
