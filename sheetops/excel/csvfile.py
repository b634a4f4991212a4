"""Text files of separated values, as Excel would open them: one record is one row, whatever lines its texts span.

Every value stays the text that it is. Nothing is repaired: a text that is never closed, a NUL or a byte that is no
letter is refused with its line.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from sheetops.errors import BookError
from sheetops.excel.archive import MIB

LONGEST_LINE = MIB
LONGEST_FIELD = 65_536
MOST_COLUMNS = 1_000
SEPARATORS = "\t;,"
"""In order of trust: a tab is hardly ever anything else, a comma is a decimal mark in half of Europe."""

_SAMPLE = 200
_STATED = re.compile(r'\ufeff?"?sep=(.)"?\r?\n?', re.IGNORECASE)
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", ""),
    (b"\x00\x00\xfe\xff", ""),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_csv(file: str, data: bytes, code_page: str = "cp1252") -> list[list[str]]:
    """Return the rows of a text file; ``rows[0]`` is the row that Excel shows as row 1, and rows may differ in length.

    UTF-8 (with or without mark) and UTF-16 are known by themselves, anything else is read in ``code_page``. The
    separator is the one that a first line ``sep=;`` states (Excel does not show that line), else the one that cuts most
    records into the same number of fields. BookError names file and line of what cannot be read with certainty.
    """
    text = decoded(file, data, code_page)
    stated = _STATED.match(text)
    if stated and stated[1] in SEPARATORS + "|":
        return _records(file, text[stated.end() :], stated[1], 1)
    return _records(file, text, separator(text), 0)


def decoded(file: str, data: bytes, code_page: str) -> str:
    """Return a file's text, decoded strictly, without a byte order mark and without a DOS end-of-file mark."""
    encoding = _encoding(file, data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        if encoding != "utf-8":
            raise _undecodable(file, data, fault, encoding) from fault
        _require_one_encoding(file, data, fault)
        text = _in_code_page(file, data, code_page)
    nul = text.find("\0")
    if nul >= 0:
        line = len(text[:nul].splitlines()) or 1
        raise BookError(
            f"{file}, line {line} holds a NUL character, so the file is damaged or no text. Export it again."
        )
    return text.removesuffix("\x1a")


def separator(text: str) -> str:
    """Return the separator that cuts most of the first records into the same number (over one) of fields."""
    scores = {mark: _evenness(text, mark) for mark in SEPARATORS}
    best = max(SEPARATORS, key=lambda mark: scores[mark])
    return best if scores[best] else ","


def _evenness(text: str, mark: str) -> float:
    """The share of the first records that have the commonest number of fields above one."""
    widths: Counter[int] = Counter()
    try:
        for record in islice(csv.reader(_lines(text), delimiter=mark, strict=True), _SAMPLE):
            if record:
                widths[len(record)] += 1
    except csv.Error:
        pass  # the records before the fault still tell; the fault itself is reported when the file is read
    wide = [count for width, count in widths.items() if width > 1]
    return max(wide) / widths.total() if wide else 0.0


def _encoding(file: str, data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            if not encoding:
                raise BookError(f"{file} is written in UTF-32, which Excel cannot read. Export it as UTF-8.")
            return encoding
    start = data[:4096]
    pairs = max(len(start) // 2, 1)
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if start[offset::2].count(0) * 10 >= pairs * 7:
            return encoding
    return "utf-8"


def _in_code_page(file: str, data: bytes, code_page: str) -> str:
    try:
        return data.decode(code_page)
    except UnicodeDecodeError as fault:
        raise _undecodable(file, data, fault, code_page) from fault


def _undecodable(file: str, data: bytes, fault: UnicodeDecodeError, encoding: str) -> BookError:
    return BookError(
        f"{file}, {_line(data, fault.start)} holds a byte (0x{data[fault.start]:02X}) that is no letter in {encoding}. "
        "Export it again as UTF-8 (in Excel: Save As, CSV UTF-8)."
    )


def _require_one_encoding(file: str, data: bytes, fault: UnicodeDecodeError) -> None:
    """A file that is UTF-8 in most places was put together from several; a code page would spoil its names."""
    text = data.decode("utf-8", "surrogateescape")
    strange = sum(map(text.count, set(re.findall("[\udc80-\udcff]", text))))
    letters = len(re.findall("[\u0080-\ud7ff\ue000-\U0010ffff]", text))
    if letters >= strange:
        raise BookError(
            f"{file} is UTF-8 in most places but not in {_line(data, fault.start)}: it was cut off there or put "
            "together from files of different kinds. Export it again as UTF-8."
        )


def _line(data: bytes, at: int) -> str:
    begins_line = at == 0 or data[at - 1 : at] in (b"\n", b"\r")
    return f"line {len(data[:at].splitlines()) + begins_line}"


def _lines(text: str) -> Iterator[str]:
    return iter(io.StringIO(text, newline=""))


def _capped(file: str, lines: Iterable[str], skipped: int) -> Iterator[str]:
    for number, line in enumerate(lines, 1 + skipped):
        if len(line) > LONGEST_LINE:
            raise BookError(
                f"{file}, line {number} is {len(line):,} characters long. Is it really a table? Export it again."
            )
        yield line


def _records(file: str, text: str, mark: str, skipped: int) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(_capped(file, _lines(text), skipped), delimiter=mark, strict=True)
    begun = skipped + 1
    try:
        for row in reader:
            _check_row(file, row, begun)
            rows.append(row)
            begun = reader.line_num + skipped + 1
    except csv.Error as fault:
        raise _broken(file, begun, reader.line_num + skipped, str(fault)) from fault
    return rows


def _check_row(file: str, row: list[str], line: int) -> None:
    if len(row) > MOST_COLUMNS:
        raise BookError(
            f"{file}, line {line} has {len(row):,} columns; sheetops reads up to {MOST_COLUMNS:,}. Export it again."
        )
    if row and len(max(row, key=len)) > LONGEST_FIELD:
        raise BookError(f"{file}, line {line} holds a text of more than {LONGEST_FIELD:,} characters. Shorten it.")


def _broken(file: str, begun: int, line: int, fault: str) -> BookError:
    if "expected after" in fault:
        return BookError(
            f"{file}, line {line}: after a closing quotation mark something other than a separator follows. Double the "
            'quotation marks inside a text ("") or export the file again.'
        )
    return BookError(
        f"{file}, line {begun}: a quotation mark opens a text that is never closed. Close it, double the quotation "
        'marks inside texts (""), or export the file again.'
    )
