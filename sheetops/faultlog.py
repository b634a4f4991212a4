"""The log of a fault of sheetops itself: where in the code it arose, and nothing of any customer's.

The message of an exception is left out of it: it may quote a cell.
"""

import datetime as dt
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

Packages = Iterable[tuple[str, str]]
"""Names of packages with their versions, "" for one that is missing."""


SAID_BY = "SheetopsError"
"""The exceptions whose text is meant for the user (not imported: even a broken sheetops must be able to say so)."""


def own_folder(part: str = "log") -> Path:
    """Return the folder of the user's in which sheetops keeps its logs, or another part of its own."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home()) / "sheetops" / part
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "sheetops" / part
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "sheetops" / part


def sentence(what: str, error: BaseException, packages: Callable[[], Packages] = tuple) -> tuple[str, str]:
    """Return what the user of a workbook is told of an exception, and where its log is, "" for none.

    ``what`` was being done; ``packages`` is asked only when a log is written.
    """
    if any(one.__name__ == SAID_BY for one in type(error).__mro__):
        return str(error), ""
    if isinstance(error, KeyboardInterrupt):
        return "Stopped. Your own sheets were not touched; press again to do the rest.", ""
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("sheetops."):
        return (
            f"sheetops is not wholly installed: the package {error.name} is missing. Type in a command window: "
            "sheetops doctor --excel"
        ), ""
    log = write_log(what, error, packages())
    where = f"The details are in {log}, without any customer's data: send it to whoever looks after sheetops."
    said = where if log else f"No log could be written; the fault was a {type(error).__name__}."
    return (
        "Something went wrong inside sheetops itself, so the work was not finished. What you typed was not changed, "
        f"and nothing was saved. {said}"
    ), str(log or "")


def write_log(
    what: str, error: BaseException, packages: Packages = (), folders: Sequence[Path] | None = None
) -> Path | None:
    """Write where in the code an exception arose into the first folder that takes it; None when none does.

    ``what`` was being done; ``folders`` are the user's own and then the temporary one, unless others are given.
    """
    text = "\n".join(_report(what, error, packages)) + "\n"
    for folder in folders or (own_folder(), Path(tempfile.gettempdir())):
        try:
            return _append(folder, text)
        except OSError:
            continue
    return None


def _append(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    # The log is named for the day on which it is written, which is no day that anything is worked out for.
    path = folder / f"sheetops {dt.datetime.now().astimezone():%Y-%m-%d} {os.getpid()}.log"
    with path.open("a", encoding="utf-8") as log:
        log.write(text)
    return path


def _report(what: str, error: BaseException | None, packages: Packages) -> Iterator[str]:
    yield f"sheetops {what} on {platform.platform()}, Python {platform.python_version()}, {sys.executable}"
    yield from (f"{name} {version or 'is missing'}" for name, version in packages)
    while error is not None:
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        yield from (
            f"  {at.filename}:{at.lineno} {at.name}: {at.line}" for at in traceback.extract_tb(error.__traceback__)
        )
        error = error.__cause__ or error.__context__
