"""The Python bridge of LibreOffice (UNO): loading it, reaching a running LibreOffice, and the few values it needs.

LibreOffice speaks through a module of its own, ``uno``, that is not on PyPI. It is loaded by its file, so that no other
package beside it (Debian keeps all of the system's there) can take the place of one in this environment, and the
import hook that it installs is taken out again.
"""

import builtins
import functools
import importlib.util
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from sheetops.excel.libreoffice.program import bootstrap_file, bridge_folders
from sheetops.excel.libreoffice.trouble import LibreOfficeError, is_from_office

PAUSE = 0.05
"""Seconds between two tries to reach a LibreOffice that is starting."""


@functools.lru_cache(maxsize=1)
def load(program: Path) -> ModuleType:
    """Return LibreOffice's ``uno`` module; LibreOfficeError when this Python cannot load it."""
    if "uno" in sys.modules:
        return sys.modules["uno"]
    folder = next((folder for folder in bridge_folders(program) if (folder / "uno.py").is_file()), None)
    if folder is None:
        raise LibreOfficeError(
            f"LibreOffice is here ({program}), but not its Python bridge. On Debian and Ubuntu install the package "
            "python3-uno; elsewhere repair the LibreOffice installation."
        )
    return _load_from(folder, program)


def _load_from(folder: Path, program: Path) -> ModuleType:
    bootstrap = bootstrap_file(program)
    if bootstrap:
        os.environ.setdefault("URE_BOOTSTRAP", f"vnd.sun.star.pathname:{bootstrap}")
    if sys.platform == "win32":
        os.add_dll_directory(str(program.resolve().parent))
    path, importing = list(sys.path), builtins.__import__
    sys.path.append(str(program.resolve().parent))
    try:
        return _execute(folder / "uno.py")
    except ImportError as error:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise LibreOfficeError(
            f"The Python bridge in {folder} is not made for Python {version} ({error}). Use a Python of the version "
            "that LibreOffice brings or that its python3-uno package was made for."
        ) from error
    finally:
        sys.path[:] = path
        builtins.__import__ = importing


def _execute(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("uno", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules["uno"] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules["uno"]
        raise
    return module


def connect(pipe: str, program: Path, timeout: float, stopped: Callable[[], str] = lambda: "") -> Any:
    """Return the component context of the LibreOffice that listens on a pipe, waiting for it for ``timeout`` seconds.

    ``stopped`` says why waiting is of no use any more, or "". Raises LibreOfficeError.
    """
    local = load(program).getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + timeout
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception as error:
            if not is_from_office(error):
                raise
        if reason := stopped():
            raise LibreOfficeError(reason)
        if time.monotonic() > until:
            raise LibreOfficeError(
                f"LibreOffice did not answer within {timeout:g} seconds. Close any LibreOffice window that asks "
                "something, end LibreOffice and try again."
            )
        time.sleep(PAUSE)


def struct(name: str, **fields: Any) -> Any:
    """Return a UNO struct, such as ``table.CellAddress``, with the given fields set."""
    made = _uno().createUnoStruct(f"com.sun.star.{name}")
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def enum(name: str, value: str) -> Any:
    """Return a value of a UNO enumeration, such as ``sheet.CellInsertMode``, ``DOWN``."""
    return _uno().Enum(f"com.sun.star.{name}", value)


def properties(**values: Any) -> tuple[Any, ...]:
    """Return named values as LibreOffice takes them."""
    return tuple(struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def sequence(name: str, values: tuple[Any, ...]) -> Any:
    """Return UNO structs as a typed sequence, which a property's value must be."""
    return _uno().Any(f"[]com.sun.star.{name}", values)


def to_url(path: Path) -> str:
    """Return a file's address as LibreOffice writes it."""
    return str(_uno().systemPathToFileUrl(str(path)))


def from_url(url: str) -> str:
    """Return the path that a file's address means; a web address stays as it is."""
    return str(_uno().fileUrlToSystemPath(url)) if url.startswith("file:") else url


def _uno() -> ModuleType:
    return sys.modules["uno"]
