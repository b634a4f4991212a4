"""Where a field's value is found: the row that it stands in, then what is around it, then the record."""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheetops.word.errors import LetterError

Record = Mapping[str, Any]


@functools.lru_cache(maxsize=8192)
def canonical(name: str) -> str:
    """Return what two spellings of a field name share: case, spaces, underscores and punctuation do not count."""
    return re.sub(r"[\W_]+", "", name).casefold()


class Blank(dict[str, Any]):
    """The record after the last one, on a sheet of labels: every field is empty."""

    def __missing__(self, key: str) -> str:
        """Return an empty text for any field."""
        return ""


@dataclass(slots=True)
class Letter:
    """What is known of the letter being made.

    A new one for each letter, so that nothing is kept between two of them.
    """

    template: str
    number: int = 1
    sequence: int = 1
    following: Iterator[Record] | None = None
    folder: str = ""
    gallery: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    variables: dict[str, object] = field(default_factory=dict)
    rows: int = 0
    copies: int = 0
    place: int = 0

    def fault(self, name: str, what: str) -> LetterError:
        """Return the error of this letter for a field."""
        return LetterError(f"{self.template}, field {name}: {what}" + ("" if what.endswith("?") else "."))


class Scope:
    """A record as the fields at one place see it.

    Inside a repeated row the row's own names come before those around it.
    """

    __slots__ = ("copy", "letter", "outer", "record")

    def __init__(self, record: Record, letter: Letter, outer: "Scope | None" = None, copy: int = 0) -> None:
        self.record = record
        self.letter = letter
        self.outer = outer
        self.copy = copy

    @property
    def unused(self) -> bool:
        """Whether this is a label that no record is left for: its fields are empty, and may be."""
        return isinstance(self.record, Blank)

    def inner(self, record: Record) -> "Scope":
        """Return the scope of one row of a list."""
        letter = self.letter
        letter.rows += 1
        letter.copies += 1
        return Scope(record, letter, self, letter.copies)

    def chain(self) -> Iterator["Scope"]:
        """Yield this scope and those around it, nearest first."""
        at: Scope | None = self
        while at is not None:
            yield at
            at = at.outer

    def advance(self) -> None:
        """Go on to the next record (NEXT); past the last one every field is empty."""
        root = list(self.chain())[-1]
        letter = self.letter
        following = next(letter.following, None) if letter.following is not None else None
        root.record = Blank() if following is None else following
        letter.number += following is not None
        letter.sequence += following is not None


def value_of(scope: Scope, name: str) -> Any:
    """Return a field's value; LetterError when the record has no such field, or two that could be meant."""
    for at in scope.chain():
        try:
            return at.record[name]
        except KeyError:
            continue
    found, value = _by_likeness(scope, name)
    if found:
        return value
    raise scope.letter.fault(name, unknown(name, _names(scope)))


def find(scope: Scope, name: str) -> tuple[bool, Any]:
    """Return whether there is a value of a name (spelled alike), and the value."""
    for at in scope.chain():
        if name in at.record:
            return True, at.record[name]
    return _by_likeness(scope, name)


def _by_likeness(scope: Scope, name: str) -> tuple[bool, Any]:
    wanted = canonical(name)
    for at in scope.chain():
        alike = [key for key in at.record if canonical(key) == wanted]
        if len(alike) > 1:
            raise scope.letter.fault(name, f"the data has {_listed(alike)}, and it is not clear which one is meant")
        if alike:
            return True, at.record[alike[0]]
    return False, None


def unknown(name: str, known: Sequence[str]) -> str:
    """Say that a name is not among those known, with the nearest one."""
    near = nearest(name, known)
    return (
        "the data has no such column"
        + (f". Did you mean {near}?" if near else "; its columns are " + _listed(known))[:400]
    )


def nearest(name: str, known: Sequence[str]) -> str:
    """Return the known name most like a name, "" when none is near."""
    from rapidfuzz import fuzz, process  # needed only when something is wrong

    found = process.extractOne(
        canonical(name), {key: canonical(key) for key in known}, scorer=fuzz.ratio, score_cutoff=65
    )
    return str(found[2]) if found else ""


def _names(scope: Scope) -> list[str]:
    own = [key for at in scope.chain() for key in at.record]
    rows = [key for at in scope.chain() for _, items in lists_of(at.record) for key in (items[0] if items else ())]
    return list(dict.fromkeys(own + rows))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (" ..." if len(names) > 12 else "") if names else "none"


def lists_of(record: Record) -> list[tuple[str, Sequence[Record]]]:
    """Return the lists of rows that a record holds, by name."""
    return [(key, value) for key, value in record.items() if isinstance(value, (list, tuple))]


def rows_for(scope: Scope, names: Sequence[str]) -> Sequence[Record] | None:
    """Return the list whose rows hold the names that the record itself has not; None when all are in the record.

    A list without rows shows no names: it is taken when its name begins like the field (``items``, ``item_entry``),
    or when it is the only empty one. LetterError when no list, or more than one, fits.
    """
    missing = [name for name in names if not _held(scope, name)]
    if not missing:
        return None
    lists = [found for at in scope.chain() for found in lists_of(at.record)]
    for alike in (False, True):
        fitting = [items for _, items in lists if items and all(_in_row(items[0], name, alike) for name in missing)]
        if len(fitting) == 1 or (fitting and scope.outer is not None):
            return fitting[0]
        if fitting:
            raise scope.letter.fault(missing[0], "more than one list of the data has such a column")
    missing = [name for name in missing if not _by_likeness(scope, name)[0]]
    nowhere = [name for name in missing if not any(_in_row(items[0], name, True) for _, items in lists if items)]
    return _empty_list(scope, nowhere or missing, lists) if missing else None


def _held(scope: Scope, name: str) -> bool:
    return any(name in at.record for at in scope.chain()) or isinstance(scope.record, Blank)


def _in_row(row: Record, name: str, alike: bool) -> bool:
    return name in row or (alike and any(canonical(key) == canonical(name) for key in row))


def _empty_list(
    scope: Scope, missing: Sequence[str], lists: Sequence[tuple[str, Sequence[Record]]]
) -> Sequence[Record]:
    empty = [key for key, items in lists if not items]
    begun = [key for key in empty if canonical(missing[0]).startswith(canonical(key).removesuffix("s"))]
    if not begun and len(empty) != 1:
        raise scope.letter.fault(missing[0], unknown(missing[0], _names(scope)))
    return ()
