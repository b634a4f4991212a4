"""What an ordinary button does: open the desk with the sheets it needs, work, show the result, say a sentence.

A button of this kind is one `Task` in `sheetops.jobs.tasks.TASKS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sheetops.checking import find_sheet
from sheetops.errors import BookError, OutputError
from sheetops.excel.live.book import KeptBook, LiveBook
from sheetops.excel.live.showing import show_run
from sheetops.jobs import arrears
from sheetops.jobs.arrears import Position
from sheetops.jobs.asked import Asked, is_synced, writable
from sheetops.jobs.check import wanted_sheets
from sheetops.jobs.desk import POLICY_SHEETS, Desk, open_desk
from sheetops.jobs.proposals import NAME, with_decisions
from sheetops.jobs.reviewing import reviewed_sheets
from sheetops.model import Book, Cells, Progress, Run
from sheetops.sheets import SHEETS

_NOTHING: Mapping[str, Cells] = {}

Work = Callable[[Desk, Path, Progress], Run]
"""A job's work on a desk that was read: the folder for results is there for those that make files."""
Says = Callable[[Run, Path], str]
"""The sentence about a run, and about the folder of its documents."""
After = Callable[[LiveBook, Run, Progress], str]
"""What is done to the open workbook beside its result sheets, and what is said of it."""


@dataclass(frozen=True)
class Done:
    """What a press came to: a message in plain words, the run if there was one, the sheets and folder it wrote.

    ``idle``: there was nothing to do, and nothing was changed; ``started``: the work goes on in the background, which
    leaves its result workbook in ``file``.
    """

    message: str
    run: Run | None = None
    sheets: tuple[str, ...] = ()
    folder: str = ""
    idle: bool = False
    started: bool = False
    file: str = ""


@dataclass(frozen=True)
class Task:
    """The work of one button.

    ``step`` is what Start says while it works; ``work`` the job (`standing` makes one of most runs); ``reads`` the
    sheets that it reads, None for all that sheetops knows; ``needs`` those without which it is refused; ``says`` the
    sentence that Start shows, which names the result sheets unless one is given; ``folder`` is the folder for documents
    within that for results, "" when it makes no files; ``numbered`` says that those carry numbers, which must not be
    given twice; ``after`` is what else it does in the open workbook; ``reviewed`` are the result sheets (job and name)
    on which people decide for it.
    """

    step: str
    work: Work
    reads: tuple[str, ...] | None = arrears.SHEETS_READ
    needs: tuple[str, ...] = ()
    says: Says | None = None
    folder: str = ""
    numbered: bool = False
    after: After | None = None
    reviewed: tuple[tuple[str, str], ...] = ()

    def __call__(self, live: LiveBook, what: Asked, progress: Progress) -> Done:
        """Do the work on an open workbook and show what came of it there."""
        return self.show(live, self.run(live, what, progress), what, progress)

    def run(self, book: LiveBook | KeptBook, what: Asked, progress: Progress) -> Run:
        """Return what the work comes to on a book's sheets; documents are in their folder then."""
        if self.numbered and is_synced(what.out):
            raise OutputError(
                f"The folder {what.out} is one that OneDrive copies between computers: numbers could be given twice. "
                "Choose a folder of this computer or a shared drive on Start."
            )
        desk = _desk(book, what, self._wanted(book), self.needs, progress)
        if self.reviewed:
            decided = (book.result(*one) for one in self.reviewed)
            desk = reviewed_sheets(desk, [cells for cells in decided if cells is not None])
        progress(self.step, 0, 1)
        return self.work(desk, writable(what.out) if self.folder else what.out, progress)

    def show(
        self, live: LiveBook, run: Run, what: Asked, progress: Progress, before: Mapping[str, Cells] = _NOTHING
    ) -> Done:
        """Put a run's sheets into an open workbook and return what is said of it.

        ``before`` are the sheets as the work found them, when that is some time ago: what changed since gets no marks.
        """
        run = _with_decisions(live, run, what)
        sheets = show_run(live.book, run, progress)
        folder = what.out / self.folder
        more = self._more(live, run, progress, before) if self.after else _trouble(run)
        said = self.says(run, folder) if self.says else _where(sheets)
        message = f"{said} {more}".strip()
        return Done(message, run, sheets, str(folder) if self.folder else "")

    def sheets(self, book: Book) -> tuple[str, ...]:
        """Return the sheets of a book that the work reads, by the names that the book gives them."""
        found = (find_sheet(book, SHEETS[name]) for name in (*POLICY_SHEETS, *self._wanted(book)))
        return tuple(name for name in found if name is not None)

    def limits(self, book: Book, what: Asked) -> tuple[int, int]:
        """Return how many rows and documents a button does itself, by the book's policy."""
        value = open_desk(book, what.as_of, ()).policy.value
        return value("background_rows"), value("background_documents")

    def _wanted(self, book: Book) -> tuple[str, ...]:
        return wanted_sheets(book) if self.reads is None else self.reads

    def _more(self, live: LiveBook, run: Run, progress: Progress, before: Mapping[str, Cells]) -> str:
        changed = [n for n, cells in before.items() if n not in live.sheets or live.cells(n).rows != cells.rows]
        same = replace(run, findings=tuple(one for one in run.findings if one.sheet not in changed))
        said = self.after(live, same, progress) if self.after else ""
        gone = ", ".join(changed)
        return f"{said} Changed meanwhile, and so not coloured: {gone}. Press again." if changed else said


def _with_decisions(live: LiveBook, run: Run, what: Asked) -> Run:
    """Return a run whose proposals carry what people decided on the sheet that it takes the place of."""
    earlier = live.result(run.job, NAME) if NAME in run.frames else None
    if earlier is None:
        return run
    return with_decisions(run, earlier, open_desk(live, what.as_of, ()).policy.reading())


def standing(work: Callable[[Desk, Position], Run]) -> Work:
    """Return the work of a job that needs to know where every account stands."""
    return lambda desk, out, progress: work(desk, arrears.position(desk))


def several(number: int, name: str) -> str:
    """Return a number with what is counted: ``1 row``, ``2,000 rows``."""
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"


def _where(sheets: tuple[str, ...]) -> str:
    *first, last = [name for name in sheets if name not in ("Summary", "Problems")] or ["Summary"]
    return f"The result is on the sheet{'s ' if first else ' '}{', '.join(first)}{' and ' if first else ''}{last}."


def _trouble(run: Run) -> str:
    out = sum(left.rows for left in run.left_out)
    if out:
        return f"{several(out, 'row')} could not be used: see Problems, mend them and press again."
    return "Some cells look wrong: see Problems." if run.faulty else ""


def _desk(book: Book, what: Asked, wanted: tuple[str, ...], needs: tuple[str, ...], progress: Progress) -> Desk:
    if not book.sheets:
        raise BookError(f"{book.name} has no sheets but those of sheetops. Copy your sheets into it.")
    desk = open_desk(book, what.as_of, wanted, needs=needs, progress=progress, files=(what.workbook,))
    desk = replace(desk, about=what.account)
    return _spoken(desk, what.language) if what.language else desk


def _spoken(desk: Desk, language: str) -> Desk:
    """Return the desk with another language for customers who have none of their own."""
    return replace(desk, policy=desk.policy.given("language", language))
