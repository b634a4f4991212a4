"""What the sample desk did where reminders did not help: supply restricted and restored, debts with a collector."""

import datetime as dt
from decimal import Decimal

from sheetops.jobs.sample.bills import Part, major, parts
from sheetops.jobs.sample.stories import DAY

Row = dict[str, object]

COLLECTOR = "Harbour Recoveries"


def _owing(story: str) -> list[Part]:
    """Return the last bills of the customers of a story, in order of account."""
    return [part for part in parts() if part.term.last and part.first and part.case.story.name == story]


def _ago(days: int) -> dt.date:
    return DAY - dt.timedelta(days=days)


def restrictions() -> list[Row]:
    """Return the Restrictions sheet: one in force, one to lift because a plan was agreed, one that was lifted."""
    ended, planned, kept = (_owing(story)[0] for story in ("ladder ended", "plan agreed this week", "plan completed"))
    return [
        _restriction(kept, "placed", 75, "Nothing heard after the final notice"),
        _restriction(kept, "lifted", 4, "Debt paid in full"),
        _restriction(ended, "placed", 4, "Nothing heard after the final notice"),
        _restriction(planned, "placed", 8, "Nothing heard after two reminders"),
    ]


def _restriction(part: Part, action: str, days: int, reason: str) -> Row:
    return {
        "account": part.case.account, "action": action, "on": _ago(days), "authorised_by": "Mere", "reason": reason,
    }  # fmt: skip


def referred() -> list[Row]:
    """Return the Referred sheet: acknowledged and not, one to recall because a plan runs, one that was recalled."""
    ended, broken = _owing("ladder ended"), _owing("plan broken")
    return [
        _referral(_owing("plan completed")[1], 80, recalled=62, acknowledged=77),
        _referral(_owing("plan behind")[0], 40, acknowledged=36),
        _referral(ended[-1], 18, acknowledged=15),
        _referral(broken[-1], 12),
    ]


def _referral(part: Part, days: int, recalled: int | None = None, acknowledged: int | None = None) -> Row:
    return {
        "account": part.case.account, "collector": COLLECTOR, "referred_on": _ago(days), "amount": major(part.cents),
        "recalled_on": "" if recalled is None else _ago(recalled),
        "acknowledged_on": "" if acknowledged is None else _ago(acknowledged), "class": "bad_debt",
    }  # fmt: skip


def remittances() -> list[Row]:
    """Return the Remittances sheet: what the collector got of the debt that it has longest."""
    account = _owing("ladder ended")[-1].case.account
    return [
        {
            "remittance": "RMT-901", "collector": COLLECTOR, "account": account, "received_on": _ago(6),
            "collected": Decimal("60.00"), "commission": Decimal("9.00"), "paid_over": Decimal("51.00"),
            "reference": "HR-2207",
        },
    ]  # fmt: skip


_COLUMNS = (
    ("Client", '"Southern Rights Licensing"'), ("Debtor number", "account"), ("Debtor", "name"), ("Phone", "phone"),
    ("Street", "address1"), ("Town", "town"), ("Balance", "arrears"), ("Currency", "currency"),
    ("Oldest due", "oldest_due"), ("Documents", "bills"),
)  # fmt: skip


def collectors() -> list[Row]:
    """Return the Collectors sheet: the columns that the collector wants."""
    return [{"collector": COLLECTOR, "heading": heading, "field": field} for heading, field in _COLUMNS]


_PAIRS = (
    ("receipt", "1010", "1100", "", ""), ("credit_note", "4000", "1100", "2200", "LIC"),
    ("refund", "1100", "1010", "", ""), ("fee", "1100", "4310", "2200", "ARR"),
    ("interest", "1100", "4300", "", "ARR"), ("write_off", "6200", "1100", "", "ARR"),
    ("remittance", "1010", "1150", "", ""), ("commission", "6210", "1150", "", "ARR"),
)  # fmt: skip


def journal_accounts() -> list[Row]:
    """Return the Journal accounts sheet: invoices are booked by the billing system, the rest here."""
    names = ("kind", "debit", "credit", "tax_account", "cost_centre")
    return [dict(zip(names, pair, strict=True)) for pair in _PAIRS]
