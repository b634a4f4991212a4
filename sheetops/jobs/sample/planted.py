"""The mistakes planted in the sample desk, as people make them, and the check that is to find each.

A planted row stands whole in this table, so that no other row of the desk depends on it.
"""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from sheetops.jobs.sample.bills import parts
from sheetops.jobs.sample.stories import cases
from sheetops.model import CellError, Uncalculated

Row = dict[str, object]

_LAST_INVOICE = {part.case.account: part.entry for part in parts()}


class Planted(NamedTuple):
    """One planted mistake: its sheet, the key of its row, its column, the check that finds it, and the row itself."""

    sheet: str
    key: str
    column: str
    check: str
    row: Row


def _customer(account: str, name: str, column: str, check: str, **wrong: object) -> Planted:
    number = account[-4:]
    usual = {
        "account": account, "name": name, "email": f"office@{account.casefold()}.example", "phone": f"09 555 {number}",
        "address1": f"{int(number)} Weka Street", "town": "Auckland", "postcode": "1010", "country": "NZ",
        "language": "en",
        "segment": "cafe", "owner": "Tom",
    }  # fmt: skip
    return Planted("Customers", account, column, check, usual | wrong)


def _licence(licence: str, account: str, column: str, check: str, **wrong: object) -> Planted:
    usual = {
        "licence": licence, "account": account, "type": "Seminar copying", "start": dt.date(2026, 2, 1),
        "end": dt.date(2027, 1, 31), "status": "live", "fee": Decimal(240), "tariff": "S9", "anchor": dt.date(2026, 2,
        1),
    }  # fmt: skip
    return Planted("Licences", licence, column, check, usual | wrong)


def _receipt(entry: str, account: str, column: str, check: str, **wrong: object) -> Planted:
    usual = {
        "entry": entry, "account": account, "kind": "receipt", "date": dt.date(2026, 6, 11),
        "amount": Decimal("115.00"),
        "currency": "NZD", "reference": f"EFT {account}", "description": "Planted",
    }  # fmt: skip
    return Planted("Ledger", entry, column, check, usual | wrong)


def _invoice(entry: str, account: str, column: str, check: str, **wrong: object) -> Planted:
    billed = {
        "kind": "invoice",
        "date": dt.date(2026, 6, 2),
        "due_date": dt.date(2026, 7, 2),
        "tax_rate": Decimal("0.15"),
    }
    return _receipt(entry, account, column, check, **(billed | wrong))


