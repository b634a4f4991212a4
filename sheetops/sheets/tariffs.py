"""Tariffs: what a licence costs, by the unit or as one fee, and from when to when."""

from typing import Annotated

from pydantic import BeforeValidator

from sheetops.model import Check, Kind, Severity
from sheetops.sheets.cells import (
    Amount,
    Currency,
    Day,
    Figure,
    Key,
    OneOf,
    Rate,
    Row,
    Text,
    describe,
    optional,
    required,
)
from sheetops.sheets.cells.headings import NOTE, VALID_FROM, VALID_TO
from sheetops.sheets.checks.money import tariff_negative
from sheetops.sheets.checks.spans import tariff_overlap, valid_to_before_from

Per = Annotated[
    str,
    BeforeValidator(
        OneOf(
            "year month term",
            year="annual yearly per_year 12_months rok rocznie",
            month="monthly per_month 1_month miesiąc miesięcznie",
            term="once flat per_term okres za_okres",
        )
    ),
    Kind.CODE,
]


class Tariff(Row):
    """One line of one tariff: its rate, or one of its tiers."""

    tariff: Key = required("The tariff's code, as Licences names it.", "tariff code", "taryfa", "cennik", "kod taryfy")
    type: Text | None = optional(
        "The type of licence it is for; blank: every type.", "licence type", "license type", "typ licencji", "rodzaj"
    )
    unit: Text | None = optional(
        "What is counted, in the plural (students, rooms); blank: the rate is the whole fee.",
        *("units", "per unit", "measure", "basis", "jednostka", "jednostki"),
    )
    rate: Figure = required(
        "The price of one unit, before tax; up to six decimals.", "price", "unit price", "unit rate", "stawka", "cena"
    )
    above: Figure | None = optional(
        "For tiers: the rate holds for units above so many; blank: from the first one.",
        *("from units", "over", "units above", "tier", "powyżej", "próg"),
    )
    minimum: Amount | None = optional(
        "The least fee for a whole period.", "minimum fee", "min fee", "at least", "minimum opłaty", "opłata minimalna"
    )
    fixed: Amount | None = optional(
        "A fee beside the units, for a whole period.", "base fee", "fixed fee", "standing charge", "opłata stała"
    )
    per: Per | None = optional(
        "The period that rate, minimum and fixed are for: year, month or term; blank: year.", "period", "za", "okres"
    )
    discount: Rate | None = optional("Taken off the fee, such as 10%.", "rebate", "reduction", "rabat", "zniżka")
    tax_rate: Rate | None = optional(
        "The tax on it, such as 15%; blank: the setting tax_rate.", "vat rate", "gst rate", "tax", "stawka vat"
    )
    index: Key | None = optional(
        "The index on the sheet Indices by which it rises every year after valid_from.", "price index", "cpi", "indeks"
    )
    currency: Currency | None = optional(
        "The currency of its amounts; blank: the desk's own.", "currency code", "ccy", "waluta"
    )
    valid_from: Day | None = optional("First day of terms it is for; blank: always was.", *VALID_FROM)
    valid_to: Day | None = optional("Last day of such terms; blank: until changed.", *VALID_TO)
    note: Text | None = optional("Where it is published, who approved it.", *NOTE)


TARIFFS = describe(
    "Tariffs",
    Tariff,
    synonyms=("Tariff", "Tariff table", "Price list", "Fees", "Taryfy", "Cenniki"),
    checks=(
        Check(tariff_negative, Severity.ERROR),
        Check(valid_to_before_from, Severity.ERROR),
        Check(tariff_overlap, Severity.WARNING),
    ),
)
