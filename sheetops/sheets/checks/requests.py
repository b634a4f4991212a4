"""Requests that their approval or their entry does not bear out."""

from collections.abc import Iterator
from typing import Any

from sheetops.model import Context, Fault, Frame
from sheetops.money import decimals, text
from sheetops.sheets.cells.words import fold
from sheetops.sheets.checks.faults import exceeds, faults, filled


def approved_by_requester(frame: Frame, context: Context) -> Iterator[Fault]:
    """A request that its own requester approved."""
    same = frame["requested_by"].map(fold) == frame["approved_by"].map(fold)
    bad = same.to_numpy(dtype=bool) & filled(frame["approved_by"])
    return faults(
        frame,
        bad,
        "approved_by",
        lambda row: f"{row.approved_by} asked for it and approved it. Somebody else must approve.",
    )


def approval_incomplete(frame: Frame, context: Context) -> Iterator[Fault]:
    """An approval without its day, or a day without who approved."""
    who, when = filled(frame["approved_by"]), frame["approved_on"].notna().to_numpy()
    yield from faults(
        frame, who & ~when, "approved_on", lambda row: f"{row.approved_by} approved it, but the day is missing."
    )
    yield from faults(
        frame, ~who & when, "approved_by", lambda row: "It has a day of approval, but not who approved it."
    )


def credit_without_entry(frame: Frame, context: Context) -> Iterator[Fault]:
    """A credit note for no entry: there is nothing to credit."""
    bad = (frame["kind"] == "credit_note").to_numpy() & ~filled(frame["entry"])
    return faults(frame, bad, "entry", lambda row: "A credit note needs the entry that it credits. Fill in the entry.")


def request_exceeds_entry(frame: Frame, context: Context) -> Iterator[Fault]:
    """A request for more than its entry is for; a request is in its entry's currency, whatever its decimals."""
    ledger = context.frames.get("Ledger")
    if ledger is None:
        return iter(())
    known = ledger.drop_duplicates("entry").set_index("entry")[["amount", "currency"]].astype({"amount": "Int64"})
    entries = known.reindex(frame["entry"]).set_axis(frame.index)
    own = context.reading.currency
    # Requests name no currency: their frames hold minor units of the desk's own.
    tens = {code: 10 ** decimals(code) for code in set(known["currency"])}
    asked = frame["amount"] * entries["currency"].map(tens).astype("Int64")

    def words(row: Any) -> str:
        given = text(int(entries.at[row.Index, "amount"]), entries.at[row.Index, "currency"])
        return f"{text(row.amount, own)} is more than the entry {row.entry} is for ({given})."

    return faults(frame, exceeds(asked, entries["amount"] * 10 ** decimals(own)), "amount", words)
