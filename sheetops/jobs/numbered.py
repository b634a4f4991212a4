"""Documents that carry a number of a series, each made once and registered: credit notes, invoices."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sheetops.errors import PolicyError
from sheetops.jobs.addressing import common_fields
from sheetops.jobs.desk import Desk, accounts_of
from sheetops.jobs.documents import Maker
from sheetops.jobs.issuing import Answer, Ask, Office, make_documents
from sheetops.model import Fault, Frame, Progress
from sheetops.publish import make_folder
from sheetops.register import Series

PARTICULARS = ("supplier_name", "supplier_address", "supplier_tax_number")
"""What the law wants on an invoice or credit note about who writes it (UK: VAT Regulations 1995 reg. 14 and 15; AU:
GST Act 1999 s 29-70, F2022L01272)."""

Fields = Callable[[dict[str, Any], dict[str, Any], str, dt.date], dict[str, Any]]
"""From a customer, a row that is due, its number and day: the fields of the document that are its own."""


class Numbered(NamedTuple):
    """A kind of numbered document: what people call it, its kind in the register, its template, its folder.

    The settings that begin with its kind say how it is numbered (``_number``), headed (``_title``) and what legal
    sentence it carries (``_text``).
    """

    name: str
    kind: str
    template: str
    folder: str

    @property
    def prefix(self) -> str:
        """What its keys begin with in the register."""
        return f"{self.template}/"

    def given(self, at: Office) -> dict[str, str]:
        """Return the numbers given so far, by what they were given for."""
        return {key.removeprefix(self.prefix): number for key, number in at.numbers(self.kind).items()}


def make_numbered(
    at: Office, what: Numbered, due: Frame, fields: Fields, out: Path, progress: Progress
) -> list[Answer]:
    """Make a document for each row that is due into its folder of ``out``; return what became of each, in order.

    ``due`` has key (what the number is drawn for, once), account, gross and currency. PolicyError when the Policy lacks
    what such a document must show, TemplateError when its template does not fit: no number is drawn then.
    """
    desk = at.desk
    _require_particulars(desk, what, due)
    customers = accounts_of(desk).drop_duplicates("account").set_index("account", drop=False)
    maker = Maker(desk.policy, desk.place, out / what.folder)
    people = [customers.loc[account].to_dict() for account in due["account"]]
    maker.prepare((what.template, _language(desk, customer)) for customer in people)
    make_folder(maker.folder)
    rows = zip(people, due.to_dict("records"), strict=True)
    asks = [_ask(desk, what, maker, customer, row, fields) for customer, row in rows]
    series = Series(what.kind, desk.policy.value(f"{what.kind}_number"))
    return make_documents(at, maker, what.kind, asks, series, progress)


def _language(desk: Desk, customer: Mapping[str, Any]) -> str:
    return str(customer["language"] or desk.policy.value("language"))


def _ask(
    desk: Desk, what: Numbered, maker: Maker, customer: dict[str, Any], row: dict[str, Any], fields: Fields
) -> Ask:
    template = (what.template, _language(desk, customer))
    spoken = maker.chosen[template].language

    def record(number: str, on: dt.date) -> dict[str, Any]:
        shared = common_fields(desk.policy, customer, spoken, number, row["currency"])
        own = fields(customer, row, number, on)
        return shared | _particulars(desk, what, customer) | own | {"number": number, "letter_date": on}

    return Ask(
        key=f"{what.prefix}{row['key']}",
        account=row["account"],
        template=template,
        record=record,
        called=f"{desk.as_of} {what.template} {{number}} {customer['account']} {customer['name']}",
        amount=int(row["gross"]),
        currency=row["currency"],
    )


def _particulars(desk: Desk, what: Numbered, customer: Mapping[str, Any]) -> dict[str, Any]:
    country = str(customer["country"])
    return {
        "document_title": desk.policy.value(f"{what.kind}_title", country),
        "legal_text": desk.policy.value(f"{what.kind}_text", country),
        "customer_tax_number": customer["tax_number"],
    }


def _require_particulars(desk: Desk, what: Numbered, due: Frame) -> None:
    missing = [name for name in PARTICULARS if not desk.policy.value(name)]
    if len(due) and missing:
        raise PolicyError(
            f"{what.name.capitalize()}s must show who writes them, and the Policy sheet has no {', '.join(missing)}. "
            f"Add a row for each to the Policy sheet; no {what.name} was made and no number was drawn."
        )


def answer_faults(what: Numbered, asker: str, row: int, column: str, answer: Answer) -> Iterator[Fault]:
    """Yield what a person must know of a document: it could not be made, or it was and would now say another thing.

    ``asker`` is what it was made for, such as ``request R1``.
    """
    if answer.document is None:
        yield Fault(row, column, f"The {what.name} of {asker} could not be made: {answer.fault}")
    if answer.changed:
        yield Fault(
            row,
            column,
            f"{asker[:1].upper()}{asker[1:]} has {what.name} {answer.number} of {answer.made_on:%d/%m/%Y}, and what it "
            f"says has changed since. The {what.name} stays as it is. If it is wrong: sheetops register void "
            f"{answer.number} --reason ..., and run again.",
        )


def answer_columns(answer: Answer, date: pd.Timestamp) -> dict[str, Any]:
    """Return number, date and document of a row of results, ``date`` being today's."""
    return {
        "number": answer.number,
        "date": pd.Timestamp(answer.made_on).as_unit("s") if answer.made_on else date,
        "document": answer.document.path.as_posix() if answer.document else "",
    }
