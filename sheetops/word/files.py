"""Letters as files, whole or not at all: hundreds of thousands of them, so without waiting for the disk after each."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from sheetops.publish import whole_file


@contextlib.contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that appears under its name only when the block ends well; OutputError otherwise."""
    with whole_file(path) as draft, draft.open("wb") as out:
        yield out


def write_whole(path: Path, data: bytes) -> None:
    """Write a letter; OutputError as a sentence for the user when it cannot be written."""
    draft = path.with_name(f"sheetops-{os.getpid()}.tmp")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        with whole_file(path) as patient:  # waits for whoever holds the file, and says what is wrong
            patient.write_bytes(data)
