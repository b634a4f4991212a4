"""Cells that hold amounts, whole numbers and rates.

A number from a cell is taken to 15 significant digits, as Excel shows it: what lies beyond is the noise of binary
fractions.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from sheetops.sheets.cells.iso import CURRENCIES
from sheetops.sheets.cells.words import number_text, problem, reading_of, refuse_errors, shown, tidy

_CURRENCY = r"[A-Za-z]{3}|[A-Z]{0,3}\$|[€£¥₹₺₩₪₫₴]|zł|Kč|kr\.?|Ft"
_MINUS = "[-−–]"
_SHAPE = re.compile(
    rf"(?P<open>\()? ?(?P<lead>{_MINUS}|\+)? ?(?P<before>{_CURRENCY})? ?(?P<inner>{_MINUS})? ?"
    rf"(?P<figures>[0-9.,' ’]*[0-9]) ?(?P<after>{_CURRENCY})? ?(?P<trail>{_MINUS})? ?(?P<close>\))?"
)
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₺": "TRY",
    "₪": "ILS",
    "₫": "VND",
    "₴": "UAH",
    "zł": "PLN",
    "kč": "CZK",
    "ft": "HUF",
}
_SHARE = re.compile(r"\s*(%|per ?cent|procent)$", re.IGNORECASE)
_BIGGEST = 2**63
_FIGURE_DECIMALS = 6
_BIGGEST_FIGURE = 10**12


def read_amount(raw: Any, info: ValidationInfo) -> Decimal:
    """Return an amount, exact to 15 digits; text may have a currency's sign, separators, and minus written any way."""
    if type(raw) is float and -1e15 < raw < 1e15:
        return Decimal(f"{raw:.15g}")
    if isinstance(raw, str):
        return _from_text(tidy(raw), reading_of(info).decimal_mark)
    refuse_errors(raw)
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        return _finite(raw)
    raise problem("amount_unreadable", f"{shown(raw)} is not an amount. Type the amount as a number.")


def read_whole(raw: Any, info: ValidationInfo) -> int:
    """Return a whole number; 3.0 and the text ``3`` are 3."""
    try:
        number = read_amount(raw, info)
    except PydanticCustomError as error:
        raise _of_its_own(
            error, "number_unreadable", f"{shown(raw)!r} is not a whole number. Type it in figures."
        ) from None
    if number != number.to_integral_value() or abs(number) >= _BIGGEST:
        raise problem("number_unreadable", f"{shown(raw)} is not a whole number. Type one without decimals.")
    return int(number)


def read_rate(raw: Any, info: ValidationInfo) -> int:
    """Return a rate in basis points: 15 %, 0.15 and 15 are 1500. Below one a number is a share, above one per cent."""
    text = tidy(raw) if isinstance(raw, str) else ""
    try:
        number = read_amount(text.removesuffix("%") if text else raw, info)
    except PydanticCustomError as error:
        raise _of_its_own(error, "rate_unreadable", f"{shown(raw)!r} is not a rate. Write it like 15%.") from None
    if abs(number) == 1 and not text.endswith("%"):
        raise problem(
            "rate_ambiguous", f"{shown(raw)} may be 1 % or 100 %. Write 0.01 for one per cent, 100 for the whole."
        )
    points = number * 100 if text.endswith("%") or abs(number) > 1 else number * 10_000
    if not 0 <= points <= 10_000:
        raise problem("rate_out_of_range", f"{shown(raw)} is not a rate from 0 % to 100 %. Check it.")
    if points != points.to_integral_value():
        raise problem("rate_too_fine", f"{shown(raw)} is finer than a hundredth of one per cent. Round it.")
    return int(points)


def read_fee(raw: Any, info: ValidationInfo) -> str:
    """Return a fee as ``25`` or, of what is open, ``2%``; a number below one may be either, so it is refused."""
    text = tidy(raw) if isinstance(raw, str) else ""
    share = _SHARE.sub("", text)
    try:
        number = read_amount(share or raw, info)
    except PydanticCustomError as error:
        said = f"{shown(raw)!r} is not a fee. Write an amount like 25.00, or a share of what is open like 2%."
        raise _of_its_own(error, "fee_unreadable", said) from None
    if number < 0 or (share != text and number > 100):
        raise problem("fee_out_of_range", f"{shown(raw)} is no fee that can be charged. Check it.")
    if share == text and 0 < number < 1:
        raise problem(
            "fee_ambiguous", f"{shown(raw)} may be a share or an amount. Write 2 percent, or an amount from 1."
        )
    return f"{number.normalize():f}" if share == text else f"{number.normalize():f}%"


