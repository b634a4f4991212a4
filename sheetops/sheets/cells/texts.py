"""Cells that hold text: names, notes, keys, and settings of any sort."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from unicodedata import is_normalized

from sheetops.sheets.cells.words import (
    CONTROL,
    EXCEL_ERRORS,
    number_text,
    problem,
    refuse_errors,
    shown,
    tidy,
    without_control,
)

_DIGITS = 15
"""Excel keeps 15 digits of a number: a longer one has lost its tail."""
_PLAIN = re.compile("[A-Za-z0-9][A-Za-z0-9/_-]*")
_POWER = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{2,3}", re.IGNORECASE)


def read_text(raw: Any) -> str:
    """Return a text, trimmed; numbers and days as a clerk sees them; control characters are left out."""
    if type(raw) is str:
        if raw.isprintable() and (raw.isascii() or is_normalized("NFC", raw)) and raw not in EXCEL_ERRORS:
            return raw.strip()
        refuse_errors(raw)
        return without_control(raw)
    refuse_errors(raw)
    return without_control(shown(raw))


def read_key(raw: Any) -> str:
    """Return a key as text: leading zeros kept, 123.0 read as ``123``; refused when digits or characters were lost."""
    if type(raw) is str:
        return raw if _PLAIN.fullmatch(raw) else _key_text(raw)
    refuse_errors(raw)
    if isinstance(raw, bool):
        raise problem("key_unreadable", f"{shown(raw)} is a yes or no, not a number or code. Type the value as text.")
    if isinstance(raw, int | float | Decimal):
        return _key_number(raw)
    text = f"{shown(raw)} is a date or time that Excel made of a code. Format the cell as Text and type the code again."
    raise problem("key_became_date", text)


def _key_text(raw: str) -> str:
    key = tidy(raw)
    refuse_errors(key)
    if _POWER.fullmatch(key):
        raise _digits_lost(key)
    if CONTROL.search(key):
        text = f"{key!r} holds a character that cannot be seen. Type it again."
        raise problem("key_unreadable", text, without_control(key))
    return key


def _key_number(raw: float | Decimal) -> str:
    if not Decimal(raw).is_finite():
        raise problem("key_unreadable", f"{raw} is not a number or code. Type the value as text.")
    if abs(raw) >= 10**_DIGITS:
        raise _digits_lost(f"{raw:.15G}" if isinstance(raw, float) else str(raw))
    return number_text(raw)


def _digits_lost(value: str) -> Exception:
    text = (
        f"{value} was kept as a number, and Excel keeps only {_DIGITS} digits of a number: the last ones are lost. "
        "Format the cell as Text and type the whole number again from its source."
    )
    return problem("digits_lost", text)


def read_setting(raw: Any) -> str:
    """Return the value of a setting as text: yes or no, a plain number, a day as 2026-06-30, or words."""
    refuse_errors(raw)
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, dt.datetime):
        raw = raw.date() if raw.time() == dt.time() else raw
    if isinstance(raw, dt.date):
        return raw.isoformat()
    if isinstance(raw, float | Decimal) and not Decimal(raw).is_finite():
        raise problem("amount_unreadable", f"{raw} is not a number. Type the value.")
    return read_text(raw)
