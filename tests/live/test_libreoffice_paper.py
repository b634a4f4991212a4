"""Print set-up in Excel's words, and result sheets set up like those of files."""

import datetime as dt

import pytest
import xlwings as xw

from sheetops.excel.libreoffice import NotSupported
from sheetops.excel.live.showing import show_run
from sheetops.model import Run

pytestmark = pytest.mark.live


def test_what_is_set_for_a_sheet_is_its_own_and_survives_in_a_file(book: xw.Book, saved) -> None:
    first, other = book.sheets[0], book.sheets.add("Other")
    paper = first.page_setup.api
    paper.Orientation, paper.PaperSize, paper.Zoom = 2, 8, False
    paper.FitToPagesWide, paper.FitToPagesTall = 1, False
    paper.PrintTitleRows = "$1:$2"
    paper.LeftFooter, paper.RightFooter = "&8Smith && Co", "&8Page &P of &N"
    assert (paper.Orientation, paper.PaperSize, paper.PrintTitleRows, paper.LeftFooter) == (2, 8, "$1:$2", "Smith & Co")
    assert (paper.FitToPagesWide, paper.FitToPagesTall, paper.Zoom) == (1, False, False)
    assert (other.page_setup.api.Orientation, other.page_setup.api.PrintTitleRows) == (1, "")
    sheet = saved()[first.name]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert sheet.print_title_rows == "$1:$2" and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.oddFooter.left.text, sheet.oddFooter.right.text) == ("Smith && Co", "Page &P of &N")
    paper.PrintTitleRows = ""
    assert paper.PrintTitleRows == ""
    with pytest.raises(NotSupported):
        paper.PaperSize = 256


def test_result_sheets_are_set_up_for_paper_and_keep_what_the_user_chose(book: xw.Book) -> None:
    show_run(book, Run("arrears", dt.date(2026, 6, 30)))
    problems, summary = book.sheets["Problems"].page_setup.api, book.sheets["Summary"].page_setup.api
    assert (problems.Orientation, problems.PaperSize, problems.FitToPagesWide, problems.FitToPagesTall) == (2, 9, 1, 0)
    assert (problems.PrintTitleRows, summary.PrintTitleRows) == ("$1:$1", "")
    assert problems.LeftFooter == "Arrears as of 30/06/2026" and problems.RightFooter.startswith("Page 1 of ")
    problems.Orientation, problems.PaperSize = 1, 8
    show_run(book, Run("arrears", dt.date(2026, 7, 31)))
    assert (problems.Orientation, problems.PaperSize, problems.LeftFooter) == (1, 8, "Arrears as of 31/07/2026")
