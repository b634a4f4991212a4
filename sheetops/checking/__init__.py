"""Checking: raw cells into a typed frame of good rows, and findings about the others."""

from sheetops.checking.checked import Checked, Excluded, findings_of
from sheetops.checking.cross import cross_check
from sheetops.checking.layout import Layout, find_sheet, locate
from sheetops.checking.rows import check_sheet

__all__ = ["Checked", "Excluded", "Layout", "check_sheet", "cross_check", "find_sheet", "findings_of", "locate"]
