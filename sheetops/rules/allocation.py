"""Allocation: which credit pays which debit as of a day, to the cent.

Decided for the desks: a credit goes first to the entry that it names, then to the instalments of the document that it
names (oldest due first), then, unless the desk keeps such credits apart, to the account's oldest open debits of the
same currency. A refund takes the credit that it names, then the newest credit that names nothing. Between debits due
on the same day the kinds are cleared in a set order (costs, interest, principal unless the desk says otherwise), then
by entry.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.matching import Ints, Links, match, paid
from sheetops.rules.words import one_text

CLEAR_ORDER = ("costs", "interest", "principal")
_CLEARED_AS = {"fee": "costs", "interest": "interest"}
_CREDITS = ("receipt", "credit_note", "write_off")

TURNS = (
    "a refund takes the credit that it names",
    "the credit names this entry",
    "the credit names the document that this is an instalment of, oldest due first",
    "a refund takes the newest credit that is left",
    "the credit names nothing that is open: the oldest due first, then costs and interest as clear_order says",
)
"""The turns of allocation in their order, and why a credit pays a debit in each."""

Round = tuple[Ints, Ints, bool]
"""Group of each debit, group of each credit, and whether the newest credit goes first."""


class Allocation(NamedTuple):
    """Who owes what as of a day, and why.

    ``items``: one row a debit that exists (index: its Ledger row), the Ledger's columns and ``allocated``,
    ``outstanding``,
    ``future_receipts`` (minor units), ``days_overdue`` (negative: not yet due); ``due_date`` is filled in.
    ``credits``: one row a credit that exists, the Ledger's columns with ``amount`` above zero, ``allocated``,
    ``unallocated``.
    ``links``: one row a payment of a debit by a credit: ``debit`` and ``credit`` (Ledger rows), ``amount``, ``turn``
    (which of TURNS it was made in, counted from 0).
    """

    items: Frame
    credits: Frame
    links: Frame


def signed(ledger: Frame) -> pd.Series:
    """Return each entry's effect on what is owed, in minor units.

    The kind gives the sign, an adjustment has its own.
    """
    return ledger["amount"].where(~ledger["kind"].isin(_CREDITS), -ledger["amount"])


def balances(ledger: Frame, as_of: dt.date) -> pd.Series:
    """Return what the ledger says is owed as of a day: minor units by (account, currency), credits negative."""
    known = ledger[ledger["date"] <= pd.Timestamp(as_of)]
    return signed(known).groupby([known["account"], known["currency"]], sort=True).sum()


def allocate(
    ledger: Frame,
    as_of: dt.date,
    *,
    clear_order: Sequence[str] = CLEAR_ORDER,
    unallocated: str = "oldest_first",
    terms_days: int = 30,
) -> Allocation:
    """Allocate every credit of a Ledger that exists on a day.

    Entries dated later do not exist, except that later receipts are shown as ``future_receipts`` of the items that they
    would pay. ``unallocated`` is ``oldest_first`` or ``keep``. A debit without a due date is due ``terms_days`` days
    after its date.
    """
    effect = signed(ledger)
    exists = ledger["date"] <= pd.Timestamp(as_of)
    items = _in_clearing_order(_due(ledger[exists & (effect > 0)], as_of, terms_days), clear_order)
    credit = _in_date_order(ledger[exists & (effect < 0)])
    future = _in_date_order(ledger[~exists & (ledger["kind"] == "receipt")])

    names = _numbered(ledger)
    links, left, unused = _settle(items, credit, _open(items), names, unallocated)
    _, after, _ = _settle(items, future, left, names, unallocated)
    items = items.assign(allocated=_open(items) - left, outstanding=left, future_receipts=left - after)
    credit = credit.assign(amount=_open(credit), allocated=_open(credit) - unused, unallocated=unused)
    return Allocation(items, credit, _linked(links, items, credit))


def allocated_by(allocation: Allocation) -> pd.Series:
    """Return in words what paid a part of each open item: ``RC-17 40.00; RC-21 12.50``; "" where nothing did."""
    items, credit, links = allocation
    used = links[links["debit"].isin(items.index[items["outstanding"] > 0])]
    currency = items["currency"].reindex(used["debit"]).to_numpy()
    payer = credit["entry"].reindex(used["credit"]).to_numpy(dtype=object)
    said = pd.Series(payer + " " + money.texts(used["amount"], currency), index=used["debit"].to_numpy(), dtype=object)
    return one_text(said).reindex(items.index, fill_value="")


def _due(debits: Frame, as_of: dt.date, terms_days: int) -> Frame:
    due = debits["due_date"].fillna(debits["date"] + pd.Timedelta(days=terms_days))
    return debits.assign(due_date=due, days_overdue=(pd.Timestamp(as_of) - due).dt.days.astype("int64"))


def _in_clearing_order(debits: Frame, clear_order: Sequence[str]) -> Frame:
    cleared_as = debits["kind"].map(_CLEARED_AS).fillna("principal")
    rank = cleared_as.map({kind: place for place, kind in enumerate(clear_order)}).fillna(len(clear_order))
    entry = debits["entry"].to_numpy(dtype=object)
    return debits.iloc[np.lexsort((_places(entry), rank.to_numpy(), debits["due_date"].to_numpy()))]


def _in_date_order(credit: Frame) -> Frame:
    return credit.iloc[np.lexsort((_places(credit["entry"].to_numpy(dtype=object)), credit["date"].to_numpy()))]


def _places(texts: npt.NDArray[np.object_]) -> Ints:
    """Return each text's place in the alphabet of all of them: lexsort wants numbers."""
    return pd.factorize(texts, sort=True)[0].astype(np.int64)


