"""The import file for the side that is to be corrected: its record's number, and only the fields that changed."""

import csv
import datetime as dt
import hashlib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sheetops.errors import BookError
from sheetops.excel.write import write_tables
from sheetops.model import Column, Document, Frame, Kind, Result
from sheetops.publish import whole_file
from sheetops.reconcile.headings import find, recognised, record_column
from sheetops.reconcile.kinds import Holds, cell_text, moment, plain, values
from sheetops.reconcile.showing import Showing
from sheetops.reconcile.terms import Wish
from sheetops.sheets.cells.words import is_blank

LAYOUTS = ("plain", "zoho")
"""plain: a workbook. zoho: a csv as Zoho CRM imports it, dates MM/dd/yyyy, yes and no as 1 and 0."""


class Correction(NamedTuple):
    """What an import file holds: texts, amounts as numbers and days as days; "" leaves a field as it is.

    ``by_hand`` is how many fields should become blank, which no import can do.
    """

    frame: Frame
    record: tuple[str, ...]
    by_hand: int
    layout: str


def correction(showing: Showing, master: str, record: str = "", layout: str = "") -> Correction:
    """Return what brings the other side into line with the ``master`` (left or right), for the breaks that count.

    ``record`` is the heading of the record's number on the side to be corrected; without one it is what the program
    that it comes from calls it, else the key. BookError when there is no such column.
    """
    from_left = master == "left"
    own, theirs = (showing.right, showing.left) if from_left else (showing.left, showing.right)
    matching, outcome = showing.outcome.matching, showing.outcome
    here, there = (matching.right, matching.left) if from_left else (matching.left, matching.right)
    names = _record(showing, own.frame, record, from_left)
    pairs = np.flatnonzero(outcome.broken)
    place = np.full(len(matching.left), -1, dtype=np.int64)
    place[pairs] = np.arange(len(pairs))
    columns: dict[str, Any] = {
        name: [cell_text(cell) for cell in own.frame[name].take(here[pairs]).tolist()] for name in names
    }
    by_hand = 0
    for at, rule in enumerate(showing.terms.rules):
        changed = outcome.compared[at].breaks[outcome.cells[at] < 0]
        source, heading = (rule.left, rule.right) if from_left else (rule.right, rule.left)
        seen = rule.left_seen if from_left else rule.right_seen
        raws = [plain(cell) for cell in theirs.frame[source].take(there[changed]).tolist()]
        by_hand += sum(map(is_blank, raws))
        if heading not in columns and any(not is_blank(raw) for raw in raws):
            cells: list[Any] = [""] * len(pairs)
            for row, value in zip(
                place[changed].tolist(), _read(raws, rule.holds, seen.reading(showing.as_of)), strict=True
            ):
                cells[row] = value
            columns[heading] = cells
    frame = pd.DataFrame(columns, dtype=object)
    some = frame.drop(columns=list(names)).ne("").any(axis=1) if len(frame.columns) > len(names) else []
    known = recognised(own.frame.columns)
    usual = "zoho" if known and known.name == "Zoho CRM" else "plain"
    return Correction(frame[some] if len(some) else frame.iloc[:0], names, by_hand, layout or usual)


def _record(showing: Showing, own: Frame, record: str, from_left: bool) -> tuple[str, ...]:
    side = "right" if from_left else "left"
    if record:
        return (find(list(own.columns), record, side),)
    known = record_column(list(own.columns))
    return (known,) if known else tuple(pair[1 if from_left else 0] for pair in showing.terms.key)


def _read(raws: list[Any], holds: Holds, reading: Any) -> list[Any]:
    if holds not in (Holds.AMOUNT, Holds.DAY):
        return [raw if isinstance(raw, bool) else cell_text(raw) for raw in raws]
    read = values(raws, holds, reading)
    made: list[Any] = []
    for raw, number, blank, wrong in zip(raws, read.numbers.tolist(), read.blank, read.unreadable, strict=True):
        if blank or wrong:
            made.append("" if blank else cell_text(raw))
        elif holds is Holds.AMOUNT:
            made.append(_figure(int(number)))
        else:
            made.append(moment(int(number)).date())
    return made


def _figure(millionths: int) -> str:
    whole, part = divmod(abs(millionths), 1_000_000)
    return f"{'-' * (millionths < 0)}{whole}.{f'{part:06}'.rstrip('0').ljust(2, '0')}"


def write_correction(made: Correction, workbook: Path, side: str, wish: Wish, as_of: dt.date) -> Document:
    """Write the import file beside the result workbook: ``NAME-import-right.xlsx`` or, for Zoho CRM, ``.csv``."""
    if made.layout not in LAYOUTS:
        raise BookError(f"{made.layout!r} is no layout of an import file. Choose from: {', '.join(LAYOUTS)}.")
    path = workbook.with_name(f"{workbook.stem}-import-{side}.{'csv' if made.layout == 'zoho' else 'xlsx'}")
    if made.layout == "zoho":
        _write_csv(made.frame, path)
    else:
        shown = made.frame.map(_plain_text)
        kinds = tuple(Column(name, Kind.KEY) for name in shown.columns)
        write_tables({"Import": (shown.reset_index(drop=True), Result("Import", kinds))}, path, "Import", as_of)
    return Document(Path(path.name), hashlib.sha256(path.read_bytes()).hexdigest())


def _plain_text(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, dt.date) else cell_text(cell)


def _write_csv(frame: Frame, path: Path) -> None:
    with whole_file(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, lineterminator="\r\n")
        lines.writerow(frame.columns)
        lines.writerows([[_zoho(cell) for cell in row] for row in frame.to_numpy(dtype=object).tolist()])


def _zoho(cell: Any) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    return f"{cell:%m/%d/%Y}" if isinstance(cell, dt.date) else str(cell)
