"""How a sheet is printed, in the words of Excel's PageSetup: what is written for Excel through xlwings runs here."""

# ruff: noqa: N802  the names are Excel's own

import re
from functools import cached_property
from typing import Any

from xlwings import base_classes

from sheetops.excel.libreoffice import address
from sheetops.excel.libreoffice.trouble import not_supported, spoken

LANDSCAPE = 2
"""Excel's xlLandscape; 1 is upright."""
_PAPERS = {1: (21_590, 27_940), 8: (29_700, 42_000), 9: (21_000, 29_700)}
"""Width and height in hundredths of a millimetre by Excel's number: Letter, A3, A4."""
_ROUNDED = 100
"""Hundredths of a millimetre by which LibreOffice's own sizes of paper may be off."""
_PART = re.compile(r"&(?:(?P<size>\d+)|(?P<code>[PN&]))|(?P<text>[^&]+)")
_FIELDS = {"P": "com.sun.star.text.TextField.PageNumber", "N": "com.sun.star.text.TextField.PageCount"}
_SHARED = "Default"
"""LibreOffice's name for the page style of sheets that have none of their own."""


@spoken
class PageSetup(base_classes.PageSetup):
    """A sheet's print set-up; ``api`` takes the properties of Excel's PageSetup that `Paper` has."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    @property
    def api(self) -> "Paper":
        """The print set-up in Excel's words."""
        return Paper(self._sheet)


@spoken
class Paper:
    """Excel's PageSetup over a page style that the sheet has for itself; what is set can be asked again."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    @cached_property
    def _style(self) -> Any:
        """Return the sheet's own page style, made when it shares one with others."""
        document, sheet = self._sheet.book.xl, self._sheet.xl
        styles = document.StyleFamilies.getByName("PageStyles")
        used = [document.Sheets.getByIndex(place).PageStyle for place in range(document.Sheets.Count)]
        if sheet.PageStyle == _SHARED or used.count(sheet.PageStyle) > 1:
            name = f"Page of {self._sheet.name}"
            while styles.hasByName(name):
                name += "'"
            styles.insertByName(name, document.createInstance("com.sun.star.style.PageStyle"))
            sheet.PageStyle = name
        return styles.getByName(sheet.PageStyle)

    @property
    def Orientation(self) -> int:
        """2 for landscape, 1 for upright."""
        return LANDSCAPE if self._style.IsLandscape else 1

    @Orientation.setter
    def Orientation(self, value: int) -> None:
        style = self._style
        low, high = sorted((style.Width, style.Height))
        style.IsLandscape = value == LANDSCAPE
        style.Width, style.Height = (high, low) if value == LANDSCAPE else (low, high)

    @property
    def PaperSize(self) -> int:
        """Excel's number of the paper: 1 Letter, 8 A3, 9 A4; 0 for another."""
        low, high = sorted((self._style.Width, self._style.Height))
        near = (n for n, paper in _PAPERS.items() if abs(low - paper[0]) + abs(high - paper[1]) < _ROUNDED)
        return next(near, 0)

    @PaperSize.setter
    def PaperSize(self, value: int) -> None:
        if value not in _PAPERS:
            raise not_supported(f"PageSetup.PaperSize = {value}")
        style, (low, high) = self._style, _PAPERS[value]
        style.Width, style.Height = (high, low) if style.IsLandscape else (low, high)

    @property
    def Zoom(self) -> int | bool:
        """Percent, False when the sheet is fitted to pages."""
        style = self._style
        return False if style.ScaleToPagesX or style.ScaleToPagesY else int(style.PageScale)

    @Zoom.setter
    def Zoom(self, value: int | bool) -> None:
        if value:
            self._style.PageScale = int(value)

    @property
    def FitToPagesWide(self) -> int | bool:
        """How many pages it is wide, False for as many as it takes."""
        return int(self._style.ScaleToPagesX) or False

    @FitToPagesWide.setter
    def FitToPagesWide(self, value: int | bool) -> None:
        self._style.ScaleToPagesX = int(value)

    @property
    def FitToPagesTall(self) -> int | bool:
        """How many pages it is high, False for as many as it takes."""
        return int(self._style.ScaleToPagesY) or False

    @FitToPagesTall.setter
    def FitToPagesTall(self, value: int | bool) -> None:
        self._style.ScaleToPagesY = int(value)

    @property
    def PrintTitleRows(self) -> str:
        """The rows that stand on every page, as ``$1:$1``; "" for none."""
        rows = self._sheet.xl.getTitleRows()
        return f"${rows.StartRow + 1}:${rows.EndRow + 1}" if self._sheet.xl.getPrintTitleRows() else ""

    @PrintTitleRows.setter
    def PrintTitleRows(self, value: str) -> None:
        area = address.parse(value.replace("$", "")) if value else None
        if area:
            self._sheet.xl.setTitleRows(area.address(self._sheet.grid.index))
        self._sheet.xl.setPrintTitleRows(bool(area))

    @property
    def LeftFooter(self) -> str:
        """The text at the foot on the left."""
        return self._footer("LeftText")

    @LeftFooter.setter
    def LeftFooter(self, value: str) -> None:
        self._set_footer("LeftText", value)

    @property
    def RightFooter(self) -> str:
        """The text at the foot on the right."""
        return self._footer("RightText")

    @RightFooter.setter
    def RightFooter(self, value: str) -> None:
        self._set_footer("RightText", value)

    def _footer(self, part: str) -> str:
        style = self._style
        content = style.RightPageFooterContent  # its texts live only as long as this
        return str(getattr(content, part).getString()) if style.FooterIsOn else ""

    def _set_footer(self, part: str, value: str) -> None:
        style = self._style
        if not style.FooterIsOn:
            style.FooterIsOn = True
            self._empty(style)
        content = style.RightPageFooterContent
        text = getattr(content, part)
        text.setString("")
        for found in _PART.finditer(value):
            cursor = text.createTextCursor()
            cursor.gotoEnd(False)
            if found["size"]:
                continue
            if found["code"] in _FIELDS:
                field = self._sheet.book.xl.createInstance(_FIELDS[found["code"]])
                text.insertTextContent(cursor, field, False)
            else:
                text.insertString(cursor, found["text"] or "&", False)
        whole = text.createTextCursor()
        whole.gotoStart(False)
        whole.gotoEnd(True)
        whole.CharHeight = float(_size(value))
        style.RightPageFooterContent = content

    @staticmethod
    def _empty(style: Any) -> None:
        # A footer that is switched on begins with LibreOffice's own page number in the middle.
        content = style.RightPageFooterContent
        for part in (content.LeftText, content.CenterText, content.RightText):
            part.setString("")
        style.RightPageFooterContent = content


def _size(value: str) -> int:
    """Return the size of the letters that a footer's text asks for, 10 when it asks for none."""
    return next((int(found["size"]) for found in _PART.finditer(value) if found["size"]), 10)
