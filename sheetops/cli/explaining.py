"""Explaining an account from the command line."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from sheetops.cli.bar import Bar
from sheetops.cli.options import AsJson, AsOf, Out, day
from sheetops.cli.order import Order, fulfil

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="BOOK... ACCOUNT",
        show_default=False,
        help="The workbook, or several exports that belong together; then the account, by its number or name.",
    ),
]
Compare = Annotated[
    dt.date | None,
    typer.Option(
        "--compare",
        parser=day,
        metavar="DATE",
        show_default=False,
        help="Also say what changed between this day and the other, and why.",
    ),
]


def explain(
    words: Words, as_of: AsOf = None, compare: Compare = None, out: Out = None, as_json: AsJson = False
) -> None:
    """Tell an account's whole story: ledger, allocation, every rule tried and why: explain.xlsx and a Word page."""
    *books, account = words
    if not books:
        raise typer.BadParameter("Name the workbook first, then the account: sheetops explain desk.xlsx CAF0183.")

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.explain import explain as work

        return [work(order.source, account, as_of=order.as_of, compare=compare, out=order.out, progress=progress)]

    fulfil("explain", [Path(book) for book in books], as_of, out, as_json, job)
