"""Keys: named twice, named but unknown, or belonging to somebody else."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pandas as pd

from sheetops.model import Context, Fault, Frame
from sheetops.rules.ladders import COMPLAINT, GRANT, HARDSHIP, NEVER, PLAN, PROMISE, RESTRICTION
from sheetops.sheets.cells.words import shown
from sheetops.sheets.checks.faults import Mask, faults, filled
from sheetops.sheets.checks.nearest import meant, nearest

_ALWAYS = frozenset({NEVER, PLAN, PROMISE, COMPLAINT, RESTRICTION, HARDSHIP, GRANT})

Find = Callable[[Frame, Context], Iterable[Fault]]


def duplicated(*key: str) -> Find:
    """Return the check that a key stands in one row only; every row after the first is at fault."""

    def duplicate_key(frame: Frame, context: Context) -> Iterator[Fault]:
        columns = list(key)
        again = frame.duplicated(columns).to_numpy() & filled(frame[key[0]])
        if not again.any():
            return
        shared = frame[frame.duplicated(columns, keep=False)]
        first = shared.reset_index().groupby(columns, sort=False)["row"].transform("min").set_axis(shared.index)
        for row, at in first[again[frame.duplicated(columns, keep=False).to_numpy()]].items():
            value = " ".join(part for part in (_cell(frame.at[row, column]) for column in columns) if part)
            yield Fault(
                int(row),
                key[0],
                f"{value} stands in row {at} already. Give this row another {key[0]}, or delete it.",
            )

    return duplicate_key


def account_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """An account that the Customers sheet does not name."""
    return _unknown(frame, context, "account", "Customers", "account")


def entry_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """An entry that the Ledger sheet does not name."""
    return _unknown(frame, context, "entry", "Ledger", "entry")


def licence_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A licence that the Licences sheet does not name."""
    return _unknown(frame, context, "licence", "Licences", "licence")


def programme_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A programme that the Programmes sheet does not name."""
    return _unknown(frame, context, "programme", "Programmes", "programme")


def participant_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A participant that the Participants sheet does not name."""
    return _unknown(frame, context, "participant", "Participants", "participant")


def template_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A template that the Templates sheet does not name."""
    return _unknown(frame, context, "template", "Templates", "template")


def ladder_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A ladder that the Stages sheet does not have; those that stand outside it are always known."""
    stages = context.frames.get("Stages")
    if stages is None:
        return iter(())
    return _not_among(frame, "ladder", frozenset(stages["ladder"]) | _ALWAYS, "ladder", "Stages")


def parent_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """An add-on of no licence of its account that is no add-on itself: it renews by itself."""
    known = context.known.get("Licences", frozenset())
    yield from _not_among(frame, "add_on_of", known, "licence", "Licences")
    yield from _of_other(frame, "add_on_of", frame, "licence", "account")
    add_ons = frame.loc[filled(frame["add_on_of"]), "licence"]
    yield from faults(
        frame,
        frame["add_on_of"].isin(add_ons),
        "add_on_of",
        lambda row: f"{row.add_on_of} is an add-on itself. Name the licence that both belong to.",
    )


def tariff_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A tariff that the Tariffs sheet does not have; a desk without tariffs keeps its fees on Licences."""
    tariffs = context.frames.get("Tariffs")
    if tariffs is None or tariffs.empty:
        return iter(())
    return _not_among(frame, "tariff", frozenset(tariffs["tariff"]), "tariff", "Tariffs")


def level_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A level that its ladder does not have."""
    stages = context.frames.get("Stages")
    if stages is None:
        return iter(())
    known = pd.MultiIndex.from_frame(stages[["ladder", "level"]])
    here = pd.MultiIndex.from_frame(frame[["ladder", "level"]])
    bad = ~here.isin(known) & frame["ladder"].isin(stages["ladder"]).to_numpy()
    return faults(
        frame, bad, "level", lambda row: f"The ladder {row.ladder} has no level {row.level} on the sheet Stages."
    )


