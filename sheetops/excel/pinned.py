"""The hidden sheet ``xlwings.conf``: every setting of xlwings pinned, so that no file beside the workbook decides one.

xlwings looks for a setting on this sheet, then in a file ``xlwings.conf`` beside the workbook, then in one of the user;
whoever may write into the folder could otherwise choose the program that a button starts.
"""

from xlsxwriter import Workbook

from sheetops.excel import styles
from sheetops.excel.start import CONFIG_SHEET
from sheetops.excel.styles import Formats

INTERPRETERS = ("INTERPRETER_WIN", "INTERPRETER_MAC", "INTERPRETER")
"""The settings that name the Python program: for Excel on Windows and on a Mac, and for LibreOffice."""

# With INTERPRETER blank and not missing, xlwings does not look for any python on the PATH. TEMP DIR must be a folder.
# UDF MODULES is what Import Functions of the xlwings add-in brings in; blank, it would be a file beside the workbook.
# The words are text, not Excel's true and false, which other languages spell in their own way.
PINNED = {
    **dict.fromkeys(INTERPRETERS, ""),
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    "PYTHONPATH": "",
    "USE UDF SERVER": "False",
    "UDF MODULES": "sheetops.functions",
    "DEBUG UDFS": "False",
    "SHOW CONSOLE": "False",
    "SHOW_ERROR_POPUPS": "True",
    "TEMP DIR": "%TEMP%",
    "CONDA PATH": "",
    "CONDA ENV": "",
    "LICENSE_KEY": "",
    "ONEDRIVE_CONSUMER_WIN": "",
    "ONEDRIVE_CONSUMER_MAC": "",
    "ONEDRIVE_COMMERCIAL_WIN": "",
    "ONEDRIVE_COMMERCIAL_MAC": "",
    "SHAREPOINT_WIN": "",
    "SHAREPOINT_MAC": "",
}
"""Every setting that xlwings' VBA module and package ask for, with the value that the workbooks ship."""


def write_pinned(book: Workbook, formats: Formats) -> None:
    """Add the sheet with the settings, hidden from everybody but the macro editor."""
    page = book.add_worksheet(CONFIG_SHEET)
    page.very_hidden()
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 60)
    look = formats(num_format=styles.AS_TEXT)
    for line, (setting, value) in enumerate(PINNED.items()):
        page.write_string(line, 0, setting, look)
        if value:
            page.write_string(line, 1, value, look)
        else:
            page.write_blank(line, 1, None, look)
