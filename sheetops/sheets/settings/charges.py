"""Charges: fees, interest, surcharges, and what is free of them."""

from decimal import Decimal
from itertools import pairwise

from sheetops.rules.fees import PER
from sheetops.rules.interest import BASES as DAY_BASES
from sheetops.rules.surcharge import BASE as SURCHARGED
from sheetops.sheets.settings.reading import Setting, amount, list_of, one_of, signed_rate, whole

FREEDOMS = ("plans", "promises", "hardship", "holds", "complaints", "disputes")
"""What may make charges free while it lasts."""
_freedoms = list_of(*FREEDOMS)


def _share_or_none(value: str) -> Decimal | None:
    return None if value.casefold() == "none" else signed_rate(value)


def _rate_tiers(value: str) -> tuple[tuple[Decimal | None, Decimal], ...]:
    if value.casefold() == "none":
        return ()
    parts = [part.partition(":") for part in value.split(";")]
    bounds = [amount(bound.strip()) for bound, colon, _ in parts[:-1] if colon]
    last = parts[-1][2] or parts[-1][0]
    if len(bounds) != len(parts) - 1 or any(low >= high for low, high in pairwise(bounds)):
        raise ValueError("parts of a balance with their rates, such as 5000: 8%; 20000: 6%; 4%, or none")
    rates = [signed_rate(rate.strip()) for rate in (*(rate for _, _, rate in parts[:-1]), last)]
    ends = [amount(parts[-1][0].strip()) if parts[-1][1] else None]
    return tuple(zip([*bounds, *ends], rates, strict=True))


CHARGES = (
    Setting("charge_fees", one_of("yes", "no"), "yes", "Whether the fees of Stages are charged."),
    Setting("fee_per", one_of(*PER), "letter", "A letter costs one fee, or each item that it is about."),
    Setting("fees_free_during", _freedoms, "plans, hardship, disputes", "What makes notices free of their fee."),
    Setting("exchange_rate", amount, "0", "What one unit of a currency is worth in the desk's own, for fees."),
    Setting("interest_base_rate", signed_rate, "0%", "The published rate that interest is counted from, a year."),
    Setting("interest_margin", signed_rate, "0%", "What is added to interest_base_rate, a year."),
    Setting(
        "interest_tiers",
        _rate_tiers,
        "none",
        "Added to the rate for parts of a balance: 5000: 8%; 20000: 6%; 4% is 8% up to 5,000, 6% from there to "
        "20,000, 4% above.",
    ),
    Setting(
        "interest_day_basis",
        one_of(*DAY_BASES),
        "365",
        "What a yearly rate is divided by for a day: 365, 366, 360, or actual (the days of the calendar year).",
    ),
    Setting("interest_on", list_of("invoice", "adjustment", "fee"), "invoice, adjustment", "What bears interest."),
    Setting("interest_after_days", whole, "0", "Interest is charged once an item is later than this, from day one."),
    Setting("interest_cap", _share_or_none, "none", "The most that interest may come to, as a share of the item."),
    Setting("interest_minimum", amount, "0", "Interest of an item below this waits until more has come together."),
    Setting("interest_free_during", _freedoms, "plans, hardship, disputes", "The times that cost no interest."),
    Setting("surcharge_rate", signed_rate, "0%", "The surcharge on an invoice that is paid late; 0% for none."),
    Setting("surcharge_after_days", whole, "28", "How late an invoice may be before it is surcharged."),
    Setting("surcharge_of", one_of(*SURCHARGED), "open", "Surcharged is what is still open, or the whole invoice."),
    Setting("surcharge_free_during", _freedoms, "plans, hardship, disputes", "What keeps an invoice from it."),
    Setting("charge_back_days", whole, "60", "Fees and surcharges for what is longer ago are not charged."),
)
"""The settings of this subject."""
