"""The sample desk's invoices, one a licence term, whole or in quarterly instalments."""

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import numpy as np

from sheetops import clock, money
from sheetops.jobs.sample.customers import dice
from sheetops.jobs.sample.licences import Term, terms
from sheetops.jobs.sample.stories import DAY, Case

CURRENCY = {"NZ": "NZD", "AU": "AUD", "GB": "GBP", "PL": "PLN"}
TAX = {"NZ": Decimal("0.15"), "AU": Decimal("0.10"), "GB": Decimal("0.20"), "PL": Decimal("0.23")}
TERMS_DAYS = 30


@dataclass(frozen=True, slots=True)
class Part:
    """What falls due on one day: a whole invoice, or one instalment of it. Amounts are gross, in cents."""

    entry: str
    document: str
    term: Term
    date: dt.date
    due: dt.date
    cents: int

    @property
    def case(self) -> Case:
        """The customer and its story."""
        return self.term.case

    @property
    def first(self) -> bool:
        """Whether it is the whole invoice or its first instalment."""
        return not self.document or self.entry == f"{self.document}-1"

    def dice(self, subject: str) -> random.Random:
        """Return the chance that fills in what became of it."""
        return dice(f"{subject} of {self.entry}")

    def row(self) -> dict[str, object]:
        """Return it as a row of the Ledger."""
        start, end = clock.text(self.term.start), clock.text(self.term.end)
        return {
            "entry": self.entry,
            "account": self.case.account,
            "kind": "invoice",
            "date": self.date,
            "due_date": self.due,
            "amount": major(self.cents),
            "currency": CURRENCY[self.case.customer.country],
            "invoice": self.document,
            "licence": self.term.licence,
            "tax_rate": TAX[self.case.customer.country],
            "description": f"{self.term.kind} licence {start} to {end}",
        }


def major(cents: int) -> Decimal:
    """Return cents as an amount for a cell."""
    return money.to_major(cents)


@cache
def parts() -> tuple[Part, ...]:
    """Return every invoice (or instalment) dated up to the desk's day, in order of date; numbered from INV-10001."""
    billed = sorted(((_billed_on(term), term) for term in terms()), key=lambda pair: (pair[0], pair[1].licence))
    dated = [(date, term) for date, term in billed if date <= DAY]
    return tuple(
        part for number, (date, term) in enumerate(dated, 10001) for part in _parts(f"INV-{number}", date, term)
    )


def _billed_on(term: Term) -> dt.date:
    return term.start - dt.timedelta(days=TERMS_DAYS)


def _parts(document: str, date: dt.date, term: Term) -> list[Part]:
    shares = money.largest_remainder(_gross(term), [1] * _how_many(term))
    if len(shares) == 1:
        return [Part(document, "", term, date, term.start, shares[0])]
    dues: list[dt.date] = clock.add_months(np.datetime64(term.start, "D"), np.arange(len(shares)) * 3).tolist()
    numbered = enumerate(zip(dues, shares, strict=True), 1)
    return [Part(f"{document}-{number}", document, term, date, due, share) for number, (due, share) in numbered]


def _gross(term: Term) -> int:
    net = money.to_minor(term.fee)
    return net + int(net * TAX[term.case.customer.country])


def _how_many(term: Term) -> int:
    if term.last and term.case.story.parts > 1:
        return term.case.story.parts
    return 4 if term.case.customer.segment.name == "radio" and term.case.story.paid == 100 else 1
