"""Every button's work done on the shipped workbooks as they are, and laid out for the sheets that it is shown on.

The tests of each job feed it what it needs; here no button may stop at the workbooks that people are given.
"""

from pathlib import Path
from typing import Any

import pytest

from sheetops import resources
from sheetops.excel import start
from sheetops.excel.catalogue import WORKBOOKS, Button, Workbook
from sheetops.excel.live.showing import pages_of
from sheetops.excel.read import open_book
from sheetops.excel.write import write_run
from sheetops.jobs.asked import Asked
from sheetops.jobs.samples import DAY
from sheetops.jobs.tasks import TASKS
from sheetops.model import Book, silent

PRESSED = [(workbook, button) for workbook in WORKBOOKS for button in workbook.buttons if button.function in TASKS]
LOST = {"nan", "NaN", "NaT", "None", "<NA>"}
"""What a blank looks like that was written as a text."""


SAMPLE = {"account": "SAMPLE-1"}
"""What stands on Start beside the day: Explain is asked about somebody."""


class Fresh:
    """A workbook in which nothing has been pressed yet."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __getattr__(self, name: str) -> Any:
        return getattr(self.book, name)

    def result(self, _job: str, _name: str) -> None:
        """Return no result sheet: there is none."""


@pytest.fixture(scope="module")
def books() -> dict[str, Fresh]:
    """The workbooks, each read once."""
    return {workbook.name: Fresh(open_book(resources.workbooks() / workbook.file)) for workbook in WORKBOOKS}


@pytest.mark.parametrize(("workbook", "button"), PRESSED, ids=lambda one: getattr(one, "function", "") or one.name)
def test_a_buttons_work_is_done_and_can_be_shown(
    books: dict[str, Fresh], workbook: Workbook, button: Button, tmp_path: Path
) -> None:
    path = tmp_path / workbook.file  # numbers are given in the register that lies beside it
    task = TASKS[button.function]
    run = task.run(books[workbook.name], Asked(path, DAY, tmp_path / start.FOLDER, **SAMPLE), silent)
    pages = pages_of(run)
    names = [page.name.lower() for page in pages]
    assert len(pages) == len(run.frames) + 2 and len(set(names)) == len(names)
    # A result that had the name of a sheet of the workbook would look like the user's own.
    assert not set(names) & {name.lower() for name in (*workbook.sheets, start.SHEET)}
    assert not {cell for page in pages for row in page.rows for cell in row if isinstance(cell, str)} & LOST
    assert all(len(row) == page.width for page in pages if page.table is not None for row in page.rows)
    assert task.says is None or 0 < len(task.says(run, tmp_path)) < 500
    if run.charts:  # an open workbook gets none: the message says where they are
        assert task.says and f"{run.job}.xlsx with its charts" in task.says(run, tmp_path)
        assert (tmp_path / start.FOLDER / f"{run.job}.xlsx").is_file()
    write_run(run, tmp_path / "result.xlsx", books=(path,))
