"""Charges: what they are called in the Ledger, what it holds of them already, and when they are free.

Decided for the desks: a charge has a number that says what it is for, and the Ledger carries it as its entry or its
reference: ``FEE-INV204-20260615-2`` (entry, day of the notice, level), ``INT-INV204-20260630`` (entry, last day),
``SUR-INV204`` (entry). An ``interest`` row without such a number counts for the entry that it names in applies_to, and
so does a ``fee`` row of the day of the notice.
"""

import datetime as dt
from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from sheetops.model import Frame
from sheetops.rules.words import Texts, day, say, when

FEE, INTEREST, SURCHARGE = "FEE", "INT", "SUR"
_KINDS = {FEE: ("fee",), INTEREST: ("interest",), SURCHARGE: ("invoice", "fee")}
_NUMBER = r"^(?:(?P<fee>FEE)-(?P<fee_of>.+)-(?P<fee_day>\d{8})-(?P<level>\d+)" \
          r"|(?P<interest>INT)-(?P<interest_of>.+)-(?P<interest_day>\d{8})(?:-\d{1,3})?" \
          r"|(?P<surcharge>SUR)-(?P<surcharge_of>.+))$"  # fmt: skip


def charged_before(ledger: Frame, as_of: dt.date) -> Frame:
    """Return what the Ledger holds of charges by a day (index: its row): charge (FEE, INT, SUR), of, day, amount.

    ``of`` is the entry charged for; ``day`` that of the notice or the last one of the interest (NaT: not known).
    """
    known = ledger[(ledger["date"] <= pd.Timestamp(as_of)) & ledger["kind"].isin(["fee", "interest", "invoice"])]
    told = [_told(known["reference"]), _told(known["entry"])]
    found = told[0].where(told[0]["charge"] != "", told[1])
    plain = (found["charge"] == "") & (known["applies_to"] != "") & known["kind"].isin(["fee", "interest"])
    own = pd.DataFrame(
        {
            "charge": np.where(known["kind"] == "fee", FEE, INTEREST),
            "of": known["applies_to"].astype(object),
            "day": known["date"].astype("datetime64[s]"),
        },
        index=known.index,
    )
    found = found.where(~plain, own).assign(amount=known["amount"])
    fits = pd.Series(False, index=known.index)
    for charge, kinds in _KINDS.items():
        fits |= (found["charge"] == charge) & known["kind"].isin(kinds)
    return found[fits]


def _told(numbers: "pd.Series[str]") -> Frame:
    part = numbers.astype(object).str.extract(_NUMBER).astype(object)
    if part.empty:
        return pd.DataFrame({"charge": [], "of": [], "day": pd.Series(dtype="datetime64[s]")}, index=numbers.index)
    first = part["fee"].fillna(part["interest"]).fillna(part["surcharge"]).fillna("")
    of = part["fee_of"].fillna(part["interest_of"]).fillna(part["surcharge_of"]).fillna("")
    on = pd.to_datetime(part["fee_day"].fillna(part["interest_day"]), format="%Y%m%d", errors="coerce")
    return pd.DataFrame({"charge": first, "of": of, "day": on.astype("datetime64[s]")}, index=numbers.index)


def stamp(days: pd.Series) -> Texts:
    """Return days as the numbers of charges have them: ``20260630``."""
    return days.dt.strftime("%Y%m%d").to_numpy(dtype=object)


def unused(numbers: Iterable[str], taken: Collection[str]) -> list[str]:
    """Return numbers that the Ledger does not have yet: with -2, -3 ... where one is taken."""
    found = []
    for number in numbers:
        tries = (number if n == 1 else f"{number}-{n}" for n in range(1, 1000))
        found.append(next(one for one in tries if one not in taken))
    return found


def paid_on(links: Frame, credits: Frame) -> Frame:
    """Return what was paid on debits and when: row (of the debit), date, amount; links are those of an Allocation."""
    dates = credits["date"].reindex(links["credit"]).to_numpy()
    return pd.DataFrame({"row": links["debit"].to_numpy(), "date": dates, "amount": links["amount"].to_numpy()})


def open_on(items: Frame, payments: Frame, days: pd.Series) -> pd.Series:
    """Return what was open of each item at the end of its day, minor units; ``days`` has the index of ``items``."""
    came = payments[payments["row"].isin(items.index)]
    in_time = came["date"].to_numpy() <= days.reindex(came["row"]).to_numpy()
    paid = came[in_time].groupby("row")["amount"].sum().reindex(items.index, fill_value=0)
    return (items["amount"].abs() - paid).astype("int64")


def free_at(free: Frame, rows: pd.Series, days: pd.Series) -> pd.Series:
    """Return why each row (of the Ledger) is free of a charge on its day, "" when it is not.

    ``free`` has row, from, until (NaT: no end), reason; rows and days share an index.
    """
    asked = pd.DataFrame({"row": rows.to_numpy(), "day": days.to_numpy(), "place": np.arange(len(rows))})
    both = asked.merge(free, on="row")
    covered = both[~(both["from"] > both["day"]) & ~(both["until"] < both["day"])].drop_duplicates("place")
    why = covered.set_index("place")["reason"].reindex(np.arange(len(rows))).fillna("")
    return pd.Series(why.to_numpy(dtype=object), index=rows.index)


def span(frame: Frame) -> Texts:
    """Return ``from 16/06/2026 to 30/06/2026`` for rows with from and to."""
    one = frame["from"] == frame["to"]
    return when(
        (one, say("on ", day(frame["to"]))), otherwise=say("from ", day(frame["from"]), " to ", day(frame["to"]))
    )