def applies_to_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A credit meant for an entry or invoice that the ledger does not hold: it would clear the oldest items instead."""
    known = context.known.get("Ledger", frozenset()) | frozenset(frame["invoice"]) - {""}
    return _not_among(frame, "applies_to", known, "entry", "Ledger")


def applies_to_credit(frame: Frame, context: Context) -> Iterator[Fault]:
    """A credit meant for a credit, on which nothing is owed; only a refund may name the credit that it pays out."""
    credit_notes = ("receipt", "credit_note", "write_off")
    kind_of = frame.drop_duplicates("entry").set_index("entry")["kind"]
    kind = frame["applies_to"].map(kind_of)
    bad = frame["kind"].isin(credit_notes) & kind.isin(credit_notes) & ~frame["applies_to"].isin(frame["invoice"])
    return faults(
        frame,
        bad,
        "applies_to",
        lambda row: (
            f"{row.applies_to} is a {kind[row.Index].replace('_', ' ')}, on which nothing is owed. "
            "Name the invoice that is paid."
        ),
    )


def applies_to_other_account(frame: Frame, context: Context) -> Iterator[Fault]:
    """A credit meant for another account's entry."""
    return _of_other(frame, "applies_to", frame, "entry", "account")


def entry_of_other_account(frame: Frame, context: Context) -> Iterator[Fault]:
    """An entry that belongs to another account than the row names."""
    ledger = context.frames.get("Ledger")
    return iter(()) if ledger is None else _of_other(frame, "entry", ledger, "entry", "account")


def participant_of_other_programme(frame: Frame, context: Context) -> Iterator[Fault]:
    """A participant who takes part in another programme than the claim names."""
    people = context.frames.get("Participants")
    return iter(()) if people is None else _of_other(frame, "participant", people, "participant", "programme")


def hold_without_item(frame: Frame, context: Context) -> Iterator[Fault]:
    """A hold that names neither account nor entry."""
    bad = ~filled(frame["account"]) & ~filled(frame["entry"])
    return faults(
        frame, bad, "account", lambda row: "The hold names neither an account nor an entry. Fill in one of them."
    )


def _unknown(frame: Frame, context: Context, column: str, sheet: str, what: str) -> Iterator[Fault]:
    known = context.known.get(sheet)
    return iter(()) if known is None else _not_among(frame, column, known, what, sheet)


def _not_among(frame: Frame, column: str, known: frozenset[str], what: str, sheet: str) -> Iterator[Fault]:
    distinct = pd.unique(frame[column])
    strangers = [value for value in distinct if value and value not in known]
    if not strangers:
        return
    near = nearest(strangers, known)
    bad = frame[column].isin(strangers)
    for row, value in frame.loc[bad, column].items():
        question, suggestion = meant(near.get(value, ()))
        yield Fault(int(row), column, f"There is no {what} {value} on the sheet {sheet}.{question}", suggestion)


def _of_other(frame: Frame, column: str, others: Frame, key: str, owner: str) -> Iterator[Fault]:
    """Rows whose ``column`` names a row of ``others`` that another owner has; a blank owner says nothing."""
    owns = pd.Series(others[owner].to_numpy(), index=others[key].to_numpy())
    actual = frame[column].map(owns[~owns.index.duplicated()])
    differs: Mask = (actual.notna() & (actual != frame[owner]) & (frame[owner] != "")).to_numpy(dtype=bool)
    for row, value, is_of in zip(frame.index[differs], frame.loc[differs, column], actual[differs], strict=True):
        stated = frame.at[row, owner]
        yield Fault(int(row), column, f"{value} belongs to the {owner} {is_of}, not to {stated}. Check both.")


def _cell(value: Any) -> str:
    return shown(value.to_pydatetime()) if isinstance(value, pd.Timestamp) else shown(value)
