"""A result sheet laid out before anything is written: what stands where, how wide, on how many sheets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.excel import styles
from sheetops.excel.cells import EXACT, LONGEST, cleaned, shortened, units
from sheetops.model import Frame, Kind, Result

LAST_ROWS = 1_048_575
"""Rows that a sheet has below its headings."""
NARROW, LONG = 36, 90
"""A text column of more than `NARROW` characters wraps; one of more than `LONG` is given more room for it."""

_EPOCH = np.datetime64("1899-12-30", "s")
_FIRST_DAY = np.datetime64("1900-03-01", "s")


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column: its heading, its kind, and a value a row (None is blank).

    Amounts are in major units; days and moments are Excel's own serial numbers; rates are fractions. ``decimals``
    holds, for money, each row's decimals. A str in a column of numbers (``mixed``) is one that a cell would round.
    """

    heading: str
    kind: Kind
    values: list[Any]
    decimals: list[int] = field(default_factory=list)
    mixed: bool = False
    widest: int = 0

    @property
    def wraps(self) -> bool:
        """Whether its text is too long for one line."""
        return self.kind not in styles.RIGHT and self.widest > NARROW

    @property
    def width(self) -> float:
        """The width that shows its heading (beside the filter's arrow) and its values."""
        wrapped = NARROW if self.widest <= LONG else int(styles.WIDEST)
        return styles.column_width(max(min(self.widest, wrapped) if self.wraps else self.widest, len(self.heading) + 3))


