"""Reconciliations: pairs of exports that are held against each other again and again, on terms that are kept."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import Count, Figure, Key, OneOf, Row, Text, describe, optional, required
from sheetops.sheets.checks.keys import duplicated

Side = Annotated[str, BeforeValidator(OneOf("left right", left="lewa l", right="prawa r p")), Kind.CODE]


class Reconciliation(Row):
    """One pair of exports."""

    reconciliation: Key = required(
        "What it is called: the name of its result workbook, once.", "reconciliation name", "uzgodnienie", "nazwa"
    )
    left: Text = required(
        "The one file: a name in the folder of this workbook, or a whole path.", "left file", "file 1", "lewy plik"
    )
    left_sheet: Text | None = optional("Its sheet, where it has several.", "sheet of left", "lewy arkusz")
    right: Text = required("The other file.", "right file", "file 2", "prawy plik")
    right_sheet: Text | None = optional("Its sheet, where it has several.", "sheet of right", "prawy arkusz")
    key: Text | None = optional(
        "The columns that name a row, with commas between; left=right where the two differ. Blank: the map says it.",
        *("key columns", "klucz"),
    )
    compare: Text | None = optional("The columns to compare. Blank: all that both have.", "columns", "porównaj")
    tolerance: Figure | None = optional(
        "The greatest difference of amounts that still matches, such as 0.01.", "tolerancja", unreadable=Severity.ERROR
    )
    days: Count | None = optional(
        "How many days may lie between two dates that still match.", "date window", "dni", unreadable=Severity.ERROR
    )
    passing: Text | None = optional(
        "What is passed over in keys: case, zeros, accents, punctuation, legal. Blank: case.", "normalise", "pomiń"
    )
    master: Side | None = optional(
        "The side that is right, left or right: the other gets an import file.",
        *("master side", "wzorzec"),
        unreadable=Severity.ERROR,
    )
    map: Text | None = optional("A saved map of columns, such as map.xlsx.", "map file", "mapa")


RECONCILIATIONS = describe(
    "Reconciliations",
    Reconciliation,
    key=("reconciliation",),
    synonyms=("Reconcile", "Uzgodnienia"),
    checks=(Check(duplicated("reconciliation"), Severity.ERROR),),
)
