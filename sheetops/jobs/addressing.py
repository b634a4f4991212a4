"""Who a letter goes to and who writes it: the fields that every letter shares."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from sheetops import money
from sheetops.policy import Policy
from sheetops.rules.ageing import NOT_DUE

Row = Mapping[str, Any]
"""One row of a frame, as a mapping from column to value."""

ADDRESS_LINES = 7

_GREETINGS = {
    "en": ("Dear {contact}", "Dear Sir or Madam"),
    "pl": ("Szanowni Państwo", "Szanowni Państwo"),
}

_TITLES = {"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Professor", "Rev", "Sir", "Dame", "Fr", "Sr"}

_NEXT = {
    "en": "If we do not hear from you, the next step follows on or after {day}.",
    "pl": "Jeżeli nie otrzymamy odpowiedzi, następny krok podejmiemy {day} lub później.",
}

_KINDS = {
    "en": {
        **{"invoice": "Invoice", "fee": "Fee", "interest": "Interest", "refund": "Refund", "adjustment": "Adjustment"},
        **{"receipt": "Payment received, thank you", "credit_note": "Credit note", "write_off": "Written off"},
    },
    "pl": {
        **{"invoice": "Faktura", "fee": "Opłata", "interest": "Odsetki", "refund": "Zwrot", "adjustment": "Korekta"},
        **{"receipt": "Wpłata, dziękujemy", "credit_note": "Faktura korygująca", "write_off": "Umorzenie"},
    },
}
_NOT_DUE = {"en": "not due", "pl": "przed terminem"}

_OWN = (
    "supplier_name",
    "supplier_address",
    "supplier_phone",
    "supplier_email",
    "supplier_web",
    "supplier_tax_number",
    "supplier_bank",
    "signatory_name",
    "signatory_title",
)


def address_block(customer: Row, home: str, language: str) -> list[str]:
    """Return the lines of a customer's address, at most seven; the country only when it is not our own."""
    town = _town(customer["town"], customer["postcode"], customer["country"])
    abroad = customer["country"] if customer["country"] != home else ""
    lines = [
        customer["name"],
        customer["contact"],
        *str(customer["address1"]).split("\n"),
        *str(customer["address2"]).split("\n"),
        town,
        _country(abroad, language).upper(),
    ]
    return [line.strip() for line in lines if line.strip()][:ADDRESS_LINES]


def _town(town: str, postcode: str, country: str) -> str:
    first, second = (postcode, town) if country in _POSTCODE_FIRST else (town, postcode)
    return f"{first} {second}".strip()


_POSTCODE_FIRST = {
    "AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GR", "HU", "IT", "NL", "NO", "PL", "PT", "RO", "SE", "SK"
}  # fmt: skip


def _country(code: str, language: str) -> str:
    try:
        names = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        names = Locale.parse("en").territories
    return str(names.get(code, code)) if code else ""


def has_postal_address(customer: Row) -> bool:
    """Whether a letter could arrive: a street or box, and a town or a postcode."""
    return bool(customer["address1"] and (customer["town"] or customer["postcode"]))


def salutation(contact: str, language: str) -> str:
    """Return the greeting, without its comma: ``Dear Mr Pappas`` for ``Mr Nikos Pappas``."""
    greeting, unknown = _GREETINGS.get(language, _GREETINGS["en"])
    words = contact.split()
    # With more words than three nobody can tell where the family name begins.
    if len(words) == 3 and words[0].rstrip(".") in _TITLES:
        words = [words[0], words[2]]
    return greeting.format(contact=" ".join(words)) if words else unknown


def common_fields(policy: Policy, customer: Row, language: str, reference: str, currency: str) -> dict[str, Any]:
    """Return the merge fields that every letter has."""
    home = policy.reading().country
    lines = address_block(customer, home, language)
    contact = str(customer["contact"])
    return {
        "letter_date": policy.as_of,
        "our_reference": reference,
        "account": customer["account"],
        "name": customer["name"],
        "contact": contact,
        "salutation": salutation(contact, language),
        **{f"address_{number}": lines[number - 1] if number <= len(lines) else "" for number in range(1, 8)},
        **{name: policy.value(name, str(customer["country"])) for name in _OWN},
        "currency": currency,
    }


def next_step(then: Any, language: str) -> str:
    """Return the sentence that tells the customer when the next step follows; "" when there is none."""
    on = day(then)
    spoken = language if language in _NEXT else "en"
    return _NEXT[spoken].format(day=format_date(on, "d MMMM y", locale=spoken)) if on else ""


def kind_word(kind: str, language: str) -> str:
    """Return what a letter calls a kind of entry."""
    return _KINDS.get(language, _KINDS["en"])[kind]


def bucket_word(bucket: str, language: str) -> str:
    """Return what a letter calls an ageing bucket."""
    return _NOT_DUE.get(language, _NOT_DUE["en"]) if bucket == NOT_DUE else bucket


def major(minor: Any, currency: str) -> Any:
    """Return minor units as a Decimal for a letter, printed with its currency's decimals; None for a missing amount."""
    if minor is None or minor != minor:
        return None
    amount = money.to_major(int(minor), currency)
    return amount if money.decimals(currency) == 2 else money.Amount(amount)


def day(value: Any) -> dt.date | None:
    """Return a frame's day as a date for a letter; None for a missing one."""
    return None if value is None or value != value else value.date()
