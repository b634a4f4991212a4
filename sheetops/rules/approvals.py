"""Approvals: who has to have agreed before money is given away, up to how much, and that it was somebody else.

Decided for the desks: a kind of request is under authority as soon as a row of the sheet Authority names it, or any,
on whatever day; a desk without such rows has no limits. The row must hold on the day of the approval.
"""

import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.model import Frame

ANY = "any"
"""A row of Authority with this kind is for every kind."""

UNLIMITED = 2**62
"""Stands for authority without a limit, in minor units."""

REFUSALS = ("unapproved", "approved_later", "not_two_people", "own_run", "no_authority")
"""What may stand against an approval whatever the amount; the first that fits."""

OTHER_CURRENCY = -1
"""Stands for a person who may approve the kind, but has no limit in the currency."""


class Approving(NamedTuple):
    """What approvals are held against: the sheet Authority, the kinds that need four eyes, and who runs the job."""

    authority: Frame | None = None
    four_eyes: tuple[str, ...] = ()
    operator: str = ""


UNBOUND = Approving()
"""No sheet Authority, no four eyes: approved is approved."""


def approvals(requests: Frame, currency: pd.Series, as_of: dt.date, by: Approving) -> Frame:
    """Return ``approval`` (one of REFUSALS, "" when nothing stands against it) and ``limit`` of each request.

    ``requests`` has kind, requested_by, approved_by, approved_on; ``currency`` is each one's. The limit is the most
    that who approved it may approve, in minor units: `UNLIMITED` where nobody is limited.
    """
    people = {name: folded(requests[name]) for name in ("requested_by", "approved_by")}
    limit = _limits(requests, people["approved_by"], currency, by.authority)
    eyes = requests["kind"].isin(by.four_eyes).to_numpy()
    runs = " ".join(by.operator.split()).casefold()
    against = (
        requests["approved_by"] == "",
        ~(requests["approved_on"] <= pd.Timestamp(as_of)),
        eyes & (people["requested_by"] == people["approved_by"]),
        eyes & (people["requested_by"].eq(runs) | people["approved_by"].eq(runs)) & (runs != ""),
        limit < 0,
    )
    return pd.DataFrame({"approval": np.select(against, REFUSALS, ""), "limit": limit}, index=requests.index)


def folded(names: pd.Series) -> pd.Series:
    """Return people's names as they are compared: without regard to case and spaces."""
    return names.astype(object).map({name: " ".join(str(name).split()).casefold() for name in names.unique()})


def under_authority(kind: pd.Series, authority: Frame | None) -> pd.Series:
    """Return which kinds of requests somebody has to have authority for."""
    named = set() if authority is None else set(authority["kind"])
    return kind.isin(named) | (ANY in named)


def _limits(requests: Frame, person: pd.Series, currency: pd.Series, authority: Frame | None) -> pd.Series:
    """Return each request's limit: `OTHER_CURRENCY` where who approved it has no authority that fits."""
    bound = under_authority(requests["kind"], authority)
    limit = pd.Series(np.where(bound, OTHER_CURRENCY, UNLIMITED), index=requests.index, dtype="int64")
    if authority is None or authority.empty or requests.empty:
        return limit
    asked = pd.DataFrame(
        {"row": requests.index, "person": person, "kind": requests["kind"].astype(object), "code": currency}
    ).assign(on=requests["approved_on"])
    rows = authority.assign(person=folded(authority["person"]))
    held = asked.merge(rows, on="person", suffixes=("", "_held"))
    fits = held["kind_held"].isin([ANY]) | (held["kind_held"].astype(object) == held["kind"])
    fits &= ~(held["valid_from"] > held["on"]) & ~(held["valid_to"] < held["on"])
    fits &= held["up_to"].isna() | (held["currency"].astype(object) == held["code"])
    best = held[fits].assign(up_to=held["up_to"].fillna(UNLIMITED).astype("int64")).groupby("row")["up_to"].max()
    return limit.where(~bound, best.reindex(limit.index).fillna(OTHER_CURRENCY).astype("int64"))


def could_approve(authority: Frame | None, kind: str, amount: int, currency: str, day: dt.date, but: str = "") -> str:
    """Return in words who could approve an amount on a day: ``Mo (up to 500.00 NZD) or Kim``; "" when nobody could.

    ``but`` is who must not: whoever asked for it.
    """
    if authority is None or authority.empty:
        return ""
    on = pd.Timestamp(day)
    rows = authority[authority["kind"].isin([kind, ANY])]
    rows = rows[~(rows["valid_from"] > on) & ~(rows["valid_to"] < on)]
    enough = rows["up_to"].isna() | ((rows["up_to"] >= amount) & (rows["currency"] == currency))
    able = rows[enough & (folded(rows["person"]) != " ".join(but.split()).casefold())]
    able = able.sort_values("up_to", na_position="last", kind="stable").drop_duplicates("person", keep="last")
    limits = [
        "" if pd.isna(most) else f" (up to {money.text(int(most), currency)} {currency})" for most in able["up_to"]
    ]
    return " or ".join(f"{person}{limit}" for person, limit in zip(able["person"], limits, strict=True))
