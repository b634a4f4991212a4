"""XML from outside, read without a document type, without entities of its own and in UTF-8 only, as Office writes it.

Names of elements and attributes come without their prefix, because the parser of workbooks looks at them like that.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.parsers import expat

from sheetops.errors import BookError
from sheetops.excel.archive import damaged, refused

Begin = Callable[[str, Mapping[str, str]], Any]

_ENCODINGS = {None, "utf-8", "us-ascii", "ascii"}
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_DOCUMENT_TYPE = b"<!DOCTYPE"


class Reader:
    """A parser for one part; `feed` it pages, then `close` it. BookError names the file and the part."""

    def __init__(self, file: str, part: str, begin: Begin) -> None:
        self._file, self._part = file, part
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = lambda name, attributes: begin(
            local(name), {local(key): value for key, value in attributes.items()}
        )
        self.parser.StartDoctypeDeclHandler = self._refuse_type
        self.parser.XmlDeclHandler = self._check_encoding

    def feed(self, page: bytes) -> None:
        """Parse the next page."""
        self._parse(page, False)

    def close(self) -> None:
        """Parse what is left; a part that stops in the middle is damaged."""
        self._parse(b"", True)

    def _parse(self, page: bytes, last: bool) -> None:
        try:
            self.parser.Parse(page, last)
        except expat.ExpatError as fault:
            raise damaged(self._file, f"its part {self._part} cannot be read at line {fault.lineno}") from fault

    def _refuse_type(self, *_: object) -> None:
        raise _has_type(self._file, self._part)

    def _check_encoding(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding and encoding.lower()) not in _ENCODINGS:
            raise _odd_encoding(self._file, self._part, str(encoding))


def local(name: str) -> str:
    """Return an element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def elements(file: str, part: str, pages: Iterable[bytes], *wanted: str) -> list[tuple[str, Mapping[str, str]]]:
    """Return the elements of some names, with their attributes, in order."""
    found: list[tuple[str, Mapping[str, str]]] = []
    reader = Reader(file, part, lambda name, attributes: found.append((name, attributes)) if name in wanted else None)
    for page in pages:
        reader.feed(page)
    reader.close()
    return found


def check_start(file: str, part: str, page: bytes) -> None:
    """Raise BookError when a part's first page shows that it is not UTF-8."""
    declared = _DECLARED.search(page[:1024])
    encoding = declared[1].decode("latin-1").lower() if declared else None
    if page.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in page[:4] or encoding not in _ENCODINGS:
        raise _odd_encoding(file, part, encoding or "UTF-16")


def check_plain(file: str, part: str, pages: Iterable[bytes]) -> None:
    """Raise BookError when a part carries a document type or is not UTF-8; its elements are not looked at."""
    before = None
    for page in pages:
        if before is None:
            check_start(file, part, page)
        if _DOCUMENT_TYPE in (before or b"") + page:
            raise _has_type(file, part)
        before = page[-len(_DOCUMENT_TYPE) :]


def _has_type(file: str, part: str) -> BookError:
    return refused(
        file, f"its part {part} contains a document type (DTD), which no Office program writes and attacks use"
    )


def _odd_encoding(file: str, part: str, encoding: str) -> BookError:
    return refused(file, f"its part {part} is written in {encoding}, where Office writes UTF-8")
