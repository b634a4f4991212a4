"""Which columns of two tables belong together: by a saved map, by equal headings, by other names of the same thing.

Nothing is guessed: headings that are only alike are named as a hint, and never taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from sheetops.errors import BookError
from sheetops.sheets import SHEETS
from sheetops.sheets.cells.words import fold

CLOSE = 80
"""How alike (of 100) two headings are for one to be named as a hint for the other."""

_OWN = (
    *(("record id", "zoho id", "crm id"), ("modified time", "last modified", "updated at", "last updated time")),
    *(("created time", "created at", "date created"), ("account name", "company name", "organisation", "organization")),
    *(("amount", "total", "gross", "value"), ("date", "invoice date", "document date", "transaction date")),
    *(("entry", "invoice no", "invoice number", "invoice"), ("owner", "account owner", "assignee")),
)
_SHEETS = ("Customers", "Licences", "Ledger", "Participants", "Claims")


class Preset(NamedTuple):
    """The export of a program: its name, headings that it has in whatever order, and the one that names its records."""

    name: str
    headings: frozenset[str]
    record: str


def _preset(name: str, record: str, headings: str) -> Preset:
    return Preset(name, frozenset(fold(one) for one in headings.split(", ")), record)


PRESETS = (
    _preset(
        "Zoho CRM",
        "Record Id",
        "Record Id, Account Name, Account Owner, Account Type, Industry, Phone, Website, Annual Revenue, Created Time, "
        "Modified Time, Billing Street, Billing City, Billing State, Billing Code, Billing Country, Last Name, Email, "
        "Email Opt Out",
    ),
    _preset(
        "Zoho Desk",
        "Ticket Id",
        "Ticket Id, Status, Priority, Channel, Department, Account Name, Contact Name, Ticket Owner, Category, "
        "Sub Category, Classifications, Created Time, Ticket Closed Time, Agent Responded Time, "
        "First Response Time in Business Hours, Resolution Time in Business Hours, Total Time Spent, Number of Reopen, "
        "Number of Reassign, Is Escalated, Is First Call Resolution, Happiness Rating, SLA Violation Type",
    ),
    _preset(
        "Zendesk",
        "Id",
        "Id, Requester, Assignee, Group, Subject, Tags, Status, Priority, Via, Ticket type, Created at, Updated at, "
        "Assigned at, Organization, Due date, Initially assigned at, Solved at, Resolution time, Satisfaction Score, "
        "Group stations, Assignee stations, Reopens, Replies, First reply time in minutes, "
        "First resolution time in minutes, Full resolution time in minutes, On hold time in minutes",
    ),
    _preset(
        "Freshdesk",
        "Ticket ID",
        "Ticket ID, Subject, Status, Priority, Source, Type, Agent, Group, Created Time, Due by Time, Resolved time, "
        "Closed Time, Last updated time, Initial response time, Time tracked, First response time (in hrs), "
        "Resolution time (in hrs), Agent interactions, Customer interactions, Resolution status, "
        "First response status, Tags, Survey results, Association type, Product, Full name, Email, Company Name",
    ),
)
"""Exports that are known by their headings, in any order, whatever other columns they have."""

LEAST = 5
"""How many of a preset's headings an export has at least."""


class Pair(NamedTuple):
    """A column of the left and the one of the right that it belongs to, and how that is known."""

    left: str
    right: str
    how: str


def recognised(headings: Iterable[str]) -> Preset | None:
    """Return the program whose export has these headings: its record's column and the most (`LEAST`) of the others."""
    there = {fold(one) for one in headings}
    known = [one for one in PRESETS if fold(one.record) in there and len(one.headings & there) >= LEAST]
    return max(known, key=lambda one: len(one.headings & there) / len(one.headings), default=None)


def record_column(headings: Sequence[str]) -> str | None:
    """Return the column that names a record in the program that the table comes from, None when there is none."""
    preset = recognised(headings)
    names = ([preset.record] if preset else []) + ["record id", "zoho id", "crm id", "id"]
    folded = {fold(one): one for one in headings}
    return next((folded[fold(name)] for name in names if fold(name) in folded), None)


def pairs(left: Sequence[str], right: Sequence[str], given: Mapping[str, str]) -> list[Pair]:
    """Return the columns that belong together, in the order of the left side; ``given`` is left: right, and goes first.

    BookError when ``given`` names a column that is not there, or when no column belongs to any.
    """
    found = [Pair(find(left, one, "left"), find(right, other, "right"), "as you said") for one, other in given.items()]
    for how, same in (("same heading", _itself), ("other name of the same", _meanings)):
        rest = [one for one in right if one not in {pair.right for pair in found}]
        named: dict[str, list[str]] = {}
        for one in rest:
            for meaning in same(one):
                named.setdefault(meaning, []).append(one)
        for one in left:
            if one in {pair.left for pair in found}:
                continue
            meant = {other for meaning in same(one) for other in named.get(meaning, ())}
            meant -= {pair.right for pair in found}
            if len(meant) == 1:
                found.append(Pair(one, meant.pop(), how))
    if not found:
        raise BookError(
            f"The two have no column in common. The left has {_listed(left)}; the right has {_listed(right)}. "
            "Say which belong together: --key LEFT=RIGHT and --compare LEFT=RIGHT, or a map (--map)."
        )
    return sorted(found, key=lambda pair: list(left).index(pair.left))


def find(headings: Sequence[str], wanted: str, side: str) -> str:
    """Return the heading that is meant: itself, the same but for capitals, spaces and accents, or another name of it.

    BookError when there is none, or more than one.
    """
    if wanted in headings:
        return wanted
    for same in (_itself, _meanings):
        meanings = same(wanted)
        meant = [one for one in headings if meanings & same(one)]
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise BookError(f"{wanted!r} may be {_listed(meant)} of the {side} table. Write the heading as it stands.")
    near = hint(wanted, headings)
    meant_by = f" Did you mean {near!r}?" if near else ""
    raise BookError(f"The {side} table has no column {wanted!r}. It has {_listed(headings)}.{meant_by}")


def hint(heading: str, others: Sequence[str]) -> str:
    """Return the heading that looks most like another one, "" when none does."""
    near = process.extractOne(fold(heading), [fold(one) for one in others], scorer=fuzz.ratio, score_cutoff=CLOSE)
    return others[near[2]] if near else ""


def _itself(heading: str) -> frozenset[str]:
    return frozenset((fold(heading),))


def _meanings(heading: str) -> frozenset[str]:
    return _MEANINGS.get(fold(heading), frozenset())


def _groups() -> dict[str, frozenset[str]]:
    groups = [frozenset(map(fold, group)) for group in _OWN]
    groups += [
        frozenset(map(fold, (column.name, *column.synonyms))) for name in _SHEETS for column in SHEETS[name].columns
    ]
    meanings: dict[str, set[str]] = {}
    for at, group in enumerate(groups):
        for word in group:
            meanings.setdefault(word, set()).add(str(at))
    return {word: frozenset(some) for word, some in meanings.items()}


_MEANINGS = _groups()


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return ", ".join(repr(name) for name in names[:20]) + more
