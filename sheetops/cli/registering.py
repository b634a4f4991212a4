"""The register from the command line: prove it, list it, show a document's story, void, restore, finish."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from sheetops.cli.bar import Bar
from sheetops.cli.faults import plain_words
from sheetops.cli.options import AsJson, AsOf, Out
from sheetops.cli.saying import say

Place = Annotated[
    str,
    typer.Option(
        "--register",
        metavar="PLACE",
        envvar="SHEETOPS_REGISTER",
        help="The register: its file, or postgresql+psycopg://user@server/database.",
    ),
]


class Action(StrEnum):
    """What can be done with a register."""

    INIT = "init"
    VERIFY = "verify"
    LIST = "list"
    SHOW = "show"
    EXPORT = "export"
    SENT = "sent"
    VOID = "void"
    REISSUE = "reissue"
    BACKUP = "backup"


def register(
    action: Annotated[
        Action,
        typer.Argument(
            help="verify: prove it; list, show NUMBER: look into it; export: as a workbook; sent NUMBER...: they went "
            "out; void NUMBER: with --reason; reissue NUMBER: make the same file again; backup; init: make a new one."
        ),
    ] = Action.VERIFY,
    which: Annotated[
        list[str] | None, typer.Argument(metavar="NUMBER", show_default=False, help="Numbers, or names of files.")
    ] = None,
    place: Place = "sheetops-out/register.db",
    reason: Annotated[str, typer.Option("--reason", show_default=False, help="Why a document is void.")] = "",
    on: AsOf = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Look into the register of documents and numbers, prove it, and put right what people may."""
    with plain_words("register"):
        from sheetops import clock

        code = _do(action, tuple(which or ()), place, reason, on or clock.today(), out, as_json)
    raise typer.Exit(code)


def _do(
    action: Action, which: tuple[str, ...], place: str, reason: str, day: dt.date, out: Path | None, as_json: bool
) -> int:
    from sheetops.cli import summary
    from sheetops.jobs import registered
    from sheetops.register import open_register

    if action is Action.EXPORT:
        return _tell(summary, registered.export(place, out or Path(), day), as_json)
    opened = open_register(place, create=action is Action.INIT)
    try:
        if action in (Action.VERIFY, Action.LIST):
            run = registered.register_run(opened, day)
            if action is Action.LIST:
                say(_listed(run.frames["Register"]))
                return 0
            from sheetops.model import Outcome

            code = _tell(summary, Outcome(run, None, Path()), as_json)
            say(f"{one.problem}" for one in run.findings)
            return code
        say(_done(action, opened, which, reason, day))
    finally:
        opened.close()
    return 0


def _done(action: Action, opened: Any, which: tuple[str, ...], reason: str, day: dt.date) -> list[str]:
    from sheetops.errors import BookError
    from sheetops.jobs import registered

    if action is Action.INIT:
        return [f"The register {opened.name} is ready."]
    if action is Action.BACKUP:
        copy = registered.save_copy(opened)
        return [f"Copied to {copy}." if copy else "A server is backed up by whoever looks after it: nothing was done."]
    if not which:
        raise BookError(f"Say which document: sheetops register {action.value} NUMBER")
    if action is Action.SHOW:
        return [line for one in which for line in (*registered.story(opened, one), "")]
    if action is Action.SENT:
        return [f"{registered.tell_sent(opened, which, day)} documents entered as sent on {day}."]
    if action is Action.VOID:
        return [
            f"{one} is void; its number is not given again."
            for one in which
            if registered.make_void(opened, one, reason)
        ]
    return [f"{one} is as it was made: {registered.put_back(opened, one)}" for one in which]


def resume(place: Place = "sheetops-out/register.db", as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Make what a run that was broken off had written down, under the numbers it has."""
    with plain_words("resume"), Bar() as progress:
        from sheetops import clock
        from sheetops.cli import summary
        from sheetops.jobs import registered

        outcome = registered.resume(place, as_of or clock.today(), progress)
        code = summary.exit_code([outcome])
        said = [summary.as_json("resume", [outcome], code)] if as_json else list(summary.lines([outcome]))
    say(said)
    raise typer.Exit(code)


def _tell(summary: Any, outcome: Any, as_json: bool) -> int:
    code: int = summary.exit_code([outcome])
    say([summary.as_json("register", [outcome], code)] if as_json else summary.lines([outcome]))
    return code


def _listed(documents: Any) -> list[str]:
    rows = documents.astype(object).fillna("").to_dict("records")
    return [
        f"{row['number'] or '-':<16} {row['status']:<10} {row['date']:%Y-%m-%d} {row['account']:<12} {row['file']}"
        for row in rows
    ]
