"""Comparisons of IF, SKIPIF, NEXTIF: six operators, numbers as numbers, days as days, ``*`` and ``?`` wild."""

import functools
import operator
import re
from collections.abc import Callable
from typing import Any

from sheetops.word.instruction import Span
from sheetops.word.locales import Locale
from sheetops.word.values import to_day, to_number, to_text

OPERATOR = re.compile(r"<>|<=|>=|=|<|>")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TRUE = {"true", "yes", "1", "-1", "tak", "y"}


def split_operators(text: str, spans: list[Span]) -> list[Span]:
    """Return spans with the first operator as a span of its own, even where no spaces stand around it."""
    out: list[Span] = []
    for at, span in enumerate(spans):
        found = OPERATOR.search(text, span.start, span.end) if span.kind == "word" else None
        if found is None:
            out.append(span)
            continue
        if found.start() > span.start:
            out.append(Span("word", span.start, found.start()))
        out.append(Span("operator", found.start(), found.end()))
        if found.end() < span.end:
            out.append(Span("word", found.end(), span.end))
        return out + spans[at + 1 :]
    return out


def compare(left: object, sign: str, right: object, locale: Locale) -> bool:
    """Return whether a comparison holds; letter case counts, as in Word."""
    if isinstance(left, bool) or isinstance(right, bool):
        return _COMPARE[sign](_truth(left), _truth(right))
    numbers = to_number(left, locale), to_number(right, locale)
    if None not in numbers:
        return _COMPARE[sign](*numbers)
    days = to_day(left), to_day(right)
    if None not in days:
        return _COMPARE[sign](*days)
    first, second = to_text(left, locale), to_text(right, locale)
    if sign in ("=", "<>") and ("*" in second or "?" in second):
        return (_wildcard(second).fullmatch(first) is not None) is (sign == "=")
    return _COMPARE[sign](first, second)


def _truth(value: object) -> bool:
    return value if isinstance(value, bool) else str(value).strip().casefold() in _TRUE


@functools.lru_cache(maxsize=1024)
def _wildcard(pattern: str) -> re.Pattern[str]:
    signs = {"*": ".*", "?": "."}
    return re.compile("".join(signs.get(sign) or re.escape(sign) for sign in pattern), re.DOTALL)
