"""The collector's file: which facts it can hold, and its columns by the desk's own map."""

import pandas as pd

from sheetops.model import Column, Frame, Kind
from sheetops.rules.words import count, say

_KINDS = {
    Kind.KEY: "account postcode phone tax_number reference licence",
    Kind.TEXT: "name contact email address1 address2 town country segment class to evidence bills notes",
    Kind.MONEY: "arrears outstanding",
    Kind.DAY: "oldest_due referred_on paid_on licence_end use_on last_notice_on",
    Kind.WHOLE: "days_overdue",
    Kind.CODE: "currency language",
}
FIELDS: dict[str, Kind] = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""What a column of a collector's file may hold, by the name that the sheet Collectors gives it."""

USUAL = (
    *("account", "name", "contact", "email", "phone", "address1", "address2", "town", "postcode", "country"),
    *("class", "currency", "arrears", "oldest_due", "days_overdue", "bills", "paid_on", "referred_on", "reference"),
)
"""The columns of a file whose collector has none on the sheet Collectors: the fields' own names."""


def fixed_text(field: str) -> str | None:
    """Return the fixed text that a field is, without its quotation marks; None for the name of a field."""
    quoted = len(field) > 1 and field[0] in "\"'„“”" and field[-1] in "\"'“”"
    return field[1:-1] if quoted else None


def columns_for(to: str, collectors: Frame) -> list[tuple[str, str]]:
    """Return heading and field of each column of somebody's file, in the order of the sheet Collectors."""
    for name in (to, ""):
        own = collectors[collectors["collector"].str.casefold() == name.casefold()]
        if len(own):
            return list(zip(own["heading"], own["field"], strict=True))
    return [(name, name) for name in USUAL]


def laid_out(rows: Frame, columns: list[tuple[str, str]]) -> tuple[Frame, tuple[Column, ...]]:
    """Return a collector's file: rows with the wanted headings, and what each column holds.

    ``rows`` has a column for each of FIELDS. Headings that occur twice get a number.
    """
    kept: dict[str, pd.Series] = {}
    declared = []
    for heading, field in columns:
        fixed = fixed_text(field)
        name = heading if heading not in kept else f"{heading} ({len(kept) + 1})"
        kept[name] = pd.Series(fixed, index=rows.index, dtype=object) if fixed is not None else rows[field]
        declared.append(Column(name, Kind.TEXT if fixed is not None else FIELDS[field]))
    return pd.DataFrame(kept, index=rows.index), tuple(declared)


def bills_of(items: Frame) -> pd.Series:
    """Return, by account and currency, the overdue entries, oldest first: ``INV-1, INV-4``."""
    overdue = items[(items["outstanding"] > 0) & (items["days_overdue"] > 0)].sort_values("due_date", kind="stable")
    keys = [overdue["account"].astype(object), overdue["currency"].astype(object)]
    first = overdue["entry"].groupby(keys).agg(lambda entries: ", ".join(entries.iloc[:20]))
    more = overdue["entry"].groupby(keys).size() - 20
    return pd.Series(say(first, more.map(lambda many: f" and {many} more" if many > 0 else "")), index=first.index)


def length(rows: Frame) -> str:
    """Return how many referrals a file holds, in words."""
    return str(count(pd.Series([len(rows)]), "referral")[0])
