"""The open workbook, through the xlwings API alone: the same code in Excel and in LibreOffice.

`book` reads it as any other source of sheets, `pages` and `showing` put result sheets into it, `marks` fills and notes
faulty cells and takes exactly its own marks off again, `calm` keeps the program still meanwhile.
"""

from sheetops.excel.live.book import LiveBook
from sheetops.excel.live.calm import Calm
from sheetops.excel.live.marks import clear_marks, mark_cells
from sheetops.excel.live.showing import clear_results, show_run

__all__ = ["Calm", "LiveBook", "clear_marks", "clear_results", "mark_cells", "show_run"]