_CUSTOMERS = (
    _customer("CAF0601", "Seagull Kiosk", "email", "email_domain_doubtful", email="seagull.kiosk@gmial.com"),
    _customer("CAF0602", "Reef Coffee", "email", "email_unreadable", email="studio at reef.example"),
    _customer("GYM0603", "Boulder Barn", "phone", "phone_invalid", phone="09 555"),
    _customer("SCH0604", "Ferry Landing School", "postcode", "postcode_malformed", postcode="80111"),
    _customer("CAF0605", "Twelve Tables", "country", "country_unknown", country="New Zealnd"),
    _customer("PTE0606", "Skyline Drone Academy", "tax_number", "tax_number_invalid", tax_number="100-000-017"),
    _customer("CAF0607", "Le Petit Coin", "language", "language_unknown", language="franglais"),
    _customer("CAF0183", "Blue Door Eatery (old)", "account", "duplicate_key", phone="04 555 0608"),
    _customer("CAF0611", "Lantern Café Ltd", "name", "likely_duplicate", phone="07 555 0257"),
    _customer("CHU0612", "", "name", "value_missing"),
    _customer(
        "CAF0613", "Night Owl", "notes", "text_runs_as_formula", notes='=HYPERLINK("http://owl.example","Click")'
    ),
    _customer("CAF0614", "Fax & Friends", "channel", "code_unknown", channel="fax"),
    _customer("SCH0615", "Back Road School", "ladder", "ladder_unknown", ladder="schol"),
    _customer(
        "MUS0616",
        "  Shed 9 Gallery ",
        "address1",
        "address_missing",
        channel="letter",
        address1="",
        town="",
        postcode="",
    ),
)
_LICENCES = (
    _licence("LIC-29001", "SHC0127", "account", "account_unknown"),
    _licence(
        "LIC-29002", "SCH0127", "end", "licence_end_before_start", start=dt.date(2027, 1, 31), end=dt.date(2026, 2, 1)
    ),
    _licence("LIC-29003", "SCH0127", "end", "day_impossible", type="Concert", end="31/02/2027"),
    _licence("LIC-29004", "SCH0264", "status", "code_unknown", status="lvie"),
    _licence(
        "LIC-29005",
        "SCH0264",
        "start",
        "licence_overlap",
        type="Schools copying",
        start=dt.date(2026, 6, 1),
        end=dt.date(2027, 5, 31),
    ),
)
_LEDGER = (
    _receipt("REC-39001", "CAFO193", "account", "account_unknown"),
    _receipt("REC-39002", "CAF0193", "date", "day_impossible", date="31/02/2026"),
    _receipt("REC-39003", "CAF0205", "amount", "decimal_mark_wrong", amount="1.250,00"),
    _receipt("REC-39004", "CAF0205", "amount", "value_missing", amount=""),
    _receipt("REC-39005", "CAF0205", "amount", "excel_error", amount=CellError("#N/A")),
    _receipt("REC-39016", "CAF0205", "amount", "formula_uncalculated", amount=Uncalculated("=57.50*2")),
    _receipt(
        "REC-39006",
        "MUS0117",
        "amount",
        "receipt_exceeds_entry",
        amount=Decimal("9999.00"),
        applies_to=_LAST_INVOICE["MUS0117"],
    ),
    _receipt("REC-39007", "PTE0190", "applies_to", "applies_to_unknown", applies_to="INV-99999"),
    _invoice(_LAST_INVOICE["CAF0183"], "CAF0183", "entry", "duplicate_key", amount=Decimal("323.15")),
    _receipt("REC-39009", "CHU0297", "date", "date_in_future", date=dt.date(2062, 6, 11), amount=Decimal("10.00")),
    _receipt("REC-39010", "CHU0297", "amount", "amount_decimals", amount=Decimal("12.345")),
    _receipt("REC-39011", "CHU0297", "kind", "code_unknown", kind="reciept"),
    _receipt("REC-39012", "CHU0297", "currency", "currency_unknown", currency="NZ$"),
    _receipt("REC-39013", "", "account", "value_missing"),
    _receipt("REC-39014", "CAF0298", "amount", "amount_negative", amount=Decimal("-75.00")),
    _receipt("REC-39015", "CAF0298", "date", "year_short", date="11/06/26"),
    _invoice("INV-19101", "CAF0298", "due_date", "due_before_issue", due_date=dt.date(2025, 7, 2)),
    _invoice("INV-19102", "CHU0301", "tax_rate", "rate_unreadable", tax_rate="fifteen"),
    _invoice("INV-19103", "CHU0301", "licence", "licence_unknown", licence="LIC-99999"),
    _invoice("1.23457E+15", "CHU0301", "entry", "digits_lost"),
)
_NOTICE: Row = {"ladder": "standard", "level": 1, "sent_on": dt.date(2026, 5, 4), "channel": "email"}
_REQUEST: Row = {
    "kind": "credit_note", "account": "CAF0183", "reason": "Wrong tariff", "requested_by": "Jules",
    "approved_by": "Mere",
    "approved_on": dt.date(2026, 6, 20),
}  # fmt: skip
_CLAIM: Row = {
    "line": "1", "programme": "DIST26", "received_at": dt.datetime.combine(dt.date(2026, 6, 22), dt.time(9)),
    "product": "book", "amount": Decimal("6.50"),
}  # fmt: skip
_PROMISE: Row = {"account": "CAF0183", "made_on": dt.date(2026, 6, 12), "amount": Decimal("100.00"), "by": "Owner"}
_CALL: Row = {"account": "CAF0183", "by": "Tom", "channel": "phone", "outcome": "no answer"}


def _row(sheet: str, key: str, column: str, check: str, usual: Row, **wrong: object) -> Planted:
    return Planted(sheet, key, column, check, usual | wrong)


def _request(request: str, column: str, check: str, **wrong: object) -> Planted:
    return _row("Requests", request, column, check, _REQUEST, request=request, **wrong)


def _claim(claim: str, column: str, check: str, **wrong: object) -> Planted:
    return _row("Claims", claim, column, check, _CLAIM, claim=claim, **wrong)


