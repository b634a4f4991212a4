"""A file is there whole or not at all: write beside it, then take its place in one step."""

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sheetops.errors import OutputError

PATIENCE = 3.0
"""Seconds to wait for a file that a virus scanner or a closing Excel still holds; on Windows only."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
_WINDOWS_FULL = 112
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a path to write to; when the block ends well its file takes the place of ``path``, else nothing is left.

    OutputError, as a sentence for the user, when the folder is missing or closed to us, the disk is full, or ``path``
    is a folder or is open in another program.
    """
    _require_folder(path)
    draft = path.with_name(f"sheetops-{secrets.token_hex(6)}.tmp")
    try:
        yield draft
        _settle(draft)
        _take_place(draft, path, PATIENCE if os.name == "nt" else 0.0)
    except OSError as wrong:
        raise OutputError(refusal(path, wrong)) from wrong
    finally:
        draft.unlink(missing_ok=True)


def make_folder(folder: Path) -> Path:
    """Return the folder, made if it was not there; OutputError when it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        file = next((one for one in (folder, *folder.parents) if one.exists() and not one.is_dir()), None)
        cause = f"{file} is a file" if file else wrong.strerror
        raise OutputError(
            f"The folder {folder} cannot be made: {cause}. Choose another, or ask for access to it."
        ) from wrong
    return folder


def _require_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise OutputError(
            f"{path.name} cannot be written: there is no folder {path.parent}. Make it or choose another."
        )
    if path.is_dir():
        raise OutputError(f"{path.name} cannot be written: {path} is a folder. Rename it or choose another.")


def _settle(draft: Path) -> None:
    # A power cut after the replacement must not find an empty file under the final name.
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def _take_place(draft: Path, path: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            draft.replace(path)
        except PermissionError:
            if time.monotonic() >= end:
                raise
            time.sleep(0.1)
        else:
            return


def _owner(path: Path) -> str:
    """Return who has a file open, as far as the file that Word or Excel lays beside it says so: a hint, no more."""
    for name in (f"~${path.name[2:]}", f"~${path.name}"):
        try:
            content = path.with_name(name).read_bytes()
        except OSError:
            continue
        said = content[1 : 1 + content[0]].decode("cp1252", "replace").strip("\0 ") if content else ""
        return f" ({said} has it open)" if said and said.isprintable() else ""
    return ""


def refusal(path: Path, wrong: OSError) -> str:
    """Return why a file cannot be written and what to do, as a sentence for the user."""
    denied = wrong.errno in _DENIED
    if wrong.errno in _FULL or getattr(wrong, "winerror", None) == _WINDOWS_FULL:
        cause = f"the disk that takes {path.parent} is full. Free some space and run again."
    elif denied and path.exists() and os.access(path.parent, os.W_OK):
        cause = f"it is open in another program{_owner(path)} or write-protected. Close it and run again."
    elif denied:
        cause = f"the folder {path.parent} may not be written to. Choose another folder."
    else:
        cause = f"{wrong.strerror or wrong} (in {path.parent}). Choose another folder."
    return f"{path.name} cannot be written: {cause}"
