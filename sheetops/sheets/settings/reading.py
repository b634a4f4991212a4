"""How the values of settings are read: one function a kind of value, ValueError with what it should be."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple


class Setting(NamedTuple):
    """One setting: its name, how its value is read, its default as text, and its meaning for people."""

    name: str
    read: Callable[[str], object]
    default: str
    meaning: str


def text(value: str) -> str:
    """Return the text as it is."""
    return value


def text_or_none(value: str) -> str:
    """Return the text, "" for none."""
    return "" if value.casefold() == "none" else value


def whole(value: str) -> int:
    """Return a whole number of days or the like."""
    number = int(value)
    if not 0 <= number <= 36_500:
        raise ValueError("a whole number from 0 to 36500")
    return number


def positive(value: str) -> int:
    """Return a whole number from 1 to 120."""
    number = int(value)
    if not 1 <= number <= 120:
        raise ValueError("a whole number from 1 to 120")
    return number


def count(value: str) -> int:
    """Return a whole number, however many rows it counts."""
    number = int(value)
    if not 0 <= number <= 10_000_000:
        raise ValueError("a whole number from 0 to 10000000")
    return number


def amount(value: str) -> Decimal:
    """Return an amount in major units."""
    if not re.fullmatch(r"(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", value):
        raise ValueError("an amount with a decimal point, such as 0.10")
    return Decimal(value.replace(",", ""))


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a reader of one word of several."""

    def read(value: str) -> str:
        if value.casefold() not in choices:
            raise ValueError(" or ".join(choices))
        return value.casefold()

    return read


def percent(value: str) -> int:
    """Return a whole number of percent."""
    number = int(value.strip().removesuffix("%"))
    if not 0 <= number <= 100:
        raise ValueError("a whole number of percent from 0 to 100")
    return number


def signed_rate(value: str) -> Decimal:
    """Return a rate a year in percent; it must have its sign."""
    number = Decimal(value.removesuffix("%").strip())
    # Excel keeps 5% as 0.05: without its sign nobody can tell.
    if not 0 <= number <= 1000 or number != round(number, 4) or (number and not value.endswith("%")):
        raise ValueError("a rate a year with its sign and at most four decimals, such as 5.25%")
    return number


def list_of(*choices: str) -> Callable[[str], tuple[str, ...]]:
    """Return a reader of some words of several, () for none."""

    def read(value: str) -> tuple[str, ...]:
        chosen = words(value)
        if not set(chosen) <= set(choices):
            raise ValueError(f"some of {', '.join(choices)}, or none")
        return chosen

    return read


def words(value: str) -> tuple[str, ...]:
    """Return the words between commas, in lower case; () for none."""
    words = tuple(part.strip().casefold() for part in value.split(",") if part.strip())
    return () if words == ("none",) else words


def any_of(value: str) -> tuple[str, ...]:
    """Return the words between commas, in lower case; () for any."""
    return () if value.casefold() == "any" else words(value)


def authority(text: str) -> tuple[str] | tuple[str, Decimal]:
    """Return a title or name, and the most that it may decide where that is limited."""
    found = re.fullmatch(r"(.*?)\s+(\d[\d,]*(?:\.\d+)?)", text)
    return (found[1], amount(found[2])) if found else (text,)


def rate(value: str) -> Decimal:
    """Return a rate in percent, with or without its sign."""
    rate = Decimal(value.strip().removesuffix("%").strip())
    if not 0 <= rate <= 100 or rate * 100 != int(rate * 100):
        raise ValueError("a rate in percent, such as 15 or 12.5 %")
    return rate


def number_format(value: str) -> str:
    """Read how documents are numbered: a pattern with {number} in it."""
    if "{number" not in value or value.format(year=2026, number=1) == value.format(year=2026, number=2):
        raise ValueError("a text such as CN-{year}-{number:05}")
    return value
