"""A page of a sheet's XML, scanned eight bytes at a time: what an ordinary file needs.

It reads only what it can prove: cells written as ``<c r="B7"`` and nothing else. Anything that it could misread (a
prefix, a comment, other quotes, another order of attributes) makes it say so, and the thorough scan takes over.
"""

import html
import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetops.excel.scan import COLUMNS, ROWS, Keys, Place, place

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]

_PAD = b" " * 32
_NAME_ENDS = np.zeros(256, dtype=bool)
_NAME_ENDS[list(b" \t\r\n/>")] = True
_ROW_NUMBER = re.compile(rb'\sr="(\d+)"')
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")
_FORMULA = re.compile(rb"<f[^>]*>([^<]*)</f>")


class Page(NamedTuple):
    """What a page holds: its cells in order, and what the parser would not tell of them."""

    cells: Keys
    errors: dict[Place, str]
    uncalculated: dict[Place, str]
    hidden: list[int]
    negative: Keys


def scan_page(text: bytes, doubtful_zeros: bool) -> Page | None:
    """Return what a page of whole cells holds, or None when it is not written in the one way that can be proved.

    ``doubtful_zeros``: a formula's stored 0 counts as not calculated.
    """
    padded = text + _PAD
    chars = np.frombuffer(padded, np.uint8)
    words: Words = np.ndarray((len(text) + 16,), "<u8", padded, 0, (1,))
    opens, after = chars[:-1] == ord("<"), chars[1:]
    if _misleading(chars, opens, after):
        return None
    starts = _tags(chars, opens, after, "c")
    cells = _cells(words, starts)
    hidden = _hidden(text, chars, words)
    if cells is None or hidden is None:
        return None
    errors = _errors(text, chars, starts, cells)
    if errors is None:
        return None
    uncalculated = _uncalculated(text, _without_value(chars, opens, after, starts, doubtful_zeros), starts, cells)
    return Page(cells, errors, uncalculated, hidden, _negative(chars, words, starts, cells))


def _misleading(chars: Bytes, opens: npt.NDArray[np.bool_], after: Bytes) -> bool:
    """Comments and character data may hold tags that are none; a prefix may hide a tag that is one."""
    if bool((opens & (after == ord("!"))).any()):
        return True
    prefixed = np.flatnonzero((chars[:-1] == ord(":")) & (after == ord("c")))
    prefixed = prefixed[prefixed + 2 < len(chars)]
    return bool(_NAME_ENDS[chars[prefixed + 2]].any())


def _tags(chars: Bytes, opens: npt.NDArray[np.bool_], after: Bytes, letter: str) -> npt.NDArray[np.int64]:
    """Where the elements of a one-letter name begin."""
    found = np.flatnonzero(opens & (after == ord(letter)))
    return found[_NAME_ENDS[chars[found + 2]]]


def _cells(words: Words, starts: npt.NDArray[np.int64]) -> Keys | None:
    """The cells that the tags at ``starts`` name; None when one is written otherwise or lies outside the grid."""
    if bool(((words[starts] & _low(6)) != _word(b'<c r="')).any()):
        return None
    name = words[starts + 6]
    letters, column = _column(name)
    digits = words[starts + 6 + letters.astype(np.int64)]
    row = _number(digits)
    inside = (letters > 0) & (column <= COLUMNS) & (row >= 1) & (row <= ROWS)
    return row * COLUMNS + column - 1 if bool(inside.all()) else None


def _column(name: Words) -> tuple[Words, npt.NDArray[np.int64]]:
    """How many capital letters (at most three) a cell's name begins with, and the column they mean.

    A digit or a quotation mark has bit 6 clear, a capital has it set; a small letter or a sign gives a wrong column or
    leaves no digits behind it, which `_number` turns down.
    """
    first, second, third = (((name >> np.uint64(shift)) & np.uint64(0xFF)).astype(np.int64) for shift in (0, 8, 16))
    is_first, is_second, is_third = (_capital(char) for char in (first, second, third))
    one, two, three = is_first, is_first & is_second, is_first & is_second & is_third
    column = np.where(one, first - 64, 0)
    column = np.where(two, column * 26 + second - 64, column)
    column = np.where(three, column * 26 + third - 64, column)
    return one.astype(np.uint64) + two.astype(np.uint64) + three.astype(np.uint64), column


