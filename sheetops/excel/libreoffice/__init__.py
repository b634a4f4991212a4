"""LibreOffice for xlwings: after `use_libreoffice`, whatever is written for xlwings and Excel runs there.

docs/libreoffice.md says what there is, what differs from Excel, and what is not supported.
"""

from sheetops.excel.libreoffice.controls import Control, controls, press
from sheetops.excel.libreoffice.engine import use_libreoffice
from sheetops.excel.libreoffice.facts import (
    filters,
    hidden_rows,
    is_protected,
    lift_filters,
    merged_areas,
    restore_filters,
)
from sheetops.excel.libreoffice.program import find_program
from sheetops.excel.libreoffice.trouble import LibreOfficeError, NotSupported

__all__ = [
    "Control",
    "LibreOfficeError",
    "NotSupported",
    "controls",
    "filters",
    "find_program",
    "hidden_rows",
    "is_protected",
    "lift_filters",
    "merged_areas",
    "press",
    "restore_filters",
    "use_libreoffice",
]
