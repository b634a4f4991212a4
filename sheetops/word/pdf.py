"""PDF of finished letters: through Word where it is installed (Windows), else through LibreOffice.

LibreOffice takes many files a call in one profile of its own; a call that hangs is ended, and its files are tried one
by one, so that one bad letter costs no other. A letter costs 25 to 60 ms of processor time there, some hundred times
its making.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sheetops.errors import OutputError

BATCH = 40
"""Files a call: long enough to forget the start, short enough that a hang costs little."""

START, EACH = 60.0, 6.0
"""Seconds allowed for a call, and more for each file in it."""

_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
)
_PDF = 17
"""Word's number for the PDF format (wdExportFormatPDF)."""

Heard = Callable[[int], None]


def libreoffice() -> Path | None:
    """Return LibreOffice's program, or None when it is not installed."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    found = [Path(named)] if named else [Path(place) for place in _PLACES if Path(place).is_file()]
    return found[0] if found else None


def to_pdf(files: Sequence[Path], folder: Path, heard: Heard = lambda done: None) -> dict[Path, str]:
    """Write a PDF of each Word file into a folder; return what could not be converted, with the reason.

    The PDF has the file's name. Raises OutputError when neither Word nor LibreOffice is there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if word_is_here():
        return _with_word(files, folder, heard)
    program = libreoffice()
    if program is None:
        raise OutputError(
            "A PDF needs Word or LibreOffice, and neither is installed here. Install LibreOffice (free, "
            "libreoffice.org), or make the letters without --pdf."
        )
    return _with_libreoffice(program, files, folder, heard)


# ------------------------------------------------------------------------------------------------------- LibreOffice


def _with_libreoffice(program: Path, files: Sequence[Path], folder: Path, heard: Heard) -> dict[Path, str]:
    with tempfile.TemporaryDirectory(prefix="sheetops-", ignore_cleanup_errors=True) as profile:
        office = _Office(program, Path(profile), folder)
        failed: dict[Path, str] = {}
        for at in range(0, len(files), BATCH):
            batch = files[at : at + BATCH]
            office.convert(batch)
            failed |= office.one_by_one([file for file in batch if not office.made(file)])
            heard(at + len(batch))
        return failed


class _Office:
    """LibreOffice with a profile of its own, so that no window of the user's is in the way."""

    def __init__(self, program: Path, profile: Path, folder: Path) -> None:
        self._folder = folder
        self._command = [
            str(program),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
        ]

    def made(self, file: Path) -> bool:
        """Whether a file's PDF is there and is not older than the file."""
        pdf = self._folder / (file.stem + ".pdf")
        return pdf.is_file() and pdf.stat().st_size > 0 and pdf.stat().st_mtime >= file.stat().st_mtime - 2

    def one_by_one(self, files: Sequence[Path]) -> dict[Path, str]:
        """Convert files each in a call of its own; return those that fail again."""
        failed = {}
        for file in files:
            ended = self.convert([file])
            if not self.made(file):
                failed[file] = "LibreOffice could not convert it" + (
                    "" if ended else f" within {START + EACH:.0f} seconds"
                )
        return failed

    def convert(self, files: Sequence[Path]) -> bool:
        """Run one call; return False when it hung and was ended."""
        for file in files:
            (self._folder / (file.stem + ".pdf")).unlink(missing_ok=True)
        started = subprocess.Popen(  # noqa: S603 (a program found on this machine, with files of our own)
            [*self._command, *(str(file) for file in files)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name != "nt",
        )
        try:
            started.wait(START + EACH * len(files))
        except subprocess.TimeoutExpired:
            _end(started)
            return False
        except BaseException:
            _end(started)
            raise
        return True


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process and those that it started."""
    if sys.platform == "win32":
        kill = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(kill, check=False, capture_output=True)  # noqa: S603
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


# --------------------------------------------------------------------------------------------------------------- Word


def word_is_here() -> bool:
    """Whether Word can be asked (Windows, with pywin32, which xlwings brings along)."""
    if sys.platform != "win32":
        return False
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, r"Word.Application\CLSID"))
    except OSError:
        return False
    return True


@contextlib.contextmanager
def _word() -> Iterator[object]:
    from win32com.client import DispatchEx  # type: ignore[import-untyped]

    word = DispatchEx("Word.Application")
    word.Visible, word.DisplayAlerts = False, 0
    try:
        yield word
    finally:
        word.Quit(0)


def _with_word(files: Sequence[Path], folder: Path, heard: Heard) -> dict[Path, str]:
    failed: dict[Path, str] = {}
    with _word() as word:
        for done, file in enumerate(files, 1):
            try:
                document = word.Documents.Open(str(file.resolve()), False, True, False)  # type: ignore[attr-defined]
                document.ExportAsFixedFormat(str((folder / (file.stem + ".pdf")).resolve()), _PDF)
                document.Close(0)
            except Exception as error:  # pywin32 raises its own kinds
                failed[file] = f"Word could not convert it ({error})"
            heard(done)
    return failed
