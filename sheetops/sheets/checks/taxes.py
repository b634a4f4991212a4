"""Tax numbers by country, as python-stdnum knows their forms and check digits."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

_KINDS = {
    "AU": ("abn", "acn", "tfn"),
    "GB": ("vat", "utr"),
    "NZ": ("ird",),
    "PL": ("nip", "regon", "pesel"),
    "US": ("ein", "ssn", "itin"),
}
"""The numbers that businesses and people go by where there is more than the one for value added tax."""


def tax_number(numbers: list[str], country: str) -> list[tuple[str, str] | None]:
    """Return for each number what is wrong; a country whose numbers are not known is passed over."""
    kinds = _known(country)
    if not kinds:
        return [None] * len(numbers)
    said = f"is no tax number of {country}: its form or its check digit is not right. Copy it again from its source."
    return [None if any(known(number) for known in kinds) else (f"{number} {said}", "") for number in numbers]


@cache
def _known(country: str) -> tuple[Callable[[str], bool], ...]:
    from stdnum.util import get_cc_module

    if country in _KINDS:
        modules: list[Any] = [import_module(f"stdnum.{country.lower()}.{kind}") for kind in _KINDS[country]]
    else:
        module = get_cc_module(country.lower(), "vat") if country else None
        modules = [module] if module else []
    return tuple(module.is_valid for module in modules)
