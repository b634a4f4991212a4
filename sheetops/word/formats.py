r"""From a typed value to the text that a field shows: its pictures, then its ``\*`` formats, in its language."""

import datetime as dt
import functools
from collections.abc import Callable
from decimal import Decimal

from sheetops.money import Amount
from sheetops.word.days import date_picture
from sheetops.word.instruction import Parsed
from sheetops.word.locales import Locale
from sheetops.word.numbers import Picture, number_picture
from sheetops.word.spelling import SPELLINGS
from sheetops.word.values import is_empty, to_day, to_number, to_text

Format = Callable[[object], str]
"""Returns the text that a value shows; "" for an empty one; raises `sheetops.word.errors.ValueFault`."""


def caps(text: str) -> str:
    """Return a text with each word's first letter as a capital, all others as they are."""
    return "".join(sign.upper() if at == 0 or text[at - 1].isspace() else sign for at, sign in enumerate(text))


def first_cap(text: str) -> str:
    """Return a text with its first letter as a capital."""
    at = len(text) - len(text.lstrip())
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


_CASES: dict[str, Callable[[str], str]] = {"UPPER": str.upper, "LOWER": str.lower, "CAPS": caps, "FIRSTCAP": first_cap}


def compile_format(parsed: Parsed, locale: Locale) -> Format:
    """Return the function for a field's pictures and formats."""
    shown = _pictured(parsed, locale)
    spelled = [name for name in parsed.formats if name.upper() in SPELLINGS]
    if spelled:
        shown = _spelled(spelled[-1], shown, locale)
    cases = [_CASES[name.upper()] for name in parsed.formats if name.upper() in _CASES]
    return _cased(shown, cases) if cases else shown


def _pictured(parsed: Parsed, locale: Locale) -> Format:
    if parsed.number_picture is None and parsed.date_picture is None:
        return lambda value: value if value.__class__ is str else to_text(value, locale)
    number = number_picture(parsed.number_picture, locale) if parsed.number_picture is not None else None
    date = date_picture(parsed.date_picture, locale) if parsed.date_picture is not None else None

    def show(value: object) -> str:
        moment = to_day(value) if date is not None else None
        if date is not None and moment is not None:
            return date(moment)
        amount = to_number(value, locale) if number is not None and not is_empty(value) else None
        if isinstance(amount, Amount):
            return own_places(parsed.number_picture or "", locale, amount.places)(amount)
        return number(amount) if number is not None and amount is not None else to_text(value, locale)

    if number is not None:
        return _quick_number(number, show)
    return _quick_day(show) if date is not None else show


@functools.lru_cache(maxsize=256)
def own_places(picture: str, locale: Locale, places: int) -> Picture:
    """Return the function that writes money of a currency with so many decimals by a picture for two."""
    return number_picture(picture, locale, places)


def _quick_number(number: Picture, show: Format) -> Format:
    def quick(value: object) -> str:
        return number(value) if value.__class__ is Decimal and value.is_finite() else show(value)

    return quick


def _quick_day(show: Format) -> Format:
    """Work each day out once: a run of letters knows few."""
    known = functools.lru_cache(maxsize=4096)(show)
    return lambda value: known(value) if value.__class__ is dt.date else show(value)


def _spelled(name: str, shown: Format, locale: Locale) -> Format:
    spell = SPELLINGS[name.upper()]

    def show(value: object) -> str:
        number = None if is_empty(value) else to_number(value, locale)
        written = None if number is None else spell(number, locale)
        if written is None:
            return shown(value)
        return written.lower() if name.islower() and name.upper() in ("ROMAN", "ALPHABETIC") else written

    return show


def _cased(shown: Format, cases: list[Callable[[str], str]]) -> Format:
    def show(value: object) -> str:
        text = shown(value)
        for case in cases:
            text = case(text)
        return text

    return show
