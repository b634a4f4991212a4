"""A few sample rows for a workbook with buttons: enough that every button shows something on the day `DAY`.

Every row belongs to an account, participant or programme that begins with SAMPLE-, and every value on Policy begins
with SAMPLE: by that the button Remove samples knows them.
"""

import datetime as dt
from decimal import Decimal

Row = dict[str, object]

DAY = dt.date(2026, 6, 30)
"""The day that the samples are made for."""

OWN = {
    "supplier_name": "SAMPLE organisation",
    "supplier_address": "SAMPLE address, 1 Quay Street, Auckland 1010",
    "supplier_tax_number": "SAMPLE number",
    "signatory_name": "SAMPLE name",
}
"""Who the desk is, as far as credit notes and letters must say it; the desk puts its own in its place."""


def _day(text: str) -> dt.date:
    return dt.datetime.strptime(f"{text} +0000", "%d/%m/%Y %z").date()


_CUSTOMERS = (
    ("SAMPLE-1", "Harbour School", "Ms Bronwyn Hale", "office@harbour-school.example", "school"),
    ("SAMPLE-2", "Tui Café", "Mr Arun Nair", "hello@tui-cafe.example", "cafe"),
    ("SAMPLE-3", "Kowhai Gym", "Ms Ana Petelo", "desk@kowhai-gym.example", "gym"),
    ("SAMPLE-4", "Rata Choir", "Mr Hugh Ellis", "choir@rata.example", "choir"),
    ("SAMPLE-5", "Nikau Radio", "Ms Lin Zhao", "nikau.radio@gmial.com", "radio"),
    ("SAMPLE-6", "Moana Studio", "Mr Sione Vea", "studio@moana.example", "studio"),
)
"""The last but one carries a mistake for Check sheets to find: gmial.com."""

_LICENCES = (
    ("SAMPLE-L1", "SAMPLE-1", "Schools copying", "21/08/2025", "20/08/2026", 1055),
    ("SAMPLE-L2", "SAMPLE-2", "Background music", "26/07/2025", "25/07/2026", 420),
    ("SAMPLE-L3", "SAMPLE-3", "Background music", "21/06/2025", "20/06/2026", 640),
    ("SAMPLE-L4", "SAMPLE-4", "Choir copying", "01/06/2025", "31/05/2026", 180),
    ("SAMPLE-L5", "SAMPLE-4", "Choir copying", "01/06/2026", "31/05/2027", 190),
    ("SAMPLE-L6", "SAMPLE-5", "Broadcast", "01/02/2026", "31/01/2027", 2400),
    ("SAMPLE-L7", "SAMPLE-6", "Background music", "15/06/2025", "14/06/2026", 300),
)
_LEDGER = (
    ("SAMPLE-101", "SAMPLE-2", "invoice", "11/05/2026", "10/06/2026", "483.00", ""),
    ("SAMPLE-102", "SAMPLE-3", "invoice", "01/04/2026", "01/05/2026", "736.00", ""),
    ("SAMPLE-103", "SAMPLE-4", "invoice", "01/06/2026", "01/07/2026", "218.50", ""),
    ("SAMPLE-104", "SAMPLE-4", "receipt", "12/06/2026", "", "218.50", "SAMPLE-103"),
    ("SAMPLE-105", "SAMPLE-5", "invoice", "01/05/2026", "31/05/2026", "2760.00", ""),
    ("SAMPLE-106", "SAMPLE-6", "invoice", "15/05/2026", "14/06/2026", "345.00", ""),
    ("SAMPLE-107", "SAMPLE-1", "receipt", "31/02/2026", "", "100.00", ""),
)
"""The last one carries a mistake for Check sheets to find: there is no 31 February."""

_CONTACTS = (
    ("SAMPLE-3", "19/06/2026 14:05", "no answer", "Left a message", "29/06/2026"),
    ("SAMPLE-5", "24/06/2026 10:15", "promised", "Will pay when the grant comes in", ""),
)

_NOTICES = (
    ("SAMPLE-2", "", "SAMPLE-L2", "renewal", 1, "26/05/2026", "email", "renewal-invitation"),
    ("SAMPLE-3", "SAMPLE-102", "", "standard", 1, "12/05/2026", "email", "reminder-1"),
)


_PARTICIPANTS = (
    ("Ms Ana Petelo", "ana.petelo@example.org", True),
    ("Mr Hugh Ellis", "hugh.ellis@gmial.com", True),
    ("Ms Lin Zhao", "", True),
    ("Mr Sione Vea", "sione.vea@example.org", False),
)
"""The second one carries a mistake for Check sheets to find: gmial.com. The last one takes part no more."""