def _capital(char: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    return (char >= ord("A")) & (char <= ord("Z"))


def _number(digits: Words) -> npt.NDArray[np.int64]:
    """The number that stands before a quotation mark, 0 when there is none: eight digits are added up in three steps.

    A digit has bit 4 set, a quotation mark has it clear: ``stop`` is the lowest bit of the first character without it.
    """
    stops = ~digits & _each(0x10)
    stop = (stops & (~stops + np.uint64(1))) >> np.uint64(4)
    inside = digits & (stop - np.uint64(1))
    values = inside & _each(0x0F)
    proper = (inside & _each(0xF0)) == (_each(0x30) & (stop - np.uint64(1)))
    proper &= ((values + _each(6)) & _each(0xF0)) == 0
    proper &= (stop > 1) & ((digits & (stop * np.uint64(0xFF))) == stop * np.uint64(0x22))
    total = values * (np.uint64(1 << 63) // np.maximum(stop, np.uint64(1)) * np.uint64(2))
    total = (total * np.uint64(10) + (total >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
    total = (total * np.uint64(100) + (total >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    total = (total * np.uint64(10_000) + (total >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
    return np.where(proper, total, np.uint64(0)).astype(np.int64)


def _each(byte: int) -> np.uint64:
    return np.uint64(int.from_bytes(bytes([byte]) * 8, "little"))


def _word(text: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(text, "little"))


def _low(count: int) -> np.uint64:
    return np.uint64((1 << 8 * count) - 1)


def _owner(found: npt.NDArray[np.int64], starts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The number of the cell in which each place in the text lies; -1 before the first cell."""
    return np.searchsorted(starts, found, side="right") - 1


def _negative(chars: Bytes, words: Words, starts: npt.NDArray[np.int64], cells: Keys) -> Keys:
    minus = np.flatnonzero(chars == ord("-"))
    minus = minus[minus >= 3]
    return cells[_owner(minus[(words[minus - 3] & _low(4)) == _word(b"<v>-")], starts)]


def _hidden(text: bytes, chars: Bytes, words: Words) -> list[int] | None:
    """The rows that are hidden; None when a row says it, or its number, in another way than Office does."""
    found = np.flatnonzero((chars[:-1] == ord("h")) & (chars[1:] == ord("i")))
    found = found[found < len(text)]
    rows = []
    for at in found[(words[found] & _low(6)) == _word(b"hidden")].tolist():
        tag = text[text.rfind(b"<", 0, at) : text.find(b">", at)]
        if not tag.startswith(b"<row"):
            continue
        number = _ROW_NUMBER.search(tag)
        if number is None or text[at + 6 : at + 8] != b'="':
            return None
        if text[at + 8 : at + 9] in (b"1", b"t"):
            rows.append(int(number[1]))
    return rows


def _errors(text: bytes, chars: Bytes, starts: npt.NDArray[np.int64], cells: Keys) -> dict[Place, str] | None:
    """The cells of type e; None when one says so in another way than Office does."""
    quote, letter = (chars == ord('"')) | (chars == ord("'")), chars == ord("e")
    found = np.flatnonzero(quote[:-2] & letter[1:-1] & quote[2:])
    errors = {}
    for at, owner in zip(found.tolist(), _owner(found, starts).tolist(), strict=True):
        if owner < 0 or text.find(b">", starts[owner]) < at:
            continue
        if text[at - 3 : at + 1] != b' t="':
            return None
        value = _VALUE.search(_cell(text, starts, owner))
        if value and value[1]:
            errors[place(int(cells[owner]))] = value[1].decode("utf-8", "replace")
    return errors


def _cell(text: bytes, starts: npt.NDArray[np.int64], number: int) -> bytes:
    return text[starts[number] : starts[number + 1] if number + 1 < len(starts) else len(text)]


def _without_value(
    chars: Bytes, opens: npt.NDArray[np.bool_], after: Bytes, starts: npt.NDArray[np.int64], doubtful_zeros: bool
) -> list[int]:
    """The numbers of the cells that have a formula and no value to show."""
    formulas = _tags(chars, opens, after, "f")
    if not len(formulas):
        return []
    values = _tags(chars, opens, after, "v")
    good = (chars[values + 2] == ord(">")) & (chars[values + 3] != ord("<"))
    if doubtful_zeros:
        good &= (chars[values + 3] != ord("0")) | (chars[values + 4] != ord("<"))
    lacking = np.setdiff1d(_owner(formulas, starts), _owner(values[good], starts))
    return [int(number) for number in lacking if number >= 0]


def _uncalculated(text: bytes, lacking: list[int], starts: npt.NDArray[np.int64], cells: Keys) -> dict[Place, str]:
    """The formulas of cells without a value; if its result is declared a text, that is the empty text."""
    found = {}
    for number in lacking:
        cell = _cell(text, starts, number)
        if b' t="str"' in cell[: cell.find(b">")]:
            continue
        formula = _FORMULA.search(cell)
        found[place(int(cells[number]))] = "=" + html.unescape(formula[1].decode()) if formula and formula[1] else ""
    return found
