"""One LibreOffice for all live tests, and a fresh workbook for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from sheetops.excel import libreoffice


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xw.App]:
    before = xw.engines.active
    with pytest.MonkeyPatch.context() as patch:
        # LibreOffice and the Pythons that its buttons start keep what is theirs out of the user's own folders.
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        started = libreoffice.use_libreoffice(macros=True)
        yield started
        started.quit()
    xw.engines.active = before


@pytest.fixture
def book(app: xw.App) -> Iterator[xw.Book]:
    made = app.books.add()
    yield made
    made.close()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets[0]


@pytest.fixture
def saved(book: xw.Book, tmp_path: Path):
    """Save the workbook as .xlsx and open it with a judge from outside."""
    import openpyxl

    def judge(**options):
        path = tmp_path / "saved.xlsx"
        book.save(path)
        return openpyxl.load_workbook(path, **options)

    return judge
