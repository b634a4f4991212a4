"""The command line put together: every command on one line."""

import io
import sys
from collections.abc import Callable
from typing import NamedTuple

import typer

from sheetops.cli import (
    booking,
    contacting,
    desk,
    explaining,
    finance,
    hardship,
    merge,
    registering,
    reports,
    setting_up,
    watching,
)


class Command(NamedTuple):
    """A command: its name, what it calls, its line in the list, and an example."""

    name: str
    call: Callable[..., None]
    line: str
    example: str


COMMANDS = (
    Command(
        "check", desk.check, "List what is wrong in a workbook, cell by cell.", "sheetops check desk.xlsx --out results"
    ),
    Command(
        "arrears",
        desk.arrears,
        "Say who owes what, what is due next, and why.",
        "sheetops arrears desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "renewals",
        desk.renewals,
        "Say which licences need renewing, and why.",
        "sheetops renewals desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "promises",
        desk.promises,
        "Judge promises to pay: kept, in part, broken.",
        "sheetops promises desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "plans",
        desk.plans,
        "Follow payment plans, and quote new ones.",
        "sheetops plans desk.xlsx --as-of 2026-06-30 --out results --quote CAF0183",
    ),
    Command(
        "charges",
        desk.charges,
        "Work out fees, interest and surcharges.",
        "sheetops charges desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "calls",
        desk.calls,
        "List whom to call today, and what to say.",
        "sheetops calls desk.xlsx --as-of 2026-06-30 --out results --for renewals --caller Tom",
    ),
    Command(
        "contact",
        contacting.contact,
        "Freeze a remit; say who of it was contacted.",
        "sheetops contact desk.xlsx --freeze --remit July --within 60 --as-of 2026-06-30 --out remits",
    ),
    Command(
        "complaints",
        desk.complaints,
        "Follow complaints, and review what is on hold.",
        "sheetops complaints desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "claims",
        desk.claims,
        "Review claims, order their entry, return them.",
        "sheetops claims desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "restrictions",
        desk.restrictions,
        "Say which restrictions to place and to lift.",
        "sheetops restrictions desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "hardship",
        hardship.hardship,
        "Keep the hardship register, grants, fresh starts.",
        "sheetops hardship desk.xlsx --as-of 2026-06-30 --out results --fresh-start CAF0183",
    ),
    Command(
        "referrals",
        desk.referrals,
        "Refer debts and infringements; check collectors.",
        "sheetops referrals desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "letters",
        desk.letters,
        "Make the letters that are due.",
        "sheetops letters desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "invoices",
        desk.invoices,
        "Invoice approved requests and accepted renewals.",
        "sheetops invoices desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "credit-notes",
        desk.credit_notes,
        "Make the credit notes that were approved.",
        "sheetops credit-notes desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "journals",
        booking.journals,
        "Make journals for the general ledger.",
        "sheetops journals desk.xlsx --month 2026-06 --out results",
    ),
    Command(
        "report",
        reports.report,
        "Write the monthly debt report.",
        "sheetops report desk.xlsx --month 2026-06 --out results",
    ),
    Command(
        "statements",
        reports.statements,
        "Make statements of account.",
        "sheetops statements desk.xlsx --as-of 2026-06-30 --from 2026-04-01 --out results",
    ),
    Command(
        "adhoc",
        reports.adhoc,
        "Work out the reports that you saved.",
        "sheetops adhoc desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "explain",
        explaining.explain,
        "Tell one account's whole story, rule by rule.",
        "sheetops explain desk.xlsx CAF0183 --as-of 2026-06-30 --compare 2026-05-31 --out results",
    ),
    Command(
        "reconcile",
        finance.reconcile,
        "Hold two exports against each other, to the cent.",
        "sheetops reconcile ledger.xlsx crm.csv --key account --tolerance 0.01 --master left --out result.xlsx",
    ),
    Command(
        "changes",
        finance.changes,
        "Say what changed between two snapshots.",
        "sheetops changes march.csv april.csv --out changes.xlsx",
    ),
    Command(
        "run",
        desk.run,
        "Do the whole day, from check to credit notes.",
        "sheetops run desk.xlsx --as-of 2026-06-30 --out results",
    ),
    Command(
        "merge",
        merge.merge,
        "Merge any Word template with any sheet or csv.",
        "sheetops merge reminder.docx people.xlsx --out results",
    ),
    Command(
        "template",
        merge.template,
        "Look at a Word template before a run.",
        "sheetops template reminder.docx people.xlsx",
    ),
    Command(
        "watch",
        watching.watch,
        "Do the day of every workbook put into a folder.",
        "sheetops watch inbox",
    ),
    Command(
        "register",
        registering.register,
        "Prove and look into the register of documents.",
        "sheetops register verify --register results/register.db",
    ),
    Command(
        "resume",
        registering.resume,
        "Finish documents that a broken-off run began.",
        "sheetops resume --register results/register.db",
    ),
    Command("init", setting_up.init, "Make a new desk: workbooks, letters, read-me.", "sheetops init licensing-desk"),
    Command("demo", setting_up.demo, "Show a whole day over a sample desk.", "sheetops demo"),
    Command("doctor", setting_up.doctor, "Say what is installed and what is missing.", "sheetops doctor"),
    Command("build", setting_up.build, "For developers: build workbooks and letters.", "sheetops build"),
)
"""Every command, in the order of the list."""

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
for _one in COMMANDS:
    app.command(_one.name, short_help=_one.line, epilog=f"Example: {_one.example}")(_one.call)


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
    app(prog_name="sheetops")
