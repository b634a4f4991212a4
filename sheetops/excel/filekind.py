"""What a file really is, by its first bytes and parts, never by its name."""

from collections.abc import Collection
from enum import StrEnum

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class FileKind(StrEnum):
    """The kinds of file that can be read; the value is how people call them."""

    XLSX = "an Excel workbook (.xlsx)"
    XLSB = "a binary Excel workbook (.xlsb)"
    XLS = "an old Excel 97 workbook (.xls)"
    ODS = "an OpenDocument spreadsheet (.ods)"
    CSV = "a text file (.csv)"


SUFFIXES = {
    ".xlsx": FileKind.XLSX,
    ".xlsm": FileKind.XLSX,
    ".xltx": FileKind.XLSX,
    ".xltm": FileKind.XLSX,
    ".xlsb": FileKind.XLSB,
    ".xls": FileKind.XLS,
    ".ods": FileKind.ODS,
    ".csv": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".txt": FileKind.CSV,
}
"""The kind that each ending of a file's name promises."""

PROTECTED = "a password-protected workbook"
UNKNOWN = "a file of a kind that sheetops does not know"

_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a Word document in rich text (.rtf)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
    (b"\x09\x08", "an Excel 5 workbook or older"),
    (b"\x09\x04", "an Excel 4 workbook or older"),
)
_MARKUP = (
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<meta", "a web page"),
    (b"urn:schemas-microsoft-com:office:spreadsheet", "an XML spreadsheet of Excel 2003"),
    (b"<?xml", "an XML file"),
)
_STREAMS = (
    ("EncryptedPackage", PROTECTED),
    ("Workbook", FileKind.XLS),
    ("Book", "an Excel 5 workbook"),
    ("WordDocument", "an old Word document (.doc)"),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt)"),
    ("__properties_version1.0", "an Outlook message (.msg)"),
)
_PARTS = (
    ("xl/workbook.xml", FileKind.XLSX),
    ("xl/workbook.bin", FileKind.XLSB),
    ("word/document.xml", "a Word document (.docx)"),
    ("ppt/presentation.xml", "a PowerPoint presentation (.pptx)"),
    ("index/document.iwa", "an Apple Numbers or Pages document"),
)
_MAIN_PARTS = frozenset(("xl/workbook.xml", "xl/workbook.bin", "content.xml"))
_OPEN_DOCUMENT = (
    (b"opendocument.spreadsheet", FileKind.ODS),
    (b"opendocument.text", "an OpenDocument text (.odt)"),
    (b"opendocument", "an OpenDocument file that is no spreadsheet"),
)


def kind_of_plain(data: bytes) -> FileKind | str:
    """Return what a file is that is neither zip archive nor compound file: text is CSV, else it is named in words."""
    for signature, words in _SIGNATURES:
        if data.startswith(signature):
            return words
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        for mark, words in _MARKUP:
            if mark in start:
                return words
    return FileKind.CSV if _is_text(data[:4096]) else UNKNOWN


def kind_of_compound(data: bytes) -> FileKind | str:
    """Return what a compound file (OLE2) holds, by the names in its directory."""
    for stream, kind in _STREAMS:
        name = stream.encode("utf-16-le") + b"\0\0"
        found = data.find(name)
        while found >= 0:
            if found % 128 == 0 and data[found + 64 : found + 66] == len(name).to_bytes(2, "little"):
                return kind
            found = data.find(name, found + 1)
    return "a file of an old Office program"


def kind_of_parts(parts: Collection[str], mimetype: bytes, manifest: bytes) -> FileKind | str:
    """Return what a zip archive holds, by its lower-case part names and two of its parts, empty if absent."""
    if len(_MAIN_PARTS.intersection(parts)) > 1:
        return "several workbooks in one archive"  # the parser would choose another of them than the guard
    for part, kind in _PARTS:
        if part in parts:
            return kind
    for mark, kind in _OPEN_DOCUMENT:
        if mark in mimetype:
            return PROTECTED if b"encryption-data" in manifest else kind
    return "a zip archive"


def _is_text(start: bytes) -> bool:
    """Text has no control characters but tabs, line ends, form feeds and the old end-of-file mark; UTF-16 has NULs."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    strange = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1a\0" for byte in start)
    return strange * 50 <= len(start)
