"""DataFrames as a book: for those who call sheetops from Python."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sheetops.errors import BookError
from sheetops.model import Book, Cells, Frame


def frames_book(frames: Mapping[str, Frame], name: str = "DataFrames") -> Book:
    """Return a book of one sheet a frame: the column names are the heading in row 1, the index is passed over.

    Missing values (None, NaN, NaT, NA) become blank; a Timestamp at midnight becomes a date, any other a datetime;
    numpy's scalars become Python's.
    """
    return _Frames(name, dict(frames))


@dataclass(frozen=True)
class _Frames:
    name: str
    frames: Mapping[str, Frame]

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(self.frames)

    def cells(self, sheet: str) -> Cells:
        if sheet not in self.frames:
            raise BookError(f"{self.name} has no frame named {sheet!r}; it has {', '.join(self.frames) or 'none'}.")
        frame = self.frames[sheet]
        columns = [_plain(frame.iloc[:, number]) for number in range(frame.shape[1])]
        rows = [list(row) for row in zip(*columns, strict=True)]
        return Cells(self.name, sheet, [[str(heading) for heading in frame.columns], *rows])

    def sources(self) -> tuple[tuple[str, str], ...]:
        return ()


def _plain(column: pd.Series) -> list[Any]:
    missing = column.isna().tolist()
    return [None if blank else _cell(value) for value, blank in zip(column.tolist(), missing, strict=True)]


def _cell(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        moment = value.to_pydatetime(warn=False)
        return moment.date() if moment.time() == dt.time() and moment.tzinfo is None else moment
    if isinstance(value, pd.Timedelta):
        return value.to_pytimedelta()
    return value.item() if hasattr(value, "item") else value
