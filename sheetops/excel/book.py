"""A new workbook, opened the one way that is safe for text that people wrote, and put in place whole."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from sheetops.publish import whole_file

LARGE = 500_000
"""Cells from which a workbook is written row by row: the rows then never stand in memory a second time."""

_SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@contextmanager
def new_workbook(path: Path, title: str, day: dt.date, *, cells: int = 0) -> Iterator[Workbook]:
    """Give an XlsxWriter workbook; when the block ends well it is saved and takes the place of ``path`` in one step.

    ``day`` stands in it as the day of its making, so that equal contents give equal bytes. With ``cells`` from `LARGE`
    on, rows must be written in order. OutputError as in `whole_file`.
    """
    large = cells >= LARGE
    with whole_file(path) as draft:
        book = Workbook(str(draft), {**_SAFE, "constant_memory": large, "in_memory": not large})
        book.set_properties({"title": title, "author": "sheetops", "created": dt.datetime.combine(day, dt.time())})
        book.use_zip64()
        yield book
        try:
            book.close()
        except FileCreateError as wrong:
            raise wrong.args[0] from wrong


def sheet_name(name: str, taken: set[str]) -> str:
    r"""Return a name that Excel allows for a sheet and that no other sheet here has, and add it to those taken.

    ``taken`` holds names without regard to case. At most 31 characters, none of ``[]:*?/\``, no apostrophe at either
    end, and not ``History``, which Excel keeps for itself.
    """
    wished = _NOT_IN_NAMES.sub("-", name).strip(" '")[:31].strip(" '") or "Sheet"
    wished = f"{wished} sheet" if wished.casefold() == "history" else wished
    free, number = wished, 2
    while free.casefold() in taken:
        free, number = f"{wished[:26]} ({number})", number + 1
    taken.add(free.casefold())
    return free
