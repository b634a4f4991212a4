"""A desk on a day: its sheets read and checked once, its policy, and what was wrong with them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sheetops.checking import Checked, check_sheet, cross_check, find_sheet
from sheetops.errors import BookError
from sheetops.excel.read import frames_book, open_book
from sheetops.jobs.proposals import Review
from sheetops.model import Book, Cells, Finding, Frame, LeftOut, Progress, Reading, Source, silent
from sheetops.policy import Policy, make_policy
from sheetops.sheets import SHEETS

What = Path | str | Sequence[Path | str] | Mapping[str, Frame] | Book
"""What a job can be given: a file, several exports, DataFrames by sheet name, or an open book."""

POLICY_SHEETS = ("Policy", "Stages", "Templates", "Holidays")


@dataclass(frozen=True, eq=False)
class Desk:
    """A desk's sheets on a day, checked, and the files that they were read from.

    ``frames`` holds the good rows of every sheet of SHEETS by name (index: Excel row), empty for a sheet that is not
    there; ``checked`` only those that are. ``findings`` and ``left_out`` cover all that was read.
    """

    policy: Policy
    frames: Mapping[str, Frame]
    checked: Mapping[str, Checked]
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]
    sources: tuple[Source, ...]
    files: tuple[Path, ...]
    about: str = ""
    """The account that was asked about, "" when none was."""
    stale_ok: str = ""
    """Who answers for a run although the newest receipt is older than the policy allows."""
    review: Review | None = None
    """What was decided on the notices that were proposed; None when they go out without a review."""

    @property
    def as_of(self) -> dt.date:
        """The day that everything is worked out for."""
        return self.policy.as_of

    @property
    def place(self) -> Path | None:
        """The folder in which the desk's own letters lie, in ``letters``."""
        return self.files[0].parent if self.files else None


def as_book(what: What, holds: str = "") -> Book:
    """Return whatever a job was given as a book; ``holds`` is the sheet that a single text file is said to hold."""
    if isinstance(what, Mapping):
        return frames_book(what)
    if isinstance(what, str | Path | Sequence):
        return open_book(what, holds=holds)
    if isinstance(what, pd.DataFrame):
        raise BookError('A DataFrame does not say which sheet it is. Give it with its name: {"Ledger": frame}.')
    return what


def open_desk(
    what: What,
    as_of: dt.date,
    wanted: Iterable[str],
    needs: Iterable[str] = (),
    progress: Progress = silent,
    files: tuple[Path, ...] = (),
) -> Desk:
    """Read and check the sheets that a job wants, and the policy; BookError when one that it needs is missing.

    ``files`` are those behind ``what`` when it is an open book that does not tell.
    """
    book, as_of = as_book(what), _day(as_of)
    names = _names_of(book, (*POLICY_SHEETS, *wanted), needs)
    reading = _reading(book, {name: names[name] for name in POLICY_SHEETS if name in names}, as_of)
    checked = cross_check(_check(book, names, reading, progress), reading)
    return _desk(book, checked, as_of, files or files_of(what))


def _day(as_of: dt.date) -> dt.date:
    """Return the day alone: a moment of it, such as a pandas Timestamp, is that day."""
    if not isinstance(as_of, dt.date):
        raise TypeError(f"as_of is {as_of!r}: give the day as a datetime.date")
    return as_of.date() if isinstance(as_of, dt.datetime) else as_of


def files_of(what: What) -> tuple[Path, ...]:
    """Return the files that a job was given; none for DataFrames or an open book."""
    if isinstance(what, str | Path):
        return (Path(what),)
    return tuple(Path(file) for file in what) if isinstance(what, Sequence) else ()


def _names_of(book: Book, wanted: Iterable[str], needs: Iterable[str]) -> dict[str, str]:
    """Return, for each wanted sheet that the book has, the name that the book gives it."""
    found = {name: there for name in wanted if (there := find_sheet(book, SHEETS[name])) is not None}
    missing = [name for name in needs if name not in found]
    if missing:
        there = ", ".join(book.sheets) or "none"
        raise BookError(
            f"{book.name} has no sheet {' and no sheet '.join(missing)}. Its sheets are: {there}. "
            "Rename the sheet (for a text file: the file), or name the file that holds it as well."
        )
    return found


def _reading(book: Book, policy_sheets: Mapping[str, str], as_of: dt.date) -> Reading:
    """Return how the desk writes, which its own policy says; every sheet is then read that way, the policy's too."""
    first = Reading(as_of)
    checked = cross_check(_check(book, policy_sheets, first, silent), first)
    return make_policy({name: one.frame for name, one in checked.items()}, as_of).reading()


def _check(book: Book, names: Mapping[str, str], reading: Reading, progress: Progress) -> dict[str, Checked]:
    checked = {}
    for done, (name, there) in enumerate(names.items()):
        progress(f"Reading {there}", done, len(names))
        checked[name] = check_sheet(book.cells(there), SHEETS[name], reading)
    progress("Reading", len(names), len(names))
    return checked


def _desk(book: Book, checked: Mapping[str, Checked], as_of: dt.date, files: tuple[Path, ...]) -> Desk:
    good = {name: one.frame for name, one in checked.items()}
    frames = {name: good[name] if name in good else blank_frame(name) for name in SHEETS}
    findings = tuple(finding for one in checked.values() for finding in one.findings)
    return Desk(
        policy=make_policy(good, as_of),
        frames=frames,
        checked=checked,
        findings=findings,
        left_out=tuple(left for one in checked.values() for left in one.left_out),
        sources=_sources(book, checked),
        files=files,
    )


def blank_frame(name: str) -> Frame:
    """Return the frame of a sheet that has no rows, every column with its type."""
    sheet = SHEETS[name]
    headings = [column.name for column in sheet.columns]
    return check_sheet(Cells("", name, [headings]), sheet, Reading(dt.date.min)).frame


def _sources(book: Book, checked: Mapping[str, Checked]) -> tuple[Source, ...]:
    rows: dict[str, int] = {}
    for one in checked.values():
        rows[one.cells.file] = rows.get(one.cells.file, 0) + one.rows
    files = book.sources() or ((book.name, ""),)
    return tuple(Source(name, rows.get(name, 0), sha256) for name, sha256 in files)


def accounts_of(desk: Desk) -> Frame:
    """Return Customers with a row for every account that only the Ledger or Licences name: an export may lack them."""
    customers = desk.frames["Customers"]
    named = pd.concat([desk.frames[name]["account"] for name in ("Ledger", "Licences")])
    unknown = sorted(set(named) - set(customers["account"]) - {""})
    if not unknown:
        return customers
    blank = blank_frame("Customers").reindex(range(-len(unknown), 0))
    texts = [column.name for column in SHEETS["Customers"].columns if blank[column.name].dtype != bool]
    blank[texts] = ""
    blank["account"] = unknown
    blank["do_not_contact"] = False
    return pd.concat([customers, blank.astype(customers.dtypes.to_dict())])
