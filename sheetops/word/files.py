"""Whole files or none: written under a temporary name beside the place where they belong, then renamed."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sheetops.errors import OutputError

_PATIENCE = 2.5
"""Seconds to wait on Windows for whoever holds a file (a virus scanner, the indexer, a sync client)."""

_LONGEST = 240


@contextlib.contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing that appears under its name only when the block ends without an error; OutputError otherwise."""
    if len(str(path.absolute()).encode("utf-16-le")) // 2 > _LONGEST and os.name == "nt":
        raise OutputError(f"The path {path} is too long for Windows. Choose a folder nearer to the drive's root.")
    draft = path.with_name(f".{path.name[:80]}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as out:
            yield out
        _rename(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise OutputError(_why(path, error)) from None
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all."""
    with whole(path) as out:
        out.write(data)


def folder_for(path: Path) -> Path:
    """Return a folder, made if need be; OutputError when it cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {path} cannot be made: {error.strerror}. Choose another with --out.") from None
    return path


def _rename(draft: Path, path: Path) -> None:
    until = time.monotonic() + (_PATIENCE if os.name == "nt" else 0)
    while True:
        try:
            draft.replace(path)
        except PermissionError:
            if time.monotonic() >= until:
                raise
            time.sleep(0.1)
        else:
            return


def _why(path: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"{path.name} cannot be written: it is open in Word, or {path.parent} does not allow it. Close it and run again."
    return f"{path.name} cannot be written into {path.parent}: {error.strerror or error}."
