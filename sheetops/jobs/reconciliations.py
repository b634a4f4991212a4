"""The reconciliations that a workbook keeps: one press runs them all, each into a workbook of its own."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from sheetops.errors import SheetopsError
from sheetops.excel.book import sheet_name
from sheetops.jobs.desk import Desk
from sheetops.jobs.reconcile import Extras, Wish, reconcile_exports
from sheetops.jobs.results import run_of
from sheetops.model import Outcome, Progress, Run, Total
from sheetops.reconcile.keys import USUAL
from sheetops.sheets.results import RESULTS

SHEETS_READ = ("Reconciliations",)
FOLDER = "reconciled"
MEANINGS = {
    "agrees": "every row of both sides matches, within tolerance where one is set",
    "breaks": "something differs, stands on one side only or has a key twice: its workbook says what",
    "not done": "it could not be done: the reason says what to mend",
}
_COLUMNS = tuple(column.name for column in RESULTS["Reconciled"].columns)


def reconciliations_run(desk: Desk, out: Path, progress: Progress) -> Run:
    """Run every reconciliation of the sheet; its workbook goes into the folder ``reconciled`` of ``out``.

    Files are looked for beside the workbook. One that cannot be done has its reason and stops no other.
    """
    saved = desk.frames["Reconciliations"]
    rows = []
    for done, row in enumerate(saved.to_dict("records")):
        progress(f"Reconciling {row['reconciliation']}", done, len(saved))
        rows.append(_line(desk, row, out / FOLDER))
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    statuses = frame["status"].value_counts()
    counts = {f"reconciliations, {status}": int(statuses.get(status, 0)) for status in MEANINGS}
    return run_of(
        desk,
        "reconciliations",
        {"Reconciled": frame},
        definitions=MEANINGS,
        counts={"reconciliations": len(saved), **counts},
        totals=(Total("Reconciliations by status", "", sum(counts.values()), len(saved)),),
    )


def _line(desk: Desk, row: dict[str, Any], folder: Path) -> tuple[Any, ...]:
    name = row["reconciliation"]
    try:
        outcome = _done(desk, row, folder / f"{sheet_name(name, set())}.xlsx")
    except SheetopsError as wrong:
        return name, "not done", 0, 0, 0, 0, 0, "", str(wrong)
    run = outcome.run
    figures = [
        len(run.frames["Matched"]),
        run.counts["differences, rows"],
        len(run.frames["Only in left"]),
        len(run.frames["Only in right"]),
        len(run.frames["Duplicate keys"]),
    ]
    status = "breaks" if run.breaks else "agrees"
    why = f"Rows that do not agree: {run.breaks:,}." if run.breaks else "Every row agrees."
    imports = "".join(f" To import: {document.path.name}." for document in run.documents)
    return name, status, *figures, outcome.workbook.name if outcome.workbook else "", why + imports


def _done(desk: Desk, row: dict[str, Any], workbook: Path) -> Outcome:
    whole = row["days"]
    wish = Wish(
        key=_listed(row["key"]),
        compare=_listed(row["compare"]),
        tolerance={"": Decimal(row["tolerance"])} if row["tolerance"] else {},
        days={} if pd.isna(whole) else {"": int(whole)},
        passing=_listed(row["passing"]) or USUAL,
    )
    extras = Extras(
        left_sheet=row["left_sheet"],
        right_sheet=row["right_sheet"],
        master=row["master"],
        map=_place(desk, row["map"]) if row["map"] else None,
    )
    left, right = (_place(desk, row[side]) for side in ("left", "right"))
    return reconcile_exports(left, right, wish, as_of=desk.as_of, extras=extras, out=workbook)


def _place(desk: Desk, name: str) -> Path:
    return (desk.place or Path()) / name


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
