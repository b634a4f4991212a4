"""What stands between a file from anywhere and the parser: whether it is a Word document, and safe to open."""

import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from sheetops.errors import TemplateError

MEBIBYTE = 1 << 20
FILE_LIMIT = 100 * MEBIBYTE
PART_LIMIT = 200 * MEBIBYTE
TOTAL_LIMIT = 400 * MEBIBYTE
MEMBERS = 5_000
RATIO, RATIO_FLOOR = 150, 8 * MEBIBYTE
"""A part above the floor must not unpack to more than RATIO times its packed size: real letters stay far below."""

_BEGINNINGS = (
    (b"%pdf", "a PDF file"),
    (b"{\\rtf", "a rich text file (.rtf)"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_INSIDE = (
    ("xl/workbook", "an Excel workbook"),
    ("ppt/presentation", "a PowerPoint presentation"),
    ("content.xml", "a LibreOffice or OpenDocument file (.odt)"),
)
_SAVE_AS = "Open it in Word and save it as a Word document (.docx)."


def read(path: Path) -> bytes:
    """Return the bytes of a template file; TemplateError when it is missing, too large or not readable."""
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise TemplateError(
                f"{path.name} is larger than {FILE_LIMIT // MEBIBYTE} MB, which no letter needs. "
                "Make its pictures smaller."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise TemplateError(f"There is no template {path}. Check the name and the folder.") from None
    except OSError as error:
        raise TemplateError(
            f"The template {path} cannot be read: {error.strerror}. Close it in Word and check its folder."
        ) from None


def members(data: bytes, name: str) -> dict[str, bytes]:
    """Return a Word package's members by name, unpacked.

    TemplateError says what the file really is, or what is wrong with it.
    """
    if not data.startswith(b"PK\x03\x04"):
        raise TemplateError(f"{name} is {_what(data)}, not a Word document (.docx). {_SAVE_AS}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            _refuse_unsafe(entries, name)
            unpacked = {entry.filename: package.read(entry) for entry in entries}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zlib.error) as error:
        raise TemplateError(
            f"{name} is damaged or was cut short ({error}). Copy it again, or open and save it in Word."
        ) from None
    _refuse_foreign(unpacked, name)
    return unpacked


def _what(data: bytes) -> str:
    if not data:
        return "an empty file"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _what_old(data)
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return next((what for beginning, what in _BEGINNINGS if start.startswith(beginning)), "something else")


def _what_old(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "protected with a password (remove it in Word under File, Info, Protect Document)"
    if "WordDocument".encode("utf-16-le") in data:
        return "a document of Word 97-2003 (.doc)"
    return "an old Office file"


def _refuse_unsafe(entries: list[zipfile.ZipInfo], name: str) -> None:
    fault = _first(_faults(entries))
    if fault:
        raise TemplateError(
            f"{name} is not opened, because {fault}. A document saved by Word is never like that: get a fresh copy."
        )


def _faults(entries: list[zipfile.ZipInfo]) -> Iterable[str]:
    if len(entries) > MEMBERS:
        yield f"it holds {len(entries):,} parts"
    if len({entry.filename.replace("\\", "/").casefold() for entry in entries}) < len(entries):
        yield "two of its parts have the same name"
    if sum(entry.file_size for entry in entries) > TOTAL_LIMIT:
        yield f"it unpacks to more than {TOTAL_LIMIT // MEBIBYTE} MB"
    for entry in entries:
        yield from _entry_faults(entry)


def _entry_faults(entry: zipfile.ZipInfo) -> Iterable[str]:
    if entry.flag_bits & 1:
        yield f"its part {entry.filename} is encrypted"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield f"its part {entry.filename} is packed in an unusual way"
    if entry.file_size > PART_LIMIT or (
        entry.file_size > RATIO_FLOOR and entry.file_size > RATIO * max(entry.compress_size, 1)
    ):
        yield f"its part {entry.filename} unpacks to {entry.file_size // MEBIBYTE:,} MB"
    steps = entry.filename.replace("\\", "/").split("/")
    if ".." in steps or steps[0] == "" or ":" in entry.filename:
        yield f"its part {entry.filename!r} points outside the document"


def _first(faults: Iterable[str]) -> str:
    return next(iter(faults), "")


def _refuse_foreign(unpacked: dict[str, bytes], name: str) -> None:
    if "[Content_Types].xml" in unpacked and any(part.startswith("word/") for part in unpacked):
        return
    what = next((what for start, what in _INSIDE if any(part.startswith(start) for part in unpacked)), "a zip archive")
    raise TemplateError(f"{name} is {what}, not a Word document (.docx). {_SAVE_AS}")
