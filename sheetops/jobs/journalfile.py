"""The file of a journal, drawn from what the register keeps of it: the same content and layout, the same bytes."""

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sheetops import money
from sheetops.excel.listing import plain_list
from sheetops.jobs.collectors import harmless
from sheetops.rules.layouts import Layout

SUFFIX = ".journal-layout"
"""What the name of a layout ends with in the register, where the templates of letters are kept too."""

_AMOUNTS = ("debit", "credit", "amount", "absolute")
_DAYS = {"date": "%Y-%m-%d", "date_dmy": "%d/%m/%Y", "date_mdy": "%m/%d/%Y"}


def layout_bytes(columns: Layout, kind: str, tax_code: str) -> bytes:
    """Return a layout as the register keeps it."""
    return json.dumps(
        {"format": kind, "tax_code": tax_code, "columns": columns}, ensure_ascii=False, sort_keys=True
    ).encode()


def journal_file(content: Mapping[str, Any], layout: bytes) -> bytes:
    """Return the csv (utf-8 with its mark, comma-separated) or xlsx of a journal."""
    told = json.loads(layout)
    columns = [(str(heading), str(field)) for heading, field in told["columns"]]
    rows = [
        [_cell(field, line, content, number, told["tax_code"]) for _, field in columns]
        for number, line in enumerate(content["lines"], 1)
    ]
    headings = [heading for heading, _ in columns]
    if told["format"] == "xlsx":
        return plain_list(headings, rows, str(content["journal"]), content["date"])
    return _csv([headings, *rows])


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([[harmless(str(cell)) if isinstance(cell, str) else cell for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _cell(field: str, line: Mapping[str, Any], content: Mapping[str, Any], number: int, tax_code: str) -> object:
    """Return what stands in a cell: a text, a number, or a Decimal for money."""
    if field.startswith('"'):
        return field[1:-1]
    if field in _AMOUNTS:
        return _amount(field, int(line["amount"]), str(content["currency"]))
    day: dt.date = content["date"]
    own = {
        "journal": content["journal"],
        "currency": content["currency"],
        "line": number,
        "tax_code": tax_code,
        "side": "JD" if line["amount"] > 0 else "JC",
        **{name: day.strftime(form) for name, form in _DAYS.items()},
    }
    return own[field] if field in own else line[field]


def _amount(field: str, minor: int, currency: str) -> object:
    if (field == "debit" and minor < 0) or (field == "credit" and minor > 0):
        return ""
    return money.to_major(minor if field == "amount" else abs(minor), currency)
