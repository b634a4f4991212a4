"""Whom a rule is for: what the applies_to of a Policy or Stages row means, and which of several rows is for a row.

Decided for the desks, from the most specific to the least: account, programme, scheme of grants, licence type, ladder,
segment, currency, country, everyone. A bare word is for whatever bears that name, and counts as specific as what bears
it; where it could be two things, ``segment: schools`` says which.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetops.model import Frame

KINDS = ("account", "programme", "scheme", "type", "ladder", "segment", "currency", "country")
"""What a row can be for, the most specific first: columns of the facts that a row is resolved by."""

WORDS = {
    "account": "account konto klient",
    "programme": "programme program",
    "scheme": "scheme grant_scheme program_dopłat",
    "type": "type licence_type license_type licence typ typ_licencji",
    "ladder": "ladder drabina",
    "segment": "segment",
    "currency": "currency waluta",
    "country": "country kraj",
}
"""What may stand before the colon, by kind."""

_KIND_OF = {word.replace("_", " "): kind for kind, words in WORDS.items() for word in words.split()}

Places = npt.NDArray[np.int64]


class Scope(NamedTuple):
    """Whom a rule is for: a kind of KINDS, "" for a bare word; and a name in lower case, "" for everyone."""

    kind: str = ""
    name: str = ""

    def __str__(self) -> str:
        """Return it as it is written in applies_to."""
        return f"{self.kind}: {self.name}" if self.kind else self.name


EVERYONE = Scope()


def scope(applies_to: str) -> Scope:
    """Return what an applies_to means; words before a colon that name no kind belong to the name."""
    head, colon, rest = applies_to.partition(":")
    kind = _KIND_OF.get(" ".join(head.split()).casefold(), "") if colon else ""
    name = rest if kind else applies_to
    return Scope(kind, " ".join(name.split()).casefold())


def widths(scopes: Sequence[Scope]) -> frozenset[str]:
    """Return the kinds by which rules with these scopes can differ: none when all are for everyone."""
    kinds = {one.kind for one in scopes if one.name}
    return frozenset(KINDS) if "" in kinds else frozenset(kinds)


def most_specific(scopes: Sequence[Scope], facts: Frame) -> Places:
    """Return for each row of ``facts`` the place of the most specific scope that covers it, -1 where none does.

    ``facts`` has any of the columns KINDS, as text. Of two scopes alike the later one wins.
    """
    place_of = {one: place for place, one in enumerate(scopes)}
    chosen: Places = np.full(len(facts), place_of.get(EVERYONE, -1), dtype=np.int64)
    can_differ = widths(scopes)
    for kind in reversed(KINDS):
        if kind in can_differ and kind in facts:
            found = _of_kind(place_of, kind, facts[kind])
            chosen = np.where(found >= 0, found, chosen)
    return chosen


def _of_kind(place_of: dict[Scope, int], kind: str, column: "pd.Series[str]") -> Places:
    """Return where each name of a column stands among the scopes: said to be of that kind, or bare; -1 nowhere."""
    codes, names = pd.factorize(column.to_numpy(dtype=object))
    folded = [" ".join(str(name).split()).casefold() for name in names]
    places = [place_of.get(Scope(kind, name), place_of.get(Scope("", name), -1)) if name else -1 for name in folded]
    # A missing name has the code -1, and so takes the last place.
    return np.array([*places, -1], dtype=np.int64)[codes]
