"""Where a register may lie: on a disk of this computer, never where two computers copy or share the file.

SQLite's locks and syncs are only as good as the file system's; network shares and synchronised folders break both
(https://www.sqlite.org/howtocorrupt.html, section 2; https://www.sqlite.org/useovernet.html).
"""

import os
import sys
from pathlib import Path, PurePath

from sheetops.errors import OutputError

_SYNCED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud drive", "icloud~", "nextcloud", "box sync")
_SYNCED_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORKS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2"}
_MOUNTS = Path("/proc/mounts")
_REMOTE_DRIVE = 4  # Windows: DRIVE_REMOTE of GetDriveTypeW


def require_local(file: Path) -> None:
    """Raise OutputError when a register must not lie where this file is: a network place or a synchronised folder."""
    why = _why_not(file)
    if why:
        raise OutputError(
            f"The register {file} lies {why}: two computers would write into copies of it, and numbers could be given "
            "twice. Put it into a folder of this computer (setting register in Policy, or --register), or for a team "
            "use a PostgreSQL server."
        )


def is_local(folder: Path) -> bool:
    """Return whether a register may lie in a folder."""
    return not _why_not(folder / "register.db")


def _why_not(file: Path) -> str:
    if str(file).startswith(("\\\\", "//")):
        return "on a network share"
    folder = file.parent.resolve()
    if is_synced(folder):
        return "in a folder that is copied between computers (OneDrive, Dropbox or the like)"
    return "on a network drive" if _is_network(folder) else ""


def is_synced(folder: PurePath) -> bool:
    """Return whether a folder is one that a program copies to and from the web, by its name or as Windows tells."""
    own = [Path(os.environ[name]) for name in _SYNCED_VARIABLES if os.environ.get(name)]
    named = any(part.casefold().startswith(_SYNCED) for part in folder.parts)
    return named or any(one == folder or one in folder.parents for one in own)


def _is_network(folder: Path) -> bool:
    if sys.platform == "win32":  # not run on the machines of its makers
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)) == _REMOTE_DRIVE
    return _kind_of_mount(folder, _mounts()) in _NETWORKS


def _mounts() -> str:
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _kind_of_mount(folder: Path, mounts: str) -> str:
    """Return the kind of file system that a folder lies on, from the text of /proc/mounts; "" where it is unknown."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        _, place, found, *_ = [*line.split(" "), "", "", ""]
        mount = Path(place.replace("\\040", " "))
        if (mount == folder or mount in folder.parents) and len(mount.parts) >= best:
            best, kind = len(mount.parts), found
    return kind
