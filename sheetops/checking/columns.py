"""One column of raw cells into one typed column: every distinct value is read once, faults go back to all its rows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import ValidationError

from sheetops import money
from sheetops.model import CellError, Column, Kind, Reading, Sheet, Uncalculated
from sheetops.sheets.cells import reader
from sheetops.sheets.cells.amounts import currency_of
from sheetops.sheets.cells.words import is_blank

Codes = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

_ORDINARY = {
    str,
    bool,
    int,
    float,
    dt.date,
    dt.datetime,
    dt.time,
    dt.timedelta,
    type(None),
    CellError,
    Uncalculated,
}


class Problem(NamedTuple):
    """What is wrong with a value, whichever cells hold it."""

    check: str
    text: str
    suggestion: str = ""


@dataclass(frozen=True)
class ReadColumn:
    """One column, read: its distinct raw values, for each row which of them it holds, and what they were read as.

    ``values`` has a value for each distinct raw value, None where it is blank or could not be read; ``problems`` says
    what is wrong, and ``blanks`` lists what is blank, by place in ``raws``.
    """

    column: Column
    raws: list[Any]
    codes: Codes
    values: list[Any]
    problems: dict[int, Problem]
    blanks: tuple[int, ...] = ()

    def rows_with(self, places: Sequence[int]) -> list[int]:
        """Return the places of rows that hold any of some distinct values."""
        wanted = np.zeros(len(self.raws) + 1, dtype=bool)
        wanted[list(places)] = True
        return np.flatnonzero(wanted[self.codes]).tolist()


def distinct(values: Sequence[Any]) -> tuple[list[Any], Codes]:
    """Return the distinct raw values and, for each cell, the place of its own; True, 1 and 1.0 are not the same."""
    types = set(map(type, values))
    if not types <= _ORDINARY:
        values = [_ordinary(value) for value in values]
        types = set(map(type, values))
    alike = len(types & {bool, int, float, Decimal}) > 1
    keys: Sequence[Any] = list(zip(map(type, values), values, strict=True)) if alike else values
    found = dict.fromkeys(keys)
    places = dict(zip(found, range(len(found)), strict=True))
    codes = np.fromiter(map(places.__getitem__, keys), dtype=np.intp, count=len(values))
    return ([key[1] for key in found] if alike else list(found)), codes


def read_column(sheet: Sheet, column: Column, values: Sequence[Any], reading: Reading) -> ReadColumn:
    """Return a column read; no fault in it is raised."""
    raws, codes = distinct(values)
    # Most texts start with a letter or figure; only the others are looked at closely.
    odd = (place for place, raw in enumerate(raws) if type(raw) is not str or not raw[:1].isalnum())
    blanks = tuple(place for place in odd if is_blank(raws[place]))
    places = [place for place in range(len(raws)) if place not in blanks] if blanks else range(len(raws))
    read, problems = _read(sheet, column, [raws[place] for place in places], reading)
    outcome: list[Any] = [None] * len(raws)
    for place, value in zip(places, read, strict=True):
        outcome[place] = value
    return ReadColumn(column, raws, codes, outcome, {places[at]: problem for at, problem in problems.items()}, blanks)


def _read(sheet: Sheet, column: Column, raws: list[Any], reading: Reading) -> tuple[list[Any], dict[int, Problem]]:
    """Read all at once; when some cannot be read, read the others once more without them."""
    bulk = reader(sheet.row, column.name)  # type: ignore[arg-type]  # any class can be hashed
    try:
        return bulk.validate_python(raws, context=reading), {}
    except ValidationError as wrong:
        problems = {
            int(error["loc"][0]): _problem(error) for error in wrong.errors(include_url=False, include_input=False)
        }
    good = [raw for place, raw in enumerate(raws) if place not in problems]
    read = iter(bulk.validate_python(good, context=reading))
    return [None if place in problems else next(read) for place in range(len(raws))], problems


def _problem(error: Any) -> Problem:
    told = error.get("ctx", {})
    if error["type"] == "sheetops":
        return Problem(told["check"], told["problem"], told["suggestion"])
    return Problem("value_unreadable", f"The value cannot be read: {error['msg']}.")


def _ordinary(value: Any) -> Any:
    """A numpy or pandas value, or anything stranger, as a cell would hold it."""
    if type(value) in _ORDINARY:
        return value
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, pd.Timestamp | np.datetime64):
        stamp = pd.Timestamp(value)
        return None if stamp is pd.NaT else stamp.to_pydatetime(warn=False)
    if isinstance(value, Decimal):
        return float("nan") if value.is_nan() else value
    if isinstance(value, np.generic):
        value = value.item()
    for usual in (str, bool, int, float, dt.datetime, dt.date, dt.timedelta):
        if isinstance(value, usual):
            return value
    return str(value)


def typed(read: ReadColumn) -> Any:
    """Return a column that is no money as an array with the type of its kind, blank where it could not be read."""
    kind = read.column.kind
    if kind in (Kind.TEXT, Kind.KEY, Kind.CODE):
        texts = np.array(["" if value is None else value for value in read.values], dtype=object)
        return pd.array(texts[read.codes], dtype="str")
    if kind is Kind.YES_NO:
        answers = [
            read.column.instead if place in read.problems else bool(value) for place, value in enumerate(read.values)
        ]
        return np.array(answers, dtype=bool)[read.codes]
    if kind in (Kind.DAY, Kind.MOMENT):
        days = np.array([value or np.datetime64("NaT") for value in read.values], dtype="datetime64[s]")
        return days[read.codes]
    numbers = np.array([0 if value is None else value for value in read.values], dtype=np.int64)[read.codes]
    if read.column.required:
        return numbers
    return pd.arrays.IntegerArray(numbers, np.array([value is None for value in read.values], dtype=bool)[read.codes])


def in_minor(read: ReadColumn, currencies: Sequence[str], of_row: Codes) -> tuple[Any, dict[tuple[int, int], Problem]]:
    """Return a money column in minor units of each row's currency, and what is wrong by places in raws and currencies.

    ``currencies`` are the currencies that occur and ``of_row`` says which is a row's. Wrong are more decimals than the
    currency has, amounts from `money.LIMIT` on, and a text that names another currency than its row does.
    """
    minor = np.zeros(len(read.codes), dtype=np.int64)
    missing = np.array([value is None for value in read.values], dtype=bool)[read.codes]
    problems: dict[tuple[int, int], Problem] = {}
    for at, currency in enumerate(currencies):
        rows = np.flatnonzero(of_row == at)
        codes = read.codes[rows]
        amounts, wrong = _minor_of(read, currency, np.unique(codes))
        problems |= {(place, at): problem for place, problem in wrong.items()}
        minor[rows] = amounts[codes]
        missing[rows] |= np.isin(codes, list(wrong))
    return (minor if read.column.required else pd.arrays.IntegerArray(minor, missing)), problems


def _minor_of(
    read: ReadColumn, currency: str, places: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.int64], dict[int, Problem]]:
    amounts = np.zeros(len(read.raws), dtype=np.int64)
    problems = {}
    scale = Decimal(10) ** money.decimals(currency)
    for place in places.tolist():
        value = read.values[place]
        if value is None:
            continue
        raw = read.raws[place]
        problem = None if type(raw) in (float, int) and _fits(value * scale) else _misfit(raw, value, currency)
        if problem:
            problems[place] = problem
        else:
            amounts[place] = int(value * scale)
    return amounts, problems


def _fits(scaled: Decimal) -> bool:
    return scaled == int(scaled) and -money.LIMIT < scaled < money.LIMIT


def _misfit(raw: Any, value: Decimal, currency: str) -> Problem | None:
    named = currency_of(raw)
    if named and currency and named != currency:
        text = f"{raw!r} is an amount in {named}, but its row is in {currency}. Correct one of them."
        return Problem("currency_differs", text)
    if abs(value) * 10 ** money.decimals(currency) >= money.LIMIT:
        return Problem("amount_too_large", f"{value:,f} is more than any amount can be. Check it.")
    return _too_fine(raw, value, currency)


def _too_fine(raw: Any, value: Decimal, currency: str) -> Problem | None:
    places = money.decimals(currency)
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if rounded == value:
        return None
    text = f"{value.normalize():f} has more than {places} decimals. Round it to {rounded:f}."
    if isinstance(raw, str):
        return Problem("amount_decimals", f"{text} If the mark parts thousands, type the amount as a number.")
    return Problem("amount_decimals", text, f"{rounded:f}")
