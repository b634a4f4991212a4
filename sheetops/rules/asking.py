"""Questions that people put to a sheet: which rows ("segment = schools; outstanding > 100"), grouped and totalled how.

Conditions stand one a line or with semicolons between, and a row must meet them all. Each is a column, a comparison and
a value, or several values with commas between, of which one will do.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops import clock, money
from sheetops.model import Column, Frame, Kind, Reading

Mask: TypeAlias = npt.NDArray[np.bool_]
NUMBERS = (Kind.MONEY, Kind.WHOLE, Kind.RATE)
DAYS = (Kind.DAY, Kind.MOMENT)
BLANK = ("blank", "empty", "nothing", "puste")

_WORDS = {
    "is not between": "not between",
    "is between": "between",
    "between": "between",
    "is not": "<>",
    "is": "=",
    "equals": "=",
    "does not contain": "lacks",
    "contains": "contains",
    "starts with": "starts",
    "begins with": "starts",
    "not in": "<>",
    "in": "=",
    "on or before": "<=",
    "on or after": ">=",
    "before": "<",
    "after": ">",
    "at least": ">=",
    "at most": "<=",
    "more than": ">",
    "less than": "<",
    "over": ">",
    "under": "<",
}
_SIGNS = {"<=": "<=", ">=": ">=", "<>": "<>", "!=": "<>", "≤": "<=", "≥": ">=", "=": "=", "<": "<", ">": ">"}
_SPOKEN = [word.replace(" ", r"\s+") for word in sorted(_WORDS, key=len, reverse=True)]
_OPERATOR = re.compile(
    rf"\s*(?:{'|'.join(map(re.escape, _SIGNS))})\s*|\s+(?:is\s+)?(?:{'|'.join(_SPOKEN)})(?:\s+|$)", re.IGNORECASE
)
_TODAY = re.compile(r"(?:today|dziś)(?:\s*([+-])\s*(\d{1,5})(?:\s*days?)?)?", re.IGNORECASE)


class NotUnderstood(ValueError):
    """A question that cannot be understood; its text says which part, and how to write it."""


class Grouping(NamedTuple):
    """A column to group by; of days, the month or year that they lie in (``by``, else "")."""

    column: Column
    by: str = ""

    @property
    def heading(self) -> str:
        """What stands above it."""
        return f"{self.column.name} by {self.by}" if self.by else self.column.name


@dataclass(frozen=True)
class Columns:
    """The columns that a question may name, by heading without regard to case, spaces and signs."""

    known: Mapping[str, Column]

    @classmethod
    def of(cls, columns: Sequence[Column]) -> "Columns":
        """Return the columns of a sheet; of two with one name the first is meant."""
        named = {_fold(name): column for column in reversed(columns) for name in (*column.synonyms, column.name)}
        return cls(named | {_fold(column.name): column for column in reversed(columns)})

    def named(self, name: str) -> Column:
        """Return the column of a name; NotUnderstood names the nearest one."""
        if found := self.known.get(_fold(name)):
            return found
        names = {column.name for column in self.known.values()}
        near = get_close_matches(_fold(name), self.known, 1)
        hint = f"Did you mean {self.known[near[0]].name}?" if near else f"It has {', '.join(sorted(names))}."
        raise NotUnderstood(f"The sheet has no column {name.strip()!r}. {hint}")


def _fold(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


# ------------------------------------------------------------------------------------------------ which rows


def meets(frame: Frame, where: str, columns: Columns, reading: Reading) -> Mask:
    """Return which rows of a frame meet all conditions; all when there are none.

    Text is compared without regard to case; ``blank`` is an empty cell, and an empty cell meets no other condition than
    that and ``is not``. Amounts are in major units of each row's currency, percentages in percent; days are written as
    the desk writes them, ISO, or as ``today``, ``today - 30``.
    """
    found = np.ones(len(frame), dtype=bool)
    for condition in re.split(r"[;\n]+", where):
        if condition.strip():
            found &= _met(frame, condition.strip(), columns, reading)
    return found


def _met(frame: Frame, condition: str, columns: Columns, reading: Reading) -> Mask:
    at = _OPERATOR.search(condition)
    if not at or not condition[: at.start()].strip():
        raise NotUnderstood(
            f"{condition!r} is not a condition. Write a column, a comparison and a value, such as segment = schools, "
            "outstanding > 100, due_date before today or email is blank."
        )
    column, sign = columns.named(condition[: at.start()]), _sign(at.group())
    said = condition[at.end() :].strip()
    values = frame[column.name]
    if said.casefold() in BLANK and sign in ("=", "<>"):
        empty = _empty(values)
        return empty if sign == "=" else ~empty
    if not said:
        raise NotUnderstood(f"{condition!r} says no value. Write one after the comparison, or the word blank.")
    if sign.endswith("between"):
        return _between(frame, column, said, sign, reading)
    wanted = [_compared(frame, column, sign, one, reading) for one in _listed(said, column)]
    if sign in ("<>", "lacks"):
        return np.asarray(np.logical_and.reduce(wanted))
    return np.asarray(np.logical_or.reduce(wanted) & ~_empty(values))


def _sign(found: str) -> str:
    word = " ".join(found.casefold().split())
    return _SIGNS.get(word) or _WORDS.get(word) or _WORDS[word.removeprefix("is ")]


def _between(frame: Frame, column: Column, said: str, sign: str, reading: Reading) -> Mask:
    ends = re.split(r"\s+(?:and|to|i)\s+", said, flags=re.IGNORECASE)
    if len(ends) != 2:
        raise NotUnderstood(f"{said!r} is no span. Write it like 100 and 500: both ends are included.")
    low, high = (_compared(frame, column, sign, end, reading) for sign, end in zip((">=", "<="), ends, strict=True))
    inside = low & high
    return ~inside & ~_empty(frame[column.name]) if sign == "not between" else inside


def _listed(said: str, column: Column) -> list[str]:
    """Return the values of a list; in numbers a comma before three digits is no end of one."""
    comma = r",(?!\d{3}(?!\d))" if column.kind in NUMBERS else ","
    parts = re.findall(rf'"[^"]*"|(?:(?!{comma}).)+', said)
    return [part.strip().strip('"') for part in parts if part.strip()]


def _empty(values: pd.Series) -> Mask:
    return np.asarray(values.isna() | (values.astype(object) == ""), dtype=bool)


_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": lambda one, other: one == other,
    "<>": lambda one, other: ~(one == other),
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def _compared(frame: Frame, column: Column, sign: str, said: str, reading: Reading) -> Mask:
    values = frame[column.name]
    if sign in ("contains", "lacks", "starts"):
        text = values.astype(str).str.casefold()
        found = (
            text.str.startswith(said.casefold())
            if sign == "starts"
            else text.str.contains(said.casefold(), regex=False)
        )
        return np.asarray(~found if sign == "lacks" else found, dtype=bool)
    wanted = _value(frame, column, said, reading)
    if column.kind in DAYS:
        values = values.dt.normalize()
    elif column.kind not in (*NUMBERS, Kind.YES_NO):
        if sign not in ("=", "<>"):
            raise NotUnderstood(f"{column.name} holds text: {said!r} can be compared with = or <>, or with contains.")
        values = values.astype(str).str.casefold()
    return np.asarray(_COMPARE[sign](values, wanted).fillna(sign == "<>"), dtype=bool)


def _value(frame: Frame, column: Column, said: str, reading: Reading) -> Any:
    if column.kind in DAYS:
        return pd.Timestamp(_day(said, column, reading))
    if column.kind is Kind.YES_NO:
        return _yes_no(said, column)
    if column.kind is Kind.MONEY:
        return _minor(frame, _number(said, column), column)
    if column.kind is Kind.RATE:
        return int(_number(said.removesuffix("%").strip(), column) * 100)
    return int(_number(said, column)) if column.kind is Kind.WHOLE else said.casefold()


def _number(said: str, column: Column) -> Decimal:
    try:
        number = Decimal(re.sub(r"(?<=\d),(?=\d{3})", "", said).replace(" ", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise NotUnderstood(f"{column.name} holds numbers, and {said!r} is none. Write it like 1250.00.")
    return number


def _minor(frame: Frame, amount: Decimal, column: Column) -> Any:
    """Return a bound in minor units, row by row where the sheet has currencies; 0.50 lies between whole yen."""
    codes = frame["currency"].astype(str) if "currency" in frame else pd.Series("", index=frame.index)
    if amount.adjusted() > _MOST:
        raise NotUnderstood(f"{column.name}: {amount} is more than any amount can be. Write a smaller one.")
    return codes.map({code: float(amount.scaleb(money.decimals(code))) for code in codes.unique()}).astype("float64")


_MOST = 12
"""Digits before the point from which on a bound in minor units would not be exact."""


def _yes_no(said: str, column: Column) -> bool:
    answers = dict.fromkeys(("yes", "y", "true", "1", "tak"), True) | dict.fromkeys(
        ("no", "n", "false", "0", "nie"), False
    )
    if said.casefold() not in answers:
        raise NotUnderstood(f"{column.name} is yes or no, and {said!r} is neither.")
    return answers[said.casefold()]


def _day(said: str, column: Column, reading: Reading) -> dt.date:
    if found := _TODAY.fullmatch(said):
        shift = int(found[2] or 0) * (-1 if found[1] == "-" else 1)
        return reading.as_of + dt.timedelta(days=shift)
    parts = [int(part) for part in re.findall(r"\d+", said)] if re.fullmatch(r"[\d\s./-]+", said) else []
    try:
        if len(parts) == 3 and parts[0] > 999:
            return dt.date(*parts)
        first, second, year = parts
        return dt.date(year, second, first) if reading.date_order == "dmy" else dt.date(year, first, second)
    except ValueError:
        day = clock.text(reading.as_of)
        raise NotUnderstood(
            f"{column.name} holds days, and {said!r} is none. Write it like {day} or {reading.as_of}, or today - 30."
        ) from None


# ------------------------------------------------------------------------------------------------ grouped and totalled


def groupings(said: str, columns: Columns) -> tuple[Grouping, ...]:
    """Return the columns to group by: ``segment, due_date by month``."""
    return tuple(_grouping(part.strip(), columns) for part in said.split(",") if part.strip())


def _grouping(said: str, columns: Columns) -> Grouping:
    found = re.fullmatch(r"(.+?)\s+by\s+(month|year)", said, re.IGNORECASE)
    column = columns.named(found[1] if found else said)
    if found and column.kind not in DAYS:
        raise NotUnderstood(f"{column.name} holds no days: it cannot be grouped by {found[2]}.")
    return Grouping(column, found[2].lower() if found else "")


def totalled(said: str, columns: Columns) -> tuple[Column, ...]:
    """Return the columns to total, which must hold amounts or whole numbers; none when nothing is said."""
    found = tuple(dict.fromkeys(columns.named(part) for part in said.split(",") if part.strip()))
    for column in found:
        if column.kind not in (Kind.MONEY, Kind.WHOLE):
            raise NotUnderstood(f"{column.name} holds no amounts: it cannot be totalled.")
    return found


_DOWN = r"(?:desc(?:ending)?|(?:highest|largest|greatest|newest|most|latest)\s+first)"
_UP = r"(?:asc(?:ending)?|(?:lowest|smallest|oldest|least|earliest)\s+first)"


def ordering(said: str, headings: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Return what to sort by, (heading, rising): ``outstanding highest first, name``."""
    order = []
    for part in (one.strip() for one in said.split(",") if one.strip()):
        down = re.fullmatch(rf"(.+?)\s+{_DOWN}", part, re.IGNORECASE)
        up = re.fullmatch(rf"(.+?)\s+{_UP}", part, re.IGNORECASE)
        name = next((found[1] for found in (down, up) if found), part)
        meant = [heading for heading in headings if _fold(heading) == _fold(name)]
        if not meant:
            raise NotUnderstood(f"The report has no column {name!r} to sort by. It has {', '.join(headings)}.")
        order.append((meant[0], not down))
    return tuple(order)


def grouped(frame: Frame, by: Sequence[Grouping], totals: Sequence[Column], currency: bool) -> Frame:
    """Return one row a group, sorted: a column for each grouping, currency where asked for, rows, and the totals."""
    keys = {one.heading: _keys(frame[one.column.name], one) for one in by}
    keys |= {"currency": frame["currency"].astype(object)} if currency else {}
    sums = {column.name: frame[column.name].fillna(0).astype("int64") for column in totals}
    rows = pd.DataFrame({"rows": 1} | sums, index=frame.index)
    return rows.groupby(list(keys.values()), sort=True, dropna=False).sum().rename_axis([*keys]).reset_index()


def _keys(values: pd.Series, by: Grouping) -> pd.Series:
    if by.by:
        return values.dt.strftime("%Y-%m" if by.by == "month" else "%Y").fillna("").astype(object).rename(by.heading)
    return values.astype(object).rename(by.heading)
