"""What a program does beyond literals and plain fields: choices, rows, paragraphs and tables that may vanish, ids."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sheetops.word.errors import ValueFault
from sheetops.word.program import Out, Program
from sheetops.word.scope import Scope, rows_for, value_of


@dataclass(frozen=True, slots=True)
class Computed:
    """A field whose text is worked out from the scope and written as it is."""

    name: str
    text: Callable[[Scope], str]
    write: Callable[[str], bytes]

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append the text."""
        try:
            out.append(self.write(self.text(scope)))
        except ValueFault as fault:
            if not scope.unused:  # an unused label may well be empty
                raise scope.letter.fault(self.name, str(fault)) from None


@dataclass(frozen=True, slots=True)
class Act:
    """A field that shows nothing but does something (NEXT, SET, SKIPIF)."""

    name: str
    act: Callable[[Scope], None]

    def __call__(self, scope: Scope, out: Out) -> None:
        """Do it."""
        try:
            self.act(scope)
        except ValueFault as fault:
            raise scope.letter.fault(self.name, str(fault)) from None


@dataclass(frozen=True, slots=True)
class Choice:
    """An IF field: one of two programs."""

    name: str
    test: Callable[[Scope], bool]
    yes: Program
    no: Program

    def __call__(self, scope: Scope, out: Out) -> None:
        """Run the program that the test calls for."""
        try:
            holds = self.test(scope)
        except ValueFault as fault:
            raise scope.letter.fault(self.name, str(fault)) from None
        (self.yes if holds else self.no)(scope, out)


@dataclass(frozen=True, slots=True)
class Rows:
    """Table rows with fields: repeated for a list when the fields belong to one, else written once."""

    names: tuple[str, ...]
    body: Program

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append the row as often as its list has rows."""
        items = rows_for(scope, self.names)
        if items is None:
            scope.letter.rows += 1
            self.body(scope, out)
            return
        for item in items:
            self.body(scope.inner(item), out)


@dataclass(frozen=True, slots=True)
class Region:
    """What stands between TableStart:NAME and TableEnd:NAME."""

    name: str
    body: Program

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append the content once for each row of the list (or once for a true value, not at all for an empty one)."""
        value = value_of(scope, self.name)
        if isinstance(value, (list, tuple)):
            items = value
        else:
            items = [value] if isinstance(value, dict) else [{}] if value else []
        for item in items:
            self.body(scope.inner(item), out)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that goes when none of its rows is left (or, if asked for, only its headings)."""

    body: Program

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append the table unless no row with fields was written."""
        before, own = scope.letter.rows, list[bytes]()
        self.body(scope, own)
        if scope.letter.rows > before:
            out += own


_PARAGRAPH = re.compile(rb"(?:</w:p>|<w:p(?: [^<>]*)?/>)\s*\Z")


@dataclass(frozen=True, slots=True)
class Container:
    """A cell, header or text box whose last paragraph may vanish: Word must find a paragraph at its end."""

    body: Program

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append the content, with an empty paragraph if it does not end in one."""
        content = self.body.bytes_for(scope)
        out.append(content)
        if not _PARAGRAPH.search(content[-200:]):
            out.append(b"<w:p/>")


_VISIBLE = re.compile(
    rb">\s*[^<>\s]|<w:(?:br|cr|tab|ptab|drawing|pict|object|sym|fldChar|fldSimple|pgNum|noBreakHyphen|softHyphen|"
    rb"footnoteReference|endnoteReference)\b"
)


@dataclass(frozen=True, slots=True)
class Blank:
    """A paragraph of nothing but fields: it goes when all are empty (ECMA-376 17.14.13, suppressed blank lines)."""

    head: Program
    body: Program

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append the paragraph if anything in it can be seen."""
        content = self.body.bytes_for(scope)
        if _VISIBLE.search(content):
            self.head(scope, out)
            out.append(content)


class End(bytes):
    """The end of a paragraph inside a `Flow`: the bytes are the paragraph's properties."""


class KeptEnd(End):
    """The end of a paragraph that stays even when nothing is in it."""


class Block(bytes):
    """A table inside a `Flow`."""


class Break(bytes):
    """The end of a letter's section in a combined document."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Content whose bytes travel through a `Flow` under a mark of their own."""

    kind: type[bytes]
    body: Program

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append the content as one marked piece."""
        out.append(self.kind(self.body.bytes_for(scope)))


@dataclass(frozen=True, slots=True)
class Flow:
    """Paragraphs that one field joins: which of their ends are left is known only when it is worked out."""

    body: Program

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append the paragraphs that the fields leave."""
        pieces: Out = []
        self.body(scope, pieces)
        line: Out = []
        for piece in pieces:
            if isinstance(piece, End):
                out += _paragraph(piece, b"".join(line))
                line = []
            elif isinstance(piece, Block):
                out.append(piece)
            else:
                line.append(piece)
        if line:
            out += _paragraph(End(), b"".join(line))


def _paragraph(end: End, content: bytes) -> Out:
    kept = isinstance(end, KeptEnd) or bytes(end).find(b"<w:sectPr") >= 0 or _VISIBLE.search(content)
    return [b"<w:p>", end, content, b"</w:p>"] if kept else []


@dataclass(frozen=True, slots=True)
class Number:
    """An id that must not occur twice in a document: ``local`` plus a stride for each copy of what it stands in."""

    local: int
    stride: int

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append the id."""
        out.append(b"%d" % (self.local + scope.copy * self.stride))


@dataclass(frozen=True, slots=True)
class Suffix:
    """The end of a bookmark's name that tells its copies apart."""

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append it, nothing for the first copy."""
        if scope.copy:
            out.append(b"_%d" % scope.copy)


@dataclass(frozen=True, slots=True)
class Note:
    """The id of a footnote: the same for every mention of it in one letter, another one in the next letter."""

    local: int
    stride: int

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append the id."""
        out.append(b"%d" % (self.local + scope.letter.place * self.stride))


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbering of a list that starts anew in each letter of a combined document."""

    first: int
    lists: int

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append its id."""
        out.append(b"%d" % (self.first + scope.letter.place * self.lists))


@dataclass(frozen=True, slots=True)
class HeaderRelation:
    """The relationship to a header or footer whose fields make it the letter's own."""

    part: str

    def __call__(self, scope: Scope, out: Out) -> None:
        """Append its id."""
        out.append(scope.letter.headers[self.part].encode())
