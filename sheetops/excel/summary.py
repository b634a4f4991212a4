"""What a result workbook says first: what ran, over what, what was left out, and whether it balances."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sheetops import clock, money
from sheetops.excel.grid import Grid
from sheetops.model import Finding, LeftOut, Run, Severity, Total

LEDGER = "Ledger"
"""The sheet whose rows make the totals."""
NAMED_CUTS = 20


class Amount(NamedTuple):
    """An amount in minor units of its currency."""

    minor: int
    currency: str


Cell = str | int | Amount


class Block(NamedTuple):
    """One part of the Summary: its title, its headings, and its rows; ``bad`` are the rows (from 0) to show in red."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    bad: frozenset[int] = frozenset()


def headline(run: Run) -> str:
    """Return the first line: which job, as of which day."""
    return f"{run.job[:1].upper()}{run.job[1:].replace('-', ' ')} as of {clock.text(run.as_of)}"


def alarms(run: Run) -> list[str]:
    """Return what must be read before any figure: totals that do not balance, ledger rows that no total contains."""
    return [*(_differs(total) for total in run.totals if not total.balances), *_uncounted(run)]


def _differs(total: Total) -> str:
    left, right = (_figure(side, total) for side in (total.left, total.right))
    return f"{total.name} does not balance: {left} against {right}. Do not use these figures; report this fault."


def _figure(side: int, total: Total) -> str:
    return f"{money.text(side, total.currency)} {total.currency}".strip() if total.money else f"{side:,}"


def _uncounted(run: Run) -> Iterator[str]:
    out = [some for some in run.left_out if some.sheet == LEDGER]
    if out and any(finding.severity is Severity.ERROR for finding in run.findings):
        number = sum(some.rows for some in out)
        rows = f"{number:,} row" + ("s" if number != 1 else "")
        amounts = [f"{money.text(some.amount, some.currency)} {some.currency}".strip() for some in out if some.amount]
        readable = f", with {', '.join(amounts)} on them as far as it can be read" if amounts else ""
        yield (
            f"The totals are not complete: {rows} of the {LEDGER} could not be used{readable}. "
            "Mend what Problems lists and run again."
        )


def blocks(run: Run, grids: Sequence[Grid], remarks: Iterable[tuple[str, str]] = ()) -> list[Block]:
    """Return the parts of the Summary that have something to say, in order.

    ``grids`` are the result sheets of the workbook; ``remarks`` are (sheet, remark) about how they had to be written.
    """
    parts = [
        Block("Figures", ("figure", "value"), [(name, value) for name, value in run.counts.items()]),
        _totals(run),
        Block(
            "Left out",
            ("sheet", "rows", "amount", "currency", "reason"),
            [
                (some.sheet, some.rows, _money(some), some.currency if some.amount else "", some.reason)
                for some in run.left_out
            ],
        ),
        _found(run.findings),
        Block(
            "Files read",
            ("file", "rows", "SHA-256"),
            [(source.name, source.rows, source.sha256) for source in run.sources],
        ),
        _sheets(grids, remarks),
        _documents(run),
        Block("Settings", ("setting", "value"), list(run.settings.items())),
        Block("Definitions", ("word", "meaning"), list(run.definitions.items())),
    ]
    return [part for part in parts if part.rows]


def _money(some: LeftOut) -> Cell:
    return Amount(some.amount, some.currency) if some.amount else ""


def _totals(run: Run) -> Block:
    rows: list[tuple[Cell, ...]] = [
        (
            total.name,
            total.currency,
            _side(total.left, total),
            _side(total.right, total),
            _side(total.left - total.right, total),
            "balances" if total.balances else "DOES NOT BALANCE",
        )
        for total in run.totals
    ]
    bad = frozenset(row for row, total in enumerate(run.totals) if not total.balances)
    return Block("Control totals", ("total", "currency", "one side", "other side", "difference", "verdict"), rows, bad)


def _side(side: int, total: Total) -> Cell:
    return Amount(side, total.currency) if total.money else int(side)


def _found(findings: Sequence[Finding]) -> Block:
    counted = Counter(finding.severity for finding in findings)
    meaning = {
        Severity.ERROR: "The row was left out of every later step.",
        Severity.WARNING: "The row was used; a person should look at it.",
        Severity.NOTE: "Good to know.",
    }
    rows: list[tuple[Cell, ...]] = [
        (f"{severity.value}s", counted[severity], meaning[severity]) for severity in Severity
    ]
    return Block("Problems found", ("severity", "number", "what it means"), rows)


def _sheets(grids: Sequence[Grid], remarks: Iterable[tuple[str, str]]) -> Block:
    said = list(remarks)
    rows: list[tuple[Cell, ...]] = []
    for grid in grids:
        about = [*_pages(grid), *_cuts(grid), *(remark for sheet, remark in said if sheet == grid.name)]
        rows.append((grid.name, grid.rows - len(grid.bold_rows), " ".join(about)))
    return Block("Sheets of this workbook", ("sheet", "rows", "remark"), rows)


def _pages(grid: Grid) -> Iterator[str]:
    more = [name for name, _, _ in grid.pages()][1:]
    if more:
        yield f"Continues on {', '.join(more)}."


def _cuts(grid: Grid) -> Iterator[str]:
    for cut in grid.cuts[:NAMED_CUTS]:
        yield f"Row {cut.row + 2}, {cut.heading}: {cut.length:,} characters, cut to fit a cell."
    if len(grid.cuts) > NAMED_CUTS:
        yield f"{len(grid.cuts) - NAMED_CUTS:,} more texts were cut to fit their cells."


def _documents(run: Run) -> Block:
    folders = Counter(str(document.path.parent.as_posix()) for document in run.documents)
    return Block("Documents made", ("folder", "files"), [(folder, number) for folder, number in folders.items()])
