"""A new desk: the workbooks, the letters and what to do first in plain words, in a folder of its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sheetops import resources
from sheetops.excel.catalogue import WORKBOOKS
from sheetops.excel.macros import Program
from sheetops.jobs.first_steps import read_me
from sheetops.jobs.presets import PRESETS, Preset
from sheetops.jobs.workbooks import preset_file, ready_workbook, write_desk
from sheetops.publish import make_folder, whole_file
from sheetops.word.notice import notice

START_HERE = "Start here.docx"
"""The same text as README.txt, for those who would rather open a Word document."""


class NewDesk(NamedTuple):
    """What a new desk got: the files that were made, and those that were there already and were left as they are."""

    folder: Path
    made: tuple[Path, ...]
    kept: tuple[Path, ...]


def new_desk(folder: Path, program: Program | None = Program.EXCEL, preset: str = "") -> NewDesk:
    """Put a desk into a folder: workbooks, letters, README.txt and `START_HERE`; a file that is there stays as it is.

    For Excel and LibreOffice there is a workbook with buttons for each job, which knows this Python; without a program
    one workbook without buttons, for the command line. With ``preset`` (a name of PRESETS) its rules are those of the
    preset, whose example workbook with the sources comes along. LibreOfficeError when that program is wanted and is not
    there.
    """
    chosen = PRESETS[preset] if preset else None
    text = read_me(program)
    first = {folder / START_HERE: notice(text), folder / "README.txt": text.replace("\n", "\r\n").encode()}
    return _put(folder, {**_workbooks(folder, program, chosen), **copied_letters(folder), **first})


def _workbooks(folder: Path, program: Program | None, preset: Preset | None) -> dict[Path, bytes]:
    example = {}
    if preset is not None:
        example = {folder / preset_file(preset): (resources.workbooks() / preset_file(preset)).read_bytes()}
    if program is None:
        return {folder / "desk.xlsx": _plain_desk(preset)} | example
    places = {folder / (w.file if program is Program.EXCEL else f"{w.name}.ods"): w for w in WORKBOOKS}
    # One that is kept need not be made: that takes a second for Excel, and some for LibreOffice.
    return {path: b"" if path.exists() else ready_workbook(w, program, preset) for path, w in places.items()} | example


def _plain_desk(preset: Preset | None) -> bytes:
    if preset is None:
        return resources.desk_workbook().read_bytes()
    with tempfile.TemporaryDirectory(prefix="sheetops-") as folder:
        write_desk(Path(folder) / "desk.xlsx", preset)
        return (Path(folder) / "desk.xlsx").read_bytes()


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
