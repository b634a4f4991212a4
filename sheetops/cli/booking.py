"""Journals from the command line: make those of a period, or reverse one."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from sheetops.cli.bar import Bar
from sheetops.cli.options import AsJson, AsOf, Books, Out
from sheetops.cli.order import Order, fulfil
from sheetops.cli.reports import Month, Since


def journals(
    books: Books,
    as_of: AsOf = None,
    month: Month = None,
    since: Since = None,
    reverse: Annotated[
        str,
        typer.Option(
            "--reverse", metavar="NUMBER", show_default=False, help="Take this journal back by another; make no others."
        ),
    ] = "",
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Make the journals of a month or period for the general ledger, or reverse one: journals.xlsx, folder journals."""
    if as_of and month and as_of != month:
        raise typer.BadParameter("--month and --as-of name two different days. Leave one of them out.")

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.journals import journals as work

        return [work(order.source, as_of=order.as_of, since=since, reverse=reverse, out=order.out, progress=progress)]

    fulfil("journals", books, month or as_of, out, as_json, job)