class Cut(NamedTuple):
    """A text that no cell can hold whole: its row among the data (from 0), its column and its length in characters."""

    row: int
    heading: str
    length: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One result sheet: its columns, how many of its last rows are totals, and the texts that had to be cut.

    ``bold`` are rows of totals among the others (from 0), where a sheet has some for each of its currencies.
    """

    name: str
    columns: tuple[GridColumn, ...]
    rows: int
    totals: int = 0
    cuts: tuple[Cut, ...] = ()
    bold: frozenset[int] = frozenset()

    @property
    def bold_rows(self) -> frozenset[int]:
        """The rows of totals (from 0), at the end and among the others."""
        return self.bold | frozenset(range(self.rows - self.totals, self.rows))

    def lines(self) -> list[int]:
        """Return how many lines of text each row takes, none at all when no column wraps."""
        tallest: list[int] = []
        for column in self.columns:
            if column.wraps:
                lines = [styles.lines_of(value, column.width) if value else 1 for value in column.values]
                tallest = list(map(max, tallest, lines)) if tallest else lines
        return tallest

    def pages(self) -> Iterator[tuple[str, int, int]]:
        """Yield the sheets that it takes: name, first row and end among the data; a second one is named ``... (2)``."""
        for number, first in enumerate(range(0, max(self.rows, 1), LAST_ROWS), start=1):
            name = self.name if number == 1 else f"{self.name[:26]} ({number})"
            yield name, first, min(first + LAST_ROWS, self.rows)


def lay_out(frame: Frame, result: Result) -> Grid:
    """Return a result frame (money in minor units) laid out as its contract says.

    Declared columns stand in their order, each followed by the undeclared ones that follow it in the frame. ValueError
    when a declared column is missing: whoever reads our sheets relies on them.
    """
    kinds = {column.name: column.kind for column in result.columns}
    missing = [name for name in kinds if name not in frame.columns]
    if missing:
        raise ValueError(f"{result.name} lacks {', '.join(missing)}")
    decimals = _decimals(frame)
    columns, cuts = [], []
    for name in _in_order(list(frame.columns), list(kinds)):
        column, shortenings = _column(
            name, frame[name], kinds.get(name) or _kind_of(frame[name], result.rest), decimals
        )
        columns.append(column)
        cuts += shortenings
    return Grid(result.name, tuple(columns), len(frame), _totals(frame), tuple(cuts), _total_rows(frame, result))


def text_column(heading: str, texts: Iterable[str | None], kind: Kind = Kind.TEXT) -> tuple[GridColumn, list[Cut]]:
    """Return a column of texts as cells hold them, and those that had to be cut."""
    values = cleaned(texts)
    widest = max(map(len, filter(None, values)), default=0)
    cuts = []
    if widest > LONGEST // 2:
        cuts = [Cut(row, heading, units(text)) for row, text in enumerate(values) if text and units(text) > LONGEST]
        values = [text and shortened(text) for text in values]
    return GridColumn(heading, kind, values, widest=widest), cuts


def number_column(heading: str, numbers: Iterable[int]) -> GridColumn:
    """Return a column of whole numbers, 0 as blank."""
    values = [number or None for number in numbers]
    return GridColumn(heading, Kind.WHOLE, values, widest=max((len(str(v)) for v in values if v), default=0))


def _in_order(there: list[str], declared: list[str]) -> list[str]:
    """Return declared columns in their order, each followed by the undeclared ones that follow it in the frame."""
    followers: dict[str, list[str]] = {name: [] for name in ["", *declared]}
    leader = ""
    for name in there:
        leader = name if name in followers else leader
        if name not in followers:
            followers[leader].append(name)
    return [*followers[""], *(column for name in declared for column in (name, *followers[name]))]


def _kind_of(series: pd.Series, rest: Kind) -> Kind:
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        return Kind.DAY
    return Kind.YES_NO if pd.api.types.is_bool_dtype(series.dtype) else rest


def _decimals(frame: Frame) -> list[int]:
    if "currency" not in frame.columns:
        return [money.decimals("")] * len(frame)
    codes = frame["currency"].astype(object).tolist()
    known = {code: money.decimals(str(code)) for code in set(codes)}
    return [known[code] for code in codes]


def _totals(frame: Frame) -> int:
    """Return how many of the last rows are the totals and proofs of `rules.ageing.age_totals`."""
    if not {"account", "name", "total"} <= set(frame.columns):
        return 0
    labels = list(zip(frame["account"].tolist(), frame["name"].tolist(), strict=True))
    count = 0
    while count < len(labels) and _is_total(*labels[-1 - count]):
        count += 1
    return count


def _total_rows(frame: Frame, result: Result) -> frozenset[int]:
    if not result.totals_in:
        return frozenset()
    said = frame[result.totals_in].astype(str).tolist()
    return frozenset(row for row, text in enumerate(said) if text == "Total" or text.startswith("Proof: "))


def _is_total(account: object, name: object) -> bool:
    return (account == "Total" and name == "All accounts") or (
        account == "Proof" and str(name).startswith("Ledger balance")
    )


def _column(name: str, series: pd.Series, kind: Kind, decimals: list[int]) -> tuple[GridColumn, list[Cut]]:
    if kind is Kind.MONEY:
        return _money(name, series, decimals), []
    if kind in (Kind.DAY, Kind.MOMENT):
        return _days(name, series, kind), []
    if kind in (Kind.WHOLE, Kind.RATE):
        return _figures(name, series, kind), []
    if kind is Kind.YES_NO:
        return text_column(name, ({True: "yes", False: "no"}.get(value) for value in _objects(series)), kind)
    return text_column(name, (value if value is None else str(value) for value in _objects(series)), kind)


def _objects(series: pd.Series) -> list[Any]:
    objects: list[Any] = series.astype(object).where(series.notna(), None).tolist()
    return objects


def _money(name: str, series: pd.Series, decimals: list[int]) -> GridColumn:
    minor = _objects(series)
    values = [_major(v, d) for v, d in zip(minor, decimals, strict=True)]
    longest = max((abs(v) for v in minor if v is not None), default=0)
    width = len(f"-{longest:,}") + 1
    return GridColumn(name, Kind.MONEY, values, decimals, longest >= EXACT, width)


def _major(minor: int | None, decimals: int) -> float | str | None:
    # Beyond fifteen digits a cell rounds: then the amount stands there as text, to the cent.
    if minor is None or abs(minor) < EXACT:
        return None if minor is None else int(minor) / 10**decimals
    return f"{Decimal(int(minor)).scaleb(-decimals):,}"


def _figures(name: str, series: pd.Series, kind: Kind) -> GridColumn:
    numbers = [None if value is None else int(value) for value in _objects(series)]
    longest = max((abs(value) for value in numbers if value is not None), default=0)
    mixed = longest >= EXACT
    if mixed:
        values: list[Any] = [str(v) if v is not None and abs(v) >= EXACT else v for v in numbers]
    else:
        values = [v if v is None or kind is Kind.WHOLE else v / 10_000 for v in numbers]
    return GridColumn(name, kind, values, mixed=mixed, widest=len(f"-{longest}") + 1)


def _days(name: str, series: pd.Series, kind: Kind) -> GridColumn:
    stamps = pd.to_datetime(series).to_numpy("datetime64[s]")
    serial = (stamps - _EPOCH).astype(np.int64) / 86_400
    known = ~np.isnat(stamps)
    early = known & (stamps < _FIRST_DAY)
    values = [float(day) if there else None for day, there in zip(serial, known, strict=True)]
    for place in np.flatnonzero(early):
        values[place] = str(stamps[place].astype("datetime64[D]"))  # type: ignore[call-overload]
    return GridColumn(name, kind, values, mixed=bool(early.any()), widest=10 if kind is Kind.DAY else 16)
