"""A mail merge: any Word template against any sheet or csv, into files, one document, a zip, PDFs or e-mail drafts."""

import datetime as dt
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from sheetops import word
from sheetops.errors import OutputError, TemplateError
from sheetops.excel.write import write_run
from sheetops.jobs.mergedata import Data, chosen, column_of, read_data
from sheetops.model import Book, Document, Finding, Frame, Outcome, Progress, Run, Severity, Total, silent
from sheetops.publish import make_folder
from sheetops.sheets.results import RESULTS
from sheetops.word.drafts import Draft
from sheetops.word.files import write_whole
from sheetops.word.pdf import libreoffice, to_pdf, word_is_here
from sheetops.word.scope import canonical
from sheetops.word.sinks import Sink, Tally, Written, columns_named

FOLDER = "letters"
"""The folder below the output folder that takes the documents."""

KINDS = ("files", "one-file", "chunks", "zip")


@dataclass(frozen=True)
class Wish:
    """What a merge is to make, and of which records.

    ``kind`` is one of `KINDS`, ``size`` the records of a chunk, ``name`` the pattern of file names (``{account}
    {name}``); ``where``, ``sort`` and ``group`` choose, order and join rows; ``start`` is the first free label on a
    sheet; ``draft`` asks for e-mail drafts, ``pdf`` for PDFs beside the Word files. The rest is
    `sheetops.word.compile`'s.
    """

    kind: str = "files"
    size: int = 500
    name: str = ""
    sheet: str | None = None
    where: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    group: str = ""
    start: int = 1
    pdf: bool = False
    draft: Draft | None = None
    language: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    required: Collection[str] = ()
    jobs: int = 1


def merge(
    template: Path,
    data: Path | Book,
    *,
    as_of: dt.date,
    out: Path,
    wish: Wish | None = None,
    progress: Progress = silent,
) -> Outcome:
    """Merge a template with a sheet; write the letters and ``merge.xlsx``.

    The workbook lists each record and what became of it. TemplateError when the template and the data do not fit each
    other: nothing is written then. A record that cannot be merged is a finding with its row, and the run goes on.
    """
    wish = wish or Wish()
    compiled = word.compile(template, wish.language, today=as_of, answers=wish.answers, required=wish.required)
    _refuse_wrong(compiled, wish)
    read = read_data(data, compiled.fields, wish.sheet, compiled.language)
    found = chosen(read, wish.where, wish.sort, wish.group)
    _refuse_misfit(compiled, found, wish)
    _refuse_unknown(compiled, found, wish)
    folder = make_folder(out) / FOLDER
    tally = _made(compiled, found, folder, wish, progress)
    unconverted = _pdfs(tally, wish, progress)
    faults = tally.faults + _drafts(tally, found, wish, unconverted)
    run = _run(compiled, found, tally, faults, unconverted, as_of, out, wish)
    workbook = out / "merge.xlsx"
    if isinstance(data, Path) and workbook.exists() and data.exists() and workbook.samefile(data):
        raise OutputError(
            f"{workbook} is the data, and the result would take its place. Choose another folder with --out."
        )
    write_run(run, workbook, books=[data] if isinstance(data, Path) else [])
    return Outcome(run, workbook, folder)


def _refuse_wrong(compiled: word.Template, wish: Wish) -> None:
    if wish.kind not in KINDS:
        raise OutputError(f"'{wish.kind}' is not a way to write letters. Choose one of {', '.join(KINDS)}.")
    if wish.draft and wish.kind != "files":
        raise OutputError("E-mail drafts need a file for each letter: leave --one-file, --chunks and --zip out.")
    if wish.pdf and wish.kind == "zip":
        raise OutputError("PDFs cannot be made inside a zip: leave --zip out.")
    if wish.pdf and not word_is_here() and libreoffice() is None:
        raise OutputError(
            "A PDF needs Word or LibreOffice, and neither is installed here. Install LibreOffice, or leave --pdf out."
        )
    if wish.start > 1 and compiled.records_per_letter == 1:
        raise TemplateError(
            f"{compiled.name} is no sheet of labels (it has no NEXT field), so --start means nothing for it."
        )
    if not 1 <= wish.start <= compiled.records_per_letter:
        raise TemplateError(
            f"{compiled.name} has {compiled.records_per_letter} labels: --start must lie between 1 and that."
        )


def _refuse_misfit(compiled: word.Template, found: Data, wish: Wish) -> None:
    if not found.records:
        why = "meets the conditions" if wish.where else "holds anything"
        raise OutputError(f"No row of the sheet {found.sheet} of {found.source.name} {why}: nothing to merge.")
    misfits = compiled.check(found.columns, found.lists)
    if misfits:
        raise TemplateError("\n".join(misfits))


def _refuse_unknown(compiled: word.Template, found: Data, wish: Wish) -> None:
    """Refuse names, addresses and required fields that could only ever come out empty."""
    draft = wish.draft
    patterns = (wish.name, *((draft.to, draft.cc, draft.sender, draft.subject, draft.body) if draft else ()))
    for column in columns_named(patterns):
        if canonical(column) != "number":
            column_of(found, column)
    fields = {canonical(name) for name in compiled.fields}
    for name in wish.required:
        if canonical(name) not in fields:
            raise TemplateError(
                f"{compiled.name} has no field {name}, so --require cannot watch over it. "
                f"Its fields are {', '.join(compiled.fields)}."
            )


