"""What the rows of a desk are to its policy: whose they are, and so which of its settings are for them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from sheetops.jobs.desk import Desk
from sheetops.model import Frame
from sheetops.rules.lookup import look_up
from sheetops.rules.scope import KINDS

_CREDITS = ("receipt", "credit_note", "write_off")


def subjects(desk: Desk, rows: Frame) -> Frame:
    """Return the columns of `KINDS` for rows that have an account, "" for what is not known.

    Licence type: that of the licence which the row names; for one that names none, the type of its account's licences
    when they are all of one. Ladder, segment and country are those of the customer, but for a ladder of the row's own;
    the country that customers have who name none is the desk's, and so is the currency.
    """
    reading = desk.policy.reading()
    customers = desk.frames["Customers"].drop_duplicates("account")
    known = customers.set_index(customers["account"].astype(object))[["ladder", "segment", "country"]]
    found = look_up(known, rows["account"]).astype(object).fillna("")
    if "ladder" in rows:
        found["ladder"] = rows["ladder"].astype(object).where(rows["ladder"] != "", found["ladder"])
    currency = rows["currency"].astype(object).replace("", reading.currency) if "currency" in rows else reading.currency
    return found.assign(
        account=rows["account"].astype(object),
        country=found["country"].replace("", reading.country),
        currency=currency,
        type=_types(desk, rows),
    ).reindex(columns=list(KINDS), fill_value="")


def _types(desk: Desk, rows: Frame) -> pd.Series:
    if "type" in rows:
        return rows["type"].astype(object)
    licences = desk.frames["Licences"].drop_duplicates("licence")
    held = licences.groupby(licences["account"].astype(object))["type"].agg(["nunique", "first"])
    usual = look_up(held.loc[held["nunique"] == 1, "first"].astype(object), rows["account"])
    if "licence" not in rows:
        return usual.fillna("")
    named = look_up(licences.set_index(licences["licence"].astype(object))["type"].astype(object), rows["licence"])
    return named.fillna(usual.where(rows["licence"] == "")).fillna("")


def each_of(desk: Desk, name: str, rows: Frame) -> pd.Series | object:
    """Return a setting for rows that have an account: one value where the desk has one for all, else a Series."""
    if not desk.policy.differs(name):
        return desk.policy.value(name)
    return desk.policy.each(name, subjects(desk, rows))


def alike(desk: Desk, names: Iterable[str], rows: Frame) -> Iterator[tuple[Desk, Frame]]:
    """Yield rows that have an account in groups whose accounts have the same settings, with the desk as it is for them.

    One group where the desk has one policy for all. Currencies may always differ: see `Policy.minor`.
    """
    differing = [name for name in names if desk.policy.differs(name) - {"currency"}]
    if not differing or rows.empty:
        yield desk, rows
        return
    people = pd.DataFrame({"account": pd.unique(rows["account"].astype(object))})
    facts = subjects(desk, people)
    values = [desk.policy.each(name, facts) for name in differing]
    codes, distinct = pd.factorize(pd.Series(list(zip(*values, strict=True)), dtype=object))
    for number, own in enumerate(distinct):
        there = rows["account"].isin(people.loc[codes == number, "account"])
        yield replace(desk, policy=desk.policy.fixed(dict(zip(differing, own, strict=True)))), rows[there]


def with_due_dates(desk: Desk) -> Frame:
    """Return the Ledger with a due date on every debit: its own, or its date and the terms in force on that day."""
    ledger = desk.frames["Ledger"]
    blank = ledger[ledger["due_date"].isna() & ~ledger["kind"].isin(_CREDITS)]
    if blank.empty:
        return ledger
    terms = desk.policy.each("terms_days", subjects(desk, blank), on=blank["date"])
    due = (blank["date"] + pd.to_timedelta(terms, unit="D")).astype(ledger["due_date"].dtype)
    return ledger.assign(due_date=ledger["due_date"].fillna(due))
