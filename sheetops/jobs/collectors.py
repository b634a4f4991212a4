"""The collectors' files: what may be referred today, one csv and one workbook for each department or collector."""

import csv
import re
from pathlib import Path

import pandas as pd

from sheetops import money
from sheetops.excel.write import write_list
from sheetops.jobs.arrears import Position
from sheetops.jobs.desk import Desk
from sheetops.model import Column, Frame, Kind
from sheetops.publish import make_folder, whole_file
from sheetops.rules.lookup import look_up
from sheetops.rules.placement import FIELDS, bills_of, columns_for, laid_out
from sheetops.word.names import name_key, safe_name

_HARMLESS = re.compile(r"[+-]?[\d\s().,/-]*\d[\d\s().,/-]*")
"""A number or telephone number: nothing that a spreadsheet would work out."""


def write_files(desk: Desk, now: Position, ready: Frame, folder: Path) -> tuple[Path, ...]:
    """Write the file of each department or collector that gets something today; return what was written.

    csv (utf-8 with its mark, comma-separated, ISO days, amounts with a point) and xlsx hold the same rows. Text that a
    spreadsheet would take for a formula gets an apostrophe in front in the csv, and is text in the xlsx.
    """
    written: list[Path] = []
    taken: set[str] = set()
    for to, rows in ready.groupby("to", sort=True):
        columns = columns_for(str(to), desk.frames["Collectors"])
        frame, declared = laid_out(_fields(desk, now, rows), columns)
        name = safe_name(f"{desk.as_of} {to}", taken, ".csv")
        taken.add(name_key(name))
        path = make_folder(folder) / name
        _write_csv(frame, declared, rows["currency"], path)
        write_list(frame, declared, rows["currency"], path.with_suffix(".xlsx"), f"Referrals to {to}", desk.as_of)
        written += [path, path.with_suffix(".xlsx")]
    return tuple(written)


def _fields(desk: Desk, now: Position, rows: Frame) -> Frame:
    """Return every field of FIELDS for the cases of a file."""
    customers = now.customers.drop_duplicates("account").set_index("account")
    own = [name for name in FIELDS if name in customers.columns and name not in rows]
    known = look_up(customers[own].astype(object), rows["account"]).fillna("")
    bills = bills_of(now.allocation.items)
    keys = pd.MultiIndex.from_frame(rows[["account", "currency"]].astype(object))
    return rows.join(known).assign(
        bills=bills.reindex(keys).fillna("").to_numpy(),
        referred_on=pd.Timestamp(desk.as_of).as_unit("s"),
        reference=rows["account"] + f"-{desk.as_of:%Y%m%d}",
        last_notice_on=rows["last_level_on"],
    )[list(FIELDS)]


def _write_csv(frame: Frame, columns: tuple[Column, ...], currency: pd.Series, path: Path) -> None:
    cells = [_texts(frame[column.name], column.kind, currency) for column in columns]
    with whole_file(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, lineterminator="\r\n")
        lines.writerow([harmless(column.name) for column in columns])
        lines.writerows(zip(*cells, strict=True))


def _texts(column: pd.Series, kind: Kind, currency: pd.Series) -> list[str]:
    if kind is Kind.MONEY:
        return [str(money.to_major(int(minor), code)) for minor, code in zip(column, currency, strict=True)]
    if kind is Kind.DAY:
        return ["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in column]
    return [harmless(str(value)) for value in column]


def harmless(text: str) -> str:
    """Return a text as a csv may hold it: with an apostrophe in front where a spreadsheet would see a formula."""
    risky = text[:1] in "=+-@\t\r\n|" and text != ""
    return f"'{text}" if risky and not _HARMLESS.fullmatch(text) else text
