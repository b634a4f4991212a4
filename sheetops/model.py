"""The small frozen values that everything passes around.

From left to right through the house: a `Book` gives `Cells`; a `Sheet` says what they should hold; checking them
gives a typed frame and `Finding`s; rules turn frames into frames; a `Run` carries what a job worked out to whoever
writes it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias

import pandas as pd

Frame: TypeAlias = pd.DataFrame


class Severity(StrEnum):
    """How bad a finding is: an error leaves its row out of later steps, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in the data, on its cell, in plain words, with the cure.

    ``row`` is the Excel row number, 0 when the finding concerns the whole sheet; ``column`` is the heading as it
    stands in the sheet; ``cell`` is like ``F41``, or empty; ``value`` is what stands there; ``suggestion`` is the
    value to put there instead, if there is one; ``check`` is the name of the check, such as ``account_unknown``.
    """

    sheet: str
    row: int
    column: str
    cell: str
    value: str
    severity: Severity
    check: str
    problem: str
    suggestion: str = ""
    file: str = ""


# ------------------------------------------------------------------------------------ cells, as a book has them


@dataclass(frozen=True, slots=True)
class CellError:
    """An Excel error value (``#N/A``, ``#REF!`` ...) where a value should be."""

    code: str

    def __str__(self) -> str:
        """Return the code as Excel shows it."""
        return self.code


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula whose result was never stored: what it would show is not known."""

    formula: str = ""

    def __str__(self) -> str:
        """Return the formula as Excel shows it."""
        return self.formula or "a formula"


class Area(NamedTuple):
    """A block of cells, counted from 1, ends included."""

    name: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Cells:
    """All cells of one sheet: ``rows[0]`` is Excel row 1 and ``rows[r][0]`` is column A.

    A cell is None or "" (blank), str, bool, int, float, date, datetime, time, timedelta, `CellError` or `Uncalculated`.
    Rows may be of different lengths. ``hidden`` are Excel row numbers; ``tables`` are Excel tables (ListObjects),
    heading row included; ``file`` and ``sheet`` are the names that findings show.
    """

    file: str
    sheet: str
    rows: list[list[Any]]
    hidden: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    tables: tuple[Area, ...] = ()


class Source(NamedTuple):
    """One file that a job read: its name, how many data rows it held, and its SHA-256 in hexadecimal."""

    name: str
    rows: int
    sha256: str


class Book(Protocol):
    """What holds sheets: a file, several files, an open workbook, or DataFrames. Jobs do not know which they have."""

    @property
    def name(self) -> str:
        """The name that people know it by."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets, in order."""

    def cells(self, sheet: str) -> Cells:
        """Return all cells of one sheet; BookError when there is no such sheet."""

    def sources(self) -> tuple[tuple[str, str], ...]:
        """Return (file name, SHA-256) of each file behind it; none for an open workbook or DataFrames."""


# -------------------------------------------------------------------------------------- what a sheet should hold


@dataclass(frozen=True, slots=True)
class Reading:
    """How a desk writes dates, amounts and telephone numbers, and the day and currency to assume.

    ``date_order`` is ``dmy`` or ``mdy`` for dates kept as text; ``decimal_mark`` is ``.`` or ``,`` for amounts kept as
    text; ``country`` is the ISO code for what has no country of its own; ``currency`` for amounts that name none.
    """

    as_of: dt.date
    date_order: str = "dmy"
    decimal_mark: str = "."
    country: str = ""
    currency: str = ""


class Fault(NamedTuple):
    """What a check says of one cell.

    Row label, column (field name), what is wrong and the value to put there instead.
    """

    row: int
    column: str
    problem: str
    suggestion: str = ""


@dataclass(frozen=True)
class Context:
    """What a check may look at beside its own rows.

    ``frames`` holds the other sheets' good rows by sheet name; ``known`` holds, by sheet name, every key that the sheet
    names, faulty rows included, so that one mistake in Customers does not make a thousand in Ledger.
    """

    reading: Reading
    frames: Mapping[str, Frame]
    known: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check over a sheet's good rows: its function (whose name is the check's name) and how bad its faults are."""

    find: Callable[[Frame, Context], Iterable[Fault]]
    severity: Severity

    @property
    def name(self) -> str:
        """The name that findings carry."""
        return self.find.__name__


class Kind(StrEnum):
    """What a column holds, and so its type in frames and its format in sheets.

    text, key, code: str, "" when blank. day: datetime64[s]. moment: datetime64[s]. money: int64 minor units (Int64
    when it may be blank). whole: int64 (Int64). rate: basis points, Int64. yes_no: bool, blank is False.
    """

    TEXT = "text"
    KEY = "key"
    CODE = "code"
    DAY = "day"
    MOMENT = "moment"
    MONEY = "money"
    WHOLE = "whole"
    RATE = "rate"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: field name, what it holds, other headings it goes by, its codes, and a hint for people.

    ``unreadable`` says how bad a cell is that cannot be read: an error leaves its row out; otherwise the cell counts as
    blank, or for yes and no as ``instead``, the answer that does the least harm.
    """

    name: str
    kind: Kind
    required: bool = False
    synonyms: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    hint: str = ""
    unreadable: Severity = Severity.ERROR
    instead: bool = False


