"""The words of a cell: trimming, folding, what a clerk sees in it, and how a fault in it is raised."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from typing import Any

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from sheetops.clock import text as day_text
from sheetops.model import CellError, Reading, Uncalculated

_SPACES = " \t\r\n\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NOTHING = "\u200b\u2060\ufeff\u00ad\u180e"
_JOINERS = "\u200c\u200d"
_ODD_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_NO_WIDTH = re.compile(f"[{_NOTHING}]")
_EDGES = re.compile(f"^[{_SPACES}{_NOTHING}{_JOINERS}]+|[{_SPACES}{_NOTHING}{_JOINERS}]+$")
_BREAKS = re.compile("_x000D_\n|\r\n|\r|\u2028|\u2029|\x85")

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Characters that no document can hold, and those that turn the direction of writing and so disguise a text."""

_ERRORS = (
    "N/A DIV/0! REF! VALUE! NAME? NUM! NULL! SPILL! CALC! FIELD! BLOCKED! UNKNOWN! CONNECT! BUSY! GETTING_DATA "
    "EXTERNAL! PYTHON! N/D N/D! DZIEL/0! ADR! ARG! NAZWA? LICZBA! ZERO!"
)
EXCEL_ERRORS = frozenset(f"#{code}" for code in _ERRORS.split())
"""Excel's error values as text (exports to csv write them so), in English and Polish."""

_ANY_DAY = Reading(as_of=dt.date(2000, 1, 1))


def problem(check: str, text: str, suggestion: str = "") -> PydanticCustomError:
    """Return the error that a cell's reader raises: check, plain words, and the value to put there instead."""
    # The words travel in the context, because a value with braces in it would be taken for a place-holder.
    return PydanticCustomError("sheetops", "{problem}", {"check": check, "problem": text, "suggestion": suggestion})


def reading_of(info: ValidationInfo) -> Reading:
    """Return how the desk writes, from the validation context; day first and a decimal point when none is given."""
    return info.context if isinstance(info.context, Reading) else _ANY_DAY


def tidy(text: str) -> str:
    """Return a text trimmed of spaces of every width, its odd spaces made ordinary and what has no width taken out."""
    if text.isprintable() and text.isascii():
        return text.strip()
    text = _NO_WIDTH.sub("", _ODD_SPACE.sub(" ", _BREAKS.sub("\n", text)))
    return unicodedata.normalize("NFC", _EDGES.sub("", text))


def is_blank(raw: Any) -> bool:
    """Return whether a cell holds nothing, or nothing but spaces and what has no width."""
    if type(raw) is not str:
        return raw is None
    return not raw or (not raw[0].isalnum() and not tidy(raw))


def without_control(text: str) -> str:
    """Return a tidy text without control characters and marks that turn the direction of writing."""
    return tidy(CONTROL.sub("", tidy(text)))


def fold(text: str) -> str:
    """Return letters and digits only, lower case, without accents: how headings, sheet names and codes compare."""
    lowered = text.casefold()
    if lowered.isascii():
        return "".join(filter(str.isalnum, lowered))
    bare = unicodedata.normalize("NFKD", lowered.replace("ł", "l").replace("ø", "o"))
    return "".join(letter for letter in bare if letter.isalnum())


def number_text(number: float | Decimal) -> str:
    """Return a number as Excel shows it, 15 digits at the most: ``123`` for 123.0."""
    if isinstance(number, int):
        return str(number)
    if not Decimal(number).is_finite():
        return str(number)
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return format(number, ".15G") if isinstance(number, float) else format(number, "f")


def shown(raw: Any) -> str:
    """Return what a clerk sees in a cell: ``123`` for 123.0, ``28/02/2026`` for a day, ``TRUE`` for True."""
    match raw:
        case None:
            return ""
        case str():
            return raw
        case bool():
            return "TRUE" if raw else "FALSE"
        case int() | float() | Decimal():
            return number_text(raw)
        case dt.date() if raw != raw:  # pandas' NaT takes itself for a day
            return ""
        case dt.datetime():
            return f"{day_text(raw)} {raw:%H:%M}" if raw.time() != dt.time() else day_text(raw)
        case dt.date():
            return day_text(raw)
        case dt.time():
            return f"{raw:%H:%M}"
    return str(raw)


def refuse_errors(raw: Any) -> None:
    """Raise when a cell holds an Excel error or a formula whose result was never stored."""
    if isinstance(raw, CellError) or (isinstance(raw, str) and raw in EXCEL_ERRORS):
        text = f"The cell holds the Excel error {raw}. Mend its formula, or type the value."
        raise problem("excel_error", text)
    if isinstance(raw, Uncalculated):
        text = f"The cell holds {raw}, whose result was never calculated. Open the workbook in Excel and save it."
        raise problem("formula_uncalculated", text)
