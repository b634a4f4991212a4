"""Indices: the price indices by which tariffs rise, as they were published."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Day, Figure, Key, Row, Text, describe, optional, required
from sheetops.sheets.cells.headings import NOTE
from sheetops.sheets.checks.keys import duplicated
from sheetops.sheets.checks.money import value_not_positive


class Index(Row):
    """One value of one index."""

    index: Key = required("The index's name, as Tariffs names it.", "index name", "series", "indeks", "wskaźnik")
    on: Day = required("The day from which this value counts.", "date", "from", "quarter", "data", "od")
    value: Figure = required("The index's value (not the change in percent).", "index value", "level", "wartość")
    note: Text | None = optional("Where it was published.", *NOTE, "source", "źródło")


INDICES = describe(
    "Indices",
    Index,
    key=("index", "on"),
    synonyms=("Index", "Price indices", "CPI", "Indeksy", "Wskaźniki"),
    checks=(Check(duplicated("index", "on"), Severity.ERROR), Check(value_not_positive, Severity.ERROR)),
)
