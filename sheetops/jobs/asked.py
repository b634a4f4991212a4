"""What the sheet Start of an open workbook asks for, and whether it can be done."""

import datetime as dt
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlwings as xw

from sheetops import clock
from sheetops.errors import BookError, OutputError
from sheetops.excel.live.front import Front
from sheetops.excel.start import CONTRACT, FOLDER
from sheetops.jobs.selected import account_asked
from sheetops.publish import make_folder

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{2,4})?")
_SYNCED = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Variables in which Windows names the folders that OneDrive keeps."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a press is to do: on which workbook, for which day, with documents into which folder, in which language.

    ``language`` is for customers without one of their own, "" when the Policy decides; ``account`` is the one that the
    press is about, "" when none is named.
    """

    workbook: Path
    as_of: dt.date
    out: Path
    language: str = ""
    account: str = ""


def asked(front: Front, book: xw.Book) -> Asked:
    """Return what Start asks for; BookError or OutputError says what is missing or wrong there and what to do."""
    require_version(front)
    workbook = place_of(book)
    folder = _folder(front.text("output_folder"), workbook)
    return Asked(workbook, _day(front.value("as_of")), folder, _language(front), account_asked(front, book))


def require_version(front: Front) -> None:
    """Raise BookError when the workbook was made for another sheetops than this."""
    contract = front.text("contract")
    if contract != str(CONTRACT):
        raise BookError(
            f"This workbook was made for another version of sheetops (its contract is {contract or 'blank'}, this "
            f"sheetops has {CONTRACT}). Make a new workbook with sheetops init, and copy your sheets into it."
        )


def place_of(book: xw.Book) -> Path:
    """Return the file of an open workbook; BookError when it was never saved or was opened from the web."""
    try:
        name = str(book.fullname)
    except Exception as wrong:  # xlwings' own words for a workbook on OneDrive or SharePoint
        raise _from_the_web(str(book.name)) from wrong
    if "://" in name:
        raise _from_the_web(str(book.name))
    if not Path(name).is_absolute():
        raise BookError(f"{name} was never saved. Save it in a folder of its own, and press again.")
    return Path(name)


def _from_the_web(name: str) -> BookError:
    return BookError(
        f"{name} was opened from the web (OneDrive or SharePoint), where nothing can be put beside it. Save a copy in "
        "a folder of this computer, open the copy and press again."
    )


def _day(value: Any) -> dt.date:
    if value is None:
        raise BookError("There is no day to work for. Fill in the cell beside 'Day to work for' on Start, press again.")
    if isinstance(value, dt.datetime):
        value = value.date()
    if not isinstance(value, dt.date):
        raise BookError(
            f"The day to work for is {str(value)[:60]!r}, which is no date to the spreadsheet. Write it into the cell "
            "on Start anew, like 30/06/2026 or 2026-06-30."
        )
    if not clock.FIRST <= value <= clock.LAST:
        raise BookError(
            f"The day to work for is {clock.text(value)}, and only days from {clock.text(clock.FIRST)} to "
            f"{clock.text(clock.LAST)} can be asked. Correct it on Start and press again."
        )
    return value


def _folder(text: str, workbook: Path) -> Path:
    """Return the folder for documents: the one that is named, which must be there, or one beside the workbook."""
    if not text:
        return workbook.parent / FOLDER
    if "://" in text:
        raise OutputError(
            f"The folder for results is a web address ({text[:80]}). Documents go into folders of this computer or a "
            "shared drive: choose one on Start, or leave the cell blank for a folder beside the workbook."
        )
    folder = workbook.parent / Path(text).expanduser()
    if not folder.is_dir():
        raise OutputError(
            f"There is no folder {folder} for results. Make it, correct the cell on Start, or leave the cell blank for "
            "a folder beside the workbook."
        )
    return folder


def _language(front: Front) -> str:
    text = front.text("language")
    if text and not _LANGUAGE.fullmatch(text):
        raise BookError(
            f"The language of letters is {text[:40]!r}. Write its code, such as en or pl, or leave the cell blank for "
            "the one in the Policy sheet."
        )
    return text.lower()


def is_synced(folder: Path) -> bool:
    """Return whether a folder is one that OneDrive copies to and from the web."""
    kept = [Path(os.environ[name]) for name in _SYNCED if os.environ.get(name)]
    return any(one == folder or one in folder.parents for one in kept)


def writable(folder: Path) -> Path:
    """Return the folder for documents, made if need be; OutputError when nothing can be written into it."""
    make_folder(folder)
    probe = folder / f"sheetops-{os.getpid()}.tmp"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as wrong:
        raise OutputError(
            f"Nothing can be written into the folder {folder} ({wrong.strerror}). Choose another one on Start, or ask "
            "for access to it."
        ) from wrong
    return folder
