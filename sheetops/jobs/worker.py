"""The process that does much work in the background: started by a press, ends when the result is shown or left.

``python -m sheetops.jobs.worker --workbook=FILE``, and whatever the press itself was told about the workbook's window.
"""

import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import xlwings as xw

from sheetops.errors import OutputError
from sheetops.excel.live.book import LiveBook
from sheetops.excel.live.calm import Calm, how_far
from sheetops.excel.live.door import calling_app, opened_in, told
from sheetops.excel.live.front import Front
from sheetops.excel.write import write_run
from sheetops.faultlog import sentence
from sheetops.jobs import tasks
from sheetops.jobs.answer import report
from sheetops.jobs.background import Background, Finished, Order
from sheetops.jobs.doctor import packages
from sheetops.jobs.pressed import Done
from sheetops.model import Progress, Run
from sheetops.publish import make_folder

EVERY = 0.5
"""Seconds between two words of how far it is."""
PRESS_ENDS = 60.0
"""Seconds after which the press that ordered the work has surely ended."""
BUSY = frozenset({-2147418111, -2146777998})
"""What Excel answers while a cell is being edited or a message is open (RPC_E_CALL_REJECTED, VBA_E_IGNORE)."""
TRIES, PAUSE = 100, 3.0
"""How often, and after how many seconds again, a busy Excel is asked."""


class Window:
    """The workbook on the screen, as long as it and its program are there."""

    def __init__(self, workbook: Path) -> None:
        self._workbook = workbook
        self._app: xw.App | None = None
        with suppress(Exception):  # without a screen the work is done all the same
            self._app = calling_app()

    def book(self) -> xw.Book | None:
        """Return the workbook, None while it is closed."""
        return opened_in(self._app, self._workbook) if self._app else None

    def write(self, name: str, text: str) -> None:
        """Write into a cell of Start, if it can be done now."""
        book = self.book()
        if book:
            with suppress(Exception):
                Front(book).write(name, text)


def main() -> int:
    """Do the work that was ordered for a workbook; return the exit code."""
    place = Background(Path(told("workbook")))
    with place.working() as order:
        if order is None:
            return 3
        window = Window(place.workbook)
        finished = _work(order, _teller(place, window))
        place.keep(finished)
        # The press itself is to end first: what it writes last must not come after the result.
        with place.one_press(PRESS_ENDS):
            if _shown(window, order, finished):
                place.forget()
    return 0


def _teller(place: Background, window: Window) -> Progress:
    last = 0.0

    def tell(step: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            text = how_far(step, done, total)
            place.say(text)
            window.write("status", f"In the background: {text}")

    return tell


def _work(order: Order, progress: Progress) -> Finished:
    began = time.perf_counter()
    try:
        run = tasks.TASKS[order.button].run(order.book, order.what, progress)
    except BaseException as error:
        said, _ = sentence(f"button {order.button}", error, packages)
        return Finished(None, time.perf_counter() - began, said)
    return Finished(run, time.perf_counter() - began, file=_file(order, run))


def _file(order: Order, run: Run) -> str:
    """Write the result workbook beside the documents, for those who closed theirs; "" when it cannot be."""
    path = order.what.out / f"{'problems' if run.job == 'check' else run.job}.xlsx"
    try:
        make_folder(path.parent)
        write_run(run, path, books=(order.what.workbook,))
    except OutputError:
        return ""
    return str(path)


# ------------------------------------------------------------------------------------------------ showing


def show_left(front: Front, live: LiveBook, order: Order, finished: Finished, progress: Progress) -> Done:
    """Show the result of work in the background in the open workbook and on its Start."""
    how = f"begun on {order.began}, {finished.seconds:.1f} seconds in the background"
    done = tasks.TASKS[order.button].show(live, finished.result, order.what, progress, order.book.kept)
    done = replace(done, message=f"{order.caption}, {how}, is done. {done.message}", file=finished.file)
    report(front, order.caption, done, how)
    front.write("status", "Done")
    return done


def _shown(window: Window, order: Order, finished: Finished) -> bool:
    """Show what came of the work, if the workbook is open; return whether it needs to be kept no longer."""
    if finished.run is None:
        return _said(window, finished.stopped(order))
    for _ in range(TRIES):
        book = window.book()
        if book is None:
            return False
        try:
            _show(book, order, finished)
        except Exception as error:
            if getattr(error, "hresult", 0) not in BUSY:
                said, _ = sentence(f"result of button {order.button}", error, packages)
                _said(window, f"{said} The result is kept: the next press of a button shows it.")
                return False
            time.sleep(PAUSE)
        else:
            return True
    return False


def _show(book: xw.Book, order: Order, finished: Finished) -> None:
    front = Front(book)
    with Calm(book.app, lambda text: front.write("status", text)) as calm:
        show_left(front, LiveBook(book), order, finished, calm)


def _said(window: Window, text: str) -> bool:
    """Return whether a message could be written into Start."""
    book = window.book()
    if book is None:
        return False
    with suppress(Exception):
        front = Front(book)
        front.write("message", text)
        front.write("status", "Stopped")
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
