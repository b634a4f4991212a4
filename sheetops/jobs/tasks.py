"""What each button does to the open workbook: the same jobs as over files, their results on sheets beside the input."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sheetops import clock
from sheetops.checking import find_sheet, locate
from sheetops.errors import BookError, OutputError
from sheetops.excel.live.book import LiveBook
from sheetops.excel.live.marks import clear_marks, mark_cells
from sheetops.excel.live.samples import empty_values, remove_rows, sample_rows, sample_values
from sheetops.excel.live.showing import clear_results, show_run
from sheetops.jobs import arrears, renewals
from sheetops.jobs.asked import Asked, is_synced, writable
from sheetops.jobs.check import check_run, wanted_sheets
from sheetops.jobs.desk import Desk, open_desk
from sheetops.model import Progress, Run, Severity
from sheetops.policy import EVERYONE
from sheetops.sheets import SHEETS


@dataclass(frozen=True)
class Done:
    """What a press came to: a message in plain words, the run if there was one, the sheets and folder it wrote.

    ``idle``: there was nothing to do, and nothing was changed.
    """

    message: str
    run: Run | None = None
    sheets: tuple[str, ...] = ()
    folder: str = ""
    idle: bool = False


Task = Callable[[LiveBook, Asked, Progress], Done]


def check_sheets(live: LiveBook, what: Asked, progress: Progress) -> Done:
    """Check every sheet, mark what is faulty and take the marks off what was mended."""
    run = check_run(_desk(live, what, wanted_sheets(live), (), progress))
    sheets = show_run(live.book, run, progress)
    marking = mark_cells(live, run.findings, progress)
    cleared = marking.before
    more = f"{several(marking.unmarked, 'more cell')} got no colour." if marking.unmarked else ""
    lost = several(cleared.lost, "mark") + " of earlier checks could not be found again." if cleared.lost else ""
    return Done(" ".join(filter(None, (_checked(run), more, lost))), run, sheets)


def work_out_arrears(live: LiveBook, what: Asked, progress: Progress) -> Done:
    """Work out who owes what and what comes next."""
    desk = _desk(live, what, arrears.SHEETS_READ, ("Ledger",), progress)
    progress("Working out arrears", 0, 1)
    return _shown(
        live, arrears.arrears_run(desk, arrears.position(desk)), progress, "The result is on the sheet Arrears."
    )


def work_out_renewals(live: LiveBook, what: Asked, progress: Progress) -> Done:
    """Work out where every licence stands and what comes next."""
    desk = _desk(live, what, renewals.SHEETS_READ, ("Licences",), progress)
    progress("Working out renewals", 0, 1)
    run = renewals.renewals_run(desk, renewals.pipeline(desk, arrears.position(desk)))
    return _shown(live, run, progress, "The result is on the sheet Renewals.")


def make_letters(live: LiveBook, what: Asked, progress: Progress) -> Done:
    """Make the letters that are due into the folder for results."""
    from sheetops.jobs import letters  # the engine for Word takes a while to load, and other buttons need none

    desk = _desk(live, what, renewals.SHEETS_READ, (), progress)
    progress("Working out what is due", 0, 1)
    now = arrears.position(desk)
    run = letters.make_letters(desk, now, renewals.pipeline(desk, now), writable(what.out), progress)
    made = f"{several(len(run.documents), 'letter')} made in {what.out / letters.FOLDER}; nothing was sent."
    rest = [
        f"{run.counts[f'letters {status}']:,} {status}"
        for status in ("held", "failed")
        if run.counts[f"letters {status}"]
    ]
    why = f" {' and '.join(rest)}: the sheet Letters says why." if rest else ""
    return replace(_shown(live, run, progress, made + why), folder=str(what.out / letters.FOLDER))


def make_credit_notes(live: LiveBook, what: Asked, progress: Progress) -> Done:
    """Make the credit notes that approved requests call for into the folder for results."""
    from sheetops.jobs import credit_notes  # as above

    if is_synced(what.out):
        raise OutputError(
            f"The folder {what.out} is one that OneDrive copies between computers: numbers of credit notes could be "
            "given twice. Choose a folder of this computer or a shared drive on Start."
        )
    desk = _desk(live, what, credit_notes.SHEETS_READ, ("Requests", "Ledger"), progress)
    run = credit_notes.make_credit_notes(desk, writable(what.out), progress)
    made = f"{several(len(run.documents), 'credit note')} made in {what.out / credit_notes.FOLDER}."
    return replace(_shown(live, run, progress, made), folder=str(what.out / credit_notes.FOLDER))


def clear(live: LiveBook, progress: Progress) -> Done:
    """Take our result sheets and marks out of the workbook."""
    progress("Clearing", 0, 1)
    marks = clear_marks(live)
    sheets = clear_results(live.book)
    lost = f" {several(marks.lost, 'mark')} could not be found again: clear those cells by hand." if marks.lost else ""
    return Done(
        f"{several(sheets, 'result sheet')} and {several(marks.cleared, 'mark')} were taken away. Your own sheets, "
        f"colours and notes are as they were.{lost}"
    )


def remove_samples(live: LiveBook, progress: Progress) -> Done:
    """Take the sample rows, the sample values of Policy, and what was worked out from them, out of the workbook."""
    progress("Removing samples", 0, 1)
    # All is found before anything is changed: a sheet without headings stops the press.
    rows, (policy, values) = _samples(live), _sample_values(live)
    if not rows and not values:
        return Done("There were no samples left. Nothing was changed.", idle=True)
    clear_marks(live)
    clear_results(live.book)
    empty_values(live, policy, values)
    removed = remove_rows(live, rows)
    return Done(
        f"{several(removed, 'sample row')} and the results that came from them were taken away, and "
        f"{several(len(values), 'sample value')} on Policy emptied. Fill in your own, and the day to work for. Files "
        "that were made from the samples are still in the folder for results: delete them by hand. If all this was "
        "not meant, close the workbook without saving."
    )


def _sample_values(live: LiveBook) -> tuple[str, list[tuple[int, int]]]:
    """Return the name of the Policy sheet and its cells with sample values, ``("", [])`` when there is none."""
    name = find_sheet(live, SHEETS["Policy"])
    if name is None:
        return "", []
    cells = live.cells(name)
    layout = locate(cells, SHEETS["Policy"])
    return name, sample_values(cells, layout.header_row, layout.columns["value"])


def _samples(live: LiveBook) -> dict[str, list[int]]:
    rows = {}
    for sheet in SHEETS.values():
        name = find_sheet(live, sheet)
        if name is not None and any(column.name == "account" for column in sheet.columns):
            cells = live.cells(name)
            layout = locate(cells, sheet)
            rows[name] = sample_rows(cells, layout.header_row, layout.columns.get("account", len(cells.rows[0]) + 1))
    return {name: some for name, some in rows.items() if some}


HELP = (
    "1. Fill in the day to work for on Start.\n"
    "2. Press the buttons from top to bottom. Check sheets first: it colours what looks wrong and says how to mend it; "
    "mend it and press again.\n"
    "3. Look at the result sheets. Every status has its reason in the last column.\n"
    "4. Make letters writes Word files into the folder for results. Nothing is sent.\n\n"
    "sheetops never changes what you typed and never saves the workbook. When a button does not answer, type in a "
    "command window: sheetops doctor --excel. README.txt beside this workbook says more."
)


def show_help() -> Done:
    """Say what to do."""
    return Done(HELP)


TASKS: Mapping[str, Task] = MappingProxyType(
    {
        "check_sheets": check_sheets,
        "work_out_arrears": work_out_arrears,
        "work_out_renewals": work_out_renewals,
        "make_letters": make_letters,
        "make_credit_notes": make_credit_notes,
    }
)
"""What buttons do that need a day and a folder."""


# ------------------------------------------------------------------------------------------------ shared


def _desk(live: LiveBook, what: Asked, wanted: Iterable[str], needs: Iterable[str], progress: Progress) -> Desk:
    if not live.sheets:
        raise BookError(f"{live.name} has no sheets but those of sheetops. Copy your sheets into it.")
    desk = open_desk(live, what.as_of, wanted, needs=needs, progress=progress, files=(what.workbook,))
    return _spoken(desk, what.language) if what.language else desk


def _spoken(desk: Desk, language: str) -> Desk:
    """Return the desk with another language for customers who have none of their own."""
    values = desk.policy.values
    own = {**values.get("language", {}), EVERYONE: language}
    return replace(desk, policy=replace(desk.policy, values={**values, "language": own}))


def _shown(live: LiveBook, run: Run, progress: Progress, message: str) -> Done:
    sheets = show_run(live.book, run, progress)
    trouble = _trouble(run)
    return Done(f"{message} {trouble}".strip(), run, sheets)


def _trouble(run: Run) -> str:
    out = sum(left.rows for left in run.left_out)
    if out:
        return f"{several(out, 'row')} could not be used: see Problems, mend them and press again."
    return "Some cells look wrong: see Problems." if run.faulty else ""


def _checked(run: Run) -> str:
    counted = Counter(finding.severity for finding in run.findings)
    if not run.findings:
        return f"{several(int(run.counts['rows']), 'row')} checked, nothing is wrong."
    found = ", ".join(several(counted[severity], severity.value) for severity in Severity if counted[severity])
    return (
        f"{several(int(run.counts['rows']), 'row')} checked as of {clock.text(run.as_of)}: {found}. The cells are "
        "coloured and their notes say how to mend them; the sheet Problems lists them all."
    )


def several(number: int, name: str) -> str:
    """Return a number with what is counted: ``1 row``, ``2,000 rows``."""
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"
