"""One press of a button, from the sheet Start and back to it: what was done, what it came to, and its trouble."""

import platform
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import xlwings as xw

from sheetops import __version__, clock, money
from sheetops.excel.catalogue import BUTTONS
from sheetops.excel.live.book import LiveBook
from sheetops.excel.live.calm import Calm
from sheetops.excel.live.front import Front
from sheetops.excel.live.pages import link_to
from sheetops.excel.start import MOST_LINKS, MOST_TOTALS, Outcome
from sheetops.jobs import taking, tasks
from sheetops.jobs.asked import asked, require_version
from sheetops.jobs.pressed import Done, several
from sheetops.model import Progress, Run, Severity, Total

LONGEST_LINK = 255
"""Characters of a link that a formula takes."""

Line = tuple[object, ...]


def press(book: xw.Book, button: str) -> Done:
    """Do what a button of an open workbook is for, and write what came of it into Start, the receipt last.

    The workbook is never saved, and while it is worked on the program is held still. SheetopsError when it cannot be
    done: then nothing is written into Start but how far it came.
    """
    began = time.perf_counter()
    front = Front(book)
    front.write("status", "Reading")
    with Calm(book.app, lambda text: front.write("status", text)) as calm:
        done = _work(front, book, button, calm)
        calm.tell("finishing ...")
        _report(front, button, done, time.perf_counter() - began)
    front.answer(_outcome(done))
    return done


def _work(front: Front, book: xw.Book, button: str, progress: Progress) -> Done:
    if button == "show_help":
        return tasks.show_help()
    live = LiveBook(book)
    if button in tasks.TASKS:
        return tasks.TASKS[button](live, asked(front, book), progress)
    require_version(front)
    done = _TAKING[button](live, progress)
    if done.idle:
        return done
    front.clear("totals")
    front.clear("links")
    if button == "remove_samples":
        front.clear("as_of")
    return done


_TAKING: dict[str, Callable[[LiveBook, Progress], Done]] = {
    "clear_results": taking.clear,
    "remove_samples": taking.remove_samples,
}
"""What the buttons do that take something away."""


def _outcome(done: Done) -> Outcome:
    wrong = done.run is not None and (done.run.faulty or _failed(done.run))
    return Outcome.FINDINGS if wrong else Outcome.FINE


def _failed(run: Run) -> bool:
    return any(bool(number) for name, number in run.counts.items() if name.endswith("failed"))


# ------------------------------------------------------------------------------------------------ what Start says


def _report(front: Front, button: str, done: Done, seconds: float) -> None:
    caption = next(one.caption for one in BUTTONS if one.function == button)
    as_of = f" as of {clock.text(done.run.as_of)}" if done.run else ""
    front.write("last_run", f"{caption}{as_of}, pressed on {clock.text(clock.today())}, {seconds:.1f} seconds")
    front.write("message", done.message)
    front.write("status", "Done")
    front.clear("log_file")
    front.write("versions", f"sheetops {__version__}, xlwings {xw.__version__}, Python {platform.python_version()}")
    if done.run:
        front.list_lines("totals", list(_figures(done.run))[:MOST_TOTALS])
        front.list_links(list(_links(done))[:MOST_LINKS])


def _figures(run: Run) -> Iterator[Line]:
    found = Counter(finding.severity for finding in run.findings)
    if run.totals:
        yield _totals(run.totals)
    yield "problems", sum(found.values()), ", ".join(several(found[one], one.value) for one in Severity if found[one])
    if run.left_out:
        money_out = [f"{money.text(one.amount, one.currency)} {one.currency}" for one in run.left_out if one.amount]
        yield "rows left out", sum(one.rows for one in run.left_out), ", ".join(money_out)
    yield from ((name, number, "") for name, number in run.counts.items() if number)


def _totals(totals: tuple[Total, ...]) -> Line:
    wrong = [total.name for total in totals if not total.balances]
    return "control totals", len(totals), f"DO NOT AGREE: {', '.join(wrong)}" if wrong else "all agree"


def _links(done: Done) -> Iterator[tuple[str, str]]:
    results = [name for name in done.sheets if name not in ("Summary", "Problems")]
    for name in (*results[: MOST_LINKS - 2 - bool(done.folder)], "Problems", "Summary"):
        yield link_to(name, text=name), "a sheet of this workbook"
    if done.folder:
        yield _folder_link(Path(done.folder)), done.folder


def _folder_link(folder: Path) -> str:
    address = folder.absolute().as_uri()
    if len(address) > LONGEST_LINK or '"' in address:
        return f"Folder {folder.name}"
    return f'=HYPERLINK("{address}","Folder {folder.name}")'