@dataclass(frozen=True)
class Sheet:
    """What one sheet holds: its columns in order, its key, its row model and its checks.

    ``row`` is the pydantic model whose fields the columns are; ``key`` are the columns that name a row once;
    ``synonyms`` are other names of the sheet itself.
    """

    name: str
    row: type[Any]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Result:
    """A sheet that sheetops writes: its columns in order (ageing buckets come from the policy)."""

    name: str
    columns: tuple[Column, ...]
    rest: Kind = Kind.TEXT
    """What a column holds that is not among ``columns`` (Ageing's buckets, whose number is the desk's own choice)."""
    totals_in: str = ""
    """The column in which rows of totals and proofs say so (``Total``, ``Proof: ...``); "" when it has none."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a result sheet: from row ``first`` up to ``end`` of its frame (from 0, ``end`` left out).

    ``kind`` is columns, stacked (columns on each other), bars (lying, the first row on top) or lines; ``names`` is the
    column that labels the rows, ``series`` the columns that are drawn, each with its label; ``unit`` is written
    at the axis.
    """

    title: str
    sheet: str
    kind: str
    names: str
    series: tuple[tuple[str, str], ...]
    first: int
    end: int
    unit: str = ""


# ---------------------------------------------------------------------------------------- what a job worked out


class Total(NamedTuple):
    """A control total: what it is, and its two sides, which must agree.

    The sides are counts, or minor units of ``currency`` (which may be "") when ``money`` is set.
    """

    name: str
    currency: str
    left: int
    right: int
    money: bool = False

    @property
    def balances(self) -> bool:
        """Whether both sides agree."""
        return self.left == self.right


class LeftOut(NamedTuple):
    """Rows that took no part.

    Of which sheet, how many, why, and the money on them where it can be read (minor units).
    """

    sheet: str
    rows: int
    reason: str
    amount: int = 0
    currency: str = ""


class Document(NamedTuple):
    """A document that a job made: its path relative to the output folder, its SHA-256, and the row it belongs to."""

    path: Path
    sha256: str


@dataclass(frozen=True)
class Run:
    """What a job worked out, ready for a workbook, a terminal or a script.

    ``frames`` are the result sheets by name, money in minor units; ``settings`` are the settings that shaped the
    result; ``definitions`` say what a figure means wherever the meaning can change a verdict; ``counts`` are figures
    worth a line in the summary, in order; ``charts`` are drawn from the frames;
    ``results`` say what frames hold that no contract names (a report of the desk's own making);
    ``coloured`` names cells that stand out, by sheet and column the rows from 0; ``breaks`` is how many rows of two
    tables do not agree.
    """

    job: str
    as_of: dt.date
    sources: tuple[Source, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int | str] = field(default_factory=dict)
    totals: tuple[Total, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()
    frames: Mapping[str, Frame] = field(default_factory=dict)
    documents: tuple[Document, ...] = ()
    charts: tuple[Chart, ...] = ()
    results: Mapping[str, Result] = field(default_factory=dict)
    coloured: Mapping[str, Mapping[str, Sequence[int]]] = field(default_factory=dict)
    breaks: int = 0

    @property
    def faulty(self) -> bool:
        """Whether anything was found that a person should mend: an error or a warning, not a note."""
        return any(finding.severity is not Severity.NOTE for finding in self.findings)


class Outcome(NamedTuple):
    """What a finished run left on disk: the run, its workbook, and the folder of its documents if it made any."""

    run: Run
    workbook: Path | None
    folder: Path


class Progress(Protocol):
    """Hears how far a job is; the command line draws a bar, a button writes the status bar, tests use `silent`."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` of a step are done."""


def silent(step: str, done: int, total: int) -> None:
    """Say nothing."""


def cell_name(row: int, column: int) -> str:
    """Return ``F41`` for row 41, column 6; "" when either is 0."""
    if not row or not column:
        return ""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
