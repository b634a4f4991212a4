"""What managers and customers are told: the monthly debt report, statements, reports of one's own."""

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from sheetops.cli.bar import Bar
from sheetops.cli.options import AsJson, AsOf, Books, Out, day
from sheetops.cli.order import Order, fulfil

_MONTHS = (re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})"), re.compile(r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})"))


def month_end(text: str | dt.date) -> dt.date:
    """Return the last day of the month that a text names, 2026-06 or 06/2026."""
    if isinstance(text, dt.date):
        return text
    for form in _MONTHS:
        found = form.fullmatch(text.strip())
        if found and 1 <= int(found["month"]) <= 12 and int(found["year"]) >= 1900:
            year, month = int(found["year"]), int(found["month"])
            return dt.date(year, month, calendar.monthrange(year, month)[1])
    raise typer.BadParameter(f"'{text}' is not a month. Write it like 2026-06 or 06/2026.")


Month = Annotated[
    dt.date | None,
    typer.Option(
        "--month",
        parser=month_end,
        metavar="MONTH",
        show_default=False,
        help="A whole month, like 2026-06 or 06/2026: the same as --as-of its last day.",
    ),
]


def report(books: Books, as_of: AsOf = None, month: Month = None, out: Out = None, as_json: AsJson = False) -> None:
    """Write the debt report of the month up to a day, with charts: report.xlsx, and for the board report.docx."""
    if as_of and month and as_of != month:
        raise typer.BadParameter("--month and --as-of name two different days. Leave one of them out.")

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.report import report as work

        return [work(order.source, as_of=order.as_of, out=order.out, progress=progress)]

    fulfil("report", books, month or as_of, out, as_json, job)


Since = Annotated[
    dt.date | None,
    typer.Option(
        "--from",
        parser=day,
        metavar="DATE",
        show_default=False,
        help="The first day of the period; when left out, the first of the month of --as-of.",
    ),
]
Accounts = Annotated[
    str | None,
    typer.Option(
        "--accounts", metavar="A,B", show_default=False, help="The accounts wanted, with commas; all when left out."
    ),
]


def statements(
    books: Books,
    as_of: AsOf = None,
    since: Since = None,
    accounts: Accounts = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also make a PDF of each (needs Word or LibreOffice).")] = False,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Make a statement of account for every customer: statements.xlsx and the folder statements."""
    wanted = tuple(name.strip() for name in (accounts or "").split(",") if name.strip())

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.statements import statements as work

        return [
            work(
                order.source,
                as_of=order.as_of,
                out=order.out,
                since=since,
                accounts=wanted,
                pdf=pdf,
                progress=progress,
            )
        ]

    fulfil("statements", books, as_of, out, as_json, job)


def adhoc(
    books: Books,
    as_of: AsOf = None,
    report: Annotated[
        str | None,
        typer.Option("--report", metavar="NAME", show_default=False, help="This report alone; all when left out."),
    ] = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Work out the reports of the sheet Reports, each proved against the whole of its sheet: adhoc.xlsx."""

    def job(order: Order, progress: Bar) -> Sequence[Any]:
        from sheetops.jobs.adhoc import adhoc as work

        return [work(order.source, as_of=order.as_of, report=report, out=order.out, progress=progress)]

    fulfil("adhoc", books, as_of, out, as_json, job)
