"""A claims desk of some 500 claims under three clients, with faults planted in it: for trials and for tests."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from sheetops.jobs.sample.customers import dice, slug
from sheetops.jobs.sample.names import PEOPLE
from sheetops.jobs.standing import standing_rows

Row = dict[str, object]

DAY = dt.date(2026, 6, 30)
"""The day that the sample is made for."""

CLAIMS = 500

_PRODUCTS = {
    "HEAT": ("heat pump", "cylinder", "tap"),
    "TILE": ("roof tile", "ridge tile"),
    "PAINT": ("undercoat", "gloss", "stain"),
}
_TERMS = (
    ("HEAT", "Example Heating", 16, "16:00"),
    ("TILE", "Example Roofing", 24, ""),
    ("PAINT", "Example Paint", 40, "15:00"),
)

PLANTED: dict[str, tuple[int, ...]] = {
    "proof_missing": (443, 451, 467),
    "signed_missing": (445, 467),
    "invoice_no_missing": (447,),
    "outside_window": (449, 453),
    "product_not_eligible": (455,),
    "quantity_over_cap": (457,),
    "amount_over_cap": (457, 459),
    "participant_inactive": (461,),
    "wrong_programme": (463,),
    "invoice_claimed_before": (465,),
    "invoice_of_another": (469,),
    "same_day_and_amount": (471,),
    "return_expired": (300,),
}
"""By check the numbers of the claims, of those not entered yet, whose first line it finds."""

SPELLED = (473, 475)
"""Claims whose product is spelled otherwise than its programme lists it."""

RESUBMITTED = {480: 420, 481: 421}
"""Claims that put another one right."""

RETURNED = (300, 420, 421, 490)
"""Claims that went back; the first came to nothing, the last still may."""


def claims_desk() -> dict[str, list[Row]]:
    """Return the rows of a claims desk by sheet, keyed by column name; money is a Decimal in major units."""
    rules = standing_rows({"supplier_name": "Southern Incentives"}, dt.date(2026, 1, 1))
    own: dict[str, list[Row]] = {
        "Programmes": [_programme(*terms) for terms in _TERMS],
        "Participants": [_participant(number) for number in range(1, 61)],
        "Claims": [line for number in range(1, CLAIMS + 1) for line in _lines(number)],
    }
    return own | {name: rules[name] for name in ("Policy", "Templates", "Holidays", "Calendar")}


def _programme(programme: str, client: str, hours: int, cut_off: str) -> Row:
    window = {"window_from": dt.date(2026, 1, 1), "window_to": dt.date(2026, 6, 30)}
    most = {"max_quantity": 50, "max_amount": Decimal("5000.00"), "return_days": 14}
    about: Row = {"programme": programme, "client": client, "turnaround_hours": hours, "cut_off": cut_off}
    return (
        about
        | {"priority": 1, "products": ", ".join(_PRODUCTS[programme]), "error_ceiling": Decimal("0.01")}
        | window
        | most
    )


def _participant(number: int) -> Row:
    people = [name for country in ("NZ", "AU", "PL") for _, name in PEOPLE[country]]
    name = people[number % len(people)]
    about: Row = {"participant": f"M{number:03}", "programme": tuple(_PRODUCTS)[number % 3], "name": name}
    place = {"address1": f"{number} Trade Lane", "town": "Hamilton", "postcode": "3204", "country": "NZ"}
    mail = f"{slug(name)}-{number}@members.example" if number % 4 else ""
    return about | place | {"email": mail, "language": "pl" if number % 5 == 0 else "en", "active": number != 60}


def _who(number: int) -> int:
    return 60 if number in PLANTED["participant_inactive"] else number % 59 + 1


def _came(number: int) -> dt.datetime:
    """Return when a claim came: 500 of them over the weekdays up to the day before the sample's."""
    day = dt.date(2026, 3, 2) + dt.timedelta(days=number * 119 // CLAIMS)
    day += dt.timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
    return dt.datetime.combine(min(day, dt.date(2026, 6, 29)), dt.time(9 + number % 8, number % 60))


def _lines(number: int) -> Iterator[Row]:
    first = RESUBMITTED.get(number, number)
    chance = dice(f"claims desk {first}")
    programme = tuple(_PRODUCTS)[_who(first) % 3]
    for line in range(1, 2 + first % 3):
        product = chance.choice(_PRODUCTS[programme])
        quantity = chance.randint(1, 40)
        row: Row = {
            "claim": f"C{number:04}", "line": line, "programme": programme, "participant": f"M{_who(first):03}",
            "received_at": _came(number), "invoice_no": f"INV-{first:04}-{line}",
            "form": "paper" if number % 2 else "web",
            "invoice_date": _came(first).date() - dt.timedelta(days=chance.randint(3, 40)), "product": product,
            "quantity": quantity, "amount": Decimal(quantity) * Decimal("7.35") + Decimal(first) / 100, "proof": "yes",
            "signed": "yes", "batch": f"B{number // 20:02}",
        }  # fmt: skip
        yield row | _state(number, chance.randint(2, 50)) | (_wrong(number) if line == 1 else {})


def _state(number: int, hours: int) -> Row:
    """Return where a claim stands: all but the last ones are entered, some few went back."""
    if number in RETURNED:
        return {"status": "returned", "returned_at": _came(number) + dt.timedelta(days=1)}
    if number in RESUBMITTED:
        return {"resubmits": f"C{RESUBMITTED[number]:04}", "status": ""}
    if number > 440:
        return {"status": "received"}
    return {"status": "approved", "entered_at": _came(number) + dt.timedelta(hours=hours)}


def _wrong(number: int) -> Row:
    """Return the cells that make a claim's planted fault."""
    mine = next(_lines(number - 59)) if number in (465, 471) else {}
    theirs = next(_lines(100)) if number in PLANTED["invoice_of_another"] else {}
    own: dict[str, Row] = {
        "proof_missing": {"proof": "no"},
        "signed_missing": {"signed": ""},
        "invoice_no_missing": {"invoice_no": ""},
        "outside_window": {"invoice_date": dt.date(2025, 12, 31)},
        "product_not_eligible": {"product": "garden gnome"},
        "quantity_over_cap": {"quantity": 51},
        "amount_over_cap": {"amount": Decimal("5000.01")},
        "invoice_claimed_before": {name: mine.get(name) for name in ("invoice_no", "product")},
        "invoice_of_another": {name: theirs.get(name) for name in ("invoice_no", "product")},
        "same_day_and_amount": {name: mine.get(name) for name in ("invoice_date", "amount")},
        "wrong_programme": {"participant": f"M{_who(number) + 1:03}"},
    }
    found: Row = {"product": "GLOSS" if number == SPELLED[0] else "ROOF  TILE"} if number in SPELLED else {}
    for check, cells in own.items():
        if number in PLANTED[check]:
            found.update(cells)
    return found
