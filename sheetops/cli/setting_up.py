"""Setting up: init, demo, doctor, and build for those who work on sheetops itself."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from sheetops import resources
from sheetops.cli.bar import Bar
from sheetops.cli.faults import plain_words
from sheetops.errors import SheetopsError

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the desk.")]


class For(StrEnum):
    """How a desk is worked: with buttons in a spreadsheet program, or over files from the command line."""

    EXCEL = "excel"
    LIBREOFFICE = "libreoffice"
    FILES = "files"


class Rules(StrEnum):
    """The presets, by the names that `sheetops.jobs.presets.PRESETS` has."""

    LICENSING_BODY = "licensing-body"
    WATER_UTILITY = "water-utility"
    TRADE_CREDIT = "trade-credit"


def init(
    folder: Folder,
    program: Annotated[
        For,
        typer.Option("--for", help="Workbooks with buttons for Excel or LibreOffice, or one without (files)."),
    ] = For.EXCEL,
    preset: Annotated[
        Rules | None,
        typer.Option("--preset", show_default=False, help="Start from the rules of a desk of this kind."),
    ] = None,
) -> None:
    """Make a new desk: the workbooks, the letters, and a page that says what to do first.

    A file that is there already is left as it is. With --preset the sheets Policy, Stages and Holidays are those of a
    licensing-body (United Kingdom), a water-utility (Victoria, Australia) or plain trade-credit, and a workbook comes
    along that says where each figure is from.
    """
    with plain_words("init"):
        from sheetops.excel.macros import Program
        from sheetops.jobs.new_desk import new_desk

        chosen = preset.value if preset else ""
        made = new_desk(folder, None if program is For.FILES else Program(program.value), chosen)
    for path in made.kept:
        typer.echo(f"Kept as it was: {path}")
    typer.echo(f"{len(made.made)} files made in {folder.resolve()}.")
    typer.echo(f"Open first: {folder / 'Start here.docx'} (the same as README.txt)")


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", show_default=False, help="Where to put it; demo when left out.")
    ] = Path("demo"),
) -> None:
    """Show a whole day over a sample desk of about 400 made-up customers: reports, letters and credit notes."""
    with plain_words("demo"), Bar() as progress:
        from sheetops.jobs.demo import demo as show

        shown = show(folder, progress)
        text = "\n".join(_shown(shown))
    typer.echo(text)


_FRESH = "the sample desk, with mistakes planted in it; all names and numbers are made up"
_KEPT = "it was there and was used as it is; delete it to get a fresh one"


def _shown(shown: Any) -> Iterator[str]:
    from sheetops.cli import summary  # pandas comes with it

    yield from summary.lines(shown.outcomes)
    yield f"The desk:   {shown.desk} ({_KEPT if shown.kept else _FRESH})"


def doctor(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", show_default=False, help="The desk's folder; this one when left out.")
    ] = Path(),
    excel: Annotated[
        bool,
        typer.Option(
            "--excel",
            help="Also look at the buttons: tell the workbooks in the folder where Python is, and press one in Excel.",
        ),
    ] = False,
) -> None:
    """Say what is installed on this computer, what is missing, and what to do about it.

    Exit code 1 when something is missing without which sheetops cannot do all its work.
    """
    with plain_words("doctor"):
        from sheetops.jobs.doctor import State
        from sheetops.jobs.doctor import doctor as look

        probes = look(folder.resolve())
        if excel:
            from sheetops.jobs.excel_doctor import excel_doctor

            probes += excel_doctor(folder.resolve())
    for probe in probes:
        typer.echo(f"{probe.state.upper():<8} {probe.what}: {probe.seen}")
        if probe.cure:
            typer.echo(f"         {probe.cure}")
    missing = sum(probe.state is State.MISSING for probe in probes)
    things = "1 thing is missing." if missing == 1 else f"{missing} things are missing."
    typer.echo(f"\n{things}" if missing else "\nNothing is missing that sheetops cannot do without.")
    raise typer.Exit(1 if missing else 0)


def build() -> None:
    """For developers: build workbooks/ and letters/ of this checkout again."""
    with plain_words("build"):
        top = resources.checkout()
        if top is None:
            raise SheetopsError(
                "build works in a checkout of sheetops: an installed one has its workbooks and letters."
            )
        from sheetops.jobs.rebuild import rebuild  # everything comes with it

        for path in rebuild(top):
            typer.echo(f"Built: {path}")
