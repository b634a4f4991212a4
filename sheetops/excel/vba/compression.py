"""The compression of VBA projects (MS-OVBA 2.4.1): runs that occurred before are replaced by where and how long."""

import struct
from collections.abc import Iterator

_CHUNK = 4096
_SIGNATURE = 0b011 << 12
_COMPRESSED = 1 << 15
_SHORTEST = 3
_TOKENS = 8


def compress(data: bytes) -> bytes:
    """Return data as a compressed container.

    ValueError when the last part of the data, of 3,641 to 4,095 bytes, hardly repeats itself: the format would have to
    pad it with zeros (MS-OVBA 2.4.1.3.10), and the data would not come back as it was. No text does that.
    """
    return b"\x01" + b"".join(_packed(data[start : start + _CHUNK]) for start in range(0, len(data), _CHUNK))


def _packed(chunk: bytes) -> bytes:
    body = b"".join(_groups(chunk))
    if len(body) <= _CHUNK:
        return struct.pack("<H", _COMPRESSED | _SIGNATURE | (len(body) - 1)) + body
    if len(chunk) < _CHUNK:
        raise ValueError(f"the last {len(chunk)} bytes cannot be compressed: they hardly repeat themselves")
    return struct.pack("<H", _SIGNATURE | (_CHUNK - 1)) + chunk


def _groups(chunk: bytes) -> Iterator[bytes]:
    """Yield up to eight tokens at a time behind a byte that says which of them are copies."""
    flags = 0
    tokens: list[bytes] = []
    for token in _tokens(chunk):
        flags |= (len(token) == 2) << len(tokens)
        tokens.append(token)
        if len(tokens) == _TOKENS:
            yield bytes([flags]) + b"".join(tokens)
            flags, tokens = 0, []
    if tokens:
        yield bytes([flags]) + b"".join(tokens)


def _tokens(chunk: bytes) -> Iterator[bytes]:
    """Yield one byte for itself, or two bytes for a copy of what stands earlier in the chunk."""
    seen: dict[bytes, list[int]] = {}
    done = 0
    while done < len(chunk):
        offset, length = _longest(chunk, done, seen.get(chunk[done : done + _SHORTEST], []))
        if length >= _SHORTEST:
            yield struct.pack("<H", (offset - 1) << _length_bits(done) | (length - _SHORTEST))
        else:
            length = 1
            yield chunk[done : done + 1]
        for place in range(done, done + length):
            seen.setdefault(chunk[place : place + _SHORTEST], []).append(place)
        done += length


def _longest(chunk: bytes, done: int, candidates: list[int]) -> tuple[int, int]:
    """Return how far back the longest copy begins, the nearest of equals, and its length; it may run into itself."""
    most = min((1 << _length_bits(done)) - 1 + _SHORTEST, len(chunk) - done)
    best = offset = 0
    for place in reversed(candidates):
        length = 0
        while length < most and chunk[place + length] == chunk[done + length]:
            length += 1
        if length > best:
            best, offset = length, done - place
        if best == most:
            break
    return offset, best


def _length_bits(done: int) -> int:
    """Return how many of a copy's 16 bits hold its length: the rest reach back to the chunk's first byte."""
    return 16 - max((done - 1).bit_length(), 4)


def decompress(container: bytes) -> bytes:
    """Return what a compressed container holds; ValueError when it is not one."""
    if container[:1] != b"\x01":
        raise ValueError("a compressed container begins with the byte 1")
    return b"".join(_chunks(container))


def _chunks(container: bytes) -> Iterator[bytes]:
    place = 1
    while place < len(container):
        header = int.from_bytes(container[place : place + 2], "little")
        body = container[place + 2 : place + 3 + (header & 0xFFF)]
        if header & 0x7000 != _SIGNATURE or len(body) != (header & 0xFFF) + 1:
            raise ValueError(f"no whole chunk at byte {place}")
        yield _unpacked(body) if header & _COMPRESSED else body
        place += 2 + len(body)


def _unpacked(body: bytes) -> bytes:
    out = bytearray()
    place = 0
    while place < len(body):
        flags, place = body[place], place + 1
        for bit in range(_TOKENS):
            if place >= len(body):
                break
            if flags >> bit & 1:
                _copy(out, int.from_bytes(body[place : place + 2], "little"))
                place += 2
            else:
                out.append(body[place])
                place += 1
    return bytes(out)


def _copy(out: bytearray, token: int) -> None:
    bits = _length_bits(len(out))
    start = len(out) - (token >> bits) - 1
    if start < 0:
        raise ValueError(f"a copy reaches {-start} bytes before its chunk")
    for place in range(start, start + (token & ((1 << bits) - 1)) + _SHORTEST):
        out.append(out[place])
