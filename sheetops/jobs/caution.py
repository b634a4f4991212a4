"""Caution: a row that cannot be used may be the very one that forbids a letter, so its account waits for it."""

from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from sheetops.checking.checked import Checked, raw_at
from sheetops.jobs.complaining import open_complaint_holds
from sheetops.jobs.desk import Desk
from sheetops.jobs.protection import protected_from_notices
from sheetops.model import Frame
from sheetops.rules.referred import referral_holds
from sheetops.rules.words import one_text
from sheetops.sheets.cells.words import shown, tidy
from sheetops.sheets.tasks import COMPLAINT, read_type

FORBIDDING = ("Customers", "Holds", "Hardship", "Promises", "Plans")
"""The sheets whose rows can keep a letter from going out."""


def cautious_holds(desk: Desk) -> Frame:
    """Return everything that holds an account or entry back, in the shape of Holds: its good rows, and the SOURCES."""
    holds = desk.frames["Holds"]
    extra = [rows for source in SOURCES if len(rows := source(desk))]
    if not extra:
        return holds
    more = pd.concat([_shaped(rows, holds) for rows in extra])
    return pd.concat([holds, more.set_axis(range(-len(more), 0))])


def _shaped(rows: Frame, holds: Frame) -> Frame:
    shaped = rows.reindex(columns=holds.columns)
    texts = [name for name in holds.columns if holds[name].dtype.kind == "O" or holds[name].dtype == "str"]
    shaped[texts] = shaped[texts].astype(object).fillna("")
    return shaped.astype(holds.dtypes.to_dict())


def faulty_rows(desk: Desk) -> Frame:
    """Return a hold for each account or entry that a faulty row of FORBIDDING, or a faulty complaint, names.

    An account that a good row of Customers describes is not held for another, faulty row of the same account.
    """
    known = set(desk.frames["Customers"]["account"])
    rows = [
        {"account": account, "entry": entry, "reason": f"a row of {sheet} for it has an error, see Problems"}
        for sheet in (*FORBIDDING, "Tasks")
        for account, entry in _named(desk, sheet)
        if not (sheet == "Customers" and account in known)
    ]
    return pd.DataFrame(rows, columns=["account", "entry", "reason"])


def with_collectors(desk: Desk) -> Frame:
    """Return a hold for each account that was referred, for as long as somebody else has it."""
    return referral_holds(desk.frames["Referred"], pd.Timestamp(desk.as_of))


SOURCES: tuple[Callable[[Desk], Frame], ...] = (
    faulty_rows,
    open_complaint_holds,
    protected_from_notices,
    with_collectors,
)
"""What holds accounts back beside the sheet Holds: each returns rows in its shape, blank columns left out."""


def named_in_faulty(desk: Desk, sheets: Iterable[str]) -> pd.Series:
    """Return, by account, which of some sheets have a row for it that cannot be used."""
    known = set(desk.frames["Customers"]["account"])
    rows = [
        (account, f"a row of {sheet} for it has an error, see Problems")
        for sheet in sheets
        for account, _ in _named(desk, sheet)
        if account and not (sheet == "Customers" and account in known)
    ]
    return one_text(
        pd.DataFrame(list(dict.fromkeys(rows)), columns=["account", "words"], dtype=object).set_index("account")[
            "words"
        ]
    )


def _named(desk: Desk, sheet: str) -> Iterator[tuple[str, str]]:
    """Yield account and entry of each faulty row of a sheet, as far as they can be read."""
    if sheet not in desk.checked:
        return
    checked = desk.checked[sheet]
    columns = checked.layout.columns
    for row in checked.excluded:
        if sheet == "Tasks" and not _complains(checked, row):
            continue
        account, entry = (
            tidy(shown(raw_at(checked.cells, row, columns[name]))) if name in columns else ""
            for name in ("account", "entry")
        )
        if account or entry:
            yield account, entry


def _complains(checked: Checked, row: int) -> bool:
    """Whether a faulty task is a complaint, as far as it can be read; one whose type cannot be read may be one."""
    column = checked.layout.columns.get("type")
    kind = read_type(shown(raw_at(checked.cells, row, column)) or COMPLAINT) if column else COMPLAINT
    return kind == COMPLAINT
