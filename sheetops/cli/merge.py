"""Mail merge: any Word template against any sheet or csv, and a look at a template before a run."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from sheetops.cli.bar import Bar
from sheetops.cli.faults import plain_words
from sheetops.cli.options import AsJson, AsOf, Out
from sheetops.cli.order import OUT
from sheetops.cli.saying import say

TemplateFile = Annotated[
    Path, typer.Argument(metavar="TEMPLATE", show_default=False, help="The Word document (.docx .docm).")
]
DataFile = Annotated[
    Path,
    typer.Argument(metavar="DATA", show_default=False, help="The workbook or csv; its headings are the field names."),
]
Sheet = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", show_default=False, help="The sheet; else the one that fits best."),
]
Group = Annotated[
    str,
    typer.Option(
        "--group",
        metavar="COLUMN",
        show_default=False,
        help="One letter for all rows with the same value; their columns repeat as item_...",
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", show_default=False, help="en, pl, en-US ...; else the template's own."),
]
Answers = Annotated[
    list[str] | None,
    typer.Option("--answer", metavar="QUESTION=TEXT", show_default=False, help="For ASK and FILLIN fields."),
]


def merge(
    template: TemplateFile,
    data: DataFile,
    as_of: AsOf = None,
    out: Out = None,
    sheet: Sheet = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            metavar="CONDITION",
            show_default=False,
            help='Like "town=Leeds" or "amount>100"; may be repeated.',
        ),
    ] = None,
    sort: Annotated[
        list[str] | None,
        typer.Option("--sort", metavar="COLUMN", show_default=False, help="Order of the letters, like postcode."),
    ] = None,
    group: Group = "",
    name: Annotated[
        str, typer.Option("--name", metavar="PATTERN", show_default=False, help='File names, like "{account} {name}".')
    ] = "",
    one_file: Annotated[bool, typer.Option("--one-file", help="All letters in one document.")] = False,
    chunks: Annotated[
        int,
        typer.Option(
            "--chunks", metavar="N", show_default=False, help="A document for each N records, and manifest.csv.", min=0
        ),
    ] = 0,
    zip_file: Annotated[bool, typer.Option("--zip", help="All letters in one zip file.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also make PDFs (needs Word or LibreOffice).")] = False,
    eml: Annotated[
        bool, typer.Option("--eml", help="Also make an e-mail draft for each letter (with --to and --subject).")
    ] = False,
    to: Annotated[
        str, typer.Option("--to", metavar="PATTERN", show_default=False, help='Addresses, like "{email}".')
    ] = "{email}",
    cc: Annotated[
        str,
        typer.Option(
            "--cc",
            metavar="PATTERN",
            show_default=False,
            help='Copies, like "{manager_email}"; an empty one is left out.',
        ),
    ] = "",
    subject: Annotated[
        str, typer.Option("--subject", metavar="PATTERN", show_default=False, help="Subject of the drafts.")
    ] = "",
    sender: Annotated[
        str, typer.Option("--from", metavar="ADDRESS", show_default=False, help="Sender of the drafts.")
    ] = "",
    body: Annotated[
        str,
        typer.Option(
            "--body", metavar="PATTERN", show_default=False, help="Text of the drafts; else the letter's own."
        ),
    ] = "",
    start: Annotated[int, typer.Option("--start", metavar="N", help="First free label on the first sheet.", min=1)] = 1,
    required: Annotated[
        list[str] | None,
        typer.Option("--require", metavar="FIELD", show_default=False, help="A field that must not be empty."),
    ] = None,
    language: Language = None,
    answer: Answers = None,
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", help="Processes; 0 for one a processor.", min=0)] = 1,
    as_json: AsJson = False,
) -> None:
    """Merge any Word template with any sheet or csv: letters, and merge.xlsx with what became of each record."""
    with plain_words("merge"), Bar() as progress:
        from sheetops import clock
        from sheetops.jobs.merge import Wish, processes
        from sheetops.jobs.merge import merge as work
        from sheetops.word.drafts import Draft

        wish = Wish(
            kind=_kind(one_file, chunks, zip_file),
            size=chunks or 500,
            name=name,
            sheet=sheet,
            where=tuple(where or ()),
            sort=tuple(sort or ()),
            group=group,
            start=start,
            pdf=pdf,
            draft=Draft(to, _subject(subject), sender, cc, body) if eml else None,
            language=language,
            answers=_answers(answer or ()),
            required=tuple(required or ()),
            jobs=processes(jobs),
        )
        folder = out or data.resolve().parent / OUT
        outcome = work(template, data, as_of=as_of or clock.today(), out=folder, wish=wish, progress=progress)
        code = _tell(outcome, as_json)
    raise typer.Exit(code)


def _kind(one_file: bool, chunks: int, zip_file: bool) -> str:
    asked = [kind for kind, wanted in (("one-file", one_file), ("chunks", bool(chunks)), ("zip", zip_file)) if wanted]
    if len(asked) > 1:
        raise typer.BadParameter("Choose one of --one-file, --chunks and --zip.")
    return asked[0] if asked else "files"


def _subject(subject: str) -> str:
    if not subject:
        raise typer.BadParameter('--eml needs --subject, like --subject "Reminder for {account}".')
    return subject


def _answers(given: Sequence[str]) -> dict[str, str]:
    wrong = [one for one in given if "=" not in one]
    if wrong:
        raise typer.BadParameter(f"'{wrong[0]}' is not an answer. Write it like --answer \"campaign=Spring\".")
    return {question.strip(): text for question, _, text in (one.partition("=") for one in given)}


def _tell(outcome: Any, as_json: bool) -> int:
    from sheetops.cli import summary

    code = summary.exit_code([outcome])
    say([summary.as_json("merge", [outcome], code)] if as_json else summary.lines([outcome]))
    return code


def template(
    file: TemplateFile,
    data: Annotated[
        Path | None,
        typer.Argument(metavar="[DATA]", show_default=False, help="The workbook or csv to hold it against."),
    ] = None,
    as_of: AsOf = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", show_default=False, help="Also write the previews there, as Word files."),
    ] = None,
    sheet: Sheet = None,
    group: Group = "",
    language: Language = None,
    answer: Answers = None,
    new: Annotated[
        str,
        typer.Option(
            "--new", metavar="KIND", show_default=False, help="Make TEMPLATE: labels-3x7, labels-2x8 or envelope-dl."
        ),
    ] = "",
) -> None:
    """List a template's fields, say what does not fit, and show the first, the longest and the emptiest letter."""
    with plain_words("template"):
        if new:
            _make(file, new)
            raise typer.Exit(0)
        from sheetops import clock
        from sheetops.jobs.template_check import check_template

        report = check_template(
            file,
            data,
            as_of=as_of or clock.today(),
            sheet=sheet,
            group=group,
            out=out,
            language=language,
            answers=_answers(answer or ()),
        )
        say(_lines(report))
    raise typer.Exit(1 if report.remarks else 0)


def _make(file: Path, kind: str) -> None:
    from sheetops.word.files import write_whole
    from sheetops.word.labels import KINDS, new_template

    if kind not in KINDS:
        raise typer.BadParameter(f"--new makes {', '.join(KINDS)}.")
    if file.exists():
        raise typer.BadParameter(f"{file} is there already. Choose another name.")
    write_whole(file, new_template(kind))
    say([f"Made {file}. Open it in Word, change what you like, and merge it."])


def _lines(report: Any) -> Iterator[str]:
    yield f"{report.name}, in {report.language}: {len(report.fields)} fields"
    yield f"  {', '.join(report.fields) or 'none'}"
    yield from (f"  ! {remark}" for remark in report.remarks)
    if report.unused:
        yield f"  Columns that no field uses: {', '.join(report.unused)}"
    for preview in report.previews:
        yield ""
        yield f"--- The {preview.which} record, row {preview.row}"
        yield preview.fault or re.sub(r"\n\s*\n+", "\n", preview.text).rstrip()
