r"""The instruction of a field: its words, quoted arguments and switches, with whatever is nested among them.

ECMA-376 Part 1, 17.16: a keyword, arguments (bare or in quotation marks), field switches (``\b``) and the three
general switches ``\*`` (format), ``\#`` (number picture), ``\@`` (date picture). Word takes curly quotation marks
too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sheetops.word.xml import CLOSE, OPEN, Element

NESTED = re.compile(f"{OPEN}(\\d+){CLOSE}")
"""Stands in an instruction's text for the nested node of that number."""

_QUOTES = '"“”„'
_BREAK = re.compile(r"\s")


class Span(NamedTuple):
    r"""Part of an instruction's text, from ``start`` up to ``end``; ``kind`` is word, quoted or switch (``\b``)."""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class Instruction:
    """An instruction's text, the nodes nested in it, and the run properties under each stretch of its text."""

    text: str = ""
    nested: list[object] = field(default_factory=list)
    styles: list[tuple[int, Element | None]] = field(default_factory=list)

    def add_text(self, text: str, style: Element | None) -> None:
        """Append text that stands in a run with the properties given."""
        if text:
            self.styles.append((len(self.text), style))
            self.text += text

    def add_node(self, node: object) -> None:
        """Append a nested field, a picture, the end of a paragraph ..."""
        self.text += f"{OPEN}{len(self.nested)}{CLOSE}"
        self.nested.append(node)

    def first_style(self) -> Element | None:
        """Return the run properties of the keyword's first letter, which rule the result (unless MERGEFORMAT)."""
        at = len(self.text) - len(self.text.lstrip())
        return self.style_at(at)

    def style_at(self, position: int) -> Element | None:
        """Return the run properties at a position of the text."""
        under = [style for start, style in self.styles if start <= position]
        return under[-1] if under else (self.styles[0][1] if self.styles else None)

    @property
    def keyword(self) -> str:
        """The field's type in capitals, such as ``MERGEFIELD``, ``=`` or the name of a bookmark."""
        text = self.text.lstrip()
        if text.startswith("="):
            return "="
        return re.split(rf"[\s{_QUOTES}\\]", text, maxsplit=1)[0].upper()


def spans(text: str, start: int = 0) -> list[Span]:
    """Return the words, quoted arguments and switches of an instruction's text from a position on."""
    return list(_spans(text, start))


def _spans(text: str, at: int) -> Iterator[Span]:
    while at < len(text):
        if _BREAK.match(text[at]):
            at += 1
            continue
        span = _span(text, at)
        yield span
        at = span.end + (1 if span.kind == "quoted" and span.end < len(text) else 0)


def _span(text: str, at: int) -> Span:
    if text[at] in _QUOTES:
        return Span("quoted", at + 1, _closing(text, at + 1))
    if text[at] == "\\" and at + 1 < len(text) and not _BREAK.match(text[at + 1]):
        return Span("switch", at, at + 2)
    end = at + 1
    while end < len(text) and not _BREAK.match(text[end]) and text[end] not in _QUOTES and text[end] != "\\":
        end = _after(text, end)
    return Span("word", at, end)


def _after(text: str, at: int) -> int:
    found = NESTED.match(text, at)
    return found.end() if found else at + 1


def _closing(text: str, at: int) -> int:
    while at < len(text) and text[at] not in _QUOTES:
        at += 2 if text[at] == "\\" else 1
    return min(at, len(text))


def plain(text: str) -> str:
    r"""Return the text of an argument: a backslash stands for the character after it (``\"`` and ``\\``)."""
    return re.sub(r"\\([\\\"“”„])", r"\1", text)


@dataclass(frozen=True, slots=True)
class Parsed:
    """An instruction taken apart: arguments in order, switches by letter with theirs, then the general switches."""

    arguments: tuple[Span, ...]
    switches: dict[str, Span | None]
    formats: tuple[str, ...]
    number_picture: str | None
    date_picture: str | None

    @property
    def merge_format(self) -> bool:
        """Whether the result keeps the formatting of the result before it."""
        return "MERGEFORMAT" in self.formats


def parse_switches(text: str, listed: list[Span], with_argument: str) -> Parsed:
    """Take spans (after the keyword) apart.

    ``with_argument`` names the field switches that take the argument after them.
    """
    arguments: list[Span] = []
    switches: dict[str, Span | None] = {}
    general: dict[str, list[str]] = {"*": [], "#": [], "@": []}
    waiting = iter(listed)
    for span in waiting:
        letter = text[span.start + 1].lower() if span.kind == "switch" else ""
        if not letter:
            arguments.append(span)
        elif letter in general:
            general[letter].append(_argument(text, next(waiting, None)))
        else:
            switches[letter] = next(waiting, None) if letter in with_argument else None
    number, date = general["#"], general["@"]
    formats = tuple(
        name if name.upper() not in ("MERGEFORMAT", "CHARFORMAT") else name.upper() for name in general["*"]
    )
    return Parsed(tuple(arguments), switches, formats, number[-1] if number else None, date[-1] if date else None)


def _argument(text: str, span: Span | None) -> str:
    return plain(text[span.start : span.end]) if span else ""
