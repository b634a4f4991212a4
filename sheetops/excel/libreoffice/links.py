"""Links in cells."""

from sheetops.excel.libreoffice.bridge import from_url
from sheetops.excel.libreoffice.formulas import from_office, to_office
from sheetops.excel.libreoffice.places import Places
from sheetops.excel.libreoffice.trouble import LibreOfficeError

_FIELD = "com.sun.star.text.TextField.URL"


class Links(Places):
    """A cell's link. Many links at once are better written as formulas, ``=HYPERLINK(...)``."""

    @property
    def hyperlink(self) -> str:
        """Where the cell's link leads; a place in the same workbook as ``#Sheet!A1``."""
        fields = self.grid.cell(self.row, self.column).TextFields
        if not fields.getCount():
            raise LibreOfficeError(f"{self.address} holds no link.")
        return _excel_place(str(fields.getByIndex(0).URL))

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        """Put a link into the cell; a place in the same workbook is written ``#Sheet!A1``."""
        self.change()
        cell = self.grid.cell(self.row, self.column)
        cell.setString("")
        field = self.grid.document.createInstance(_FIELD)
        field.URL = _office_place(address)
        field.Representation = text_to_display or address
        cell.insertTextContent(cell.createTextCursor(), field, False)


def _office_place(address: str) -> str:
    return "#" + to_office("=" + address[1:])[1:].removeprefix("$") if address.startswith("#") else address


def _excel_place(url: str) -> str:
    return "#" + from_office("=" + url[1:])[1:] if url.startswith("#") else from_url(url)
