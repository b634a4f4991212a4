"""The sheet ``Start`` of the workbooks with buttons: its named cells, and what macros and Python tell each other there.

A press goes like this: the macro writes a number of its own into ``nonce``, empties ``receipt`` and ``message``, and
starts Python. Python says in ``status`` how far it is, and at the end writes ``message``, what the macro is to show,
and last of all `receipt`. A receipt that is missing, or of another press, tells the macro that nobody answered.

In Excel Python finds the workbook as xlwings does, by ``xlwings.Book.caller()``. LibreOffice's macro adds arguments to
the command instead, all URLs: ``--document=`` the document's, ``--program=`` the folder of the running LibreOffice's
program, ``--profile=`` the folder ``user`` in that of its settings.
"""

from enum import StrEnum
from typing import NamedTuple

from sheetops.model import Area, cell_name

SHEET = "Start"
CONFIG_SHEET = "xlwings.conf"
"""The hidden sheet with xlwings' settings; its name is xlwings' own."""
CONTRACT = 1
"""What workbook and package agree on. Raise it when a named cell, a macro or a receipt changes its meaning."""
SAMPLE_PREFIX = "SAMPLE-"
"""Accounts of the sample rows begin so: every row of such an account is a sample."""
SAMPLE_VALUE = "SAMPLE "
"""Sample values on the sheet Policy begin so: they are emptied, and their rows stay."""
FOLDER = "sheetops-out"
"""Where results go, beside the workbook, when ``output_folder`` is blank."""


class Writer(StrEnum):
    """Who writes a named cell."""

    PERSON = "person"
    MACRO = "macro"
    PYTHON = "python"
    BUILD = "build"


class Named(NamedTuple):
    """A named cell or area: its name, where it is (rows and columns count from 1), who writes it, and its meaning.

    All stand on the sheet Start but those whose ``sheet`` says otherwise.
    """

    name: str
    first_row: int
    first_column: int
    writer: Writer
    meaning: str
    last_row: int = 0
    last_column: int = 0
    sheet: str = SHEET

    @property
    def area(self) -> Area:
        """The cells, ends included; the name is that of the sheet."""
        last = (self.last_row or self.first_row, self.last_column or self.first_column)
        return Area(self.sheet, self.first_row, self.first_column, *last)

    @property
    def reference(self) -> str:
        """The cells as a defined name refers to them: ``='Start'!$C$5``."""
        corners = [(self.area.first_row, self.area.first_column), (self.area.last_row, self.area.last_column)]
        cells = dict.fromkeys(_absolute(*corner) for corner in corners)
        return f"='{self.sheet}'!{':'.join(cells)}"


def _absolute(row: int, column: int) -> str:
    letters = cell_name(row, column).rstrip("0123456789")
    return f"${letters}${row}"


LABEL, INPUT, TEXT = 2, 3, 4
RESULT, FIGURE, LAST = 6, 7, 8
"""Columns: on the left labels and buttons, what is filled in, explanations; on the right what happened, up to LAST."""
FIRST_BUTTON, MESSAGE_END = 10, 22
TOTALS, LINKS, SUPPORT = 25, 38, 62
"""The first rows of the buttons, of the totals, of the links and of what helpers need."""
MOST_TOTALS, MOST_LINKS = 11, 9

NAMES: tuple[Named, ...] = (
    Named("as_of", 5, INPUT, Writer.PERSON, "The day to work for: a date."),
    Named("output_folder", 6, INPUT, Writer.PERSON, f"The folder for results; blank: {FOLDER} beside the workbook."),
    Named("language", 7, INPUT, Writer.PERSON, "The letters' language (ISO 639) for customers without one, or blank."),
    Named("account", 8, INPUT, Writer.PERSON, "The account that Explain account is about; blank: the selected row's."),
    Named("last_run", 5, FIGURE, Writer.PYTHON, "What ran last, as of which day, when, and how long it took."),
    Named("status", 6, FIGURE, Writer.PYTHON, "How far the press is; the macro writes Starting or Stopped."),
    Named("message", 7, FIGURE, Writer.PYTHON, "What the macro shows when the press is over: one plain message."),
    Named(
        *("totals", TOTALS, RESULT, Writer.PYTHON, "The last run's figures: what, how many or how much, a remark."),
        *(TOTALS + MOST_TOTALS - 1, LAST),
    ),
    Named(
        *("links", LINKS, RESULT, Writer.PYTHON, "What was made: a name that is a link, then where it is."),
        *(LINKS + MOST_LINKS - 1, LAST),
    ),
    Named("nonce", SUPPORT + 1, INPUT, Writer.MACRO, "The number of the last press, as text."),
    Named("receipt", SUPPORT + 2, INPUT, Writer.PYTHON, "The answer to the last press, written last: see `receipt`."),
    Named("log_file", SUPPORT + 3, INPUT, Writer.PYTHON, "Where the last press wrote its details."),
    Named("versions", SUPPORT + 4, INPUT, Writer.PYTHON, "Of sheetops, xlwings and Python, at the last press."),
    Named("contract", SUPPORT + 5, INPUT, Writer.BUILD, "The CONTRACT that the workbook was built for, as text."),
    Named("desk", SUPPORT + 6, INPUT, Writer.BUILD, "Which workbook this is: renewals or arrears."),
    Named("interpreter_win", 1, 2, Writer.BUILD, "The Python program, on Windows.", sheet=CONFIG_SHEET),
    Named("interpreter_mac", 2, 2, Writer.BUILD, "The Python program, on a Mac.", sheet=CONFIG_SHEET),
    Named("interpreter", 3, 2, Writer.BUILD, "The Python program, for LibreOffice.", sheet=CONFIG_SHEET),
)
"""Every named cell of a workbook with buttons."""


class Outcome(StrEnum):
    """How a press ended; STARTED: the work goes on without the macro."""

    FINE = "fine"
    FINDINGS = "findings"
    STOPPED = "stopped"
    STARTED = "started"


def receipt(nonce: str, outcome: Outcome) -> str:
    """Return what Python writes into ``receipt`` when it is done: the press's number, our CONTRACT, the outcome."""
    return f"{nonce} {CONTRACT} {outcome}"
