r"""Date pictures (``\@``): ECMA-376 Part 1, 17.16.4.1, with the names of the letter's language."""

import datetime as dt
import re
from collections.abc import Callable

from sheetops.word.locales import Locale

_PIECES = re.compile(
    r"'([^']*)'?|(am/pm|AM/PM)|(d{1,4}|M{1,4}|y{1,4}|Y{1,4}|D{1,4}|h{1,2}|H{1,2}|m{1,2}|s{1,2}|S{1,2})|(.)", re.DOTALL
)
_Part = Callable[[dt.datetime], str]


def date_picture(picture: str, locale: Locale) -> Callable[[dt.datetime], str]:
    """Return the function that writes a moment by a picture."""
    parts = tuple(_parts(picture, locale))

    def write(moment: dt.datetime) -> str:
        return "".join(part if isinstance(part, str) else part(moment) for part in parts)

    return write


def _parts(picture: str, locale: Locale) -> list[str | _Part]:
    alone = not re.search(r"(?<![dD])[dD]{1,2}(?![dD])", re.sub(r"'[^']*'?", "", picture))
    parts: list[str | _Part] = []
    for literal, half, letters, other in _PIECES.findall(picture):
        if letters:
            parts.append(_part(letters, locale, alone))
        elif half:
            parts.append(_half(half))
        else:
            parts.append(literal or other)
    return parts


def _half(letters: str) -> _Part:
    morning, evening = ("am", "pm") if letters.islower() else ("AM", "PM")
    return lambda moment: morning if moment.hour < 12 else evening


def _part(letters: str, locale: Locale, alone: bool) -> _Part:
    sign, length = letters[0], len(letters)
    if sign in "dD":
        return _day(length, locale)
    if sign == "M":
        return _month(length, locale, alone)
    if sign in "yY":
        return (lambda moment: f"{moment.year % 100:02}") if length <= 2 else (lambda moment: f"{moment.year:04}")
    return _clock(sign, length)


def _day(length: int, locale: Locale) -> _Part:
    if length <= 2:
        return lambda moment: f"{moment.day:0{length}}"
    return lambda moment: locale.weekday(moment.weekday(), abbreviated=length == 3)


def _month(length: int, locale: Locale, alone: bool) -> _Part:
    if length <= 2:
        return lambda moment: f"{moment.month:0{length}}"
    return lambda moment: locale.month(moment.month, abbreviated=length == 3, alone=alone)


def _clock(sign: str, length: int) -> _Part:
    if sign == "h":
        return lambda moment: f"{(moment.hour - 1) % 12 + 1:0{length}}"
    if sign == "H":
        return lambda moment: f"{moment.hour:0{length}}"
    if sign == "m":
        return lambda moment: f"{moment.minute:0{length}}"
    return lambda moment: f"{moment.second:0{length}}"
