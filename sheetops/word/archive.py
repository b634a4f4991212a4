"""Zip members written by hand: static ones packed once, changing ones per letter, times fixed so that bytes repeat.

APPNOTE.TXT 4.3; every time stamp is 1 January 1980, the earliest that a zip can hold.
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

_isal: Any
try:
    from isal import isal_zlib
except ImportError:  # an optional extra
    _isal = None
else:
    _isal = isal_zlib
_crc32: Callable[[bytes], int] = _isal.crc32 if _isal else zlib.crc32

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR = struct.Struct("<4sIQI")
_DAY = 0x21
_UTF8 = 0x800
_BIG = 0xFFFFFFFF
DEFLATED, STORED = 8, 0

Squeeze = Callable[[bytes], bytes]


class Entry(NamedTuple):
    """One member as the central directory lists it."""

    name: bytes
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def squeezer(level: int, *, fast: bool = True) -> Squeeze:
    """Return the function that deflates a member at a level.

    Isal takes the low levels when it is installed and wanted.
    """
    if _isal is not None and fast and level <= 1:
        deflate = _isal.compress
        return lambda data: bytes(deflate(data, 1, -15))
    return lambda data: zlib.compress(data, level, -15)


def local(name: bytes, method: int, crc: int, packed: int, size: int, extra: bytes = b"", version: int = 20) -> bytes:
    """Return a member's local header."""
    head = _LOCAL.pack(b"PK\3\4", version, _UTF8, method, 0, _DAY, crc, packed, size, len(name), len(extra))
    return head + name + extra


def central(entry: Entry) -> bytes:
    """Return a member's line in the central directory, with zip64 figures where 32 bits are too few."""
    wide = [figure for figure in (entry.size, entry.packed, entry.offset) if figure >= _BIG]
    extra = struct.pack(f"<2H{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    version = 45 if wide else 20
    packed, size, offset = (min(figure, _BIG) for figure in (entry.packed, entry.size, entry.offset))
    numbers = (entry.crc, packed, size, len(entry.name), len(extra), 0, 0, 0, 0, offset)
    return _CENTRAL.pack(b"PK\1\2", version, version, _UTF8, entry.method, 0, _DAY, *numbers) + entry.name + extra


def ending(count: int, size: int, offset: int) -> bytes:
    """Return the end of a central directory of so many members, so many bytes long, at an offset."""
    plain = _END.pack(b"PK\5\6", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), min(size, _BIG), min(offset, _BIG), 0)
    if count < 0xFFFF and offset + size < _BIG:
        return plain
    wide = _END64.pack(b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
    return wide + _LOCATOR.pack(b"PK\6\7", 0, offset + size, 1) + plain


@dataclass(frozen=True, slots=True)
class Frame:
    """A package with its unchanging members packed: a letter adds the changing ones (``names``) behind ``head``."""

    head: bytes
    directory: bytes
    count: int
    names: tuple[bytes, ...]

    def fill(self, parts: Sequence[bytes], squeeze: Squeeze, more: Sequence[tuple[str, bytes]] = ()) -> bytes:
        """Return the finished package: ``parts`` are the changing members in the order of ``names``.

        ``more`` comes behind.
        """
        at = len(self.head)
        out, lines = [self.head], [self.directory]
        members = list(zip(self.names, parts, strict=True))
        members += [(name.encode(), data) for name, data in more]
        for name, data in members:
            crc, packed = _crc32(data), squeeze(data)
            head = local(name, DEFLATED, crc, len(packed), len(data))
            out += (head, packed)
            lines.append(central(Entry(name, DEFLATED, crc, len(packed), len(data), at)))
            at += len(head) + len(packed)
        directory = b"".join(lines)
        out += (directory, ending(self.count + len(members), len(directory), at))
        return b"".join(out)


def frame(static: Sequence[tuple[str, bytes]], names: Sequence[str]) -> Frame:
    """Pack the unchanging members once, as tightly as deflate can."""
    head, directory = b"", b""
    for name, data in static:
        packed = zlib.compress(data, 9, -15)
        method, stored = (DEFLATED, packed) if len(packed) < len(data) else (STORED, data)
        entry = Entry(name.encode(), method, zlib.crc32(data), len(stored), len(data), len(head))
        directory += central(entry)
        head += local(entry.name, method, entry.crc, entry.packed, entry.size) + stored
    return Frame(head, directory, len(static), tuple(name.encode() for name in names))


class Archive:
    """A zip file being written to a seekable stream: finished members, and one long member at a time."""

    def __init__(self, out: BinaryIO, level: int) -> None:
        self._out = out
        self._level = level
        self._entries: list[Entry] = []
        self._at = 0

    def add_packed(self, raw: bytes, directory: bytes, count: int) -> None:
        """Take over members that a `Frame` packed; only as the first thing."""
        assert not self._at
        self._write(raw)
        self._taken, self._taken_count = directory, count

    _taken, _taken_count = b"", 0

    def add(self, name: str, data: bytes) -> None:
        """Add a member."""
        packed = zlib.compress(data, self._level, -15)
        method, stored = (DEFLATED, packed) if len(packed) < len(data) else (STORED, data)
        self._add(Entry(name.encode(), method, zlib.crc32(data), len(stored), len(data), self._at), stored)

    def add_stored(self, name: str, data: bytes) -> None:
        """Add a member as it is (a letter is packed already)."""
        self._add(Entry(name.encode(), STORED, zlib.crc32(data), len(data), len(data), self._at), data)

    def _add(self, entry: Entry, stored: bytes) -> None:
        self._write(local(entry.name, entry.method, entry.crc, entry.packed, entry.size))
        self._write(stored)
        self._entries.append(entry)

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)

    def stream(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add a member of any length from its pieces.

        Its header is completed afterwards (zip64 if it grew that long).
        """
        start, raw, crc, size = self._at, name.encode(), 0, 0
        room = local(raw, DEFLATED, 0, 0, 0, _PADDING)
        self._write(room)
        packer = zlib.compressobj(self._level, DEFLATED, -15)
        for block in _blocks(pieces):
            crc, size = zlib.crc32(block, crc), size + len(block)
            self._write(packer.compress(block))
        self._write(packer.flush())
        entry = Entry(raw, DEFLATED, crc, self._at - start - len(room), size, start)
        self._out.seek(start)
        self._out.write(_completed(entry))
        self._out.seek(self._at)
        self._entries.append(entry)

    def close(self) -> None:
        """Write the central directory."""
        start = self._at
        self._write(self._taken)
        for entry in self._entries:
            self._write(central(entry))
        self._write(ending(self._taken_count + len(self._entries), self._at - start, start))


_PADDING = struct.pack("<2H16x", 0xD935, 16)
"""An extra field that readers pass over, as long as the zip64 one that may have to take its place."""

_BLOCK = 1 << 18


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Gather small pieces into blocks worth a call."""
    waiting, length = list[bytes](), 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= _BLOCK:
            yield b"".join(waiting)
            waiting, length = [], 0
    yield b"".join(waiting)


def _completed(entry: Entry) -> bytes:
    if entry.size < _BIG and entry.packed < _BIG:
        return local(entry.name, DEFLATED, entry.crc, entry.packed, entry.size, _PADDING, version=20)
    wide = struct.pack("<2H2Q", 1, 16, entry.size, entry.packed)
    return local(entry.name, DEFLATED, entry.crc, _BIG, _BIG, wide, version=45)
