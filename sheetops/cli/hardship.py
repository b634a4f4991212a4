"""The hardship desk from the command line: the register, grants, and papers for the board on fresh starts."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from sheetops.cli.bar import Bar
from sheetops.cli.options import AsJson, AsOf, Books, Out
from sheetops.cli.order import Order, fulfil


def hardship(
    books: Books,
    as_of: AsOf = None,
    out: Out = None,
    fresh_start: Annotated[
        list[str] | None,
        typer.Option(
            "--fresh-start",
            metavar="ACCOUNT",
            show_default=False,
            help="Also write the paper for the board on this account, in Word; may be given several times.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Keep the hardship register, chase grants, list what was earned, and write fresh-start papers: hardship.xlsx."""

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.hardship import hardship as work

        accounts = tuple(fresh_start or ())
        return [work(order.source, as_of=order.as_of, out=order.out, fresh_start=accounts, progress=progress)]

    fulfil("hardship", books, as_of, out, as_json, job)
