r"""Numbers in words, ordinals, Roman numerals, letters and hexadecimal: the ``\*`` formats for numbers.

ECMA-376 Part 1, 17.16.4.3. Words come from num2words, in the letter's language; a language that it lacks leaves the
number.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from sheetops.word.locales import Locale

Spelling = Callable[[Decimal, Locale], str | None]

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}


def card_text(number: Decimal, locale: Locale) -> str | None:
    """Return ``one hundred twenty-three`` for 123."""
    return _words(_whole(number), locale, "cardinal")


def ord_text(number: Decimal, locale: Locale) -> str | None:
    """Return ``one thousand two hundred thirty-fifth`` for 1234.567."""
    return _words(_whole(number), locale, "ordinal")


def dollar_text(number: Decimal, locale: Locale) -> str | None:
    """Return ``one thousand two hundred thirty-four and 57/100`` for 1234.567."""
    cents = int(abs(number).scaleb(2).quantize(Decimal(1), ROUND_HALF_UP))
    whole, rest = divmod(cents, 100)
    words = _words(-whole if number < 0 else whole, locale, "cardinal")
    joined = {"pl": "i", "de": "und", "fr": "et", "es": "con", "it": "e"}.get(locale.language, "and")
    return f"{words} {joined} {rest:02}/100" if words else None


def ordinal(number: Decimal, locale: Locale) -> str | None:
    """Return ``32nd`` for 32; in languages that write ordinals with a point, ``32.``."""
    value = _whole(number)
    if locale.language != "en":
        return f"{value}."
    last = abs(value) % 100
    return f"{value}{'th' if 10 < last < 20 else _SUFFIXES.get(last % 10, 'th')}"


def roman(number: Decimal, _locale: Locale) -> str | None:
    """Return ``XLII`` for 42; nothing for what Rome did not write."""
    value = _whole(number)
    if not 0 < value < 32768:
        return None
    out = ""
    for worth, letters in _ROMAN:
        times, value = divmod(value, worth)
        out += letters * times
    return out


def alphabetic(number: Decimal, _locale: Locale) -> str | None:
    """Return ``A`` for 1, ``Z`` for 26, ``AA`` for 27, ``BBB`` for 54: the letter, once more each round."""
    value = _whole(number)
    return chr(65 + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= 780 else None


def hexadecimal(number: Decimal, _locale: Locale) -> str | None:
    """Return ``FF`` for 255."""
    value = _whole(number)
    return f"{value:X}" if 0 <= value < 2**31 else None


def arabic(number: Decimal, _locale: Locale) -> str | None:
    """Return the whole number in figures."""
    return str(_whole(number))


def _whole(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_HALF_UP))


def _words(value: int, locale: Locale, kind: str) -> str | None:
    from num2words import num2words  # it loads every language there is

    try:
        words = str(num2words(value, lang=locale.language, to=kind))
    except (NotImplementedError, OverflowError):
        return None
    return words.replace(" and ", " ").replace(",", "") if locale.language == "en" else words


SPELLINGS: dict[str, Spelling] = {
    "CARDTEXT": card_text,
    "ORDTEXT": ord_text,
    "DOLLARTEXT": dollar_text,
    "ORDINAL": ordinal,
    "ROMAN": roman,
    "ALPHABETIC": alphabetic,
    "HEX": hexadecimal,
    "ARABIC": arabic,
}
"""By the format's name in capitals; Roman and alphabetic written in small letters give small letters."""
