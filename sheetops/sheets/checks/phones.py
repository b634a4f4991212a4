"""Telephone numbers by country, as Google's phonenumbers knows the numbering plans."""

import re
from collections.abc import Callable
from functools import cache

import pandas as pd

_PUNCTUATION = str.maketrans("", "", " -.()\u2011\u2010\u2013/")
_ZERO = "0"
_KINDS = ("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "voip", "personal_number", "pager", "uan")


def telephone(numbers: list[str], country: str) -> list[tuple[str, str] | None]:
    """Return for each number what is wrong and the number to put there instead, None when nothing is wrong.

    Source: libphonenumber's metadata. Most numbers are plainly right; those are told by the plan's own patterns, at a
    tenth of the cost of the library's full reading, which judges all others.
    """
    plainly = _plain(country)
    return [None if plainly(number.translate(_PUNCTUATION)) else _judge(number, country) for number in numbers]


@cache
def _plain(country: str) -> Callable[[str], object]:
    """The plan's pattern for whole numbers: with the country's code, or with the prefix used within the country."""
    from phonenumbers import PhoneMetadata

    plan = PhoneMetadata.metadata_for_region(country, None) if country else None
    if plan is None or plan.national_prefix_transform_rule or plan.leading_digits:
        return re.compile(r"(?!)").fullmatch
    patterns = [getattr(plan, kind).national_number_pattern for kind in _KINDS if getattr(plan, kind)]
    own = "|".join(f"(?:{pattern})" for pattern in patterns if pattern)
    prefix = f"(?:{plan.national_prefix})" if plan.national_prefix else ""
    prefix += "?" if prefix and plan.national_prefix != _ZERO else ""
    return re.compile(rf"(?:\+{plan.country_code}|{prefix})(?:{own})").fullmatch


def written_phones(numbers: pd.Series, countries: pd.Series, own: str) -> pd.Series:
    """Return numbers as they are dialled and read: ``09 555 0101``, with + and the country's code from abroad.

    ``countries`` are two-letter codes, "" for ``own``, the country of those who dial. What is no number stays as it is.
    """
    asked = pd.DataFrame({"number": numbers.astype(object), "country": countries.astype(object).replace("", own)})
    pairs = asked.drop_duplicates()
    written = {(one.number, one.country): _written(one.number, one.country, own) for one in pairs.itertuples()}
    return pd.Series([written[pair] for pair in zip(asked["number"], asked["country"], strict=True)], numbers.index)


def _written(number: str, country: str, own: str) -> str:
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number, parse

    try:
        parsed = parse(number, country or None)
    except NumberParseException:
        return number
    abroad = country != own or not country
    form = PhoneNumberFormat.INTERNATIONAL if abroad else PhoneNumberFormat.NATIONAL
    return format_number(parsed, form) if is_valid_number(parsed) else number


def _judge(number: str, country: str) -> tuple[str, str] | None:
    from phonenumbers import NumberParseException, is_valid_number, parse

    if not country and not number.startswith("+"):
        return None
    try:
        parsed = parse(number, country or None)
    except NumberParseException:
        return f"{number!r} is not one telephone number. Keep one number, in figures.", ""
    if not is_valid_number(parsed):
        return (
            f"{number} is no telephone number{_there(country)}. Check it, or start it with + and the country's code.",
            "",
        )
    return _lost_zero(number, country)


def _there(country: str) -> str:
    return f" in {country}" if country else ""


def _lost_zero(number: str, country: str) -> tuple[str, str] | None:
    """A spreadsheet that took the number for an amount leaves out the zero that it is dialled with."""
    from phonenumbers import PhoneMetadata, PhoneNumberFormat, format_number, parse

    plan = PhoneMetadata.metadata_for_region(country, None) if country else None
    prefix = plan.national_prefix if plan else None
    if prefix != _ZERO or number.lstrip(" (").startswith((_ZERO, "+")):
        return None
    right = format_number(parse(number, country), PhoneNumberFormat.NATIONAL)
    if not right.lstrip("(").startswith(prefix):
        return None
    return f"{number} lost the {prefix} that it is dialled with. Did you mean {right}?", right
