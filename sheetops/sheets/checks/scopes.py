"""Rows of policy for somebody whom nobody knows: they are in force, and hold for no one."""

from collections.abc import Iterator
from typing import Any

from sheetops.model import Context, Fault, Frame
from sheetops.rules.scope import KINDS, Scope, scope
from sheetops.sheets.cells.iso import COUNTRIES, CURRENCIES
from sheetops.sheets.checks.faults import faults
from sheetops.sheets.checks.grants import schemes_named
from sheetops.sheets.checks.nearest import meant, nearest

_SHEETS = {
    "account": "Customers",
    "type": "Licences",
    "segment": "Customers",
    "ladder": "Stages",
    "programme": "Programmes",
}
_WORDS = {"type": "licence type"}


def scope_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """An applies_to that names nobody: no account, licence type, ladder, segment, currency or country."""
    known = _known(context)
    whom = [scope(one) for one in frame["applies_to"]]
    unknown = [_names_nobody(one, known) for one in whom]
    if not any(unknown):
        return iter(())
    names = {name for kind in known for name in known[kind]}
    near = nearest([one.name for one, bad in zip(whom, unknown, strict=True) if bad], names)

    def said(row: Any) -> tuple[str, str]:
        one = scope(row.applies_to)
        what = _WORDS.get(one.kind, one.kind) or "account, licence type, ladder, segment, currency or country"
        question, suggestion = meant(near.get(one.name, ()))
        whole = str(Scope(one.kind, suggestion)) if suggestion else ""
        return f"There is no {what} named {one.name}, so this row holds for nobody.{question}", whole

    return faults(frame, unknown, "applies_to", said)


def _known(context: Context) -> dict[str, frozenset[str]]:
    """Return the names of each kind, in lower case, as far as the sheets that have them are there."""
    known = {
        "currency": frozenset(one.casefold() for one in CURRENCIES),
        "country": frozenset(one.casefold() for one in COUNTRIES),
        "scheme": frozenset(one.casefold() for one in schemes_named(context.frames.get("Policy"))),
    }
    for kind, sheet in _SHEETS.items():
        if sheet in context.frames:
            names = {*context.frames[sheet][kind], *(context.known[sheet] if kind == "account" else ())}
            known[kind] = frozenset(" ".join(name.split()).casefold() for name in names if name)
    return known


def _names_nobody(one: Scope, known: dict[str, frozenset[str]]) -> bool:
    if not one.name:
        return False
    if one.kind:
        return one.kind in known and one.name not in known[one.kind]
    # A bare word may be a segment or an account, which only Customers can tell.
    return "segment" in known and not any(one.name in known.get(kind, ()) for kind in KINDS)
