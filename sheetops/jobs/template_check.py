"""What a clerk should see of a template before a run: its fields, what does not fit, and three letters as text."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sheetops import word
from sheetops.jobs.mergedata import PREFIX, Data, chosen, read_data, telling
from sheetops.publish import make_folder
from sheetops.word.drafts import plain_text
from sheetops.word.files import write_whole
from sheetops.word.lint import remarks, unused


@dataclass(frozen=True)
class Preview:
    """One letter as text: which record it is (first, longest, emptiest), its row, and the text or the fault."""

    which: str
    row: int
    text: str
    fault: str = ""


@dataclass(frozen=True)
class Report:
    """A template's fields, remarks on it, columns of the data that no field uses (no fault), and previews."""

    name: str
    language: str
    fields: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...]
    unused: tuple[str, ...] = ()
    previews: tuple[Preview, ...] = ()


def check_template(
    template: Path,
    data: Path | None = None,
    *,
    as_of: dt.date,
    sheet: str | None = None,
    group: str = "",
    out: Path | None = None,
    language: str | None = None,
    answers: Mapping[str, str] | None = None,
) -> Report:
    """Return what is worth knowing of a template, with or without data.

    With ``out`` the previews are written there as Word files.
    """
    compiled = word.compile(template, language, today=as_of, answers=answers)
    if data is None:
        return Report(compiled.name, compiled.language, compiled.fields, compiled.rows, tuple(remarks(compiled)))
    found = chosen(read_data(data, compiled.fields, sheet, compiled.language), (), (), group)
    said = remarks(compiled, found.columns, found.lists)
    shown = () if compiled.check(found.columns, found.lists) else tuple(_previews(compiled, found, out))
    idle = unused(compiled, found.columns)
    if found.lists:
        idle = tuple(column for column in idle if PREFIX + column in unused(compiled, [PREFIX + column]))
    return Report(compiled.name, compiled.language, compiled.fields, compiled.rows, tuple(said), idle, shown)


def _previews(compiled: word.Template, found: Data, out: Path | None) -> list[Preview]:
    return [_preview(compiled, found, which, place, out) for which, place in telling(found)]


def _preview(compiled: word.Template, found: Data, which: str, place: int, out: Path | None) -> Preview:
    row = found.rows[place]
    following = iter(found.records[place + 1 :])
    try:
        letter = compiled.render(found.records[place], number=place + 1, following=following)
    except (word.LetterError, word.Skipped) as fault:
        return Preview(which, row, "", str(fault))
    if out is not None:
        write_whole(make_folder(out) / word.safe_name(f"preview {which}"), letter)
    return Preview(which, row, plain_text(letter))
