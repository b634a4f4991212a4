"""One press of a button, from the sheet Start and back to it: what was done, what it came to, and its trouble."""

import datetime as dt
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import xlwings as xw

from sheetops import clock
from sheetops.errors import BookError, SheetopsError
from sheetops.excel.catalogue import BUTTONS
from sheetops.excel.live.book import KeptBook, LiveBook, keep
from sheetops.excel.live.calm import Calm
from sheetops.excel.live.front import Front
from sheetops.jobs import taking, tasks
from sheetops.jobs.answer import outcome, report
from sheetops.jobs.asked import Asked, asked, place_of, require_version
from sheetops.jobs.background import Background, Finished, Order
from sheetops.jobs.pressed import Done
from sheetops.jobs.worker import show_left
from sheetops.model import Progress

_TAKING: dict[str, Callable[[LiveBook, Progress], Done]] = {
    "clear_results": taking.clear,
    "remove_samples": taking.remove_samples,
}
"""What the buttons do that take something away."""


class _MuchWork(Exception):
    """There is more to do than a button should keep its workbook waiting for."""


def press(book: xw.Book, button: str) -> Done:
    """Do what a button of an open workbook is for, and write what came of it into Start, the receipt last.

    Much work goes on in the background after the button has returned, and what came of it is shown by the worker, or by
    the next press when the workbook was closed meanwhile. The workbook is never saved, and while it is worked on the
    program is held still. SheetopsError when it cannot be done: then nothing is written into Start but how far it came.
    """
    front = Front(book)
    front.write("status", "Reading")
    place = None if button == "show_help" else _place(book)
    with place.one_press() if place else nullcontext():
        done = _answered(book, front, button, place)
        front.answer(outcome(done))
    return done


def caption(button: str) -> str:
    """Return what stands on a button."""
    return next(one.caption for one in BUTTONS if one.function == button)


def _place(book: xw.Book) -> Background | None:
    """Return where work on the workbook is kept, None for one that was never saved or is on the web."""
    try:
        return Background(place_of(book))
    except BookError:
        return None


def _answered(book: xw.Book, front: Front, button: str, place: Background | None) -> Done:
    began = time.perf_counter()
    if place:
        place.require_idle()
    left = place.left() if place else None
    with Calm(book.app, lambda text: front.write("status", text)) as calm:
        if place and left:
            return _left(book, front, button, place, left, calm)
        done = _work(front, book, button, place, calm)
        if not done.started:
            calm.tell("finishing ...")
            took = f"pressed on {clock.text(clock.today())}, {time.perf_counter() - began:.1f} seconds"
            report(front, caption(button), done, took)
            front.write("status", "Done")
    return done


def _left(
    book: xw.Book, front: Front, button: str, place: Background, left: tuple[Order, Finished], progress: Progress
) -> Done:
    """Show what earlier work left, in place of what was pressed."""
    order, finished = left
    try:
        done = show_left(front, LiveBook(book), order, finished, progress)
    except SheetopsError:
        raise  # what stands against it can be mended, and the next press tries again
    except Exception:
        place.forget()
        raise
    place.forget()
    if order.button != button:
        done = replace(done, message=f"{done.message} {caption(button)} was not done: press it again.")
        front.write("message", done.message)
    return done


def _work(front: Front, book: xw.Book, button: str, place: Background | None, progress: Progress) -> Done:
    if button == "show_help":
        return tasks.show_help()
    live = LiveBook(book)
    if button in tasks.TASKS:
        what = asked(front, book)
        return _done_or_begun(front, live, button, what, place or Background(what.workbook), progress)
    require_version(front)
    done = _TAKING[button](live, progress)
    if done.idle:
        return done
    front.clear("totals")
    front.clear("links")
    if button == "remove_samples":
        front.clear("as_of")
    return done


# ------------------------------------------------------------------------------------------------ much work


def _done_or_begun(
    front: Front, live: LiveBook, button: str, what: Asked, place: Background, progress: Progress
) -> Done:
    """Do the work of a button, or when there is much of it, begin it in the background."""
    task = tasks.TASKS[button]
    most_rows, most_documents = task.limits(live, what)
    kept = keep(live, task.sheets(live), progress, task.reviewed)
    if sum(len(cells.rows) for cells in kept.kept.values()) > most_rows:
        return _begun(front, button, what, kept, place)

    def limited(step: str, done: int, total: int) -> None:
        # A step of many parts makes documents; whoever makes them says so before the first.
        if total > most_documents and done == 0:
            raise _MuchWork
        progress(step, done, total)

    try:
        return task(live, what, limited)
    except _MuchWork:
        return _begun(front, button, what, kept, place)


def _begun(front: Front, button: str, what: Asked, kept: KeptBook, place: Background) -> Done:
    began = f"{dt.datetime.now().astimezone():%d/%m/%Y at %H:%M}"
    name = caption(button)
    front.write("status", f"{name} is starting in the background")
    place.start(Order(button, name, what, kept, began))
    front.write("last_run", f"{name} as of {clock.text(what.as_of)}, begun on {began}, goes on in the background")
    done = Done(
        f"{name} is much work and goes on in the background. You can go on working here, save, or close the workbook: "
        "Status says how far it is. The result appears by itself when it is done; if the workbook is closed then, at "
        "the next press of any button.",
        started=True,
    )
    front.write("message", done.message)
    return done
