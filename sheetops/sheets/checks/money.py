"""Amounts that cannot be, or that do not fit what they are meant for. All in minor units."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sheetops.model import Context, Fault, Frame
from sheetops.money import text
from sheetops.sheets.checks.faults import Mask, exceeds, faults, filled

_MEANT_TO_CLEAR = ("receipt", "credit_note", "write_off")


def amount_negative(frame: Frame, context: Context) -> Iterator[Fault]:
    """A negative amount of a kind that gives the sign itself: whether it is a slip or a reversal nobody can tell."""
    bad = (frame["amount"] < 0) & (frame["kind"] != "adjustment")
    reversal = {"invoice": " For one taken back write a credit_note.", "receipt": " For one paid back write a refund."}

    def words(row: Any) -> str:
        kind = row.kind.replace("_", " ")
        return f"The amount of an entry of kind {kind} is positive: the kind gives the sign.{reversal.get(kind, '')}"

    return faults(frame, bad, "amount", words)


def amount_zero(frame: Frame, context: Context) -> Iterator[Fault]:
    """An entry of nothing."""
    return faults(frame, frame["amount"] == 0, "amount", lambda row: "The amount is zero. Is it missing?")


def amount_not_positive(frame: Frame, context: Context) -> Iterator[Fault]:
    """An amount of zero or less where only more makes sense."""
    return faults(frame, at_most(frame, "amount", 0), "amount", lambda row: "The amount must be more than zero.")


def amount_negative_claimed(frame: Frame, context: Context) -> Iterator[Fault]:
    """A claim for less than nothing."""
    return faults(
        frame, at_most(frame, "amount", -1), "amount", lambda row: "The amount of a claim must not be negative."
    )


def fee_negative(frame: Frame, context: Context) -> Iterator[Fault]:
    """A fee of less than nothing."""
    return faults(frame, at_most(frame, "fee", -1), "fee", lambda row: "A fee must not be negative.")


def up_to_negative(frame: Frame, context: Context) -> Iterator[Fault]:
    """Authority over less than nothing."""
    return faults(frame, at_most(frame, "up_to", -1), "up_to", lambda row: "A limit must not be negative.")


def tariff_negative(frame: Frame, context: Context) -> Iterator[Fault]:
    """A tariff whose minimum or fixed fee is less than nothing."""
    for column in ("minimum", "fixed"):
        yield from faults(
            frame, at_most(frame, column, -1), column, lambda row: "A fee of a tariff must not be negative."
        )


def value_not_positive(frame: Frame, context: Context) -> Iterator[Fault]:
    """An index of nothing: no change can be reckoned from it."""
    bad = [float(value) == 0 for value in frame["value"]]
    return faults(frame, bad, "value", lambda row: "An index must be more than zero.")


def max_amount_negative(frame: Frame, context: Context) -> Iterator[Fault]:
    """A cap of less than nothing."""
    bad = at_most(frame, "max_amount", -1)
    return faults(frame, bad, "max_amount", lambda row: "The most that a claim may have must not be negative.")


def receipt_exceeds_entry(frame: Frame, context: Context) -> Iterator[Fault]:
    """A credit larger than the entry, or the invoice of several instalments, that it is meant for."""
    named, currency = _named(frame)
    bad = exceeds(frame["amount"], named) & frame["kind"].isin(_MEANT_TO_CLEAR).to_numpy()
    bad &= (currency == frame["currency"]).to_numpy(dtype=bool)

    def words(row: Any) -> str:
        kind, code = row.kind.replace("_", " "), row.currency
        paid, due = text(row.amount, code), text(int(named[row.Index]), code)
        return f"The {kind} of {paid} is more than {row.applies_to} is for ({due}). The rest clears others or nothing."

    return faults(frame, bad, "amount", words)


def applies_to_other_currency(frame: Frame, context: Context) -> Iterator[Fault]:
    """A credit meant for an entry in another currency: it cannot clear it."""
    _, currency = _named(frame)
    bad = (currency.notna() & (currency != frame["currency"])).to_numpy(dtype=bool)

    def words(row: Any) -> str:
        own, other = row.currency or "no currency", currency[row.Index] or "no currency"
        return f"{row.applies_to} is in {other}: a credit in {own} cannot clear it."

    return faults(frame, bad, "applies_to", words)


def _named(frame: Frame) -> tuple["pd.Series[float]", "pd.Series[str]"]:
    """What each row's applies_to is for in all, and its currency; blank where it names nothing."""
    rows = frame.loc[filled(frame["applies_to"])]
    debits = frame[~frame["kind"].isin(_MEANT_TO_CLEAR)]
    single = debits.set_index("entry")[["amount", "currency"]]
    whole = debits[filled(debits["invoice"])].groupby("invoice").agg({"amount": "sum", "currency": "first"})
    known = pd.concat([single, whole[~whole.index.isin(single.index)]])
    found = known.reindex(rows["applies_to"]).set_axis(rows.index)
    found = found.reindex(frame.index)
    return found["amount"], found["currency"]


def at_most(frame: Frame, column: str, most: int) -> Mask:
    """Return where an amount is at most so much; nowhere that it is blank."""
    return np.asarray((frame[column] <= most).fillna(False), dtype=bool)
