"""Checking: raw cells into a typed frame of good rows, and findings about the others."""

from sheetops.check.checked import Checked, Excluded, findings_of
from sheetops.check.cross import cross_check
from sheetops.check.layout import Layout, find_sheet, locate
from sheetops.check.rows import check_sheet

__all__ = ["Checked", "Excluded", "Layout", "check_sheet", "cross_check", "find_sheet", "findings_of", "locate"]
