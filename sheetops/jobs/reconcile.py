"""Two exports held against each other, or an old one against a new one, from files to a workbook for the auditor."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from sheetops import clock
from sheetops.errors import BookError, OutputError
from sheetops.excel.read import open_book
from sheetops.excel.write import write_run
from sheetops.jobs.correcting import LAYOUTS, correction, write_correction
from sheetops.jobs.maps import Map, read_ignored, read_map, save_map
from sheetops.jobs.results import require_balance
from sheetops.model import (
    Book,
    Chart,
    Column,
    Finding,
    Frame,
    Kind,
    Outcome,
    Progress,
    Result,
    Run,
    Severity,
    Source,
    Total,
    silent,
)
from sheetops.publish import make_folder
from sheetops.reconcile.comparing import Break
from sheetops.reconcile.keys import NORMALISERS
from sheetops.reconcile.showing import CHANGES, COMPARING, Showing, Sum, Words, break_counts, currency_column, sums
from sheetops.reconcile.tables import Table, table_of
from sheetops.reconcile.terms import COLUMNS, Taken, Wish, known_export, take
from sheetops.reconcile.weighing import Account, Ignored, accounts
from sheetops.reconcile.weighing import reconcile as weigh
from sheetops.sheets.cells.words import fold

DEFINITIONS = {
    "matched": "rows whose key stands once on each side and whose compared cells all agree, or lie within tolerance",
    "differs": "such rows of which at least one compared cell breaks and is not ignored",
    "ignored": "rows whose every break is on the ignore list and its last day is not past",
    "one side only": "rows whose key the other side has not, and rows without a key",
    "duplicate keys": "all rows of a key that stands more than once on a side: which belongs to which is never guessed",
    "blank": "a blank is not a zero: blank against 0.00 breaks; blank against blank agrees",
    "tolerance": "the greatest difference that still matches, that difference itself included; days likewise",
    "spelling only": "texts that are the same but for capitals, accents, punctuation or a legal form; they still break",
    "sums": "of every compared column of amounts, over all rows of a side, and over its rows by what became of them",
}
_SUMS = Result(
    "Sums",
    (
        Column("column", Kind.TEXT),
        Column("currency", Kind.CODE),
        Column("rows", Kind.TEXT),
        Column("left", Kind.MONEY),
        Column("right", Kind.MONEY),
        Column("difference", Kind.MONEY),
    ),
    totals_in="rows",
)


@dataclass(frozen=True)
class Extras:
    """What else can be asked of a reconciliation.

    ``master`` is the side that is right (left or right): the other gets an import file, in ``layout``, with its
    record's number from the column ``record``. ``map`` is a saved map, ``ignore`` a list of what to pass over, ``save``
    where to save what was taken for what.
    """

    left_sheet: str = ""
    right_sheet: str = ""
    master: str = ""
    layout: str = ""
    record: str = ""
    map: Path | None = None
    ignore: Path | None = None
    save: Path | None = None


def reconcile_exports(
    left: Path | str,
    right: Path | str,
    wish: Wish,
    *,
    as_of: dt.date,
    extras: Extras | None = None,
    out: Path | str | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Hold two exports (or two sheets of one workbook) against each other; with ``out`` write that result workbook.

    The run's frames are Breaks, Sums, Differences, Side by side, Only in left, Only in right, Duplicate keys, Ignored,
    Matched and Columns; money in minor units. With a master side the import file lies beside the workbook. BookError
    when a file cannot be read, nothing is common, or the key names no row once.
    """
    return _job("reconcile", COMPARING, Path(left), Path(right), wish, as_of, extras or Extras(), out, progress)


