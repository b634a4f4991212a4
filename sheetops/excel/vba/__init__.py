"""The VBA project of a workbook, written from source texts."""

from sheetops.excel.vba.compression import decompress
from sheetops.excel.vba.project import CODE_PAGE, vba_project

__all__ = ["CODE_PAGE", "decompress", "vba_project"]
