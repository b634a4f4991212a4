"""Tariffs: what a licence's term costs, units times rate, and how that came about in words.

Decided for the desks: the row in force on the term's first day counts, in the licence's currency: one for its own
type before one for every type, and of those the one that came into force last. Units times
rate, tier by tier, and the fixed fee are added up; the minimum lifts that, the discount is taken off, the term's share
of the period is taken, and only then is the fee rounded, once.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sheetops import money
from sheetops.model import Frame
from sheetops.rules.prorata import share
from sheetops.rules.uplift import uplifts
from sheetops.rules.words import Texts, count, day, say, when

TIERS = {
    "graduated": "each tier's rate is for the units in it",
    "whole": "the rate of the tier that the units reach is for all of them",
}
"""How a tariff with tiers is read."""

_MONTHS = {"": 12, "year": 12, "month": 1, "term": 0}
_A = {"": "a year", "year": "a year", "month": "a month", "term": "a term"}
_MILLION = 10**6


@dataclass(frozen=True)
class TariffTerms:
    """How a desk reads its tariffs.

    ``rounding`` is what amounts raised by an index are rounded
    to, in millionths; ``cap`` the most that an index adds in one year, in basis points, 0 for no cap.
    """

    as_of: dt.date
    tiers: str = "graduated"
    basis: str = "actual"
    rounding: int = 10_000
    cap: int = 0


def tariff_fees(wanted: Frame, tariffs: Frame, indices: Frame, by: TariffTerms) -> Frame:
    """Return what each term costs by its tariff (index: that of ``wanted``).

    ``wanted`` has tariff, type, currency, units (exact text, "" when not known), start, end (both covered) and months
    (whole months of the term, NA when it is no whole number), and may have discount (basis points, taken off after the
    tariff's own). Columns: fee (Int64, minor units of the currency, before
    tax, NA when the tariff cannot be applied), rate_text, tax_rate (basis points, NA when the tariff names none), said
    (how the fee came about), problem (why there is none; "" when the licence names no tariff or there is a fee).
    """
    rows = _in_force(wanted, tariffs)
    raised = _raised(rows, indices, by)
    whole = _whole_fee(raised, by.tiers)
    return _shared(wanted, whole, by)


def _in_force(wanted: Frame, tariffs: Frame) -> Frame:
    """Return the tariff rows that price each wanted term, one a tier (column ``at``: the term's index label)."""
    asked = wanted[["tariff", "type", "currency", "units", "start"]].rename_axis("at").reset_index()
    asked = asked[asked["tariff"] != ""]
    pairs = asked.merge(tariffs.drop(columns="note"), on="tariff", suffixes=("", "_priced"))
    fits = (pairs["type_priced"] == "") | (pairs["type_priced"].str.casefold() == pairs["type"].str.casefold())
    fits &= pairs["currency_priced"] == pairs["currency"]
    fits &= ~(pairs["valid_from"] > pairs["start"]) & ~(pairs["valid_to"] < pairs["start"])
    pairs = pairs[fits]
    pairs = pairs.assign(
        own_type=pairs["type_priced"] != "",
        since=pairs["valid_from"].fillna(pd.Timestamp("1900-01-01")),
        above=money.millionths(pairs["above"]),
    )
    rank = ["at", "own_type", "since"]
    best = pairs[rank].sort_values(rank, kind="stable").drop_duplicates("at", keep="last")
    # Of two rows for one tier from one day, the one further down counts.
    return pairs.merge(best, on=rank).drop_duplicates([*rank, "above"], keep="last").sort_values(["at", "above"])


def _raised(rows: Frame, indices: Frame, by: TariffTerms) -> Frame:
    """Return the rows with rate, minimum and fixed in millionths of the currency's unit, raised by their index."""
    factor = uplifts(rows, indices, by.cap)
    places = rows["currency"].map({code: money.decimals(code) for code in rows["currency"].unique()})
    unit = (10 ** (6 - places.astype("int64"))).to_numpy(dtype=object)
    plain = {
        "rate": money.millionths(rows["rate"]),
        "minimum": rows["minimum"].fillna(0).to_numpy(dtype=object) * unit,
        "fixed": rows["fixed"].fillna(0).to_numpy(dtype=object) * unit,
    }
    raised = {name: _times(amounts, factor["factor"], by.rounding) for name, amounts in plain.items()}
    return rows.assign(**raised, factor=factor["factor"], problem=factor["problem"])


def _times(amounts: np.ndarray, factor: pd.Series, rounding: int) -> np.ndarray:
    """Multiply amounts by their factors and round those that changed."""
    above = amounts * np.array([one.numerator for one in factor] or [1], dtype=object)[: len(amounts)]
    below = np.array([one.denominator for one in factor] or [1], dtype=object)[: len(amounts)]
    same = np.array([one == 1 for one in factor], dtype=bool)
    return np.where(same, amounts, money.rounded(above, below * rounding) * rounding)


def _whole_fee(rows: Frame, tiers: str) -> Frame:
    """Return the fee for a whole period by term (index: ``at``): the sum of its tiers and what is said of them."""
    units = money.millionths(rows["units"].where(rows["unit"] != "", "1"))
    upper = rows.groupby("at")["above"].shift(-1)
    top = np.where(upper.isna(), units, np.minimum(upper.fillna(0).to_numpy(dtype=object), units))
    above = rows["above"].to_numpy(dtype=object)
    reached = (units > above) | (above == 0)
    if tiers == "whole":
        last = reached & ~(upper.notna().to_numpy() & (units > upper.fillna(0).to_numpy(dtype=object)))
        counted = np.where(last, units, 0)
        reached = last
    else:
        counted = np.where(reached, top - above, 0)
    rows = rows.assign(counted=counted, charge=counted * rows["rate"].to_numpy(dtype=object), reached=reached)
    rows = rows.assign(blank=(rows["unit"] != "") & (rows["units"] == ""))
    said = pd.Series(_tier_said(rows), index=rows.index)
    shown = rows["reached"] | (rows.groupby("at")["above"].transform("count") == 1)
    joined = said[shown].groupby(rows.loc[shown, "at"]).agg(" + ".join)
    first = rows.drop_duplicates("at").set_index("at")
    sums = rows.groupby("at")["charge"].agg("sum").astype(object)
    return first.assign(charge=sums, tiers_said=joined.reindex(first.index).fillna(""))


def _tier_said(rows: Frame) -> Texts:
    amounts = _plain(rows["counted"])
    unit = rows["unit"].where(rows["unit"] != "", "")
    per = rows["per"].map(_A)
    return when(
        (rows["unit"] == "", say(_price(rows["rate"]), " ", per)),
        otherwise=say(amounts, " ", unit, " x ", _price(rows["rate"])),
    )


def _shared(wanted: Frame, whole: Frame, by: TariffTerms) -> Frame:
    """Return the fee of each term: minimum, discount and the term's share of the period, rounded once."""
    row = whole.reindex(wanted.index)
    there = row["tariff"].notna()
    full = (row["charge"].where(there, 0) + row["fixed"].where(there, 0) * _MILLION).to_numpy(dtype=object)
    least = (row["minimum"].where(there, 0) * _MILLION).to_numpy(dtype=object)
    lifted = np.maximum(full, least)
    off = row["discount"].fillna(0).to_numpy(dtype=np.int64).astype(object)
    period = row["per"].fillna("").map(_MONTHS).astype("int64")
    term = period == 0
    part = share(wanted["start"], wanted["end"], wanted["months"], period.where(~term, 12), by.basis)
    of, parts = np.where(term, 1, part.of).astype(object), np.where(term, 1, part.whole).astype(object)
    scale = wanted["currency"].map({code: 10 ** money.decimals(code) for code in wanted["currency"].unique()})
    own = _own_discount(wanted).to_numpy(dtype=object)
    above = lifted * (10_000 - off) * (10_000 - own) * of * scale.to_numpy(dtype=object)
    fee = money.rounded(above, parts * 10_000 * 10_000 * _MILLION * _MILLION)
    problem = _problem(wanted, row)
    good = there & (problem == "")
    return pd.DataFrame(
        {
            "fee": pd.Series(fee, index=wanted.index).where(good).astype("Int64"),
            "tax_rate": row["tax_rate"].where(good).astype("Int64"),
            "said": np.where(good, _said(wanted, row, full < least, (of, parts)), ""),
            "problem": problem,
        },
        index=wanted.index,
    )


def _own_discount(wanted: Frame) -> "pd.Series[int]":
    none = pd.Series(0, index=wanted.index, dtype="int64")
    return wanted["discount"].astype("int64") if "discount" in wanted else none


def _problem(wanted: Frame, row: Frame) -> Texts:
    blank = row["blank"].fillna(False).astype(bool)
    code = when((wanted["currency"] == "", ""), otherwise=say(" in ", wanted["currency"]))
    return when(
        (wanted["tariff"] == "", ""),
        (
            row["tariff"].isna(),
            say("no row of the tariff ", wanted["tariff"], code, " is in force on ", day(wanted["start"])),
        ),
        (row["problem"].fillna("") != "", row["problem"].fillna("")),
        (blank, say("the tariff ", wanted["tariff"], " counts ", row["unit"].fillna(""), ", and none are declared")),
    )


def _said(wanted: Frame, row: Frame, lifted: np.ndarray, part: tuple[np.ndarray, np.ndarray]) -> Texts:
    """Return how each fee came about: ``120 students x 2.35 from 01/01/2026, minimum 95.00``."""
    blank = row["tiers_said"].fillna("")
    since = when((row["valid_from"].isna(), ""), otherwise=say(" from ", day(row["valid_from"])))
    fixed = when((row["fixed"].fillna(0) > 0, say(" + ", _price(row["fixed"].fillna(0)), " fixed")))
    risen = when(
        (
            row["factor"].fillna(1) != 1,
            say(" (risen ", _percent(row["factor"].fillna(1) - 1), " % with ", row["index"].fillna(""), ")"),
        )
    )
    least = when(
        (lifted, say(", lifted to the minimum ", _price(row["minimum"].fillna(0)))),
        (row["minimum"].fillna(0) > 0, say(", minimum ", _price(row["minimum"].fillna(0)))),
    )
    off = row["discount"].fillna(0).astype("int64")
    less = when((off > 0, say(", less ", _percent(off / 10_000), " %")))
    own = _own_discount(wanted)
    agreed = when(
        (own > 0, say(", less ", _percent(own / 10_000), when((off > 0, " % of what is left"), otherwise=" %")))
    )
    of, parts = (pd.Series(one, index=wanted.index).astype("int64") for one in part)
    share_said = when(
        (of == parts, ""),
        (parts == 1, say(", for ", count(of, "month"))),
        otherwise=say(", for ", of, "/", parts, " of ", row["per"].fillna("").map(_A)),
    )
    return say(blank, since, risen, fixed, least, less, agreed, share_said)


def _percent(rate: pd.Series) -> Texts:
    return np.array([f"{float(one) * 100:.2f}".rstrip("0").rstrip(".") for one in rate], dtype=object)


def _plain(amounts: pd.Series) -> Texts:
    """Return millionths as figures without needless zeros: ``120``, ``12.5``."""
    known = {one: _figure(int(one), 0) for one in set(amounts)}
    return amounts.map(known).to_numpy(dtype=object)


def _price(amounts: pd.Series) -> Texts:
    """Return millionths as a price, two decimals at least: ``2.35``, ``95.00``, ``0.0125``."""
    known = {one: _figure(int(one), 2) for one in set(amounts)}
    return amounts.map(known).to_numpy(dtype=object)


def _figure(millionths: int, least: int) -> str:
    whole, rest = divmod(millionths, _MILLION)
    decimals = f"{rest:06}".rstrip("0").ljust(least, "0")
    return f"{whole:,}.{decimals}" if decimals else f"{whole:,}"
