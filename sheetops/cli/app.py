"""The command line put together: every command on one line."""

import io
import sys

import typer

from sheetops.cli import desk, setting_up

COMMANDS = (
    ("check", desk.check),
    ("arrears", desk.arrears),
    ("renewals", desk.renewals),
    ("letters", desk.letters),
    ("credit-notes", desk.credit_notes),
    ("run", desk.run),
    ("init", setting_up.init),
    ("demo", setting_up.demo),
    ("doctor", setting_up.doctor),
    ("build", setting_up.build),
)

app = typer.Typer(
    name="sheetops",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Check a desk's workbook, work out what is due and why, and make the letters and credit notes.\n\n"
    "Exit codes: 0 fine, 1 something was found that a person should look at, 2 the command could not run.",
)
for _name, _command in COMMANDS:
    app.command(_name)(_command)


@app.callback(invoke_without_command=True)
def _version(
    version: bool = typer.Option(False, "--version", help="Show the version and leave.", is_eager=True),
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"sheetops {installed('sheetops')}")
        raise typer.Exit


def main() -> None:
    """Run the command line: what the console script and ``python -m sheetops`` call."""
    for stream in (sys.stdout, sys.stderr):
        # A console of an old code page cannot show every letter of a name: a question mark must not end the job.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