_CLAIMS = (
    ("SAMPLE-C1", 1, 1, "26/06/2026 09:20", "INV-4410", "12/06/2026", "heat pump", 2, "1800.00", "yes", ""),
    ("SAMPLE-C1", 2, 1, "26/06/2026 09:20", "INV-4411", "13/06/2026", "Cylinder", 1, "640.00", "yes", ""),
    ("SAMPLE-C2", 1, 2, "29/06/2026 11:05", "INV-5102", "20/06/2026", "tap", 30, "900.00", "yes", ""),
    ("SAMPLE-C3", 1, 3, "29/06/2026 16:40", "INV-6003", "22/06/2026", "tap", 4, "120.00", "no", ""),
    ("SAMPLE-C4", 1, 1, "29/06/2026 16:50", "INV-4410", "12/06/2026", "heat pump", 2, "1800.00", "yes", ""),
    ("SAMPLE-C5", 1, 4, "30/06/2026 08:45", "INV-7001", "24/06/2026", "tap", 2, "60.00", "yes", ""),
    ("SAMPLE-C6", 1, 2, "22/06/2026 10:00", "INV-5090", "10/06/2026", "cylinder", 1, "640.00", "yes", "returned"),
    ("SAMPLE-C7", 1, 2, "30/06/2026 09:30", "INV-5103", "31/02/2026", "tap", 1, "30.00", "yes", ""),
)
"""The last one carries a mistake for Check sheets to find: there is no 31 February."""


def sample_rows() -> dict[str, list[Row]]:
    """Return the sample rows by sheet, keyed by column name; money is a Decimal in major units."""
    return {
        "Customers": [_customer(number, *row) for number, row in enumerate(_CUSTOMERS, start=1)],
        "Licences": [_licence(*row) for row in _LICENCES],
        "Ledger": [_entry(*row) for row in _LEDGER],
        "Notices": [_notice(*row) for row in _NOTICES],
        "Contacts": [_contact(*row) for row in _CONTACTS],
        "Promises": [_promise()],
        "Plans": [_plan()],
        "Holds": [_hold()],
        "Hardship": [_stay()],
        "Grants": [_grant()],
        "Restrictions": [_restriction()],
        "Referred": [_referral()],
        "Remittances": [_remittance()],
        "Collectors": [_collector_column()],
        "Requests": [_request()],
        "Authority": [],
        "Journal accounts": [],
        "Reconciliations": [],
        "Tasks": [_task()],
        # Nothing on these is an account's, so that no button could take samples away again.
        "Units": [],
        "Tariffs": [],
        "Indices": [],
        "Programmes": [_programme()],
        "Participants": [_participant(number, *row) for number, row in enumerate(_PARTICIPANTS, start=1)],
        "Claims": [_claim(*row) for row in _CLAIMS],
    }


def _customer(number: int, account: str, name: str, contact: str, email: str, segment: str) -> Row:
    return {
        "account": account,
        "name": name,
        "contact": contact,
        "email": email,
        "phone": f"09 555 010{number}",
        "address1": f"{number} Sample Street",
        "town": "Auckland",
        "postcode": "1010",
        "country": "NZ",
        "language": "en",
        "segment": segment,
    }


def _licence(licence: str, account: str, kind: str, start: str, end: str, fee: int) -> Row:
    days = {"start": _day(start), "end": _day(end), "anchor": _day(start)}
    return {"licence": licence, "account": account, "type": kind, **days, "status": "live", "fee": Decimal(fee)}


def _entry(entry: str, account: str, kind: str, date: str, due: str, amount: str, applies_to: str) -> Row:
    wrong = date == "31/02/2026"
    return {
        "entry": entry,
        "account": account,
        "kind": kind,
        "date": date if wrong else _day(date),
        "due_date": _day(due) if due else "",
        "amount": Decimal(amount),
        "currency": "NZD",
        "applies_to": applies_to,
        "tax_rate": Decimal("0.15") if kind == "invoice" else "",
        "description": "Sample",
    }


def _notice(
    account: str, entry: str, licence: str, ladder: str, level: int, sent_on: str, channel: str, template: str
) -> Row:
    about = {"account": account, "entry": entry, "licence": licence, "ladder": ladder, "level": level}
    return about | {"sent_on": _day(sent_on), "channel": channel, "template": template}


def _contact(account: str, at: str, outcome: str, note: str, next_on: str) -> Row:
    day, time = at.split()
    said = {"outcome": outcome, "note": note, "next_action": "call again" if next_on else ""}
    return {
        "account": account,
        "at": dt.datetime.combine(_day(day), dt.time.fromisoformat(time)),
        "by": "Mere",
        "channel": "phone",
        "direction": "out",
        **said,
        "next_on": _day(next_on) if next_on else "",
    }


