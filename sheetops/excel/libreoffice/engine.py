"""The engine that xlwings is given, and the door to it: `use_libreoffice`."""

import datetime as dt
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlwings as xw
from xlwings import base_classes

from sheetops.excel.libreoffice import office
from sheetops.excel.libreoffice.app import App
from sheetops.excel.libreoffice.trouble import spoken
from sheetops.model import CellError

NAME = "libreoffice"


@dataclass(frozen=True, slots=True)
class Starting:
    """How a LibreOffice is started when xlwings asks for one."""

    macros: bool = False
    program: Path | None = None
    timeout: float = 60.0


@spoken
class Apps(base_classes.Apps):
    """The LibreOffices that are reached, the active one first."""

    def __init__(self) -> None:
        self.starting = Starting()
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        """Return the numbers that the apps go by."""
        return [app.pid for app in self]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:
        """Start a LibreOffice of its own, and make it the active one."""
        how = self.starting
        shown = visible is None or bool(visible)
        app = self.take(office.start(visible=shown, macros=how.macros, program=how.program, timeout=how.timeout))
        if add_book:
            app.books.add()
        return app

    def take(self, reached: office.Office) -> App:
        """Return a reached LibreOffice as the active app."""
        app = App(reached, ENGINE, self._drop)
        self._apps.insert(0, app)
        return app

    def prefer(self, app: App) -> None:
        """Make an app the active one."""
        self._apps.remove(app)
        self._apps.insert(0, app)

    def _drop(self, app: App) -> None:
        self._apps = [known for known in self._apps if known is not app]

    @staticmethod
    def cleanup() -> None:
        """Nothing is left behind that would have to be cleaned up."""

    def __iter__(self) -> Iterator[App]:
        for app in [app for app in self._apps if not app.office.alive()]:
            app.office.close()
            self._drop(app)
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getitem__(self, pid: int) -> App:
        for app in self:
            if app.pid == pid:
                return app
        raise KeyError(f"No LibreOffice goes by the number {pid}.")


class Engine:
    """What xlwings asks an engine for: its apps, and how values come out of cells and go into them."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """Return a value as `Range.raw_value` takes it: whatever is missing (None, NaN, NaT, pd.NA) is blank."""
        kind = type(value)
        if kind is str:
            return value
        if kind is float or isinstance(value, np.floating):
            return "" if math.isnan(value) else float(value)
        if value is None or value is pd.NA or value is pd.NaT:
            return ""
        if isinstance(value, np.datetime64):
            return "" if np.isnat(value) else value
        return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value

    @staticmethod
    def clean_value_data(
        data: Any,
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Return rows as xlwings' options ask for: blanks, dates, numbers and error values."""
        odd = _odd_values(datetime_builder, empty_as, number_builder, err_to_str)
        return [[odd[type(v)](v) if type(v) in odd else v if v != "" else empty_as for v in row] for row in data]


def _odd_values(dates: Any, empty_as: Any, number_builder: Any, err_to_str: bool) -> dict[type, Callable[[Any], Any]]:
    """Return what to do with values by their type, where it is more than to take them as they are."""
    odd: dict[type, Callable[[Any], Any]] = {
        type(None): lambda value: empty_as,
        CellError: (lambda value: value.code) if err_to_str else (lambda value: None),
    }
    if number_builder is not None:
        odd[float] = number_builder
    if dates is not dt.datetime:
        odd[dt.datetime] = lambda value: dates(
            month=value.month,
            day=value.day,
            year=value.year,
            hour=value.hour,
            minute=value.minute,
            second=value.second,
            microsecond=value.microsecond,
            tzinfo=None,
        )
    return odd


ENGINE = Engine()


def use_libreoffice(
    *,
    visible: bool = False,
    pipe: str = "",
    running: bool = False,
    profile: Path | None = None,
    macros: bool = False,
    program: Path | None = None,
    timeout: float = 60.0,
) -> xw.App:
    """Make LibreOffice xlwings' active engine and return its app; after that ``xw.Book(path)`` opens books there.

    A LibreOffice of its own is started, without a window unless ``visible``, and ends with Python at the latest.
    Instead, ``pipe`` names one that already listens, and ``running`` takes the one that the user has open (with the
    settings folder ``profile``, if it is not the ordinary one). ``macros`` lets the macros of workbooks that are opened
    run: say so for your own workbooks only. ``program`` is the soffice program when it is not where it is looked for.
    Raises LibreOfficeError when LibreOffice is not found or does not answer within ``timeout`` seconds.
    """
    if ENGINE.name not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=ENGINE))
    xw.engines[ENGINE.name].activate()
    ENGINE.apps.starting = Starting(macros, program, timeout)
    if pipe:
        reached = office.attach(pipe, macros=macros, program=program, timeout=timeout)
    elif running:
        reached = office.attach_running(profile=profile, macros=macros, program=program, timeout=timeout)
    else:
        reached = office.start(visible=visible, macros=macros, program=program, timeout=timeout)
    return xw.App(impl=ENGINE.apps.take(reached))
