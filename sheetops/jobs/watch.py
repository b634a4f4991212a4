"""A watched folder: put a workbook in, find its day's work beside it. For desks whose computers forbid macros."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sheetops.errors import BookError, SheetopsError
from sheetops.jobs.day import run_day
from sheetops.model import Progress, silent
from sheetops.publish import make_folder, whole_file

ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
RESULTS = "results"
REFUSED = "could not run.txt"
QUIET = 2.0
"""Seconds for which a file must stay as it is before it is read: it may still be on its way in."""

Told = Callable[[str], None]


def watch(
    folder: Path,
    *,
    today: Callable[[], dt.date],
    tell: Told,
    rounds: int | None = None,
    pause: float = QUIET,
    progress: Progress = silent,
) -> None:
    """Do the day of every workbook in a folder into ``results/NAME`` beside it, again whenever one has changed.

    ``today`` gives the day to work for; ``tell`` hears a line a workbook; ``rounds`` is how often to look, None for as
    long as the program runs, with ``pause`` seconds between. A workbook that cannot be worked on gets a text file in
    its results that says why, and the watching goes on. BookError when there is no such folder.
    """
    if not folder.is_dir():
        raise BookError(f"There is no folder {folder}. Make it, or name the folder that is to be watched.")
    seen: dict[Path, tuple[int, int]] = {}
    done = 0
    while rounds is None or done < rounds:
        for book in _waiting(folder):
            state = _state(book)
            # Only a file that looks as it did a round ago is wholly there.
            if seen.get(book) == state:
                tell(_work(book, today(), progress))
            seen[book] = state
        done += 1
        if rounds is None or done < rounds:
            time.sleep(pause)


def _waiting(folder: Path) -> Iterator[Path]:
    for book in sorted(folder.iterdir()):
        is_book = book.is_file() and book.suffix.lower() in ENDINGS and not book.name.startswith(("~$", "."))
        if is_book and _state(book)[0] > _last_worked(results_of(book)):
            yield book


def results_of(book: Path) -> Path:
    """Return the folder of a watched workbook's results."""
    return book.parent / RESULTS / book.stem


def _state(book: Path) -> tuple[int, int]:
    known = book.stat()
    return known.st_mtime_ns, known.st_size


def _last_worked(results: Path) -> int:
    ends = [file.stat().st_mtime_ns for file in (results / "problems.xlsx", results / REFUSED) if file.exists()]
    return max(ends, default=-1)


def _work(book: Path, as_of: dt.date, progress: Progress) -> str:
    results = make_folder(results_of(book))
    refusal = results / REFUSED
    refusal.unlink(missing_ok=True)
    try:
        outcomes = run_day(book, as_of=as_of, out=results, progress=progress)
    except SheetopsError as wrong:
        with whole_file(refusal) as draft:
            draft.write_text(f"{wrong}\n", encoding="utf-8")
        return f"{book.name}: {wrong}"
    documents = sum(len(outcome.run.documents) for outcome in outcomes)
    return f"{book.name}: done, {documents} documents, see {results}"