def _promise() -> Row:
    days = {"made_on": _day("24/06/2026"), "due_on": _day("08/07/2026")}
    return {"promise": "SAMPLE-P1", "account": "SAMPLE-5", **days, "amount": Decimal("2760.00"), "by": "Ms Lin Zhao"}


def _plan() -> Row:
    days = {"agreed_on": _day("29/06/2026"), "first_due": _day("15/07/2026")}
    return {"plan": "SAMPLE-PL1", "account": "SAMPLE-5", **days, "frequency": "monthly", "instalments": 6} | {
        "covers": Decimal("2760.00"),
        "status": "proposed",
    }


def _hold() -> Row:
    return {"account": "SAMPLE-6", "reason": "complaint under review", "from": _day("20/06/2026")}


def _stay() -> Row:
    days = {"entered_on": _day("26/06/2026"), "evidence_until": _day("31/12/2026")}
    return {"account": "SAMPLE-6", "evidence": "Pension concession card", **days}


def _grant() -> Row:
    return {
        "account": "SAMPLE-6",
        "scheme": "URGS water",
        "applied_on": _day("15/05/2026"),
        "amount": Decimal("400.00"),
    }


def _restriction() -> Row:
    return {"account": "SAMPLE-4", "action": "placed", "on": _day("18/06/2026"), "authorised_by": "Mere"} | {
        "reason": "Nothing heard since March"
    }


def _referral() -> Row:
    days = {"referred_on": _day("02/03/2026"), "recalled_on": _day("20/04/2026"), "acknowledged_on": _day("04/03/2026")}
    return {"account": "SAMPLE-1", "collector": "Example Collections", "amount": Decimal("100.00")} | days


def _remittance() -> Row:
    sums = {"collected": Decimal("40.00"), "commission": Decimal("0.00"), "paid_over": Decimal("40.00")}
    about: Row = {"remittance": "SAMPLE-RM1", "collector": "Example Collections", "account": "SAMPLE-1"}
    return about | {"received_on": _day("10/04/2026")} | sums


def _collector_column() -> Row:
    return {"collector": "Example Collections", "heading": "Client account", "field": "account"}


def _request() -> Row:
    asked = {"amount": Decimal("115.00"), "reason": "Closed for two months", "requested_by": "Tom"}
    approved = {"approved_by": "Mere", "approved_on": _day("26/06/2026")}
    return (
        {"request": "SAMPLE-R1", "kind": "credit_note", "account": "SAMPLE-3", "entry": "SAMPLE-102"} | asked | approved
    )


def _task() -> Row:
    came = dt.datetime.combine(_day("19/06/2026"), dt.time(11, 30))
    return {"task": "SAMPLE-C1", "account": "SAMPLE-6", "type": "complaint", "received_at": came, "status": "open"} | {
        "owner": "Mere",
        "note": "Billed for a month in which the studio was shut",
    }


def _programme() -> Row:
    window = {"window_from": _day("01/04/2026"), "window_to": _day("30/06/2026")}
    most = {"max_quantity": 20, "max_amount": Decimal("5000.00"), "return_days": 14}
    about: Row = {"programme": "SAMPLE-TRADE", "client": "Example Heating", "turnaround_hours": 16, "priority": 1}
    return (
        about
        | {"error_ceiling": Decimal("0.01"), "cut_off": "16:00", "products": "heat pump,cylinder,tap"}
        | window
        | most
    )


def _participant(number: int, name: str, email: str, active: bool) -> Row:
    about: Row = {"participant": f"SAMPLE-P{number}", "programme": "SAMPLE-TRADE", "name": name, "email": email}
    place = {"address1": f"{number} Sample Street", "town": "Auckland", "postcode": "1010", "country": "NZ"}
    return about | place | {"language": "en", "active": active, "activated_on": _day("01/03/2026")}


def _claim(
    claim: str,
    line: int,
    who: int,
    came: str,
    invoice: str,
    day: str,
    product: str,
    pieces: int,
    amount: str,
    proof: str,
    status: str,
) -> Row:
    date, time = came.split()
    at = dt.datetime.combine(_day(date), dt.time.fromisoformat(time))
    sold = {"product": product, "quantity": pieces, "amount": Decimal(amount), "proof": proof, "signed": "yes"}
    about: Row = {"claim": claim, "line": line, "programme": "SAMPLE-TRADE", "participant": f"SAMPLE-P{who}"}
    bill = {"invoice_no": invoice, "invoice_date": day if day == "31/02/2026" else _day(day)}
    back = {"returned_at": dt.datetime.combine(_day("24/06/2026"), dt.time(15))} if status else {}
    return about | {"received_at": at, "batch": "SAMPLE-B1", "form": "paper", "status": status} | bill | sold | back
