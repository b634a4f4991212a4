"""What the columns of two tables hold, worked out from their cells, and the cells read as that.

A column is read by its distinct values. Amounts become whole millionths, so that sums are exact; days become numbers of
days; what cannot be read is said to be so and never taken for a blank or a zero.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import TypeAdapter, ValidationError

from sheetops.model import CellError, Reading, Uncalculated
from sheetops.sheets.cells import Amount, Moment
from sheetops.sheets.cells.amounts import currency_of
from sheetops.sheets.cells.days import either_order, other_order
from sheetops.sheets.cells.words import EXCEL_ERRORS, is_blank, shown, tidy

MILLIONTH = 1_000_000
SAMPLE = 2_000
"""Distinct values of a column that are looked at to see what it holds."""

_CODE = re.compile(r"[+-]?0[0-9]+|[0-9]{16,}|\+.*")
_DIGITS = re.compile(r"[0-9]")
_BIGGEST = 2**62
_FIRST = dt.datetime(1970, 1, 1)  # noqa: DTZ001  sheets know no time zones


class Holds(StrEnum):
    """What a column holds."""

    TEXT = "text"
    AMOUNT = "amount"
    DAY = "day"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one side's column holds, and how it is written; ``sure`` is False where its days fit both orders."""

    holds: Holds
    decimal_mark: str = "."
    date_order: str = "dmy"
    sure: bool = True
    currencies: frozenset[str] = frozenset()
    as_text: bool = False

    def reading(self, as_of: dt.date) -> Reading:
        """Return how its cells are to be read."""
        return Reading(as_of, self.date_order, self.decimal_mark)


class Values(NamedTuple):
    """Cells that were read: numbers (millionths, or seconds since 1970), which are blank, which cannot be read."""

    numbers: npt.NDArray[Any]
    blank: npt.NDArray[np.bool_]
    unreadable: npt.NDArray[np.bool_]


_AMOUNTS: TypeAdapter[list[Any]] = TypeAdapter(list[Amount])
_MOMENTS: TypeAdapter[list[Any]] = TypeAdapter(list[Moment])


def plain(value: Any) -> Any:
    """Return a cell as it stands in a sheet: pandas' own kinds of nothing are None, its moments Python's."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    return value.item() if isinstance(value, np.generic) else value


def distinct(column: Sequence[Any]) -> tuple[list[Any], npt.NDArray[np.intp]]:
    """Return the distinct cells, and for each cell the place of its own; 1, 1.0 and True are apart."""
    keys = [(type(value), value) if not isinstance(value, str) else value for value in column]
    found = dict.fromkeys(keys)
    places = dict(zip(found, range(len(found)), strict=True))
    codes = np.fromiter(map(places.__getitem__, keys), dtype=np.intp, count=len(keys))
    return [plain(key if isinstance(key, str) else key[1]) for key in found], codes


def is_error(raw: Any) -> bool:
    """Return whether a cell holds an Excel error, or a formula without a result."""
    return isinstance(raw, CellError | Uncalculated) or (isinstance(raw, str) and raw in EXCEL_ERRORS)


def seen(column: pd.Series, *, date_order: str = "dmy", decimal_mark: str = ".") -> Seen:
    """Return what a column holds, by a sample of its distinct cells; the order and mark given decide what fits both."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return Seen(Holds.DAY)
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype):
        return Seen(Holds.AMOUNT)
    cells = distinct(column.iloc[: SAMPLE * 5].tolist())[0]
    raws = [raw for raw in cells if not is_blank(raw) and not is_error(raw)][:SAMPLE]
    if not raws:
        return Seen(Holds.NOTHING)
    texts = [tidy(raw) for raw in raws if isinstance(raw, str)]
    rest = [raw for raw in raws if not isinstance(raw, str)]
    days = sum(isinstance(raw, dt.date) for raw in rest)
    numbers = sum(isinstance(raw, int | float | Decimal) and not isinstance(raw, bool) for raw in rest)
    if days == len(rest) and (found := _days(texts, date_order)):
        return found
    if numbers == len(rest) and (found := _amounts(texts, decimal_mark)):
        return found
    # One typing slip in a column of amounts does not make it a column of names.
    if numbers and not days and len(texts) * 20 <= len(raws):
        return Seen(Holds.AMOUNT, decimal_mark)
    if days and not numbers and len(texts) * 20 <= len(raws):
        return Seen(Holds.DAY, date_order=date_order)
    return Seen(Holds.TEXT, as_text=bool(texts))


