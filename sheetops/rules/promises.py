"""Promises to pay: open, kept, kept in part or broken, from the receipts that came while they ran.

Decided for the desks: a promise runs from the day it was made to its due day and the days of grace after it, all
inclusive. Receipts dated in that time count for it, once: promises of one account share them in order of due day. It
is kept as soon as the whole amount has come. What has not come when the grace ends is judged then.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.matching import Ints, match, paid
from sheetops.rules.receipts import currency_on, kept_receipts, purses
from sheetops.rules.words import Texts, amount, day, say, when

MEANINGS = {
    "open": "not all of it has come, and neither has the last day of grace passed",
    "kept": "the whole amount came by the last day of grace",
    "part kept": "a part came, and of the whole no less than the setting promise_min_share",
    "broken": "nothing came by the last day of grace, or less than the setting promise_min_share",
}
"""What each status of a promise means; every promise has exactly one."""


@dataclass(frozen=True)
class PromiseTerms:
    """How a desk judges promises: its day, days of grace, and the share in percent below which one is broken.

    ``max_days`` is how far ahead a promise may lie (0: as far as one likes); with ``max_broken`` promises broken in
    ``broken_days`` days no new one is taken (0: always). ``currency`` is that of amounts that name none.
    """

    as_of: dt.date
    grace_days: int = 3
    min_share: int = 0
    max_days: int = 0
    max_broken: int = 2
    broken_days: int = 365
    currency: str = ""


def judge(promises: Frame, ledger: Frame, terms: PromiseTerms) -> Frame:
    """Return every promise made by the day (index: its Promises row) with what became of it.

    Columns added to those of the sheet: currency (the account's own, and ``amount`` in its minor units), until (the
    last day of grace), received (minor units, never above amount), status (one of MEANINGS), judged_on (the day on
    which the last of the money came, or the last day of grace; NaT while open), reason.
    """
    made = promises[promises["made_on"] <= pd.Timestamp(terms.as_of)]
    currency = currency_on(ledger, made["account"], made["made_on"], terms.currency)
    row = made.assign(
        currency=currency,
        amount=money.restated(made["amount"], terms.currency, currency),
        until=made["due_on"] + pd.Timedelta(days=terms.grace_days),
    )
    received, last = _shared(row, kept_receipts(ledger, terms.as_of))
    row = row.assign(received=received, last=last)
    row["status"] = _status(row, terms)
    row["judged_on"] = row["last"].where(row["status"] == "kept", row["until"].mask(row["status"] == "open"))
    return row.assign(reason=_reason(row, terms)).drop(columns="last")


def _shared(row: Frame, receipts: Frame) -> tuple[Ints, pd.Series]:
    """Share the receipts out, promise by promise in order of due day; return what each got and the day of the last."""
    purse, payer = purses(row, receipts)
    order = np.lexsort((np.arange(len(row)), row["made_on"].to_numpy(), row["due_on"].to_numpy()))
    turn = pd.Series(purse[order]).groupby(purse[order]).cumcount().to_numpy()
    left, came = receipts["amount"].to_numpy(dtype=np.int64).copy(), receipts["date"].to_numpy()
    got = np.zeros(len(row), dtype=np.int64)
    last = np.full(len(row), np.datetime64("NaT", "s"))
    for number in range(int(turn.max(initial=-1)) + 1):
        now = order[turn == number]
        at = _owner(purse[now], payer)
        runs = row.iloc[now]
        ours = (at >= 0) & (came >= runs["made_on"].to_numpy()[at]) & (came <= runs["until"].to_numpy()[at])
        places = np.arange(len(now), dtype=np.int64)
        links = match(places, runs["amount"].to_numpy(dtype=np.int64), np.where(ours, at, -1), left)
        left -= paid(links, len(left), debits=False)
        got[now] = paid(links, len(now), debits=True)
        last[now[links.debit]] = came[links.credit]  # in order of date: the last one stays
    return got, pd.Series(last, index=row.index)


def _owner(purse: Ints, payer: Ints) -> Ints:
    """Return, for each receipt, the place of the promise that its purse has in this round; -1 for none."""
    place = np.full(1 + max(purse.max(initial=0), payer.max(initial=0)), -1, dtype=np.int64)
    place[purse] = np.arange(len(purse))
    return place[payer]


def _status(row: Frame, terms: PromiseTerms) -> Texts:
    over = row["until"] < pd.Timestamp(terms.as_of)
    enough = (row["received"] > 0) & (row["received"] * 100 >= row["amount"] * terms.min_share)
    return when((row["received"] >= row["amount"], "kept"), (~over, "open"), (enough, "part kept"), otherwise="broken")


def _reason(row: Frame, terms: PromiseTerms) -> Texts:
    whole, got = (amount(row[name], row["currency"]) for name in ("amount", "received"))
    rest = amount(row["amount"] - row["received"], row["currency"])
    came = when((row["received"] > 0, say(got, " of ", whole)), otherwise=say("nothing of ", whole))
    by = say(" came by ", day(row["until"]), ", the last day of grace after ", day(row["due_on"]))
    some = row["received"] > 0
    return when(
        (
            row["status"] == "kept",
            say("Kept: ", whole, " came by ", day(row["judged_on"]), ", due ", day(row["due_on"]), "."),
        ),
        (
            row["status"] == "open",
            say(
                "Open: ",
                when((some, say(got, " of ", whole, " has come, ", rest)), otherwise=say("all of ", whole)),
                " is due on ",
                day(row["due_on"]),
                ", grace to ",
                day(row["until"]),
                ".",
            ),
        ),
        (row["status"] == "part kept", say("Part kept: ", came, by, "; ", rest, " is missing.")),
        otherwise=say(
            "Broken: ",
            came,
            by,
            when((some, f", less than the {terms.min_share} % that count as a part"), otherwise=""),
            ".",
        ),
    )
