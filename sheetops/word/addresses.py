"""ADDRESSBLOCK and GREETINGLINE: the address and salutation that Word makes of whatever columns there are."""

import re
from collections.abc import Callable

from sheetops.word.locales import Locale
from sheetops.word.meaning import Context, Meaning, Read, literal, parsed_of, shown_by
from sheetops.word.nodes import Field
from sheetops.word.scope import Scope, find
from sheetops.word.values import is_empty, to_text

COLUMNS = {
    "TITLE": "title courtesy_title salutation tytul",
    "FIRST": "first_name firstname given_name forename imie",
    "LAST": "last_name lastname surname family_name nazwisko",
    "SUFFIX": "suffix",
    "NICK": "nickname",
    "COMPANY": "company company_name organisation organization firma",
    "STREET1": "address_1 address1 street address ulica adres",
    "STREET2": "address_2 address2",
    "CITY": "city town miasto miejscowosc",
    "STATE": "state county region province",
    "POSTAL": "postal_code postcode zip zip_code kod kod_pocztowy",
    "COUNTRY": "country country_region kraj",
    "NAME": "contact contact_name full_name name",
}
"""Word's parts of an address, and the columns that hold them, the likeliest first."""

ADDRESS = (
    "<<_TITLE_ >><<_FIRST_>><< _LAST_>><< _SUFFIX_>>\n<<_COMPANY_\n>><<_STREET1_\n>><<_STREET2_\n>>"
    "<<_CITY_>><< _POSTAL_>>\n<<_COUNTRY_>>"
)
_GREETINGS = {
    "en": ("Dear ", ",", "Dear Sir or Madam,"),
    "pl": ("Szanowni Państwo ", ",", "Szanowni Państwo,"),
    "de": ("Guten Tag ", ",", "Sehr geehrte Damen und Herren,"),
    "fr": ("Bonjour ", ",", "Madame, Monsieur,"),
}
_GROUP = re.compile(r"<<(.*?)_([A-Z]+[12]?)0?_(.*?)>>", re.DOTALL)


def address_block(inner: Field, context: Context) -> Meaning:
    r"""ADDRESSBLOCK: lines from the columns that are there.

    ``\f`` is Word's own pattern, ``\e`` the country not to print.
    """
    parsed = parsed_of(inner, "cefl")
    pattern = _pattern(inner, parsed.switches.get("f"), ADDRESS)
    home = literal(inner, parsed.switches.get("e"))
    without = literal(inner, parsed.switches.get("c")) == "0"
    spoken = context.locale_of(inner.instruction.first_style())

    def value(scope: Scope) -> str:
        parts = _parts(scope, spoken)
        if without or parts["COUNTRY"].casefold() == home.casefold():
            parts["COUNTRY"] = ""
        return _tidy(_filled(pattern, parts))

    return shown_by(inner, parsed, value, context)


def greeting_line(inner: Field, context: Context) -> Meaning:
    r"""GREETINGLINE: "Dear Ms Smith," or, without a name, the text of ``\e``."""
    parsed = parsed_of(inner, "cefl")
    spoken = context.locale_of(inner.instruction.first_style())
    before, after, nobody = _GREETINGS.get(spoken.language, _GREETINGS["en"])
    default = f"<<_BEFORE_ {before}>><<_TITLE_ >><<_FIRST_ >><<_LAST_>><<_AFTER_ {after}>>"
    pattern = _pattern(inner, parsed.switches.get("f"), default)
    otherwise = literal(inner, parsed.switches.get("e")) or nobody

    def value(scope: Scope) -> str:
        return _greeting(pattern, _parts(scope, spoken)) or otherwise

    return shown_by(inner, parsed, value, context)


def _pattern(inner: Field, span: object, default: str) -> str:
    return literal(inner, span) or default  # type: ignore[arg-type]


def _parts(scope: Scope, spoken: Locale) -> dict[str, str]:
    parts = {part: _first(scope, columns.split(), spoken) for part, columns in COLUMNS.items()}
    if not parts["LAST"] and not parts["FIRST"]:
        parts["LAST"] = parts["NAME"]
    return parts


def _first(scope: Scope, columns: list[str], spoken: Locale) -> str:
    for column in columns:
        found, value = find(scope, column)
        if found and not is_empty(value):
            return to_text(value, spoken).strip()
    return ""


def _filled(pattern: str, parts: dict[str, str]) -> str:
    def group(found: re.Match[str]) -> str:
        before, part, after = found.groups()
        return f"{before}{parts[part]}{after}" if parts.get(part) else ""

    return _GROUP.sub(group, pattern)


_EDGE: Callable[[str], re.Pattern[str]] = lambda edge: re.compile(rf"<<_{edge}_ ?(.*?)>>", re.DOTALL)  # noqa: E731
_BEFORE, _AFTER = _EDGE("BEFORE"), _EDGE("AFTER")


def _greeting(pattern: str, parts: dict[str, str]) -> str:
    before, after = (edge.search(pattern) for edge in (_BEFORE, _AFTER))
    name = _filled(_AFTER.sub("", _BEFORE.sub("", pattern)), parts).strip()
    if not name:
        return ""
    opening = before.group(1) if before else ""
    return (opening.rstrip() + " " if opening.strip() else "") + name + (after.group(1) if after else "")


def _tidy(text: str) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


READS: dict[str, Read] = {"ADDRESSBLOCK": address_block, "GREETINGLINE": greeting_line}
