"""Templates: the letters that a desk sends, and who reviewed them."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import Day, Language, Row, Text, YesNo, describe, optional, required
from sheetops.sheets.cells.headings import LANGUAGE
from sheetops.sheets.checks.keys import duplicated
from sheetops.sheets.checks.spans import in_future


class Template(Row):
    """One letter in one language."""

    template: Text = required(
        "The letter's name.", "template name", "letter", "name", "szablon", "nazwa szablonu", "nazwa"
    )
    file: Text = required("Its Word file.", "file name", "filename", "path", "plik", "nazwa pliku")
    language: Language | None = optional("Two-letter code of its language.", *LANGUAGE)
    subject: Text | None = optional("The subject of its e-mail.", "title", "subject line", "temat", "tytuł")
    version: Text | None = optional("Its version.", "revision", "wersja")
    reviewed_by: Text | None = optional("Who reviewed it.", "reviewer", "sprawdził", "przejrzał")
    reviewed_on: Day | None = optional(
        "The day it was reviewed.", "review date", "reviewed", "data przeglądu", "sprawdzono"
    )
    approved: YesNo | None = optional("yes if it may be sent.", "is approved", "zatwierdzony", "zatwierdzone")


TEMPLATES = describe(
    "Templates",
    Template,
    key=("template", "language"),
    synonyms=("Template", "Letter templates", "Szablony"),
    checks=(
        Check(duplicated("template", "language"), Severity.ERROR),
        Check(in_future("reviewed_on"), Severity.WARNING),
    ),
)
