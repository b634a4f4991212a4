"""Remittances that cannot be, and columns for a collector's file that nothing fills."""

from collections.abc import Iterator
from typing import Any

from sheetops.model import Context, Fault, Frame
from sheetops.rules.placement import FIELDS, fixed_text
from sheetops.sheets.checks.faults import faults
from sheetops.sheets.checks.money import at_most
from sheetops.sheets.checks.nearest import meant, nearest


def collected_not_positive(frame: Frame, context: Context) -> Iterator[Fault]:
    """A remittance of nothing or less."""
    words = (
        "What was collected must be more than zero. Enter what was paid back to the debtor as a refund in the Ledger."
    )
    return faults(frame, at_most(frame, "collected", 0), "collected", lambda row: words)


def field_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A field that nothing is known of; a fixed text stands between quotation marks."""
    bad = ~frame["field"].isin(FIELDS) & ~frame["field"].map(fixed_text).notna()
    near = nearest(frame.loc[bad, "field"], FIELDS)

    def said(row: Any) -> tuple[str, str]:
        question, suggestion = meant(near.get(row.field, ()))
        known = "" if question else f" The fields are {', '.join(FIELDS)}."
        return (
            f'There is no field {row.field}. Put a fixed text between quotation marks: "text".{question}{known}',
            suggestion,
        )

    return faults(frame, bad, "field", said)
