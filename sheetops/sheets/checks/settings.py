"""Settings that nobody reads, and values that do not fit their setting."""

from collections.abc import Iterator
from typing import Any

from sheetops.model import Context, Fault, Frame
from sheetops.sheets.checks.faults import faults
from sheetops.sheets.checks.nearest import meant, nearest
from sheetops.sheets.settings import DESK_WIDE, SETTINGS, read_setting


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


def setting_for_the_whole_desk(frame: Frame, context: Context) -> Iterator[Fault]:
    """A row for some of a setting that the desk has one of."""
    bad = frame["setting"].isin(DESK_WIDE) & (frame["applies_to"] != "")
    words = (
        "The whole desk has one {0}: this row, for {1} only, is not read. Leave applies_to blank, or delete the row."
    )
    return faults(frame, bad, "applies_to", lambda row: words.format(row.setting, row.applies_to))
