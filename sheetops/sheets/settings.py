"""The settings that the Policy sheet may hold: name, how its value is read, its default, what it means."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import NamedTuple


class Setting(NamedTuple):
    """One setting: its name, how its value is read, its default as text, and its meaning for people."""

    name: str
    read: Callable[[str], object]
    default: str
    meaning: str


def _text(value: str) -> str:
    return value


def _whole(value: str) -> int:
    number = int(value)
    if not 0 <= number <= 36_500:
        raise ValueError("a whole number from 0 to 36500")
    return number


def _amount(value: str) -> Decimal:
    number = Decimal(value.replace(",", ""))
    if not number.is_finite() or number < 0:
        raise ValueError("an amount")
    return number


def _bounds(value: str) -> tuple[int, ...]:
    bounds = tuple(int(part) for part in re.split(r"[,;\s]+", value.strip()))
    if not bounds or bounds[0] < 1 or any(low >= high for low, high in pairwise(bounds)):
        raise ValueError("rising whole numbers such as 30, 60, 90")
    return bounds


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.casefold() not in choices:
            raise ValueError(" or ".join(choices))
        return value.casefold()

    return read


def _order(value: str) -> tuple[str, ...]:
    kinds = tuple(part.strip().casefold() for part in value.split(","))
    if sorted(kinds) != ["costs", "interest", "principal"]:
        raise ValueError("costs, interest and principal in the order in which they are cleared")
    return kinds


def _number_format(value: str) -> str:
    if "{number" not in value or value.format(year=2026, number=1) == value.format(year=2026, number=2):
        raise ValueError("a text such as CN-{year}-{number:05}")
    return value


SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting("currency", _text, "", "Currency of amounts that name none (ISO code, such as NZD)."),
        Setting("country", _text, "", "Country of customers that name none (ISO code, such as NZ)."),
        Setting("language", _text, "en", "Language of letters to customers that name none."),
        Setting("date_order", _one_of("dmy", "mdy"), "dmy", "How dates kept as text are read: dmy or mdy."),
        Setting("decimal_mark", _one_of(".", ","), ".", "The decimal mark of amounts kept as text."),
        Setting("terms_days", _whole, "30", "Days from its date to the due date of a debit that has none."),
        Setting(
            "unallocated",
            _one_of("oldest_first", "keep"),
            "oldest_first",
            "What a credit that names no entry does: pays the oldest open debits, or is kept apart.",
        ),
        Setting(
            "clear_order", _order, "costs, interest, principal", "What is cleared first among debits due on one day."
        ),
        Setting("bucket_bounds", _bounds, "30, 60, 90", "Upper bounds of the ageing buckets in days, inclusive."),
        Setting("tolerance", _amount, "0.10", "An item with less than this open is not chased."),
        Setting("ladder", _text, "standard", "Ladder of accounts and entries that name none; none means never chase."),
        Setting("renewal_ladder", _text, "renewal", "Ladder of licence renewals."),
        Setting("min_days_between_letters", _whole, "5", "No account gets two letters within this many days."),
        Setting(
            "promise_grace_days",
            _whole,
            "3",
            "Days after its due day until an open promise stops holding letters back.",
        ),
        Setting("grace_days", _whole, "14", "Days after its end during which a licence is in grace."),
        Setting("pay_within_days", _whole, "7", "Days from the letter to the day by which a letter asks for payment."),
        Setting("last_call_days", _whole, "365", "Licences that ended longer ago get no renewal letter."),
        Setting(
            "confirm_promises_days",
            _whole,
            "0",
            "A promise made within so many days gets a confirmation letter; 0 for none.",
        ),
        Setting("supplier_name", _text, "", "Who writes: the name on letters and credit notes."),
        Setting("supplier_address", _text, "", "Who writes: the address, in one line."),
        Setting("supplier_phone", _text, "", "Who writes: the telephone number."),
        Setting("supplier_email", _text, "", "Who writes: the e-mail address."),
        Setting("supplier_web", _text, "", "Who writes: the web address."),
        Setting("supplier_tax_number", _text, "", "Who writes: the tax number that credit notes must show."),
        Setting("supplier_bank", _text, "", "Who writes: the bank account for payments."),
        Setting("signatory_name", _text, "", "Who signs the letters."),
        Setting("signatory_title", _text, "", "The title of who signs."),
        Setting(
            "credit_note_title", _text, "Credit note", "Heading of a credit note, by country (Adjustment note in AU)."
        ),
        Setting("credit_note_text", _text, "", "Legal sentence on a credit note, by country."),
        Setting("credit_note_number", _number_format, "CN-{year}-{number:05}", "How credit notes are numbered."),
    )
}
"""Every setting by its name."""


def read_setting(name: str, value: str) -> object:
    """Return a setting's value; ValueError with what it should be when the text does not fit."""
    setting = SETTINGS[name]
    try:
        return setting.read(value.strip())
    except InvalidOperation as wrong:
        raise ValueError("an amount") from wrong
    except ValueError as wrong:
        said = str(wrong)
        raise ValueError("a whole number" if "invalid literal" in said else said) from wrong
    except (KeyError, IndexError) as wrong:
        raise ValueError(f"a text such as {setting.default}") from wrong