def _days(texts: list[str], order: str) -> Seen | None:
    if not texts:
        return Seen(Holds.DAY)
    fits = {one: _most(_MOMENTS, texts, Reading(dt.date(2000, 1, 1), date_order=one)) for one in ("dmy", "mdy")}
    if not max(fits.values()):
        return None
    if any(other_order(text, Reading(dt.date(2000, 1, 1), date_order=order)) for text in texts):
        order = "mdy" if order == "dmy" else "dmy"
    return Seen(
        Holds.DAY, date_order=order, sure=fits["dmy"] != fits["mdy"] or not any(map(either_order, texts)), as_text=True
    )


def _amounts(texts: list[str], mark: str) -> Seen | None:
    if not texts:
        return Seen(Holds.AMOUNT)
    if not all(_DIGITS.search(text) for text in texts[:50]) or any(_CODE.fullmatch(text) for text in texts):
        return None
    other = "," if mark == "." else "."
    fits = {one: _most(_AMOUNTS, texts, Reading(dt.date(2000, 1, 1), decimal_mark=one)) for one in (mark, other)}
    best = max(fits, key=lambda one: fits[one])
    if not fits[best]:
        return None
    currencies = frozenset(filter(None, map(currency_of, texts)))
    return Seen(Holds.AMOUNT, decimal_mark=best, currencies=currencies, as_text=True)


def _most(adapter: TypeAdapter[list[Any]], texts: list[str], reading: Reading) -> int:
    """Return how many texts can be read, 0 when more than one in twenty cannot."""
    wrong = len(_read(adapter, texts, reading)[1])
    return len(texts) - wrong if wrong * 20 <= len(texts) else 0


def _read(adapter: TypeAdapter[list[Any]], raws: list[Any], reading: Reading) -> tuple[list[Any], set[int]]:
    try:
        return adapter.validate_python(raws, context=reading), set()
    except ValidationError as wrong:
        bad = {int(error["loc"][0]) for error in wrong.errors(include_url=False, include_input=False)}
    good = iter(adapter.validate_python([raw for at, raw in enumerate(raws) if at not in bad], context=reading))
    return [None if at in bad else next(good) for at in range(len(raws))], bad


def together(left: Seen, right: Seen) -> Holds | None:
    """Return what two columns are compared as; None when they cannot be compared (days with amounts)."""
    kinds = {left.holds, right.holds} - {Holds.NOTHING}
    if len(kinds) <= 1:
        return kinds.pop() if kinds else Holds.TEXT
    return None if kinds == {Holds.DAY, Holds.AMOUNT} else Holds.TEXT


def values(cells: Sequence[Any], holds: Holds, reading: Reading) -> Values:
    """Return cells read as amounts (whole millionths) or as moments (seconds); blank and unreadable ones apart."""
    raws, codes = distinct(cells)
    blank = np.fromiter(map(is_blank, raws), dtype=bool, count=len(raws))
    filled = [at for at in range(len(raws)) if not blank[at]]
    adapter = _AMOUNTS if holds is Holds.AMOUNT else _MOMENTS
    read, bad = _read(adapter, [raws[at] for at in filled], reading)
    wrong = np.zeros(len(raws), dtype=bool)
    wrong[[filled[at] for at in bad]] = True
    whole = [0] * len(raws)
    for at, value in zip(filled, read, strict=True):
        if value is not None:
            whole[at] = _millionths(value) if holds is Holds.AMOUNT else _seconds(value)
    small = all(abs(number) < _BIGGEST for number in whole)
    numbers = np.array(whole, dtype=np.int64 if small else object)
    return Values(numbers[codes], blank[codes], wrong[codes])


def _millionths(value: Decimal) -> int:
    # Beyond six decimals a figure is noise of binary fractions, or a rate: half a millionth is no break.
    return round(value.scaleb(6))


def _seconds(value: dt.datetime) -> int:
    return int((value - _FIRST).total_seconds())


def sure_of(one: Seen, other: Seen) -> Seen:
    """Return a side's days read in the other side's order where its own cells fit both."""
    if one.holds is other.holds is Holds.DAY and not one.sure and other.sure and other.as_text:
        return replace(one, date_order=other.date_order, sure=False)
    return one


def moment(seconds: int) -> dt.datetime:
    """Return the moment that lies so many seconds after the first of 1970."""
    return _FIRST + dt.timedelta(seconds=seconds)


def cell_text(raw: Any) -> str:
    """Return what a clerk sees in a cell, pandas' own values included."""
    return shown(plain(raw))
