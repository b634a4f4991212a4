"""What the commands can be told: arguments and options that mean the same everywhere."""

import datetime as dt
import re
from pathlib import Path
from typing import Annotated

import typer

_FORMS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"),
)


def day(text: str | dt.date) -> dt.date:
    """Return the day that a text names, ISO (2026-06-30) or day first (30/06/2026, 30.06.2026)."""
    if isinstance(text, dt.date):
        return text
    for form in _FORMS:
        if found := form.fullmatch(text.strip()):
            return _day(text, **{part: int(digits) for part, digits in found.groupdict().items()})
    raise typer.BadParameter(f"'{text}' is not a day. Write it like 2026-06-30 or 30/06/2026.")


def _day(text: str, *, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise typer.BadParameter(
            f"'{text}' is not a day of the calendar. Write it like 2026-06-30 or 30/06/2026 (the day before the month)."
        ) from None


Books = Annotated[
    list[Path],
    typer.Argument(
        metavar="BOOK",
        show_default=False,
        help="The workbook, or several exports that belong together (.xlsx .xlsm .xlsb .xls .ods .csv).",
    ),
]
AsOf = Annotated[
    dt.date | None,
    typer.Option(
        "--as-of",
        parser=day,
        metavar="DATE",
        show_default=False,
        help="The day to work for, like 2026-06-30 or 30/06/2026; today when left out. Any day can be asked.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        show_default=False,
        help="The folder for the results; when left out, the folder sheetops-out beside the (first) book.",
    ),
]
StaleOk = Annotated[
    str,
    typer.Option(
        "--stale-ok",
        metavar="NAME",
        show_default=False,
        help="Who answers for the run although the newest receipt is older than max_receipt_age_days.",
    ),
]
Reviewed = Annotated[
    list[Path] | None,
    typer.Option(
        "--reviewed",
        metavar="FILE",
        show_default=False,
        help="An arrears.xlsx or renewals.xlsx in which you decided on Notices due: only what says send is made.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as JSON, for scripts, and nothing else.")]
