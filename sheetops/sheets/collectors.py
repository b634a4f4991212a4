"""Collectors: which columns the file for each collector or department has."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Row, Text, describe, optional, required
from sheetops.sheets.checks.keys import duplicated
from sheetops.sheets.checks.remittances import field_unknown


class CollectorColumn(Row):
    """One column of a collector's file."""

    collector: Text | None = optional(
        "Whose file; blank: that of everybody without columns of their own.", "agency", "department", "windykator"
    )
    heading: Text = required(
        "What stands above the column in the file.", "column", "their heading", "nagłówek", "kolumna"
    )
    field: Text = required(
        'What stands in it: account, name, arrears ... or a fixed text between quotation marks, such as "NZD".',
        *("our field", "content", "value", "pole", "zawartość"),
    )


COLLECTORS = describe(
    "Collectors",
    CollectorColumn,
    key=("collector", "heading"),
    synonyms=("Collector", "Collector map", "Collector columns", "Column map", "Windykatorzy"),
    checks=(
        Check(duplicated("heading", "collector"), Severity.ERROR),
        Check(field_unknown, Severity.ERROR),
    ),
)