def _open(entries: Frame) -> Ints:
    return np.abs(entries["amount"].to_numpy(dtype=np.int64))


def _numbered(ledger: Frame) -> Frame:
    """Return a number for every name that entries go by, and for each account and currency, their purse.

    0 is the blank name. Money never crosses from one purse to another.
    """
    columns = ["entry", "invoice", "applies_to"]
    texts = np.concatenate([[""], *(ledger[column].to_numpy(dtype=object) for column in columns)])
    number = pd.factorize(texts)[0][1:].astype(np.int64)
    names = dict(zip(columns, np.split(number, len(columns)), strict=True))
    account = pd.factorize(ledger["account"].to_numpy(dtype=object))[0].astype(np.int64)
    currency, currencies = pd.factorize(ledger["currency"].to_numpy(dtype=object))
    return pd.DataFrame(names | {"purse": account * max(len(currencies), 1) + currency}, index=ledger.index)


def _settle(items: Frame, credit: Frame, open_: Ints, names: Frame, unallocated: str) -> tuple[list[Links], Ints, Ints]:
    """Run the rounds of allocation; return each one's links, what stays open of debits and unused of credits."""
    left, unused = open_.copy(), _open(credit)
    found = []
    for debit_group, credit_group, newest in _rounds(items, credit, names, unallocated):
        step = -1 if newest else 1
        links = match(debit_group, left, credit_group[::step], unused[::step])
        links = links._replace(credit=len(unused) - 1 - links.credit) if newest else links
        left -= paid(links, len(left), debits=True)
        unused -= paid(links, len(unused), debits=False)
        found.append(links)
    return found, left, unused


def _rounds(items: Frame, credit: Frame, names: Frame, unallocated: str) -> Iterator[Round]:
    """Yield the rounds in which credits are used up, the most specific first."""
    debit, payer = names.loc[items.index], names.loc[credit.index]
    # Numbered anew in the order of payment, so that the order of the Ledger's rows leaves no trace.
    purse = pd.factorize(np.concatenate([debit["purse"], payer["purse"]]))[0].astype(np.int64)
    debit_purse, credit_purse = purse[: len(items)], purse[len(items) :]
    refund = (items["kind"] == "refund").to_numpy()
    yield _together(debit_purse, debit["applies_to"].where(refund, 0), credit_purse, payer["entry"])
    yield _together(debit_purse, debit["entry"], credit_purse, payer["applies_to"])
    yield _together(debit_purse, debit["invoice"], credit_purse, payer["applies_to"])
    yield np.where(refund, debit_purse, -1), credit_purse, True
    if unallocated == "oldest_first":
        yield debit_purse, credit_purse, False


def _together(debit_purse: Ints, debit_name: pd.Series, credit_purse: Ints, credit_name: pd.Series) -> Round:
    """Group debits and credits of one purse that bear the same name; a blank name takes no part."""
    name = np.concatenate([debit_name, credit_name])
    purse = np.concatenate([debit_purse, credit_purse])
    group = pd.factorize(purse * (name.max(initial=0) + 1) + name)[0].astype(np.int64)
    group[name == 0] = -1
    return group[: len(debit_name)], group[len(debit_name) :], False


def _linked(found: Sequence[Links], items: Frame, credit: Frame) -> Frame:
    links = Links(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
    rows = {"debit": items.index[links.debit], "credit": credit.index[links.credit], "amount": links.amount}
    turn = np.repeat(np.arange(len(found)), [len(one.amount) for one in found])
    return pd.DataFrame(rows | {"turn": turn.astype(np.int64)})
