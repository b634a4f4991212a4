"""Credit notes from approved requests: never above what is left of the entry, with the tax of the original.

Gross is what the customer is credited with, net + tax. The tax of part credits is worked out on all that was ever
credited on the entry, so that the parts of a fully credited invoice add up to exactly its tax.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules import approvals as approving
from sheetops.rules.approvals import UNBOUND, Approving, approvals
from sheetops.rules.lookup import look_up
from sheetops.rules.turns import in_turn, standing_against

REFUSALS = (
    *("done", "no_entry", "entry_unknown", "other_account"),
    *approving.REFUSALS,
    *("nothing_left", "above_left", "above_authority"),
)
"""What may stand against a request; the first that fits. ``done``: its credit note is in the Ledger already."""

_CREDITABLE = ("invoice", "fee", "interest", "adjustment")


def credit_requests(
    requests: Frame,
    ledger: Frame,
    as_of: dt.date,
    numbers: Mapping[str, str] = MappingProxyType({}),
    by: Approving = UNBOUND,
) -> Frame:
    """Return every request for a credit note (index: its Requests row) with what it would credit.

    ``numbers`` are the credit notes' numbers that requests were given before, by request; ``by`` is what approvals are
    held against.

    Columns added: found (the entry exists), same_account, entry_date, description, currency, rate (basis points),
    owed (the entry's amount), before (credited earlier, in the ledger and by requests further up), left (what may
    still be credited), limit (of who approved it), gross, refused (what stands against it, one of REFUSALS, "" when a
    credit note is due). Minor units.
    """
    asked = requests[requests["kind"] == "credit_note"]
    known = ledger[(ledger["date"] <= pd.Timestamp(as_of)) & ledger["kind"].isin(_CREDITABLE) & (ledger["amount"] > 0)]
    entry = look_up(known.set_index(known["entry"].astype(object)), asked["entry"])
    row = asked.assign(
        found=entry["entry"].notna(),
        same_account=entry["account"].fillna("") == asked["account"],
        entry_date=entry["date"],
        description=entry["description"].fillna(""),
        currency=entry["currency"].fillna(""),
        rate=entry["tax_rate"].fillna(0).astype("int64"),
        owed=entry["amount"].fillna(0).astype("int64"),
        credited=look_up(_credited(ledger, as_of), asked["entry"]).fillna(0).astype("int64"),
        done=entered(asked["request"], ledger, "credit_note", numbers),
    )
    row = in_turn(row.join(approvals(asked, row["currency"], as_of, by)), ("entry",), _decided)
    return row.assign(before=row["owed"] - row["left"])


def credit_notes(asked: Frame, as_of: dt.date) -> Frame:
    """Return the credit notes that are due (index: the Requests row): net, tax and gross in minor units."""
    due = asked[asked["refused"] == ""]
    so_far = money.tax_within(due["before"], due["rate"])
    tax = money.tax_within(due["before"] + due["gross"], due["rate"]) - so_far
    dated = pd.Timestamp(as_of).as_unit("s")
    return due.assign(date=dated, tax=tax, net=due["gross"] - tax, reason_code=due["reason"])


def entered(keys: pd.Series, ledger: Frame, kind: str, numbers: Mapping[str, str]) -> pd.Series:
    """Return for which keys a document is in the Ledger: its number is an entry of that kind, its invoice or reference.

    ``numbers`` are the numbers that keys were given before.
    """
    rows = ledger[ledger["kind"] == kind]
    number = keys.map(dict(numbers))
    return number.notna() & number.isin({*rows["entry"], *rows["invoice"], *rows["reference"]} - {""})


def _credited(ledger: Frame, as_of: dt.date) -> pd.Series:
    notes = ledger[
        (ledger["kind"] == "credit_note") & (ledger["date"] <= pd.Timestamp(as_of)) & (ledger["applies_to"] != "")
    ]
    return notes.groupby(notes["applies_to"].astype(object))["amount"].sum()


def _decided(now: Frame, taken: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    left = now["owed"] - now["credited"] - taken
    gross = now["amount"].fillna(left).astype("int64")
    refused = standing_against(
        now,
        {
            "done": now["done"],
            "no_entry": now["entry"] == "",
            "entry_unknown": ~now["found"],
            "other_account": ~now["same_account"],
        },
        {"nothing_left": left <= 0, "above_left": gross > left, "above_authority": gross > now["limit"]},
    )
    return left, gross, refused
