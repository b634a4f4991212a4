"""The open workbook in LibreOffice: reading and writing against LibreOffice's own calls, and what a press costs.

Run it alone: python benchmarks/live.py [rows]
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from sheetops.excel import start
from sheetops.excel.catalogue import WORKBOOKS
from sheetops.excel.interpreter import set_interpreter, settings_for
from sheetops.excel.libreoffice import press, use_libreoffice
from sheetops.excel.live.book import LiveBook
from sheetops.excel.live.calm import Calm
from sheetops.excel.live.marks import mark_cells
from sheetops.excel.live.showing import show_run
from sheetops.excel.macros import Program
from sheetops.jobs.check import check
from sheetops.jobs.samples import DAY
from sheetops.jobs.workbooks import write_workbook
from sheetops.model import Run
from sheetops.sheets.results import RESULTS

COLUMNS = 20
HEADINGS = (
    "account", "name", "contact", "email", "phone", "address1", "address2", "town", "postcode", "country", "language",
    "segment", "channel", "ladder", "do_not_contact", "tax_number", "owner", "notes", "since", "limit",
)  # fmt: skip


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def rows(number: int, faulty: int) -> Iterator[tuple[Any, ...]]:
    """Customers; every ``faulty``-th has an e-mail address that is none."""
    for place in range(number):
        email = "no address" if place % faulty == 0 else f"desk{place}@example.nz"
        yield (
            f"{place:06}", f"Customer {place}", "Ms A", email, "", "1 Quay Street", "", "Auckland", "1010", "NZ", "en",
            "shop", "email", "", "no", "", "anna", "", 40_000 + place % 3_000, place / 4,
        )  # fmt: skip


def customers(path: Path, number: int, faulty: int) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Customers")
        sheet.write_row(0, 0, HEADINGS)
        for place, row in enumerate(rows(number, faulty), start=1):
            sheet.write_row(place, 0, row)
    return path


@contextmanager
def opened(app: Any, path: Path) -> Iterator[Any]:
    book = app.books.open(str(path))
    try:
        yield book
    finally:
        book.close()


def best(work: Callable[[], Any], times: int = 3) -> float:
    return min(seconds(work)[0] for _ in range(times))


def blocks(app: Any, folder: Path, number: int) -> None:
    """Reading and writing one block: ours against getDataArray and setDataArray of the same cells."""
    with opened(app, customers(folder / "block.xlsx", number, 10**9)) as book:
        cells = book.sheets["Customers"].api.getCellRangeByPosition(0, 0, COLUMNS - 1, number)
        raw_read = best(cells.getDataArray)
        data = cells.getDataArray()
        ours_read = best(lambda: LiveBook(book).cells("Customers"))
        target = book.sheets.add("Raw").api.getCellRangeByPosition(0, 0, COLUMNS - 1, number)
        raw_write = best(lambda: target.setDataArray(data))
        run = written(number)
        ours_write = best(lambda: show_run(book, run))
    print(
        f"read  {number:,} x {COLUMNS}: raw {raw_read:.2f} s, ours {ours_read:.2f} s, ratio {ours_read / raw_read:.2f}"
    )
    print(f"write {number:,} x {COLUMNS}: raw {raw_write:.2f} s, ours {ours_write:.2f} s, "
          f"ratio {ours_write / raw_write:.2f}")  # fmt: skip


def written(number: int) -> Run:
    """A run whose result sheet has as many rows, and columns of texts, days, amounts and whole numbers."""
    columns = {column.name: column for column in RESULTS["Arrears"].columns}
    frame = pd.DataFrame(index=range(number))
    for name, column in columns.items():
        frame[name] = {
            "day": pd.Timestamp(DAY), "money": 12_345, "whole": 7,
        }.get(column.kind.value, f"{name} 001")  # fmt: skip
    extra = {
        f"more {place}": [f"text {row % 1000}" for row in range(number)] for place in range(COLUMNS - len(columns))
    }
    return Run("arrears", DAY, frames={"Arrears": frame.assign(**extra)})


def checking(app: Any, folder: Path, number: int) -> None:
    """Check on one sheet, split into its parts; one row in fifty is faulty."""
    with opened(app, customers(folder / "check.xlsx", number, 50)) as book, Calm(app):
        live = LiveBook(book)
        read, _ = seconds(lambda: live.cells("Customers"))
        checked, outcome = seconds(lambda: check(live, as_of=DAY))
        write, _ = seconds(lambda: show_run(book, outcome.run))
        mark, _ = seconds(lambda: mark_cells(live, outcome.run.findings))
        again, _ = seconds(lambda: mark_cells(LiveBook(book), outcome.run.findings))
    found = len(outcome.run.findings)
    print(f"check {number:,} rows, {found:,} findings: read {read:.2f} s, check {checked:.2f} s, write {write:.2f} s, "
          f"mark {mark:.2f} s; marks cleared and made again {again:.2f} s")  # fmt: skip


def pressing(app: Any, folder: Path) -> None:
    """From the press to the first sign of life, and to the end: the button's own process, started by the macro."""
    path = folder / "arrears.xlsm"
    arrears = next(workbook for workbook in WORKBOOKS if workbook.name == "arrears")
    write_workbook(path, arrears, Program.LIBREOFFICE)
    set_interpreter(path, sys.executable, settings_for())
    with opened(app, path) as book:
        sheet = book.sheets["Customers"]
        sheet.tables[0].resize(sheet.range((1, 1), (1001, sheet.tables[0].range.shape[1])))
        sheet.range("A12").value = [[f"OWN-{place}", f"Customer {place}"] for place in range(990)]
        whole, signs = [], []
        for _ in range(3):
            spent, first = seconds(lambda: first_sign(book))
            whole.append(spent)
            signs.append(first)
    print(f"press Check on 1,000 rows: first sign of life {statistics.median(signs):.2f} s, "
          f"done {statistics.median(whole):.2f} s")  # fmt: skip


def first_sign(book: Any) -> float:
    """Press Check and return the seconds until Start shows something from Python."""
    import threading

    status = book.names["status"].refers_to_range[0, 0]
    began, seen = time.perf_counter(), [0.0]

    def watch() -> None:
        while not seen[0]:
            if status.value not in (None, "", "Starting", "Done"):
                seen[0] = time.perf_counter() - began
            time.sleep(0.02)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    press(book, start.SHEET, "CheckSheets", timeout=120)
    seen[0] = seen[0] or time.perf_counter() - began
    watcher.join()
    return seen[0]


def loading() -> None:
    """What a press loads before it can work: each step in a process of its own."""
    steps = {
        "Python alone": "pass",
        "to the first sign of life": "import sheetops.excel.live.door, sheetops.excel.libreoffice",
        "to the work": "import sheetops.excel.libreoffice, sheetops.jobs.press",
        "to the work with letters": "import sheetops.excel.libreoffice, sheetops.jobs.press, sheetops.jobs.letters",
    }
    for name, code in steps.items():
        spent = best(lambda code=code: subprocess.run([sys.executable, "-c", code], check=True))  # type: ignore[misc]
        print(f"loading {name}: {spent:.2f} s")


def main(number: int) -> None:
    loading()
    app = use_libreoffice(macros=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            pressing(app, Path(folder))
            checking(app, Path(folder), min(20_000, number))
            blocks(app, Path(folder), number)
    finally:
        app.quit()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
