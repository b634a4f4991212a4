"""A letter that is wanted: what it is, to whom, with what in it; or why it must not go out."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sheetops.model import Frame

STEP = ("entry", "licence", "ladder", "level")
"""What a row of Notices says about which step of what a letter was."""


@dataclass(frozen=True)
class Letter:
    """One letter that is due: what it is, to whom, by which channel, and the fields that are its own.

    ``about`` tells letters of one template to one account apart (a licence, a currency), ``term`` those about the same
    thing at another time (a licence's end); ``held`` says why a letter
    that is due does not go out, "" when it does; ``notices`` are the rows that go into the Notices sheet once it is
    sent.
    """

    template: str
    account: str
    language: str
    channel: str
    currency: str
    about: str
    reason: str
    held: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    notices: tuple[dict[str, Any], ...] = ()
    term: str = ""

    @property
    def key(self) -> str:
        """What the letter is for, for ever: the same steps of the same items are one letter, whenever it is made."""
        steps = sorted(" ".join(str(one.get(name, "")) for name in STEP) for one in self.notices)
        digest = hashlib.sha256("\n".join(steps).encode()).hexdigest()[:20]
        return "/".join(("letter", self.account, self.template, self.about, self.term, digest))

    def held_for(self, why: str) -> "Letter":
        """Return the same letter held back, unless something graver holds it already."""
        return replace(self, held=self.held or why)


def records(frame: Frame) -> Iterator[dict[str, Any]]:
    """Yield a frame's rows as mappings: letters are written one by one."""
    yield from frame.to_dict("records")
