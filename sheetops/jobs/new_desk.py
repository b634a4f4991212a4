"""A new desk: the workbook, the letters and a read-me in plain words, in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sheetops import resources
from sheetops.publish import make_folder, whole_file

READ_ME = """Your sheetops desk
==================

What is here
  desk.xlsx    the workbook: customers, licences, ledger, and the rules of your desk. Its first sheet explains the
  others. letters      the letters, one Word document each, in a folder a language. Change them in Word as you like;
  keep the names in « », which are filled in. letters/README.txt says which names there are.

What to do first
  1. Open desk.xlsx. On the sheet Policy fill in who you are: the rows that begin with supplier_ and signatory_.
  2. Put your customers on the sheet Customers, your licences on Licences, your invoices and receipts on Ledger.
     Copy and paste them from your old lists: the order of the columns does not matter, and other columns may stay.
  3. Save and close the workbook.
  4. Open a command window in this folder and type:

       sheetops check desk.xlsx

     It writes sheetops-out/problems.xlsx: every cell that looks wrong, and how to mend it.
  5. When that is mended:

       sheetops run desk.xlsx

     It writes what is owed, what is due for renewal, the letters and the credit notes into sheetops-out.
     Open arrears.xlsx first. Nothing is sent: you decide which letters go out.
  6. When letters have gone out, add them to the sheet Notices, so that the next day goes on from there.

sheetops never changes your workbook and never sends anything. "sheetops --help" lists all commands; "sheetops doctor"
says whether anything is missing on this computer.
"""


class NewDesk(NamedTuple):
    """What a new desk got: the files that were made, and those that were there already and were left as they are."""

    folder: Path
    made: tuple[Path, ...]
    kept: tuple[Path, ...]


def new_desk(folder: Path) -> NewDesk:
    """Put a desk into a folder.

    Its workbook, its letters and a read-me. A file that is there already is left as it is.
    """
    contents = {folder / "desk.xlsx": resources.desk_workbook().read_bytes(), **copied_letters(folder)}
    return _put(folder, {**contents, folder / "README.txt": READ_ME.replace("\n", "\r\n").encode()})


def copied_letters(folder: Path) -> dict[Path, bytes]:
    """Return what goes into a desk's letters folder: each shipped template and the read-me, by its path there."""
    return {folder / "letters" / name: source.read_bytes() for name, source in _shipped(resources.letters())}


def put_letters(folder: Path) -> NewDesk:
    """Put the letters into a desk's folder; one that is there already is left as it is."""
    return _put(folder, copied_letters(folder))


def _shipped(top: Path) -> Iterator[tuple[Path, Path]]:
    files = (
        path for path in sorted(top.rglob("*")) if path.suffix in {".docx", ".txt"} and not path.name.startswith("~$")
    )
    yield from ((path.relative_to(top), path) for path in files)


def _put(folder: Path, contents: dict[Path, bytes]) -> NewDesk:
    kept = tuple(path for path in contents if path.exists())
    made = tuple(path for path in contents if path not in kept)
    for path in made:
        _write(path, contents[path])
    return NewDesk(folder, made, kept)


def _write(path: Path, content: bytes) -> None:
    make_folder(path.parent)
    with whole_file(path) as draft:
        draft.write_bytes(content)
