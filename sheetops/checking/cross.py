"""Checks that compare cells: within a sheet, and with the other sheets."""

from collections.abc import Mapping
from dataclasses import replace

from sheetops.checking.checked import Checked, findings_of, in_order
from sheetops.checking.rows import excluded_of
from sheetops.model import Check, Context, Frame, Reading, Severity
from sheetops.sheets import SHEETS


def cross_check(checked: Mapping[str, Checked], reading: Reading) -> dict[str, Checked]:
    """Return checked sheets after the checks that their modules list, by sheet name, in the order given.

    Rows in which a check finds an error leave their frame at once, so that the checks after it and the sheets that
    follow in the order of SHEETS see good rows only. A check that needs a sheet which is not there finds nothing.
    """
    frames = {name: one.frame for name, one in checked.items()}
    known = {name: one.keys for name, one in checked.items()}
    done = dict(checked)
    for name in (*(name for name in SHEETS if name in done), *(name for name in done if name not in SHEETS)):
        for check in done[name].sheet.checks:
            done[name] = _run(done[name], check, Context(reading, frames, known))
            frames[name] = done[name].frame
    return {name: replace(one, findings=in_order(one.findings, one.layout)) for name, one in done.items()}


def _run(one: Checked, check: Check, context: Context) -> Checked:
    faults = list(check.find(one.frame, context))
    if not faults:
        return one
    found = (*one.findings, *findings_of(one, faults, check.name, check.severity))
    if check.severity is not Severity.ERROR:
        return replace(one, findings=found)
    bad = {fault.row for fault in faults}
    excluded = {row: excluded_of(one.frame, row, check.name, one.currency) for row in sorted(bad)}
    frame: Frame = one.frame[~one.frame.index.isin(list(bad))]
    return replace(one, findings=found, frame=frame, excluded=dict(one.excluded) | excluded)
