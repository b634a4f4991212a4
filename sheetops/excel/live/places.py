"""Cells named in batches: one call for many, because each call to a spreadsheet program costs as much as thousands."""

from collections.abc import Iterable, Iterator

from sheetops.model import cell_name

LONGEST = 250
"""Characters of an address that Excel takes at once (its limit is 255)."""

Place = tuple[int, int]
"""Row and column, counted from 1."""
Block = tuple[int, int, int]
"""First row, last row and column of cells that stand below each other."""


def addresses(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield addresses such as ``B2:B9,C4`` that name all of these cells, each short enough for Excel."""
    batch = ""
    for first, last, column in blocks:
        text = cell_name(first, column) + (f":{cell_name(last, column)}" if last > first else "")
        if batch and len(batch) + 1 + len(text) > LONGEST:
            yield batch
            batch = ""
        batch = f"{batch},{text}" if batch else text
    if batch:
        yield batch


def runs(places: Iterable[Place]) -> Iterator[Block]:
    """Yield cells as blocks of rows that follow each other in a column, column by column."""
    block: Block | None = None
    for column, row in sorted({(column, row) for row, column in places}):
        if block and block[2] == column and block[1] + 1 == row:
            block = (block[0], row, column)
            continue
        if block:
            yield block
        block = (row, row, column)
    if block:
        yield block
