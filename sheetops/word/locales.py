"""What a letter's language decides: separators, names of days and months, yes and no. From CLDR, through Babel.

Never ``locale.setlocale``: two letters in two languages may be made at once.
"""

import datetime as dt
import functools
from dataclasses import dataclass
from typing import Literal

import babel
from babel.core import get_locale_identifier
from babel.dates import get_day_names, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from sheetops.errors import TemplateError

_DEFAULT_TERRITORY = {"en": "GB"}
"""The desks write British English; a template or a caller may say en-US."""

_YES_NO = {
    "pl": ("Tak", "Nie"),
    "de": ("Ja", "Nein"),
    "fr": ("Oui", "Non"),
    "es": ("Sí", "No"),
    "it": ("Sì", "No"),
    "nl": ("Ja", "Nee"),
}


@dataclass(frozen=True)
class Locale:
    """One language's conventions: ``code`` (en_GB), ``language`` (en), decimal and group marks, yes and no."""

    code: str
    language: str
    decimal: str
    group: str
    yes: str
    no: str
    short: str

    def month(self, number: int, *, abbreviated: bool, alone: bool) -> str:
        """Return a month's name; ``alone`` is the form without a day beside it (Polish kwiecień, not kwietnia)."""
        width: Literal["abbreviated", "wide"] = "abbreviated" if abbreviated else "wide"
        context: Literal["stand-alone", "format"] = "stand-alone" if alone else "format"
        return str(get_month_names(width, context, self.code)[number])

    def weekday(self, number: int, *, abbreviated: bool) -> str:
        """Return a weekday's name; Monday is 0."""
        return str(get_day_names("abbreviated" if abbreviated else "wide", "format", self.code)[number])

    def day(self, moment: dt.datetime) -> str:
        """Return a moment in the language's short form with a four-digit year, the time only when there is one."""
        written = self.short.format(d=moment.day, m=moment.month, y=moment.year)
        return f"{written} {moment:%H:%M}" if moment.time() != dt.time() else written


@functools.lru_cache(maxsize=64)
def locale(tag: str) -> Locale:
    """Return the conventions for a language tag such as ``en``, ``pl`` or ``en-US``.

    TemplateError for an unknown one.
    """
    try:
        known = babel.Locale.parse(tag.replace("_", "-"), sep="-")
    except (ValueError, babel.UnknownLocaleError):
        raise TemplateError(
            f"'{tag}' is not a language that letters can be written in. Use a code like en, pl or en-US."
        ) from None
    territory = known.territory or _DEFAULT_TERRITORY.get(known.language)
    code = get_locale_identifier((known.language, territory, known.script, None)) if territory else str(known)
    yes, no = _YES_NO.get(known.language, ("Yes", "No"))
    return Locale(code, known.language, get_decimal_symbol(code), get_group_symbol(code), yes, no, _short(code))


def known_language(tag: str | None) -> str | None:
    """Return a tag that `locale` takes for what Word wrote (``es-ES_tradnl`` is es-ES), None for none (``x-none``)."""
    for candidate in (tag, (tag or "").split("_")[0], (tag or "").partition("-")[0]):
        try:
            babel.Locale.parse(candidate or "", sep="-")
        except (ValueError, babel.UnknownLocaleError):
            continue
        return candidate
    return None


def _short(code: str) -> str:
    """Turn CLDR's short date (``dd/MM/y``) into a format text with d, m and y."""
    pattern = str(babel.Locale.parse(code).date_formats["short"].pattern)
    for letters, slot in (
        ("yyyy", "{y}"),
        ("yy", "{y}"),
        ("y", "{y}"),
        ("dd", "{d:02}"),
        ("d", "{d}"),
        ("MM", "{m:02}"),
        ("M", "{m}"),
    ):
        if letters in pattern and "{" + slot[1] not in pattern:
            pattern = pattern.replace(letters, slot, 1)
    return pattern
