"""Result sheets set up for paper, like those of files: A4 across, one page wide, the headings on every page."""

from contextlib import suppress

import xlwings as xw

_LANDSCAPE, _A4 = 2, 9
"""Excel's xlLandscape and xlPaperA4."""


def set_for_print(sheet: xw.Sheet, title: str, *, new: bool, headings: bool) -> None:
    """Set a sheet up for paper: a new one as a whole, with its first row on every page when that is ``headings``.

    One that was there keeps what the user chose, but for what stands at its foot: ``title`` and the page's number.
    Nothing is set where the program cannot do it, such as Excel without a printer.
    """
    with suppress(Exception):
        paper = sheet.page_setup.api
        if new:
            paper.Orientation, paper.PaperSize = _LANDSCAPE, _A4
            paper.Zoom, paper.FitToPagesWide, paper.FitToPagesTall = False, 1, False
            paper.RightFooter = "&8Page &P of &N"
            if headings:
                paper.PrintTitleRows = "$1:$1"
        paper.LeftFooter = f"&8{title.replace('&', '&&')[:150]}"
