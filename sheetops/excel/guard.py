"""What stands in front of every workbook: nothing foreign is parsed before `check` has looked at it.

`check` takes a private copy of the file, so that what was checked is what is read; says what the file really is; and
looks at the archive and at every part but the sheets. Each sheet is scanned when it is read, before it is parsed.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sheetops.errors import BookError
from sheetops.excel import filekind
from sheetops.excel.archive import MIB, Archive, damaged, open_archive
from sheetops.excel.filekind import FileKind

LARGEST_FILE = 1_024 * MIB
_SHARING = (32, 33)
"""Windows' numbers for a file that another program has open or locked."""
_READABLE = ".xlsx, .xlsm, .xlsb, .xls, .ods or .csv"


@dataclass(frozen=True)
class Checked:
    """A file that may be parsed: its path, what it is, its bytes and their SHA-256, and its archive if it is one."""

    path: Path
    kind: FileKind
    data: bytes
    sha256: str
    archive: Archive | None

    @property
    def name(self) -> str:
        """The name that people know the file by."""
        return self.path.name


def check(path: Path | str) -> Checked:
    """Return a private copy of a file that may be parsed; BookError says what is wrong with any other, and the cure."""
    path = Path(path)
    _require_file(path)
    data = private_copy(path)
    if not data:
        raise BookError(f"{path.name} is empty: it holds not a single byte. Get it again from where it came from.")
    kind, archive = _identify(path.name, data)
    _require_promised(path, kind)
    assert isinstance(kind, FileKind)
    return Checked(path, kind, data, hashlib.sha256(data).hexdigest(), archive)


def private_copy(path: Path) -> bytes:
    """Return a file's bytes; BookError when it cannot be read, is too large, or changed meanwhile."""
    try:
        before = path.stat()
        if before.st_size > LARGEST_FILE:
            raise BookError(
                f"{path.name} is {before.st_size // MIB:,} MiB large; sheetops reads files up to "
                f"{LARGEST_FILE // MIB:,} MiB. Split it, or leave out what the job does not need."
            )
        data = path.read_bytes()
        after = path.stat()
    except OSError as fault:
        raise unreadable(path, fault) from fault
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise BookError(
            f"{path.name} was changed while it was being read. Wait until it has been saved, then try again."
        )
    return data


def unreadable(path: Path, fault: OSError) -> BookError:
    """Return the error of a file that the system does not hand out, with the cure."""
    if isinstance(fault, FileNotFoundError):
        return BookError(f"{path} does not exist. Check the name and the folder.")
    if getattr(fault, "winerror", None) in _SHARING:
        return BookError(
            f"{path.name} is open in another program, which keeps it locked. Close it there, then try again."
        )
    if isinstance(fault, PermissionError):
        return BookError(
            f"{path.name} may not be read. Close it if it is open in another program, or ask whoever keeps "
            f"{path.parent} for permission to read it."
        )
    return BookError(f"{path.name} cannot be read ({fault.strerror or fault}). Copy it to this computer and try again.")


def protected(name: str) -> BookError:
    """Return the error of a workbook that opens with a password only."""
    return BookError(
        f"{name} is password-protected. Open it in Excel, take the password off (File, Info, Protect Workbook, Encrypt "
        "with Password), save a copy and use that."
    )


def _require_file(path: Path) -> None:
    if path.name.startswith("~$"):
        raise BookError(
            f"{path.name} is only the mark that Excel leaves beside an open workbook. Choose {path.name[2:]}."
        )
    try:
        is_folder = path.is_dir()
    except OSError as fault:
        raise unreadable(path, fault) from fault
    if is_folder:
        raise BookError(f"{path} is a folder. Name the workbook or the exports in it.")


def _identify(name: str, data: bytes) -> tuple[FileKind | str, Archive | None]:
    if data.startswith(filekind.ZIP):
        archive = open_archive(name, data)
        mimetype, manifest = (
            archive.read(part) if part in archive else b"" for part in ("mimetype", "META-INF/manifest.xml")
        )
        return filekind.kind_of_parts(archive.parts, mimetype, manifest), archive
    if data.startswith(filekind.COMPOUND):
        return filekind.kind_of_compound(data), None
    return filekind.kind_of_plain(data), None


def _require_promised(path: Path, kind: FileKind | str) -> None:
    """A file under a false name is named for what it is, and never read on the quiet as something else."""
    promised = filekind.SUFFIXES.get(path.suffix.lower())
    if kind == filekind.PROTECTED:
        raise protected(path.name)
    if not isinstance(kind, FileKind):
        if promised in (FileKind.XLSX, FileKind.XLSB, FileKind.ODS) and kind == filekind.UNKNOWN:
            raise damaged(path.name, "it does not begin as a workbook begins")
        raise BookError(f"{path.name} is {kind}{_cure(path, kind)}")
    if promised is None:
        raise BookError(f"{path.name} is {kind} by what is in it; its name should end in {_READABLE}. Rename a copy.")
    if promised is not kind:
        raise BookError(
            f"{path.name} is not {promised}: it is {kind} under another ending. Open it in Excel and save it as what "
            "it should be, or give a copy the right ending."
        )


def _cure(path: Path, kind: str) -> str:
    as_what = f" saved as {path.suffix}" if path.suffix.lower() in filekind.SUFFIXES else ""
    if any(word in kind for word in ("web page", "XML", "Excel")):
        return f"{as_what}. Open it in Excel, save it as an Excel workbook (.xlsx) and use that."
    return f"{as_what}, not a workbook. Choose a file that is {_READABLE}."
