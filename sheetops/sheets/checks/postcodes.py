"""The shapes of postcodes by country (Universal Postal Union, addressing systems)."""

import re

_FIVE, _FOUR, _SIX = "[0-9]{5}", "[0-9]{4}", "[0-9]{6}"
_SHAPES: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("NZ", "AU", "AT", "BE", "BG", "CH", "DK", "HU", "LI", "LU", "NO", "SI", "ZA"), (_FOUR, "0610")),
    **dict.fromkeys(("DE", "EE", "ES", "FI", "FR", "HR", "IT", "MX", "TR", "UA"), (_FIVE, "01234")),
    **dict.fromkeys(("CN", "IN", "RO", "SG"), (_SIX, "012345")),
    "CA": ("[ABCEGHJ-NPRSTVXY][0-9][A-Z] ?[0-9][A-Z][0-9]", "K1A 0B1"),
    "CZ": ("[0-9]{3} ?[0-9]{2}", "110 00"),
    "GB": ("(?:GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2})", "SW1A 1AA"),
    "GR": ("[0-9]{3} ?[0-9]{2}", "104 31"),
    "IE": ("(?:[A-Z][0-9]{2}|D6W) ?[A-Z0-9]{4}", "D02 AF30"),
    "JP": ("[0-9]{3}-?[0-9]{4}", "100-0001"),
    "LT": ("(?:LT-)?[0-9]{5}", "01100"),
    "LV": ("LV-[0-9]{4}", "LV-1010"),
    "NL": ("[1-9][0-9]{3} ?[A-Z]{2}", "1012 AB"),
    "PL": ("[0-9]{2}-[0-9]{3}", "00-950"),
    "PT": ("[0-9]{4}-[0-9]{3}", "1000-001"),
    "SE": ("[0-9]{3} ?[0-9]{2}", "111 20"),
    "SK": ("[0-9]{3} ?[0-9]{2}", "811 01"),
    "US": ("[0-9]{5}(?:-[0-9]{4})?", "02108"),
}
_PATTERNS = {country: re.compile(shape, re.IGNORECASE) for country, (shape, _) in _SHAPES.items()}
_DASHED = {"PL": (2, 5), "PT": (4, 7)}
_LENGTH = {_FOUR: 4, _FIVE: 5, _SIX: 6}


def postcode(codes: list[str], country: str) -> list[tuple[str, str] | None]:
    """Return for each postcode what is wrong and the right one; countries without a known shape are passed over."""
    pattern = _PATTERNS.get(country)
    if pattern is None:
        return [None] * len(codes)
    return [None if pattern.fullmatch(code) else _wrong(code, country) for code in codes]


def _wrong(code: str, country: str) -> tuple[str, str]:
    suggestion = _mended(code, country)
    meant = f" Did you mean {suggestion}?" if suggestion else f" Write it like {_SHAPES[country][1]}."
    return f"{code!r} is not written as postcodes of {country} are.{meant}", suggestion


def _mended(code: str, country: str) -> str:
    """The postcode with the zeros that a spreadsheet took, or with its dash; "" when that is not all that is wrong."""
    figures = re.sub("[^0-9]", "", code)
    if not figures or re.search("[A-Za-z]", code):
        return ""
    if country in _DASHED:
        at, length = _DASHED[country]
        filled = figures.zfill(length)
        candidate = f"{filled[:at]}-{filled[at:]}"
    else:
        candidate = figures.zfill(5 if country == "US" else _LENGTH.get(_SHAPES[country][0], 0))
    return candidate if _PATTERNS[country].fullmatch(candidate) else ""
