"""The sample desk's tariffs, the index by which they rise, and what licensees declared."""

import datetime as dt
from decimal import Decimal

from sheetops.jobs.sample.customers import dice
from sheetops.jobs.sample.licences import RATE, SCHOOL_TARIFF, Term, terms
from sheetops.jobs.sample.stories import DAY

Row = dict[str, object]

_LAST_YEARS = dt.date(2025, 12, 31)
_THIS_YEAR = dt.date(2026, 1, 1)
_OTHERS = (
    ("T2", "students", "9.20", "", "250"),
    ("T2", "students", "8.10", "150", "250"),
    ("B1", "square metres", "1.95", "", "180"),
    ("F1", "classes", "0.65", "", "320"),
    ("R4", "listeners", "0.0425", "", "2500"),
    ("H1", "members", "1.10", "", "120"),
    ("E1", "visitors", "0.018", "", "240"),
    ("S9", "copies", "0.012", "", "200"),
)


def tariffs() -> list[Row]:
    """Return the Tariffs sheet: schools by the student, with the rate of last year; the others with this year's."""
    past = _row(SCHOOL_TARIFF, "students", str(RATE), "", "600") | {"valid_to": _LAST_YEARS, "note": "Gazetted 2024"}
    now = _row(SCHOOL_TARIFF, "students", "3.22", "", "620") | {"valid_from": _THIS_YEAR, "note": "Board, 11/2025"}
    return [past, now, *(_row(*other) | {"valid_from": _THIS_YEAR, "index": "CPI"} for other in _OTHERS)]


def _row(tariff: str, unit: str, rate: str, above: str, minimum: str) -> Row:
    return {
        "tariff": tariff,
        "unit": unit,
        "rate": Decimal(rate),
        "above": Decimal(above) if above else "",
        "minimum": Decimal(minimum),
        "per": "year",
        "currency": "NZD",
    }


def indices() -> list[Row]:
    """Return the Indices sheet: a price index as it might be published for each September quarter (made up)."""
    values = (("2024-10-01", "1276"), ("2025-10-01", "1304"), ("2026-04-01", "1317"))
    return [
        {"index": "CPI", "on": dt.date.fromisoformat(day), "value": Decimal(value), "note": "Made up"}
        for day, value in values
    ]


def units() -> list[Row]:
    """Return the Units sheet: what a dozen schools estimated for the running term, and what most of them counted."""
    schools = [term for term in terms() if term.units and term.start <= DAY <= term.end and not term.owing]
    return [row for term in schools[:12] for row in _declared(term)]


def _declared(term: Term) -> list[Row]:
    chance = dice(f"units of {term.licence}")
    estimate = {
        "licence": term.licence,
        "start": term.start,
        "end": term.end,
        "units": term.units,
        "basis": "estimate",
        "declared_on": term.start - dt.timedelta(days=chance.randint(10, 30)),
        "by": "Office",
    }
    counted = round((term.units or 0) * Decimal(chance.randint(94, 108)) / 100)
    day = term.start + dt.timedelta(days=chance.randint(40, 90))
    if day > DAY or chance.random() < 0.2:
        return [estimate]
    return [estimate, estimate | {"units": counted, "basis": "actual", "declared_on": day}]
