"""Watching a folder: for desks that may not use macros."""

from pathlib import Path
from typing import Annotated

import typer

from sheetops.cli.faults import plain_words
from sheetops.cli.options import AsOf


def watch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", show_default=False, help="The folder to watch.")],
    as_of: AsOf = None,
    once: Annotated[bool, typer.Option("--once", help="Work on what is there, and leave.")] = False,
) -> None:
    """Do the day of every workbook that is put into a folder, and again whenever one is saved there.

    The results of desk.xlsx are in results/desk beside it. End it with Ctrl+C.
    """
    with plain_words("watch"):
        from sheetops import clock
        from sheetops.jobs.watch import watch as work

        typer.echo(f"Watching {folder}. Put a workbook there, or save one; end with Ctrl+C.", err=True)
        work(folder, today=lambda: as_of or clock.today(), tell=typer.echo, rounds=2 if once else None)
