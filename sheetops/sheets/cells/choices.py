"""Cells that hold one of a few answers: a code of a list, yes or no, a country, a language, a currency."""

from functools import cache
from typing import Any

from rapidfuzz import fuzz, process

from sheetops.sheets.cells.iso import COUNTRIES, CURRENCIES, LANGUAGES
from sheetops.sheets.cells.texts import read_text
from sheetops.sheets.cells.words import fold, problem, shown

_YES = frozenset(["y", "yes", "true", "1", "t", "tak", "x", "on", "prawda", "✓", "✔", "☑", "☒"])
_NO = frozenset(["n", "no", "false", "0", "f", "nie", "off", "fałsz", "✗", "✘", "☐"])
_OWN_NAMES = {
    "uk": "GB",
    "greatbritain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northernireland": "GB",
}
_OWN_NAMES |= {"usa": "US", "unitedstatesofamerica": "US", "holland": "NL", "aotearoa": "NZ", "anglia": "GB"}
_CLOSE = 75


class OneOf:
    """A reader of one code of a list; other wordings of a code are given by the code."""

    def __init__(self, codes: str, /, **wordings: str) -> None:
        """Take the codes apart at spaces; a wording's words are joined by ``_`` and wordings set apart by spaces."""
        self.codes = tuple(codes.split())
        self._of = {fold(code): code for code in self.codes}
        self._of |= {fold(word): code for code, words in wordings.items() for word in words.split()}

    def __call__(self, raw: Any) -> str:
        """Return the code that a cell means, whatever its case, spaces and punctuation."""
        text = read_text(raw)
        code = self._of.get(fold(text))
        if code is None:
            raise self._unknown(text)
        return code

    def _unknown(self, text: str) -> Exception:
        near = process.extractOne(fold(text), self._of.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
        suggestion = self._of[near[0]] if near else ""
        meant = f" Did you mean {suggestion}?" if suggestion else ""
        return problem("code_unknown", f"{text!r} is none of {', '.join(self.codes)}.{meant}", suggestion)


def read_yes_no(raw: Any) -> bool:
    """Return yes or no from a tick, a word in English or Polish, 1 or 0."""
    if isinstance(raw, bool):
        return raw
    word = read_text(raw).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise problem("yes_no_unreadable", f"{shown(raw)!r} is neither yes nor no. Write yes or no.")


def read_country(raw: Any) -> str:
    """Return a country's two-letter code (ISO 3166-1) from its code of two or three letters or its name."""
    text = read_text(raw)
    code = text.upper()
    if code in COUNTRIES:
        return code
    code = _country_names().get(fold(text), "")
    if not code:
        near = _nearest(fold(text), tuple(_country_names()))
        suggestion = _country_names().get(near, "")
        raise problem(
            "country_unknown", f"{text!r} is no country's two-letter code (ISO 3166), such as NZ or GB.", suggestion
        )
    return code


def read_language(raw: Any) -> str:
    """Return a language's two-letter code (ISO 639-1), without region or script, or from its English or Polish name."""
    text = read_text(raw)
    code = text.replace("_", "-").split("-")[0].lower() if len(text) <= 11 else ""
    if code in LANGUAGES:
        return code
    code = _language_names().get(fold(text), "")
    if not code:
        near = _nearest(fold(text), tuple(_language_names()))
        suggestion = _language_names().get(near, "")
        raise problem(
            "language_unknown", f"{text!r} is no language's two-letter code (ISO 639), such as en or pl.", suggestion
        )
    return code


def read_currency(raw: Any) -> str:
    """Return a currency's three-letter code (ISO 4217)."""
    text = read_text(raw)
    code = text.upper()
    if code not in CURRENCIES:
        suggestion = {"€": "EUR", "£": "GBP", "ZŁ": "PLN", "EURO": "EUR"}.get(code, "")
        raise problem("currency_unknown", f"{text!r} is no currency's code (ISO 4217), such as NZD or EUR.", suggestion)
    return code


def _nearest(word: str, names: tuple[str, ...]) -> str:
    near = process.extractOne(word, names, scorer=fuzz.ratio, score_cutoff=_CLOSE) if len(word) > 3 else None
    return near[0] if near else ""


@cache
def _country_names() -> dict[str, str]:
    from babel import Locale
    from babel.core import get_global

    names = {
        fold(old): new[0] for old, new in get_global("territory_aliases").items() if len(old) == 3 and old.isalpha()
    }
    for locale in map(Locale, ("en", "pl")):
        names |= {fold(name): code for code, name in locale.territories.items()}
    return {name: code for name, code in (names | _OWN_NAMES).items() if code in COUNTRIES}


@cache
def _language_names() -> dict[str, str]:
    from babel import Locale

    names: dict[str, str] = {}
    for locale in map(Locale, ("en", "pl")):
        names |= {fold(name): code for code, name in locale.languages.items() if code in LANGUAGES}
    return names
