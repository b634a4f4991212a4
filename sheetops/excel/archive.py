"""The zip archive that a workbook is: checked as a whole before any part of it is parsed.

Every reader must see the same parts in it, so whatever readers are known to disagree about is refused. Sizes are
checked as declared, and each part again as it is inflated.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

from sheetops.errors import BookError

_deflate: ModuleType
try:
    from isal import isal_zlib
except ImportError:  # an optional extra: two or three times faster, same calls
    _deflate = zlib
else:
    _deflate = isal_zlib

MIB = 1 << 20
_UNPACKING: type[Exception] = _deflate.error
MOST_PARTS = 5_000
LARGEST_PART = 2_048 * MIB
LARGEST_TOTAL = 4_096 * MIB
LARGEST_RATIO = 150
RATIO_FLOOR = 8 * MIB
"""A part that inflates to less than the floor may be as repetitive as it likes: styles and pictures often are."""
PAGE = MIB // 2
"""Bytes inflated at a time: few enough to stay in the processor's cache, which makes scanning them much faster."""

_DEFLATE = 8
_LOCAL = struct.Struct("<4s5H3L2H")
_END = b"PK\x05\x06"


@dataclass(frozen=True)
class Archive:
    """A workbook's archive: its file's name, its bytes, and its parts by lower-case name."""

    name: str
    data: bytes
    parts: Mapping[str, zipfile.ZipInfo]

    def __contains__(self, part: str) -> bool:
        """Return whether there is such a part."""
        return part.lower() in self.parts

    def size(self, part: str) -> int:
        """Return how many bytes a part inflates to, as declared (and as `pages` holds it to)."""
        return self.parts[part.lower()].file_size

    def pages(self, part: str, size: int = PAGE) -> Iterator[bytes]:
        """Yield a part piece by piece; BookError when it is not what the archive declares it to be."""
        info = self.parts[part.lower()]
        seen, checksum = 0, 0
        for page in self._inflated(info, size):
            seen += len(page)
            if seen > info.file_size:
                break
            checksum = _deflate.crc32(page, checksum)
            yield page
        if seen != info.file_size or checksum != info.CRC:
            raise damaged(self.name, f"its part {info.filename} is not what was saved")

    def read(self, part: str, limit: int = 64 * MIB) -> bytes:
        """Return a whole part; BookError when it is larger than ``limit`` bytes."""
        if self.size(part) > limit:
            raise refused(self.name, f"its part {part} is far larger than any workbook needs")
        return b"".join(self.pages(part))

    def replaced(self, part: str, content: bytes) -> bytes:
        """Return the archive's bytes with one part's content replaced."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
            for name, info in self.parts.items():
                archive.writestr(info.filename, content if name == part.lower() else b"".join(self.pages(name)))
        return written.getvalue()

    def _inflated(self, info: zipfile.ZipInfo, size: int) -> Iterator[bytes]:
        start = _content(self.data, info)
        rest: bytes | memoryview = memoryview(self.data)[start : start + info.compress_size]
        if info.compress_type != _DEFLATE:
            yield from (bytes(rest[at : at + size]) for at in range(0, len(rest), size))
            return
        stream = _deflate.decompressobj(-15)
        try:
            while rest and not stream.eof:
                page = stream.decompress(rest, size)
                rest = stream.unconsumed_tail
                if page:
                    yield page
        except (zlib.error, _UNPACKING) as fault:
            raise damaged(self.name, f"its part {info.filename} cannot be unpacked") from fault


def open_archive(name: str, data: bytes) -> Archive:
    """Return the archive of a file, every entry checked; BookError says what is wrong with it."""
    _check_end(name, data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, UnicodeDecodeError) as fault:
        raise damaged(name, "its table of contents cannot be read") from fault
    files = [entry for entry in entries if not entry.is_dir()]
    _check_sizes(name, files)
    for entry in entries:
        _check_entry(name, data, entry)
    _check_overlap(name, data, entries)
    return Archive(name, data, _by_name(name, files))


def damaged(name: str, what: str) -> BookError:
    """Return the error of a file that was cut off or changed on its way."""
    return BookError(f"{name} is damaged: {what}. Get it again from where it came from, or repair it in Excel.")


def refused(name: str, what: str) -> BookError:
    """Return the error of a file that is not safe to read."""
    return BookError(
        f"{name} was not opened, because {what}. If you trust where it came from, open it in Excel, save it as a new "
        ".xlsx workbook and use that."
    )


def _check_end(name: str, data: bytes) -> None:
    """Two ends of archive make two archives: which of them a program reads is its own choice."""
    ends = data.count(_END, max(0, len(data) - 65_557))
    if not ends:
        raise damaged(name, "its end is missing, so the copy or download was cut off")
    if ends > 1:
        raise refused(name, "it holds two archives in one, which programs read differently")
    declared = int.from_bytes(data[data.rfind(_END) + 10 :][:2], "little")
    if MOST_PARTS < declared < 0xFFFF:
        raise refused(name, f"it holds {declared:,} parts where a workbook has some dozens")


def _check_sizes(name: str, files: list[zipfile.ZipInfo]) -> None:
    if len(files) > MOST_PARTS:
        raise refused(name, f"it holds {len(files):,} parts where a workbook has some dozens")
    for entry in files:
        large = entry.file_size > RATIO_FLOOR
        if entry.file_size > LARGEST_PART or (large and entry.file_size > LARGEST_RATIO * entry.compress_size):
            raise refused(name, f"its part {entry.filename} would unpack to {entry.file_size // MIB:,} MiB")
    total = sum(entry.file_size for entry in files)
    if total > LARGEST_TOTAL:
        raise refused(name, f"it would unpack to {total // MIB:,} MiB")


def _check_entry(name: str, data: bytes, entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 1:
        raise BookError(f"{name} is encrypted. Save a copy without a password and use that.")
    if entry.compress_type not in (zipfile.ZIP_STORED, _DEFLATE):
        raise refused(
            name, f"its part {entry.filename} is packed by method {entry.compress_type}, which Excel never uses"
        )
    steps = entry.orig_filename.replace("\\", "/").split("/")
    if (
        not {"", ".", ".."}.isdisjoint(steps[:-1])
        or steps[-1] in (".", "..")
        or any(bad in entry.orig_filename for bad in ":\0")
    ):
        raise refused(name, f"one of its parts is named {entry.orig_filename!r}, which points outside the workbook")
    head = data[entry.header_offset : entry.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size or not _agrees(head, data, entry):
        raise damaged(name, f"its table of contents and its part {entry.filename} do not agree")


def _agrees(head: bytes, data: bytes, entry: zipfile.ZipInfo) -> bool:
    signature, _, flags, method, _, _, _, _, _, length, _ = _LOCAL.unpack(head)
    named = data[entry.header_offset + _LOCAL.size :][:length].decode("utf-8" if flags & 0x800 else "cp437", "replace")
    whole = _content(data, entry) + entry.compress_size <= len(data)
    stored = method == _DEFLATE or entry.compress_size == entry.file_size
    same = signature == b"PK\x03\x04" and method == entry.compress_type and named == entry.orig_filename
    return same and whole and stored


def _content(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Where a part's own bytes begin: behind its local header, its name and its extra field."""
    name, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
    return entry.header_offset + _LOCAL.size + int(name) + int(extra)


def _offset(entry: zipfile.ZipInfo) -> int:
    return entry.header_offset


def _check_overlap(name: str, data: bytes, entries: list[zipfile.ZipInfo]) -> None:
    end, entries = 0, sorted(entries, key=_offset)
    for entry in entries:
        if entry.header_offset < end:
            raise refused(name, f"its part {entry.filename} shares its bytes with another part")
        end = _content(data, entry) + entry.compress_size
    if entries and entries[0].header_offset:
        raise refused(name, "something else stands in front of the workbook in the same file")


def _by_name(name: str, files: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    parts: dict[str, zipfile.ZipInfo] = {}
    for entry in files:
        part = entry.filename.replace("\\", "/").lower()
        if part in parts:
            raise refused(name, f"it holds the part {entry.filename} twice, which programs read differently")
        parts[part] = entry
    return parts
