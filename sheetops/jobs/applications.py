"""What a form for a grant asks for: one row an application, from Customers, Ledger and the register."""

import pandas as pd

from sheetops.jobs.arrears import Position
from sheetops.jobs.desk import Desk
from sheetops.jobs.relief import Relief
from sheetops.model import Frame
from sheetops.rules.following import running
from sheetops.rules.lookup import look_up
from sheetops.rules.plans import yearly_bills
from sheetops.rules.receipts import kept_receipts
from sheetops.rules.words import Texts, say, when

_OF_CUSTOMER = ("name", "contact", "address1", "address2", "town", "postcode", "country", "phone", "email", "language")
_ASKED = {
    "name": "name",
    "address1": "street",
    "town": "town",
    "postcode": "postcode",
    "phone": "telephone number",
    "evidence": "evidence",
    "last_bill": "last bill",
}
"""What no form goes without, by column, in words."""


def grant_applications(desk: Desk, now: Position, stays: Frame, helped: Relief) -> Frame:
    """Return the contract's Grant applications: those not decided, and those that could be made today."""
    pending = helped.grants[helped.grants["status"] == "pending"].assign(application="applied for, not decided")
    row = pd.concat([pending, helped.possible.assign(application="not applied for")], ignore_index=True)
    row["asked"] = row["amount"].where(row["application"] != "not applied for")
    row["applied_on"] = row["applied_on"].where(row["application"] != "not applied for")
    customers = now.customers.drop_duplicates("account").set_index("account")
    row = row.join(look_up(customers[list(_OF_CUSTOMER)], row["account"]).fillna(""))
    row = _with_evidence(row, stays)
    row = _with_ledger(desk, now, row)
    usage = "Usage is not kept here: fill it in from the meter or the billing system."
    return row.assign(usage="", note=say(_lacking(row), usage)).sort_values(["application", "account"], kind="stable")


def _with_evidence(row: Frame, stays: Frame) -> Frame:
    latest = stays.sort_values("entered_on", kind="stable").drop_duplicates("account", keep="last")
    known = latest.set_index(latest["account"].astype(object))[["entered_on", "evidence", "evidence_until"]]
    found = look_up(known, row["account"])
    return row.assign(
        in_hardship_since=found["entered_on"],
        evidence=found["evidence"].fillna(""),
        evidence_until=found["evidence_until"],
    )


def _with_ledger(desk: Desk, now: Position, row: Frame) -> Frame:
    """Add what is owed now, the last bill, a year's bills, the last payment and the plan of each account."""
    ledger = desk.frames["Ledger"]
    ledger = ledger[ledger["account"].isin(row["account"]) & (ledger["date"] <= pd.Timestamp(desk.as_of))]
    keys = ["account", "currency"]
    accounts = now.accounts.set_index(keys)[["outstanding", "arrears"]]
    bills = _latest(ledger[ledger["kind"] == "invoice"])
    paid = _latest(kept_receipts(ledger, desk.as_of))
    plans = now.agreed.plans.plans
    plans = plans[running(plans)].drop_duplicates("account")
    plan = pd.Series(say(plans["plan"], " ", plans["status"]), index=plans["account"].astype(object), dtype=object)
    own, bill, payment = (look_up(known, row["account"], row["currency"]) for known in (accounts, bills, paid))
    today = pd.Series(pd.Timestamp(desk.as_of).as_unit("s"), index=row.index)
    return row.assign(
        outstanding=own["outstanding"].fillna(0).astype("int64"),
        arrears=own["arrears"].fillna(0).astype("int64"),
        last_bill=bill["entry"].fillna(""),
        last_bill_on=bill["date"],
        last_bill_due=bill["due_date"],
        last_bill_amount=bill["amount"].astype("Int64"),
        billed_in_year=yearly_bills(row, today, ledger),
        last_payment_on=payment["date"],
        last_payment=payment["amount"].astype("Int64"),
        plan=look_up(plan, row["account"]).fillna(""),
    )


def _latest(entries: Frame) -> Frame:
    """Return the newest of some entries by account and currency."""
    last = entries.sort_values(["date", "entry"], kind="stable").drop_duplicates(["account", "currency"], keep="last")
    last = last if "due_date" in last else last.assign(due_date=last["date"])
    return last.set_index([last["account"].astype(object), last["currency"].astype(object)])[
        ["entry", "date", "due_date", "amount"]
    ]


def _lacking(row: Frame) -> Texts:
    """Return what is missing that every form asks for, in words; "" when nothing is."""
    parts = say(*(when((row[name] == "", f", {word}")) for name, word in _ASKED.items()))
    words = pd.Series(parts, index=row.index, dtype=object).str.removeprefix(", ")
    return when((words != "", say("Missing: ", words, ". ")))
