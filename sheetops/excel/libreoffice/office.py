"""A LibreOffice that sheetops works with: one that it started itself, or one that was running already.

A started one has a folder of settings of its own, which it never shares with the LibreOffice that a person works in,
and is ended with everything it left behind when it is closed, at the latest when Python ends.
"""

import atexit
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from sheetops.excel.libreoffice import afterwards, bridge
from sheetops.excel.libreoffice.afterwards import ALL_DONE, end_group, remove
from sheetops.excel.libreoffice.program import find_program
from sheetops.excel.libreoffice.trouble import REACHED, LibreOfficeError, is_from_office

PATIENCE = 10.0
"""Seconds that LibreOffice is given to end by itself."""

_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""With ``start_new_session`` on other systems: the program and its children are a group that can be ended together."""

Process: TypeAlias = subprocess.Popen[bytes]

_OPEN: list["Office"] = []
_LAUNCHERS: list[Process] = []

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.UserProfile/Data">
<prop oor:name="initials" oor:op="fuse"><value>sheetops</value></prop></item>
<item oor:path="/org.openoffice.Office.Recovery/AutoSave">
<prop oor:name="Enabled" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


@dataclass(eq=False, repr=False)
class Office:
    """A reached LibreOffice; never show one of its objects by ``repr``: once it is gone, that ends this Python.

    ``process``, the ``watcher`` that ends it should Python die, and the ``profile`` folder are set only when sheetops
    started it; ``macros`` says whether the macros of workbooks that are opened may run; ``alerts`` keeps the messages
    that no screen could show; what is in ``before_close`` is done while it can still be reached.
    """

    pipe: str
    context: Any
    headless: bool
    macros: bool = False
    process: Process | None = None
    watcher: Process | None = None
    profile: Path | None = None
    alerts: list[str] = field(default_factory=list)
    before_close: list[Callable[[], None]] = field(default_factory=list)

    @property
    def pid(self) -> int:
        """The process's number; for one that was running already, a number made from its pipe's name."""
        return self.process.pid if self.process else zlib.crc32(self.pipe.encode())

    @property
    def desktop(self) -> Any:
        """LibreOffice's desktop, where documents are opened."""
        return self.service("com.sun.star.frame.Desktop")

    def alive(self) -> bool:
        """Return whether it still answers."""
        try:
            self.context.getServiceManager()
        except Exception as error:
            if is_from_office(error):
                return False
            raise
        return True

    def service(self, name: str) -> Any:
        """Return one of LibreOffice's services by its full name."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def close(self) -> None:
        """End it with its settings when sheetops started it; let go of one that was running already."""
        if self not in _OPEN:
            return
        _OPEN.remove(self)
        if self.alive in REACHED:
            REACHED.remove(self.alive)
        within(PATIENCE, self._take_leave)
        if self.process and self.profile and self.watcher:
            _end(self.process)
            remove(self.profile)
            self.watcher.communicate(ALL_DONE)

    def kill(self) -> None:
        """End a started one at once; raise LibreOfficeError for one that sheetops did not start."""
        if self.process is None:
            raise LibreOfficeError("This LibreOffice was running before sheetops: close it yourself.")
        end_group(self.process.pid)
        self.close()

    def _take_leave(self) -> None:
        with suppress(Exception):  # it may be gone already, and hanging is dealt with by whoever waits
            for step in self.before_close:
                step()
            if self.process:
                self.desktop.terminate()


def start(*, visible: bool = False, macros: bool = False, program: Path | None = None, timeout: float = 60.0) -> Office:
    """Start a LibreOffice of its own and return it; LibreOfficeError when it does not come up within ``timeout`` s."""
    soffice = find_program(program)
    bridge.load(soffice)
    profile = Path(tempfile.mkdtemp(prefix="sheetops-libreoffice-"))
    headless = not (visible and _has_screen())
    pipe = f"sheetops{os.getpid()}x{secrets.token_hex(6)}"
    try:
        process = _launch(soffice, pipe, profile, headless)
    except OSError as error:
        remove(profile)
        raise LibreOfficeError(f"LibreOffice could not be started from {soffice}: {error}") from error
    office = Office(pipe, None, headless, macros, process, _watch(process, profile), profile)
    _OPEN.append(office)
    try:
        office.context = bridge.connect(pipe, soffice, timeout, lambda: _why_stopped(process, profile))
    except BaseException:
        office.kill()
        raise
    REACHED.append(office.alive)
    return office


def attach(pipe: str, *, macros: bool = False, program: Path | None = None, timeout: float = 10.0) -> Office:
    """Return the LibreOffice that listens on a pipe (it was started, or asked, with ``--accept``)."""
    context = bridge.connect(pipe, find_program(program), timeout)
    office = Office(pipe, context, headless=False, macros=macros)
    _OPEN.append(office)
    REACHED.append(office.alive)
    return office


def attach_running(
    *, profile: Path | None = None, macros: bool = False, program: Path | None = None, timeout: float = 30.0
) -> Office:
    """Ask the LibreOffice that the user has open to listen, and return it; one is opened when there is none.

    ``profile`` is the folder of its settings when it is not the user's ordinary one.
    """
    soffice = find_program(program)
    pipe = f"sheetops{os.getpid()}x{secrets.token_hex(6)}"
    order = [str(soffice), f"--accept=pipe,name={pipe};urp;", "--nologo", "--nodefault"]
    if profile:
        bridge.load(soffice)
        order.append(f"-env:UserInstallation={bridge.to_url(profile)}")
    # The second soffice hands its option to the running one and ends by itself.
    _LAUNCHERS.append(
        subprocess.Popen(  # noqa: S603  the program was looked up
            order, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    )
    return attach(pipe, macros=macros, program=soffice, timeout=timeout)


def within(seconds: float, step: Callable[[], None]) -> bool:
    """Return whether a step ended within so many seconds; one that hangs is left behind."""
    thread = threading.Thread(target=step, daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()


def _watch(process: Process, profile: Path) -> Process:
    order = [sys.executable, "-I", "-S", afterwards.__file__, str(process.pid), str(profile)]
    return subprocess.Popen(  # noqa: S603  this Python
        order,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=_GROUP,
        start_new_session=True,
    )


def _launch(soffice: Path, pipe: str, profile: Path, headless: bool) -> Process:
    user = profile / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    order = [
        str(soffice),
        f"--accept=pipe,name={pipe};urp;",
        f"-env:UserInstallation={bridge.to_url(profile)}",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nofirststartwizard",
    ]
    if headless:
        order.append("--headless")
    with (profile / "said.txt").open("wb") as said:
        return subprocess.Popen(  # noqa: S603  the program was looked up
            order, stdin=subprocess.DEVNULL, stdout=said, stderr=said, creationflags=_GROUP, start_new_session=True
        )


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _why_stopped(process: Process, profile: Path) -> str:
    code = process.poll()
    # On Windows soffice.exe may end well and leave the program that it started.
    if code is None or (code == 0 and sys.platform == "win32"):
        return ""
    said = (profile / "said.txt").read_text(encoding="utf-8", errors="replace").strip()
    return f"LibreOffice stopped while it was starting (code {code}). It said: {said[-500:] or 'nothing'}"


def _end(process: Process) -> None:
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        end_group(process.pid)
        process.wait(PATIENCE)


@atexit.register
def close_all() -> None:
    """End every LibreOffice that sheetops started and that is still open."""
    for office in list(_OPEN):
        office.close()
    for launcher in _LAUNCHERS:
        with suppress(subprocess.TimeoutExpired):  # then it is the user's LibreOffice itself, which stays
            launcher.wait(1)
