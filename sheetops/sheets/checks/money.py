"""Amounts that cannot be, or that do not fit what they are meant for. All in minor units."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sheetops.model import Context, Fault, Frame
from sheetops.money import text
from sheetops.sheets.checks.faults import Mask, exceeds, faults, filled

_MEANT_TO_CLEAR = ("receipt", "credit_note", "write_off")


def amount_negative(frame: Frame, context: Context) -> Iterator[Fault]:
    """A negative amount of a kind that gives the sign itself: whether it is a slip or a reversal nobody can tell."""
    bad = (frame["amount"] < 0) & (frame["kind"] != "adjustment")
    reversal = {"invoice": "credit_note", "receipt": "refund"}

    def words(row: tuple[object, ...]) -> str:
        kind = str(row.kind)  # type: ignore[attr-defined]
        instead = f" If it takes an {kind} back, write the kind {reversal[kind]}." if kind in reversal else ""
        return f"The amount of a {kind} must be positive: the kind gives the sign.{instead}".replace(
            "an receipt", "a receipt"
        )

    return faults(frame, bad, "amount", words)


def amount_zero(frame: Frame, context: Context) -> Iterator[Fault]:
    """An entry of nothing."""
    return faults(frame, frame["amount"] == 0, "amount", lambda row: "The amount is zero. Is it missing?")


def amount_not_positive(frame: Frame, context: Context) -> Iterator[Fault]:
    """An amount of zero or less where only more makes sense."""
    return faults(frame, _at_most(frame, "amount", 0), "amount", lambda row: "The amount must be more than zero.")


def amount_negative_claimed(frame: Frame, context: Context) -> Iterator[Fault]:
    """A claim for less than nothing."""
    return faults(
        frame, _at_most(frame, "amount", -1), "amount", lambda row: "The amount of a claim must not be negative."
    )


def fee_negative(frame: Frame, context: Context) -> Iterator[Fault]:
    """A fee of less than nothing."""
    return faults(frame, _at_most(frame, "fee", -1), "fee", lambda row: "A fee must not be negative.")


def max_amount_negative(frame: Frame, context: Context) -> Iterator[Fault]:
    """A cap of less than nothing."""
    bad = _at_most(frame, "max_amount", -1)
    return faults(frame, bad, "max_amount", lambda row: "The most that a claim may have must not be negative.")


def receipt_exceeds_entry(frame: Frame, context: Context) -> Iterator[Fault]:
    """A credit larger than the entry, or the invoice of several instalments, that it is meant for."""
    named, currency = _named(frame)
    bad = exceeds(frame["amount"], named) & frame["kind"].isin(_MEANT_TO_CLEAR).to_numpy()
    bad &= (currency == frame["currency"]).to_numpy(dtype=bool)

    def words(row: tuple[object, ...]) -> str:
        kind, meant, code = str(row.kind), str(row.applies_to), str(row.currency)  # type: ignore[attr-defined]
        paid, due = text(row.amount, code), text(int(named[row.Index]), code)  # type: ignore[attr-defined]
        return f"The {kind.replace('_', ' ')} of {paid} is more than {meant} is for ({due}). The rest stays unallocated or clears others."

    return faults(frame, bad, "amount", words)


def applies_to_other_currency(frame: Frame, context: Context) -> Iterator[Fault]:
    """A credit meant for an entry in another currency: it cannot clear it."""
    _, currency = _named(frame)
    bad = (currency.notna() & (currency != frame["currency"])).to_numpy(dtype=bool)

    def words(row: tuple[object, ...]) -> str:
        meant, other = row.applies_to, currency[row.Index]  # type: ignore[attr-defined]
        return f"{meant} is in {other or 'the usual currency'}: a credit in {row.currency or 'the usual currency'} cannot clear it."  # type: ignore[attr-defined]

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


def _at_most(frame: Frame, column: str, most: int) -> Mask:
    return np.asarray((frame[column] <= most).fillna(False), dtype=bool)
