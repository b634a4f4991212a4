"""All sheets of the sample desk, put together: what happened, what the desk's rules are, and what was planted."""

import datetime as dt

from sheetops.jobs.sample.agreed import plans, promises
from sheetops.jobs.sample.care import grants, hardship, policy_of_care
from sheetops.jobs.sample.chasing import authority, contacts, holds, notices, remit, requests, targets, tasks
from sheetops.jobs.sample.claims import claims, participants, programmes
from sheetops.jobs.sample.ledger import ledger
from sheetops.jobs.sample.licences import terms
from sheetops.jobs.sample.planted import PLANTED
from sheetops.jobs.sample.recovery import COLLECTOR, collectors, journal_accounts, referred, remittances, restrictions
from sheetops.jobs.sample.stories import DAY, Case, cases
from sheetops.jobs.sample.tariffs import indices, tariffs, units
from sheetops.jobs.standing import standing_rows

Row = dict[str, object]

SUPPLIER = {
    "supplier_name": "Southern Rights Licensing",
    "supplier_address": "40 Harbour Quay, Auckland 1010, New Zealand",
    "supplier_phone": "+64 9 555 0100",
    "supplier_email": "licensing@southernrights.example",
    "supplier_web": "www.southernrights.example",
    "supplier_tax_number": "100-000-016",
    "supplier_bank": "12-3456-0789012-00",
    "signatory_name": "Mere Tāmihana",
    "signatory_title": "Licensing Manager",
}
"""Who the sample desk is: made up, like its customers."""

_RULES = {"bad_debt_to": COLLECTOR, "commission": f"{COLLECTOR} 15", "restriction_letters": "yes"}
"""Where its rules are not those that every new desk starts with."""

_SINCE = dt.date(2024, 1, 1)


def sample_rows() -> dict[str, list[Row]]:
    """Return the sample desk's rows by sheet, keyed by column name; money is a Decimal in major units.

    Planted rows stand last on their sheets.
    """
    return {sheet: [*rows, *_planted_rows(sheet)] for sheet, rows in _clean_rows().items()}


def _clean_rows() -> dict[str, list[Row]]:
    own = {
        "Customers": [_customer(case) for case in cases()],
        "Licences": [term.row() for term in terms()],
        "Units": units(),
        "Ledger": list(ledger()),
        "Notices": notices(),
        "Contacts": contacts(),
        "Promises": promises(),
        "Plans": plans(),
        "Holds": holds(),
        "Hardship": hardship(),
        "Grants": grants(),
        "Restrictions": restrictions(),
        "Referred": referred(),
        "Remittances": remittances(),
        "Collectors": collectors(),
        "Requests": requests(),
        "Authority": authority(),
        "Journal accounts": journal_accounts(),
        "Tasks": tasks(),
        "Remit": remit(),
        "Targets": targets(),
        "Programmes": programmes(),
        "Participants": participants(),
        "Claims": claims(),
        "Tariffs": tariffs(),
        "Indices": indices(),
    }
    rules = standing_rows(SUPPLIER | _RULES, _SINCE)
    return own | rules | {"Policy": [*rules["Policy"], *policy_of_care(_SINCE)]}


def _customer(case: Case) -> Row:
    """Return a customer's row with what its story says of it."""
    own: dict[str, Row] = {
        "do not contact": {
            "do_not_contact": "yes",
            "notes": "Asked in writing not to be contacted; account manager only",
        },
        "no e-mail address": {"email": ""},
        "reminded": {"phone": ""} if case.dice("telephone").random() < 0.3 else {},
    }
    return {**case.customer.row, **own.get(case.story.name, {})}


def _planted_rows(sheet: str) -> list[Row]:
    return [dict(fault.row) for fault in PLANTED if fault.sheet == sheet]


__all__ = ["DAY", "SUPPLIER", "sample_rows"]
