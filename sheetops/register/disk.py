"""The few things that issuing documents asks of a disk, each as safe as the computer can make it."""

import errno
import os
import secrets
import time
from pathlib import Path

PATIENCE = 3.0
"""Seconds to wait for a file that a virus scanner or a closing program still holds; on Windows only."""


class Disk:
    """A real disk. Tests stand in others that lose power or run full."""

    def write(self, folder: Path, content: bytes) -> Path:
        """Write bytes into a folder under a name of their own, and have them on the disk; return where they are."""
        draft = folder / f"sheetops-{secrets.token_hex(8)}.tmp"
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return draft

    def publish(self, draft: Path, path: Path) -> bool:
        """Give a draft its name; False, and nothing is changed, when that name is taken."""
        end = time.monotonic() + (PATIENCE if os.name == "nt" else 0)
        while True:
            try:
                return _rename_new(draft, path)
            except PermissionError:
                if time.monotonic() >= end:
                    raise
                time.sleep(0.1)

    def sync(self, folder: Path) -> None:
        """Have the names in a folder on the disk. Windows keeps them with the files and needs no call."""
        if os.name == "nt":
            return
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def read(self, path: Path) -> bytes | None:
        """Return a file's bytes, None when there is none."""
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def called(self, folder: Path, part: str) -> list[Path]:
        """Return the files in a folder whose name holds a text, in order."""
        return sorted(file for file in folder.glob("*") if part in file.name) if folder.is_dir() else []

    def remove(self, path: Path) -> None:
        """Take a draft away, if it is there."""
        path.unlink(missing_ok=True)

    def set_aside(self, path: Path) -> Path:
        """Move a file that stands where a document belongs into the folder ``quarantine`` beside it; return where."""
        folder = path.parent / "quarantine"
        folder.mkdir(exist_ok=True)
        aside = folder / f"{path.stem} {secrets.token_hex(4)}{path.suffix}"
        path.rename(aside)
        return aside


def _rename_new(draft: Path, path: Path) -> bool:
    try:
        if os.name == "nt":
            draft.rename(path)  # refuses a name that is taken
        else:
            _link(draft, path)
    except FileExistsError:
        return False
    return True


def _link(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except OSError as wrong:
        if wrong.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS):
            raise
        # A file system without hard links (FAT, some shares): taking the name first is the next best.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        draft.replace(path)
    else:
        draft.unlink()
