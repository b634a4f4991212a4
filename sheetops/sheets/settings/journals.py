"""Settings of journals for the general ledger."""

import datetime as dt

from sheetops.rules.layouts import layout
from sheetops.sheets.settings.reading import Setting, number_format, one_of


def _layout(value: str) -> str:
    layout(value)
    return value


def _code(value: str) -> str:
    # Not "none": that is a tax code where journals are imported.
    return "" if value.casefold() == "blank" else value


def _day_or_none(value: str) -> dt.date | None:
    if value.casefold() == "none":
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError("a day such as 2026-06-30, or none") from None


JOURNALS = (
    Setting("journal_number", number_format, "JN-{year}-{number:05}", "How journals are numbered."),
    Setting(
        "journal_layout",
        _layout,
        "generic",
        "The columns of journal files: generic, xero, quickbooks, sage50, or your own as Heading = field; ...",
    ),
    Setting("journal_format", one_of("csv", "xlsx"), "csv", "The kind of journal files."),
    Setting(
        "journal_tax_code", _code, "blank", "The tax code that an import wants on each line; blank for none at all."
    ),
    Setting("journal_locked_until", _day_or_none, "none", "The last day of the period that is closed for journals."),
)
"""The settings of this subject."""
