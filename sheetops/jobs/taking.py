"""The buttons that take something out of the open workbook: results and marks, and the samples."""

from sheetops.checking import find_sheet, locate
from sheetops.excel.live.book import LiveBook
from sheetops.excel.live.marks import clear_marks
from sheetops.excel.live.samples import empty_values, remove_rows, sample_rows, sample_values
from sheetops.excel.live.showing import clear_results
from sheetops.jobs.pressed import Done, several
from sheetops.model import Progress
from sheetops.sheets import SHEETS

_OWNERS = ("account", "participant", "programme")
"""The columns by which sample rows are known: the first that a sheet has."""


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
        owner = next((one for one in _OWNERS if one in {column.name for column in sheet.columns}), None)
        if name is not None and owner is not None:
            cells = live.cells(name)
            layout = locate(cells, sheet)
            rows[name] = sample_rows(cells, layout.header_row, layout.columns.get(owner, len(cells.rows[0]) + 1))
    return {name: some for name, some in rows.items() if some}
