"""Where a workbook is and what its folder for results may be: the cases that no LibreOffice here can be in."""

from pathlib import Path
from typing import Any

import pytest

from sheetops.errors import BookError, OutputError
from sheetops.jobs import asked
from sheetops.jobs.asked import is_synced, place_of, writable


class Opened:
    """A workbook as Excel shows it to xlwings."""

    name = "arrears.xlsm"

    def __init__(self, fullname: str | Exception) -> None:
        self._fullname = fullname

    @property
    def fullname(self) -> str:
        if isinstance(self._fullname, Exception):
            raise self._fullname
        return self._fullname


def place(fullname: str | Exception) -> Path:
    book: Any = Opened(fullname)
    return place_of(book)


def test_a_saved_workbook_is_where_it_says(tmp_path: Path) -> None:
    assert place(str(tmp_path / "arrears.xlsm")) == tmp_path / "arrears.xlsm"


def test_a_workbook_that_was_never_saved_is_refused() -> None:
    with pytest.raises(BookError, match=r"^Book1 was never saved\. Save it in a folder of its own"):
        place("Book1")


@pytest.mark.parametrize(
    "fullname",
    [
        "https://d.docs.live.net/1234/Documents/arrears.xlsm",
        "https://example.sharepoint.com/sites/desk/arrears.xlsm",
        RuntimeError("Couldn't find your local OneDrive file, see: xlwings.org/error"),
    ],
)
def test_a_workbook_from_the_web_is_refused(fullname: str | Exception) -> None:
    with pytest.raises(BookError, match=r"^arrears\.xlsm was opened from the web .* Save a copy"):
        place(fullname)


def test_folders_that_onedrive_keeps_are_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in asked._SYNCED:
        monkeypatch.delenv(name, raising=False)
    assert not is_synced(tmp_path / "OneDrive" / "desk")
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "OneDrive"))
    assert is_synced(tmp_path / "OneDrive") and is_synced(tmp_path / "OneDrive" / "desk")
    assert not is_synced(tmp_path / "OneDrive2" / "desk")


def test_a_folder_that_takes_nothing_is_refused(tmp_path: Path) -> None:
    assert writable(tmp_path / "new" / "folder").is_dir()
    assert list((tmp_path / "new" / "folder").iterdir()) == []
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="file"):
        writable(tmp_path / "file")
