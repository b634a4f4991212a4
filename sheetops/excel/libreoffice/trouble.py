"""What goes wrong with LibreOffice, in words that a clerk understands.

LibreOfficeError    LibreOffice cannot be found, started or reached, or refused what it was asked for
└── NotSupported    xlwings knows this for Excel, and the LibreOffice engine does not have it
"""

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from sheetops.errors import SheetopsError

Class = TypeVar("Class", bound=type)

_CALLED = frozenset(("__call__", "__len__", "__iter__", "__getitem__", "__contains__"))
REACHED: list[Callable[[], bool]] = []
"""For each LibreOffice that is reached: whether it still answers."""


class LibreOfficeError(SheetopsError):
    """LibreOffice cannot be found, started or reached, or refused what it was asked for."""


class NotSupported(LibreOfficeError):
    """The LibreOffice engine does not have what was asked for."""


def spoken(engine_class: Class) -> Class:
    """Make every member of an engine class fail in words, and return the class.

    What xlwings' base classes leave open raises `NotSupported`; what LibreOffice throws becomes a `LibreOfficeError`.
    Asynchronous members belong to another xlwings product and stay as they are.
    """
    for name in dir(engine_class):
        if not name.startswith("__") or name in _CALLED:
            member = inspect.getattr_static(engine_class, name)
            spoken_member = _spoken_member(member, f"{engine_class.__name__}.{name}")
            if spoken_member is not member:
                setattr(engine_class, name, spoken_member)
    return engine_class


def _spoken_member(member: Any, what: str) -> Any:
    if isinstance(member, property):
        getter, setter = (part and _spoken_call(part, what) for part in (member.fget, member.fset))
        return property(getter, setter, doc=member.__doc__)
    if isinstance(member, staticmethod):
        return staticmethod(_spoken_call(member.__func__, what))
    if inspect.isfunction(member) and not inspect.iscoroutinefunction(member):
        return _spoken_call(member, what)
    return member


def _spoken_call(call: Callable[..., Any], what: str) -> Callable[..., Any]:
    @functools.wraps(call)
    def in_words(*args: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except NotImplementedError:
            raise not_supported(what) from None
        except Exception as error:
            if not is_from_office(error):
                raise
            raise LibreOfficeError(words(error, what)) from error

    return in_words


def not_supported(what: str) -> NotSupported:
    """Return the error that says that ``what`` cannot be done in LibreOffice."""
    return NotSupported(
        f"{what} works with Microsoft Excel only: sheetops has no such thing for LibreOffice. "
        "docs/libreoffice.md lists what there is."
    )


def is_from_office(error: BaseException) -> bool:
    """Return whether an exception was thrown by LibreOffice."""
    kind = type(error)
    return "com.sun.star." in f"{kind.__module__}.{kind.__qualname__}"


def words(error: BaseException, what: str) -> str:
    """Return what an exception from LibreOffice means to the person who waits for ``what``."""
    # What a dead LibreOffice throws is of many kinds, so it is asked.
    if not all(alive() for alive in REACHED):
        return (
            f"LibreOffice was closed or stopped while sheetops was working with it ({what}). "
            "Start it again, open the workbook and repeat the step; nothing was saved."
        )
    return f"LibreOffice refused {what}: {said(error)}"


def said(error: BaseException) -> str:
    """Return what LibreOffice said, or the kind of its exception when it said nothing that helps."""
    message = str(getattr(error, "Message", "") or error).strip()
    # The bridge's own complaint, when it loses LibreOffice's message on the way.
    return message if message and "traceback object" not in message else type(error).__name__
