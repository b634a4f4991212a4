"""Journals: what a ledger holds in a period, as debits and credits of the general ledger.

Every source (an entry of the Ledger, a collector's remittance or commission) gives one debit and one credit of the
accounts of its row on Journal accounts; the tax inside it is taken out of the side that is not the debtors'. The tax of
credit notes on one entry is worked out on all that was credited on it, so that parts add up to the whole.
"""

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.lookup import look_up
from sheetops.rules.scope import most_specific, scope

REMITTANCE, COMMISSION = "remittance", "commission"
_TAXED_DEBIT = ("credit_note", "write_off")
_TAXED_CREDIT = ("invoice", "fee", "interest")
ELSEWHERE = ("invoice", "adjustment")
"""Kinds that other systems usually book: without accounts they are passed over, the others are a finding."""

ACCOUNTS = ("debit", "credit", "tax_account", "cost_centre")
SOURCE_COLUMNS = (
    *("key", "sheet", "row", "source", "kind", "account", "date", "currency", "amount", "tax", "licence", "ladder"),
    "narrative",
)


def sources(ledger: Frame, remittances: Frame, currency: str) -> Frame:
    """Return all that can be journalled, one row a source (index from 0), columns SOURCE_COLUMNS.

    Amounts and the tax inside them are in minor units; ``currency`` is that of remittances, which name none.
    """
    parts = [_entries(ledger), *_of_collectors(remittances, currency)]
    return pd.concat(parts, ignore_index=True).astype({"amount": "int64", "tax": "int64", "row": "int64"})


def _entries(ledger: Frame) -> Frame:
    rows = ledger.sort_values(["date", "entry"], kind="stable")
    texts = rows[["entry", "kind", "account", "currency", "licence", "ladder", "description"]].astype(object)
    told = texts["description"].where(texts["description"] != "", texts["kind"].str.replace("_", " ").str.capitalize())
    return texts.assign(
        key=texts["kind"] + ":" + texts["entry"],
        sheet="Ledger",
        row=rows.index,
        source=texts["entry"],
        date=rows["date"],
        amount=rows["amount"],
        tax=_tax(rows),
        narrative=told + ", " + texts["entry"] + ", account " + texts["account"],
    )[list(SOURCE_COLUMNS)]


def _tax(rows: Frame) -> pd.Series:
    """Return the tax inside each entry, at its own rate or that of the entry it names, exact over parts."""
    known = rows.drop_duplicates("entry").set_index(rows.drop_duplicates("entry")["entry"].astype(object))["tax_rate"]
    rate = rows["tax_rate"].fillna(look_up(known, rows["applies_to"])).fillna(0).astype("int64")
    taxed = rows["kind"].isin((*_TAXED_DEBIT, *_TAXED_CREDIT)) & (rows["amount"] > 0)
    amount = rows["amount"].where(taxed, 0)
    named = rows["applies_to"].astype(object).where(rows["applies_to"] != "", rows["entry"].astype(object))
    so_far = amount.groupby([rows["kind"].astype(object), named]).cumsum()
    tax = money.tax_within(so_far, rate) - money.tax_within(so_far - amount, rate)
    return pd.Series(tax, index=rows.index)


def _of_collectors(remittances: Frame, currency: str) -> list[Frame]:
    texts = remittances[["remittance", "collector", "account"]].astype(object)
    said = {REMITTANCE: ("paid_over", "Paid over by "), COMMISSION: ("commission", "Commission of ")}
    return [
        texts.assign(
            key=kind + ":" + texts["remittance"],
            sheet="Remittances",
            row=remittances.index,
            source=texts["remittance"],
            kind=kind,
            date=remittances["received_on"],
            currency=currency,
            amount=remittances[column].fillna(0),
            tax=0,
            licence="",
            ladder="",
            narrative=words + texts["collector"] + ", " + texts["remittance"] + ", account " + texts["account"],
        )[list(SOURCE_COLUMNS)]
        for kind, (column, words) in said.items()
    ]


def placed(rows: Frame, pairs: Frame, facts: Frame) -> Frame:
    """Return sources with their accounts (ACCOUNTS, "" where none) by the most specific pair in force on their day.

    ``pairs`` is the sheet Journal accounts, ``facts`` what is known of each source, as `rules.scope` reads it. The
    column ``named`` says whether the sheet has any row for the kind.
    """
    found = pd.DataFrame("", index=rows.index, columns=list(ACCOUNTS), dtype=object)
    for kind in rows["kind"].unique():
        own = pairs[pairs["kind"] == kind].sort_values("valid_from", kind="stable", na_position="first")
        mine = rows.index[rows["kind"] == kind]
        for here, valid in _eras(own, rows.loc[mine, "date"]):
            place = most_specific([scope(one) for one in valid["applies_to"]], facts.loc[here])
            known = valid[list(ACCOUNTS)].astype(object).to_numpy()
            hit = place >= 0
            found.loc[here[hit], list(ACCOUNTS)] = known[place[hit]]
    return rows.join(found).assign(named=rows["kind"].isin(set(pairs["kind"])))


def _eras(pairs: Frame, on: pd.Series) -> list[tuple[pd.Index, Frame]]:
    """Return the rows of each time between changes of the pairs, and the pairs that hold in it."""
    ends = [pairs["valid_from"].dropna(), pairs["valid_to"].dropna() + pd.Timedelta(days=1)]
    changes = np.unique(pd.concat(ends).to_numpy().astype("datetime64[D]"))
    era = np.searchsorted(changes, on.to_numpy().astype("datetime64[D]"), side="right")
    parts = []
    for number in np.unique(era):
        here = on.index[era == number]
        day = on.loc[here].min()
        parts.append((here, pairs[~(pairs["valid_from"] > day) & ~(pairs["valid_to"] < day)]))
    return parts


def lines(rows: Frame) -> Frame:
    """Return the lines of placed sources, in their order; lines of nothing are left out.

    Columns: account_code, amount (minor units, a debit above zero), key, source, narrative, kind, account, cost_centre,
    currency.
    """
    tax = rows["tax"].where(rows["tax_account"] != "", 0)
    on_debit = rows["kind"].isin(_TAXED_DEBIT)
    sides = (
        (rows["debit"], rows["amount"] - tax.where(on_debit, 0)),
        (rows["tax_account"], tax.where(on_debit, -tax)),
        (rows["credit"], -(rows["amount"] - tax.where(~on_debit, 0))),
    )
    kept = ["key", "source", "narrative", "kind", "account", "cost_centre", "currency"]
    parts = [
        rows[kept].assign(account_code=code, amount=amount, place=np.arange(len(rows)), part=number)
        for number, (code, amount) in enumerate(sides)
    ]
    every = pd.concat(parts, ignore_index=True).sort_values(["place", "part"], kind="stable")
    return every[every["amount"] != 0][["account_code", "amount", *kept]].reset_index(drop=True)
