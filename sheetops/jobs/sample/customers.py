"""The sample desk's customers: schools, training providers, cafés, gyms and stations in four countries."""

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count, product

from stdnum.au import abn
from stdnum.gb import vat
from stdnum.nz import ird
from stdnum.pl import nip

from sheetops.jobs.sample.names import OWNERS, PEOPLE, STREETS, TOWNS, WORDS

SEED = "sheetops sample desk"


def dice(subject: str) -> random.Random:
    """Return the chance of one subject, the same in every run; a change to one subject leaves the others alone."""
    return random.Random(f"{SEED}: {subject}")  # noqa: S311  a sample, no secret


@dataclass(frozen=True, slots=True)
class Segment:
    """A kind of customer: how its account numbers begin, its licence, its yearly fee in whole units, its ladder."""

    name: str
    prefix: str
    licence: str
    tariff: str
    fee: tuple[int, int]
    ladder: str = ""


SEGMENTS = {
    segment.name: segment
    for segment in (
        Segment("school", "SCH", "Schools copying", "S1", (600, 6000), "school"),
        Segment("training", "PTE", "Training provider copying", "T2", (400, 2500)),
        Segment("cafe", "CAF", "Background music", "B1", (250, 700)),
        Segment("gym", "GYM", "Fitness classes", "F1", (400, 1500)),
        Segment("radio", "RAD", "Broadcast", "R4", (3000, 18000)),
        Segment("church", "CHU", "Hymns and songs", "H1", (150, 400)),
        Segment("museum", "MUS", "Exhibition copying", "E1", (300, 900)),
    )
}

HOW_MANY = {
    ("school", "NZ"): 121, ("training", "NZ"): 58, ("cafe", "NZ"): 75, ("gym", "NZ"): 42, ("radio", "NZ"): 12,
    ("church", "NZ"): 24, ("museum", "NZ"): 18, ("school", "AU"): 6, ("training", "AU"): 9, ("cafe", "AU"): 6,
    ("gym", "GB"): 9, ("cafe", "GB"): 6, ("cafe", "PL"): 8, ("school", "PL"): 6,
}  # fmt: skip
"""Customers by segment and country: 400."""


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer and the segment that it belongs to; ``row`` is its row in the Customers sheet."""

    account: str
    segment: Segment
    country: str
    row: dict[str, object]


@cache
def customers() -> tuple[Customer, ...]:
    """Return the 400 customers in order of their numbers; the number's digits are unique over all segments."""
    chance, numbers = dice("customers"), count(101)
    kinds = [kind for kind, number in HOW_MANY.items() for _ in range(number)]
    chance.shuffle(kinds)
    names = {kind: _names(*kind) for kind in HOW_MANY}
    return tuple(_customer(next(numbers), *kind, next(names[kind]), chance) for kind in kinds)


def _names(segment: str, country: str) -> Iterator[str]:
    first, second = WORDS[segment, country]
    pairs = [(f"{b} {a}" if country == "PL" else f"{a} {b}") for a, b in product(first, second)]
    dice(f"names of {segment} in {country}").shuffle(pairs)
    return iter(pairs)


def _customer(number: int, segment: str, country: str, name: str, chance: random.Random) -> Customer:
    kind = SEGMENTS[segment]
    account = f"{kind.prefix}{number:04}"
    title, person = chance.choice(PEOPLE[country])
    town = chance.choice(TOWNS[country])
    row: dict[str, object] = {
        "account": account,
        "name": name,
        "contact": f"{title} {person}" if chance.random() < 0.85 else "",
        "email": f"{_local(segment, country)}@{slug(name)}.example",
        "phone": f"{town.dial} {number:04}",
        "address1": f"{chance.randint(1, 240)} {chance.choice(STREETS[country])}" if country != "PL"
        else f"{chance.choice(STREETS[country])} {chance.randint(1, 120)}",
        "address2": f"PO Box {500 + number}" if country == "NZ" and chance.random() < 0.2 else "",
        "town": town.name,
        "postcode": town.postcode,
        "country": country,
        "language": "pl" if country == "PL" else "en",
        "segment": segment,
        "channel": chance.choices(("email", "letter", "phone", ""), (6, 2, 1, 1))[0],
        "ladder": kind.ladder,
        "do_not_contact": "",
        "tax_number": _tax_number(country, number) if chance.random() < 0.8 else "",
        "owner": OWNERS[number % len(OWNERS)],
        "notes": "",
    }  # fmt: skip
    return Customer(account, kind, country, row)


def _local(segment: str, country: str) -> str:
    return (
        {"school": "office", "cafe": "hello", "radio": "studio"}.get(segment, "accounts")
        if country != "PL"
        else "biuro"
    )


def slug(name: str) -> str:
    """Return a name as it stands in an internet address: ``Tōtara Park School`` is ``totara-park-school``."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")


def _tax_number(country: str, number: int) -> str:
    """Return a well-formed tax number (its check digits are right) that rests on the customer's number."""
    return {"NZ": _ird, "AU": _abn, "GB": _vat, "PL": _nip}[country](number)


def _ird(number: int) -> str:
    return next(text for text in (f"{100_000_000 + number * 1_000 + i}" for i in count()) if ird.is_valid(text))


def _abn(number: int) -> str:
    base = f"{600_000_000 + number * 1_111}"
    return abn.format(abn.calc_check_digits(base) + base)


def _vat(number: int) -> str:
    return next(text for text in (f"{200_000_000 + number * 1_000 + i}" for i in count()) if vat.is_valid(text))


def _nip(number: int) -> str:
    return next(text for text in (f"{5_830_000_000 + number * 1_000 + i}" for i in count()) if nip.is_valid(text))
