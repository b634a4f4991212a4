"""Keys as they are compared: declared normalisers, and whole numbers that stand for equal keys.

A normaliser works on all keys at once, one to a line: that is many times faster than one call a key.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops.errors import BookError
from sheetops.sheets.cells.words import number_text, shown, tidy

Codes = npt.NDArray[np.int64]

APART = "\x1f"
"""What stands between the parts of a key of several columns."""
LONGEST = 64
"""Bytes up to which keys are told apart as whole numbers; longer ones are compared as texts."""

_ODD = re.compile(r"[^\S\n\x1f]+")
_EDGES = re.compile(r"(?m)^ +| +$| +(?=\x1f)|(?<=\x1f) +")
_ODD_SPACES = ("\t", "\r", "\v", "\f", "  ", " \n", "\n ", " \x1f", "\x1f ")
_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad\u180e]")
_ZEROS = re.compile(r"(?m)(^|\x1f)0+(?=[^\W_])")
_MARKS = re.compile(r"[^\w\n\x1f]|_")
_FORMS = (
    "proprietary limited|pty limited|pty ltd|limited|ltd|incorporated|inc|corporation|corp|company|co|llc|llp|plc|"
    r"gmbh|ag|sarl|s\.?a\.?|nv|bv|sp\.? ?z ?o\.? ?o\.?|spolka z ograniczona odpowiedzialnoscia|sp\.? ?k\.?|sp\.? ?j\.?"
)
_LEGAL = re.compile(rf"(?mi)(?:[ ,]+\(?(?:{_FORMS})\)?\.?)+ *(?=$|\x1f)")


def _spaces(lines: str) -> str:
    # Looking for odd spaces is many times faster than replacing, and most keys have none.
    if lines.isascii() and not any(odd in lines for odd in _ODD_SPACES) and lines == lines.strip(" "):
        return lines
    return _EDGES.sub("", _ODD.sub(" ", lines if lines.isascii() else _UNSEEN.sub("", lines)))


def _accents(lines: str) -> str:
    if lines.isascii():
        return lines
    apart = unicodedata.normalize("NFKD", lines.translate(_STROKES))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


_STROKES = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D"})

NORMALISERS: dict[str, tuple[Callable[[str], str], str]] = {
    "spaces": (_spaces, "spaces at the ends, doubled and non-breaking ones"),
    "accents": (_accents, "macrons, accents and other marks on letters"),
    "case": (str.casefold, "capitals and small letters"),
    "legal": (
        lambda lines: _LEGAL.sub("", lines),
        "legal forms at the end (Ltd, Limited, Inc, Sp. z o.o. ...)",
    ),
    "zeros": (lambda lines: _ZEROS.sub(r"\1", lines), "zeros in front"),
    "punctuation": (lambda lines: _MARKS.sub("", lines), "punctuation, and spaces within"),
}
"""By name: what it does to all keys at once, and what is passed over then. They work in this order."""

USUAL = ("spaces", "case")
"""What is passed over in keys unless something else is asked for."""


def require_known(names: Iterable[str]) -> tuple[str, ...]:
    """Return names of normalisers in the order in which they work; BookError when one is not known."""
    wanted = set(names)
    strange = sorted(wanted - set(NORMALISERS))
    if strange:
        raise BookError(f"{strange[0]!r} is no way to compare keys. Choose from: {', '.join(NORMALISERS)}.")
    return tuple(name for name in NORMALISERS if name in wanted)


def texts_of(column: pd.Series) -> list[str]:
    """Return a column's cells as texts on one line each: 123.0 is ``123``, a day is ISO, a blank is ""."""
    values = column.tolist()
    if pd.api.types.is_integer_dtype(column.dtype) and not column.isna().any():
        return list(map(str, values))
    if set(map(type, values)) == {str}:
        return values if "\n".join(values).count("\n") == len(values) - 1 else [" ".join(v.split("\n")) for v in values]
    known: dict[Any, str] = {}
    return [known.get((type(v), v)) or known.setdefault((type(v), v), _text(v)) for v in values]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return " ".join(tidy(value).split("\n"))
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return number_text(value)
    return shown(value)


def normalised(texts: Sequence[str], names: Iterable[str]) -> list[str]:
    """Return texts (one line each) without what the named normalisers pass over, in the order of `NORMALISERS`."""
    if not texts:
        return []
    lines = "\n".join(texts)
    for name in require_known(names):
        lines = NORMALISERS[name][0](lines)
    return lines.split("\n")


def key_texts(columns: Sequence[pd.Series], names: Sequence[str] = USUAL) -> list[str]:
    """Return the key of each row as it is compared; "" where all of its columns are blank."""
    parts = [texts_of(column) for column in columns]
    whole = parts[0] if len(parts) == 1 else list(map(APART.join, zip(*parts, strict=True)))
    keys = normalised(whole, names)
    if len(parts) > 1:
        nothing = APART * (len(parts) - 1)
        return ["" if key == nothing else key for key in keys]
    return keys


def codes_of(left: Sequence[str], right: Sequence[str]) -> tuple[Codes, Codes, int]:
    """Return a whole number for each key of both sides, equal for equal keys, and how many there are; -1 is blank."""
    both = [*left, *right]
    codes, count = _as_numbers(both) or _as_texts(both)
    if "" in both:
        codes[np.fromiter((not key for key in both), dtype=bool, count=len(both))] = -1
    return codes[: len(left)], codes[len(left) :], count


def _as_texts(keys: list[str]) -> tuple[Codes, int]:
    column = np.empty(len(keys), dtype=object)
    column[:] = keys
    codes, distinct = pd.factorize(column)
    return codes.astype(np.int64), len(distinct)


def _as_numbers(keys: list[str]) -> tuple[Codes, int] | None:
    """Tell keys apart by their bytes, eight to a number, mixed into one; None when that is not certain."""
    words = _words("\n".join(keys).encode(), len(keys)) if keys else None
    if words is None:
        return None
    mixed = np.zeros(len(words), dtype=np.uint64)
    for place in range(words.shape[1]):
        mixed = (mixed ^ words[:, place]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    codes, distinct = pd.factorize(mixed)
    first = np.empty(len(distinct), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    alike = words[first[codes]] == words
    return (codes.astype(np.int64), len(distinct)) if alike.all() else None


def _words(lines: bytes, count: int) -> npt.NDArray[np.uint64] | None:
    if b"\0" in lines:
        return None
    letters = np.frombuffer(lines, dtype=np.uint8)
    breaks = letters == 10
    ends = np.append(np.flatnonzero(breaks), len(letters))
    lengths = np.diff(ends, prepend=-1) - 1
    width = int(lengths.max())
    if width > LONGEST or len(ends) != count:
        return None
    square = np.zeros((count, -(-max(width, 1) // 8) * 8), dtype=np.uint8)
    square[np.arange(square.shape[1]) < lengths[:, None]] = letters[~breaks]
    return square.view(np.uint64)
