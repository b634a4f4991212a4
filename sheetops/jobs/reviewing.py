"""The review of proposed notices: read back and held against the desk that the notices were proposed for."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from sheetops import clock
from sheetops.checking import Checked, check_sheet, findings_of
from sheetops.errors import BookError
from sheetops.excel.read import open_book
from sheetops.jobs.desk import Desk
from sheetops.jobs.proposals import NAME, Review
from sheetops.model import Book, Cells, Fault, Finding, Frame, Reading, Severity, Source
from sheetops.rules.decisions import KEY, hold_ends
from sheetops.sheets.review import REVIEW

SETTING = "review_notices"


def with_review(desk: Desk, files: Sequence[Path | str]) -> Desk:
    """Return the desk with what was decided in reviewed workbooks; as it is when none is given and none is asked for.

    BookError when a workbook is not a review of this desk and day: nothing may be written then.
    """
    if not files:
        return reviewed_sheets(desk, ())
    books = [open_book(file) for file in files]
    sheets = [book.cells(_notices_of(book)) for book in books]
    asked = _heeded(desk, [check_sheet(cells, REVIEW, desk.policy.reading()) for cells in sheets])
    sources = tuple(Source(name, 0, sha256) for book in books for name, sha256 in book.sources())
    doubts = tuple(finding for book in books for finding in _book_changed(desk, book))
    return replace(asked, sources=(*asked.sources, *sources), findings=(*asked.findings, *doubts))


def reviewed_sheets(desk: Desk, sheets: Iterable[Cells]) -> Desk:
    """Return the desk with what was decided on its own sheets, where its policy asks for a review."""
    if desk.policy.value(SETTING) != "yes":
        return desk
    return _heeded(desk, [check_sheet(cells, REVIEW, desk.policy.reading()) for cells in sheets])


def _notices_of(book: Book) -> str:
    if NAME not in book.sheets:
        raise BookError(
            f"{book.name} has no sheet {NAME}, so nothing was decided in it. Its sheets are: {', '.join(book.sheets)}. "
            "Give the arrears.xlsx or renewals.xlsx in which you wrote your decisions."
        )
    return NAME


def _heeded(desk: Desk, read: Sequence[Checked]) -> Desk:
    for one in read:
        _require_ours(desk, one)
    found = [finding for one in read for finding in (*one.findings, *_doubts(desk, one))]
    rows = pd.concat([_no_rows(), *(one.frame.assign(at=number) for number, one in enumerate(read))])
    twice = rows.duplicated(KEY, keep=False) & ~rows.duplicated([*KEY, "decision"], keep=False)
    text = "Another row has this notice with another decision: until one of them is gone it counts as not decided."
    for number, one in enumerate(read):
        faults = [Fault(int(row), "decision", text) for row in rows.index[twice & (rows["at"] == number)]]
        found += findings_of(one, faults, "decided_twice", Severity.WARNING)
    once = rows.assign(decision=rows["decision"].mask(twice, "")).drop_duplicates(KEY)
    return replace(desk, review=Review(once, tuple(read)), findings=(*desk.findings, *found))


def _no_rows() -> Frame:
    headings = [column.name for column in REVIEW.columns]
    frame = check_sheet(Cells("", NAME, [headings]), REVIEW, Reading(dt.date.min)).frame
    return frame.assign(at=pd.Series(dtype="int64"))


def _require_ours(desk: Desk, one: Checked) -> None:
    """Raise BookError when proposals are for another day, or name what the desk has not."""
    rows, where = one.frame, f"{one.cells.file}, sheet {one.cells.sheet}"
    others = rows[rows["as_of"].dt.date != desk.as_of]
    if len(others):
        day = others["as_of"].iloc[0].date()
        raise BookError(
            f"{where}: the notices were proposed for {clock.text(day)}, and the letters are for "
            f"{clock.text(desk.as_of)}. Work out arrears (or renewals) for {clock.text(desk.as_of)} and review those, "
            f"or make the letters for {clock.text(day)}."
        )
    strange = rows[~_known(desk, rows)]
    if len(strange):
        row = strange.iloc[0]
        raise BookError(
            f"{where}, row {strange.index[0]}: there is nothing of account {row['account']} in {row['currency']} in "
            f"{', '.join(source.name for source in desk.sources)}. This is the review of another workbook: give the "
            "one that was made from this."
        )


def _known(desk: Desk, rows: Frame) -> pd.Series:
    """Return which rows are of an account and currency that the desk has."""
    ledger = pd.MultiIndex.from_frame(desk.frames["Ledger"][["account", "currency"]])
    owed = pd.MultiIndex.from_frame(rows[["account", "currency"]]).isin(ledger)
    licensed = rows["account"].isin(desk.frames["Licences"]["account"]).to_numpy()
    return pd.Series(np.where((rows["entry"] != "").to_numpy(), owed, licensed), index=rows.index)


def _doubts(desk: Desk, one: Checked) -> Iterator[Finding]:
    rows = one.frame
    unsigned = rows[(rows["decision"] != "") & (rows["decided_by"] == "")]
    text = "Nobody signed this decision. Write who decided into decided_by."
    faults = [Fault(int(row), "decided_by", text) for row in unsigned.index]
    yield from findings_of(one, faults, "decision_unsigned", Severity.WARNING)
    over = rows[hold_ends(rows["decision"]) <= pd.Timestamp(desk.as_of)]
    text = f"That day has come: on {clock.text(desk.as_of)} the notice needs a new decision. Until then it is held."
    faults = [Fault(int(row), "decision", text) for row in over.index]
    yield from findings_of(one, faults, "hold_is_over", Severity.WARNING)


def _book_changed(desk: Desk, book: Book) -> Iterator[Finding]:
    """Say of a reviewed workbook whether the desk's files are still those that it was made from."""
    if "Summary" not in book.sheets:
        return
    written = {str(cell) for row in book.cells("Summary").rows for cell in row if cell}
    for source in desk.sources:
        if source.sha256 and source.sha256 not in written:
            text = (
                f"{source.name} has changed since the notices of {book.name} were proposed. Rows that say send and are "
                "no longer as they were are listed; work the notices out again if in doubt."
            )
            yield Finding("Summary", 0, "", "", source.name, Severity.WARNING, "book_changed", text, file=book.name)