def read_figure(raw: Any, info: ValidationInfo) -> str:
    """Return a number of zero or more, exact, as text: ``2.35``, ``0.0125``; six decimals at most."""
    try:
        number = read_amount(raw, info)
    except PydanticCustomError as error:
        raise _of_its_own(error, "figure_unreadable", f"{shown(raw)!r} is not a number. Type it in figures.") from None
    if number < 0:
        raise problem("figure_negative", f"{shown(raw)} is negative. It must be zero or more.")
    if number != round(number, _FIGURE_DECIMALS) or number >= _BIGGEST_FIGURE:
        raise problem("figure_too_fine", f"{shown(raw)} has more than six decimals, or is too large. Round it.")
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def at_least(least: int) -> Callable[[int], int]:
    """Return a reader that refuses whole numbers below a least one."""

    def number_too_small(number: int) -> int:
        if number < least:
            raise problem("number_too_small", f"{number} is too small: {least} is the least that makes sense here.")
        return number

    return number_too_small


def currency_of(raw: Any) -> str:
    """Return the ISO code of the currency that a text names beside its amount, "" when it names none for certain."""
    found = _SHAPE.fullmatch(tidy(raw)) if isinstance(raw, str) else None
    name = (found["before"] or found["after"] or "") if found else ""
    if len(name) == 3 and name.isalpha():
        return name.upper()
    return _SIGNS.get(name.lower().rstrip("."), "")


def _of_its_own(error: PydanticCustomError, check: str, text: str) -> PydanticCustomError:
    """Say "not a rate" where an amount's reader would say "not an amount"; every other fault stays what it is."""
    return problem(check, text) if (error.context or {})["check"] == "amount_unreadable" else error


def _finite(raw: float | Decimal) -> Decimal:
    number = Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite():
        raise problem("amount_unreadable", f"{raw} is not an amount. Type the amount as a number.")
    return number


def _from_text(text: str, mark: str) -> Decimal:
    refuse_errors(text)
    found = _SHAPE.fullmatch(text)
    if not found or not _signs_agree(found):
        raise _unreadable(text)
    minus = "-" if any(found[sign] in ("-", "−", "–") for sign in ("lead", "inner", "trail")) or found["open"] else ""
    figures = _plain(found["figures"], mark)
    if figures is None:
        raise _wrong_mark(text, minus, found["figures"], mark)
    return Decimal(minus + figures)


def _signs_agree(found: re.Match[str]) -> bool:
    signs = [found["lead"], found["inner"], found["trail"], found["open"]]
    names = [name for name in (found["before"], found["after"]) if name]
    known = all(name.upper() in CURRENCIES for name in names if len(name) == 3 and name.isascii() and name.isalpha())
    return known and len(names) <= 1 and sum(map(bool, signs)) <= 1 and bool(found["open"]) == bool(found["close"])


@cache
def _grouped(mark: str) -> re.Pattern[str]:
    apart = "[,'’ ]" if mark == "." else "[.'’ ]"
    return re.compile(rf"(?:[0-9]*|[0-9]{{1,3}}({apart})[0-9]{{3}}(?:\1[0-9]{{3}})*)(?:{re.escape(mark)}[0-9]+)?")


def _plain(figures: str, mark: str) -> str | None:
    """Figures in Python's writing, or None when they do not stand as the mark demands."""
    if not _grouped(mark).fullmatch(figures):
        return None
    whole, _, part = figures.partition(mark)
    whole = re.sub(r"[^0-9]", "", whole)
    return f"{whole or '0'}.{part or '0'}"


def _wrong_mark(text: str, minus: str, figures: str, mark: str) -> Exception:
    other = _plain(figures, "," if mark == "." else ".")
    if other is None:
        return _unreadable(text)
    suggestion = minus + number_text(Decimal(other)).replace(".", mark)
    words = (
        f"{text!r} is not written with {mark!r} before its decimals, as the setting decimal_mark says this desk writes "
        f"amounts. Did you mean {suggestion}? If all are written so, change decimal_mark on the sheet Policy."
    )
    return problem("decimal_mark_wrong", words, suggestion)


def _unreadable(text: str) -> Exception:
    return problem("amount_unreadable", f"{text!r} is not an amount. Type the amount as a number.")
