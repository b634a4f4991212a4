"""The sample desk's ledger: what was billed, and what came in, went back, was credited, charged or written off."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sheetops.jobs.sample.agreed import payments
from sheetops.jobs.sample.bills import CURRENCY, Part, major, parts
from sheetops.jobs.sample.stories import AGREED, DAY, days_ago

Row = dict[str, object]
PREFIX = {
    "receipt": "REC", "credit_note": "CRN", "refund": "REF", "fee": "FEE", "interest": "INT", "adjustment": "ADJ",
    "write_off": "WOF",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Movement:
    """Something that is entered beside an invoice; ``to`` is the entry or document that a credit is meant for."""

    kind: str
    part: Part
    date: dt.date
    cents: int
    to: str = ""
    due: dt.date | None = None
    says: str = ""

    def row(self, number: int) -> Row:
        """Return it as a row of the Ledger."""
        customer = self.part.case.customer
        return {
            "entry": f"{PREFIX[self.kind]}-{number}",
            "account": customer.account,
            "kind": self.kind,
            "date": self.date,
            "due_date": self.due or "",
            "amount": major(self.cents),
            "currency": CURRENCY[customer.country],
            "applies_to": self.to,
            "reference": f"EFT {self.date:%y%m%d}{customer.account[-3:]}" if self.kind == "receipt" else "",
            "description": self.says,
        }


@cache
def ledger() -> tuple[Row, ...]:
    """Return the Ledger's rows, in order of date."""
    movements = sorted(_movements(), key=lambda move: (move.date, move.part.entry, move.kind))
    rows = [_told(part) for part in parts()] + [move.row(number) for number, move in enumerate(movements, 30001)]
    return tuple(sorted([*rows, _abroad()], key=lambda row: (str(row["date"]), str(row["entry"]))))


def _abroad() -> Row:
    """Return an invoice in a second currency, to a customer in Britain that otherwise pays in pounds."""
    gym = next(part for part in parts() if part.case.customer.country == "GB" and part.case.story.name == "quiet")
    own = {
        "entry": "INV-19001",
        "currency": "NZD",
        "amount": major(23_000),
        "licence": "",
        "description": "Seminar, Auckland",
    }
    return gym.row() | own | {"date": DAY - dt.timedelta(days=50), "due_date": DAY - dt.timedelta(days=20)}


def _told(part: Part) -> Row:
    """Return an invoice's row with what its story says of the entry itself."""
    disputed = part.term.last and part.case.story.name == "disputed"
    ladder = "none" if part.term.last and part.case.story.name == "never chased" else ""
    return part.row() | {"disputed": "yes" if disputed else "", "ladder": ladder}


def _movements() -> Iterator[Movement]:
    for part in parts():
        yield from _storied(part) if part.term.last else _paid(part)
        if part.term.last and part.first:
            yield from _EXTRAS.get(part.case.story.name, _nothing)(part)


def _storied(part: Part) -> Iterator[Movement]:
    story = part.case.story
    if story.parts > 1:
        share = part.cents if int(part.entry[-1]) <= story.parts * story.paid // 100 else 0
        yield from _received(part, share, part.document)
    elif story.paid == 100:
        yield from _paid(part, short=5 if story.name == "cents short" else 0)
    elif story.paid:
        yield from _received(part, part.cents * story.paid // 100, part.entry)


def _paid(part: Part, short: int = 0) -> Iterator[Movement]:
    """Yield what paid an invoice: mostly in one sum and in time, naming it or not."""
    chance = part.dice("payment")
    to = part.entry if chance.random() < 0.8 or short else ""
    if chance.random() < 0.9 or short:
        yield from _received(part, part.cents - short, to)
    else:
        yield from _received(part, part.cents // 2, part.entry)
        yield from _received(part, part.cents - part.cents // 2, part.entry, later=9)


def _received(part: Part, cents: int, to: str, later: int = 0) -> Iterator[Movement]:
    """Yield a receipt around the due date, at the latest the day before the desk's day; none for what is not due."""
    if not cents or part.due > DAY:
        return
    about = part.due + dt.timedelta(days=part.dice("receipt").randint(-14, 8) + later)
    yield Movement("receipt", part, max(part.date, min(about, DAY - dt.timedelta(days=1))), cents, to)


def _nothing(part: Part) -> Iterator[Movement]:
    yield from ()


def _overpaid(part: Part) -> Iterator[Movement]:
    yield Movement(
        "receipt",
        part,
        days_ago((3, 12), part.dice("movement")),
        part.cents // 10 + 500,
        "",
        says="Paid more than billed",
    )


def _written_off(part: Part) -> Iterator[Movement]:
    yield Movement(
        "write_off", part, days_ago((5, 60), part.dice("movement")), part.cents, part.entry, says="Business closed"
    )


def _refunded(part: Part) -> Iterator[Movement]:
    yield Movement("receipt", part, days_ago((30, 38), part.dice("movement")), 12_000, "", says="Paid twice")
    back = days_ago((10, 20), part.dice("refund"))
    yield Movement("refund", part, back, 12_000, due=back, says="Second payment sent back")


def _credited(part: Part) -> Iterator[Movement]:
    rest = part.cents - part.cents * part.case.story.paid // 100
    yield Movement(
        "credit_note",
        part,
        days_ago((10, 30), part.dice("movement")),
        rest,
        part.entry,
        says="Roll smaller than billed",
    )


def _charged(part: Part) -> Iterator[Movement]:
    """Yield a fee and interest on what stayed unpaid, not due yet, and a small correction."""
    soon = DAY + dt.timedelta(days=12)
    yield Movement("fee", part, days_ago((15, 18), part.dice("movement")), 2_500, due=soon, says="Late payment fee")
    yield Movement(
        "interest", part, days_ago((15, 18), part.dice("movement")), 1_137, due=soon, says="Interest on arrears"
    )
    yield Movement(
        "adjustment", part, days_ago((10, 14), part.dice("movement")), -150, part.entry, says="Bank charge taken over"
    )


def _paid_after(part: Part) -> Iterator[Movement]:
    yield Movement(
        "receipt", part, DAY + dt.timedelta(days=2), part.cents, part.entry, says="Entered for the value day"
    )


def _agreed(part: Part) -> Iterator[Movement]:
    for date, cents in payments(part):
        yield Movement("receipt", part, date, cents, part.entry, says="As agreed")


def _helped(part: Part) -> Iterator[Movement]:
    """Yield the grant that came for a customer in hardship, who has applied for another since."""
    yield Movement("receipt", part, DAY - dt.timedelta(days=40), 15_000, part.entry, says="URGS water")


_EXTRAS = dict.fromkeys((story.name for story in AGREED), _agreed) | {
    "grant applied for": _helped,
    "overpaid": _overpaid,
    "written off": _written_off,
    "refunded": _refunded,
    "credited": _credited,
    "ladder ended": _charged,
    "paid after the day": _paid_after,
}
