"""A small run of documents over a register, for the tests of this folder."""

import datetime as dt
import json
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from sheetops.register import (
    Entry,
    Intended,
    Register,
    Series,
    Wanted,
    begin_run,
    end_run,
    intend,
    issue,
    keep_template,
    pending,
)
from sheetops.register.disk import Disk

DAY = dt.date(2026, 6, 30)
NOTES = Series("credit_note", "CN-{year}-{number:05}")


def content(number: int, say: str) -> Callable[[str, dt.date], dict[str, Any]]:
    """What a credit note says: the number and day that it has, and what the request says."""
    asked = {"account": f"A{number:03}", "gross": Decimal(number) / 4, "say": say}
    return lambda given, day: asked | {"number": given, "day": day}


def wanted(count: int, *, pack: int = 0, say: str = "") -> list[Wanted]:
    return [
        Wanted(
            key=f"credit-note/R-{number:03}",
            kind="credit_note",
            account=f"A{number:03}",
            as_of=DAY,
            content=content(number, say),
            template=TEMPLATE,
            called=f"{DAY} credit-note {{number}}",
            series=NOTES,
            amount=number * 25,
            currency="NZD",
            pack=f"pack {number // pack}" if pack else "",
        )
        for number in range(1, count + 1)
    ]


TEMPLATE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def named(called: str, taken: Collection[str]) -> str:
    name, again = f"{called}.docx", 2
    while name.casefold() in taken:
        name, again = f"{called} ({again}).docx", again + 1
    return name


def render(documents: Sequence[Entry]) -> bytes:
    said = [[one.number, one.account, str(one.content["gross"]), one.content["say"]] for one in documents]
    return json.dumps(said).encode()


def do_run(register: Register, folder: Path, asked: list[Wanted], disk: Disk | None = None, maker=render) -> Intended:
    """Do a whole run: what an earlier one left is finished first."""
    issue(register, pending(register), maker, disk=disk)
    run = begin_run(register, "credit-notes", DAY, {"desk.xlsx": "00"}, "settings", "0.1.0")
    keep_template(register, "credit-note.docx", b"")
    intended = intend(register, run, asked, folder, named)
    issue(register, intended.to_make, maker, run=run, disk=disk)
    end_run(register, run, {"made": len(asked)})
    return intended
