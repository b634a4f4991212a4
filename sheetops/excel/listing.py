"""A plain list as a workbook that comes out the same to the byte whenever it is made."""

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter

from sheetops.excel.book import sheet_name


def plain_list(headings: Sequence[str], rows: Sequence[Sequence[object]], title: str, day: dt.date) -> bytes:
    """Return a workbook of one sheet: texts stay texts, amounts (Decimal) are numbers with their own decimals."""
    file = io.BytesIO()
    # What people typed is text, never a formula, link or number.
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(file, plain)
    book.set_properties({"title": title, "created": dt.datetime.combine(day, dt.time())})
    sheet = book.add_worksheet(sheet_name(title, set()))
    formats = {places: book.add_format({"num_format": "0" + "." * bool(places) + "0" * places}) for places in range(5)}
    sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Decimal):
                sheet.write_number(number, column, float(cell), formats[-int(cell.as_tuple().exponent)])
            else:
                sheet.write(number, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return file.getvalue()