def _made(compiled: word.Template, found: Data, folder: Path, wish: Wish, progress: Progress) -> Tally:
    records = found.records if wish.start == 1 else list(word.from_label(wish.start, found.records))
    stem = Path(compiled.name).stem
    pattern = wish.name or ("{number} " + (f"{{{found.columns[0]}}}" if compiled.records_per_letter == 1 else stem))
    total = -(-len(records) // compiled.records_per_letter)
    sinks: dict[str, Sink] = {
        "files": word.Files(folder, pattern, wish.jobs, progress, total, digests=True),
        "zip": word.Bundle(folder / f"{stem}.zip", pattern, wish.jobs, progress, total),
        "one-file": word.OneFile(folder / f"{stem}.docx", progress, total),
        "chunks": word.Chunks(folder, wish.size, stem, pattern, wish.jobs, progress, total),
    }
    make_folder(folder)
    tally: Tally = compiled.render_many(records, sinks[wish.kind])
    return tally


def _pdfs(tally: Tally, wish: Wish, progress: Progress) -> dict[Path, str]:
    """Convert what was written; return what could not be."""
    if not wish.pdf or not tally.files:
        return {}
    failed: dict[Path, str] = {}
    done, files = 0, tally.files
    for folder in dict.fromkeys(file.parent for file in files):
        here = [file for file in files if file.parent == folder]
        failed |= to_pdf(here, folder, _after(progress, done, len(files)))
        done += len(here)
    return failed


def _after(progress: Progress, before: int, total: int) -> Callable[[int], None]:
    """Return what hears of one folder's files as part of all of them."""
    return lambda done: progress("PDFs", before + done, total)


def _drafts(tally: Tally, found: Data, wish: Wish, unconverted: Mapping[Path, str]) -> list[tuple[int, str]]:
    """Write an e-mail draft beside each letter; return the records for which there can be none."""
    faults = []
    for written in tally.made if wish.draft else ():
        assert wish.draft is not None
        file = written.file
        pdf = file.with_suffix(".pdf") if wish.pdf and file not in unconverted else None
        try:
            attached = pdf.read_bytes() if pdf else None
            name = (pdf or file).name
            draft = wish.draft.write(
                found.records[written.number - 1], written.number, file.read_bytes(), name, attached
            )
            write_whole(file.with_suffix(".eml"), draft)
        except word.LetterError as fault:
            faults.append((written.number, str(fault)))
    return faults


# ------------------------------------------------------------------------------------------------------------ the run


def _run(
    compiled: word.Template,
    found: Data,
    tally: Tally,
    faults: Sequence[tuple[int, str]],
    unconverted: Mapping[Path, str],
    as_of: dt.date,
    out: Path,
    wish: Wish,
) -> Run:
    letters = _letters(compiled, found, tally, unconverted, out)
    sheets = len(tally.made) + tally.skipped + len(tally.faults)
    per_letter = compiled.records_per_letter
    records = len(found.records) if per_letter == 1 else sheets
    return Run(
        job="merge",
        as_of=as_of,
        sources=(found.source,),
        settings={"template": compiled.name, "sheet": found.sheet, "language": compiled.language, "kind": wish.kind},
        counts={
            "records": len(found.records),
            "letters made": len(tally.made),
            "left out by the template": tally.skipped,
            "not made": len(tally.faults),
        },
        totals=(Total("records = made + left out + not made", "", records, sheets),),
        findings=tuple(_finding(found, number, problem) for number, problem in faults)
        + tuple(_unconverted(found, file, why) for file, why in unconverted.items()),
        frames={"Letters": letters},
        documents=tuple(_document(written, out) for written in tally.made) if wish.kind == "files" else (),
    )


def _document(written: Written, out: Path) -> Document:
    return Document(written.file.relative_to(out), written.sha256)


def _finding(found: Data, number: int, problem: str) -> Finding:
    row = found.rows[number - 1] if 0 < number <= len(found.rows) else 0
    return Finding(found.sheet, row, "", "", "", Severity.ERROR, "letter_not_made", problem, file=found.source.name)


def _unconverted(found: Data, file: Path, why: str) -> Finding:
    return Finding(
        found.sheet,
        0,
        "",
        "",
        file.name,
        Severity.ERROR,
        "pdf_not_made",
        f"{file.name}: {why}.",
        file=found.source.name,
    )


def _letters(compiled: word.Template, found: Data, tally: Tally, unconverted: Mapping[Path, str], out: Path) -> Frame:
    """Return the Letters sheet: a row for each letter made or failed, in the order of the data."""
    account = next((column for column in found.columns if canonical(column) == "account"), found.columns[0])
    rows = [_made_row(written, compiled, found, account, unconverted, out) for written in tally.made]
    rows += [
        _row(number, compiled, found, account) | {"status": "failed", "reason": why} for number, why in tally.faults
    ]
    rows.sort(key=lambda row: int(row["letter"]))
    return pd.DataFrame(rows, columns=[column.name for column in RESULTS["Letters"].columns])


def _row(number: int, compiled: word.Template, found: Data, account: str) -> dict[str, str]:
    record = found.records[number - 1] if 0 < number <= len(found.records) else {}
    known = "" if record.get(account) is None else str(record.get(account))
    row = dict.fromkeys((column.name for column in RESULTS["Letters"].columns), "")
    return row | {"letter": str(number), "account": known, "template": compiled.name, "language": compiled.language}


def _made_row(
    written: Written, compiled: word.Template, found: Data, account: str, unconverted: Mapping[Path, str], out: Path
) -> dict[str, str]:
    place = written.file.relative_to(out).as_posix()
    reason = unconverted.get(written.file, "") or ("" if written.sha256 else f"letter {written.place} in it")
    return _row(written.number, compiled, found, account) | {
        "file": place,
        "sha256": written.sha256,
        "status": "made",
        "reason": reason,
    }


def processes(asked: int) -> int:
    """Return how many processes to use: what was asked for, or for 0 as many as this computer has processors."""
    return asked or os.cpu_count() or 1