_OTHERS = (
    _row("Notices", "CHU0301", "entry", "entry_unknown", _NOTICE, account="CHU0301", entry="INV-1O733"),
    _row(
        "Notices",
        "CAF0183",
        "level",
        "level_unknown",
        _NOTICE,
        account="CAF0183",
        entry=_LAST_INVOICE["CAF0183"],
        level=7,
    ),
    _row("Contacts", "CAF0183", "at", "day_unreadable", _CALL, at="last Tuesday"),
    _row(
        "Promises",
        "PRM-791",
        "due_on",
        "promise_due_before_made",
        _PROMISE,
        promise="PRM-791",
        due_on=dt.date(2026, 5, 12),
    ),
    _row(
        "Holds", "", "account", "hold_without_item", {}, account="", reason="Customer rang", until=dt.date(2026, 7, 15)
    ),
    _row(
        "Holds",
        "CAF0193",
        "review_on",
        "review_before_from",
        {},
        account="CAF0193",
        reason="Meter test",
        review_on=dt.date(2026, 5, 1),
        **{"from": dt.date(2026, 6, 1)},
    ),
    _row(
        "Tasks",
        "CMP-991",
        "answered_at",
        "answered_before_received",
        {},
        task="CMP-991",
        account="CHU0297",
        type="complaint",
        received_at=dt.datetime.combine(dt.date(2026, 6, 10), dt.time(9)),
        answered_at=dt.datetime.combine(dt.date(2026, 6, 1), dt.time(9)),
    ),
    _row(
        "Tasks",
        "CMP-992",
        "account",
        "complaint_without_account",
        {},
        task="CMP-992",
        type="complaint",
        received_at=dt.datetime.combine(dt.date(2026, 6, 26), dt.time(9)),
    ),
    _request("REQ-591", "approved_by", "approved_by_requester", kind="invoice", approved_by="Jules"),
    _request("REQ-592", "entry", "entry_unknown", entry="INV-77777", amount=Decimal("20.00")),
    _request("REQ-593", "amount", "request_exceeds_entry", entry=_LAST_INVOICE["CAF0183"], amount=Decimal("4000.00")),
    _row(
        "Restrictions",
        "CAF0183",
        "action",
        "lifted_never_placed",
        {},
        account="CAF0183",
        action="lifted",
        on=dt.date(2026, 6, 15),
        authorised_by="Mere",
    ),
    _row(
        "Collectors",
        "Balance due",
        "field",
        "field_unknown",
        {},
        collector="Harbour Recoveries",
        heading="Balance due",
        field="arears",
    ),
    _row(
        "Participants",
        "RH0901",
        "programme",
        "programme_unknown",
        {},
        participant="RH0901",
        programme="DIST62",
        name="A. Worth",
    ),
    _claim("CLM-0901", "participant", "participant_unknown", participant="RH00O2", quantity=2),
    _claim("CLM-0902", "quantity", "number_unreadable", participant="RH0002", quantity="ten"),
    _row("Policy", "toleranse", "setting", "setting_unknown", {}, setting="toleranse", value="0.50"),
    _row("Holidays", "NZ", "date", "day_impossible", {}, calendar="NZ", date="30/02/2027", name="Regatta day"),
)

_RAN_OUT = [case.account for case in cases() if case.story.name == "hardship evidence ran out"]
_STAY: Row = {
    "entered_on": dt.date(2026, 2, 2), "evidence": "Health care card", "evidence_until": dt.date(2026, 12, 31),
}  # fmt: skip
_GRANT: Row = {"account": "CHU0297", "scheme": "URGS water", "applied_on": dt.date(2026, 6, 1)}


def _stay(account: str, column: str, check: str, **wrong: object) -> Planted:
    return _row("Hardship", account, column, check, _STAY, account=account, **wrong)


def _grant(account: str, column: str, check: str, **wrong: object) -> Planted:
    return _row("Grants", account, column, check, _GRANT, account=account, **wrong)


_CARE = (
    _stay(_RAN_OUT[0], "evidence_until", "evidence_expired", evidence_until=dt.date(2026, 6, 10)),
    _stay(_RAN_OUT[1], "evidence_until", "evidence_expired", evidence_until=dt.date(2026, 4, 30)),
    _stay("CHU0301", "left_on", "left_before_entered", left_on=dt.date(2025, 2, 2)),
    _stay("CHU0297", "evidence_until", "evidence_until_before_entered", evidence_until=dt.date(2025, 12, 31)),
    _stay("CHU0297", "entered_on", "hardship_overlap", entered_on=dt.date(2026, 3, 2)),
    _stay("PTE0190", "evidence", "evidence_unnamed", evidence="", left_on=dt.date(2026, 3, 1)),
    _grant("CHU0297", "decided_on", "decided_before_applied", decided_on=dt.date(2026, 5, 1), outcome="declined"),
    _grant("CHU0297", "scheme", "scheme_unknown", scheme="URGS watter"),
    _grant("CHU0301", "amount", "granted_without_amount", outcome="granted", decided_on=dt.date(2026, 6, 20)),
)

PLANTED: tuple[Planted, ...] = (*_CUSTOMERS, *_LICENCES, *_LEDGER, *_OTHERS, *_CARE)
"""Every planted mistake."""
