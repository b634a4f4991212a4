"""Programmes: what each client agreed for its incentive programme."""

from sheetops.model import Check, Severity
from sheetops.sheets.cells import (
    Amount,
    Count,
    Day,
    Key,
    Positive,
    Rate,
    Row,
    Text,
    TimeOfDay,
    describe,
    optional,
    required,
)
from sheetops.sheets.cells.headings import PROGRAMME
from sheetops.sheets.checks.keys import duplicated
from sheetops.sheets.checks.money import max_amount_negative
from sheetops.sheets.checks.returns import calendar_unknown
from sheetops.sheets.checks.spans import window_to_before_from


class Programme(Row):
    """One programme."""

    programme: Key = required("The programme's code, once.", *PROGRAMME)
    client: Text | None = optional("Whose programme it is.", "customer", "client name", "klient", "zleceniodawca")
    turnaround_hours: Positive | None = optional(
        "Business hours from receipt to entry.", "turnaround", "sla hours", "czas obsługi"
    )
    error_ceiling: Rate | None = optional(
        "The highest error rate allowed, such as 2%.", "error rate ceiling", "max error rate", "pułap błędów"
    )
    priority: Count | None = optional("1 is entered first.", "entry priority", "rank", "priorytet")
    cut_off: TimeOfDay | None = optional(
        "What comes later counts as the next day's, such as 16:00.", "cut off time", "godzina graniczna"
    )
    window_from: Day | None = optional(
        "First invoice day that counts.", "window start", "from", "start", "okres od", "od"
    )
    window_to: Day | None = optional("Last invoice day that counts.", "window end", "to", "end", "okres do", "do")
    products: Text | None = optional(
        "The products that count, with commas between.", "eligible products", "product list", "produkty"
    )
    max_quantity: Count | None = optional(
        "The most pieces one claim line may have.", "quantity cap", "maximum quantity", "maks ilość"
    )
    max_amount: Amount | None = optional(
        "The most money one claim line may have.", "amount cap", "maximum amount", "maks kwota"
    )
    return_days: Count | None = optional("Days to send a returned claim back.", "days to return", "dni na zwrot")
    points_per_unit: Count | None = optional(
        "Points for one piece.", "points", "points each", "punkty za sztukę", "punkty"
    )
    calendar: Text | None = optional(
        "The calendar of its business hours, as on the sheet Calendar; blank: the desk's.",
        "business hours",
        "kalendarz",
    )


PROGRAMMES = describe(
    "Programmes",
    Programme,
    key=("programme",),
    synonyms=("Programme", "Programs", "Program", "Programy"),
    checks=(
        Check(duplicated("programme"), Severity.ERROR),
        Check(window_to_before_from, Severity.ERROR),
        Check(max_amount_negative, Severity.ERROR),
        Check(calendar_unknown, Severity.WARNING),
    ),
)
