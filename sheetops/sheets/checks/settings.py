"""Settings that sheetops does not know, or whose value it cannot use."""

from collections.abc import Iterator
from typing import Any

from rapidfuzz import fuzz, process

from sheetops.model import Context, Fault, Frame
from sheetops.sheets.cells.texts import read_text
from sheetops.sheets.cells.words import fold
from sheetops.sheets.checks.faults import faults
from sheetops.sheets.settings import SETTINGS, read_setting

_CLOSE = 75
_NAMES = {fold(name): name for name in SETTINGS}


def read_name(raw: Any) -> str:
    """Return a setting's name as sheetops writes it, whatever its case and spaces; unknown names as they are."""
    name = read_text(raw)
    return _NAMES.get(fold(name), name)


def setting_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A setting that sheetops does not know: it changes nothing."""

    def words(row: Any) -> tuple[str, str]:
        near = process.extractOne(fold(row.setting), _NAMES.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
        suggestion = _NAMES[near[0]] if near else ""
        meant = f" Did you mean {suggestion}?" if suggestion else ""
        return f"There is no setting {row.setting}: it changes nothing.{meant}", suggestion

    return faults(frame, ~frame["setting"].isin(list(SETTINGS)), "setting", words)


def setting_unreadable(frame: Frame, context: Context) -> Iterator[Fault]:
    """A value that its setting cannot have."""
    cells = zip(frame.index, frame["setting"], frame["value"], strict=True)
    wrong = {row: said for row, name, value in cells if (said := _wrong(name, value))}
    words = "{0} is no value for the setting {1}. Write {2}."
    bad = frame.index.isin(list(wrong))
    return faults(frame, bad, "value", lambda row: words.format(row.value, row.setting, wrong[row.Index]))


def _wrong(name: str, value: str) -> str:
    try:
        read_setting(name, value)
    except KeyError:
        return ""
    except ValueError as wrong:
        return str(wrong)
    return ""
