"""Credit notes from approved requests: never above what is left of the entry, with the tax of the original.

Gross is what the customer is credited with, net + tax. The tax of part credits is worked out on all that was ever
credited on the entry, so that the parts of a fully credited invoice add up to exactly its tax.
"""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.lookup import look_up

REFUSALS = (
    "done",
    "no_entry",
    "entry_unknown",
    "other_account",
    "unapproved",
    "approved_later",
    "nothing_left",
    "above_left",
)
"""What may stand against a request; the first that fits. ``done``: its credit note is in the Ledger already."""

_CREDITABLE = ("invoice", "fee", "interest", "adjustment")


def credit_requests(
    requests: Frame, ledger: Frame, as_of: dt.date, numbers: Mapping[str, str] = MappingProxyType({})
) -> Frame:
    """Return every request for a credit note (index: its Requests row) with what it would credit.

    ``numbers`` are the credit notes' numbers that requests were given before, by request.

    Columns added: found (the entry exists), same_account, entry_date, description, currency, rate (basis points),
    owed (the entry's amount), before (credited earlier, in the ledger and by requests further up), left (what may
    still be credited), gross, refused (what stands against it, one of REFUSALS, "" when a credit note is due). Minor
    units.
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
        done=_in_ledger(asked, ledger, numbers),
        approved=(asked["approved_by"] != "") & (asked["approved_on"] <= pd.Timestamp(as_of)),
    )
    return _in_turn(row)


def credit_notes(asked: Frame, as_of: dt.date) -> Frame:
    """Return the credit notes that are due (index: the Requests row): net, tax and gross in minor units."""
    due = asked[asked["refused"] == ""]
    so_far = money.tax_within(due["before"], due["rate"])
    tax = money.tax_within(due["before"] + due["gross"], due["rate"]) - so_far
    dated = pd.Timestamp(as_of).as_unit("s")
    return due.assign(date=dated, tax=tax, net=due["gross"] - tax, reason_code=due["reason"])


def _in_ledger(asked: Frame, ledger: Frame, numbers: Mapping[str, str]) -> pd.Series:
    """Return which requests have a credit note whose number is an entry of the Ledger, or an entry's reference."""
    notes = ledger[ledger["kind"] == "credit_note"]
    number = asked["request"].map(dict(numbers))
    return number.notna() & number.isin({*notes["entry"], *notes["reference"]} - {""})


def _credited(ledger: Frame, as_of: dt.date) -> pd.Series:
    notes = ledger[
        (ledger["kind"] == "credit_note") & (ledger["date"] <= pd.Timestamp(as_of)) & (ledger["applies_to"] != "")
    ]
    return notes.groupby(notes["applies_to"].astype(object))["amount"].sum()


def _in_turn(row: Frame) -> Frame:
    """Decide the requests of each entry one after the other: what one takes, the next one finds gone."""
    row = row.assign(before=row["credited"], left=row["owed"] - row["credited"], gross=np.int64(0), refused="")
    turn = row.groupby("entry").cumcount()
    taken: pd.Series = pd.Series(dtype="int64")
    for number in range(int(turn.max() + 1) if len(turn) else 0):
        now = row[turn == number]
        before = now["credited"] + look_up(taken, now["entry"]).fillna(0).astype("int64")
        left = now["owed"] - before
        gross = now["amount"].fillna(left).astype("int64")
        refused = _refused(now, left, gross)
        row.loc[now.index, "before"], row.loc[now.index, "left"] = before, left
        row.loc[now.index, "gross"], row.loc[now.index, "refused"] = gross, refused
        new = gross.where(refused == "", 0).groupby(now["entry"].astype(object)).sum()
        taken = taken.add(new, fill_value=0).astype("int64")
    return row


def _refused(now: Frame, left: pd.Series, gross: pd.Series) -> pd.Series:
    conditions = (
        now["done"],
        now["entry"] == "",
        ~now["found"],
        ~now["same_account"],
        now["approved_by"] == "",
        ~now["approved"],
        left <= 0,
        gross > left,
    )
    return pd.Series(np.select(conditions, REFUSALS, ""), index=now.index)
