"""Ends a LibreOffice whose Python has died, and takes away the folder of its settings.

Run as a program of its own beside each LibreOffice that sheetops starts, with the process's number and the folder; it
waits at its input, which ends when Python does, however that ends. It imports nothing but the standard library, so that
it starts quickly.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ALL_DONE = b"done"
"""What Python says when it has ended LibreOffice itself."""


def end_group(pid: int) -> None:
    """End a process and all that it started, if it is still there."""
    if sys.platform == "win32":
        order = [str(Path(os.environ["SYSTEMROOT"], "System32", "taskkill.exe")), "/PID", str(pid), "/T", "/F"]
        subprocess.run(order, capture_output=True, check=False)  # noqa: S603  Windows' own program
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def remove(folder: Path) -> None:
    """Take a folder away; Windows lets go of a program's files only some time after its end."""
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)


def main() -> None:
    """Wait for Python's end, then clean up unless it says that this is done."""
    pid, folder = int(sys.argv[1]), Path(sys.argv[2])
    if sys.stdin.buffer.read() != ALL_DONE:
        end_group(pid)
        remove(folder)


if __name__ == "__main__":
    main()
