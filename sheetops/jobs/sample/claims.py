"""The sample desk's claims: rightsholders who claim their share of a distribution, line by line."""

import datetime as dt
from decimal import Decimal

from sheetops.jobs.sample.customers import dice, slug
from sheetops.jobs.sample.names import PEOPLE, WORKS
from sheetops.jobs.sample.stories import days_ago

Row = dict[str, object]


def programmes() -> list[Row]:
    """Return the Programmes sheet: two distributions and one that is over."""
    return [
        _programme("DIST26", "Education distribution 2026", 16, 1, "2026-04-01", "2026-09-30", "book,chapter,article"),
        _programme("SCREEN26", "Screen distribution 2026", 24, 2, "2026-05-01", "2026-10-31", "film,broadcast"),
        _programme("DIST25", "Education distribution 2025", 16, 3, "2025-04-01", "2025-09-30", "book,chapter,article"),
    ]


def _programme(programme: str, client: str, hours: int, priority: int, start: str, end: str, products: str) -> Row:
    return {
        "programme": programme, "client": client, "turnaround_hours": hours, "error_ceiling": Decimal("0.01"),
        "priority": priority, "cut_off": "16:00", "window_from": dt.date.fromisoformat(start),
        "window_to": dt.date.fromisoformat(end), "products": products, "max_quantity": 500,
        "max_amount": Decimal("2500.00"),
        "return_days": 14, "points_per_unit": "",
    }  # fmt: skip


def participants() -> list[Row]:
    """Return the Participants sheet: rightsholders of the running distributions."""
    people = [person for country in ("NZ", "AU", "PL") for person in PEOPLE[country]]
    return [_participant(number, name) for number, (_, name) in enumerate(people, 1)]


def _participant(number: int, name: str) -> Row:
    return {
        "participant": f"RH{number:04}", "programme": "SCREEN26" if number % 4 == 0 else "DIST26", "name": name,
        "email": f"{slug(name).replace('-', '.')}@writers.example", "phone": f"04 555 {7000 + number}",
        "address1": f"{number} Mill Lane", "town": "Wellington", "postcode": "6011", "country": "NZ",
        "active": number not in (5, 19), "activated_on": dt.date(2025, 3, 1) + dt.timedelta(days=number),
        "language": "en",
    }  # fmt: skip


def claims() -> list[Row]:
    """Return the Claims sheet: the lines of eleven claims in the running distributions."""
    return [_line(claim, line) for claim in range(1, 12) for line in range(1, 2 + claim % 4)]


def _line(claim: int, line: int) -> Row:
    chance = dice(f"claim {claim} line {line}")
    holder = participants()[claim * 2 - 1]
    day = days_ago((1, 45), dice(f"claim {claim}"))
    quantity = chance.randint(1, 60)
    product = chance.choice(
        ("film", "broadcast") if holder["programme"] == "SCREEN26" else ("book", "chapter", "article")
    )
    return {
        "claim": f"CLM-{claim:04}", "line": line, "programme": holder["programme"],
        "participant": holder["participant"],
        "received_at": dt.datetime.combine(day, dt.time(10, claim)),
        "invoice_no": f"{chance.choice(WORKS)} ({2019 + claim % 7})",
        "invoice_date": day - dt.timedelta(days=chance.randint(20, 90)), "product": product, "quantity": quantity,
        "amount": Decimal(quantity) * Decimal("3.25"), "proof": "yes", "signed": "yes",
        "batch": f"B{claim // 5 + 1:02}",
        "status": chance.choice(("received", "keyed", "")),
    }  # fmt: skip
