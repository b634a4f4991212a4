"""Number formats: Excel's codes in, Excel's codes out, and what a format makes of a number."""

import functools
import re
from enum import Enum
from typing import Any

from sheetops.excel.libreoffice.bridge import struct

_DATE_OR_TIME = 2 | 4  # com.sun.star.util.NumberFormat
_TEXT = 256
_LOGICAL = 1024
_NUMBER = 16

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P', re.IGNORECASE)
_COLOUR = re.compile(r"\[(?:BLACK|BLUE|CYAN|GREEN|MAGENTA|RED|WHITE|YELLOW)\]")
_TOKEN = re.compile(r"[DMYHS]+")


class Shows(Enum):
    """What cells of a format show a number as."""

    GENERAL = "general"
    NUMBER = "number"
    MOMENT = "moment"
    YES_NO = "yes_no"
    TEXT = "text"


class NumberFormats:
    """A document's number formats, by LibreOffice's keys; answers are kept, because each question is a round trip."""

    def __init__(self, document: Any) -> None:
        self._formats = document.getNumberFormats()
        self._own = struct("lang.Locale")
        self._keys: dict[str, int] = {}
        self._shows: dict[int, Shows] = {}

    def key(self, code: str) -> int:
        """Return the key of an Excel code such as ``dd/mm/yyyy``, which is added when the document lacks it."""
        if code not in self._keys:
            # In the locale of LibreOffice itself: a format of another one is saved as "[$-409]dd/mm/yyyy".
            self._keys[code] = int(
                self._formats.getStandardIndex(self._own)
                if code.lower() == "general"
                else self._formats.addNewConverted(code, _english(), self._own)
            )
        return self._keys[code]

    def shows(self, key: int) -> Shows:
        """Return what a format shows a number as."""
        if key not in self._shows:
            self._shows[key] = _shows(self._formats.getByKey(key).Type, self._is_general(key))
        return self._shows[key]

    def code(self, key: int) -> str:
        """Return a format's code as Excel writes it."""
        if self.shows(key) in (Shows.GENERAL, Shows.YES_NO):
            return "General"
        code = _COLOUR.sub(_title, self._in_english(key))
        return _as_excel_writes(code) if self.shows(key) is Shows.MOMENT else code

    def _in_english(self, key: int) -> str:
        there = self._formats.getByKey(key)
        if there.Locale.Language == "en" or (self._own_is_english and not there.Locale.Language):
            return str(there.FormatString)
        added = self._formats.addNewConverted(there.FormatString, there.Locale, _english())
        return str(self._formats.getByKey(added).FormatString)

    @functools.cached_property
    def _own_is_english(self) -> bool:
        """Whether LibreOffice itself writes formats with English letters (a Polish one writes DD.MM.RRRR)."""
        general = self._formats.getByKey(self._formats.getStandardIndex(self._own))
        return bool(general.FormatString == "General")

    @property
    def boolean(self) -> int:
        """The key of the format that shows a number as TRUE or FALSE."""
        return int(self._formats.getStandardFormat(_LOGICAL, self._own))

    def _is_general(self, key: int) -> bool:
        kind = self._formats.getByKey(key).Type & ~1
        return bool(kind == _NUMBER and self._formats.getStandardFormat(_NUMBER, self._locale_of(key)) == key)

    def _locale_of(self, key: int) -> Any:
        return self._formats.getByKey(key).Locale


def _english() -> Any:
    return struct("lang.Locale", Language="en", Country="US")


def _title(colour: re.Match[str]) -> str:
    return colour.group().title()


def _shows(kind: int, general: bool) -> Shows:
    if general:
        return Shows.GENERAL
    for flag, shows in ((_LOGICAL, Shows.YES_NO), (_DATE_OR_TIME, Shows.MOMENT), (_TEXT, Shows.TEXT)):
        if kind & flag:
            return shows
    return Shows.NUMBER


def _as_excel_writes(code: str) -> str:
    """Return a date format with its letters in lower case, which is how Excel shows them; quoted text stays."""
    parts, last = [], 0
    for fixed in _QUOTED.finditer(code):
        parts += [_TOKEN.sub(_lower, code[last : fixed.start()]), fixed.group()]
        last = fixed.end()
    return "".join([*parts, _TOKEN.sub(_lower, code[last:])])


def _lower(token: re.Match[str]) -> str:
    return token.group().lower()
