"""Settings that nobody reads, and values that do not fit their setting."""

from collections.abc import Iterator
from typing import Any

from sheetops.model import Context, Fault, Frame
from sheetops.sheets.checks.faults import faults
from sheetops.sheets.checks.nearest import meant, nearest
from sheetops.sheets.settings import SETTINGS, read_setting


def setting_unknown(frame: Frame, context: Context) -> Iterator[Fault]:
    """A setting that no job reads."""
    bad = ~frame["setting"].isin(list(SETTINGS))
    near = nearest(frame.loc[bad, "setting"], SETTINGS)

    def said(row: Any) -> tuple[str, str]:
        name = row.setting
        question, suggestion = meant(near.get(name, ()))
        return f"There is no setting {name}, so nothing reads it.{question}", suggestion

    return faults(frame, bad, "setting", said)


def setting_value_unfit(frame: Frame, context: Context) -> Iterator[Fault]:
    """A value that its setting cannot have."""
    for row in frame[frame["setting"].isin(list(SETTINGS))].itertuples():
        try:
            read_setting(row.setting, row.value)
        except ValueError as wrong:
            default = SETTINGS[row.setting].default
            held = f"Until it is mended {row.setting} is {default}." if default else ""
            problem = f"{row.value} is no value for {row.setting}: it should be {wrong}. {held}".strip()
            yield Fault(int(row.Index), "value", problem, default)