def changes(
    old: Path | str,
    new: Path | str,
    wish: Wish | None = None,
    *,
    as_of: dt.date,
    extras: Extras | None = None,
    out: Path | str | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Say what changed between two snapshots: added, removed, and each changed field from old to new.

    Without a key in the wish rows are told by the record's number, else by the first column that names each once. The
    rest is as in `reconcile_exports`; the frames are Changed, Added, Removed, Unchanged and so on.
    """
    return _job("changes", CHANGES, Path(old), Path(new), wish or Wish(), as_of, extras or Extras(), out, progress)


def _job(
    job: str,
    words: Words,
    left: Path,
    right: Path,
    wish: Wish,
    as_of: dt.date,
    extras: Extras,
    out: Path | str | None,
    progress: Progress,
) -> Outcome:
    workbook = _workbook(out, [left, right, *filter(None, (extras.map, extras.ignore))])
    _require_side(extras)
    one, other, sources = _tables(left, right, wish, extras, words, progress)
    chosen = _chosen(wish, extras, as_of)
    progress("Comparing", 0, 1)
    taken = take(one, other, chosen.wish, propose=job == "changes")
    outcome = weigh(one.frame, other.frame, taken.terms, as_of, chosen.ignored)
    showing = Showing(one, other, taken.terms, outcome, chosen.ignored, as_of, words)
    run = _run(job, showing, taken, chosen, sources)
    progress("Comparing", 1, 1)
    if extras.save:
        save_map(taken.columns, chosen.ignored, extras.save, as_of)
    if workbook is None:
        return Outcome(run, None, Path())
    if extras.master:
        run = _corrected(run, showing, extras, workbook, chosen.wish)
    progress("Writing", 0, 1)
    write_run(run, workbook, books=(left, right))
    progress("Writing", 1, 1)
    return Outcome(run, workbook, workbook.parent)


# ------------------------------------------------------------------------------------------------ reading


def _workbook(out: Path | str | None, read: Sequence[Path]) -> Path | None:
    if out is None:
        return None
    workbook = Path(out)
    if workbook.suffix.lower() != ".xlsx":
        raise OutputError(f"{workbook.name} is no name for the result: it is an Excel workbook. Let it end in .xlsx.")
    make_folder(workbook.resolve().parent)
    if workbook.exists() and any(file.exists() and workbook.samefile(file) for file in read):
        raise OutputError(f"{workbook} is one of the files that are read. Choose another name for the result.")
    return workbook


def _require_side(extras: Extras) -> None:
    if extras.master not in ("", "left", "right"):
        raise BookError(f"The master side is {extras.master!r}; it is left or right: the side that is right.")
    if extras.layout not in ("", *LAYOUTS):
        raise BookError(f"{extras.layout!r} is no layout of an import file. Choose from: {', '.join(LAYOUTS)}.")


def _chosen(wish: Wish, extras: Extras, as_of: dt.date) -> Map:
    chosen = read_map(extras.map, wish, as_of) if extras.map else Map(wish)
    if extras.ignore:
        ignored, findings = read_ignored(extras.ignore, as_of)
        chosen = Map(chosen.wish, (*chosen.ignored, *ignored), (*chosen.findings, *findings))
    return chosen


def _tables(
    left: Path, right: Path, wish: Wish, extras: Extras, words: Words, progress: Progress
) -> tuple[Table, Table, tuple[Source, ...]]:
    same = left.resolve() == right.resolve()
    progress(f"Reading {left.name}", 0, 2)
    one = open_book(left)
    progress(f"Reading {right.name}", 1, 2)
    other = one if same else open_book(right)
    first, second = _sheets(one, other, extras, same)
    wanted = [part.partition("=") for part in (*wish.key, *wish.compare)]
    tables = [
        table_of(book.cells(sheet), f"{words_of}: {book.name}" + (f", {sheet}" if len(book.sheets) > 1 else ""), heads)
        for book, sheet, words_of, heads in (
            (one, first, words.left, [left for left, _, _ in wanted]),
            (other, second, words.right, [right or left for left, _, right in wanted]),
        )
    ]
    books = [one] if same else [one, other]
    rows = {one.name: tables[0].read} if not same else {one.name: tables[0].read + tables[1].read}
    rows = rows if same else {0: tables[0].read, 1: tables[1].read}  # type: ignore[dict-item]
    counted = list(rows.values())
    sources = tuple(Source(name, counted[at], sha) for at, book in enumerate(books) for name, sha in book.sources())
    return tables[0], tables[1], sources


def _sheets(one: Book, other: Book, extras: Extras, same: bool) -> tuple[str, str]:
    if same and not (extras.left_sheet and extras.right_sheet):
        if len(one.sheets) == 2 and not (extras.left_sheet or extras.right_sheet):
            return one.sheets[0], one.sheets[1]
        raise BookError(
            f"{one.name} is both sides: say which sheets, with --left-sheet and --right-sheet. It has "
            f"{', '.join(one.sheets)}."
        )
    return _sheet(one, extras.left_sheet, "left"), _sheet(other, extras.right_sheet, "right")


def _sheet(book: Book, wanted: str, side: str) -> str:
    if wanted:
        named = [name for name in book.sheets if fold(name) == fold(wanted)]
        if not named:
            raise BookError(f"{book.name} has no sheet {wanted!r}; it has {', '.join(book.sheets)}.")
        return named[0]
    if len(book.sheets) == 1:
        return book.sheets[0]
    filled = [name for name in book.sheets if book.cells(name).rows]
    if len(filled) == 1:
        return filled[0]
    raise BookError(
        f"{book.name} has several sheets: {', '.join(book.sheets)}. Say which one is meant with --{side}-sheet."
    )


# ------------------------------------------------------------------------------------------------ the run


def _run(job: str, showing: Showing, taken: Taken, chosen: Map, sources: tuple[Source, ...]) -> Run:
    words = showing.words
    one, other = accounts(showing.outcome, len(showing.left.frame), len(showing.right.frame))
    shown = {"Breaks": break_counts(showing), **showing.sheets()}
    summed = list(sums(showing))
    frames: dict[str, Frame] = {"Breaks": shown.pop("Breaks").frame}
    results = {"Breaks": break_counts(showing).result, "Columns": COLUMNS}
    if summed:
        frames["Sums"] = _sum_frame(summed)
        results["Sums"] = _SUMS
    frames |= {name: sheet.frame for name, sheet in shown.items()}
    results |= {name: sheet.result for name, sheet in shown.items()}
    frames["Columns"] = taken.columns
    totals = (
        _rows_total(words.left, showing.left, one),
        _rows_total(words.right, showing.right, other),
        *(total for total in _sum_totals(summed, words)),
        Total("Breaks listed against breaks counted", "", _listed(frames, words), _counted(showing)),
    )
    require_balance(job, totals)
    return Run(
        job=job,
        as_of=showing.as_of,
        sources=sources,
        settings=_settings(showing, taken),
        definitions=DEFINITIONS,
        counts=_counts(words, one, other, showing),
        totals=totals,
        left_out=(*showing.left.left_out, *showing.right.left_out),
        findings=(*showing.left.findings, *showing.right.findings, *taken.findings, *chosen.findings, *_said(showing)),
        frames=frames,
        charts=(_chart(frames["Breaks"], words),),
        results=results,
        coloured={name: sheet.coloured for name, sheet in shown.items() if sheet.coloured},
        breaks=one.differs + one.only + other.only + one.duplicates + other.duplicates,
    )


def _rows_total(side: str, table: Table, account: Account) -> Total:
    out = sum(left.rows for left in table.left_out)
    return Total(f"Rows read on {side} against what became of them", "", table.read, account.parts + out)


def _sum_totals(summed: Sequence[Sum], words: Words) -> list[Total]:
    found = []
    for one in summed:
        unit = "" if one.exact else ", in millionths"
        for side, whole, parts in ((words.left, one.left_total, one.left), (words.right, one.right_total, one.right)):
            name = f"{one.column} on {side}{unit}: all rows against their parts"
            found.append(Total(name, one.currency, whole, sum(parts.values()), money=one.exact))
    return found


def _listed(frames: dict[str, Frame], words: Words) -> int:
    names = (words.differences, words.only_left, words.only_right, "Duplicate keys")
    return sum(len(frames[name]) for name in names)


def _counted(showing: Showing) -> int:
    return int(break_counts(showing).frame["number"].sum())


def _sum_frame(summed: Sequence[Sum]) -> Frame:
    rows = []
    for one in summed:
        scale = 1 if one.exact else 10_000
        for part in one.left:
            left, right = one.left[part] // scale, one.right[part] // scale
            rows.append((one.column, one.currency, part, left, right, left - right))
        left, right = one.left_total // scale, one.right_total // scale
        rows.append((one.column, one.currency, "Total", left, right, left - right))
    return pd.DataFrame(rows, columns=[column.name for column in _SUMS.columns])


def _counts(words: Words, one: Account, other: Account, showing: Showing) -> dict[str, int | str]:
    cells = sum(int((lines < 0).sum()) for lines in showing.outcome.cells)
    close = sum(len(column.tolerated) for column in showing.outcome.compared)
    return {
        f"rows on {words.left}": one.rows,
        f"rows on {words.right}": other.rows,
        f"{words.matched.lower()}, rows": one.matched,
        f"{words.differences.lower()}, rows": one.differs,
        f"{words.differences.lower()}, cells": cells,
        "cells within tolerance": close,
        words.only_left.lower(): one.only,
        words.only_right.lower(): other.only,
        f"duplicate keys, rows on {words.left}": one.duplicates,
        f"duplicate keys, rows on {words.right}": other.duplicates,
        f"ignored, rows on {words.left}": one.ignored,
        f"ignored, rows on {words.right}": other.ignored,
    }


def _settings(showing: Showing, taken: Taken) -> dict[str, str]:
    terms = showing.terms
    rules = [rule for rule in terms.rules if rule.tolerance or rule.days]
    allowed = [
        f"{rule.left}: {rule.tolerance / 1_000_000:,.2f}" if rule.tolerance else f"{rule.left}: {rule.days} days"
        for rule in rules
    ]
    exports = [
        f"{side}: {name}"
        for side, table in ((showing.words.left, showing.left), (showing.words.right, showing.right))
        if (name := known_export(table))
    ]
    return {
        "key": ", ".join(left if left == right else f"{left} = {right}" for left, right in terms.key),
        "passed over in the key": "; ".join(NORMALISERS[name][1] for name in terms.passing),
        "compared": ", ".join(rule.left for rule in terms.rules) or "nothing but the key",
        "tolerance": "; ".join(allowed) or "none",
        **({"known exports": "; ".join(exports)} if exports else {}),
    }


def _said(showing: Showing) -> list[Finding]:
    """Say what a person must know before the figures are used: duplicate keys, several currencies."""
    found = []
    for table, side, rows in (
        (showing.left, showing.words.left, showing.outcome.matching.duplicate_left),
        (showing.right, showing.words.right, showing.outcome.matching.duplicate_right),
    ):
        if len(rows):
            words = (
                f"{len(rows):,} rows on {side} have a key that stands more than once on a side; none was matched. They "
                " are on the sheet Duplicate keys: mend them, or add a column to --key."
            )
            heading = showing.terms.key[0][0 if table is showing.left else 1]
            found.append(Finding(table.name, 0, heading, "", "", Severity.WARNING, "keys_duplicated", words))
        column = currency_column(table)
        codes = sorted({str(cell).strip().upper() for cell in table.frame[column].dropna().tolist()}) if column else []
        if len(codes) > 1 and column:
            words = (
                f"{side} holds several currencies ({', '.join(codes)}): sums are kept apart. A tolerance counts in "
                "each row's own currency."
            )
            found.append(Finding(table.name, 0, column, "", "", Severity.NOTE, "currencies_several", words))
    unreadable = sum(kind is Break.UNREADABLE for column in showing.outcome.compared for kind in column.kinds)
    if unreadable:
        words = f"{unreadable:,} cells that break cannot be read as what their column holds; sums leave them out."
        found.append(Finding(showing.left.name, 0, "", "", "", Severity.WARNING, "cells_unreadable", words))
    return found


def _chart(breaks: Frame, words: Words) -> Chart:
    title = "Breaks by kind" if words is COMPARING else "Changes by kind"
    return Chart(
        title, "Breaks", "bars", "break", (("number", "number"),), 0, len(breaks), "cells, and rows on one side"
    )


def _corrected(run: Run, showing: Showing, extras: Extras, workbook: Path, wish: Wish) -> Run:
    """Write the import file and say in the run that it is there."""
    side = "right" if extras.master == "left" else "left"
    made = correction(showing, extras.master, extras.record, extras.layout)
    document = write_correction(made, workbook, side, wish, showing.as_of)
    fields = int(made.frame.drop(columns=list(made.record)).ne("").to_numpy().sum())
    counts = {**run.counts, f"records to correct on {side}": len(made.frame), "fields to correct": fields}
    by_hand = {"fields to empty by hand": made.by_hand} if made.by_hand else {}
    settings = {
        **run.settings,
        "master": extras.master,
        "import file": f"{document.path.name}, records by {', '.join(made.record)}, a blank leaves a field as it is",
    }
    return replace(run, counts=counts | by_hand, settings=settings, documents=(document,))


def default_name(job: str, left: Path, as_of: dt.date) -> str:
    """Return the name of a result workbook when none was asked for."""
    return f"{job}-{left.stem}-{clock.text(as_of).replace('/', '-')}.xlsx"


__all__ = ["Extras", "Ignored", "Wish", "changes", "default_name", "reconcile_exports"]
