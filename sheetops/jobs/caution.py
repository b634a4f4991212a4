"""Caution: a row that cannot be used may be the very one that forbids a letter, so its account waits for it."""

from collections.abc import Iterator

import pandas as pd

from sheetops.checking.checked import raw_at
from sheetops.jobs.desk import Desk
from sheetops.model import Frame
from sheetops.sheets.cells.words import shown, tidy

FORBIDDING = ("Customers", "Holds", "Promises", "Plans")
"""The sheets whose rows can keep a letter from going out."""


def cautious_holds(desk: Desk) -> Frame:
    """Return the good rows of Holds, and a hold for each account or entry that a faulty row of FORBIDDING names.

    An account that a good row of Customers describes is not held for another, faulty row of the same account.
    """
    holds = desk.frames["Holds"]
    known = set(desk.frames["Customers"]["account"])
    rows = [
        {"account": account, "entry": entry, "reason": f"a row of {sheet} for it has an error, see Problems"}
        for sheet in FORBIDDING
        for account, entry in _named(desk, sheet)
        if not (sheet == "Customers" and account in known)
    ]
    if not rows:
        return holds
    extra = pd.DataFrame(rows, index=range(-len(rows), 0)).reindex(columns=holds.columns)
    extra["note"] = ""
    return pd.concat([holds, extra.astype(holds.dtypes.to_dict())])


def _named(desk: Desk, sheet: str) -> Iterator[tuple[str, str]]:
    """Yield account and entry of each faulty row of a sheet, as far as they can be read."""
    if sheet not in desk.checked:
        return
    checked = desk.checked[sheet]
    columns = checked.layout.columns
    for row in checked.excluded:
        account, entry = (
            tidy(shown(raw_at(checked.cells, row, columns[name]))) if name in columns else ""
            for name in ("account", "entry")
        )
        if account or entry:
            yield account, entry
